"""Front matter: YAML to a tree of nodes that know where they stand.

python-frontmatter finds the block; libyaml, through PyYAML's C parser, gives its events; this module composes
them, without recursion and under limits, into nodes whose scalars keep the text that was typed. No YAML schema is
applied: `no`, `2024-01-01`, `010` and `12:30:45` stay those words, and the library's own schema decides what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from trimtab.core.diagnostics import Fault, Span
from trimtab.core.source import Source
from trimtab.core.yaml_problems import ENDLESS, cure, plain_problem

MAX_DEPTH = 32
"""How deep front matter may nest."""
MAX_NODES = 20_000
"""How many nodes front matter may have, each alias counted as what it stands for."""
MAX_CHARACTERS = 1_000_000
"""How long front matter may be."""

_HANDLER = YAMLHandler(fm_boundary=re.compile(r"^---[ \t]*$", re.MULTILINE))
_STANDARD_TAGS = "tag:yaml.org,2002:"
_TAG = re.compile(r"![^\s,\[\]{}]*")
_PLAIN_TAGS = {"str", "int", "float", "bool", "null", "timestamp", "seq", "map"}


@dataclass(slots=True)
class Scalar:
    """A value as it was typed. `plain` is false for quoted and block text."""

    start: int
    end: int
    text: str
    plain: bool = True

    @property
    def size(self) -> int:
        """A scalar is one node."""
        return 1

    @property
    def depth(self) -> int:
        """A scalar holds nothing."""
        return 0


@dataclass(slots=True)
class Items:
    """A sequence."""

    start: int
    end: int
    items: list[Node] = field(default_factory=list)
    size: int = 1
    depth: int = 1


@dataclass(slots=True)
class Mapping:
    """A mapping. Of a key given twice the last value counts, as in other YAML readers."""

    start: int
    end: int
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)
    size: int = 1
    depth: int = 1


Node = Scalar | Items | Mapping
"""A node of front matter; `start` and `end` are offsets in the source's text."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file's front matter, what was wrong with it, and where the body begins."""

    root: Mapping
    faults: tuple[Fault, ...]
    body_start: int
    """Offset of the first character of the body."""
    present: bool
    """Whether the file has a block of front matter at all, sound or not."""


class _RejectedError(Exception):
    """Front matter that is not read any further; carries the fault that says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read(source: Source) -> FrontMatter:
    """Split a source into front matter and body and compose the front matter.

    What can't be read becomes a fault; the result then has an empty root.
    """
    text = source.text
    opening = _HANDLER.FM_BOUNDARY.match(text) if _HANDLER.FM_BOUNDARY else None
    if opening is None:
        return FrontMatter(Mapping(0, 0), (), 0, present=False)
    start = opening.end()
    try:
        block, body = _HANDLER.split(text)
    except ValueError:
        fault = Fault(
            "unterminated-front-matter",
            "The front matter begins here and never ends.",
            source.span(0, start),
            "Put a line with just `---` after the last key.",
        )
        return FrontMatter(Mapping(0, 0), (fault,), len(text), present=True)
    body_start = len(text) - len(body)
    if body.startswith("\n"):
        body_start += 1
    faults: list[Fault] = []
    root = Mapping(start, start)
    try:
        node = _Composer(source, block, start, faults).compose()
        if isinstance(node, Mapping):
            root = node
        elif not (isinstance(node, Scalar) and node.plain and not node.text):
            found = "a list" if isinstance(node, Items) else "text"
            faults.append(
                Fault(
                    "front-matter-not-a-mapping",
                    f"The front matter is {found}, not keys with values.",
                    span_of(source, node),
                    "Write `key: value` lines, such as `title: Short Checkpoint`.",
                )
            )
    except _RejectedError as rejected:
        faults.append(rejected.fault)
    return FrontMatter(root, tuple(faults), body_start, present=True)


class _Composer:
    """Builds nodes of libyaml's events with a stack of its own, so that depth can't exhaust the interpreter's."""

    def __init__(self, source: Source, block: str, start: int, faults: list[Fault]) -> None:
        self._source = source
        self._block = block
        self._start = start
        self._faults = faults
        self._anchors: dict[str, Node] = {}
        self._stack: list[tuple[Items | Mapping, str | None]] = []
        self._pending: list[Scalar | None] = []
        self._root: Node | None = None
        self._documents = 0

    def compose(self) -> Node:
        """Compose the block's one document."""
        if len(self._block) > MAX_CHARACTERS:
            raise self._too_large(
                0, f"The front matter has {len(self._block):,} characters; {MAX_CHARACTERS:,} are read."
            )
        loader = yaml.CSafeLoader(self._block)
        take = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceEndEvent: self._close,
            yaml.MappingEndEvent: self._close,
            yaml.DocumentStartEvent: self._begin,
        }
        try:
            while (event := loader.get_event()) is not None:
                handler = take.get(type(event))
                if handler is not None:
                    handler(event)
        except yaml.MarkedYAMLError as error:
            endless = error.problem == ENDLESS and error.context_mark is not None
            mark = error.context_mark if endless else error.problem_mark or error.context_mark
            at = mark.index if mark else 0
            problem = plain_problem(error.problem or "it is not YAML")
            raise self._rejected(at, at + 1, problem, cure(error, self._block, at)) from error
        except yaml.reader.ReaderError as error:
            at = len(self._block.encode()[: error.position].decode(errors="ignore"))
            raise self._rejected(
                at, at + 1, "a character that YAML doesn't allow stands here", "Delete the character."
            ) from error
        except (yaml.YAMLError, UnicodeError) as error:
            raise self._rejected(0, 0, str(error).splitlines()[0], "") from error
        finally:
            loader.dispose()
        return self._root or Scalar(self._start, self._start, "")

    def _begin(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            at = event.start_mark.index
            raise self._rejected(
                at, at + 3, "a second YAML document begins here", "Keep front matter to one block of keys."
            )

    def _scalar(self, event: Any) -> None:
        if event.tag is not None:
            self._tag(event)
        start = self._start
        self._add(
            Scalar(
                start + event.start_mark.index, start + event.end_mark.index, event.value, not event.style
            ),
            event.anchor,
        )

    def _offsets(self, event: Any) -> tuple[int, int]:
        return self._start + event.start_mark.index, self._start + event.end_mark.index

    def _tag(self, event: Any) -> None:
        tag = event.tag
        if tag in (None, "!") or tag.removeprefix(_STANDARD_TAGS) in _PLAIN_TAGS:
            return
        typed = _TAG.search(self._source.text, self._start + event.start_mark.index)
        start, end = typed.span() if typed else self._offsets(event)
        self._faults.append(
            Fault(
                "yaml-tag",
                f"The tag `{tag}` is not read: front matter holds plain text, lists and mappings.",
                self._source.span(start, end),
                "Remove the tag.",
            )
        )

    def _alias(self, event: Any) -> None:
        node = self._anchors.get(event.anchor)
        start, end = self._offsets(event)
        if node is None:
            raise self._rejected(
                start - self._start,
                end - self._start,
                f"`*{event.anchor}` refers to an anchor that isn't there, or that it stands in itself",
                "Write the value out.",
            )
        self._add(node, None)

    def _open(self, event: Any) -> None:
        self._tag(event)
        self._check_depth(len(self._stack) + 1, event.start_mark.index)
        start, end = self._offsets(event)
        collection: Items | Mapping = (
            Mapping(start, end) if isinstance(event, yaml.MappingStartEvent) else Items(start, end)
        )
        self._stack.append((collection, event.anchor))
        self._pending.append(None)

    def _close(self, event: Any) -> None:
        collection, anchor = self._stack.pop()
        self._pending.pop()
        collection.end = max(collection.start, self._start + event.end_mark.index)
        self._add(collection, anchor)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self._root = node
            return
        parent, _ = self._stack[-1]
        if type(node) is Scalar:
            parent.size += 1
        else:
            self._check_depth(len(self._stack) + node.depth, node.start - self._start)
            parent.depth = max(parent.depth, node.depth + 1)
            parent.size += node.size
        if parent.size > MAX_NODES:
            raise self._too_large(
                node.start - self._start,
                f"The front matter has more than {MAX_NODES:,} values, its aliases written out.",
            )
        if isinstance(parent, Items):
            parent.items.append(node)
            return
        key = self._pending[-1]
        if key is None:
            self._pending[-1] = self._key(node)
        else:
            self._pending[-1] = None
            self._set(parent, key, node)

    def _key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        raise self._rejected(
            node.start - self._start,
            node.end - self._start,
            "a key must be a word, not a list or a mapping",
            "Quote text that begins with `{` or `[`.",
        )

    def _set(self, mapping: Mapping, key: Scalar, value: Node) -> None:
        first = mapping.keys.get(key.text)
        if first is not None:
            where = self._source.span(key.start, key.end)
            line = self._source.position(first.start).line
            self._faults.append(
                Fault(
                    "duplicate-key",
                    f"The key `{key.text}` is given twice, first in line {line}; the later value counts.",
                    where,
                    "Keep one of the two.",
                )
            )
        mapping.keys[key.text] = key
        mapping.values[key.text] = value

    def _rejected(self, start: int, end: int, problem: str, cure: str) -> _RejectedError:
        span = self._source.span(self._start + start, self._start + end)
        message = f"The front matter is not valid YAML: {problem}."
        return _RejectedError(Fault("invalid-yaml", message, span, cure))

    def _check_depth(self, depth: int, at: int) -> None:
        if depth > MAX_DEPTH:
            raise self._too_large(at, f"The front matter nests deeper than {MAX_DEPTH} levels.")

    def _too_large(self, at: int, message: str) -> _RejectedError:
        span = self._source.span(self._start + at, self._start + at)
        return _RejectedError(
            Fault("front-matter-too-large", message, span, "Move what is not about the entry elsewhere.")
        )


def data(node: Node | None) -> Any:
    """The node as Python data: dicts, lists and `str`; a value left empty is None."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return None if node.plain and not node.text else node.text
    if isinstance(node, Items):
        return [data(item) for item in node.items]
    return {key: data(value) for key, value in node.values.items()}


def find(root: Mapping, path: str) -> tuple[Scalar, Node] | None:
    """The key and value at a dotted path such as `lifecycle.confidence`, or None."""
    mapping: Node = root
    key: Scalar | None = None
    for part in path.split("."):
        if not isinstance(mapping, Mapping) or part not in mapping.values:
            return None
        key, mapping = mapping.keys[part], mapping.values[part]
    return (key, mapping) if key is not None else None


def scalars(node: Node) -> Iterator[Scalar]:
    """All scalars below a node, keys among them."""
    left: list[Node] = [node]
    while left:
        one = left.pop()
        if isinstance(one, Scalar):
            yield one
        elif isinstance(one, Items):
            left.extend(one.items)
        else:
            left.extend(one.keys.values())
            left.extend(one.values.values())


def locate(node: Node, location: Iterable[int | str]) -> Node:
    """The innermost node on a path of keys and indices, as far as the path leads."""
    for step in location:
        if isinstance(node, Mapping) and step in node.values:
            node = node.values[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node


def span_of(source: Source, node: Node) -> Span:
    """A node's span without the blank lines that end a block."""
    text = source.text[node.start : node.end].rstrip()
    return source.span(node.start, node.start + max(len(text), 1))
