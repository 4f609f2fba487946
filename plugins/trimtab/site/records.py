"""What search knows of a page: its own content, without the frame that all pages share.

A record is cut from the finished page by the marks that search reads anyway (`data-pagefind-*`), so it serves the pages
of any template and of other plugins, and it is the same as long as nothing that search would read has changed: a new
backlink, a date or an entry in the navigation leaves it as it was.

Cutting only leaves out what the indexer would pass over: what is marked for that, and the links from headings to
themselves, which it is told of. Wherever the marks aren't plain, more is kept than needed, up to the whole page, and
the indexer decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_MARKED = "data-pagefind-"
_MARK = re.compile(_MARKED + "([a-z-]+)")
_TAG = re.compile(r"""<([a-zA-Z][\w-]*)\s(?>(?:[^<>"']++|"[^"]*"|'[^']*')*)>""")
_SORT = re.compile(r'<meta data-pagefind-sort="([^"\[:]+)\[content\]" content="([^"]*)">')
_LANGUAGE = re.compile(r"""<html\b[^<>]*\slang=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_HEADERLINK = 'class="headerlink"'
"""Part of a link from a heading to itself."""
_LINK = re.compile(r'<a((?>(?:\s[\w-]+="[^"]*+")+))>[^<>]*</a>')
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
_SILENT = frozenset(("body", "ignore", "weight"))
"""What says nothing beyond the words of its own element."""
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


@dataclass(frozen=True)
class Record:
    """What search reads of one page."""

    path: str
    """The page's file, relative to the site's folder."""
    language: str
    """As the page names it; empty where it names none."""
    html: str
    """A small HTML document."""

    @property
    def sorts(self) -> dict[str, str]:
        """By which values lists of results can be ordered."""
        return {unescape(name): unescape(value) for name, value in _SORT.findall(self.html)}


def record(path: str, page: str) -> Record | None:
    """The record of a finished page, or None where nothing of the page is marked to be found.

    Args:
        path: the page's file, relative to the site's folder.
        page: its HTML.
    """
    marks = list(_marked(page))
    bodies = [tag for name, tag in marks if name == "body"]
    if not bodies:
        return None
    found = _LANGUAGE.search(page, 0, bodies[0].start())
    language = next(filter(None, found.groups()), "") if found else ""
    html = _cut(page, marks, bodies) or page
    return Record(path, language, html.encode("utf-8", "xmlcharrefreplace").decode())


def _marked(page: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Each mark's name, and the tag that bears it. What isn't in a tag is text."""
    for at in _places(page, _MARKED):
        mark = _MARK.match(page, at)
        tag = _TAG.match(page, page.rfind("<", 0, at))
        if mark and tag and tag.end() > at and page[at - 1].isspace():
            yield mark[1], tag


def _places(page: str, text: str) -> Iterator[int]:
    """Where a text stands."""
    at = page.find(text)
    while at >= 0:
        yield at
        at = page.find(text, at + len(text))


def _cut(page: str, marks: list[tuple[str, re.Match[str]]], bodies: list[re.Match[str]]) -> str:
    """The small document, or nothing where the page's marks aren't all within its head and one body."""
    body = bodies[0]
    end = _end(page, body)
    head = page.find("</head>", 0, body.start())
    if len(bodies) > 1 or not end or head < 0:
        return ""
    metas: dict[int, str] = {}
    ignored = []
    for name, tag in marks:
        if tag.start() < head and tag[1] == "meta":
            metas[tag.start()] = tag[0]
        elif not body.start() <= tag.start() < end and name not in _SILENT:
            return ""
        elif name == "ignore" and body.start() < tag.start() < end:
            ignored.append(tag)
    root = _LANGUAGE.search(page, 0, head)
    title = _TITLE.search(page, 0, head)
    said = [tag.start() for name, tag in marks if name not in _SILENT]
    parts = (
        "<!doctype html>\n",
        f"{root[0]}>" if root else "<html>",
        f'<head><meta charset="utf-8">{title[0] if title else ""}\n',
        "\n".join(metas.values()),
        "</head><body>\n",
        *_own(page, (body.start(), end), ignored, said),
        "\n</body></html>\n",
    )
    return "".join(parts)


def _own(page: str, span: tuple[int, int], ignored: list[re.Match[str]], said: list[int]) -> Iterator[str]:
    """A part of a page without the elements that search passes over, unless these say something of the page."""
    start, end = span
    for tag in ignored:
        after = _end(page, tag) if tag.start() >= start else 0
        if 0 < after <= end and not any(tag.start() <= at < after for at in said):
            yield from _without_headerlinks(page[start : tag.start()])
            start = after
    yield from _without_headerlinks(page[start:end])


def _without_headerlinks(text: str) -> Iterator[str]:
    """A part of a page without the links from headings to themselves, unless these say something of the page."""
    start = 0
    for at in _places(text, _HEADERLINK):
        link = _LINK.match(text, text.rfind("<", 0, at))
        attributes = dict(_ATTRIBUTE.findall(link[1])) if link else {}
        if link and attributes.get("class") == "headerlink" and not any(map(_says, attributes)):
            yield text[start : link.start()]
            start = link.end()
    yield text[start:]


def _says(attribute: str) -> bool:
    """Whether search reads an attribute of an element that it passes over."""
    return attribute == "id" or attribute.startswith(_MARKED)


def _end(page: str, opening: re.Match[str]) -> int:
    """Where the element that a tag opens ends, or 0 where that isn't plain."""
    name = opening[1]
    if name in _VOID or opening[0].endswith("/>"):
        return 0
    opened, closing, depth, at = f"<{name}", f"</{name}>", 1, opening.end()
    while depth:
        close = page.find(closing, at)
        if close < 0:
            return 0
        if page.find(opened, at, close) >= 0:
            depth += sum(page.count(opened + after, at, close) for after in " >\n")
        depth -= 1
        at = close + len(closing)
    return at
