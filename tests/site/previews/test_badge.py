from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given

from exporting import ABOUT, HOSTILE, catalogue, contents, entry, texts
from trimtab.site.previews import Previews, colours

SVG = "{http://www.w3.org/2000/svg}"


def badge(colour: str = "#1f4e5f", **fields: object) -> tuple[ElementTree.Element, dict[str, object]]:
    """A badge as drawing and as data."""
    made = catalogue({"odd.md": entry(**fields), "other.md": entry(title="Other")})
    found = contents(Previews(made, ABOUT, colour).files())
    drawn = ElementTree.fromstring(found["badge/odd.svg"])  # noqa: S314 - our own
    return drawn, json.loads(found["badge/odd.json"])


@pytest.mark.parametrize(
    ("fields", "message", "spoken"),
    [
        ({"levels": [9], "confidence": 2}, "level 9 ★★☆", "Log: Pattern, level 9: delays, confidence medium"),
        ({"levels": [9]}, "level 9", "Log: Pattern, level 9: delays"),
        ({"confidence": 3}, "★★★", "Log: Pattern, confidence high"),
        ({}, "pattern", "Log: Pattern"),
        ({"status": "draft", "levels": [3]}, "level 3", "Log: Pattern, level 3: goals"),
        ({"status": "deprecated", "levels": [3]}, "deprecated", "Log: Deprecated"),
        ({"status": "removed"}, "removed", "Log: Removed"),
        ({"superseded_by": "other"}, "superseded", "Log: Superseded. Use instead: Other"),
    ],
)
def test_what_it_says(fields: dict, message: str, spoken: str) -> None:
    """A badge shows title, level and confidence, or why the entry isn't recommended; it says so in words too."""
    drawn, data = badge(title="Log", **fields)
    assert ["Log", message] == [text.text for text in drawn.iter(f"{SVG}text")]
    assert spoken == drawn.findtext(f"{SVG}title") == drawn.get("aria-label")
    assert "img" == drawn.get("role")
    colour = "1f4e5f" if message not in ("deprecated", "removed", "superseded") else "4d5358"
    assert {"schemaVersion": 1, "label": "Log", "message": message, "color": colour} == data


@pytest.mark.parametrize("title", ["Log", "A Somewhat Longer Name of Something", "iiii", "MMMM", "x" * 300])
def test_words_fit(title: str) -> None:
    """Each text has its room, with a margin on both sides, and the badge ends after the last."""
    drawn, data = badge(title=title, levels=[9])
    label, message = drawn.iter(f"{SVG}text")
    ends = [float(text.get("x")) + float(text.get("textLength")) for text in (label, message)]
    assert float(message.get("x")) >= ends[0] + 11
    assert float(drawn.get("width")) >= ends[1] + 5
    assert 60 >= len(label.text)
    assert data["label"] == label.text


@pytest.mark.parametrize("colour", ["#1f4e5f", "#ffec3d", "#ffffff"])
def test_words_can_be_read(colour: str) -> None:
    """The words stand out from the colour below them."""
    drawn, _ = badge(colour, title="Log")
    _, message = drawn.iter(f"{SVG}text")
    assert colours.contrast(message.get("fill"), colour) >= 4.5


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names(text: str) -> None:
    """A hostile name is text in a drawing that is well-formed."""
    drawn, data = badge(title=f"T {text}")
    assert {"svg", "title", "rect", "path", "g", "text"} == {
        element.tag.removeprefix(SVG) for element in drawn.iter()
    }
    assert data["message"]


def test_hostile_kinds() -> None:
    """What a library calls its kinds is text too."""
    kinds = {"pattern": {"title": "</text><script>", "plural": "x"}}
    made = catalogue({"odd.md": entry(title="Log")}, kinds=kinds)
    found = contents(Previews(made, ABOUT).files())
    drawn = ElementTree.fromstring(found["badge/odd.svg"])  # noqa: S314 - our own
    assert ["Log", "</text><script>"] == [text.text for text in drawn.iter(f"{SVG}text")]


@given(texts)
def test_any_name(title: str) -> None:
    """Any name makes a drawing that is well-formed."""
    badge(title=title)


@pytest.mark.parametrize("title", ["循環", "حلقة التغذية", "हिन्दी"])
def test_letters_that_the_table_lacks(title: str) -> None:
    """Words of other scripts have room, as far as it can be guessed, and aren't spread: their letters may join."""
    drawn, _ = badge(title=title)
    label, message = drawn.iter(f"{SVG}text")
    assert label.get("textLength") is None
    assert message.get("textLength") is not None
    assert float(message.get("x")) >= 6 * len(title.replace(" ", ""))
