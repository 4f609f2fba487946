"""The image of an entry for chats and social networks: its name, what it is, and its place on the ladder.

It is drawn in sixteen shades: numbers from the paper to the ink, and from the library's colour to what is read on it.
A palette turns them into colours, so that a pixel takes half a byte, a file some twenty kilobytes, and a thousand files
less than two seconds. What many images have in common is drawn once.
"""

from __future__ import annotations

import functools
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import PIL
from PIL import Image, ImageDraw

from trimtab.core.scales import LADDER
from trimtab.site.previews import colours
from trimtab.site.previews.fonts import Fonts

WIDTH, HEIGHT = 1200, 630
VERSION = f"3 {PIL.__version__}"
"""What draws: another draws other bytes."""
_SHADES = 8
_PAPER, _FAINT, _SOFT, _INK = 0, 1, 5, _SHADES - 1
_COLOUR, _UPON = _SHADES, 2 * _SHADES - 1
_BAND = 104
_LEFT, _RIGHT = 64, WIDTH - 64
_COLUMN = 790
"""Where the words end if the ladder stands beside them."""
_FOOT = HEIGHT - 56
_TITLES = range(88, 39, -4)
"""The sizes that a title may have."""
_MOST_LINES = 5
_ROOM_FOR_TITLE = 320
_MOST_SIGNS = 500
"""How much of a text is looked at: more than there is room for."""
_MARGIN = 2
"""Columns on the right that nobody sees. They are zero: a PNG file says with such a byte that a row isn't filtered."""
_COMMON = 32
"""How many images without titles are at hand, of 760 kB each."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What an image shows: words that can be drawn."""

    title: str
    kind: str
    library: str
    colour: str
    level: int | None = None
    also: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()
    """What stands below the title: level and confidence."""
    stars: str = ""
    """They stand before the last line."""
    standing: str = ""


def draw(picture: Picture, fonts: Fonts) -> bytes:
    """An image as a PNG file."""
    untitled, bottom = _untitled(replace(picture, title=""), fonts)
    drawing = _Drawing(picture, fonts, untitled)
    drawing.title(bottom)
    return _png(drawing.image, _palette(picture.colour))


@functools.lru_cache(_COMMON)
def _untitled(picture: Picture, fonts: Fonts) -> tuple[Image.Image, int]:
    """All of an image but the title, and where the room for that ends."""
    drawing = _Drawing(picture, fonts, _ground(picture.level, picture.colour, fonts))
    drawing.band()
    if picture.level:
        drawing.also()
    return drawing.image, drawing.foot()


class _Drawing:
    """Draws on a copy of an image."""

    def __init__(self, picture: Picture, fonts: Fonts, ground: Image.Image) -> None:
        self._picture = picture
        self._fonts = fonts
        self.image = ground.copy()
        self._pen = ImageDraw.Draw(self.image)
        self._right = _COLUMN if picture.level else _RIGHT
        self._pale = _is_pale(picture.colour)

    def _write(
        self, x: float, y: float, text: str, size: int, shade: int, *, bold: bool = False, anchor: str = "ls"
    ) -> None:
        self._pen.text((x, y), text, shade, self._fonts.font(text, size, bold=bold), anchor)

    def _width(self, text: str, size: int, *, bold: bool = False) -> float:
        return self._fonts.font(text, size, bold=bold).getlength(text)

    def band(self) -> None:
        """What is written at the top."""
        kind = self._short(self._picture.kind, 400, 32)
        self._write(_RIGHT, 66, kind, 32, _UPON, anchor="rs")
        room = _RIGHT - _LEFT - self._width(kind, 32) - 48
        self._write(_LEFT, 66, self._short(self._picture.library, room, 36, bold=True), 36, _UPON, bold=True)

    def also(self) -> None:
        """Edges around the levels at which the entry acts in the second place."""
        for number, box in _rungs():
            if number in self._picture.also:
                self._pen.rectangle(box, None, _SOFT, 3)

    def foot(self) -> int:
        """What stands below the title, from the bottom up; returns where it begins."""
        picture = self._picture
        room = self._right - _LEFT
        y = _FOOT
        for text in reversed(picture.lines):
            x: float = _LEFT
            if picture.stars and text is picture.lines[-1]:
                self._write(x, y, picture.stars, 36, _INK)
                x += self._width(picture.stars, 36) + 18
            self._write(x, y, self._short(text, self._right - x, 34), 34, _SOFT)
            y -= 54
        if picture.standing:
            lines = self._first(2, self._wrapped(picture.standing, room - 28, 34, bold=True), room - 28, 34)
            y -= 8 if picture.lines else 0
            top = y - 42 * len(lines)
            self._pen.rectangle((_LEFT, top + 6, _LEFT + 7, y + 8), _SOFT if self._pale else _COLOUR)
            for at, text in enumerate(lines):
                self._write(_LEFT + 28, top + 42 * (at + 1) - 4, text, 34, _INK, bold=True)
            y = top - 12
        return y

    def _first(self, most: int, lines: list[str], room: float, size: int) -> list[str]:
        """So many lines at most, in bold, the last with an ellipsis where something is missing."""
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], self._short(" ".join(lines[most - 1 :]), room, size, bold=True)]

    def title(self, bottom: int) -> None:
        """The title as large as it fits, in the middle of the room that is left."""
        room = self._right - _LEFT
        high = min(bottom - _BAND - 36, _ROOM_FOR_TITLE)
        for size in _TITLES:
            lines = self._wrapped(self._picture.title, room, size, bold=True)
            step = round(size * 1.16)
            if len(lines) * step <= high and len(lines) <= _MOST_LINES and self._whole(lines):
                break
        else:
            lines = self._first(max(1, high // step), lines, room, size)
        spare = bottom - _BAND - len(lines) * step
        y = _BAND + max(18, spare // 2) + round(size * 0.86)
        for at, text in enumerate(lines):
            leftwards = _leftwards(text)
            x = self._right if leftwards else _LEFT
            self._write(x, y + at * step, text, size, _INK, bold=True, anchor="rs" if leftwards else "ls")

    def _whole(self, lines: Iterable[str]) -> bool:
        """Whether no line ends within a word, but in scripts that have no blanks."""
        words = set(self._picture.title.split())
        wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in self._picture.title)
        return wide or all(word in words for line in lines for word in line.split())

    def _wrapped(self, text: str, room: float, size: int, *, bold: bool = False) -> list[str]:
        lines: list[str] = []
        line = ""
        for word in _words(text[:_MOST_SIGNS]):
            joined = f"{line}{word}"
            if self._width(joined.strip(), size, bold=bold) <= room:
                line = joined
                continue
            if line.strip():
                lines.append(line.strip())
            line = word.lstrip()
            while self._width(line.strip(), size, bold=bold) > room:
                kept = self._cut(line, room, size, bold=bold)
                lines.append(line[:kept])
                line = line[kept:]
        return [*lines, line.strip()] if line.strip() else lines

    def _cut(self, text: str, room: float, size: int, *, bold: bool) -> int:
        """How many signs of a text fit, at least one."""
        low, high = 1, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self._width(text[:middle], size, bold=bold) <= room:
                low = middle
            else:
                high = middle - 1
        return low

    def _short(self, text: str, room: float, size: int, *, bold: bool = False) -> str:
        """A text that fits, with an ellipsis where something is missing."""
        if self._width(text, size, bold=bold) <= room:
            return text
        dots = self._width("…", size, bold=bold)
        kept = text[: self._cut(text, room - dots, size, bold=bold)]
        whole = kept.rpartition(" ")[0]
        return (whole if len(whole) > len(kept) / 2 else kept).rstrip(" ,;:") + "…"


def _words(text: str) -> Iterable[str]:
    """A text in pieces between which a line may end, each with the blank before it."""
    for word in text.split():
        piece = " "
        for sign in word:
            if unicodedata.east_asian_width(sign) in "WF" and piece.strip():
                yield piece
                piece = ""
            piece += sign
        yield piece


def _leftwards(text: str) -> bool:
    first = next((unicodedata.bidirectional(sign) for sign in text if sign.isalpha()), "L")
    return first in ("R", "AL")


def _png(image: Image.Image, palette: bytes) -> bytes:
    """An image of sixteen shades as a PNG file, as ISO/IEC 15948 has it.

    Pillow's own encoder takes twice as long: runs are nearly all that there is to find in an image like this.
    """
    image.putpalette(palette)
    rows = b"\0" + image.tobytes("raw", "P;4")[:-1]
    packer = zlib.compressobj(level=1, memLevel=9, strategy=zlib.Z_RLE)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", palette),
        (b"IDAT", packer.compress(rows) + packer.flush()),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4) for name, data in chunks
    )


@functools.cache
def _palette(colour: str) -> bytes:
    found: list[int] = []
    for one, other in ((colours.PAPER, colours.INK), (colour, colours.upon(colour, 3))):
        start, end = colours.rgb(one), colours.rgb(other)
        for shade in range(_SHADES):
            found += [round(a + (b - a) * shade / (_SHADES - 1)) for a, b in zip(start, end, strict=True)]
    return bytes(found)


def _is_pale(colour: str) -> bool:
    """Whether a colour needs an edge to be seen on the paper."""
    return colours.contrast(colour, colours.PAPER) < 3


def _rungs() -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    """The levels, the strongest on top, each with the place of its bar."""
    left, top, pitch, height = 884, 158, 35, 27
    for at, rung in enumerate(reversed(LADDER)):
        y = top + at * pitch
        yield rung.number, (left, y, _RIGHT, y + height - 1)


@functools.lru_cache(len(LADDER) + 1)
def _ground(level: int | None, colour: str, fonts: Fonts) -> Image.Image:
    """What images of a level have in common: the band at the top, and the ladder with the level marked."""
    image = Image.new("L", (WIDTH + _MARGIN, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pale = _is_pale(colour)
    pen.rectangle((0, 0, WIDTH - 1, _BAND - 1), _COLOUR)
    if pale:
        pen.rectangle((0, _BAND - 3, WIDTH - 1, _BAND - 1), _SOFT)
    if not level:
        return image

    def write(x: int, y: int, text: str, size: int, shade: int, anchor: str, *, bold: bool = False) -> None:
        pen.text((x, y), text, shade, fonts.font(text, size, bold=bold), anchor)

    for number, box in _rungs():
        mine = number == level
        pen.rectangle(box, _COLOUR if mine else _FAINT, _SOFT if mine and pale else None, 3)
        write(box[0] + 22, box[1] + 21, str(number), 20, _UPON if mine else _SOFT, "ms", bold=mine)
    (_, highest), *_, (_, lowest) = _rungs()
    write(_RIGHT, highest[1] - 14, "stronger", 22, _SOFT, "rs")
    write(_RIGHT, lowest[1] + 49, "weaker", 22, _SOFT, "rs")
    return image
