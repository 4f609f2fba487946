from __future__ import annotations

import pytest

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.ladders import SHOWN, Ladders
from trimtab.site.views import RungView

FRONTS = {
    "archetypes/drift.md": "title: Drift, levels_that_help: [9], levels_that_worsen: [12]",
    "archetypes/rut.md": "title: Rut",
    "archetypes/unknown.md": "title: Unknown",
    "cases/winter.md": "title: Winter, archetypes: [drift, rut, nothing-like-it], interventions: "
    "[{level: 12, do: Pay more, result: Nothing}, {level: 9, do: Look sooner}, {level: 9, do: Look often}]",
    "cases/summer.md": "title: Summer",
    "levels/delays.md": "title: Waits, number: 9",
    "review.md": "title: Review, levels: [9, 6], archetypes: [drift]",
    "log.md": "title: Log, level: 6, archetypes: [drift, rut]",
    "gone.md": "title: Gone, level: 1, archetypes: [drift], status: deprecated",
    "taken.md": "title: Taken, level: 2, archetypes: [drift], status: removed",
    "nowhere.md": "title: Nowhere, archetypes: [drift]",
    "alone.md": "title: Alone, level: 3",
}
FILES = {path: f"---\n{{{front}}}\n---\n" for path, front in FRONTS.items()}


def ladders(files: dict[str, str] = FILES, *, directories: bool = True) -> tuple[Ladders, Catalogue]:
    """The ladders of a library, and what they are made from."""
    catalogue = Catalogue(library(files), directories=directories)
    return Ladders(catalogue), catalogue


def across(path: str, files: dict[str, str] = FILES) -> dict[int, RungView]:
    """The rungs of an entry's page, by number."""
    made, catalogue = ladders(files)
    entry = catalogue.library.by_path[path].entry
    assert entry is not None
    rungs = made.across(entry)
    assert list(range(1, len(rungs) + 1)) == [rung.number for rung in rungs]
    return {rung.number: rung for rung in rungs}


def titles(rung: RungView) -> tuple[list[str], list[str]]:
    """The patterns of a rung, and those that are there in the second place."""
    return [item.title for item in rung.items], [item.title for item in rung.also]


def test_archetype() -> None:
    """On an archetype's rungs stand the patterns that name it, and whether acting there usually helps."""
    rungs = across("archetypes/drift.md")
    assert {6: (["Log"], ["Review"]), 9: (["Review"], [])} == {
        number: titles(rung) for number, rung in rungs.items() if rung.items or rung.also
    }
    assert {9: "usually helps", 12: "usually makes it worse"} == {
        number: rung.usually for number, rung in rungs.items() if rung.usually
    }
    assert (12, "Waits", "levels/delays/") == (len(rungs), rungs[9].name, rungs[9].url)


def test_case() -> None:
    """On a case's rungs stand what was done and the patterns of its archetypes, each once."""
    rungs = across("cases/winter.md")
    assert {12: ("Pay more",), 9: ("Look sooner", "Look often")} == {
        number: rung.done for number, rung in rungs.items() if rung.done
    }
    assert (["Log"], ["Review"]) == titles(rungs[6])
    assert [] == [number for number, rung in rungs.items() if rung.usually]


@pytest.mark.parametrize(
    "path", ["archetypes/unknown.md", "cases/summer.md", "review.md", "levels/delays.md", "nowhere.md"]
)
def test_nothing_to_show(path: str) -> None:
    """There is no such ladder for what has nothing on any rung, nor for other kinds."""
    assert {} == across(path)


def test_without_levels() -> None:
    """A library that doesn't use levels has no ladders."""
    files = {
        "archetypes/drift.md": "---\ntitle: Drift\n---\n",
        "a.md": "---\n{title: A, archetypes: [drift]}\n---\n",
    }
    assert {} == across("archetypes/drift.md", files)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (SHOWN, 0, (SHOWN, 0, 0)),
        (SHOWN + 2, 3, (SHOWN, 0, 5)),
        (SHOWN - 1, 3, (SHOWN - 1, 1, 2)),
        (0, 2, (0, 2, 0)),
    ],
)
def test_many(first: int, second: int, expected: tuple[int, int, int]) -> None:
    """A rung lists a few of many, those that stand there first, and counts the others."""
    some = {f"a{n}.md": f"---\n{{title: A{n}, level: 5, archetypes: [drift]}}\n---\n" for n in range(first)}
    more = {
        f"b{n}.md": f"---\n{{title: B{n}, levels: [9, 5], archetypes: [drift]}}\n---\n" for n in range(second)
    }
    rung = across(
        "archetypes/drift.md", {"archetypes/drift.md": FILES["archetypes/drift.md"], **some, **more}
    )[5]
    assert expected == (len(rung.items), len(rung.also), rung.more)


@pytest.mark.parametrize(
    ("path", "marks", "kin"),
    [
        ("review.md", {9: "primary", 6: "also"}, {6: 1}),
        ("log.md", {6: "primary"}, {6: 1, 9: 1}),
        ("alone.md", {3: "primary"}, {}),
        ("levels/delays.md", {9: "primary"}, {}),
        ("nowhere.md", {}, {}),
    ],
)
def test_card(path: str, marks: dict[int, str], kin: dict[int, int]) -> None:
    """The small ladder marks an entry's own rungs, and counts the others for the same trouble on each."""
    made, catalogue = ladders()
    entry = catalogue.library.by_path[path].entry
    assert entry is not None
    rungs = made.card(entry)
    assert marks == {rung.number: rung.mark for rung in rungs if rung.mark}
    assert kin == {rung.number: rung.kin for rung in rungs if rung.kin}


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("review.md", True),
        ("archetypes/drift.md", True),
        ("cases/winter.md", True),
        ("nowhere.md", False),
        ("taken.md", False),
        ("gone.md", True),
        ("archetypes/unknown.md", False),
        ("levels/delays.md", False),
    ],
)
@pytest.mark.parametrize("directories", [True, False])
def test_url(path: str, there: bool, directories: bool) -> None:
    """What has a ladder leads to the page where it is seen across all levels; a level doesn't."""
    made, catalogue = ladders(directories=directories)
    entry = catalogue.library.by_path[path].entry
    assert entry is not None
    address = "instruments/ladder/" if directories else "instruments/ladder.html"
    assert (address if there else "") == made.url(entry)


def test_on_the_page() -> None:
    """An entry's page has both ladders, and lists the large one among its parts."""
    _, catalogue = ladders()
    entry = catalogue.library.by_path["archetypes/drift.md"].entry
    assert entry is not None
    view = EntryViews(catalogue).view(entry)
    assert (12, (), "instruments/ladder/") == (len(view.across), view.ladder, view.ladder_url)
    assert ("Across the levels", "tt-across") in view.parts
