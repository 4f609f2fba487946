"""A folder that files are written into, some of them taken over from the folder of an earlier build.

Of each file that was written under a key, size and time are recorded. One that still has them, and whose key is the
same, is as it would be written again.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import BinaryIO, NamedTuple

from trimtab.checking import store
from trimtab.site.exports.file import File, Part


class Record(NamedTuple):
    """What is known of a file that was written."""

    key: str
    """A digest of all that it is made of."""
    size: int
    """In bytes."""
    modified: int
    """When it was, in nanoseconds."""
    parts: tuple[tuple[str, int], ...] = ()
    """The key and the size of each part, of a file that was put together from several."""


Records = Mapping[str, Record]
"""Those of a folder's files, by path."""


class Folder:
    """A folder that files are written into.

    Args:
        path: its path.
        old: the folder of an earlier build.
        before: the records of the files in that one.
    """

    def __init__(self, path: str, old: str = "", before: Callable[[], Records] = dict) -> None:
        self.path = path
        self.records: dict[str, Record] = {}
        """Those of the files in it that have keys."""
        self.old = old
        self._read_before = before
        self._before: Records | None = None
        self._folders: set[str] = set()

    def keep(self, path: str, key: str, make: Callable[[], object]) -> bool:
        """Take a file over from the earlier build when this one is published, if it is as it would be written again.

        Args:
            path: relative to the folder.
            key: a digest of all that the file is made of.
            make: writes it, should the earlier build's be gone by then.

        Returns:
            Whether it will be there. If not, it is to be written; always so in a folder that is not published as a
            whole.
        """
        return False

    def write(self, path: str, content: bytes, key: str = "") -> None:
        """Write a file, whatever was there.

        Args:
            path: relative to the folder.
            content: all of it.
            key: a digest of all that it is made of; empty to have it written by every build.
        """
        with self._open(path) as file:
            file.write(content)
        self._record(path, key)

    def assemble(self, path: str, key: str, parts: Iterable[tuple[str, Callable[[], bytes]]]) -> None:
        """Write a large file part by part, with parts that are as they were copied from the earlier build's.

        Args:
            path: relative to the folder.
            key: a digest of all that it is made of.
            parts: the key of each part, and what makes it.
        """
        sizes = []
        with self._open_old(path) as old, self._open(path) as file:
            places = self._places(path) if old is not None else {}
            for one, make in parts:
                content = _part(old, *places[one]) if old is not None and one in places else None
                if content is None:
                    content = make()
                file.write(content)
                sizes.append((one, len(content)))
        self._record(path, key, tuple(sizes))

    def has_taken_over(self, path: str) -> bool:
        """Whether a file will be taken over from the earlier build."""
        return False

    def put(self, file: File, key: str, key_of: Callable[[Part], str]) -> Record | None:
        """Write a file, if it has any content.

        Args:
            file: what to write.
            key: a digest of all that it is made of.
            key_of: the same of each of its parts. It's asked again once they are made: a document has another digest if
                its file turned out to have changed, and then what was made of it isn't found by any key.

        Returns:
            What is known of it now; None where it turned out to have no content.
        """
        before = [key_of(part) for part in file.parts]
        if len(file.parts) > 1:
            makers = (partial(_content, part) for part in file.parts)
            self.assemble(file.path, key, zip(before, makers, strict=True))
        else:
            content = file.parts[0].content()
            if content is None:
                return None
            self.write(file.path, content, key)
        if before != [key_of(part) for part in file.parts]:
            self.records[file.path] = self.records[file.path]._replace(key="", parts=())
        return self.records[file.path]

    @property
    def is_first(self) -> bool:
        """Whether there is no folder of an earlier build, or nothing is known of it."""
        return not os.path.isdir(self.old) or not self.records_before

    @property
    def records_before(self) -> Records:
        """Those of the earlier build's files."""
        if self._before is None:
            self._before = self._read_before()
        return self._before

    def earlier(self, path: str) -> Record | None:
        """What was recorded of a file of the earlier build."""
        return self.records_before.get(path)

    @contextlib.contextmanager
    def _open_old(self, path: str) -> Iterator[BinaryIO | None]:
        """A file of the earlier build; None where it isn't as it was written."""
        record = self.earlier(path)
        with contextlib.ExitStack() as stack:
            old = None
            if record is not None:
                with contextlib.suppress(OSError):
                    old = stack.enter_context(open(f"{self.old}/{path}", "rb"))
            is_same = record is not None and old is not None and fits(record, os.fstat(old.fileno()))
            yield old if is_same else None

    def _places(self, path: str) -> dict[str, tuple[int, int]]:
        """Where the parts of a file of the earlier build begin, and their sizes, by their keys."""
        record, start, places = self.earlier(path), 0, {}
        for key, size in record.parts if record is not None else ():
            places[key] = (start, size)
            start += size
        return places

    def _room(self, path: str) -> str:
        """Where a file goes, in a folder that is there."""
        target = os.path.join(self.path, path)
        folder = os.path.dirname(target)
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        return target

    def _open(self, path: str) -> BinaryIO:
        """A new file: what was there may be a link to that of the earlier build, which stays as it is."""
        target = self._room(path)
        try:
            return open(target, "xb")
        except FileExistsError:
            os.unlink(target)
            return open(target, "xb")

    def _record(self, path: str, key: str, parts: tuple[tuple[str, int], ...] = ()) -> None:
        if key:
            found = os.stat(os.path.join(self.path, path))
            self.records[path] = Record(key, found.st_size, found.st_mtime_ns, parts)


def pack(records: Records) -> bytes:
    """Records as bytes."""
    return store.pack({path: tuple(record) for path, record in records.items()})


def unpack(content: bytes) -> Records:
    """What `pack` packed; nothing where it isn't that."""
    values = store.unpack(content, dict)
    try:
        return {path: Record(*record) for path, record in values[0].items()} if values is not None else {}
    except TypeError:
        return {}


def fits(record: Record, found: os.stat_result) -> bool:
    """Whether a file is as it was recorded."""
    is_file = stat.S_ISREG(found.st_mode)
    return is_file and (record.size, record.modified) == (found.st_size, found.st_mtime_ns)


def _content(part: Part) -> bytes:
    return part.content() or b""


def _part(file: BinaryIO, start: int, size: int) -> bytes | None:
    """A part of a file; None where the file has no such part."""
    if file.tell() != start:
        file.seek(start)
    content = file.read(size)
    return content if len(content) == size else None
