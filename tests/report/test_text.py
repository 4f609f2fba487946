from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.diagnostics import FILE_START, Diagnostic, Position, Related, Report, Severity, Span
from trimtab.report.text import printable, render


def diagnostic(
    line: str = "",
    start: int = 1,
    end: int = 1,
    *,
    at: int = 1,
    severity: Severity = Severity.ERROR,
    message: str = "It is wrong.",
    **fields: object,
) -> Diagnostic:
    """A finding on some columns of a line."""
    span = Span(Position(at, start), Position(at, end))
    values = {
        "code": "TT999",
        "name": "bad-thing",
        "path": "a.md",
        "span": span,
        "source_line": line,
        **fields,
    }
    return Diagnostic(severity=severity, message=message, **values)  # type: ignore[arg-type]


def shown(*findings: Diagnostic, prefix: str = "") -> str:
    """A report as it is shown without colours."""
    return render(Report(findings), prefix=prefix)


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


def test_colours_only_on_request() -> None:
    """Without colours there is no escape sequence; with them the same words are shown."""
    report = Report([diagnostic("abc", 1, 2, help="Mend it.")])
    coloured = render(report, colour=True)

    assert "\x1b" not in render(report)
    assert "\x1b[1;31merror[TT999]" in coloured
    assert all(word in coloured for word in ("It is wrong.", "Mend it.", "abc", "Found 1 error."))


def test_colours_do_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller decides on colours, not the environment."""
    report = Report([diagnostic("abc", 1, 2)])
    plain, coloured = render(report), render(report, colour=True)
    for name, value in (("NO_COLOR", "1"), ("FORCE_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "20")):
        monkeypatch.setenv(name, value)

        assert (plain, coloured) == (render(report), render(report, colour=True))


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
