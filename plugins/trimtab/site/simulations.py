"""The simulation of an entry as its page shows it: drawn, told and listed, whole without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from trimtab.core import simulation
from trimtab.core.model import Entry
from trimtab.core.scales import RUNGS
from trimtab.core.simulation import Compiled, Result, figure
from trimtab.site.catalogue import Catalogue
from trimtab.site.plotting import FULL, PLAIN, SMALL, Course, Plan, Series, plot_svg
from trimtab.site.ticks import until

HEADING = "Watch it behave"
IDENT = "tt-simulation"
"""The heading's anchor."""
_KINDS = {"stock": "Stocks", "flow": "Flows", "auxiliary": "Auxiliaries", "parameter": "Parameters"}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_ROWS = 10
"""About how many moments the table of numbers shows."""


@dataclass(frozen=True, slots=True)
class SliderView:
    """A parameter that a reader can move."""

    name: str
    label: str
    value: str
    unit: str
    range: str
    about: str


@dataclass(frozen=True, slots=True)
class LeverView:
    """The parameters that act at one level."""

    number: int
    name: str
    url: str
    gist: str
    sliders: tuple[SliderView, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """A named experiment and what came of it."""

    title: str
    settings: str
    shows: str
    results: tuple[str, ...]
    svg: str


@dataclass(frozen=True, slots=True)
class QuantityView:
    """A quantity of the model and its equation."""

    name: str
    equation: str
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class SimulationView:
    """A simulation on its entry's page."""

    about: str
    svg: str
    tells: tuple[str, ...]
    levers: tuple[LeverView, ...]
    """Strongest level first."""
    runs: tuple[RunView, ...]
    time: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    quantities: tuple[tuple[str, tuple[QuantityView, ...]], ...]
    method: str
    data: str
    """The model and the measures of its drawing, as JSON, for the script."""


@dataclass(frozen=True, slots=True)
class GlanceView:
    """A simulation in the list of them."""

    title: str
    url: str
    about: str
    svg: str


class Simulations:
    """Makes the views of simulations; entries without one that runs have none."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def view(self, entry: Entry) -> SimulationView | None:
        """The simulation of an entry, with all its named runs made."""
        model = model_of(entry)
        if model is None:
            return None
        plan, base = plan_of(model), simulation.run(model)
        tells = simulation.tell(model, base)
        time = model.simulation.time
        return SimulationView(
            about=model.simulation.about,
            svg=plot_svg(
                plan,
                course_of(base),
                ident="tt-plot",
                title=title_of(plan),
                description=" ".join(tells),
            ),
            tells=tells,
            levers=self._levers(model),
            runs=_runs(model, plan, base),
            time=time.unit,
            columns=tuple(_with_unit(series.label, series.unit) for series in plan.series),
            rows=_rows(model, base),
            quantities=_quantities(model),
            method=f"In steps of {number(time.dt)} {time.unit}, by Euler's method.",
            data=json.dumps(
                {"title": entry.title, "model": model.data(), "frame": asdict(FULL)},
                ensure_ascii=False,
                allow_nan=False,
                separators=(",", ":"),
            ),
        )

    def glance(self, entry: Entry, ident: str) -> GlanceView | None:
        """The simulation of an entry in a few lines.

        Args:
            entry: the entry.
            ident: what ids in the drawing start with; unique on the page.
        """
        model = model_of(entry)
        if model is None:
            return None
        plan, base = plan_of(model), simulation.run(model)
        return GlanceView(
            title=entry.title,
            url=f"{self._catalogue.url(entry.path)}#{IDENT}",
            about=_SENTENCE_END.split(model.simulation.about or self._catalogue.summary(entry))[0],
            svg=plot_svg(
                plan,
                course_of(base),
                frame=SMALL,
                ident=ident,
                title=title_of(plan),
                description=" ".join(simulation.tell(model, base)),
            ),
        )

    def _levers(self, model: Compiled) -> tuple[LeverView, ...]:
        levels: dict[int, list[SliderView]] = {}
        for _, parameter in model.parameters:
            if parameter.level is None:
                continue
            low, high, step = map(number, parameter.limits)
            slider = SliderView(
                name=parameter.name,
                label=_label(model, parameter.name),
                value=number(parameter.value),
                unit=parameter.unit,
                range=f"{low} to {high} in steps of {step}",
                about=parameter.about,
            )
            levels.setdefault(parameter.level, []).append(slider)
        return tuple(
            LeverView(
                number=level,
                name=self._catalogue.level_name(level),
                url=self._catalogue.level_url(level) if self._catalogue.library.uses_levels else "",
                gist=RUNGS[level].gist,
                sliders=tuple(sliders),
            )
            for level, sliders in sorted(levels.items())
        )


def model_of(entry: Entry) -> Compiled | None:
    """The simulation of an entry, ready to run; None where it has none, or one that the check reports."""
    return simulation.compiled_form(getattr(entry, "simulation", None))


def plan_of(model: Compiled) -> Plan:
    """What all drawings of a model share."""
    time = model.simulation.time
    series = (Series(line.part.name, line.part.label, line.part.unit, line.axis) for line in model.lines)
    return Plan(tuple(series), time.unit, time.stop)


def course_of(result: Result) -> Course:
    """A run as it is drawn."""
    return Course(result.times, result.series, result.stopped)


def title_of(plan: Plan) -> str:
    """The name of a model's plot."""
    *others, last = (series.label for series in plan.series)
    names = f"{', '.join(others)} and {last}" if others else last
    return f"{names[:1].upper()}{names[1:]}, {plan.unit} 0 to {figure(plan.stop)}"


def number(value: float) -> str:
    """A setting as a reader types it, with a true minus."""
    return f"{value:.10g}".replace("-", "−")


def _with_unit(label: str, unit: str) -> str:
    return f"{label}, {unit}" if unit not in ("", label) else label


def _label(model: Compiled, name: str) -> str:
    return next(part.label for part in model.parts if part.name == name)


def _runs(model: Compiled, plan: Plan, base: Result) -> tuple[RunView, ...]:
    found = []
    for index, run in enumerate(model.simulation.runs, 1):
        result = simulation.run(model, run.set)
        results = simulation.compare(model, base, result)
        svg = plot_svg(
            plan,
            course_of(result),
            course_of(base),
            frame=PLAIN,
            ident=f"tt-plot-{index}",
            title=run.title,
            description=" ".join(results),
        )
        found.append(RunView(run.title, _settings(model, run.set), run.shows, results, svg))
    return tuple(found)


def _settings(model: Compiled, given: Mapping[str, float]) -> str:
    """What a run sets: `overtime 0.6 instead of 0.2, recovery 4 instead of 8`."""
    return ", ".join(
        f"{_label(model, parameter.name)} {number(given[parameter.name])} instead of {number(parameter.value)}"
        for _, parameter in model.parameters
        if parameter.name in given
    )


def _rows(model: Compiled, result: Result) -> tuple[tuple[str, ...], ...]:
    """The values at round times and at the end."""
    return tuple(
        (figure(result.times[index]), *(figure(values[index]) for values in result.series.values()))
        for index in moments(model, len(result.times))
    )


def moments(model: Compiled, count: int) -> list[int]:
    """The samples nearest to about ten round times, and the last one, of a run with so many samples."""
    time = model.simulation.time
    marks = until(time.stop, _ROWS)
    wanted = (int(marks.value(mark) / time.dt + 0.5) for mark in marks.marks)
    return sorted({index for index in (*wanted, count - 1) if 0 <= index < count})


def _quantities(model: Compiled) -> tuple[tuple[str, tuple[QuantityView, ...]], ...]:
    groups: dict[str, list[QuantityView]] = {}
    for part in model.parts:
        origin, target = (end or "outside" for end in part.ends)
        way = f"From {origin} to {target}." if part.kind == "flow" else ""
        view = QuantityView(part.name, part.equation, part.unit, f"{way} {part.about}".strip())
        groups.setdefault(_KINDS[part.kind], []).append(view)
    return tuple((title, tuple(groups[title])) for title in _KINDS.values() if title in groups)
