from __future__ import annotations

import pytest

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.instruments.what_keeps_happening import LONGEST_NAME, StepView, WhatKeepsHappeningView, page


def archetype(title: str, more: str = "") -> str:
    """An archetype's file."""
    return f"---\ntitle: {title}\nsummary: About {title}.\n{more}\n---\n"


def view(files: dict[str, str]) -> WhatKeepsHappeningView:
    """The view of the page that a library gets."""
    made = page(Catalogue(library(files)))
    assert made is not None
    assert ("instruments/what-keeps-happening.md", "instruments/what-keeps-happening.html") == (
        made.path,
        made.template,
    )
    return made.view


def told(steps: tuple[StepView, ...]) -> list[object]:
    """A tree as nested lists of names, ends and further steps."""
    return [(step.name, [end.title for end in step.ends], told(step.steps)) for step in steps]


FILES = {
    "archetypes/shifting.md": archetype(
        "Shifting",
        "decision_path: [It works and it is back, 'We forget, slowly']\nsymptoms: [Call Marta, 'Here it is']",
    ),
    "archetypes/fixes.md": archetype(
        "Fixes", "decision_path: [it works and  it is back, It feeds itself]\nsymptoms: [Here  IT is]"
    ),
    "archetypes/growth.md": archetype("Growth", "decision_path: [We slow down]"),
    "archetypes/rut.md": archetype("Rut", "symptoms: [The week was full]"),
    "archetypes/silent.md": archetype("Silent"),
}


def test_tree() -> None:
    """Answers come in the order of the archetypes' titles, with names that addresses can hold."""
    assert [
        (
            "it-works-and-it-is-back",
            [],
            [("it-feeds-itself", ["Fixes"], []), ("we-forget-slowly", ["Shifting"], [])],
        ),
        ("we-slow-down", ["Growth"], []),
    ] == told(view(FILES).steps)
    assert ["it works and it is back", "We slow down"] == [step.text for step in view(FILES).steps]


def test_symptoms() -> None:
    """What people say in several archetypes is one symptom that leads to each of them."""
    assert [
        ("Here IT is", ["Fixes", "Shifting"]),
        ("The week was full", ["Rut"]),
        ("Call Marta", ["Shifting"]),
    ] == [(symptom.text, [end.title for end in symptom.ends]) for symptom in view(FILES).symptoms]


def test_symptoms_alone() -> None:
    """A library without paths gets the list of symptoms alone; one without symptoms the tree alone."""
    said = view({"archetypes/rut.md": FILES["archetypes/rut.md"]})
    asked = view({"archetypes/growth.md": FILES["archetypes/growth.md"]})
    assert ((), 1) == (said.steps, len(said.symptoms))
    assert (1, ()) == (len(asked.steps), asked.symptoms)
    assert said.intro != asked.intro


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.md": "---\ntitle: A\nsymptoms: [No archetype]\n---\n"},
        {"archetypes/silent.md": FILES["archetypes/silent.md"]},
        {"archetypes/empty.md": archetype("Empty", "decision_path: ['', ' ']\nsymptoms: ['']")},
    ],
)
def test_no_page(files: dict[str, str]) -> None:
    """Without paths and symptoms there is no such page."""
    assert page(Catalogue(library(files))) is None


def test_names_are_unique_and_short() -> None:
    """However long, odd or alike answers are, each has a name of its own, and none that of the list of symptoms."""
    long = "word " * 100
    answers = [long, f"{long} more", "What people say", "…", "!", "x" * 500]
    files = {
        f"archetypes/a{number}.md": archetype(f"A{number}", f"decision_path: ['{answer}', Yes]")
        for number, answer in enumerate(answers)
    }
    made = view(files)
    names = [step.name for step in made.steps] + [step.name for first in made.steps for step in first.steps]
    assert len(set(names)) == len(names) == 2 * len(answers)
    assert made.said not in names
    assert all(0 < len(name) <= LONGEST_NAME + 3 for name in names)


def test_endless_paths() -> None:
    """A path of thousands of steps makes a page like others."""
    steps = ", ".join(f"s{number}" for number in range(3000))
    assert view({"archetypes/a.md": archetype("A", f"decision_path: [{steps}]")}).steps
