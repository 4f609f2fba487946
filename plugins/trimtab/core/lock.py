"""The file that records what a library has published: a line for each address, id and heading that others may link to.

Lines stand for themselves and their order doesn't count, so that git can join two versions by keeping all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote

from trimtab.core.diagnostics import Position, Span
from trimtab.core.project import Project
from trimtab.core.source import Source

HEADER = """\
# The addresses, ids and headings that this library has published, and that others may link to: they have to lead
# somewhere for ever. `trimtab permalinks --update` adds new ones. After a merge keep the lines of both sides, in any
# order; the same command sorts them.
"""
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_HIDDEN = re.compile(r"[\x00-\x20\x7f\\?#]")
"""What stands in no address but in quoted form."""


class What(StrEnum):
    """What a line records. The values are the lines' first words."""

    ANCHOR = "anchor"
    ID = "id"
    LIST = "list"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that was published."""

    what: What
    name: str
    """An id, else an address relative to the site's top, quoted as browsers send it; `./` is the top itself."""
    file: str = ""
    """The file that had it last; of an anchor, the page's own line says it, and a list has none."""
    anchor: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What must be there for ever, whichever file has it. A written page may take the place of a list."""
        return ("id" if self.what is What.ID else "", self.name, self.anchor)

    @property
    def line(self) -> str:
        """The line of the file."""
        if self.what is What.ANCHOR:
            return f"{self.what} {self.name}#{_quoted(self.anchor)}"
        name = _quoted(self.name) if self.what is What.ID else self.name
        return " ".join(filter(None, (self.what, name, _quoted(self.file))))

    @property
    def shown(self) -> str:
        """What was published, for people: an address, an id, or an address with an anchor."""
        name = self.name if self.what is What.ID else unquote(self.name)
        return f"{name}#{self.anchor}" if self.anchor else name


@dataclass(frozen=True, slots=True)
class Line:
    """A record where it stands."""

    number: int
    record: Record


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that can't be read, or that contradicts another."""

    number: int
    span: Span
    message: str
    help: str
    other: int = 0
    """The line that it contradicts, counted from 1."""


class Lock:
    """What a library has published, as recorded."""

    def __init__(self, source: Source, *, directories: bool = True) -> None:
        self.source = source
        self.directories = directories
        """MkDocs' `use_directory_urls`: what the site's addresses look like."""
        lines: dict[Record, Line] = {}
        self.problems: list[Problem] = [
            Problem(fault.span.start.line, fault.span, fault.message, fault.help)
            for fault in source.faults
            if fault.kind in ("unreadable-file", "not-utf-8")
        ]
        """What is wrong with the file."""
        for number, text in enumerate(source.text.split("\n"), 1):
            if text.strip() and not text.lstrip().startswith("#"):
                try:
                    record = parse(text)
                except ValueError as error:
                    self.problems.append(Problem(number, self.span(number), *_reason(text, str(error))))
                else:
                    lines.setdefault(record, Line(number, record))
        self.lines: tuple[Line, ...] = tuple(lines.values())
        """What the file records, each once, in the order of the file."""

    @classmethod
    def read(cls, project: Project) -> Lock | None:
        """The record of a project; None where there is none."""
        name = project.settings.permalinks.lock
        return cls.load(project.root, name, project.docs_dir, directories=project.directories)

    @classmethod
    def load(cls, root: Path, name: str, docs_dir: Path, *, directories: bool = True) -> Lock | None:
        """The record in a file; None where there is no such file.

        Args:
            root: the folder of the library's configuration.
            name: the file, relative to it.
            docs_dir: the library's folder, from which findings name the file.
            directories: MkDocs' `use_directory_urls`.
        """
        if not os.path.lexists(root / name):
            return None
        source = Source.read(root, name)
        path = os.path.relpath(root / name, docs_dir).replace(os.sep, "/")
        return cls(replace(source, path=path), directories=directories)

    @cached_property
    def keys(self) -> frozenset[tuple[str, str, str]]:
        """What is recorded."""
        return frozenset(line.record.key for line in self.lines)

    @cached_property
    def files(self) -> dict[str, str]:
        """The file that had the page of each address."""
        found: dict[str, str] = {}
        for line in self.lines:
            if line.record.what is What.PAGE:
                found.setdefault(line.record.name, line.record.file)
        return found

    def span(self, number: int) -> Span:
        """Where a line says what was published; the whole line where it can't be told."""
        text = self.source.line(number)
        found = re.match(r"[ \t]*\S+[ \t]+(\S+)", text)
        start, end = found.span(1) if found else (len(text) - len(text.lstrip()), len(text.rstrip()))
        return Span(Position(number, start + 1), Position(number, end + 1))


def parse(text: str) -> Record:
    """What a line records.

    Raises:
        ValueError: it isn't such a line; the message says why.
    """
    word, *rest = text.split()
    if word not in list(What):
        message = f"`{word}` is none of {', '.join(What)}"
        raise ValueError(message)
    what = What(word)
    wanted = 2 if what in (What.PAGE, What.ID) else 1
    if len(rest) != wanted:
        forms = {1: "an address", 2: "an address and a file" if what is What.PAGE else "an id and a file"}
        message = f"`{word}` is followed by {forms[wanted]}"
        raise ValueError(message)
    name, _, anchor = rest[0].partition("#")
    if bool(anchor) is not (what is What.ANCHOR) or (what is not What.ANCHOR and "#" in rest[0]):
        message = f"`{rest[0]}` has {'no' if what is What.ANCHOR else 'an'} anchor"
        raise ValueError(message)
    if what is What.ID:
        name = unquote(name)
    elif not is_address(name):
        message = f"`{name}` is no address relative to the site's top"
        raise ValueError(message)
    file = unquote(rest[1], errors="surrogateescape") if wanted == 2 else ""
    return Record(what, name, file, unquote(anchor))


def render(records: Iterable[Record]) -> str:
    """The file's text: a comment, then the lines, sorted."""
    return HEADER + "".join(f"{line}\n" for line in sorted({record.line for record in records}))


def is_address(name: str) -> bool:
    """Whether a text is an address below the site's top, whichever way it is written."""
    if name == "./":
        return True
    parts = name.removesuffix("/").split("/")
    for part in map(unquote, parts):
        if part in ("", ".", "..") or "/" in part or "\x00" in part or "\\" in part:
            return False
    return ":" not in parts[0] and not _HIDDEN.search(name)


def _reason(text: str, reason: str) -> tuple[str, str]:
    """What is wrong with a line, and what mends it."""
    if text.startswith(_CONFLICT):
        return (
            "This is the mark of a merge that isn't done.",
            "Take the marks out and keep the lines of both sides, in any order.",
        )
    return f"The line can't be read: {reason}.", "Undo the last change to it."


def _quoted(text: str) -> str:
    return quote(text, safe="/+@,~!'()&=", errors="surrogateescape")
