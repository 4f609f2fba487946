"""TT5: the sections of an entry's form."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.core.diagnostics import FILE_START, Severity
from trimtab.core.document import Document
from trimtab.core.settings import Settings
from trimtab.core.words import fold
from trimtab.rules.registry import Finding, rule


@rule("TT501", Severity.WARNING)
def missing_section(document: Document, settings: Settings) -> Iterator[Finding]:
    """An entry that follows the form of its kind leaves sections out.

    An entry with fewer than half of the form's sections is taken to have a form of its own and is left alone.

    ## Why is this bad?
    Readers who know the form look for, say, the consequences, and don't find them.

    ## Example
    ```markdown title="worksheets/decision-log.md"
    ---
    title: Decision Log
    summary: A line for each decision.
    ---

    ## Purpose

    Remember why.

    ## Template

    | Date | Decision | Why |
    |---|---|---|
    ```

    ## Use instead
    ```markdown title="worksheets/decision-log.md"
    ---
    title: Decision Log
    summary: A line for each decision.
    ---

    ## Purpose

    Remember why.

    ## How to Fill It In

    One line a decision, on the day.

    ## Template

    | Date | Decision | Why |
    |---|---|---|
    ```
    """
    if document.entry is None:
        return
    form = settings.form(document.entry.kind)
    present = {fold(heading.text) for heading in document.body.headings}
    missing = [name for name in form if fold(name) not in present]
    if missing and 2 * len(missing) <= len(form):
        names = ", ".join(missing)
        plural = "s" if len(missing) > 1 else ""
        yield Finding(
            document,
            document.span("title") if document.front.present else FILE_START,
            f"The section{plural} {names} {'are' if plural else 'is'} missing.",
            f"Add a heading such as `## {missing[0]}`.",
        )


@rule("TT502", Severity.WARNING)
def empty_section(document: Document, settings: Settings) -> Iterator[Finding]:
    """A section of the form has a heading and nothing below it.

    ## Why is this bad?
    The page promises something and doesn't say it.

    ## Example
    ```markdown title="worksheets/decision-log.md"
    ---
    title: Decision Log
    summary: A line for each decision.
    ---

    ## Purpose

    ## How to Fill It In

    One line a decision, on the day.

    ## Template

    | Date | Decision | Why |
    |---|---|---|
    ```

    ## Use instead
    ```markdown title="worksheets/decision-log.md"
    ---
    title: Decision Log
    summary: A line for each decision.
    ---

    ## Purpose

    Remember why.

    ## How to Fill It In

    One line a decision, on the day.

    ## Template

    | Date | Decision | Why |
    |---|---|---|
    ```
    """
    if document.entry is None:
        return
    form = {fold(name) for name in settings.form(document.entry.kind)}
    for section in document.body.sections:
        text = document.source.text[section.start : section.end]
        if fold(section.heading.text) in form and not text.strip(" \n\t-*_"):
            span = document.source.span(section.heading.start, section.heading.end)
            yield Finding(
                document,
                span,
                f"The section {section.heading.text} is empty.",
                "Write it, or take the heading out.",
            )
