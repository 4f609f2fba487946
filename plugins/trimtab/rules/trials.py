"""Simulations tried out: what the rules about them ask of a document."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from trimtab.core.document import Document
from trimtab.core.model import Archetype
from trimtab.core.simulation import Compiled, Simulation, begin, evaluate, examine, figure, run
from trimtab.core.simulation.examining import ProblemKind, equations
from trimtab.rules.registry import Finding

_FIELD = "simulation"
_AT_HAND = 256
"""Of how many simulations it stays known how they ran: to rename an entry is to check its library twice."""
_MUCH = 0.05
"""By how much of a curve's range half the step may move its end."""


def problems(document: Document, kind: ProblemKind) -> Iterator[Finding]:
    """What is wrong with a document's simulation before it runs."""
    simulation = _simulation(document)
    if simulation is None:
        return
    for problem in examine(simulation).problems:
        if problem.kind == kind:
            span = document.span_within(
                _FIELD, *problem.location, offset=problem.offset, length=problem.length
            )
            yield Finding(document, span, problem.message, problem.help)


def runaways(document: Document) -> Iterator[Finding]:
    """The runs that stop because a value is no finite number."""
    yield from _findings(document, _runaways)


def coarse_steps(document: Document) -> Iterator[Finding]:
    """What tells that the step is too large: a delay that is shorter, or another end with half of it."""
    yield from _findings(document, _coarse_steps)


class _Said(NamedTuple):
    """What a trial brought up."""

    place: tuple[int | str, ...]
    """Where, below the field."""
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class _Tried:
    """A simulation that is tried out. One that says the same runs the same, in whatever document it stands."""

    simulation: Simulation = field(compare=False)
    said: str


def _findings(document: Document, trial: Callable[[_Tried], tuple[_Said, ...]]) -> Iterator[Finding]:
    simulation = _simulation(document)
    if simulation is not None:
        for place, message, cure in trial(_Tried(simulation, repr(simulation))):
            yield Finding(document, document.span(_FIELD, *place), message, cure)


@lru_cache(_AT_HAND)
def _runaways(tried: _Tried) -> tuple[_Said, ...]:
    model = examine(tried.simulation).compiled
    if model is None:
        return ()
    unit = model.simulation.time.unit
    whose = {name: place for name, _, place in equations(model.simulation)}
    base = run(model)
    if base.stopped is not None:
        return (
            _Said(
                whose.get(base.culprit, ("stocks",)),
                f"`{base.culprit}` is no finite number at {unit} {figure(base.stopped)}.",
                "Look for a division by what may be zero, or take a smaller `dt`.",
            ),
        )
    found = []
    for settings, place in _trials(model):
        result = run(model, settings)
        if result.stopped is not None:
            said = " and ".join(f"`{name}` is {value:g}" for name, value in settings.items())
            found.append(
                _Said(
                    place,
                    f"Where {said}, `{result.culprit}` is no finite number at {unit} {figure(result.stopped)}.",
                    "Let the slider go less far, or bound the equation with `min` or `max`.",
                )
            )
    return tuple(found)


@lru_cache(_AT_HAND)
def _coarse_steps(tried: _Tried) -> tuple[_Said, ...]:
    model = examine(tried.simulation).compiled
    found = next(_too_coarse(model), None) if model is not None else None
    return (_Said(("time", "dt"), f"{found}.", "Take a smaller `dt`."),) if found is not None else ()


def _too_coarse(model: Compiled) -> Iterator[str]:
    """What tells that the step is too large, as sentences without their full stop."""
    yield from _short_delays(model)
    for title, settings in (("", {}), *((one.title, one.set) for one in model.simulation.runs)):
        whole, halved = run(model, settings), run(model, settings, finer=2)
        if whole.stopped is not None or halved.stopped is not None:
            continue
        for name, values in whole.series.items():
            if _moved(values, halved.series[name]):
                where = f" in the run “{title}”" if title else ""
                ends = f"{figure(halved.series[name][-1])} instead of {figure(values[-1])}"
                yield f"With half the step `{name}` ends at {ends}{where}"


def _simulation(document: Document) -> Simulation | None:
    return document.entry.simulation if isinstance(document.entry, Archetype) else None


def _trials(model: Compiled) -> Iterator[tuple[Mapping[str, float], tuple[int | str, ...]]]:
    """What a reader may easily try, each with its place: the runs, and either end of each slider."""
    parameters = {parameter.name: parameter for parameter in model.simulation.parameters}
    for index, one in enumerate(model.simulation.runs):
        if all(parameters[name].reaches(value) for name, value in one.set.items()):
            yield one.set, ("runs", index, "set")
    for index, parameter in enumerate(model.simulation.parameters):
        if parameter.is_slider:
            low, high, _ = parameter.limits
            yield {parameter.name: low}, ("parameters", index, "min")
            yield {parameter.name: high}, ("parameters", index, "max")


def _short_delays(model: Compiled) -> Iterator[str]:
    """The delays that some setting makes shorter than a step."""
    dt = model.simulation.time.dt
    for settings in ({}, *(settings for settings, _ in _trials(model))):
        values = begin(model, settings)
        for delay in model.delays:
            time = evaluate(delay.time, values)
            if math.isnan(time) or time < dt:
                said = " and ".join(f"`{name}` is {value:g}" for name, value in settings.items())
                shown = "no time" if math.isnan(time) else f"{figure(time)}"
                where = f" where {said}" if said else ""
                yield f"A step of {dt:g} is longer than a delay in `{delay.owner}`, which is {shown}{where}"


def _moved(values: Sequence[float], halved: Sequence[float]) -> bool:
    size = max(values) - min(values)
    least = 0.01 * max(map(abs, values))
    return size > least and abs(values[-1] - halved[-1]) > _MUCH * size
