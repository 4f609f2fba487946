"""What tests share."""

from __future__ import annotations

from collections.abc import Mapping

from trimtab.core.diagnostics import Fix, Span
from trimtab.core.library import Library
from trimtab.core.settings import parse
from trimtab.core.source import Source
from trimtab.edit.texts import replace, replacements


def library(files: Mapping[str, str | bytes], **options: object) -> Library:
    """A library of `{path: text}`; the other arguments are the plugin's options."""
    sources = [
        Source.decode(path, text if isinstance(text, bytes) else text.encode())
        for path, text in files.items()
        if path.endswith(".md")
    ]
    return Library(parse(options), sources, files)


def place(span: Span) -> tuple[int, int]:
    """The line and column that a span begins at."""
    return (span.start.line, span.start.column)


def inside(source: Source, span: Span) -> bool:
    """Whether a span lies in its file; the end of a line, and of the file, count."""
    lines = source.text.split("\n")
    return span.start <= span.end and all(
        1 <= at.line <= len(lines) and 1 <= at.column <= len(lines[at.line - 1]) + 1
        for at in (span.start, span.end)
    )


def mended(source: Source, fix: Fix) -> str:
    """The text of a file once a cure is made."""
    return replace(source.text, replacements(source, fix.edits))
