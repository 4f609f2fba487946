"""TT2: fields that are missing, wrong, or said twice in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from trimtab.core.diagnostics import FILE_START, Severity
from trimtab.core.document import Document
from trimtab.core.fields import model_fields
from trimtab.core.frontmatter import span_of
from trimtab.core.model import MODELS, Entry
from trimtab.core.settings import Settings
from trimtab.rules.registry import Finding, faults, rule


@rule("TT201", Severity.ERROR)
def missing_field(document: Document, settings: Settings) -> Iterator[Finding]:
    """A field that an entry can't do without isn't there.

    ## Why is this bad?
    An entry without a title, or a level without its number, can't be listed or linked to.

    ## Example
    ```markdown title="levels/delays.md"
    ---
    title: Delays
    summary: How long feedback takes.
    ---
    ```

    ## Use instead
    ```markdown title="levels/delays.md"
    ---
    title: Delays
    summary: How long feedback takes.
    number: 9
    ---
    ```
    """
    yield from faults(document, "missing-field")


@rule("TT202", Severity.ERROR)
def invalid_field(document: Document, settings: Settings) -> Iterator[Finding]:
    """A field has a value that it can't have.

    ## Why is this bad?
    The value is left out, so the page and the search say less than the author meant.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 7
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 3
    ---
    ```
    """
    yield from faults(document, "invalid-field")


@rule("TT203", Severity.WARNING)
def contradicting_field(document: Document, settings: Settings) -> Iterator[Finding]:
    """Two places that give the same field disagree.

    ## Why is this bad?
    Readers see one value at the head of the page and another in its text, and can't tell which is meant.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 1
    ---

    > [!NOTE] Confidence Rating: ★★★ (High)
    > Seen in many places.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 3
    ---

    > [!NOTE] Confidence Rating: ★★★ (High)
    > Seen in many places.
    ```
    """
    yield from faults(document, "contradicting-field")


@rule("TT204", Severity.WARNING)
def misspelt_key(document: Document, settings: Settings) -> Iterator[Finding]:
    """A key that no field claims is spelt almost like one that exists.

    ## Why is this bad?
    Unknown keys are kept but not used, so a misspelt one is silently without effect.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidance: 2
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 2
    ---
    ```
    """
    if document.entry is None:
        return
    known = model_fields(MODELS.get(document.entry.kind, Entry))
    for name in document.gathered.extra:
        hit = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=83)
        if hit is not None and name in document.front.root.keys:
            span = span_of(document.source, document.front.root.keys[name])
            yield Finding(
                document, span, f"`{name}` is not a key that Trimtab knows.", f"Did you mean `{hit[0]}`?"
            )


@rule("TT205", Severity.WARNING)
def unknown_key(document: Document, settings: Settings) -> Iterator[Finding]:
    """A relation has a key that relations don't have.

    ## Why is this bad?
    What it says reaches neither the page nor any export.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [{to: "planned:mechanism", becuase: Nothing to judge without one.}]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [{to: "planned:mechanism", why: Nothing to judge without one.}]
    ---
    ```
    """
    yield from faults(document, "unknown-key")


@rule("TT206", Severity.WARNING)
def missing_summary(document: Document, settings: Settings) -> Iterator[Finding]:
    """An entry has no summary.

    ## Why is this bad?
    Lists, search results and previews show the summary; without one they show the first words of the body.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked, and decide.
    ---
    ```
    """
    if document.entry is not None and not document.entry.summary and document.front.root.values:
        span = document.span("title") if "title" in document.gathered.nodes else FILE_START
        yield Finding(
            document,
            span,
            "The entry has no summary.",
            "Add `summary: ...`, one or two sentences that say what it is.",
        )


@rule("TT207", Severity.WARNING)
def contradicting_slug(document: Document, settings: Settings) -> Iterator[Finding]:
    """The key `slug` and the file's name disagree.

    ## Why is this bad?
    The file's name is the entry's identity and address; a link that uses the other slug leads nowhere.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    slug: short-checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    slug: checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```
    """
    yield from faults(document, "contradicting-slug")
