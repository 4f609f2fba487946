"""The layout of causal loop diagrams: which loops are drawn together, and how.

Loops that share nodes are drawn together, as in a book, when that stays readable; otherwise each
is a ring of its own. Nothing here knows SVG, colours or stylesheets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from trimtab.core.loop_diagram import Diagram, Plan, finish, make_plan, outline
from trimtab.core.loop_geometry import MARGIN, WIDTH, Box
from trimtab.core.loop_placement import Graph, Placement, search
from trimtab.core.loop_score import Score, bend_links, centroid
from trimtab.core.loops import Loop, node_key, ring_fault

MOST_SHARED_NODES = 10
MOST_SHARED_LOOPS = 6
"""Loops that have more nodes than this together, or are more than this, are drawn apart."""

_RING_TRIES = 25
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
    if not 2 <= len(loops) <= MOST_SHARED_LOOPS:
        return None
    plan = make_plan(loops)
    if plan is None or len(plan.names) > MOST_SHARED_NODES:
        return None
    for found in _search(plan.graph):
        familiar = min(
            (found.mirrored(across, down) for across in (False, True) for down in (False, True)),
            key=lambda placement: _unfamiliar(plan, placement),
        )
        diagram = finish(plan, familiar.boxes(plan.graph), familiar.turns)
        if diagram.readable:
            return diagram
    return None


@lru_cache(maxsize=256)
def _search(graph: Graph) -> list[Placement]:
    # A live preview lays out the same loops again and again while prose is edited.
    return search(graph, Score(graph))


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
    assert plan is not None
    labels = plan.graph.labels
    radius = max(70.0, 12.0 * len(labels))
    for _ in range(_RING_TRIES):
        places = []
        for node, (width, height) in enumerate(labels):
            angle = 2 * math.pi * node / len(labels)
            reach = min(radius * 1.1, WIDTH / 2 - MARGIN - width / 2 - 4)
            x, y = WIDTH / 2 + reach * math.sin(angle), -radius * math.cos(angle)
            places.append(Box(x, y, width, height))
        diagram = finish(plan, places, (1,))
        if diagram.readable:
            break
        radius *= 1.1
    return diagram
