"""Where each field of an entry comes from: dialects.

Settings name, for each field, the places that it may come from, in order. The first that says something counts; a
later one that says something else is a fault. The values stay nodes, so that whatever is wrong with them has a place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from trimtab.core import frontmatter
from trimtab.core.body import Body, Section
from trimtab.core.diagnostics import Fault, Related
from trimtab.core.frontmatter import FrontMatter, Items, Mapping, Node, Scalar
from trimtab.core.model import Entry
from trimtab.core.settings import FieldSource, Settings
from trimtab.core.source import Source
from trimtab.core.typed import parse_confidence, parse_level
from trimtab.core.words import first_paragraph, fold

SECTION = "section:"
CALLOUT = "callout:"
FOLDER = "folder"
_SUBFIELDS = {"vitality": ("score", "assessed", "reasoning")}
_VITALITY_REASONING = (FieldSource.model_validate("vitality_reasoning"),)
_WHOLE_SECTION = ("title", "summary", "status")
"""Fields that take a whole section: the page shows them at its head, not again in its body."""


@dataclass(slots=True)
class Gathered:
    """What was found for an entry's fields."""

    nodes: dict[str, Node] = field(default_factory=dict)
    """The value of each field that is present anywhere."""
    keys: dict[str, Scalar] = field(default_factory=dict)
    """The front-matter key that gave a field, where one did."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Top-level keys that no field claims, as Python data."""
    sections: list[Section] = field(default_factory=list)
    """Sections that gave a field and are not shown again."""
    faults: list[Fault] = field(default_factory=list)

    def data(self) -> dict[str, Any]:
        """The fields as Python data, for the model."""
        return {name: frontmatter.data(node) for name, node in self.nodes.items()}


@dataclass(frozen=True, slots=True)
class _Candidate:
    node: Node
    key: Scalar | None = None
    section: Section | None = None


def gather(
    source: Source, front: FrontMatter, body: Body, settings: Settings, fields: Iterable[str]
) -> Gathered:
    """Look for each of `fields` where the settings say, and for relations."""
    seeker = _Seeker(source, front, body, settings)
    for name in fields:
        seeker.seek(name)
    seeker.relations()
    seeker.rest()
    return seeker.gathered


class _Seeker:
    def __init__(self, source: Source, front: FrontMatter, body: Body, settings: Settings) -> None:
        self._source = source
        self._root = front.root
        self._body = body
        self._settings = settings
        self._claimed: set[str] = set()
        self.gathered = Gathered()

    def seek(self, name: str) -> None:
        """Find one field, and report later places that disagree with the first."""
        if name == "relations":
            return
        found: list[_Candidate] = []
        for origin in self._settings.sources_of(name):
            candidate = self._candidate(origin)
            if candidate is not None and not _is_empty(candidate.node):
                found.append(candidate)
        if found:
            self._take(name, found[0])
            for other in found[1:]:
                self._compare(name, found[0], other)
        for part in _SUBFIELDS.get(name, ()):
            self._seek_part(name, part)

    def _candidate(self, origin: FieldSource) -> _Candidate | None:
        candidate = self._raw_candidate(origin.origin)
        if candidate is None or not origin.map:
            return candidate
        node = candidate.node
        if not isinstance(node, Scalar):
            return candidate
        meanings = {fold(word): meaning for word, meaning in origin.map.items()}
        meaning = meanings.get(fold(node.text))
        if meaning is None:
            return candidate
        return _Candidate(Scalar(node.start, node.end, meaning), candidate.key, candidate.section)

    def _raw_candidate(self, origin: str) -> _Candidate | None:
        if origin == FOLDER:
            name = self._source.path.rpartition("/")[0].rpartition("/")[2]
            return _Candidate(Scalar(0, 0, name)) if name else None
        if origin.startswith(SECTION):
            section = self._body.section(origin.removeprefix(SECTION))
            if section is None:
                return None
            text = first_paragraph(self._body.text[section.start : section.end])
            return _Candidate(Scalar(section.heading.start, section.heading.end, text), None, section)
        if origin.startswith(CALLOUT):
            callout = self._body.callout(origin.removeprefix(CALLOUT))
            return _Candidate(Scalar(callout.start, callout.end, callout.value)) if callout else None
        self._claimed.add(origin.partition(".")[0])
        hit = frontmatter.find(self._root, origin)
        return _Candidate(hit[1], hit[0]) if hit else None

    def _take(self, name: str, candidate: _Candidate) -> None:
        self.gathered.nodes[name] = candidate.node
        if candidate.key is not None:
            self.gathered.keys[name] = candidate.key
        if candidate.section is not None and name in _WHOLE_SECTION:
            self.gathered.sections.append(candidate.section)

    def _compare(self, name: str, first: _Candidate, other: _Candidate) -> None:
        meaning = _MEANING.get(name)
        said, says = frontmatter.data(first.node), frontmatter.data(other.node)
        if meaning is not None:
            try:
                said, says = meaning(said), meaning(says)
            except ValueError:
                return
        if _canonical(said) == _canonical(says):
            return
        where = frontmatter.span_of(self._source, other.node)
        first_span = frontmatter.span_of(self._source, first.node)
        self.gathered.faults.append(
            Fault(
                "contradicting-field",
                f"This says the {name.replace('_', ' ')} is {_show(says)}, but line "
                f"{first_span.start.line}, which counts, says {_show(said)}.",
                where,
                "Make both say the same, or keep one.",
                (Related(self._source.path, first_span, f"{name.replace('_', ' ')} is {_show(said)}"),),
            )
        )

    def _seek_part(self, name: str, part: str) -> None:
        """A field's part that settings take from elsewhere: `vitality.reasoning`."""
        sources = self._settings.fields.get(f"{name}.{part}", ())
        if not sources and name == "vitality" and part == "reasoning":
            sources = _VITALITY_REASONING
        candidates = (self._candidate(origin) for origin in sources)
        candidate = next((found for found in candidates if found and not _is_empty(found.node)), None)
        whole = self.gathered.nodes.get(name)
        if candidate is None or whole is None:
            return
        if isinstance(whole, Scalar):
            key = self.gathered.keys.get(name, whole)
            whole = Mapping(
                whole.start, whole.end, {"score": Scalar(key.start, key.end, "score")}, {"score": whole}
            )
        if isinstance(whole, Mapping) and part not in whole.values:
            key = candidate.key or Scalar(candidate.node.start, candidate.node.end, part)
            self.gathered.nodes[name] = Mapping(
                whole.start, whole.end, {**whole.keys, part: key}, {**whole.values, part: candidate.node}
            )

    def relations(self) -> None:
        """Collect relations from their containers into one list of `{type, to, why, weight}`."""
        found: list[Node] = []
        for path in self._settings.relations.containers:
            if path == ".":
                container: Mapping = self._root
                self._claimed.update(set(self._settings.relation_types) & set(container.values))
            else:
                self._claimed.add(path.partition(".")[0])
                hit = frontmatter.find(self._root, path)
                if hit is None or _is_empty(hit[1]):
                    continue
                if not isinstance(hit[1], Mapping):
                    self._fault(
                        "invalid-field",
                        hit[1],
                        f"`{path}` must map relation types to lists of entries.",
                        "Write `requires: [slug]` below it.",
                    )
                    continue
                container = hit[1]
            for kind, key in container.keys.items():
                if kind in self._settings.relation_types:
                    found.extend(self._of_type(kind, key, container.values[kind]))
                elif path != ".":
                    known = ", ".join(self._settings.relation_types)
                    self._fault(
                        "unknown-relation-type",
                        key,
                        f"`{kind}` is not a type of relation.",
                        f"Use one of {known}; settings can add more.",
                    )
        if found:
            self.gathered.nodes["relations"] = Items(found[0].start, found[-1].end, found)

    def _of_type(self, kind: str, key: Scalar, value: Node) -> Iterator[Node]:
        items = value.items if isinstance(value, Items) else [] if _is_empty(value) else [value]
        for item in items:
            if _is_empty(item):
                continue
            fields: dict[str, Node] = {"type": Scalar(key.start, key.end, kind)}
            if isinstance(item, Scalar):
                fields["to"] = item
            elif isinstance(item, Mapping):
                names = self._settings.relations
                for name, keys in (("to", names.target), ("why", names.why), ("weight", names.weight)):
                    chosen = next(
                        (
                            given
                            for given in keys
                            if given in item.values and not _is_empty(item.values[given])
                        ),
                        None,
                    )
                    if chosen is not None:
                        fields[name] = item.values[chosen]
                others = list(_other_targets(item, names.target, fields.get("to")))
                if others:
                    fields["otherwise"] = Items(item.start, item.end, others)
                for given, odd in item.keys.items():
                    if given not in (*names.target, *names.why, *names.weight):
                        self._fault(
                            "unknown-key",
                            odd,
                            f"A relation has no `{given}`.",
                            f"Write {names.target[0]}, {names.why[0]} or {names.weight[0]}.",
                        )
            else:
                self._fault(
                    "invalid-field",
                    item,
                    "A relation is a name or `{to: name, why: reason}`.",
                    "Take the inner brackets away.",
                )
                continue
            keys_of = {name: Scalar(node.start, node.end, name) for name, node in fields.items()}
            yield Mapping(item.start, item.end, keys_of, fields)

    def rest(self) -> None:
        """Keep what no field claims."""
        for name, node in self._root.values.items():
            if name not in self._claimed:
                self.gathered.extra[name] = frontmatter.data(node)

    def _fault(self, kind: str, node: Node, message: str, cure: str) -> None:
        self.gathered.faults.append(Fault(kind, message, frontmatter.span_of(self._source, node), cure))


def _other_targets(item: Mapping, keys: Iterable[str], chosen: Node | None) -> Iterator[Node]:
    """The keys, each with its value, by which a relation names its target once more and in other words."""
    for name in keys:
        value = item.values.get(name)
        if (
            isinstance(chosen, Scalar)
            and isinstance(value, Scalar)
            and value.text.strip() not in ("", chosen.text.strip())
        ):
            yield Items(value.start, value.end, [item.keys[name], value])


def _is_empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return not node.text.strip()
    return not (node.items if isinstance(node, Items) else node.values)


def _vitality(value: Any) -> Any:
    value = value.get("score") if isinstance(value, dict) else value
    return float(value) if isinstance(value, str) else value


_MEANING: dict[str, Callable[[Any], Any]] = {
    "confidence": parse_confidence,
    "vitality": _vitality,
    "levels": lambda value: [parse_level(item) for item in (value if isinstance(value, list) else [value])],
}


def _canonical(value: Any) -> Any:
    if isinstance(value, str):
        return fold(value)
    return [_canonical(item) for item in value] if isinstance(value, list) else value


def _show(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_show, value))
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"“{text}”" if len(text) <= 60 else f"“{text[:57]}…”"


@cache
def model_fields(model: type[Entry]) -> tuple[str, ...]:
    """The fields of a kind that come from the file, in the model's order."""
    given = {"slug", "kind", "path", "extra"}
    return tuple(name for name in model.model_fields if name not in given)
