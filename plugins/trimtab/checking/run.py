"""Reading a library in shards, in several processes, and checking it.

The files of a library are dealt into shards by a digest of their paths, so that a file stays in its shard when others
come and go. A shard is read and its documents examined in one process, and comes back as one pickle: the documents
without their texts, and what was found in each. That pickle is kept under the digest of all that it was made of, and
so is the report of a whole run, for a library in which nothing has changed.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib.metadata
import itertools
import multiprocessing
import os
import pickle
import sys
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from trimtab.checking.store import Store, digest, pack, unpack
from trimtab.core import document as documents
from trimtab.core.calendar import today
from trimtab.core.diagnostics import Diagnostic, Report
from trimtab.core.document import Document
from trimtab.core.files import list_files
from trimtab.core.library import Library
from trimtab.core.lock import Lock
from trimtab.core.others import Others, of_project
from trimtab.core.project import Project
from trimtab.core.settings import Settings
from trimtab.core.source import Source
from trimtab.rules import LIBRARY_RULES, check, compare, examine

SHARD = 64
"""About how many documents a shard has."""
FEW = 4
"""Up to how many shards are read in this process: for so little, others take longer to start than they save."""

Told = Callable[[int, int], None]
"""Called with how many documents have been read, and how many there are."""


_Paths = tuple[str, ...]
_Contents = tuple[list[Document], list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A library's report, and the library itself once somebody asks for it."""

    report: Report
    count: int
    """How many entries the library has."""


def read_and_check(
    project: Project, store: Store | None = None, *, jobs: int | None = None, progress: Told | None = None
) -> Checked:
    """Check a library from disk.

    Args:
        project: the library's place and settings.
        store: where results are kept; None to keep none and use none.
        jobs: how many processes read at once; as many as there are processors if None.
        progress: told as documents are read.

    Raises:
        SettingsError: a setting names a rule that doesn't exist.
    """
    with _without_collection():
        return _read_and_check(project, store, jobs, progress or (lambda done, of: None))


def _read_and_check(project: Project, store: Store | None, jobs: int | None, progress: Told) -> Checked:
    files = list_files(project.docs_dir, project.exclude_docs)
    reader = _Reader(project, store, jobs or _processors(), progress)
    shards = _deal(path for path in files if path.endswith(".md"))
    names = [reader.name(paths) for paths in shards] if store is not None and not store.is_empty else []
    lock = Lock.read(project)
    others = of_project(project)
    if store is not None and names:
        kept = _report(store.load(_run(names, files, lock, others)))
        if kept is not None:
            return kept
    found: list[Document] = []
    examined: list[Diagnostic] = []
    for some, diagnostics in reader.read(shards, names):
        found += some
        examined += diagnostics
    for document in found:
        document.read_by(functools.partial(Source.read, project.docs_dir, document.path), project.settings)
    library = Library.of(project.settings, found, files, lock, others)
    compared = _compared(library, reader.jobs) if len(shards) > FEW else None
    checked = Checked(check(library, examined, compared), len(library.entries))
    if store is not None:
        store.save(_run(reader.names, files, lock, others), pack(checked.report.diagnostics, checked.count))
        store.prune()
    return checked


def _deal(paths: Iterable[str]) -> list[_Paths]:
    """Deal paths into shards."""
    chosen = list(paths)
    count = max(1, 1 << max(0, (len(chosen) // SHARD).bit_length() - 1))
    dealt: list[list[str]] = [[] for _ in range(count)]
    for path in chosen:
        dealt[zlib.crc32(_bytes(path)) % count].append(path)
    return [tuple(some) for some in dealt if some]


def _run(names: Iterable[str], files: Iterable[str], lock: Lock | None, others: Others) -> str:
    """What the report of a run is kept under: a digest of all that it depends on."""
    recorded = repr(lock and (lock.source, lock.directories)).encode(errors="surrogateescape")
    told = [part for prefix, other in sorted(others.items()) for part in (prefix.encode(), other.digest)]
    return "report-" + digest(*map(str.encode, sorted(names)), *map(_bytes, files), recorded, *told, _day())


class _Reader:
    """Reads shards: what is kept of them, and the others in as many processes as there may be."""

    def __init__(self, project: Project, store: Store | None, jobs: int, progress: Told) -> None:
        self._root = project.docs_dir
        self._settings = project.settings
        self._store = store
        self._maker = _maker(project.settings) if store is not None else b""
        self._progress = progress
        self.jobs = jobs
        self.names: list[str] = []
        """What each shard that was read is kept under."""

    def name(self, paths: _Paths) -> str:
        """What a shard is kept under: a digest of all that it depends on."""
        return _name(self._maker, paths, (_data(self._root, path) for path in paths))

    def read(self, shards: list[_Paths], names: list[str]) -> Iterator[_Contents]:
        """The documents and findings of each shard: those that are kept first, then those that must be read."""
        total, done = sum(map(len, shards)), 0
        unread = []
        for paths, name in itertools.zip_longest(shards, names, fillvalue=""):
            kept = self._store.load(name) if self._store is not None and name else None
            contents = unpack(kept, list, list) if kept is not None else None
            if contents is None:
                unread.append(tuple(paths))
            else:
                yield contents[0], contents[1]
                self.names.append(name)
                done += len(paths)
                self._progress(done, total)
        for paths, (name, packed) in self._read_anew(unread):
            yield pickle.loads(packed)  # noqa: S301 - from our own process
            self.names.append(name)
            done += len(paths)
            self._progress(done, total)

    def _read_anew(self, shards: list[_Paths]) -> Iterator[tuple[_Paths, tuple[str, bytes]]]:
        task = functools.partial(_read_shard, self._root, self._settings, self._store, self._maker)
        jobs = min(self.jobs, len(shards))
        if jobs < 2 or len(shards) <= FEW:
            yield from ((paths, task(paths)) for paths in shards)
            return
        with ProcessPoolExecutor(jobs, mp_context=_processes()) as pool:
            yield from zip(shards, pool.map(task, shards), strict=True)


def _read_shard(
    root: Path, settings: Settings, store: Store | None, maker: bytes, paths: _Paths
) -> tuple[str, bytes]:
    """Read and examine the documents of a shard, and keep what was found: its name, and the contents packed."""
    with _without_collection():
        data = [_data(root, path) for path in paths]
        found = [
            documents.read(
                Source.read(root, path) if isinstance(some, OSError) else Source.decode(path, some), settings
            )
            for path, some in zip(paths, data, strict=True)
        ]
        packed = pack(found, [one for document in found for one in examine(document, settings)])
        name = _name(maker, paths, data) if store is not None else ""
        if store is not None:
            store.save(name, packed)
        return name, packed


def _data(root: Path, path: str) -> bytes | OSError:
    try:
        return (root / path).read_bytes()
    except OSError as error:
        return error


def _name(maker: bytes, paths: _Paths, data: Iterable[bytes | OSError]) -> str:
    parts = (some if isinstance(some, bytes) else repr(some).encode() for some in data)
    return "shard-" + digest(maker, *map(_bytes, paths), *parts)


_compared_library: Library | None = None
"""The library that copies of this process compare."""


def _compared(library: Library, jobs: int) -> list[Diagnostic] | None:
    """What the rules of the whole library find, in copies of this process; None where there can't be any."""
    global _compared_library
    context = _processes()
    if jobs < 2 or context.get_start_method() != "fork":
        return None
    _ = library.links  # Most rules need them: made once, before the copies are.
    _compared_library = library
    try:
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            return [found for some in pool.map(_compare_by, LIBRARY_RULES) for found in pickle.loads(some)]  # noqa: S301
    finally:
        _compared_library = None


def _compare_by(code: str) -> bytes:
    if _compared_library is None:
        message = "only a copy of the process that has the library can compare"
        raise RuntimeError(message)
    return pickle.dumps(list(compare(_compared_library, [code])), protocol=pickle.HIGHEST_PROTOCOL)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Spare the search for cycles: a library is many objects that all stay, and it would go over them many times."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _processes() -> multiprocessing.context.BaseContext:
    """How processes are started: copied where that is safe and cheap, else made anew."""
    copies = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if copies else "spawn")


def _report(kept: bytes | None) -> Checked | None:
    contents = unpack(kept, tuple, int) if kept is not None else None
    return None if contents is None else Checked(Report(contents[0]), contents[1])


@functools.cache
def _code() -> bytes:
    """What the results depend on besides the library: this code, and the versions of what it reads with."""
    root = Path(__file__).parents[1]
    own = sorted(
        (path.relative_to(root).as_posix(), path.stat().st_mtime_ns, path.stat().st_size)
        for part in ("core", "rules", "checking")
        for path in (root / part).rglob("*.py")
    )
    others = [(name, importlib.metadata.version(name)) for name in ("pydantic", "pyyaml", "rapidfuzz")]
    return repr((sys.version, own, others)).encode()


def _maker(settings: Settings) -> bytes:
    return _code() + settings.model_dump_json(by_alias=True).encode()


def _day() -> bytes:
    return today().isoformat().encode()


def _bytes(path: str) -> bytes:
    return path.encode(errors="surrogateescape")
