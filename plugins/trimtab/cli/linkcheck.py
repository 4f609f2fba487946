"""`trimtab linkcheck`: links of a wiki into a library that no longer hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import click

from trimtab import Report, __version__
from trimtab.cli.common import (
    add_to_job,
    colour_option,
    count,
    diff_option,
    fail,
    format_option,
    output_option,
    prefix_of,
    strict_option,
    wants_colour,
    write,
)
from trimtab.cli.linked import linked
from trimtab.edit.texts import EditError
from trimtab.linkcheck.export import Checked, Export, ExportError, check, listed
from trimtab.linkcheck.fixing import Fixed, fix
from trimtab.linkcheck.judging import Judge
from trimtab.linkcheck.kinds import KINDS
from trimtab.linkcheck.library import LibraryError, LinkedLibrary
from trimtab.linkcheck.sites import SiteError, Sites
from trimtab.report import FORMATS, github
from trimtab.report.context import Context, RuleInfo
from trimtab.report.text import counts, one_line

_FOR_PEOPLE = ("full", "concise", "github", "junit")
"""Formats that name the command which mends a finding. Here its help does."""
_COUNTED = ("full", "concise", "github")
"""Formats whose last line counts the findings."""


@click.command("linkcheck")
@click.argument("export", metavar="PATH", type=click.Path(path_type=Path))
@click.option(
    "--library",
    "where",
    required=True,
    metavar="URL-OR-PATH",
    help="The library: its site's address, that of its names.json, or the file, a built site, or a project on disk.",
)
@click.option(
    "--site",
    "sites",
    multiple=True,
    metavar="URL",
    help="The address under which the library is linked; may be given several times. By default, what names.json says.",
)
@click.option(
    "--interwiki",
    "prefixes",
    multiple=True,
    metavar="PREFIX",
    help="MediaWiki's prefix for the library, as in [[PREFIX:slug]]; may be given several times.",
)
@click.option(
    "--prefer-permalinks", is_flag=True, help="Report links that don't use the permanent address, too."
)
@strict_option
@format_option
@output_option
@colour_option
@click.option("--fix", "mend", is_flag=True, help="Rewrite the links that can be, in Markdown and HTML.")
@click.option(
    "--unsafe-fixes", "unsafe", is_flag=True, help="With --fix or --diff: links to superseded entries too."
)
@diff_option
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1, max=3600),
    default=20.0,
    show_default=True,
    help="For how many seconds the library's site may keep us waiting.",
)
def linkcheck_command(
    export: Path,
    where: str,
    sites: tuple[str, ...],
    prefixes: tuple[str, ...],
    prefer_permalinks: bool,
    strict: bool,
    output_format: str,
    output: Path | None,
    colour: bool | None,
    mend: bool,
    unsafe: bool,
    show: bool,
    timeout: float,
) -> None:
    """Check the links into a pattern library in PATH, an export of a wiki.

    PATH is a folder of Markdown, HTML or MediaWiki XML files, or one such file. Nothing of Trimtab need be there.

    Exit codes: 0 sound, 1 findings (errors; with --strict warnings too), 2 the check can't run.
    """
    if unsafe and not (mend or show):
        fail(
            "`--unsafe-fixes` says which links `--fix` rewrites; give `--fix`, or `--diff` to see what it would do"
        )
    try:
        files = Export.at(export)
        library = linked(where, timeout)
        judge = Judge(library, _sites(library, where, sites), prefer_permalinks=prefer_permalinks)
    except (ExportError, LibraryError, SiteError) as error:
        fail(error)
    names = tuple(prefix.strip().rstrip(":") for prefix in prefixes)
    if not all(names):
        fail(
            "`--interwiki` needs the prefix that stands before the colon, such as `patterns` of [[patterns:slug]]"
        )
    checked = [check(files.root, path, judge, names) for path in files.paths]
    if show or mend:
        checked = _mend(files, checked, judge, output, unsafe=unsafe, show=show)
    _tell_of(files, checked)
    run = _Run(library, judge.sites, tuple(one for one in checked if not one.is_other))
    context = Context(
        version=__version__,
        prefix=_prefix(files.root),
        colour=wants_colour(colour, output),
        rules=tuple(
            RuleInfo(kind.code, kind.name, kind.severity, kind.summary, kind.documentation) for kind in KINDS
        ),
    )
    write(_rendered(run, output_format, context), output, colour=context.colour)
    if output_format == "github":
        add_to_job(_summary_of_job(run, context))
    sys.exit(int(run.report.fails(strict=strict)))


@dataclass(frozen=True)
class _Run:
    """What a run has found."""

    library: LinkedLibrary
    sites: Sites
    checked: tuple[Checked, ...]

    @cached_property
    def report(self) -> Report:
        """All findings."""
        return Report(found for one in self.checked for found in one.diagnostics)

    @property
    def summary(self) -> str:
        """One line that counts."""
        links = sum(one.links for one in self.checked)
        name = f" “{one_line(self.library.name)}”" if self.library.name else " the library"
        files = count(len(self.checked), "file")
        found = self.report.diagnostics
        into = f"{count(links, 'link')} into{name}, in {files}"
        if found:
            return f"Found {counts(found)}; {into}."
        if not links:
            sites = " and ".join(map(one_line, self.sites.urls))
            return f"No link into{name} in {files}; links to {sites} were looked for."
        return f"{'The' if links == 1 else 'All'} {into}, {'is' if links == 1 else 'are'} sound."


def _sites(library: LinkedLibrary, where: str, given: Sequence[str]) -> Sites:
    """The addresses under which the library is linked: as given, else as it says itself."""
    chosen = given or ((library.site_url,) if library.site_url else ())
    if not chosen:
        message = (
            f"{where}: the library doesn't say at which address its site is;"
            " give it with `--site`, such as `--site https://example.org/patterns/`"
        )
        raise LibraryError(message)
    return Sites(chosen)


def _mend(
    files: Export, checked: list[Checked], judge: Judge, output: Path | None, *, unsafe: bool, show: bool
) -> list[Checked]:
    """Rewrite the links, or show that; what is found afterwards."""
    fixed = fix(files.root, checked, judge, unsafe=unsafe)
    for skipped in fixed.skipped:
        click.echo(f"note: {skipped.path} is left as it is: {skipped.reason}", err=True)
    for one in checked:
        if one.obstacle:
            click.echo(f"note: {one.path} is left as it is: {one.obstacle}", err=True)
    if show:
        _show(fixed, _prefix(files.root), output)
    try:
        fixed.transaction.write()
    except EditError as error:
        fail(error)
    if fixed.mended:
        changed = count(len(fixed.transaction.changes), "file")
        click.echo(f"Rewrote {count(fixed.mended, 'link')} in {changed}.", err=True)
    return list(fixed.after)


def _prefix(root: Path) -> str:
    """The export's folder as seen from where the command runs; whole, if it lies on another drive."""
    try:
        return prefix_of(root)
    except ValueError:
        return f"{root.as_posix().rstrip('/')}/"


def _show(fixed: Fixed, prefix: str, output: Path | None) -> NoReturn:
    diff = fixed.transaction.diff(prefix)
    write(diff, output)
    sys.exit(int(bool(diff)))


def _tell_of(files: Export, checked: Sequence[Checked]) -> None:
    """Say what wasn't looked at."""
    skipped = files.skipped.copy()
    others = sum(one.is_other for one in checked)
    if others:
        skipped[".xml that MediaWiki didn't write"] += others
    if skipped:
        number = count(skipped.total(), "file")
        click.echo(f"note: skipped {number} of other types: {listed(skipped)}", err=True)
    untold = sum(one.untold for one in checked)
    if untold:
        number = count(untold, "link")
        click.echo(
            f"note: {number} to pages of the site that aren't entries could not be checked;"
            " a built site's folder as `--library` has them all",
            err=True,
        )


def _rendered(run: _Run, output_format: str, context: Context) -> str:
    """The findings in a format."""
    report = run.report
    if output_format in _FOR_PEOPLE:
        report = Report(replace(found, fix=None) for found in report.diagnostics)
    text = FORMATS[output_format](report, context)
    if output_format not in _COUNTED:
        return text
    # The last line counts a library's entries; here it's a wiki's links that count.
    last = click.style(run.summary, bold=True) if context.colour else run.summary
    return "".join([*_lines(text)][:-1]) + f"{last}\n"


def _lines(text: str) -> Iterator[str]:
    return (f"{line}\n" for line in text.removesuffix("\n").split("\n"))


def _summary_of_job(run: _Run, context: Context) -> str:
    """The summary of a job on GitHub; its third line counts."""
    report = Report(replace(found, fix=None) for found in run.report.diagnostics)
    lines = [*_lines(github.summary_markdown(report, context))]
    return "".join([*lines[:2], f"{run.summary}\n", *lines[3:]])
