"""A page as previews take it: what it is called, where it is, and what it lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trimtab.core.document import Document
from trimtab.core.words import first_paragraph
from trimtab.site import urls
from trimtab.site.catalogue import SUMMARY_LENGTH, Catalogue
from trimtab.site.exports.about import About
from trimtab.site.listings import (
    ArchetypesView,
    GeneratedPage,
    IndexView,
    LadderView,
    ListView,
    SearchView,
    TableView,
)
from trimtab.site.previews.words import plain
from trimtab.site.views import Value

MOST_ITEMS = 100
"""How many of a list's items are told."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page that isn't an entry's; every text is on one line."""

    title: str
    description: str
    url: str
    """Relative to the site's top."""
    type: str = "WebPage"
    """What schema.org calls it."""
    crumbs: tuple[Value, ...] = ()
    """The pages above it."""
    items: tuple[Value, ...] = ()
    """What it lists, as far as it is told."""
    count: int = 0
    """How much it lists."""


def generated(catalogue: Catalogue, about: About, page: GeneratedPage) -> PageFacts:
    """A page without a file of its own."""
    if page.path == urls.HOME:
        return PageFacts(about.title, plain(about.description), catalogue.url(page.path))
    listed = list(_listed(page.view))
    up = getattr(page.view, "up", None)
    kind = (
        "CollectionPage"
        if listed
        else "SearchResultsPage"
        if isinstance(page.view, SearchView)
        else "WebPage"
    )
    said = (page.description, getattr(page.view, "intro", ""), about.description)
    told = next(filter(None, map(plain, said)), "")
    return PageFacts(
        title=plain(page.title),
        description=told or _short(", ".join(plain(value.text) for value in listed[:MOST_ITEMS])),
        url=catalogue.url(page.path),
        type=kind,
        crumbs=(home(catalogue), *filter(None, [up])),
        items=tuple(listed[:MOST_ITEMS]),
        count=len(listed),
    )


def ordinary(catalogue: Catalogue, about: About, document: Document) -> PageFacts:
    """A page that an author wrote and that isn't an entry."""
    top = document.path in (urls.HOME, urls.README)
    described = plain(getattr(document.front.root.values.get("description"), "text", ""))
    first = _short(plain(first_paragraph(_beginning(document))))
    told = (
        (described, plain(about.description), first) if top else (described, first, plain(about.description))
    )
    return PageFacts(
        title=plain(document.title) or about.title,
        description=next(filter(None, told), ""),
        url=catalogue.url(document.path),
        crumbs=() if top else (home(catalogue),),
    )


def _short(text: str) -> str:
    return text if len(text) <= SUMMARY_LENGTH else text[:SUMMARY_LENGTH].rpartition(" ")[0] + " …"


def _beginning(document: Document) -> str:
    """The text of a page without the heading at its top."""
    body = document.body
    top = next(iter(body.headings), None)
    start = top.end if top is not None and not body.text[body.start : top.start].strip() else body.start
    return body.text[start:].replace("\x00", "")


def home(catalogue: Catalogue) -> Value:
    """The first page."""
    return Value("Home", catalogue.url(urls.HOME))


def _listed(view: Any) -> Iterator[Value]:
    if isinstance(view, ListView):
        for group in view.groups:
            yield from (Value(item.title, item.url) for item in group.items)
    elif isinstance(view, TableView):
        yield from (Value(item.title, item.url) for item in view.items)
    elif isinstance(view, IndexView):
        yield from view.values
    elif isinstance(view, LadderView):
        yield from (Value(rung.name, rung.url) for rung in view.rungs)
    elif isinstance(view, ArchetypesView):
        yield from (Value(one.item.title, one.item.url) for one in view.archetypes)
