"""Names that look the same and aren't: letters of one script that are drawn like those of another.

The idea, and each pair of letters, is from Unicode Technical Standard #39, "Unicode Security Mechanisms", section 4,
https://www.unicode.org/reports/tr39/#Confusable_Detection, and its data,
https://www.unicode.org/Public/security/latest/confusables.txt. Of the thousands of pairs there, the ones here are those
that people type by accident: Latin, Cyrillic and Greek letters of one shape, and the digits 0 and 1.
"""

from __future__ import annotations

from functools import lru_cache

from trimtab.core.words import fold

_LETTERS = {
    "a": "αаɑ",
    "c": "сϲ",
    "d": "ԁ",
    "e": "е",
    "g": "ɡ",
    "h": "һ",
    "i": "ιіı",
    "j": "јϳ",
    "o": "οо",
    "p": "ρр",
    "q": "ԛ",
    "s": "ѕ",
    "u": "υ",
    "v": "νѵ",
    "w": "ԝ",
    "x": "х",
    "y": "γуү",
    "A": "ΑА",
    "B": "ΒВ",
    "C": "СϹ",
    "E": "ΕЕ",
    "G": "Ԍ",
    "H": "ΗН",
    "I": "ΙІӀ",
    "J": "ЈͿ",
    "K": "ΚК",
    "M": "ΜМ",
    "N": "Ν",
    "O": "ΟО",
    "P": "ΡР",
    "S": "Ѕ",
    "T": "ΤТ",
    "V": "Ѵ",
    "W": "Ԝ",
    "X": "ΧХ",
    "Y": "ΥУҮ",
    "Z": "Ζ",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
}
"""Latin letters, and what is drawn like them."""
_SHAPES = {ord(other): latin for latin, others in _LETTERS.items() for other in others}
_DIGITS = {ord("0"): "o", ord("1"): "l"}


@lru_cache(maxsize=100_000)
def skeleton(name: str) -> str:
    """A form that names have in common when readers can't tell them apart; case and punctuation don't count either."""
    if not name.isascii():
        name = name.translate(_SHAPES)
    return fold(name).translate(_DIGITS)


def odd(name: str) -> tuple[str, ...]:
    """The characters of a name that are drawn like Latin letters and aren't, each once, in order."""
    return tuple(dict.fromkeys(char for char in name if ord(char) in _SHAPES or ord(char) in _DIGITS))
