"""The addresses under which a library is linked, and which of its pages a link means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote

_URL = re.compile(r"(?:(https?):)?//([^/?#\\]*+)([^?#]*+)(\?[^#]*+)?(#.*+)?", re.IGNORECASE | re.DOTALL)
_PORTS = {"http": (":80",), "https": (":443",), "": (":80", ":443")}
_HOST = re.compile(r"[^\s/?#@\\<>\"'\[\]]+|\[[0-9a-fA-F:.]+\](?::\d+)?")
_PLAIN = "/-._~+,;=:@!"
"""What stays as it is in an address that is written into Markdown, HTML or wikitext, besides letters and digits."""


class SiteError(Exception):
    """An address that no site can have; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A link into the library, taken apart."""

    url: str
    key: str
    """The page, as `key` has it."""
    start: int
    """Where the part of the link that names the page begins, behind the site's own address."""
    end: int
    """Where that part ends; query and fragment follow."""
    lead: str
    """What must stand before a page's address where that part stands; empty unless the link goes roundabout."""
    fragment: str
    """What stands behind the number sign, as typed."""

    def at(self, address: str) -> str:
        """The link with another page of the site in it, its query and fragment kept."""
        return self.url[: self.start] + self.part(address) + self.url[self.end :]

    def part(self, address: str) -> str:
        """What is to stand in place of the part that names the page."""
        return self.lead + plain(address)


@dataclass(frozen=True, slots=True)
class _Site:
    host: str
    folders: tuple[str, ...]


class Sites:
    """The addresses of a library's site. Their schemes don't count: `http:` and `https:` mean the same."""

    def __init__(self, urls: Iterable[str]) -> None:
        """Take the addresses.

        Raises:
            SiteError: one isn't an `http:` or `https:` address, or has a query or a fragment.
        """
        self.urls = tuple(urls)
        # The longest first: one library may lie in a folder of another.
        self._sites = sorted(map(_site, self.urls), key=lambda site: -len(site.folders))

    @cached_property
    def hosts(self) -> re.Pattern[str]:
        """What finds the sites' hosts in a text."""
        names = {name for site in self._sites for name in (site.host, _unicode(site.host))}
        return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))), re.IGNORECASE)

    @cached_property
    def bare(self) -> re.Pattern[str]:
        """What finds the beginning of a whole address on one of the hosts."""
        return re.compile(rf"(?<![A-Za-z0-9])https?://(?:{self.hosts.pattern})(?![\w-])", re.IGNORECASE)

    def reach(self, url: str) -> Reached | None:
        """The page of the library's that a link leads to; None if it leads elsewhere."""
        match = _URL.fullmatch(url)
        if match is None:
            return None
        host = _host(match[1] or "", match[2])
        typed = match[3].split("/")[1:]
        folders = [_name(folder) for folder in typed]
        crooked = "." in folders or ".." in folders
        if crooked:
            folders = _straight(folders)
        for site in self._sites:
            depth = len(site.folders)
            if host != site.host or tuple(folders[:depth]) != site.folders:
                continue
            start, end = match.start(3), match.end(3)
            lead = "" if len(typed) > depth else "/"
            if crooked:
                lead = plain("/".join(["", *site.folders, ""]))
            elif len(typed) > depth:
                start += sum(len(folder) + 1 for folder in typed[:depth]) + 1
            else:
                start = end
            page = key("/".join(folders[depth:]), quoted=False)
            return Reached(url, page, start, end, lead, (match[5] or "")[1:])
        return None


def key(address: str, *, quoted: bool = True) -> str:
    """The form in which addresses of pages are compared: `a/`, `a` and `a/index.html` are one page."""
    path = _name(address) if quoted else address
    path = path.removeprefix("./")
    if path == "index.html" or path.endswith("/index.html"):
        path = path.removesuffix("index.html")
    return path.removesuffix("/")


def plain(address: str) -> str:
    """A page's address with nothing in it that means something in Markdown, HTML or wikitext."""
    return quote(
        unquote(address.removeprefix("./"), errors="surrogateescape"), safe=_PLAIN, errors="surrogateescape"
    )


def _site(url: str) -> _Site:
    match = _URL.fullmatch(url.strip())
    if match is None or not match[1] or not _HOST.fullmatch(match[2]):
        message = f"`{url}` is not a site's address; write it whole, such as `https://example.org/patterns/`"
        raise SiteError(message)
    if match[4] or match[5]:
        message = f"`{url}` has a query or a fragment; give the address of the site's top alone"
        raise SiteError(message)
    folders = [_name(folder) for folder in match[3].split("/")[1:]]
    if folders and folders[-1] == "index.html":
        folders.pop()
    return _Site(_host(match[1], match[2]), tuple(_straight([folder for folder in folders if folder])))


def _host(scheme: str, authority: str) -> str:
    """The host of an address, with its port unless that goes without saying."""
    host = authority.rpartition("@")[2].lower()
    for port in _PORTS[scheme.lower()]:
        host = host.removesuffix(port)
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _unicode(host: str) -> str:
    """A host's name in the letters that people write it with."""
    try:
        return host.encode().decode("idna")
    except UnicodeError:
        return host


def _name(quoted: str) -> str:
    """A part of a path as it's meant."""
    return unicodedata.normalize("NFC", unquote(quoted, errors="surrogateescape"))


def _straight(folders: list[str]) -> list[str]:
    """A path without `.` and `..`."""
    found: list[str] = []
    for folder in folders:
        if folder == "..":
            found[-1:] = []
        elif folder != ".":
            found.append(folder)
    return [*found, ""] if folders and folders[-1] in (".", "..") else found
