"""Processes that make results ahead, in the order in which they will be asked for.

They are copies of this process, so that they know all that it knows without being told. Each takes the next
number that nobody has taken, and sends each result as soon as it's made.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext, ForkContext, ForkProcess
from types import FrameType
from typing import Any, NoReturn, cast

from trimtab.engine.pipes import enlarge
from trimtab.engine.rendering.records import withheld

_PATIENCE = 5.0
"""How long a process that is to end may take to leave, in seconds."""


class Ahead:
    """Results that other processes make.

    Args:
        context: how processes are copied.
        count: how many results there are.
        make: makes the result of a number from 0 to `count` - 1, in the other process.
        jobs: how many processes.
        nice: by how much they stand back behind others that want a processor, from 0 to 19.
    """

    def __init__(
        self,
        context: BaseContext,
        count: int,
        make: Callable[[int], bytes],
        jobs: int,
        *,
        nice: int = 0,
    ) -> None:
        self._ready: dict[int, bytes] = {}
        self._next = context.Value("i", 0)
        self._pipes: list[Connection] = []
        self._nice = nice
        self._processes = [self._start(context, count, make) for _ in range(jobs)]

    def take(self, number: int) -> bytes | None:
        """The result of a number, once. None where the processes have ended without it."""
        while number not in self._ready and self._pipes:
            for pipe in cast("list[Connection]", wait(self._pipes)):
                try:
                    data = pipe.recv_bytes()
                except (EOFError, OSError):
                    self._pipes.remove(pipe)
                    continue
                self._ready[int.from_bytes(data[:4], "big")] = data[4:]
        return self._ready.pop(number, None)

    def stop(self) -> None:
        """End the processes, whether they are done or not."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join(_PATIENCE)
            process.kill()  # One that hasn't heard: code that isn't Python's may keep it from leaving.
            process.join()
        for pipe in self._pipes:
            pipe.close()
        self._pipes.clear()
        self._ready.clear()

    def _start(self, context: BaseContext, count: int, make: Callable[[int], bytes]) -> ForkProcess:
        ours, theirs = context.Pipe(duplex=False)
        enlarge(theirs.fileno())
        self._pipes.append(ours)
        of_context = cast("ForkContext", context)
        process = of_context.Process(
            target=_work, args=(self._next, count, make, theirs, self._pipes, self._nice), daemon=True
        )
        process.start()
        theirs.close()
        return process


def _work(
    following: Any,
    count: int,
    make: Callable[[int], bytes],
    pipe: Connection,
    others: list[Connection],
    nice: int,
) -> None:
    """Make results until there are no more. One that fails is left to the first process, which says why."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    os.nice(nice)
    gc.disable()
    # Else they stay open after the first process has ended, and nobody notices that it has.
    for other in others:
        other.close()
    with withheld(), suppress(BrokenPipeError, SystemExit):
        while (number := _take(following)) < count:
            pipe.send_bytes(number.to_bytes(4, "big") + _made(make, number))


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """End as a program does that is done: what is being written is taken back."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit()


def _take(following: Any) -> int:
    with following.get_lock():
        number: int = following.value
        following.value += 1
    return number


def _made(make: Callable[[int], bytes], number: int) -> bytes:
    try:
        return make(number)
    except Exception:  # noqa: BLE001 - the first process makes it again, and whatever goes wrong goes wrong there
        return b""
