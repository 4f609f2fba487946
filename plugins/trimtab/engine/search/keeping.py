"""Where shards and mergers are kept: with what else a library keeps, or for this run alone where that can't be."""

from __future__ import annotations

from pathlib import Path

from trimtab.checking.store import Store, pack, unpack
from trimtab.engine.search.merging import Merged
from trimtab.engine.search.shards import Shard, kept, restored, restored_files


class Keeping:
    """What is kept of a library's search.

    Args:
        root: the library's folder; None keeps nothing longer than this run.
        own: a folder of this run's.
    """

    def __init__(self, root: Path | None, own: Path) -> None:
        self._lasts = root is not None
        self._stores = (Store(own) if root is None else Store.of(root / "search"), Store(own))

    def shard(self, name: str) -> Shard | None:
        """A shard without its files, or None where it isn't kept whole."""
        content = self._load("words-" + name)
        return restored(content) if content is not None else None

    def files(self, name: str) -> dict[str, bytes] | None:
        """A shard's files, or None where they aren't kept whole."""
        content = self._load("files-" + name)
        return restored_files(content) if content is not None else None

    def has(self, name: str) -> bool:
        """Whether a shard and its files are kept whole."""
        return self._load("words-" + name) is not None and self._load("files-" + name) is not None

    def keep(self, name: str, shard: Shard) -> None:
        """Keep a shard."""
        words, files = kept(shard)
        self._save("words-" + name, words)
        self._save("files-" + name, files)

    def merged(self, name: str) -> Merged | None:
        """A merger, or None where it isn't kept whole."""
        content = self._load("merged-" + name)
        found = unpack(content, dict, bytes, list) if content is not None else None
        return Merged(*found) if found else None

    def keep_merged(self, name: str, merged: Merged) -> None:
        """Keep a merger."""
        self._save("merged-" + name, pack(*merged))

    def drop_others(self, shards: list[str], merged: str) -> None:
        """Keep nothing but some shards and their merger."""
        names = {"merged-" + merged}
        names.update(kind + name for name in shards for kind in ("words-", "files-"))
        if self._lasts:
            self._stores[0].retain(names)
            self._stores[0].prune()

    def _load(self, name: str) -> bytes | None:
        found = (store.load(name) for store in self._stores)
        return next((content for content in found if content is not None), None)

    def _save(self, name: str, content: bytes) -> None:
        kept, own = self._stores
        kept.save(name, content)
        if kept.load(name) is None:
            own.save(name, content)
