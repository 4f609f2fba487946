"""Reading a document's file once more, for the text that has been let go.

The file may be another by then. What is made of the document after that is a mixture of both, so the document's digest
becomes one that no file has: nothing that is kept by it is found again, and the next reading reads the file anew.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from weakref import ReferenceType, ref

from trimtab.core.document import Document
from trimtab.core.source import Source, contents, digest_of

Stamp = tuple[int, int, int] | None
"""By what a file is seen to be as it was, without reading it: size, time and number. None where it isn't there."""


def stamp(place: str | Path) -> Stamp:
    """The stamp of a file. Ask for it before the file is read for the first time."""
    try:
        found = os.stat(place)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def again(document: Document, place: Path, before: Stamp = None) -> Callable[[], Source]:
    """What reads a document's file again, and notices where it isn't as it was.

    Args:
        document: it.
        place: its file.
        before: the file's stamp from before it was read; None to compare contents in any case.
    """
    # A document knows how to read its text: if that knew the document, neither would ever be let go.
    return partial(_read, ref(document), document.path, document.digest, place, before)


def _read(document: ReferenceType[Document], path: str, digest: str, place: Path, before: Stamp) -> Source:
    data = contents(place)
    if before is None or stamp(place) != before:
        is_same = digest == (digest_of(data) if isinstance(data, bytes) else "")
        changed = document() if not is_same else None
        if changed is not None:
            changed.digest = secrets.token_hex(16)
    return Source.of(path, data, digested=False)
