"""What a check keeps between runs: in a folder of the user's that may be deleted at any time.

A kept result is a pickle behind its checksum. One that is damaged, that another version wrote, or that names anything
but our own plain data counts as absent. Files are replaced whole, so that two runs at once can't mix.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import pickle
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any

import platformdirs

_CHECKSUM_SIZE = 16
_NEW = ".new-"
_ALLOWED = "trimtab.core."
_ALLOWED_NAMES = {("datetime", "date"), ("builtins", "frozenset"), ("builtins", "set")}
_run = secrets.token_hex(4)
_numbers = itertools.count()
"""What tells the files apart that are being written: of this run, and with the process's number of its copies."""
MOST_BYTES = 2_000_000_000
"""How much all that is kept may take; what hasn't been used for longest goes first."""


class Store:
    """Kept results by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, root: Path) -> Store:
        """The store of the library in a folder: below `TRIMTAB_CACHE_DIR`, or the user's own cache folder."""
        base = os.environ.get("TRIMTAB_CACHE_DIR") or platformdirs.user_cache_path("trimtab")
        return cls(Path(base) / digest(os.fspath(root.resolve()).encode(errors="surrogateescape")))

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been kept yet, so that there's no use in looking."""
        return not self._folder.is_dir()

    def load(self, name: str) -> bytes | None:
        """The kept bytes, or None where there are none that can be trusted."""
        path = self._folder / name
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        checksum, content = data[:_CHECKSUM_SIZE], data[_CHECKSUM_SIZE:]
        return content if _checksum(content) == checksum else None

    def save(self, name: str, content: bytes) -> None:
        """Keep some bytes. Where the folder can't be written to, nothing is kept and nothing is said."""
        with contextlib.suppress(OSError):
            new = self._folder / f"{_NEW}{_run}-{os.getpid()}-{next(_numbers)}"
            try:
                stream = new.open("xb")
            except FileNotFoundError:
                self._folder.mkdir(parents=True, exist_ok=True)
                stream = new.open("xb")
            try:
                with stream:
                    stream.write(_checksum(content))
                    stream.write(content)
                os.replace(new, self._folder / name)
            except BaseException:
                os.unlink(new)
                raise

    def retain(self, names: Collection[str]) -> None:
        """Delete all but some of what is kept here."""
        with contextlib.suppress(OSError):
            for path in sorted(self._folder.iterdir()):
                if path.name not in names and not path.name.startswith(_NEW):
                    path.unlink()

    def prune(self, most: int = MOST_BYTES) -> None:
        """Delete what hasn't been used for longest, over all libraries, until no more than `most` bytes are left."""
        with contextlib.suppress(OSError):
            found = []
            for folder, _, names in os.walk(self._folder.parent):
                for name in names:
                    path = os.path.join(folder, name)
                    status = os.stat(path)
                    found.append((status.st_mtime, status.st_size, path))
            total = sum(size for _, size, _ in found)
            for _, size, path in sorted(found):
                if total <= most:
                    break
                os.unlink(path)
                total -= size


def digest(*parts: bytes) -> str:
    """A name for some contents: 32 hexadecimal digits."""
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


def pack(*values: Any) -> bytes:
    """Plain data of ours as bytes."""
    return pickle.dumps(values, protocol=pickle.HIGHEST_PROTOCOL)


def unpack(content: bytes, *types: type) -> tuple[Any, ...] | None:
    """What `pack` packed, or None where it isn't one value of each of these types, or not plain data of ours."""
    try:
        values = _Unpickler(io.BytesIO(content)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        return None
    fits = isinstance(values, tuple) and types == tuple(map(type, values))
    return values if fits else None


class _Unpickler(pickle.Unpickler):
    """Makes only our own plain data, so that a kept file can't run anything."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_ALLOWED) or (module, name) in _ALLOWED_NAMES:
            return super().find_class(module, name)
        message = f"{module}.{name} is not kept"
        raise pickle.UnpicklingError(message)


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECKSUM_SIZE).digest()
