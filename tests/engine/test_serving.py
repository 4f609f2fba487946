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
    """What is wrong with a page is told by every build, not only by that which converts it or lays it out."""
    one, other = sorted(served.docs.iterdir())[:2]
    append(served.root / "mkdocs.yml", "validation: {links: {absolute_links: warn, anchors: warn}}\n")
    append(one, "\n[Nothing](/nothing), and [no part](patterns/index.md#nowhere).\n")
    warnings = (
        f"'{one.name}' contains an absolute link '/nothing'",
        f"'{one.name}' contains a link 'patterns/index.md#nowhere'",
    )
    until(lambda: all(warning in served.log for warning in warnings))
    until(lambda: "/nothing" in served.get(f"{one.stem}/"))
    until(lambda: served.log.count("Reloading browsers") == served.log.count("Detected file changes"))
    told = [served.log.count(warning) for warning in warnings]
    append(other, "\nA body.\n")
    until(lambda: "A body." in served.get(f"{other.stem}/"))
    assert [number + 1 for number in told] == [served.log.count(warning) for warning in warnings]


CHANGES_PAGES = """
from pathlib import Path

def on_post_page(output, page, config):
    return output.replace("</body>", Path("who.txt").read_text() + "</body>")
"""
CHANGES_FILES = """
from pathlib import Path

def on_post_build(config):
    for path in Path(config.site_dir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("</body>", Path("who.txt").read_text() + "</body>"), encoding="utf-8")
"""


@pytest.mark.parametrize("hook", [CHANGES_PAGES, CHANGES_FILES], ids=["pages", "files"])
def test_what_hooks_do_late(served: Served, hook: str) -> None:
    """A hook that changes pages, or their files, has its way with every one of them in every build."""
    file, other = sorted(served.docs.iterdir())[:2]
    (served.root / "who.txt").write_text("Ann was here", encoding="utf-8")
    (served.root / "hook.py").write_text(hook, encoding="utf-8")
    append(served.root / "mkdocs.yml", "hooks: [hook.py]\n")
    until(lambda: "Ann was here" in served.get(f"{other.stem}/"))
    (served.root / "who.txt").write_text("Bob was here", encoding="utf-8")
    append(file, "\nA body.\n")
    until(lambda: "A body." in served.get(f"{file.stem}/"))
    assert "Bob was here" in served.get(f"{other.stem}/")


DRAFTS = """
from pathlib import Path
from mkdocs.structure.files import InclusionLevel

def on_files(files, config):
    for name in Path("drafts.txt").read_text().split():
        files.get_file_from_path(name).inclusion = InclusionLevel.DRAFT
"""


def test_drafts_are_marked(served: Served) -> None:
    """A page is marked as a draft for as long as it is one."""
    file, other = sorted(served.docs.iterdir())[:2]
    drafts, mark = served.root / "drafts.txt", "mkdocs-draft-marker"
    drafts.touch()
    (served.root / "hook.py").write_text(DRAFTS, encoding="utf-8")
    append(served.root / "mkdocs.yml", "hooks: [hook.py]\n")
    append(other, "\nA first body.\n")
    until(lambda: "A first body." in served.get(f"{other.stem}/"))
    drafts.write_text(file.name, encoding="utf-8")
    append(file, "\nIt is a draft.\n")
    until(lambda: "It is a draft." in served.get(f"{file.stem}/"))
    assert mark in served.get(f"{file.stem}/")
    append(other, "\nA second body.\n")
    until(lambda: "A second body." in served.get(f"{other.stem}/"))
    assert mark in served.get(f"{file.stem}/")
    drafts.write_text("", encoding="utf-8")
    append(other, "\nA third body.\n")
    until(lambda: "A third body." in served.get(f"{other.stem}/"))
    assert mark not in served.get(f"{file.stem}/")
    assert [] == served.differing()


SWAPS = """
from pathlib import Path

flag, kept = Path("swap"), {}

def on_nav(nav, config, files):
    if flag.exists():
        file = Path(config.docs_dir, flag.read_text())
        kept[file] = file.read_text(encoding="utf-8")
        file.write_text(kept[file] + "\\nNobody keeps this.\\n", encoding="utf-8")
        flag.unlink()
    print("The hook is here.", flush=True)

def on_page_content(html, page, config, files):
    text = kept.pop(Path(page.file.abs_src_path or ""), None)
    if text is not None:
        Path(page.file.abs_src_path).write_text(text, encoding="utf-8")
"""
"""A hook that edits a file after it has been read and takes that back, as somebody may while a build is under way."""


def test_a_file_that_changes_while_it_is_built(served: Served) -> None:
    """What a file was for a moment, after it was read, is gone after the next build."""
    file = served.first
    (served.root / "hook.py").write_text(SWAPS, encoding="utf-8")
    append(served.root / "mkdocs.yml", "hooks: [hook.py]\n")
    until(lambda: "The hook is here." in served.log)
    (served.root / "swap").write_text(file.name, encoding="utf-8")
    append(file, "\nThis stays.\n")
    until(lambda: f"{file.name} has changed while the site was being built" in served.log)
    until(lambda: "This stays." in served.get(f"{file.stem}/"))
    until(lambda: "Nobody keeps this." not in served.get(f"{file.stem}/"))
    assert [] == served.differing()
