"""The relations of a library as data: all of them once, and those of each entry from both of their ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from trimtab.core.library import Link
from trimtab.core.model import Entry, Status
from trimtab.core.names import Elsewhere
from trimtab.core.namings import Via
from trimtab.site.catalogue import Catalogue

VERSION = 1
"""The version of the file; a change that its readers must know of raises it."""


class Ties:
    """The relations between current entries, and those to entries of other libraries."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._types = catalogue.library.settings.relation_types

    def whole(self) -> dict[str, Any]:
        """All types, and all relations as they are written, by slug."""
        return {
            "version": VERSION,
            "types": {
                name: {
                    "label": kind.label,
                    "inverse": kind.inverse or kind.label,
                    **({"meaning": kind.meaning} if kind.meaning else {}),
                    **({"inverse_type": kind.inverse_type} if kind.inverse_type else {}),
                }
                for name, kind in self._types.items()
            },
            "relations": [self._relation(link) for link in self._related],
        }

    def _relation(self, link: Link) -> dict[str, Any]:
        one, other, there = link.document.entry, link.target, link.elsewhere
        to: dict[str, Any] = {"to": other.slug if other else ""}
        if there is not None:
            url = there.library.url(there.slug)
            to = {"to": _named(there), **({"url": url} if url else {})}
        return {
            "from": one.slug if one else "",
            "type": link.relation,
            **to,
            **({"why": link.why} if link.why else {}),
        }

    @cached_property
    def all(self) -> tuple[tuple[Link, Entry, Entry], ...]:
        """The relations that lead somewhere, each with both of its entries."""
        return tuple(self._all())

    def _all(self) -> Iterator[tuple[Link, Entry, Entry]]:
        for link in self._related:
            one, other = link.document.entry, link.target
            if one is not None and other is not None:
                yield link, one, other

    @cached_property
    def _related(self) -> tuple[Link, ...]:
        """The relations that lead somewhere, here or in another library."""
        return tuple(
            link
            for link in self._catalogue.graph.links
            if link.via is Via.RELATION and link.document.entry is not None and _is_there(link)
        )

    def links(self, entry: Entry) -> list[Link]:
        """Everything that an entry names."""
        return self._links.get(entry.path, [])

    @cached_property
    def _links(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self._catalogue.graph.links:
            found[link.document.path].append(link)
        return found

    def of(self, entry: Entry) -> list[dict[str, Any]]:
        """The relations of an entry, first those that it says itself, then those that others say of it."""
        own, others = self._ends.get(entry.path, ((), ()))
        return [*map(self._out, own), *map(self._in, others)]

    @cached_property
    def _ends(self) -> dict[str, tuple[list[Link], list[Link]]]:
        """By path, the relations that an entry says itself, and those that others say of it."""
        return self._catalogue.library.once_of_face("ends of relations", self._find_ends)

    def _find_ends(self) -> dict[str, tuple[list[Link], list[Link]]]:
        found: dict[str, tuple[list[Link], list[Link]]] = defaultdict(lambda: ([], []))
        for link in self._related:
            path, other = link.document.path, link.target
            found[path][0].append(link)
            if other is not None and other.path != path:
                found[other.path][1].append(link)
        return found

    def _out(self, link: Link) -> dict[str, Any]:
        """A relation as the entry that says it has it."""
        kind, there, other = self._types[link.relation], link.elsewhere, link.target
        shown = _there(there) if there is not None else self._here(other) if other is not None else {}
        return self._end(link, "out", kind.label, **shown)

    def _in(self, link: Link) -> dict[str, Any]:
        """A relation as the entry has it that it leads to."""
        kind, one = self._types[link.relation], link.document.entry
        return self._end(
            link, "in", kind.inverse or kind.label, **(self._here(one) if one is not None else {})
        )

    def _here(self, entry: Entry) -> dict[str, str]:
        return {"slug": entry.slug, "title": entry.title, "url": self._catalogue.url(entry.path)}

    @staticmethod
    def _end(link: Link, direction: str, label: str, **other: str) -> dict[str, Any]:
        return {
            "type": link.relation,
            "direction": direction,
            "label": label,
            **other,
            **({"why": link.why} if link.why else {}),
            **({"weight": link.weight} if link.weight is not None else {}),
        }


def _is_there(link: Link) -> bool:
    return link.elsewhere is not None or (
        link.target is not None and link.target.status is not Status.REMOVED
    )


def _named(there: Elsewhere) -> str:
    """How an entry of another library is named: its slug there, behind the library's prefix."""
    return f"{there.library.prefix}:{there.slug}"


def _there(there: Elsewhere) -> dict[str, str]:
    return {
        "slug": _named(there),
        "title": there.entry.title,
        "url": there.library.url(there.slug),
        "library": there.library.name,
    }
