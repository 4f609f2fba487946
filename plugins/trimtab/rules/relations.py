"""TT7: relations between entries."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.core.diagnostics import Severity
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.namings import Via
from trimtab.core.settings import Settings
from trimtab.rules.registry import Finding, faults, library_rule, rule


@rule("TT701", Severity.WARNING)
def unknown_relation_type(document: Document, settings: Settings) -> Iterator[Finding]:
    """A relation has a type that the library doesn't know.

    ## Why is this bad?
    The relation has no name to be shown under and no inverse, so it is left out.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      needs: ["planned:mechanism"]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: ["planned:mechanism"]
    ---
    ```
    """
    yield from faults(document, "unknown-relation-type")


@library_rule("TT702", Severity.WARNING)
def self_relation(library: Library) -> Iterator[Finding]:
    """An entry is related to itself.

    ## Why is this bad?
    The relation says nothing, and is mostly a slip for another entry.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [checkpoint]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: ["planned:mechanism"]
    ---
    ```
    """
    for link in library.links:
        if link.via is Via.RELATION and link.target is not None and link.target is link.document.entry:
            yield Finding(
                link.document,
                link.span,
                f"`{link.relation}` relates the entry to itself.",
                "Name the entry that you mean, or remove the relation.",
            )
