"""The layout of causal loop diagrams: which loops are drawn together, and how.

Loops that share nodes are drawn together, as in a book, when that stays readable; otherwise each
is a ring of its own. Nothing here knows SVG, colours or stylesheets.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, combinations, pairwise

from trimtab.core.loops import Loop, node_key, ring_fault
from trimtab.core.loops.diagram import Diagram, Plan, finish, make_plan, outline
from trimtab.core.loops.geometry import MARGIN, WIDTH, Box, Point, centroid
from trimtab.core.loops.placement import Placement, bend_links, search
from trimtab.core.loops.score import Score

MOST_SHARED_NODES = 10
MOST_SHARED_LOOPS = 6
"""Loops that have more nodes than this together, or are more than this, are drawn apart."""

# The second is only tried when nothing that the first finds can be read.
_SEEDS = (4, 3)
_RING_TRIES = 40
_LEAST_RADIUS = 70.0
_SIDE, _SIDE_GAP = 60.0, 4.0
_ELLIPSE_STEPS = 720
_LEVEL = 20.0


def layout(loops: Sequence[Loop]) -> tuple[Diagram, ...]:
    """Lay out all loops of an entry.

    Args:
        loops: sound rings, in the order in which a reader should meet them.

    Returns:
        One diagram for each group of loops that share nodes; where a group is too large or would
        be a tangle, one for each of its loops. Nothing for no loops.

    Raises:
        ValueError: the links of a loop don't form a ring.
    """
    for loop in loops:
        fault = ring_fault(loop.links)
        if fault:
            raise ValueError(f'loop "{loop.name}" is no ring: {fault.message}')
    return _layout(tuple(loops))


# A live preview draws the same loops again and again while prose is edited.
@lru_cache(maxsize=256)
def _layout(loops: tuple[Loop, ...]) -> tuple[Diagram, ...]:
    diagrams: list[Diagram] = []
    for group in _groups(loops):
        shared = _shared(group)
        diagrams.extend([shared] if shared else [_alone(loop) for loop in group])
    return tuple(diagrams)


def _groups(loops: Sequence[Loop]) -> list[list[Loop]]:
    """Put loops together that share nodes, directly or by way of others, in stable order."""
    groups: list[tuple[set[str], list[Loop]]] = []
    for loop in loops:
        keys = {node_key(name) for name in loop.nodes}
        touching = [group for group in groups if group[0] & keys]
        if not touching:
            groups.append((keys, [loop]))
            continue
        home = touching[0]
        for group in touching[1:]:
            home[0].update(group[0])
            home[1].extend(group[1])
            groups.remove(group)
        home[0].update(keys)
        home[1].append(loop)
    return [sorted(group, key=loops.index) for _, group in groups]


def _shared(loops: Sequence[Loop]) -> Diagram | None:
    """Draw several loops in one; None if that can't be read."""
    if not 2 <= len(loops) <= MOST_SHARED_LOOPS or _disagree(loops):
        return None
    plan = make_plan(loops)
    if len(plan.names) > MOST_SHARED_NODES:
        return None
    judge = Score(plan.graph)
    for found in chain.from_iterable(search(plan.graph, judge, seed) for seed in _SEEDS):
        familiar = min(
            (found.mirrored(across, down) for across in (False, True) for down in (False, True)),
            key=lambda placement: _unfamiliar(plan, placement),
        )
        diagram = finish(plan, familiar.boxes(plan.graph), familiar.turns)
        if diagram.readable:
            return diagram
    return None


def _disagree(loops: Sequence[Loop]) -> bool:
    """Whether two loops give one link two signs; one arrow can't show both."""
    signs: dict[tuple[str, str], int] = {}
    return any(
        signs.setdefault((node_key(link.cause), node_key(link.effect)), link.sign) != link.sign
        for loop in loops
        for link in loop.links
    )


def _unfamiliar(plan: Plan, placement: Placement) -> tuple[int, int, bool]:
    """How far from what readers expect: loops from the top, then from the left, then clockwise."""
    arcs = bend_links(plan.graph, placement.boxes(plan.graph), placement.turns)
    rings = [centroid(outline(loop, arcs)) for loop in plan.graph.loops]
    pairs = list(combinations([centre for centre, _ in rings], 2))
    return (
        sum(later.y < earlier.y - _LEVEL for earlier, later in pairs),
        sum(later.x < earlier.x - _LEVEL for earlier, later in pairs),
        rings[0][1] < 0,
    )


def _alone(loop: Loop) -> Diagram:
    """Draw one loop as a ring that starts at the top and runs clockwise."""
    plan = make_plan([loop])
    labels = plan.graph.labels
    height = _LEAST_RADIUS
    for _ in range(_RING_TRIES):
        corners = _on_ellipse(len(labels), min(1.1 * height, WIDTH / 2 - _SIDE), height)
        places = []
        for (x, y), (label_width, label_height) in zip(corners, labels, strict=True):
            reach = WIDTH / 2 - MARGIN - label_width / 2 - _SIDE_GAP
            x = min(max(x, -reach), reach)
            places.append(Box(WIDTH / 2 + x, y, label_width, label_height))
        diagram = finish(plan, places, (1,))
        if diagram.readable:
            break
        height *= 1.1
    return diagram


def _on_ellipse(count: int, across: float, down: float) -> list[Point]:
    """Return points at equal distances along an ellipse, clockwise from its top."""
    turns = [2 * math.pi * step / _ELLIPSE_STEPS for step in range(_ELLIPSE_STEPS + 1)]
    outline = [Point(across * math.sin(turn), -down * math.cos(turn)) for turn in turns]
    way = [0.0, *accumulate(math.dist(a, b) for a, b in pairwise(outline))]
    return [outline[bisect_left(way, way[-1] * number / count)] for number in range(count)]
