"""TT1: files and front matter that can't be read as they are."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.core.diagnostics import Severity
from trimtab.core.document import Document
from trimtab.core.settings import Settings
from trimtab.rules.registry import Finding, faults, rule


@rule("TT101", Severity.ERROR)
def unreadable_file(document: Document, settings: Settings) -> Iterator[Finding]:
    """A file of the library can't be opened.

    ## Why is this bad?
    Nothing of it reaches the site, and links to it break.
    """
    yield from faults(document, "unreadable-file")


@rule("TT102", Severity.ERROR)
def not_utf_8(document: Document, settings: Settings) -> Iterator[Finding]:
    r"""A file's bytes are not UTF-8.

    ## Why is this bad?
    Letters turn into question marks on the page, and another program may read the file in yet another way.

    ## Example
    ```markdown title="cafe.md" escaped
    ---
    title: Caf\xe9
    summary: A place to meet.
    ---
    ```

    ## Use instead
    ```markdown title="cafe.md" escaped
    ---
    title: Caf\xc3\xa9
    summary: A place to meet.
    ---
    ```
    """
    yield from faults(document, "not-utf-8")


@rule("TT103", Severity.WARNING)
def byte_order_mark(document: Document, settings: Settings) -> Iterator[Finding]:
    r"""A file begins with a byte order mark.

    ## Why is this bad?
    Trimtab reads past it, but other tools then don't see the front matter and print it on the page.

    ## Example
    ```markdown title="cafe.md" escaped
    \xef\xbb\xbf---
    title: Coffee Corner
    summary: A place to meet.
    ---
    ```

    ## Use instead
    ```markdown title="cafe.md"
    ---
    title: Coffee Corner
    summary: A place to meet.
    ---
    ```
    """
    yield from faults(document, "byte-order-mark")


@rule("TT104", Severity.WARNING)
def carriage_return(document: Document, settings: Settings) -> Iterator[Finding]:
    r"""Lines end with carriage returns.

    ## Why is this bad?
    Each edit on another system then changes every line of the file, and nobody sees what really changed.

    ## Example
    ```markdown title="cafe.md" escaped
    ---\r
    title: Coffee Corner\r
    summary: A place to meet.\r
    ---\r
    ```

    ## Use instead
    ```markdown title="cafe.md"
    ---
    title: Coffee Corner
    summary: A place to meet.
    ---
    ```
    """
    yield from faults(document, "carriage-return")


@rule("TT110", Severity.ERROR)
def invalid_yaml(document: Document, settings: Settings) -> Iterator[Finding]:
    """The front matter can't be parsed.

    ## Why is this bad?
    None of its keys count: the entry has no title, no level and no relations.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint: not a deadline
    summary: Ask whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: "Checkpoint: not a deadline"
    summary: Ask whether the mechanism worked.
    ---
    ```
    """
    yield from faults(document, "invalid-yaml")


@rule("TT111", Severity.ERROR)
def unterminated_front_matter(document: Document, settings: Settings) -> Iterator[Finding]:
    """The front matter has no closing line.

    ## Why is this bad?
    Where it ends can't be told, so the whole file counts as front matter and the page is empty.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.

    The body begins here.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    The body begins here.
    ```
    """
    yield from faults(document, "unterminated-front-matter")


@rule("TT112", Severity.ERROR)
def front_matter_not_a_mapping(document: Document, settings: Settings) -> Iterator[Finding]:
    """The front matter is a list or a text.

    ## Why is this bad?
    It holds no keys, so the entry has no fields.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    - title: Checkpoint
    - summary: Ask whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```
    """
    yield from faults(document, "front-matter-not-a-mapping")


@rule("TT113", Severity.ERROR)
def front_matter_too_large(document: Document, settings: Settings) -> Iterator[Finding]:
    """The front matter is too long, nests too deeply, or grows too large through its aliases.

    ## Why is this bad?
    A few lines of YAML can stand for millions of values; whoever may propose a change could stop every build.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    deep: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ 1 ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    deep: 1
    ---
    ```
    """
    yield from faults(document, "front-matter-too-large")


@rule("TT114", Severity.ERROR)
def duplicate_key(document: Document, settings: Settings) -> Iterator[Finding]:
    """A key stands twice in one mapping.

    ## Why is this bad?
    One of the two values is lost, and readers of the file can't tell which.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 1
    confidence: 3
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 1
    ---
    ```
    """
    yield from faults(document, "duplicate-key")


@rule("TT115", Severity.ERROR)
def yaml_tag(document: Document, settings: Settings) -> Iterator[Finding]:
    """A value carries a YAML tag.

    ## Why is this bad?
    Tags ask a program to build objects of its own. Front matter is plain data, whatever program reads it.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: !secret Checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```
    """
    yield from faults(document, "yaml-tag")
