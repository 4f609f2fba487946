"""An export of a wiki: its files, and what is wrong with the links into a library that stand in them."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trimtab.core.diagnostics import FILE_START, Diagnostic, Edit, Fix, Span
from trimtab.core.source import Source
from trimtab.linkcheck import html, kinds, markdown, wikitext
from trimtab.linkcheck.judging import Cure, Judge, Judgement
from trimtab.linkcheck.links import Link
from trimtab.linkcheck.mediawiki import Dump, MalformedError, OtherXmlError, Page
from trimtab.linkcheck.sites import Sites

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
HTML = (".html", ".htm", ".xhtml")
XML = (".xml",)
_A_COPY = "it's a copy of the wiki's pages, each with its author and date; edit them in the wiki, as the findings say"
_NOT_UTF8 = "it isn't UTF-8, so it can't be changed without loss; save it as UTF-8"
MOST_BYTES = 128_000_000
"""How large a Markdown or HTML file may be. An export of MediaWiki may have any size."""

Find = Callable[[str, Sites], list[Link]]


class ExportError(Exception):
    """An export that can't be read at all; the message says what to give."""


@dataclass(frozen=True, slots=True)
class Export:
    """Files that can be read, below one folder."""

    root: Path
    paths: tuple[str, ...]
    """Their POSIX paths relative to `root`, in order."""
    skipped: Counter[str]
    """How many files of other types there are, by the ends of their names."""

    @classmethod
    def at(cls, place: Path) -> Export:
        """The export in a folder, or the one file. Folders whose names begin with a full stop are left out.

        Raises:
            ExportError: there is nothing, or nothing of a type that is known.
        """
        if not place.exists():
            message = f"{place}: there is no such file or folder"
            raise ExportError(message)
        known = "Markdown (.md), HTML (.html) or MediaWiki export (.xml)"
        if not place.is_dir():
            if _ending(place.name) not in (*MARKDOWN, *HTML, *XML) or not _may_be_read(place):
                message = f"{place}: not {known} by its name; an archive must be unpacked first"
                raise ExportError(message)
            return cls(place.parent, (place.name,), Counter())
        paths, skipped = [], Counter[str]()
        for folder, folders, names in os.walk(place):
            folders[:] = [name for name in folders if not name.startswith(".")]
            base = os.path.relpath(folder, place).replace(os.sep, "/")
            for name in names:
                if _ending(name) in (*MARKDOWN, *HTML, *XML) and _may_be_read(Path(folder, name)):
                    paths.append(name if base == "." else f"{base}/{name}")
                else:
                    skipped[_ending(name)] += 1
        if not paths:
            others = f", only {listed(skipped)}" if skipped else ""
            message = f"{place}: holds no {known}{others}"
            raise ExportError(message)
        return cls(place, tuple(sorted(paths)), skipped)


@dataclass
class Checked:
    """What was found in one file."""

    path: str
    links: int = 0
    """How many links into the library it has."""
    untold: int = 0
    """How many of them lead to pages that nothing is known of."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    source: Source | None = None
    """Its text, where links in it can be rewritten."""
    cures: list[tuple[Link, Cure]] = field(default_factory=list)
    """What mends links in it, in their order."""
    obstacle: str = ""
    """Why links in it that could be mended are left as they are."""
    is_other: bool = False
    """Whether the file turned out to be no export: XML of another kind."""


def _finder(path: str) -> Find | None:
    """What finds the links of a file that can be rewritten; None where it can't."""
    ending = _ending(path)
    if ending in MARKDOWN:
        return markdown.find
    return _in_html if ending in HTML else None


def links_of(source: Source, sites: Sites) -> list[Link]:
    """The links of a text that may lead to some sites; none in a file that can't be rewritten."""
    find = _finder(source.path)
    return find(source.text, sites) if find else []


def check(root: Path, path: str, judge: Judge, prefixes: Sequence[str] = ()) -> Checked:
    """What is wrong with the links of one file.

    Args:
        root: the folder of the export.
        path: the file.
        judge: what says so.
        prefixes: those of interwiki links that lead into the library.
    """
    if _finder(path) is None:
        return _check_dump(root, path, judge, prefixes)
    try:
        size = (root / path).stat().st_size
    except OSError:
        size = 0  # Reading will say what is wrong.
    if size > MOST_BYTES:
        message = f"The file is larger than {MOST_BYTES // 1_000_000} MB, and was not read."
        return Checked(
            path, diagnostics=[_unreadable(path, FILE_START, message, "Export the wiki page by page.")]
        )
    return check_text(Source.read(root, path), judge)


def check_text(source: Source, judge: Judge) -> Checked:
    """What is wrong with the links of a text, in Markdown or HTML by its file's name."""
    checked = Checked(source.path, source=source)
    is_utf8 = all(fault.kind != "not-utf-8" for fault in source.faults)
    for fault in source.faults:
        if fault.kind == "unreadable-file" or (fault.kind == "not-utf-8" and fault.span != FILE_START):
            line = source.line(fault.span.start.line)
            checked.diagnostics.append(_unreadable(source.path, fault.span, fault.message, fault.help, line))
    for link, judgement in _judged(links_of(source, judge.sites), judge, checked):
        span = source.span(link.places[judgement.start], link.places[judgement.end])
        line, cure = source.line(span.start.line), judgement.cure
        fix = None
        if cure is not None and not is_utf8:
            checked.obstacle = _NOT_UTF8
        elif cure is not None:
            checked.cures.append((link, cure))
            place = source.span(link.places[cure.start], link.places[cure.end])
            fix = Fix((Edit(place, cure.text),), cure.safe)
        checked.diagnostics.append(_diagnostic(source.path, span, judgement, line, fix))
    if not checked.cures:
        checked.source = None  # Nobody needs it, and there may be many.
    return checked


def _in_html(text: str, sites: Sites) -> list[Link]:
    return list(html.find(text)) if sites.hosts.search(text) else []


def _check_dump(root: Path, path: str, judge: Judge, prefixes: Sequence[str]) -> Checked:
    """What is wrong with the links of a MediaWiki export."""
    checked = Checked(path)
    found: list[tuple[Span, Judgement, str]] = []
    encoding = "utf-8"
    try:
        with (root / path).open("rb") as stream:
            dump = Dump(stream)
            try:
                for page in dump:
                    _check_page(page, judge, prefixes, checked, found)
            except OtherXmlError:
                return Checked(path, is_other=True)
            except MalformedError as error:
                span = Span(error.position, error.position)
                checked.diagnostics.append(_unreadable(path, span, error.message, "Export the pages anew."))
            encoding = dump.encoding
        lines = _lines(root / path, {span.start.line for span, _, _ in found}, encoding)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message, advice = (
            f"The file can't be read: {reason}.",
            "Mend its permissions, or export the pages anew.",
        )
        checked.diagnostics.append(_unreadable(path, FILE_START, message, advice))
        lines = {}
    checked.diagnostics += [
        _diagnostic(path, span, judgement, lines.get(span.start.line, ""), None, title)
        for span, judgement, title in found
    ]
    return checked


def _check_page(
    page: Page,
    judge: Judge,
    prefixes: Sequence[str],
    checked: Checked,
    found: list[tuple[Span, Judgement, str]],
) -> None:
    for link, judgement in _judged(wikitext.find(page.text, judge.sites, prefixes), judge, checked):
        span = page.span(link.places[judgement.start], link.places[judgement.end])
        found.append((span, judgement, page.title))
        if judgement.kind in (kinds.MOVED, kinds.SUPERSEDED, kinds.REMOVED, kinds.NOT_PERMANENT):
            checked.obstacle = _A_COPY


def _judged(links: Iterable[Link], judge: Judge, checked: Checked) -> Iterator[tuple[Link, Judgement]]:
    """Each thing that is wrong with some links; those that lead into the library are counted on the way."""
    for link in links:
        judged = judge(link)
        if judged is None:
            continue
        checked.links += 1
        checked.untold += not judged.is_known
        for judgement in judged.judgements:
            yield link, judgement


def _lines(path: Path, wanted: set[int], encoding: str) -> dict[int, str]:
    """Some lines of a file by their numbers."""
    if not wanted:
        return {}
    with path.open("rb") as stream:
        mark = stream.read(3)
    if mark.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif mark == b"\xef\xbb\xbf":
        encoding = "utf-8-sig"
    found: dict[int, str] = {}
    last = max(wanted)
    try:
        with path.open(encoding=encoding, errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if number in wanted:
                    found[number] = line.rstrip("\n")
                if number >= last:
                    break
    except LookupError:  # An encoding that Python doesn't know by this name.
        return {}
    return found


def _diagnostic(
    path: str, span: Span, judgement: Judgement, line: str, fix: Fix | None, title: str = ""
) -> Diagnostic:
    advice = judgement.help
    if fix is not None:
        how = "--fix" if fix.safe else "--fix --unsafe-fixes"
        advice = f"{advice.removesuffix('.')}; `trimtab linkcheck {how}` does."
    message = f"In the page “{title}”: {judgement.message}" if title else judgement.message
    kind = judgement.kind
    return Diagnostic(
        kind.code, kind.name, judgement.severity, message, path, span, advice, source_line=line, fix=fix
    )


def _unreadable(path: str, span: Span, message: str, help: str, line: str = "") -> Diagnostic:
    kind = kinds.UNREADABLE
    return Diagnostic(kind.code, kind.name, kind.severity, message, path, span, help, source_line=line)


def _may_be_read(path: Path) -> bool:
    """Whether a path is an ordinary file, or none that can be looked at, which reading will tell; a pipe is neither."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def listed(skipped: Counter[str]) -> str:
    """Numbers of files by the ends of their names, in words."""
    return ", ".join(
        f"{number} {ending or 'without an ending'}"
        for ending, number in sorted(skipped.items(), key=lambda pair: (not pair[0], pair))
    )
