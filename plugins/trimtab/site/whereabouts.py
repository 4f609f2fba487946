"""Where an entry stands among others: what comes before and after it, and what is around it."""

from __future__ import annotations

from collections.abc import Iterable

from trimtab.core.model import Entry, LevelEntry, Status
from trimtab.core.scales import RUNGS
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.views import Group, Value

NEIGHBOURS = 12
"""How many entries of the same kind a sidebar lists at most."""


def neighbours(catalogue: Catalogue, entry: Entry) -> tuple[Value | None, Value | None]:
    """The weaker and the stronger neighbour on the ladder; for other kinds those by title."""
    if isinstance(entry, LevelEntry):
        weaker, stronger = entry.number + 1, entry.number - 1
        return _level(catalogue, weaker, "Weaker"), _level(catalogue, stronger, "Stronger")
    if entry.status is Status.REMOVED:
        return None, None
    index = catalogue.graph.trail_index.get(entry.path)
    ring = catalogue.graph.trail if index is not None else catalogue.library.of_kind(entry.kind)
    notes = ("Back down the ladder", "On up the ladder") if index is not None else ("Previous", "Next")
    if index is None:
        index = next(at for at, other in enumerate(ring) if other.path == entry.path)
    before, after = ring[:index][-1:], ring[index + 1 :][:1]
    return _entry(catalogue, before, notes[0]), _entry(catalogue, after, notes[1])


def _level(catalogue: Catalogue, number: int, note: str) -> Value | None:
    if number not in RUNGS:
        return None
    return Value(f"{number} {catalogue.level_name(number)}", catalogue.level_url(number), note)


def _entry(catalogue: Catalogue, entries: Iterable[Entry], note: str) -> Value | None:
    return next((Value(entry.title, catalogue.url(entry.path), note) for entry in entries), None)


def siblings(catalogue: Catalogue, entry: Entry) -> tuple[Group, ...]:
    """The entries around this one: those of its level, else of its domain, else of its kind."""
    if isinstance(entry, LevelEntry) or entry.status is Status.REMOVED:
        return ()
    if entry.level is not None:
        others = [other for other in catalogue.graph.at_level(entry.level) if other.level == entry.level]
        title, url = (
            f"Level {entry.level} · {catalogue.level_name(entry.level)}",
            catalogue.level_url(entry.level),
        )
    elif entry.domain:
        others = [other for other in catalogue.in_domain(entry.domain) if other.kind == entry.kind]
        title, url = entry.domain, catalogue.url(urls.domain(entry.domain))
    else:
        others = list(catalogue.library.of_kind(entry.kind))
        title, url = (
            catalogue.kind_plural(entry.kind),
            catalogue.url(urls.kind_index(entry.kind)),
        )
    at = next((index for index, other in enumerate(others) if other.path == entry.path), 0)
    first = max(0, min(at - NEIGHBOURS // 2, len(others) - NEIGHBOURS))
    return (Group(title, catalogue.items(others[first : first + NEIGHBOURS]), url),)
