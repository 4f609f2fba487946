"""`trimtab new`: a draft of an entry."""

from __future__ import annotations

from pathlib import Path

import click

from trimtab import Library
from trimtab.cli.common import config_option, fail, prefix_of, project_of
from trimtab.edit.draft import draft
from trimtab.edit.texts import EditError


@click.command("new")
@click.argument("kind")
@click.argument("title")
@config_option
@click.option(
    "--level",
    "levels",
    type=click.IntRange(1, 12),
    multiple=True,
    help="Where it acts, from 12, the weakest, to 1; the main level first.",
)
@click.option(
    "--from",
    "origin",
    metavar="NAME",
    help="A worksheet to copy, or a name that others have marked as planned.",
)
@click.option("--edit", is_flag=True, help="Open the draft in your editor.")
def new_command(
    kind: str, title: str, config_file: Path, levels: tuple[int, ...], origin: str | None, edit: bool
) -> None:
    """Write the draft of an entry of a KIND: every field, and every section with its purpose."""
    project = project_of(config_file)
    try:
        made = draft(Library.read(project), project, kind, title, levels=levels, origin=origin)
        made.transaction.write()
    except EditError as error:
        fail(error)
    click.echo(f"{prefix_of(project.docs_dir)}{made.path}")
    for note in (*made.warnings, *made.hints):
        click.echo(f"note: {note}", err=True)
    if edit:
        _open(project.docs_dir / made.path)


def _open(path: Path) -> None:
    """Open a file in the editor that `VISUAL` or `EDITOR` names, or in the system's own."""
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        fail(f"{error.message}; the draft is written, open it yourself")
