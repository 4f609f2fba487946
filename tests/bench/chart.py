"""A result as a drawing: the times of cold builds over the number of patterns, both in powers of ten."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Mapping
from typing import Any

from bench.tables import TITLES, seconds, told
from trimtab.site.shapes import Point, spread

_WIDTH, _HEIGHT = 800, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 430, 44, 330
_LEADING = 18
_PAPER, _INK, _FAINT = "#ffffff", "#1f2328", "#d5d9de"
_COLOURS = ("#0b5d7a", "#2b7fc4", "#a1440b", "#7a5195", "#8f1d3f", "#3d6b1f", "#5c4a00", "#555b63")
_DASHES = ("", "12 3", "7 3", "2 3", "10 3 2 3", "5 5", "1 4", "3 2")


def svg(result: Mapping[str, Any]) -> str:
    """Draw a result.

    The drawing has paper of its own, so that it reads alike in a light and a dark frame; lines differ by their dashes
    as well as by colour, and each is named at its end.
    """
    lines = _lines(result)
    patterns = [x for line in lines.values() for x, _ in line]
    times = [y for line in lines.values() for _, y in line]
    across, up = _Scale(patterns, _LEFT, _RIGHT), _Scale(times, _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}"'
        f' height="{_HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="{_INK}">',
        "<title>Cold builds by the number of patterns</title>",
        f"<desc>{html.escape(told(result))}</desc>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="{_PAPER}"/>',
        f'<text x="{_LEFT}" y="24">seconds of a cold build; both scales in powers of ten</text>',
        *_frame(across, up, sorted(set(patterns))),
        *_drawn(lines, across, up),
        f'<text x="{(_LEFT + _RIGHT) / 2:g}" y="{_HEIGHT - 10}" text-anchor="middle">patterns</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class _Scale:
    """From logarithms of values to places in the drawing."""

    def __init__(self, values: list[float], first: float, last: float) -> None:
        low, high = math.log10(min(values)), math.log10(max(values))
        room = max(0.08 * (high - low), 0.1)
        self._low, self._high, self._first, self._last = low - room, high + room, first, last

    def __call__(self, value: float) -> float:
        part = (math.log10(value) - self._low) / (self._high - self._low)
        return round(self._first + part * (self._last - self._first), 1)

    def marks(self) -> list[float]:
        """The round numbers in range: 1, 2 and 5 with zeros."""
        powers = range(math.floor(self._low), math.ceil(self._high) + 1)
        every = [step * 10.0**power for power in powers for step in (1, 2, 5)]
        return [mark for mark in every if self._low <= math.log10(mark) <= self._high]


def _lines(result: Mapping[str, Any]) -> dict[str, list[Point]]:
    found = {
        name: [
            (size["patterns"], size["builds"][name]["cold"]["wall"])
            for size in result["sizes"]
            if name in size["builds"]
        ]
        for name in TITLES
    }
    return {name: points for name, points in found.items() if points}


def _frame(across: _Scale, up: _Scale, patterns: list[float]) -> Iterator[str]:
    for mark in up.marks():
        y = up(mark)
        yield f'<path d="M{_LEFT} {y:g}H{_RIGHT}" stroke="{_FAINT}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:g}" text-anchor="end">{mark:g}</text>'
    yield f'<path d="M{_LEFT} {_BOTTOM}H{_RIGHT}" stroke="{_INK}"/>'
    for count in patterns:
        x = across(count)
        yield f'<path d="M{x:g} {_BOTTOM}v5" stroke="{_INK}"/>'
        yield f'<text x="{x:g}" y="{_BOTTOM + 20}" text-anchor="middle">{count:,.0f}</text>'


def _drawn(lines: Mapping[str, list[Point]], across: _Scale, up: _Scale) -> Iterator[str]:
    ends = [(across(line[-1][0]), up(line[-1][1])) for line in lines.values()]
    places = spread([y for _, y in ends], [_LEADING] * len(ends), _TOP - 10, _BOTTOM + 10)
    order = list(TITLES)
    for (name, line), (x, y), place in zip(lines.items(), ends, places, strict=True):
        colour, dashes = _COLOURS[order.index(name)], _DASHES[order.index(name)]
        path = " ".join(f"{across(count):g} {up(time):g}" for count, time in line)
        look = f'fill="none" stroke="{colour}" stroke-width="{3 if name == "trimtab" else 2}"'
        if len(line) > 1:
            yield f'<path d="M{path}" {look}' + (f' stroke-dasharray="{dashes}"/>' if dashes else "/>")
        for count, time in line:
            yield f'<circle cx="{across(count):g}" cy="{up(time):g}" r="3.5" fill="{colour}"/>'
        yield f'<path d="M{x + 5:g} {y:g}L{_RIGHT + 4} {place:g}" fill="none" stroke="{colour}" stroke-width="0.7"/>'
        label = html.escape(f"{TITLES[name]}, {seconds(line[-1][1])}")
        yield f'<text x="{_RIGHT + 8}" y="{place + 4:g}" fill="{colour}">{label}</text>'
