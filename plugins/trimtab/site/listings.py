"""The pages that Trimtab makes beside the entries' own: home, lists and search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from trimtab.core.loops import describe
from trimtab.core.model import Entry
from trimtab.core.scales import LADDER
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.drawing import loop_svg
from trimtab.site.entries import EntryViews, sound_loops
from trimtab.site.paging import NAMES, PAGE, Pager, chunks, grouped, spread
from trimtab.site.views import Group, Item, LoopView, RungView, Value


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page without a file of its own."""

    path: str
    """The Markdown file that would have made it, relative to the library's folder."""
    title: str
    template: str
    """A template below `trimtab/`."""
    view: Any
    description: str = ""
    in_nav: bool = False
    first: bool = True
    """Whether others link to it: not so for a later part of a long list, which shows other entries each time."""


@dataclass(frozen=True, slots=True)
class ListView:
    """Entries in groups."""

    title: str
    intro: str
    groups: tuple[Group, ...]
    up: Value | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class IndexView:
    """Names of lists, each with the number of its entries as note."""

    title: str
    intro: str
    values: tuple[Value, ...]
    up: Value | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class TableView:
    """All entries of a kind as a table; a column that no entry fills is left out."""

    title: str
    intro: str
    items: tuple[Item, ...]
    columns: tuple[str, ...]
    up: Value | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class LadderView:
    """The twelve levels."""

    title: str
    intro: str
    rungs: tuple[RungView, ...]


@dataclass(frozen=True, slots=True)
class ArchetypeView:
    """An archetype in the list of them."""

    item: Item
    symptoms: tuple[str, ...]
    svg: str
    loops: tuple[LoopView, ...]
    patterns: int


@dataclass(frozen=True, slots=True)
class ArchetypesView:
    """All archetypes."""

    title: str
    intro: str
    archetypes: tuple[ArchetypeView, ...]
    up: Value | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page."""

    title: str
    rungs: tuple[RungView, ...]
    lists: tuple[Value, ...]
    samples: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page."""

    title: str
    lists: tuple[Value, ...]
    examples: tuple[str, ...]
    """Filters to type, of facets that the library has."""
    levels: bool
    """Whether it has levels, whose names can be typed too."""


ON_A_RUNG = 24
"""How many entries the ladder names at a level, and again how many of those that stand there in the second place."""
DRAWINGS = 20
"""How many archetypes a page lists, with their loops."""
_INTROS = {
    "mental-model": "Ways of seeing that explain why people in a system act as they do.",
    "case": "One situation each, and what was done about it at one or more levels.",
    "worksheet": "Templates to copy, print and fill in.",
}


class Listings:
    """Makes the generated pages of a library: only those that have something to list."""

    def __init__(self, catalogue: Catalogue, site_name: str) -> None:
        library = catalogue.library
        self._library = library
        self._catalogue = catalogue
        self._entries = EntryViews(catalogue)
        self._site_name = site_name
        present = {entry.kind for entry in library.current}
        self._kinds = [kind for kind in library.settings.all_kinds if kind in present]

    def pages(self) -> tuple[GeneratedPage, ...]:
        """All generated pages, those of the navigation in its order."""
        search = (self._search(),) if self._library.settings.search else ()
        return (self._home(), *self._hubs(), *self._stubs(), *self._indices(), *search)

    def lists(self) -> tuple[Value, ...]:
        """The lists of the site, with the number of entries in each."""
        found = [
            Value(
                self._catalogue.kind_plural(kind),
                self._catalogue.url(urls.kind_index(kind)),
                _count(self._library.of_kind(kind)),
            )
            for kind in self._kinds_in_order()
        ]
        if self._catalogue.by_domain:
            found.append(
                Value("Domains", self._catalogue.url(urls.DOMAINS), str(len(self._catalogue.by_domain)))
            )
        if self._catalogue.by_tag:
            found.append(Value("Tags", self._catalogue.url(urls.TAGS), str(len(self._catalogue.by_tag))))
        return tuple(found)

    def _kinds_in_order(self) -> list[str]:
        first = ["level"] if self._library.uses_levels else []
        return first + [kind for kind in self._kinds if kind != "level"]

    def _home(self) -> GeneratedPage:
        patterns = self._library.of_kind("pattern") or self._library.current
        view = HomeView(
            self._site_name,
            self._catalogue.rungs(),
            self.lists(),
            self._catalogue.items(patterns[:6]),
        )
        return GeneratedPage(urls.HOME, self._site_name, "home.html", view, in_nav=True)

    def _hubs(self) -> Iterator[GeneratedPage]:
        for kind in self._kinds_in_order():
            title = self._catalogue.kind_plural(kind)
            path = urls.kind_index(kind)
            if kind == "level":
                yield GeneratedPage(path, title, "ladder.html", self._ladder(title), in_nav=True)
            elif kind == "archetype":
                yield from self._archetypes(path, title)
            elif kind in _INTROS:
                groups = (Group("", self._catalogue.items(self._library.of_kind(kind))),)
                yield from listed(self._catalogue, path, ListView(title, _INTROS[kind], groups), in_nav=True)
            else:
                yield from self._table(path, kind, title)

    def _ladder(self, title: str) -> LadderView:
        rungs = []
        for rung in self._catalogue.rungs():
            here = self._catalogue.graph.at_level(rung.number)
            entry = self._library.levels.get(rung.number)
            first = [other for other in here if other.level == rung.number]
            second = [other for other in here if other.level != rung.number]
            rungs.append(
                RungView(
                    rung.number,
                    rung.name,
                    rung.url,
                    self._catalogue.summary(entry) if entry else rung.gist,
                    rung.tier,
                    rung.tier_label,
                    items=self._catalogue.items(shown(first)),
                    also=self._catalogue.items(shown(second)),
                    more=len(here) - len(shown(first)) - len(shown(second)),
                )
            )
        intro = (
            "Donella Meadows' twelve places to intervene in a system, strongest first. "
            "The further up, the more a small change moves, and the more it is resisted."
        )
        return LadderView(title, intro, tuple(rungs))

    def _archetypes(self, path: str, title: str) -> Iterable[GeneratedPage]:
        found = []
        for entry in self._library.archetype_entries():
            loops = sound_loops(entry)
            naming = next(
                (group.items for group in self._entries.view(entry).groups if group.ident == "tt-patterns"),
                (),
            )
            found.append(
                ArchetypeView(
                    self._catalogue.item(entry),
                    entry.symptoms,
                    loop_svg(loops, ident=f"tt-loop-{entry.slug}") if loops else "",
                    tuple(LoopView(loop.name, loop.polarity, describe(loop)) for loop in loops),
                    len(naming),
                )
            )
        intro = "Structures that recur wherever people work together. Find yours by what keeps happening."
        parts = chunks(found, DRAWINGS)
        views = [ArchetypesView(title, intro, tuple(part)) for part in parts]
        page = GeneratedPage(path, title, "archetypes.html", views[0], in_nav=True)
        return spread(page, views, [part[0].item.title for part in parts if part], self._catalogue.url)

    def _table(self, path: str, kind: str, title: str) -> Iterable[GeneratedPage]:
        items = self._catalogue.items(self._library.of_kind(kind))
        filled = (
            ("level", any(item.level for item in items)),
            ("confidence", any(item.confidence for item in items)),
            ("vitality", any(item.vitality is not None for item in items)),
            ("domain", any(item.domain for item in items)),
            ("status", len({item.status for item in items}) > 1),
        )
        intro = f"All {len(items)}, by title." if len(items) > 1 else ""
        columns = tuple(name for name, present in filled if present)
        parts = chunks(items, PAGE)
        views = [TableView(title, intro, tuple(part), columns) for part in parts]
        page = GeneratedPage(path, title, "table.html", views[0], in_nav=True)
        return spread(page, views, [part[0].title for part in parts], self._catalogue.url)

    def _stubs(self) -> Iterator[GeneratedPage]:
        """Pages for levels that have no entry."""
        for rung in LADDER:
            if not urls.has_generated_level(self._library, rung.number):
                continue
            here = self._catalogue.graph.at_level(rung.number)
            title = f"Level {rung.number}: {rung.name}"
            groups = (Group("Patterns at this level", self._catalogue.items(here)),) if here else ()
            up = Value(self._catalogue.kind_plural("level"), self._catalogue.url(urls.LADDER))
            view = ListView(title, f"Work on {rung.gist}.", groups, up)
            yield from listed(self._catalogue, urls.generated_level(rung.number), view)

    def _indices(self) -> Iterator[GeneratedPage]:
        kinds = (
            ("Domains", urls.DOMAINS, self._catalogue.by_domain),
            ("Tags", urls.TAGS, self._catalogue.by_tag),
        )
        for title, path, named in kinds:
            if not named:
                continue
            values = tuple(
                Value(name, self._catalogue.url(target), _count(entries))
                for target, (name, entries) in named.items()
            )
            parts = chunks(values, NAMES)
            views = [IndexView(title, "", tuple(part)) for part in parts]
            page = GeneratedPage(path, title, "index.html", views[0], in_nav=True)
            yield from spread(page, views, [part[0].text for part in parts], self._catalogue.url)
            for target, (name, entries) in named.items():
                view = ListView(name, "", self._by_kind(entries), Value(title, self._catalogue.url(path)))
                yield from listed(self._catalogue, target, view)

    def _by_kind(self, entries: tuple[Entry, ...]) -> tuple[Group, ...]:
        groups = []
        for kind in self._kinds:
            items = self._catalogue.items(entry for entry in entries if entry.kind == kind)
            if items:
                groups.append(Group(self._catalogue.kind_plural(kind), items))
        return tuple(groups)

    def _search(self) -> GeneratedPage:
        levels = self._library.uses_levels
        examples = ["level:4-6"] if levels else []
        if self._kinds:
            examples.append(f"kind:{'archetype' if 'archetype' in self._kinds else self._kinds[0]}")
        if tags := [name for name, _ in self._catalogue.by_tag.values()]:
            tag = "feedback" if "feedback" in tags else tags[0]
            examples.append(f'tag:"{tag}"' if {" ", ","} & {*tag} else f"tag:{tag}")
        view = SearchView("Search", self.lists(), tuple(examples), levels)
        return GeneratedPage(urls.SEARCH, "Search", "search.html", view)


def listed(
    catalogue: Catalogue, path: str, view: ListView, *, in_nav: bool = False
) -> tuple[GeneratedPage, ...]:
    """The pages of a list: one, or where it is long, several."""
    parts = grouped(view.groups, PAGE)
    page = GeneratedPage(path, view.title, "list.html", view, in_nav=in_nav)
    firsts = [part[0].items[0].title if part else "" for part in parts]
    return spread(page, [replace(view, groups=part) for part in parts], firsts, catalogue.url)


def shown(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Those that the ladder names at a level; the level's page lists all."""
    return entries[:ON_A_RUNG]


def _count(entries: tuple[Entry, ...]) -> str:
    return str(len(entries))
