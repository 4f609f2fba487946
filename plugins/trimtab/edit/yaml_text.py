"""YAML as text: its tokens with their places, its comments, and values written so that they read back the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.resolver import Resolver

from trimtab.core.frontmatter import FrontMatter

_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"(?<=[ \t\n])#")
_BETWEEN = frozenset(",[]{}?:")
"""Characters that not all readers take for text between brackets."""
_TEXT = "tag:yaml.org,2002:str"
_RESOLVER: Any = Resolver()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of YAML: a value, a mark such as `[`, `-` or `:`, or an alias. Offsets are those of the whole text."""

    kind: str
    """PyYAML's name of the token without `Token` at its end: `Scalar`, `BlockEntry`, `FlowSequenceStart`, ..."""
    start: int
    end: int


def bounds(text: str, front: FrontMatter) -> tuple[int, int]:
    """Where the lines between the two fences of front matter begin and end; nowhere if there are none.

    Args:
        text: the source's text.
        front: its front matter, which is terminated.
    """
    if not front.present:
        return 0, 0
    start = text.index("\n") + 1
    closing = _CLOSING.search(text, start)
    return start, closing.start() if closing else start


def tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of a block of YAML that have characters of their own, in order.

    Raises:
        yaml.YAMLError: it isn't YAML.
    """
    found = []
    for token in yaml.scan(text[start:end], Loader=yaml.CSafeLoader):
        first, last = start + token.start_mark.index, start + token.end_mark.index
        last = first + len(text[first:last].rstrip())
        if last > first:
            found.append(Token(type(token).__name__.removesuffix("Token"), first, last))
    return tuple(found)


def comments(text: str, start: int, end: int, known: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """The places of the comments in a block of YAML whose tokens are known."""
    found, at = [], start
    ends = [(token.start, token.end) for token in known if token.kind == "Scalar"]
    for first, last in [*ends, (end, end)]:
        # Between two values; what begins there runs to the end of its line.
        while at < first and (match := _COMMENT.search(text, at, first)):
            stop = text.find("\n", match.start(), end)
            at = end if stop < 0 else stop
            found.append((match.start(), at))
        at = max(at, last)
    return tuple(found)


def written(value: str, *, flow: bool = False, like: str = "") -> str:
    """A text as a YAML scalar on one line that every YAML reader takes for that text.

    Args:
        value: one line of printable characters.
        flow: whether it stands between brackets or braces.
        like: a scalar as typed whose quotation marks are to be kept.
    """
    if like[:1] == "'":
        return _single(value)
    if like[:1] == '"':
        return _double(value)
    if is_plain(value, flow=flow):
        return value
    return _single(value) if set('"\\') & set(value) else _double(value)


def is_plain(value: str, *, flow: bool = False) -> bool:
    """Whether a text without quotation marks reads back as itself, and not as a number, a date or a truth value."""
    if not value.isprintable() or _RESOLVER.resolve(yaml.ScalarNode, value, (True, False)) != _TEXT:
        return False
    if flow and _BETWEEN & set(value):
        return False
    block = f"k: [{value}, k]" if flow else f"k: {value}"
    try:
        events = list(yaml.parse(block, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False
    scalars: list[Any] = [event for event in events if isinstance(event, yaml.ScalarEvent)]
    expected = ["k", value, "k"] if flow else ["k", value]
    kinds = ["Mapping", *(["Sequence"] if flow else [])]
    opened = [type(event).__name__ for event in events if isinstance(event, yaml.CollectionStartEvent)]
    return (
        expected == [event.value for event in scalars]
        and all(not event.style and event.anchor is None and event.tag is None for event in scalars)
        and [f"{kind}StartEvent" for kind in kinds] == opened
    )


def one_line(text: str) -> str:
    """A text without what can't stand in a line of a file: blanks become single, control characters are left out."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _double(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _single(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
