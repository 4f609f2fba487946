"""`trimtab rule`: what a rule is about."""

from __future__ import annotations

import json
import sys

import click
from rich.console import Console

from trimtab.cli.common import fail
from trimtab.rules import RULES, Rule
from trimtab.rules.documentation import plain
from trimtab.rules.registry import matching


@click.command("rule")
@click.argument("rule", required=False)
@click.option("--all", "every", is_flag=True, help="List all rules.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The format.",
)
def rule_command(rule: str | None, every: bool, output_format: str) -> None:
    """Explain a RULE, named by its code or its name, or list all.

    The beginning of codes, such as TT3, explains all of that family.
    """
    if rule is None and not every:
        fail("name a rule, such as `trimtab rule TT301`, or list them with `trimtab rule --all`")
    chosen = list(RULES.values()) if rule is None else _named(rule)
    if output_format == "json":
        click.echo(json.dumps([_data(one) for one in chosen], indent=1, ensure_ascii=False))
    elif rule is None:
        click.echo(
            "".join(f"{one.code} {one.severity:7} {one.name}: {one.summary}\n" for one in chosen), nl=False
        )
    else:
        _explain(chosen)


def _named(selector: str) -> list[Rule]:
    try:
        codes = matching([selector])
    except ValueError:
        fail(f"there is no rule `{selector}`; `trimtab rule --all` lists them")
    return [RULES[code] for code in sorted(codes)]


def _explain(chosen: list[Rule]) -> None:
    text = "\n".join(plain(one) for one in chosen)
    if sys.stdout.isatty():
        from rich.markdown import Markdown  # Other commands shouldn't wait for it.

        Console().print(Markdown(text))
    else:
        click.echo(text, nl=False)


def _data(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "summary": rule.summary,
        "documentation": rule.documentation,
    }
