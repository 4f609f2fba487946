"""What an entry's page offers to those who link to it: its permanent address, in the forms that they need."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import quote, urljoin
from zlib import crc32

from trimtab.core.model import Entry, LevelEntry, Status
from trimtab.core.routes import identity, quoted
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.linkforms import Form, Target, address, forms, markdown, markdown_text

UNKNOWN = "https://your-site/"
"""What stands for the site's address where that isn't known; the page's script puts the browser's own in its place."""

LONGEST = 250
"""How many bytes of a slug fit into the name of a file."""


def absolute(about: About, url: str) -> str:
    """The whole address of one that is relative to the site's top, in signs that no form needs to escape."""
    top = about.url or UNKNOWN
    return address(urljoin(top if top.endswith("/") else f"{top}/", url))


def prefix(about: About) -> str:
    """A library's name as wikis take it before a colon: a letter, then letters and digits."""
    plain = unicodedata.normalize("NFKD", about.name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain).lstrip("0123456789")[:32] or "library"


@dataclass(frozen=True, slots=True)
class LinkKit:
    """What an entry's page offers to those who link to it."""

    address: str
    url: str
    """The permanent address, relative to the site's top."""
    known: bool
    """Whether the site's own address is known; else `unknown` stands for it."""
    target: Target
    """The entry as forms take it."""
    markdown: str
    data: str
    source: str
    """Where a copy of the text is from, and its terms, as Markdown."""
    more: str
    """The page that says more about links."""
    page: str = ""
    """The small page beside the entry's that has all forms; empty where the entry's own has them."""
    unknown: str = UNKNOWN

    @property
    def first(self) -> Form:
        """The form that most people want."""
        return next(forms(self.target))

    @property
    def forms(self) -> tuple[Form, ...]:
        """All forms."""
        return tuple(forms(self.target))


class LinkKits:
    """Makes the link kits of a library's entries.

    Args:
        catalogue: the library.
        about: what its site is called, where it is, and when its files changed.
    """

    def __init__(self, catalogue: Catalogue, about: About) -> None:
        self._catalogue = catalogue
        self._about = about

    def kit(self, entry: Entry) -> LinkKit | None:
        """The kit of an entry; none for one that was removed, which nobody should link to any more."""
        if entry.status is Status.REMOVED:
            return None
        target = self.target(entry)
        source = f"Source: {markdown(target)}, {markdown_text(self._about.title)}"
        return LinkKit(
            target.url,
            self._catalogue.permalink(entry),
            bool(self._about.url),
            target,
            quoted(urls.entry_markdown(entry.slug)),
            quoted(urls.entry_data(entry.slug)),
            ". ".join(filter(None, (source, self._rights))),
            self._catalogue.url(urls.LINK),
            self.page(entry),
        )

    def page(self, entry: Entry) -> str:
        """The address of the small page beside an entry's; of entries with the same slug, only the first has one."""
        fits = len(entry.slug.encode(errors="surrogateescape")) <= LONGEST
        first = self._first.get(entry.slug)
        return self._catalogue.url(urls.beside(entry.slug)) if fits and first is entry else ""

    @cached_property
    def _rights(self) -> str:
        return rights(self._about.copyright)

    @cached_property
    def _first(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for entry in self._catalogue.library.entries:
            found.setdefault(entry.slug, entry)
        return found

    def target(self, entry: Entry) -> Target:
        """An entry as forms take it."""
        item = self._catalogue.item(entry)
        what = item.kind_label
        if isinstance(entry, LevelEntry):
            what += f" {entry.number}"
        elif item.level:
            what += f" at level {item.level}, {item.level_name}"
        return Target(
            entry.title,
            absolute(self._about, self._catalogue.permalink(entry)),
            self._about.title,
            what,
            self._about.day(entry.path)[1],
            entry.authors or tuple(filter(None, [self._about.author])),
            f"{prefix(self._about)}:{_key(identity(entry, self._catalogue.library.settings))}",
        )


def _key(ident: str) -> str:
    """An id as a key of BibTeX, which takes few signs."""
    if re.fullmatch(r"[A-Za-z0-9.-]+", ident):
        return ident
    plain = unicodedata.normalize("NFKD", ident).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-")
    return f"{plain}-{crc32(ident.encode()):08x}".lstrip("-")


class _Rights(HTMLParser):
    """Reads a note about rights, and says it as Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self._href: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            href = dict(attrs).get("href") or ""
            # What is relative leads nowhere from another place.
            self._href.append(href if href.startswith(("https://", "http://")) else "")
            self.said += "[" if self._href[-1] else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href:
            href = self._href.pop()
            self.said += f"]({quote(href, safe='/%:~?#&=+,;@!$*-_.')})" if href else ""

    def handle_data(self, data: str) -> None:
        self.said += markdown_text(data)


def rights(copyright_html: str) -> str:
    """The note about rights at the foot of a site's pages as Markdown, on one line."""
    reader = _Rights()
    reader.feed(copyright_html)
    reader.close()
    return " ".join(reader.said.split())
