"""How much room a text needs in a drawing, and where its lines break.

The build knows no fonts: widths are estimates for the sans-serif faces that sites use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

LINE_LENGTH = 16
"""Characters a wrapped line holds at most; fewer where they are wide."""

_COMFORTABLE_LENGTH = 13
_EM_OF_A_CHARACTER = 0.62


@lru_cache(maxsize=16_384)
def wrap(text: str) -> tuple[str, ...]:
    """Break a name into lines of at most `LINE_LENGTH` characters, as even as they can be.

    A word longer than a line is broken after a hyphen of its own if it has one in reach, else
    anywhere, with a hyphen if it is of Latin letters.

    Args:
        text: a name; blanks at its ends and repeated blanks don't count.

    Returns:
        At least one line; one empty line for an empty name.
    """
    words = [piece for word in text.split() for piece in _pieces(word)]
    lengths = [(len(word), tuple(map(_em, word))) for word in words]
    fewest = len(_fill(lengths, _COMFORTABLE_LENGTH))
    for limit in range(1, LINE_LENGTH + 1):
        counts = _fill(lengths, limit)
        if len(counts) <= fewest:
            break
    left = iter(words)
    return tuple(" ".join(islice(left, count)) for count in counts)


def text_width(text: str, size: float) -> float:
    """Estimate the width of one line, on the generous side.

    Args:
        text: one line.
        size: font size, in user units.

    Returns:
        The width in user units; within about a tenth of Roboto, Arial or Segoe UI.
    """
    return size * sum(map(_em, text))


def _pieces(word: str) -> list[str]:
    """Cut a word so that each piece fits on a line."""
    hyphen = "-" if word.isascii() and word.isalpha() else ""
    pieces = []
    while _length(word[: LINE_LENGTH + 1]) > LINE_LENGTH:
        cut = next(n for n in range(LINE_LENGTH, 0, -1) if _length(word[:n]) <= LINE_LENGTH)
        own = word.rfind("-", 1, cut) + 1
        cut = own or max(cut - len(hyphen), 1)
        pieces.append(word[:cut] if own else word[:cut] + hyphen)
        word = word[cut:]
    return [*pieces, word]


def _fill(words: Sequence[tuple[int, tuple[float, ...]]], limit: int) -> list[int]:
    """Put words on lines, as many to a line as the limit lets; a longer word stands alone.

    Args:
        words: of each its characters and their widths.
        limit: how many characters a line holds.

    Returns:
        How many words stand on each line; without words, one empty line.
    """
    counts: list[int] = []
    length, width = 0, 0.0
    for characters, widths in words:
        longer, wider = length + 1 + characters, sum(widths, width + _BLANK)
        if counts and longer <= limit and wider / _EM_OF_A_CHARACTER <= limit:
            counts[-1] += 1
            length, width = longer, wider
        else:
            counts.append(1)
            length, width = characters, sum(widths)
    return counts or [0]


def _length(text: str) -> float:
    """Count characters, the more of them the wider they are."""
    return max(len(text), text_width(text, 1.0) / _EM_OF_A_CHARACTER)


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    """The width of a character as a part of the font size."""
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in "iljItf.,:;'|!()[] -":
        return 0.34
    if char in "mwMW@%":
        return 0.88
    return 0.7 if char.isupper() else 0.57


_BLANK = _em(" ")
