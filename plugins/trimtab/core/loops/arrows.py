"""The arrows of a causal loop diagram: from label to label, told from each other, with their signs.

All lengths are in user units of the drawing's viewBox.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from trimtab.core.loops.geometry import MARGIN, WIDTH, Arc, Box, Point, around, crossings
from trimtab.core.loops.placement import Graph, bend_links

_GAP_X, _GAP_Y = 6.0, 4.0
_SAMPLES = 25
_SIGN = 14.0
_SHORTEST = 40.0
_TIP_GAP, _GOOD_TIP_GAP = 5.0, 12.0
_MOST_CROSSINGS = 1
_NUDGES = tuple(math.radians(degrees) for degrees in (-36, -24, -12, 12, 24, 36))
_MOST_BEND = math.radians(84)
_ROUNDS = 3


class Router:
    """Draws the links of placed nodes, and judges what it drew."""

    def __init__(self, graph: Graph, places: Sequence[Box], turns: Sequence[int]) -> None:
        """Draw the links; where arrows run into each other, bend them more or less than usual.

        Args:
            graph: nodes, links and loops.
            places: the nodes' label boxes.
            turns: as in `Placement`.
        """
        self._graph = graph
        self._places = places
        self._padded = [Box(box.x, box.y, box.width + 2 * _GAP_X, box.height + 2 * _GAP_Y) for box in places]
        self.whole = bend_links(graph, places, turns)
        """The links from centre to centre."""
        self.arcs = [self._clipped(link, arc) for link, arc in enumerate(self.whole)]
        """The links as drawn, from label to label."""
        self.lines = [arc.points(_SAMPLES) for arc in self.arcs]
        """The same as points."""
        # The links of one loop alone run round it, out of each other's way.
        if len(graph.loops) > 1:
            self._loosen()

    def _clipped(self, link: int, arc: Arc) -> Arc:
        cause, effect = self._graph.links[link]
        return arc.between(self._padded[cause], self._padded[effect])

    def _loosen(self) -> None:
        """Bend arrows that are in each other's way, one at a time, while it helps."""
        # A loop of two links needs the room between them for its mark.
        lenses = {link for loop in self._graph.loops if len(loop) == 2 for link in loop}
        for _ in range(_ROUNDS):
            trouble = [link for link in range(len(self.arcs)) if self._trouble(link, self.lines[link])]
            if not trouble:
                return
            for link in trouble:
                usual = self.whole[link]
                choices: list[tuple[float, int, Arc, Arc, list[Point]]] = []
                for nudge in (0.0, *_NUDGES):
                    bend = usual.bend + nudge
                    least = abs(usual.bend) if link in lenses else 0.0
                    if least <= abs(bend) <= _MOST_BEND:
                        whole = Arc(usual.start, usual.end, bend)
                        arc = self._clipped(link, whole)
                        line = arc.points(_SAMPLES)
                        cost = self._trouble(link, line) + 4 * abs(nudge)
                        choices.append((cost, len(choices), whole, arc, line))
                _, _, self.whole[link], self.arcs[link], self.lines[link] = min(choices)

    def _trouble(self, link: int, line: list[Point]) -> float:
        """How much one link, drawn like this, is in the way of the others and of labels."""
        total = sum(max(0.0, MARGIN - x, x - WIDTH + MARGIN) for x, _ in line)
        reach = around(line)
        for number, other in enumerate(self.lines):
            if number != link and reach.overlaps(around(other), _GOOD_TIP_GAP):
                for tip, points in ((line[-1], other), (other[-1], line)):
                    total += max(0.0, _GOOD_TIP_GAP - min(math.dist(tip, p) for p in points))
                total += 30 * crossings(line, other)
        ends = self._graph.links[link]
        others = [box for node, box in enumerate(self._places) if node not in ends]
        return total + 10 * sum(box.holds(point, 4) for box in others for point in line)

    @property
    def readable(self) -> bool:
        """Whether labels stand apart, and arrows are long, clear of them and of each other."""
        if any(a.overlaps(b, 8) for i, a in enumerate(self._places) for b in self._places[:i]):
            return False
        for (cause, effect), arc, line in zip(self._graph.links, self.arcs, self.lines, strict=True):
            others = [box for node, box in enumerate(self._places) if node not in (cause, effect)]
            if arc.length < _SHORTEST:
                return False
            if any(box.holds(point, 2) for box in others for point in line):
                return False
        xs = [x for line in self.lines for x, _ in line]
        xs += [edge for box in self._places for edge in (box.left, box.right)]
        if max(xs) - min(xs) > WIDTH - 2 * MARGIN:
            return False
        reaches = [around(line) for line in self.lines]
        near = [
            (self.lines[i], self.lines[j])
            for i, j in combinations(range(len(self.lines)), 2)
            if reaches[i].overlaps(reaches[j], _TIP_GAP)
        ]
        for one, other in near:
            for tip, points in ((one[-1], other), (other[-1], one)):
                if min(math.dist(tip, point) for point in points) < _TIP_GAP:
                    return False
        return sum(crossings(one, other) for one, other in near) <= _MOST_CROSSINGS


def sign_place(arc: Arc, taken: Sequence[Box], lines: Sequence[Sequence[Point]]) -> Box:
    """Choose where a sign stands: near the tip, outside the bend, clear of everything else."""
    outside = -1.0 if arc.bend >= 0 else 1.0
    choices = []
    for side in (outside, -outside):
        for back in (13.0, 18.0, 24.0, 30.0):
            t = max(0.0, 1.0 - back / max(arc.length, 1.0))
            (x, y), across = arc.at(t), arc.heading(t) + side * math.pi / 2
            choices.append(Box(x + 12 * math.cos(across), y + 12 * math.sin(across), _SIGN, _SIGN))

    def clashes(box: Box) -> int:
        on_lines = sum(box.holds(point, -1) for line in lines for point in line)
        return on_lines + 4 * sum(box.overlaps(other, 1) for other in taken)

    return min(choices, key=clashes)


def delay_bars(arc: Arc) -> Iterator[tuple[Point, Point]]:
    """Yield the two strokes across the middle of a delayed link."""
    for offset in (-3.0, 3.0):
        t = 0.5 + offset / max(arc.length, 1.0)
        (x, y), across = arc.at(t), arc.heading(t) + math.pi / 2
        dx, dy = 8 * math.cos(across), 8 * math.sin(across)
        yield Point(x - dx, y - dy), Point(x + dx, y + dy)
