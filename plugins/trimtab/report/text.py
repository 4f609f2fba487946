"""A report as text for people: whole findings with their lines, or one line each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator

from rich.console import Console
from rich.text import Text

from trimtab.core.diagnostics import FILE_START, Diagnostic, Edit, Report, Severity, Span
from trimtab.report.context import Context, located

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""What people call a finding of each severity, worst first."""
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories that are not shown: a line of a stranger's own could pass for a finding, or for a command to CI."""
_CI_COMMAND = re.compile(r"##(?=\w*\[)")
_WIDTH = 100
"""How many columns of a source line, and how many characters of an offered edit, are shown."""
_Part = tuple[str, str]
"""Some words with the style that a terminal shows them in."""
_LONGEST = 4000
"""How many characters of a message, a help or a path are shown."""


def full(report: Report, context: Context) -> str:
    """The whole report, findings first, then one line that counts them."""
    return _printed(_finding, report, context)


def concise(report: Report, context: Context) -> str:
    """One line a finding, `path:line:column: severity[CODE] message (name)`, then one that counts them."""
    return _printed(_line, report, context)


def finding(diagnostic: Diagnostic, prefix: str = "") -> Text:
    """One finding, with an empty line after it."""
    return _assembled(_finding(diagnostic, prefix))


def _finding(diagnostic: Diagnostic, prefix: str) -> Iterator[_Part]:
    start, colour = diagnostic.span.start, _COLOURS[diagnostic.severity]
    yield f"{diagnostic.severity}[{one_line(diagnostic.code)}]", colour
    yield f" {one_line(diagnostic.message)} ", "bold"
    yield f"({one_line(diagnostic.name)})\n", "dim"
    yield f"  --> {one_line(located(prefix, diagnostic.path))}:{start.line}:{start.column}\n", "cyan"
    gutter = " " * len(str(start.line))
    if diagnostic.source_line.strip():
        line, caret = _excerpt(diagnostic)
        yield f" {gutter} |\n {start.line} | ", "dim"
        yield f"{line}\n", ""
        yield f" {gutter} | ", "dim"
        yield f"{caret}\n", colour
    for label, note in _notes(diagnostic, prefix):
        yield f" {gutter} = ", "dim"
        yield f"{label}: ", "bold"
        yield f"{note}\n", ""


def _notes(diagnostic: Diagnostic, prefix: str) -> Iterator[tuple[str, str]]:
    """What mends a finding and what else it speaks of, each with its label."""
    if diagnostic.help:
        yield "help", one_line(diagnostic.help)
    if mendable(diagnostic):
        yield "fix", "trimtab check --fix"
    elif diagnostic.fix is not None:
        for edit in diagnostic.fix.edits:
            yield "possible fix", _offer(edit, diagnostic)
    for other in diagnostic.related:
        yield f"see {place(located(prefix, other.path), other.span)}", one_line(other.message)


def _offer(edit: Edit, diagnostic: Diagnostic) -> str:
    """An edit in words. What it replaces is shown where it stands on the finding's own line."""
    start, end = edit.span.start, edit.span.end
    new = f"`{_shown(edit.text)}`"
    if start == end:
        return f"insert {new} at {start.line}:{start.column}"
    if start.line == end.line == diagnostic.span.start.line and diagnostic.source_line:
        old = f"`{_shown(diagnostic.source_line[start.column - 1 : end.column - 1])}`"
    else:
        old = f"{start.line}:{start.column} to {end.line}:{end.column}"
    return f"replace {old} with {new}" if edit.text else f"delete {old}"


def _shown(text: str) -> str:
    return one_line(text.replace("\n", "⏎"), _WIDTH)


def _line(diagnostic: Diagnostic, prefix: str) -> Iterator[_Part]:
    start = diagnostic.span.start
    where = f"{one_line(located(prefix, diagnostic.path))}:{start.line}:{start.column}"
    if where.lstrip().startswith("::"):
        where = f"./{where}"  # GitHub takes a line that begins with two colons for a command
    yield f"{where}: ", "cyan"
    yield f"{diagnostic.severity}[{one_line(diagnostic.code)}]", _COLOURS[diagnostic.severity]
    yield f" {one_line(diagnostic.message)} ", ""
    yield f"({one_line(diagnostic.name)})", "dim"


def place(path: str, span: Span) -> str:
    """A path with line and column, or the path alone where the file as a whole is meant."""
    where = one_line(path)
    return where if span == FILE_START else f"{where}:{span.start.line}:{span.start.column}"


def _excerpt(diagnostic: Diagnostic) -> tuple[str, str]:
    """The line, cut to what surrounds the place, and the caret line below it, both in terminal columns."""
    line = _inert(diagnostic.source_line)
    start = diagnostic.span.start.column - 1
    same_line = diagnostic.span.end.line == diagnostic.span.start.line
    end = diagnostic.span.end.column - 1 if same_line else len(line)
    first = max(0, start - _WIDTH // 2) if len(line) > _WIDTH else 0
    last = min(len(line), first + _WIDTH)
    before, marked = line[first:start], line[start : max(min(end, last), start)]
    lead, tail = ("…" if first else ""), ("…" if last < len(line) else "")
    shown = lead + "".join(_cells(line[first:last])) + tail
    return shown, " " * (len(lead) + _columns(before)) + "^" * max(1, _columns(marked))


def _cells(text: str) -> Iterable[str]:
    """Characters as they are shown: tabs as four blanks, invisible ones as a sign."""
    return text if text.isprintable() else ("    " if char == "\t" else printable(char) for char in text)


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes as it is shown."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(_width, _cells(text)))


def _width(cell: str) -> int:
    if len(cell) > 1:
        return len(cell)
    if unicodedata.combining(cell):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in "WF" else 1


def printable(text: str) -> str:
    """Text that stays on its line and can't move a terminal's cursor: control characters become a sign."""
    if text.isprintable():
        return text
    if text.isprintable():  # most texts are, and this is much faster
        return text
    return "".join("�" if unicodedata.category(char) in _UNPRINTABLE else char for char in text)


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Printable text that no CI takes for a command, cut to a number of characters."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return _inert(printable(cut))


def _inert(text: str) -> str:
    """Text of the same length in which no command to CI stands.

    GitHub's runner obeys `##[command]` wherever it stands on a line, and Azure Pipelines `##vso[command]`:
    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    """
    return _CI_COMMAND.sub("#�", text)


def mendable(diagnostic: Diagnostic) -> bool:
    """Whether `trimtab check --fix` mends a finding."""
    return diagnostic.fix is not None and diagnostic.fix.safe and bool(diagnostic.fix.edits)


def summary(report: Report, context: Context) -> Text:
    """One line that counts the findings, and says how many can be mended and how many a baseline hides."""
    entries, hidden = context.entries, context.hidden
    found = len(report.diagnostics)
    if found:
        among = "" if entries is None else f" in {entries} {'entry' if entries == 1 else 'entries'}"
        line = Text(f"Found {counts(report.diagnostics)}{among}.", "bold")
    elif hidden:
        line = Text("Nothing new was found.", "bold green")
    else:
        line = Text(_all_sound(entries), "bold green")
    fixable = sum(map(mendable, report.diagnostics))
    if fixable:
        which = "it" if found == 1 else "all of them" if fixable == found else f"{fixable} of them"
        line.append(f" `trimtab check --fix` mends {which}.")
    if hidden:
        line.append(f" The baseline hides {hidden} finding{'' if hidden == 1 else 's'}.")
    return line


def _all_sound(entries: int | None) -> str:
    if entries == 0:
        return "There are no entries."
    if entries == 1:
        return "The one entry is sound."
    return "All entries are sound." if entries is None else f"All {entries} entries are sound."


def counts(diagnostics: Collection[Diagnostic]) -> str:
    """How many findings there are of each severity, worst first, such as `1 error and 2 notes`."""
    number = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [
        f"{number[severity]} {noun}{'' if number[severity] == 1 else 's'}"
        for severity, noun in NOUNS.items()
        if number[severity]
    ]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _printed(parts: Callable[[Diagnostic, str], Iterable[_Part]], report: Report, context: Context) -> str:
    """The findings below each other, then the summary, with the terminal's colours or without."""
    found = (parts(diagnostic, context.prefix) for diagnostic in report.diagnostics)
    if not context.colour:
        plain = ("".join(text for text, _ in one) for one in found)
        return "".join(f"{text}\n" for text in (*plain, summary(report, context).plain))
    console = Console(
        force_terminal=True,
        no_color=False,
        width=10_000,
        highlight=False,
        soft_wrap=True,
        color_system="standard",
    )
    with console.capture() as capture:
        for text in (*map(_assembled, found), summary(report, context)):
            console.print(text)
    return capture.get()


def _assembled(parts: Iterable[_Part]) -> Text:
    """Parts as one text; not through markup, which an author's brackets could be taken for."""
    text = Text()
    for words, style in parts:
        text.append(words, style)
    return text
