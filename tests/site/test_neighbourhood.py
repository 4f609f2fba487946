from __future__ import annotations

import posixpath
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builds import available, config_of
from helpers import library
from trimtab import Library, load
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.neighbourhood import (
    MOST,
    Drawing,
    Neighbourhood,
    arrange,
    neighbourhood,
    neighbourhood_svg,
)
from trimtab.site.views import Group, Item, Value

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "plugins/trimtab/theme/assets/trimtab/trimtab.css"
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
LARGEST = 6 * 1024
"""How many bytes a drawing may add to a page."""


def item(title: str, url: str) -> Item:
    """An entry as lists show it."""
    return Item(title, url, "", "", "pattern", "Pattern")


def hood(
    related: dict[str, int | list[str]], subjects: dict[str, list[str]] | None = None, title: str = "Middle"
) -> Neighbourhood:
    """A neighbourhood of so many entries, or of these titles, by reading."""
    groups = []
    for at, (reading, wanted) in enumerate(related.items()):
        names = wanted if isinstance(wanted, list) else [f"Entry {at}-{number}" for number in range(wanted)]
        groups.append(
            Group(reading, tuple(item(name, f"{at}-{number}/") for number, name in enumerate(names)))
        )
    about = [
        (reading, [Value(name, f"archetypes/{name.lower()}/") for name in names])
        for reading, names in (subjects or {}).items()
    ]
    return neighbourhood(Value(title, "middle/"), groups, about)


def counts(view: Neighbourhood) -> list[tuple[str, int, int]]:
    """The readings, with how many are drawn and how many aren't."""
    return [(circle.reading, len(circle.ends), circle.more) for circle in view.circles]


def parsed(svg: str) -> ElementTree.Element:
    """A drawing as XML."""
    return ElementTree.fromstring(svg)  # noqa: S314 - made by ourselves


def faults(drawing: Drawing) -> list[str]:
    """What can't be read: texts that meet or are cut off, and rays that run through a text."""
    labels = [drawing.middle, *drawing.labels]
    found = [
        f"{one.lines} meets {other.lines}"
        for one, other in combinations(labels, 2)
        if one.box.overlaps(other.box)
    ]
    for label in labels:
        box = label.box
        if (
            min(box.left, box.top) < -0.1
            or box.right > drawing.width + 0.1
            or box.bottom > drawing.height + 0.1
        ):
            found.append(f"{label.lines} is cut off")
    centre = drawing.middle.box.centre
    for ray in drawing.rays:
        for step in range(1, 41):
            x = centre.x + (ray.end.x - centre.x) * step / 40
            y = centre.y + (ray.end.y - centre.y) * step / 40
            found += [
                f"a ray runs through {label.lines}" for label in drawing.labels if label.box.holds((x, y))
            ]
    return found


# Who is drawn


def test_all_of_a_few() -> None:
    """Few neighbours are all drawn, relations first, then subjects."""
    view = hood({"Requires": 2, "Required by": 1}, {"Archetypes": ["Drift"]})

    assert [("Requires", 2, 0), ("Required by", 1, 0), ("Archetypes", 1, 0)] == counts(view)
    assert [True, True, False] == [circle.written for circle in view.circles]


def test_some_of_each_kind_of_many() -> None:
    """Of many, each kind of tie has its share, and the rest is counted."""
    view = hood({"Requires": 3, "Required by": 30}, {"Archetypes": ["Drift", "Rot"]})

    assert [("Requires", 3, 0), ("Required by", 2, 28), ("Archetypes", 2, 0)] == counts(view)


def test_one_more_is_drawn() -> None:
    """A neighbour that alone would be left out is drawn: to say so takes as much room."""
    assert [("Requires", MOST + 1, 0)] == counts(hood({"Requires": MOST + 1}))
    assert [("Requires", MOST, 2)] == counts(hood({"Requires": MOST + 2}))


def test_more_readings_than_places() -> None:
    """Where there are more kinds of ties than places, the others are counted together."""
    view = hood({f"Reading {number}": 2 for number in range(MOST + 3)})

    assert (MOST, 6) == (len(view.circles), view.more)
    assert "and 6 more" in neighbourhood_svg(view)
    assert [] == faults(arrange(view))


def test_each_neighbour_once() -> None:
    """An entry that is tied in two ways is drawn where it comes first; the entry itself and bare names never."""
    groups = [
        Group("Requires", (item("Log", "log/"), item("Middle", "middle/"), item("wanted", ""))),
        Group("Goes well with", (item("Log", "log/"),)),
    ]
    view = neighbourhood(Value("Middle", "middle/"), groups, [("Archetypes", [Value("Unknown")])])

    assert [("Requires", 1, 0)] == counts(view)


def test_nobody() -> None:
    """An entry that is tied to nothing has no drawing."""
    assert "" == neighbourhood_svg(hood({}))


# Where they stand


@pytest.mark.parametrize(
    "view",
    [
        hood({"Requires": 1}),
        hood({"Requires": 40}),
        hood({"Requires": 5, "Required by": 5}, {"Archetypes": ["A", "B"], "Mental models": ["C"]}),
        hood(
            {"Requires": ["Donaudampfschifffahrtsgesellschaftskapitän " * 4, "W" * 60, "水" * 40, "a " * 90]}
        ),
        hood({"A reading that an owner made far too long for its own good": 3}),
        hood({"Requires": 3}, title="Transcending " * 9),
        hood({"Requires": 3}, title="W" * 16),
    ],
    ids=["one", "many", "both", "long", "reading", "title", "wide"],
)
def test_nothing_meets(view: Neighbourhood) -> None:
    """Whatever the number and length of texts, none meets another, none is cut off, and no ray runs through one."""
    assert [] == faults(arrange(view))


@settings(max_examples=60)
@given(
    st.dictionaries(st.text("abc xyz", min_size=1, max_size=30), st.integers(0, 9), max_size=9),
    st.text("mW -é水", max_size=70),
)
def test_nothing_meets_in_any(related: dict[str, int | list[str]], title: str) -> None:
    """However many ties of however many kinds, nothing meets."""
    view = hood(related, title=title)
    assert not view.circles or [] == faults(arrange(view))


@pytest.mark.parametrize("name", ["own", "hostile", "commons-os"])
def test_every_entry(name: str, tmp_path: Path) -> None:
    """In whole libraries nothing meets, links arrive and tell all that is drawn, and pages stay small."""
    if not available(name):
        pytest.skip(f"the sample {name} is not beside the checkout")
    whole = Library.read(load(config_of(name, tmp_path)))
    catalogue = Catalogue(whole)
    views = EntryViews(catalogue)
    pages = {catalogue.url(entry.path) for entry in whole.entries}
    drawn = 0
    for entry in whole.entries:
        view = views.neighbourhood(entry)
        svg = neighbourhood_svg(view)
        if not view.circles:
            assert "" == svg
            continue
        drawn += 1
        assert [] == faults(arrange(view)), entry.path
        assert len(svg.encode()) <= LARGEST or name == "hostile", entry.path
        root = parsed(svg)
        links = [link.get(HREF, "") for link in root.iter(f"{SVG}a")]
        own = posixpath.dirname(catalogue.url(entry.path))
        assert {posixpath.normpath(posixpath.join(own, link)) + "/" for link in links} <= pages
        told = {link[0].text for link in root.iter(f"{SVG}a")}
        assert {f"{circle.reading}: {end.text}" for circle in view.circles for end in circle.ends} == told
    assert drawn


# How it is drawn


def test_in_words() -> None:
    """The drawing has a name, which says how much of all is drawn where that isn't all of it."""
    few, many = (
        parsed(neighbourhood_svg(hood({"Requires": ["Log", "Rota"], "Required by": count})))
        for count in (1, 40)
    )
    assert ("group", "Neighbourhood of Middle") == (few.get("role"), few.get("aria-label"))
    assert f"Neighbourhood of Middle: {MOST} of 42" == many.get("aria-label")


def test_links() -> None:
    """Each neighbour is a link, named by its tie and its whole title, that leads on from the entry's page."""
    long = "A title that goes on and on until no three lines of any drawing can hold it"
    links = list(parsed(neighbourhood_svg(hood({"Requires": [long]}))).iter(f"{SVG}a"))

    assert [("../0-0/", f"Requires: {long}")] == [(link.get(HREF), link[0].text) for link in links]
    assert ["…"] == [(line.text or "")[-1] for line in list(links[0].iter(f"{SVG}tspan"))[-1:]]


@pytest.mark.parametrize(
    ("directories", "path", "expected"),
    [
        (True, "a.md", "../b/"),
        (False, "a.md", "b.html"),
        (True, "cases/a.md", "../../b/"),
        (False, "cases/a.md", "../b.html"),
    ],
)
def test_addresses(directories: bool, path: str, expected: str) -> None:
    """Links are relative to the entry's page, in the form that the site uses."""
    catalogue = Catalogue(
        library({path: "---\ntitle: A\nrelations: {requires: [b]}\n---\n", "b.md": "---\ntitle: B\n---\n"}),
        directories=directories,
    )
    entry = catalogue.library.by_path[path].entry
    assert entry is not None
    svg = EntryViews(catalogue).view(entry).neighbourhood
    assert [expected] == [link.get(HREF) for link in parsed(svg).iter(f"{SVG}a")]


ENTRIES = {
    "log.md": "---\ntitle: Log\narchetypes: [drift, planned:rot]\nmental_models: [law]\n"
    "relations: {requires: [rota, nobody]}\n---\n",
    "rota.md": "---\ntitle: Rota\n---\n",
    "archetypes/drift.md": "---\ntitle: Drift\n---\n",
    "mental-models/law.md": "---\ntitle: Law\n---\n",
    "cases/winter.md": "---\ntitle: Winter\narchetypes: [drift]\n---\n",
    "lonely.md": "---\ntitle: Lonely\n---\n",
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("log.md", [("Requires", ["Rota"]), ("Archetypes", ["Drift"]), ("Mental models", ["Law"])]),
        ("rota.md", [("Required by", ["Log"])]),
        ("archetypes/drift.md", [("Patterns that help", ["Log"]), ("Cases", ["Winter"])]),
        ("mental-models/law.md", [("Patterns that build on it", ["Log"])]),
        ("lonely.md", []),
    ],
)
def test_neighbours_of_entries(path: str, expected: list[tuple[str, list[str]]]) -> None:
    """An entry's neighbours are its relations from both ends and its subjects; a subject's, those about it."""
    catalogue = Catalogue(library(ENTRIES))
    entry = catalogue.library.by_path[path].entry
    assert entry is not None
    view = EntryViews(catalogue).neighbourhood(entry)
    assert expected == [(circle.reading, [end.text for end in circle.ends]) for circle in view.circles]


@pytest.mark.parametrize(
    "text",
    ["</svg><script>alert(1)</script>", "\"><img src=x onerror='alert(1)'>", "<!-- & ]]>", "&lt;b&gt;"],
)
def test_texts_stay_texts(text: str) -> None:
    """Markup in a title, a reading or an address is text."""
    view = neighbourhood(
        Value(text, "a/"), [Group(text, (item(text, f"{text}/"),))], [(text, [Value(text, "b/")])]
    )
    svg = neighbourhood_svg(view)
    names = {element.tag.removeprefix(SVG) for element in parsed(svg).iter()}
    assert names - {"tspan"} == {"svg", "title", "g", "path", "rect", "a", "text"}
    assert not [name for element in parsed(svg).iter() for name in element.attrib if name.startswith("on")]
    assert "<script" not in svg


def test_colours_are_the_stylesheet_s() -> None:
    """No style or colour is in the drawing; every class is one that the stylesheet knows."""
    svg = neighbourhood_svg(hood({"Requires": 40}, {"Archetypes": ["Drift"]}))
    assert not re.search(r"style=|fill=|stroke=|#[0-9a-f]{3}", svg)
    used = {name for value in re.findall(r'class="([^"]*)"', svg) for name in value.split()}
    assert used - {"tt-hood-relation"} <= set(
        re.findall(r"\.(tt-hood[\w-]*)", STYLES.read_text(encoding="utf-8"))
    )


def test_the_same_again() -> None:
    """Equal neighbourhoods give equal drawings."""
    assert neighbourhood_svg(hood({"Requires": 9})) == neighbourhood_svg(hood({"Requires": 9}))
