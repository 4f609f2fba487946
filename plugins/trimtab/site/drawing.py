"""Causal loop diagrams as SVG.

The drawing carries classes, never colours: `loops.css` paints it for light, dark and print. Sizes
and text anchors are in the drawing, because the layout is made for them.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Iterator, Sequence

from trimtab.core.loops import Loop, describe
from trimtab.core.loops.diagram import (
    NAME_LEADING,
    NAME_SIZE,
    NODE_LEADING,
    NODE_SIZE,
    TURN_RADIUS,
    Arrow,
    Diagram,
    LoopMark,
    NodeLabel,
)
from trimtab.core.loops.geometry import Point
from trimtab.core.loops.layout import layout
from trimtab.core.loops.pinning import PIN_RADIUS, pin_places
from trimtab.core.pins import Pin, link_key

_GAP = 24.0
_HEAD_LENGTH, _HEAD_WIDTH = 11.0, 9.0
_TURN_HEAD_LENGTH, _TURN_HEAD_WIDTH = 7.5, 7.0
_TURN_LINE_RADIUS = TURN_RADIUS - 2.5
_TURN_GAP = math.radians(42)
_SIGN_SIZE, _LETTER_SIZE = 19.0, 15.0
_PIN_SIZE = 13.0
# From the middle of a line of text down to its baseline, as a part of the font size.
_BASELINE = 0.36
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def loop_svg(loops: Sequence[Loop], *, ident: str, pins: Sequence[Pin] = ()) -> str:
    """Draw the loops of an entry as one SVG element.

    Loops that share nodes are drawn together where that can be read, else below each other. The
    element has a title and, as its description, the loops and the pins in words. Equal loops give equal text.

    Args:
        loops: sound rings, in the order in which a reader should meet them.
        ident: what the ids in the drawing start with; unique on the page. Characters that ids
            can't hold become hyphens.
        pins: where entries act on these loops; each is drawn as its number wherever its place is drawn.

    Returns:
        The element, or an empty string for no loops.

    Raises:
        ValueError: the links of a loop don't form a ring.
    """
    diagrams = layout(loops)
    if not diagrams:
        return ""
    root = re.sub(r"[^\w-]+", "-", ident)
    width = max(diagram.width for diagram in diagrams)
    height = sum(diagram.height for diagram in diagrams) + _GAP * (len(diagrams) - 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tt-loop-drawing" role="img"'
        f' aria-labelledby="{root}-title {root}-desc" viewBox="0 0 {_n(width)} {_n(height)}">',
        f'<title id="{root}-title">{_text(_title(loops))}</title>',
        f'<desc id="{root}-desc">{_text(_description(loops, pins))}</desc>',
    ]
    top = 0.0
    for diagram in diagrams:
        parts.append(f'<g class="tt-loop-diagram" transform="translate(0 {_n(top)})">')
        parts.extend(_diagram(diagram))
        parts.extend(_pins(diagram, pins))
        parts.append("</g>")
        top += diagram.height + _GAP
    parts.append("</svg>")
    return "\n".join(parts)


def _title(loops: Sequence[Loop]) -> str:
    told = ", ".join(f"{loop.name or loop.letter} ({loop.polarity})" for loop in loops)
    return f"Causal loop{'s' if len(loops) > 1 else ''}: {told}"


def _description(loops: Sequence[Loop], pins: Sequence[Pin]) -> str:
    told = [f"{loop.name or loop.letter} ({loop.polarity}): {' '.join(describe(loop))}" for loop in loops]
    for pin in pins:
        acting = ", ".join(dict.fromkeys(action.entry.title for action in pin.actions))
        told.append(f"Pin {pin.number}, on {pin.words}: {acting}.")
    return " ".join(told)


def _diagram(diagram: Diagram) -> Iterator[str]:
    for arrow in diagram.arrows:
        yield from _arrow(arrow)
    for mark in diagram.marks:
        yield from _mark(mark)
    for node in diagram.nodes:
        yield _node(node)
    # Signs come last: their halo keeps them apart from whatever runs below.
    for arrow in diagram.arrows:
        kind, sign = ("plus", "+") if arrow.link.sign > 0 else ("minus", "\N{MINUS SIGN}")
        yield _line(sign, arrow.sign.centre, _SIGN_SIZE, f"tt-loop-sign tt-loop-{kind}")


def _pins(diagram: Diagram, pins: Sequence[Pin]) -> Iterator[str]:
    wanted = [(pin, thing) for pin in pins for thing in _pinned(diagram, pin)]
    places = pin_places(diagram, [thing for _, thing in wanted])
    for (pin, _), (x, y) in zip(wanted, places, strict=True):
        yield '<g class="tt-loop-pin">'
        yield f'<circle class="tt-loop-disc" cx="{_n(x)}" cy="{_n(y)}" r="{_n(PIN_RADIUS)}"/>'
        yield _line(str(pin.number), Point(x, y), _PIN_SIZE, "tt-loop-number")
        yield "</g>"


def _pinned(diagram: Diagram, pin: Pin) -> Iterator[Arrow | LoopMark]:
    """What a drawing has of a pin's place; loops that are drawn apart may have one link each."""
    at = pin.at
    if isinstance(at, Loop):
        yield from (mark for mark in diagram.marks if mark.loop == at)
    else:
        key = link_key(at.cause, at.effect)
        yield from (arrow for arrow in diagram.arrows if link_key(arrow.link.cause, arrow.link.effect) == key)


def _arrow(arrow: Arrow) -> Iterator[str]:
    arc, tip = arrow.arc, arrow.arc.end
    length = max(arc.length, 1.0)
    # The line ends inside the head, so that its blunt end doesn't show at the tip.
    shaft = arc.part(0.0, max(0.0, 1.0 - (_HEAD_LENGTH - 2) / length))
    base = arc.at(max(0.0, 1.0 - _HEAD_LENGTH / length))
    first, second = shaft.controls()
    yield f'<g class="tt-loop-link tt-loop-{"plus" if arrow.link.sign > 0 else "minus"}">'
    yield _stroke("tt-loop-arrow", f"M{_p(shaft.start)}C{_p(first)} {_p(second)} {_p(shaft.end)}")
    heading = math.atan2(tip.y - base.y, tip.x - base.x)
    yield _head("tt-loop-head", tip, heading, _HEAD_LENGTH, _HEAD_WIDTH)
    if arrow.bars:
        bars = "".join(f"M{_p(start)}L{_p(end)}" for start, end in arrow.bars)
        yield _stroke("tt-loop-delay", bars)
    yield "</g>"


def _mark(mark: LoopMark) -> Iterator[str]:
    """The letter in an arrow that turns as the loop does, open at the top, and the name."""
    centre, turn = mark.centre, 1 if mark.clockwise else -1
    begin, end = (
        Point(
            centre.x + side * turn * _TURN_LINE_RADIUS * math.sin(_TURN_GAP),
            centre.y - _TURN_LINE_RADIUS * math.cos(_TURN_GAP),
        )
        for side in (1, -1)
    )
    radius = _n(_TURN_LINE_RADIUS)
    yield f'<g class="tt-loop-mark tt-loop-{mark.letter.lower()}">'
    yield _stroke("tt-loop-turn", f"M{_p(begin)}A{radius} {radius} 0 1 {int(mark.clockwise)} {_p(end)}")
    onward = -_TURN_GAP * turn if mark.clockwise else math.pi - _TURN_GAP * turn
    tip = Point(
        end.x + 0.6 * _TURN_HEAD_LENGTH * math.cos(onward),
        end.y + 0.6 * _TURN_HEAD_LENGTH * math.sin(onward),
    )
    yield _head("tt-loop-head", tip, onward, _TURN_HEAD_LENGTH, _TURN_HEAD_WIDTH)
    yield _line(mark.letter, centre, _LETTER_SIZE, "tt-loop-letter")
    yield from _lines(
        mark.lines, Point(centre.x, centre.y + TURN_RADIUS), NAME_SIZE, NAME_LEADING, "tt-loop-name"
    )
    yield "</g>"


def _node(node: NodeLabel) -> str:
    top = Point(node.box.x, node.box.top)
    return "".join(_lines(node.lines, top, NODE_SIZE, NODE_LEADING, "tt-loop-node"))


def _lines(lines: Iterable[str], top: Point, size: float, leading: float, name: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield _line(line, Point(top.x, top.y + (number + 0.5) * leading), size, name)


def _line(line: str, middle: Point, size: float, name: str) -> str:
    place = Point(middle.x, middle.y + _BASELINE * size)
    return (
        f'<text class="{name}" x="{_n(place.x)}" y="{_n(place.y)}"'
        f' font-size="{_n(size)}" text-anchor="middle">{_text(line)}</text>'
    )


def _stroke(name: str, path: str) -> str:
    return f'<path class="{name}" fill="none" stroke="currentColor" d="{path}"/>'


def _head(name: str, tip: Point, heading: float, length: float, width: float) -> str:
    back = Point(tip.x - length * math.cos(heading), tip.y - length * math.sin(heading))
    dx, dy = width / 2 * math.sin(heading), width / 2 * math.cos(heading)
    left, right = Point(back.x - dx, back.y + dy), Point(back.x + dx, back.y - dy)
    return f'<path class="{name}" d="M{_p(tip)}L{_p(left)}L{_p(right)}Z"/>'


def _text(text: str) -> str:
    """Escape a text for XML and HTML alike; what XML can't hold becomes a replacement mark."""
    return html.escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _p(point: Point) -> str:
    return f"{_n(point.x)} {_n(point.y)}"


def _n(number: float) -> str:
    """A coordinate to one decimal: near enough for the eye, and the same on every machine."""
    return f"{round(number, 1) + 0.0:g}" if abs(number) < 100_000 else f"{number:.1f}"
