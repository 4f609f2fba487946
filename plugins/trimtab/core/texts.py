"""The texts of documents: held, or read again when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from trimtab.core import frontmatter
from trimtab.core.body import Body
from trimtab.core.fields import Gathered
from trimtab.core.frontmatter import FrontMatter
from trimtab.core.source import Source

RECENT = 32
"""How many of the texts that are read again stay at hand."""


@dataclass(frozen=True)
class Reading:
    """All that reading a file brought up, down to its text."""

    source: Source
    front: FrontMatter
    body: Body
    gathered: Gathered


class Texts(Protocol):
    """The text of a document, and what reading it brings up."""

    @property
    def source(self) -> Source:
        """The text."""

    @property
    def front(self) -> FrontMatter:
        """The front matter as typed."""

    @property
    def body(self) -> Body:
        """What stands below it."""

    @property
    def reading(self) -> Reading:
        """All of it."""


class Held:
    """A text that has been read and stays."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.source = reading.source
        self.front = reading.front
        self.body = reading.body


class Again:
    """A text that is read again when it's asked for. Only the last few stay at hand.

    Args:
        load: gives the text.
        body: reads the body alone.
        reading: reads all of it.
    """

    def __init__(
        self,
        load: Callable[[], Source],
        body: Callable[[Source], Body],
        reading: Callable[[Source], Reading],
    ) -> None:
        self._load = load
        self._read_body = body
        self._read_all = reading

    @property
    def source(self) -> Source:
        """The text."""
        return _recent(self).source

    @property
    def front(self) -> FrontMatter:
        """The front matter as typed."""
        return _recent(self).front

    @property
    def body(self) -> Body:
        """What stands below it."""
        return _recent(self).body

    @property
    def reading(self) -> Reading:
        """All of it."""
        return _recent(self).reading

    def read(self) -> _Loaded:
        """The text as it is now."""
        return _Loaded(self._load(), self._read_body, self._read_all)


class _Loaded:
    """A text that has been read again. What is made of it is made when it's asked for, no more than that."""

    def __init__(
        self, source: Source, body: Callable[[Source], Body], reading: Callable[[Source], Reading]
    ) -> None:
        self.source = source
        self._read_body = body
        self._read_all = reading

    @cached_property
    def front(self) -> FrontMatter:
        return frontmatter.read(self.source)

    @cached_property
    def body(self) -> Body:
        return self._read_body(self.source)

    @cached_property
    def reading(self) -> Reading:
        return self._read_all(self.source)


@lru_cache(maxsize=RECENT)
def _recent(texts: Again) -> _Loaded:
    return texts.read()
