"""From what an author typed to a form that only needs to be run, and what stands in the way of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from trimtab.core.simulation import expressions
from trimtab.core.simulation.code import Code, Slot, plain, slots
from trimtab.core.simulation.expressions import Constant, Expression, Reference
from trimtab.core.simulation.model import Parameter, Simulation

Kind = Literal["stock", "flow", "auxiliary", "parameter"]


@dataclass(frozen=True, slots=True)
class Part:
    """A quantity of the model in words, for a table."""

    kind: Kind
    name: str
    unit: str
    about: str
    equation: str
    """As typed; of a parameter its value, of a stock its start."""
    ends: tuple[str, str] = ("", "")
    """The stocks between which a flow flows; an empty one is a cloud."""

    @property
    def label(self) -> str:
        """The name as it is shown."""
        return label(self.name)


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity that is drawn over time."""

    slot: int
    part: Part
    axis: int
    """0 or 1: each unit has an axis."""


@dataclass(frozen=True, slots=True)
class Delay:
    """A smoothing or a delay in an equation, as a check wants to see it."""

    owner: str
    """The name of the quantity in whose equation it stands."""
    time: Code
    """How long it takes; a third of that for one of three stages."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A model that only needs to be run: one row of slots, and code for them in the order of evaluation."""

    simulation: Simulation
    parts: tuple[Part, ...]
    owners: tuple[str, ...]
    """For each slot the quantity that it is, or in whose equation it hides."""
    parameters: tuple[tuple[int, Parameter], ...]
    initial: tuple[tuple[int, Code], ...]
    """What to evaluate once, so that the stocks are filled."""
    every: tuple[tuple[int, Code], ...]
    """Auxiliaries and flows, to be evaluated at each step."""
    stocks: tuple[tuple[int, Code], ...]
    """The net change of each stock, those too that hide in smoothings and delays."""
    lines: tuple[Line, ...]
    delays: tuple[Delay, ...]

    @property
    def slots(self) -> int:
        """How many slots there are."""
        return len(self.owners)

    def data(self) -> dict[str, Any]:
        """The model as plain data, for JSON; `trimtab/instruments` runs it in the page."""
        time = self.simulation.time
        return {
            "version": 1,
            "about": self.simulation.about,
            "time": {"unit": time.unit, "stop": time.stop, "dt": time.dt, "steps": time.steps},
            "slots": self.slots,
            "parameters": [_parameter(slot, one) for slot, one in self.parameters],
            "initial": [{"slot": slot, "code": plain(code)} for slot, code in self.initial],
            "every": [{"slot": slot, "code": plain(code)} for slot, code in self.every],
            "stocks": [{"slot": slot, "net": plain(code)} for slot, code in self.stocks],
            "plot": [
                {
                    "slot": line.slot,
                    "name": line.part.name,
                    "label": line.part.label,
                    "unit": line.part.unit,
                    "about": line.part.about,
                    "axis": line.axis,
                }
                for line in self.lines
            ],
            "runs": [
                {"title": run.title, "set": dict(run.set), "shows": run.shows} for run in self.simulation.runs
            ],
        }


def label(name: str) -> str:
    """A name as it is shown, with blanks."""
    return " ".join(name.split("_")).strip() or name


def compiled(simulation: Simulation, trees: Mapping[str, Expression]) -> Compiled:
    """Compile a model in which every name is known and no equation needs itself.

    Args:
        simulation: the model as typed.
        trees: its equations by the names of their quantities.

    Raises:
        CircleError: an equation needs its own result.
    """
    return _Compiler(simulation, trees).compile()


class CircleError(ValueError):
    """Equations that need one another's results at the same moment.

    Attributes:
        names: the quantities of the circle, in the order in which one needs the next.
        initial: whether only the start is in question.
    """

    def __init__(self, names: tuple[str, ...], *, initial: bool) -> None:
        """Keep the names beside a message that shows them."""
        super().__init__(" → ".join((*names, names[0])))
        self.names = names
        self.initial = initial


@dataclass
class _Compiler:
    simulation: Simulation
    trees: Mapping[str, Expression]
    numbers: dict[str, int] = field(default_factory=lambda: {expressions.TIME: 0})
    owners: list[str] = field(default_factory=lambda: [expressions.TIME])
    hidden: dict[int, tuple[Code, Code]] = field(default_factory=dict)
    """The start and the net change of stocks that hide in equations, by their slots."""
    delays: list[Delay] = field(default_factory=list)

    def compile(self) -> Compiled:
        """The whole model."""
        one = self.simulation
        for kind in ("parameter", "stock", "auxiliary", "flow"):
            for name in (part.name for part in parts(one) if part.kind == kind):
                self.numbers[name] = self._slot(name)
        codes = {self.numbers[name]: self._code(tree, name) for name, tree in self.trees.items()}
        stocks = {self.numbers[stock.name]: self._net(stock.name) for stock in one.stocks}
        starts = {slot: codes.pop(slot) for slot in stocks}
        hidden_starts = {slot: start for slot, (start, _) in self.hidden.items()}
        every = self._ordered(codes, codes, initial=False)
        initial = self._ordered({**codes, **starts, **hidden_starts}, [*starts, *hidden_starts], initial=True)
        return Compiled(
            simulation=one,
            parts=tuple(parts(one)),
            owners=tuple(self.owners),
            parameters=tuple((self.numbers[parameter.name], parameter) for parameter in one.parameters),
            initial=initial,
            every=every,
            stocks=(*stocks.items(), *((slot, net) for slot, (_, net) in self.hidden.items())),
            lines=tuple(self._lines()),
            delays=tuple(self.delays),
        )

    def _slot(self, owner: str) -> int:
        self.owners.append(owner)
        return len(self.owners) - 1

    def _lines(self) -> Iterator[Line]:
        known = {part.name: part for part in parts(self.simulation)}
        units = list(dict.fromkeys(known[name].unit for name in self.simulation.plot))
        for name in dict.fromkeys(self.simulation.plot):
            yield Line(self.numbers[name], known[name], units.index(known[name].unit))

    def _net(self, stock: str) -> Code:
        """What flows in less what flows out."""
        code: Code = ()
        for flow in self.simulation.flows:
            if stock in (flow.to, flow.origin):
                sign = "+" if flow.to == stock else "-"
                here = Slot(self.numbers[flow.name])
                if code:
                    code = (*code, here, sign)
                else:
                    code = (here,) if sign == "+" else (here, "neg")
        return code or (0.0,)

    def _code(self, tree: Expression, owner: str) -> Code:
        if isinstance(tree, Constant):
            return (tree.value,)
        if isinstance(tree, Reference):
            return (Slot(self.numbers[tree.name]),)
        operands = [self._code(operand, owner) for operand in tree.operands]
        if tree.name == "step":
            half = self.simulation.time.dt / 2
            return (Slot(0), *operands[1], half, "-", ">=", *operands[0], 0.0, "if")
        if tree.name == "smooth":
            return self._smoothed(operands, owner)
        if tree.name == "delay3":
            return self._delayed(operands, owner)
        first, *others = operands
        if tree.name in ("min", "max"):
            return (*first, *(item for other in others for item in (*other, tree.name)))
        return (*first, *(item for other in others for item in other), tree.name)

    def _smoothed(self, operands: list[Code], owner: str) -> Code:
        """First-order exponential smoothing: a hidden stock that moves towards the input.

        Source: J. D. Sterman, Business Dynamics (2000), section 11.3; SMTH1 of XMILE, section 3.5.3.
        """
        source, time, *start = operands
        slot = self._slot(owner)
        self.hidden[slot] = (start[0] if start else source, (*source, Slot(slot), "-", *time, "/"))
        self.delays.append(Delay(owner, time))
        return (Slot(slot),)

    def _delayed(self, operands: list[Code], owner: str) -> Code:
        """A third-order material delay: three hidden stocks in a row, each emptied in a third of the time.

        Source: J. D. Sterman, Business Dynamics (2000), section 11.2; DELAY3 of XMILE, section 3.5.3.
        """
        flow, time = operands
        stage: Code = (*time, 3.0, "/")
        start: Code = (*flow, *stage, "*")
        self.delays.append(Delay(owner, stage))
        inflow = flow
        for _ in range(3):
            slot = self._slot(owner)
            outflow: Code = (Slot(slot), *stage, "/")
            self.hidden[slot] = (start, (*inflow, *outflow, "-"))
            inflow = outflow
        return inflow

    def _ordered(
        self, codes: Mapping[int, Code], wanted: Iterable[int], *, initial: bool
    ) -> tuple[tuple[int, Code], ...]:
        """Code in an order in which all that an equation reads is there before it."""
        done: dict[int, Code] = {}
        for first in wanted:
            # A stack of its own: equations that read one another may be a long row.
            path = {first: slots(codes[first])} if first not in done else {}
            while path:
                slot, reads = path.popitem()
                read = next((one for one in reads if one in codes and one not in done), None)
                if read is None:
                    done[slot] = codes[slot]
                    continue
                path[slot] = reads
                if read in path:
                    circle = [*path][[*path].index(read) :]
                    names = dict.fromkeys(self.owners[one] for one in circle)
                    raise CircleError(tuple(names), initial=initial)
                path[read] = slots(codes[read])
        return tuple(done.items())


def parts(simulation: Simulation) -> Iterator[Part]:
    """The quantities of a model in words."""
    for stock in simulation.stocks:
        yield Part("stock", stock.name, stock.unit, stock.about, stock.initial)
    for flow in simulation.flows:
        ends = (flow.origin or "", flow.to or "")
        yield Part("flow", flow.name, flow.unit, flow.about, flow.rate, ends)
    for auxiliary in simulation.auxiliaries:
        yield Part("auxiliary", auxiliary.name, auxiliary.unit, auxiliary.about, auxiliary.value)
    for one in simulation.parameters:
        yield Part("parameter", one.name, one.unit, one.about, f"{one.value:g}")


def _parameter(slot: int, one: Parameter) -> dict[str, Any]:
    low, high, step = one.limits
    slider = {"min": low, "max": high, "step": step, "level": one.level} if one.is_slider else None
    return {
        "slot": slot,
        "name": one.name,
        "label": label(one.name),
        "value": one.value,
        "unit": one.unit,
        "about": one.about,
        "slider": slider,
    }
