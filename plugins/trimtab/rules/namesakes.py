"""Entries that go by one name: what the rules about names ask a library."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from trimtab.core.diagnostics import FILE_START, Related, Span
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.words import fold


@dataclass(frozen=True, slots=True)
class Name:
    """One of an entry's names, where the entry gives it."""

    entry: Entry
    text: str
    role: str
    """`title`, `slug` or `alias`."""
    index: int = 0
    """Which of the aliases it is."""

    @property
    def folded(self) -> str:
        """The form in which names are compared."""
        return fold(self.text)

    @property
    def whose(self) -> str:
        """The entry, told apart from others even where the name is its title."""
        path = self.entry.path
        return path if self.role == "title" else f"“{self.entry.title}” ({path})"

    def span(self, library: Library) -> Span:
        """Where it stands; a slug is the file's own name."""
        if self.role == "slug":
            return FILE_START
        document = library.document_of(self.entry)
        return document.span("title") if self.role == "title" else document.span("aliases", self.index)

    def related(self, library: Library, message: str) -> Related:
        """It as a place that a finding speaks of."""
        return Related(self.entry.path, self.span(library), message)


def names_of(entry: Entry) -> Iterator[Name]:
    """The names of an entry: title, slug, then aliases."""
    yield Name(entry, entry.title, "title")
    yield Name(entry, entry.slug, "slug")
    for index, alias in enumerate(entry.aliases):
        if alias:
            yield Name(entry, alias, "alias", index)


@dataclass(frozen=True, slots=True)
class Shared:
    """A name that several entries of one kind go by."""

    owners: tuple[Name, ...]
    """The title of each entry whose title it is, else its slug. Of equal slugs, a fault of its own, only the first."""
    claimants: tuple[Name, ...]
    """The alias of each entry that has it as an alias only."""


def shared_names(library: Library) -> tuple[Shared, ...]:
    """The names that more than one entry of a kind goes by."""
    return library.once("shared names", lambda: tuple(_shared_names(library)))


def _shared_names(library: Library) -> Iterator[Shared]:
    for name, entries in library.names.holders().items():
        by_kind: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_kind[entry.kind].append(entry)
        yield from (_shared(name, same) for same in by_kind.values() if len(same) > 1)


def _shared(name: str, entries: list[Entry]) -> Shared:
    owners: dict[tuple[bool, str], Name] = {}
    claimants = []
    for entry in entries:
        here = next(one for one in names_of(entry) if one.folded == name)
        if here.role == "alias":
            claimants.append(here)
        else:
            by_slug = fold(entry.slug) == name
            owners.setdefault((by_slug, address(entry.slug) if by_slug else entry.path), here)
    return Shared(tuple(owners.values()), tuple(claimants))


def address(slug: str) -> str:
    """A slug as slugs are compared: case and width don't count."""
    return unicodedata.normalize("NFKC", slug).casefold()
