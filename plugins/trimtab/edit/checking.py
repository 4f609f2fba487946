"""The rules, run on one version of a library after another."""

from __future__ import annotations

from collections.abc import Callable

from trimtab.core.diagnostics import Diagnostic, Report
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.rules import check, examine

Check = Callable[[Library], Report]
"""What finds what is wrong with a library."""


class Checker:
    """Runs all rules over a library; documents that it has seen before are not examined again."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Document, tuple[Diagnostic, ...]]] = {}
        """By identity, which lasts as long as the document is kept here."""

    def __call__(self, library: Library) -> Report:
        """What is wrong with a library."""
        for document in library.documents:
            if id(document) not in self._known:
                self._known[id(document)] = (document, examine(document, library.settings))
        found = (one for document in library.documents for one in self._known[id(document)][1])
        return check(library, found)
