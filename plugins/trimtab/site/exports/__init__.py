"""The library as files for programs: its own instruments, other sites, readers of feeds, language models.

Addresses in them are relative to the site's top, unless their form asks for whole ones. Names are resolved: an entry
stands for another by its slug, and what leads nowhere isn't there.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from trimtab.core.document import Document
from trimtab.core.model import Entry
from trimtab.core.routes import quoted
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import llms, turtle
from trimtab.site.exports.about import About as About
from trimtab.site.exports.about import Dates as Dates
from trimtab.site.exports.entries import Entries
from trimtab.site.exports.escaping import utf8
from trimtab.site.exports.feed import feed
from trimtab.site.exports.file import File as File
from trimtab.site.exports.file import Of as Of
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

    def written(self, taken: Container[str] = (), lists: Iterable[str] = ()) -> Iterator[File]:
        """All files as they are written, but for the overview; one that would be empty is none.

        Args:
            taken: paths that another has.
            lists: the addresses of the pages that the site makes.
        """
        made = {urls.HEALTH_DATA} if urls.LLMS in taken else {urls.HEALTH_DATA, urls.LLMS}
        for file in self._whole(tuple(lists)):
            if file.path not in taken:
                made.add(file.path)
                yield file
        yield File.text(urls.API, as_json(index(self._about, made)).decode())
        for entry in self._own.values():
            document = self._library.document_of(entry)
            whole = functools.partial(self._entry, entry)
            yield File.of(urls.entry_data(entry.slug), Of.ENTRY, whole, document)
            text = functools.partial(_text, document)
            yield File.of(urls.entry_markdown(entry.slug), Of.TEXT, text, document)
        for schema in sorted(SCHEMAS.glob("*.json")):
            yield File.text(urls.schema(schema.stem), schema.read_text(encoding="utf-8"))

    def _whole(self, lists: tuple[str, ...]) -> Iterator[File]:
        catalogue, about = self._catalogue, self._about
        yield File.of(urls.ENTRIES_DATA, Of.LIBRARY, lambda: as_json(self._entries.listing()))
        yield File.of(urls.GRAPH_DATA, Of.LIBRARY, lambda: as_json(Ties(catalogue).whole()))
        yield File.of(
            urls.NAMES_DATA,
            Of.LIBRARY,
            lambda: as_json(names(catalogue, about.name, about.url, lists)),
            more=repr(lists),
        )
        yield File.of(urls.TURTLE, Of.LIBRARY, lambda: turtle.library(catalogue, about).encode())
        yield File.of(urls.INVENTORY, Of.LIBRARY, lambda: inventory(catalogue, about))
        for path, text in ((urls.FEED, self._feed), (urls.OPENSEARCH, self._opensearch)):
            if text:
                yield File.text(path, text)
        yield File(urls.LLMS_FULL, tuple(llms.full(catalogue, about)))

    def _entry(self, entry: Entry) -> bytes:
        return as_json(self._entries.whole(entry))

    def overview(self, size: int) -> File:
        """`llms.txt`.

        Args:
            size: how many bytes all texts in one file take.
        """
        return File.of(
            urls.LLMS,
            Of.LIBRARY,
            lambda: llms.index(self._catalogue, self._about, size).encode(),
            more=llms.told_size(size),
        )

    @cached_property
    def _feed(self) -> str:
        return feed(self._catalogue, self._about)

    @cached_property
    def _opensearch(self) -> str:
        return opensearch(self._catalogue, self._about)

    def links(self) -> tuple[HeadLink, ...]:
        """What the head of every page leads to."""
        about = self._about
        found = (
            self._feed
            and HeadLink("alternate feed", "application/atom+xml", f"{about.title}: changes", urls.FEED),
            self._opensearch
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
    return utf8(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _text(document: Document) -> bytes:
    return utf8(document.source.text)
