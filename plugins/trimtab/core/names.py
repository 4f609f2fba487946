"""From a name to the entry that it means, or to the names nearest to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from trimtab.core.model import Entry
from trimtab.core.words import fold

if TYPE_CHECKING:
    from trimtab.core.foreign import ForeignLibrary, Known

_RAREST = 8
"""By how many trigrams of a name its likes are looked for: one slip changes three at most."""
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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The one entry of another library that a name means."""

    library: ForeignLibrary
    slug: str
    is_earlier: bool = False
    """Whether the name is one that the entry had before."""

    @property
    def entry(self) -> Known:
        """What is known of the entry."""
        return self.library.entries[self.slug]


@dataclass(frozen=True, slots=True)
class SeveralElsewhere:
    """Entries of another library that a name could mean: all of them, or the one of which that is known."""

    library: ForeignLibrary
    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Untold:
    """A name of another library of which nothing is known: what it told of itself can't be read."""


Resolution = Found | Ambiguous | Unknown | Planned | BareLevel | Elsewhere | SeveralElsewhere | Untold


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
            for slug in dict.fromkeys(earlier.rpartition("/")[2] for earlier in entry.redirect_from):
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

        Likeness is RapidFuzz's normalised Indel similarity of the folded names, 75 of 100 at least. Only names that
        share one of the rarest trigrams of `name` are compared: in a large library that spares nearly all of them.
        """
        wanted = fold(name)
        best: dict[str, float] = {}
        candidates = self._candidates(wanted)
        names = [self._choices[index][0] for index in candidates]
        for _, score, at in process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=75, limit=None):
            entry = self._choices[candidates[at]][1]
            if kind in (None, entry.kind):
                best[entry.slug] = max(score, best.get(entry.slug, 0.0))
        return tuple(sorted(best, key=lambda slug: (-best[slug], slug))[:limit])

    def _candidates(self, wanted: str) -> list[int]:
        """The indices of the choices that are worth comparing."""
        known = [self._by_trigram[trigram] for trigram in _trigrams(wanted) if trigram in self._by_trigram]
        rarest = sorted(known, key=len)[:_RAREST]
        return sorted({index for indices in rarest for index in indices})

    @cached_property
    def _choices(self) -> list[tuple[str, Entry]]:
        return [(name, entry) for name, entries in self._names.items() for entry in entries]

    @cached_property
    def _by_trigram(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, (name, _) in enumerate(self._choices):
            for trigram in _trigrams(name):
                found.setdefault(trigram, []).append(index)
        return found


def _trigrams(name: str) -> dict[str, None]:
    """Every three characters that stand together in a name, its ends marked, in their order: a set's is by chance."""
    padded = f"^{name}$"
    return dict.fromkeys(padded[at : at + 3] for at in range(len(padded) - 2))
