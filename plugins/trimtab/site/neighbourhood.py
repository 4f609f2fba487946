"""An entry's neighbourhood as a small drawing: the entry in the middle, round it what it is tied to.

Neighbours stand in two columns, under the words that say how they are tied, so that titles never meet and a phone shows
them at the size of text. The drawing carries classes, never colours.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import groupby
from math import ceil

from trimtab.core.loops.geometry import Box, Point
from trimtab.core.loops.text import LINE_LENGTH, text_width, wrap
from trimtab.site.views import Group, Item, Value

MOST = 6
"""How many neighbours are drawn, or a few more; the others are counted."""
_LINES = 3
"""How many lines a title gets; a longer one ends in an ellipsis."""
_SIZE, _LEADING = 14.0, 17.0
_SMALL, _SMALL_LEADING = 12.5, 16.0
_BOLDER = 1.08
_BASELINE = 0.36
_GAP = 9.0
"""Between two neighbours: with a line of text high enough for a finger."""
_GROUP_GAP = 16.0
_REACH = 18.0
"""How far a ray shows at least, between the entry in the middle and a column."""
_MIDDLE = 110.0
_PAD = 7.0
_MARGIN = 4.0
"""At the sides, for letters that are wider than thought."""
_DOT = 2.5
_AT_HAND = 4096
"""Of how many titles the lines and their widths are kept: most are drawn round many entries."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Neighbours that are tied to the entry in the same way."""

    reading: str
    """How the tie reads from the entry, such as `Required by`."""
    ends: tuple[Value, ...]
    more: int = 0
    """How many others aren't drawn."""
    written: bool = True
    """Whether the tie is a relation; else the entries share a subject."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """An entry and what is round it."""

    title: str
    url: str
    circles: tuple[Circle, ...]
    more: int = 0
    """How many neighbours have no circle that is drawn."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the drawing."""

    lines: tuple[str, ...]
    box: Box
    role: str
    """`entry`, `reading`, `end` or `more`."""
    anchor: str
    value: Value | None = None
    """What a neighbour's title leads to; its note is the reading."""


@dataclass(frozen=True, slots=True)
class Ray:
    """The line to a neighbour."""

    end: Point
    written: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A neighbourhood as geometry."""

    width: float
    height: float
    middle: Label
    labels: tuple[Label, ...]
    rays: tuple[Ray, ...]


def neighbourhood(
    entry: Value, related: Sequence[Group], subjects: Iterable[tuple[str, Sequence[Value]]]
) -> Neighbourhood:
    """Choose the neighbours of an entry that are drawn: of each kind of tie some, relations first.

    Args:
        entry: its title and address.
        related: its relations by reading; names without an entry have no address and don't count.
        subjects: what else it shares with others, such as its archetypes, by the word for the tie.
    """
    seen = {entry.url}
    circles: list[Circle] = []
    told = [(group.title, tuple(_value(item) for item in group.items), True) for group in related]
    told += [(reading, tuple(values), False) for reading, values in subjects]
    for reading, values, written in told:
        new = {value.url: value for value in values if value.url and value.url not in seen}
        seen |= new.keys()
        if new:
            circles.append(Circle(reading, tuple(new.values()), 0, written))
    counts = _share([len(circle.ends) for circle in circles])
    drawn = tuple(
        replace(circle, ends=circle.ends[:count], more=len(circle.ends) - count)
        for circle, count in zip(circles, counts, strict=True)
        if count
    )
    left = sum(len(circle.ends) for circle, count in zip(circles, counts, strict=True) if not count)
    return Neighbourhood(entry.text, entry.url, drawn, left)


def _value(item: Item) -> Value:
    return Value(f"{item.title} (in {item.library})" if item.library else item.title, item.url)


def _share(wanted: Sequence[int]) -> list[int]:
    """Deal the places out in turn, so that no kind of tie crowds out another."""
    given = [0] * len(wanted)
    for turn in range(MOST):
        for at, count in enumerate(wanted):
            if count > turn and sum(given) < MOST:
                given[at] += 1
    # One more is as short as “and 1 more”.
    return [one + (one > 0 and count - one == 1) for one, count in zip(given, wanted, strict=True)]


def arrange(view: Neighbourhood) -> Drawing:
    """Give every text its place: no two overlap, and no ray runs through one."""
    columns = _columns(view.circles)
    lines = _cut(view.title)
    inner = _width(lines, _SIZE) * _BOLDER + 2 * _PAD
    middle = max(_MIDDLE, inner + 2 * _REACH)
    wide = [max((label.box.width for label in column), default=0.0) + _MARGIN for column in columns]
    high = [max((label.box.bottom for label in column), default=0.0) for column in columns]
    own = len(lines) * _LEADING + 2 * _PAD
    height = max(*high, own)
    width = sum(wide) + middle
    labels: list[Label] = []
    rays: list[Ray] = []
    written = {circle.reading: circle.written for circle in view.circles}
    for at, column in enumerate(columns):
        edge = wide[0] if at == 0 else wide[0] + middle
        anchor = "end" if at == 0 else "start"
        for label in column:
            x = edge - label.box.width / 2 if at == 0 else edge + label.box.width / 2
            box = Box(x, label.box.y + (height - high[at]) / 2, label.box.width, label.box.height)
            labels.append(Label(label.lines, box, label.role, anchor, label.value))
            if label.value is not None:
                tip = Point(edge + 2 * _DOT * (1 if at == 0 else -1), box.y)
                rays.append(Ray(tip, written[label.value.note]))
    centre = Box(wide[0] + middle / 2, height / 2, inner, own)
    if view.more:
        rest = _label((f"and {view.more} more",), "more", top=height + _GAP, x=centre.x)
        labels.append(replace(rest, anchor="middle"))
        height = rest.box.bottom
    return Drawing(width, height, Label(lines, centre, "entry", "middle"), tuple(labels), tuple(rays))


def _columns(circles: Sequence[Circle]) -> tuple[list[Label], list[Label]]:
    """Put the circles on the left and on the right, each where there is more room; a large one on both.

    Returns:
        The labels of each column, from its top down; their place across is still to be found.
    """
    half = sum(len(circle.ends) for circle in circles) // 2
    parts: list[Circle] = []
    for circle in circles:
        count = len(circle.ends)
        if count > 2 and count > half:
            first = (count + 1) // 2
            parts.append(replace(circle, ends=circle.ends[:first], more=0))
            parts.append(replace(circle, ends=circle.ends[first:]))
        else:
            parts.append(circle)
    columns: tuple[list[Label], list[Label]] = ([], [])
    tops = [0.0, 0.0]
    for part in parts:
        at = 0 if tops[0] <= tops[1] else 1
        columns[at].extend(_labels(part, tops[at]))
        tops[at] = columns[at][-1].box.bottom + _GROUP_GAP
    return columns


def _labels(circle: Circle, top: float) -> Iterator[Label]:
    """The labels of a circle, from a height down."""
    reading = circle.reading
    first = _label((reading,) if len(reading) <= LINE_LENGTH else _cut(reading), "reading", top)
    yield first
    down = first.box.bottom
    for end in circle.ends:
        label = _label(_cut(end.text), "end", down, Value(end.text, end.url, reading))
        yield label
        down = label.box.bottom + _GAP
    if circle.more:
        yield _label((f"and {circle.more} more",), "more", down)


def _label(
    lines: tuple[str, ...], role: str, top: float, value: Value | None = None, *, x: float = 0.0
) -> Label:
    size, leading = _type_of(role)
    width, height = _width(lines, size), leading * len(lines)
    return Label(lines, Box(x, top + height / 2, width, height), role, "", value)


@lru_cache(_AT_HAND)
def _width(lines: tuple[str, ...], size: float) -> float:
    return max(text_width(line, size) for line in lines)


def _type_of(role: str) -> tuple[float, float]:
    """The font size of a role, and its line height."""
    return (_SIZE, _LEADING) if role in ("entry", "end") else (_SMALL, _SMALL_LEADING)


@lru_cache(_AT_HAND)
def _cut(text: str) -> tuple[str, ...]:
    lines = wrap(text)
    return lines if len(lines) <= _LINES else (*lines[: _LINES - 1], lines[_LINES - 1] + "…")


def neighbourhood_svg(view: Neighbourhood) -> str:
    """Draw a neighbourhood as one SVG element, with links that tell each tie in words.

    Returns:
        The element, the same for the same neighbourhood; an empty string where there are no neighbours.
    """
    if not view.circles:
        return ""
    drawing = arrange(view)
    wide, high = ceil(drawing.width), ceil(drawing.height)
    return "\n".join(
        (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            ' class="tt-hood" role="group"'
            f' aria-label="{escape(f"Neighbourhood of {view.title}{_counted(view)}")}"'
            f' width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
            f' font-size="{_n(_SIZE)}">',
            *_lines_to(drawing),
            *_middle(drawing.middle),
            *_texts(drawing, view.url),
            "</svg>",
        )
    )


def _counted(view: Neighbourhood) -> str:
    """What the name says beside the title: how much is drawn of how much."""
    drawn = sum(len(circle.ends) for circle in view.circles)
    more = view.more + sum(circle.more for circle in view.circles)
    return f": {drawn} of {drawn + more}" if more else ""


def _lines_to(drawing: Drawing) -> Iterator[str]:
    start = drawing.middle.box.centre
    for written, name in ((True, "relation"), (False, "subject")):
        tips = [ray.end for ray in drawing.rays if ray.written is written]
        if tips:
            path = "".join(f"M{_p(start)}L{_p(tip)}" for tip in tips)
            yield f'<path class="tt-hood-{name}" d="{path}"/>'
    dots = "".join(f"M{_n(ray.end.x)} {_n(ray.end.y)}h0" for ray in drawing.rays)
    yield f'<path class="tt-hood-dot" d="{dots}"/>'


def _middle(label: Label) -> Iterator[str]:
    box = label.box
    yield (
        f'<rect class="tt-hood-box" x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}"'
        f' height="{_n(box.height)}" rx="4"/>'
    )


def _texts(drawing: Drawing, page: str) -> Iterator[str]:
    labels = (drawing.middle, *drawing.labels)
    for anchor, column in groupby(labels, key=lambda label: label.anchor):
        there = list(column)
        # All texts of a column are set from the same place.
        yield f'<g text-anchor="{anchor}" transform="translate({_n(_from(there[0]))})">'
        for label in there:
            yield _text(label) if label.value is None else _link(label, label.value, page)
        yield "</g>"


def _from(label: Label) -> float:
    """Where a text is set from, across."""
    return {"end": label.box.right, "start": label.box.left}.get(label.anchor, label.box.x)


def _link(label: Label, value: Value, page: str) -> str:
    href, hint = _relative(value.url, page), f"{value.note}: {value.text}"
    # Material sets each [href] anew at an instant navigation, which a link in a drawing doesn't let it do.
    return f'<a xlink:href="{escape(href)}"><title>{escape(hint)}</title>{_text(label)}</a>'


def _text(label: Label) -> str:
    size, leading = _type_of(label.role)
    y = label.box.y - leading * (len(label.lines) - 1) / 2 + _BASELINE * size
    first, *others = map(escape, label.lines)
    spans = "".join(f'<tspan x="0" dy="{_n(leading)}">{line}</tspan>' for line in others)
    role = "" if label.role == "end" else f' class="tt-hood-{label.role}"'
    return f'<text{role} y="{_n(y)}">{first}{spans}</text>'


def _relative(url: str, page: str) -> str:
    """The address of a page as another leads to it, both given relative to the site's top; a whole one stays."""
    if url.startswith(("https://", "http://")):
        return url
    found = posixpath.relpath(url, posixpath.dirname(page) or ".")
    return found + "/" if url.endswith("/") else found


def _p(point: Point) -> str:
    return f"{_n(point.x)} {_n(point.y)}"


def _n(number: float) -> str:
    return str(round(number))
