"""Text that was written as UTF-8 and read as Windows-1252: `â€™` for an apostrophe, `Ã©` for an é.

Only sequences that no language writes count. How the two encodings differ:
https://encoding.spec.whatwg.org/index-windows-1252.txt
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LOST = "\ufffd"
"""What programs put where they couldn't read a letter."""
_SIGNS = ("â", "Ã", "Â", "ð", "ï", LOST)
"""What each of the sequences begins with."""
_NEXT = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""What the second and later bytes of a letter become."""
_SURE = re.compile(
    rf"â[€‚„†ˆ‰˜œž\x81]{_NEXT}|â€|ðŸ{_NEXT}{{2}}|ï»¿|ï¿½|ï¸\x8f"
    # A capital that ends a word may well stand before a quotation mark, a dash or a blank.
    rf"|(?<=[a-zß-ÿ])Ã{_NEXT}|(?<!\w)Ã{_NEXT}(?=[a-z])|(?<!\w)Ã\xa0(?!\w)"
    r"|Ã[\x80-\x9f©¨¤¶¼±¯®´¸ª§¥¬¢£¦²³¹º½¾µ·ƒ‰ˆŠŒŽ„œžš€˜Ÿ]|(?<![A-ZÀ-Þ])Â[\xa0-\xbf]"
    rf"|{LOST}+"
)
"""What can't be meant."""
_LETTER = re.compile(rf"â{_NEXT}{{2}}|â€|ðŸ{_NEXT}{{2}}|ï{_NEXT}{{2}}|[ÃÂ]{_NEXT}")
"""A garbled letter, where it's known that letters are garbled."""
_DEPTH = 3
"""How often, at most, a text was read wrongly and written again."""


@dataclass(frozen=True, slots=True)
class Garbled:
    """Letters that were read in the wrong encoding."""

    start: int
    end: int
    text: str
    repaired: str
    """What was written; empty where that is lost."""


def find(text: str) -> Iterator[Garbled]:
    """The garbled places of a text, in order."""
    if text.isascii() or not any(sign in text for sign in _SIGNS):
        return
    match, end = _SURE.search(text), 0
    while match:
        if match[0][0] == LOST:
            start, end = match.span()
        else:
            start, done, end = match.start(), end, match.end()
            while start > done and text[start - 1] > "\x7f":
                start -= 1
            while end < len(text) and text[end] > "\x7f":
                end += 1
        yield Garbled(start, end, text[start:end], _repaired(text[start:end]))
        match = _SURE.search(text, end)


def _repaired(garbled: str) -> str:
    for _ in range(_DEPTH):
        try:
            garbled = b"".join(map(_byte, garbled)).decode()
        except UnicodeError:
            garbled = _LETTER.sub(lambda match: _letter(match[0]), garbled)
        if not _SURE.search(garbled):
            break
    return "" if LOST in garbled else garbled


def _letter(garbled: str) -> str:
    """The letter whose bytes were read one by one. Of `”` the last byte has no sign and is often left out."""
    if garbled == "â€":
        return "”"
    return b"".join(map(_byte, garbled)).decode(errors="replace")


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")  # The five bytes to which Windows-1252 gives no sign.
