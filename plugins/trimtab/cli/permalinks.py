"""`trimtab permalinks`: what a library has published, what is new, and what would break."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from trimtab import Library, Project, Report, __version__
from trimtab.cli.common import config_option, count, fail, nearest, prefix_of, project_of
from trimtab.core.lock import Lock, Record, What, render
from trimtab.core.permalinks import matching, published, unrecorded, updated
from trimtab.edit.texts import EditError
from trimtab.edit.writing import Change, Transaction
from trimtab.report import text
from trimtab.report.context import Context
from trimtab.rules import compare
from trimtab.rules.permanence import CODES
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.generated import pages

SHOWN = 20
"""How many new lines are shown."""
_NOUNS = {What.PAGE: "page", What.ID: "id", What.LIST: "list", What.ANCHOR: "heading"}


@click.command("permalinks")
@config_option
@click.option("--update", is_flag=True, help="Record what is new. What was recorded stays.")
@click.option(
    "--forget",
    "forgotten",
    multiple=True,
    metavar="ADDRESS",
    help="With --update: take out an address, with its headings, that may break. Give it as often as needed.",
)
def permalinks_command(config_file: Path, update: bool, forgotten: tuple[str, ...]) -> None:
    """Compare the library with permalinks.lock, which records what it has published and others may link to.

    Exit codes: 0 nothing breaks, 1 something would, 2 the command can't run.
    """
    if forgotten and not update:
        fail("`--forget` changes the record: give `--update` too")
    project = project_of(config_file)
    library = Library.read(project)
    catalogue = Catalogue(library, directories=project.directories)
    records = published(catalogue.routes, _lists(catalogue))
    name = project.settings.permalinks.lock
    lock = library.lock
    gone = [record for typed in forgotten for record in _forgotten(lock, catalogue, records, typed)]
    if update:
        if lock is not None and lock.problems:
            _show(library, project)
            fail(f"{name} isn't written before its lines can be read")
        deed = _deed(name, unrecorded(lock, records), gone)
        lock = _write(project, lock, updated(lock, catalogue.routes, records, gone))
        click.echo(deed)
        library = Library.of(library.settings, library.documents, library.files, lock, library.others)
    else:
        _tell_new(name, lock, records)
    sys.exit(int(_show(library, project)))


def _lists(catalogue: Catalogue) -> list[str]:
    """The addresses of the pages that a build makes."""
    made = (page.path for page in pages(catalogue, About()) if page.first)
    return [catalogue.url(path) for path in (*made, urls.HEALTH)]


def _forgotten(
    lock: Lock | None, catalogue: Catalogue, records: Iterable[Record], typed: str
) -> list[Record]:
    """The records of an address that is to be forgotten."""
    if lock is None:
        fail("nothing is recorded yet, so there is nothing to forget")
    found = matching(lock, catalogue.routes, typed)
    if not found:
        known = [line.record.shown for line in lock.lines if line.record.what is not What.ANCHOR]
        fail(f"`{typed}` isn't recorded; {nearest(typed, known[:5000])}")
    still = {record.key for record in records} & {record.key for record in found}
    if still:
        fail(f"`{typed}` still leads to a page, so there is no need to forget it")
    return found


def _write(project: Project, lock: Lock | None, records: Sequence[Record]) -> Lock | None:
    """Write the record, whole or not at all, unless it says that already."""
    name = project.settings.permalinks.lock
    try:
        before = (project.root / name).read_bytes() if lock is not None else None
        after = render(records).encode()
        if after != before:
            Transaction(project.root, (Change(name, before, after),)).write()
    except (EditError, OSError) as error:
        fail(error)
    return Lock.read(project)


def _tell_new(name: str, lock: Lock | None, records: Iterable[Record]) -> None:
    new = unrecorded(lock, records)
    if lock is None:
        click.echo(f"There is no {name} yet; `trimtab permalinks --update` writes it with {_counts(new)}.")
        return
    if not new:
        click.echo(f"Nothing is new: {name} has all that is published.")
        return
    click.echo(f"New, for `trimtab permalinks --update` to record: {_counts(new)}.")
    for record in new[:SHOWN]:
        click.echo(f"  {record.line}")
    if len(new) > SHOWN:
        click.echo(f"  and {len(new) - SHOWN} more")


def _deed(name: str, new: Sequence[Record], gone: Sequence[Record]) -> str:
    """What an update does, in a sentence."""
    if not new and not gone:
        return f"{name} has all that is published."
    deeds = [f"{_counts(new)} added"] if new else []
    deeds += [f"{_counts(gone)} forgotten"] if gone else []
    return f"{name}: {', '.join(deeds)}."


def _counts(records: Iterable[Record]) -> str:
    """How many of each kind there are, such as `2 pages, 2 ids and 14 headings`."""
    found = Counter(record.what for record in records)
    parts = [count(found[what], noun) for what, noun in _NOUNS.items() if found[what]]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else "nothing"


def _show(library: Library, project: Project) -> bool:
    """Show what is recorded and would break, and say whether there is anything."""
    report = Report(compare(library, CODES))
    if report.diagnostics:
        context = Context(version=__version__, prefix=prefix_of(project.docs_dir))
        click.echo(text.full(report, context), nl=False)
    return bool(report.diagnostics)
