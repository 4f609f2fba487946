"""How alike two names or two summaries are, and which of a whole library come near each other; `likeness` says why."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from trimtab.core.likeness.names import GENERIC, NEGATIONS, Name, Vocabulary, read, segments
from trimtab.core.likeness.words import lexemes, normal, slips, stem, surface, telling
from trimtab.core.model import Entry
from trimtab.core.words import fold

CROWD = 10
"""How many names may share a token for it to bring them together on its own; ten times as many by two tokens."""
BOILERPLATE = 5
"""How many entries may have one name, one summary or three words of it in a row for it to tell something."""

_NARROWER, _OTHER, _DOUBT = 0.9, 1.5, 0.05
_ADDED = 0.9
"""What is left of a likeness that holds but for what one name adds: in brackets, after a dash, as a code before it."""
_OTHER_HEAD = 0.8
"""What is left of the likeness of two names that aren't about the same head."""
_SCOPE = 0.6
"""How much more than others a word after a preposition counts, where the other name lacks it."""
_INFLECTED, _SLIP = 0.05, 0.15
"""How much of a token isn't shared, where one name has another form of the word, or probably a misspelt one."""
_BY_ALIAS = (1.0, 0.97, 0.9)
"""What a likeness counts if none, one or both of the names are aliases."""
_ALIASES = 30
"""How many aliases of an entry are compared."""
_CHANCE, _COPY = 0.1, 0.5
"""What two summaries share by chance, and from where on one is a copy of the other."""
_SHORT = 2.0
"""What is added to the words of two summaries, so that a few shared words are little."""
_GENERIC, _NUMBER, _NEGATION = 0.15, 2.0, 3.0
"""What these weigh, compared with other tokens that are as rare."""
_OTHER_NAMES = 1000
"""Names that a library could have besides: a word isn't common because both of two names have it."""
_COUNTS = re.compile(r"[0-9.]+|[a-z]")


class Match(NamedTuple):
    """The two names by which two entries are most alike."""

    score: float
    first: str
    second: str


_NO_MATCH = Match(0.0, "", "")


class _Weights(dict[str, float]):
    """What each token weighs: 1 where one text has it, little where many have."""

    def __init__(self, texts: Sequence[Iterable[str]], *, of_names: bool) -> None:
        super().__init__()
        self._of_names = of_names
        self._counts = Counter(token for tokens in texts for token in tokens)
        self._size = math.log(len(texts) + _OTHER_NAMES)

    def __missing__(self, token: str) -> float:
        weight = 1 - math.log(self._counts[token] or 1) / self._size
        if self._of_names:
            if token.startswith(GENERIC):
                weight *= _GENERIC
            elif token in NEGATIONS:
                weight *= _NEGATION
            elif _COUNTS.fullmatch(token):
                weight *= _NUMBER
        self[token] = weight
        return weight

    def total(self, tokens: Iterable[str]) -> float:
        """What tokens weigh together, in whatever order."""
        return math.fsum(map(self.__getitem__, tokens))

    def rarest(self, tokens: frozenset[str], rest: float) -> Iterator[str]:
        """The rarest tokens of a text, until those left weigh less than `rest`."""
        left = self.total(tokens)
        for token in sorted(tokens, key=lambda token: (self._counts[token], token)):
            if left < rest:
                break
            yield token
            left -= self[token]


class Index:
    """The names and summaries of some entries, ready to be compared. An entry is known by its place in `entries`."""

    def __init__(self, entries: Iterable[Entry], wanted: Iterable[str] = ()) -> None:
        """Read names and summaries.

        Args:
            entries: the entries, in any order.
            wanted: names that no entry need have, to be compared with those of the entries.
        """
        self.entries = tuple(sorted(entries, key=lambda entry: entry.path))
        """The entries, by path."""
        typed = [tuple(dict.fromkeys((entry.title, *entry.aliases[:_ALIASES]))) for entry in self.entries]
        said = [telling(lexemes(normal(entry.summary))) for entry in self.entries]
        self._owners: dict[str, list[int]] = defaultdict(list)
        for at, texts in enumerate(typed):
            for text in texts:
                self._owners[text].append(at)
        parts = {text: segments(text) for text in (*self._owners, *wanted)}
        self._vocabulary = _vocabulary(parts.values(), said)
        self._names = {text: read(text, part, self._vocabulary) for text, part in parts.items()}
        self._typed = typed
        tokens = [frozenset().union(*(self._names[text].tokens for text in texts)) for texts in typed]
        self._weights = _Weights(tokens, of_names=True)
        self._told = [[stem(word) for word in words] for words in said]
        beyond = [frozenset(words) - own for words, own in zip(self._told, tokens, strict=True)]
        counts = Counter(beyond)
        self._said = [words if counts[words] <= BOILERPLATE else frozenset() for words in beyond]
        self._words = _Weights(self._said, of_names=False)
        self._totals: dict[frozenset[str], float] = {}

    def names_alike(self, one: Name, other: Name, least: float = 0.0) -> float:
        """How alike two names are, from 0 to 1; 0 if it's plain that it's less than `least`."""
        likeness = self._shared(one.tokens, other.tokens, one, other, least)
        for core in one.cores:
            likeness = max(likeness, _ADDED * self._shared(core, other.tokens, one, other, least))
        for core in other.cores:
            likeness = max(likeness, _ADDED * self._shared(one.tokens, core, one, other, least))
        return likeness if not one.heads.isdisjoint(other.heads) else _OTHER_HEAD * likeness

    def _shared(
        self, mine: frozenset[str], others: frozenset[str], one: Name, other: Name, least: float
    ) -> float:
        shared = mine & others
        both = self._weights.total(shared)
        left, right = self._total(mine) - both, self._total(others) - both
        likeness = _tversky(both, left, right)
        if likeness < least or not shared:
            return 0.0
        if one.scope:
            left += _SCOPE * self._weights.total((one.scope & mine) - shared)
        if other.scope:
            right += _SCOPE * self._weights.total((other.scope & others) - shared)
        lost = math.fsum(
            self._weights[token]
            * (_INFLECTED if stem(one.surfaces[token]) == stem(other.surfaces[token]) else _SLIP)
            for token in shared
            if one.surfaces[token] != other.surfaces[token]
        )
        return _tversky(both - lost, left + lost, right + lost)

    def _total(self, tokens: frozenset[str]) -> float:
        """What a name weighs."""
        total = self._totals.get(tokens)
        if total is None:
            total = self._totals[tokens] = self._weights.total(tokens)
        return total

    def match(self, name: str, at: int) -> Match:
        """The name of an entry that a wanted name is most like."""
        return max(self._matches(name, at, alias=False), key=lambda match: match.score)

    def _matches(self, name: str, at: int, *, alias: bool) -> Iterator[Match]:
        for place, own in enumerate(self._typed[at]):
            alike = self.names_alike(self._names[name], self._names[own])
            yield Match(alike * _BY_ALIAS[alias + (place > 0)], name, own)

    def best_match(self, one: int, other: int) -> Match:
        """The names by which two entries are most alike, a name that both have left aside."""
        matches = [
            match
            for place, name in enumerate(self._typed[one])
            for match in self._matches(name, other, alias=place > 0)
            if fold(match.first) != fold(match.second)
        ]
        return max(matches, key=lambda match: match.score, default=_NO_MATCH)

    def near_by_name(self, least: float) -> set[tuple[int, int]]:
        """The entries two of whose names are as alike as `least`, each pair in order.

        Names that are as alike share a certain part of the weight of each, so they share one of the tokens of which no
        more than the rest is left.
        """
        part = least * _NARROWER / (1 - least + least * _NARROWER)
        found = set()
        for one, other in self._neighbours(part):
            pairs = len(self._owners[one]) * len(self._owners[other])
            if (
                pairs <= BOILERPLATE**2
                and self.names_alike(self._names[one], self._names[other], least) >= least
            ):
                for pair in product(self._owners[one], self._owners[other]):
                    found.add(pair)
        return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}

    def _neighbours(self, part: float) -> set[tuple[str, str]]:
        """Names that may share this part of their weight."""
        blocks: dict[str, list[str]] = defaultdict(list)
        for text in self._owners:
            name = self._names[text]
            keys = {
                token
                for tokens in (name.tokens, *name.cores)
                for token in self._weights.rarest(tokens, part * self._weights.total(tokens))
            }
            for key in keys:
                blocks[key].append(text)
        found: set[tuple[str, str]] = set()
        for key, block in blocks.items():
            if len(block) <= CROWD:
                found.update(combinations(block, 2))
            else:
                for smaller in self._parted(key, block, part):
                    found.update(combinations(smaller, 2))
        return found

    def _parted(self, key: str, block: list[str], part: float) -> Iterator[list[str]]:
        """A crowd of names that share a token, parted by a second one, or by having enough in the first."""
        blocks: dict[str, list[str]] = defaultdict(list)
        for text in block:
            name = self._names[text]
            for token in name.tokens.union(*name.cores) - {key}:
                blocks[token].append(text)
            if any(
                self._weights[key] >= part * self._weights.total(core) for core in (name.tokens, *name.cores)
            ):
                blocks[""].append(text)
        return (smaller for smaller in blocks.values() if len(smaller) <= 10 * CROWD)

    # Summaries

    def beyond(self, summary: str, name: str) -> frozenset[str]:
        """The tokens of a summary beyond those of a wanted name."""
        return frozenset(map(stem, telling(lexemes(normal(summary))))) - self._names[name].tokens

    def said(self, at: int) -> frozenset[str]:
        """The tokens of an entry's summary beyond those of its names."""
        return self._said[at]

    def summaries_alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """How nearly one summary is a copy of another, from 0 to 1."""
        both = self._words.total(one & other)
        part = both / (both + self._words.total(one ^ other) + _SHORT)
        return min(1.0, max(0.0, (part - _CHANCE) / (_COPY - _CHANCE)))

    def near_by_summary(self, least: float) -> set[tuple[int, int]]:
        """The entries whose summaries are as alike as `least`, each pair in order.

        A copy has three words in a row from its original: A. Broder, "On the Resemblance and Containment of Documents",
        1997, https://doi.org/10.1109/SEQUEN.1997.666900.
        """
        counts = Counter(shingle for words in self._told for shingle in _shingles(words))
        shared = {shingle for shingle, count in counts.items() if 1 < count <= BOILERPLATE}
        blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, words in enumerate(self._told):
            for shingle in shared.intersection(_shingles(words)):
                blocks[shingle].append(at)
        near = {pair for block in blocks.values() for pair in combinations(block, 2)}
        return {
            (one, other)
            for one, other in near
            if self.summaries_alike(self._said[one], self._said[other]) >= least
        }


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def _tversky(both: float, one: float, other: float) -> float:
    return both / (both + _NARROWER * max(one, other) + _OTHER * min(one, other) + _DOUBT)


def _vocabulary(names: Iterable[list[list[str]]], said: Iterable[list[str]]) -> Vocabulary:
    """What the names, in segments, and the summaries of a library say of its words."""
    counts: Counter[str] = Counter()
    known = {word for words in said for word in words}
    spelt: set[str] = set()
    inner = set(known)
    for name in names:
        words = [word for part in name for word in part]
        counts.update({surface(word) for word in words})
        spelt.update(words)
        inner.update(words[1:])
    return Vocabulary(spelt.union(counts), slips(counts, known), inner)
