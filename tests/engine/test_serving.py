"""`mkdocs serve`: an edit shows, wherever it does, and the search learns of it after that."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from bench import libraries

PATIENCE = 120
"""Seconds to wait for what should come; nothing is measured."""


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


class Served:
    """A library that is served."""

    def __init__(self, docs: Path, url: str) -> None:
        self.docs = docs
        self.url = url

    def get(self, path: str) -> str:
        """A page or file; empty where there is none."""
        try:
            with urlopen(self.url + path, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode(errors="replace"))
        except (URLError, ConnectionError):
            return ""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A made library, served until the test ends."""
    docs = tmp_path / "docs"
    libraries.write(docs, 30)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Bench\ntheme: {name: material}\n"
        "plugins: [{trimtab: {relations: {containers: [relationships], target: [slug]}}}]\n",
        encoding="utf-8",
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"],
        cwd=tmp_path,
        env={**os.environ, "TRIMTAB_CACHE_DIR": str(tmp_path / "kept"), "NO_MKDOCS_2_WARNING": "1"},
        stdout=log,
        stderr=log,
    )
    one = Served(docs, f"http://127.0.0.1:{port}/")
    try:
        until(lambda: one.get("") or process.poll() is not None)
        assert process.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
        until(lambda: one.get("pagefind/pagefind-entry.json"))
        yield one
    finally:
        process.terminate()
        process.wait()
        log.close()


def test_edits_show(served: Served) -> None:
    """A new sentence shows on its page, then the search knows it; a new title shows where others name the entry."""
    file = min(served.docs.iterdir())
    index = served.get("pagefind/pagefind-entry.json")
    with file.open("a", encoding="utf-8") as stream:
        stream.write("\nA quokka came by.\n")
    until(lambda: "A quokka came by." in served.get(f"{file.stem}/"))
    assert served.get("patterns/")
    until(lambda: served.get("pagefind/pagefind-entry.json") not in ("", index))

    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^title: .*$", "title: A Quite Different Name", text), encoding="utf-8")
    until(lambda: "A Quite Different Name" in served.get(f"{file.stem}/"))
    assert "A Quite Different Name" in served.get("patterns/")
    referring = [
        other for other in served.docs.iterdir() if file.stem in other.read_text("utf-8") and other != file
    ]
    assert referring
    for other in referring:
        assert "A Quite Different Name" in served.get(f"{other.stem}/")


def test_what_is_removed_goes(served: Served) -> None:
    """A removed entry's page is gone after the next build, and one that is new is there."""
    file = min(served.docs.iterdir())
    file.rename(served.docs / "another-name.md")
    until(lambda: served.get("another-name/"))
    assert not served.get(f"{file.stem}/")
