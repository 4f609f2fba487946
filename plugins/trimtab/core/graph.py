"""What the links of a library add up to: relations seen from both ends, backlinks, and moves along the ladder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from trimtab.core.body import Sentence
from trimtab.core.library import Library, Link
from trimtab.core.model import Entry, Status
from trimtab.core.names import Planned
from trimtab.core.namings import Via
from trimtab.core.words import fold


@dataclass(frozen=True, slots=True)
class RelationEnd:
    """One relation as one of its two entries sees it."""

    label: str
    """How the relation reads from here: `Requires`, or `Required by`."""
    order: int
    """Where the label stands among all labels."""
    other: Entry | None
    """The entry at the other end; None where it's wanted or unknown."""
    name: str
    """The other end as typed, for when there is no entry."""
    planned: bool
    why: str
    weight: float | None


@dataclass(frozen=True, slots=True)
class Backlink:
    """One document that refers to an entry, with the sentence of its first reference."""

    path: str
    """The document's file."""
    title: str
    sentence: Sentence | None
    text: str
    """The words of the link."""
    via: Via


@dataclass(frozen=True, slots=True)
class Moves:
    """Where one could go from a pattern: along the ladder, for the same archetypes or the same problem."""

    stronger: tuple[Entry, ...]
    """Strongest first."""
    weaker: tuple[Entry, ...]
    """The nearest to the pattern's own level first."""


class Graph:
    """The links of a library, indexed by entry. Everything is computed once, on first use."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._types = library.settings.relation_types
        self._order = {
            label: index
            for index, label in enumerate(
                reading
                for kind in self._types.values()
                for reading in (kind.label, kind.inverse or kind.label)
            )
        }

    def relations(self, entry: Entry) -> tuple[RelationEnd, ...]:
        """The relations of an entry, its own and others' to it, one an entry and reading, by reading then weight."""
        return self._relations.get(entry.path, ())

    def backlinks(self, entry: Entry) -> tuple[Backlink, ...]:
        """The documents whose bodies refer to an entry, by title."""
        return self._backlinks.get(entry.path, ())

    @cached_property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        """Names marked `planned:`, each with the paths of the documents that want it."""
        found: dict[str, list[str]] = defaultdict(list)
        for link in self._library.links:
            if isinstance(link.resolution, Planned):
                found[link.resolution.name].append(link.document.path)
        return {name: tuple(dict.fromkeys(paths)) for name, paths in sorted(found.items())}

    @cached_property
    def _relations(self) -> dict[str, tuple[RelationEnd, ...]]:
        ends: dict[str, dict[tuple[str, str], RelationEnd]] = defaultdict(dict)
        for link in self._library.links:
            entry = link.document.entry
            if link.via is not Via.RELATION or entry is None:
                continue
            kind = self._types[link.relation]
            self._add(ends[entry.path], kind.label, link, link.target)
            if link.target is not None and link.target.path != entry.path:
                self._add(ends[link.target.path], kind.inverse or kind.label, link, entry)
        return {path: tuple(sorted(found.values(), key=self._relation_key)) for path, found in ends.items()}

    def _add(
        self, ends: dict[tuple[str, str], RelationEnd], label: str, link: Link, other: Entry | None
    ) -> None:
        key = (label, other.path if other else link.name)
        known = ends.get(key)
        if known is not None and (known.why or not link.why):
            return
        planned = isinstance(link.resolution, Planned)
        name = link.resolution.name if isinstance(link.resolution, Planned) else link.name
        ends[key] = RelationEnd(label, self._order[label], other, name, planned, link.why, link.weight)

    @staticmethod
    def _relation_key(end: RelationEnd) -> tuple[int, float, str]:
        return (end.order, -(end.weight or 0.0), fold(end.other.title if end.other else end.name))

    @cached_property
    def _backlinks(self) -> dict[str, tuple[Backlink, ...]]:
        found: dict[str, dict[str, Backlink]] = defaultdict(dict)
        for link in self._library.links:
            target = link.target
            if link.via is not Via.REFERENCE or target is None or target.path == link.document.path:
                continue
            if link.document.path in found[target.path]:
                continue
            text = link.reference.text if link.reference and link.reference.text else target.title
            found[target.path][link.document.path] = Backlink(
                link.document.path, link.document.title, link.sentence, text, link.via
            )
        return {
            path: tuple(sorted(links.values(), key=lambda link: (fold(link.title), link.path)))
            for path, links in found.items()
        }

    @cached_property
    def _by_subject(self) -> dict[str, dict[str, tuple[Entry, ...]]]:
        """Patterns by the archetype and by the mental model that they name, each by the path of what is named."""
        subjects: dict[str, dict[str, list[Entry]]] = {
            Via.ARCHETYPE: defaultdict(list),
            Via.MENTAL_MODEL: defaultdict(list),
        }
        for link in self._library.links:
            if link.via in subjects and link.target is not None and link.document.entry is not None:
                subjects[link.via][link.target.path].append(link.document.entry)
        return {
            via: {path: _ladder_order(entries) for path, entries in found.items()}
            for via, found in subjects.items()
        }

    def naming(self, via: Via, entry: Entry) -> tuple[Entry, ...]:
        """The entries whose front matter names an archetype or mental model, strongest level first."""
        return self._by_subject[via].get(entry.path, ())

    def at_level(self, number: int) -> tuple[Entry, ...]:
        """The patterns, and the entries of added kinds, at a level: those that have it as primary level first."""
        return self._at_level.get(number, ())

    @cached_property
    def _at_level(self) -> dict[int, tuple[Entry, ...]]:
        found: dict[int, list[Entry]] = defaultdict(list)
        for entry in self._library.entries:
            for number in entry.levels:
                found[number].append(entry)
        return {
            number: tuple(
                sorted(entries, key=lambda entry: (entry.level != number, fold(entry.title), entry.path))
            )
            for number, entries in found.items()
        }

    @cached_property
    def trail(self) -> tuple[Entry, ...]:
        """The patterns in the order of the ladder, weakest first: what previous and next mean on a pattern's page."""
        patterns = [entry for entry in self._library.entries if entry.kind == "pattern" and entry.level]
        return tuple(sorted(patterns, key=lambda entry: (-(entry.level or 0), fold(entry.title), entry.path)))

    @cached_property
    def trail_index(self) -> dict[str, int]:
        """The place of each pattern on the trail, by path."""
        return {entry.path: index for index, entry in enumerate(self.trail)}

    def moves(self, entry: Entry, limit: int = 6) -> Moves:
        """Patterns that work on the same thing as an entry at stronger and at weaker levels.

        Two patterns work on the same thing if they name the same archetype or mental model, or are related. More in
        common goes first; among equals the stronger level does. Deprecated patterns are no moves.
        """
        if entry.level is None:
            return Moves((), ())
        common: dict[str, int] = defaultdict(int)
        others: dict[str, Entry] = {}
        for other, weight in self._akin(entry):
            if other.path != entry.path and other.level and other.status is not Status.DEPRECATED:
                common[other.path] += weight
                others[other.path] = other
        ranked = sorted(
            others.values(), key=lambda other: (-common[other.path], other.level or 0, fold(other.title))
        )
        stronger = [other for other in ranked if (other.level or 99) < entry.level][:limit]
        weaker = [other for other in ranked if (other.level or 0) > entry.level][:limit]
        return Moves(
            tuple(
                sorted(stronger, key=lambda other: (other.level or 0, -common[other.path], fold(other.title)))
            ),
            tuple(
                sorted(weaker, key=lambda other: (other.level or 0, -common[other.path], fold(other.title)))
            ),
        )

    def _akin(self, entry: Entry) -> Iterable[tuple[Entry, int]]:
        document = self._library.document_of(entry)
        for link in self._links_by_document.get(document.path, ()):
            if link.via in (Via.ARCHETYPE, Via.MENTAL_MODEL) and link.target is not None:
                weight = 2 if link.via is Via.ARCHETYPE else 1
                for other in self.naming(link.via, link.target):
                    yield other, weight
        for end in self.relations(entry):
            if end.other is not None:
                yield end.other, 1

    @cached_property
    def _links_by_document(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self._library.links:
            found[link.document.path].append(link)
        return found


def _ladder_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Strongest level first; entries without a level last."""
    return tuple(sorted(entries, key=lambda entry: (entry.level or 99, fold(entry.title), entry.path)))
