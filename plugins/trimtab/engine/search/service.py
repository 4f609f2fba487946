"""Pagefind's program as a service: documents go in one by one, so that their order is ours and not the disk's.

The protocol is the one that Pagefind's own Python package speaks: JSON in base64, ended by a comma.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from pagefind.service import get_executable

from trimtab.engine.pipes import enlarge

PASSED_OVER = "a.headerlink"
"""Which elements hold nothing to be found, marked or not: links from a heading to itself."""
_MEMORY = "narenas:1,tcache_max:65536"
"""How it manages its memory: more of what it has freed is used again, and less given back and taken anew."""


class ServiceError(Exception):
    """Pagefind isn't there, or didn't do what it was asked for."""


def version() -> str:
    """Which program it is.

    Raises:
        ServiceError: there is none.
    """
    return subprocess.run(  # noqa: S603 - the program that Pagefind's package brings
        [_program(), "--version"], capture_output=True, text=True, check=False
    ).stdout.strip()


def _program() -> str:
    found = get_executable()
    if found is None:
        message = "its program isn't installed"
        raise ServiceError(message)
    return str(found)


class Service:
    """A running Pagefind, for one index after another.

    Raises:
        ServiceError: there is no program, or it doesn't answer.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the program that Pagefind's package brings
            [_program(), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"_RJEM_MALLOC_CONF": _MEMORY, **os.environ},
        )
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                enlarge(pipe.fileno())
        self._asked = 0
        self._index: int | None = None

    def begin(self) -> None:
        """Begin an index, and forget the one before.

        Raises:
            ServiceError: Pagefind failed.
        """
        if self._index is not None:
            self._ask(type="DeleteIndex", index_id=self._index)
        config = {"exclude_selectors": [PASSED_OVER]}
        self._index = self._ask(type="NewIndex", config=config)["index_id"]

    def add(self, path: str, html: str) -> dict[str, Any]:
        """Take a document in, as if it stood in a file of the site. Gives what Pagefind says of it.

        Raises:
            ServiceError: Pagefind failed.
        """
        return self._ask(type="AddFile", index_id=self._index, file_path=path, file_contents=html)

    def files(self, wanted: Callable[[str], bool]) -> dict[str, bytes]:
        """The index as files, by path. When Pagefind says that it has written them, they may not be on the disk yet.

        Args:
            wanted: which paths to give.

        Raises:
            ServiceError: Pagefind failed.
        """
        found = self._ask(type="GetFiles", index_id=self._index)["files"]
        return {file["path"]: base64.b64decode(file["content"]) for file in found if wanted(file["path"])}

    def kill(self) -> None:
        """End it at once, whatever another thread is waiting for."""
        self._process.kill()

    def close(self) -> None:
        """End it, and let its memory go."""
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, **payload: Any) -> dict[str, Any]:
        self._asked += 1
        message = json.dumps({"message_id": self._asked, "payload": payload})
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ServiceError("no pipes")
        parts = [b""]
        try:
            stdin.write(base64.b64encode(message.encode()) + b",")
            stdin.flush()
            while not parts[-1].endswith(b","):
                parts.append(stdout.read1(1 << 16))  # type: ignore[attr-defined]
                if not parts[-1]:
                    raise ServiceError("it ended")
            found: dict[str, Any] = json.loads(base64.b64decode(b"".join(parts)[:-1]))["payload"]
        except (OSError, ValueError) as error:
            raise ServiceError(str(error)) from error
        if found.get("type") == "Error":
            raise ServiceError(str(found.get("message")))
        return found
