"""What pydantic finds wrong with a field, said to an author: one sentence, and what to write instead."""

from __future__ import annotations

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from trimtab.core.model import ActsOn, Evidence, Intervention, Loop, Vitality
from trimtab.core.simulation import model as simulations
from trimtab.core.text.spelling import spelling


def spelled(location: tuple[int | str, ...]) -> str:
    """A location as an author would say it: `evidence, item 2, what`."""
    return ", ".join(f"item {step + 1}" if isinstance(step, int) else step for step in location)


def explained(problem: ErrorDetails, typed: str) -> tuple[str, str]:
    """One sentence on what is wrong with a value, and what to write instead."""
    context = problem.get("ctx", {})
    name = _within(problem["loc"]).replace("_", " ")
    value = f"`{typed if len(typed) <= 60 else typed[:57] + '…'}`" if typed else "This"
    kind = problem["type"]
    if kind in ("greater_than_equal", "less_than_equal"):
        return (
            f"{value} is out of the range of {name}.",
            _RANGES.get(name, _RANGES["levels"]),
        )
    if kind == "extra_forbidden":
        return f"`{problem['loc'][-1]}` is not a key of {name}.", _nearest_key(problem)
    if kind in ("enum", "literal_error"):
        expected = str(context.get("expected", "")).replace("'", "`")
        return f"{value} is not a {name} that an entry can have.", f"Write {expected}."
    if kind == "value_error":
        text = problem["msg"].removeprefix("Value error, ")
        message, _, cure = text.partition(": ")
        return f"{message}.", f"{cure[:1].upper()}{cure[1:]}." if cure else ""
    if kind.startswith(("float", "int")):
        return f"{value} is not a number, which {name} must be.", _RANGES.get(name, "Write a number.")
    if kind.startswith("date"):
        return f"{value} is not a date.", "Write it as year-month-day: 2026-03-01."
    if kind in ("string_type", "string_too_short"):
        return (
            f"{value} is not text, which {name} must be.",
            "Write it on one line, in quotes if it holds `: `.",
        )
    if kind == "finite_number":
        return f"{value} is not a number that one can reckon with.", "Write a finite number."
    if kind == "too_long":
        return f"There are more than {context.get('max_length')} {name}.", "Leave out what matters least."
    if kind.startswith(("model", "dict", "tuple", "list")):
        return f"{value} has not the form that {name} has.", _FORMS.get(name, "")
    return f"{value} is not right for {name}: {problem['msg']}.", ""


def _within(location: tuple[int | str, ...]) -> str:
    """What an author calls the place: the field, or in a simulation the innermost key that has a form of its own."""
    keys = [str(step) for step in location if isinstance(step, str)]
    inner = [key for key in keys[1:] if f"{keys[0]} {key}" in _FORMS] if keys[0] == "simulation" else []
    return f"{keys[0]} {inner[-1]}" if inner else keys[0]


def _nearest_key(problem: ErrorDetails) -> str:
    """What to write instead of a key that a record doesn't have."""
    fields = _RECORDS[_within(problem["loc"][:-1])].model_fields
    keys = [field.alias or key for key, field in fields.items()]
    meant = spelling(str(problem["loc"][-1]), dict.fromkeys(keys, ()))
    if meant is not None:
        return f"Did you mean {' or '.join(f'`{key}`' for key in meant.keys)}?"
    return f"Its keys are {', '.join(f'`{key}`' for key in keys)}."


_RECORDS: dict[str, type[BaseModel]] = {
    "acts_on": ActsOn,
    "vitality": Vitality,
    "evidence": Evidence,
    "loops": Loop,
    "interventions": Intervention,
    "simulation": simulations.Simulation,
    "simulation time": simulations.Time,
    "simulation stocks": simulations.Stock,
    "simulation flows": simulations.Flow,
    "simulation auxiliaries": simulations.Auxiliary,
    "simulation parameters": simulations.Parameter,
    "simulation runs": simulations.Run,
}
"""The records that fields hold, by what an author calls them; those of `sources` may have keys of their own."""
_RANGES = {
    "confidence": "Write 1, 2 or 3 (★ low, ★★ medium, ★★★ high).",
    "levels": "Write a number from 12 (weakest) to 1 (strongest).",
    "number": "Write a number from 12 (weakest) to 1 (strongest).",
    "vitality": "Write a number from 0.0 to 5.0.",
    "relations": "Write a weight from 0.0 to 1.0.",
}
_FORMS = {
    "vitality": "Write `vitality: 4.1` or `vitality: {score: 4.1, assessed: 2026-03-01, reasoning: ...}`.",
    "evidence": "Write a list of `{what: ..., where: ..., source: ...}`.",
    "sources": "Write a list of titles, or of `{title: ..., authors: ..., year: ..., url: ...}`.",
    "loops": 'Write a list of `{name: ..., kind: balancing, links: ["cause -> effect -"]}`.',
    "interventions": "Write a list of `{level: 9, do: ..., result: ...}`.",
    "relations": "Write `requires: [slug, {to: slug, why: ...}]`.",
    "acts on": "Write a list of `{archetype: slug, link: cause -> effect, how: ...}`.",
    "simulation": "Write a mapping with the keys `time`, `stocks`, `flows`, `parameters`, `plot` and `runs`.",
    "simulation time": "Write `time: {unit: week, stop: 104, dt: 0.25}`.",
    "simulation stocks": "Write a list of `{name: backlog, initial: 120, unit: tasks, about: ...}`.",
    "simulation flows": "Write a list of `{name: arriving, to: backlog, rate: arrivals + rework}`.",
    "simulation auxiliaries": "Write a list of `{name: capacity, value: people * 3, unit: tasks/week, about: ...}`.",
    "simulation parameters": "Write a list of `{name: overtime, value: 0.2, min: 0, max: 1, level: 12, about: ...}`.",
    "simulation plot": "Write a list of names, such as `[backlog, capacity]`.",
    "simulation runs": "Write a list of `{title: ..., set: {overtime: 0.6}, shows: ...}`.",
}
