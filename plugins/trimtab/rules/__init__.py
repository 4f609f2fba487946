"""What must hold in a library. One family of rules a module; a rule is one function with its documentation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trimtab.core.diagnostics import Diagnostic, Report
from trimtab.core.library import Library
from trimtab.rules import (
    claims,
    fields,
    hygiene,
    links,
    loops,
    names,
    relations,
    sections,
    suppression,
    syntax,
)
from trimtab.rules.registry import LIBRARY_RULES, RULES, Rule, compare, examine
from trimtab.rules.selection import Selection

FAMILIES = (suppression, syntax, fields, links, names, sections, loops, relations, claims, hygiene)
"""The modules that hold rules, in the order of their codes."""


def check(
    library: Library,
    examined: Iterable[Diagnostic] | None = None,
    compared: Iterable[Diagnostic] | None = None,
) -> Report:
    """Run the rules that a library's settings select.

    Args:
        library: what to check.
        examined: what `examine` found in each of its documents, where that is known already.
        compared: what `compare` found in it, where that is known already.

    Raises:
        SettingsError: a setting names a rule that doesn't exist.
    """
    selection = Selection(library.settings.rules)
    if examined is None:
        examined = [found for document in library.documents for found in examine(document, library.settings)]
    found = selection.apply([*examined, *(compare(library) if compared is None else compared)])
    return Report(selection.apply(suppression.apply(library, found, selection)))


def check_again(library: Library, before: Report, changed: Mapping[str, Iterable[Diagnostic]]) -> Report:
    """The report of a library in which rules that compare documents find what they found before.

    That's so if only documents have changed that seem the same to such rules and suppress nothing.

    Args:
        library: what to check.
        before: its report as it was.
        changed: the paths of the documents that have changed, each with what `examine` found in it.
    """
    selection = Selection(library.settings.rules)
    still = (one for one in before.diagnostics if one.path not in changed or one.code in LIBRARY_RULES)
    return Report([*still, *selection.apply(one for found in changed.values() for one in found)])


__all__ = [
    "FAMILIES",
    "LIBRARY_RULES",
    "RULES",
    "Rule",
    "Selection",
    "check",
    "check_again",
    "compare",
    "examine",
]
