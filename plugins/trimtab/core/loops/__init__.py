"""Causal loops as data: read a link, check a ring, find its polarity, tell it in words.

A causal loop diagram shows which quantity moves which. A link has a sign: `+` when the effect
moves the same way as its cause, `-` when it moves the other way (all else being equal). Follow a
change once round a loop: if it comes back as more of the same the loop is reinforcing, if it comes
back as its opposite the loop is balancing.

Source of notation and method: J. D. Sterman, Business Dynamics (McGraw-Hill, 2000), chapter 5.
Drawing is not done here: `trimtab.core.loops.layout` makes the geometry.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Polarity = Literal["reinforcing", "balancing"]
"""What a change does on its way round: comes back as more of the same, or as its opposite."""

EXAMPLE = "work pressure -> shortcuts +"
"""A link as it should be written, shown beside every fault."""

MOST_LINKS = 24
"""A longer loop is a fault: nobody could read its drawing."""

_MINUS_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})
_WORD = re.compile(r"\S+")
_QUOTE_AT_MOST = 100

# The noun that decides between "rises" and "rise" stands before the first of these words:
# in "number of shortcuts" it is "number".
_PREPOSITIONS = frozenset(
    {"about", "against", "among", "at", "between", "by", "for", "from", "in", "into", "of", "on"}
    | {"over", "per", "relative", "to", "under", "with", "within"}
)
_PLURALS = frozenset({"children", "criteria", "men", "people", "phenomena", "staff", "women"})
_SINGULAR_ENDINGS = ("ss", "us", "is", "'s", "\N{RIGHT SINGLE QUOTATION MARK}s")
_SINGULARS = frozenset(
    {"atlas", "bias", "canvas", "chaos", "dynamics", "economics", "ethics", "ethos", "gas", "lens"}
    | {"logistics", "mathematics", "news", "pathos", "physics", "politics"}
)


@dataclass(frozen=True, slots=True)
class CausalLink:
    """One arrow of a causal loop diagram.

    Raises:
        ValueError: the sign is neither +1 nor -1.
    """

    cause: str
    """The quantity that changes first, as the author wrote it."""
    effect: str
    """The quantity that it moves."""
    sign: int
    """+1: the effect moves the same way as its cause. -1: it moves the other way."""
    delayed: bool = False
    """Whether the effect comes noticeably later than its cause."""

    def __post_init__(self) -> None:
        """Keep out other signs, so that products of signs are signs."""
        if self.sign not in (1, -1):
            raise ValueError(f"a link's sign is +1 or -1, not {self.sign!r}")

    def __str__(self) -> str:
        """The link in the grammar that `parse_link` reads."""
        sign = "+" if self.sign > 0 else "-"
        return f"{self.cause} -> {self.effect} {sign}{' delayed' if self.delayed else ''}"


@dataclass(frozen=True, slots=True)
class Loop:
    """A named ring of links; `ring_fault` tells whether the links do form a ring."""

    name: str
    """The loop's name, shown at its centre."""
    declared: str | None
    """The kind that the author claims ("reinforcing" or "balancing"), if any."""
    links: tuple[CausalLink, ...]
    """The links in the order in which a change travels."""

    @property
    def polarity(self) -> Polarity:
        """The kind that the signs imply: an even number of minus signs reinforces.

        Source: Sterman, Business Dynamics (2000), section 5.2.3, the product of the signs.
        """
        return "reinforcing" if math.prod(link.sign for link in self.links) > 0 else "balancing"

    @property
    def letter(self) -> Literal["R", "B"]:
        """The letter drawn at the loop's centre."""
        return "R" if self.polarity == "reinforcing" else "B"

    @property
    def nodes(self) -> tuple[str, ...]:
        """The quantities on the ring, each once, in order, spelled as at first sight."""
        spelled: dict[str, str] = {}
        for link in self.links:
            spelled.setdefault(node_key(link.cause), link.cause)
            spelled.setdefault(node_key(link.effect), link.effect)
        return tuple(spelled.values())


@dataclass(frozen=True, slots=True)
class RingFault:
    """Why a loop's links don't form one simple ring."""

    index: int
    """0-based index of the offending link; 0 when there are no links."""
    message: str
    """What is wrong, with links counted from 1."""
    help: str
    """What to write instead."""


class LinkSyntaxError(ValueError):
    """A text that is no link; its message quotes the text.

    Attributes:
        text: the whole text, as written.
        offset: 0-based place of the fault, in characters; the text's length means "at the end".
        help: what to write instead.
    """

    def __init__(self, reason: str, text: str, offset: int, help: str) -> None:
        """Make the message from the reason and the quoted text.

        Args:
            reason: what is wrong, without the text.
            text: the whole text, as written.
            offset: 0-based index into the text, in characters; its length means "at the end".
            help: what to write instead.
        """
        quoted = text if len(text) <= _QUOTE_AT_MOST else text[: _QUOTE_AT_MOST - 1] + "…"
        super().__init__(f'{reason}: "{quoted}"')
        self.text = text
        self.offset = offset
        self.help = help


def node_key(name: str) -> str:
    """Return what two spellings of one node have in common: case and repeated blanks don't count.

    Args:
        name: a node's name as written.
    """
    return " ".join(name.split()).casefold()


def parse_link(text: str) -> CausalLink:
    """Read `cause -> effect SIGN [delayed]`.

    The arrow may be `→`; a minus may be a true minus sign or an en dash; extra blanks and the case
    of `delayed` don't count. Names may hold blanks and hyphens; repeated blanks in them become one.
    Time is linear in the length of the text, whatever it holds.

    Args:
        text: one link as an author wrote it.

    Raises:
        LinkSyntaxError: the text doesn't follow the grammar.
    """
    plain = text.translate(_MINUS_SIGNS)

    def fault(reason: str, offset: int, help: str = f"write it as `{EXAMPLE}`") -> LinkSyntaxError:
        return LinkSyntaxError(reason, text, offset, help)

    arrows = [(found.start(), found.end()) for found in re.finditer("->|→", plain)]
    if not arrows:
        start = len(text) - len(text.lstrip())
        raise fault("a link needs an arrow `->` between cause and effect", start)
    arrow_start, arrow_end = arrows[0]
    if len(arrows) > 1:
        raise fault(
            "a link has one arrow, this one has more",
            arrows[1][0],
            "write one link for each arrow, such as `a -> b +` and then `b -> c -`",
        )

    causes = list(_WORD.finditer(plain, 0, arrow_start))
    if not causes:
        raise fault("the cause is missing before the arrow", arrow_start)
    if plain[arrow_start - 1] in "-<=":
        raise fault("the arrow is written `->` or `→`", arrow_start - 1)
    if causes[-1].group() in ("+", "-"):
        raise fault(
            "nothing but the cause stands before the arrow; the sign stands after the effect",
            causes[-1].start(),
        )

    words = list(_WORD.finditer(plain, arrow_end))
    if not words:
        raise fault("the effect is missing after the arrow", arrow_end)
    delayed = words[-1].group().casefold() == "delayed"
    if delayed:
        words.pop()
    if not words:
        raise fault("the effect is missing after the arrow", arrow_end)
    sign = words.pop()
    if sign.group() not in ("+", "-"):
        if sign.group()[-1] in "+-":
            raise fault("the sign stands apart from the effect, after a blank", sign.end() - 1)
        raise fault("a link ends with its sign, + or -, and then perhaps `delayed`", sign.end())
    if not words:
        raise fault("the effect is missing between the arrow and the sign", sign.start())
    if words[-1].group() in ("+", "-"):
        raise fault("a link has one sign, this one has two", sign.start())
    return CausalLink(
        cause=_as_written(text, causes),
        effect=_as_written(text, words),
        sign=1 if sign.group() == "+" else -1,
        delayed=delayed,
    )


def ring_fault(links: Sequence[CausalLink]) -> RingFault | None:
    """Return the first reason why the links, in the order given, aren't one simple closed ring.

    Args:
        links: the loop's links; each must start where the one before it ends.

    Returns:
        The fault nearest to the start, or None for a sound ring.
    """
    if not links:
        return RingFault(0, "a loop has no links", f"give the ring's links, such as `{EXAMPLE}`")
    if len(links) > MOST_LINKS:
        return RingFault(
            MOST_LINKS,
            f"a loop of {len(links)} links can't be read, at most {MOST_LINKS} can be drawn",
            "leave out nodes that only pass a change on, or split the loop",
        )
    visited: dict[str, int] = {}
    for index, link in enumerate(links):
        number = index + 1
        if node_key(link.cause) == node_key(link.effect):
            return RingFault(
                index,
                f'link {number} leads from "{link.cause}" back to itself',
                "name the step between: what does it move, and what does that move in turn?",
            )
        if index and node_key(link.cause) != node_key(links[index - 1].effect):
            return _break_in(links, index)
        if node_key(link.cause) in visited:
            first = visited[node_key(link.cause)] + 1
            return RingFault(
                index,
                f'link {number} passes "{link.cause}" again, where link {first} started',
                "write two loops that share this node; a loop passes each node once",
            )
        visited[node_key(link.cause)] = index
    first_link, last_link = links[0], links[-1]
    if node_key(last_link.effect) != node_key(first_link.cause):
        return RingFault(
            len(links) - 1,
            f'the loop is not closed: link {len(links)} ends at "{last_link.effect}",'
            f' link 1 starts at "{first_link.cause}"',
            f'add a link from "{last_link.effect}" to "{first_link.cause}"',
        )
    return None


def describe(loop: Loop) -> tuple[str, ...]:
    """Tell the loop in words: one sentence a link, then what a change comes back as.

    Args:
        loop: a loop whose links form a ring.

    Returns:
        One more sentence than the loop has links.
    """
    sentences = []
    for link in loop.links:
        rises = _verb(link.cause, "rise")
        moves = _verb(link.effect, "rise" if link.sign > 0 else "fall")
        later = ", after a delay" if link.delayed else ""
        sentences.append(f"When {link.cause} {rises}, {link.effect} {moves}{later}.")
    if loop.polarity == "reinforcing":
        sentences.append("So a change comes back as more of the same: the loop reinforces itself.")
    else:
        sentences.append("So a change comes back as its opposite: the loop balances.")
    return tuple(sentences)


def _as_written(text: str, words: Sequence[re.Match[str]]) -> str:
    """Return the author's own characters at these places, with single blanks between."""
    return " ".join(text[word.start() : word.end()] for word in words)


def _break_in(links: Sequence[CausalLink], index: int) -> RingFault:
    """Tell of a link that doesn't start where the one before it ends, and which one would fit."""
    link, before = links[index], links[index - 1]
    fitting = next(
        (
            other
            for other in range(index + 1, len(links))
            if node_key(links[other].cause) == node_key(before.effect)
        ),
        None,
    )
    if fitting is None:
        cure = f'start link {index + 1} at "{before.effect}", or add the link that leads'
        cure += f' from "{before.effect}" to "{link.cause}"'
    else:
        cure = f'link {fitting + 1} fits here: "{links[fitting]}"; give the links in ring order'
    return RingFault(
        index,
        f'link {index + 1} starts at "{link.cause}", but link {index} ends at "{before.effect}"',
        cure,
    )


def _verb(noun: str, verb: str) -> str:
    """Return the verb as it agrees with an English noun phrase: shortcuts rise, quality rises."""
    words = re.sub(r"\([^()]*\)", " ", noun).casefold().split() or [noun.casefold()]
    end = next((i for i, word in enumerate(words) if i and word in _PREPOSITIONS), len(words))
    head = words[end - 1]
    if "and" in words[1:end]:
        return verb
    if head in _PLURALS:
        return verb
    plural = head.endswith("s") and not head.endswith(_SINGULAR_ENDINGS) and len(head) > 2
    return verb if plural and head not in _SINGULARS else f"{verb}s"
