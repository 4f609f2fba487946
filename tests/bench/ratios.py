"""What the measurements say: ratios, whether they are what they must be, and growth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LARGE = 3000
"""In smaller libraries it's the start of programs that takes the time, so nothing must hold there."""

Size = Mapping[str, Any]
"""What was measured at one size."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two measurements of one run, one divided by the other."""

    name: str
    patterns: int
    value: float
    most: float | None = None
    """What it may be at most, if it must be anything at this size."""

    @property
    def holds(self) -> bool:
        """Whether it is what it must be."""
        return self.most is None or self.value <= self.most


_TRIMTAB = ("builds", "trimtab", "cold", "wall")
_RATIOS = (
    ("cold : MkDocs Material, entries out of the nav", _TRIMTAB, ("builds", "plain", "cold", "wall"), 0.8),
    ("warm, nothing changed : cold", ("builds", "trimtab", "warm", "wall"), _TRIMTAB, 0.15),
    ("one edited body, until its page is served : cold", ("served", "page"), _TRIMTAB, 0.15),
    ("one edited body, until search knows it : cold", ("served", "search"), _TRIMTAB, 0.4),
    ("one edited body, a whole build : cold", ("builds", "trimtab", "edit", "wall"), _TRIMTAB, 0.4),
    (
        "memory of the build process : MkDocs Material's",
        ("builds", "trimtab", "cold", "memory"),
        ("builds", "plain", "cold", "memory"),
        1.0,
    ),
    (
        "cold, no images for link previews : MkDocs Material",
        ("builds", "imageless", "cold", "wall"),
        ("builds", "plain", "cold", "wall"),
        None,
    ),
    ("cold : MkDocs Material, no Markdown extensions", _TRIMTAB, ("builds", "bare", "cold", "wall"), None),
    ("cold : MkDocs Material, default nav", _TRIMTAB, ("builds", "nav", "cold", "wall"), None),
    ("cold : ProperDocs", _TRIMTAB, ("builds", "properdocs", "cold", "wall"), None),
    ("cold : Zensical", _TRIMTAB, ("builds", "zensical", "cold", "wall"), None),
    ("cold : floor of a build", _TRIMTAB, ("builds", "floor", "cold", "wall"), None),
    ("check, cold : floor of a check", ("check", "cold"), ("check", "floor"), 2.0),
    ("check, warm : floor of a check", ("check", "warm"), ("check", "floor"), 0.5),
    ("check, one edit : floor of a check", ("check", "edit"), ("check", "floor"), None),
    ("page, bytes : MkDocs Material's", ("reader", "trimtab", "page"), ("reader", "plain", "page"), None),
    (
        "page and first search, bytes : MkDocs Material's",
        ("reader", "trimtab", "both"),
        ("reader", "plain", "both"),
        None,
    ),
)
"""Each with its name, what is divided by what, and what it may be at most."""
_PER_PATTERN = (1000, 10_000, 1.15)
"""From which size to which the time for a pattern may grow, and how much."""


def ratios(sizes: Sequence[Size]) -> list[Ratio]:
    """All ratios of which both sides were measured, size by size, then those between sizes."""
    found = [
        Ratio(name, size["patterns"], over / under, most if size["patterns"] >= LARGE else None)
        for size in sizes
        for name, one, other, most in _RATIOS
        if (over := _at(size, one)) is not None and (under := _at(size, other))
    ]
    low, high, most = _PER_PATTERN
    each = {size["patterns"]: cold / size["patterns"] for size in sizes if (cold := _at(size, _TRIMTAB))}
    if low in each and high in each:
        name = f"cold for each pattern, of {high:,} : of {low:,}"
        found.append(Ratio(name, high, each[high] / each[low], most))
    return found


def growth(sizes: Sequence[Size], contestant: str) -> float | None:
    """The exponent by which a contestant's cold time grows with the number of patterns.

    By least squares of the logarithms: 1 is twice the time for twice the patterns, 2 four times.

    Returns:
        The exponent, or None with fewer than two sizes.
    """
    points = [
        (math.log(size["patterns"]), math.log(cold))
        for size in sizes
        if (cold := _at(size, ("builds", contestant, "cold", "wall")))
    ]
    if len({x for x, _ in points}) < 2:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def _at(size: Size, path: Sequence[str]) -> float | None:
    """A measurement by its place; `both` is the sum of what is beside it."""
    value: Any = size
    for name in path:
        if not isinstance(value, Mapping):
            return None
        if name == "both":
            return sum(value.values()) if {"page", "search"} <= set(value) else None
        value = value.get(name)
    return value
