"""A file of a site that isn't a page. What it's made of is known before it is made, so that it may stay as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from trimtab.core.document import Document
from trimtab.site.exports.escaping import utf8


class Of(Enum):
    """What a part of a file is made of beside the site's settings."""

    NOTHING = "nothing"
    """Nothing of the library."""
    TEXT = "text"
    """One document's own text."""
    ENTRY = "entry"
    """One document, its dates, and what others show of themselves."""
    LIBRARY = "library"
    """What all documents show of themselves, and all dates; not the rest of their texts."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file that is made by itself."""

    content: Callable[[], bytes | None]
    """Makes it. None where it turns out that there is no such file."""
    of: Of
    document: Document | None = None
    """The one document that it is made of."""
    more: str = ""
    """What else it is made of."""


@dataclass(frozen=True, slots=True)
class File:
    """A file, by its path relative to the site's top; a large one in several parts."""

    path: str
    parts: tuple[Part, ...]

    @classmethod
    def of(
        cls,
        path: str,
        of: Of,
        content: Callable[[], bytes | None],
        document: Document | None = None,
        more: str = "",
    ) -> File:
        """A file in one part; the arguments are those of `Part`."""
        return cls(path, (Part(content, of, document, more),))

    @classmethod
    def text(cls, path: str, text: str, more: str = "") -> File:
        """A file whose text is there already."""
        return cls.of(path, Of.NOTHING, lambda: utf8(text), more=more or text)

    def contents(self) -> Iterator[bytes]:
        """Its contents, part by part; nothing where it turns out that there is no such file."""
        for part in self.parts:
            content = part.content()
            if content is not None:
                yield content
