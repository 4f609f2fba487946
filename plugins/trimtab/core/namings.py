"""What a document names: the entries that its front matter and its body speak of, before it's known what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from trimtab.core.body import Body, Quote, Reference
from trimtab.core.choices import Choice
from trimtab.core.diagnostics import Span
from trimtab.core.model import Entry
from trimtab.core.settings import PREFIX
from trimtab.core.source import Source

KEPT = 100_000
"""About how many characters of a document's sentences are kept with it."""
TYPED = 400
"""How many characters a name may have to be kept as it was typed."""


class Via(Choice):
    """How a document names an entry."""

    REFERENCE = "reference"
    RELATION = "relation"
    ARCHETYPE = "archetype"
    ACTION = "place of action"
    MENTAL_MODEL = "mental model"
    HEIR = "heir"


@dataclass(frozen=True)
class Naming:
    """One naming of an entry by a document."""

    via: Via
    name: str
    """The name as typed, without its kind."""
    kind: str | None
    """The kind that the target must have, or the prefix of another library."""
    span: Span
    relation: str = ""
    """The relation's type, for relations."""
    why: str = ""
    weight: float | None = None
    reference: Reference | None = None
    typed: str | None = None
    """What stands in `span`; None where that is long, and read again when it's asked for."""
    quote: Quote | None = None
    """The sentence that a reference stands in; None where sentences are long, as `typed`."""


def of_entry(entry: Entry, source: Source, span: Callable[..., Span]) -> Iterator[Naming]:
    """The entries that front matter names, in the order of the fields.

    Args:
        entry: the entry.
        source: the text of its file.
        span: where a field, or a part of it, stands: `Document.span`.
    """
    for naming in _of_entry(entry, span):
        start, end = source.offset(naming.span.start), source.offset(naming.span.end)
        yield replace(naming, typed=source.text[start:end]) if end - start <= TYPED else naming


def _of_entry(entry: Entry, span: Callable[..., Span]) -> Iterator[Naming]:
    lists = (
        (Via.ARCHETYPE, "archetypes", "archetype", entry.archetypes),
        (Via.MENTAL_MODEL, "mental_models", "mental-model", entry.mental_models),
    )
    for via, field, kind, values in lists:
        for index, value in enumerate(values):
            if value:
                yield Naming(via, value, kind, span(field, index))
    for index, place in enumerate(entry.acts_on):
        yield Naming(
            Via.ACTION, place.archetype, "archetype", span("acts_on", index, "archetype"), why=place.how
        )
    for index, relation in enumerate(entry.relations):
        qualifier, name = qualified(relation.to)
        yield Naming(
            Via.RELATION,
            name,
            qualifier,
            span("relations", index, "to"),
            relation.type,
            relation.why,
            relation.weight,
        )
    if entry.superseded_by:
        qualifier, name = qualified(entry.superseded_by)
        yield Naming(Via.HEIR, name, qualifier, span("superseded_by"))


def of_body(source: Source, body: Body) -> Iterator[Naming]:
    """The entries that a body refers to, in reading order."""
    left = KEPT
    for reference in body.references:
        span = source.span(reference.start, reference.end)
        quote = body.quote(reference) if left > 0 else None
        left -= quote.size if quote is not None else 0
        yield Naming(
            Via.REFERENCE,
            reference.name,
            reference.kind,
            span,
            reference=reference,
            typed=source.text[reference.start : reference.end],
            quote=quote,
        )


def qualified(name: str) -> tuple[str | None, str]:
    """A kind, or another library, before a colon, and the name; `planned:` stays with the name."""
    kind, colon, rest = name.partition(":")
    if colon and kind != "planned" and PREFIX.fullmatch(kind) and not rest.startswith("/"):
        return kind, rest
    return None, name
