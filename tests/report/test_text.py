from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.samples import GUIDE, GUIDE_CONTEXT, WHOLE, contexts, diagnostic, reports, span
from trimtab.core.diagnostics import (
    FILE_START,
    Diagnostic,
    Edit,
    Fix,
    Position,
    Related,
    Report,
    Severity,
    Span,
)
from trimtab.report.context import Context, Renderer
from trimtab.report.text import concise, full, one_line, printable, summary


def shown(*findings: Diagnostic, prefix: str = "") -> str:
    """A report as it is shown without colours."""
    return full(Report(findings), Context(version="1", prefix=prefix))


def test_nothing_found() -> None:
    """A report without findings says that all is well."""
    assert "All entries are sound.\n" == shown()


def test_whole_finding() -> None:
    """A finding shows what, where, the line with a mark below, what mends it, and the other places."""
    related = (
        Related("b.md", FILE_START, "has the same slug"),
        Related("c.md", Span(Position(2, 3), Position(2, 4)), "here too"),
    )
    finding = diagnostic("levels: [9, 13]", 13, 15, at=12, help="Write less.", related=related)

    expected = """\
error[TT999] It is wrong. (bad-thing)
  --> patterns/a.md:12:13
    |
 12 | levels: [9, 13]
    |             ^^
    = help: Write less.
    = see patterns/b.md: has the same slug
    = see patterns/c.md:2:3: here too

Found 1 error.
"""
    assert expected == shown(finding, prefix="patterns/")


def test_findings_about_a_whole_file() -> None:
    """A finding without a line shows no excerpt."""
    expected = """\
warning[TT999] It is wrong. (bad-thing)
  --> a.md:1:1
   = help: Mend it.

Found 1 warning.
"""
    assert expected == shown(diagnostic(severity=Severity.WARNING, help="Mend it."))


@pytest.mark.parametrize(
    ("line", "start", "end", "excerpt", "marks"),
    [
        ("abc", 1, 4, "abc", "^^^"),
        ("abc", 2, 3, "abc", " ^"),
        ("abc", 2, 2, "abc", " ^"),
        ("abc", 4, 4, "abc", "   ^"),
        ("a\tb", 3, 4, "a    b", "     ^"),
        ("\tb", 1, 2, "    b", "^^^^"),
        ("日本x", 3, 4, "日本x", "    ^"),
        ("日本x", 2, 3, "日本x", "  ^^"),
        ("e\u0301x", 3, 4, "e\u0301x", " ^"),
        ("a\x1b[31mb", 7, 8, "a\ufffd[31mb", "      ^"),
        ("a\u200bb", 3, 4, "a\ufffdb", "  ^"),
        ("x" * 100, 100, 101, "x" * 100, " " * 99 + "^"),
        ("x" * 101, 1, 2, "x" * 100 + "…", "^"),
        ("x" * 101, 60, 61, "…" + "x" * 92, " " * 51 + "^"),
        ("x" * 300, 200, 202, "…" + "x" * 100 + "…", " " * 51 + "^^"),
        ("x" * 300, 1, 301, "x" * 100 + "…", "^" * 100),
        ("x" * 300, 301, 301, "…" + "x" * 50, " " * 51 + "^"),
        ("a" + " " * 10_000 + "b", 10_002, 10_003, "…" + " " * 50 + "b", " " * 51 + "^"),
    ],
)
def test_excerpt(line: str, start: int, end: int, excerpt: str, marks: str) -> None:
    """The line is cut to what surrounds the place, and the marks stand below it in the terminal's columns."""
    lines = shown(diagnostic(line, start, end)).splitlines()

    assert [f" 1 | {excerpt}", f"   | {marks}"] == lines[3:5]


def test_marks_end_with_the_line() -> None:
    """A finding over several lines is marked to the end of its first."""
    span = Span(Position(3, 2), Position(5, 1))

    assert "   |  ^^^" in shown(diagnostic("abcd", span=span)).splitlines()


@pytest.mark.parametrize(
    ("severities", "line"),
    [
        (["error"], "Found 1 error."),
        (["error", "error"], "Found 2 errors."),
        (["warning"], "Found 1 warning."),
        (["warning", "error", "warning"], "Found 1 error and 2 warnings."),
        (["info"], "Found 1 note."),
        (["info", "info", "error"], "Found 1 error and 2 notes."),
        (["info", "warning", "error"], "Found 1 error, 1 warning and 1 note."),
    ],
)
def test_summary(severities: list[str], line: str) -> None:
    """The last line counts the findings by severity."""
    findings = [
        diagnostic(severity=Severity(severity), message=f"Wrong {index}.")
        for index, severity in enumerate(severities)
    ]

    assert line == shown(*findings).splitlines()[-1]


@pytest.mark.parametrize(
    ("found", "hidden", "entries", "line"),
    [
        (0, 0, None, "All entries are sound."),
        (0, 0, 62, "All 62 entries are sound."),
        (0, 0, 1, "The one entry is sound."),
        (0, 0, 0, "There are no entries."),
        (0, 1, 62, "Nothing new was found. The baseline hides 1 finding."),
        (1, 0, 62, "Found 1 error in 62 entries."),
        (1, 0, 1, "Found 1 error in 1 entry."),
        (2, 12, 62, "Found 2 errors in 62 entries. The baseline hides 12 findings."),
        (2, 12, None, "Found 2 errors. The baseline hides 12 findings."),
    ],
)
def test_summary_says_what_was_checked(found: int, hidden: int, entries: int | None, line: str) -> None:
    """The last line says how many entries were read and how many findings a baseline hides."""
    report = Report(diagnostic(at=at) for at in range(1, found + 1))
    context = Context(version="1", hidden=hidden, entries=entries)

    assert line == summary(report, context).plain
    assert line == full(report, context).splitlines()[-1] == concise(report, context).splitlines()[-1]


SAFE = Fix((Edit(span(1, 1, 2), "x"),))
UNSAFE = Fix((Edit(span(1, 1, 2), "x"),), safe=False)


@pytest.mark.parametrize(
    ("fixes", "sentence"),
    [
        ([None, UNSAFE, Fix(())], "Found 3 errors."),
        ([SAFE], "Found 1 error. `trimtab check --fix` mends it."),
        ([SAFE, SAFE], "Found 2 errors. `trimtab check --fix` mends all of them."),
        ([SAFE, UNSAFE], "Found 2 errors. `trimtab check --fix` mends 1 of them."),
        ([SAFE, SAFE, None], "Found 3 errors. `trimtab check --fix` mends 2 of them."),
    ],
)
def test_summary_says_what_can_be_mended(fixes: list[Fix | None], sentence: str) -> None:
    """The last line says how many findings the command mends; a likely cure doesn't count."""
    findings = [diagnostic(at=at, fix=fix) for at, fix in enumerate(fixes, 1)]

    assert sentence == shown(*findings).splitlines()[-1]


@pytest.mark.parametrize(
    ("fix", "lines"),
    [
        (None, []),
        (Fix(()), []),
        (SAFE, ["trimtab check --fix"]),
        (Fix((Edit(span(9, 7, 13), "written"),), safe=False), ["replace `writen` with `written`"]),
        (Fix((Edit(span(9, 5, 15), ""),), safe=False), ["delete `[[writen]]`"]),
        (Fix((Edit(span(9, 5, 5), "a\nb"),), safe=False), ["insert `a⏎b` at 9:5"]),
        (Fix((Edit(span(2, 3, 5), "x"),), safe=False), ["replace 2:3 to 2:5 with `x`"]),
        (Fix((Edit(span(9, 5, 1, last=11), ""),), safe=False), ["delete 9:5 to 11:1"]),
        (
            Fix((Edit(span(2, 1, 1), "x"), Edit(span(9, 1, 4), "y" * 200)), safe=False),
            ["insert `x` at 2:1", f"replace `See` with `{'y' * 99}…`"],
        ),
    ],
)
def test_cures(fix: Fix | None, lines: list[str]) -> None:
    """A finding says whether the command mends it; a likely cure is shown edit by edit."""
    text = shown(diagnostic("See [[writen]] here.", 5, 15, at=9, help="Mend it.", fix=fix))
    notes = [line for line in text.splitlines() if "fix: " in line]
    expected = [
        "   = fix: trimtab check --fix" if "--fix" in line else f"   = possible fix: {line}" for line in lines
    ]

    assert expected == notes


def test_cures_stand_after_the_help() -> None:
    """Help comes first, then the cure, then the other places."""
    notes = [line for line in full(WHOLE, Context(version="1")).splitlines() if line.startswith("   = ")]

    assert [
        "   = possible fix: delete 1:1 to 1:3",
        "   = help: Mend it.",
        "   = fix: trimtab check --fix",
        "   = see b.md: begins so",
        "   = see c.md:2:3: is here",
    ] == notes


def test_concise() -> None:
    """A finding is one line with its place, severity, code, message and name; the last line counts them."""
    expected = """\
patterns/short-checkpoint.md:5:13: error[TT202] `certain` is not a confidence. (invalid-field)
patterns/short-checkpoint.md:6:1: warning[TT204] `tag` is not a key that Trimtab knows. (misspelt-key)
Found 1 error and 1 warning in 62 entries.
"""
    assert expected == concise(GUIDE, GUIDE_CONTEXT)


@given(reports, contexts)
def test_concise_has_one_line_a_finding(report: Report, context: Context) -> None:
    """Whatever authors wrote, a finding takes one line."""
    text = concise(report, context)

    assert len(report.diagnostics) + 1 == len(text.splitlines()) == text.count("\n")


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("a b/ä#%.md", "a b/ä#%.md:1:1: "),
        ("::stop-commands::x.md", "./::stop-commands::x.md:1:1: "),
        ("  ::stop-commands::x.md", "./  ::stop-commands::x.md:1:1: "),
        ("\n::stop-commands::x.md", "�::stop-commands::x.md:1:1: "),
    ],
)
def test_concise_lines_are_no_commands(path: str, start: str) -> None:
    """A file's name can't make a line that GitHub obeys."""
    assert concise(Report([diagnostic(path=path)]), Context(version="1")).startswith(start)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("##[error]x", "#�[error]x"),
        ("a ###[stop-commands]x", "a ##�[stop-commands]x"),
        ("##vso[task.complete]", "#�vso[task.complete]"),
        ("## Heading [a]", "## Heading [a]"),
        ("#[a] ##", "#[a] ##"),
    ],
)
def test_commands_in_lines_are_broken(text: str, safe: str) -> None:
    """What GitHub and Azure Pipelines obey anywhere on a line is broken, and keeps its width."""
    assert safe == one_line(text)
    lines = shown(diagnostic(f"{text}y", len(text) + 1, len(text) + 2)).splitlines()

    assert f" 1 | {safe}y" == lines[3]
    assert f"   | {' ' * len(text)}^" == lines[4]


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [("abcd", 4, "abcd"), ("abcde", 4, "abc…"), ("", 4, ""), ("x" * 9000, 4000, "x" * 3999 + "…")],
)
def test_long_text_is_cut(text: str, longest: int, cut: str) -> None:
    """Text beyond a number of characters is cut, and shows that it is."""
    assert cut == one_line(text, longest)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain ★ Ü 日本", "plain ★ Ü 日本"),
        ("\x1b[2J", "\ufffd[2J"),
        ("a\rb\x08\x07\x00\x7f\x9b", "a\ufffdb" + "\ufffd" * 5),
        ("a\u202eb\u2066c\u200d\ufeff", "a\ufffdb\ufffdc\ufffd\ufffd"),
        ("\udc80", "\ufffd"),
        ("a\nb\u2028c", "a\ufffdb\ufffdc"),
    ],
)
def test_printable(text: str, safe: str) -> None:
    """What could move the cursor, change colours or turn the direction of writing becomes a sign."""
    assert safe == printable(text)


def test_nothing_of_a_file_reaches_the_terminal() -> None:
    """Every part of a finding that a stranger wrote is shown as text."""
    evil = "\x1b]0;x\x07\n::set-env::"
    related = (Related(evil, FILE_START, evil),)
    text = shown(diagnostic(evil, 1, 2, message=evil, path=evil, help=evil, related=related))

    assert not {"\x1b", "\x07"} & set(text)
    assert 9 == len(text.splitlines())
    assert not any(line.startswith("::") for line in text.splitlines())


def test_markup_of_rich_is_text() -> None:
    """Square brackets and emoji codes are shown as they stand."""
    lines = shown(diagnostic("[red]x[/red] :smile:", 1, 2, message="`[bold]` :smile:"))

    assert "error[TT999] `[bold]` :smile: (bad-thing)" in lines
    assert " 1 | [red]x[/red] :smile:" in lines


def test_long_lines_are_not_wrapped() -> None:
    """A message stays on one line, however narrow the terminal is."""
    assert (
        f"error[TT999] {'word ' * 500}(bad-thing)"
        in shown(diagnostic(message="word " * 499 + "word")).splitlines()
    )


@pytest.mark.parametrize("show", [full, concise])
def test_colours_only_on_request(show: Renderer) -> None:
    """Without colours there is no escape sequence; with them the same words are shown."""
    report = Report([diagnostic("abc", 1, 2, help="Mend it.")])
    plain, coloured = (show(report, Context(version="1", colour=colour)) for colour in (False, True))

    assert "\x1b" not in plain
    assert "\x1b[1;31merror[TT999]" in coloured
    assert plain == re.sub(r"\x1b\[[0-9;]*m", "", coloured)


def test_colours_do_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller decides on colours, not the environment."""
    report = Report([diagnostic("abc", 1, 2)])
    contexts = [Context(version="1", colour=colour) for colour in (False, True)]
    before = [full(report, context) for context in contexts]
    for name, value in (("NO_COLOR", "1"), ("FORCE_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "20")):
        monkeypatch.setenv(name, value)

        assert before == [full(report, context) for context in contexts]


def test_equal_findings_are_shown_once() -> None:
    """Findings are sorted by file and place, and what two rules runs find twice is shown once."""
    findings = [diagnostic(path="b.md"), diagnostic(at=2), diagnostic(at=1), diagnostic(at=1)]

    assert ["a.md:1:1", "a.md:2:1", "b.md:1:1"] == [
        line.removeprefix("  --> ") for line in shown(*findings).splitlines() if line.startswith("  --> ")
    ]


@pytest.mark.parametrize(
    ("severities", "fails", "fails_strictly"),
    [([], False, False), (["info"], False, False), (["warning"], False, True), (["error"], True, True)],
)
def test_what_fails(severities: list[str], fails: bool, fails_strictly: bool) -> None:
    """Errors fail a check; warnings fail a strict one."""
    report = Report(diagnostic(severity=Severity(severity)) for severity in severities)

    assert (fails, fails_strictly) == (report.fails(), report.fails(strict=True))


@given(
    st.text(st.characters(exclude_characters="\n"), max_size=200), st.integers(0, 210), st.integers(0, 210)
)
def test_any_line_is_shown(line: str, start: int, length: int) -> None:
    """Whatever stands on a line, its excerpt is one line and the marks are below what is shown."""
    start = min(start, len(line))
    end = min(start + length, len(line))
    lines = shown(diagnostic(line, start + 1, end + 1)).split("\n")

    assert "Found 1 error." == lines[-2]
    assert (8 if line.strip() else 5) == len(lines)
    if line.strip():
        assert "^" in lines[4]
        assert len(lines[3].rstrip()) <= 5 + 4 * 100 + 2
