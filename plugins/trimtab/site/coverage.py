"""Which patterns stand at each level, in all and for each archetype."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlencode

from trimtab.core.model import Entry
from trimtab.core.namings import Via
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue


class Coverage:
    """What a library has at each level; entries of added kinds count as patterns do."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._graph = catalogue.graph

    @cached_property
    def archetypes(self) -> tuple[Entry, ...]:
        """The archetypes, by title."""
        return self._catalogue.library.archetype_entries()

    @cached_property
    def mapped(self) -> bool:
        """Whether there is a map to draw: archetypes, and something at a level."""
        return bool(self.archetypes) and any(entry.levels for entry in self._graph.choices)

    def patterns(self, number: int, archetype: Entry | None = None) -> tuple[Entry, ...]:
        """The patterns at a level, those that name an archetype if one is given; the level's own first."""
        here = (entry for entry in self._graph.at_level(number) if entry.path in self._choices)
        if archetype is None:
            return tuple(here)
        naming = self._naming[archetype.path]
        return tuple(entry for entry in here if entry.path in naming)

    def search(self, number: int, archetype: Entry | None = None) -> str:
        """The address of the search that finds them; empty in a library without a search."""
        if not self._catalogue.library.settings.search:
            return ""
        about = {"archetype": archetype.title} if archetype else {}
        query = {"kind": self._kinds, "level": number, **about}
        return f"{self._catalogue.url(urls.SEARCH)}?{urlencode(query, doseq=True)}"

    @cached_property
    def _choices(self) -> frozenset[str]:
        return frozenset(entry.path for entry in self._graph.choices)

    @cached_property
    def _kinds(self) -> list[str]:
        present = {entry.kind for entry in self._graph.choices if entry.levels}
        return [kind for kind in self._catalogue.library.settings.all_kinds if kind in present]

    @cached_property
    def _naming(self) -> dict[str, frozenset[str]]:
        """The paths of what names each archetype, by its path."""
        return {
            archetype.path: frozenset(entry.path for entry in self._graph.naming(Via.ARCHETYPE, archetype))
            for archetype in self.archetypes
        }
