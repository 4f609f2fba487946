"""Characters that a text can hide: controls, signs that nobody sees, and signs that turn the order of others round.

What each is for is in the Unicode Standard, chapter 23: https://www.unicode.org/versions/latest/core-spec/chapter-23/
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
"""Letters without a shape."""
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    f"\U000e0001\U000e0020-\U000e007f{_FILLERS}]"
)
_PLAIN = bytes(range(0x20, 0x7F)) + b"\n\t"
_ISOLATES = "\u2066\u2067\u2068"
_EMBEDDINGS = "\u202a\u202b"
_OVERRIDES = "\u202d\u202e"
_CLOSING = {"\u2069": _ISOLATES, "\u202c": _EMBEDDINGS}
_DIRECTIONS = frozenset(f"{_ISOLATES}{_EMBEDDINGS}{_OVERRIDES}\u2069\u202c")
_MARKS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200b\u200c\u200d\u180e")
_LINE_ENDS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_FLAG = "\U0001f3f4"
"""The flag that letters of tags after it make the flag of a region."""
_LONGEST_FLAG = 8
"""How many letters of tags, at most, come before one that is part of a flag."""


class Hidden(Enum):
    """What is wrong with a character."""

    CONTROL = "control"
    """It controls a device, or ends a line where Markdown sees no end."""
    INVISIBLE = "invisible"
    """It has neither width nor meaning where it stands."""
    DIRECTION = "direction"
    """It changes the order in which its neighbours are shown."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A character that should not stand where it stands."""

    start: int
    char: str
    why: Hidden

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + 1

    @property
    def ends_line(self) -> bool:
        """Whether it stands for the end of a line or page, so that something must stay in its place."""
        return self.char in _LINE_ENDS


@lru_cache(maxsize=2)
def odd(text: str) -> tuple[Odd, ...]:
    """The characters of a text that shouldn't be where they are, in order.

    Joiners in scripts and emoji that need them, marks of direction beside letters that run from right to left, and the
    letters of a region's flag are where they should be.
    """
    # Most texts hold none. What is left of one without its plain letters is short and fast to look through.
    rest = text.encode(errors="surrogatepass").translate(None, _PLAIN).decode(errors="surrogatepass")
    if not _ODD.search(rest):
        return ()
    found = []
    line = _Line(text, 0)
    for match in _ODD.finditer(text):
        if match.start() > line.end:
            line = _Line(text, match.start())
        why = _why(text, match.start(), line)
        if why is not None:
            found.append(Odd(match.start(), match[0], why))
    return tuple(found)


def name_of(char: str) -> str:
    """A character as `U+200B ZERO WIDTH SPACE`."""
    code = ord(char)
    name = unicodedata.name(char, "")
    if code < 0x20 or code == 0x7F:  # Controls have no name of their own, but their pictures have.
        name = unicodedata.name(chr(0x2421 if code == 0x7F else 0x2400 + code)).removeprefix("SYMBOL FOR ")
    return f"U+{code:04X} {name or 'CONTROL'}"


class _Line:
    """The line that a place stands in, looked at once however many odd characters it holds."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        self.end = len(text) if end < 0 else end

    @cached_property
    def runs_left(self) -> bool:
        """Whether it has letters that run from right to left."""
        line = self._text[self._start : self.end]
        return any(unicodedata.bidirectional(char) in ("R", "AL") and char not in _MARKS for char in line)

    @cached_property
    def is_paired(self) -> bool:
        """Whether it closes each change of direction that it opens."""
        opened: list[str] = []
        for char in self._text[self._start : self.end]:
            if char in _CLOSING:
                if not opened or opened.pop() not in _CLOSING[char]:
                    return False
            elif char in _DIRECTIONS:
                opened.append(char)
        return not opened


def _why(text: str, at: int, line: _Line) -> Hidden | None:
    char = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if unicodedata.category(char) == "Cc" or char in _LINE_ENDS:
        return Hidden.CONTROL
    if char in _DIRECTIONS:
        fits = char not in _OVERRIDES and line.is_paired and line.runs_left
        return None if fits else Hidden.DIRECTION
    if char in _MARKS:
        fits = line.runs_left
    elif char in _JOINERS:
        fits = _needs_joiners(before) or _needs_joiners(after)
    elif char in _FILLERS:
        fits = _is_kin(char, before) or _is_kin(char, after)
    else:
        fits = char > "\U000e001f" and _is_in_flag(text, at)
    return None if fits else Hidden.INVISIBLE


def _is_in_flag(text: str, at: int) -> bool:
    """Whether only letters of tags stand between the black flag and a place."""
    start = at
    while start > 0 and "\U000e001f" < text[start - 1] < "\U000e0080" and at - start < _LONGEST_FLAG:
        start -= 1
    return text[start - 1 : start] == _FLAG


def _is_kin(filler: str, char: str) -> bool:
    """Whether a character is of the script that a filler belongs to: Hangul in parts, or Braille."""
    return (
        "\u2800" < char <= "\u28ff"
        if filler == "\u2800"
        else "\u1100" <= char <= "\u11ff" and char not in _FILLERS
    )


def _needs_joiners(char: str) -> bool:
    """Whether a character is of a script whose letters join or whose words no blanks part, or is a picture."""
    if char < "\u0590" or "\u1e00" <= char < "\u2000":  # Latin, Greek, Cyrillic, Armenian
        return False
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) in ("So", "Sk")
