"""The names and addresses of a library as one file, so that programs elsewhere can tell what a link means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from trimtab.core.document import Document
from trimtab.core.model import Entry
from trimtab.core.names import Found
from trimtab.core.permalinks import headings
from trimtab.site.catalogue import Catalogue

VERSION = 1
"""The version of the file; a change that its readers must know of raises it."""


def names(
    catalogue: Catalogue, site_name: str = "", site_url: str = "", lists: Iterable[str] = ()
) -> dict[str, Any]:
    """All entries with their names and addresses, as JSON's values.

    Of entries with the same slug, which the check reports, the first is listed. A name that means two entries is left
    out.

    Args:
        catalogue: the library.
        site_name: what its site is called.
        site_url: the site's address; empty where it isn't known.
        lists: the addresses of the pages that the site makes, relative to its top.
    """
    entries: dict[str, Entry] = {}
    for entry in catalogue.library.entries:
        entries.setdefault(entry.slug, entry)
    listed = {entry.path: slug for slug, entry in entries.items()}
    return {
        "version": VERSION,
        "site_name": site_name,
        "site_url": site_url,
        "entries": {slug: _entry(catalogue, entry) for slug, entry in sorted(entries.items())},
        "names": dict(sorted(_names(catalogue, listed))),
        "addresses": dict(sorted(_addresses(catalogue, listed))),
        "pages": sorted({*_pages(catalogue), *lists}),
    }


def _entry(catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    heir = catalogue.graph.heir(entry)
    return {
        "title": entry.title,
        "kind": entry.kind,
        "url": catalogue.url(entry.path),
        "permalink": catalogue.permalink(entry),
        "status": entry.status.value,
        "summary": catalogue.summary(entry),
        **({"heir": heir.slug} if heir is not None else {}),
        "anchors": _anchors(catalogue.library.document_of(entry)),
    }


def _anchors(document: Document) -> list[str]:
    """The headings in their order, then what else a page gives an id."""
    others = document.anchors - {heading.anchor for heading in document.headings}
    return [*(heading.anchor for heading in headings(document)), *sorted(others)]


def _names(catalogue: Catalogue, listed: dict[str, str]) -> Iterator[tuple[str, str]]:
    for entry in catalogue.library.entries:
        earlier = (one.rpartition("/")[2] for one in entry.redirect_from)
        for name in dict.fromkeys((entry.slug, entry.id, entry.title, *entry.aliases, *earlier)):
            meaning = catalogue.library.names.resolve(name) if name else None
            if isinstance(meaning, Found) and meaning.entry.path in listed:
                yield name, listed[meaning.entry.path]


def _pages(catalogue: Catalogue) -> Iterator[str]:
    """The addresses of the ordinary pages."""
    return (url for url, document in catalogue.routes.pages.items() if document.entry is None)


def _addresses(catalogue: Catalogue, listed: dict[str, str]) -> Iterator[tuple[str, str]]:
    routes = catalogue.routes
    for url, document in routes.pages.items():
        if document.path in listed:
            yield url, listed[document.path]
    for url, redirect in routes.redirects.items():
        if redirect.document.path in listed:
            yield url, listed[redirect.document.path]
