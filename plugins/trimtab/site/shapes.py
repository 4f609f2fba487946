"""Shapes of a plot: lines with no more points than they need, and names that keep apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

COLUMN = 2
"""How wide a column is of which a line keeps the lowest and the highest point."""

Point = tuple[float, float]


def thin(points: Sequence[Point], left: float, tolerance: float) -> list[Point]:
    """The points that a line needs to look as it does.

    In each column the lowest and the highest stay, as U. Jugel et al. do (M4, VLDB 2014); of those, what D. Douglas and
    T. Peucker keep (1973), measured across.
    """
    rest = _columns(points, left)
    if len(rest) < 3:
        return rest
    kept = {0, len(rest) - 1}
    spans = [(0, len(rest) - 1)]
    while spans:
        first, last = spans.pop()
        (x0, y0), (x1, y1) = rest[first], rest[last]
        far, worst = 0.0, 0
        for index in range(first + 1, last):
            x, y = rest[index]
            off = abs(y - (y0 + (y1 - y0) * (x - x0) / (x1 - x0)))
            if off > far:
                far, worst = off, index
        if far > tolerance:
            kept.add(worst)
            spans += [(first, worst), (worst, last)]
    return [rest[index] for index in sorted(kept)]


def _columns(points: Sequence[Point], left: float) -> list[Point]:
    """The first and the last point, and the lowest and the highest of each column, in order."""
    extremes: dict[int, tuple[int, int]] = {}
    for index, (x, y) in enumerate(points):
        column = math.floor((x - left) / COLUMN)
        low, high = extremes.get(column, (index, index))
        if y > points[low][1]:
            low = index
        if y < points[high][1]:
            high = index
        extremes[column] = (low, high)
    kept = {index for pair in extremes.values() for index in pair}
    if points:
        kept |= {0, len(points) - 1}
    return [points[index] for index in sorted(kept)]


def spread(places: Sequence[float], sizes: Sequence[float], top: float, bottom: float) -> list[float]:
    """The middles of labels, each as near to its place as the others let it, none above `top` or below `bottom`."""
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    found = list(places)
    edge = top
    for index in order:
        found[index] = max(found[index], edge + sizes[index] / 2)
        edge = found[index] + sizes[index] / 2
    edge = bottom
    for index in reversed(order):
        found[index] = min(found[index], edge - sizes[index] / 2)
        edge = found[index] - sizes[index] / 2
    return found


def wrapped(label: str, letters: int) -> list[str]:
    """A label in at most three lines of so many letters."""
    lines = [""]
    for word in label.split(" "):
        rest = word
        if lines[-1] and len(lines[-1]) + 1 + len(rest) > letters:
            lines.append("")
        while len(rest) > letters:
            lines[-1] = rest[: letters - 1] + "-"
            lines.append("")
            rest = rest[letters - 1 :]
        lines[-1] = f"{lines[-1]} {rest}" if lines[-1] else rest
    if len(lines) > 3:
        lines = [*lines[:2], lines[2][: letters - 1] + "…"]
    return lines


def clipped(text: str, letters: int) -> str:
    """A text of at most so many letters."""
    return text if len(text) <= letters else text[: letters - 1] + "…"
