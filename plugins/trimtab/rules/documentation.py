"""The rules' documentation as one page, made from their docstrings."""

from __future__ import annotations

import re

from trimtab.rules.registry import Rule

_INTRODUCTION = """\
`trimtab check` runs these rules, and so does every build. A finding shows the rule's code, the place, and what mends
it. Errors fail a check; warnings fail it under `--strict`. The examples on this page are run as tests: each raises its
rule and no other, and what stands below *Use instead* raises none.
"""


def page(rules: dict[str, Rule]) -> str:
    """A Markdown page, with front matter, that documents every rule."""
    parts = ["---\ntitle: Rules\n---\n", _INTRODUCTION]
    parts.extend(_chapter(rule) for rule in rules.values())
    return "\n".join(parts)


def plain(rule: Rule) -> str:
    """A rule's documentation as Markdown under its code and name."""
    return f"# {rule.code} {rule.name}\n\n*{rule.severity.capitalize()}.* {shown(rule).rstrip()}\n"


def shown(rule: Rule) -> str:
    """The documentation without the mark of examples whose bytes are written as escapes."""
    return re.sub(
        r"^(```markdown title=\"[^\"\n]*\") escaped$", r"\1", rule.documentation, flags=re.MULTILINE
    )


def _chapter(rule: Rule) -> str:
    text = re.sub(r"^## ", "### ", shown(rule), flags=re.MULTILINE)
    return f"## {rule.code} {rule.name} {{#{rule.code.lower()}}}\n\n*{rule.severity.capitalize()}.* {text.rstrip()}\n"
