"""Files that are made before their turn."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from trimtab.engine.beforehand import Beforehand
from trimtab.site.exports.file import File, Of, Part

MANY = 100
PATIENCE = 60
"""How long another process may take, in seconds, that only works while nobody else does."""


@pytest.fixture(autouse=True)
def copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a process to work in: threads of test tools, for which copies count as unsafe, do nothing meanwhile."""
    monkeypatch.setattr("trimtab.engine.beforehand.copies", lambda: multiprocessing.get_context("fork"))
    monkeypatch.setattr("trimtab.engine.beforehand.processors", lambda: 2)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a site, in which somebody has made a file."""
    (tmp_path / "site" / "link").mkdir(parents=True)
    (tmp_path / "site" / "link" / "other.html").write_text("another's", encoding="utf-8")
    return tmp_path / "site"


def file(path: str, content: bytes | None = b"", *more: bytes) -> File:
    """A file, in several parts if more is given."""
    parts = [content, *more]
    return File(path, tuple(Part(lambda part=part: part, Of.ENTRY) for part in parts))  # type: ignore[misc]


def begun(site: Path, files: Sequence[File], last: Callable[[], object] = lambda: None) -> Beforehand:
    """A process that has made all files and done something last."""
    flag = site.parent / "all"

    def end() -> bytes | None:
        flag.touch()
        last()
        return None

    made = Beforehand(lambda: [*files, File.of("end", Of.ENTRY, end)], str(site))
    deadline = time.monotonic() + PATIENCE
    while not flag.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert flag.exists()
    return made


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_files_move_when_they_are_wanted(site: Path) -> None:
    """Until then nobody finds one in the site; then all are there that are wanted, with their sizes and times."""
    files = [file(f"link/{number}/index.html", b"x" * number) for number in range(MANY)]
    made = begun(site, [*files, file("none", None), file("unwanted", b"z"), file("whole", b"ab", b"c")])
    assert ["link/other.html"] == list(contents(site))

    deadline = time.monotonic() + PATIENCE
    while len(list(made._read())) < MANY + 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    told = made.take({"whole", "none", *(one.path for one in files)})

    found = contents(site)
    assert b"another's" == found.pop("link/other.html")
    assert {"whole": b"abc", **{one.path: one.parts[0].content() for one in files}} == found
    assert told.keys() == found.keys()
    assert [2, 1] == told["whole"].parts
    for path, one in told.items():
        stat = os.stat(site / path)
        assert (stat.st_size, stat.st_mtime_ns) == (one.size, one.modified)
    assert [site] == [path for path in site.parent.iterdir() if path.is_dir()]


def test_what_is_under_way_is_left(site: Path) -> None:
    """A process that isn't done is ended: what it hasn't told of counts as not made."""
    files = [file(f"{number}", b"x") for number in range(MANY)]
    made = begun(site, files, last=lambda: time.sleep(PATIENCE))
    told = made.take({one.path for one in files})

    assert 0 < len(told) < MANY
    assert told.keys() <= contents(site).keys()


def test_stopped(site: Path) -> None:
    """What isn't wanted any more leaves nothing behind."""
    made = begun(site, [file("x", b"x")], last=lambda: time.sleep(PATIENCE))
    made.stop()
    made.stop()

    assert {} == made.take({"x"})
    assert ["link/other.html"] == list(contents(site))
    assert [site] == [path for path in site.parent.iterdir() if path.is_dir()]


def test_no_process(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On one processor nothing is made beforehand."""
    monkeypatch.setattr("trimtab.engine.beforehand.processors", lambda: 1)
    made = Beforehand(lambda: pytest.fail("Nobody works."), str(site))

    assert {} == made.take({"x"})
