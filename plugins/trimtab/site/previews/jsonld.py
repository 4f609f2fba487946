"""What a page is about, in the words of schema.org, for search engines and other programs.

It goes into the page as a block of data, which is no script: browsers don't run it, and no Content-Security-Policy has
to allow it (https://html.spec.whatwg.org/multipage/scripting.html#data-block). Names that need a whole address are left
out where the site's isn't known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from trimtab.core.model import Citation, Entry
from trimtab.core.routes import identity
from trimtab.core.words import fold
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import iri
from trimtab.site.previews.card import Card
from trimtab.site.previews.page import PageFacts
from trimtab.site.previews.words import plain
from trimtab.site.views import Value

CONTEXT = "https://schema.org"
Node = dict[str, Any]


class Graphs:
    """Makes the descriptions of pages."""

    def __init__(self, catalogue: Catalogue, about: About) -> None:
        self._catalogue = catalogue
        self._about = about

    def entry(self, entry: Entry, card: Card, crumbs: tuple[Value, ...], image: str = "") -> Node:
        """An entry's page: a term of the library, and the text about it."""
        created, updated = self._about.day(entry.path)
        ident = self._address(card.permalink)
        if card.permalink == card.url and ident:
            ident += "#term"
        term: Node = {
            "@type": "DefinedTerm",
            "@id": ident,
            "name": card.title,
            "alternateName": self._names(entry),
            "description": card.summary,
            "termCode": identity(entry, self._catalogue.library.settings),
            "url": self._address(card.url),
            "inDefinedTermSet": {"@id": self._address(urls.TURTLE)} if self._about.url else self._set(),
        }
        text: Node = {
            "@type": ["CreativeWork", "WebPage"],
            "@id": self._address(card.url),
            "url": self._address(card.url),
            "name": card.title,
            "about": {"@id": ident} if ident else term,
            "genre": card.kind,
            "keywords": [plain(tag) for tag in entry.tags],
            "creativeWorkStatus": card.standing,
            "author": [{"@type": "Person", "name": name} for name in card.authors] or self._owner(),
            "dateCreated": created,
            "dateModified": updated,
            "image": image,
            "citation": [self._citation(source) for source in entry.sources],
            "breadcrumb": self._crumbs((*crumbs, Value(card.title, card.url))),
            **self._common(),
        }
        # Without addresses the parts can't refer to each other, and are told within each other.
        return self._graph([term, text, self._set()] if self._about.url else [text])

    def page(self, page: PageFacts, image: str = "") -> Node:
        """Any other page."""
        node: Node = {
            "@type": page.type,
            "@id": self._address(page.url),
            "url": self._address(page.url),
            "name": page.title,
            "description": page.description,
            "image": image,
            "author": self._owner(),
            "breadcrumb": self._crumbs((*page.crumbs, Value(page.title, page.url))) if page.crumbs else {},
            "mainEntity": self._list(page),
            **self._common(),
        }
        return self._graph([node, *([self._set()] if self._about.url else [])])

    def _common(self) -> Node:
        return {
            "inLanguage": self._about.tag,
            "license": self._about.licence,
            "copyrightNotice": self._about.rights,
            "isPartOf": {"@id": self._site}
            if self._site
            else {"@type": "WebSite", "name": self._about.title},
        }

    def _graph(self, nodes: list[Node]) -> Node:
        about = self._about
        site = {
            "@type": "WebSite",
            "@id": self._site,
            "url": self._address("./"),
            "name": about.title,
        }
        return {
            "@context": CONTEXT,
            "@graph": [_told(node) for node in (*nodes, *([site] if about.url else []))],
        }

    @property
    def _site(self) -> str:
        """What the site is called, which is more than its first page."""
        return f"{self._address('./')}#site" if self._about.url else ""

    def _set(self) -> Node:
        """The library; it has the name that its concept scheme of SKOS has."""
        about = self._about
        return {
            "@type": "DefinedTermSet",
            "@id": self._address(urls.TURTLE),
            "name": about.title,
            "description": plain(about.description),
            "url": self._address("./"),
            "license": about.licence,
        }

    def _owner(self) -> Node:
        return (
            {"@type": "Organization", "name": plain(self._about.author)} if plain(self._about.author) else {}
        )

    def _names(self, entry: Entry) -> list[str]:
        return [plain(name) for name in entry.aliases if fold(name) != fold(entry.title)]

    def _citation(self, source: Citation) -> Node:
        return {
            "@type": "CreativeWork",
            "name": plain(source.title) or plain(source.url),
            "author": plain(source.authors),
            "datePublished": plain(source.year),
            "publisher": plain(source.publisher),
            "url": iri(source.url) if _is_web(source.url) else "",
        }

    def _crumbs(self, values: tuple[Value, ...]) -> Node:
        return self._items("BreadcrumbList", values) if self._about.url else {}

    def _list(self, page: PageFacts) -> Node:
        if not page.items:
            return {}
        return {**self._items("ItemList", page.items), "numberOfItems": page.count}

    def _items(self, kind: str, values: Iterable[Value]) -> Node:
        return {
            "@type": kind,
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": at,
                    "name": plain(value.text),
                    "item": self._address(value.url),
                }
                for at, value in enumerate(values, 1)
            ],
        }

    def _address(self, url: str) -> str:
        return self._about.absolute(url) if self._about.url else ""


def _told(value: Any) -> Any:
    """What has a value, all the way down, in text that can be written."""
    if isinstance(value, dict):
        found = {key: _told(one) for key, one in value.items()}
        kept = {key: one for key, one in found.items() if one not in ("", [], {})}
        # A node that says no more than what it would be says nothing.
        return {} if set(kept) == {"@type"} else kept
    if isinstance(value, list):
        return [one for one in map(_told, value) if one not in ("", {})]
    return plain(value) if isinstance(value, str) else value


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
