from __future__ import annotations

import re
from urllib.parse import unquote

import html5lib
import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from report.samples import EVIL, GUIDE, GUIDE_CONTEXT, contexts, diagnostic, reports, span, texts
from trimtab.core.diagnostics import Edit, Fix, Report, Severity
from trimtab.report.context import Context, RuleInfo
from trimtab.report.github import LISTED, SHOWN, render, summary_markdown
from trimtab.report.text import mendable, one_line

CONTEXT = Context(version="1", prefix="lib/")
COMMAND = re.compile(r"::(?P<name>[a-z]+) (?P<properties>[^:]*)::(?P<message>.*)")
OURS = {"h2", "p", "table", "thead", "tbody", "tr", "th", "td", "a", "details", "summary", "ul", "li", "code"}
"""The elements that the summary of a job is made of."""
MARKDOWN = MarkdownIt("commonmark").enable("table")


def lines(*findings: object, context: Context = CONTEXT) -> list[str]:
    """What is printed for some findings."""
    return render(Report(findings), context).splitlines()  # type: ignore[arg-type]


def obeyed(line: str) -> tuple[str, dict[str, str], str]:
    """What the runner takes from a line: the command, its properties and its message."""
    found = COMMAND.fullmatch(line)
    assert found, line
    properties = dict(pair.split("=", 1) for pair in found["properties"].split(","))
    return (
        found["name"],
        {name: unquote(value) for name, value in properties.items()},
        unquote(found["message"]),
    )


def test_annotations() -> None:
    """Each finding is a command of one line, with file, place, title and message; then the findings are counted."""
    assert [
        "::error file=patterns/short-checkpoint.md,line=5,col=13,endColumn=20,title=TT202 invalid-field::"
        "`certain` is not a confidence.%0AWrite 1, 2 or 3 (★ low, ★★ medium, ★★★ high).",
        "::warning file=patterns/short-checkpoint.md,line=6,col=1,endColumn=4,title=TT204 misspelt-key::"
        "`tag` is not a key that Trimtab knows.%0ADid you mean `tags`?",
        "Found 1 error and 1 warning in 62 entries.",
    ] == render(GUIDE, GUIDE_CONTEXT).splitlines()


def test_nothing_found() -> None:
    """A report without findings has no commands."""
    assert ["All entries are sound."] == lines()


@pytest.mark.parametrize(
    ("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")]
)
def test_kinds(severity: str, command: str) -> None:
    """Each severity has its own kind of annotation."""
    assert command == obeyed(lines(diagnostic(severity=Severity(severity)))[0])[0]


def test_findings_over_several_lines() -> None:
    """An annotation over several lines has no columns, which the runner would ignore."""
    found = diagnostic("abc", span=span(3, 2, 1, last=5))

    assert {"file": "lib/a.md", "line": "3", "endLine": "5", "title": "TT999 bad-thing"} == obeyed(
        lines(found)[0]
    )[1]


def test_fixes_are_announced() -> None:
    """An annotation says that its finding can be mended by the command."""
    safe = diagnostic(fix=Fix((Edit(span(1, 1, 2), "x"),)))
    unsafe = diagnostic(fix=Fix((Edit(span(1, 1, 2), "x"),), safe=False))

    assert "It is wrong.\n`trimtab check --fix` mends it." == obeyed(lines(safe)[0])[2]
    assert "It is wrong." == obeyed(lines(unsafe)[0])[2]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("a b.md", "lib/a b.md"),
        ("a,b:c.md", "lib/a%2Cb%3Ac.md"),
        ("a%2C#b.md", "lib/a%252C#b.md"),
        ("grün.md", "lib/grün.md"),
        ("a\nb.md", "lib/a�b.md"),
    ],
)
def test_paths_are_escaped(path: str, written: str) -> None:
    """A path can't end the property that it stands in, and arrives as it was."""
    line = lines(diagnostic(path=path))[0]

    assert line.startswith(f"::error file={written},line=1,")
    assert one_line(f"lib/{path}") == obeyed(line)[1]["file"]


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("50 % of a:b, c", "50 %25 of a:b, c"),
        ("%0A::error::x", "%250A::error::x"),
        ("a\r\n::error::x", "a��::error::x"),
    ],
)
def test_messages_are_escaped(message: str, written: str) -> None:
    """A message can't end its line."""
    assert lines(diagnostic(message=message))[0].endswith(f"::{written}")


def test_worst_first() -> None:
    """Errors come before warnings, warnings before notes, whatever the files are called."""
    severities = [Severity.INFO, Severity.WARNING, Severity.ERROR]
    found = [diagnostic(path=f"{at}.md", severity=severity) for at, severity in enumerate(severities)]

    assert ["error", "warning", "notice"] == [obeyed(line)[0] for line in lines(*found)[:-1]]


def test_no_file_takes_all_places() -> None:
    """The first finding of each file comes before the second of any."""
    found = [diagnostic(path="a.md", at=at) for at in (1, 2, 3)]
    found += [diagnostic(path="b.md", at=at) for at in (1, 2)] + [diagnostic(path="c.md")]
    shown = [obeyed(line)[1] for line in lines(*found)[:-1]]

    assert ["a1", "b1", "c1", "a2", "b2", "a3"] == [
        each["file"].removeprefix("lib/").removesuffix(".md") + each["line"] for each in shown
    ]


def test_as_many_as_github_shows() -> None:
    """Of each kind at most ten are annotations; the others are counted."""
    found = [diagnostic(at=at) for at in range(1, 36)]
    found += [diagnostic(at=at, severity=Severity.WARNING) for at in range(1, 12)]
    found += [diagnostic(at=at, severity=Severity.INFO) for at in range(1, 11)]
    *commands, rest, total = lines(*found)

    assert [10, 10, 10] == [
        sum(line.startswith(f"::{kind} ") for line in commands) for kind in ("error", "warning", "notice")
    ]
    assert SHOWN * 3 == len(commands)
    assert "Not annotated: 25 errors and 1 warning, as GitHub shows 10 of a kind." == rest
    assert "Found 35 errors, 11 warnings and 10 notes." == total


@given(reports, contexts)
def test_nothing_else_is_obeyed(report: Report, context: Context) -> None:
    """Whatever authors wrote, the runner finds one command for each finding, and no other."""
    shown = render(report, context)
    commands = [line for line in re.split(r"[\r\n]", shown) if line.lstrip().startswith("::")]

    assert len(report.diagnostics) == len(commands)
    assert {"error", "warning", "notice"} >= {obeyed(line)[0] for line in commands}
    assert "##[" not in shown


# The summary of a job


def rendered(markdown: str) -> list[tuple[str, str]]:
    """The elements of the page that Markdown becomes, with their own text."""
    tree = html5lib.parseFragment(MARKDOWN.render(markdown), namespaceHTMLElements=False)
    return [(str(element.tag), element.text or "") for element in tree.iter()][1:]


def test_summary() -> None:
    """The summary counts by rule, and lists the findings folded away."""
    expected = """\
## Trimtab

Found 1 error and 1 warning in 62 entries.

| rule | severity | findings |
|---|---|--:|
| [TT202 invalid-field](https://example.org/rules/#tt202) | error | 1 |
| TT204 misspelt-key | warning | 1 |

<details>
<summary>All findings (2)</summary>

- error TT202 at ` patterns/short-checkpoint.md:5:13 `: `` `certain` is not a confidence. ``
- warning TT204 at ` patterns/short-checkpoint.md:6:1 `: `` `tag` is not a key that Trimtab knows. ``

</details>
"""
    assert expected == summary_markdown(GUIDE, GUIDE_CONTEXT)


def test_summary_of_a_sound_library() -> None:
    """Where nothing is wrong the summary says so and has no table."""
    assert "## Trimtab\n\nAll 62 entries are sound.\n" == summary_markdown(Report([]), GUIDE_CONTEXT)


def test_summary_counts_by_rule() -> None:
    """Rules are listed with their counts: errors first, and of these the most frequent."""
    found = [diagnostic(code="TT1", at=1, severity=Severity.WARNING)]
    found += [diagnostic(code="TT2", at=1)] + [diagnostic(code="TT3", at=at) for at in (1, 2)]
    rows = [line for line in summary_markdown(Report(found), CONTEXT).splitlines() if line.startswith("| TT")]

    assert [
        "| TT3 bad-thing | error | 2 |",
        "| TT2 bad-thing | error | 1 |",
        "| TT1 bad-thing | warning | 1 |",
    ] == rows


@pytest.mark.parametrize(
    ("uri", "link"),
    [
        ("", "TT999 bad-thing"),
        ("https://example.org/rules/#tt999", "[TT999 bad-thing](https://example.org/rules/#tt999)"),
        ("https://example.org/a?b=c&d=e%20", "[TT999 bad-thing](https://example.org/a?b=c&d=e%20)"),
        ("https://example.org/a)b (c)", "[TT999 bad-thing](https://example.org/a%29b%20%28c%29)"),
        ("https://example.org/|<b>\n\ud800", "[TT999 bad-thing](https://example.org/%7C%3Cb%3E%0A?)"),
    ],
)
def test_summary_links_to_the_rules(uri: str, link: str) -> None:
    """A rule whose address is known is a link, which nothing in the address can end."""
    rule = RuleInfo("TT999", "bad-thing", Severity.ERROR, "Bad.", "Bad.", uri)

    assert f"| {link} | error | 1 |" in summary_markdown(
        Report([diagnostic()]), Context(version="1", rules=(rule,))
    )


def test_summary_has_a_limit() -> None:
    """The list ends at its limit, says so, and shows the most important findings."""
    found = [diagnostic(path="a.md", at=at, severity=Severity.WARNING) for at in range(1, LISTED + 1)]
    text = summary_markdown(Report([*found, diagnostic(path="z.md")]), CONTEXT)

    assert f"<summary>The first {LISTED} of {LISTED + 1} findings</summary>" in text
    assert LISTED == sum(line.startswith("- ") for line in text.splitlines())
    assert "` lib/z.md `" in text


def test_summary_fits() -> None:
    """However long the messages are, GitHub takes the summary: it is smaller than 1 MiB."""
    found = [diagnostic(path="日" * 90_000, at=at, message="`" * 90_000) for at in range(1, LISTED + 2)]

    assert len(summary_markdown(Report(found), CONTEXT).encode()) < 2**20


@pytest.mark.parametrize("evil", EVIL)
def test_summary_shows_text_as_text(evil: str) -> None:
    """What authors wrote is shown letter by letter, as code."""
    elements = rendered(
        summary_markdown(Report([diagnostic(message=f"a{evil}b", path=f"c{evil}d")]), CONTEXT)
    )
    code = [text for tag, text in elements if tag == "code"]

    assert [one_line(f"lib/c{evil}d"), one_line(f"a{evil}b")] == code


@given(reports, contexts, texts)
def test_summary_has_no_other_elements(report: Report, context: Context, uri: str) -> None:
    """Whatever authors wrote, the summary has the headings, cells and lists that are ours, and nothing else."""
    rules = tuple(
        RuleInfo(found.code, found.name, found.severity, "", "", f"https://example.org/{uri}")
        for found in report.diagnostics
    )
    context = Context(version="1", prefix=context.prefix, rules=rules)
    tags = [tag for tag, _ in rendered(summary_markdown(report, context))]
    kinds = len({(found.severity, found.code, found.name) for found in report.diagnostics})

    commands = any(map(mendable, report.diagnostics))

    assert OURS >= set(tags)
    assert [2 * len(report.diagnostics) + commands, len(report.diagnostics), kinds, kinds * 3] == [
        tags.count(tag) for tag in ("code", "li", "a", "td")
    ]
