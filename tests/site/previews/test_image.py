from __future__ import annotations

import io
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from exporting import ABOUT, HOSTILE, catalogue, entry
from trimtab.site.previews import Previews, colours, paths
from trimtab.site.previews.fonts import BOLD, FontError, Fonts, width
from trimtab.site.previews.image import HEIGHT, WIDTH, Picture, draw

FONTS = Fonts()
PLAIN = Picture(
    "Review", "Pattern", "Tools", "#1f4e5f", 9, (6,), ("Level 9: Delays", "confidence medium"), "★★☆"
)
LONG = "Whoever decides what is to be done next ought to say why, and to whom, and until when " * 9


def read(picture: Picture) -> Image.Image:
    """An image as a reader of PNG gets it."""
    image = Image.open(io.BytesIO(draw(picture, FONTS)))
    image.load()
    return image


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether there is anything but one colour in a part of an image."""
    return len(image.convert("RGB").crop(box).getcolors(WIDTH * HEIGHT)) > 1


VARIANTS = {
    "plain": PLAIN,
    "long": replace(PLAIN, title=LONG, library=LONG, kind=LONG),
    "one word": replace(
        PLAIN, title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter" * 3
    ),
    "endless": replace(PLAIN, title="x" * 100_000, standing="y" * 100_000),
    "no level": replace(PLAIN, level=None, also=(), lines=("confidence medium",)),
    "no confidence": replace(PLAIN, lines=("Level 9: Delays",), stars=""),
    "bare": Picture("Review", "", "", "#ffffff"),
    "superseded": replace(PLAIN, standing=f"Superseded. Use instead: {LONG}", title=LONG),
    "yellow": replace(PLAIN, colour="#ffec3d"),
    "Greek and Cyrillic": replace(PLAIN, title="Επανάληψη, Повторение, Żółć, Ǻ, ẞ"),
    "markup": replace(PLAIN, title="<script>alert(1)</script> & {{ 7*7 }}"),
}


@pytest.mark.parametrize("picture", VARIANTS.values(), ids=VARIANTS)
def test_nothing_leaves_the_margins(picture: Picture) -> None:
    """Whatever is shown, the image has its size, and words stay off its edges."""
    image = read(picture)
    assert ("PNG", (WIDTH, HEIGHT)) == (image.format, image.size)
    for box in ((0, 104, 62, HEIGHT), (WIDTH - 60, 104, WIDTH, HEIGHT), (0, HEIGHT - 32, WIDTH, HEIGHT)):
        assert not inked(image, box)
    assert not inked(image, (0, 0, 62, 100))
    assert inked(image, (64, 104, 780, HEIGHT))


@pytest.mark.parametrize("level", range(1, 13))
def test_the_rung_is_marked(level: int) -> None:
    """Of the twelve bars one has the library's colour: the strongest is on top."""
    image = read(replace(PLAIN, level=level, also=())).convert("RGB")
    bars = [image.getpixel((1000, 158 + 35 * at + 13)) for at in range(12)]
    mine = colours.rgb(PLAIN.colour)
    assert [number == level for number in range(1, 13)] == [bar == mine for bar in bars]


def test_the_rung_is_seen_in_any_colour() -> None:
    """In a colour that hardly differs from paper, the mark has an edge, and the band one below."""
    image = read(replace(PLAIN, colour="#ffffff", also=()))
    assert inked(image, (1060, 158 + 35 * 8, 1137, 158 + 35 * 9 - 9))
    assert inked(image, (0, 90, 40, 110))


def test_the_same_bytes() -> None:
    """One picture is always the same to the byte, and another one isn't."""
    drawn = [draw(picture, Fonts()) for picture in (PLAIN, PLAIN, replace(PLAIN, title="Log"))]
    assert drawn[0] == drawn[1] != drawn[2]


def test_every_part_is_seen() -> None:
    """Each field of a picture changes what is drawn."""
    changed = {
        "title": "Log", "kind": "Level", "library": "Other", "colour": "#795649", "level": 3, "also": (),
        "lines": ("Level 9: Delays",), "stars": "★☆☆", "standing": "Draft",
    }  # fmt: skip
    assert set(changed) == set(Picture.__dataclass_fields__)
    drawn = [draw(PLAIN, FONTS), *(draw(replace(PLAIN, **{key: to}), FONTS) for key, to in changed.items())]
    assert [] == [
        pair for pair in itertools.combinations(range(len(drawn)), 2) if drawn[pair[0]] == drawn[pair[1]]
    ]


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=200), st.text(max_size=60))
def test_any_text(title: str, standing: str) -> None:
    """Any title that can be drawn is, whatever it is."""
    drawable = FONTS.drawable(title)
    if drawable:
        assert (WIDTH, HEIGHT) == read(
            replace(PLAIN, title=drawable, standing=FONTS.drawable(standing) or "")
        ).size


# Letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Review", "Review"),
        ("Überprüfung – “ja”", "Überprüfung – “ja”"),
        ("e\u0301te\u0301", "été"),
        ("Петля Κύκλος", "Петля Κύκλος"),
        ("🪤 Trap ✨", "Trap"),
        ("Trap 🪤\ufe0f", "Trap"),
        ("a\u200bb\x00c\ud800", "abc"),
        ("漢字", None),
        ("Loop 循環", None),
        ("حلقة", None),
        ("हिन्दी", None),
        ("🪤", None),
        ("", None),
    ],
)
def test_what_can_be_drawn(text: str, expected: str | None) -> None:
    """Signs that no font has are left out; where a letter is missing, nothing is drawn rather than boxes."""
    assert (expected or None) == (FONTS.drawable(text) or None)


ARABIC = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


@pytest.mark.skipif(not ARABIC.is_file(), reason="there is no font for Arabic here")
@pytest.mark.skipif(
    not (features.check("raqm") and features.check("fribidi")), reason="Pillow can't shape here"
)
def test_a_font_of_the_library_s_own() -> None:
    """What ours lack, the library's own font may have: Arabic is joined, and stands at the right of its column."""
    own = Fonts(str(ARABIC))
    assert "حلقة" == own.drawable("حلقة")
    picture = replace(PLAIN, title="حلقة")
    image = Image.open(io.BytesIO(draw(picture, own)))
    assert inked(image, (600, 200, 792, 420))
    assert not inked(image, (0, 200, 300, 420))
    assert BOLD.name == Path(own.font("Review", 20, bold=True).path).name


@pytest.mark.parametrize("content", [None, b"", b"no font"])
def test_a_font_that_is_none(content: bytes | None, tmp_path: Path) -> None:
    """A file that can't be read as a font is named."""
    path = tmp_path / "font.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FontError, match=r"font\.ttf can't be read as a font: "):
        Fonts(str(path)).check()


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("iiii", 12.2), ("MMMM", 38.0), ("漢", 11), ("★", 9.9)]
)
def test_widths(text: str, expected: float) -> None:
    """Widths are those of DejaVu Sans, as its table of advances has them: i 569, M 1767, ★ 1836 of 2048."""
    assert expected == pytest.approx(width(text, 11), abs=0.3)


# Colours


@pytest.mark.parametrize(
    ("primary", "expected"),
    [
        ("brown", "#795649"),
        ("deep purple", "#7e56c2"),
        ("custom", "#4051b5"),
        ("", "#4051b5"),
        ("Teal", "#009485"),
    ],
)
def test_colours_of_the_theme(primary: str, expected: str) -> None:
    """A name of Material's palette is its colour; one that only a style sheet knows is Material's own."""
    assert expected == colours.of_theme(primary)


@pytest.mark.parametrize("colour", [*colours.MATERIAL.values(), "#1f4e5f", "#000000", "#808080"])
def test_words_can_be_read_on_any_colour(colour: str) -> None:
    """On every colour the words have the contrast that WCAG asks of text."""
    assert colours.contrast(colours.upon(colour), colour) >= 4.5
    assert colours.contrast(colours.upon(colour, 3), colour) >= 3


# Which entries


def pictures_of(previews: Previews) -> dict[str, Picture]:
    """What the images of a library show, by their files."""
    shown: list[Picture] = []

    def draw_none(picture: Picture) -> bytes:
        shown.append(picture)
        return b"drawn"

    return {file.path: shown[-1] for file in previews.images(draw_none) if list(file.contents())}


def test_each_entry_has_one() -> None:
    """Every entry has an image, superseded and removed ones too, and the library has one."""
    pictures = pictures_of(Previews(catalogue(), ABOUT))
    slugs = {"review", "log", "meeting", "gone", "overheating", "delays", "index"}
    assert {paths.image(slug) for slug in slugs} == set(pictures)
    assert ("★★☆", 9, (6,)) == tuple(
        getattr(pictures[paths.image("review")], name) for name in ("stars", "level", "also")
    )
    gone = pictures[paths.image("gone")]
    assert ("Removed. Use instead: Log", None, ()) == (gone.standing, gone.level, gone.lines)


@pytest.mark.parametrize(
    ("options", "about"),
    [({"previews": False}, ABOUT), ({"previews": {"images": False}}, ABOUT), ({}, replace(ABOUT, url=""))],
)
def test_none(options: dict, about: object) -> None:
    """There are none where settings say so, or where no whole address can lead to them."""
    made = Previews(catalogue(**options), about)
    assert [] == list(made.images(lambda picture: b""))


def test_names_that_cannot_be_drawn() -> None:
    """An entry whose name has letters that the fonts lack has the library's image beside its links, and is named."""
    files = {"loop.md": entry(title="循環"), "log.md": entry(title="Log")}
    made = catalogue(files)
    previews = Previews(made, ABOUT)
    assert {paths.SITE_IMAGE, paths.image("log")} == set(pictures_of(previews))
    assert ["Log"] == [picture.title for picture in previews.pictured()]
    assert ["循環"] == [one.title for one in previews.undrawn({paths.image("loop")})]
    (loop,) = (one for one in made.library.entries if one.slug == "loop")
    assert ABOUT.url + paths.SITE_IMAGE == dict(previews.of_entry(loop, ()).properties)["og:image"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names(text: str) -> None:
    """A hostile name is drawn as letters, or not at all."""
    for picture in Previews(catalogue({"odd.md": entry(title=f"T{text}")}), ABOUT).pictured():
        assert read(picture)
