"""Round numbers along an axis, after P. Heckbert, "Nice Numbers for Graph Labels" (Graphics Gems, 1990, pp. 61-63).

A mark is a whole number with a power of ten, so that its value and its label are exact, here and in
`instruments/simulation/plot.js` alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_WORDS = {
    3: "thousands",
    6: "millions",
    9: "billions",
    12: "trillions",
    -3: "thousandths",
    -6: "millionths",
}
_ROUND = ((1.5, 1), (3, 2), (7, 5))
# How far a bound may miss a mark by the arithmetic alone.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks of an axis, from its lower to its upper end."""

    marks: tuple[int, ...]
    exponent: int

    def value(self, mark: int) -> float:
        """The number that a mark stands for."""
        return float(f"{mark}e{self.exponent}")

    @property
    def low(self) -> float:
        """Where the axis begins."""
        return self.value(self.marks[0])

    @property
    def high(self) -> float:
        """Where it ends."""
        return self.value(self.marks[-1])


def scale(low: float, high: float, count: int) -> Scale:
    """About so many round marks, the first not above `low`, the last not below `high`."""
    digit, exponent = nice(high - low, ((1, 1), (2, 2), (5, 5)))
    size = float(f"{digit}e{exponent}")
    digit, exponent = nice(size / (count - 1), _ROUND)
    step = float(f"{digit}e{exponent}")
    first, last = math.floor(low / step + _SLACK), math.ceil(high / step - _SLACK)
    return Scale(tuple(digit * index for index in range(first, last + 1)), exponent)


def until(end: float, count: int) -> Scale:
    """About so many round marks after zero, none above `end`."""
    digit, exponent = nice(end / count, _ROUND)
    last = math.floor(end / float(f"{digit}e{exponent}") + _SLACK)
    return Scale(tuple(digit * index for index in range(last + 1)), exponent)


def nice(number: float, bounds: tuple[tuple[float, int], ...]) -> tuple[int, int]:
    """1, 2 or 5 with a power of ten: the first whose bound the number's leading part doesn't exceed."""
    lead, _, exponent = f"{number:.17e}".partition("e")
    for bound, digit in bounds:
        if float(lead) <= bound:
            return digit, int(exponent)
    return 1, int(exponent) + 1


def power_of(most: float) -> int:
    """The power of ten that an axis' labels leave out, a multiple of three: none for numbers that are short."""
    if most == 0 or 0.01 <= most < 10_000:
        return 0
    return math.floor(int(f"{most:.17e}".partition("e")[2]) / 3) * 3


def power_word(power: int) -> str:
    """What to say for the power that labels leave out."""
    if power == 0:
        return ""
    return _WORDS.get(power, f"× 10^{power}")


def tick_label(mark: int, exponent: int) -> str:
    """A mark as a reader writes it: thousands in groups, a true minus, and as many decimals as its neighbours."""
    digits = str(abs(mark)) + "0" * max(0, exponent)
    if mark == 0:
        return "0"
    if exponent < 0:
        digits = digits.rjust(1 - exponent, "0")
        whole, rest = digits[:exponent], f".{digits[exponent:]}"
    else:
        whole, rest = digits, ""
    return ("−" if mark < 0 else "") + f"{int(whole):,}" + rest
