"""From a name to the entry that it means, or to the names nearest to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from trimtab.core.model import Entry
from trimtab.core.words import fold

PLANNED = "planned:"
"""What stands before a name that is wanted but not written."""


@dataclass(frozen=True, slots=True)
class Found:
    """The one entry that a name means."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Entries that a name could mean."""

    candidates: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that means nothing here, and the names nearest to it."""

    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A name that is marked as wanted."""

    name: str


@dataclass(frozen=True, slots=True)
class BareLevel:
    """One of the twelve levels, by number, in a library that has no entry for it."""

    number: int


Resolution = Found | Ambiguous | Unknown | Planned | BareLevel


class Names:
    """All names of a library: slugs, ids, titles and aliases, case and punctuation aside.

    A slug as it stands, or an id, is an entry's identity and outranks what others call themselves, so that nobody
    breaks a relation by claiming its target's slug as an alias. So does a slug that an entry had before, unless
    another has it now.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._identities: dict[str, list[Entry]] = {}
        self._redirects: dict[str, list[Entry]] = {}
        self._names: dict[str, list[Entry]] = {}
        self._entries = tuple(entries)
        for entry in self._entries:
            self._identities.setdefault(entry.slug, []).append(entry)
            if entry.id and entry.id != entry.slug:
                self._identities.setdefault(entry.id, []).append(entry)
            for slug in entry.redirect_from:
                self._redirects.setdefault(slug, []).append(entry)
            for name in dict.fromkeys(map(fold, (entry.slug, entry.title, *entry.aliases))):
                if name:
                    self._names.setdefault(name, []).append(entry)

    def resolve(self, name: str, kind: str | None = None) -> Resolution:
        """What a name means, among the entries of one kind if `kind` is given."""
        name = name.strip()
        if name.startswith(PLANNED):
            return Planned(name.removeprefix(PLANNED).strip())
        for index in (self._identities, self._redirects, self._names):
            key = fold(name) if index is self._names else name
            entries = [entry for entry in index.get(key, ()) if kind in (None, entry.kind)]
            if len(entries) == 1:
                return Found(entries[0])
            if entries:
                return Ambiguous(tuple(entries))
        return Unknown(self.nearest(name, kind))

    def holders(self) -> dict[str, tuple[Entry, ...]]:
        """Each name, folded, that more than one entry goes by."""
        return {name: tuple(entries) for name, entries in self._names.items() if len(entries) > 1}

    def nearest(self, name: str, kind: str | None = None, limit: int = 3) -> tuple[str, ...]:
        """The slugs of up to `limit` entries whose names are most like `name`.

        Likeness is RapidFuzz's normalised Indel similarity of the folded names, 75 of 100 at least.
        """
        wanted = fold(name)
        if not wanted:
            return ()
        best: dict[str, float] = {}
        names, entries = self._choices
        hits = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=75, limit=4 * limit)
        for _, score, index in hits:
            entry = entries[index]
            if kind in (None, entry.kind):
                best[entry.slug] = max(score, best.get(entry.slug, 0.0))
        return tuple(sorted(best, key=lambda slug: (-best[slug], slug))[:limit])

    @cached_property
    def _choices(self) -> tuple[list[str], list[Entry]]:
        pairs = [(name, entry) for name, entries in self._names.items() for entry in entries]
        return [name for name, _ in pairs], [entry for _, entry in pairs]
