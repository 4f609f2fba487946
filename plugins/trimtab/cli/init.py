"""`trimtab init`: a new library, or what an existing project lacks."""

from __future__ import annotations

import os
from pathlib import Path

import click

from trimtab import __version__, scaffold
from trimtab.cli.common import fail


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("."))
@click.option("--name", metavar="TEXT", help="The library's name; without it, that of the folder.")
def init_command(folder: Path, name: str | None) -> None:
    """Write a new library into FOLDER, with a sample of each kind and the files for the tools around it.

    Where there is a MkDocs project already, only the files that it lacks are written. No file that is there is changed.
    """
    try:
        done = scaffold.write(folder, name, version=__version__)
    except scaffold.ScaffoldError as error:
        fail(error)
    for verb, paths in (("wrote", done.written), ("kept ", done.kept)):
        for path in paths:
            click.echo(f"{verb} {os.path.normpath(folder / path)}")
    if done.advice:
        click.echo(f"\n{done.advice}", nl=not done.advice.endswith("\n"))
