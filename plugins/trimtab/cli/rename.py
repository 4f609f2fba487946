"""`trimtab rename`: another slug for an entry, with all that names it."""

from __future__ import annotations

from pathlib import Path

import click

from trimtab import Library
from trimtab.cli.common import config_option, count, fail, prefix_of, project_of
from trimtab.edit.rename import rename
from trimtab.edit.texts import EditError


@click.command("rename")
@click.argument("old")
@click.argument("new")
@config_option
@click.option("--title", metavar="TEXT", help="Give it another title too; the one it has becomes an alias.")
@click.option("--diff", "show", is_flag=True, help="Show what would change, and change nothing.")
def rename_command(old: str, new: str, config_file: Path, title: str | None, show: bool) -> None:
    """Give the entry OLD, by any of its names, the slug NEW.

    The file is moved, the old slug leads on to it, and every reference, relation and link in the library is rewritten.
    What is changed is shown as a diff. If anything can't be done, nothing is.
    """
    project = project_of(config_file)
    prefix = prefix_of(project.docs_dir)
    try:
        made = rename(Library.read(project), project, old, new, title=title)
        diff = made.transaction.diff(prefix)
        if not show:
            made.transaction.write()
    except EditError as error:
        fail(error)
    click.echo(diff, nl=False)
    for hint in made.hints:
        click.echo(f"note: {hint}", err=True)
    if not show:
        changed = count(len(made.rewrites), "place")
        click.echo(
            f"Renamed {prefix}{made.old_path} to {prefix}{made.new_path}; {changed} changed.", err=True
        )
