"""Entries of which only a page is left: where they are, and where they aren't any more."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import pytest

from helpers import library
from trimtab.core.diagnostics import Report
from trimtab.core.graph import Graph
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.names import Found
from trimtab.core.namings import Via
from trimtab.rules import check
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.health import Health
from trimtab.site.listings import Listings
from trimtab.site.views import Item


def page(title: str, more: str = "", body: str = "") -> str:
    """An entry."""
    return f"---\ntitle: {title}\nsummary: For {title[::-1]}.\n{more}---\n{body}"


COMMON = "levels: [9]\narchetypes: [drift]\ndomain: work\ntags: [x]\n"
FILES = {
    "gone.md": page("Gone", f"{COMMON}status: removed\nrelations: {{requires: [kept]}}\n", "[[kept]]\n"),
    "kept.md": page("Kept", COMMON.replace("[9]", "[6]") + "relations: {related: [gone]}\n", "[[gone]]\n"),
    "archetypes/drift.md": page("Drift"),
}


@pytest.fixture
def made() -> Library:
    """A library with a removed entry."""
    return library(FILES)


def titles(found: Iterable[Entry | Item]) -> list[str]:
    """The titles of some entries, or of lists' items."""
    return [one.title for one in found]


def test_it_is_found_by_name(made: Library) -> None:
    """Names and addresses still lead to it, so that links say what became of it."""
    resolution = made.names.resolve("Gone")

    assert isinstance(resolution, Found)
    assert "gone.md" == resolution.entry.path
    assert ["Drift", "Gone", "Kept"] == sorted(titles(made.entries))
    assert ["Drift", "Kept"] == sorted(titles(made.current))


def test_the_graph_leaves_it_out(made: Library) -> None:
    """It stands at no level, is no move and nobody's neighbour, and what it says isn't said any more."""
    graph = Graph(made)
    kept = made.document_of(made.of_kind("pattern")[0]).entry
    assert kept is not None

    assert ((), ("Kept",)) == (graph.at_level(9), tuple(titles(graph.at_level(6))))
    assert ["Kept"] == titles(graph.trail)
    assert ["Kept"] == titles(graph.choices)
    assert ["Kept"] == titles(graph.naming(Via.ARCHETYPE, made.of_kind("archetype")[0]))
    assert ((), ()) == (graph.moves(kept).stronger, graph.moves(kept).weaker)
    assert ["Related to"] == [end.label for end in graph.relations(kept)]
    assert () == graph.backlinks(kept)


def test_lists_leave_it_out(made: Library) -> None:
    """Lists, domains, tags and counts are of what is there."""
    catalogue = Catalogue(made)
    lists = {page.title: page for page in Listings(catalogue, "Ours").pages()}

    assert ["Kept"] == titles(lists["Patterns"].view.items)
    assert {"domains/work.md": ["Kept"]} == {
        path: titles(some) for path, (_, some) in catalogue.by_domain.items()
    }
    assert {"tags/x.md": ["Kept"]} == {path: titles(some) for path, (_, some) in catalogue.by_tag.items()}


def test_health_leaves_it_out(made: Library) -> None:
    """It is no orphan, wants nothing and isn't counted."""
    data = Health(Catalogue(made), Report(()), datetime.date(2026, 1, 1)).data()

    assert 2 == data["counts"]["entries"]
    assert "gone" not in [one["slug"] for one in data["orphans"]]


@pytest.mark.parametrize(
    ("more", "text", "heir"),
    [
        ("", "Removed: only this page is left, for those who link here.", None),
        ("superseded_by: kept\n", "Removed. Use instead:", "Kept"),
        ("superseded_by: nobody\n", "Removed. Use instead:", "nobody"),
    ],
)
def test_its_page(more: str, text: str, heir: str | None) -> None:
    """Its page says that it's removed and names the heir; it shows nothing that leads to lists without it."""
    files = {**FILES, "gone.md": page("Gone", f"{COMMON}status: removed\n{more}")}
    made = library(files)
    (entry,) = (one for one in made.entries if one.slug == "gone")
    view = EntryViews(Catalogue(made)).view(entry)

    assert (text, heir) == (view.banner_text, view.banner and view.banner.text)
    assert view.removed
    assert ((), (), (), None, None) == (view.facts, view.levels, view.siblings, view.previous, view.next)


@pytest.mark.parametrize("first", ["gone.md", "kept.md"])
def test_it_says_less_on_its_page_than_in_lists(made: Library, first: str) -> None:
    """What is left of it on its page doesn't get into the lists of others, whichever page is made first."""
    views = EntryViews(Catalogue(made))
    entries = {entry.path: entry for entry in made.entries}
    found = {path: views.view(entries[path]) for path in sorted(FILES, key=lambda path: path != first)}

    assert None is found["gone.md"].item.level
    assert [9] == [item.level for group in found["kept.md"].related for item in group.items]


@pytest.mark.parametrize("kind", ["pattern", "level", "archetype", "mental-model", "case", "worksheet"])
def test_the_only_one_of_its_kind(kind: str) -> None:
    """An entry of any kind may be removed, though none other is left: its page leads to no list that isn't there."""
    number = "number: 9\n" if kind == "level" else ""
    made = library({"x.md": page("X", f"kind: {kind}\nlevels: [9]\n{number}status: removed\n")})
    view = EntryViews(Catalogue(made)).view(made.entries[0])

    assert ["Home"] == [crumb.text for crumb in view.crumbs]
    assert ((), "") == (view.ladder, view.item.level_name)
    assert not made.uses_levels


def test_a_removed_level_leaves_its_rung() -> None:
    """A removed level's place is free for another, and isn't said to be taken."""
    files = {
        "levels/old.md": page("Old", "number: 9\nstatus: removed\nsuperseded_by: delays\n"),
        "levels/delays.md": page("Delays", "number: 9\n"),
    }
    made = library(files)

    assert "Delays" == made.levels[9].title
    assert [] == [one.code for one in check(made).diagnostics if one.code == "TT405"]
