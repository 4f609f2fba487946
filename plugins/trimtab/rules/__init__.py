"""What must hold in a library. One family of rules a module; a rule is one function with its documentation."""

from __future__ import annotations

from trimtab.core.diagnostics import Report
from trimtab.core.library import Library
from trimtab.rules import fields, links, loops, names, relations, sections, syntax
from trimtab.rules.registry import RULES, Rule, run

FAMILIES = (syntax, fields, links, names, sections, loops, relations)
"""The modules that hold rules, in the order of their codes."""


def check(library: Library) -> Report:
    """Run every rule over a library."""
    return Report(diagnostic for rule in RULES.values() for diagnostic in run(rule, library))


__all__ = ["FAMILIES", "RULES", "Rule", "check"]
