"""Comments addressed to the check: `trimtab: ignore[RULE, RULE] reason`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trimtab.core import frontmatter
from trimtab.core.diagnostics import Span
from trimtab.core.frontmatter import FrontMatter
from trimtab.core.masking import comments
from trimtab.core.source import Source

_MARK = "trimtab:"
_IN_BODY = re.compile(r"<!--\s{0,8}trimtab:([^\n]{0,400}?)-->")
_IN_FRONT_MATTER = re.compile(r"^(?:|[^\n]*[ \t])#[ \t]{0,8}(trimtab:([^\n]{0,400}))$", re.MULTILINE)
_ORDER = re.compile(r"\s*ignore(-file)?\s*\[([^\[\]]{1,200})\]\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Suppression:
    """One comment that asks for findings to be left out."""

    selectors: tuple[str, ...]
    """Codes, beginnings of codes, or names of rules; none where the comment can't be understood."""
    line: int | None
    """The line whose findings are meant; None for those of the whole file."""
    reason: str
    span: Span
    """Where the comment stands."""


def find(source: Source, front: FrontMatter) -> tuple[Suppression, ...]:
    """The comments of a file that are addressed to the check, in the order in which they stand."""
    if _MARK not in source.text:
        return ()
    return (*_in_front_matter(source, front), *_in_body(source, front.body_start))


def _in_front_matter(source: Source, front: FrontMatter) -> Iterator[Suppression]:
    for match in _IN_FRONT_MATTER.finditer(source.text, 0, front.body_start):
        start = source.text.rindex("#", 0, match.start(1))
        if any(scalar.start <= start < scalar.end for scalar in frontmatter.scalars(front.root)):
            continue
        alone = not source.text[source.text.rfind("\n", 0, start) + 1 : start].strip()
        yield _suppression(source, match[2], start, match.end(), alone=alone)


def _in_body(source: Source, body_start: int) -> Iterator[Suppression]:
    real = {start for start, _ in comments(source.text, body_start)}
    for match in _IN_BODY.finditer(source.text, body_start):
        before = source.text[source.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        after = source.text[match.end() :].partition("\n")[0]
        if match.start() in real and before.count("`") % 2 == 0:
            alone = not before.strip() and not after.strip()
            yield _suppression(source, match[1], match.start(), match.end(), alone=alone)


def _suppression(source: Source, order: str, start: int, end: int, *, alone: bool) -> Suppression:
    span = source.span(start, end)
    match = _ORDER.match(order)
    if match is None:
        return Suppression((), None, "", span)
    selectors = tuple(dict.fromkeys(filter(None, (one.strip() for one in match[2].split(",")))))
    line: int | None = span.start.line
    if match[1]:
        line = None
    elif alone:
        line = _next_line(source, span.end.line)
    return Suppression(selectors, line, match[3].strip(), span)


def _next_line(source: Source, after: int) -> int:
    """The next line that says something and isn't itself such a comment."""
    line = after + 1
    while line <= source.lines and (not source.line(line).strip() or _MARK in source.line(line)):
        line += 1
    return line
