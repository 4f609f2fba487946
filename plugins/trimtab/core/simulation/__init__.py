"""Small stock-and-flow models as data: read equations, compile them, run them, tell what happens.

A model is declared in an entry in the words of XMILE. It is compiled once to a form that needs no names and no parsing,
which a script in the page runs as the functions here do. Source of the method: J. D. Sterman, Business Dynamics
(McGraw-Hill, 2000), chapters 6 and 7; D. H. Meadows, Thinking in Systems (2008).
"""

from __future__ import annotations

from trimtab.core.simulation.code import evaluate
from trimtab.core.simulation.compiling import Compiled, Delay, Line, Part
from trimtab.core.simulation.examining import Examined, Problem, examine
from trimtab.core.simulation.model import Simulation
from trimtab.core.simulation.running import Result, begin, run
from trimtab.core.simulation.telling import compare, figure, tell

__all__ = [
    "Compiled",
    "Delay",
    "Examined",
    "Line",
    "Part",
    "Problem",
    "Result",
    "Simulation",
    "begin",
    "compare",
    "compiled_form",
    "evaluate",
    "examine",
    "figure",
    "run",
    "tell",
]


def compiled_form(simulation: Simulation | None) -> Compiled | None:
    """A model ready to run; None where there is none, or where something is wrong with it."""
    return None if simulation is None else examine(simulation).compiled
