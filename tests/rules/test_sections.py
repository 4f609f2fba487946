from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import inside, library, mended
from trimtab.core.diagnostics import Diagnostic
from trimtab.rules import check

HEAD = "---\ntitle: A\nsummary: s\n---\n"
DRAFT = "---\ntitle: A\nsummary: s\nstatus: draft\n---\n"
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


def found(text: str, path: str = "a.md", **options: object) -> list[Diagnostic]:
    """The findings about the sections of a file."""
    return [one for one in check(library({path: text}, **options)).diagnostics if one.code[:3] == "TT5"]


def said(text: str, path: str = "a.md", **options: object) -> list[tuple[str, str, str]]:
    """Code, place and message of each finding about sections."""
    return [
        (one.code, f"{one.span.start.line}:{one.span.start.column}", one.message)
        for one in found(text, path, **options)
    ]


def cured(text: str, one: Diagnostic) -> str:
    """The file once a finding's cure is made."""
    assert one.fix is not None
    return mended(library({"a.md": text}).documents[0].source, one.fix)


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        (f"{HEAD}## B\n", ["B"]),
        (f"{HEAD}## B\n\n## C\n\nx\n", ["B"]),
        (f"{HEAD}## B\n\n### C\n\n## D\n\nx\n", ["C"]),
        (f"{HEAD}# B\n\n---\n\n# C\n\n***\n", ["B", "C"]),
        (f"{HEAD}## B\n\n<!-- Purpose: x -->\n", ["B"]),
        (f"{HEAD}## B\n\n<!-- a -->\n\n---\n<!-- b\nc -->\n", ["B"]),
        (f"{HEAD}## B\n\n<!-- a --> x\n", []),
        (f"{HEAD}## B\n\n<!-- never closed\n", []),
        (f"{HEAD}## B\n\n```\n```\n", []),
        (f"{HEAD}## B\n\n    code\n", []),
        (f"{HEAD}## B\n\n### C\n\nx\n", []),
        (f"{HEAD}# A\n", []),
        (f"{HEAD}# A\n\n## B\n", ["B"]),
        (f"{HEAD}# B\n\n# A\n", ["B", "A"]),
        (f"{DRAFT}## B\n\n<!-- Purpose: x -->\n", []),
        (f"{DRAFT}## B\n", ["B"]),
        (f"{HEAD}**B**\n\n**C**\n", []),
    ],
)
def test_empty_sections(text: str, empty: list[str]) -> None:
    """A heading with nothing below it but comments is empty; in a draft comments stand for what is to come."""
    assert [f"The section {name} is empty." for name in empty] == [
        message for code, _, message in said(text) if code == "TT502"
    ]


def test_pages_may_have_headings_alone() -> None:
    """An ordinary page is laid out as its authors like."""
    assert [] == said("# A\n\n## B\n\n## C\n", "guide/a.md")


@pytest.mark.parametrize(
    ("line", "hint", "after", "safe"),
    [
        ("### Section 3: Solution (200-400 words)", "(200-400 words)", "### Solution", True),
        ("## solution (1 word) {#own}", "(1 word)", "## solution {#own}", True),
        ("# Solution (200 words) #", "(200 words)", "# Solution #", True),
        ("### 3. Practices (300-600 words)", "(300-600 words)", "### 3. Practices", False),
        (
            "### 3. Practices (300-600 words) {#own .big}",
            "(300-600 words)",
            "### 3. Practices {#own .big}",
            True,
        ),
        ("Solution (200 words)\n---", "(200 words)", "Solution\n---", True),
    ],
)
def test_counts_in_headings(line: str, hint: str, after: str, safe: bool) -> None:
    """A count of words goes, and with it the number of a section; unseen only where the address stays."""
    text = f"{HEAD}{line}\n\nx\n"
    (one,) = found(text)

    assert ("TT503", f"The heading still says how much to write: `{hint}`.") == (one.code, one.message)
    assert f"{HEAD}{after}\n\nx\n" == cured(text, one)
    assert one.fix is not None
    assert safe is one.fix.safe
    old, new = (
        library({"a.md": one}).documents[0].body.headings[0].anchor for one in (text, cured(text, one))
    )
    assert safe is (old == new)
    assert one.help.endswith("`trimtab check --fix` does." if safe else "the heading's address changes.")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (f"{HEAD}## B\n\nTBD\n", "7:1", "A hint is left in the text: `TBD`."),
        (f"{HEAD}Ask [insert name] first.\n", "5:5", "A hint is left in the text: `[insert name]`."),
        (f"{HEAD}{{{{name}}}}\n", "5:1", "A hint is left in the text: `{{name}}`."),
        (f"{DRAFT}TODO: write\n", "6:1", "A hint is left in the text: `TODO`."),
        (
            f"{HEAD}## B\n\n<!-- Purpose: {'say why ' * 9}-->\n\nx\n",
            "7:1",
            f"A hint is left in a comment: `<!-- Purpose: {('say why ' * 9)[:46]}…`.",
        ),
    ],
)
def test_hints(text: str, place: str, message: str) -> None:
    """What tells an author what to write is found where it stands."""
    assert [("TT503", place, message)] == said(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"{HEAD}`TBD` and `{{{{name}}}}`\n\n```\nTODO: x\n[insert name]\n```\n", "a.md"),
        (f"{HEAD}We keep a TODO list of Trunk-Based Development (TBD).\n", "a.md"),
        (f"{HEAD}<!-- trimtab: ignore[TT301] why -->\n[[x]]\n", "a.md"),
        (f"{HEAD}<!-- markdownlint-disable -->\nx\n", "a.md"),
        (f"{DRAFT}## B\n\n<!-- Purpose: x -->\n\nx\n", "a.md"),
        ("# A\n\n<!-- Purpose: x -->\n\nx\n", "guide/a.md"),
        (f"{HEAD}## Template\n\n| {{{{date}}}} | TBD |\n\n### More\n\n[insert name]\n", "worksheets/a.md"),
        (f"{HEAD}## In other words (in a few words)\n\nx\n", "a.md"),
    ],
)
def test_words_that_are_no_hints(text: str, path: str) -> None:
    """Code, comments to programs, comments of a draft and what is there to be filled in are meant."""
    assert [] == [one for one in said(text, path) if one[0] == "TT503"]


def test_hints_outside_a_template() -> None:
    """The other sections of a worksheet, and templates of other kinds, are text."""
    body = "## Purpose\n\nTBD\n\n## Template\n\nTBD\n"

    assert ["7:1"] == [at for code, at, _ in said(HEAD + body, "worksheets/a.md") if code == "TT503"]
    assert ["7:1", "11:1"] == [at for code, at, _ in said(HEAD + body) if code == "TT503"]


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        (["## B", "## B"], "The heading “B” repeats the one in line 5."),
        (["## B", "## c", "## b!"], None),
        (["## Why so", "## c", "## WHY SO"], "The heading “WHY SO” repeats the one in line 5, “Why so”."),
        (["## 6. B", "## 8. B"], "The heading “8. B” repeats the one in line 5, “6. B”."),
        (
            ["## B", "## Section 2: B (20 words)"],
            "The heading “Section 2: B (20 words)” repeats the one in line 5, “B”.",
        ),
        (["## Section 2: Problem", "## Problem"], "The heading “Problem” repeats the one in line 5."),
        (
            ["## Section 1: Context", "## Section 1: Context (more)"],
            "The heading “Section 1: Context (more)” repeats the one in line 5, “Context”.",
        ),
        (["## 1. B", "## 1. B (more)"], "The heading “1. B (more)” repeats the one in line 5, “1. B”."),
        (["## B", "### C", "### C"], "The heading “C” repeats the one in line 9."),
        (["## B", "### C", "## D", "### C"], None),
        (["## B", "### B"], None),
        (["## B (one)", "## B (two)"], None),
        (["## 1. B (one)", "## 2. B (two)"], None),
        (["## B", "## B (more)"], None),
        (["## 1. B", "## 2. B (more)"], None),
        (["## B", "**B**", "## `B` or not"], None),
        (["## ", "## "], None),
    ],
)
def test_duplicate_headings(headings: list[str], message: str | None) -> None:
    """Headings of one level below one heading that say the same, number aside, are found; others aren't."""
    text = HEAD + "".join(f"{heading}\n\nx\n\n\n" for heading in headings).replace("x\n\n\n", "x\n\n")

    assert ([message] if message else []) == [said for code, _, said in said(text) if code == "TT504"]


def test_duplicates_name_the_first() -> None:
    """A third heading repeats the first, too, and the finding leads there."""
    findings = [one for one in found(f"{HEAD}## B\n\nx\n\n## B\n\nx\n\n## B\n\nx\n") if one.code == "TT504"]

    assert [(9, 5), (13, 5)] == [(one.span.start.line, one.related[0].span.start.line) for one in findings]


@pytest.mark.parametrize(
    ("path", "levels", "jumps"),
    [
        ("a.md", [2, 4], ["The heading “H1” is of level 4, the one before it of level 2."]),
        ("a.md", [1, 3, 3, 4, 1, 3], [
            "The heading “H1” is of level 3, the one before it of level 1.",
            "The heading “H5” is of level 3, the one before it of level 1."]),
        ("a.md", [3, 4, 5, 2, 3], []),
        ("a.md", [4, 2], []),
        ("a.md", [2, 3, 4, 2], []),
        ("guide/a.md", [1, 3], ["The heading “H1” is of level 3, the one before it of level 1."]),
    ],
)  # fmt: skip
def test_level_jumps(path: str, levels: list[int], jumps: list[str]) -> None:
    """A heading may be one level deeper than the one before it; the first may have any level."""
    text = HEAD + "".join(f"{'#' * level} H{number}\n\nx\n\n" for number, level in enumerate(levels))

    assert jumps == [message for code, _, message in said(text, path) if code == "TT505"]


def test_the_title_is_no_section() -> None:
    """A first heading that repeats the title isn't shown, so what comes after it is the first."""
    assert [] == said(f"{HEAD}# A\n\n### B\n\nx\n")
    assert ["TT505"] == [one[0] for one in said(f"{HEAD}# A: more\n\n### B\n\nx\n")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## B\n\n#### C\n\nx\n", "## B\n\n### C\n\nx\n"),
        ("# B\n\n#### C\n\n##### D\n\n#### E\n\nx\n\n# F\n", "# B\n\n## C\n\n### D\n\n## E\n\nx\n\n# F\n"),
        ("# B\n\n#### C\n\n### D\n\nx\n", "# B\n\n## C\n\n## D\n\nx\n"),
        ("# B\n\n#### C\n\n## D\n\n#### E\n\nx\n", "# B\n\n## C\n\n## D\n\n#### E\n\nx\n"),
    ],
)
def test_raised_headings(before: str, after: str) -> None:
    """The cure raises the heading and what stands beside and below it, and is only offered."""
    one = next(one for one in found(HEAD + before) if one.code == "TT505")

    assert one.fix is not None
    assert not one.fix.safe
    assert HEAD + after == cured(HEAD + before, one)


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7], None),
        ([0, 2, 1, 3], "The section Problem stands below Solution."),
        ([1, 2, 3, 0], "The section Context stands below Problem."),
        ([0, 1, 3, 7], None),
        ([2, 1, 0], None),
        ([0, 1, 2, 3, 1], None),
    ],
)
def test_misordered_sections(order: list[int], message: str | None) -> None:
    """Where half of the form's sections are there, they stand in its order; the first that doesn't is found."""
    body = "".join(f"## {number}. {FORM[at]}\n\nx\n\n" for number, at in enumerate(order, 1))

    assert ([message] if message else []) == [said for code, _, said in said(HEAD + body) if code == "TT506"]


@pytest.mark.parametrize(
    ("body", "place", "heading"),
    [
        ("x\n\nfor all.### 8. Assessment (v2.0)\n", (7, 9), "### 8. Assessment (v2.0)"),
        ("_n### 3. Practices\n", (5, 3), "### 3. Practices"),
        ("x## Über uns\n", (5, 2), "## Über uns"),
        (f"x.## {'Long ' * 20}", (5, 3), f"## {('Long ' * 20)[:57]}…"),
    ],
)
def test_glued_headings(body: str, place: tuple[int, int], heading: str) -> None:
    """A heading behind text in its line is found, and an empty line before it is offered."""
    (one,) = found(HEAD + body)

    assert ("TT507", place) == (one.code, tuple(one.span.start))
    assert f"The heading `{heading}` is glued to the text before it." == one.message
    assert "Put an empty line before it." == one.help
    assert one.fix is not None
    assert not one.fix.safe
    assert HEAD + body.replace("##", "\n\n##", 1).replace("\n\n###", "\n\n###") == cured(HEAD + body, one)


@pytest.mark.parametrize(
    "body",
    [
        "In C# One and F# Two",
        "issue #3 and ##3",
        "a ## B",
        "(## B)",
        "## B ##\n\nx",
        "x.#### and so",
        "x.## lower",
        r"x\## B",
        "`x.## B`",
        "https://a.b/c#D e",
        "x.# One",
        "Title## \n",
    ],
)
def test_number_signs_that_are_no_headings(body: str) -> None:
    """One sign, signs behind a blank or a bracket, in code or before a small letter are meant."""
    assert [] == [one for one in said(f"{HEAD}x\n\n{body}\n") if one[0] == "TT507"]


@pytest.mark.parametrize(
    ("body", "help"),
    [
        ("## B\n", "Write it, or take the heading out."),
        ("TBD\n", "Write what belongs there, or delete it."),
        ("<!-- Hint: x -->\nx\n", "Delete the comment."),
        ("## Solution (20 words)\n\nx\n", "Write `## Solution`; `trimtab check --fix` does."),
        ("## Way (20 words)\n\nx\n", "Write `## Way`; the heading's address changes."),
        ("## B\n\nx\n\n## B\n\nx\n", "Join what stands below the two, or say what sets them apart."),
        ("## B\n\nx\n\n#### C\n\nx\n", "Make it level 2 if it stands beside that one, 3 if it's part of it."),
    ],
)
def test_helps(body: str, help: str) -> None:
    """Each finding says what to do."""
    assert [help] == [one.help for one in found(HEAD + body)]


def test_the_order_is_told() -> None:
    """The help names the form's order, as the settings give it."""
    kinds = {"pattern": {"title": "P", "plural": "Ps", "sections": ["Need", "Way"]}}
    (one,) = found(f"{HEAD}## Way\n\nx\n\n## Need\n\nx\n", kinds=kinds)

    assert ("TT506", "The order of the form is Need, Way.") == (one.code, one.help)


PIECES = st.sampled_from(
    ["# A\n", "## B\n", "#### C\n", "### Section 2: Problem (20 words)\n", "## Context\n", "x\n", "\n", "<!-- Hint -->",
     "<!--", "TBD\n", "{{a}}", "B\n---\n", "```\n", "## 1. B (x)\n", "## Template\n", "  ", "## (3 words)\n"]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=20).map("".join),
    st.sampled_from(["", HEAD, DRAFT]),
    st.sampled_from(["a.md", "worksheets/a.md", "guide/a.md"]),
)
def test_any_text(text: str, head: str, path: str) -> None:
    """No file makes the rules fail; findings and cures lie in it, and a safe cure mends what it's for."""
    source = library({path: head + text}).documents[0].source
    findings = found(head + text, path)
    for one in findings:
        assert inside(source, one.span)
        if one.fix is not None:
            after = [other.code for other in found(mended(source, one.fix), path)]
            assert not one.fix.safe or after.count(one.code) < [other.code for other in findings].count(
                one.code
            )


@pytest.mark.parametrize(
    "piece", ["# A\n### B\n", "# A\n", "## B\n<!-- Hint -->\n", "<!-- Hint --> ", "#### A\n# B (1 words)\n"]
)
def test_no_text_takes_long(piece: str) -> None:
    """The time grows with the length of a text alone; a test that hangs is one that fails."""
    found(f"{HEAD}## B\n{piece * 5_000}")


@pytest.mark.parametrize(
    ("status", "expected"), [("draft", []), ("proposed", ["TT503"]), ("stable", ["TT503"])]
)
def test_a_summary_that_is_to_be_written(status: str, expected: list[str]) -> None:
    """What stands in for a summary is a hint that is left, unless the entry is a draft."""
    text = f"---\ntitle: A\nsummary: To be written. One or two sentences.\nstatus: {status}\n---\n"
    found = check(library({"a.md": text})).diagnostics

    assert expected == [one.code for one in found]
    assert ["The summary is still to be written."] * len(expected) == [one.message for one in found]
