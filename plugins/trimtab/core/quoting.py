"""The sentences that references stand in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from trimtab.core.references import Reference
from trimtab.core.words import plain

_SENTENCE_END = re.compile(r"[.!?][\"”’)\]*]{0,3}(?=\s)")
_REACH = 1_000
"""How far from a reference its sentence is looked for, in characters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words around a reference, in plain text."""

    before: str
    after: str


@dataclass(frozen=True)
class Quote:
    """The sentence that a reference stands in, as typed: text, and references that show what they name."""

    before: tuple[str | Reference, ...]
    after: tuple[str | Reference, ...]

    def sentence(self, shown: Callable[[Reference], str]) -> Sentence:
        """The sentence as plain text.

        Args:
            shown: what the references in it show.
        """
        before, after = (
            "".join(part if isinstance(part, str) else shown(part) for part in parts)
            for parts in (self.before, self.after)
        )
        return sentence(before, after)

    @property
    def size(self) -> int:
        """How many characters of text it holds."""
        return sum(len(part) for part in (*self.before, *self.after) if isinstance(part, str))


def around(text: str, masked: str, reference: Reference) -> tuple[int, int]:
    """Where the sentence of a reference begins and ends."""
    start, end = _paragraph(text, masked, reference.start, reference.end)
    for match in _SENTENCE_END.finditer(text, start, reference.start):
        start = match.end()
    stop = _SENTENCE_END.search(text, reference.end, end)
    return start, stop.end() if stop is not None else end


def quote(text: str, masked: str, references: Sequence[Reference], reference: Reference) -> Quote:
    """The sentence that a reference stands in, as typed.

    Args:
        text: the text that it stands in.
        masked: the same without what is no prose.
        references: all references of the text, in the order in which they stand.
        reference: the one whose sentence it is.
    """
    start, end = around(text, masked, reference)
    return Quote(
        tuple(_parts(text, references, start, reference.start)),
        tuple(_parts(text, references, reference.end, end)),
    )


def _parts(text: str, references: Sequence[Reference], start: int, end: int) -> Iterator[str | Reference]:
    """A part of a text, with the references in it that have no words of their own."""
    at = start
    for one in islice(references, bisect_left(references, start, key=_start), None):
        if one.start >= end:
            break
        if at <= one.start and one.end <= end and not one.text:
            yield text[at : one.start]
            yield one
            at = one.end
    yield text[at:end]


def _start(reference: Reference) -> int:
    return reference.start


def sentence(before: str, after: str) -> Sentence:
    """The sentence whose text, before a reference and after it, is this."""
    return Sentence(
        _shorten_left(plain(before, keep_ends=True).lstrip()),
        _shorten_right(plain(after, keep_ends=True, begins_line=False).rstrip()),
    )


def _paragraph(text: str, masked: str, start: int, end: int) -> tuple[int, int]:
    """The lines around a place that belong together: one paragraph, list item or heading, as far as it's near."""
    near, far = max(0, start - _REACH), min(len(text), end + _REACH)
    first = max(near, text.rfind("\n", near, start) + 1)
    while first > near and not _starts_block(masked, first):
        first = max(near, text.rfind("\n", near, first - 1) + 1)
    last = text.find("\n", end, far)
    while 0 <= last < far - 1 and not _starts_block(masked, last + 1):
        last = text.find("\n", last + 1, far)
    return first, far if last < 0 else last


def _starts_block(text: str, at: int) -> bool:
    """Whether the line at `at` begins a paragraph, item or heading, or the line before it ends one."""
    line = text[at : at + 120].split("\n", 1)[0]
    before = text[max(0, text.rfind("\n", 0, max(at - 1, 0)) + 1) : max(at - 1, 0)].strip(" \t>")
    return (
        not line.strip(" \t>")
        or not before
        or before.startswith("#")
        or bool(re.match(r"[ \t>]{0,40}(?:[-*+]|\d{1,9}[.)]|#{1,6}|\|)(?:[ \t]|$)", line))
    )


def _shorten_left(text: str, limit: int = 160) -> str:
    if len(text) <= limit:
        return text
    return "… " + text[-limit:].split(" ", 1)[-1]


def _shorten_right(text: str, limit: int = 160) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0] + " …"
