"""How hard a placement of a causal loop diagram is to read.

The score adds up what readers stumble over: labels too near, arrows that cross, touch or run
through labels, loops that aren't seen as rings, a drawing without any symmetry. The weights were
set by looking at drawings of the textbook archetypes.

Criteria after H. C. Purchase, "Which aesthetic has the greatest effect on human understanding?"
(Graph Drawing 1997): crossings weigh most, then bends and symmetry.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from trimtab.core.loops.geometry import (
    MARGIN,
    WIDTH,
    Arc,
    Box,
    Point,
    around,
    centroid,
    crossings,
    holds,
)
from trimtab.core.loops.placement import Cell, Graph, Placement, bends_of, cell_box, wishes_of

_SAMPLES = 9
_HALF = _SAMPLES // 2
_CHORD = 150.0
_SHORTEST = 62.0
_NEAR = 18.0

# What each nuisance costs; a crossing is the yardstick.
_CROSSING = 70.0
_LABELS_OVERLAP = 400.0
_ROW = 3.0
_LONE = 4.0
_OUTSIDE = 15.0
_HUB_ON_LABEL = 200.0
_HUB_ON_HUB = 200.0
_TOWARDS = 0.75
_HUB_MOVED = 8.0
_SAME_FACE = 120.0
_SMALL_RING = 60.0
_WRONG_WAY = 60.0
_UNROUND = 0.12
_THROUGH_LABEL = 50.0
_THROUGH_HUB = 40.0
_LINK_INSIDE = 40.0
_NODE_INSIDE = 50.0
_KIN = 0.25
_TOUCHING = 2.5


# Placements that differ by one step have nearly all of their parts in common. The parts below
# are equal only to themselves, so that caches find what was worked out for them by identity.


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """A label or a hub in its place."""

    box: Box
    centre: Point


@dataclass(frozen=True, slots=True, eq=False)
class _Trace:
    """A link's arc as points: all of it, from centre to centre, and what its labels leave free."""

    whole: list[Point]
    free: list[Point]
    reach: Box
    penalty: float


@dataclass(frozen=True, slots=True, eq=False)
class _Ring:
    """A loop as a polygon, and where its hub may stand: at the centre, or towards a link."""

    points: list[Point]
    reach: Box
    area: float
    hubs: list[_Spot]
    penalty: float


class Score:
    """Judges placements of one graph; remembers the parts that placements have in common."""

    def __init__(self, graph: Graph) -> None:
        """Judge placements of this graph."""
        self._graph = graph
        self._strange = [_strangers(graph, loop) for loop in graph.loops]
        self._spot = cache(self._make_spot)
        self._wishes = cache(wishes_of)
        self._trace = cache(_trace)
        self._ring = cache(_ring)
        self._crowding = cache(_crowding)
        self._tangle = cache(_tangle)
        self._through_label = cache(_through_label)
        self._through_hub = cache(_through_hub)
        self._hub_on_label = cache(_hub_on_label)
        self._holds = cache(_holds)

    def __call__(self, placement: Placement, limit: float = math.inf) -> float:
        """Return the score, 0 or more, lower is better; infinity if it reaches the limit."""
        total = 0.0
        for penalty in self._penalties(placement):
            total += penalty
            if total >= limit:
                return math.inf
        # Platforms differ in the last digits of sines; the search must not.
        return round(total, 6)

    def _penalties(self, placement: Placement) -> Iterator[float]:
        """Yield what is cheap to find first, so that most placements are dropped early."""
        graph = self._graph
        spots = [self._spot(node, cell) for node, cell in enumerate(placement.cells)]
        yield sum(self._crowding(one, other) for one, other in combinations(spots, 2))
        rows = [row for _, row in placement.cells]
        yield _ROW * (max(rows) - min(rows)) + _LONE * _lone_cells(placement)
        bends = bends_of(graph, [s.centre for s in spots], placement.turns, self._wishes)
        traces = [
            self._trace(spots[a], spots[b], bend) for (a, b), bend in zip(graph.links, bends, strict=True)
        ]
        yield sum(trace.penalty for trace in traces)
        rings = [
            self._ring(size, *(traces[link] for link in loop))
            for loop, size in zip(graph.loops, graph.hubs, strict=True)
        ]
        yield sum(ring.penalty for ring in rings)
        for ring, strange in zip(rings, self._strange, strict=True):
            links, nodes = strange
            yield sum(w * self._holds(ring, traces[link].whole[_HALF]) for link, w in links)
            yield sum(w * self._holds(ring, spots[node].centre) for node, w in nodes)
        for ends, trace in zip(graph.links, traces, strict=True):
            yield sum(self._through_label(trace, spot) for node, spot in enumerate(spots) if node not in ends)
        hubs: list[_Spot] = []
        # A small loop has one place for its hub, a large one may have several.
        rings.sort(key=lambda ring: abs(ring.area))
        for ring in rings:
            penalty, hub = self._best_hub(ring, spots, hubs, traces)
            yield penalty
            hubs.append(hub)
        for (ring, hub), (other, its_hub) in combinations(zip(rings, hubs, strict=True), 2):
            if self._holds(ring, its_hub.centre) and self._holds(other, hub.centre):
                yield _SAME_FACE
        for number, trace in enumerate(traces):
            yield sum(self._tangle(trace, other) for other in traces[:number])

    def _make_spot(self, node: int, cell: Cell) -> _Spot:
        box = cell_box(self._graph, node, cell)
        return _Spot(box, box.centre)

    def _best_hub(
        self,
        ring: _Ring,
        spots: Sequence[_Spot],
        hubs: Sequence[_Spot],
        traces: Sequence[_Trace],
    ) -> tuple[float, _Spot]:
        best = math.inf, ring.hubs[0]
        for number, hub in enumerate(ring.hubs):
            penalty = _HUB_MOVED if number else 0.0
            penalty += sum(self._hub_on_label(hub, spot) for spot in spots)
            penalty += sum(_HUB_ON_HUB * _overlap(hub.box, other.box, 4, 4) for other in hubs)
            penalty += sum(self._through_hub(trace, hub) for trace in traces)
            if penalty < best[0]:
                best = penalty, hub
            if best[0] <= _HUB_MOVED:
                break
        return best


def _strangers(graph: Graph, loop: Sequence[int]) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
    """List the links and the nodes that should lie outside a loop, with their weights.

    A loop that shares a link with this one may have to lie inside it; others needn't.
    """
    near = {link for other in graph.loops if set(other) & set(loop) for link in other}
    members = {graph.links[link][0] for link in loop}
    near_nodes = {graph.links[link][0] for link in near}
    links = [link for link in range(len(graph.links)) if link not in loop]
    nodes = [node for node in range(len(graph.labels)) if node not in members]
    return (
        [(link, _LINK_INSIDE * (_KIN if link in near else 1.0)) for link in links],
        [(node, _NODE_INSIDE * (_KIN if node in near_nodes else 1.0)) for node in nodes],
    )


def _holds(ring: _Ring, point: Point) -> bool:
    return ring.reach.holds(point) and holds(ring.points, point)


def _trace(start: _Spot, end: _Spot, bend: float) -> _Trace:
    """Draw a link; a chord of another length than usual, or little of it left to see, is bad."""
    arc = Arc(start.centre, end.centre, bend)
    whole = arc.points(_SAMPLES)
    free = [p for p in whole if not (start.box.holds(p, 5) or end.box.holds(p, 5))]
    penalty = 2 * ((math.dist(start.centre, end.centre) - _CHORD) / 50) ** 2
    penalty += 2 * max(0.0, _SHORTEST - arc.length * len(free) / _SAMPLES)
    penalty += _OUTSIDE * sum(not MARGIN <= x <= WIDTH - MARGIN for x, _ in free)
    return _Trace(whole, free, around(whole), penalty)


def _ring(size: tuple[float, float], *traces: _Trace) -> _Ring:
    """Join the links of a loop; too small a ring for its hub, or one far from round, is bad."""
    points = [point for trace in traces for point in trace.whole[:-1]]
    centre, area = centroid(points)
    home = Box(centre.x, centre.y, *size)
    penalty = _SMALL_RING * max(0.0, 1 - abs(area) / (2.2 * size[0] * size[1]))
    if len(traces) == 2:
        return _Ring(points, around(points), area, [_Spot(home, centre)], penalty)
    radii = []
    boxes = [home]
    for trace in traces:
        (ax, ay), (bx, by), (mx, my) = trace.whole[0], trace.whole[-1], trace.whole[_HALF]
        boxes.append(home.moved(_TOWARDS * (mx - centre.x), _TOWARDS * (my - centre.y)))
        across = (ax - centre.x) * (by - centre.y) - (ay - centre.y) * (bx - centre.x)
        if across * area < 0:
            penalty += _WRONG_WAY
        radii.append(math.hypot(ax - centre.x, ay - centre.y))
    mean = sum(radii) / len(radii)
    penalty += _UNROUND * sum(abs(radius - mean) for radius in radii)
    return _Ring(points, around(points), area, [_Spot(box, box.centre) for box in boxes], penalty)


def _crowding(one: _Spot, other: _Spot) -> float:
    return _LABELS_OVERLAP * _overlap(one.box, other.box, 12, 16)


def _hub_on_label(hub: _Spot, label: _Spot) -> float:
    return _HUB_ON_LABEL * _overlap(hub.box, label.box, 4, 4)


def _through_label(trace: _Trace, label: _Spot) -> float:
    return _THROUGH_LABEL * _hits(trace, label.box, 5)


def _through_hub(trace: _Trace, hub: _Spot) -> float:
    return _THROUGH_HUB * _hits(trace, hub.box, 6)


def _hits(trace: _Trace, box: Box, gap: float) -> int:
    """How many points of a link lie on a box."""
    reach, x, y = trace.reach, box.x, box.y
    half_width, half_height = box.width / 2 + gap, box.height / 2 + gap
    if abs(reach.x - x) > reach.width / 2 + half_width:
        return 0
    if abs(reach.y - y) > reach.height / 2 + half_height:
        return 0
    return sum(abs(px - x) < half_width and abs(py - y) < half_height for px, py in trace.free)


def _overlap(one: Box, other: Box, gap_x: float, gap_y: float) -> float:
    """0 if the boxes keep the gaps, else 0.3 to 1.3 by how much they run into each other."""
    x = (one.width + other.width) / 2 + gap_x - abs(one.x - other.x)
    y = (one.height + other.height) / 2 + gap_y - abs(one.y - other.y)
    if x <= 0 or y <= 0:
        return 0.0
    return 0.3 + min(x / one.width, 1.0) * min(y / one.height, 1.0)


def _tangle(one: _Trace, other: _Trace) -> float:
    """Two links that cross, or come so near that they look joined."""
    if not one.free or not other.free or not one.reach.overlaps(other.reach, _NEAR):
        return 0.0
    near = min((px - qx) ** 2 + (py - qy) ** 2 for px, py in one.free for qx, qy in other.free)
    total = _TOUCHING * max(0.0, _NEAR - math.sqrt(near))
    # Points are some 50 apart at most: where two lines cross, two are within 40 of each other.
    return total + _CROSSING * crossings(one.free, other.free) if near < 1600 else total


def _lone_cells(placement: Placement) -> int:
    """How many nodes lack a mirror image, in the better of the two axes."""
    cells = placement.cells
    taken = set(cells)
    columns, rows = [x for x, _ in cells], [y for _, y in cells]
    across, down = min(columns) + max(columns), min(rows) + max(rows)
    return min(
        sum((across - x, y) not in taken for x, y in cells),
        sum((x, down - y) not in taken for x, y in cells),
    )
