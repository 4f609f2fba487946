"""What the links of a library add up to: relations seen from both ends, backlinks, and moves along the ladder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from trimtab.core.body import Reference, Sentence, parse_reference
from trimtab.core.kin import Kin, Subject
from trimtab.core.library import Library, Link
from trimtab.core.model import MODELS, Entry, Status
from trimtab.core.names import Elsewhere, Found, Planned
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
    """The entry at the other end; None where it's wanted, unknown or another library's."""
    name: str
    """The other end as typed, for when there is no entry."""
    planned: bool
    why: str
    weight: float | None
    elsewhere: Elsewhere | None = None
    """The entry of another library at the other end."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """One document that refers to an entry, with the sentence of its first reference."""

    path: str
    """The document's file."""
    title: str
    sentence: Sentence | None
    text: str
    """The words of the link."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Where one could go from a pattern: along the ladder, for the same archetypes or the same problem."""

    stronger: tuple[Entry, ...]
    """Strongest first."""
    weaker: tuple[Entry, ...]
    """The nearest to the pattern's own level first."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What an entry that is taken up asks of the choice of others."""

    other: Entry
    """A prerequisite, or an entry that pulls the other way."""
    why: str
    through: Entry | None = None
    """The prerequisite that needs this one, where the entry itself doesn't."""


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

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links that count: what a removed entry says is no longer said."""
        return tuple(
            link
            for link in self._library.links
            if link.document.entry is None or link.document.entry.status is not Status.REMOVED
        )

    def relations(self, entry: Entry) -> tuple[RelationEnd, ...]:
        """The relations of an entry, its own and others' to it, one an entry and reading, by reading then weight."""
        return self._relations.get(entry.path, ())

    def backlinks(self, entry: Entry) -> tuple[Backlink, ...]:
        """The documents whose bodies refer to an entry, by title."""
        return self._backlinks.get(entry.path, ())

    @cached_property
    def choices(self) -> tuple[Entry, ...]:
        """What one can take up: the patterns, and the entries of added kinds, by title."""
        beside = MODELS.keys() - {"pattern"}
        chosen = (entry for entry in self._library.current if entry.kind not in beside)
        return tuple(sorted(chosen, key=lambda entry: (fold(entry.title), entry.path)))

    def heir(self, entry: Entry) -> Entry | None:
        """The entry that has taken the place of a superseded one."""
        if not entry.superseded_by:
            return None
        resolution = self._library.resolve(parse_reference(entry.superseded_by))
        return resolution.entry if isinstance(resolution, Found) else None

    def prerequisites(self, entry: Entry) -> tuple[Tie, ...]:
        """What must be there before an entry can be taken up, and before that, the nearest first."""
        found: dict[str, Tie] = {}
        waiting = [entry]
        for needing in waiting:
            for tie in self._meant["prerequisite"].get(needing.path, {}).values():
                if tie.other.path not in found and tie.other.path != entry.path:
                    through = None if needing is entry else needing
                    found[tie.other.path] = Tie(tie.other, tie.why, through)
                    waiting.append(tie.other)
        return tuple(found.values())

    def tensions(self, entry: Entry) -> tuple[Tie, ...]:
        """The entries that pull the other way, whichever of the two says so."""
        return tuple(self._meant["tension"].get(entry.path, {}).values())

    @cached_property
    def _meant(self) -> dict[str, dict[str, dict[str, Tie]]]:
        """The ties of each entry by what they mean, by its path and by the other's."""
        found: dict[str, dict[str, dict[str, Tie]]] = {"prerequisite": {}, "tension": {}}
        for link in self.links:
            one, other = link.document.entry, link.target
            if link.via is not Via.RELATION or one is None or other is None or one.path == other.path:
                continue
            kind = self._types[link.relation]
            inverse = self._types[kind.inverse_type].meaning if kind.inverse_type else None
            meaning = kind.meaning or inverse
            if meaning is None:
                continue
            if meaning == "tension" or kind.meaning:
                _tie(found[meaning], one, other, link.why)
            if meaning == "tension" or not kind.meaning:
                _tie(found[meaning], other, one, link.why)
        return found

    @cached_property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        """Names marked `planned:`, each with the paths of the documents that want it."""
        found: dict[str, list[str]] = defaultdict(list)
        for link in self.links:
            if isinstance(link.resolution, Planned):
                found[link.resolution.name].append(link.document.path)
        return {name: tuple(dict.fromkeys(paths)) for name, paths in sorted(found.items())}

    @cached_property
    def _relations(self) -> dict[str, tuple[RelationEnd, ...]]:
        return self._library.once_of_face("relations", self._find_relations)

    def _find_relations(self) -> dict[str, tuple[RelationEnd, ...]]:
        ends: dict[str, dict[tuple[str, str], RelationEnd]] = defaultdict(dict)
        for link in self.links:
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
        there = link.elsewhere if other is None else None
        foreign = other is None and link.kind in self._library.settings.libraries
        name = f"{link.kind}:{there.slug if there else link.name}" if foreign else link.name
        key = (label, other.path if other else name)
        known = ends.get(key)
        if known is not None and (known.why or not link.why):
            return
        planned = isinstance(link.resolution, Planned)
        name = link.resolution.name if isinstance(link.resolution, Planned) else name
        end = RelationEnd(label, self._order[label], other, name, planned, link.why, link.weight, there)
        ends[key] = end

    @staticmethod
    def _relation_key(end: RelationEnd) -> tuple[int, float, str]:
        there = end.other or (end.elsewhere.entry if end.elsewhere else None)
        return (end.order, -(end.weight or 0.0), fold(there.title if there else end.name))

    @cached_property
    def _backlinks(self) -> dict[str, tuple[Backlink, ...]]:
        found: dict[str, dict[str, Backlink]] = defaultdict(dict)
        for link in self.links:
            target = link.target
            if link.via is not Via.REFERENCE or target is None or target.path == link.document.path:
                continue
            if link.document.path in found[target.path]:
                continue
            text = link.reference.text if link.reference and link.reference.text else target.title
            found[target.path][link.document.path] = Backlink(
                link.document.path, link.document.title, self._sentence(link), text
            )
        return {
            path: tuple(sorted(links.values(), key=lambda link: (fold(link.title), link.path)))
            for path, links in found.items()
        }

    def _sentence(self, link: Link) -> Sentence | None:
        """The sentence of a reference, in which others show the titles that they show on its page."""
        if link.reference is None:
            return None
        quote = link.naming.quote or link.document.body.quote(link.reference)
        return quote.sentence(self._title)

    def _title(self, reference: Reference) -> str:
        resolution = self._library.resolve(reference)
        return resolution.entry.title if isinstance(resolution, Found) else reference.name

    @cached_property
    def _by_subject(self) -> dict[str, dict[str, tuple[Entry, ...]]]:
        """Patterns by the archetype and by the mental model that they name, each by the path of what is named."""
        subjects: dict[str, dict[str, list[Entry]]] = {
            Via.ARCHETYPE: defaultdict(list),
            Via.MENTAL_MODEL: defaultdict(list),
        }
        for link in self.links:
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
        for entry in self._library.current:
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
        patterns = [entry for entry in self._library.current if entry.kind == "pattern" and entry.level]
        return tuple(sorted(patterns, key=lambda entry: (-(entry.level or 0), fold(entry.title), entry.path)))

    @cached_property
    def trail_index(self) -> dict[str, int]:
        """The place of each pattern on the trail, by path."""
        return {entry.path: index for index, entry in enumerate(self.trail)}

    def moves(self, entry: Entry, limit: int = 6) -> Moves:
        """Patterns that work on the same thing as an entry at stronger and at weaker levels.

        Those with most in common are taken; among equals the stronger level goes first.
        """
        if entry.level is None:
            return Moves((), ())
        level, subjects = entry.level, self._subjects(entry)
        stronger = self._kin.best(entry, subjects, lambda other: other < level, limit)
        weaker = self._kin.best(entry, subjects, lambda other: other > level, limit)
        # What is level with another stays in the order of what they have in common.
        return Moves(
            tuple(sorted(stronger, key=lambda other: other.level or 0)),
            tuple(sorted(weaker, key=lambda other: other.level or 0)),
        )

    def kin_levels(self, entry: Entry) -> Counter[int]:
        """How many patterns work on the same thing as an entry at each level, deprecated and removed ones aside."""
        return self._kin.levels(entry, self._subjects(entry))

    def _subjects(self, entry: Entry) -> list[Subject]:
        """The archetypes and mental models that an entry names; one of the former counts twice."""
        return [
            (link.target, 2 if link.via is Via.ARCHETYPE else 1)
            for link in self._links_by_document.get(entry.path, ())
            if link.via in (Via.ARCHETYPE, Via.MENTAL_MODEL) and link.target is not None
        ]

    @cached_property
    def _kin(self) -> Kin:
        return Kin(self._naming_subject, self._related_to)

    def _naming_subject(self, subject: Subject) -> Iterable[Entry]:
        return self.naming(Via.ARCHETYPE if subject[1] == 2 else Via.MENTAL_MODEL, subject[0])

    def _related_to(self, entry: Entry) -> Iterable[Entry]:
        return (end.other for end in self.relations(entry) if end.other is not None)

    @cached_property
    def _links_by_document(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            found[link.document.path].append(link)
        return found


def _tie(ties: dict[str, dict[str, Tie]], one: Entry, other: Entry, why: str) -> None:
    """Tie an entry to another; of several reasons the first stands."""
    known = ties.setdefault(one.path, {})
    if other.path not in known or not known[other.path].why:
        known[other.path] = Tie(other, why)


def _ladder_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Strongest level first; entries without a level last."""
    return tuple(sorted(entries, key=lambda entry: (entry.level or 99, fold(entry.title), entry.path)))
