"""A link as a file has it: what it means, and where each of its characters stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from html.entities import html5

_ENTITY = re.compile(r"&(?:#[0-9]{1,10}+;?|#[xX][0-9a-fA-F]{1,8}+;?|[A-Za-z][A-Za-z0-9]{0,40}+;?)")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
"""A sign of ASCII that a backslash takes the meaning from: https://spec.commonmark.org/0.31.2/#backslash-escapes."""
_BOTH = re.compile(f"{_ENTITY.pattern}|{_ESCAPE.pattern}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link, without the escapes of the format that it stands in."""

    url: str
    places: Sequence[int]
    """Where each character of `url` stands in the text, and where the last one ends: one number more."""
    prefix: str = ""
    """The prefix of an interwiki link, whose `url` is what stands behind the colon."""

    @property
    def start(self) -> int:
        """Where the link begins in the text."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.places[-1]


def link(text: str, start: int, end: int, *, escapes: bool = False) -> Link:
    """The link whose address stands between two places of a text: entities decoded, blanks at its ends left out.

    Args:
        text: the text.
        start: where the address begins.
        end: where it ends.
        escapes: whether a backslash takes a sign's meaning from it, as in Markdown.
    """
    raw = text[start:end]
    stripped = raw.strip(" \t\n\f\r")
    start += raw.find(stripped)
    end = start + len(stripped)
    if "&" not in stripped and not (escapes and "\\" in stripped):
        return Link(stripped, range(start, end + 1))
    url: list[str] = []
    places: list[int] = []
    at = start
    for match in (_BOTH if escapes else _ENTITY).finditer(text, start, end):
        decoded = (
            match[0][1:] if match[0][0] == "\\" else _decoded(match[0], text[match.end() : match.end() + 1])
        )
        url += [text[at : match.start()], decoded]
        places += [*range(at, match.start()), *[match.start()] * len(decoded)]
        at = match.end()
    url.append(text[at:end])
    return Link("".join(url), (*places, *range(at, end + 1)))


def _decoded(entity: str, after: str) -> str:
    """What an entity stands for; `&copy=1` is two parameters of a query, as browsers have it, and no sign."""
    if entity[1] == "#":
        return unescape(entity) or "\ufffd"
    name = entity[1:]
    return html5[name] if name in html5 and (name.endswith(";") or after != "=") else entity
