"""Where cures change a file: the names that links give, and the fields that a change may touch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from trimtab.core.diagnostics import Edit, Fix, Position, Span
from trimtab.core.document import Document
from trimtab.core.fields import CALLOUT, SECTION
from trimtab.core.frontmatter import Mapping, Node
from trimtab.core.library import Link
from trimtab.core.namings import Via
from trimtab.core.settings import DEFAULT_FIELDS, Settings

FIELDS = {
    Via.RELATION: "relations",
    Via.ARCHETYPE: "archetypes",
    Via.ACTION: "acts_on",
    Via.MENTAL_MODEL: "mental_models",
    Via.HEIR: "superseded_by",
}
"""The field that names an entry in each way but in the body."""

KIND_GIVEN = frozenset({Via.ARCHETYPE, Via.ACTION, Via.MENTAL_MODEL})
"""Where the field itself gives the kind of what is named, so that no kind stands before the name."""


def body_fields(settings: Settings) -> tuple[str, ...]:
    """The fields that may come from a body: a change of the body may change them."""
    named = dict.fromkeys([*settings.fields, *DEFAULT_FIELDS])
    return (
        "title",
        *(
            name.partition(".")[0]
            for name in named
            if any(source.origin.startswith((SECTION, CALLOUT)) for source in settings.sources_of(name))
        ),
    )


def fields_at(document: Document, settings: Settings, offsets: Iterable[int]) -> tuple[str, ...]:
    """The fields, and keys of the front matter, that a change of single characters, one at least, may change."""
    found: dict[str, None] = {}
    places = sorted(offsets)
    if places[-1] >= document.front.body_start:
        found.update(dict.fromkeys(body_fields(settings)))
    if places[0] < document.front.body_start:
        nodes = [*document.gathered.nodes.items(), *document.front.root.values.items()]
        found.update((name, None) for name, node in nodes if _covers(node, places))
    return tuple(found)


def rewritten(link: Link, name: str, settings: Settings, *, safe: bool, kind: bool = False) -> Fix | None:
    """The cure that writes another name in a link, or None where the name doesn't stand there as it was typed.

    Args:
        link: the link.
        name: what to write.
        settings: those of the library.
        safe: whether it can be done unseen.
        kind: whether a kind before the old name goes as well.
    """
    text, start, typed = link.typed, 0, link.name
    if link.kind and link.via not in KIND_GIVEN:
        typed = f"{link.kind}:{link.name}" if kind else typed
        start = start if kind else text.find(":") + 1
    end = len(text)
    if link.reference is not None:
        end = min([end, *(at for at in (text.find(mark, start) for mark in "|#") if at >= 0)])
    at = text.find(typed, start, end) if typed else -1
    if at < 0 or text[start:at].strip("\"'[ "):
        return None
    fields = body_fields(settings) if link.reference is not None else (FIELDS[link.via],)
    return Fix((Edit(_part(link.span, text, at, len(typed)), name),), safe=safe, fields=fields)


def _part(span: Span, text: str, at: int, length: int) -> Span:
    """Where a part of the text in a span stands."""

    def place(offset: int) -> Position:
        line = text.count("\n", 0, offset)
        before = offset - (text.rfind("\n", 0, offset) + 1)
        return Position(span.start.line + line, before + (1 if line else span.start.column))

    return Span(place(at), place(at + length))


def is_phrase(link: Link) -> bool:
    """Whether a link is made by words that settings know, not by brackets."""
    return link.reference is not None and not link.document.line(link.span.start.line).startswith(
        "[[", link.span.start.column - 1
    )


def insertion(span: Span, text: str) -> Edit:
    """The edit that puts a text before a span."""
    return Edit(Span(span.start, span.start), text)


def _covers(node: Node, places: Sequence[int]) -> bool:
    """Whether one of some sorted offsets lies in a node, or in a part that was taken from elsewhere."""
    at = bisect_left(places, node.start)
    if at < len(places) and places[at] < node.end:
        return True
    return isinstance(node, Mapping) and any(_covers(value, places) for value in node.values.values())
