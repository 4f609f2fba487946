"""One Markdown file of the library, read: its source, its front matter, its body and the entry that it makes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeVar

from trimtab.core import body as bodies
from trimtab.core import faces, fields, frontmatter, namings, suppressions
from trimtab.core.body import Body, Heading, Section, Target
from trimtab.core.diagnostics import FILE_START, Fault, Span
from trimtab.core.fields import Gathered
from trimtab.core.frontmatter import FrontMatter, Items, Node, Scalar
from trimtab.core.making import Maker, first_heading, humanised
from trimtab.core.model import MODELS, Entry
from trimtab.core.namings import Naming
from trimtab.core.settings import Settings
from trimtab.core.source import Source, digest_of
from trimtab.core.suppressions import Suppression
from trimtab.core.texts import Again, Held, Reading, Texts

OPENING = 1_000
"""How many characters of an entry's first paragraph are known of it at most."""
LISTS = ("archetypes", "mental_models")
"""The fields that list what an entry is about."""

_Made = TypeVar("_Made")


class Document:
    """A file, and what was read of it.

    What other documents may ask about is kept apart from the text and the trees made of it: those don't travel
    between processes, but are read again when somebody asks for them.
    """

    def __init__(
        self, reading: Reading, entry: Entry | None, title: str, faults: tuple[Fault, ...] = ()
    ) -> None:
        body, source = reading.body, reading.source
        self.path: str = source.path
        """POSIX path relative to the library's folder."""
        self.digest: str = source.digest
        """A digest of the file's bytes: 32 hexadecimal digits; empty where it couldn't be read. One that no file has,
        where the text was read again and the file had changed by then."""
        self.entry = entry
        """None for an ordinary page."""
        self.title = title
        self.faults = faults
        self._texts: Texts = Held(reading)
        self._places: dict[tuple[int | str, ...], Span] = {
            place: frontmatter.span_of(source, node) for place, node in _asked_for(reading.gathered)
        }
        named = namings.of_entry(entry, source, self.span) if entry is not None else ()
        self.namings: tuple[Naming, ...] = (*named, *namings.of_body(source, body))
        """The entries that it names."""
        spans = (*self._places.values(), *(naming.span for naming in self.namings))
        self._lines = {number: source.line(number) for number in {1, *(span.start.line for span in spans)}}
        self.targets: tuple[Target, ...] = tuple(target for target in body.targets if target.is_local)
        """The targets of its links and images that lead to this library, or seem to."""
        self.anchors: frozenset[str] = body.anchors
        """The fragments that lead to a place on its page."""
        self.headings: tuple[Heading, ...] = body.headings
        """The headings of its body."""
        self.body_start: int = body.start
        """Offset of the first character of its body."""
        self.sections_above: tuple[Section, ...] = tuple(reading.gathered.sections)
        """The sections of its body that its page shows at its head."""
        self.opening: str = bodies.opening(body)[:OPENING] if entry is not None and not entry.summary else ""
        """The beginning of its first paragraph, for an entry that has no summary."""
        self.texts: frozenset[str] = frozenset(
            name for name in LISTS if isinstance(reading.gathered.nodes.get(name), Scalar)
        )
        """Of the fields that list names, those that hold one text instead."""
        self.redirect_from: tuple[str, ...] = (
            entry.redirect_from if entry is not None else tuple(_listed(reading.front, "redirect_from"))
        )
        """Where its page was before: slugs beside it, or paths from the library's top, which hold a slash."""
        self.suppressions: tuple[Suppression, ...] = suppressions.find(source, reading.front)
        """Its comments to the check."""
        self.face: str = faces.of_document(self, source)
        """A digest of all that pages of other documents may depend on: 32 hexadecimal digits."""
        self._ground: str = digest_of(self._concerning_others(reading))
        self._made: dict[Hashable, Any] = {}

    def _concerning_others(self, reading: Reading) -> bytes:
        """The text down to the last line that makes the entry, names another or leads to one."""
        ends = (
            self.body_start,
            *(node.end for node in reading.gathered.nodes.values()),
            *(naming.reference.end for naming in self.namings if naming.reference is not None),
            *(target.end for target in self.targets),
        )
        text = reading.source.text
        end = text.find("\n", max(ends))
        return text[: end if end >= 0 else None].encode(errors="surrogatepass")

    def seems(self, other: Document) -> bool:
        """Whether a rule that compares documents can't tell this one from another: not even where something stands."""
        return (self.path, self.face, self._ground, self._places, self.namings, self.targets) == (
            other.path,
            other.face,
            other._ground,
            other._places,
            other.namings,
            other.targets,
        )

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in ("_texts", "_made")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _made={})

    def read_by(self, source: Callable[[], Source], settings: Settings) -> None:
        """Let go of the text, and say how to read it again.

        A document that comes from another process, or was kept, doesn't have one until then.
        """
        form = settings.form(self.entry.kind) if self.entry is not None else ()
        start = self.body_start
        self._texts = Again(
            source,
            body=lambda one: bodies.read(one.text, start, form, phrases_of(settings)),
            reading=lambda one: read(one, settings).reading,
        )

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What `make` makes of this document and its library's settings alone: made once for each key."""
        if key not in self._made:
            self._made[key] = make()
        made: _Made = self._made[key]
        return made

    @property
    def reading(self) -> Reading:
        """All that reading the file brings up."""
        return self._texts.reading

    @property
    def source(self) -> Source:
        """The file's text."""
        return self._texts.source

    @property
    def front(self) -> FrontMatter:
        """The front matter as typed."""
        return self._texts.front

    @property
    def body(self) -> Body:
        """What stands below the front matter."""
        return self._texts.body

    @property
    def gathered(self) -> Gathered:
        """What was found for the entry's fields, with places; empty for an ordinary page."""
        return self.reading.gathered

    @property
    def markdown(self) -> str:
        """The body to convert: without front matter and without sections that the page shows at its head."""
        return bodies.without(self.source.text, self.body_start, self.sections_above)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1."""
        known = self._lines.get(number)
        return self.source.line(number) if known is None else known

    def span(self, name: str, *location: int | str) -> Span:
        """Where a field's value, or a part of it, stands in the file; without one, the file's beginning."""
        if (name, *location) in self._places:
            return self._places[(name, *location)]
        node = self.gathered.nodes.get(name)
        if node is None:
            return FILE_START
        return frontmatter.span_of(self.source, frontmatter.locate(node, location))

    def span_within(self, name: str, *location: int | str, offset: int, length: int) -> Span:
        """Where some characters of a field's value stand; its whole value, where they aren't as they were typed."""
        node = self.gathered.nodes.get(name)
        inner = frontmatter.locate(node, location) if node is not None else None
        if isinstance(inner, Scalar) and length:
            start = inner.start + (0 if inner.plain else 1)
            end = start + len(inner.text)
            if self.source.text[start:end] == inner.text:
                return self.source.span(start + offset, min(start + offset + length, end))
        return self.span(name, *location)


def phrases_of(settings: Settings) -> tuple[bodies.Phrase, ...]:
    """The words that stand for references."""
    return tuple(phrase.phrase for phrase in settings.phrases)


def _asked_for(gathered: Gathered) -> Iterator[tuple[tuple[int | str, ...], Node]]:
    """The places that others often ask about, so that a document without its text knows them."""
    for name, node in gathered.nodes.items():
        if name != "relations":
            yield (name,), node
    aliases = gathered.nodes.get("aliases")
    for index, alias in enumerate(aliases.items if isinstance(aliases, Items) else ()):
        yield ("aliases", index), alias
    relations = gathered.nodes.get("relations")
    for index, relation in enumerate(relations.items if isinstance(relations, Items) else ()):
        others = relation.values.get("otherwise") if isinstance(relation, frontmatter.Mapping) else None
        for at, other in enumerate(others.items if isinstance(others, Items) else ()):
            yield ("relations", index, "otherwise", at, 1), frontmatter.locate(other, (1,))
    vitality = gathered.nodes.get("vitality")
    if isinstance(vitality, frontmatter.Mapping) and "assessed" in vitality.values:
        yield ("vitality", "assessed"), vitality.values["assessed"]


def read(source: Source, settings: Settings) -> Document:
    """Read one file. Whatever is wrong with it becomes a fault; there is always a document."""
    front = frontmatter.read(source)
    phrases = phrases_of(settings)
    folder = settings.folder_of(source.path)
    if folder is None or settings.excludes(source.path):
        body = bodies.read(source.text, front.body_start, (), phrases)
        title = _given_title(front) or first_heading(body) or humanised(source.path)
        reading = Reading(source, front, body, Gathered())
        return Document(reading, None, title, (*source.faults, *front.faults))
    kind, faults = _kind(source, front, folder.kind, settings)
    body = bodies.read(source.text, front.body_start, settings.form(kind), phrases)
    model = MODELS.get(kind, Entry)
    gathered = fields.gather(source, front, body, settings, fields.model_fields(model))
    entry, wrong = Maker(source, front, body, gathered, model, kind).make(
        complete=not front.faults and not any(fault.kind == "unreadable-file" for fault in source.faults)
    )
    return Document(
        Reading(source, front, body, gathered),
        entry,
        entry.title,
        (*source.faults, *front.faults, *faults, *gathered.faults, *wrong),
    )


def _kind(source: Source, front: FrontMatter, default: str, settings: Settings) -> tuple[str, list[Fault]]:
    for origin in settings.sources_of("kind"):
        hit = frontmatter.find(front.root, origin.origin)
        if hit is None:
            continue
        typed = hit[1].text.strip() if isinstance(hit[1], Scalar) else ""
        if not typed and isinstance(hit[1], Scalar):
            continue
        kind = origin.map.get(typed, typed).casefold().replace(" ", "-").replace("_", "-")
        if kind in settings.all_kinds:
            return kind, []
        if origin.origin == "kind":
            known = ", ".join(settings.all_kinds)
            message = f"{f'`{typed}`' if typed else 'This'} is not a kind of this library."
            span = frontmatter.span_of(source, hit[1])
            return default, [Fault("invalid-field", message, span, f"Use one of {known}.")]
    return default, []


def _given_title(front: FrontMatter) -> str:
    hit = frontmatter.find(front.root, "title")
    return hit[1].text.strip() if hit and isinstance(hit[1], Scalar) else ""


def _listed(front: FrontMatter, key: str) -> Iterator[str]:
    """The texts of a list in an ordinary page's front matter, or the one text that stands there."""
    node = front.root.values.get(key)
    for item in node.items if isinstance(node, Items) else [node]:
        if isinstance(item, Scalar) and item.text.strip():
            yield item.text.strip()
