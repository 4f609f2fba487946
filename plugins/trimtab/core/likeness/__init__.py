"""Entries that are probably the same thing under two names.

**Names.** Two names are compared by the tokens of their words (`likeness.words`, `likeness.names`). A token weighs the
less, the more entries have it in their names (inverse document frequency: K. Spärck Jones, "A Statistical
Interpretation of Term Specificity and Its Application in Retrieval", 1972, https://doi.org/10.1108/eb026526); a word
such as `model` weighs next to nothing, a number or a negation more than others. Where two names share tokens of the
weight m, and a is left of the one and b, which is more, of the other, their likeness is

    m / (m + 1.5 a + 0.9 b + 0.05)

This is Tversky's index in a symmetric form (https://en.wikipedia.org/wiki/Tversky_index). What only one of the names
says makes it narrower; but where *each* has a word of its own (`Positive Feedback`, `Negative Feedback`), they are two
things more often than not. What one adds in brackets or after a dash counts little, what follows a preposition
(`in Schools`) more than other words, and names with different heads (`Design Process`, `Process Design`) are less alike
than their words.

**Summaries.** What two summaries say beyond the names is compared by the weighted Jaccard index
(https://en.wikipedia.org/wiki/Jaccard_index). It finds copies: of two hundred summaries in a real library no two had a
quarter in common, not even those that two authors wrote of one thing.

**Together.** Either can be enough: the score is 1 - (1 - names) (1 - summaries), as if they were independent witnesses.

**Speed.** Most pairs have nothing rare in common and are never compared. Two sets that share a certain part of their
weight share one of the rarest tokens of each, of which only so many are needed that the others weigh less than that
part: prefix filtering (Chaudhuri, Ganti, Kaushik, "A Primitive Operator for Similarity Joins in Data Cleaning", 2006,
https://doi.org/10.1109/ICDE.2006.9; Bayardo, Ma, Srikant, "Scaling Up All Pairs Similarity Search", 2007,
https://doi.org/10.1145/1242572.1242591). Only what a crowd has in common is left aside, for it tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trimtab.core.choices import Choice
from trimtab.core.likeness.index import Index, Match
from trimtab.core.model import Entry
from trimtab.core.namings import qualified
from trimtab.core.words import fold

LEAST = 0.8
"""The score from which two entries are probably one thing. Judged by hand on the titles of a library of nine hundred,
two of the hundred pairs above it were different things; below it narrower things begin (`Six Sigma`, `Lean Six Sigma`).
"""

LEAST_TO_ASK = 0.5
"""The score from which an entry is worth a look before another is written."""

_WORTH_SAYING = 0.25
"""From where on the weaker reason is told."""
_LEEWAY = 0.2
"""By how much names may fall short of a score, for summaries to make up for it."""


class Ground(Choice):
    """What two entries have alike."""

    NAMES = "names"
    SUMMARIES = "summaries"


@dataclass(frozen=True, slots=True)
class Because:
    """One reason to take two entries for one thing."""

    ground: Ground
    first: str
    """A title or alias, or the summary, of the first; what is to be written counts as the first."""
    second: str
    """The same of the second."""
    score: float
    """How alike these are, above 0 to 1."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two entries of one kind that are probably one thing."""

    first: Entry
    """The one whose path sorts first."""
    second: Entry
    score: float
    """From `least` to 1."""
    because: tuple[Because, ...]
    """The stronger reason first."""
    related: bool
    """Whether a relation of one names the other, so that somebody knew of both."""
    namesakes: bool
    """Whether they also share a name, case and punctuation aside, which is a fault of its own."""


Pair = tuple[str, str, float, tuple[Because, ...], bool, bool]
"""A likeness without its entries: their paths, the score, the reasons, and whether they are related and namesakes."""


@dataclass(frozen=True, slots=True)
class Like:
    """An entry that is like one that isn't written yet."""

    entry: Entry
    score: float
    """From `least` to 1; 1 where the entry has the very name, case and punctuation aside."""
    because: tuple[Because, ...]
    """The stronger reason first."""


def near_duplicates(entries: Iterable[Entry], least: float = LEAST) -> tuple[Likeness, ...]:
    """The pairs of entries that are probably one thing under two names, the most alike first.

    Only entries of one kind are compared, and none with its heir. A name that two of them share, case and punctuation
    aside, is a fault of its own; here they are alike only if the rest of their names, or their summaries, are.

    Args:
        entries: the entries, in any order.
        least: the lowest score, above 0 to 1.
    """
    index = Index(entries)
    # Where names are less alike than `of_names`, only summaries as alike as `of_summaries` can make up for it.
    of_names = max(least - _LEEWAY, 0.05)
    of_summaries = 1 - (1 - least) / (1 - of_names)
    alike = []
    for one, other in index.near_by_name(of_names) | index.near_by_summary(of_summaries):
        first, second = index.entries[one], index.entries[other]
        if first.kind != second.kind:
            continue
        copied = index.summaries_alike(index.said(one), index.said(other))
        score, because = _judge(index.best_match(one, other), first.summary, second.summary, copied)
        if score >= least and not _succeed(first, second):
            namesakes = _share_name(first, second)
            alike.append(Likeness(first, second, score, because, _related(first, second), namesakes))
    return tuple(sorted(alike, key=lambda pair: (-pair.score, pair.first.path, pair.second.path)))


def told(pairs: Iterable[Likeness]) -> list[Pair]:
    """Likenesses as they travel between processes and are kept; `retold` is the way back."""
    return [
        (pair.first.path, pair.second.path, pair.score, pair.because, pair.related, pair.namesakes)
        for pair in pairs
    ]


def retold(pairs: Iterable[Pair], entries: Iterable[Entry]) -> tuple[Likeness, ...]:
    """The likenesses of entries that `told` told of.

    Raises:
        KeyError: one of the entries isn't there.
    """
    by_path = {entry.path: entry for entry in entries}
    return tuple(
        Likeness(by_path[one], by_path[other], score, because, related, namesakes)
        for one, other, score, because, related, namesakes in pairs
    )


def like(
    title: str,
    entries: Iterable[Entry],
    summary: str = "",
    kind: str | None = None,
    limit: int = 5,
    least: float = LEAST_TO_ASK,
) -> tuple[Like, ...]:
    """The entries that are most like one that isn't written yet, the most alike first.

    Args:
        title: its title.
        entries: the entries that there are, in any order.
        summary: its summary, if there is one.
        kind: look at entries of this kind only.
        limit: how many entries at most.
        least: the lowest score, above 0 to 1.
    """
    index = Index(entries, [title])
    said, same = index.beyond(summary, title), fold(title)
    found = []
    for at, entry in enumerate(index.entries):
        if kind not in (None, entry.kind):
            continue
        match = next((Match(1.0, title, name) for name in _names(entry) if same and fold(name) == same), None)
        copied = index.summaries_alike(said, index.said(at))
        score, because = _judge(match or index.match(title, at), summary, entry.summary, copied)
        if score >= least:
            found.append(Like(entry, score, because))
    return tuple(sorted(found, key=lambda one: (-one.score, one.entry.path))[:limit])


def _judge(match: Match, summary: str, other: str, copied: float) -> tuple[float, tuple[Because, ...]]:
    """The score of two entries, and what it rests on."""
    reasons = (
        Because(Ground.NAMES, match.first, match.second, round(match.score, 4)),
        Because(Ground.SUMMARIES, summary, other, round(copied, 4)),
    )
    strongest = sorted(reasons, key=lambda reason: -reason.score)
    score = 1 - (1 - match.score) * (1 - copied)
    return round(score, 4), tuple(
        reason for reason in strongest if reason.score >= _WORTH_SAYING or reason is strongest[0]
    )


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.title, *entry.aliases, entry.slug, *entry.redirect_from)


def _share_name(first: Entry, second: Entry) -> bool:
    return not set(map(fold, _names(first))).isdisjoint(map(fold, _names(second)))


def _succeed(first: Entry, second: Entry) -> bool:
    """Whether one is the heir of the other."""
    return _named(second, [first.superseded_by]) or _named(first, [second.superseded_by])


def _related(first: Entry, second: Entry) -> bool:
    """Whether a relation of one names the other."""
    return _named(second, [relation.to for relation in first.relations]) or _named(
        first, [relation.to for relation in second.relations]
    )


def _named(entry: Entry, names: Iterable[str]) -> bool:
    """Whether one of the names, with or without its kind before it, means an entry."""
    own = {*map(fold, _names(entry)), fold(entry.id)} - {""}
    return any(
        kind in (None, entry.kind) and fold(name) in own for kind, name in map(qualified, filter(None, names))
    )
