"""From an edit until a reader sees it, while `mkdocs serve` runs."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence

from bench.browsing import Browser
from bench.contestants import Place
from bench.measuring import FailedError, begin, end

INDEX = "pagefind/pagefind-entry.json"
"""The file of the site that changes with the search index; asked for where there's no browser to search with."""
PATIENCE = 1800.0
"""Seconds after which a build that hasn't come counts as failed."""
_PAUSE = 0.02


def edit_while_serving(
    place: Place, processors: Sequence[int], browser: Browser | None, turn: int
) -> dict[str, float]:
    """Serve a library, edit one body, and wait until its page and the search show it.

    Args:
        place: the library and what serves it.
        processors: the numbers of those that the server may use.
        browser: what searches as readers do; without one, a new index counts as known.
        turn: which edit this is; each adds a word that wasn't there before.

    Returns:
        Seconds after the edit: `page`, until its page had it, and `search`, until the search did. The time in which the
        server notices the edit, up to a second, is part of both.

    Raises:
        FailedError: the server ended, or nothing came within `PATIENCE`.
    """
    word = f"quomb{chr(ord('a') + turn % 26)}rix"
    port = _free_port()
    base = f"http://127.0.0.1:{port}/"
    with (place.folder / "output.log").open("wb") as output:
        server = begin(
            # Named, since Click 8.2 and later take it for unset otherwise.
            place.command("serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"),
            folder=place.folder,
            processors=processors,
            environment={**place.environment, "TMPDIR": str(place.folder)},
            output=output,
        )
        try:
            _until(server, lambda: _fetched(f"{base}{place.first.stem}/"))
            _until(server, lambda: _fetched(base + INDEX))
            time.sleep(2)  # The watch over the files begins after the first answer.
            before = _fetched(base + INDEX)
            place.edit(f"One sentence more, about {word}.")
            start = time.perf_counter()
            _until(server, lambda: word.encode() in _fetched(f"{base}{place.first.stem}/"))
            page = time.perf_counter() - start
            if browser is None:
                _until(server, lambda: _fetched(base + INDEX) not in (before, b""))
            else:
                _until(server, lambda: browser.finds(base, word))
            return {"page": page, "search": time.perf_counter() - start}
        finally:
            end(server)


def _until(server: subprocess.Popen[bytes], holds: Callable[[], object]) -> None:
    last = time.monotonic() + PATIENCE
    while not holds():
        if server.poll() is not None or time.monotonic() > last:
            message = "the server ended" if server.poll() is not None else "nothing came from the server"
            raise FailedError(f"while serving, {message}")
        time.sleep(_PAUSE)


def _fetched(address: str) -> bytes:
    """What is at an address; nothing where there's none or no server yet."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310, the server is ours
            return bytes(answer.read())
    except (urllib.error.URLError, ConnectionError):
        return b""


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
