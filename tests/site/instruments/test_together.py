from __future__ import annotations

import pytest

from helpers import library
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import Exports
from trimtab.site.instruments.together import Asked, TogetherView, pages


def entry(title: str, more: str = "") -> str:
    """An entry with some front matter."""
    return f"---\ntitle: {title}\n{more}---\n"


FILES = {
    "apples.md": entry(
        "Apples",
        "level: 3\nrelations:\n  requires: [{to: bees, why: Someone must pollinate.}]\n  tensions_with: [dates]\n",
    ),
    "bees.md": entry("Bees", "level: 9\nrelations: {requires: [{to: cider, why: They like it.}, nobody]}\n"),
    "cider.md": entry("Cider"),
    "dates.md": entry("Dates", "relations: {tensions_with: [{to: apples, why: One climate each.}]}\n"),
    "eggs.md": entry(
        "Eggs", "status: deprecated\nsuperseded_by: dates\nrelations: {requires: [eggs]}\nlevel: 3\n"
    ),
    "levels/goals.md": entry("Goals", "number: 3\nsupporting_levels: [6, 5]\n"),
    "levels/rules.md": entry("Rules", "number: 5\n"),
}


def view(files: dict[str, str] = FILES, **options: object) -> TogetherView | None:
    """The view of a library's page."""
    made = next(iter(pages(Catalogue(library(files, **options)))), None)
    return made.view if made else None


def row(title: str, files: dict[str, str] = FILES, **options: object) -> Asked:
    """What one pattern asks."""
    found = view(files, **options)
    assert found is not None
    return next(row for row in found.rows if row.item.title == title)


def test_page() -> None:
    """The page has its address, and names for each pattern that asks anything, by title."""
    made = next(iter(pages(Catalogue(library(FILES)))), None)
    assert made is not None
    assert ("instruments/together.md", "Do these go together?") == (made.path, made.title)
    assert ["Apples", "Bees", "Dates", "Eggs"] == [row.item.title for row in made.view.rows]


def test_prerequisites_of_prerequisites() -> None:
    """What a pattern needs is told with its reason, and what that needs in turn, with the one that needs it."""
    assert [("Bees", "Someone must pollinate.", ""), ("Cider", "They like it.", "Bees")] == [
        (need.value.text, need.why, need.through) for need in row("Apples").needs
    ]
    assert [("Cider", "cider/", "")] == [(n.value.text, n.value.url, n.through) for n in row("Bees").needs]


def test_tensions_from_both_ends() -> None:
    """A tension is told at both ends, once, with the reason that either gives."""
    assert [("Dates", "One climate each.")] == [
        (need.value.text, need.why) for need in row("Apples").tensions
    ]
    assert [("Apples", "One climate each.")] == [
        (need.value.text, need.why) for need in row("Dates").tensions
    ]


def test_levels_leant_on() -> None:
    """A pattern leans on what its own level leans on, by the names that the library gives the levels."""
    assert ["6 Information Flows", "5 Rules"] == [level.text for level in row("Apples").leans_on]
    assert () == row("Bees").leans_on


def test_heirs() -> None:
    """A superseded pattern is told with its heir, and doesn't need itself."""
    eggs = row("Eggs")
    assert ("Dates", "deprecated", ()) == (eggs.heir.text if eggs.heir else "", eggs.item.status, eggs.needs)


def test_what_the_script_reads() -> None:
    """The library as data says who is superseded by whom, earlier slugs, and which types say the same from two ends."""
    files = {**FILES, "dates.md": entry("Dates", "redirect_from: [dactyls]\n")}
    data = Exports(Catalogue(library(files))).files()
    entries = {one["slug"]: one for one in data[urls.ENTRIES_DATA]["entries"]}
    types = data[urls.GRAPH_DATA]["types"]
    assert ("dates", ["dactyls"]) == (entries["eggs"]["superseded_by"], entries["dates"]["redirect_from"])
    assert "specializes_to" == types["generalizes_from"]["inverse_type"]
    assert "inverse_type" not in types["requires"]


def test_circles_end() -> None:
    """Patterns that need each other are told once each."""
    files = {
        f"{one}.md": entry(one.upper(), f"relations: {{requires: [{other}]}}\n")
        for one, other in (("a", "b"), ("b", "c"), ("c", "a"))
    }
    assert [("B", ""), ("C", "B")] == [(need.value.text, need.through) for need in row("A", files).needs]


def test_types_of_the_library() -> None:
    """What a relation means is the library's to say; a type that says the same from the other end means the same."""
    types = {
        "builds_on": {"label": "Builds on", "inverse": "Base of", "meaning": "prerequisite"},
        "base_of": {"label": "Base of", "inverse": "Builds on", "inverse_type": "builds_on"},
        "fights": {"label": "Fights", "meaning": "tension"},
    }
    files = {
        "a.md": entry("A", "relations: {builds_on: [b], fights: [c]}\n"),
        "b.md": entry("B"),
        "c.md": entry("C", "relations: {base_of: [a]}\n"),
    }
    found = row("A", files, relations={"types": types})
    assert (["B", "C"], ["C"]) == (
        [need.value.text for need in found.needs],
        [need.value.text for need in found.tensions],
    )


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.md": entry("A", "level: 3\n"), "levels/goals.md": entry("Goals", "number: 3\n")},
        {"a.md": entry("A", "relations: {enables: [b], requires: [nobody]}\n"), "b.md": entry("B")},
        {"cases/a.md": entry("A", "relations: {requires: [b]}\n"), "b.md": entry("B")},
    ],
    ids=["empty", "levels that say nothing", "other relations", "no patterns"],
)
def test_nothing_to_show(files: dict[str, str]) -> None:
    """Where no pattern needs, pulls against or leans on anything, there is no page."""
    assert view(files) is None


def test_kinds_of_the_library() -> None:
    """Entries of a kind that the library adds are taken up as patterns are."""
    options = {
        "folders": {".": "practice"},
        "kinds": {"practice": {"title": "Practice", "plural": "Practices"}},
    }
    files = {"a.md": entry("A", "relations: {requires: [b]}\n"), "b.md": entry("B")}
    assert ["B"] == [need.value.text for need in row("A", files, **options).needs]
