"""A stock-and-flow model as an author types it.

The words are those of XMILE, the exchange format of system-dynamics tools: stocks, flows, auxiliaries, dt.
See OASIS, XML Interchange Language for System Dynamics (XMILE) 1.0 (2015), chapters 2 and 3.
"""

from __future__ import annotations

import math
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from trimtab.core.typed import Level, Number, Record, Words, absent, as_list

MOST_STEPS = 20_000
"""How many steps a run may have."""
MOST_SLIDERS = 12
"""How many sliders a page may have; nobody would try more."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NAME_LENGTH = 60


def _name(text: str) -> str:
    if not _NAME.fullmatch(text) or len(text) > _NAME_LENGTH:
        message = f"`{text[:_NAME_LENGTH]}` is not a name: write small letters, digits and underscores"
        raise ValueError(message)
    return text


def _equation(value: Any) -> Any:
    """An equation keeps its blanks, so that a fault in it has a place; an empty one is told by who reads it."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else value


Name = Annotated[Words, AfterValidator(_name)]
Equation = Annotated[str, BeforeValidator(_equation)]
Amount = Annotated[Number | None, BeforeValidator(absent)]


class Time(Record):
    """How long a run lasts, and in what steps."""

    unit: Words = Field(min_length=1)
    """One of the unit, as in “week 12”."""
    stop: Number
    dt: Number

    @model_validator(mode="after")
    def _steps_fit(self) -> Time:
        if self.dt <= 0 or self.stop <= 0:
            message = "a run needs time: `stop` and `dt` are more than 0"
            raise ValueError(message)
        steps = self.stop / self.dt
        if not math.isfinite(steps) or steps > MOST_STEPS:
            message = f"{self.stop:g} in steps of {self.dt:g} are more than {MOST_STEPS:,} steps: take a larger `dt`"
            raise ValueError(message)
        if self.steps < 1 or abs(steps - self.steps) > 1e-6:
            message = f"{self.stop:g} is no whole number of steps of {self.dt:g}: change `stop` or `dt`"
            raise ValueError(message)
        return self

    @property
    def steps(self) -> int:
        """How many steps a run has."""
        return round(self.stop / self.dt)


class Stock(Record):
    """What accumulates."""

    name: Name
    initial: Equation
    """What there is at the start."""
    unit: Words = ""
    about: Words = ""


class Flow(Record):
    """What fills or drains stocks. A missing end is a cloud: it comes from outside, or goes there."""

    name: Name
    rate: Equation
    """How much flows in a unit of time."""
    origin: Annotated[Name | None, BeforeValidator(absent)] = Field(default=None, alias="from")
    to: Annotated[Name | None, BeforeValidator(absent)] = None
    unit: Words = ""
    about: Words = ""

    @model_validator(mode="after")
    def _has_an_end(self) -> Flow:
        if self.origin is None and self.to is None:
            message = f"`{self.name}` flows from nowhere to nowhere: say the stock that it comes `from` or goes `to`"
            raise ValueError(message)
        if self.origin == self.to:
            message = f"`{self.name}` flows back into where it comes from: leave out `from` or `to`"
            raise ValueError(message)
        return self


class Auxiliary(Record):
    """What follows at each moment from other quantities."""

    name: Name
    value: Equation
    unit: Words = ""
    about: Words = ""


class Parameter(Record):
    """A number that stays as it is through a run. With `min`, `max` and `level` a reader can move it."""

    name: Name
    value: Number
    min: Amount = None
    max: Amount = None
    step: Amount = None
    level: Annotated[Level | None, BeforeValidator(absent)] = None
    """The leverage level at which someone acts who changes it."""
    unit: Words = ""
    about: Words = ""

    @model_validator(mode="after")
    def _whole_slider(self) -> Parameter:
        given = [one is not None for one in (self.min, self.max, self.level)]
        if not any(given) and self.step is None:
            return self
        if not all(given):
            message = f"`{self.name}` is half a slider: give it `min`, `max` and `level`, or none of them"
            raise ValueError(message)
        low, high, step = self.limits
        if not low < high:
            message = f"`min` of `{self.name}` is not below its `max`: exchange them"
            raise ValueError(message)
        if not 0 < step <= high - low or not (high - low) / step <= MOST_STEPS:
            message = f"the `step` of `{self.name}` doesn't fit between `min` and `max`: leave it out"
            raise ValueError(message)
        return self

    @property
    def is_slider(self) -> bool:
        """Whether a reader can move it."""
        return self.level is not None

    @property
    def limits(self) -> tuple[float, float, float]:
        """Least, most and step of a slider. A step that isn't given is a power of ten, for 20 to 200 positions."""
        low, high = self.min or 0.0, self.max or 0.0
        if self.step is not None or not 0 < high - low < math.inf:
            return low, high, self.step or 0.0
        return low, high, 10.0 ** math.floor(math.log10((high - low) / 20) + 1e-9)

    def reaches(self, value: float) -> bool:
        """Whether the slider can be put to a value."""
        low, high, step = self.limits
        if not low - step / 2 < value < high + step / 2:
            return False
        place = (value - low) / step
        return abs(place - round(place)) < 1e-6 and value <= high + step * 1e-6


class Run(Record):
    """A named experiment: sliders moved, and what is seen then."""

    title: Words = Field(min_length=1)
    set: dict[str, Number]
    shows: Words = ""


class Simulation(Record):
    """A small stock-and-flow model, and what of it is shown."""

    about: Words = ""
    time: Time
    stocks: Annotated[tuple[Stock, ...], BeforeValidator(as_list)] = Field(max_length=20)
    flows: Annotated[tuple[Flow, ...], BeforeValidator(as_list)] = Field(default=(), max_length=40)
    auxiliaries: Annotated[tuple[Auxiliary, ...], BeforeValidator(as_list)] = Field(default=(), max_length=60)
    parameters: Annotated[tuple[Parameter, ...], BeforeValidator(as_list)] = Field(default=(), max_length=40)
    plot: Annotated[tuple[Words, ...], BeforeValidator(as_list)] = Field(max_length=6)
    """The quantities that are drawn over time, of at most two units."""
    runs: Annotated[tuple[Run, ...], BeforeValidator(as_list)] = Field(default=(), max_length=8)

    @model_validator(mode="after")
    def _to_be_tried(self) -> Simulation:
        if not self.stocks:
            message = "a simulation has stocks, and this has none: add what accumulates"
            raise ValueError(message)
        if sum(parameter.is_slider for parameter in self.parameters) > MOST_SLIDERS:
            message = f"there are more than {MOST_SLIDERS} sliders: let some parameters be constants"
            raise ValueError(message)
        if not self.plot:
            message = "nothing of this simulation is shown: name stocks or auxiliaries in `plot`"
            raise ValueError(message)
        return self
