"""Where the nodes of a causal loop diagram go, and how links bend: a search for a good placement.

Nodes stand on a coarse grid, so that they line up. The search starts from the loops stacked one
below the other. It throws dice, but always the same ones: equal loops give equal drawings.

Method: hill climbing with kicks ("iterated local search": H. R. Lourenço, O. C. Martin and
T. Stützle, in Handbook of Metaheuristics, 2003). `trimtab.core.loops.score` is the judge.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from trimtab.core.loops.geometry import MARGIN, WIDTH, Arc, Box, Point

Cell = tuple[int, int]
"""Column and row of the grid; column 0 is the middle one, rows count downwards."""

# Two columns and two rows hold a label, an arrow and a label.
_COLUMN, _ROW = 64.0, 60.0
_OUTERMOST = 2
_LENS = math.radians(66)
_LEAST_BEND, _MOST_BEND = math.radians(8), math.radians(70)
_BEND_STEP = math.radians(6)
_DEEPEST = 80.0
# A good placement is left after some kicks in vain, a poor one only when the budget is spent.
_PATIENCE = 9
_GOOD = 100.0
_MOST_TRIALS = 3000
_STEPS = (
    *((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0)),
    *((2, 0), (-2, 0), (0, 2), (0, -2)),
)


@dataclass(frozen=True, slots=True)
class Graph:
    """What is to be placed; nodes, links and loops are told by their indices."""

    labels: tuple[tuple[float, float], ...]
    """Width and height of each node's label, in user units."""
    links: tuple[tuple[int, int], ...]
    """Cause and effect of each link; no two are equal."""
    loops: tuple[tuple[int, ...], ...]
    """The links of each loop, in ring order."""
    hubs: tuple[tuple[float, float], ...]
    """Width and height of what stands at each loop's centre, in user units."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A cell for each node and a turn for each loop."""

    cells: tuple[Cell, ...]
    turns: tuple[int, ...]
    """+1 clockwise, -1 not. Only a loop of two links is free to choose; for others the cells
    decide and this is ignored."""

    def boxes(self, graph: Graph) -> list[Box]:
        """The nodes' label boxes."""
        return [cell_box(graph, node, cell) for node, cell in enumerate(self.cells)]

    def mirrored(self, across: bool, down: bool) -> Placement:
        """The same drawing with left and right, or top and bottom, exchanged."""
        x, y = (-1 if across else 1), (-1 if down else 1)
        cells = tuple((x * column, y * row) for column, row in self.cells)
        return Placement(cells, tuple(x * y * turn for turn in self.turns))

    def with_cell(self, node: int, cell: Cell) -> Placement:
        """The same with one node elsewhere."""
        return replace(self, cells=(*self.cells[:node], cell, *self.cells[node + 1 :]))

    def with_turn(self, loop: int, turn: int) -> Placement:
        """The same with one loop turning as told."""
        return replace(self, turns=(*self.turns[:loop], turn, *self.turns[loop + 1 :]))


def cell_box(graph: Graph, node: int, cell: Cell) -> Box:
    """Return a node's label box, pushed inwards where a wide label would leave the drawing."""
    width, height = graph.labels[node]
    reach = max(WIDTH / 2 - MARGIN - width / 2, 0.0)
    x = min(max(cell[0] * _COLUMN, -reach), reach)
    return Box(WIDTH / 2 + x, cell[1] * _ROW, width, height)


def bend_links(graph: Graph, places: Sequence[Box], turns: Sequence[int]) -> list[Arc]:
    """Bend each link from centre to centre of its nodes, away from the centres of its loops.

    A link turns by the angle that a circle round its loop would; a link of two larger loops
    takes the mean, which is nearly straight between them. A loop of two links becomes a lens.

    Args:
        graph: nodes, links and loops.
        places: the nodes' label boxes.
        turns: for each loop of two links, +1 to draw it clockwise, -1 for the other way.
    """
    centres = [place.centre for place in places]
    bends = bends_of(graph, centres, turns, wishes_of)
    return [Arc(centres[a], centres[b], bend) for (a, b), bend in zip(graph.links, bends, strict=True)]


def bends_of(
    graph: Graph,
    centres: Sequence[Point],
    turns: Sequence[int],
    wishes: Callable[..., list[float]],
) -> list[float]:
    """Return how much each link bends, as an `Arc` counts it.

    Args:
        graph: nodes, links and loops.
        centres: where the nodes stand.
        turns: as for `bend_links`.
        wishes: `wishes_of`, or something that remembers its answers.
    """
    wished: list[list[float]] = [[] for _ in graph.links]
    lenses: dict[int, float] = {}
    for loop, turn in zip(graph.loops, turns, strict=True):
        if len(loop) == 2:
            for link in loop:
                lenses.setdefault(link, turn * _LENS)
        else:
            corners = [centres[graph.links[link][0]] for link in loop]
            for link, wish in zip(loop, wishes(*corners), strict=True):
                wished[link].append(wish)
    bends = [
        lenses[link] if link in lenses else sum(wished[link]) / len(wished[link])
        for link in range(len(graph.links))
    ]
    # In steps, so that a search meets the same arcs again.
    return [_BEND_STEP * round(bend / _BEND_STEP) for bend in bends]


def wishes_of(*corners: Point) -> list[float]:
    """How one loop would bend the links between its corners."""
    x = sum(corner[0] for corner in corners) / len(corners)
    y = sum(corner[1] for corner in corners) / len(corners)
    bends = []
    for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
        ax, ay, bx, by = start[0] - x, start[1] - y, end[0] - x, end[1] - y
        bend = math.atan2(ax * by - ay * bx, ax * bx + ay * by) / 2
        deepest = 2 * math.atan(2 * _DEEPEST / max(math.dist(start, end), 1.0))
        size = min(max(abs(bend), _LEAST_BEND), _MOST_BEND, deepest)
        bends.append(math.copysign(size, bend))
    return bends


Judge = Callable[[Placement, float], float]
"""Scores a placement, lower is better; may answer infinity once the score reaches the limit."""


def search(graph: Graph, judge: Judge, seed: int) -> list[Placement]:
    """Find good placements: the same ones for the same arguments.

    Args:
        graph: at least two nodes, and at least one loop that holds each of them.
        judge: scores placements of this graph.
        seed: what the dice start from; another seed finds other placements.

    Returns:
        Every placement that no single step improves, best first, at least one.
    """
    dice = random.Random(seed)
    trials = 0

    def count(placement: Placement, limit: float) -> float:
        nonlocal trials
        trials += 1
        return judge(placement, limit)

    best, top = _climb(graph, count, stacked(graph))
    found = {top: best}
    idle = 0
    while trials < _MOST_TRIALS and not (idle >= _PATIENCE and best < _GOOD):
        score, summit = _climb(graph, count, _kicked(top, dice))
        found.setdefault(summit, score)
        idle += 1
        if score < best:
            best, top, idle = score, summit, 0
    return sorted(found, key=lambda placement: found[placement])


def stacked(graph: Graph) -> Placement:
    """Put each loop as a narrow ring below, or above, the ones it shares nodes with.

    Args:
        graph: each node belongs to a loop.
    """
    cells: dict[int, Cell] = {}
    waiting = [[graph.links[link][0] for link in loop] for loop in graph.loops]
    while waiting:
        ring = next((ring for ring in waiting if not cells.keys().isdisjoint(ring)), waiting[0])
        waiting.remove(ring)
        if cells.keys().isdisjoint(ring):
            cells[ring[0]] = 0, max((row for _, row in cells.values()), default=-1) + 1
        rows = [row for _, row in cells.values()]
        shared = [cells[node][1] for node in ring if node in cells]
        upwards = 2 * sum(shared) < len(shared) * (min(rows) + max(rows))
        edge, away = (min(rows), -2) if upwards else (max(rows), 2)
        first = next(i for i, node in enumerate(ring) if node in cells)
        new = [node for node in ring[first:] + ring[:first] if node not in cells]
        for i, node in enumerate(new):
            depth = min(i + 1, len(new) - i)
            side = (2 * i + 1 < len(new)) - (2 * i + 1 > len(new))
            cells[node] = side, edge + away * depth
    return Placement(tuple(cells[node] for node in range(len(graph.labels))), (1,) * len(graph.loops))


def _kicked(placement: Placement, dice: random.Random) -> Placement:
    """Throw one to three nodes anywhere."""
    # Only `random()` promises the same sequence in every Python version.
    rows = [row for _, row in placement.cells]
    first, count = min(rows) - 1, max(rows) - min(rows) + 3
    for _ in range(1 + int(dice.random() * 3)):
        node = int(dice.random() * len(rows))
        column = int(dice.random() * (2 * _OUTERMOST + 1)) - _OUTERMOST
        placement = placement.with_cell(node, (column, first + int(dice.random() * count)))
    return placement


def _climb(graph: Graph, judge: Judge, placement: Placement) -> tuple[float, Placement]:
    """Take every step that helps, until none does."""
    best = judge(placement, math.inf)
    helped = True
    while helped:
        helped = False
        for node in range(len(graph.labels)):
            for near in _neighbours(graph, placement, node):
                trial = judge(near, best)
                if trial < best:
                    best, placement, helped = trial, near, True
    return best, placement


def _neighbours(graph: Graph, placement: Placement, node: int) -> Iterator[Placement]:
    """Yield what one change round a node makes: move it, exchange it, turn its lens."""
    column, row = placement.cells[node]
    for dx, dy in _STEPS:
        cell = column + dx, row + dy
        if abs(cell[0]) <= _OUTERMOST and cell not in placement.cells:
            yield placement.with_cell(node, cell)
    for other in range(node):
        yield placement.with_cell(node, placement.cells[other]).with_cell(other, (column, row))
    for number, loop in enumerate(graph.loops):
        if len(loop) == 2 and node in graph.links[loop[0]]:
            yield placement.with_turn(number, -placement.turns[number])
