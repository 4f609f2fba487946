"""Faces: digests of what others can see of a document, and of a library.

The page of an entry shows much of other entries: titles, summaries, relations, the sentences that refer to it. The
rest of their prose, and where in a file something stands, it doesn't. As long as a library's face is the same, a page
depends on its own file alone. So a face holds all that a document knows without its text, except for places.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from trimtab.core.namings import Naming
from trimtab.core.quoting import Quote
from trimtab.core.references import Reference
from trimtab.core.source import Source

if TYPE_CHECKING:
    from trimtab.core.document import Document
    from trimtab.core.library import Library


def of_document(document: Document, source: Source) -> str:
    """The digest of what pages of other documents may depend on: 32 hexadecimal digits.

    Args:
        document: the document.
        source: its text, which counts as a whole where not all of its sentences are kept.
    """
    return _digest(_shown(document, source))


def of_library(library: Library) -> str:
    """The digest of what the pages of a library may depend on beside their own files: 32 hexadecimal digits."""
    return _digest(_surroundings(library))


def _digest(parts: Iterator[Any]) -> str:
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = repr(part).encode(errors="surrogatepass")
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


def _shown(document: Document, source: Source) -> Iterator[Any]:
    yield document.path, document.title, document.redirect_from, document.opening
    yield document.entry
    yield sorted(document.anchors)
    yield [(heading.level, heading.text, heading.anchor) for heading in document.headings]
    yield [_named(naming) for naming in document.namings]
    if any(naming.reference is not None and naming.quote is None for naming in document.namings):
        yield source.text


def _named(naming: Naming) -> tuple[Any, ...]:
    """A naming without its place."""
    return (
        naming.via.value,
        naming.name,
        naming.kind,
        naming.relation,
        naming.why,
        naming.weight,
        naming.reference and (naming.reference.anchor, naming.reference.text),
        naming.quote and _quoted(naming.quote),
    )


def _quoted(quote: Quote) -> list[list[Any]]:
    return [[_part(part) for part in parts] for parts in (quote.before, quote.after)]


def _part(part: str | Reference) -> Any:
    return part if isinstance(part, str) else (part.name, part.kind, part.anchor)


def _surroundings(library: Library) -> Iterator[Any]:
    yield library.settings.model_dump_json(by_alias=True)
    yield library.lock and (library.lock.source.text, library.lock.source.path, library.lock.directories)
    for prefix, other in sorted(library.others.items()):
        yield prefix, other.digest
    yield sorted(library.files)
    for document in library.documents:
        yield document.path, document.face
