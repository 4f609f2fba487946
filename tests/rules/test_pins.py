from __future__ import annotations

import pytest

from helpers import library
from trimtab.rules import check

LOOPS = """loops:
  - {name: Heating, kind: balancing, links: ["cold -> heating +", "heating -> cold -"]}
  - {name: Thrift, kind: balancing, links: ["heating -> bill +", "bill -> heating -"]}
"""


def archetype(title: str, more: str = LOOPS) -> str:
    """An archetype's file."""
    return f"---\ntitle: {title}\nsummary: About {title}.\n{more}---\n"


def entry(acts_on: str, archetypes: str = "[thermostat]") -> str:
    """A pattern's file, with its places of action as a flow sequence in line 5."""
    return f"---\ntitle: A\nsummary: About A.\narchetypes: {archetypes}\nacts_on: {acts_on}\n---\n"


def found(files: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Code, place, message and help of the findings about pins and paths."""
    return [
        (one.code, f"{one.path}:{one.span.start.line}:{one.span.start.column}", one.message, one.help)
        for one in check(library(files)).diagnostics
        if "TT620" <= one.code <= "TT629"
    ]


@pytest.mark.parametrize(
    ("where", "message", "cure"),
    [
        (
            "link: cold -> heatin",
            "“Thermostat” has no link `cold -> heatin`.",
            "Did you mean `cold -> heating`?",
        ),
        (
            "link: cold -> heating +",
            "“Thermostat” has no link `cold -> heating +`.",
            "Did you mean `cold -> heating`?",
        ),
        (
            "link: BIL → Heating",
            "“Thermostat” has no link `BIL → Heating`.",
            "Did you mean `bill -> heating`?",
        ),
        (
            "link: nothing",
            "“Thermostat” has no link `nothing`.",
            "Its links are `cold -> heating`, `heating -> cold`, `heating -> bill`, `bill -> heating`.",
        ),
        ("loop: heeting", "“Thermostat” has no loop `heeting`.", "Did you mean `Heating`?"),
        ("loop: Wishes", "“Thermostat” has no loop `Wishes`.", "Its loops are `Heating`, `Thrift`."),
    ],
)
def test_unknown_places(where: str, message: str, cure: str) -> None:
    """A place that the loops don't have is found where it stands, with the nearest one, or with all."""
    files = {
        "a.md": entry(f"[{{archetype: Thermostat, {where}}}]"),
        "archetypes/thermostat.md": archetype("Thermostat"),
    }

    assert [("TT620", "a.md:5:41", message, cure)] == found(files)


@pytest.mark.parametrize(
    "where",
    ["link: Cold→heating", "link: heating  ->  BILL", "loop: thrift"],
)
def test_places_that_are_there(where: str) -> None:
    """A place is named whatever its case, blanks and arrow."""
    files = {
        "a.md": entry(f"[{{archetype: thermostat, {where}}}]"),
        "archetypes/thermostat.md": archetype("Thermostat"),
    }

    assert [] == found(files)


def test_an_archetype_without_loops() -> None:
    """Where there are no loops, the help says so."""
    files = {"a.md": entry("[{archetype: thermostat, loop: Heating}]")}
    files["archetypes/thermostat.md"] = archetype("Thermostat", "")

    assert ["It has no loops yet: add them, or take this out."] == [cure for *_, cure in found(files)]


@pytest.mark.parametrize(
    ("loops", "where", "wrong"),
    [
        ("loops: [{name: Heating, links: [cold => heating]}]\n", "link: cold -> heating", False),
        ("loops: [{name: Heating, links: [cold => heating]}]\n", "loop: Heating", False),
        ("loops: [{name: Heating, links: [cold => heating]}]\n", "loop: Cooling down", True),
        ("loops: [{nam: Heating}]\n", "link: cold -> heating", False),
        ("loops: [{name: Heating, links: [cold -> heating +]}]\n", "link: cold -> heating", False),
    ],
)
def test_faulty_loops_are_told_once(loops: str, where: str, wrong: bool) -> None:
    """What can't be found because the loops themselves are faulty is not told again."""
    files = {"a.md": entry(f"[{{archetype: thermostat, {where}}}]")}
    files["archetypes/thermostat.md"] = archetype("Thermostat", loops)

    assert wrong == bool(found(files))


def test_many_links_are_not_all_listed() -> None:
    """The help names a dozen links, and says how many more there are."""
    links = ", ".join(f'"n{at} -> n{(at + 1) % 20} +"' for at in range(20))
    files = {"a.md": entry("[{archetype: thermostat, link: quite -> different}]")}
    files["archetypes/thermostat.md"] = archetype("Thermostat", f"loops: [{{name: L, links: [{links}]}}]\n")
    ((*_, cure),) = found(files)

    assert cure.endswith("`n11 -> n12` and 8 more.")


@pytest.mark.parametrize(
    ("archetypes", "wrong"),
    [
        ("[thermostat]", False),
        ("[Thermostat]", False),
        ("[Room Thermostat]", False),
        ("[other]", True),
        ("[]", True),
    ],
)
def test_unnamed_archetypes(archetypes: str, wrong: bool) -> None:
    """An archetype that is acted on is also named, by any of its names; it's told once for all places on it."""
    acts_on = "[{archetype: thermostat, loop: Heating}, {archetype: thermostat, loop: Thrift}]"
    files = {
        "a.md": entry(acts_on, archetypes),
        "archetypes/thermostat.md": archetype("Thermostat", f"aliases: [Room Thermostat]\n{LOOPS}"),
        "archetypes/other.md": archetype("Other"),
    }

    assert [
        (
            "TT621",
            "a.md:5:23",
            "It acts on `thermostat`, which isn't among its `archetypes`.",
            "Add `thermostat` to `archetypes`, or take the place out of `acts_on`.",
        )
    ] * wrong == found(files)


def test_unknown_archetypes_are_told_once() -> None:
    """An archetype that isn't there, or is wanted, is left to the rules about names."""
    acts_on = "[{archetype: nobody, loop: X}, {archetype: 'planned:somebody', loop: Y}]"
    assert [] == found({"a.md": entry(acts_on, "[]")})


def path(*steps: str) -> str:
    """An archetype's decision path, in line 4."""
    return f"decision_path: [{', '.join(steps)}]\n"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (path("x", "y"), path("x", "z"), []),
        ("", "", []),
        (path(), path("x"), []),
        (path("x"), path("X"), ["archetypes/b.md:4:16 The path leads to “A” too."]),
        (path("x", "y"), path("x"), ["archetypes/b.md:4:16 The path ends where that of “A” goes on."]),
        (path("x  y"), path("x Y", "z"), ["archetypes/a.md:4:16 The path ends where that of “B” goes on."]),
    ],
)
def test_unfinished_paths(one: str, other: str, expected: list[str]) -> None:
    """A path that leads to two archetypes, or ends at a fork, is found; case and blanks don't count."""
    files = {"archetypes/a.md": archetype("A", one), "archetypes/b.md": archetype("B", other)}

    assert expected == [f"{at} {message}" for _, at, message, _ in found(files)]


def test_unfinished_paths_lead_to_the_other() -> None:
    """The finding leads to the archetype with the other path."""
    files = {"archetypes/a.md": archetype("A", path("x")), "archetypes/b.md": archetype("B", path("x"))}
    (one,) = (one for one in check(library(files)).diagnostics if one.code == "TT622")

    assert [("archetypes/a.md", 4)] == [(other.path, other.span.start.line) for other in one.related]
