from __future__ import annotations

import pytest

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.instruments import ladder
from trimtab.site.views import Value

DRIFT = "---\ntitle: Drift\n---\n"
LOG = "---\n{title: Log, level: 6, archetypes: [drift]}\n---\n"
CASE = "---\n{title: Winter, interventions: [{level: 12, do: Pay more}]}\n---\n"


def made(files: dict[str, str], **options: object) -> ladder.LadderPageView | None:
    """The instrument's view for a library."""
    page = ladder.page(Catalogue(library(files, **options)))
    return page.view if page else None


def test_page() -> None:
    """The page has the kinds that can be chosen, archetypes and cases by name, and the lists of the others."""
    view = made({"archetypes/drift.md": DRIFT, "cases/winter.md": CASE, "log.md": LOG})
    assert view is not None
    assert [("Archetypes", "archetype"), ("Cases", "case"), ("Patterns", "pattern")] == [
        (kind.text, kind.note) for kind in view.kinds
    ]
    assert [
        ("Archetypes", (Value("Drift", "archetypes/drift/"),)),
        ("Cases", (Value("Winter", "cases/winter/"),)),
    ] == [(group.title, group.values) for group in view.groups]
    assert (Value("Patterns", "patterns/"),) == view.lists


def test_address() -> None:
    """The page is where the cards of patterns lead."""
    page = ladder.page(Catalogue(library({"log.md": LOG})))
    assert page is not None
    assert ("instruments/ladder.md", "instruments/ladder.html") == (page.path, page.template)


@pytest.mark.parametrize(
    "files",
    [{}, {"archetypes/drift.md": DRIFT}, {"levels/delays.md": "---\n{title: Delays, number: 9}\n---\n"}],
)
def test_nothing_on_the_ladder(files: dict[str, str]) -> None:
    """Where nothing stands on the ladder there is no page."""
    assert None is made(files)


def test_added_kind() -> None:
    """Entries of an added kind that stand at a level can be chosen."""
    kinds = {"practice": {"title": "Practice", "plural": "Practices"}}
    view = made({"p/a.md": "---\n{title: A, level: 5}\n---\n"}, folders={"p": "practice"}, kinds=kinds)
    assert view is not None
    assert ([Value("Practices", note="practice")], (Value("Practices", "practice/"),)) == (
        list(view.kinds),
        view.lists,
    )
