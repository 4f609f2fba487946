"""What to read after an entry: a few others, each with the reason to go there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from trimtab.core.model import Archetype, Case, Entry, LevelEntry
from trimtab.core.names import Found
from trimtab.core.namings import Via
from trimtab.core.scales import RUNGS
from trimtab.site.catalogue import Catalogue
from trimtab.site.views import Item

LIMIT = 3
"""How many there are at most."""
_RELATED = 2
"""How many of them relations may lead to, so that there is room for a stronger move."""


def read_next(catalogue: Catalogue, entry: Entry) -> tuple[Item, ...]:
    """The entries to go on with: what relations lead to, a stronger move, what the entry's kind suggests.

    Entries that are no longer recommended are left out.
    """
    chosen: dict[str, Item] = {}
    for other, why in chain(
        _related(catalogue, entry), _stronger(catalogue, entry), _by_kind(catalogue, entry)
    ):
        if other.path not in chosen and other.path != entry.path and other.status.is_current:
            chosen[other.path] = catalogue.item(other, why)
            if len(chosen) == LIMIT:
                break
    return tuple(chosen.values())


def _related(catalogue: Catalogue, entry: Entry) -> list[tuple[Entry, str]]:
    ends = catalogue.graph.relations(entry)
    told = [(end.other, end.why) for end in ends if end.other is not None and end.why]
    return told[:_RELATED]


def _stronger(catalogue: Catalogue, entry: Entry) -> Iterator[tuple[Entry, str]]:
    for other in catalogue.graph.moves(entry).stronger[:1]:
        level = f"{other.level} {catalogue.level_name(other.level)}" if other.level else ""
        yield other, f"The same trouble, met at a stronger level: {level}."


def _by_kind(catalogue: Catalogue, entry: Entry) -> Iterator[tuple[Entry, str]]:
    graph, library = catalogue.graph, catalogue.library
    if isinstance(entry, LevelEntry):
        here = [other for other in graph.at_level(entry.number) if other.level == entry.number]
        yield from _with(here[:_RELATED], "A pattern at this level.")
        stronger = library.levels.get(entry.number - 1)
        if stronger is not None:
            yield stronger, "The next stronger level."
    elif isinstance(entry, Archetype):
        naming = graph.naming(Via.ARCHETYPE, entry)
        helpful = [
            other for other in naming if other.kind != "case" and other.level in entry.levels_that_help
        ]
        for other in helpful[:_RELATED]:
            yield other, f"Helps here, at level {other.level} {catalogue.level_name(other.level or 0)}."
        yield from _with([other for other in naming if other.kind == "case"], "A case of it.")
    elif isinstance(entry, Case):
        yield from _with(_named(catalogue, entry.archetypes, "archetype"), "The structure behind it.")
        strongest = min((done.level for done in entry.interventions), default=0)
        if strongest in RUNGS and strongest in library.levels:
            yield library.levels[strongest], "The strongest level at which something was done."
    else:
        yield from _with(graph.naming(Via.MENTAL_MODEL, entry), "A pattern that builds on it.")
        referring = (library.by_path[link.path].entry for link in graph.backlinks(entry))
        yield from _with(
            [one for one in referring if one is not None and one.level], "It is put to use here."
        )


def _with(entries: Iterable[Entry], why: str) -> Iterator[tuple[Entry, str]]:
    return ((other, why) for other in entries)


def _named(catalogue: Catalogue, names: Iterable[str], kind: str) -> list[Entry]:
    found = (catalogue.library.resolve_name(name, kind) for name in names)
    return [one.entry for one in found if isinstance(one, Found)]
