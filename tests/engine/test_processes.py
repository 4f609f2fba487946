"""Processes beside a build: they end when they are told to, when the build ends, and leave nothing half done."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from bench import libraries
from trimtab.engine.rendering.processes import Ahead
from trimtab.engine.search.service import Service
from trimtab.engine.search.worker import _Worker

PATIENCE = 60
"""Seconds to wait for what should come; nothing is measured."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Only there processes are copied.")


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def running(session: int) -> list[int]:
    """The processes of a session that haven't ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of, *_ = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


def test_what_is_stopped_takes_back_what_it_began(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A process that is stopped in the middle of something removes what it would have finished, and says nothing."""
    begun = tmp_path / "begun"

    def make(number: int) -> bytes:
        begun.touch()
        try:
            time.sleep(PATIENCE)
        finally:
            begun.unlink()
        return b""

    ahead = Ahead(multiprocessing.get_context("fork"), 1, make, 1)
    until(begun.exists)
    ahead.stop()
    assert not begun.exists()
    assert ("", "") == capfd.readouterr()


def test_a_process_that_does_not_hear(tmp_path: Path) -> None:
    """A process ends also where other code has swallowed what it's told."""
    begun = tmp_path / "begun"

    def make(number: int) -> bytes:
        begun.touch()
        for _ in range(2 * PATIENCE):
            with suppress(SystemExit):
                time.sleep(1)
        return b""

    ahead = Ahead(multiprocessing.get_context("fork"), 1, make, 1)
    until(begun.exists)
    ahead.stop()
    assert not multiprocessing.active_children()


KILLED = """
import os, signal, sys
from pathlib import Path
from trimtab.checking import read_and_check
from trimtab.core.project import Project
from trimtab.core.settings import Settings

root = Path(sys.argv[1])
project = Project(root=root, docs_dir=root / "docs", settings=Settings())
read_and_check(project, jobs=3, progress=lambda *told: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_readers_end_with_who_has_started_them(tmp_path: Path) -> None:
    """A check that is killed leaves no process behind."""
    libraries.write(tmp_path / "docs", 1000)
    process = subprocess.Popen([sys.executable, "-c", KILLED, tmp_path], start_new_session=True)
    assert -signal.SIGKILL == process.wait(PATIENCE)
    try:
        until(lambda: not running(process.pid))
    finally:
        for left in running(process.pid):
            os.kill(left, signal.SIGKILL)


INTERRUPTS = """
import os, signal

def on_{event}({arguments}, **more):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # Ignored where tests run in the background.
    os.kill(os.getpid(), signal.SIGINT)
    return {arguments}
"""


@pytest.mark.parametrize(("event", "argument"), [("page_content", "html"), ("post_page", "output")])
def test_an_interrupted_build_leaves_nothing(event: str, argument: str, tmp_path: Path) -> None:
    """A build that is interrupted, while it converts or lays out, leaves no process and no folder."""
    root = tmp_path / "library"
    libraries.write(root / "docs", 100)
    (root / "hook.py").write_text(INTERRUPTS.format(event=event, arguments=argument), encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Bench\ntheme: {name: material}\nplugins: [trimtab]\nhooks: [hook.py]\n", encoding="utf-8"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        env={**os.environ, "TRIMTAB_CACHE_DIR": str(tmp_path / "kept"), "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.wait(PATIENCE)
    until(lambda: not running(process.pid))
    left = [path.name for path in root.iterdir()]
    assert ["docs", "hook.py", "mkdocs.yml"] == sorted(name for name in left if name != "__pycache__")
    assert [] == list((tmp_path / "kept").rglob(".new-*"))


def test_where_pipes_get_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that grants pipes no more room has the search as well."""
    control = fcntl.fcntl

    def refusing(descriptor: int, command: int, argument: int = 0) -> int:
        if command == fcntl.F_SETPIPE_SZ:
            raise PermissionError
        return control(descriptor, command, argument)

    monkeypatch.setattr(fcntl, "fcntl", refusing)
    with Service() as service:
        service.begin()
        assert service.add("index.html", "<html><p>Here</p></html>")


def test_a_pagefind_that_has_ended_is_not_asked_again(tmp_path: Path) -> None:
    """Once shards are merged, the next one gets a Pagefind that runs."""
    worker = _Worker("", str(tmp_path / "own"), 1)
    worker._idle.append(worker._service())
    worker._merge("merged", [], str(tmp_path))
    again = worker._service()
    again.begin()
    again.close()
