"""From what a reader sees to an archetype, answer by answer: the archetypes' decision paths as one tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from trimtab.core.loops import node_key
from trimtab.core.model import Archetype

MOST_STEPS = 12
"""Nobody answers more questions than this; what a longer path says after them doesn't count."""


@dataclass
class Step:
    """An answer, and what it leads to: further answers, archetypes, or both."""

    text: str = ""
    """The answer, as it is first spelled; empty at the root."""
    steps: list[Step] = field(default_factory=list)
    ends: list[Archetype] = field(default_factory=list)
    """The archetypes whose paths end here; more than one if they can't be told apart."""


def path_of(archetype: Archetype) -> tuple[str, ...]:
    """The steps of an archetype's path in the form in which they are compared: case and blanks don't count."""
    return tuple(map(node_key, _steps(archetype)))


def _steps(archetype: Archetype) -> list[str]:
    return [step for step in archetype.decision_path if step][:MOST_STEPS]


def decision_tree(archetypes: Iterable[Archetype]) -> Step:
    """The tree of all paths: where they begin alike, they share their steps. Archetypes without a path aren't in it.

    Args:
        archetypes: in the order in which their answers should be offered.
    """
    root = Step()
    known: dict[tuple[str, ...], Step] = {(): root}
    for archetype in archetypes:
        keys = path_of(archetype)
        for length, text in enumerate(_steps(archetype), 1):
            if keys[:length] not in known:
                step = known[keys[:length]] = Step(text)
                known[keys[: length - 1]].steps.append(step)
        if keys:
            known[keys].ends.append(archetype)
    return root
