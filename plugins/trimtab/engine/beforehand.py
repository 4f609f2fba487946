"""Files that are made before their turn: what needs nothing of pages, by a process that works while nobody else does.

A build leaves a processor without work now and then: while the library is put together, while templates are loaded, or
when the search has caught up with the pages. What is made in that time is written into a folder beside the site's, so
that nobody who looks into that one finds some files and not others; in the end it moves there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from trimtab.checking.processes import copies, processors
from trimtab.engine.folder import Folder
from trimtab.engine.rendering.processes import Ahead
from trimtab.site.exports.file import File, Part

_AT_ONCE = 32
_LAST = 19
"""How far a process stands back that only works while nobody else wants a processor."""
_SUFFIX = "-beforehand"
_MADE = "beforehand"
"""What files are known by until they move."""


class Written(NamedTuple):
    """A file that has been made."""

    size: int
    """In bytes."""
    modified: int
    """When it was, in nanoseconds."""
    parts: list[int]
    """The size of each part, of a file that was put together from several."""


class Beforehand:
    """Makes files until they are wanted, if there may be a process for it.

    Args:
        files: gives what to make, in that order.
        site: the folder where it belongs.
    """

    def __init__(self, files: Callable[[], Iterable[File]], site: str) -> None:
        self._files = files
        self._site = site
        self._place = Path(site + _SUFFIX)
        self._folder = Folder(str(self._place / "site"))
        self._told = self._place / "written"
        context = copies() if processors() > 1 else None
        self._ahead = Ahead(context, 1, self._make, 1, nice=_LAST) if context is not None else None

    def take(self, wanted: Container[str]) -> dict[str, Written]:
        """End the process, and have in the site what it has made.

        Args:
            wanted: the files to have, by their paths.

        Returns:
            Those that are there now, by their paths.
        """
        written: dict[str, Written] = {}
        if self._ahead is not None:
            self._ahead.stop()
            for path, made in self._read():
                if path in wanted:
                    written[path] = made
                else:
                    os.unlink(f"{self._folder.path}/{path}")
            if written:
                _move(self._folder.path, self._site)
        self.stop()
        return written

    def stop(self) -> None:
        """End the process, and let go of what it has made."""
        if self._ahead is not None:
            self._ahead.stop()
            self._ahead = None
            shutil.rmtree(self._place, ignore_errors=True)

    def _make(self, number: int) -> bytes:
        """Write all files, and tell of some at a time. One that isn't told of counts as not made."""
        self._place.mkdir()
        told = []
        for file in self._files():
            record = self._folder.put(file, _MADE, _digest)
            if record is not None and record.key:
                sizes = [size for _, size in record.parts]
                told.append(json.dumps([file.path, record.size, record.modified, sizes]) + "\n")
            if len(told) == _AT_ONCE:
                self._tell(told)
                told.clear()
        self._tell(told)
        return b""

    def _tell(self, lines: Iterable[str]) -> None:
        with self._told.open("a", encoding="utf-8") as told:
            told.write("".join(lines))

    def _read(self) -> Iterator[tuple[str, Written]]:
        """What has been told of, by paths; a line that was cut off tells nothing."""
        with suppress(OSError):
            for line in self._told.read_text(encoding="utf-8").splitlines(keepends=True):
                if line.endswith("\n"):
                    path, size, modified, parts = json.loads(line)
                    yield path, Written(size, modified, parts)


def _digest(part: Part) -> str:
    """What tells that a document's file has changed while a part was made of it."""
    return part.document.digest if part.document is not None else ""


def _move(source: str, target: str) -> None:
    """Move what is in one folder into another, in place of what is there."""
    with os.scandir(source) as found:
        for one in found:
            to = f"{target}/{one.name}"
            if one.is_dir(follow_symlinks=False) and os.path.isdir(to):
                _move(one.path, to)
            else:
                os.replace(one.path, to)
