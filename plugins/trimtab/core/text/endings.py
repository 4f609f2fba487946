"""How files begin and end: blocks of keys where none belong, junk in the last lines, sentences that break off."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trimtab.core.masking import BLANK
from trimtab.core.text import fences

_KEY = re.compile(r"([A-Za-z_][\w-]{0,60}):(?:[ \t]|$)")
_ITEM = re.compile(r"[ \t#-]|$")
_FENCE = re.compile(r"---[ \t]*$")
_LONGEST_BLOCK = 500
"""How many lines a second block of keys may have."""
_FAR = 1_000
"""How far an end or a beginning is looked for across empty lines, in characters."""
_MOST = 10
"""How many lines of junk are looked for."""
_QUOTES = ("'''", '"""')
_JUNK = re.compile(r"EOF|EOT|<\|\w{1,40}\|>|</s>")
_EMPHASIS = re.compile(r"\*\*|__")
_BARE_FENCE = re.compile(r"`{3,}|~{3,}")
_LIST = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_LETTER = re.compile(r"[a-zß-öø-ÿ]")
_STOP = re.compile(r"[.!?][”’\"')]?[ \t]")
_FEW = 5
"""How many words a line needs to be a sentence, and not a name or a label."""
_UNFINISHED = re.compile(
    "an?|the|and|or|but|of|to|in|on|at|by|for|with|from|into|as|that|which|who|is|are|was|were|be|been|has|have|had"
    "|will|would|can|could|should|may|might|must|not|their|your|our|its|his|her|after|before|between",
    re.IGNORECASE,
)
"""Words that no English sentence ends with, or nearly none."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of keys that stands in a body."""

    start: int
    end: int
    keys: tuple[str, ...]
    fenced: bool
    """Whether it begins with a line of `---`."""


def block(text: str, start: int) -> Block | None:
    """The lines of keys that a body begins with, up to a line of `---`, if there are any.

    Args:
        text: the source's text.
        start: offset of the body.
    """
    at = first = start + len(text[start : start + _FAR]) - len(text[start : start + _FAR].lstrip())
    fenced, keys = False, []
    for number in range(_LONGEST_BLOCK):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else None]
        key = _KEY.match(line)
        if key:
            keys.append(key[1])
        elif _FENCE.match(line):
            if number:
                return Block(first, at + len(line), tuple(keys), fenced) if keys else None
            fenced = True
        elif not _ITEM.match(line):
            return None
        if end < 0:
            return None
        at = end + 1
    return None


def junk(text: str, masked: str, start: int) -> tuple[int, int] | None:
    """Where junk begins that a body ends with, and where what it follows ends.

    Junk are quotation marks of a program's text, a fence, marks of emphasis, and marks of a text's end, each alone in
    its line and belonging to nothing.
    """
    found, end = None, len(text.rstrip())
    for _ in range(_MOST):
        first = max(text.rfind("\n", start, end) + 1, start)
        line = text[first:end].strip()
        near = max(first - _FAR, start)
        before = near + len(text[near:first].rstrip())
        if not line or not _is_junk(text, masked, start, (first, end), before):
            break
        found, end = (text.index(line, first), before), before
    return found


def _is_junk(text: str, masked: str, start: int, span: tuple[int, int], before: int) -> bool:
    first, end = span
    line = text[first:end].strip()
    if _BARE_FENCE.fullmatch(line):
        opened = fences.unclosed(text[:end], start)
        return opened is not None and opened[0] >= first
    if masked[first] == BLANK:
        return False
    if line in _QUOTES:
        return sum(one.strip() == line for one in masked[start:end].split("\n")) % 2 == 1
    if _EMPHASIS.fullmatch(line):
        return before == start or "\n\n" in text[before:first].replace(" ", "")
    return bool(_JUNK.fullmatch(line))


def breaks_off(text: str, masked: str, start: int) -> tuple[int, int] | None:
    """Where the last words of a body stand, if its last sentence has no end.

    Judged are paragraphs, and items of lists that hold a whole sentence already or open emphasis that nothing closes,
    of bodies whose other paragraphs end with a full stop.
    """
    end = len(text.rstrip())
    first = max(text.rfind("\n", start, end) + 1, start)
    line = text[first:end]
    if not line or line[-1] in ".!?…:;|)]\"'”’*_`>/" or BLANK in masked[first:end] or ".\n" not in text:
        return None
    if line.startswith(("#", "|", "[", "    ")):
        return None
    words = line.split()
    last = words[-1]
    paragraph = text[max(text.rfind("\n\n", start, end), start) : end]
    if paragraph.count("**") % 2 == 0 and line[-1] not in ",—":
        listed = _LIST.match(line)
        if len(words) < _FEW or (listed and not _STOP.search(line, listed.end())):
            return None
        asked = words[-2] if last[0].isdigit() else last
        is_word = _LETTER.match(last) and _LETTER.match(last[-1]) and "/" not in last and "." not in last
        if not is_word and not _UNFINISHED.fullmatch(asked):
            return None
    return end - len(last), end
