from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.scales import LADDER
from trimtab.site.catalogue import Catalogue
from trimtab.site.listings import GeneratedPage, Listings
from trimtab.site.views import Value

PATTERN = "---\ntitle: Review\nsummary: Look.\nlevels: [9, 6]\ndomain: Delivery\nconfidence: 2\ntags: [rhythm]\n---\n"
OTHER = "---\ntitle: Log\nsummary: Write.\nlevel: 6\ntags: [rhythm, memory]\nstatus: draft\n---\n"
ARCHETYPE = "---\ntitle: Drift\nsummary: Sinks.\nsymptoms: [Later]\n---\n"
MODEL = "---\ntitle: Law\nsummary: Moves.\ntags: [memory]\n---\n"
FILES = {
    "review.md": PATTERN,
    "log.md": OTHER,
    "archetypes/drift.md": ARCHETYPE,
    "mental-models/law.md": MODEL,
}


def pages(
    files: dict[str, str] = FILES, *, directories: bool = True, **options: object
) -> dict[str, GeneratedPage]:
    """The generated pages of a library, by path."""
    catalogue = Catalogue(library(files, **options), directories=directories)
    made = Listings(catalogue, "The Site").pages()
    found = {page.path: page for page in made}
    assert len(found) == len(made)
    return found


def levels(numbers: range) -> list[str]:
    """The paths of level pages that are made."""
    return [
        path
        for rung in LADDER
        if rung.number in numbers
        for path in pages()
        if path.startswith(f"levels/{rung.number}-")
    ]


def test_pages() -> None:
    """A library has a home, its lists in the order of the navigation, and a search page."""
    expected = [
        "index.md",
        "levels/index.md",
        "patterns/index.md",
        "archetypes/index.md",
        "mental-models/index.md",
        *levels(range(1, 13)),
        "domains/index.md",
        "domains/delivery.md",
        "tags/index.md",
        "tags/memory.md",
        "tags/rhythm.md",
        "search/index.md",
    ]
    assert expected == list(pages())
    assert 12 == len(levels(range(1, 13)))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ["index.md", "search/index.md"]),
        ({"a.md": "---\ntitle: A\n---\n"}, ["index.md", "patterns/index.md", "search/index.md"]),
        ({"guide/a.md": "# A\n"}, ["index.md", "search/index.md"]),
        ({"cases/a.md": "---\ntitle: A\n---\n"}, ["index.md", "cases/index.md", "search/index.md"]),
    ],
)
def test_only_what_there_is(files: dict[str, str], expected: list[str]) -> None:
    """There is no list of what a library doesn't have."""
    assert expected == list(pages(files))


def test_what_is_in_the_navigation() -> None:
    """Home, the kinds, domains and tags are in the navigation; single levels, domains and tags are not."""
    assert [
        "index.md",
        "levels/index.md",
        "patterns/index.md",
        "archetypes/index.md",
        "mental-models/index.md",
        "domains/index.md",
        "tags/index.md",
    ] == [page.path for page in pages().values() if page.in_nav]


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("index.md", "home.html"),
        ("levels/index.md", "ladder.html"),
        ("levels/9-delays.md", "list.html"),
        ("patterns/index.md", "table.html"),
        ("archetypes/index.md", "archetypes.html"),
        ("mental-models/index.md", "list.html"),
        ("domains/index.md", "index.html"),
        ("domains/delivery.md", "list.html"),
        ("search/index.md", "search.html"),
    ],
)
def test_templates(path: str, template: str) -> None:
    """Each sort of page has its template."""
    assert template == pages()[path].template


def test_home() -> None:
    """The home names the lists with the number of entries in each, the ladder, and some patterns."""
    view = pages()["index.md"].view
    assert "The Site" == view.title
    assert [
        Value("The ladder", "levels/", "0"),
        Value("Patterns", "patterns/", "2"),
        Value("Archetypes", "archetypes/", "1"),
        Value("Mental models", "mental-models/", "1"),
        Value("Domains", "domains/", "1"),
        Value("Tags", "tags/", "2"),
    ] == list(view.lists)
    assert (12, ["Log", "Review"]) == (len(view.rungs), [item.title for item in view.samples])


def test_ladder() -> None:
    """Each rung has the patterns that stand there, and those that act there too."""
    rungs = {rung.number: rung for rung in pages()["levels/index.md"].view.rungs}
    assert (["Review"], []) == tuple(
        [item.title for item in group] for group in (rungs[9].items, rungs[9].also)
    )
    assert (["Log"], ["Review"]) == tuple(
        [item.title for item in group] for group in (rungs[6].items, rungs[6].also)
    )


def test_level_without_an_entry() -> None:
    """The page of a level that nobody described says what it is, and lists its patterns."""
    page = pages()["levels/9-delays.md"]
    assert ("Level 9: Delays", Value("The ladder", "levels/")) == (page.title, page.view.up)
    assert ["Review"] == [item.title for item in page.view.groups[0].items]
    assert () == pages()["levels/12-parameters.md"].view.groups


def test_level_with_an_entry() -> None:
    """A level that has an entry gets no second page."""
    files = {**FILES, "levels/delays.md": "---\ntitle: Delays\nnumber: 9\n---\n"}
    assert [] == [path for path in pages(files) if path.startswith("levels/9-")]


@pytest.mark.parametrize(
    ("front", "columns"),
    [
        ("", ()),
        ("level: 9", ("level",)),
        ("confidence: 1", ("confidence",)),
        ("vitality: 0", ("vitality",)),
        ("domain: x", ("domain",)),
        ("status: draft", ("status",)),
        ("level: 9\ndomain: x\nvitality: 4", ("level", "vitality", "domain")),
    ],
)
def test_columns(front: str, columns: tuple[str, ...]) -> None:
    """A table has a column for each field that an entry has, and for the status where not all have the same."""
    files = {"a.md": f"---\ntitle: A\n{front}\n---\n", "b.md": "---\ntitle: B\n---\n"}
    view = pages(files)["patterns/index.md"].view
    assert columns == view.columns
    assert ["A", "B"] == [item.title for item in view.items]


def test_archetypes() -> None:
    """The list of archetypes has their symptoms and the number of patterns that help."""
    files = {**FILES, "log.md": OTHER.replace("level:", "archetypes: [drift]\nlevel:")}
    (shown,) = pages(files)["archetypes/index.md"].view.archetypes
    assert ("Drift", ("Later",), 1, "") == (shown.item.title, shown.symptoms, shown.patterns, shown.svg)


def test_tags() -> None:
    """The index of tags counts the entries of each; a tag's page lists them by kind."""
    made = pages()
    assert (Value("memory", "tags/memory/", "2"), Value("rhythm", "tags/rhythm/", "2")) == made[
        "tags/index.md"
    ].view.values
    assert [("Patterns", ["Log"]), ("Mental models", ["Law"])] == [
        (group.title, [item.title for item in group.items]) for group in made["tags/memory.md"].view.groups
    ]
    assert Value("Tags", "tags/") == made["tags/memory.md"].view.up


def test_addresses() -> None:
    """Without directory addresses the lists lead to files."""
    view = pages(directories=False)["tags/index.md"].view
    assert ["tags/memory.html", "tags/rhythm.html"] == [value.url for value in view.values]


def test_added_kinds() -> None:
    """An added kind has a table of its own, in the folder of its name."""
    options = {
        "folders": {"p": "practice"},
        "kinds": {"practice": {"title": "Practice", "plural": "Practices"}},
    }
    made = pages({"p/a.md": "---\ntitle: A\n---\n"}, **options)
    assert ("Practices", "table.html") == (
        made["practice/index.md"].title,
        made["practice/index.md"].template,
    )
    assert ["A"] == [item.title for item in made["index.md"].view.samples]


def test_without_search() -> None:
    """A library that wants no search has no search page."""
    assert "search/index.md" not in pages(search=False)
