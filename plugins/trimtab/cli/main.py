"""The command `trimtab`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from trimtab import Library, SettingsError, __version__, check, load
from trimtab.report import text


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trimtab")
def main() -> None:
    """Check a pattern library."""


@main.command("check")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The library's MkDocs configuration.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--color/--no-color", "colour", default=None, help="Colour the output; by default only on a terminal."
)
def check_command(config_file: Path, strict: bool, colour: bool | None) -> None:
    """Read the whole library and report what is wrong with it.

    Exit codes: 0 sound, 1 findings (errors; with --strict warnings too), 2 the settings can't be used.
    """
    try:
        project = load(config_file)
    except SettingsError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
    report = check(Library.read(project))
    if colour is None:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    click.echo(text.render(report, prefix=_prefix(project.docs_dir), colour=colour), nl=False, color=colour)
    sys.exit(int(report.fails(strict=strict)))


def _prefix(docs_dir: Path) -> str:
    """The library's folder as seen from where the command runs."""
    relative = os.path.relpath(docs_dir)
    return "" if relative == "." else Path(relative).as_posix() + "/"
