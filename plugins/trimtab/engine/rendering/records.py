"""What is logged while a page is converted: held back, so that it can be said when the page's turn has come."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

Record = tuple[str, int, str]
"""A line of the log: the logger's name, the level, and what was said."""

_LOGGERS = ("", "mkdocs", "properdocs")
"""Loggers that may have handlers: the root, and those of the programs that build."""


class _Holding(logging.Filter):
    """Keeps records from handlers while somebody holds them."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[list[Record]] = []
        self._last: logging.LogRecord | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        if record is not self._last:  # It comes once for each handler.
            self._last = record
            self.held[-1].append((record.name, record.levelno, record.getMessage()))
        return False


_holding = _Holding()


@contextmanager
def withheld() -> Iterator[list[Record]]:
    """Collect what is logged instead of saying it. One inside another also gives what it has to the outer one.

    Where an exception ends it, what was logged is said after all.
    """
    records: list[Record] = []
    handlers = _handlers() if not _holding.held else []
    for handler in handlers:
        handler.addFilter(_holding)
    _holding.held.append(records)
    failed = True
    try:
        yield records
        failed = False
    finally:
        _holding.held.pop()
        for handler in handlers:
            handler.removeFilter(_holding)
        if _holding.held:
            _holding.held[-1] += records
        elif failed:
            say(records)


def say(records: Iterable[Record]) -> None:
    """Log what was held back."""
    for name, level, message in records:
        logging.getLogger(name).log(level, message)


def _handlers() -> list[logging.Handler]:
    return [handler for name in _LOGGERS for handler in logging.getLogger(name or None).handlers]
