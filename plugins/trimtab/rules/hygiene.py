"""TT9: characters and lines that hide what a text says, or stand in the way of whoever edits it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from trimtab.core.diagnostics import Edit, Fix, Position, Severity, Span
from trimtab.core.document import Document
from trimtab.core.masking import BLANK
from trimtab.core.settings import Settings
from trimtab.core.text import tables
from trimtab.core.text.characters import Hidden, Odd, name_of, odd
from trimtab.core.text.mojibake import LOST, Garbled
from trimtab.core.text.mojibake import find as garbled
from trimtab.rules.places import fields_at
from trimtab.rules.registry import Finding, rule

MANY = 20
"""In how many lines of a file hidden characters are reported one by one; beyond that, the file gets one finding."""
LONGEST = 5_000
"""How many characters a line may have."""
_SHOWN = 30
"""How much of a text a message shows, in characters."""
_CONFLICT = re.compile(r"^<{7} [^\n]*", re.MULTILINE)
_Found = TypeVar("_Found", Odd, Garbled)


@rule("TT901", Severity.WARNING)
def control_character(document: Document, settings: Settings) -> Iterator[Finding]:
    r"""The text holds a control character.

    Tabs and line feeds are meant. One finding a line; a file in which more than 20 lines hold one gets a single
    finding.

    ## Why is this bad?
    Nobody sees it, programs stumble over it, and a line separator ends a line in some of them and not in others. It
    mostly comes from a word processor or a broken copy.

    ## Example
    ```markdown title="checkpoint.md" escaped
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask\x0bwhether the mechanism worked.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask whether the mechanism worked.
    ```
    """
    found = _hidden(document, Hidden.CONTROL)
    if not found:
        return
    # YAML allows none, so that the front matter was reported already; and some are part of garbled letters.
    unread = document.front.body_start if document.front.faults else 0
    parts = {at for one in garbled(document.source.text) for at in range(one.start, one.end)}
    found = [one for one in found if one.start >= unread and one.start not in parts]
    for some, where in _by_line(document, found):
        edits = [(one, " " if one.ends_line else "") for one in some]
        yield _finding(
            document,
            some,
            f"{where} {_listed(some)}.",
            "Delete it, or put a blank or a line break in its place.",
            _fix(document, settings, edits, safe=False),
        )


@rule("TT902", Severity.WARNING)
def invisible_character(document: Document, settings: Settings) -> Iterator[Finding]:
    r"""The text holds a character that nobody sees.

    Zero-width spaces, soft hyphens, byte order marks within the text and the like. Joiners beside letters or emoji
    that need them, and marks of direction in lines that run from right to left, are meant. One finding a line; a file
    in which more than 20 lines hold one gets a single finding.

    ## Why is this bad?
    Two words that look alike are not the same: search, names and links don't find what everybody reads.

    ## Example
    ```markdown title="checkpoint.md" escaped
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask whether the mech\xe2\x80\x8banism worked.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask whether the mechanism worked.
    ```
    """
    for some, where in _by_line(document, _hidden(document, Hidden.INVISIBLE)):
        yield _finding(
            document,
            some,
            f"{where} {_listed(some)}, which nobody sees.",
            "Delete it; `trimtab check --fix` does.",
            _fix(document, settings, [(one, "") for one in some], safe=True),
        )


@rule("TT903", Severity.INFO)
def giant_line(document: Document, settings: Settings) -> Iterator[Finding]:
    """A line has more than 5,000 characters.

    Padding in tables doesn't count, as it is reported by a rule of its own. Lines that follow one another are one
    finding.

    ## Why is this bad?
    Whoever changes a word changes the whole line. Nobody can see in a comparison what changed, two people can't work on
    it at once, and editors slow down.
    """
    text = document.source.text
    if not _may_be_giant(text):
        return
    giants = [
        (number, length)
        for number, line in enumerate(text.split("\n"), 1)
        if len(line) > LONGEST and (length := tables.shortened(line) if "|" in line else len(line)) > LONGEST
    ]
    for _, group in groupby(enumerate(giants), lambda item: item[1][0] - item[0]):
        some = [giant for _, giant in group]
        first, last, longest = some[0][0], some[-1][0], max(length for _, length in some)
        yield Finding(
            document,
            Span(Position(first, 1), Position(first, len(document.source.line(first)) + 1)),
            f"The line has {longest:,} characters."
            if first == last
            else f"Lines {first} to {last} have up to {longest:,} characters.",
            "Break it where a sentence ends; Markdown joins the lines of a paragraph.",
        )


@rule("TT904", Severity.WARNING)
def padded_table(document: Document, settings: Settings) -> Iterator[Finding]:
    """The cells of a table are padded with more than 100 blanks in a row.

    One finding a table.

    ## Why is this bad?
    The file grows by kilobytes that say nothing. Nobody can read the table where it's written, and some programs take
    minutes for it.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    | Sign | Meaning |
    |------|---------|
    | Late | Wait                                                                                                        |
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    | Sign | Meaning |
    |------|---------|
    | Late | Wait |
    ```
    """  # noqa: E501 - that is the matter
    for table in tables.padded(document.body.masked, document.body.start):
        source = document.source
        edits = tuple(Edit(source.span(start, end), by) for start, end, by in table.runs)
        first = next((start, end) for start, end, by in table.runs if by != "---")
        one = "row is" if table.lines == 1 else f"table of {table.lines} rows is"
        if table.is_sound:
            cure = "Take them out; `trimtab check --fix` does."
        else:
            cure = (
                "Part the rows first: below its head the table has no row of dashes, so that none is shown."
            )
        yield Finding(
            document,
            source.span(*first),
            f"The {one} padded with {table.blanks:,} blanks.",
            cure,
            fix=Fix(edits) if table.is_sound else None,
        )


@rule("TT905", Severity.ERROR)
def bidirectional_override(document: Document, settings: Settings) -> Iterator[Finding]:
    r"""The text holds a character that changes the order in which others are shown.

    In lines with letters that run from right to left such characters are meant, as long as each change of direction
    ends in its line and none overrides what the letters themselves say.

    ## Why is this bad?
    What people read is not what the file says: a number, a link or a name can be made to look like another. See
    <https://trojansource.codes/>.

    ## Example
    ```markdown title="checkpoint.md" escaped
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Pay \xe2\x80\xae001\xe2\x80\xac at the door.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Pay 001 at the door.
    ```
    """
    for some, where in _by_line(document, _hidden(document, Hidden.DIRECTION)):
        yield _finding(
            document,
            some,
            f"{where} {_listed(some)}, so that people read something else than the file says.",
            "Delete it, and read the line again.",
            _fix(document, settings, [(one, "") for one in some], safe=False),
        )


@rule("TT906", Severity.WARNING)
def mojibake(document: Document, settings: Settings) -> Iterator[Finding]:
    """Letters were read in the wrong encoding.

    Only what no language writes is found, such as `â€™` for an apostrophe, and not in code. One finding a line; a file
    in which more than 20 lines are garbled gets a single finding.

    ## Why is this bad?
    Readers see signs instead of letters, and search finds neither the one nor the other.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask over a cafÃ©, and donâ€™t judge.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask over a café, and don’t judge.
    ```
    """
    masked, start = document.body.masked, document.body.start
    unread = any(fault.kind == "not-utf-8" for fault in document.faults)
    found = [
        one
        for one in garbled(document.source.text)
        if (one.start < start or masked[one.start] != BLANK) and not (unread and LOST in one.text)
    ]
    for some, where in _by_line(document, found):
        first = some[0]
        if first.repaired:
            message = f"{where} `{_short(first.text)}`, which is a garbled `{_short(first.repaired)}`"
            cure = f"Write `{_short(first.repaired)}`, and save the file as UTF-8."
        else:
            message = f"{where} {name_of(LOST)}, where a letter was lost"
            cure = "Write the letter that is meant."
        rest = len(some) - 1
        edits = [(one, one.repaired) for one in some if one.repaired]
        yield _finding(
            document,
            some,
            message + (f", and {rest} more." if rest else "."),
            cure,
            _fix(document, settings, edits, safe=False) if edits else None,
        )


@rule("TT908", Severity.ERROR)
def merge_conflict(document: Document, settings: Settings) -> Iterator[Finding]:
    """The marks of a merge that git couldn't finish are still there.

    They are looked for at the beginnings of lines, and not in code.

    ## Why is this bad?
    The page shows both versions of a text, one after the other, with the marks between them.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    <<<<<<< HEAD
    Ask whether the mechanism worked.

    =======
    Ask why it worked.

    >>>>>>> mechanism
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask whether the mechanism worked, and why.
    ```
    """
    text = document.source.text
    if "<" not in text or "<<<<<<< " not in text:
        return
    masked = document.body.masked
    for match in _CONFLICT.finditer(text):
        if masked[match.start()] == BLANK and match.start() >= document.body.start:
            continue
        yield Finding(
            document,
            document.source.span(*match.span()),
            f"A merge conflict is left as git marked it: `{_short(match[0])}`.",
            "Choose what is to stay, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`.",
        )


def _hidden(document: Document, why: Hidden) -> list[Odd]:
    return [one for one in odd(document.source.text) if one.why is why]


def _by_line(document: Document, found: Sequence[_Found]) -> Iterator[tuple[list[_Found], str]]:
    """What was found, line by line, with the beginning of a sentence; all at once if there are too many lines."""
    lines = [list(some) for _, some in groupby(found, lambda one: document.source.position(one.start).line)]
    if len(lines) > MANY:
        yield [one for some in lines for one in some], f"{len(lines):,} lines hold"
    else:
        yield from ((some, "The line holds") for some in lines)


def _finding(
    document: Document, some: Sequence[Odd | Garbled], message: str, cure: str, fix: Fix | None
) -> Finding:
    """A finding at the first place of some that stand in one line or in many."""
    span = document.source.span(some[0].start, some[-1].end)
    if span.end.line > span.start.line:
        span = document.source.span(some[0].start, some[0].end)
    return Finding(document, span, message, cure, fix=fix)


def _fix(
    document: Document, settings: Settings, edits: Sequence[tuple[Odd | Garbled, str]], *, safe: bool
) -> Fix:
    source = document.source
    fields = fields_at(document, settings, (one.start for one, _ in edits))
    return Fix(tuple(Edit(source.span(one.start, one.end), by) for one, by in edits), safe, fields)


def _listed(some: Sequence[Odd]) -> str:
    """Characters by name, each with how often it is there."""
    counts = Counter(name_of(one.char) for one in some)
    names = [name if count == 1 else f"{name} {count:,} times" for name, count in counts.items()]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _may_be_giant(text: str) -> bool:
    """Whether a stretch of half the allowed length has no line end: a longer line can't do without one."""
    half = LONGEST // 2
    return any(text.find("\n", at, at + half) < 0 for at in range(0, len(text) - half, half))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
