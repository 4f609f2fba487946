"""Patterns that work on the same thing: what is stronger and what is weaker than an entry, and how many at each level.

Two patterns work on the same thing if they name the same archetype or mental model, or are related. Many entries name
the same ones, so all that name them are ranked once, and an entry's own relations are merged into that ranking: an
entry costs what it is related to, not what there is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from heapq import merge
from itertools import islice

from trimtab.core.model import Entry
from trimtab.core.words import fold

Subject = tuple[Entry, int]
"""An archetype or mental model, and how much it counts to have it in common."""
_Rank = tuple[int, int, str, int]
"""What ranks a pattern: how much is in common, its level, its title, and where it came up first."""


class Kin:
    """Ranks patterns by what they have in common with an entry.

    Args:
        naming: the entries that name a subject.
        related: what an entry is related to, once for each relation.
    """

    def __init__(
        self, naming: Callable[[Subject], Iterable[Entry]], related: Callable[[Entry], Iterable[Entry]]
    ) -> None:
        self._naming = naming
        self._related = related
        self._groups: dict[tuple[tuple[str, int], ...], _Group] = {}

    def best(
        self, entry: Entry, subjects: Iterable[Subject], wanted: Callable[[int], bool], most: int
    ) -> list[Entry]:
        """The patterns with most in common at certain levels; among equals the stronger level goes first.

        Args:
            entry: the entry.
            subjects: what it names.
            wanted: whether a level is asked for.
            most: how many there may be.
        """
        group, related, often = self._about(entry, subjects)
        rows = [row for level, row in group.by_level.items() if wanted(level)]
        shared = (one for one in merge(*rows) if one[1] not in related and one[1] != entry.path)
        near = sorted(
            (group.rank(other, often[path], at), path, other)
            for at, (path, other) in enumerate(related.items())
            if wanted(other.level or 0)
        )
        return [other for _, _, other in islice(merge(shared, near), most)]

    def levels(self, entry: Entry, subjects: Iterable[Subject]) -> Counter[int]:
        """How many patterns work on the same thing as an entry at each level, all their levels counted."""
        group, related, _ = self._about(entry, subjects)
        found = Counter(group.levels)
        if entry.path in group.order:
            found.subtract(entry.levels)
        for path, other in related.items():
            if path not in group.order:
                found.update(other.levels)
        return found

    def _about(
        self, entry: Entry, subjects: Iterable[Subject]
    ) -> tuple[_Group, dict[str, Entry], Counter[str]]:
        """All that name the same as an entry, what it is related to, and how often."""
        named = tuple(subjects)
        key = tuple((subject.path, weight) for subject, weight in named)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group((weight, self._naming((one, weight))) for one, weight in named)
        related: dict[str, Entry] = {}
        often: Counter[str] = Counter()
        for other in self._related(entry):
            if other.path != entry.path and counts(other):
                related[other.path] = other
                often[other.path] += 1
        return group, related, often


class _Group:
    """All patterns that name one of some subjects, ranked."""

    def __init__(self, named: Iterable[tuple[int, Iterable[Entry]]]) -> None:
        self._common: dict[str, int] = defaultdict(int)
        others: dict[str, Entry] = {}
        for weight, naming in named:
            for other in naming:
                if counts(other):
                    self._common[other.path] += weight
                    others[other.path] = other
        self.order = {path: at for at, path in enumerate(others)}
        self.levels = Counter(number for other in others.values() for number in other.levels)
        self.by_level: dict[int, list[tuple[_Rank, str, Entry]]] = defaultdict(list)
        for path, other in others.items():
            self.by_level[other.level or 0].append((self.rank(other, 0, 0), path, other))
        for row in self.by_level.values():
            row.sort(key=lambda one: one[:2])

    def rank(self, other: Entry, more: int, at: int) -> _Rank:
        """Where a pattern stands.

        Args:
            other: it.
            more: what it has in common beside the subjects.
            at: where it came up among those that name none of them.
        """
        came = self.order.get(other.path, len(self.order) + at)
        return (-self._common.get(other.path, 0) - more, other.level or 0, fold(other.title), came)


def counts(entry: Entry) -> bool:
    """Whether an entry is one of the patterns that are ranked."""
    return bool(entry.level) and entry.status.is_current
