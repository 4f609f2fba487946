"""`mkdocs serve`: an edit shows, wherever it does, and the search learns of it after that.

Whatever was edited, the folder that is served is in the end that of a build without a past.
"""

from __future__ import annotations

import os
import re
import shutil
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
from builds import EPOCH, mkdocs, snapshot

PATIENCE = 120
"""Seconds to wait for what should come; nothing is measured."""
CONFIG = """
site_name: Bench
theme: {name: material, custom_dir: overrides}
watch: [overrides]
plugins: [{trimtab: {relations: {containers: [relationships], target: [slug]}}}]
"""
ENTRY = "pagefind/pagefind-entry.json"


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


class Served:
    """A library that is served."""

    def __init__(self, root: Path, url: str) -> None:
        self.root = root
        self.docs = root / "docs"
        self.url = url

    @property
    def first(self) -> Path:
        """The file of an entry."""
        return min(self.docs.iterdir())

    @property
    def log(self) -> str:
        """What has been logged."""
        return (self.root / "log").read_text(encoding="utf-8")

    def get(self, path: str) -> str:
        """A page or file; empty where there is none."""
        try:
            with urlopen(self.url + path, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode(errors="replace"))
        except (URLError, ConnectionError):
            return ""

    def site(self) -> dict[str, bytes]:
        """The files that are served."""
        (folder,) = (self.root / "temporary").glob("mkdocs_*")
        return snapshot(folder)

    def clean(self) -> dict[str, bytes]:
        """The files of the same site, built without a past."""
        (self.root / "clean.yml").write_text(f"INHERIT: mkdocs.yml\nsite_url: {self.url}\n", encoding="utf-8")
        shutil.rmtree(self.root / "nothing", ignore_errors=True)
        done = mkdocs(
            self.root / "clean.yml",
            self.root / "clean",
            env={"TRIMTAB_CACHE_DIR": str(self.root / "nothing")},
        )
        assert 0 == done.code, done.log
        return snapshot(self.root / "clean")

    def differing(self) -> list[str]:
        """The files in which what is served differs from a clean build, once the search is up to date."""
        clean = self.clean()
        until(lambda: self.get(ENTRY).encode() == clean[ENTRY])
        until(lambda: self.site().keys() == clean.keys())
        site = self.site()
        return sorted(path for path in clean if clean[path] != site[path])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A made library, served until the test ends."""
    libraries.write(tmp_path / "docs", 30)
    for name in ("temporary", "overrides"):
        (tmp_path / name).mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"],
        cwd=tmp_path,
        env={
            **os.environ,
            "TRIMTAB_CACHE_DIR": str(tmp_path / "kept"),
            "TMPDIR": str(tmp_path / "temporary"),
            "SOURCE_DATE_EPOCH": EPOCH,
            "NO_MKDOCS_2_WARNING": "1",
        },
        stdout=log,
        stderr=log,
    )
    one = Served(tmp_path, f"http://127.0.0.1:{port}/")
    try:
        until(lambda: one.get("") or process.poll() is not None)
        assert process.poll() is None, one.log
        until(lambda: one.get(ENTRY))
        yield one
    finally:
        process.terminate()
        process.wait()
        log.close()


def append(file: Path, text: str) -> None:
    """Write something to the end of a file."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)


def retitle(file: Path, title: str) -> None:
    """Give an entry another title."""
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^title: .*$", f"title: {title}", text), encoding="utf-8")


def test_edits_show(served: Served) -> None:
    """A new sentence shows on its page, then the search knows it; a new title shows where others name the entry."""
    file = served.first
    index = served.get(ENTRY)
    append(file, "\nA quokka came by.\n")
    until(lambda: "A quokka came by." in served.get(f"{file.stem}/"))
    assert served.get("patterns/")
    assert served.get(ENTRY), "The new site has the old one's search until its own is there."
    until(lambda: served.get(ENTRY) not in ("", index))

    retitle(file, "A Quite Different Name")
    until(lambda: "A Quite Different Name" in served.get(f"{file.stem}/"))
    assert "A Quite Different Name" in served.get("patterns/")
    referring = [
        other for other in served.docs.iterdir() if file.stem in other.read_text("utf-8") and other != file
    ]
    assert referring
    for other in referring:
        assert "A Quite Different Name" in served.get(f"{other.stem}/")
    assert [] == served.differing()


def test_what_is_removed_goes(served: Served) -> None:
    """A renamed entry's page is gone after the next build, as is a removed one's; one that is new is there."""
    renamed, removed = sorted(served.docs.iterdir())[:2]
    renamed.rename(served.docs / "another-name.md")
    until(lambda: served.get("another-name/"))
    assert not served.get(f"{renamed.stem}/")
    removed.unlink()
    until(lambda: not served.get(f"{removed.stem}/"))
    shutil.copy(served.docs / "another-name.md", served.docs / "one-more.md")
    until(lambda: served.get("one-more/"))
    assert [] == served.differing()
    removed.write_text("---\ntitle: Back Again\nsummary: It was away.\n---\n\nText.\n", encoding="utf-8")
    until(lambda: "Back Again" in served.get(f"{removed.stem}/"))
    assert [] == served.differing()


def test_templates_and_settings(served: Served) -> None:
    """What is around every page changes on every page; a page that is edited after that is as the others."""
    file = served.first
    template = served.root / "overrides" / "main.html"
    append(file, "\nFirst comes a body.\n")
    until(lambda: "First comes a body." in served.get(f"{file.stem}/"))
    template.write_text(
        '{% extends "base.html" %}{% block announce %}Hear, hear{% endblock %}', encoding="utf-8"
    )
    until(lambda: "Hear, hear" in served.get("patterns/"))
    assert "Hear, hear" in served.get(f"{file.stem}/")
    append(served.root / "mkdocs.yml", "copyright: The people\n")
    until(lambda: "The people" in served.get("patterns/"))
    append(file, "\nThen another.\n")
    until(lambda: "Then another." in served.get(f"{file.stem}/"))
    assert [] == served.differing()


def test_what_a_template_includes(served: Served) -> None:
    """A template may take in any file beside it, and may name other pages; both show as they are."""
    overrides, file = served.root / "overrides", served.first
    (overrides / "note.md").write_text("One note", encoding="utf-8")
    (overrides / "main.html").write_text(
        '{% extends "base.html" %}{% block announce %}{% include "note.md" %}'
        "{{ pages | map(attribute='page.title') | join(', ') }}{% endblock %}",
        encoding="utf-8",
    )
    until(lambda: "One note" in served.get("patterns/"))
    retitle(file, "Shown Everywhere")
    until(lambda: "Shown Everywhere" in served.get(f"{file.stem}/"))
    (overrides / "note.md").write_text("Another note", encoding="utf-8")
    until(lambda: "Another note" in served.get("patterns/"))
    assert [] == served.differing()
    for file in overrides.iterdir():
        file.unlink()
    until(lambda: "Another note" not in served.get("patterns/"))
    assert [] == served.differing()


def test_edits_one_after_the_other(served: Served) -> None:
    """An edit while another is being built isn't lost, nor is one that takes another back."""
    one, other = sorted(served.docs.iterdir())[:2]
    before = one.read_text(encoding="utf-8")
    append(one, "\nA first edit.\n")
    time.sleep(0.8)
    append(other, "\nA second edit.\n")
    until(lambda: "A second edit." in served.get(f"{other.stem}/"))
    until(lambda: "A first edit." in served.get(f"{one.stem}/"))
    retitle(other, "For a Moment")
    until(lambda: "For a Moment" in served.get(f"{other.stem}/"))
    one.write_text(before, encoding="utf-8")
    until(lambda: "A first edit." not in served.get(f"{one.stem}/"))
    assert [] == served.differing()


def test_warnings_are_repeated(served: Served) -> None:
    """What is wrong with a page is told by every build, not only by that which converts it."""
    one, other = sorted(served.docs.iterdir())[:2]
    append(served.root / "mkdocs.yml", "validation: {links: {absolute_links: warn}}\n")
    append(one, "\n[Nothing](/nothing).\n")
    warning = f"'{one.name}' contains an absolute link '/nothing'"
    until(lambda: warning in served.log)
    until(lambda: "/nothing" in served.get(f"{one.stem}/"))
    until(lambda: served.log.count("Reloading browsers") == served.log.count("Detected file changes"))
    told = served.log.count(warning)
    append(other, "\nA body.\n")
    until(lambda: "A body." in served.get(f"{other.stem}/"))
    assert told + 1 == served.log.count(warning)
