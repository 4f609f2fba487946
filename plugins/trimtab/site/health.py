"""How a library fares: what it covers, what nobody links to, what is wanted, old, shaky or written twice.

All lists are whole in `health.json`; the page shows the beginning of each. Nothing here depends on the day of the
build: what is old is judged on the day that the library last changed.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trimtab.core.diagnostics import Report, Severity
from trimtab.core.judging import is_stale
from trimtab.core.model import STALE_AFTER, Entry
from trimtab.core.names import Planned, Unknown
from trimtab.core.namings import Via
from trimtab.core.scales import LADDER, stars
from trimtab.core.words import fold
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.coverage import Coverage
from trimtab.site.views import Value

VERSION = 1
"""The version of `health.json`; a change that readers of it must know of raises it."""
SHOWN = 50
"""How many rows of each list the page shows."""
NAMED = 5
"""How many entries a row names."""
MANY = 3
"""From how many entries that require it on, an entry that few have tried counts as shaky ground."""

_SEVERITIES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Notes"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: an entry or a name, what is the matter, and the others that are concerned."""

    subject: Value
    note: str
    others: tuple[Value, ...] = ()
    more: int = 0
    """How many others aren't named."""


@dataclass(frozen=True, slots=True)
class HealthList:
    """A list of the page."""

    ident: str
    title: str
    note: str
    rows: tuple[Row, ...]
    total: int
    more: int
    """How many rows the page doesn't show."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A level, with how many patterns it has, in all and for each archetype."""

    level: Value
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class HealthView:
    """The page."""

    title: str
    as_of: str
    data: str
    """The address of `health.json`."""
    facts: tuple[Value, ...]
    """Counts: what is counted, and how many as note."""
    rules: tuple[Value, ...]
    """Rules that found something: the rule, and how often as note."""
    archetypes: tuple[Value, ...]
    coverage: tuple[CoverageRow, ...]
    map_url: str
    """The map, which has the patterns themselves; empty where there is none."""
    lists: tuple[HealthList, ...]


class Health:
    """What there is to say about a library."""

    def __init__(self, catalogue: Catalogue, report: Report, as_of: datetime.date | None) -> None:
        """Take a library, what the check found in it, and the day on which it last changed, if that is known."""
        self._catalogue = catalogue
        self._library = catalogue.library
        self._coverage = Coverage(catalogue)
        self._report = report
        self._as_of = as_of or self._last_assessed()

    def view(self) -> HealthView:
        """The page, with the beginning of each list."""
        return HealthView(
            title="Health",
            as_of=self._as_of.isoformat() if self._as_of else "",
            data=urls.HEALTH_DATA,
            facts=tuple(Value(name, note=f"{count:,}") for name, count in self._facts()),
            rules=tuple(
                Value(f"{code} {name}", note=f"{count:,}")
                for (code, name), count in self._rules.most_common()
            ),
            archetypes=tuple(self._value(entry) for entry in self._coverage.archetypes),
            coverage=tuple(self._coverage_rows()),
            map_url=self._catalogue.url(urls.instrument("map")) if self._coverage.mapped else "",
            lists=tuple(self._lists()),
        )

    def data(self) -> dict[str, Any]:
        """Everything, for `health.json`."""
        return {
            "version": VERSION,
            "as_of": self._as_of.isoformat() if self._as_of else None,
            "counts": {
                "entries": len(self._library.current),
                "kinds": dict(self._kinds),
                "relations": self._count(Via.RELATION),
                "references": self._count(Via.REFERENCE),
            },
            "findings": {
                **{severity.value: self._report.count(severity) for severity in Severity},
                "rules": {code: count for (code, _), count in sorted(self._rules.items())},
            },
            "coverage": [
                {
                    "level": rung.number,
                    "patterns": len(self._coverage.patterns(rung.number)),
                    "archetypes": {
                        entry.slug: len(self._coverage.patterns(rung.number, entry))
                        for entry in self._coverage.archetypes
                    },
                }
                for rung in LADDER
                if self._library.uses_levels
            ],
            "orphans": [self._record(entry) for entry in self._orphans],
            "wanted": [{"name": name, "by": self._records(by)} for name, by in self._wanted],
            "unknown": [{"name": name, "by": self._records(by)} for name, by in self._unknown],
            "stale": [
                {**self._record(entry), "assessed": assessed.isoformat()} for entry, assessed in self._stale
            ],
            "shaky": [
                {**self._record(entry), "confidence": entry.confidence, "required_by": self._records(by)}
                for entry, by in self._shaky
            ],
            "near_duplicates": [
                {
                    "first": self._record(pair.first),
                    "second": self._record(pair.second),
                    "likeness": round(pair.score, 2),
                }
                for pair in self._library.near_duplicates
            ],
        }

    def _last_assessed(self) -> datetime.date | None:
        days = (entry.vitality.assessed for entry in self._library.current if entry.vitality)
        return max((day for day in days if day is not None), default=None)

    def _facts(self) -> Iterator[tuple[str, int]]:
        yield "Entries", len(self._library.current)
        for kind, count in self._kinds.items():
            yield self._catalogue.kind_plural(kind), count
        yield "Relations", self._count(Via.RELATION)
        yield "References", self._count(Via.REFERENCE)
        for severity, name in _SEVERITIES.items():
            yield name, self._report.count(severity)

    @cached_property
    def _kinds(self) -> dict[str, int]:
        """How many entries each kind has that has any, in the order of the kinds."""
        found = Counter(entry.kind for entry in self._library.current)
        return {kind: found[kind] for kind in self._library.settings.all_kinds if found[kind]}

    def _count(self, via: Via) -> int:
        return sum(link.via is via and link.target is not None for link in self._catalogue.graph.links)

    @cached_property
    def _rules(self) -> Counter[tuple[str, str]]:
        return Counter((found.code, found.name) for found in self._report.diagnostics)

    def _coverage_rows(self) -> Iterator[CoverageRow]:
        if not self._library.uses_levels:
            return
        for rung in reversed(LADDER):
            yield CoverageRow(
                self._catalogue.level_value(rung.number),
                tuple(self._cell(rung.number, archetype) for archetype in (None, *self._coverage.archetypes)),
            )

    def _cell(self, number: int, archetype: Entry | None) -> Value:
        count = len(self._coverage.patterns(number, archetype))
        if not count:
            return Value("0", note="none")
        return Value(str(count), self._coverage.search(number, archetype))

    @cached_property
    def _orphans(self) -> tuple[Entry, ...]:
        linked = {
            link.target.path
            for link in self._catalogue.graph.links
            if link.target is not None and link.target.path != link.document.path
        }
        return tuple(
            entry for entry in self._library.current if entry.path not in linked and entry.kind != "level"
        )

    @cached_property
    def _wanted(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        return self._named_by(
            (link.resolution.name, link.document.entry)
            for link in self._catalogue.graph.links
            if isinstance(link.resolution, Planned)
        )

    @cached_property
    def _unknown(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        return self._named_by(
            (
                f"{link.kind}:{link.name}" if link.kind in self._library.settings.libraries else link.name,
                link.document.entry,
            )
            for link in self._catalogue.graph.links
            if isinstance(link.resolution, Unknown)
        )

    @staticmethod
    def _named_by(pairs: Iterable[tuple[str, Entry | None]]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """Names with the entries that name them, those that most name first."""
        found: dict[str, dict[str, Entry]] = defaultdict(dict)
        for name, entry in pairs:
            if entry is not None:
                found[name][entry.path] = entry
        by = ((name, tuple(entries.values())) for name, entries in found.items())
        return tuple(sorted(by, key=lambda pair: (-len(pair[1]), fold(pair[0]), pair[0])))

    @cached_property
    def _stale(self) -> tuple[tuple[Entry, datetime.date], ...]:
        """Entries whose vitality was assessed too long ago, the oldest first."""
        if self._as_of is None:
            return ()
        dated = (
            (entry, entry.vitality.assessed)
            for entry in self._library.current
            if entry.vitality is not None and entry.vitality.assessed is not None
        )
        old = (pair for pair in dated if is_stale(pair[1], self._as_of))
        return tuple(sorted(old, key=lambda pair: (pair[1], pair[0].path)))

    @cached_property
    def _shaky(self) -> tuple[tuple[Entry, tuple[Entry, ...]], ...]:
        """Entries of low confidence that many others require."""
        by: dict[str, dict[str, Entry]] = defaultdict(dict)
        for link in self._catalogue.graph.links:
            if link.relation == "requires" and link.target is not None and link.document.entry is not None:
                by[link.target.path][link.document.path] = link.document.entry
        found = (
            (entry, tuple(by[entry.path].values()))
            for entry in self._library.current
            if entry.confidence == 1 and entry.status.is_current and len(by[entry.path]) >= MANY
        )
        return tuple(sorted(found, key=lambda pair: (-len(pair[1]), fold(pair[0].title))))

    def _lists(self) -> Iterator[HealthList]:
        months = f"{STALE_AFTER} months"
        yield self._list(
            "wanted",
            "Wanted",
            "Names marked as planned, the most wanted first: what to write next.",
            [self._row(Value(name), f"wanted by {len(by)}", by) for name, by in self._wanted],
        )
        yield self._list(
            "unknown",
            "Named and not there",
            "Names that no entry has. Mend the name, write the entry, or mark it as planned.",
            [self._row(Value(name), f"named by {len(by)}", by) for name, by in self._unknown],
        )
        yield self._list(
            "orphans",
            "Orphans",
            "Entries that no other names: readers find them only by searching.",
            [
                self._row(self._value(entry), self._catalogue.kind_label(entry.kind))
                for entry in self._orphans
            ],
        )
        yield self._list(
            "shaky",
            "Shaky ground",
            f"Entries of low confidence that {MANY} or more others require: evidence is worth most here.",
            [
                self._row(self._value(entry), f"{stars(1)} low, required by {len(by)}", by)
                for entry, by in self._shaky
            ],
        )
        yield self._list(
            "stale",
            "Stale vitality",
            f"Assessed more than {months} before the library last changed.",
            [self._row(self._value(entry), f"assessed {day.isoformat()}") for entry, day in self._stale],
        )
        yield self._list(
            "near-duplicates",
            "Near-duplicates",
            "Entries that are probably one thing under two names: join them, or say how they differ.",
            [
                self._row(self._value(pair.first), f"{pair.score:.0%} like", (pair.second,))
                for pair in self._library.near_duplicates
            ],
        )

    @staticmethod
    def _list(ident: str, title: str, note: str, rows: list[Row]) -> HealthList:
        return HealthList(ident, title, note, tuple(rows[:SHOWN]), len(rows), max(0, len(rows) - SHOWN))

    def _row(self, subject: Value, note: str, others: tuple[Entry, ...] = ()) -> Row:
        return Row(subject, note, tuple(map(self._value, others[:NAMED])), max(0, len(others) - NAMED))

    def _value(self, entry: Entry) -> Value:
        return Value(entry.title, self._catalogue.url(entry.path))

    def _record(self, entry: Entry) -> dict[str, Any]:
        return {
            "slug": entry.slug,
            "kind": entry.kind,
            "title": entry.title,
            "url": self._catalogue.url(entry.path),
        }

    def _records(self, entries: Iterable[Entry]) -> list[dict[str, Any]]:
        return [self._record(entry) for entry in entries]
