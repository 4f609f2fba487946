"""The steps of a build: how far each is, and at the end how long each took and what had been kept of it."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from trimtab.report.progress import Bars, Task, interactive

LONG = 1.0
"""Seconds that a step may take without a line where there is no bar."""
PAUSE = 5.0
"""Seconds between two such lines."""
_ENGINES = ("mkdocs", "properdocs")

log = logging.getLogger("mkdocs.plugins.trimtab")


@dataclass
class Step:
    """One step of a build. May be told of from any thread, while other steps are under way."""

    name: str
    total: int | None
    """Of how many things; None where nobody knows."""
    noun: str
    begun: float
    task: Task | None
    """Its bar, where there are bars."""
    steps: Steps = field(repr=False)
    done: int = 0
    kept: int = 0
    """How many of those done had been kept from an earlier build."""
    seconds: float | None = None
    """How long the step took; None until it has ended."""

    def advance(self, number: int = 1, *, kept: int = 0, total: int | None = None) -> None:
        """Say that more is done. With 0, that the step is still at it.

        Args:
            number: how many more.
            kept: how many of these had been kept from an earlier build.
            total: how many there are, where that has become known.
        """
        self.steps.tell(self, number, kept, total)

    def end(self) -> None:
        """The step is done. Nothing happens where it has ended before."""
        self.steps.finish(self)


class Steps:
    """The steps of one build. Made anew for each.

    On a terminal a step that takes longer than a moment shows a bar; elsewhere a long one logs a line now and
    then. A quiet build is told nothing. Time goes to the log alone: nothing in the site depends on it.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin to count.

        Args:
            clock: seconds, from whenever.
        """
        self._clock = clock
        self._lock = threading.RLock()
        self._begun = self._said = clock()
        self._all: list[Step] = []
        shown = log.isEnabledFor(logging.INFO) and not log.isEnabledFor(logging.DEBUG)
        self._bars = (
            Bars(sys.stderr, handlers=_handlers(), clock=clock) if shown and interactive(sys.stderr) else None
        )

    def begin(self, name: str, total: int | None = None, noun: str = "") -> Step:
        """Begin a step.

        Args:
            name: what is done, such as `Reading`.
            total: of how many things; None where nobody knows.
            noun: what they are, as a plural.
        """
        with self._lock:
            task = self._bars.begin(name, total) if self._bars is not None else None
            step = Step(name, total, noun, self._clock(), task, self)
            self._all.append(step)
            return step

    @contextmanager
    def step(self, name: str, total: int | None = None, noun: str = "") -> Iterator[Step]:
        """A step that ends with the block."""
        step = self.begin(name, total, noun)
        try:
            yield step
        finally:
            step.end()

    def tell(self, step: Step, number: int, kept: int, total: int | None) -> None:
        """Count what a step has done, and show it where it is time to."""
        with self._lock:
            step.done += number
            step.kept += kept
            step.total = step.total if total is None else total
            if step.seconds is not None:
                return
            if self._bars is not None and step.task is not None:
                self._bars.tell(step.task, step.done, step.total)
                return
            now = self._clock()
            if now - step.begun >= LONG and now - self._said >= PAUSE:
                self._said = now
                log.info(f"{step.name}: {_progress(step, now - step.begun)}")

    def finish(self, step: Step) -> None:
        """Note how long a step took, and take its bar away."""
        with self._lock:
            if step.seconds is not None:
                return
            step.seconds = self._clock() - step.begun
            if self._bars is not None and step.task is not None:
                self._bars.end(step.task)

    def summary(self) -> None:
        """Log how long each step took, what had been kept of it, and how long all took: steps may overlap."""
        self.close()
        for step in self._all:
            if step.seconds is not None:
                log.info(_account(step, step.seconds))
        log.info(f"Altogether: {self._clock() - self._begun:.1f} s")

    def close(self) -> None:
        """End without a word: the build has failed, or somebody else has the terminal now."""
        if self._bars is not None:
            self._bars.close()


def _progress(step: Step, seconds: float) -> str:
    if step.total is not None:
        return f"{step.done:,} of {step.total:,}{_noun(step)}"
    return f"{step.done:,}{_noun(step)}" if step.done else f"{seconds:.0f} s so far"


def _account(step: Step, seconds: float) -> str:
    took = f"{seconds:.1f} s"
    if not step.done:
        return f"{step.name}: {took}"
    kept = "all" if step.kept == step.done else f"{step.kept:,}" if step.kept else "none"
    return f"{step.name}: {step.done:,}{_noun(step)} in {took}, {kept} from the cache"


def _noun(step: Step) -> str:
    return f" {step.noun}" if step.noun else ""


def _handlers() -> list[logging.StreamHandler[Any]]:
    """What the site generator logs to the terminal with."""
    return [
        handler
        for name in _ENGINES
        for handler in logging.getLogger(name).handlers
        if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr
    ]
