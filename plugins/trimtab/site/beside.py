"""What stands beside an entry's page so that the page stays light: its link in every form, and the rest of long lists.

These are small pages of their own, with no frame around them. A script puts the forms into the entry's page when
they are asked for.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

from trimtab.core.model import Entry, LevelEntry, Status
from trimtab.core.namings import Via
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import utf8
from trimtab.site.exports.file import File, Of
from trimtab.site.linkkit import LinkKit, LinkKits
from trimtab.site.paging import chunks
from trimtab.site.redirects import file_of
from trimtab.site.views import BacklinkView, EntryView, Group, Item

RELATED = 8
"""How many relations an entry's page lists."""
BACKLINKS = 6
"""How many of the pages that refer to an entry its page quotes."""
SIBLINGS = 6
"""How many entries stand beside it in the sidebar."""
LISTED = 100
"""How many patterns or cases the page of a level, an archetype or a mental model lists."""
PAGE = 200
"""How much is on one of the pages here."""
STYLE = "assets/trimtab/beside.css"
SCRIPT = "assets/trimtab/main.js"

_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE)
"""How an address begins that is the same on every page."""

_VIAS = {"archetype": Via.ARCHETYPE, "mental-model": Via.MENTAL_MODEL}

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{heading} - {site}</title>
{pager}{icon}<link rel="stylesheet" href="{style}">
<script type="module" src="{script}"></script>
</head>
<body data-pagefind-ignore="all">
<div id="tt-site" data-base="{top}" hidden></div>
<main>
<p><a href="{entry}">{title}</a></p>
<h1>{heading}</h1>
{content}
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class _Line:
    """Another page, and why it stands here."""

    title: str
    url: str
    """Empty for a name that leads nowhere yet."""
    said: str


def excerpt(view: EntryView) -> EntryView:
    """An entry's page with as much of its long lists as fits into it; how much is left out stands with each."""
    told = [
        replace(group, items=group.items[:LISTED], more=len(group.items[LISTED:])) for group in view.groups
    ]
    backlinks = (*view.backlinks, *view.further_backlinks)
    kept = backlinks[:BACKLINKS]
    related = _few(view.related)
    said = {(item.url, item.why) for group in related for item in group.items}
    return replace(
        view,
        siblings=tuple(replace(group, items=_near(group.items, view.item)) for group in view.siblings),
        groups=tuple(told),
        related=related,
        read_next=tuple(
            replace(item, why="", summary="") if (item.url, item.why) in said else item
            for item in view.read_next
        ),
        backlinks=kept[: len(view.backlinks)],
        further_backlinks=kept[len(view.backlinks) :],
        more_backlinks=len(backlinks) - len(kept),
    )


def _near(items: tuple[Item, ...], own: Item) -> tuple[Item, ...]:
    """Some items around an entry's own."""
    at = next((index for index, item in enumerate(items) if item.url == own.url), 0)
    first = max(0, min(at - SIBLINGS // 2, len(items) - SIBLINGS))
    return items[first : first + SIBLINGS]


def _few(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Some of each group, dealt out in turn, each with what its relation says, which no summary stands in for."""
    left, counts = RELATED, [0] * len(groups)
    while left and any(count < len(group.items) for count, group in zip(counts, groups, strict=True)):
        for at, group in enumerate(groups):
            if left and counts[at] < len(group.items):
                counts[at] += 1
                left -= 1
    return tuple(
        replace(
            group,
            items=tuple(replace(item, summary="") for item in group.items[:count]),
            more=len(group.items) - count,
        )
        for count, group in zip(counts, groups, strict=True)
    )


class Beside:
    """Makes the pages beside those of a library's entries.

    Args:
        catalogue: the library.
        about: what is known of its site.
        kits: the links to its entries.
        views: the pages of its entries.
    """

    def __init__(self, catalogue: Catalogue, about: About, kits: LinkKits, views: EntryViews) -> None:
        self._catalogue = catalogue
        self._about = about
        self._kits = kits
        self._views = views

    def files(self) -> Iterator[File]:
        """The pages as files."""
        library = self._catalogue.library
        taken = {*library.files, *map(file_of, self._catalogue.routes.pages)}
        for entry in library.entries:
            page = self._kits.page(entry)
            if not page or entry.status is Status.REMOVED or file_of(page) in taken:
                continue
            for number in range(1, self._most(entry) + 1):
                made = functools.partial(self._page, entry, number)
                yield File.of(file_of(_part(page, number)), Of.ENTRY, made, library.document_of(entry))

    def _most(self, entry: Entry) -> int:
        """How many pages an entry may need."""
        graph = self._catalogue.graph
        lines = len(graph.relations(entry)) + len(graph.backlinks(entry))
        if isinstance(entry, LevelEntry):
            lines += len(graph.at_level(entry.number)) + len(self._catalogue.library.cases_at(entry.number))
        elif entry.kind in _VIAS:
            lines += len(graph.naming(_VIAS[entry.kind], entry))
        return max(1, -(-lines // PAGE))

    def _page(self, entry: Entry, number: int) -> bytes | None:
        """One of an entry's pages; None where there are fewer."""
        kit = self._kits.kit(entry)
        flat = [(title, ident, line) for title, ident, lines in self._long(entry) for line in lines]
        parts = chunks(flat, PAGE)
        if kit is None or number > len(parts):
            return None
        url = _part(kit.page, number)
        ways = [
            (rel, word, _to(_part(kit.page, to), url))
            for rel, word, to in (("prev", "Before", number - 1), ("next", "More", number + 1))
            if 1 <= to <= len(parts)
        ]
        content = [_forms(kit)] if number == 1 else []
        for title, ident in dict.fromkeys((title, ident) for title, ident, _ in parts[number - 1]):
            rows = (_row(line, url) for its, _, line in parts[number - 1] if its == title)
            content.append(f'<h2 id="{ident}">{escape(title)}</h2>\n<ul>\n{"".join(rows)}</ul>')
        if ways:
            links = " ".join(f'<a rel="{rel}" href="{to}">{word}</a>' for rel, word, to in ways)
            content.append(f'<nav aria-label="Pages of this list"><p>{links}</p></nav>')
        heading = f"Links to “{entry.title}”" + (f", page {number} of {len(parts)}" if number > 1 else "")
        page = _PAGE.format(
            language=escape(self._about.tag),
            heading=escape(heading),
            site=escape(self._about.title),
            pager="".join(f'<link rel="{rel}" href="{to}">\n' for rel, _, to in ways),
            icon=f'<link rel="icon" href="{_to(icon, url)}">\n' if (icon := self._about.icon) else "",
            style=_to(STYLE, url),
            script=_to(SCRIPT, url),
            top=_to("./", url),
            entry=_to(self._catalogue.url(entry.path), url),
            title=escape(entry.title),
            content="\n".join(content),
        )
        return utf8(page)

    def _long(self, entry: Entry) -> list[tuple[str, str, list[_Line]]]:
        """The lists that the entry's page leaves something out of."""
        graph = self._catalogue.graph
        few = len(graph.relations(entry)) <= RELATED and len(graph.backlinks(entry)) <= BACKLINKS
        if few and entry.kind != "level" and entry.kind not in _VIAS:
            return []
        related, groups, backlinks = self._views.lists(entry)
        lists = [
            (group.title, group.ident, [_line(item) for item in group.items])
            for group in groups
            if len(group.items) > LISTED
        ]
        if sum(len(group.items) for group in related) > RELATED:
            lists += [
                (group.title, f"related-{at}" if at else "related", [_line(item) for item in group.items])
                for at, group in enumerate(related)
            ]
        if len(backlinks) > BACKLINKS:
            lists.append(("Referred to by", "tt-backlinks", list(map(_quote, backlinks))))
        return lists


def _row(line: _Line, page: str) -> str:
    said = f"<p>{escape(line.said)}</p>" if line.said else ""
    title = escape(line.title)
    shown = f'<a href="{_to(line.url, page)}">{title}</a>' if line.url else title
    return f"<li>{shown}{said}</li>\n"


def _line(item: Item) -> _Line:
    return _Line(item.title, item.url, item.why or item.summary or ("" if item.url else item.kind_label))


def _quote(link: BacklinkView) -> _Line:
    return _Line(link.title, link.url, f"{link.before}{link.text}{link.after}")


def _forms(kit: LinkKit) -> str:
    rows = "".join(
        f"<dt>{escape(form.label)}{f' <span>{escape(form.note)}</span>' if form.note else ''}</dt>\n"
        f'<dd><pre><code data-tt-form="{escape(form.label)}"{" data-tt-rich" if form.rich else ""}>'
        f"{escape(form.text)}</code></pre></dd>\n"
        for form in kit.forms
    )
    unknown = "" if kit.known else f' data-tt-unknown="{escape(kit.unknown)}"'
    note = (
        ""
        if kit.known
        else f'<p class="tt-unknown"><code>{escape(kit.unknown)}</code> stands for the address of this library, '
        "which your browser shows.</p>\n"
    )
    return f'<div class="tt-kit-forms" data-tt-source="{escape(kit.source)}"{unknown}>\n{note}<dl>\n{rows}</dl>\n</div>'


def _part(page: str, number: int) -> str:
    if number == 1:
        return page
    return f"{page}{number}/" if page.endswith("/") else page.replace(".html", f"/{number}.html")


def _to(url: str, page: str) -> str:
    """The address of a page as another leads to it, as an attribute holds it."""
    if _WHOLE.match(url):
        return escape(url)
    folder = posixpath.dirname(file_of(page))
    path = posixpath.relpath(url, quote(folder, errors="surrogateescape"))
    return escape(path + "/" if url.endswith("/") else path)
