"""How a library's entries, levels and lists are named and addressed on its site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from trimtab.core.files import address
from trimtab.core.graph import Graph
from trimtab.core.library import Library
from trimtab.core.model import Entry, LevelEntry
from trimtab.core.names import Found, Planned
from trimtab.core.routes import Routes
from trimtab.core.scales import CONFIDENCE, LADDER, RUNGS, TIERS, stars
from trimtab.core.words import fold
from trimtab.site import urls
from trimtab.site.views import Item, RungView, SiteView, Value

SUMMARY_LENGTH = 220
"""How many characters of a body stand in where an entry has no summary."""

Lists = dict[str, tuple[str, tuple[Entry, ...]]]
"""The file of each list's page, with the list's name and entries."""


class Catalogue:
    """A library as its site shows it: what every page's view is made of."""

    def __init__(self, library: Library, *, directories: bool = True) -> None:
        self.library = library
        self.graph = Graph(library)
        self._directories = directories
        self._urls: dict[str, str] = {}
        self._items: dict[str, tuple[Entry, Item]] = {}
        self._openings: dict[str, str] = {}

    def url(self, path: str) -> str:
        """The address of a file's page."""
        known = self._urls.get(path)
        if known is None:
            known = self._urls[path] = address(path, directories=self._directories)
        return known

    @cached_property
    def routes(self) -> Routes:
        """Which addresses lead to which page."""
        return Routes.of(self.library, directories=self._directories)

    def permalink(self, entry: Entry) -> str:
        """The address of an entry that stays when its file gets another name."""
        return self.routes.permalink(entry)

    def level_url(self, number: int) -> str:
        """The address of a level's page."""
        return self.url(urls.level(self.library, number))

    def level_name(self, number: int) -> str:
        """A level's name: its entry's title, or Meadows' name."""
        entry = self.library.levels.get(number)
        return entry.title if entry else RUNGS[number].name

    def item(self, entry: Entry, why: str = "") -> Item:
        """An entry as lists show it."""
        known = self._items.get(entry.path)
        # What is left of a removed entry on its page has the entry's path and says less.
        if known is None or known[0] is not entry:
            known = self._items[entry.path] = entry, self._item(entry)
        return replace(known[1], why=why) if why else known[1]

    def _item(self, entry: Entry) -> Item:
        level = entry.number if isinstance(entry, LevelEntry) else entry.level
        return Item(
            title=entry.title,
            url=self.url(entry.path),
            summary=self.summary(entry),
            slug=entry.slug,
            kind=entry.kind,
            kind_label=self.kind_label(entry.kind),
            level=level,
            level_name=self.level_name(level) if level else "",
            confidence=entry.confidence,
            stars=stars(entry.confidence) if entry.confidence else "",
            confidence_word=CONFIDENCE.get(entry.confidence or 0, ""),
            vitality=entry.vitality.score if entry.vitality else None,
            band=entry.vitality.band if entry.vitality else "",
            domain=entry.domain,
            status=entry.status.value,
        )

    def items(self, entries: Iterable[Entry]) -> tuple[Item, ...]:
        """Several entries as lists show them."""
        return tuple(map(self.item, entries))

    def summary(self, entry: Entry) -> str:
        """An entry's summary, or else the beginning of its body."""
        if entry.summary:
            return entry.summary
        known = self._openings.get(entry.path)
        if known is None:
            known = self._openings[entry.path] = self._opening(entry)
        return known

    def _opening(self, entry: Entry) -> str:
        words = self.library.document_of(entry).opening
        if len(words) <= SUMMARY_LENGTH:
            return words
        return words[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + " …"

    def kind_label(self, kind: str) -> str:
        """What one entry of a kind is called."""
        known = self.library.settings.all_kinds.get(kind)
        return known.title if known else kind.replace("-", " ").capitalize()

    def kind_plural(self, kind: str) -> str:
        """What the entries of a kind are called."""
        known = self.library.settings.all_kinds.get(kind)
        return known.plural if known else kind.replace("-", " ").capitalize()

    def rungs(self, primary: int | None = None, also: Iterable[int] = ()) -> tuple[RungView, ...]:
        """The ladder, strongest first, with an entry's own rungs marked."""
        if not self.library.uses_levels:
            return ()
        marks = dict.fromkeys(also, "also")
        if primary is not None:
            marks[primary] = "primary"
        return tuple(
            replace(rung, mark=marks[rung.number]) if rung.number in marks else rung
            for rung in self._unmarked
        )

    @cached_property
    def _unmarked(self) -> tuple[RungView, ...]:
        return tuple(
            RungView(
                number=rung.number,
                name=self.level_name(rung.number),
                url=self.level_url(rung.number),
                gist=rung.gist,
                tier=rung.tier,
                tier_label=TIERS[rung.tier],
            )
            for rung in reversed(LADDER)
        )

    def level_value(self, number: int) -> Value:
        """A level as a link: its number and name."""
        return Value(f"{number} {self.level_name(number)}", self.level_url(number))

    def named(self, name: str, kind: str) -> Value:
        """What an entry's field names, as a link where it leads somewhere."""
        resolution = self.library.resolve_name(name, kind)
        if isinstance(resolution, Found):
            return Value(
                resolution.entry.title, self.url(resolution.entry.path), self.summary(resolution.entry)
            )
        if isinstance(resolution, Planned):
            return Value(resolution.name, note="wanted, not written yet")
        return Value(name, note="not found")

    def in_domain(self, domain: str) -> tuple[Entry, ...]:
        """The entries of a domain, by title."""
        return self.by_domain.get(urls.domain(domain), ("", ()))[1]

    @cached_property
    def by_domain(self) -> Lists:
        """Each domain's page, with its name and entries."""
        return self._by_name(
            (entry.domain, urls.domain(entry.domain), entry) for entry in self.library.current if entry.domain
        )

    @cached_property
    def by_tag(self) -> Lists:
        """Each tag's page, with its name and entries."""
        return self._by_name(
            (tag, urls.tag(tag), entry) for entry in self.library.current for tag in entry.tags
        )

    @staticmethod
    def _by_name(named: Iterable[tuple[str, str, Entry]]) -> Lists:
        found: dict[str, tuple[str, list[Entry]]] = {}
        for name, path, entry in named:
            found.setdefault(path, (name, []))[1].append(entry)
        ordered = sorted(found.items(), key=lambda pair: fold(pair[1][0]))
        return {
            path: (name, tuple(sorted(entries, key=lambda entry: (fold(entry.title), entry.path))))
            for path, (name, entries) in ordered
        }

    def site(self) -> SiteView:
        """What the frame of every page knows."""
        return SiteView(self.library.settings.search, self.url(urls.SEARCH))

    def search_data(self, contribute: str = "") -> dict[str, Any]:
        """What the search needs to know: the levels' names, what facet values are called, where to contribute."""
        levels = []
        for rung in LADDER if self.library.uses_levels else ():
            entry = self.library.levels.get(rung.number)
            names = [rung.name, *((entry.title, *entry.aliases) if entry else ())]
            levels.append({"number": rung.number, "names": list(dict.fromkeys(names))})
        present = {entry.kind for entry in self.library.current}
        kinds = [kind for kind in self.library.settings.all_kinds if kind in present]
        return {
            "levels": levels,
            "facets": {"kind": {kind: self.kind_label(kind) for kind in kinds}},
            "contribute": contribute,
        }
