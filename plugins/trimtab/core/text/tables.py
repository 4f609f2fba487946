"""Tables whose cells are padded with blanks beyond reason. No expression here backtracks over runs of blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WIDEST = 100
"""How many blanks in a row may align a table's columns."""

_RUN = re.compile(rf"(?<! ) {{{WIDEST + 1},}}+|(?<!-)-{{{WIDEST + 1},}}+")
_MUCH = " " * (WIDEST + 1)


@dataclass(frozen=True, slots=True)
class Padded:
    """A table that is padded: lines in a row that hold bars."""

    start: int
    end: int
    """The end of its last line, without the line feed."""
    lines: int
    blanks: int
    """How many blanks are too many."""
    is_sound: bool
    """Whether a row of dashes stands below its head, so that it's shown as a table."""
    runs: tuple[tuple[int, int, str], ...]
    """Start and end of each run of blanks or dashes that is too long, and what would do."""


def padded(masked: str, start: int) -> Iterator[Padded]:
    """The padded tables of a body, of which code is blanked out."""
    at = masked.find(_MUCH, start)
    while at >= 0:
        first, last = _line(masked, at, start)
        end = last
        if "|" in masked[first:last]:
            lines = 1
            while first > start and "|" in masked[slice(*_line(masked, first - 1, start))]:
                first, lines = _line(masked, first - 1, start)[0], lines + 1
            while end < len(masked) and "|" in masked[slice(*_line(masked, end + 1, start))]:
                end, lines = _line(masked, end + 1, start)[1], lines + 1
            yield _table(masked, first, end, lines)
        at = masked.find(_MUCH, end)


def shortened(line: str) -> int:
    """How long a row of a table is, runs of blanks and dashes counted as short ones."""
    return len(line) - sum(len(run) - 1 for run in _RUN.findall(line))


def _table(masked: str, start: int, end: int, lines: int) -> Padded:
    rows = masked[start:end].split("\n", 2)
    runs = []
    for run in _RUN.finditer(masked, start, end):
        at_end = run.end() == end or masked[run.end()] == "\n"
        runs.append((*run.span(), "---" if run[0][0] == "-" else "" if at_end else " "))
    blanks = sum(last - first - len(by) for first, last, by in runs if by != "---")
    return Padded(start, end, lines, blanks, len(rows) > 1 and _is_delimiter(rows[1]), tuple(runs))


def _is_delimiter(row: str) -> bool:
    return "-" in row and not row.strip("|-: \t>")


def _line(text: str, at: int, start: int) -> tuple[int, int]:
    """Where the line at a place begins and ends."""
    end = text.find("\n", at)
    return text.rfind("\n", start, at) + 1 or start, len(text) if end < 0 else end
