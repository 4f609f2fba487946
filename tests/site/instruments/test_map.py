from __future__ import annotations

import pytest

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.instruments.map import MANY, Cell, MapView, page


def pattern(title: str, more: str = "") -> str:
    """An entry with some front matter."""
    return f"---\ntitle: {title}\n{more}---\n"


FILES = {
    "apples.md": pattern("Apples", "levels: [6, 3]\narchetypes: [rot]\ndomain: Orchard\nconfidence: 2\n"),
    "bees.md": pattern("Bees", "level: 6\ndomain: Meadow\nconfidence: 3\n"),
    "cider.md": pattern("Cider", "level: 3\narchetypes: [rot, nobody]\n"),
    "cases/dates.md": pattern("Dates", "level: 6\narchetypes: [rot]\ndomain: Desert\n"),
    "archetypes/rot.md": pattern("Rot"),
    "archetypes/blight.md": pattern("Blight"),
}


def view(files: dict[str, str] = FILES, **options: object) -> MapView:
    """The view of a library's map."""
    made = page(Catalogue(library(files, **options)))
    assert made is not None
    found: MapView = made.view
    return found


def cell(number: int, column: int, files: dict[str, str] = FILES, **options: object) -> Cell:
    """A cell, by level and column."""
    return next(row for row in view(files, **options).rows if row.number == number).cells[column]


def test_rows_and_columns() -> None:
    """All twelve levels are there, strongest first, and all archetypes by title after the column of all."""
    found = view()
    assert list(range(1, 13)) == [row.number for row in found.rows]
    assert ["Blight", "Rot"] == [archetype.text for archetype in found.archetypes]
    assert {("", "blight", "rot")} == {tuple(cell.archetype for cell in row.cells) for row in found.rows}


@pytest.mark.parametrize(
    ("number", "column", "titles"),
    [(6, 0, ["Apples", "Bees"]), (6, 1, []), (6, 2, ["Apples"]), (3, 0, ["Cider", "Apples"]), (12, 0, [])],
)
def test_cells(number: int, column: int, titles: list[str]) -> None:
    """A cell has the patterns at the level, its own first, and no cases; a gap is empty."""
    found = cell(number, column)
    assert (titles, len(titles)) == ([item.title for item in found.items], found.count)


def test_many_in_a_cell() -> None:
    """Where there are many, there is their number, and the way to the search that finds them."""
    files = {f"p{n}.md": pattern(f"P{n}", "level: 6\narchetypes: [rot]\n") for n in range(MANY + 1)}
    files["archetypes/rot.md"] = pattern("Rot & Ruin")
    found = cell(6, 1, files)
    assert ((), MANY + 1, "search/?kind=pattern&level=6&archetype=Rot+%26+Ruin") == (
        found.items,
        found.count,
        found.url,
    )
    assert "levels/6-information-flows/" == cell(6, 1, files, search=False).url


def test_idents_are_unique() -> None:
    """Each list has an id of its own."""
    idents = [cell.ident for row in view().rows for cell in row.cells]
    assert len(set(idents)) == len(idents)


def test_filters() -> None:
    """One can filter by the domains and confidences that patterns on the map have, where they differ."""
    found = view()
    assert (("Meadow", "Orchard"), ["high", "medium"]) == (
        found.domains,
        [value.text for value in found.confidences],
    )
    alike = {name: text for name, text in FILES.items() if name != "bees.md" and name != "cider.md"}
    assert ((), ()) == (view(alike).domains, view(alike).confidences)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.md": pattern("A", "level: 6\n")},
        {"a.md": pattern("A", "archetypes: [rot]\n"), "archetypes/rot.md": pattern("Rot")},
        {"cases/a.md": pattern("A", "level: 6\n"), "archetypes/rot.md": pattern("Rot")},
    ],
    ids=["empty", "no archetypes", "no levels", "no patterns"],
)
def test_nothing_to_show(files: dict[str, str]) -> None:
    """Without archetypes, or with nothing at a level, there is no map."""
    assert page(Catalogue(library(files))) is None


def test_kinds_of_the_library() -> None:
    """Entries of a kind that the library adds are on the map, and the search for them asks for their kind."""
    options = {
        "folders": {".": "practice", "archetypes": "archetype"},
        "kinds": {"practice": {"title": "Practice", "plural": "Practices"}},
    }
    found = view(FILES, **options)
    row = next(row for row in found.rows if row.number == 6)
    assert (("practice",), "search/?kind=practice&level=6") == (found.kinds, row.cells[0].url)
