"""One trouble across the twelve levels: what stands on each rung for an archetype, a case or a pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trimtab.core.model import Archetype, Case, Entry, LevelEntry, Status
from trimtab.core.names import Found
from trimtab.core.namings import Via
from trimtab.core.words import fold
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.views import RungView

SHOWN = 8
"""How many patterns a rung lists on an entry's page; the ladder's own page lists all."""


class Ladders:
    """Makes the ladders of entries. `instruments/rungs.js` makes the same ones where the reader chooses."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._library = catalogue.library
        self._graph = catalogue.graph
        self._across: dict[str, tuple[Entry, tuple[RungView, ...]]] = {}

    def card(self, entry: Entry) -> tuple[RungView, ...]:
        """The small ladder: an entry's own rungs, and on each the number of patterns that work on the same thing."""
        if isinstance(entry, LevelEntry):
            return self._catalogue.rungs(entry.number)
        if entry.level is None:
            return ()
        kin = self._graph.kin_levels(entry)
        rungs = self._catalogue.rungs(entry.level, entry.levels[1:])
        return tuple(replace(rung, kin=kin[rung.number]) for rung in rungs)

    def across(self, entry: Entry) -> tuple[RungView, ...]:
        """An archetype or a case across all levels, strongest first; nothing where none has anything to show."""
        if not isinstance(entry, Archetype | Case):
            return ()
        known = self._across.get(entry.path)
        if known is None or known[0] is not entry:
            known = self._across[entry.path] = entry, self._make(entry)
        return known[1]

    def _make(self, entry: Archetype | Case) -> tuple[RungView, ...]:
        patterns = self._patterns(entry)
        rungs = [self._rung(rung, entry, patterns) for rung in self._catalogue.rungs()]
        told = any(rung.items or rung.also or rung.done or rung.usually for rung in rungs)
        return tuple(rungs) if told else ()

    def url(self, entry: Entry) -> str:
        """The page on which an entry is seen across all levels, to be asked for its slug; empty where there is none."""
        if isinstance(entry, Archetype | Case):
            seen = bool(self.across(entry))
        else:
            seen = bool(entry.levels) and not isinstance(entry, LevelEntry)
        shown = seen and entry.status is not Status.REMOVED
        return self._catalogue.url(urls.instrument("ladder")) if shown else ""

    def _patterns(self, entry: Archetype | Case) -> tuple[Entry, ...]:
        """The patterns for an archetype, or for those of a case, by title."""
        archetypes: Iterable[Entry] = (entry,)
        if isinstance(entry, Case):
            named = (self._library.resolve_name(name, "archetype") for name in entry.archetypes)
            archetypes = [one.entry for one in named if isinstance(one, Found)]
        found = {
            other.path: other
            for archetype in archetypes
            for other in self._graph.naming(Via.ARCHETYPE, archetype)
            if other.levels and other.kind != "case" and other.path != entry.path and other.status.is_current
        }
        return tuple(sorted(found.values(), key=lambda other: (fold(other.title), other.path)))

    def _rung(self, rung: RungView, entry: Archetype | Case, patterns: tuple[Entry, ...]) -> RungView:
        number = rung.number
        first = [other for other in patterns if other.level == number]
        second = [other for other in patterns if number in other.levels[1:]]
        also = second[: max(0, SHOWN - len(first))]
        usually, done = "", tuple[str, ...]()
        if isinstance(entry, Archetype):
            helps, worsens = number in entry.levels_that_help, number in entry.levels_that_worsen
            usually = "usually helps" if helps else "usually makes it worse" if worsens else ""
        else:
            done = tuple(one.do for one in entry.interventions if one.level == number)
        return replace(
            rung,
            usually=usually,
            done=done,
            items=self._catalogue.items(first[:SHOWN]),
            also=self._catalogue.items(also),
            more=len(first[SHOWN:]) + len(second) - len(also),
        )
