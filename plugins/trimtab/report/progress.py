"""Progress on a terminal: whether there is one to draw on, and bars at its foot that lines of text stay clear of."""

from __future__ import annotations

import atexit
import logging
import os
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

Task = TaskID
"""A task that has been begun."""
PATIENCE = 0.5
"""Seconds that a task may last before a bar is drawn for it: what is done sooner should not flicker."""
_PAUSE = 0.1
"""Seconds between two drawings."""


def interactive(stream: TextIO) -> bool:
    """Whether somebody watches this stream: a terminal that can be drawn on, and not one of continuous integration."""
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        return False
    return stream.isatty() and os.environ.get("TERM", "").lower() not in ("dumb", "unknown")


class Bars:
    """A bar for each task that takes a while. They are gone when the task has ended.

    They are drawn as tasks tell what they have done, never by a thread of their own: processes can't be safely copied
    while there is one. So a task that waits should tell of it now and then.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        handlers: Iterable[logging.StreamHandler[Any]] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Draw nothing yet.

        Args:
            stream: the terminal.
            handlers: what logs to the same terminal; its lines go above the bars.
            clock: seconds, from whenever.
        """
        self._clock = clock
        self._handlers = tuple(handlers)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"))
        self._progress = Progress(
            *columns,
            console=Console(file=stream),
            auto_refresh=False,
            transient=True,
            get_time=clock,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._drawn = clock()
        self._restore: list[Callable[[], object]] = []

    def begin(self, name: str, total: int | None = None) -> Task:
        """A new task, and of how many things; None where nobody knows."""
        return self._progress.add_task(name, total=total, visible=False, count="")

    def tell(self, task: Task, done: int, total: int | None = None) -> None:
        """Say how much of a task is done, and of how many things if that is known."""
        count = f"{done:,} of {total:,}" if total is not None else f"{done:,}" if done else ""
        self._progress.update(task, completed=done, total=total, count=count)
        now = self._clock()
        begun = next(one.start_time for one in self._progress.tasks if one.id == task) or 0.0
        if now - begun < PATIENCE or now - self._drawn < _PAUSE:
            return
        self._drawn = now
        self._progress.update(task, visible=True)
        if not self._progress.live.is_started:
            self._start()
        self._progress.refresh()

    def end(self, task: Task) -> None:
        """Take the task's bar away."""
        self._progress.remove_task(task)
        if self._progress.live.is_started:
            if any(one.visible for one in self._progress.tasks):
                self._progress.refresh()
            else:
                self.close()

    def close(self) -> None:
        """Take all bars away, and give the terminal back."""
        if self._progress.live.is_started:
            self._progress.stop()
        while self._restore:
            self._restore.pop()()
        atexit.unregister(self.close)

    def _start(self) -> None:
        for handler in self._handlers:
            stream = handler.stream
            above = _Above(self._progress.console, stream)
            handler.setStream(above)
            self._restore += [partial(handler.setStream, stream), above.finish]
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if stream.isatty():
                above = _Above(self._progress.console, stream)
                setattr(sys, name, above)
                self._restore += [partial(setattr, sys, name, stream), above.finish]
        self._progress.start()
        atexit.register(self.close)  # An interrupted program must not leave the terminal without a cursor.


class _Above:
    """A stream to the terminal whose lines come to stand above the bars."""

    def __init__(self, console: Console, stream: TextIO) -> None:
        self.stream = stream
        self._console = console
        self._process = os.getpid()
        self._begun = ""

    def write(self, text: str) -> int:
        """Print the lines that are whole."""
        if os.getpid() != self._process:  # A copy of the process has no bars.
            return self.stream.write(text)
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._console.print(Text.from_ansi(line), soft_wrap=True)
        return len(text)

    def finish(self) -> None:
        """Write what has no end of line."""
        self.stream.write(self._begun)
        self._begun = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
