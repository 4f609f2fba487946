"""A file's text as its bytes have it, and replacements in it that leave every other byte as it was.

Findings and fields are placed in the *normalised* text of `core.source.Source`: without byte order mark, with line
feeds only. A `FileText` knows the same text together with the mark and the line ends that the file really has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from trimtab.core.diagnostics import Edit, Position
from trimtab.core.source import Source

_MARK = b"\xef\xbb\xbf"


class EditError(Exception):
    """A change that isn't made: one sentence that says why, and one that says what to do instead."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(f"{message} {help}".rstrip())
        self.message = message
        self.help = help


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """What stands from `start` up to `end` becomes `text`; offsets count characters of the normalised text from 0."""

    start: int
    end: int
    text: str


def replacements(source: Source, edits: Iterable[Edit]) -> tuple[Replacement, ...]:
    """Edits as replacements in a source's text, in the order of their places.

    Raises:
        EditError: a span lies outside the text, or two edits overlap.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", source.text))]
    found = [
        Replacement(
            _offset(source, starts, edit.span.start),
            _offset(source, starts, edit.span.end),
            edit.text.replace("\r\n", "\n").replace("\r", "\n"),
        )
        for edit in edits
    ]
    # The sort is stable: insertions at one place keep the order in which they were given.
    found.sort(key=lambda one: (one.start, one.end))
    for one, other in pairwise(found):
        if one.end > other.start:
            message = f"Two edits of `{source.path}` overlap."
            raise EditError(message)
    for one in found:
        if one.end < one.start:
            message = f"An edit of `{source.path}` ends before it begins."
            raise EditError(message)
    return tuple(found)


def _offset(source: Source, starts: Sequence[int], position: Position) -> int:
    if 1 <= position.line <= len(starts):
        start = starts[position.line - 1]
        end = starts[position.line] - 1 if position.line < len(starts) else len(source.text)
        if 1 <= position.column <= end - start + 1:
            return start + position.column - 1
    message = f"`{source.path}` has no line {position.line}, column {position.column} to edit."
    raise EditError(message)


def replace(text: str, changes: Iterable[Replacement]) -> str:
    """The text with replacements made, which are in order and don't overlap."""
    parts, done = [], 0
    for change in changes:
        parts += [text[done : change.start], change.text]
        done = change.end
    return "".join([*parts, text[done:]])


def moved(offset: int, changes: Iterable[Replacement]) -> int:
    """Where a character that no replacement touches stands once they are made."""
    return offset + sum(
        len(change.text) - (change.end - change.start) for change in changes if change.end <= offset
    )


def touches(one: Replacement, other: Replacement) -> bool:
    """Whether two replacements can't both be made, or not without saying which comes first."""
    low, high = max(one.start, other.start), min(one.end, other.end)
    return low < high or (low == high and (one.start == one.end or other.start == other.end))


@dataclass(frozen=True)
class FileText:
    """A file's text with its own line ends, and whether a byte order mark stands before it."""

    path: str
    raw: str
    marked: bool = False

    @classmethod
    def decode(cls, path: str, data: bytes) -> FileText:
        """Read a file's bytes.

        Raises:
            EditError: they aren't UTF-8, so that not every one of them could be written again.
        """
        marked = data.startswith(_MARK)
        try:
            return cls(path, data.removeprefix(_MARK).decode(), marked)
        except UnicodeDecodeError:
            message = f"`{path}` is not UTF-8, so it can't be changed without loss."
            raise EditError(message, "Save the file as UTF-8.") from None

    def encode(self) -> bytes:
        """The file's bytes."""
        return _MARK * self.marked + self.raw.encode()

    @cached_property
    def text(self) -> str:
        """The text as `core.source.Source` has it."""
        return self.raw.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def source(self) -> Source:
        """The source that reading the file would give."""
        return Source.decode(self.path, self.encode())

    @cached_property
    def _pairs(self) -> list[int]:
        """The offsets, in the normalised text, of line ends that are two characters in the file."""
        return [match.start() - index for index, match in enumerate(re.finditer("\r\n", self.raw))]

    def replace(self, changes: Sequence[Replacement]) -> FileText:
        """The file with replacements made; new lines end as the line does in which they are put.

        Args:
            changes: replacements in order that don't overlap, offsets in `text`.

        Raises:
            EditError: the result can't be written as UTF-8 that reads the same again.
        """
        parts: list[str] = []
        done = 0
        for change in changes:
            _join(parts, self.raw[done : self._at(change.start)])
            _join(parts, change.text.replace("\n", self._line_end(change.start)))
            done = self._at(change.end)
        _join(parts, self.raw[done:])
        result = FileText(self.path, "".join(parts), self.marked)
        try:
            sound = result.source.text == replace(self.text, changes)
        except UnicodeEncodeError:
            sound = False
        if not sound:
            message = f"The change of `{self.path}` puts characters into it that can't be read again."
            raise EditError(message)
        return result

    def _at(self, offset: int) -> int:
        return offset + bisect_left(self._pairs, offset)

    def _line_end(self, offset: int) -> str:
        """How the line at an offset ends; where it's the last, how the one before it does."""
        at = self.text.find("\n", offset)
        if at < 0:
            at = self.text.rfind("\n", 0, offset)
        if at < 0:
            return "\n"
        raw = self._at(at)
        return "\r\n" if self.raw.startswith("\r\n", raw) else self.raw[raw]


def _join(parts: list[str], text: str) -> None:
    """Add a piece; where a lone carriage return would merge with its first line feed, both stay line ends."""
    if not text:
        return
    parts.append("\r" + text if text[0] == "\n" and parts and parts[-1].endswith("\r") else text)
