"""A transaction: changes of many files that are written as a whole, or not at all.

Each file is written beside its place, flushed to the disk and moved there in one step, so that no reader and no crash
meets half a file. Until all are in place the files as they were are kept beside them; a failure puts them back.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from trimtab.core.source import Source
from trimtab.edit import diffs
from trimtab.edit.texts import EditError, FileText

_PREFIX = ".trimtab-"
"""Begins the names of files that exist only while a transaction is written; MkDocs and the library skip them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file as it is, and as it's to be. Paths are POSIX paths relative to the library's folder."""

    path: str
    """Where the file will be."""
    before: bytes | None
    """Its bytes as they were read; None where the file is new."""
    after: bytes
    old_path: str = ""
    """Where it is now, if it moves."""

    @property
    def origin(self) -> str:
        """Where the file is now."""
        return self.old_path or self.path


@dataclass(frozen=True, slots=True)
class Transaction:
    """Changes of files below one folder. Nothing on disk changes until `write`."""

    root: Path
    """The library's folder, `docs_dir`."""
    changes: tuple[Change, ...] = ()

    def diff(self, prefix: str = "") -> str:
        """The changes as `git diff` would show them, in the order of their paths; `git apply` reads it.

        Args:
            prefix: the folder as seen from where the diff is to be applied, with a slash at its end: `patterns/`.
        """
        return "".join(
            diffs.unified(
                prefix + change.path,
                None if change.before is None else change.before.decode(),
                change.after.decode(),
                prefix + change.origin,
            )
            for change in sorted(self.changes, key=lambda change: change.path)
        )

    def write(self) -> None:
        """Write all changes, or none.

        Raises:
            EditError: a file has changed since it was read, is in the way, lies outside the folder, or can't be
                written. What had been written by then is undone.
        """
        _Writer(self.root).write(self.changes)


def read(root: Path, source: Source) -> FileText:
    """The file of a source, as its bytes have it.

    Raises:
        EditError: it can't be read, isn't UTF-8, lies outside the folder, or says something else than the source.
    """
    try:
        data = real_path(root, source.path).read_bytes()
    except OSError as error:
        raise _failed(source.path, "read", error) from None
    text = FileText.decode(source.path, data)
    if text.text != source.text:
        raise _stale(source.path)
    return text


def real_path(root: Path, path: str) -> Path:
    """Where a file of the folder really is, links followed.

    Raises:
        EditError: it lies outside the folder, to which a symbolic link leads.
    """
    top = root.resolve()
    real = (top / path).resolve()
    if not real.is_relative_to(top):
        message = f"`{path}` leads out of the library's folder, to `{real}`, and is left alone."
        raise EditError(message, "Change that file where it belongs.")
    return real


def _stale(path: str) -> EditError:
    return EditError(f"`{path}` has changed on disk since it was read.", "Run the command again.")


def _failed(path: str, what: str, error: OSError) -> EditError:
    reason = error.strerror or type(error).__name__
    return EditError(f"`{path}` can't be {what}: {reason}.", "Mend that, and run the command again.")


@dataclass(frozen=True, slots=True)
class _Step:
    """A change made ready: its new content lies in `temporary`, beside its place."""

    change: Change
    origin: Path | None
    target: Path
    temporary: Path
    backup: Path | None


class _Writer:
    """Writes one transaction and remembers how to take back what it did."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._undo: list[tuple[str, Callable[[], None]]] = []
        self._temporaries: list[Path] = []
        self._backups: list[Path] = []
        self._at = ""

    def write(self, changes: Iterable[Change]) -> None:
        """Write all changes; on any failure, a stop by the keyboard too, undo what was done."""
        try:
            steps = [self._prepare(change) for change in _distinct(self._root, changes)]
            for step in steps:
                self._commit(step)
            for folder in sorted(
                {path.parent for step in steps for path in (step.origin or step.target, step.target)}
            ):
                _sync(folder)
        except EditError as error:
            raise self._failure(error) from None
        except OSError as error:
            raise self._failure(_failed(self._at, "written", error)) from error
        except BaseException:
            self._take_back()
            raise
        finally:
            for path in (*self._temporaries, *self._backups):
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _failure(self, error: EditError) -> EditError:
        lost = self._take_back()
        return EditError(error.message, f"{lost or 'Nothing was changed.'} {error.help}".rstrip())

    def _prepare(self, change: Change) -> _Step:
        """Check one change against the disk, and write what it needs beside the file's place."""
        self._at = change.path
        if change.before is None:
            target = _new_place(self._root, change.path)
            self._make_folders(target.parent)
            if os.path.lexists(target):
                raise _taken(change.path)
            return _Step(change, None, target, self._temporary(target, change.after, None), None)
        origin = real_path(self._root, change.origin)
        target = origin
        if change.old_path:
            target = _new_place(self._root, change.path)
            if (self._root.resolve() / change.origin).is_symlink():
                message = f"`{change.origin}` is a symbolic link."
                raise EditError(message, "Rename the file that it leads to.")
            # Where case doesn't count in file names, a new name may be the old one.
            if os.path.lexists(target) and not (target.exists() and target.samefile(origin)):
                raise _taken(change.path)
        if origin.read_bytes() != change.before:
            raise _stale(change.origin)
        temporary = self._temporary(target, change.after, origin.stat())
        return _Step(change, origin, target, temporary, self._backup(origin))

    def _make_folders(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            one.mkdir()
            self._undo.append((one.name, one.rmdir))

    def _temporary(self, target: Path, data: bytes, like: os.stat_result | None) -> Path:
        """A new file beside the target that holds `data`, with permissions and owner as given."""
        path = _free(target.parent)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        self._temporaries.append(path)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if like is not None:
            if hasattr(os, "chown"):
                with suppress(PermissionError):
                    os.chown(path, like.st_uid, like.st_gid)
            path.chmod(stat.S_IMODE(like.st_mode))
        return path

    def _backup(self, origin: Path) -> Path:
        """A second name of the file, or a copy where the file system has no second names."""
        path = _free(origin.parent)
        self._backups.append(path)
        try:
            os.link(origin, path)
        except OSError:
            shutil.copy2(origin, path)
        return path

    def _commit(self, step: _Step) -> None:
        """Move one file's new content to its place. What takes it back is noted before it's done."""
        self._at = step.change.path
        if step.origin is not None and step.backup is not None:
            origin, backup = step.origin, step.backup
            if origin.read_bytes() != step.change.before:
                raise _stale(step.change.origin)
            self._undo.append((step.change.origin, lambda: os.replace(backup, origin)))
            if not step.change.old_path:
                os.replace(step.temporary, step.target)
                return
            origin.unlink()
        try:
            handle = os.open(
                step.target, os.O_WRONLY | os.O_CREAT | os.O_EXCL
            )  # Never overwrites, even in a race.
        except FileExistsError:
            raise _taken(step.change.path) from None
        self._undo.append((step.change.path, step.target.unlink))
        os.close(handle)
        os.replace(step.temporary, step.target)

    def _take_back(self) -> str:
        """Undo everything, last first. What can't be undone is told, and the files as they were are kept."""
        for path in self._temporaries:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        lost = []
        for name, undo in reversed(self._undo):
            try:
                undo()
            except OSError:
                lost.append(f"`{name}`")
        if not lost:
            return ""
        kept = [f"`{path}`" for path in self._backups if path.exists()]
        self._backups = []
        return f"{' and '.join(lost)} could not be put back; look at {', '.join(kept) or 'the folder'}."


def _free(folder: Path) -> Path:
    number = 1
    while os.path.lexists(folder / f"{_PREFIX}{number}"):
        number += 1
    return folder / f"{_PREFIX}{number}"


def _new_place(root: Path, path: str) -> Path:
    """Where a new file is to be. Only its folder may be a link: a link of its own name is something in the way."""
    folder, _, name = path.rpartition("/")
    return real_path(root, folder) / name


def _taken(path: str) -> EditError:
    return EditError(f"`{path}` is there already.", "Choose another name.")


def _distinct(root: Path, changes: Iterable[Change]) -> list[Change]:
    """The changes, those left out that do to a file through a link what another does to it already.

    Raises:
        EditError: two changes want different things of one file.
    """
    found: dict[Path, Change] = {}
    for change in changes:
        real = real_path(root, change.origin)
        other = found.setdefault(real, change)
        if other is not change and (other.after, other.old_path) != (change.after, change.old_path):
            message = f"`{change.path}` and `{other.path}` are one file, which can't be changed in two ways."
            raise EditError(message, "Remove the symbolic link.")
    return list(found.values())


def _sync(folder: Path) -> None:
    """Flush a folder's list of names to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
