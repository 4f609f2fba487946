"""What a process that builds again and again remembers of the pages that it has made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from types import CodeType
from typing import NamedTuple

from trimtab.engine.rendering.conversion import Conversion
from trimtab.engine.rendering.conversions import Kept


class Laid(NamedTuple):
    """A page as it was laid out last."""

    made_of: str
    """A digest of what it was made of."""
    name: str
    """A digest of what it showed."""
    mark: str
    """What was noted of it; empty for nothing."""


class Text(NamedTuple):
    """The text of a page as MkDocs reads it."""

    document: object
    """What it was read from; another document, though it be equal, may have another text."""
    text: str


class Body(NamedTuple):
    """The contents of a page."""

    conversion: Conversion
    """What they are."""
    digest: bytes
    """A digest of them and of the table of contents."""


@dataclass
class Memory:
    """Pages by their paths, and templates by what they are made of."""

    texts: dict[str, Text] = field(default_factory=dict)
    conversions: dict[str, Kept] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    laid: dict[str, Laid] = field(default_factory=dict)
    templates: dict[str, tuple[str, CodeType]] = field(default_factory=dict)

    def retain(self, paths: Collection[str]) -> None:
        """Forget all but some pages."""
        known: dict[str, object]
        for known in (self.texts, self.conversions, self.bodies, self.laid):  # type: ignore[assignment]
            for path in known.keys() - paths:
                del known[path]
