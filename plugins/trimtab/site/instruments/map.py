"""The map: the patterns of a library by level and archetype."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trimtab.core.model import Entry
from trimtab.core.scales import CONFIDENCE, LADDER
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.coverage import Coverage
from trimtab.site.listings import GeneratedPage
from trimtab.site.views import Item, Value

MANY = 16
"""How many patterns a cell names; of more it gives the number, and leads to where they are."""
ALL = 500
"""How many names the whole map has at most: where cells would have more, the fullest give their numbers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is at a level, in all or for an archetype."""

    ident: str
    title: str
    archetype: str
    """The archetype's slug; empty in the column of all."""
    count: int
    url: str
    """Where many are listed: the search, or else the level's page."""
    items: tuple[Item, ...]
    """The patterns, where they aren't many."""


@dataclass(frozen=True, slots=True)
class Row:
    """A level."""

    number: int
    level: Value
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """The page."""

    title: str
    intro: str
    up: Value
    archetypes: tuple[Value, ...]
    rows: tuple[Row, ...]
    kinds: tuple[str, ...]
    """What counts as a pattern here: its kind, and kinds that the library adds."""
    domains: tuple[str, ...]
    confidences: tuple[Value, ...]


def page(catalogue: Catalogue) -> GeneratedPage | None:
    """The instrument's page; none for a library without archetypes, or with nothing at a level."""
    coverage = Coverage(catalogue)
    if not coverage.mapped:
        return None
    title = "Map"
    placed = [entry for entry in catalogue.graph.choices if entry.levels]
    paths = {entry.path for entry in placed}
    domains = [
        name for name, entries in catalogue.by_domain.values() if any(e.path in paths for e in entries)
    ]
    sure = {entry.confidence for entry in placed}
    view = MapView(
        title,
        "Levels by archetypes, strongest level first: what the library has, and where it has nothing yet.",
        Value("Instruments", catalogue.url(urls.INSTRUMENTS)),
        tuple(Value(entry.title, catalogue.url(entry.path)) for entry in coverage.archetypes),
        tuple(_rows(catalogue, coverage)),
        tuple(dict.fromkeys(entry.kind for entry in placed)),
        tuple(domains) if len(domains) > 1 else (),
        tuple(
            Value(word, note=str(number))
            for number, word in sorted(CONFIDENCE.items(), reverse=True)
            if number in sure and len(sure) > 1
        ),
    )
    description = "Which patterns there are at each level for each archetype, and where there are gaps."
    return GeneratedPage(urls.instrument("map"), title, "instruments/map.html", view, description)


def _named(coverage: Coverage) -> int:
    """How many patterns a cell names, so that the map stays a page of some size."""
    columns: tuple[Entry | None, ...] = (None, *coverage.archetypes)
    counts = [len(coverage.patterns(rung.number, column)) for rung in LADDER for column in columns]
    return next(
        many for many in range(MANY, -1, -1) if sum(count for count in counts if count <= many) <= ALL
    )


def _rows(catalogue: Catalogue, coverage: Coverage) -> Iterator[Row]:
    columns: tuple[Entry | None, ...] = (None, *coverage.archetypes)
    many = _named(coverage)
    for rung in reversed(LADDER):
        level = catalogue.level_value(rung.number)
        yield Row(
            rung.number,
            level,
            tuple(
                _cell(catalogue, coverage, rung.number, at, archetype, many)
                for at, archetype in enumerate(columns)
            ),
        )


def _cell(
    catalogue: Catalogue, coverage: Coverage, number: int, column: int, archetype: Entry | None, many: int
) -> Cell:
    here = coverage.patterns(number, archetype)
    return Cell(
        f"tt-map-{number}-{column}",
        f"{number} {catalogue.level_name(number)}, {archetype.title if archetype else 'all'}",
        archetype.slug if archetype else "",
        len(here),
        coverage.search(number, archetype) or catalogue.level_url(number),
        catalogue.items(here) if len(here) <= many else (),
    )
