"""TT5: the sections of an entry's form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from trimtab.core.body import Heading, Section
from trimtab.core.diagnostics import FILE_START, Edit, Fix, Related, Severity
from trimtab.core.document import Document
from trimtab.core.masking import BLANK
from trimtab.core.model import Status
from trimtab.core.settings import Settings
from trimtab.core.text import hints
from trimtab.core.text.hints import CountHint, Hint
from trimtab.core.words import clean_heading, fold
from trimtab.rules.places import body_fields
from trimtab.rules.registry import Finding, rule

_NUMBER = re.compile(r"(?:section\s+)?(\d{1,3})\s*[.:)]", re.IGNORECASE)
_GLUED = re.compile(r"#{2,6}[ \t]{1,8}(?=[^\Wa-z_])[^\n\x00]{1,200}")
"""What would be a heading at the beginning of a line; its first word has a capital or is a number."""
_NO_TEXT = "#\n \t\\([{<|/&\"'`=:"
"""What may stand before number signs that are no heading that has lost its line."""
_BRACKETS = re.compile(r"\([^()]*\)$")
_SHOWN = 60
"""How much of a text a message shows, in characters."""


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
    """A heading of an entry has nothing below it.

    Comments don't count, but for those in a draft, which say what is to be written. A heading with others of deeper
    levels below it isn't empty.

    ## Why is this bad?
    The page promises something and doesn't say it.

    ## Example
    ```markdown title="worksheets/decision-log.md"
    ---
    title: Decision Log
    summary: A line for each decision.
    ---

    ## Purpose

    <!-- Purpose: what one can do with the sheet -->

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
    title = _title(document)
    for section in document.body.sections:
        if section.heading is not title and _is_empty(document, section):
            yield Finding(
                document,
                document.source.span(section.heading.start, section.heading.end),
                f"The section {section.heading.text} is empty.",
                "Write it, or take the heading out.",
            )


@rule("TT503", Severity.WARNING)
def leftover_hint(document: Document, settings: Settings) -> Iterator[Finding]:
    """A hint to the author is still in the text.

    Counts of words in headings, lines that say `TBD`, notes that begin with `TODO:`, `[insert name]`, `{{name}}`, and
    comments such as `<!-- Purpose: ... -->`. In code, in the template of a worksheet and in the comments of a draft
    they are meant.

    ## Why is this bad?
    Readers see that the text isn't finished, or take the hint for a part of it.

    ## Example
    ```markdown title="worksheets/decision-log.md"
    ---
    title: Decision Log
    summary: A line for each decision.
    ---

    ## 1. Purpose (20-40 words)

    Remember why.

    ## How to Fill It In

    TBD

    ## Template

    | Date | Decision | Why |
    |---|---|---|
    | {{date}} | | |
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
    | {{date}} | | |
    ```
    """
    source, body = document.source, document.body
    form = _folded(settings.form(document.entry.kind)) if document.entry is not None else frozenset()
    for heading in body.headings:
        line = source.text[heading.start : heading.end].partition("\n")[0]
        count = hints.in_heading(line, heading.start, form)
        if count is not None:
            yield _count_hint(document, settings, heading, line, count)
    template = _template(document)
    for hint in hints.find(body.masked, body.start):
        if hint.start not in template:
            yield _hint(
                document, hint, "A hint is left in the text", "Write what belongs there, or delete it."
            )
    if document.entry is None or document.entry.status is Status.DRAFT:
        return
    if document.entry.summary.startswith(hints.UNWRITTEN):
        yield Finding(
            document,
            document.span("summary"),
            "The summary is still to be written.",
            "Write one or two sentences that say what it is.",
        )
    comments = list(hints.in_comments(source.text, body.start))
    empty = [section for section in body.sections if comments and _is_empty(document, section)]
    for hint in comments:
        if not any(section.start <= hint.start < section.end for section in empty):
            yield _hint(document, hint, "A hint is left in a comment", "Delete the comment.")


@rule("TT504", Severity.WARNING)
def duplicate_heading(document: Document, settings: Settings) -> Iterator[Finding]:
    """Two headings of one level, below the same heading, say the same.

    Numbers and counts of words don't tell headings apart.

    ## Why is this bad?
    In a table of contents nobody can tell them apart, and links lead to the first. Mostly a part was pasted twice, or
    the second heading is a slip.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ## 6. References

    A book.

    ## 8. References

    Another book.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ## 6. References

    A book, and another book.
    ```
    """
    seen: dict[tuple[int, int, str], Heading] = {}
    above: list[Heading] = []
    for heading in document.body.headings:
        while above and above[-1].level >= heading.level:
            above.pop()
        parent = above[-1].start if above else -1
        above.append(heading)
        words = clean_heading(heading.text).casefold()
        first = seen.get((parent, heading.level, words))
        if first is None and words.endswith(")"):
            plain = seen.get((parent, heading.level, _BRACKETS.sub("", words).rstrip()))
            first = plain if plain is not None and _same_number(document, heading, plain) else None
        if first is None:
            seen[(parent, heading.level, words)] = heading
        elif words:
            span = document.source.span(first.start, first.end)
            named = "" if first.text == heading.text else f", “{first.text}”"
            yield Finding(
                document,
                document.source.span(heading.start, heading.end),
                f"The heading “{heading.text}” repeats the one in line {span.start.line}{named}.",
                "Join what stands below the two, or say what sets them apart.",
                (Related(document.path, span, "the first one"),),
            )


@rule("TT505", Severity.WARNING)
def heading_level_jump(document: Document, settings: Settings) -> Iterator[Finding]:
    """A heading is more than one level deeper than the one before it.

    The first heading of a body may have any level. A heading that repeats the title of an entry isn't counted, as the
    page shows the title at its head.

    ## Why is this bad?
    A level is missing in the outline. The section belongs to one that it should stand beside, and people who read
    with a screen reader look for what isn't there.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ## Before

    Write down the mechanism.

    #### During

    Ask whether it worked.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ## Before

    Write down the mechanism.

    ## During

    Ask whether it worked.
    ```
    """
    headings = document.body.headings
    first = 0 if _title(document) is None else 1
    for index in range(first + 1, len(headings)):
        before, heading = headings[index - 1], headings[index]
        surplus = heading.level - before.level - 1
        if surplus > 0:
            yield Finding(
                document,
                document.source.span(heading.start, heading.end),
                f"The heading “{heading.text}” is of level {heading.level}, the one before it of level {before.level}.",
                f"Make it level {before.level} if it stands beside that one, {before.level + 1} if it's part of it.",
                (
                    Related(
                        document.path, document.source.span(before.start, before.end), "the one before it"
                    ),
                ),
                Fix(tuple(_raised(document, index, surplus)), safe=False, fields=body_fields(settings)),
            )


@rule("TT506", Severity.WARNING)
def misordered_sections(document: Document, settings: Settings) -> Iterator[Finding]:
    """The sections of an entry's form stand in another order than the form's.

    An entry with fewer than half of the form's sections is taken to have a form of its own and is left alone.

    ## Why is this bad?
    Readers who know the form look for the problem before the solution, and the text below assumes what comes later.

    ## Example
    ```markdown title="worksheets/decision-log.md"
    ---
    title: Decision Log
    summary: A line for each decision.
    ---

    ## How to Fill It In

    One line a decision, on the day.

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
    order = {name: index for index, name in enumerate(form)}
    present: dict[str, Heading] = {}
    for heading in document.body.headings:
        if heading.text in order:
            present.setdefault(heading.text, heading)
    if 2 * len(present) < len(form):
        return
    for name, heading in present.items():
        early = next((other for other in present if order[other] > order[name]), name)
        if present[early].start < heading.start:
            yield Finding(
                document,
                document.source.span(heading.start, heading.end),
                f"The section {name} stands below {early}.",
                f"The order of the form is {', '.join(form)}.",
            )
            return


@rule("TT507", Severity.WARNING)
def glued_heading(document: Document, settings: Settings) -> Iterator[Finding]:
    """A heading stands behind other text, in one line with it.

    ## Why is this bad?
    It's no heading there: the page shows the number signs, and what follows belongs to the section before.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ## Before

    Write down the mechanism.## During

    Ask whether it worked.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ## Before

    Write down the mechanism.

    ## During

    Ask whether it worked.
    ```
    """
    masked = document.body.masked
    at = masked.find("#", document.body.start + 1)
    while at >= 0:
        match = _GLUED.match(masked, at) if masked[at - 1] not in _NO_TEXT else None
        if match and masked[at - 1] != BLANK:
            span = document.source.span(*match.span())
            edit = Edit(document.source.span(at, at), "\n\n")
            yield Finding(
                document,
                span,
                f"The heading `{_short(match[0])}` is glued to the text before it.",
                "Put an empty line before it.",
                fix=Fix((edit,), safe=False, fields=body_fields(settings)),
            )
        at = masked.find("#", at + 1)


@cache
def _folded(form: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, form))


def _title(document: Document) -> Heading | None:
    """The first heading of an entry's body, if it repeats the title: the page doesn't show it again."""
    headings = document.body.headings
    if document.entry is None or not headings or headings[0].level != 1:
        return None
    return headings[0] if fold(headings[0].text) == fold(document.title) else None


def _raised(document: Document, index: int, surplus: int) -> Iterator[Edit]:
    """The edits that raise a heading, and all that belong to it or stand beside it, by some levels."""
    headings = document.body.headings
    lowest = headings[index].level - surplus
    for heading in islice(headings, index, None):
        if heading.level <= lowest:
            return
        number = min(surplus, heading.level - lowest)
        yield Edit(document.source.span(heading.start, heading.start + number), "")


def _is_empty(document: Document, section: Section) -> bool:
    text = document.source.text[section.start : section.end].strip(_NOTHING)
    if not text.startswith("<!--") or document.entry is None or document.entry.status is Status.DRAFT:
        return not text
    at = 0
    while text.startswith("<!--", at):
        end = text.find("-->", at + 4)
        if end < 0:
            return False
        at = end + 3
        while at < len(text) and text[at] in _NOTHING:
            at += 1
    return at == len(text)


_NOTHING = " \n\t-*_"
"""What makes up blank lines and lines across the page."""


def _template(document: Document) -> range:
    """The part of a worksheet that is there to be filled in."""
    entry = document.entry
    section = document.body.section("Template") if entry is not None and entry.kind == "worksheet" else None
    return range(section.start, section.end) if section else range(0)


def _hint(document: Document, hint: Hint, message: str, cure: str) -> Finding:
    shown = _short(" ".join(hint.text.split()))
    return Finding(document, document.source.span(hint.start, hint.end), f"{message}: `{shown}`.", cure)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _count_hint(
    document: Document, settings: Settings, heading: Heading, line: str, hint: CountHint
) -> Finding:
    """A finding about a count of words. Without it the heading of a section keeps its address; others may change it."""
    keeps_address = hint.is_section or "#" in line[hint.end - heading.start :].strip(" #")
    cure = f"Write `{line[: hint.start - heading.start]}{hint.cleaned}`"
    span = document.source.span(hint.start, hint.end)
    return Finding(
        document,
        span,
        f"The heading still says how much to write: `{hint.hint}`.",
        f"{cure}; `trimtab check --fix` does."
        if keeps_address
        else f"{cure}; the heading's address changes.",
        fix=Fix((Edit(span, hint.cleaned),), safe=keeps_address, fields=body_fields(settings)),
    )


def _same_number(document: Document, one: Heading, other: Heading) -> bool:
    """Whether two headings are typed with the same number."""
    first, second = (
        _NUMBER.match(document.source.text[heading.start : heading.end].lstrip("# "))
        for heading in (one, other)
    )
    return bool(first and second and first[1] == second[1])
