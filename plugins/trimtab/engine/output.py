"""A site is written beside the old one and takes its place when it is whole.

What has not changed is taken over from the old site. What was written is recorded in the user's cache folder, which may
be deleted at any time; a record that doesn't fit the old site counts for nothing.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import CountHandler

from trimtab.checking.processes import without_collection
from trimtab.checking.store import Store
from trimtab.engine.folder import Folder, Records, fits, pack, unpack
from trimtab.engine.moving import Moves, Seen


class Site(NamedTuple):
    """What a process that builds again and again remembers of a site that it has written."""

    records: Records
    """Those of its files."""
    seen: Seen
    """Those of its folders in which nothing has changed, while they have the same time."""


Memory = dict[Path, Site]
"""What is remembered of sites, by their paths."""

MANY = 2_000
"""From how many files an old site is removed by a process that the build doesn't wait for."""
_RECORDS = "written"
_SUFFIX = "-old"

_removing: list[int] = []
"""The processes that remove old sites."""


class Output(Folder):
    """The folder that one build writes to. Points `site_dir` to it until the build is done.

    Args:
        config: the configuration of MkDocs.
        memory: what this process remembers; None to have it remembered beyond the process's end.
    """

    def __init__(self, config: MkDocsConfig, memory: Memory | None = None) -> None:
        self._site = Path(config.site_dir).resolve()
        self._site.parent.mkdir(parents=True, exist_ok=True)
        self._new = Path(tempfile.mkdtemp(prefix=f".{self._site.name}-", dir=self._site.parent))
        self._new.chmod(0o777 & ~_umask())
        super().__init__(str(self._new), str(self._site), self._remembered)
        self._store = Store.of(self._site)
        self._memory = memory
        self._known = (memory or {}).get(self._site)
        self._taken_over: dict[str, Callable[[], object]] = {}
        """What of the old site is moved here in the end, each with what would make it anew."""
        self._written: set[str] | None = None
        self._before_it = self._identity()
        self._left_behind = self._interrupted()
        self._config = config
        config.site_dir = str(self._new)
        atexit.register(self._remove)

    def publish(self, config: MkDocsConfig, *, along: str = "") -> bool:
        """Put the new site in the old one's place, unless a strict build has warned: then MkDocs is about to stop.

        Args:
            config: the configuration of MkDocs.
            along: a folder of the old site that comes along as it is, unless the new one has its own; empty for none.

        Returns:
            Whether it's there.

        Raises:
            OSError: the old site can't be moved; it stays as it was.
        """
        if config.strict and _warned():
            self.discard()
            return False
        is_same = self._is_same()
        for make in () if is_same else self._taken_over.values():
            make()
        aside = self._new.with_name(self._new.name + _SUFFIX)
        aside.mkdir()
        old = aside / "site"
        seen = self._known.seen if self._known is not None else {}
        moves = Moves(str(old), str(self._new), str(aside), seen, alone=self._memory is not None)
        try:
            if self._site.exists():
                self._keep_hidden()
                self._site.rename(old)
            taken_over = [*self._taken_over] if is_same else []
            if along and (old / along).exists() and not (self._new / along).exists():
                taken_over.append(along)
            moves.take_over(taken_over)
            self._new.rename(self._site)
        except OSError:
            moves.undo()
            if old.exists():
                old.rename(self._site)
            with contextlib.suppress(OSError):
                aside.rmdir()
            self.discard()
            raise
        if self._memory is not None and self._known is None:
            moves.look(str(self._site))
        self._finish()
        self._remember(seen)
        for folder in (aside, *self._left_behind):
            _remove(folder, at_once=len(self.records) < MANY)
        return True

    def keep(self, path: str, key: str, make: Callable[[], object]) -> bool:
        """Take a file over from the old site when this one is published, if it is as it would be written again.

        Until then it stays where it is. Arguments and result are those of `Folder.keep`.
        """
        record = self.earlier(path)
        if record is None or record.key != key:
            return False
        try:
            found = os.lstat(f"{self.old}/{path}")
        except (OSError, ValueError):
            return False
        if not fits(record, found) or self._is_written(path):
            return False
        self.records[path] = record
        self._taken_over[path] = make
        return True

    def has_taken_over(self, path: str) -> bool:
        """Whether a file will be taken over from the earlier build."""
        return path in self._taken_over

    def place(self, path: str) -> str:
        """Where a file of the site is until this one is published."""
        return f"{self.old if path in self._taken_over else self.path}/{path}"

    def complete(self) -> None:
        """Have all files of the site here now: those that would be taken over are copied."""
        for path in self._taken_over:
            shutil.copy2(f"{self.old}/{path}", self._room(path))
        self._taken_over.clear()

    def survey(self) -> None:
        """Look once for all files that have been written so far; `keep` then asks for no other until the next time."""
        length = len(self.path) + 1
        self._written = {
            f"{at}/{name}"[length:].replace(os.sep, "/")
            for at, folders, names in os.walk(self.path)
            for name in (*folders, *names)
        }

    def _is_written(self, path: str) -> bool:
        return path in self._written if self._written is not None else os.path.lexists(f"{self.path}/{path}")

    def note(self, path: str, key: str) -> None:
        """Record a file that somebody else has written here, if there is one.

        Args:
            path: relative to the folder.
            key: a digest of all that it is made of.
        """
        with contextlib.suppress(OSError):
            self._record(path, key)

    def _identity(self) -> tuple[int, int] | None:
        """Which folder the old site is; None where there is none."""
        try:
            found = self._site.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _is_same(self) -> bool:
        """Whether no other build has replaced the old site meanwhile."""
        known = (self._memory or {}).get(self._site)
        return self._identity() == self._before_it and known is self._known

    def _remembered(self) -> Records:
        if self._memory is not None:
            return self._known.records if self._known is not None else {}
        kept = self._store.load(_RECORDS)
        return {} if kept is None else unpack(kept)

    def _remember(self, seen: Seen) -> None:
        if self._memory is not None:
            self._memory[self._site] = Site(self.records, seen)
        elif self.records != self.records_before:
            with without_collection():
                self._store.save(_RECORDS, pack(self.records))

    def _interrupted(self) -> list[Path]:
        """Old sites that builds which were interrupted have left."""
        name = re.compile(re.escape(f".{self._site.name}-") + "[a-z0-9_]{8}" + re.escape(_SUFFIX))
        return [folder for folder in self._site.parent.iterdir() if name.fullmatch(folder.name)]

    def discard(self) -> None:
        """Throw the new site away."""
        self._finish()
        self._remove()

    def _keep_hidden(self) -> None:
        """Hidden files of the site's folder, such as a work tree's `.git`, are not MkDocs' and stay."""
        for item in self._site.iterdir():
            if item.name.startswith(".") and not (self._new / item.name).exists():
                if item.is_dir() and not item.is_symlink():
                    shutil.copytree(item, self._new / item.name, symlinks=True)
                else:
                    shutil.copy2(item, self._new / item.name, follow_symlinks=False)

    def _finish(self) -> None:
        self._config.site_dir = str(self._site)
        atexit.unregister(self._remove)

    def _remove(self) -> None:
        shutil.rmtree(self._new, ignore_errors=True)


def _remove(folder: Path, *, at_once: bool) -> None:
    """Remove a folder, at once or by a process of its own, which outlives this one if need be."""
    _removing[:] = filter(_is_running, _removing)
    remover = None if at_once or os.name != "posix" else shutil.which("rm")
    if remover is None:
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.exists():
        nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
        command = [remover, "-rf", "--", str(folder)]
        _removing.append(os.posix_spawn(remover, command, os.environ, file_actions=nowhere, setpgroup=0))


def _is_running(process: int) -> bool:
    """Whether a process that this one has started still runs; one that has ended is let go of."""
    try:
        return os.waitpid(process, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def _warned() -> bool:
    """Whether MkDocs, or ProperDocs in its place, has seen warnings: both count them in a strict build."""
    handlers = [handler for name in ("mkdocs", "properdocs") for handler in logging.getLogger(name).handlers]
    return any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    umask = os.umask(0o022)
    os.umask(umask)
    return umask
