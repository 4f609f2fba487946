"""Plane geometry for loop drawings: boxes, circular arcs, lines and polygons.

Units are user units of the drawing's viewBox; x grows to the right, y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

WIDTH = 400.0
"""Width of every drawing, in user units: a phone's column, so that text stays readable there."""

MARGIN = 8.0
"""Room kept free along every edge of a drawing, in user units."""

_STRAIGHT = 1e-3


class Point(NamedTuple):
    """A place in the drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle, held by its centre."""

    x: float
    """Centre."""
    y: float
    """Centre."""
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """The middle."""
        return Point(self.x, self.y)

    @property
    def left(self) -> float:
        """Smallest x."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Largest x."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Smallest y."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Largest y."""
        return self.y + self.height / 2

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Whether less than `gap` lies between the two boxes."""
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2 + gap
            and abs(self.y - other.y) < (self.height + other.height) / 2 + gap
        )

    def holds(self, point: Point, gap: float = 0.0) -> bool:
        """Whether the point lies within `gap` of the box."""
        return (
            abs(self.x - point[0]) < self.width / 2 + gap and abs(self.y - point[1]) < self.height / 2 + gap
        )

    def moved(self, dx: float, dy: float) -> Box:
        """The same box elsewhere."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)


def around(points: Sequence[Point]) -> Box:
    """Return the smallest box that holds all points, at least one."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Arc:
    """A circular arc from one point to another."""

    start: Point
    end: Point
    bend: float
    """Half of the angle it turns through, in radians: 0 is straight, positive is clockwise as
    seen on the screen, and a half circle has pi / 2."""

    def at(self, t: float) -> Point:
        """The point at `t` of the way, 0 to 1."""
        (x0, y0), (x1, y1) = self.start, self.end
        dx, dy = x1 - x0, y1 - y0
        if abs(self.bend) < _STRAIGHT:
            return Point(x0 + t * dx, y0 + t * dy)
        k = 0.5 / math.tan(self.bend)
        centre_x, centre_y = (x0 + x1) / 2 - dy * k, (y0 + y1) / 2 + dx * k
        cos, sin = math.cos(2 * self.bend * t), math.sin(2 * self.bend * t)
        rx, ry = x0 - centre_x, y0 - centre_y
        return Point(centre_x + rx * cos - ry * sin, centre_y + rx * sin + ry * cos)

    def heading(self, t: float) -> float:
        """The direction of travel at `t`, in radians from the x axis towards the y axis."""
        chord = math.atan2(self.end.y - self.start.y, self.end.x - self.start.x)
        return chord + self.bend * (2 * t - 1)

    def points(self, count: int) -> list[Point]:
        """Evenly spaced points, both ends included; `count` is 2 or more."""
        (x0, y0), (x1, y1) = self.start, self.end
        dx, dy = (x1 - x0) / (count - 1), (y1 - y0) / (count - 1)
        if abs(self.bend) < _STRAIGHT:
            return [Point(x0 + i * dx, y0 + i * dy) for i in range(count)]
        # The search draws arcs by the ten thousand: turn one step at a time, with one sine.
        k = 0.5 / math.tan(self.bend)
        centre_x, centre_y = (x0 + x1) / 2 - (y1 - y0) * k, (y0 + y1) / 2 + (x1 - x0) * k
        step = 2 * self.bend / (count - 1)
        cos, sin = math.cos(step), math.sin(step)
        rx, ry = x0 - centre_x, y0 - centre_y
        points = [self.start]
        for _ in range(count - 1):
            rx, ry = rx * cos - ry * sin, rx * sin + ry * cos
            points.append(Point(centre_x + rx, centre_y + ry))
        return points

    @property
    def length(self) -> float:
        """The length along the arc."""
        chord = math.dist(self.start, self.end)
        return chord if abs(self.bend) < _STRAIGHT else chord * self.bend / math.sin(self.bend)

    def part(self, first: float, last: float) -> Arc:
        """The piece of the arc between two places, each 0 to 1."""
        return Arc(self.at(first), self.at(last), self.bend * (last - first))

    def between(self, start: Box, end: Box) -> Arc:
        """The piece from where the arc leaves one box to where it meets the other.

        When the boxes are so near that nothing is left between them, the middle is returned as a
        piece of no length.
        """
        first, last = self._edge(start, 0.0), self._edge(end, 1.0)
        if first >= last:
            first = last = (first + last) / 2
        return self.part(first, last)

    def _edge(self, box: Box, inside: float) -> float:
        """Where the arc crosses the box's edge, starting from the end of it that lies inside."""
        outside = 1.0 - inside
        step = (outside - inside) / 24
        for i in range(1, 25):
            if not box.holds(self.at(inside + i * step)):
                outside, inside = inside + i * step, inside + (i - 1) * step
                break
        for _ in range(12):
            middle = (inside + outside) / 2
            if box.holds(self.at(middle)):
                inside = middle
            else:
                outside = middle
        return outside

    def controls(self) -> tuple[Point, Point]:
        """The two control points of the cubic Bézier curve that follows this arc.

        Source: the standard approximation with handles of (4/3) tan(angle/4) radii; it is off by
        less than 0.03 % of the radius up to a quarter circle and 2 % up to a half circle.
        """
        chord = math.dist(self.start, self.end)
        if abs(self.bend) < _STRAIGHT:
            handle = chord / 3
        else:
            radius = chord / (2 * math.sin(self.bend))
            handle = 4 / 3 * math.tan(self.bend / 2) * radius
        out, back = self.heading(0.0), self.heading(1.0)
        return (
            Point(self.start.x + handle * math.cos(out), self.start.y + handle * math.sin(out)),
            Point(self.end.x - handle * math.cos(back), self.end.y - handle * math.sin(back)),
        )


def crossings(one: Sequence[Point], other: Sequence[Point]) -> int:
    """How often two lines, given as points along them, cross."""
    return sum(
        _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)
        for a, b in pairwise(one)
        for c, d in pairwise(other)
    )


def centroid(ring: Sequence[Point]) -> tuple[Point, float]:
    """Return a polygon's centre of area and its area, positive if it runs clockwise on screen.

    Source: P. Bourke, "Calculating the area and centroid of a polygon" (1988).
    """
    twice = x = y = 0.0
    px, py = ring[-1]
    for qx, qy in ring:
        part = px * qy - qx * py
        twice += part
        x += (px + qx) * part
        y += (py + qy) * part
        px, py = qx, qy
    if abs(twice) < 1:
        count = len(ring)
        return Point(sum(p.x for p in ring) / count, sum(p.y for p in ring) / count), 0.0
    return Point(x / (3 * twice), y / (3 * twice)), twice / 2


def holds(ring: Sequence[Point], point: Point) -> bool:
    """Whether a polygon holds a point, by counting the edges to its left."""
    x, y = point
    inside = False
    px, py = ring[-1]
    for qx, qy in ring:
        if (qy > y) != (py > y) and x < (px - qx) * (y - qy) / (py - qy) + qx:
            inside = not inside
        px, py = qx, qy
    return inside


def _side(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])
