"""Where the nodes of a causal loop diagram go: a search for the most readable placement.

Nodes stand on a coarse grid, so that they line up. The search starts from the loops stacked one
below the other. It throws dice, but always the same ones: equal loops give equal drawings.

Method: hill climbing with kicks ("iterated local search": H. R. Lourenço, O. C. Martin and
T. Stützle, in Handbook of Metaheuristics, 2003). `trimtab.core.loop_score` is the judge.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from trimtab.core.loop_geometry import MARGIN, WIDTH, Box

Cell = tuple[int, int]
"""Column and row of the grid; column 0 is the middle one, rows count downwards."""

_COLUMN, _ROW = 64.0, 60.0
_OUTERMOST = 2
_SEED = 5
_PATIENCE, _PATIENCE_IF_POOR = 6, 12
_POOR = 100.0
_MOST_KICKS = 30
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


Judge = Callable[[Placement, float], float]
"""Scores a placement, lower is better; may answer infinity once the score reaches the limit."""


def search(graph: Graph, judge: Judge) -> list[Placement]:
    """Find good placements: the same ones for the same graph and judge.

    Args:
        graph: at least two nodes, and at least one loop that holds each of them.
        judge: scores placements of this graph.

    Returns:
        Every placement that no single step improves, best first, at least one.
    """
    dice = random.Random(_SEED)
    best, top = _climb(graph, judge, stacked(graph))
    found = {top: best}
    idle = 0
    for _ in range(_MOST_KICKS):
        score, summit = _climb(graph, judge, _kicked(top, dice))
        found.setdefault(summit, score)
        idle += 1
        if score < best:
            best, top, idle = score, summit, 0
        if idle >= (_PATIENCE if best < _POOR else _PATIENCE_IF_POOR):
            break
    return sorted(found, key=lambda placement: found[placement])


def stacked(graph: Graph) -> Placement:
    """Put the loops one below the other, each as a narrow ring under a node it shares.

    Args:
        graph: each node belongs to a loop.
    """
    cells: dict[int, Cell] = {}
    waiting = [[graph.links[link][0] for link in loop] for loop in graph.loops]
    while waiting:
        ring = next((ring for ring in waiting if not cells.keys().isdisjoint(ring)), waiting[0])
        waiting.remove(ring)
        bottom = max((row for _, row in cells.values()), default=-1)
        if cells.keys().isdisjoint(ring):
            bottom += 1
            cells[ring[0]] = 0, bottom
        first = next(i for i, node in enumerate(ring) if node in cells)
        new = [node for node in ring[first:] + ring[:first] if node not in cells]
        for i, node in enumerate(new):
            depth = min(i + 1, len(new) - i)
            side = (2 * i + 1 < len(new)) - (2 * i + 1 > len(new))
            cells[node] = side, bottom + 2 * depth
    return Placement(
        tuple(cells[node] for node in range(len(graph.labels))), (1,) * len(graph.loops)
    )


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
