"""Reading a library's files in shards, in several processes.

The files are dealt into shards by a digest of their paths, so that a file stays in its shard when others come and go. A
shard is read and its documents examined in one process, and comes back as one pickle: the documents without their
texts, and what was found in each. That pickle is kept under the digest of all that it was made of.
"""

from __future__ import annotations

import functools
import importlib.metadata
import itertools
import pickle
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import BaseContext
from pathlib import Path

from trimtab.checking.processes import end_with_parent, without_collection
from trimtab.checking.rereading import Stamp, again, stamp
from trimtab.checking.store import Store, digest, pack, unpack
from trimtab.core import document as documents
from trimtab.core.diagnostics import Diagnostic
from trimtab.core.document import Document
from trimtab.core.settings import Settings
from trimtab.core.source import Source, contents
from trimtab.rules import examine

SHARD = 64
"""About how many documents a shard has."""
FEW = 4
"""Up to how many shards are read in this process: for so little, others take longer to start than they save."""

Told = Callable[[int, int, int], None]
"""Called with how many documents have been read, how many there are, and how many of those read had been kept."""

Shard = tuple[str, ...]
"""The paths of some documents."""
Contents = tuple[list[Document], list[Diagnostic]]
"""The documents of a shard, and what was found in each of them."""


def deal(paths: Iterable[str]) -> list[Shard]:
    """Deal paths into shards."""
    chosen = list(paths)
    count = max(1, 1 << max(0, (len(chosen) // SHARD).bit_length() - 1))
    dealt: list[list[str]] = [[] for _ in range(count)]
    for path in chosen:
        dealt[zlib.crc32(as_bytes(path)) % count].append(path)
    return [tuple(some) for some in dealt if some]


def as_bytes(path: str) -> bytes:
    """A path as the file system has it."""
    return path.encode(errors="surrogateescape")


class Shards:
    """Reads shards: what is kept of them, and the others in as many processes as there may be.

    Args:
        root: the library's folder.
        settings: its settings.
        store: where results are kept; None to keep none and use none.
        jobs: how many processes read at once.
        context: what starts them; None to read all in this one.
        progress: told as documents are read.
    """

    def __init__(
        self,
        root: Path,
        settings: Settings,
        store: Store | None,
        jobs: int,
        context: BaseContext | None,
        progress: Told,
    ) -> None:
        self._root = root
        self._settings = settings
        self._store = store
        self._maker = _maker(settings) if store is not None else b""
        self._jobs = jobs
        self._context = context
        self._progress = progress
        self._stamps: dict[str, Stamp] = {}
        """Those of the files, from before they were read."""
        self.names: list[str] = []
        """What each shard that was read is kept under."""

    def name(self, paths: Shard) -> str:
        """What a shard is kept under: a digest of all that it depends on."""
        self._stamp(paths)
        return _name(self._maker, paths, (contents(self._root / path) for path in paths))

    @property
    def is_settled(self) -> bool:
        """Whether all files are still as they were before they were read."""
        return all(stamp(self._root / path) == before for path, before in self._stamps.items())

    def _stamp(self, paths: Shard) -> None:
        for path in paths:
            if path not in self._stamps:
                self._stamps[path] = stamp(self._root / path)

    def read(self, shards: list[Shard], names: list[str]) -> Iterator[Contents]:
        """The documents and findings of each shard: those that are kept first, then those that must be read."""
        total, done = sum(map(len, shards)), 0
        unread = []
        for paths, name in itertools.zip_longest(shards, names, fillvalue=""):
            kept = self._store.load(name) if self._store is not None and name else None
            found = unpack(kept, list, list) if kept is not None else None
            if found is None:
                unread.append(tuple(paths))
            else:
                yield self._readable(found[0]), found[1]
                self.names.append(name)
                done += len(paths)
                self._progress(done, total, done)
        were_kept = done
        for paths, (name, packed) in self._read_anew(unread):
            some, diagnostics = pickle.loads(packed)  # noqa: S301 - from our own process
            yield self._readable(some), diagnostics
            self.names.append(name)
            done += len(paths)
            self._progress(done, total, were_kept)

    def _readable(self, found: list[Document]) -> list[Document]:
        for document in found:
            place, before = self._root / document.path, self._stamps[document.path]
            document.read_by(again(document, place, before), self._settings)
        return found

    def _read_anew(self, shards: list[Shard]) -> Iterator[tuple[Shard, tuple[str, bytes]]]:
        for paths in shards:
            self._stamp(paths)
        task = functools.partial(_read_shard, self._root, self._settings, self._store, self._maker)
        jobs = min(self._jobs, len(shards))
        if jobs < 2 or len(shards) <= FEW or self._context is None:
            yield from ((paths, task(paths)) for paths in shards)
            return
        with ProcessPoolExecutor(jobs, mp_context=self._context, initializer=end_with_parent) as pool:
            yield from zip(shards, pool.map(task, shards), strict=True)


def _read_shard(
    root: Path, settings: Settings, store: Store | None, maker: bytes, paths: Shard
) -> tuple[str, bytes]:
    """Read and examine the documents of a shard, and keep what was found: its name, and the contents packed."""
    with without_collection():
        data = [contents(root / path) for path in paths]
        found = [documents.read(Source.of(*pair), settings) for pair in zip(paths, data, strict=True)]
        packed = pack(found, [one for document in found for one in examine(document, settings)])
        name = _name(maker, paths, data) if store is not None else ""
        if store is not None:
            store.save(name, packed)
        return name, packed


def _name(maker: bytes, paths: Shard, data: Iterable[bytes | OSError]) -> str:
    parts = (some if isinstance(some, bytes) else repr(some).encode() for some in data)
    return "shard-" + digest(maker, *map(as_bytes, paths), *parts)


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
