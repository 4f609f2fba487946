"""TT0: the check itself: findings that authors suppress, with a reason, and suppressions that do nothing.

A suppression stands in a comment: `<!-- trimtab: ignore[TT301] reason -->` in a body, `# trimtab: ignore[TT203] reason`
in front matter. It counts for its own line or, where it has the line to itself, for the next line that says something.
`ignore-file` counts for the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trimtab.core.diagnostics import Diagnostic, Severity
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.settings import Settings
from trimtab.core.suppressions import Suppression
from trimtab.rules.registry import RULES, Finding, diagnostic, matching, rule
from trimtab.rules.selection import Selection


def apply(library: Library, found: Iterable[Diagnostic], selection: Selection) -> Iterator[Diagnostic]:
    """The findings that no comment suppresses, and the comments that suppress nothing."""
    silenced = {
        document.path: _Silenced(document, selection)
        for document in library.documents
        if document.suppressions
    }
    for one in found:
        here = silenced.get(one.path)
        if here is None or not here.covers(one):
            yield one
    for here in silenced.values():
        yield from here.unused()


class _Silenced:
    """The suppressions of one document, and which of the rules that they name were found."""

    def __init__(self, document: Document, selection: Selection) -> None:
        self._document = document
        self._open: list[tuple[Suppression, str, frozenset[str]]] = []
        self._used: set[tuple[Suppression, str]] = set()
        for suppression in document.suppressions:
            for selector in suppression.selectors:
                codes = frozenset(code for code in _codes(selector) if selection.runs(code, document.path))
                if codes:
                    self._open.append((suppression, selector, codes))

    def covers(self, found: Diagnostic) -> bool:
        """Whether a comment suppresses a finding. The rules about suppressions can't be suppressed."""
        covered = False
        for suppression, selector, codes in self._open:
            if found.code in codes - _OWN and suppression.line in (None, found.span.start.line):
                self._used.add((suppression, selector))
                covered = True
        return covered

    def unused(self) -> Iterator[Diagnostic]:
        """A finding for each rule that a comment names and that finds nothing there."""
        for suppression, selector, _ in self._open:
            if (suppression, selector) not in self._used:
                where = "in this file" if suppression.line is None else f"in line {suppression.line}"
                yield diagnostic(
                    RULES["TT001"],
                    Finding(
                        self._document,
                        suppression.span,
                        f"`{selector}` finds nothing {where}, so there is nothing to ignore.",
                        "Remove the comment, or what it names.",
                    ),
                )


_OWN = frozenset({"TT001", "TT002", "TT003"})


def _codes(selector: str) -> frozenset[str]:
    try:
        return matching([selector])
    except ValueError:
        return frozenset()


@rule("TT001", Severity.WARNING)
def unused_suppression(document: Document, settings: Settings) -> Iterator[Finding]:
    """A comment ignores a rule that finds nothing there.

    ## Why is this bad?
    What it was for is mended, or has moved; left where it is, it will hide the next fault.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    <!-- trimtab: ignore[TT301] The entry comes next month. -->
    Beware of the lever.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Beware of the lever.
    ```
    """
    yield from ()  # Found by `apply`, when all else is.


@rule("TT002", Severity.WARNING)
def unreasoned_suppression(document: Document, settings: Settings) -> Iterator[Finding]:
    """A comment ignores a rule and gives no reason.

    ## Why is this bad?
    Whoever reads it next can't tell whether it still holds.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    <!-- trimtab: ignore[TT301] -->
    Beware of the [[lever]].
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    <!-- trimtab: ignore[TT301] The entry comes next month. -->
    Beware of the [[lever]].
    ```
    """
    for suppression in document.suppressions:
        if suppression.selectors and not suppression.reason:
            yield Finding(
                document,
                suppression.span,
                "The comment gives no reason to ignore "
                + " and ".join(f"`{one}`" for one in suppression.selectors)
                + ".",
                "Write the reason behind the bracket.",
            )


@rule("TT003", Severity.WARNING)
def malformed_suppression(document: Document, settings: Settings) -> Iterator[Finding]:
    """A comment addressed to Trimtab can't be understood, or names a rule that doesn't exist.

    ## Why is this bad?
    It suppresses nothing, though its author thinks that it does.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    <!-- trimtab: ignore[dangling-lever] The entry comes next month. -->
    Beware of the lever.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Beware of the lever.
    ```
    """
    for suppression in document.suppressions:
        if not suppression.selectors:
            yield Finding(
                document,
                suppression.span,
                "The comment is addressed to Trimtab and can't be understood.",
                "Write `trimtab: ignore[RULE] reason` or `trimtab: ignore-file[RULE] reason`.",
            )
        for selector in suppression.selectors:
            if not _codes(selector):
                yield Finding(
                    document,
                    suppression.span,
                    f"There is no rule `{selector}` to ignore.",
                    "Check its spelling; `trimtab rule --all` lists the rules.",
                )
