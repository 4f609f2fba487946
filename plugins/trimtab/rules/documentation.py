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


def _chapter(rule: Rule) -> str:
    text = re.sub(r"^## ", "### ", rule.documentation, flags=re.MULTILINE)
    text = re.sub(r"^(```markdown title=\"[^\"\n]*\") escaped$", r"\1", text, flags=re.MULTILINE)
    return f"## {rule.code} {rule.name} {{#{rule.code.lower()}}}\n\n*{rule.severity.capitalize()}.* {text.rstrip()}\n"
