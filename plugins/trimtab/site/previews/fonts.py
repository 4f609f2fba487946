"""The letters of preview images: which font has them, and how wide they are.

Two weights of DejaVu Sans Condensed come with the package. What they lack, a font of the library's own may have.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont, features

FOLDER = Path(__file__).parent / "fonts"
REGULAR = FOLDER / "DejaVuSansCondensed.ttf"
BOLD = FOLDER / "DejaVuSansCondensed-Bold.ttf"
_UNITS = 2048
"""The size of a font that has its own units for pixels."""
_SAMPLE = 32
"""The size at which signs are compared with the one that stands for a missing one."""
_MISSING = "\U0010fffe"
"""A sign that no font has."""


class FontError(Exception):
    """A font that can't be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Where fonts are."""

    own: str = ""
    """A font of the library's own, for what ours lack."""

    def check(self) -> None:
        """Make sure that the library's own font is one.

        Raises:
            FontError: it isn't.
        """
        if self.own:
            try:
                _load(self.own, _SAMPLE)
            except OSError as error:
                message = f"{self.own} can't be read as a font: {error}"
                raise FontError(message) from error

    def drawable(self, text: str) -> str | None:
        """A text as it can be drawn: without emoji and the like that no font has.

        Returns:
            None where letters are missing, for half a name would be another.
        """
        composed = "".join(sign for sign in unicodedata.normalize("NFC", text) if sign.isprintable())
        if self._file(composed, bold=True):
            return composed
        kept = [sign for sign in composed if _is_letter(sign) or self._file(sign, bold=True)]
        plain = " ".join("".join(kept).split())
        return plain if plain and self._file(plain, bold=True) else None

    def font(self, text: str, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        """The font for a text that can be drawn."""
        return _load(self._file(text, bold=bold) or str(REGULAR), size)

    def _file(self, text: str, *, bold: bool) -> str:
        """The file of the font that has all signs of a text; empty where none has."""
        return _file(self.own, text, bold=bold)


def measurable(text: str) -> bool:
    """Whether `width` knows the width of a text: otherwise it guesses."""
    return not _needs_shaping(text) and all(_has(str(REGULAR), sign) for sign in text)


def width(text: str, size: float) -> float:
    """How wide a text is in DejaVu Sans, of which our condensed one has nine tenths; others are much like it.

    Args:
        text: any text; the width of what the font lacks is guessed.
        size: of the font.
    """
    return sum(map(_advance, text)) * size / _UNITS


@cache
def _advance(sign: str) -> float:
    """How wide one sign is, at the size of a font's units."""
    if _has(str(REGULAR), sign):
        return _load(str(REGULAR), _UNITS).getlength(sign) / 0.9
    if unicodedata.combining(sign) or not sign.isprintable():
        return 0
    return _UNITS * (1 if unicodedata.east_asian_width(sign) in "WF" else 0.7)


@cache
def _load(path: str, size: int) -> ImageFont.FreeTypeFont:
    # The simple layout draws the same wherever it runs; only what our fonts lack needs more.
    ours = Path(path).parent == FOLDER
    engine = ImageFont.Layout.BASIC if ours or not _can_shape() else ImageFont.Layout.RAQM
    return ImageFont.truetype(path, size, layout_engine=engine)


@lru_cache(1_000)
def _file(own: str, text: str, *, bold: bool) -> str:
    ours = str(BOLD if bold else REGULAR)
    if not _needs_shaping(text) and all(_has(ours, sign) for sign in set(text)):
        return ours
    if not own or (_needs_shaping(text) and not _can_shape()):
        return ""
    return own if all(_has(own, sign) for sign in set(text)) else ""


@cache
def _has(path: str, sign: str) -> bool:
    if sign.isspace():
        return True
    return _shape(path, sign) != _shape(path, _MISSING)


@cache
def _shape(path: str, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = _load(path, _SAMPLE).getmask(sign)
    return mask.size, bytes(mask)


@cache
def _can_shape() -> bool:
    return bool(features.check("raqm") and features.check("fribidi"))


def _needs_shaping(text: str) -> bool:
    """Whether a text is more than signs in a row: it runs from right to left, or has signs upon signs."""
    return any(
        unicodedata.bidirectional(sign) in ("R", "AL") or unicodedata.category(sign) in ("Mn", "Mc")
        for sign in text
    )


def _is_letter(sign: str) -> bool:
    chooses_a_look = "\ufe00" <= sign <= "\ufe0f"
    return not chooses_a_look and (
        unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) in ("Mc", "Mn")
    )
