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
from trimtab.core.project import Project
from trimtab.core.settings import Settings
from trimtab.core.source import Source
from trimtab.rules import check, examine

SHARD = 64
"""About how many documents a shard has."""
FEW = 4
"""Up to how many shards are read in this process: for so little, others take longer to start than they save."""

Told = Callable[[int, int], None]
"""Called with how many documents have been read, and how many there are."""


@dataclass(frozen=True, slots=True)
class _Shard:
    """Some files of a library, and what is read of them."""

    paths: tuple[str, ...]
    name: str
    """What it is kept under: a digest of all that its contents depend on."""


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
    shards = _deal(project, files, keep=store is not None)
    run = "report-" + digest(*(shard.name.encode() for shard in shards), *map(_bytes, files), _day())
    if store is not None and (kept := _report(store.load(run))) is not None:
        return kept
    found: list[Document] = []
    examined: list[Diagnostic] = []
    for documents_, diagnostics in _contents(project, shards, store, jobs, progress):
        found += documents_
        examined += diagnostics
    for document in found:
        document.read_by(functools.partial(Source.read, project.docs_dir, document.path), project.settings)
    library = Library.of(project.settings, found, files)
    checked = Checked(check(library, examined), len(library.entries))
    if store is not None:
        store.save(run, pack(checked.report.diagnostics, checked.count))
        store.prune()
    return checked


def _deal(project: Project, files: Iterable[str], *, keep: bool) -> list[_Shard]:
    paths = [path for path in files if path.endswith(".md")]
    count = max(1, 1 << max(0, (len(paths) // SHARD).bit_length() - 1))
    dealt: list[list[str]] = [[] for _ in range(count)]
    for path in paths:
        dealt[zlib.crc32(_bytes(path)) % count].append(path)
    maker = _maker(project.settings) if keep else b""
    return [
        _Shard(tuple(some), "shard-" + digest(maker, *_contents_of(project.docs_dir, some)) if keep else "")
        for some in dealt
        if some
    ]


def _contents_of(root: Path, paths: Iterable[str]) -> Iterator[bytes]:
    for path in paths:
        yield _bytes(path)
        try:
            yield (root / path).read_bytes()
        except OSError as error:
            yield repr(error).encode()


def _contents(
    project: Project, shards: list[_Shard], store: Store | None, jobs: int | None, progress: Told
) -> Iterator[tuple[list[Document], list[Diagnostic]]]:
    """The documents and findings of each shard: those that are kept first, then those that must be read."""
    total, done = sum(len(shard.paths) for shard in shards), 0
    unread = []
    for shard in shards:
        kept = store.load(shard.name) if store is not None else None
        contents = unpack(kept, list, list) if kept is not None else None
        if contents is None:
            unread.append(shard)
        else:
            yield contents[0], contents[1]
            done += len(shard.paths)
            progress(done, total)
    for shard, packed in _read(project, unread, jobs):
        if store is not None:
            store.save(shard.name, packed)
        yield pickle.loads(packed)  # noqa: S301 - from our own process
        done += len(shard.paths)
        progress(done, total)


def _read(project: Project, shards: list[_Shard], jobs: int | None) -> Iterator[tuple[_Shard, bytes]]:
    task = functools.partial(_read_shard, project.docs_dir, project.settings)
    jobs = min(jobs or len(os.sched_getaffinity(0)), len(shards))
    if jobs < 2 or len(shards) <= FEW:
        yield from ((shard, task(shard.paths)) for shard in shards)
        return
    with ProcessPoolExecutor(jobs, mp_context=_processes()) as pool:
        yield from zip(shards, pool.map(task, [shard.paths for shard in shards]), strict=True)


def _read_shard(root: Path, settings: Settings, paths: tuple[str, ...]) -> bytes:
    with _without_collection():
        found = [documents.read(Source.read(root, path), settings) for path in paths]
        return pack(found, [diagnostic for document in found for diagnostic in examine(document, settings)])


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
