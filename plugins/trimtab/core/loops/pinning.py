"""Free places for pins on a causal loop diagram: numbered discs on links and beside loops' marks.

A pin may stand on its own link's line, and covers nothing else that is drawn. All lengths are in user units of the
drawing's viewBox.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from trimtab.core.loops.diagram import NAME_LEADING, NAME_SIZE, TURN_RADIUS, Arrow, Diagram, LoopMark
from trimtab.core.loops.geometry import Box, Point
from trimtab.core.loops.text import text_width

PIN_RADIUS = 9.5

_GAP = 1.5
_SAMPLES = 33
_STEP = 4.0
_HEAD = 6.5
_HEAD_BACK = 5.0
_TURN = TURN_RADIUS + 2.5
_BESIDE = (PIN_RADIUS + 3.0, PIN_RADIUS + 7.0, PIN_RADIUS + 12.0)
# How far along its line a pin goes rather than stand beside it.
_BESIDE_COST = 40.0
_ROUNDS = (0.0, 4.0, 9.0, 15.0)
_DIRECTIONS = 24


def pin_places(diagram: Diagram, wanted: Sequence[Arrow | LoopMark]) -> tuple[Point, ...]:
    """Choose where pins stand: on their link near its middle, else beside it; beside their loop's turning arrow.

    Args:
        diagram: the drawing.
        wanted: what of the drawing the pins belong to.

    Returns:
        The centre of each pin, in the order given. Where nothing is free, the place that covers least.
    """
    room = _Room(diagram)
    found: dict[int, Point] = {}
    # Marks, and then short links, have the least room: they choose first.
    for at in sorted(range(len(wanted)), key=lambda at: _length(wanted[at])):
        found[at] = _place(room, wanted[at], found.values())
    return tuple(found[at] for at in range(len(wanted)))


def _length(thing: Arrow | LoopMark) -> float:
    return thing.arc.length if isinstance(thing, Arrow) else 0.0


def _place(room: _Room, thing: Arrow | LoopMark, pins: Collection[Point]) -> Point:
    """The first place that is free, else the one that covers least."""
    best, least = Point(0.0, 0.0), math.inf
    for _, pin, on in sorted(_places(thing), key=lambda place: place[0]):
        covered = sum(_lack(pin, other, 2 * PIN_RADIUS + 2) for other in pins) + room.covered(pin, on)
        if covered < least:
            best, least = pin, covered
        if not covered:
            break
    return best


class _Room:
    """What a drawing has in it already."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram

    @cached_property
    def _boxes(self) -> list[Box]:
        boxes = [node.box for node in self._diagram.nodes]
        boxes += [arrow.sign for arrow in self._diagram.arrows]
        for mark in self._diagram.marks:
            top = mark.centre.y + TURN_RADIUS
            for number, line in enumerate(mark.lines):
                middle = top + (number + 0.5) * NAME_LEADING
                boxes.append(Box(mark.box.x, middle, text_width(line, NAME_SIZE), NAME_LEADING))
        return boxes

    @cached_property
    def _discs(self) -> list[tuple[Point, float]]:
        """Turning arrows and arrowheads."""
        heads = [
            (arrow.arc.at(max(0.0, 1 - _HEAD_BACK / max(arrow.arc.length, 1.0))), _HEAD)
            for arrow in self._diagram.arrows
        ]
        return [*((mark.centre, _TURN) for mark in self._diagram.marks), *heads]

    @cached_property
    def _strokes(self) -> list[Point]:
        """Points along the bars of delayed links, which also belong to the link itself."""
        return [
            Point(start.x + part * (end.x - start.x), start.y + part * (end.y - start.y))
            for arrow in self._diagram.arrows
            for start, end in arrow.bars
            for part in (0.0, 0.25, 0.5, 0.75, 1.0)
        ]

    @cached_property
    def _lines(self) -> list[tuple[Arrow, list[Point]]]:
        return [(arrow, arrow.arc.points(_SAMPLES)) for arrow in self._diagram.arrows]

    def covered(self, pin: Point, on: Arrow | None) -> float:
        """How much a pin covers, 0 for nothing; the line of the link on which it stands doesn't count."""
        total = 10 * max(0.0, PIN_RADIUS + 1 - pin.x, pin.x + PIN_RADIUS + 1 - self._diagram.width)
        total += 10 * max(0.0, PIN_RADIUS + 1 - pin.y, pin.y + PIN_RADIUS + 1 - self._diagram.height)
        total += sum(_lack_of_box(pin, box, PIN_RADIUS + _GAP) for box in self._boxes)
        total += sum(_lack(pin, disc, PIN_RADIUS + _GAP + radius) for disc, radius in self._discs)
        total += max((_lack(pin, stroke, PIN_RADIUS + _GAP + 1) for stroke in self._strokes), default=0.0)
        for arrow, line in self._lines:
            if arrow is not on:
                total += max(_lack(pin, point, PIN_RADIUS + _GAP + 1) for point in line)
        return total


def _places(thing: Arrow | LoopMark) -> Iterator[tuple[float, Point, Arrow | None]]:
    """Yield possible places: how far each is from the best, where it is, and on which link's line if on one."""
    if isinstance(thing, LoopMark):
        for further in _ROUNDS:
            reach = _TURN + PIN_RADIUS + _GAP + 0.1 + further
            for number in range(_DIRECTIONS):
                turn = 2 * math.pi * number / _DIRECTIONS
                x, y = math.cos(turn), math.sin(turn)
                # To the right, then to the left, is where readers look for it.
                cost = further + abs(y) + (x < 0) / 2
                yield cost, Point(thing.centre.x + reach * x, thing.centre.y + reach * y), None
        return
    arc = thing.arc
    steps = max(int(arc.length / _STEP), 4)
    for step in range(1, steps):
        part = step / steps
        (x, y), across = arc.at(part), arc.heading(part) + math.pi / 2
        away = abs(part - 0.5) * arc.length
        yield away, Point(x, y), thing
        for number, beside in enumerate(_BESIDE, 1):
            for side in (beside, -beside):
                pin = Point(x + side * math.cos(across), y + side * math.sin(across))
                yield away + number * _BESIDE_COST, pin, None


def _lack(pin: Point, other: Point, distance: float) -> float:
    """How much two points lack to the distance that they should keep."""
    return max(0.0, distance - math.dist(pin, other))


def _lack_of_box(pin: Point, box: Box, distance: float) -> float:
    beyond = max(abs(pin.x - box.x) - box.width / 2, 0.0), max(abs(pin.y - box.y) - box.height / 2, 0.0)
    return max(0.0, distance - math.hypot(*beyond))
