"""A run in words, for those who don't see its curves, and what another run does otherwise.

The page's script says the same in the same words, so the rules are plain arithmetic, and figures are made by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain

from trimtab.core.simulation.compiling import Compiled
from trimtab.core.simulation.running import Result

_TRILLION = 1e12


def figure(value: float) -> str:
    """A number with three or four digits that say something, commas between thousands, and a true minus."""
    size = abs(value)
    if size >= _TRILLION:
        return "more than a trillion" if value > 0 else "less than minus a trillion"
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    # The half is a trifle more: what two languages reckon may differ in the last digit, and then both round up.
    whole, rest = divmod(math.floor(size * 10**digits + 0.5000001), 10**digits)
    text = f"{whole:,}" + (f".{rest:0{digits}}".rstrip("0") if rest else "")
    return f"−{text}" if value < 0 and (whole or rest) else text


def tell(model: Compiled, result: Result) -> tuple[str, ...]:
    """A sentence or two on each curve of a run. They do without verbs, since names may be singular or plural.

    Args:
        model: the model that ran.
        result: what the run went through.

    Returns:
        A text for each curve, and one more where the run stopped.
    """
    unit = model.simulation.time.unit
    curves = ((line.part.label, result.series[line.part.name]) for line in model.lines)
    texts = [_curve(_capital(label), values, result.times, unit) for label, values in curves if values]
    if result.stopped is not None:
        texts.append(f"The run stops at {unit} {figure(result.stopped)}, where a value runs away.")
    return tuple(texts)


def compare(model: Compiled, base: Result, other: Result) -> tuple[str, ...]:
    """A sentence on what each curve of a run does otherwise than that of another.

    Args:
        model: the model that ran.
        base: the run to compare with.
        other: the run to tell of.
    """
    texts = []
    for line in model.lines:
        before, after = base.series[line.part.name], other.series[line.part.name]
        if before and after:
            texts.append(f"{_capital(line.part.label)}: {_difference(before, after)}.")
    if other.stopped is not None:
        unit = model.simulation.time.unit
        texts.append(f"This run stops at {unit} {figure(other.stopped)}, where a value runs away.")
    return tuple(texts)


def turns(values: Sequence[float], least: float) -> int:
    """How many times a curve turns by more than some amount."""
    count = way = 0
    top = bottom = values[0]
    for value in values:
        if way >= 0:
            top = max(top, value)
        if way <= 0:
            bottom = min(bottom, value)
        if way >= 0 and top - value > least:
            count += way == 1
            way, bottom = -1, value
        elif way <= 0 and value - bottom > least:
            count += way == -1
            way, top = 1, value
    return count


def _curve(label: str, values: Sequence[float], times: Sequence[float], unit: str) -> str:
    start, end = values[0], values[-1]
    most, least = max(values), min(values)
    size = most - least
    if size <= 0.01 * max(abs(most), abs(least)):
        return f"{label}: {figure(end)} throughout."
    peak = f"{figure(most)} by {unit} {figure(times[values.index(most)])}"
    trough = f"{figure(least)} by {unit} {figure(times[values.index(least)])}"
    high, low = most > max(start, end) + 0.1 * size, least < min(start, end) - 0.1 * size
    if high and low:
        if values.index(most) < values.index(least):
            way = f"up from {figure(start)} to {peak}, down to {trough}, then up to {figure(end)}"
        else:
            way = f"down from {figure(start)} to {trough}, up to {peak}, then down to {figure(end)}"
    elif high:
        way = f"up from {figure(start)} to {peak}, then down to {figure(end)}"
    elif low:
        way = f"down from {figure(start)} to {trough}, then up to {figure(end)}"
    else:
        way = f"{'up' if end > start else 'down'} from {figure(start)} to {figure(end)}"
        arrived = _arrival(values, times, 0.05 * size)
        if arrived <= 0.7 * times[-1]:
            way += f", nearly all of it by {unit} {figure(arrived)}"
    count = turns(values, 0.1 * size)
    swings = f" {count} turns on the way." if count >= 3 else ""
    return f"{label}: {way}{_ratio(start, end)}.{swings}"


def _arrival(values: Sequence[float], times: Sequence[float], near: float) -> float:
    """From when on a curve stays near its end."""
    arrived = times[-1]
    for value, time in zip(reversed(values), reversed(times), strict=True):
        if abs(value - values[-1]) > near:
            break
        arrived = time
    return arrived


def _ratio(start: float, end: float) -> str:
    if start > 0 and end > 0:
        if end / start >= 2:
            return f", {figure(end / start)} times the start"
        if end / start < 0.001:
            return ", almost nothing of the start"
        if end / start <= 0.5:
            return f", {figure(100 * (end / start))} % of the start"
    return ""


def _difference(before: Sequence[float], after: Sequence[float]) -> str:
    values = (*before, *after)
    size = max(values) - min(values)
    if len(before) == len(after) and all(
        abs(then - now) <= 0.01 * size for then, now in zip(before, after, strict=True)
    ):
        return "as before"
    old, new = before[-1], after[-1]
    if abs(new - old) <= 0.01 * size or figure(new) == figure(old):
        text = f"at the end {figure(new)} as before"
    else:
        text = f"at the end {figure(new)} instead of {figure(old)}"
    return "".join(chain([text], _extremes(before, after, 0.05 * size)))


def _extremes(before: Sequence[float], after: Sequence[float], much: float) -> Iterator[str]:
    """The highest and the lowest value, where they differ and are more than the ends."""
    for word, extreme, sign in (("highest", max, 1), ("lowest", min, -1)):
        old, new = extreme(before), extreme(after)
        beyond = sign * (old - before[-1]) > much or sign * (new - after[-1]) > much
        if abs(new - old) > much and beyond:
            yield f"; {word} {figure(new)} instead of {figure(old)}"


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
