"""Do these go together? What some patterns need, pull against and lean on, when they are taken up together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trimtab.core.graph import Tie
from trimtab.core.model import Entry
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.listings import GeneratedPage
from trimtab.site.paging import Pager, chunks, spread
from trimtab.site.views import Item, Value

ROWS = 40
"""How many patterns a page tells of; each may need many others."""


@dataclass(frozen=True, slots=True)
class Need:
    """Another entry that counts, and why."""

    value: Value
    why: str
    through: str = ""
    """The prerequisite that needs it, where the pattern itself doesn't."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one pattern asks of the choice of others."""

    item: Item
    heir: Value | None
    """What is recommended in its place."""
    needs: tuple[Need, ...]
    tensions: tuple[Need, ...]
    leans_on: tuple[Value, ...]
    """The levels that its own level leans on."""


@dataclass(frozen=True, slots=True)
class TogetherView:
    """The page: what each pattern asks, for readers without a script."""

    title: str
    intro: str
    up: Value
    rows: tuple[Asked, ...]
    pager: Pager | None = None


def pages(catalogue: Catalogue) -> tuple[GeneratedPage, ...]:
    """The instrument's page, and more where many patterns ask something; none where none does."""
    rows = tuple(row for entry in catalogue.graph.choices if _asks(row := _asked(catalogue, entry)))
    if not rows:
        return ()
    title = "Do these go together?"
    intro = (
        "Choose some patterns, and see what they still need, where they pull against each other, and in what order "
        "to take them up."
    )
    up = Value("Instruments", catalogue.url(urls.INSTRUMENTS))
    parts = chunks(rows, ROWS)
    views = [TogetherView(title, intro, up, tuple(part)) for part in parts]
    description = "Choose patterns: what is missing, what pulls apart, and where to begin."
    page = GeneratedPage(
        urls.instrument("together"), title, "instruments/together.html", views[0], description
    )
    return spread(page, views, [part[0].item.title for part in parts], catalogue.url)


def _asked(catalogue: Catalogue, entry: Entry) -> Asked:
    graph = catalogue.graph
    level = catalogue.library.levels.get(entry.level or 0)
    heir = graph.heir(entry)
    return Asked(
        catalogue.item(entry),
        Value(heir.title, catalogue.url(heir.path)) if heir else None,
        _needs(catalogue, graph.prerequisites(entry)),
        _needs(catalogue, graph.tensions(entry)),
        tuple(catalogue.level_value(number) for number in level.supporting_levels) if level else (),
    )


def _asks(row: Asked) -> bool:
    return bool(row.needs or row.tensions or row.leans_on)


def _needs(catalogue: Catalogue, ties: Iterable[Tie]) -> tuple[Need, ...]:
    return tuple(
        Need(
            Value(tie.other.title, catalogue.url(tie.other.path)),
            tie.why,
            tie.through.title if tie.through else "",
        )
        for tie in ties
    )
