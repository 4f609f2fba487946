"""A report as text for people: the finding, the line it stands on with a caret below, and what mends it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from trimtab.core.diagnostics import FILE_START, Diagnostic, Report, Severity

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories that are not shown: a line of a stranger's own could pass for a finding, or for a command to CI."""
_WIDTH = 100
"""How many columns of a source line are shown."""


def render(report: Report, *, prefix: str = "", colour: bool = False) -> str:
    """The whole report, findings first, then one line that counts them.

    Args:
        report: what to show.
        prefix: put before each path, such as `patterns/`, so that paths can be opened from where the reader is.
        colour: whether to use terminal colours.
    """
    console = Console(
        force_terminal=colour,
        no_color=not colour,
        width=10_000,
        highlight=False,
        soft_wrap=True,
        color_system="standard" if colour else None,
    )
    with console.capture() as capture:
        for diagnostic in report.diagnostics:
            console.print(finding(diagnostic, prefix))
        console.print(summary(report))
    return capture.get()


def finding(diagnostic: Diagnostic, prefix: str = "") -> Text:
    """One finding, with an empty line after it."""
    text = Text()
    start = diagnostic.span.start
    text.append(f"{diagnostic.severity}[{diagnostic.code}]", _COLOURS[diagnostic.severity])
    text.append(f" {printable(diagnostic.message)} ", "bold")
    text.append(f"({diagnostic.name})\n", "dim")
    text.append(f"  --> {printable(prefix + diagnostic.path)}:{start.line}:{start.column}\n", "cyan")
    gutter = " " * len(str(start.line))
    if diagnostic.source_line.strip():
        line, caret = _excerpt(diagnostic)
        text.append(f" {gutter} |\n {start.line} | ", "dim")
        text.append(f"{line}\n")
        text.append(f" {gutter} | ", "dim")
        text.append(f"{caret}\n", _COLOURS[diagnostic.severity])
    if diagnostic.help:
        text.append(f" {gutter} = ", "dim")
        text.append("help: ", "bold")
        text.append(f"{printable(diagnostic.help)}\n")
    for other in diagnostic.related:
        place = (
            other.path
            if other.span == FILE_START
            else f"{other.path}:{other.span.start.line}:{other.span.start.column}"
        )
        text.append(f" {gutter} = ", "dim")
        text.append(f"see {printable(prefix + place)}: {printable(other.message)}\n")
    return text


def _excerpt(diagnostic: Diagnostic) -> tuple[str, str]:
    """The line, cut to what surrounds the place, and the caret line below it, both in terminal columns."""
    line = diagnostic.source_line
    start = diagnostic.span.start.column - 1
    same_line = diagnostic.span.end.line == diagnostic.span.start.line
    end = diagnostic.span.end.column - 1 if same_line else len(line)
    first = max(0, start - _WIDTH // 2) if len(line) > _WIDTH else 0
    last = min(len(line), first + _WIDTH)
    before, marked = line[first:start], line[start : max(min(end, last), start)]
    lead, tail = ("…" if first else ""), ("…" if last < len(line) else "")
    shown = lead + "".join(_cells(line[first:last])) + tail
    pad = " " * (len(lead) + sum(map(_width, _cells(before))))
    return shown, pad + "^" * max(1, sum(map(_width, _cells(marked))))


def _cells(text: str) -> Iterator[str]:
    """Characters as they are shown: tabs as four blanks, invisible ones as a sign."""
    for char in text:
        if char == "\t":
            yield "    "
        else:
            yield printable(char)


def _width(cell: str) -> int:
    if len(cell) > 1:
        return len(cell)
    if unicodedata.combining(cell):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in "WF" else 1


def printable(text: str) -> str:
    """Text that stays on its line and can't move a terminal's cursor: control characters become a sign."""
    return "".join("�" if unicodedata.category(char) in _UNPRINTABLE else char for char in text)


def summary(report: Report) -> Text:
    """One line that counts the findings."""
    if not report.diagnostics:
        return Text("All entries are sound.", "bold green")
    counts = [(report.count(severity), noun) for severity, noun in _NOUNS.items()]
    parts = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
    return Text(f"Found {' and '.join(parts)}.", "bold")
