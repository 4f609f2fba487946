"""Runs of a simulation as line plots in SVG.

The rule of drawing, which `instruments/simulation/plot.js` and the files beside it follow too, number for number:

- Quantities of one unit share a panel; panels stand below each other over one time axis.
- A panel's scale runs between round numbers around all that it shows, the base run included, so that it seldom changes
  while a reader tries values. It includes zero, unless the values differ by less than a fifth of their size.
- A line has at most two points (lowest, highest) in each column of two units, and none of them that a straight line
  between its neighbours meets within the tolerance.
- Names stand at the lines' ends, pushed apart where they would touch, and each line has dashes of its own.
- Coordinates are rounded to tenths.

The drawing carries classes, never colours: `simulation.css` paints it for light, dark and print.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from trimtab.site.shapes import Point, clipped, spread, thin, wrapped
from trimtab.site.ticks import Scale, power_of, power_word, scale, tick_label, until

LIMIT = 1e15
"""What is beyond it is drawn there."""
STYLES = 6
"""How many lines look different."""
_LEAST = 1e-12
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Node = tuple[str, Mapping[str, str], str]
"""A tag, its attributes and its text."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of a drawing, in its own units."""

    width: int
    left: int
    right: int
    """From `left` to `right` time runs; names stand beyond."""
    head: int
    """The band above each panel, for its unit."""
    single: int
    """The height of a panel that is the only one."""
    shared: int
    """The height of each of several."""
    foot: int
    font: int
    leading: int
    letters: int
    """How many letters of a name stand in a line."""
    tolerance: float
    ticks: bool
    names: bool


FULL = Frame(
    width=420,
    left=46,
    right=312,
    head=32,
    single=190,
    shared=120,
    foot=26,
    font=12,
    leading=14,
    letters=15,
    tolerance=0.25,
    ticks=True,
    names=True,
)
SMALL = replace(FULL, width=250, left=2, right=146, head=14, single=84, shared=56, foot=8, ticks=False)
PLAIN = replace(SMALL, width=148, names=False)
"""Lines alone, to stand beside a drawing that names them."""


@dataclass(frozen=True, slots=True)
class Series:
    """A quantity that is drawn."""

    name: str
    label: str
    unit: str
    axis: int


@dataclass(frozen=True, slots=True)
class Course:
    """What a run did."""

    times: Sequence[float]
    values: Mapping[str, Sequence[float]]
    """By the names of the series."""
    stopped: float | None = None
    """When a value ran away."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What all drawings of a model share."""

    series: tuple[Series, ...]
    unit: str
    """One unit of time."""
    stop: float


def plot_svg(
    plan: Plan,
    course: Course,
    ghost: Course | None = None,
    *,
    frame: Frame = FULL,
    ident: str,
    title: str,
    description: str,
) -> str:
    """Draw a run as one SVG element.

    Args:
        plan: what is drawn over which time.
        course: the run.
        ghost: a run to compare with, drawn pale behind it.
        frame: the measures.
        ident: what the ids in the drawing start with; unique on the page.
        title: the drawing's name.
        description: what it shows, in words.
    """
    height = _tops(plan, frame)[-1] + _panel_height(plan, frame) + frame.foot
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tt-plot" role="img"'
        f' aria-labelledby="{ident}-title {ident}-desc" viewBox="0 0 {frame.width} {height}"'
        f' preserveAspectRatio="xMinYMid" font-size="{frame.font}">',
        f'<title id="{ident}-title">{_text(title)}</title>',
        f'<desc id="{ident}-desc">{_text(description)}</desc>',
        *(_markup(node) for node in nodes(plan, course, ghost, frame)),
        "</svg>",
    ]
    return "".join(parts)


def nodes(plan: Plan, course: Course, ghost: Course | None, frame: Frame) -> Iterator[Node]:
    """The elements of a drawing, in order."""
    for axis, top in zip(_axes(plan), _tops(plan, frame), strict=True):
        yield from _Panel(plan, course, ghost, frame, axis, top).nodes()
    if frame.ticks:
        yield from _time_axis(plan, frame)


def _axes(plan: Plan) -> list[int]:
    return list(dict.fromkeys(series.axis for series in plan.series))


def _panel_height(plan: Plan, frame: Frame) -> int:
    """High enough for the names as well, if they all belong to one panel."""
    names = max(
        sum(
            len(wrapped(series.label, frame.letters)) * frame.leading + 4
            for series in plan.series
            if series.axis == axis
        )
        for axis in _axes(plan)
    )
    return max(frame.single if len(_axes(plan)) == 1 else frame.shared, names if frame.names else 0)


def _tops(plan: Plan, frame: Frame) -> list[int]:
    each = frame.head + _panel_height(plan, frame)
    return [frame.head + index * each for index in range(len(_axes(plan)))]


def _x(plan: Plan, frame: Frame, time: float) -> float:
    return frame.left + (frame.right - frame.left) * time / plan.stop


class _Panel:
    """The drawing of the quantities of one unit."""

    def __init__(
        self, plan: Plan, course: Course, ghost: Course | None, frame: Frame, axis: int, top: int
    ) -> None:
        self._plan, self._course, self._ghost, self._frame = plan, course, ghost, frame
        self._top, self._bottom = top, top + _panel_height(plan, frame)
        self._series = [
            (index % STYLES + 1, one) for index, one in enumerate(plan.series) if one.axis == axis
        ]
        self._scale = self._fitting()

    def _fitting(self) -> Scale:
        shown = [
            _limited(value)
            for course in (self._course, self._ghost)
            if course is not None
            for _, series in self._series
            for value in course.values[series.name]
        ]
        low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
        most = max(abs(low), abs(high))
        if not 0.01 * most < high - low < 0.2 * most:
            low, high = min(low, 0.0), max(high, 0.0)
        if high - low < _LEAST:
            high = low + 1.0
        return scale(low, high, 5 if self._bottom - self._top >= 150 else 4)

    def _y(self, value: float) -> float:
        part = (_limited(value) - self._scale.low) / (self._scale.high - self._scale.low)
        return self._bottom - (self._bottom - self._top) * part

    def nodes(self) -> Iterator[Node]:
        """The elements, those behind first."""
        if self._frame.ticks:
            yield from self._value_axis()
        else:
            base = self._y(max(self._scale.low, min(self._scale.high, 0.0)))
            yield _path("tt-plot-axis", f"M{_n(self._frame.left)} {_n(base)}H{_n(self._frame.right)}")
        if self._ghost is not None:
            for style, series in self._series:
                yield from self._line(series, self._ghost, f"tt-plot-line tt-plot-ghost tt-plot-{style}")
        for style, series in self._series:
            yield from self._line(series, self._course, f"tt-plot-line tt-plot-{style}")
        yield from self._end()
        if self._frame.names:
            yield from self._names()

    def _value_axis(self) -> Iterator[Node]:
        frame, marks = self._frame, self._scale
        power = power_of(max(abs(marks.low), abs(marks.high)))
        unit = ", ".join(filter(None, (self._series[0][1].unit, power_word(power))))
        if unit:
            yield _words("tt-plot-unit", 0, self._top - 14, clipped(unit, 50))
        for mark in marks.marks:
            y = self._y(marks.value(mark))
            yield _path(
                "tt-plot-grid" if mark else "tt-plot-axis", f"M{_n(frame.left)} {_n(y)}H{_n(frame.right)}"
            )
            label = tick_label(mark, marks.exponent - power)
            yield _words("tt-plot-tick", frame.left - 6, y + 4, label, anchor="end")

    def _line(self, series: Series, course: Course, name: str) -> Iterator[Node]:
        points = self._points(series, course)
        if points:
            kept = thin(points, self._frame.left, self._frame.tolerance)
            yield _path(name, "M" + " ".join(f"{_n(x)} {_n(y)}" for x, y in kept))

    def _points(self, series: Series, course: Course) -> list[Point]:
        return [
            (_x(self._plan, self._frame, time), self._y(value))
            for time, value in zip(course.times, course.values[series.name], strict=True)
        ]

    def _end(self) -> Iterator[Node]:
        """Where a run stopped."""
        if self._course.stopped is not None:
            x = _n(_x(self._plan, self._frame, self._course.stopped))
            yield _path("tt-plot-stop", f"M{x} {_n(self._top)}V{_n(self._bottom)}")

    def _names(self) -> Iterator[Node]:
        frame = self._frame
        ends = [
            (style, wrapped(series.label, frame.letters), points[-1])
            for style, series in self._series
            if (points := self._points(series, self._course))
        ]
        sizes = [len(lines) * frame.leading + 4 for _, lines, _ in ends]
        # Half a line may stand beyond the panel's edges.
        reach = frame.leading / 2
        middles = spread([y for _, _, (_, y) in ends], sizes, self._top - reach, self._bottom + reach)
        for (style, lines, (x, y)), middle in zip(ends, middles, strict=True):
            if abs(middle - y) > 3 or x < frame.right - 1:
                lead = f"M{_n(x + 2)} {_n(y)}L{_n(frame.right + 3)} {_n(middle)}"
                yield _path(f"tt-plot-lead tt-plot-{style}", lead)
            first = middle - (len(lines) - 1) * frame.leading / 2 + 4
            for number, line in enumerate(lines):
                place = first + number * frame.leading
                yield _words(f"tt-plot-name tt-plot-{style}", frame.right + 6, place, line)


def _time_axis(plan: Plan, frame: Frame) -> Iterator[Node]:
    bottom = _tops(plan, frame)[-1] + _panel_height(plan, frame)
    marks = until(plan.stop, 5)
    power = power_of(plan.stop)
    yield _path("tt-plot-axis", f"M{_n(frame.left)} {_n(bottom)}H{_n(frame.right)}")
    for mark in marks.marks:
        x = _x(plan, frame, marks.value(mark))
        yield _path("tt-plot-axis", f"M{_n(x)} {_n(bottom)}v4")
        label = tick_label(mark, marks.exponent - power)
        yield _words("tt-plot-tick", x, bottom + 18, label, anchor="middle")
    unit = ", ".join(filter(None, (plan.unit, power_word(power))))
    yield _words("tt-plot-unit", frame.right + 18, bottom + 18, clipped(unit, frame.letters - 2))


def _limited(value: float) -> float:
    return max(-LIMIT, min(LIMIT, value))


def _path(name: str, path: str) -> Node:
    return "path", {"class": name, "d": path}, ""


def _words(name: str, x: float, y: float, text: str, *, anchor: str = "") -> Node:
    place = {"class": name, "x": _n(x), "y": _n(y)}
    return "text", ({**place, "text-anchor": anchor} if anchor else place), text


def _markup(node: Node) -> str:
    tag, attributes, text = node
    given = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{given}>{_text(text)}</{tag}>"


def _text(text: str) -> str:
    """A text for XML and HTML alike; what XML can't hold becomes a replacement mark."""
    return html.escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _n(number: float) -> str:
    """A coordinate to one decimal, rounded as JavaScript can round too."""
    return f"{math.floor(number * 10 + 0.5) / 10:g}"
