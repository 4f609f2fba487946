"""Where an entry stands among others: what comes before and after it, and what is around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from trimtab.core.model import Entry, LevelEntry, Status
from trimtab.core.scales import RUNGS
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.views import Group, Value

NEIGHBOURS = 12
"""How many entries of the same kind a sidebar lists at most."""


class _Row:
    """Entries in a line, and the place of each by its path."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.places = {entry.path: index for index, entry in enumerate(entries)}


class Whereabouts:
    """Knows where each entry of a library stands. Each list is looked through once, not once a page."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._graph = catalogue.graph
        self._library = catalogue.library
        self._rows: dict[tuple[str, str], _Row] = {}

    def neighbours(self, entry: Entry) -> tuple[Value | None, Value | None]:
        """The weaker and the stronger neighbour on the ladder; for other kinds those by title."""
        if isinstance(entry, LevelEntry):
            weaker, stronger = entry.number + 1, entry.number - 1
            return self._level(weaker, "Weaker"), self._level(stronger, "Stronger")
        if entry.status is Status.REMOVED:
            return None, None
        if entry.path in self._graph.trail_index:
            notes = ("Back down the ladder", "On up the ladder")
            ring, index = self._graph.trail, self._graph.trail_index[entry.path]
        else:
            notes = ("Previous", "Next")
            row = self._kind(entry)
            ring, index = row.entries, row.places[entry.path]
        before, after = ring[max(0, index - 1) : index], ring[index + 1 : index + 2]
        return self._entry(before, notes[0]), self._entry(after, notes[1])

    def siblings(self, entry: Entry) -> tuple[Group, ...]:
        """The entries around this one: those of its level, else of its domain, else of its kind."""
        if isinstance(entry, LevelEntry) or entry.status is Status.REMOVED:
            return ()
        catalogue = self._catalogue
        if entry.level is not None:
            row = self._level_row(entry.level)
            title = f"Level {entry.level} · {catalogue.level_name(entry.level)}"
            url = catalogue.level_url(entry.level)
        elif entry.domain:
            row = self._domain(entry)
            title, url = entry.domain, catalogue.url(urls.domain(entry.domain))
        else:
            row = self._kind(entry)
            title, url = catalogue.kind_plural(entry.kind), catalogue.url(urls.kind_index(entry.kind))
        at = row.places.get(entry.path, 0)
        first = max(0, min(at - NEIGHBOURS // 2, len(row.entries) - NEIGHBOURS))
        return (Group(title, catalogue.items(row.entries[first : first + NEIGHBOURS]), url),)

    def _level(self, number: int, note: str) -> Value | None:
        if number not in RUNGS:
            return None
        name = self._catalogue.level_name(number)
        return Value(f"{number} {name}", self._catalogue.level_url(number), note)

    def _entry(self, entries: Iterable[Entry], note: str) -> Value | None:
        return next((Value(entry.title, self._catalogue.url(entry.path), note) for entry in entries), None)

    def _level_row(self, level: int) -> _Row:
        return self._row(
            ("level", str(level)),
            lambda: (other for other in self._graph.at_level(level) if other.level == level),
        )

    def _domain(self, entry: Entry) -> _Row:
        others = self._catalogue.in_domain(entry.domain)
        return self._row(
            (entry.kind, urls.domain(entry.domain)),
            lambda: (other for other in others if other.kind == entry.kind),
        )

    def _kind(self, entry: Entry) -> _Row:
        return self._row((entry.kind, ""), lambda: self._library.of_kind(entry.kind))

    def _row(self, key: tuple[str, str], entries: Callable[[], Iterable[Entry]]) -> _Row:
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = _Row(tuple(entries()))
        return row
