from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.loops import CausalLink, Loop, parse_link
from trimtab.core.model import ActsOn
from trimtab.core.pins import Pin, actions, find, pins, read_place

QUICK = Loop("Quick fix", None, (parse_link("Symptom -> fix +"), parse_link("fix -> symptom -")))
SIDE = Loop(
    "Side effect",
    None,
    (
        parse_link("fix -> side effect + delayed"),
        parse_link("side effect -> symptom +"),
        parse_link("symptom -> fix +"),
    ),
)
LOOPS = (QUICK, SIDE)


def place(**where: str) -> ActsOn:
    """A place of action on the archetype."""
    return ActsOn(archetype="trap", **where)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"link": "fix -> side effect"}, SIDE.links[0]),
        ({"link": "fix→side effect"}, SIDE.links[0]),
        ({"link": "  FIX  ->  Side   Effect "}, SIDE.links[0]),
        ({"link": "symptom -> fix"}, QUICK.links[0]),
        ({"link": "side effect -> fix"}, None),
        ({"link": "fix -> side effect +"}, None),
        ({"link": "fix"}, None),
        ({"link": "fix -> side effect -> symptom"}, None),
        ({"link": "->"}, None),
        ({"loop": "Side effect"}, SIDE),
        ({"loop": " side  EFFECT"}, SIDE),
        ({"loop": "fix -> side effect"}, None),
        ({"loop": "Slow fix"}, None),
    ],
)
def test_find(where: dict[str, str], expected: CausalLink | Loop | None) -> None:
    """A place is found whatever its case, blanks and arrow; what the loops don't have isn't."""
    assert expected == find(place(**where), LOOPS)


def test_read_place() -> None:
    """A link is told by its two ends."""
    assert ("a b", "c") == read_place("A  b→ C")
    assert read_place("a, b") is None


FILES = {
    "archetypes/trap.md": "---\ntitle: Trap\nsummary: s\n---\n",
    "b.md": "---\ntitle: B\nlevel: 6\nacts_on: [{archetype: Trap, loop: Side effect, how: Both.}]\n---\n",
    "a.md": "---\ntitle: A\nlevel: 9\nacts_on:\n  - {archetype: trap, link: fix -> side effect, how: One.}\n"
    "  - {archetype: trap, link: FIX → side effect, how: Once more.}\n"
    "  - {archetype: nothing, link: fix -> side effect, how: Elsewhere.}\n"
    "  - {archetype: trap, link: fix -> nothing, how: Nowhere.}\n---\n",
    "c.md": "---\ntitle: C\nlevel: 3\nacts_on: [{archetype: trap, link: fix -> side effect, how: First.}]\n---\n",
    "cases/d.md": "---\ntitle: D\nacts_on: [{archetype: trap, link: symptom -> fix, how: Done.}]\n---\n",
    "levels/l.md": "---\ntitle: L\nnumber: 6\nacts_on: [{archetype: planned:trap, link: symptom -> fix}]\n---\n",
}


def told(found: tuple[Pin, ...]) -> list[tuple[int, str, list[str]]]:
    """Number and place of each pin, and what is done there."""
    return [(pin.number, pin.place, [action.how for action in pin.actions]) for pin in found]


def test_pins() -> None:
    """Pins are counted round the loops; who acts on one place shares its pin, strongest level first."""
    acting = actions(library(FILES))

    assert ["archetypes/trap.md"] == list(acting)
    assert [
        (1, "Symptom → fix", ["Done."]),
        (2, "loop “Side effect”", ["Both."]),
        (3, "fix → side effect", ["First.", "One.", "Once more."]),
    ] == told(pins(LOOPS, acting["archetypes/trap.md"]))


def test_pins_in_words() -> None:
    """A place can be said in a sentence."""
    found = pins(LOOPS, actions(library(FILES))["archetypes/trap.md"])
    assert ["the link from Symptom to fix", "the loop “Side effect”"] == [pin.words for pin in found[:2]]


def test_nothing_to_pin() -> None:
    """Without loops, or without anyone who acts on them, there is no pin."""
    assert () == pins((), actions(library(FILES))["archetypes/trap.md"])
    assert () == pins(LOOPS, ())
    assert {} == actions(library({"a.md": "---\ntitle: A\n---\n"}))


def test_no_more_is_pinned_than_named() -> None:
    """What a library calls by the name of an archetype, and is none, has no pins."""
    files = {"a.md": FILES["b.md"], "trap.md": "---\ntitle: Trap\n---\n"}
    assert {} == actions(library(files))
