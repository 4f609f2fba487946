"""Which level am I at? From what a solution does to its level, and on to what is stronger."""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.core.model import Entry
from trimtab.core.names import Found
from trimtab.core.scales import RUNGS
from trimtab.core.words import fold
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.listings import GeneratedPage
from trimtab.site.views import Item, RungView, Value

SHOWN = 6
"""How many patterns stand in one place of the table; the level's page lists all."""


@dataclass(frozen=True, slots=True)
class Part:
    """The patterns of a level for one archetype, or those that name none."""

    archetype: Value | None
    items: tuple[Item, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Row:
    """A level: what solutions at it do, and its patterns."""

    rung: RungView
    signals: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class WhichLevelView:
    """The page: the whole table from signals to levels and patterns, strongest first."""

    title: str
    intro: str
    up: Value
    rows: tuple[Row, ...]
    happening: str
    """The address of the instrument that leads to an archetype; empty where it isn't there."""


def page(catalogue: Catalogue) -> GeneratedPage | None:
    """The instrument's page; none in a library that doesn't use levels."""
    if not catalogue.library.uses_levels:
        return None
    title = "Which level am I at?"
    told = any(one.decision_path or one.symptoms for one in catalogue.library.archetype_entries())
    view = WhichLevelView(
        title,
        "Say what your solution does, and see where it acts on the ladder and what a stronger move would be.",
        Value("Instruments", catalogue.url(urls.INSTRUMENTS)),
        tuple(_row(catalogue, rung) for rung in catalogue.rungs()),
        catalogue.url(urls.instrument("what-keeps-happening")) if told else "",
    )
    description = (
        "From what three candidate solutions do to their levels, and to the moves that are stronger."
    )
    return GeneratedPage(
        urls.instrument("which-level"), title, "instruments/which-level.html", view, description
    )


def signals(catalogue: Catalogue, number: int) -> tuple[str, ...]:
    """What solutions at a level do, each going on from “If your solution …”."""
    entry = catalogue.library.levels.get(number)
    told = tuple(filter(None, entry.signals)) if entry else ()
    return told or (f"works on {RUNGS[number].gist}",)


def _row(catalogue: Catalogue, rung: RungView) -> Row:
    here = [
        entry
        for entry in catalogue.graph.at_level(rung.number)
        if entry.kind != "case" and entry.status.is_current
    ]
    named = {entry.path: _archetypes(catalogue, entry) for entry in here}
    archetypes = {one.path: one for found in named.values() for one in found}
    parts = [
        _part(catalogue, [entry for entry in here if archetype in named[entry.path]], archetype)
        for archetype in sorted(archetypes.values(), key=lambda one: (fold(one.title), one.path))
    ]
    rest = [entry for entry in here if not named[entry.path]]
    if rest:
        parts.append(_part(catalogue, rest, None))
    return Row(rung, signals(catalogue, rung.number), tuple(parts))


def _archetypes(catalogue: Catalogue, entry: Entry) -> tuple[Entry, ...]:
    found = (catalogue.library.resolve_name(name, "archetype") for name in entry.archetypes)
    return tuple(one.entry for one in found if isinstance(one, Found))


def _part(catalogue: Catalogue, entries: list[Entry], archetype: Entry | None) -> Part:
    value = Value(archetype.title, catalogue.url(archetype.path)) if archetype else None
    return Part(value, catalogue.items(entries[:SHOWN]), len(entries[SHOWN:]))
