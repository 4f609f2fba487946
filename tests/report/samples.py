"""Reports that the tests of several formats share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from hypothesis import strategies as st

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
from trimtab.report.context import Context, RuleInfo


def span(line: int, start: int, end: int | None = None, *, last: int | None = None) -> Span:
    """Some columns of a line, or of several."""
    return Span(Position(line, start), Position(last or line, start if end is None else end))


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
    values = {
        "code": "TT999",
        "name": "bad-thing",
        "path": "a.md",
        "span": span(at, start, end),
        "source_line": line,
        **fields,
    }
    return Diagnostic(severity=severity, message=message, **values)  # type: ignore[arg-type]


RULES = (
    RuleInfo(
        "TT202",
        "invalid-field",
        Severity.ERROR,
        "A field's value is not of its kind.",
        "A field's value is not of its kind.\n\n## Why is this bad?\nThe page can't\nshow it.\n\n"
        "## Example\n```yaml\nx\n```",
        "https://example.org/rules/#tt202",
    ),
    RuleInfo("TT204", "misspelt-key", Severity.WARNING, "A key is misspelt.", "A key is misspelt."),
)

GUIDE = Report(
    [
        diagnostic(
            "confidence: certain",
            13,
            20,
            at=5,
            code="TT202",
            name="invalid-field",
            path="short-checkpoint.md",
            message="`certain` is not a confidence.",
            help="Write 1, 2 or 3 (★ low, ★★ medium, ★★★ high).",
        ),
        diagnostic(
            "tag: [feedback]",
            1,
            4,
            at=6,
            severity=Severity.WARNING,
            code="TT204",
            name="misspelt-key",
            path="short-checkpoint.md",
            message="`tag` is not a key that Trimtab knows.",
            help="Did you mean `tags`?",
            fix=Fix((Edit(span(6, 1, 4), "tags"),), safe=False),
        ),
    ]
)
"""The findings that the guide's page on checking shows in each format."""
GUIDE_CONTEXT = Context(version="0.1.0", prefix="patterns/", rules=RULES, entries=62)

WHOLE = Report(
    [
        diagnostic(
            "See [[writen]] here.",
            5,
            15,
            at=9,
            help="Mend it.",
            related=(Related("b.md", FILE_START, "begins so"), Related("c.md", span(2, 3, 4), "is here")),
            fix=Fix((Edit(span(9, 7, 13), "written"), Edit(span(10, 1, 1), "\n")), fields=("tags",)),
        ),
        diagnostic(severity=Severity.WARNING, fix=Fix((Edit(span(1, 1, 3), ""),), safe=False)),
        diagnostic(severity=Severity.INFO, path="ä b/c#d%.md", message="There is more."),
    ]
)
"""A report that has something in every part of a finding."""

EVIL = (
    "::stop-commands::x",
    "  ::set-env name=A::b",
    "##[error]x",
    "###[stop-commands]x",
    "##vso[task.setvariable variable=a]b",
    "\n::error::x",
    "\r\n",
    "\x85",
    "\u2028",
    "\x1b]0;x\x07\x1b[31m",
    "\x00",
    "\t",
    "`",
    "``` ",
    "|",
    "\\",
    "]]>",
    "<script>alert(1)</script>",
    "</summary></details>",
    "-->",
    "&amp;",
    "[a](https://example.org)",
    "![a](b)",
    "{0}",
    "%0A",
    "%",
    ",",
    ":",
    "=",
    "@everyone",
    "https://example.org",
    "\ud83d",
    "\udcff",
    "\ufffe",
    "\U0001f600",
    "e\u0301",
    "\u202e",
    "日本",
    " ",
)
"""What could be obeyed, break a line, or not be written at all."""

texts = st.lists(st.sampled_from(EVIL) | st.text(st.characters(), max_size=5), max_size=6).map("".join)
"""Any text: half surrogates, control characters and commands included."""
_positions = st.builds(Position, st.integers(1, 40), st.integers(1, 300))
_spans = st.tuples(_positions, _positions).map(lambda ends: Span(min(ends), max(ends))) | st.just(FILE_START)
_edits = st.lists(st.builds(Edit, _spans, texts), max_size=3).map(tuple)
_diagnostics = st.builds(
    Diagnostic,
    code=texts,
    name=texts,
    severity=st.sampled_from(Severity),
    message=texts,
    path=texts,
    span=_spans,
    help=texts,
    related=st.lists(st.builds(Related, texts, _spans, texts), max_size=2).map(tuple),
    source_line=texts,
    fix=st.none() | st.builds(Fix, _edits, st.booleans()),
)
reports = st.lists(_diagnostics, max_size=6).map(Report)
_rules = st.builds(RuleInfo, texts, texts, st.sampled_from(Severity), texts, texts, texts)
contexts = st.builds(
    Context,
    version=texts,
    prefix=texts,
    colour=st.just(False),
    rules=st.lists(_rules, max_size=2).map(tuple),
    hidden=st.integers(0, 3),
    entries=st.none() | st.integers(0, 3),
)


SCHEMA = json.loads(files("trimtab.report").joinpath("schemas/findings-v1.json").read_text(encoding="utf-8"))
"""The published schema of the JSON."""


def declared(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property that the schema declares, by its path, such as `findings[].start.line`."""
    if "$ref" in schema:
        yield from declared(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path)
    for each in schema.get("oneOf", ()):
        yield from declared(each, path)
    if "items" in schema:
        yield from declared(schema["items"], f"{path}[]")
    for name, inner in schema.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield below, inner
        yield from declared(inner, below)
