"""Running a model: Euler's method with a fixed step.

Euler is what XMILE takes where a model names no method (OASIS XMILE 1.0, section 2.3), and a small step of it is enough
for curves that are looked at: a check notices where half the step would lead elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from trimtab.core.simulation.code import NAN, evaluate
from trimtab.core.simulation.compiling import Compiled


@dataclass(frozen=True, slots=True)
class Result:
    """What a run went through."""

    times: tuple[float, ...]
    series: Mapping[str, tuple[float, ...]]
    """The values at these times of what is plotted, by name."""
    stopped: float | None
    """The time at which a value was no finite number any more, where that happened; nothing is kept from there on."""
    culprit: str = ""
    """The quantity whose value that was."""


def begin(model: Compiled, settings: Mapping[str, float] | None = None) -> list[float]:
    """The slots at the start: parameters and stocks are filled, and what those need.

    Args:
        model: the model.
        settings: parameters, by name, that differ from their values.

    Raises:
        ValueError: the model has no such parameter.
    """
    values = [0.0] * model.slots
    left = dict(settings or {})
    for slot, parameter in model.parameters:
        values[slot] = float(left.pop(parameter.name, parameter.value))
    if left:
        message = f"there is no parameter {', '.join(left)}"
        raise ValueError(message)
    for slot, code in (*model.initial, *model.every):
        values[slot] = evaluate(code, values)
    return values


def run(model: Compiled, settings: Mapping[str, float] | None = None, *, finer: int = 1) -> Result:
    """Run a model from its start to its end.

    Args:
        model: the model.
        settings: parameters, by name, that differ from their values.
        finer: how many steps to make of each; the times kept are the same.

    Raises:
        ValueError: the model has no such parameter.
    """
    values = begin(model, settings)
    dt = model.simulation.time.dt / finer
    watched = [slot for slot, _ in (*model.stocks, *model.every)]
    times: list[float] = []
    rows: list[list[float]] = []
    stopped, culprit = None, ""
    steps = model.simulation.time.steps * finer
    for number in range(steps + 1):
        values[0] = number * dt
        for slot, code in model.every:
            values[slot] = evaluate(code, values)
        wrong = next((slot for slot in watched if math.isnan(values[slot])), None)
        if wrong is not None:
            stopped, culprit = values[0], model.owners[wrong]
            break
        if number % finer == 0:
            times.append(values[0])
            rows.append([values[line.slot] for line in model.lines])
        if number == steps:
            break
        nets = [evaluate(code, values) for _, code in model.stocks]
        for (slot, _), net in zip(model.stocks, nets, strict=True):
            after = values[slot] + dt * net
            values[slot] = after if math.isfinite(after) else NAN
    series = zip(*rows, strict=True) if rows else [()] * len(model.lines)
    names = [line.part.name for line in model.lines]
    return Result(tuple(times), dict(zip(names, series, strict=True)), stopped, culprit)
