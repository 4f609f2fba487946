"""Pages kept a few to a file: thousands of small files take longer to write than what is in them took to make."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import islice
from typing import Any

from trimtab.checking.store import Store, digest, pack, unpack

_ABOUT, _MOST = 8, 32
"""About how many pages a chunk has, and at most."""


def chunks(paths: Iterable[str]) -> list[list[str]]:
    """Paths in their order, a few together; a path that comes or goes moves only those beside it."""
    found: list[list[str]] = [[]]
    for path in paths:
        found[-1].append(path)
        ends = zlib.crc32(path.encode(errors="surrogatepass")) % _ABOUT == 0
        if ends or len(found[-1]) >= _MOST:
            found.append([])
    return [chunk for chunk in found if chunk]


class Chunked:
    """What is kept of pages, by what each was made of.

    The chunk in use is in memory. It's written when another is used, if there is anything new in it.

    Args:
        store: where chunks are kept.
        name: what their names begin with.
        paths: the pages, in the order in which they are used.
    """

    def __init__(self, store: Store, name: str, paths: Iterable[str]) -> None:
        self._store = store
        self._name = name
        self.chunks = chunks(paths)
        self._at = {path: number for number, chunk in enumerate(self.chunks) for path in chunk}
        self._number = -1
        self._before: dict[str, tuple[Any, ...]] = {}
        self._now: dict[str, tuple[Any, ...]] = {}

    def number(self, path: str) -> int | None:
        """The number of a page's chunk; None for a page that isn't kept."""
        return self._at.get(path)

    def get(self, path: str, key: str) -> tuple[Any, ...] | None:
        """What is kept under a key in a page's chunk."""
        if not self._open(path):
            return None
        return self._now.get(key) or self._before.get(key)

    def put(self, path: str, key: str, value: tuple[Any, ...]) -> None:
        """Keep plain data under a key in a page's chunk; also what `get` gave, if it is still of use."""
        if self._open(path):
            self._now[key] = value

    def close(self) -> None:
        """Write the chunk in use, if it's not as it was."""
        if any(self._before.get(key) != value for key, value in self._now.items()):
            size = len(self.chunks[self._number])
            others = ((key, value) for key, value in self._before.items() if key not in self._now)
            # What was of no use this time may be next time: where plugins change a page, it's kept as before and after.
            kept = {**self._now, **dict(islice(others, size))}
            self._store.save(self._file(self._number), pack(kept))
        self._number, self._before, self._now = -1, {}, {}

    def _open(self, path: str) -> bool:
        """Have a page's chunk in use; whether there is one."""
        number = self._at.get(path)
        if number is None:
            return False
        if number != self._number:
            self.close()
            self._number, self._now = number, {}
            kept = self._store.load(self._file(number))
            values = unpack(kept, dict) if kept is not None else None
            self._before = values[0] if values is not None else {}
        return True

    def _file(self, number: int) -> str:
        return f"{self._name}-{digest(self.chunks[number][0].encode(errors='surrogatepass'))}"
