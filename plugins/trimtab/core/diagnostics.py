"""Findings as data: where something is wrong, what it is, and what mends it.

The core notices *faults*; a rule turns a fault, or something it sees itself, into a *diagnostic* with a
permanent code and a severity. Nothing here prints: renderers live in `trimtab.report`.

What travels between processes has no slots: pickling a frozen class with slots takes many times as long.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from trimtab.core.choices import Choice

_LINE_NUMBER = re.compile(r"\bline \d+")


class Severity(Choice):
    """How much a finding matters. Errors fail a check; warnings fail a strict one."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Position(NamedTuple):
    """A place in a text: line and column, both counted from 1, the column in characters."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text from `start` up to, not including, `end`."""

    start: Position
    end: Position


FILE_START = Span(Position(1, 1), Position(1, 1))
"""The span of a finding about a file as a whole."""


@dataclass(frozen=True)
class Related:
    """Another place that a finding speaks of."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True)
class Edit:
    """One replacement in a file: what stands in `span` becomes `text`. An empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True)
class Fix:
    """A cure that a program can carry out in the file of the finding."""

    edits: tuple[Edit, ...]
    """Replacements that don't overlap, in the order of their places."""
    safe: bool = True
    """Whether it can be applied unseen; a likely but uncertain cure is only offered."""
    fields: tuple[str, ...] = ()
    """Fields of the entry whose values the cure changes. All others must stay as they are."""


@dataclass(frozen=True)
class Fault:
    """What the core noticed while reading one file; a rule of the same name reports it."""

    kind: str
    message: str
    span: Span
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True)
class Diagnostic:
    """One finding, ready to be shown in any format."""

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    """The file, as a POSIX path relative to the library's folder; `../permalinks.lock` lies beside it."""
    span: Span
    help: str = ""
    related: tuple[Related, ...] = ()
    source_line: str = ""
    """The text of the line that `span` starts on."""
    fix: Fix | None = None

    @property
    def fingerprint(self) -> str:
        """What makes this the same finding when the lines around it move: 16 hexadecimal digits.

        Made of the code, the path, the line's text and the message without its line numbers. Findings that are alike
        in all of these share a fingerprint, so whoever compares two reports counts them.
        """
        message = _LINE_NUMBER.sub("line", self.message)
        parts = "\0".join((self.code, self.path, self.source_line.strip(), message))
        return hashlib.blake2b(parts.encode(errors="surrogatepass"), digest_size=8).hexdigest()

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """Findings are shown by file, then by place, then by code."""
        return (self.path, self.span, self.code, self.message)


class Report:
    """All findings of one run, in the order in which they are shown."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(
            sorted(dict.fromkeys(diagnostics), key=lambda found: found.sort_key)
        )

    def count(self, severity: Severity) -> int:
        """The number of findings of one severity."""
        return Counter(found.severity for found in self.diagnostics)[severity]

    def fails(self, *, strict: bool = False) -> bool:
        """Whether the findings fail a check: any error does, and under `strict` any warning."""
        return bool(self.count(Severity.ERROR) or (strict and self.count(Severity.WARNING)))
