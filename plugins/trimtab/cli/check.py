"""`trimtab check`: what is wrong with a library, and what mends itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from trimtab import Library, Project, Report, SettingsError, __version__
from trimtab.checking import Baseline, BaselineError, Store, Told, read_and_check
from trimtab.cli.common import (
    add_to_job,
    colour_option,
    config_option,
    count,
    diff_option,
    fail,
    format_option,
    output_option,
    prefix_of,
    project_of,
    rule_infos,
    strict_option,
    wants_colour,
    write,
)
from trimtab.edit.fixes import Fixed, fix
from trimtab.edit.texts import EditError
from trimtab.history.findings import check_both, new_findings
from trimtab.history.git import HistoryError
from trimtab.history.past import read_past
from trimtab.report import FORMATS, github
from trimtab.report.context import Context
from trimtab.report.progress import Bars, interactive


@click.command("check")
@config_option
@strict_option
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Run only these rules: codes, beginnings of codes or names, with commas.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules out.")
@format_option
@output_option
@colour_option
@click.option(
    "--new-since", metavar="REF", help="Report only what has come since a git revision, such as origin/main."
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Leave out the findings that this file lists.",
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help="Write the baseline: whole if it isn't there, else without what is cured.",
)
@click.option("--fix", "mend", is_flag=True, help="Carry out the cures that are safe.")
@diff_option
@click.option(
    "--no-cache", is_flag=True, help="Use nothing that was kept from an earlier run, and keep nothing."
)
def check_command(
    config_file: Path,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    output_format: str,
    output: Path | None,
    colour: bool | None,
    new_since: str | None,
    baseline: Path | None,
    update_baseline: bool,
    mend: bool,
    show: bool,
    no_cache: bool,
) -> None:
    """Read the whole library and report what is wrong with it.

    Exit codes: 0 sound, 1 findings (errors; with --strict warnings too), 2 the check can't run.
    """
    if update_baseline and baseline is None:
        fail("`--update-baseline` needs `--baseline FILE` to know what to write")
    project = _choose(project_of(config_file), select, ignore)
    try:
        found = _find(project, new_since, keep=not no_cache)
        report, hidden, cured = _sift(found.report, baseline, update=update_baseline)
        if show:
            diff = _mended(project, report).transaction.diff(prefix_of(project.docs_dir))
            write(diff, output)
            sys.exit(int(bool(diff)))
        if mend:
            left = found.narrow(_mend(project, report))
            report, hidden, cured = _sift(left, baseline, update=update_baseline)
    except (SettingsError, HistoryError, BaselineError, EditError) as error:
        fail(error)
    context = Context(
        version=__version__,
        prefix=prefix_of(project.docs_dir),
        colour=wants_colour(colour, output),
        rules=rule_infos(),
        hidden=hidden,
        entries=found.entries,
    )
    write(FORMATS[output_format](report, context), output, colour=context.colour)
    if output_format == "github":
        add_to_job(github.summary_markdown(report, context))
    sys.exit(int(report.fails(strict=strict) or (strict and cured > 0)))


def _choose(project: Project, select: tuple[str, ...], ignore: tuple[str, ...]) -> Project:
    """The project with the rules that the command line asks for."""
    rules = project.settings.rules
    chosen = {
        "select": _names(select) or rules.select,
        "ignore": (*rules.ignore, *_names(ignore)),
    }
    settings = project.settings.model_copy(update={"rules": rules.model_copy(update=chosen)})
    return project.model_copy(update={"settings": settings})


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for names in given for name in names.split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class _Found:
    """What is wrong with a library, as far as the user asked for it."""

    report: Report
    entries: int
    """How many entries were checked."""
    narrow: Callable[[Report], Report] = lambda report: report
    """What of another report of the library would be asked for as well."""


def _find(project: Project, since: str | None, *, keep: bool) -> _Found:
    """What is wrong with a library; since a revision, if one is given."""
    if since is None:
        with _progress() as told:
            checked = read_and_check(project, Store.of(project.root) if keep else None, progress=told)
        return _Found(checked.report, checked.count)
    library = Library.read(project)
    past = read_past(project, library, since)
    for note in past.notes:
        click.echo(f"note: {note}", err=True)
    before, after = check_both(past.library, library)
    narrow = partial(new_findings, before, renames=past.renames)
    return _Found(narrow(after), len(library.entries), narrow)


@contextmanager
def _progress() -> Iterator[Told]:
    """A bar on a terminal while documents are read, if that takes a while; nothing elsewhere."""
    if not interactive(sys.stderr):
        yield lambda done, total, kept: None
        return
    bars = Bars(sys.stderr)
    task = bars.begin("Reading")
    try:
        yield lambda done, total, kept: bars.tell(task, done, total)
    finally:
        bars.end(task)


def _sift(report: Report, path: Path | None, *, update: bool) -> tuple[Report, int, int]:
    """The findings that a baseline doesn't know, how many it knows, and how many of its own are cured."""
    if path is None:
        return report, 0, 0
    if update and not path.exists():
        Baseline.of(report).write(path)
    sifted = Baseline.read(path).sift(report)
    if update:
        sifted.baseline.write(path)
    elif sifted.cured:
        cured = count(sifted.cured, "finding")
        click.echo(f"note: {cured} of {path} cured; take them out with `--update-baseline`", err=True)
    return sifted.new, sifted.known, 0 if update else sifted.cured


def _mended(project: Project, report: Report) -> Fixed:
    return fix(Library.read(project), project, report)


def _mend(project: Project, report: Report) -> Report:
    """Carry out the safe cures, say what was done, and return what is left."""
    fixed = _mended(project, report)
    fixed.transaction.write()
    for skipped in fixed.skipped:
        click.echo(f"note: {skipped.code} in {skipped.path} is left: {skipped.reason}", err=True)
    if fixed.mended:
        files = len(fixed.transaction.changes)
        click.echo(f"Mended {count(len(fixed.mended), 'finding')} in {count(files, 'file')}.", err=True)
    return fixed.remaining
