"""The keys of a simulation for JSON Schema, as `trimtab.core.simulation.model` reads them."""

from __future__ import annotations

from typing import Any

from trimtab.core.schema.values import SCALAR, Schema, amount, many, nothing, record, text

_NAME: Schema = {
    "type": "string",
    "pattern": r"^\s*[a-z][a-z0-9_]*\s*$",
    "patternErrorMessage": "Write small letters, digits and underscores, a letter first.",
}
_EQUATION: Schema = {"type": ["string", "number"], "maxLength": 500}


def _key(description: str, form: Schema, *examples: Any) -> Schema:
    return {"description": description, **form, **({"examples": [*examples]} if examples else {})}


def simulation(level: Schema) -> Schema:
    """A stock-and-flow model, or an empty key.

    Args:
        level: the schema of a level.
    """
    name = _key("Its name in equations: small letters, digits and underscores.", _NAME, "backlog")
    unit = _key("What it is counted in; quantities with one unit share an axis.", text(), "tasks")
    about = _key("What it means, in one sentence.", text())
    stock = record(
        {
            "name": name,
            "initial": _key("What there is at the start: a number or an equation.", _EQUATION, 120),
            "unit": unit,
            "about": about,
        },
        "name",
        "initial",
    )
    flow = record(
        {
            "name": name,
            "from": _key("The stock that it drains; without one it comes from outside.", text(), "backlog"),
            "to": _key("The stock that it fills; without one it goes outside.", text(), "backlog"),
            "rate": _key("How much flows in a unit of time.", _EQUATION, "min(capacity, backlog / 2)"),
            "unit": unit,
            "about": about,
        },
        "name",
        "rate",
    )
    flow["anyOf"] = [{"required": ["from"]}, {"required": ["to"]}]
    auxiliary = record(
        {
            "name": name,
            "value": _key("What it is at each moment, as an equation.", _EQUATION, "people * (1 + overtime)"),
            "unit": unit,
            "about": about,
        },
        "name",
        "value",
    )
    parameter = record(
        {
            "name": name,
            "value": _key("The number.", amount(empty=False), 0.2),
            "min": _key(
                "Where its slider begins; without `min`, `max` and `level` it has none.", amount(), 0
            ),
            "max": _key("Where its slider ends.", amount(), 1),
            "step": _key("How far one step of the slider goes.", amount(), 0.05),
            "level": _key(
                "The leverage level at which someone acts who changes it.",
                {"anyOf": [level, nothing("Write a level from 12 to 1.")]},
                12,
            ),
            "unit": unit,
            "about": about,
        },
        "name",
        "value",
    )
    run = record(
        {
            "title": _key("What is tried, in a few words.", text(), "Push the number"),
            "set": _key(
                "The sliders that are moved, each with its value.",
                {"type": "object", "additionalProperties": amount(empty=False)},
                {"overtime": 0.6},
            ),
            "shows": _key("What is seen then, in one sentence.", text()),
        },
        "title",
        "set",
    )
    time = record(
        {
            "unit": _key("One of the unit of time, as in “week 12”.", {"type": [*SCALAR]}, "week"),
            "stop": _key("How many units a run lasts.", amount(empty=False), 104),
            "dt": _key(
                "How long a step is; a quarter of the shortest delay or less.", amount(empty=False), 0.25
            ),
        },
        "unit",
        "stop",
        "dt",
    )
    whole = record(
        {
            "about": _key("What is modelled, and in whose terms, in one or two sentences.", text()),
            "time": _key("How long a run lasts, and in what steps.", time),
            "stocks": _key("What accumulates.", many(stock)),
            "flows": _key("What fills and drains the stocks.", many(flow)),
            "auxiliaries": _key("What follows from other quantities at each moment.", many(auxiliary)),
            "parameters": _key(
                "Numbers that stay as they are through a run, and the sliders.", many(parameter)
            ),
            "plot": _key(
                "The quantities that are drawn over time, of two units at most.", many(text()), ["backlog"]
            ),
            "runs": _key("Experiments: sliders to move, and what is seen then.", many(run)),
        },
        "time",
        "stocks",
        "plot",
    )
    return {**whole, "type": ["object", "null"]}
