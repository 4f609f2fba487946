"""Where the keys and values of front matter stand, by YAML's tokens.

Nodes don't say it well enough to change what they stand for: the node of an alias stands where its anchor does, and the
node of a block reaches over the comments below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from trimtab.core.frontmatter import FrontMatter, Mapping, Scalar
from trimtab.edit import yaml_text
from trimtab.edit.yaml_text import Token

_OPENING = ("FlowSequenceStart", "FlowMappingStart")
_CLOSING = ("FlowSequenceEnd", "FlowMappingEnd")


_HARMLESS = frozenset({"duplicate-key", "yaml-tag"})
"""Faults with which front matter is read all the same."""


def is_read(front: FrontMatter) -> bool:
    """Whether front matter, if there is any, could be read as a whole."""
    return all(fault.kind in _HARMLESS for fault in front.faults)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value of a list stands; `first` is before its dash, where it has one."""

    first: int
    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """The tokens of a text's front matter, which could be read."""

    text: str
    front: FrontMatter

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """Where the lines between the fences begin and end."""
        return yaml_text.bounds(self.text, self.front)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens that have characters."""
        return yaml_text.tokens(self.text, *self.bounds)

    def key(self, mapping: Mapping, key: Scalar) -> tuple[Token, ...]:
        """The tokens of a key, its colon and its value."""
        later = [other.start for other in mapping.keys.values() if other.start > key.start]
        if later:
            limit = min(later)
        elif mapping is self.front.root and not self.is_flow(mapping):
            limit = self.bounds[1]
        else:
            limit = mapping.end - self.is_flow(mapping)
        inside = [token for token in self.tokens if key.start <= token.start and token.end <= limit]
        # A key that is given again further on isn't among the mapping's, but ends this one all the same.
        for at in range(2, len(inside)):
            if inside[at].kind == "Value" and self._begins_key(inside[at - 1], key):
                del inside[at - 1 :]
                break
        while inside[-1].kind in ("FlowEntry", "Key"):
            inside.pop()  # These lead to the next key.
        return tuple(inside)

    def _begins_key(self, token: Token, key: Scalar) -> bool:
        """Whether a token is a key of the same block as another."""
        return self.column(token.start) == self.column(key.start) and not self.in_flow(token.start)

    def value(self, mapping: Mapping, key: Scalar) -> tuple[Token, ...]:
        """The tokens of a key's value, its anchor and tag aside; none where it is empty."""
        inside = self.key(mapping, key)
        at = next((at for at, token in enumerate(inside) if token.kind == "Value"), len(inside)) + 1
        while at < len(inside) and inside[at].kind in ("Anchor", "Tag"):
            at += 1
        return inside[at:]

    def entries(self, value: Sequence[Token]) -> tuple[Place, ...] | None:
        """The places of a list's values, in order; None where the tokens are no list."""
        if not value or value[0].kind not in ("BlockEntry", "FlowSequenceStart"):
            return None
        block = value[0].kind == "BlockEntry"
        column, depth = self.column(value[0].start), 0
        groups: list[list[Token]] = [] if block else [[value[0]]]
        for token in value if block else value[1:-1]:
            dash = block and token.kind == "BlockEntry" and self.column(token.start) == column
            if not depth and (dash or (not block and token.kind == "FlowEntry")):
                groups.append([token])
                continue
            depth += (token.kind in _OPENING) - (token.kind in _CLOSING)
            groups[-1].append(token)
        if not block and len(groups[-1]) == 1:
            groups.pop()  # After a comma at the end, or in an empty list, there is nothing.
        return tuple(
            Place(group[0].start, group[min(1, len(group) - 1)].start, group[-1].end) for group in groups
        )

    def is_flow(self, mapping: Mapping) -> bool:
        """Whether a mapping stands in braces."""
        inside = (token for token in self.tokens if token.start >= mapping.start)
        first = next((token for token in inside if token.kind not in ("Anchor", "Tag")), None)
        return first is not None and first.kind == "FlowMappingStart"

    def in_flow(self, offset: int) -> bool:
        """Whether what begins at an offset stands between brackets or braces."""
        before = [token.kind for token in self.tokens if token.start < offset]
        return sum(kind in _OPENING for kind in before) > sum(kind in _CLOSING for kind in before)

    def column(self, offset: int) -> int:
        """How many characters stand before an offset on its line."""
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def indent(self, offset: int) -> str:
        """What stands before an offset on its line."""
        return self.text[self.text.rfind("\n", 0, offset) + 1 : offset]

    def line_end(self, offset: int) -> int:
        """The offset of the line feed that ends a line of the front matter."""
        return self.text.index("\n", offset)
