"""TT3: names and links that lead nowhere, or to more than one place."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.core.diagnostics import FILE_START, Related, Severity
from trimtab.core.library import Library, Link
from trimtab.core.names import Ambiguous, Unknown
from trimtab.core.namings import Via
from trimtab.core.words import anchor_of
from trimtab.rules.registry import Finding, library_rule


@library_rule("TT301", Severity.ERROR)
def unknown_target(library: Library) -> Iterator[Finding]:
    """A reference, a relation or a field names an entry that doesn't exist.

    ## Why is this bad?
    Readers find plain text where the author meant a link, and the entry that should be linked is missing a backlink.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs a [[writen mechanism]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs a [[written mechanism]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---
    ```
    """
    for link in library.links:
        if isinstance(link.resolution, Unknown):
            what = f"{link.kind} called" if link.kind else "entry called"
            near = link.resolution.nearest
            cure = (
                f"Did you mean {' or '.join(f'`{slug}`' for slug in near)}?"
                if near
                else f"Check the name, or write `planned:{link.name}` for an entry that is yet to be written."
            )
            yield Finding(link.document, link.span, f"There is no {what} `{link.name}`{_role(link)}.", cure)


def _role(link: Link) -> str:
    """Where the name stands, unless the line shows it or the kind says it."""
    return f", which `{link.relation}` names" if link.via is Via.RELATION else ""


@library_rule("TT302", Severity.ERROR)
def ambiguous_name(library: Library) -> Iterator[Finding]:
    """A name means more than one entry.

    ## Why is this bad?
    Which one is meant can't be told, so the name links to none.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Beware of [[Escalation]].
    ```
    ```markdown title="escalation-path.md"
    ---
    title: Escalation Path
    aliases: [Escalation]
    summary: Who decides when a team can't.
    ---
    ```
    ```markdown title="archetypes/arms-race.md"
    ---
    title: Arms Race
    aliases: [Escalation]
    summary: Two sides answer each other.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Beware of [[archetype:Escalation]].
    ```
    ```markdown title="escalation-path.md"
    ---
    title: Escalation Path
    aliases: [Escalation]
    summary: Who decides when a team can't.
    ---
    ```
    ```markdown title="archetypes/arms-race.md"
    ---
    title: Arms Race
    aliases: [Escalation]
    summary: Two sides answer each other.
    ---
    ```
    """
    for link in library.links:
        if isinstance(link.resolution, Ambiguous):
            candidates = link.resolution.candidates
            names = " and ".join(f"“{entry.title}” ({entry.path})" for entry in candidates)
            several_kinds = len({entry.kind for entry in candidates}) == len(candidates)
            wanted = candidates[0]
            cure = f"{wanted.kind}:{link.name}" if several_kinds else wanted.slug
            related = tuple(
                Related(entry.path, FILE_START, f"`{link.name}` could mean this") for entry in candidates
            )
            yield Finding(
                link.document,
                link.span,
                f"`{link.name}` could mean {names}.",
                f"Write which one you mean, for instance `{cure}`.",
                related,
            )


@library_rule("TT303", Severity.ERROR)
def missing_anchor(library: Library) -> Iterator[Finding]:
    """A reference or link names a section that its page doesn't have.

    ## Why is this bad?
    The link opens the page at its top and leaves readers to search.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Begin with [[written-mechanism#Forms]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---

    ### The form

    We believe that ...
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Begin with [[written-mechanism#The form]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---

    ### The form

    We believe that ...
    ```
    """
    for link in library.links:
        if link.target is None or link.reference is None or not link.reference.anchor:
            continue
        anchor = link.reference.anchor
        if not library.has_anchor(link.target.path, anchor_of(anchor)):
            yield Finding(
                link.document,
                link.span,
                f"“{link.target.title}” has no section `{anchor}`.",
                _sections_of(library, link.target.path),
            )
    for fault in library.broken_targets:
        if fault.anchor:
            span = fault.document.source.span(fault.target.start, fault.target.end)
            yield Finding(
                fault.document,
                span,
                f"`{fault.path}` has no section `#{fault.anchor}`.",
                _sections_of(library, fault.path),
            )


def _sections_of(library: Library, path: str) -> str:
    anchors = [heading.anchor for heading in library.by_path[path].body.headings]
    return f"Its sections are {', '.join(anchors[:12])}." if anchors else "It has no sections."


@library_rule("TT304", Severity.WARNING)
def missing_file(library: Library) -> Iterator[Finding]:
    """A relative link or image leads to a file that isn't there.

    ## Why is this bad?
    On the site it would be a dead link; it is shown as plain text instead.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    See [the form](forms/mechanism.md).
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    See [the form](written-mechanism.md).
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---
    ```
    """
    for fault in library.broken_targets:
        if fault.anchor:
            continue
        span = fault.document.source.span(fault.target.start, fault.target.end)
        what = "image" if fault.target.image else "file"
        stem, markdown, _ = fault.path.rpartition("/")[2].partition(".md")
        near = library.names.nearest(stem) if markdown else ()
        cure = (
            f"Did you mean `[[{near[0]}]]`?"
            if near
            else "Check the path; it is relative to this file's folder."
        )
        yield Finding(fault.document, span, f"The {what} `{fault.path}` isn't there.", cure)
