from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.scales import RUNGS
from trimtab.site.catalogue import Catalogue
from trimtab.site.instruments import which_level
from trimtab.site.instruments.which_level import SHOWN, Row

FRONTS = {
    "archetypes/drift.md": "title: Drift",
    "archetypes/rut.md": "title: Rut",
    "levels/delays.md": "title: Waits, number: 9, signals: [shortens a wait, '', lengthens a wait]",
    "levels/rules.md": "title: Rules, number: 5",
    "review.md": "title: Review, levels: [9, 6], archetypes: [drift, nothing-like-it]",
    "log.md": "title: Log, level: 6, archetypes: [rut, drift]",
    "plain.md": "title: Plain, level: 6",
    "gone.md": "title: Gone, level: 6, archetypes: [drift], status: deprecated",
    "cases/winter.md": "title: Winter, level: 6, archetypes: [drift]",
}
FILES = {path: f"---\n{{{front}}}\n---\n" for path, front in FRONTS.items()}


def rows(files: dict[str, str] = FILES) -> dict[int, Row]:
    """The rows of the table, by level."""
    page = which_level.page(Catalogue(library(files)))
    assert page is not None
    return {row.rung.number: row for row in page.view.rows}


def test_table() -> None:
    """The table has all twelve levels, strongest first, each with its patterns by archetype, then the others."""
    made = rows()
    assert list(range(1, 13)) == list(made)
    assert [("Drift", ["Log", "Review"]), ("Rut", ["Log"]), ("", ["Plain"])] == [
        (part.archetype.text if part.archetype else "", [item.title for item in part.items])
        for part in made[6].parts
    ]
    assert [["Review"]] == [[item.title for item in part.items] for part in made[9].parts]
    assert () == made[1].parts


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (9, ("shortens a wait", "lengthens a wait")),
        (5, (f"works on {RUNGS[5].gist}",)),
        (12, (f"works on {RUNGS[12].gist}",)),
    ],
)
def test_signals(number: int, expected: tuple[str, ...]) -> None:
    """A level that gives no signals, or has no entry, has what it works on."""
    assert expected == rows()[number].signals


def test_many() -> None:
    """The table lists a few of many patterns, and counts the others."""
    files = {f"a{n}.md": f"---\n{{title: A{n}, level: 5}}\n---\n" for n in range(SHOWN + 3)}
    (part,) = rows(files)[5].parts
    assert (SHOWN, 3) == (len(part.items), part.more)


def test_without_levels() -> None:
    """A library that doesn't use levels has no such page."""
    assert None is which_level.page(Catalogue(library({"a.md": "---\ntitle: A\n---\n"})))


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("symptoms: [Later]", "instruments/what-keeps-happening/"),
        ("decision_path: [It sinks, And sinks]", "instruments/what-keeps-happening/"),
        ("summary: It sinks", ""),
    ],
)
def test_what_keeps_happening(front: str, expected: str) -> None:
    """The page leads to the choice of an archetype where there is one to be made."""
    files = {
        "a.md": "---\n{title: A, level: 5}\n---\n",
        "archetypes/drift.md": f"---\n{{title: Drift, {front}}}\n---\n",
    }
    page = which_level.page(Catalogue(library(files)))
    assert page is not None
    assert expected == page.view.happening
