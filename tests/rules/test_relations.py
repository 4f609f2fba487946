from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.diagnostics import Diagnostic
from trimtab.rules import check


def entry(title: str, relations: str = "") -> str:
    """An entry whose relations are the flow mapping given."""
    return f"---\ntitle: {title}\nsummary: About {title}.\nrelations: {{{relations}}}\n---\n"


def found(files: dict[str, str], **options: object) -> list[Diagnostic]:
    """The findings about relations."""
    return [one for one in check(library(files, **options)).diagnostics if one.code.startswith("TT7")]


def codes(files: dict[str, str], **options: object) -> list[tuple[str, str]]:
    """Path and code of each finding about relations."""
    return [(one.path, one.code) for one in found(files, **options)]


@pytest.mark.parametrize(
    ("typed", "cure"),
    [
        ("require", "Did you mean `requires`?"),
        ("tensions_wiht", "Did you mean `tensions_with`?"),
        ("zebra", "Use one"),
    ],
)
def test_unknown_types(typed: str, cure: str) -> None:
    """A type that isn't known comes with the nearest one, which is only offered."""
    (one,) = found({"a.md": entry("A", f"{typed}: [b]"), "b.md": entry("B")})

    assert ("TT701", f"`{typed}` is not a type of relation.") == (one.code, one.message)
    assert one.help.startswith(cure)
    assert one.fix is None or not one.fix.safe


@pytest.mark.parametrize(
    ("first", "second", "contradicts"),
    [
        ("specializes_to: [b]", "specializes_to: [a]", True),
        ("generalizes_from: [b]", "generalizes_from: [a]", True),
        ("specializes_to: [b], generalizes_from: [b]", "", True),
        ("specializes_to: [b]", "generalizes_from: [a]", False),
        ("specializes_to: [b]", "", False),
        ("enables: [b]", "enables: [a]", False),
        ("complementary: [b]", "tensions_with: [a]", False),
    ],
)
def test_contradictions(first: str, second: str, contradicts: bool) -> None:
    """Two entries can't each be more general than the other, from whichever end it's written."""
    seen = codes({"a.md": entry("A", first), "b.md": entry("B", second)})

    assert contradicts == ("TT703" in {code for _, code in seen})
    assert "TT704" not in {code for _, code in seen}


def test_a_contradiction_names_both() -> None:
    """A contradiction is told once, at the later of the two, and leads to the other."""
    files = {"a.md": entry("A", "specializes_to: [b]"), "b.md": entry("B", "specializes_to: [a]")}
    (one,) = found(files)

    assert (
        "`specializes_to` contradicts `specializes_to` in a.md: “A” and “B” can't each be the more general one."
        == one.message
    )
    assert ["a.md"] == [other.path for other in one.related]


def ring(names: str, kind: str = "requires") -> dict[str, str]:
    """Entries each of which is so related to the next, and the last to the first."""
    return {
        f"{name}.md": entry(name.upper(), f"{kind}: [{names[(at + 1) % len(names)]}]")
        for at, name in enumerate(names)
    }


@pytest.mark.parametrize("names", ["ab", "abc", "abcdefgh"])
@pytest.mark.parametrize("kind", ["requires", "part_of"])
def test_circles(names: str, kind: str) -> None:
    """A circle is told once, at its first entry, with the way that it goes."""
    (one,) = found(ring(names, kind))
    way = " → ".join(f"“{name}”" for name in (names + names[0]).upper())

    assert ("a.md", "TT704", f"`{kind}` leads in a circle: {way}.") == (one.path, one.code, one.message)
    assert [f"{name}.md" for name in names[1:]] == [other.path for other in one.related]


@pytest.mark.parametrize("kind", ["enables", "complementary", "related"])
def test_what_may_go_in_circles(kind: str) -> None:
    """What strengthens one another may go in a circle."""
    assert "TT704" not in {code for _, code in codes(ring("abc", kind))}


def test_a_circle_over_both_types() -> None:
    """Types that are each other's inverse are one relation, so a circle may go over both."""
    files = {
        "a.md": entry("A", "specializes_to: [b]"),
        "b.md": entry("B", "specializes_to: [c]"),
        "c.md": entry("C"),
        "d.md": entry("D"),
    }
    files["a.md"] = entry("A", "specializes_to: [b], generalizes_from: [c]")

    assert [("a.md", "TT704")] == codes(files)


def test_two_circles() -> None:
    """Two circles are two findings; an entry between them is in neither."""
    files = {**ring("ab"), **ring("yz"), "m.md": entry("M", "requires: [y]")}
    files["b.md"] = entry("B", "requires: [a, m]")

    assert [("a.md", "TT704"), ("y.md", "TT704")] == codes(files)


def test_a_knot() -> None:
    """Where circles share entries, each entry is in one that is told."""
    files = {
        "a.md": entry("A", "requires: [b, c]"),
        "b.md": entry("B", "requires: [a]"),
        "c.md": entry("C", "requires: [a]"),
    }
    told = " ".join(one.message for one in found(files))

    assert all(f"“{name}”" in told for name in "ABC")


def test_a_library_can_add_such_types() -> None:
    """Types that a library adds are held to what it says of them."""
    types = {"precedes": {"label": "Comes before", "inverse": "Comes after", "acyclic": True}}

    assert [("a.md", "TT704")] == codes(ring("abc", "precedes"), relations={"types": types})


@pytest.mark.parametrize(
    ("relations", "left"),
    [
        ("requires: [b, b]", "relations: {requires: [b]}"),
        ("requires: [B, b, 'planned:x']", "relations: {requires: [B, 'planned:x']}"),
        ("requires: [b, {to: b}]", "relations: {requires: [b]}"),
        ("requires: [{to: b, why: Because.}, b]", "relations: {requires: [{to: b, why: Because.}]}"),
        ("requires: [b, {to: b, why: Because.}]", None),
        ("requires: [{to: b, weight: 0.5}, {to: b, weight: 0.6}]", None),
    ],
)
def test_repeated_relations(relations: str, left: str | None) -> None:
    """The second of two equal relations can be taken out, unless it says more than the first."""
    files = {"a.md": entry("A", relations), "b.md": entry("B")}
    (one,) = found(files)

    assert ("TT705", "`requires` names “B” a second time.") == (one.code, one.message)
    assert left == (mended(files["a.md"], one) if one.fix else None)


def mended(text: str, one: Diagnostic) -> str:
    """The fourth line of a text after a finding's fix."""
    assert one.fix is not None
    (edit,) = one.fix.edits
    lines = text.split("\n")
    line = lines[edit.span.start.line - 1]
    assert edit.span.start.line == edit.span.end.line
    return line[: edit.span.start.column - 1] + edit.text + line[edit.span.end.column - 1 :]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("complementary: [b]", "complementary: [a]", [("b.md", "TT706")]),
        ("complementary: [b]", "complementary: [{to: a, why: Because.}]", [("a.md", "TT706")]),
        ("specializes_to: [b]", "generalizes_from: [a]", [("b.md", "TT706")]),
        (
            "complementary: [{to: b, weight: 0.5}]",
            "complementary: [{to: a, weight: 0.5}]",
            [("b.md", "TT706")],
        ),
        (
            "complementary: [{to: b, weight: 0.5}]",
            "complementary: [{to: a, weight: 0.6}]",
            [("b.md", "TT707")],
        ),
        ("complementary: [{to: b, why: This.}]", "complementary: [{to: a, why: That.}]", [("b.md", "TT707")]),
        (
            "complementary: [{to: b, why: This.}]",
            "complementary: [{to: a, weight: 0.5}]",
            [("b.md", "TT707")],
        ),
        ("requires: [b]", "enables: [a]", []),
        ("enables: [b]", "enables: [a]", []),
        ("complementary: [b]", "related: [a]", []),
    ],
)
def test_both_ends(first: str, second: str, expected: list[tuple[str, str]]) -> None:
    """A relation at both ends is told at the end that says less, or as a disagreement if each says something."""
    assert expected == codes({"a.md": entry("A", first), "b.md": entry("B", second)})


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("{to: b, weight: 0.5}", "{to: a, weight: 0.6}", "the weight is 0.6 here and 0.5 there."),
        ("{to: b, why: This.}", "{to: a, why: That.}", "each gives a reason of its own."),
    ],
)
def test_how_ends_disagree(first: str, second: str, message: str) -> None:
    """A disagreement says what differs."""
    files = {"a.md": entry("A", f"related: [{first}]"), "b.md": entry("B", f"related: [{second}]")}
    (one,) = found(files)

    assert f"`related` disagrees with `related` in a.md: {message}" == one.message


BLOCK = """\
---
title: B
summary: About B.
relations:
  related:
    - slug: c  # the other
    - to: a
      weight: 0.5
  complementary:
    - a
---
"""


def test_the_inverse_can_be_taken_out() -> None:
    """The repeated end is taken out with its lines; a list that is left empty is written as such."""
    files = {
        "a.md": entry("A", "related: [{to: b, weight: 0.5}], complementary: [b]"),
        "b.md": BLOCK,
        "c.md": entry("C"),
    }
    edits = [edit for one in found(files) if one.fix and one.path == "b.md" for edit in one.fix.edits]

    assert [((7, 1), (9, 1), ""), ((9, 17), (10, 8), " []")] == [
        (tuple(edit.span.start), tuple(edit.span.end), edit.text) for edit in edits
    ]


def test_comments_are_not_lost() -> None:
    """A relation with a comment on its lines isn't taken out by a program."""
    files = {"a.md": entry("A"), "c.md": entry("C", "related: [{to: b, why: This.}]"), "b.md": BLOCK}
    (one,) = (one for one in found(files) if one.path == "b.md")

    assert ("TT706", None) == (one.code, one.fix)
