from __future__ import annotations

import pytest

from helpers import library
from trimtab.rules import check

SOUND = "---\ntitle: {title}\nsummary: s\n{more}---\n{body}"


def page(title: str, body: str = "", more: str = "") -> str:
    """A file that is sound but for what is added; its body begins in line 5, or after the lines of `more`."""
    return SOUND.format(title=title, body=body, more=more)


def found(files: dict[str, str], **options: object) -> list[tuple[str, str, str]]:
    """Code, place and message of each finding."""
    return [
        (one.code, f"{one.path}:{one.span.start.line}:{one.span.start.column}", one.message)
        for one in check(library(files, **options)).diagnostics
    ]


def cures(files: dict[str, str], **options: object) -> list[str]:
    """The help of each finding."""
    return [one.help for one in check(library(files, **options)).diagnostics]


@pytest.mark.parametrize(
    ("more", "body", "place", "message", "cure"),
    [
        ("", "[[chekpoint]]", "a.md:5:1", "There is no entry called `chekpoint`.", "Did you mean `checkpoint`?"),
        ("", "[[case:x]]", "a.md:5:1", "There is no case called `x`.",
         "Check the name, or write `planned:x` for an entry that is yet to be written."),
        ("relations: {requires: [chekpoint]}\n", "", "a.md:4:24",
         "There is no entry called `chekpoint`, which `requires` names.", "Did you mean `checkpoint`?"),
        ("relations: {requires: ['case:checkpoint']}\n", "", "a.md:4:24",
         "There is no case called `checkpoint`, which `requires` names.",
         "Check the name, or write `planned:checkpoint` for an entry that is yet to be written."),
        ("archetypes: [checkpoint]\n", "", "a.md:4:14", "There is no archetype called `checkpoint`.",
         "Check the name, or write `planned:checkpoint` for an entry that is yet to be written."),
        ("superseded_by: checkpint\n", "", "a.md:4:16", "There is no entry called `checkpint`.",
         "Did you mean `checkpoint`?"),
    ],
)  # fmt: skip
def test_unknown_targets(more: str, body: str, place: str, message: str, cure: str) -> None:
    """Whatever names an entry that doesn't exist is found where it stands, with the nearest names."""
    files = {"a.md": page("A", body, more), "checkpoint.md": page("Checkpoint")}

    assert [("TT301", place, message)] == found(files)
    assert [cure] == cures(files)


def test_ambiguous_names() -> None:
    """Where the kinds differ, the kind tells them apart; where they don't, the slug does."""
    files = {
        "a.md": page("A", "[[Twin]]"),
        "one.md": page("Twin"),
        "cases/two.md": page("Twin", "## Situation\n\nx\n"),
    }

    assert [("TT302", "a.md:5:1", "`Twin` could mean “Twin” (cases/two.md) and “Twin” (one.md).")] == found(
        files
    )
    assert ["Write which one you mean, for instance `case:Twin`."] == cures(files)

    files["cases/two.md"] = files["two.md"] = files.pop("cases/two.md")
    del files["cases/two.md"]
    assert "Write which one you mean, for instance `one`." in cures(files)


@pytest.mark.parametrize(
    ("body", "place", "message", "cure"),
    [
        ("[[b#Three]]", "a.md:5:1", "“B” has no section `Three`.", "Its sections are one, two."),
        ("[x](b.md#three)", "a.md:5:5", "`b.md` has no section `#three`.", "Its sections are one, two."),
        ("[x](#there)", "a.md:5:5", "`a.md` has no section `#there`.", "It has no sections."),
        ("[[b#!?]]", "a.md:5:1", "“B” has no section `!?`.", "Its sections are one, two."),
    ],
)
def test_missing_anchors(body: str, place: str, message: str, cure: str) -> None:
    """A section that isn't there is named, with those that are."""
    files = {"a.md": page("A", body), "b.md": page("B", "# One\n\nx\n\n# Two\n\nx\n")}

    assert [("TT303", place, message)] == found(files)
    assert [cure] == cures(files)


@pytest.mark.parametrize(
    "body", ["[[b#One]]", "[[b#one]]", "[[b#known-uses]]", "[[b#Known Uses]]", "[x](b.md#known-uses)"]
)
def test_anchors_that_are_there(body: str) -> None:
    """A section is named by its words or its fragment."""
    files = {
        "a.md": page("A", body),
        "b.md": page("B", "# One\n\n## Section 6: Known uses\n\nx\n"),
    }

    assert [] == found(files)


@pytest.mark.parametrize(
    ("body", "message", "cure"),
    [
        ("[x](checkpint.md)", "The file `checkpint.md` isn't there.", "Did you mean `[[checkpoint]]`?"),
        ("![x](img/checkpoint.png)", "The image `img/checkpoint.png` isn't there.",
         "Check the path; it is relative to this file's folder."),
    ],
)  # fmt: skip
def test_missing_files(body: str, message: str, cure: str) -> None:
    """A missing file is named as it was looked for, with the nearest entry."""
    files = {"a.md": page("A", body), "checkpoint.md": page("Checkpoint")}

    assert [("TT304", f"a.md:5:{body.index('(') + 2}", message)] == found(files)
    assert [cure] == cures(files)


def test_a_sound_library() -> None:
    """Links of every kind that lead somewhere, also from a page to itself, are fine."""
    more = (
        "relations: {requires: [b, 'planned:c', nothing-but-a-case]}\narchetypes: [drift]\nsuperseded_by: b\n"
    )
    files = {
        "a.md": page("A", "# Top\n\n[[a#Top]] [[b|that]] [x](b.md) [y](#top) ![z](z.png)\n", more),
        "b.md": page("B"),
        "cases/nothing-but-a-case.md": page("C", "## Situation\n\nx\n"),
        "archetypes/drift.md": page("Drift"),
        "z.png": "",
    }

    assert [] == found(files)


def test_unknown_entries_have_no_sections() -> None:
    """Of an entry that doesn't exist, only that is said."""
    assert [("TT301", "a.md:5:1")] == [one[:2] for one in found({"a.md": page("A", "[[nothing#x]]")})]


FORM = (
    "Context",
    "Problem",
    "Solution",
    "Implementation",
    "Consequences",
    "Known Uses",
    "Cognitive Era",
    "Vitality",
)


@pytest.mark.parametrize(
    ("present", "message"),
    [
        (8, None),
        (7, "The section Vitality is missing."),
        (6, "The sections Cognitive Era, Vitality are missing."),
        (4, "The sections Consequences, Known Uses, Cognitive Era, Vitality are missing."),
        (3, None),
        (0, None),
    ],
)
def test_missing_sections(present: int, message: str | None) -> None:
    """An entry that has half of the form's sections or more is held to it; others have a form of their own."""
    body = "".join(f"### Section {number}: {name}\n\nx\n\n" for number, name in enumerate(FORM[:present], 1))

    assert ([("TT501", "a.md:2:8", message)] if message else []) == found({"a.md": page("A", body)})


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("", True),
        ("\n---\n", True),
        ("\n\t \n", True),
        ("\nx\n", False),
        ("\n### More\n\nx\n", False),
        ("\n- x\n", False),
    ],
)
def test_empty_sections(text: str, empty: bool) -> None:
    """A section without words is empty; one whose words stand below a subheading isn't."""
    body = "## Purpose\n" + text + "\n## How to Fill It In\n\nx\n\n## Template\n\nx\n"

    assert ([("TT502", "worksheets/a.md:5:1", "The section Purpose is empty.")] if empty else []) == found(
        {"worksheets/a.md": page("A", body)}
    )


def test_findings_stand_in_order() -> None:
    """Findings come by file and place, whichever rule found them."""
    files = {
        "b.md": page("B", "[[x]]\n", "confidence: 9\n"),
        "a.md": page("A", "[y](z.md)\n[[x]]\n", "confidance: 1\n"),
    }

    assert [
        ("TT204", "a.md:4:1"),
        ("TT304", "a.md:6:5"),
        ("TT301", "a.md:7:1"),
        ("TT202", "b.md:4:13"),
        ("TT301", "b.md:6:1"),
    ] == [(code, place) for code, place, _ in found(files)]
