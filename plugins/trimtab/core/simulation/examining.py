"""What is wrong with a model before it runs: equations, names, circles, settings, and its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import process

from trimtab.core.simulation.code import Code
from trimtab.core.simulation.compiling import CircleError, Compiled, compiled, parts
from trimtab.core.simulation.expressions import (
    RESERVED,
    TIME,
    Expression,
    ExpressionError,
    Operation,
    parse,
    references,
)
from trimtab.core.simulation.model import Simulation

MOST_WORK = 500_000
"""How many operations a run may take."""

ProblemKind = Literal[
    "unreadable-equation",
    "unknown-quantity",
    "clashing-quantity",
    "circular-equations",
    "unreachable-setting",
    "oversized-simulation",
]
Location = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a model."""

    kind: ProblemKind
    message: str
    help: str
    location: Location
    """The keys and indices within `simulation` that lead to the value."""
    offset: int = 0
    """0-based place of the fault in the value's text."""
    length: int = 0
    """How many characters are wrong; 0 means the value as a whole."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A model that can run, or the reasons why it can't. Unreachable settings don't keep it from running."""

    compiled: Compiled | None
    problems: tuple[Problem, ...]


def examine(simulation: Simulation) -> Examined:
    """Compile a model and say all that is wrong with it."""
    return _Examination(simulation).examine()


def equations(simulation: Simulation) -> Iterator[tuple[str, str, Location]]:
    """The equations of a model: the quantity's name, the text and where it stands."""
    for index, stock in enumerate(simulation.stocks):
        yield stock.name, stock.initial, ("stocks", index, "initial")
    for index, auxiliary in enumerate(simulation.auxiliaries):
        yield auxiliary.name, auxiliary.value, ("auxiliaries", index, "value")
    for index, flow in enumerate(simulation.flows):
        yield flow.name, flow.rate, ("flows", index, "rate")


class _Examination:
    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._kinds = {part.name: part.kind for part in parts(simulation)}
        self._problems: list[Problem] = []
        self._trees: dict[str, Expression] = {}

    def examine(self) -> Examined:
        """All that is wrong, and the model if nothing of it matters to a run."""
        self._clashes()
        for name, text, location in equations(self._simulation):
            self._equation(name, text, location)
        self._ends()
        self._plot()
        self._runs()
        model = None if self._problems else self._compile()
        if model is not None:
            self._size(model)
        if self._problems:
            model = None
        self._settings()
        return Examined(model, tuple(self._problems))

    def _clashes(self) -> None:
        seen: set[str] = set()
        for table in ("stocks", "flows", "auxiliaries", "parameters"):
            for index, one in enumerate(getattr(self._simulation, table)):
                if one.name in RESERVED:
                    message = (
                        f"`{one.name}` has a meaning in every equation, so no quantity can be called that."
                    )
                elif one.name in seen:
                    message = f"Two quantities are called `{one.name}`."
                else:
                    seen.add(one.name)
                    continue
                self._add("clashing-quantity", message, "Give it another name.", (table, index, "name"))

    def _equation(self, name: str, text: str, location: Location) -> None:
        try:
            tree = parse(text)
        except ExpressionError as error:
            self._add(
                "unreadable-equation", f"{error}.", f"{error.help}.", location, error.offset, error.length
            )
            return
        self._trees[name] = tree
        for found in references(tree):
            if found.name != TIME and found.name not in self._kinds:
                self._add(
                    "unknown-quantity",
                    f"Nothing in this model is called `{found.name}`.",
                    self._nearest(found.name),
                    location,
                    found.offset,
                    len(found.name),
                )
        delay = _delay(tree)
        if delay is not None and location[0] == "stocks":
            self._add(
                "unreadable-equation",
                f"`{delay.name}` looks back, and there is nothing before the start.",
                "Give the value itself.",
                location,
                delay.offset,
                len(delay.name),
            )

    def _ends(self) -> None:
        for index, flow in enumerate(self._simulation.flows):
            for key, name in (("from", flow.origin), ("to", flow.to)):
                if name is not None and self._kinds.get(name) != "stock":
                    is_what = "no stock" if name in self._kinds else "not in this model"
                    self._add(
                        "unknown-quantity",
                        f"`{flow.name}` flows {key} `{name}`, which is {is_what}.",
                        self._nearest(name, "stock"),
                        ("flows", index, key),
                    )

    def _plot(self) -> None:
        units: dict[str, None] = {}
        for index, name in enumerate(self._simulation.plot):
            if self._kinds.get(name, "parameter") == "parameter":
                what = "a parameter, which doesn't change" if name in self._kinds else "not in this model"
                cure = self._nearest(name, "stock", "auxiliary", "flow")
                self._add("unknown-quantity", f"`{name}` is {what}.", cure, ("plot", index))
                continue
            units[next(part.unit for part in parts(self._simulation) if part.name == name)] = None
            if len(units) == 3:
                shown = ", ".join(f"“{unit}”" if unit else "none" for unit in units)
                self._add(
                    "oversized-simulation",
                    f"A drawing has two axes, and these quantities have three units: {shown}.",
                    "Plot quantities of at most two units.",
                    ("plot", index),
                )

    def _runs(self) -> None:
        sliders = {one.name for one in self._simulation.parameters if one.is_slider}
        for index, run in enumerate(self._simulation.runs):
            for name in run.set:
                if name not in sliders:
                    known = name in self._kinds
                    what = "has no slider, so a run can't set it" if known else "is not in this model"
                    cure = "Give a parameter `min`, `max` and `level`" if known else "Set one of the sliders"
                    self._add(
                        "unknown-quantity",
                        f"`{name}` {what}.",
                        f"{cure}{f'; sliders are {_listed(sliders)}' if sliders else ''}.",
                        ("runs", index, "set", name),
                    )

    def _settings(self) -> None:
        sliders = {one.name: one for one in self._simulation.parameters if one.is_slider}
        wanted: list[tuple[str, float, Location]] = [
            (one.name, one.value, ("parameters", index, "value"))
            for index, one in enumerate(self._simulation.parameters)
        ]
        wanted += [
            (name, value, ("runs", index, "set", name))
            for index, run in enumerate(self._simulation.runs)
            for name, value in run.set.items()
        ]
        for name, value, location in wanted:
            if name in sliders and not sliders[name].reaches(value):
                low, high, step = sliders[name].limits
                self._add(
                    "unreachable-setting",
                    f"The slider of `{name}` can't be put to {value:g}: it goes from {low:g} to {high:g} in steps of "
                    f"{step:g}.",
                    "Change the value, or the slider's `min`, `max` and `step`.",
                    location,
                )

    def _compile(self) -> Compiled | None:
        try:
            return compiled(self._simulation, self._trees)
        except CircleError as error:
            first = error.names[0]
            location = next(found for name, _, found in equations(self._simulation) if name == first)
            when = "At the start, a" if error.initial else "A"
            self._add(
                "circular-equations",
                f"{when} quantity is needed to work out itself: {error}.",
                "Give one of them a value of its own at the start."
                if error.initial
                else "Let what accumulates be a stock, or put `smooth(..., time)` where the effect comes later.",
                location,
            )
            return None

    def _size(self, model: Compiled) -> None:
        code: list[Code] = [code for _, code in (*model.every, *model.stocks)]
        work = sum(map(len, code)) * self._simulation.time.steps
        if work > MOST_WORK:
            self._add(
                "oversized-simulation",
                f"A run takes {work:,} operations; {MOST_WORK:,} are the most that a page may.",
                "Take a larger `dt`, or leave out what doesn't matter.",
                ("time", "dt"),
            )

    def _nearest(self, name: str, *kinds: str) -> str:
        known = [one for one, kind in self._kinds.items() if not kinds or kind in kinds]
        close = process.extractOne(name, known, score_cutoff=70)
        if close is not None:
            return f"Did you mean `{close[0]}`?"
        what = " and ".join(f"{kind}s" for kind in kinds) if len(kinds) == 1 else "quantities"
        shown = _listed(known[:12])
        return (
            f"The {what} are {shown}{', …' if len(known) > 12 else ''}." if known else f"There are no {what}."
        )

    def _add(
        self,
        kind: ProblemKind,
        message: str,
        help: str,
        location: Location,
        offset: int = 0,
        length: int = 0,
    ) -> None:
        self._problems.append(Problem(kind, message, help, location, offset, length))


def _delay(tree: Expression) -> Operation | None:
    """The first smoothing or delay in an equation."""
    if not isinstance(tree, Operation):
        return None
    if tree.name in ("smooth", "delay3"):
        return tree
    return next((found for operand in tree.operands if (found := _delay(operand))), None)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
