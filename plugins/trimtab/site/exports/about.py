"""What exports know of a site beside its library: its name, its address, its rights, and the dates of its files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin

from trimtab.site.exports.escaping import iri, line

_LICENCES = re.compile(
    r"https?://(?:creativecommons\.org/(?:licenses|publicdomain)/|spdx\.org/licenses/|opensource\.org/licen[sc]es?/"
    r"|www\.gnu\.org/licenses/|opendatacommons\.org/licenses/|www\.apache\.org/licenses/)"
)
"""Where licences have their addresses."""
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Dates:
    """When a file was first and last changed: days or moments as ISO 8601 writes them, empty where unknown."""

    created: str = ""
    updated: str = ""


@dataclass(frozen=True)
class About:
    """A site, as far as its files tell of it."""

    name: str = ""
    url: str = ""
    """Its own address, empty where it isn't known."""
    description: str = ""
    author: str = ""
    copyright: str = ""
    """Markup, as MkDocs has it."""
    language: str = ""
    """The tag of the language, as BCP 47 has it."""
    dates: Mapping[str, Dates] = field(default_factory=dict)
    """Those of the library's files, by path."""
    icon: str = ""
    """The address of its icon, relative to the site's top or whole."""

    def absolute(self, url: str) -> str:
        """An address that is relative to the site's top, made whole as far as that is possible."""
        return _joined(self.url if self.url.endswith("/") else f"{self.url}/", url) if self.url else url

    @property
    def title(self) -> str:
        """Its name, on one line."""
        return line(self.name) or "Pattern library"

    @property
    def tag(self) -> str:
        """The language's tag, where it is one."""
        return self.language if _LANGUAGE.fullmatch(self.language) else ""

    @cached_property
    def _rights(self) -> _Rights:
        reader = _Rights()
        reader.feed(self.copyright)
        reader.close()
        return reader

    @property
    def rights(self) -> str:
        """What the copyright notice says, in plain words."""
        return line("".join(self._rights.words))

    @property
    def licence(self) -> str:
        """The address of the licence that the copyright notice links to; empty where it links to none that we know."""
        return next((iri(url) for url in self._rights.links if _LICENCES.match(url)), "")

    def day(self, path: str) -> tuple[str, str]:
        """The days on which a file was first and last changed."""
        dates = self.dates.get(path, Dates())
        return dates.created[:10], dates.updated[:10]


class _Rights(HTMLParser):
    """The words of a copyright notice, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]


@lru_cache(1024)
def _joined(top: str, url: str) -> str:
    """An address below a site's top; that of one entry is asked for again and again."""
    return iri(urljoin(top, "" if url == "./" else url))
