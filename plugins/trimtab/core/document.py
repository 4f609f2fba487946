"""One Markdown file of the library, read: its source, its front matter, its body and the entry that it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trimtab.core import body as bodies
from trimtab.core import fields, frontmatter, namings, suppressions
from trimtab.core.body import Body, Target
from trimtab.core.diagnostics import FILE_START, Fault, Span
from trimtab.core.explaining import explained, spelled
from trimtab.core.fields import Gathered
from trimtab.core.frontmatter import FrontMatter, Items, Node, Scalar
from trimtab.core.model import MODELS, Entry
from trimtab.core.namings import Naming
from trimtab.core.settings import Settings
from trimtab.core.source import Source
from trimtab.core.suppressions import Suppression


@dataclass(frozen=True)
class Reading:
    """All that reading a file brought up, down to its text."""

    source: Source
    front: FrontMatter
    body: Body
    gathered: Gathered


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
        self.entry = entry
        """None for an ordinary page."""
        self.title = title
        self.faults = faults
        self._source: Callable[[], Source] = lambda: source
        self._read: Callable[[], Reading] = lambda: reading
        self._places: dict[tuple[int | str, ...], Span] = {
            place: frontmatter.span_of(source, node) for place, node in _asked_for(reading.gathered)
        }
        named = namings.of_entry(entry, self.span) if entry is not None else ()
        self.namings: tuple[Naming, ...] = (*named, *namings.of_body(source, body))
        """The entries that it names."""
        spans = (*self._places.values(), *(naming.span for naming in self.namings))
        self._lines = {number: source.line(number) for number in {1, *(span.start.line for span in spans)}}
        self.targets: tuple[Target, ...] = tuple(target for target in body.targets if target.is_local)
        """The targets of its links and images that lead to this library, or seem to."""
        self.anchors: frozenset[str] = body.anchors
        """The fragments that lead to a place on its page."""
        self.redirect_from: tuple[str, ...] = (
            entry.redirect_from if entry is not None else tuple(_listed(reading.front, "redirect_from"))
        )
        """Where its page was before: slugs beside it, or paths from the library's top, which hold a slash."""
        self.suppressions: tuple[Suppression, ...] = suppressions.find(source, reading.front)
        """Its comments to the check."""

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in ("_source", "_read")}

    def read_by(self, source: Callable[[], Source], settings: Settings) -> None:
        """Say how to read the file again, for a document that comes from another process or was kept."""
        self._source = cache(source)
        self._read = cache(lambda: read(self._source(), settings).reading)

    @property
    def reading(self) -> Reading:
        """All that reading the file brings up."""
        return self._read()

    @property
    def source(self) -> Source:
        """The file's text."""
        return self._source()

    @property
    def front(self) -> FrontMatter:
        """The front matter as typed."""
        return self.reading.front

    @property
    def body(self) -> Body:
        """What stands below the front matter."""
        return self.reading.body

    @property
    def gathered(self) -> Gathered:
        """What was found for the entry's fields, with places; empty for an ordinary page."""
        return self.reading.gathered

    @property
    def markdown(self) -> str:
        """The body to convert: without front matter and without sections that the page shows at its head."""
        return bodies.without(self.body, self.gathered.sections)

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
    phrases = tuple(phrase.phrase for phrase in settings.phrases)
    folder = settings.folder_of(source.path)
    if folder is None or settings.excludes(source.path):
        body = bodies.read(source.text, front.body_start, (), phrases)
        title = _given_title(front) or _first_heading(body) or _humanised(source.path)
        reading = Reading(source, front, body, Gathered())
        return Document(reading, None, title, (*source.faults, *front.faults))
    kind, faults = _kind(source, front, folder.kind, settings)
    body = bodies.read(source.text, front.body_start, settings.form(kind), phrases)
    model = MODELS.get(kind, Entry)
    gathered = fields.gather(source, front, body, settings, fields.model_fields(model))
    entry, wrong = _Maker(source, front, body, gathered, model, kind).make(
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


class _Maker:
    """Makes an entry of what was gathered: a field that is wrong is reported and left out, the others stay."""

    def __init__(
        self,
        source: Source,
        front: FrontMatter,
        body: Body,
        gathered: Gathered,
        model: type[Entry],
        kind: str,
    ) -> None:
        self._source = source
        self._front = front
        self._body = body
        self._gathered = gathered
        self._model = model
        self._kind = kind
        self._faults: list[Fault] = []

    def make(self, *, complete: bool) -> tuple[Entry, list[Fault]]:
        """The entry and its faults. `complete` is false where the front matter couldn't be read as a whole."""
        values = self._gathered.data()
        slug = self._source.path.rpartition("/")[2].removesuffix(".md")
        given: dict[str, Any] = {
            "slug": slug,
            "kind": self._kind,
            "path": self._source.path,
            "extra": self._extra(slug),
        }
        if not values.get("title"):
            values["title"] = self._makeshift_title()
            if complete and not _first_heading(self._body):
                self._faults.append(
                    Fault(
                        "missing-field",
                        "The entry has no title.",
                        FILE_START,
                        "Add `title: ...` to the front matter.",
                    )
                )
        model = self._model
        for _ in range(3):
            try:
                return model.model_validate({**values, **given}), self._faults
            except ValidationError as error:
                problems = error.errors()
                for problem in problems:
                    self._report(problem)
                self._discard(values, [problem["loc"] for problem in problems])
                values.setdefault("title", self._makeshift_title())
                if any(problem["type"] == "missing" and len(problem["loc"]) == 1 for problem in problems):
                    # Without what its kind can't do without, it has only what every entry has.
                    model = Entry
                    values = {name: value for name, value in values.items() if name in Entry.model_fields}
        return Entry.model_construct(**given, title=values["title"]), self._faults

    def _makeshift_title(self) -> str:
        return _first_heading(self._body) or _humanised(self._source.path)

    def _extra(self, slug: str) -> dict[str, Any]:
        typed = self._gathered.extra.pop("slug", None)
        if typed not in (None, slug):
            key, value = self._front.root.keys["slug"], self._front.root.values["slug"]
            span = self._source.span(key.start, value.end)
            self._faults.append(
                Fault(
                    "contradicting-slug",
                    f"`slug: {typed}` is not the file's name, `{slug}`, which counts.",
                    span,
                    f"Rename the file to `{typed}.md`, or remove the key.",
                )
            )
        return self._gathered.extra

    def _report(self, problem: ErrorDetails) -> None:
        location = problem["loc"][1:]
        name = str(problem["loc"][0])
        span = FILE_START
        shown = ""
        node = self._gathered.nodes.get(name)
        if node is not None:
            inner = frontmatter.locate(node, location)
            span = frontmatter.span_of(self._source, self._key_of(node, location, problem) or inner)
            shown = inner.text if isinstance(inner, Scalar) else ""
        if problem["type"] == "missing":
            if not location and node is not None:
                return  # It's there, and was reported as invalid.
            message, cure = f"`{spelled(problem['loc'])}` is missing.", f"Add `{problem['loc'][-1]}: ...`."
            kind = "missing-field"
        else:
            message, cure = explained(problem, shown)
            kind = "invalid-field"
        fault = Fault(kind, message, span, cure)
        if fault not in self._faults:
            self._faults.append(fault)

    def _discard(self, values: dict[str, Any], locations: list[tuple[int | str, ...]]) -> None:
        """Take out what is wrong: the items of lists that hold it, else the whole field."""
        wrong: dict[str, set[int]] = {}
        for location in locations:
            name = str(location[0])
            node = self._gathered.nodes.get(name)
            if isinstance(node, Items) and len(location) > 1 and isinstance(location[1], int):
                wrong.setdefault(name, set()).add(location[1])
            else:
                values.pop(name, None)
        for name, indices in wrong.items():
            node = self._gathered.nodes[name]
            if isinstance(node, Items) and name in values:
                # A new node: an alias may have made this one the value of another field too.
                kept = [item for index, item in enumerate(node.items) if index not in indices]
                self._gathered.nodes[name] = Items(node.start, node.end, kept)
                values[name] = frontmatter.data(self._gathered.nodes[name])

    def _key_of(self, node: Node, location: tuple[int | str, ...], problem: ErrorDetails) -> Node | None:
        """The key itself, where it is what's wrong."""
        if problem["type"] != "extra_forbidden" or not location:
            return None
        parent = frontmatter.locate(node, location[:-1])
        return parent.keys.get(str(location[-1])) if isinstance(parent, frontmatter.Mapping) else None


def _given_title(front: FrontMatter) -> str:
    hit = frontmatter.find(front.root, "title")
    return hit[1].text.strip() if hit and isinstance(hit[1], Scalar) else ""


def _listed(front: FrontMatter, key: str) -> Iterator[str]:
    """The texts of a list in an ordinary page's front matter, or the one text that stands there."""
    node = front.root.values.get(key)
    for item in node.items if isinstance(node, Items) else [node]:
        if isinstance(item, Scalar) and item.text.strip():
            yield item.text.strip()


def _first_heading(body: Body) -> str:
    return next((heading.text for heading in body.headings if heading.level == 1), "")


def _humanised(path: str) -> str:
    stem = path.rpartition("/")[2].removesuffix(".md")
    return re.sub(r"[-_]+", " ", stem).strip().capitalize() or stem
