"""What keeps happening: from what a reader sees, answer by answer, to an archetype and what acts on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trimtab.core.decisions import Step, decision_tree
from trimtab.core.loops import node_key
from trimtab.core.model import Archetype
from trimtab.core.words import anchor_of, unique_anchor
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.listings import GeneratedPage
from trimtab.site.views import Item, Value

SAID = "what-people-say"
"""The name, in addresses, of the list of symptoms."""
LONGEST_NAME = 60
"""How many characters of an answer stay in the name by which addresses know it."""


@dataclass(frozen=True, slots=True)
class StepView:
    """An answer, and what it leads to."""

    name: str
    """Names the step in addresses; unique on the page."""
    text: str
    steps: tuple[StepView, ...]
    ends: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class SymptomView:
    """What people say, and the archetypes in which they say it."""

    text: str
    ends: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class WhatKeepsHappeningView:
    """The page: the whole tree, and the list of symptoms."""

    title: str
    intro: str
    up: Value
    steps: tuple[StepView, ...]
    said: str
    symptoms: tuple[SymptomView, ...]
    archetypes: Value
    """The list of all archetypes."""


def page(catalogue: Catalogue) -> GeneratedPage | None:
    """The instrument's page; none where no archetype has a decision path or symptoms."""
    archetypes = catalogue.library.archetype_entries()
    steps = _Steps(catalogue).views(decision_tree(archetypes).steps)
    symptoms = _symptoms(catalogue, archetypes)
    if not steps and not symptoms:
        return None
    title = "What keeps happening?"
    way = "Say what you see, step by step," if steps else "Find what people say around you,"
    view = WhatKeepsHappeningView(
        title,
        f"{way} and come to the structure that brings it about: its loops, and where on them patterns act.",
        Value("Instruments", catalogue.url(urls.INSTRUMENTS)),
        steps,
        SAID,
        symptoms,
        Value(catalogue.kind_plural("archetype"), catalogue.url(urls.kind_index("archetype"))),
    )
    description = (
        "From what you see to the archetype behind it, its loops, and the patterns that act on them."
    )
    return GeneratedPage(
        urls.instrument("what-keeps-happening"),
        title,
        "instruments/what-keeps-happening.html",
        view,
        description,
    )


class _Steps:
    """Makes the views of a tree, each step with a name of its own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._used = {SAID}

    def views(self, steps: Iterable[Step]) -> tuple[StepView, ...]:
        return tuple(self._view(step) for step in steps)

    def _view(self, step: Step) -> StepView:
        words = anchor_of(step.text)
        if len(words) > LONGEST_NAME:
            words = words[:LONGEST_NAME].rpartition("-")[0] or words[:LONGEST_NAME]
        name = unique_anchor(words or "step", self._used)
        self._used.add(name)
        return StepView(name, step.text, self.views(step.steps), self._catalogue.items(step.ends))


def _symptoms(catalogue: Catalogue, archetypes: Iterable[Archetype]) -> tuple[SymptomView, ...]:
    """Every symptom once, in the order of the archetypes."""
    found: dict[str, tuple[str, dict[str, Item]]] = {}
    for archetype in archetypes:
        for symptom in filter(None, archetype.symptoms):
            _, ends = found.setdefault(node_key(symptom), (symptom, {}))
            ends[archetype.path] = catalogue.item(archetype)
    return tuple(SymptomView(text, tuple(ends.values())) for text, ends in found.values())
