"""Simulations for tests: each small, each odd in its own way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from trimtab import Library, load
from trimtab.core.model import Archetype
from trimtab.core.simulation import Compiled, compiled_form

ROOT = Path(__file__).parents[1]
MARK = "</script><img src=x onerror=pwned=1>\"'&lt;b&gt;{{ 7*7 }}"
"""A text that would like to be more than one."""

MODELS = {
    "overtime": """
  about: A made-up team that answers a backlog with overtime.
  time: {unit: week, stop: 52, dt: 0.25}
  stocks:
    - {name: backlog, initial: 120, unit: tasks, about: Work that is waiting.}
    - {name: fatigue, initial: 0, unit: share}
  flows:
    - {name: arriving, to: backlog, rate: arrivals, unit: tasks/week}
    - {name: finishing, from: backlog, rate: "min(capacity, backlog / 2)"}
    - {name: tiring, to: fatigue, rate: overtime / 4 - fatigue / recovery}
  auxiliaries:
    - {name: capacity, value: "20 * (1 + overtime) * (1 - smooth(fatigue, 2))", unit: tasks/week}
  parameters:
    - {name: arrivals, value: 20, unit: tasks/week}
    - {name: overtime, value: 0.2, min: 0, max: 1, step: 0.05, unit: share, level: 12, about: How much is ordered.}
    - {name: recovery, value: 8, min: 2, max: 16, unit: weeks, level: 9, about: How long people take to recover.}
  plot: [backlog, capacity]
  runs:
    - {title: Push the number, set: {overtime: 0.6}, shows: The backlog dips and grows again.}
    - {title: Rest, set: {recovery: 3}}
""",
    "runaway": """
  about: It feeds itself until no number can hold it.
  time: {unit: day, stop: 40, dt: 1}
  stocks: [{name: heat, initial: 1}]
  flows: [{name: heating, to: heat, rate: "heat ^ (1 + gain)"}]
  parameters: [{name: gain, value: 0, min: 0, max: 2, step: 0.5, level: 7}]
  plot: [heat]
  runs: [{title: Boil over, set: {gain: 2}, shows: Nothing holds it.}]
""",
    "swing": """
  time: {unit: month, stop: 30, dt: 0.125}
  stocks: [{name: store, initial: 5}, {name: ordered, initial: 0}]
  flows:
    - {name: buying, to: store, rate: "delay3(wish, lag)"}
    - {name: noting, to: ordered, rate: "if(store <= 0, 1, sqrt(abs(store)) - ln(2 + exp(0 - store / 9)))"}
  auxiliaries: [{name: wish, value: "step(6, 3) - store * push"}]
  parameters:
    - {name: lag, value: 2, min: 0.5, max: 6, step: 0.5, level: 9}
    - {name: push, value: 1.1, min: -0.2, max: 2, step: 0.1, level: 8}
  plot: [store, wish, ordered]
""",
    "crowd": """
  time: {unit: round, stop: 12345, dt: 2.5}
  stocks:
    - {name: a_rather_long_name_of_a_first_stock, initial: 1000000, unit: people}
    - {name: unpronounceablylongwordwithoutanyblanks, initial: 1000001, unit: people}
    - {name: third, initial: 1000002, unit: people}
    - {name: fourth, initial: 1000003, unit: people}
    - {name: fifth, initial: 0.004, unit: chance}
    - {name: sixth, initial: 0.0041, unit: chance}
  flows: [{name: coming, to: third, rate: "100 * (time - 6000) / 12345 * (1 + constructor)"}]
  parameters: [{name: constructor, value: 0, min: -1, max: 1, step: 0.1, level: 1}]
  plot: [a_rather_long_name_of_a_first_stock, unpronounceablylongwordwithoutanyblanks, third, fourth, fifth, sixth]
  runs: [{title: Faster, set: {constructor: 1}}]
""",
    "still": """
  time: {unit: hour, stop: 1, dt: 1}
  stocks: [{name: level_of_water, initial: 37.5, unit: cm}]
  plot: [level_of_water]
""",
    "strange": f"""
  about: &mark '{MARK.replace("'", "''")}'
  time: {{unit: *mark, stop: 8, dt: 1}}
  stocks: [{{name: thing, initial: 1, unit: *mark, about: *mark}}]
  flows: [{{name: growing, to: thing, rate: "thing * rate", unit: *mark, about: *mark}}]
  parameters: [{{name: rate, value: 0.1, min: 0, max: 1, level: 5, unit: *mark, about: *mark}}]
  plot: [thing]
  runs: [{{title: *mark, set: {{rate: 0.5}}, shows: *mark}}]
""",
}
"""What stands under `simulation` in an archetype's front matter, by the archetype's slug."""


def page_of(name: str) -> str:
    """The file of an archetype with a simulation."""
    return f"---\ntitle: The {name}\nsummary: One of them.\nsimulation:{MODELS[name]}---\n\n## The Story\n\nWords.\n"


def files() -> dict[str, str]:
    """A library of them all, and an archetype without one."""
    pages = {f"archetypes/{name}.md": page_of(name) for name in MODELS}
    return {
        **pages,
        "archetypes/plain.md": "---\ntitle: Plain\nsummary: None.\n---\n\n## The Story\n\nWords.\n",
    }


def own() -> dict[str, Compiled]:
    """The simulations of our own library, by their entries' slugs."""
    library = Library.read(load(ROOT / "mkdocs.yml"))
    found = {
        entry.slug: compiled_form(entry.simulation)
        for entry in library.entries
        if isinstance(entry, Archetype)
    }
    return {slug: model for slug, model in found.items() if model is not None}


def settings(model: Compiled, chances: int = 20) -> Iterator[dict[str, float]]:
    """The base run, each named run, each slider at its ends, all at theirs, and some chance places."""
    limits = {one.name: one.limits for _, one in model.parameters if one.is_slider}
    yield {}
    yield from (dict(run.set) for run in model.simulation.runs)
    for end in (0, 1):
        yield from ({name: both[end]} for name, both in limits.items())
        yield {name: both[end] for name, both in limits.items()}
    chance = random.Random(7)
    for _ in range(chances):
        yield {
            name: float(f"{low + step * chance.randint(0, int((high - low) / step + 1e-6)):.12g}")
            for name, (low, high, step) in limits.items()
        }
