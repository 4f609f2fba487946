"""The links of Markdown: inline links, link definitions, autolinks, bare addresses, and those of HTML within.

Code and comments mean nothing, and an address in the text of another link is no link of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from trimtab.core import targets
from trimtab.core.masking import mask
from trimtab.linkcheck.links import Link, link
from trimtab.linkcheck.sites import Sites

_TAG = re.compile(
    r"""<[A-Za-z][A-Za-z0-9-]*+
    (?>(?:[ \t\n]++[A-Za-z_:][\w.:-]*+(?>(?:[ \t\n]*+=[ \t\n]*+(?:[^ \t\n"'=<>`\x00]++|'[^'\x00]*+'|"[^"\x00]*+"))?))*)
    [ \t\n]*+/?>""",
    re.VERBOSE,
)
"""A tag as Markdown sees one: https://spec.commonmark.org/0.31.2/#raw-html."""
_LINK_ATTRIBUTE = re.compile(
    r"""[ \t\n](?:href|src)[ \t\n]*+=[ \t\n]*+(?:"([^"]*+)"|'([^']*+)'|([^ \t\n"'=<>`]++))""", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"""[ \t\n]++([A-Za-z_:][\w.:-]*+)(?>(?:[ \t\n]*+=[ \t\n]*+(?:"([^"]*+)"|'([^']*+)'|([^ \t\n"'=<>`]++)))?)"""
)
_ELEMENT = re.compile(r"<(/?)(a|pre|code|kbd|samp|script|style|textarea)(?=[ \t\n>])", re.IGNORECASE)
"""Elements in which a bare address is no link, or is the text of one."""
_BARE = re.compile(r"[^\s<>\"`\[\]{}|\\^\x00]++")
_AFTER = "?!.,:;*_~'’”»…。、，；：！？）"
"""What stands behind a bare address rather than in it, if it's the last."""
_BLANK = re.compile(r"[ \t]")
_REACH = 2_000
"""How far before an inline link's target its text may begin, in characters."""


def find(text: str, sites: Sites) -> list[Link]:
    """The links of a text that may lead to some sites, in the order in which they stand."""
    masked = mask(text)
    if not sites.hosts.search(masked):
        return []
    plain = [target for target in targets.find(masked, 0) if not target.html]
    found = [_target(text, target) for target in plain]
    tags = [(match.start(), match.end()) for match in _TAG.finditer(masked)]
    found += [one for start, end in tags for one in _attributes(text, start, end)]
    taken = _Spans([*tags, *((one.start, one.end) for one in found), *_elements(masked)])
    texts = [(target.start, target.end) for target in plain]
    for match in sites.bare.finditer(masked):
        if not taken.hold(match.start()) and not _is_text(masked, match.start(), texts):
            found.append(_bare(text, masked, match.start()))
    return list(_apart(sorted(found, key=lambda one: one.start)))


def _apart(found: list[Link]) -> Iterator[Link]:
    """Links of which none stands within another, or is empty."""
    end = 0
    for one in found:
        if one.start >= end and one.url:
            yield one
            end = one.end


def _target(text: str, target: targets.Target) -> Link:
    """The link of a target, which ends where a blank stands in it: no address has one."""
    blank = _BLANK.search(text, target.start, target.end)
    between = text[target.start - 1 : target.start] == "<"
    end = blank.start() if blank and not between else target.end
    return link(text, target.start, end, escapes=True)


def _attributes(text: str, start: int, end: int) -> Iterator[Link]:
    """The links in a tag; of an attribute that stands there twice the first counts."""
    tag = text[start:end]
    if not _LINK_ATTRIBUTE.search(tag):
        return
    seen = set()
    at = re.compile("<[A-Za-z0-9-]+").match(tag)
    for attribute in _ATTRIBUTE.finditer(tag, at.end() if at else 0):
        name, group = attribute[1].lower(), next((one for one in (2, 3, 4) if attribute[one]), 0)
        if name in ("href", "src") and name not in seen and group:
            yield link(text, start + attribute.start(group), start + attribute.end(group))
        seen.add(name)


def _elements(masked: str) -> Iterator[tuple[int, int]]:
    """The places in which a bare address is no link of its own."""
    opened: dict[str, int] = {}
    for match in _ELEMENT.finditer(masked):
        name = match[2].lower()
        if not match[1]:
            opened.setdefault(name, match.end())
        elif name in opened:
            yield opened.pop(name), match.start()


def _is_text(masked: str, at: int, inline: list[tuple[int, int]]) -> bool:
    """Whether an address stands in the text of an inline link, or is that of a link with a label."""
    index = bisect_left(inline, (at, 0))
    for start, _ in inline[index : index + 2]:
        closing = masked.rfind("]", at, start) if start - at < _REACH else -1
        if closing < 0 or not masked.startswith("(", closing + 1):
            continue
        first = targets.opening(masked, closing)
        if 0 <= first < at:
            return True
    end = _BARE.match(masked, at)
    return end is not None and masked.startswith("][", end.end()) and masked[at - 1 : at] == "["


def _bare(text: str, masked: str, at: int) -> Link:
    """The link of an address that stands by itself, or between angle brackets."""
    match = _BARE.match(masked, at)
    end = match.end() if match else at
    if masked[at - 1 : at] == "<" and masked.startswith(">", end):
        return link(text, at, end)
    # In `(see https://example.org/a_(b))` one bracket wasn't opened within the address.
    unopened = text.count(")", at, end) - text.count("(", at, end)
    while end > at:
        last = text[end - 1]
        entity = re.search(r"&[A-Za-z0-9]{1,40}+;\Z", text[max(at, end - 42) : end]) if last == ";" else None
        if entity:
            end -= len(entity[0])
        elif last in _AFTER or (last == ")" and unopened > 0):
            end -= 1
            unopened -= last == ")"
        else:
            break
    return link(text, at, end)


class _Spans:
    """Stretches of a text, which may overlap."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, at: int) -> bool:
        """Whether a place lies in one of them."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]
