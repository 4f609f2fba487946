"""TT1: files and front matter that can't be read as they are."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.core.diagnostics import Edit, Fix, Severity
from trimtab.core.document import Document
from trimtab.core.model import MODELS
from trimtab.core.settings import DEFAULT_FIELDS, Settings
from trimtab.core.text import endings, fences
from trimtab.core.text.endings import Block
from trimtab.rules.places import body_fields
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


@rule("TT116", Severity.WARNING)
def unclosed_code_block(document: Document, settings: Settings) -> Iterator[Finding]:
    """A fence of code is opened and never closed.

    ## Why is this bad?
    Many programs take the rest of the file for code, this check does as well, and so it finds nothing there. The page
    shows the fence and takes the code for text.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ~~~
    cause -> effect

    Ask whether it worked.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ~~~
    cause -> effect
    ~~~

    Ask whether it worked.
    ```
    """
    text, start = document.source.text, document.body.start
    opened = fences.unclosed(text, start)
    if opened is None or _junk(document) is not None:
        return
    fence = text[opened[0] : opened[1]]
    fence = fence[: len(fence) - len(fence.lstrip(fence[0]))]
    yield Finding(
        document,
        document.source.span(*opened),
        "The code block that begins here is never closed.",
        f"Put a line with just {fence} behind the code.",
    )


@rule("TT117", Severity.WARNING)
def trailing_junk(document: Document, settings: Settings) -> Iterator[Finding]:
    """A file ends with what belongs to no text.

    Quotation marks of a program (`'''`), a fence that closes nothing, marks of emphasis, and marks of a text's end such
    as `EOF`, each alone in its line.

    ## Why is this bad?
    The page shows it. It mostly comes from a program that wrote the file.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask whether it worked.
    '''
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask whether it worked.
    ```
    """
    found = _junk(document)
    if found is None:
        return
    source = document.source
    at, end = found
    junk = source.text[at:].rstrip()
    edit = Edit(source.span(end, len(source.text)), "\n" if end > document.body.start else "")
    yield Finding(
        document,
        source.span(at, at + len(junk)),
        f"The file ends with `{' '.join(junk.split())}`, which belongs to nothing.",
        "Delete it; `trimtab check --fix` does.",
        fix=Fix((edit,), fields=body_fields(settings)),
    )


@rule("TT118", Severity.WARNING)
def second_front_matter(document: Document, settings: Settings) -> Iterator[Finding]:
    """A second block of keys follows the front matter.

    ## Why is this bad?
    The page shows its keys as text, and nothing that it says counts, though it may be the better of the two blocks.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Short checkpoint
    summary: Ask soon.
    ---

    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 2
    ---

    Ask whether it worked.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 1
    ---

    Ask whether it worked.
    ```
    """
    if document.front.present and not _is_unterminated(document):
        found = _block(document)
        if found is not None:
            yield Finding(
                document,
                document.source.span(found.start, document.source.text.find("\n", found.start)),
                "A second block of front matter begins here, and none of its keys counts.",
                "Take over what is right in it into the first block, then delete it.",
            )


@rule("TT119", Severity.ERROR)
def misplaced_front_matter(document: Document, settings: Settings) -> Iterator[Finding]:
    """The front matter doesn't begin in the first line.

    ## Why is this bad?
    It's taken for text: the entry has no fields, and the page shows the keys.

    ## Example
    ```markdown title="checkpoint.md"

    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    # Checkpoint

    Ask whether it worked.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    # Checkpoint

    Ask whether it worked.
    ```
    """
    if document.front.present:
        return
    found = _block(document)
    if found is not None and found.fenced:
        yield Finding(
            document,
            document.source.span(found.start, found.start + 3),
            "The front matter begins here, and not in the first line.",
            "Delete the empty lines above it.",
        )


@rule("TT120", Severity.WARNING)
def broken_off_text(document: Document, settings: Settings) -> Iterator[Finding]:
    """The last sentence of an entry breaks off.

    Lists of names, addresses and other last lines that aren't sentences are left alone.

    ## Why is this bad?
    Part of the text is lost, and readers wonder what it said. It happens where a program may write only so much.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask whether the mechanism worked.

    If it didn't, say so before anybody asks, and
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Ask whether the mechanism worked.

    If it didn't, say so before anybody asks, and look for another.
    ```
    """
    if document.entry is None:
        return
    place = endings.breaks_off(document.source.text, document.body.masked, document.body.start)
    if place is not None:
        yield Finding(
            document,
            document.source.span(*place),
            f"The text breaks off at `{document.source.text[slice(*place)]}`.",
            "Write the sentence to its end, with a full stop.",
        )


def _junk(document: Document) -> tuple[int, int] | None:
    return endings.junk(document.source.text, document.body.masked, document.body.start)


def _is_unterminated(document: Document) -> bool:
    return any(fault.kind == "unterminated-front-matter" for fault in document.front.faults)


def _block(document: Document) -> Block | None:
    """The block of keys that a body begins with, if enough of them are those of front matter."""
    found = endings.block(document.source.text, document.body.start)
    if found is None:
        return None
    known = {
        *document.front.root.keys,
        *DEFAULT_FIELDS,
        *(name for model in MODELS.values() for name in model.model_fields),
    }
    number = sum(key in known for key in found.keys)
    return found if number > 1 or (number and found.fenced) else None
