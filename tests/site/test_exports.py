from __future__ import annotations

import json
from typing import Any

import pytest

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import Exports

FILES = {
    "review.md": (
        "---\ntitle: Review\nsummary: Look weekly.\naliases: [Look]\nlevels: [9, 6]\nconfidence: 2\nvitality: 0\n"
        "domain: work\ntags: [a]\narchetypes: [Overheating, nothing, overheating]\n"
        "relations: {requires: [{to: Log, why: It remembers.}, nothing], related: [log]}\n---\n"
    ),
    "log.md": "---\ntitle: Log\nsummary: Write.\nstatus: deprecated\n---\n",
    "archetypes/overheating.md": (
        "---\ntitle: Overheating\nsummary: Too warm.\nsymptoms: [Sweat]\ndecision_path: [It warms, It stays]\n"
        "levels_that_help: [9]\n---\n"
    ),
    "levels/delays.md": "---\ntitle: Delays\nnumber: 9\nsummary: Waits.\nsignals: [waits]\n"
    "supporting_levels: [11]\n---\n",
    "cases/fire.md": "---\ntitle: Fire\nsummary: It burnt.\ninterventions: [{level: 9, do: Wait.}]\n---\n",
    "guide/page.md": "# No entry\n",
}


def files(given: dict[str, str] = FILES, **options: object) -> dict[str, Any]:
    """The data files of a library."""
    return Exports(Catalogue(library(given, **options))).files()


def test_where_they_are() -> None:
    """There is one file of all entries, one of their relations, and one for each entry; ordinary pages have none."""
    slugs = ("delays", "fire", "log", "overheating", "review")

    assert {
        "api/v1/entries.json",
        "api/v1/graph.json",
        *(f"api/v1/entries/{slug}.json" for slug in slugs),
    } == set(files())


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        (
            "review",
            {
                "slug": "review",
                "kind": "pattern",
                "title": "Review",
                "url": "review/",
                "id": "review",
                "permalink": "p/review/",
                "summary": "Look weekly.",
                "aliases": ["Look"],
                "levels": [9, 6],
                "confidence": 2,
                "vitality": 0.0,
                "status": "stable",
                "domain": "work",
                "archetypes": ["overheating"],
                "tags": ["a"],
            },
        ),
        (
            "log",
            {
                "slug": "log",
                "kind": "pattern",
                "title": "Log",
                "url": "log/",
                "id": "log",
                "permalink": "p/log/",
                "summary": "Write.",
                "status": "deprecated",
            },
        ),
        (
            "overheating",
            {
                "slug": "overheating",
                "kind": "archetype",
                "title": "Overheating",
                "url": "archetypes/overheating/",
                "id": "overheating",
                "permalink": "p/overheating/",
                "summary": "Too warm.",
                "status": "stable",
                "symptoms": ["Sweat"],
                "decision_path": ["It warms", "It stays"],
                "levels_that_help": [9],
            },
        ),
        (
            "delays",
            {
                "slug": "delays",
                "kind": "level",
                "title": "Delays",
                "url": "levels/delays/",
                "id": "delays",
                "permalink": "p/delays/",
                "summary": "Waits.",
                "status": "stable",
                "number": 9,
                "signals": ["waits"],
                "supporting_levels": [11],
            },
        ),
        (
            "fire",
            {
                "slug": "fire",
                "kind": "case",
                "title": "Fire",
                "url": "cases/fire/",
                "id": "fire",
                "permalink": "p/fire/",
                "summary": "It burnt.",
                "status": "stable",
                "interventions": [{"level": 9, "do": "Wait.", "result": ""}],
            },
        ),
    ],
)
def test_an_entry(slug: str, expected: dict[str, Any]) -> None:
    """An entry says what its front matter says, with names resolved to slugs; what it doesn't say isn't there."""
    made = files()

    assert {"version": 1, **expected}.items() <= made[f"api/v1/entries/{slug}.json"].items()
    assert expected == next(
        entry for entry in made["api/v1/entries.json"]["entries"] if entry["slug"] == slug
    )


def test_relations() -> None:
    """Relations that lead somewhere are listed with their why; the types say how they read and what they mean."""
    made = files()["api/v1/graph.json"]

    assert [
        {"from": "review", "type": "requires", "to": "log", "why": "It remembers."},
        {"from": "review", "type": "related", "to": "log"},
    ] == made["relations"]
    assert {"label": "Requires", "inverse": "Required by", "meaning": "prerequisite"} == made["types"][
        "requires"
    ]
    assert {"label": "Related to", "inverse": "Related to"} == made["types"]["related"]


def test_levels_and_kinds() -> None:
    """The levels have their names in this library; a library without levels has none, and only its own kinds."""
    made = files()["api/v1/entries.json"]
    plain = files({"log.md": FILES["log.md"]})["api/v1/entries.json"]

    assert 12 == len(made["levels"])
    assert {
        "number": 9,
        "name": "Delays",
        "url": "levels/delays/",
        "tier": "medium leverage",
        "gist": next(level["gist"] for level in made["levels"] if level["number"] == 9),
    } in made["levels"]
    assert ([], {"pattern": "Pattern"}) == (plain["levels"], plain["kinds"])


def test_twins() -> None:
    """Of entries with the same slug the first has the file; none is lost from the list of all."""
    made = files({"log.md": FILES["log.md"], "cases/log.md": "---\ntitle: Another\nsummary: S.\n---\n"})

    assert "Another" == made["api/v1/entries/log.json"]["title"]
    assert ["Another", "Log"] == [entry["title"] for entry in made["api/v1/entries.json"]["entries"]]


def test_it_is_json() -> None:
    """Everything in them can be written as JSON."""
    assert files() == json.loads(json.dumps(files()))
