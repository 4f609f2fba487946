"""What data a site offers, for programs that know nothing but its address."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from trimtab.site import urls
from trimtab.site.exports.about import About

VERSION = 1
"""The version of the file; a change that its readers must know of raises it."""

_FILES = (
    (urls.ENTRIES_DATA, "application/json", "All entries, without their texts", "entries"),
    (urls.GRAPH_DATA, "application/json", "All relations between entries", "graph"),
    (urls.NAMES_DATA, "application/json", "All names and addresses that lead to an entry", "names"),
    (urls.HEALTH_DATA, "application/json", "How the library fares", "health"),
    (urls.TURTLE, "text/turtle", "The library as a concept scheme of SKOS", ""),
    (
        urls.INVENTORY,
        "application/octet-stream",
        "The names of entries and headings, as Sphinx reads them",
        "",
    ),
    (urls.FEED, "application/atom+xml", "What is new and what has changed", ""),
    (urls.LLMS, "text/plain", "All entries with their summaries, for language models", ""),
    (urls.LLMS_FULL, "text/plain", "The texts of all entries in one file", ""),
    (urls.OPENSEARCH, "application/opensearchdescription+xml", "How the site is searched", ""),
)

PATHS = tuple(path for path, *_ in _FILES)
"""The files that there may be."""


def index(about: About, written: Collection[str]) -> dict[str, Any]:
    """The files that a site has, as JSON's values.

    Args:
        about: the site.
        written: the paths of what it has.
    """
    return {
        "version": VERSION,
        "name": about.name,
        "url": about.url,
        "description": about.description,
        "rights": about.rights,
        "license": about.licence,
        "schema": urls.schema("index"),
        "files": [
            {"url": path, "type": kind, "title": title, **({"schema": urls.schema(name)} if name else {})}
            for path, kind, title, name in _FILES
            if path in written
        ],
        "entry": {
            "json": urls.entry_data("{slug}"),
            "markdown": urls.entry_markdown("{slug}"),
            "schema": urls.schema("entry"),
        },
    }
