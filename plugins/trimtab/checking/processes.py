"""How work is shared out to other processes."""

from __future__ import annotations

import atexit
import contextlib
import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def copies() -> BaseContext | None:
    """Processes that are copies of this one and know all that it knows; None where such aren't safe and cheap."""
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork") if safe else None


def processes() -> BaseContext:
    """Processes: copies where there can be any, else made anew."""
    return copies() or multiprocessing.get_context("spawn")


def end_with_parent() -> None:
    """Have this process end when the one that has started it is gone, even if that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Spare the search for cycles: a library is many objects that all stay, and it would go over them many times."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def end_at_once() -> None:
    """Have this process end without a last search for cycles: in a large library it takes most of a second."""
    atexit.register(gc.freeze)
