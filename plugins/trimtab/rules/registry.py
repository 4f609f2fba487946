"""The register of rules: a decorator that enters a function with its permanent code, and what runs one.

A rule's docstring is its documentation, with fixed headings: a first sentence, `Why is this bad?`, `Example` and
`Use instead`. The examples are fenced files; a test runs them, and each must raise its rule and no other.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from trimtab.core.diagnostics import Diagnostic, Related, Severity, Span
from trimtab.core.document import Document
from trimtab.core.library import Library


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, before its code is put to it."""

    document: Document
    span: Span
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()


Check = Callable[[Library], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. Codes are permanent and never used again."""

    code: str
    name: str
    """The bad thing's name, so that `ignore: [dangling-reference]` reads right."""
    severity: Severity
    check: Check

    @property
    def documentation(self) -> str:
        """The rule's documentation as Markdown."""
        return inspect.getdoc(self.check) or ""


RULES: dict[str, Rule] = {}
"""All rules by code, in the order of their codes."""


def rule(code: str, severity: Severity) -> Callable[[Check], Check]:
    """Enter a function as the rule with a code; its name is the function's, with hyphens."""

    def enter(check: Check) -> Check:
        if code in RULES:
            message = f"{code} is taken"
            raise ValueError(message)
        RULES[code] = Rule(code, check.__name__.replace("_", "-"), severity, check)
        for known in sorted(RULES):
            RULES[known] = RULES.pop(known)
        return check

    return enter


def run(rule: Rule, library: Library) -> Iterator[Diagnostic]:
    """The diagnostics of one rule."""
    for found in rule.check(library):
        yield Diagnostic(
            code=rule.code,
            name=rule.name,
            severity=rule.severity,
            message=found.message,
            path=found.document.path,
            span=found.span,
            help=found.help,
            related=found.related,
            source_line=found.document.source.line(found.span.start.line),
        )


def faults(library: Library, kind: str) -> Iterator[Finding]:
    """The faults of one kind that reading the files brought up."""
    for document in library.documents:
        for fault in document.faults:
            if fault.kind == kind:
                yield Finding(document, fault.span, fault.message, fault.help, fault.related)
