"""Where entries act on the loops of archetypes, and the paths that lead to archetypes, for the rules about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from trimtab.core.decisions import path_of
from trimtab.core.diagnostics import FILE_START, Related, Span
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.loops import LinkSyntaxError, Loop, parse_link
from trimtab.core.model import ActsOn, Archetype
from trimtab.core.names import Found
from trimtab.core.nearby import nearest
from trimtab.core.pins import find
from trimtab.rules.registry import Finding

_LISTED = 12
"""How many links or loops of an archetype a help names."""


def unknown_places(library: Library) -> Iterator[Finding]:
    """Places of action that the loops of the archetype don't have."""
    for document, index, place, archetype in _actions(library):
        loops, whole = _loops(library.document_of(archetype), archetype)
        if find(place, loops) is not None or (not whole and not (place.loop and loops)):
            continue
        kind, typed = ("loop", place.loop) if place.loop else ("link", place.link)
        yield Finding(
            document,
            document.span("acts_on", index, kind),
            f"“{archetype.title}” has no {kind} `{typed}`.",
            _cure(kind, typed, loops),
        )


def unnamed_archetypes(library: Library) -> Iterator[Finding]:
    """Archetypes on whose loops an entry acts without naming them; each once."""
    told = set()
    for document, index, place, archetype in _actions(library):
        names = document.entry.archetypes if document.entry else ()
        named = (library.resolve_name(name, "archetype") for name in names)
        if any(isinstance(one, Found) and one.entry.path == archetype.path for one in named):
            continue
        # Several places on one archetype lack one name.
        if (document.path, archetype.path) not in told:
            told.add((document.path, archetype.path))
            yield Finding(
                document,
                document.span("acts_on", index, "archetype"),
                f"It acts on `{place.archetype}`, which isn't among its `archetypes`.",
                f"Add `{archetype.slug}` to `archetypes`, or take the place out of `acts_on`.",
            )


def unfinished_paths(library: Library) -> Iterator[Finding]:
    """Decision paths that lead to another archetype too, or end where another's goes on."""
    ending: dict[tuple[str, ...], list[Document]] = defaultdict(list)
    passing: dict[tuple[str, ...], Document] = {}
    for archetype in library.archetype_entries():
        path = path_of(archetype)
        if path:
            ending[path].append(library.document_of(archetype))
        for length in range(1, len(path)):
            passing.setdefault(path[:length], library.document_of(archetype))
    for path, (first, *others) in ending.items():
        for other in others:
            yield _unfinished(
                other, f"The path leads to “{first.title}” too.", first, "Tell the two apart in a last step."
            )
        if path in passing:
            longer = passing[path]
            message = f"The path ends where that of “{longer.title}” goes on."
            yield _unfinished(first, message, longer, f"Add the step that tells it from “{longer.title}”.")


def _actions(library: Library) -> Iterator[tuple[Document, int, ActsOn, Archetype]]:
    """Every place at which an entry acts on an archetype that is there."""
    for document in library.documents:
        for index, place in enumerate(document.entry.acts_on if document.entry else ()):
            found = library.resolve_name(place.archetype, "archetype")
            if isinstance(found, Found) and isinstance(found.entry, Archetype):
                yield document, index, place, found.entry


def _loops(document: Document, archetype: Archetype) -> tuple[list[Loop], bool]:
    """An archetype's loops with the links that can be read, and whether that is all that was typed."""
    whole = bool(archetype.loops) or document.span("loops") == FILE_START
    loops = []
    for loop in archetype.loops:
        links = []
        for text in loop.links:
            try:
                links.append(parse_link(text))
            except LinkSyntaxError:
                whole = False
        loops.append(Loop(loop.name, loop.kind, tuple(links)))
    return loops, whole


def _cure(kind: str, typed: str, loops: list[Loop]) -> str:
    """The nearest place, or all that there are."""
    if kind == "loop":
        names = [loop.name for loop in loops if loop.name]
    else:
        names = [f"{link.cause} -> {link.effect}" for loop in loops for link in loop.links]
    by_likeness = {name.casefold(): name for name in reversed(names)}
    near = by_likeness.get(nearest(" ".join(typed.replace("→", "->").split()).casefold(), by_likeness))
    if near:
        return f"Did you mean `{near}`?"
    listed = list(dict.fromkeys(names))
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    told = ", ".join(f"`{name}`" for name in listed[:_LISTED])
    return f"Its {kind}s are {told}{more}." if listed else "It has no loops yet: add them, or take this out."


def _unfinished(document: Document, message: str, other: Document, cure: str) -> Finding:
    related = Related(other.path, _path_span(other), "has this path")
    return Finding(document, _path_span(document), message, cure, (related,))


def _path_span(document: Document) -> Span:
    return document.span("decision_path")
