"""A report as annotations for GitHub Actions, and as Markdown for the summary of a job.

The commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. How the runner reads
them: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote

from trimtab.core.diagnostics import Diagnostic, Report, Severity
from trimtab.report.context import Context, located
from trimtab.report.text import NOUNS, counts, mendable, one_line, place, summary

SHOWN = 10
"""How many annotations of each kind GitHub shows for one step."""
LISTED = 200
"""How many findings the job's summary lists; GitHub refuses a summary over 1 MiB."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_LONGEST = 400
"""How many characters of a path or a message the job's summary shows."""


def render(report: Report, context: Context) -> str:
    """Annotations, most important first and at most as many as GitHub shows, then a line that counts the findings."""
    lines: list[str] = []
    rest: list[Diagnostic] = []
    for severity, command in _COMMANDS.items():
        found = _spread([each for each in report.diagnostics if each.severity is severity])
        lines.extend(_annotation(command, each, context.prefix) for each in found[:SHOWN])
        rest.extend(found[SHOWN:])
    if rest:
        lines.append(f"Not annotated: {counts(rest)}, as GitHub shows {SHOWN} of a kind.")
    lines.append(summary(report, context).plain)
    return "\n".join(lines) + "\n"


def _spread(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The first finding of each file, then the second of each, and so on, so that no file takes all places."""
    seen: Counter[str] = Counter()
    turns = []
    for diagnostic in diagnostics:
        seen[diagnostic.path] += 1
        turns.append((seen[diagnostic.path], diagnostic))
    return [diagnostic for _, diagnostic in sorted(turns, key=lambda turn: turn[0])]


def _annotation(command: str, diagnostic: Diagnostic, prefix: str) -> str:
    start, end = diagnostic.span.start, diagnostic.span.end
    properties: dict[str, object] = {"file": one_line(located(prefix, diagnostic.path)), "line": start.line}
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": end.column}
    else:
        properties |= {"endLine": end.line}  # the runner ignores columns of an annotation over several lines
    properties["title"] = f"{one_line(diagnostic.code)} {one_line(diagnostic.name)}"
    lines = [one_line(diagnostic.message), one_line(diagnostic.help)]
    if mendable(diagnostic):
        lines.append("`trimtab check --fix` mends it.")
    message = "\n".join(filter(None, lines))
    listed = ",".join(f"{name}={_escaped_property(str(value))}" for name, value in properties.items())
    return f"::{command} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def summary_markdown(report: Report, context: Context) -> str:
    """The summary of a job: the counts, a table of them by rule, and the findings, folded away.

    What authors wrote stands in code spans, in which Markdown, HTML, links and mentions are text.
    """
    parts = [f"## Trimtab\n\n{summary(report, context).plain}\n"]
    if report.diagnostics:
        parts += [_table(report, context), _list(report, context)]
    return "\n".join(parts)


def _table(report: Report, context: Context) -> str:
    """How many findings each rule has, by severity, the most frequent first."""
    helps = {rule.code: rule.help_uri for rule in context.rules}
    severities = list(Severity)
    number = Counter((each.severity, each.code, each.name) for each in report.diagnostics)
    rows = ["| rule | severity | findings |", "|---|---|--:|"]
    for severity, code, name in sorted(
        number, key=lambda key: (severities.index(key[0]), -number[key], key[1:])
    ):
        shown = f"{_word(code)} {_word(name)}"
        uri = helps.get(code, "")
        linked = f"[{shown}]({quote(uri, safe=':/?#=&%@+,;', errors='replace')})" if uri else shown
        rows.append(f"| {linked} | {NOUNS[severity]} | {number[severity, code, name]} |")
    return "\n".join(rows) + "\n"


def _list(report: Report, context: Context) -> str:
    worst_first = [each for severity in Severity for each in report.diagnostics if each.severity is severity]
    total = len(worst_first)
    title = f"All findings ({total})" if total <= LISTED else f"The first {LISTED} of {total} findings"
    items = [_item(each, context.prefix) for each in worst_first[:LISTED]]
    return "\n".join(["<details>", f"<summary>{title}</summary>", "", *items, "", "</details>", ""])


def _item(diagnostic: Diagnostic, prefix: str) -> str:
    where = place(one_line(located(prefix, diagnostic.path), _LONGEST), diagnostic.span)
    what = one_line(diagnostic.message, _LONGEST)
    return f"- {NOUNS[diagnostic.severity]} {_word(diagnostic.code)} at {_code(where)}: {_code(what)}"


def _word(text: str) -> str:
    """A code or a name, which has letters, digits and hyphens alone."""
    return re.sub("[^A-Za-z0-9-]", "�", text)


def _code(text: str) -> str:
    """Text as a code span: between more backticks than it has in a row (https://spec.commonmark.org/0.31.2/#code-spans)."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}"
