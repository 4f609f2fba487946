from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import inside, library, mended
from trimtab.core.diagnostics import Diagnostic, Severity
from trimtab.rules import check

HEAD = "---\ntitle: A\nsummary: s\n---\n"
WIDE = " " * 101


def found(text: str, **options: object) -> list[Diagnostic]:
    """The findings about the characters and lines of a file."""
    return [one for one in check(library({"a.md": text}, **options)).diagnostics if one.code[:3] == "TT9"]


def said(text: str) -> list[tuple[str, str, str]]:
    """Code, place and message of each finding about characters and lines."""
    return [(one.code, f"{one.span.start.line}:{one.span.start.column}", one.message) for one in found(text)]


def cured(text: str) -> str:
    """The file once the cure of its one finding is made."""
    (one,) = found(text)
    assert one.fix is not None
    return mended(library({"a.md": text}).documents[0].source, one.fix)


@pytest.mark.parametrize(
    ("body", "expected", "after"),
    [
        ("a\x08b", ("TT901", "5:2", "The line holds U+0008 BACKSPACE."), "ab"),
        (
            "a\u2028b\x0cc",
            ("TT901", "5:2", "The line holds U+2028 LINE SEPARATOR and U+000C FORM FEED."),
            "a b c",
        ),
        ("a\u200bb", ("TT902", "5:2", "The line holds U+200B ZERO WIDTH SPACE, which nobody sees."), "ab"),
        (
            "\xada\u200bb\xadc\u2060\xad",
            (
                "TT902",
                "5:1",
                "The line holds U+00AD SOFT HYPHEN 3 times, U+200B ZERO WIDTH SPACE and U+2060 WORD JOINER, "
                "which nobody sees.",
            ),
            "abc",
        ),
        (
            "pay \u202e001\u202c",
            (
                "TT905",
                "5:5",
                "The line holds U+202E RIGHT-TO-LEFT OVERRIDE and U+202C POP DIRECTIONAL FORMATTING, so that people "
                "read something else than the file says.",
            ),
            "pay 001",
        ),
        ("donâ€™t", ("TT906", "5:4", "The line holds `â€™`, which is a garbled `’`."), "don’t"),
        (
            "cafÃ©, donâ€™t",
            ("TT906", "5:4", "The line holds `Ã©`, which is a garbled `é`, and 1 more."),
            "café, don’t",
        ),
    ],
)
def test_characters(body: str, expected: tuple[str, str, str], after: str) -> None:
    """A line with characters that hide something is found once; the cure takes them out."""
    assert [expected] == said(f"{HEAD}{body}\n")
    assert f"{HEAD}{after}\n" == cured(f"{HEAD}{body}\n")


def test_only_what_nobody_sees_goes_unseen() -> None:
    """Cures that can change what a text says are only offered."""
    bodies = ["a\x08b", "a\u200bb", "\u202ea\u202c", "donâ€™t"]
    fixes = [found(f"{HEAD}{body}\n")[0].fix for body in bodies]

    assert [False, True, False, False] == [fix is not None and fix.safe for fix in fixes]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("---\ntitle: A\nsummary: s\u200b\n---\n", ["TT902"]),
        ("---\ntitle: A\nsummary: s\x08\n---\n", []),
        ('---\ntitle: A\nsummary: "s\u2028"\n---\n', ["TT901"]),
        ("---\ntitle: A\nsummary: cafÃ©\n---\n", ["TT906"]),
        (f"{HEAD}```\na\u200bb \u202ec\u202c\n```\n", ["TT902", "TT905"]),
        (f"{HEAD}`Ã©` and `â€™`\n\n```\nÃ©\n```\n", []),
        (f"{HEAD}Ã\x81pice\n", ["TT906"]),
        (f"{HEAD}می‌خواهم 👩‍💻 naïve — “so”\xa0…\n", []),
    ],
)
def test_where_characters_stand(text: str, codes: list[str]) -> None:
    """Front matter and code may hide something too; what YAML refuses, and what code shows, isn't found again."""
    assert codes == [one.code for one in found(text)]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("---\ntitle: A\nsummary: s\u200b\n---\n", ("summary",)),
        ("---\ntitle: A\u200b\nsummary: s\nowner: x\u200by\n---\n", ("title",)),
        ("---\ntitle: A\nsummary: s\nrelations: {requires: ['planned:x\u200b']}\n---\n", ("relations",)),
        (f"{HEAD}x\u200by\n", ("title", "confidence")),
    ],
)
def test_cures_say_what_they_change(text: str, fields: tuple[str, ...]) -> None:
    """A cure names the fields whose values it changes; in a body, those that may come from it."""
    fix = found(text)[0].fix

    assert fix is not None
    assert fields == fix.fields


def test_many_lines_are_one_finding() -> None:
    """A file full of hidden characters gets one finding, whose cure mends all of it."""
    body = "a\u200bb\n" * 21
    (one,) = said(f"{HEAD}{body}")

    assert ("TT902", "5:2", "21 lines hold U+200B ZERO WIDTH SPACE 21 times, which nobody sees.") == one
    assert f"{HEAD}{body.replace(chr(0x200B), '')}" == cured(f"{HEAD}{body}")
    assert 20 == len(said(HEAD + "a\u200bb\n" * 20))


def test_lost_letters() -> None:
    """Where a letter is lost, nothing is offered; where the file's bytes say why, only that is reported."""
    (one,) = found(f"{HEAD}caf\ufffd\n")

    assert "The line holds U+FFFD REPLACEMENT CHARACTER, where a letter was lost." == one.message
    assert one.fix is None
    data = f"{HEAD}caf".encode() + b"\xe9\n"
    assert ["TT102"] == [one.code for one in check(library({"a.md": data})).diagnostics]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x" * 5_000, []),
        ("x" * 5_001, [("TT903", "5:1", "The line has 5,001 characters.")]),
        ("x\n" + f"{'y ' * 3_000}\n" * 3, [("TT903", "6:1", "Lines 6 to 8 have up to 6,000 characters.")]),
        (f"{'x' * 6_000}\n\n{'y' * 7_000}", [
            ("TT903", "5:1", "The line has 6,000 characters."), ("TT903", "7:1", "The line has 7,000 characters.")]),
        (f"x{' ' * 6_000}y", [("TT903", "5:1", "The line has 6,002 characters.")]),
        (f"```\n{'x' * 6_000}\n```", [("TT903", "6:1", "The line has 6,000 characters.")]),
        (f"| {'x ' * 3_000}|\n|---|", [("TT903", "5:1", "The line has 6,003 characters.")]),
        (f"| a{' ' * 6_000}|\n|---|", [("TT904", "5:4", "The table of 2 rows is padded with 5,999 blanks.")]),
        ("x\n" * 6_000, []),
    ],
)  # fmt: skip
def test_giant_lines(body: str, expected: list[tuple[str, str, str]]) -> None:
    """A line may have 5,000 characters; padding in a table is another matter, and lines in a row are one."""
    assert expected == said(f"{HEAD}{body}\n")


def test_long_front_matter_is_found() -> None:
    """The front matter has lines too."""
    assert [("TT903", "3:1", "The line has 6,009 characters.")] == said(
        f"---\ntitle: A\nsummary: {'x' * 6_000}\n---\n"
    )


def test_padded_tables() -> None:
    """A table is found once, where its first padding stands, and the cure leaves its words."""
    body = f"| a{WIDE}| b |\n|---|{'-' * 200}|\n| c |{WIDE}d |\n\nx\n\n| e{WIDE}|\n|---|\n"
    first, second = found(HEAD + body)

    assert "The table of 3 rows is padded with 200 blanks." == first.message
    assert [(5, 4), (11, 4)] == [(one.span.start.line, one.span.start.column) for one in (first, second)]
    assert first.fix is not None
    assert first.fix.safe
    assert f"{HEAD}| a | b |\n|---|---|\n| c | d |\n\nx\n\n| e{WIDE}|\n|---|\n" == mended(
        library({"a.md": HEAD + body}).documents[0].source, first.fix
    )


@pytest.mark.parametrize(
    ("body", "what"), [(f"| a{WIDE}- |---| b |\n", "row"), (f"| a{WIDE}|\n| b |\n", "table of 2 rows")]
)
def test_tables_that_are_none(body: str, what: str) -> None:
    """Where the row of dashes is lost, taking blanks out would hide that."""
    (one,) = found(HEAD + body)

    assert f"The {what} is padded with 100 blanks." == one.message
    assert one.help.startswith("Part the rows first")
    assert one.fix is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (f"{HEAD}<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n", ["5:1"]),
        (f"{HEAD}a\n<<<<<<< HEAD\na\n||||||| c\n=======\n>>>>>>> x\n<<<<<<< HEAD\n", ["6:1", "11:1"]),
        ("---\ntitle: A\nsummary: s\n<<<<<<< HEAD\nx: y\n=======\n---\n", ["4:1"]),
        (f"{HEAD}```\n<<<<<<< HEAD\n```\n", []),
        (f"{HEAD}x <<<<<<< HEAD\n<<<<<<<\n<<<<<<<< HEAD\n", []),
        (f"{HEAD}Title\n=======\n\n>>>>>>> deep\n", []),
    ],
)
def test_merge_conflicts(text: str, places: list[str]) -> None:
    """What git leaves at the beginning of a line is found, in front matter too; in code it's shown on purpose."""
    assert [
        ("TT908", at, "A merge conflict is left as git marked it: `<<<<<<< HEAD`.") for at in places
    ] == said(text)


@pytest.mark.parametrize(
    ("body", "help"),
    [
        ("a\x08b", "Delete it, or put a blank or a line break in its place."),
        ("a\u200bb", "Delete it; `trimtab check --fix` does."),
        ("\u202ea\u202c", "Delete it, and read the line again."),
        ("donâ€™t", "Write `’`, and save the file as UTF-8."),
        ("caf\ufffd", "Write the letter that is meant."),
        ("x" * 5_001, "Break it where a sentence ends; Markdown joins the lines of a paragraph."),
        (f"| a{WIDE}|\n|---|", "Take them out; `trimtab check --fix` does."),
        (
            f"| a{WIDE}|\n| b |",
            "Part the rows first: below its head the table has no row of dashes, so that none is shown.",
        ),
        (
            "<<<<<<< HEAD",
            "Choose what is to stay, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`.",
        ),
    ],
)
def test_helps(body: str, help: str) -> None:
    """Each finding says what to do."""
    assert [help] == [one.help for one in found(f"{HEAD}{body}\n")]


def test_severities() -> None:
    """What makes a text say something else is an error; what is only long is told."""
    text = f"{HEAD}\u202ea\n{'x' * 6_000}\n<<<<<<< HEAD\na\u200b\n"

    assert {
        "TT905": Severity.ERROR,
        "TT903": Severity.INFO,
        "TT908": Severity.ERROR,
        "TT902": Severity.WARNING,
    } == {one.code: one.severity for one in found(text)}


PIECES = st.sampled_from(
    [
        "a",
        " ",
        "\n",
        "|",
        "-",
        WIDE,
        "\u200b",
        "\u202e",
        "\x08",
        "Ã©",
        "â€",
        "\ufffd",
        "`",
        "<<<<<<< x",
        "---\n",
        "x: ",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join), st.booleans())
def test_any_text(text: str, headed: bool) -> None:
    """No file makes the rules fail; findings and cures lie in it."""
    text = HEAD + text if headed else text
    source = library({"a.md": text}).documents[0].source
    for one in found(text):
        assert inside(source, one.span)
        if one.fix is not None:
            assert all(inside(source, edit.span) for edit in one.fix.edits)
            mended(source, one.fix)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_cures_mend(text: str) -> None:
    """Once the safe cures of a body are made, what they mend isn't found any more."""
    text = f"{HEAD}x {text}"
    source = library({"a.md": text}).documents[0].source
    for one in found(text):
        if one.fix is not None and one.fix.safe:
            after = found(mended(source, one.fix))
            before = [other.code for other in found(text)]
            assert [other.code for other in after].count(one.code) < before.count(one.code)
