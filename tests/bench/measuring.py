"""What a command takes: time, and on Linux the processors it may use and the memory it has had."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LINUX = sys.platform == "linux"
_EACH = 0.05
"""How often, in seconds, the memory of the first process is read; that of all together, which takes the system ten
milliseconds a process, once a second."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took."""

    wall: float
    """Seconds from its start until its end."""
    cpu: float
    """Seconds of processors, those of the processes that it started included."""
    memory: int | None
    """The most that its first process had in memory at a time, in bytes; None where there's no `/proc`."""
    tree: int | None
    """The same for all its processes together; what processes share is divided among them."""


class FailedError(Exception):
    """A command didn't do what it was measured for; says which and the end of what it printed."""


def run(
    command: Sequence[str],
    *,
    folder: Path,
    processors: Sequence[int],
    environment: Mapping[str, str] | None = None,
    codes: Sequence[int] = (0,),
    limit: float | None = None,
) -> Usage:
    """Run a command to its end and measure it.

    Args:
        command: the program and its arguments.
        folder: where it runs; what it prints is kept there in `output.log`.
        processors: the numbers of those that it and its children may use; ignored outside of Linux.
        environment: variables to add to ours.
        codes: with which codes it may end.
        limit: after how many seconds it is ended; None for never.

    Raises:
        FailedError: it ended with another code, or had to be ended.
    """
    log = folder / "output.log"
    shown = " ".join([Path(command[0]).name, *command[1:]])
    with log.open("wb") as stream:
        start = time.perf_counter()
        process = begin(command, folder=folder, processors=processors, environment=environment, output=stream)
        with _memory(process.pid) as memory, _ended(process, limit):
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
    if limit is not None and wall >= limit:
        message = f"`{shown}` wasn't done after {limit / 60:.2g} min"
        raise FailedError(message)
    if process.returncode not in codes:
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-5:]
        message = f"`{shown}` ended with {process.returncode}:\n  " + "\n  ".join(last)
        raise FailedError(message)
    return Usage(wall, usage.ru_utime + usage.ru_stime, memory.get("first"), memory.get("all"))


def begin(
    command: Sequence[str],
    *,
    folder: Path,
    processors: Sequence[int],
    environment: Mapping[str, str] | None,
    output: object,
) -> subprocess.Popen[bytes]:
    """Start a command on some of the processors, in a process group of its own, and don't wait for it."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def prepare() -> None:
        signal.signal(
            signal.SIGINT, signal.SIG_DFL
        )  # A shell that started us behind itself has turned it off.
        if LINUX:
            os.sched_setaffinity(0, processors)

    return subprocess.Popen(
        command,
        cwd=folder,
        env={**ours, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=prepare,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a command that was begun, and all that it started: as Ctrl+C does, after ten seconds by force."""
    for number, patience in ((signal.SIGINT, 10), (signal.SIGKILL, None)):
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes], limit: float | None) -> Iterator[None]:
    """Don't leave a command running: not after its time, nor when we are stopped."""
    timer = threading.Timer(limit or 0, os.killpg, (process.pid, signal.SIGKILL))
    if limit is not None:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        end(process)


@contextlib.contextmanager
def _memory(pid: int) -> Iterator[dict[str, int]]:
    """Watch a process and all below it; what is given is filled while the block runs."""
    most: dict[str, int] = {}
    over = threading.Event()

    def watch() -> None:
        turn = 0
        while not over.wait(_EACH):
            _keep(most, "first", _kilobytes(f"/proc/{pid}/status", "VmHWM:"))
            if turn % 20 == 0:
                _keep(most, "all", sum(_kilobytes(f"/proc/{one}/smaps_rollup", "Pss:") for one in _tree(pid)))
            turn += 1

    thread = threading.Thread(target=watch, daemon=True)
    if LINUX:
        thread.start()
    try:
        yield most
    finally:
        over.set()
        if LINUX:
            thread.join()


def _keep(most: dict[str, int], name: str, kilobytes: int) -> None:
    if kilobytes:
        most[name] = max(most.get(name, 0), kilobytes * 1024)


def _kilobytes(path: str, key: str) -> int:
    """A number from a file of `/proc`; none of a process that has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(path).read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(key):
                return int(line.split()[1])
    return 0


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _tree(int(child))
