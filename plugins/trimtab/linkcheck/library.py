"""A library as others may know it: its entries, their names and addresses, read from its `api/v1/names.json`."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from trimtab.core import foreign
from trimtab.core.foreign import MOST_BYTES as MOST_BYTES
from trimtab.core.foreign import NAMES as NAMES
from trimtab.core.foreign import Known as Known
from trimtab.core.foreign import NamesError, NamesFile
from trimtab.core.settings import RESERVED_SLUGS
from trimtab.core.words import fold
from trimtab.linkcheck.sites import key

_NEAR = 75.0
"""How much alike, of 100, names must be to be offered."""
_OFFERED = 3
_WITHOUT_PAGES = RESERVED_SLUGS - {"p"}
"""Folders in which a site has pages and files that aren't entries. Below `p/` there are entries alone."""


class LibraryError(Exception):
    """A library that can't be known; the message says what is wrong and what to do."""


class Presence(Enum):
    """Whether a site has a page or file that is no entry's."""

    THERE = "there"
    ABSENT = "absent"
    UNTOLD = "untold"


class LinkedLibrary:
    """What there is to be linked to. Addresses are compared as `sites.key` has them."""

    def __init__(self, file: NamesFile, files: Iterable[str] | None = None, *, whole: bool = True) -> None:
        self.name = file.site_name
        self.site_url = file.site_url
        self.entries = file.entries
        self._file = file
        self._names = file.names
        pages = file.pages if files is None else (*files, *(file.pages or ()))
        self.is_whole = whole and pages is not None
        """Whether all pages are known, not only those of entries."""
        self._pages = frozenset(map(key, pages or ()))
        self._slugs = {key(address): slug for address, slug in file.addresses.items() if slug in self.entries}
        for slug, entry in self.entries.items():
            self._slugs |= {key(address): slug for address in (entry.url, entry.permalink) if address}
        self._folders = frozenset(map(posixpath.dirname, self._slugs))

    def slug_at(self, page: str) -> str | None:
        """The slug of the entry that an address leads to."""
        return self._slugs.get(page)

    def slug_before(self, slug: str) -> str | None:
        """The slug that an entry has now which had another before, or another identity."""
        return self._slugs.get(f"p/{slug}") or self._by_last.get(slug) or None

    def heir(self, slug: str) -> str | None:
        """The slug of the entry that took one's place, the last of a row of heirs; None if it isn't there."""
        return self._file.heir(slug)

    def presence(self, page: str) -> Presence:
        """Whether the site has an address that is no entry's.

        Where nobody told of such pages, one that lies among entries and has no name that the site itself uses isn't
        there; of others nothing can be said.
        """
        if page in self._pages or not page:
            return Presence.THERE
        if self.is_whole:
            return Presence.ABSENT
        first = page.partition("/")[0]
        folder, name = posixpath.split(page)
        if first in _WITHOUT_PAGES and (folder not in self._folders or not folder or name[:1].isdigit()):
            return Presence.UNTOLD
        return Presence.ABSENT if folder in self._folders else Presence.UNTOLD

    def nearest(self, page: str) -> list[str]:
        """The slugs of up to three entries that a dead address may have meant, the likeliest first."""
        wanted = fold(posixpath.basename(page).removesuffix(".html"))
        if not wanted:
            return []
        if wanted in self._folded:
            return [self._folded[wanted]]
        best: dict[str, float] = {}
        for name, score, _ in process.extract(
            wanted, self._folded.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=10 * _OFFERED
        ):
            slug = self._folded[name]
            best[slug] = max(score, best.get(slug, 0.0))
        return sorted(best, key=lambda slug: (-best[slug], slug))[:_OFFERED]

    @cached_property
    def _folded(self) -> dict[str, str]:
        """Every name, folded: slugs and earlier addresses first, then titles and others. What means two means none."""
        identities = {fold(slug): slug for slug in self.entries}
        before = _unambiguous((fold(name), slug) for name, slug in self._by_last.items())
        names = _unambiguous((fold(name), slug) for name, slug in self._names.items() if slug in self.entries)
        found = {**names, **before, **identities}
        return {name: slug for name, slug in found.items() if name and slug}

    @cached_property
    def _by_last(self) -> dict[str, str]:
        """The last part of each address, such as an earlier slug; empty where it could mean two entries."""
        return _unambiguous(
            (posixpath.basename(page).removesuffix(".html"), slug) for page, slug in self._slugs.items()
        )


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, slug in pairs:
        found[name] = slug if found.get(name, slug) == slug else ""
    return found


def parse(text: str | bytes, where: str, files: Iterable[str] | None = None) -> LinkedLibrary:
    """The library that a `names.json` tells of.

    Args:
        text: the file's contents.
        where: where it comes from, for messages.
        files: the addresses of all files of the site, if they are known.

    Raises:
        LibraryError: it isn't such a file, or one of another version.
    """
    try:
        data = foreign.loaded(text)
    except NamesError as error:
        message = f"{where}: {error}; `--library` takes a library's `{NAMES}`, or the address of its site"
        raise LibraryError(message) from None
    return understood(data, where, files)


def understood(
    data: Any, where: str, files: Iterable[str] | None = None, *, whole: bool = True
) -> LinkedLibrary:
    """The library that the contents of a `names.json` tell of.

    Args:
        data: the contents.
        where: where they come from, for messages.
        files: the addresses of other pages and files of the site, if they are known.
        whole: whether those are all that there are.

    Raises:
        LibraryError: they are something else, or of another version.
    """
    try:
        return LinkedLibrary(foreign.understood(data), files, whole=whole)
    except NamesError as error:
        cure = error.cure or "`--library` takes that file or the address of a site"
        raise LibraryError(f"{where}: {error}; {cure}") from None


def read_file(path: Path) -> LinkedLibrary:
    """The library of a `names.json` on disk.

    Raises:
        LibraryError: the file can't be read, or isn't one.
    """
    return parse(contents(path), os.fspath(path))


def read_site(folder: Path) -> LinkedLibrary | None:
    """The library of a built site on disk, all of whose pages are known; None if the folder holds none.

    Raises:
        LibraryError: its `names.json` can't be read.
    """
    path = folder / NAMES
    if not path.is_file():
        return None
    files = []
    for base, _, names in os.walk(folder):
        inside = os.path.relpath(base, folder).replace(os.sep, "/")
        files += names if inside == "." else [f"{inside}/{name}" for name in names]
    return parse(contents(path), os.fspath(path), [name.replace("%", "%25") for name in files])


def contents(path: Path) -> bytes:
    """The bytes of a `names.json` on disk.

    Raises:
        LibraryError: they can't be read.
    """
    try:
        return foreign.read(path)
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise LibraryError(message) from None
    except NamesError as error:
        message = f"{path}: {error}"
        raise LibraryError(message) from None
