from __future__ import annotations

import pytest

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.onward import read_next

FRONTS = {
    "review.md": "levels: [9], archetypes: [heat], relations: {requires: [{to: log, why: It remembers.}], "
    "related: [{to: rota, why: Both recur.}, {to: third, why: Too many.}, old]}",
    "log.md": "levels: [6], archetypes: [heat]",
    "rota.md": "",
    "third.md": "",
    "old.md": "status: deprecated",
    "goal.md": "levels: [3], archetypes: [heat], mental_models: [lens]",
    "numbers.md": "levels: [12], archetypes: [heat]",
    "archetypes/heat.md": "levels_that_help: [3]",
    "mental-models/lens.md": "",
    "levels/delays.md": "number: 9",
    "levels/loops.md": "number: 8",
    "cases/fire.md": "archetypes: [heat], interventions: [{level: 9, do: Wait.}, {level: 8, do: Look.}]",
    "worksheets/sheet.md": "",
}
BODIES = {"review.md": "Use [[sheet]] for it."}
FILES = {
    path: f"---\n{{title: {path.rpartition('/')[2][:-3]}, summary: s, {front}}}\n---\n\n{BODIES.get(path, '')}\n"
    for path, front in FRONTS.items()
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "review.md",
            [
                ("log", "It remembers."),
                ("rota", "Both recur."),
                ("goal", "The same trouble, met at a stronger level: 3 Goals."),
            ],
        ),
        (
            "log.md",
            [("review", "It remembers."), ("goal", "The same trouble, met at a stronger level: 3 Goals.")],
        ),
        ("goal.md", []),
        ("old.md", []),
        ("archetypes/heat.md", [("goal", "Helps here, at level 3 Goals."), ("fire", "A case of it.")]),
        ("mental-models/lens.md", [("goal", "A pattern that builds on it.")]),
        ("levels/delays.md", [("review", "A pattern at this level."), ("loops", "The next stronger level.")]),
        ("levels/loops.md", []),
        (
            "cases/fire.md",
            [
                ("heat", "The structure behind it."),
                ("loops", "The strongest level at which something was done."),
            ],
        ),
        ("worksheets/sheet.md", [("review", "It is put to use here.")]),
    ],
)
def test_what_to_read_next(path: str, expected: list[tuple[str, str]]) -> None:
    """Two relations that say why, a stronger move, then what the kind suggests; at most three, none deprecated."""
    catalogue = Catalogue(library(FILES))
    entry = catalogue.library.by_path[path].entry
    assert entry is not None

    assert expected == [(item.title, item.why) for item in read_next(catalogue, entry)]


def test_the_first_reason_stands() -> None:
    """Where several things lead to one entry, it is named once, for the reason that comes first."""
    fronts = {
        "log.md": "levels: [9], archetypes: [heat], relations: {requires: [{to: goal, why: It aims.}]}",
        "goal.md": "levels: [3], archetypes: [heat]",
        "archetypes/heat.md": "",
    }
    catalogue = Catalogue(
        library({path: f"---\n{{title: {path[:-3]}, {front}}}\n---\n" for path, front in fronts.items()})
    )
    entry = catalogue.library.by_path["log.md"].entry
    assert entry is not None

    assert [("goal", "It aims.")] == [(item.title, item.why) for item in read_next(catalogue, entry)]
