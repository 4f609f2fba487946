"""Code: equations as postfix lists, which Python and JavaScript evaluate alike without reading text.

An item is a number, which stands for itself; a `Slot`, which stands for what is in that slot; or an operation's name.

One rule keeps both languages together: an operation whose operand is not a number, or whose result is not finite,
gives NaN. Only `if` doesn't mind what the branch holds that it doesn't take.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a quantity among all of a model's."""

    number: int


Code = tuple[float | Slot | str, ...]

NAN = math.nan

_ONE: dict[str, Callable[[float], float]] = {
    "neg": lambda a: -a,
    "abs": abs,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
}
_TWO: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": math.pow,
    "<": lambda a, b: float(a < b),
    "<=": lambda a, b: float(a <= b),
    ">": lambda a, b: float(a > b),
    ">=": lambda a, b: float(a >= b),
    "=": lambda a, b: float(a == b),
    "<>": lambda a, b: float(a != b),
    "min": lambda a, b: a if a < b else b,
    "max": lambda a, b: a if a > b else b,
}


def evaluate(code: Code, values: Sequence[float]) -> float:
    """What code comes to: a finite number, or NaN.

    Args:
        code: sound postfix code, as compiling makes it.
        values: the contents of the slots.
    """
    stack: list[float] = []
    for item in code:
        if isinstance(item, Slot):
            stack.append(values[item.number])
        elif isinstance(item, float):
            stack.append(item)
        elif item in _TWO:
            right = stack.pop()
            stack[-1] = _finite(_TWO[item], stack[-1], right)
        elif item in _ONE:
            stack[-1] = _finite(_ONE[item], stack[-1])
        else:
            otherwise, then = stack.pop(), stack.pop()
            condition = stack[-1]
            stack[-1] = condition if math.isnan(condition) else then if condition else otherwise
    return stack[-1]


def slots(code: Code) -> Iterator[int]:
    """The slots that code reads, in the order in which it does."""
    for item in code:
        if isinstance(item, Slot):
            yield item.number


def plain(code: Code) -> list[float | list[int] | str]:
    """Code for JSON: a slot is a list of its number."""
    return [[item.number] if isinstance(item, Slot) else item for item in code]


def _finite(function: Callable[..., float], *operands: float) -> float:
    if any(map(math.isnan, operands)):
        return NAN
    try:
        result = function(*operands)
    except (ArithmeticError, ValueError):
        return NAN
    return result if math.isfinite(result) else NAN
