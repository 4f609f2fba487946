"""Which addresses lead to which page: the page's own, its permanent one, and those that it had or goes by.

An address leads to one page. A page's own address outranks one that another had before, and that outranks an alias. Of
several that claim the same with the same right, none gets it.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import quote, unquote

from trimtab.core.document import Document
from trimtab.core.files import address
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.settings import DEFAULT_FOLDERS, RESERVED_SLUGS, Settings
from trimtab.core.words import anchor_of

PERMANENT = "p"
"""The folder of permanent addresses."""


class Claim(IntEnum):
    """Why an address leads to a page that isn't there itself, the strongest reason first."""

    EARLIER = 1
    """The page was there before."""
    ALIAS = 2
    """An entry goes by the name."""
    IDENTITY = 3
    """It's an entry's permanent address."""
    SLUG = 4
    """It would be the permanent address of an entry that has another."""
    EARLIER_SLUG = 5
    """It was the permanent address of an entry before."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that leads on to a page."""

    path: str
    """The file that would have made a page there, relative to the library's folder."""
    document: Document
    claim: Claim
    name: str
    """The slug, path or alias that makes it, as typed."""


@dataclass(frozen=True, slots=True)
class Contest:
    """An address that several pages claim with the same right, and none gets."""

    path: str
    claim: Claim
    claimants: tuple[Redirect, ...]


class Routes:
    """The addresses of a library's own pages, and of what leads on to them.

    Args:
        library: the library.
        directories: MkDocs' `use_directory_urls`.
    """

    def __init__(self, library: Library, *, directories: bool = True) -> None:
        self.settings = library.settings
        self._directories = directories
        self.pages: dict[str, Document] = {
            self.url(document.path): document for document in library.documents
        }
        """The pages made of files, by address."""
        self.redirects: dict[str, Redirect] = {}
        """What leads on to them, by address."""
        self.contests: list[Contest] = []
        """The addresses that nobody gets."""
        self._taken = {_compared(url) for url in (*self.pages, *_static(library.files))}
        claims: dict[Claim, list[Redirect]] = defaultdict(list)
        for document in library.documents:
            for redirect in self._claims(document):
                claims[redirect.claim].append(redirect)
        for claim in Claim:
            self._settle(claims[claim])

    @classmethod
    def of(cls, library: Library, *, directories: bool = True) -> Routes:
        """The addresses of a library, worked out once."""
        return library.once(("routes", directories), lambda: cls(library, directories=directories))

    def url(self, path: str) -> str:
        """The address of a file's page, relative to the site's top."""
        return address(path, directories=self._directories)

    def permanent(self, ident: str) -> str:
        """The permanent address that an id makes."""
        return self.url(f"{PERMANENT}/{ident}.md")

    def reach(self, url: str) -> Document | None:
        """The page that an address leads to, itself or by a redirect."""
        redirect = self.redirects.get(url)
        return self.pages.get(url) or (redirect.document if redirect is not None else None)

    def permalink(self, entry: Entry) -> str:
        """An entry's permanent address; its page's own where another claims the same one."""
        url = self.permanent(identity(entry, self.settings))
        redirect = self.redirects.get(url)
        return url if redirect is not None and redirect.document.entry is entry else self.url(entry.path)

    def _claims(self, document: Document) -> Iterator[Redirect]:
        folder = posixpath.dirname(document.path)
        earlier = {typed: earlier_path(folder, typed, self.settings) for typed in document.redirect_from}
        for typed, path in earlier.items():
            if path:
                yield Redirect(path, document, Claim.EARLIER, typed)
        entry = document.entry
        if entry is None:
            return
        for alias in dict.fromkeys(entry.aliases):
            path = earlier_path(folder, anchor_of(alias), self.settings)
            if path:
                yield Redirect(path, document, Claim.ALIAS, alias)
        ident = identity(entry, self.settings)
        for claim, names in (
            (Claim.IDENTITY, [ident]),
            (Claim.SLUG, [entry.slug] if entry.slug != ident else []),
            (
                Claim.EARLIER_SLUG,
                [typed.rpartition("/")[2] for typed, at in earlier.items() if at or "/" not in typed],
            ),
        ):
            for name in names:
                if is_slug(name, self.settings):
                    yield Redirect(f"{PERMANENT}/{name}.md", document, claim, name)

    def _settle(self, claims: Iterable[Redirect]) -> None:
        """Give each address to the one that claims it, if nobody has it already."""
        by_address: dict[str, dict[str, Redirect]] = defaultdict(dict)
        for claim in claims:
            key = _compared(self.url(claim.path))
            if key not in self._taken:
                by_address[key].setdefault(claim.document.path, claim)
        for claimants in by_address.values():
            first, *others = claimants.values()
            if others:
                self.contests.append(Contest(first.path, first.claim, (first, *others)))
            else:
                self.redirects[self.url(first.path)] = first
        self._taken |= by_address.keys()


def identity(entry: Entry, settings: Settings) -> str:
    """An entry's id, where it has one that can be an address; else its slug."""
    return entry.id if is_slug(entry.id, settings) else entry.slug


def is_slug(text: str, settings: Settings) -> bool:
    """Whether a text follows the grammar of slugs, which are part of an address."""
    return bool(text) and re.fullmatch(settings.slugs, text) is not None and not set("/\\") & set(text)


def earlier_path(folder: str, typed: str, settings: Settings) -> str:
    """The file that was at an earlier slug or path of a page; empty where there can't have been any.

    Args:
        folder: the folder of the page now.
        typed: a slug in this folder, or a path from the library's top: `cases/rota`, or `/rota` for the top itself.
        settings: those of the library.
    """
    parts = typed.removeprefix("/").split("/") if "/" in typed else [*filter(None, folder.split("/")), typed]
    given = parts if "/" in typed else parts[-1:]
    if not all(is_slug(part, settings) for part in given):
        return ""
    if len(parts) == 1 and parts[0].casefold() in RESERVED_SLUGS | set(settings.kinds):
        return ""
    if "/" in typed and parts[0].casefold() in _MADE:
        return ""
    return "/".join(parts) + ".md"


_MADE = RESERVED_SLUGS - DEFAULT_FOLDERS.keys() - {"patterns"}
"""Folders whose pages and files the site makes."""


def quoted(path: str) -> str:
    """A path as it stands in addresses."""
    return quote(path, errors="surrogateescape")


def _static(files: Iterable[str]) -> Iterator[str]:
    """The addresses of pages that are ready as they are."""
    for file in files:
        if file.endswith(".html"):
            yield quoted(file)
            if posixpath.basename(file) == "index.html":
                yield quoted(file.removesuffix("index.html"))


def _compared(url: str) -> str:
    """The form in which addresses are compared, for not every disk tells capitals apart."""
    return unicodedata.normalize("NFKC", unquote(url, errors="surrogateescape")).casefold()
