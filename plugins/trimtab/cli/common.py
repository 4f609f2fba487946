"""What subcommands share: the library they work on, where output goes, and how a fault of the user's is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click
from rapidfuzz import fuzz, process

from trimtab import Project, SettingsError, load
from trimtab.report import FORMATS
from trimtab.report.context import RuleInfo
from trimtab.rules import RULES
from trimtab.rules.documentation import shown

config_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The library's MkDocs configuration.",
)
output_option = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file rather than to the terminal.",
)
format_option = click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="full",
    show_default=True,
    help="How findings are shown.",
)
colour_option = click.option(
    "--color/--no-color", "colour", default=None, help="Colour the output; by default only on a terminal."
)
strict_option = click.option("--strict", is_flag=True, help="Fail on warnings too.")
diff_option = click.option(
    "--diff", "show", is_flag=True, help="Show what --fix would change, and change nothing."
)


def fail(message: object) -> NoReturn:
    """Say what is wrong with what the user asked for, and leave with exit code 2."""
    for line in str(message).splitlines():
        click.echo(f"error: {line}", err=True)
    sys.exit(2)


def project_of(config_file: Path) -> Project:
    """The library of a configuration; without one that can be used, the command ends."""
    try:
        return load(config_file)
    except SettingsError as error:
        fail(error)


def prefix_of(docs_dir: Path) -> str:
    """The library's folder as seen from where the command runs."""
    relative = os.path.relpath(docs_dir)
    return "" if relative == "." else Path(relative).as_posix() + "/"


def rule_infos() -> tuple[RuleInfo, ...]:
    """What reports say of each rule."""
    return tuple(
        RuleInfo(rule.code, rule.name, rule.severity, rule.summary, shown(rule)) for rule in RULES.values()
    )


def wants_colour(given: bool | None, output: Path | None = None) -> bool:
    """Whether to colour: as asked for, else on a terminal unless `NO_COLOR` is set (https://no-color.org)."""
    if given is not None:
        return given
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def write(text: str, output: Path | None, *, colour: bool = False) -> None:
    """Put out a text that ends with a line feed."""
    if output is None:
        click.echo(text, nl=False, color=colour)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8", errors="replace", newline="")  # A diff keeps its line ends.
    except OSError as error:
        fail(f"{output}: {error.strerror}")


def add_to_job(summary: str) -> None:
    """Add to what GitHub shows of a job, if this is one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(summary)


def nearest(typed: str, known: Iterable[str]) -> str:
    """A cure for a name that isn't known: the one that it's most like, or all of them."""
    names = list(known)
    hit = process.extractOne(typed, names, scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean `{hit[0]}`?" if hit else f"there are {', '.join(names)}"


def count(number: int, noun: str) -> str:
    """So many of something: `1 file`, `2 files`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
