"""The register of rules: decorators that enter a function with its permanent code, and what runs one.

Most rules look at one document at a time, so that they can run beside one another and what they found can be kept as
long as the file stays as it is. A rule that compares documents is a *library rule* and sees them all.

A rule's docstring is its documentation, with fixed headings: a first sentence, `Why is this bad?`, `Example` and
`Use instead`. The examples are fenced files; a test runs them, and each must raise its rule and no other.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from trimtab.core.diagnostics import Diagnostic, Fix, Related, Severity, Span
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.settings import Settings


class Text(Protocol):
    """A file that something can be wrong with: a document, or another file of the library's."""

    @property
    def path(self) -> str:
        """POSIX path relative to the library's folder."""

    def line(self, number: int) -> str:
        """The text of a line, counted from 1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, before its code is put to it."""

    document: Text
    span: Span
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


DocumentCheck = Callable[[Document, Settings], Iterator[Finding]]
LibraryCheck = Callable[[Library], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. Codes are permanent and never used again."""

    code: str
    name: str
    """The bad thing's name, so that `ignore: [dangling-reference]` reads right."""
    severity: Severity
    function: DocumentCheck | LibraryCheck

    @property
    def documentation(self) -> str:
        """The rule's documentation as Markdown."""
        return inspect.getdoc(self.function) or ""

    @property
    def summary(self) -> str:
        """The documentation's first sentence."""
        return self.documentation.partition("\n")[0]


RULES: dict[str, Rule] = {}
"""All rules by code, in the order of their codes."""
_DOCUMENT_RULES: list[tuple[Rule, DocumentCheck]] = []
LIBRARY_RULES: dict[str, tuple[Rule, LibraryCheck]] = {}
"""The rules that see the whole library, by code."""


def rule(code: str, severity: Severity) -> Callable[[DocumentCheck], DocumentCheck]:
    """Enter a function of one document as the rule with a code; its name is the function's, with hyphens."""

    def enter(check: DocumentCheck) -> DocumentCheck:
        _DOCUMENT_RULES.append((_enter(code, severity, check), check))
        return check

    return enter


def library_rule(code: str, severity: Severity) -> Callable[[LibraryCheck], LibraryCheck]:
    """Enter a function of the whole library as the rule with a code."""

    def enter(check: LibraryCheck) -> LibraryCheck:
        LIBRARY_RULES[code] = (_enter(code, severity, check), check)
        return check

    return enter


def _enter(code: str, severity: Severity, check: DocumentCheck | LibraryCheck) -> Rule:
    if code in RULES:
        message = f"{code} is taken"
        raise ValueError(message)
    rule = Rule(code, check.__name__.replace("_", "-"), severity, check)
    RULES[code] = rule
    for known in sorted(RULES):
        RULES[known] = RULES.pop(known)
    return rule


def examine(document: Document, settings: Settings) -> tuple[Diagnostic, ...]:
    """What the rules that look at one document find in it."""
    return tuple(
        diagnostic(rule, found) for rule, check in _DOCUMENT_RULES for found in check(document, settings)
    )


def compare(library: Library, codes: Iterable[str] | None = None) -> Iterator[Diagnostic]:
    """What the rules that see the whole library find in it: all of them, or those with some codes."""
    for code in LIBRARY_RULES if codes is None else codes:
        rule, check = LIBRARY_RULES[code]
        for found in check(library):
            yield diagnostic(rule, found)


def diagnostic(rule: Rule, found: Finding) -> Diagnostic:
    """A finding with its rule's code."""
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=found.message,
        path=found.document.path,
        span=found.span,
        help=found.help,
        related=found.related,
        source_line=found.document.line(found.span.start.line),
        fix=found.fix,
    )


def faults(document: Document, kind: str) -> Iterator[Finding]:
    """The faults of one kind that reading the file brought up."""
    for fault in document.faults:
        if fault.kind == kind:
            yield Finding(document, fault.span, fault.message, fault.help, fault.related)


def matching(selectors: Iterable[str]) -> frozenset[str]:
    """The codes of the rules that selectors name: by code, by the beginning of one (`TT5`), or by name.

    Raises:
        ValueError: a selector names no rule; the message is the selector.
    """
    codes: set[str] = set()
    for selector in selectors:
        named = {
            code for code, rule in RULES.items() if rule.name == selector or code.startswith(selector.upper())
        }
        if not named or not selector:
            raise ValueError(selector)
        codes |= named
    return frozenset(codes)
