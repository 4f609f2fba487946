"""The library as files for programs: its own instruments, other sites, readers of feeds, language models.

Addresses in them are relative to the site's top, unless their form asks for whole ones. Names are resolved: an entry
stands for another by its slug, and what leads nowhere isn't there.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from trimtab.core.model import Entry
from trimtab.core.routes import quoted
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import llms, turtle
from trimtab.site.exports.about import About as About
from trimtab.site.exports.about import Dates as Dates
from trimtab.site.exports.entries import Entries
from trimtab.site.exports.escaping import clean
from trimtab.site.exports.feed import feed
from trimtab.site.exports.graph import Ties
from trimtab.site.exports.index import index
from trimtab.site.exports.inventory import inventory
from trimtab.site.exports.opensearch import opensearch
from trimtab.site.names import names
from trimtab.site.views import HeadLink

SCHEMAS = Path(__file__).parent.parent / "schemas"
"""The folder of the JSON Schemas, each named as the data that it describes."""


class Exports:
    """Makes the files of a library."""

    def __init__(self, catalogue: Catalogue, about: About | None = None) -> None:
        self._catalogue = catalogue
        self._library = catalogue.library
        self._about = about or About()
        self._entries = Entries(catalogue, self._about)

    @cached_property
    def _own(self) -> dict[str, Entry]:
        """The entries that have files of their own: of those with the same slug, which the check reports, the first."""
        found: dict[str, Entry] = {}
        for entry in self._library.entries:
            found.setdefault(entry.slug, entry)
        return found

    def files(self) -> dict[str, Any]:
        """The files of entries and relations, as JSON's values, by their paths relative to the site's top."""
        return {
            urls.ENTRIES_DATA: self._entries.listing(),
            urls.GRAPH_DATA: Ties(self._catalogue).whole(),
            **{urls.entry_data(entry.slug): self._entries.whole(entry) for entry in self._own.values()},
        }

    def written(self, taken: Container[str] = (), lists: Iterable[str] = ()) -> Iterator[tuple[str, bytes]]:
        """All files as they are written, by their paths relative to the site's top; one that would be empty is none.

        Args:
            taken: paths that another has.
            lists: the addresses of the pages that the site makes.
        """
        made: set[str] = {urls.HEALTH_DATA}
        for path, content in self._whole(lists):
            if content and path not in taken:
                made.add(path)
                yield path, content
        yield urls.API, as_json(index(self._about, made))
        for entry in self._own.values():
            yield urls.entry_data(entry.slug), as_json(self._entries.whole(entry))
            text = self._library.document_of(entry).source.text
            yield urls.entry_markdown(entry.slug), clean(text).encode()
        for schema in sorted(SCHEMAS.glob("*.json")):
            yield urls.schema(schema.stem), schema.read_bytes()

    def _whole(self, lists: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        catalogue, about = self._catalogue, self._about
        yield urls.ENTRIES_DATA, as_json(self._entries.listing())
        yield urls.GRAPH_DATA, as_json(Ties(catalogue).whole())
        yield urls.NAMES_DATA, as_json(names(catalogue, about.name, about.url, lists))
        yield urls.TURTLE, turtle.library(catalogue, about).encode()
        yield urls.INVENTORY, inventory(catalogue, about)
        yield urls.FEED, feed(catalogue, about).encode()
        yield urls.OPENSEARCH, opensearch(catalogue, about).encode()
        full = llms.full(catalogue, about)
        yield urls.LLMS_FULL, full
        yield urls.LLMS, llms.index(catalogue, about, full).encode()

    def links(self) -> tuple[HeadLink, ...]:
        """What the head of every page leads to."""
        about = self._about
        search = opensearch(self._catalogue, about)
        changes = feed(self._catalogue, about)
        found = (
            changes
            and HeadLink("alternate feed", "application/atom+xml", f"{about.title}: changes", urls.FEED),
            search
            and HeadLink("search", "application/opensearchdescription+xml", about.title, urls.OPENSEARCH),
        )
        return tuple(link for link in found if isinstance(link, HeadLink))

    def links_of(self, entry: Entry) -> tuple[HeadLink, ...]:
        """What the head of an entry's page leads to: the entry in other forms."""
        if self._own.get(entry.slug) is not entry:
            return ()
        return (
            HeadLink(
                "alternate describedby", "application/json", entry.title, quoted(urls.entry_data(entry.slug))
            ),
            HeadLink(
                "alternate describedby", "text/markdown", entry.title, quoted(urls.entry_markdown(entry.slug))
            ),
        )


def as_json(value: Any) -> bytes:
    """Data as a file."""
    return (clean(json.dumps(value, ensure_ascii=False, indent=1)) + "\n").encode()
