"""Pipes that hold more than the system gives them at first, so that neither end waits often for the other."""

from __future__ import annotations

from contextlib import suppress

_ROOM = 1 << 20
"""How many bytes a pipe is asked to hold."""


def enlarge(descriptor: int) -> None:
    """Ask for more room in a pipe; where there's none to be had, it stays as it is.

    Args:
        descriptor: the file descriptor of either end.
    """
    with suppress(ImportError, AttributeError, OSError):  # Not on Linux, or more than the system grants.
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _ROOM)
