from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import models
from helpers import library
from trimtab.core import simulation
from trimtab.core.simulation import Compiled
from trimtab.site.plotting import FULL, PLAIN, SMALL, Course, Frame, Plan, Series, nodes, plot_svg
from trimtab.site.shapes import spread, thin, wrapped
from trimtab.site.simulations import course_of, model_of, plan_of
from trimtab.site.ticks import power_of, power_word, scale, tick_label, until

STYLES = Path(__file__).parents[2] / "plugins/trimtab/theme/assets/trimtab/instruments/simulation.css"
SVG = "{http://www.w3.org/2000/svg}"
LETTER = 6.4
"""How wide a letter is, at most on the average."""


@cache
def known() -> dict[str, Compiled]:
    """The tests' models and our own library's."""
    odd = {entry.slug: model_of(entry) for entry in library(models.files()).entries}
    return {**{name: model for name, model in odd.items() if model}, **models.own()}


every_model = pytest.mark.parametrize("name", known())
every_frame = pytest.mark.parametrize("frame", [FULL, SMALL, PLAIN], ids=["full", "small", "plain"])


@cache
def courses(name: str) -> list[Course]:
    """The runs of a model, the base run first."""
    model = known()[name]
    return [course_of(simulation.run(model, moved)) for moved in models.settings(model, 1)]


def drawings(name: str, frame: Frame = FULL) -> Iterator[str]:
    """The plots of a model's runs, with the base run behind the others."""
    for course in courses(name):
        yield drawn(name, course, frame)


def drawn(name: str, course: Course, frame: Frame = FULL) -> str:
    """The plot of a run, with the base run behind if it is another."""
    base = courses(name)[0]
    ghost = None if course is base else base
    return plot_svg(
        plan_of(known()[name]),
        course,
        ghost,
        frame=frame,
        ident="case",
        title="A plot",
        description="What it shows",
    )


def parsed(svg: str) -> ElementTree.Element:
    """The elements of a drawing."""
    return ElementTree.fromstring(svg)  # noqa: S314 - made by ourselves


def texts(svg: str, name: str) -> list[tuple[float, float, str]]:
    """The texts of one class: place and words."""
    return [
        (float(text.get("x", "")), float(text.get("y", "")), text.text or "")
        for text in parsed(svg).iter(f"{SVG}text")
        if name in text.get("class", "").split()
    ]


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 1, 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0, 120, 5, ["0", "50", "100", "150"]),
        (0, 3.2, 4, ["0", "2", "4"]),
        (-6.3, 32, 4, ["−20", "0", "20", "40"]),
        (-5, -1, 4, ["−6", "−4", "−2", "0"]),
        (36.2, 37.9, 5, ["36.0", "36.5", "37.0", "37.5", "38.0"]),
        (0, 0.3, 4, ["0", "0.2", "0.4"]),
        (0, 9999, 5, ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]),
        (0, 0.0004, 5, ["0", "0.0001", "0.0002", "0.0003", "0.0004"]),
        (0, 3, 4, ["0", "2", "4"]),
    ],
)
def test_ticks(low: float, high: float, count: int, expected: list[str]) -> None:
    """An axis has a few round marks that hold everything between them."""
    found = scale(low, high, count)
    assert expected == [tick_label(mark, found.exponent) for mark in found.marks]
    assert found.low <= low < high <= found.high


@pytest.mark.parametrize(
    ("end", "count", "expected"),
    [
        (52, 5, ["0", "10", "20", "30", "40", "50"]),
        (40, 5, ["0", "10", "20", "30", "40"]),
        (1, 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0.3, 5, ["0", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]),
        (365, 4, ["0", "100", "200", "300"]),
    ],
)
def test_times(end: float, count: int, expected: list[str]) -> None:
    """Time has round marks from its beginning on, and none after its end."""
    found = until(end, count)
    assert expected == [tick_label(mark, found.exponent) for mark in found.marks]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, ""),
        (9_999, ""),
        (10_000, "thousands"),
        (2.5e6, "millions"),
        (1e15, "× 10^15"),
        (0.01, ""),
        (0.0099, "thousandths"),
    ],
)
def test_powers(most: float, expected: str) -> None:
    """Long numbers are shortened, and the axis says by what."""
    assert expected == power_word(power_of(most))


@given(st.floats(-1e15, 1e15), st.floats(1e-9, 1e15), st.integers(4, 6))
def test_ticks_hold_whatever_is_drawn(low: float, size: float, count: int) -> None:
    """Marks are few, rise, and reach from below the lowest value to above the highest, but for a hair."""
    high = low + size
    if high - low < 1e-9 * max(abs(low), abs(high)) or high == low:
        return
    found = scale(low, high, count)
    assert 2 <= len(found.marks) <= 3 * count
    assert all(one < other for one, other in pairwise(found.marks))
    hair = 1e-6 * (high - low)
    assert found.low <= low + hair
    assert high - hair <= found.high


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("backlog", ["backlog"]),
        ("people who left", ["people who left"]),
        ("people who have left", ["people who have", "left"]),
        ("unpronounceablylong", ["unpronounceabl-", "ylong"]),
        ("a b " * 15, ["a b a b a b a b", "a b a b a b a b", "a b a b a b a …"]),
    ],
)
def test_names_are_wrapped(label: str, expected: list[str]) -> None:
    """A name takes at most three lines, and no line is longer than the column beside the plot."""
    assert expected == wrapped(label.strip(), 15)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(5, 30)), max_size=6))
def test_names_are_spread(labels: list[tuple[float, float]]) -> None:
    """Labels stay between the edges and don't touch, in the order of their lines, where there is room for them."""
    places, sizes = [place for place, _ in labels], [size for _, size in labels]
    bottom = max(100.0, sum(sizes))
    found = spread(places, sizes, 0.0, bottom)
    order = sorted(range(len(found)), key=lambda index: (places[index], index))
    for index in order:
        assert -1e-6 <= found[index] - sizes[index] / 2
        assert found[index] + sizes[index] / 2 <= bottom + 1e-6
    for one, other in pairwise(order):
        assert found[one] + sizes[one] / 2 <= found[other] - sizes[other] / 2 + 1e-6


@given(st.lists(st.floats(0, 150), min_size=1, max_size=400))
def test_lines_keep_their_shape(values: list[float]) -> None:
    """A thinned line begins, ends, peaks and dips where the whole one does, and every point left out is near it."""
    points = [(270.0 * index / max(1, len(values) - 1), value) for index, value in enumerate(values)]
    kept = thin(points, 0.0, 0.25)
    assert [points[0], points[-1]] == [kept[0], kept[-1]]
    assert abs(max(values) - max(y for _, y in kept)) <= 0.25
    assert abs(min(values) - min(y for _, y in kept)) <= 0.25
    assert len(kept) <= 2 * 136 + 2
    if len(values) <= 136:
        for x, y in points:
            (x0, y0), (x1, y1) = next((a, b) for a, b in pairwise([*kept, kept[-1]]) if a[0] <= x <= b[0])
            near = y0 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
            assert abs(y - near) <= 0.25 + 1e-9


@every_frame
@every_model
def test_plots_are_well_formed(name: str, frame: Frame) -> None:
    """A plot is one XML element with title and description, and nothing in it but lines and words."""
    for svg in drawings(name, frame):
        root = parsed(svg)
        assert ("img", "case-title case-desc") == (root.get("role"), root.get("aria-labelledby"))
        assert ["A plot", "What it shows"] == [root[0].text, root[1].text]
        assert {"path", "text"} >= {child.tag.removeprefix(SVG) for child in list(root)[2:]}
        attributes = {one for element in root.iter() for one in element.attrib}
        assert attributes <= {
            "class", "role", "aria-labelledby", "viewBox", "preserveAspectRatio", "font-size", "id", "d", "x", "y",
            "text-anchor"
        }  # fmt: skip


@every_frame
@every_model
def test_plots_leave_colours_to_the_stylesheet(name: str, frame: Frame) -> None:
    """Every class is one that the stylesheet paints."""
    painted = set(re.findall(r"\.(tt-plot[\w-]*)", STYLES.read_text(encoding="utf-8")))
    found = re.findall(r'class="([^"]*)"', "".join(drawings(name, frame)))
    used = {one for value in found for one in value.split()}
    assert set() == used - painted


@every_frame
@every_model
def test_lines_are_short_and_inside(name: str, frame: Frame) -> None:
    """A line is at most 4 kB of text, in tenths, and lies within its drawing."""
    for svg in drawings(name, frame):
        root = parsed(svg)
        *_, width, height = map(float, root.get("viewBox", "").split())
        for path in root.iter(f"{SVG}path"):
            way = path.get("d", "")
            assert len(way) <= 4000
            assert not re.search(r"\.\d\d|e|n", way)
            if "tt-plot-line" in path.get("class", ""):
                numbers = [float(number) for number in way[1:].split()]
                assert all(0 <= x <= width for x in numbers[::2])
                assert all(0 <= y <= height for y in numbers[1::2])


@pytest.mark.parametrize("frame", [FULL, SMALL], ids=["full", "small"])
@every_model
def test_names_do_not_overlap(name: str, frame: Frame) -> None:
    """Every quantity is named beside its line; no two lines of words share a place, and none leaves the drawing."""
    labels = [line.part.label for line in known()[name].lines]
    for course in courses(name):
        svg = drawn(name, course, frame)
        found = sorted(texts(svg, "tt-plot-name"), key=lambda text: text[1])
        _, _, width, height = map(float, parsed(svg).get("viewBox", "").split())
        assert all(second[1] - first[1] >= frame.leading - 0.2 for first, second in pairwise(found))
        assert all(0 < y < height and x + len(text) * LETTER <= width + 2 for x, y, text in found)
        shown = "".join(text for *_, text in found).replace("-", "").replace(" ", "")
        if course.times:
            assert all(label.split(" ")[0][:14] in shown for label in labels)


@every_model
def test_ticks_do_not_overlap(name: str) -> None:
    """Numbers along the axes keep apart, and none is cut off at the left."""
    for svg in drawings(name):
        found = texts(svg, "tt-plot-tick")
        beside = [(x, y, text) for x, y, text in found if x < FULL.left]
        below = [(x, y, text) for x, y, text in found if x >= FULL.left]
        assert all(abs(one[1] - other[1]) >= 11 for one, other in pairwise(beside))
        assert all(x - len(text) * LETTER >= 0 for x, _, text in beside), beside
        assert all(
            one[0] + len(one[2]) * LETTER / 2 < other[0] - len(other[2]) * LETTER / 2
            for one, other in pairwise(below)
        )


def plan(*units: str) -> Plan:
    """A plan with one series for each unit given."""
    axes = list(dict.fromkeys(units))
    series = tuple(Series(f"s{at}", f"s {at}", unit, axes.index(unit)) for at, unit in enumerate(units))
    return Plan(series, "week", 2.0)


def test_each_unit_has_a_panel() -> None:
    """Quantities of one unit share a scale, those of another stand below on their own."""
    values = {"s0": [0.0, 1.0, 2.0], "s1": [0.0, 900.0, 40.0], "s2": [2.0, 2.0, 1.0]}
    found = list(nodes(plan("m", "kg", "m"), Course([0.0, 1.0, 2.0], values), None, FULL))
    units = [text for tag, names, text in found if names["class"] == "tt-plot-unit"]
    assert ["m", "kg", "week"] == units
    lines = [names["d"] for tag, names, _ in found if "tt-plot-line" in names["class"]]
    assert ["M46 152 312 32", "M46 32 179 32 312 92", "M46 304 179 196 312 299.2"] == lines


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([5.0, 5.0], ["0", "1", "2", "3", "4", "5"]),
        ([100.0, 90.0], ["90", "92", "94", "96", "98", "100"]),
        ([0.0, 0.0], ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ([-4.0, -8.0], ["−8", "−6", "−4", "−2", "0"]),
        ([100.0, 99.5], ["0", "20", "40", "60", "80", "100"]),
        ([1e300, -1e300], None),
    ],
)
def test_scales_tell_the_truth(values: list[float], expected: list[str] | None) -> None:
    """A scale has its zero, but for values that differ by a little: neither noise nor a large base hides what moves."""
    found = nodes(plan("m"), Course([0.0, 2.0], {"s0": values}), None, FULL)
    ticks = [text for _, names, text in found if names["class"] == "tt-plot-tick" and names["x"] == "40"]
    if expected is not None:
        assert expected == ticks
    assert len(ticks) < 9


def test_a_run_that_stops_ends_in_the_plot() -> None:
    """The line ends where the values do, a mark stands where they ran away, and the base run goes on behind."""
    base, boiling, *_ = courses("runaway")
    svg = drawn("runaway", boiling)
    root = parsed(svg)
    (line,) = [one for one in root.iter(f"{SVG}path") if one.get("class") == "tt-plot-line tt-plot-1"]
    (ghost,) = [one for one in root.iter(f"{SVG}path") if "tt-plot-ghost" in one.get("class", "")]
    (stop,) = [one for one in root.iter(f"{SVG}path") if one.get("class") == "tt-plot-stop"]
    assert float(line.get("d", "").split()[-2]) < float(stop.get("d", "")[1:].split()[0]) < FULL.right
    assert FULL.right == float(ghost.get("d", "").split()[-2])
    assert "tt-plot-stop" not in drawn("runaway", base)


@pytest.mark.parametrize(
    "text", ["</svg><script>alert(1)</script>", "\"'><img src=x>", "bell \a and \ud800", "&lt;b&gt;"]
)
def test_words_stay_words(text: str) -> None:
    """Whatever stands in a title, a description or a unit, it stays text."""
    one = Plan((Series("s0", "s", text, 0),), text, 2.0)
    course = Course([0.0, 2.0], {"s0": [0.0, 1.0]})
    svg = plot_svg(one, course, ident="case", title=text, description=text)
    assert {"svg", "title", "desc", "path", "text"} == {
        part.tag.removeprefix(SVG) for part in parsed(svg).iter()
    }
    assert svg == svg.encode().decode()
