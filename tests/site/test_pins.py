from __future__ import annotations

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.views import EntryView

TRAP = """---
title: Trap
summary: s
loops:
  - {name: Heating, links: ["cold -> heating +", "heating -> cold -"]}
  - {name: Half, links: ["heating -> bill +"]}
---
"""
PLACES = """
  - {archetype: trap, link: Cold -> Heating, how: It waits.}
  - {archetype: trap, loop: heating, how: It looks.}
  - {archetype: trap, loop: Half, how: Never drawn.}
  - {archetype: trap, link: heating -> bill, how: Never drawn.}
"""
FILES = {
    "archetypes/trap.md": TRAP,
    "archetypes/empty.md": "---\ntitle: Empty\nsummary: s\n---\n",
    "strong.md": f"---\ntitle: Strong\nlevel: 2\nconfidence: 1\narchetypes: [trap]\nacts_on:{PLACES}---\n",
    "cases/winter.md": "---\ntitle: Winter\nsummary: It was cold.\narchetypes: [trap]\n"
    "acts_on: [{archetype: trap, link: cold -> heating, how: They waited.}]\n---\n",
    "weak.md": "---\ntitle: Weak\nsummary: A weak one.\nlevel: 12\narchetypes: [trap]\n"
    "acts_on: [{archetype: trap, link: cold -> heating}]\n---\n",
}


def view(path: str) -> EntryView:
    """The view of an entry's page."""
    made = Catalogue(library(FILES))
    entry = made.library.by_path[path].entry
    assert entry is not None
    return EntryViews(made).view(entry)


def test_pins_of_an_archetype() -> None:
    """The list says what each pin is and how patterns and cases act there, strongest level first."""
    assert [
        (1, "loop “Heating”", [("Strong", "pattern", 2, "It looks.")]),
        (
            2,
            "cold → heating",
            [
                ("Strong", "pattern", 2, "It waits."),
                ("Weak", "pattern", 12, ""),
                ("Winter", "case", None, "They waited."),
            ],
        ),
    ] == [
        (pin.number, pin.place, [(one.title, one.kind, one.level, one.why) for one in pin.items])
        for pin in view("archetypes/trap.md").pins
    ]


def test_pins_and_drawing_agree() -> None:
    """The drawing has the pins of the list, and no pin stands on what can't be drawn."""
    shown = view("archetypes/trap.md")
    assert [shown.svg.count(f">{number}</text>") for number in (1, 2, 3)] == [1, 1, 0]
    assert "Never drawn." not in str(shown)
    assert ["tt-loops"] == [ident for _, ident in shown.parts_before]
    assert "tt-pins" in [ident for _, ident in shown.parts]


def test_without_pins() -> None:
    """Where nobody acts, or there are no loops, there is no list."""
    for path in ("archetypes/empty.md", "strong.md"):
        assert () == view(path).pins
        assert "tt-pins" not in dict(map(reversed, view(path).parts))
