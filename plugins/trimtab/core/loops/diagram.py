"""A causal loop diagram as geometry: labels, arrows and marks round nodes that have their place.

Notation after J. D. Sterman, Business Dynamics (2000), section 5.1: a sign at each arrowhead, a
double bar across a delayed link, a turning arrow round the letter at the centre of each loop.
All lengths are in user units of the drawing's viewBox.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trimtab.core.loops import CausalLink, Loop, Polarity, node_key
from trimtab.core.loops.arrows import Router, delay_bars, sign_place
from trimtab.core.loops.geometry import (
    MARGIN,
    WIDTH,
    Arc,
    Box,
    Point,
    around,
    centroid,
    holds,
)
from trimtab.core.loops.placement import Graph
from trimtab.core.loops.text import text_width, wrap

NODE_SIZE, NODE_LEADING = 16.0, 19.0
"""Font size and line height of node labels."""

NAME_SIZE, NAME_LEADING = 14.0, 16.0
"""Font size and line height of loop names."""

TURN_RADIUS = 15.0
"""Radius of the turning arrow round a loop's letter."""

_HUB_STEP = 7.0


@dataclass(frozen=True, slots=True)
class NodeLabel:
    """A quantity's name."""

    name: str
    lines: tuple[str, ...]
    """The name as it is wrapped, one line a string, each centred."""
    box: Box


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link's curve from label to label."""

    link: CausalLink
    arc: Arc
    """The visible curve; its end is the arrow's tip."""
    sign: Box
    """Where the sign stands."""
    bars: tuple[tuple[Point, Point], ...]
    """The strokes across its middle that mark a delay: two, or none."""


@dataclass(frozen=True, slots=True)
class LoopMark:
    """What stands at a loop's centre: its letter in a turning arrow, and below that its name."""

    loop: Loop
    letter: str
    polarity: Polarity
    lines: tuple[str, ...]
    """The loop's name as it is wrapped; empty for a loop without a name."""
    box: Box
    """The room for letter and name together."""
    clockwise: bool
    """Which way the loop runs as drawn."""

    @property
    def centre(self) -> Point:
        """The middle of the letter and of its turning arrow."""
        return Point(self.box.x, self.box.top + TURN_RADIUS)


@dataclass(frozen=True, slots=True)
class Diagram:
    """One drawing; all lengths in user units of a viewBox that starts at 0, 0."""

    width: float
    """Always the same, so that text has one size on every page."""
    height: float
    nodes: tuple[NodeLabel, ...]
    arrows: tuple[Arrow, ...]
    marks: tuple[LoopMark, ...]
    """One for each loop, in the order of the loops."""
    readable: bool
    """Whether labels and marks stand apart and no arrow is hidden, too short or much crossed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Loops as a graph, and what its indices stand for."""

    loops: tuple[Loop, ...]
    """The loops, in the order of the graph's."""
    names: tuple[str, ...]
    """The nodes' names, as first written."""
    links: tuple[CausalLink, ...]
    """The links, each once; delayed if any loop says so."""
    graph: Graph
    """The same in indices and sizes."""


def make_plan(loops: Sequence[Loop]) -> Plan:
    """Number nodes and links.

    Args:
        loops: sound rings that agree on the signs of the links they share.
    """
    names: dict[str, str] = {}
    links: dict[tuple[str, str], CausalLink] = {}
    for loop in loops:
        for link in loop.links:
            cause, effect = node_key(link.cause), node_key(link.effect)
            names.setdefault(cause, link.cause)
            names.setdefault(effect, link.effect)
            if link.delayed or (cause, effect) not in links:
                links[cause, effect] = link
    node, number = list(names), list(links)
    graph = Graph(
        labels=tuple(_label_size(name) for name in names.values()),
        links=tuple((node.index(cause), node.index(effect)) for cause, effect in links),
        loops=tuple(
            tuple(number.index((node_key(k.cause), node_key(k.effect))) for k in loop.links) for loop in loops
        ),
        hubs=tuple(_hub_size(loop) for loop in loops),
    )
    return Plan(tuple(loops), tuple(names.values()), tuple(links.values()), graph)


def _label_size(name: str) -> tuple[float, float]:
    lines = wrap(name)
    return max(text_width(line, NODE_SIZE) for line in lines), NODE_LEADING * len(lines)


def _hub_size(loop: Loop) -> tuple[float, float]:
    width = max(text_width(line, NAME_SIZE) for line in wrap(loop.name))
    height = 2 * TURN_RADIUS + NAME_LEADING * len(_name_lines(loop))
    return max(width, 2 * TURN_RADIUS), height


def _name_lines(loop: Loop) -> tuple[str, ...]:
    return wrap(loop.name) if loop.name.strip() else ()


def finish(plan: Plan, places: Sequence[Box], turns: Sequence[int]) -> Diagram:
    """Draw arrows and marks round nodes that have their place.

    Args:
        plan: what to draw.
        places: the nodes' label boxes.
        turns: as in `Placement`.
    """
    graph = plan.graph
    routes = Router(graph, places, turns)
    readable = routes.readable
    taken = list(places)
    rings = [outline(members, routes.whole) for members in graph.loops]
    marks: dict[int, LoopMark] = {}
    # A small loop has one place for its mark, a large one may have several.
    for number in sorted(range(len(rings)), key=lambda n: abs(centroid(rings[n])[1])):
        loop, ring = plan.loops[number], rings[number]
        size = graph.hubs[number]
        others = [(rings[done], mark.box) for done, mark in marks.items()]
        box = _hub(ring, size, places, others, routes.lines) if readable else None
        if box is None:
            readable = False
            box = Box(*centroid(ring)[0], *size)
        taken.append(box)
        clockwise = centroid(ring)[1] > 0
        lines_of_name = _name_lines(loop)
        marks[number] = LoopMark(loop, loop.letter, loop.polarity, lines_of_name, box, clockwise)
    arrows = []
    for link, arc in zip(plan.links, routes.arcs, strict=True):
        sign = sign_place(arc, taken, routes.lines)
        taken.append(sign)
        arrows.append(Arrow(link, arc, sign, tuple(delay_bars(arc)) if link.delayed else ()))
    nodes = [NodeLabel(n, wrap(n), box) for n, box in zip(plan.names, places, strict=True)]
    return _cropped(nodes, arrows, [marks[n] for n in sorted(marks)], readable)


def outline(loop: Sequence[int], arcs: Sequence[Arc]) -> list[Point]:
    """Return a loop as a polygon."""
    return [point for link in loop for point in arcs[link].points(17)[:-1]]


def _hub(
    ring: Sequence[Point],
    size: tuple[float, float],
    labels: Sequence[Box],
    others: Sequence[tuple[Sequence[Point], Box]],
    lines: Sequence[Sequence[Point]],
) -> Box | None:
    """Find room for a loop's mark inside its ring, the nearer to its centre the better.

    Args:
        ring: the loop as a polygon.
        size: width and height of the mark.
        labels: boxes of the nodes.
        others: loops, as polygons, whose marks have their place, and that place.
        lines: the links as drawn, between labels.

    Returns:
        Room that is free and shows which loop is meant, if there is any: of two marks, not both
        may lie inside both loops.
    """
    centre, _ = centroid(ring)
    home = Box(centre.x, centre.y, *size)
    reach = around(ring)
    across, down = (int(side / 2 / _HUB_STEP) + 1 for side in (reach.width, reach.height))
    shifts = [
        (_HUB_STEP * x, _HUB_STEP * y) for x in range(-across, across + 1) for y in range(-down, down + 1)
    ]
    shifts.sort(key=lambda shift: (math.hypot(*shift), shift))
    places = [box for box in (home.moved(*shift) for shift in shifts) if holds(ring, box.centre)]
    taken = [*labels, *(box for _, box in others)]
    for gap in (6.0, 3.0):
        for box in places:
            if not _collides(box, taken, lines, gap) and not any(
                holds(ring, other.centre) and holds(its_ring, box.centre) for its_ring, other in others
            ):
                return box
    return None


def _collides(box: Box, taken: Sequence[Box], lines: Sequence[Sequence[Point]], gap: float) -> bool:
    return any(box.overlaps(other, gap) for other in taken) or any(
        box.holds(point, gap) for line in lines for point in line
    )


def _cropped(
    nodes: Sequence[NodeLabel], arrows: Sequence[Arrow], marks: Sequence[LoopMark], readable: bool
) -> Diagram:
    """Move everything to the middle of a drawing that is just high enough."""
    boxes = [node.box for node in nodes] + [mark.box for mark in marks]
    boxes += [arrow.sign for arrow in arrows]
    ends = [point for arrow in arrows for point in arrow.arc.points(33)]
    ends += [point for arrow in arrows for bar in arrow.bars for point in bar]
    left = min([box.left for box in boxes] + [x for x, _ in ends])
    right = max([box.right for box in boxes] + [x for x, _ in ends])
    top = min([box.top for box in boxes] + [y for _, y in ends])
    bottom = max([box.bottom for box in boxes] + [y for _, y in ends])
    dx, dy = (WIDTH - left - right) / 2, MARGIN - top

    def at(point: Point) -> Point:
        return Point(point.x + dx, point.y + dy)

    return Diagram(
        width=WIDTH,
        height=bottom - top + 2 * MARGIN,
        nodes=tuple(replace(node, box=node.box.moved(dx, dy)) for node in nodes),
        arrows=tuple(
            Arrow(
                arrow.link,
                Arc(at(arrow.arc.start), at(arrow.arc.end), arrow.arc.bend),
                arrow.sign.moved(dx, dy),
                tuple((at(start), at(end)) for start, end in arrow.bars),
            )
            for arrow in arrows
        ),
        marks=tuple(replace(mark, box=mark.box.moved(dx, dy)) for mark in marks),
        readable=readable,
    )
