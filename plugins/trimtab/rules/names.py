"""TT4: slugs and names that can't be told apart, or can't be addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from trimtab.core.diagnostics import FILE_START, Related, Severity
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.model import Entry, LevelEntry
from trimtab.core.settings import RESERVED_SLUGS, Settings
from trimtab.core.words import anchor_of, fold
from trimtab.rules.registry import Finding, library_rule, rule


@library_rule("TT401", Severity.ERROR)
def duplicate_slug(library: Library) -> Iterator[Finding]:
    """Two entries of one kind have the same slug.

    ## Why is this bad?
    A slug is an entry's identity. Names that use it can't tell the two apart.

    ## Example
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    ---
    ```
    ```markdown title="cases/rota.md"
    ---
    title: The Rota Nobody Kept
    kind: pattern
    summary: How a rota fell apart.
    ---
    ```

    ## Use instead
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    ---
    ```
    ```markdown title="cases/rota-nobody-kept.md"
    ---
    title: The Rota Nobody Kept
    kind: pattern
    summary: How a rota fell apart.
    ---
    ```
    """
    seen: dict[tuple[str, str], Entry] = {}
    for entry in library.entries:
        first = seen.setdefault((entry.kind, _slug_key(entry)), entry)
        if first is not entry:
            yield Finding(
                library.document_of(entry),
                FILE_START,
                f"The slug `{entry.slug}` is taken by `{first.path}`.",
                "Rename one of the files.",
                (Related(first.path, FILE_START, "has the same slug"),),
            )


@library_rule("TT402", Severity.WARNING)
def duplicate_name(library: Library) -> Iterator[Finding]:
    """Two entries of one kind go by the same title or alias.

    ## Why is this bad?
    The name links to neither, and readers who search for it find two entries that seem to be one.

    ## Example
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    aliases: [Weekly Review]
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    aliases: [Weekly review]
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    aliases: [Weekly Review]
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    ---
    ```
    """
    for name, entries in library.names.holders().items():
        by_kind: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_kind[entry.kind].append(entry)
        for same in by_kind.values():
            for entry in same[1:]:
                if not (_slug_key(entry) == _slug_key(same[0]) and fold(entry.slug) == name):
                    yield _duplicate_name(library, name, same[0], entry)


def _slug_key(entry: Entry) -> str:
    return unicodedata.normalize("NFKC", entry.slug).casefold()


def _duplicate_name(library: Library, name: str, first: Entry, entry: Entry) -> Finding:
    document = library.document_of(entry)
    index = next((at for at, alias in enumerate(entry.aliases) if fold(alias) == name), None)
    if index is not None:
        span, shown = document.span("aliases", index), entry.aliases[index]
    elif fold(entry.title) == name:
        span, shown = document.span("title"), entry.title
    else:
        span, shown = FILE_START, entry.slug
    return Finding(
        document,
        span,
        f"“{shown}” is also a name of “{first.title}” ({first.path}).",
        "Keep it on the entry that readers would expect.",
        (Related(first.path, library.document_of(first).span("title"), "goes by the same name"),),
    )


@rule("TT403", Severity.ERROR)
def reserved_slug(document: Document, settings: Settings) -> Iterator[Finding]:
    """A slug is the address of a page that Trimtab makes.

    ## Why is this bad?
    Two pages would be written to the same place.

    ## Example
    ```markdown title="search.md"
    ---
    title: Search
    summary: Look before you build.
    ---
    ```

    ## Use instead
    ```markdown title="look-before-you-build.md"
    ---
    title: Search
    summary: Look before you build.
    ---
    ```
    """
    entry = document.entry
    if entry is None or entry.path != f"{entry.slug}.md":
        return
    if entry.slug.casefold() in RESERVED_SLUGS | set(settings.kinds):
        yield Finding(
            document,
            FILE_START,
            f"The site has a page of its own at `{entry.slug}/`.",
            "Give the file another name.",
        )


@rule("TT404", Severity.ERROR)
def malformed_slug(document: Document, settings: Settings) -> Iterator[Finding]:
    """A file's name doesn't follow the grammar of slugs.

    ## Why is this bad?
    Slugs become addresses. Capitals, blanks and signs make addresses that break when they are pasted or typed.

    ## Example
    ```markdown title="Short_Checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    ---
    ```
    """
    grammar = re.compile(settings.slugs)
    if document.entry is not None and not grammar.fullmatch(document.entry.slug):
        slug = document.entry.slug
        better = anchor_of(slug.replace("_", "-"))
        if not grammar.fullmatch(better):
            ascii_only = unicodedata.normalize("NFKD", better).encode("ascii", "ignore").decode()
            better = ascii_only if grammar.fullmatch(ascii_only) else "a-name-in-words"
        yield Finding(
            document,
            FILE_START,
            f"`{slug}` is not a slug.",
            f"Rename the file to `{better}.md`, or widen `slugs` in the settings.",
        )


@library_rule("TT405", Severity.ERROR)
def duplicate_level(library: Library) -> Iterator[Finding]:
    """Two level entries have the same number.

    ## Why is this bad?
    The ladder has one rung for each of the twelve levels; the second entry stands nowhere.

    ## Example
    ```markdown title="levels/delays.md"
    ---
    title: Delays
    summary: How long feedback takes.
    number: 9
    ---
    ```
    ```markdown title="levels/waits.md"
    ---
    title: Waits
    summary: How long everything takes.
    number: 9
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
    for entry in library.entries:
        if isinstance(entry, LevelEntry) and library.levels[entry.number] is not entry:
            first = library.levels[entry.number]
            document = library.document_of(entry)
            yield Finding(
                document,
                document.span("number"),
                f"Level {entry.number} is “{first.title}” ({first.path}).",
                "Give one of them another number.",
                (Related(first.path, FILE_START, "has the same number"),),
            )
