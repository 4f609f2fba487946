"""`trimtab diff`: what a change does to a library."""

from __future__ import annotations

from pathlib import Path

import click

from trimtab import Library, SettingsError, __version__
from trimtab.cli.common import config_option, fail, output_option, prefix_of, project_of, write
from trimtab.history.compare import compare
from trimtab.history.git import HistoryError
from trimtab.history.past import read_past
from trimtab.report import change_json
from trimtab.report.change import markdown
from trimtab.report.context import Context

_FORMATS = {"markdown": markdown, "json": change_json.render}


@click.command("diff")
@click.argument("base")
@config_option
@click.option(
    "--output-format",
    type=click.Choice(list(_FORMATS)),
    default="markdown",
    show_default=True,
    help="Markdown for a pull request's comment, or JSON.",
)
@output_option
def diff_command(base: str, config_file: Path, output_format: str, output: Path | None) -> None:
    """Say what has changed in the library since it parted from BASE, a git revision such as origin/main.

    Entries added, renamed and removed, marks that moved, relations gained and lost, addresses that would break,
    findings new and cured. Changes that aren't committed count.
    """
    project = project_of(config_file)
    try:
        library = Library.read(project)
        past = read_past(project, library, base)
        change = compare(past.library, library, past.renames, base=past.base, notes=past.notes)
    except (HistoryError, SettingsError) as error:
        fail(error)
    context = Context(version=__version__, prefix=prefix_of(project.docs_dir))
    write(_FORMATS[output_format](change, context), output)
