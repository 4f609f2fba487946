"""Another library as this one may know it: its entries, their names and addresses, as its `api/v1/names.json` tells.

What such a file says was written by strangers: it is read within limits, and its addresses count only below the
address of that library's site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from rapidfuzz import fuzz, process

from trimtab.core.diagnostics import Position
from trimtab.core.lock import is_address
from trimtab.core.names import Elsewhere, SeveralElsewhere, Unknown
from trimtab.core.settings import SITE
from trimtab.core.words import anchor_of, fold

VERSION = 1
"""The version of `names.json` that is understood."""
NAMES = "api/v1/names.json"
"""Where a site has the file."""
MOST_BYTES = 64_000_000
"""How large the file may be; one of 10,000 entries has some 8 MB."""
_NEAR = 75.0
"""How much alike, of 100, names must be to be offered."""
_OFFERED = 3
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Half a letter, as JSON may have it; alone it is none, and can't be written."""
_LONGEST = 2_000
"""How many characters a title or a summary may have."""
_UPDATE = "update it"
_PERMANENT = "p/"
"""The folder of permanent addresses."""
_KEPT = "/%-._~!$&*+,;=:@"
"""What stays as it is in an address; the rest would mean something in Markdown or HTML."""


class NamesError(Exception):
    """A text that is no `names.json`, or none that is understood; the message says what it is instead."""

    def __init__(
        self, message: str, position: Position | None = None, part: str = "", cure: str = ""
    ) -> None:
        super().__init__(f"`{part}` is {message}" if part else message)
        self.position = position
        """Where it is wrong, if the text isn't JSON."""
        self.sentence = f"{f'`{part}` of the file' if part else 'The file'} is {message}."
        """What is wrong with a file that holds it."""
        self.cure = cure
        self.is_of_another = cure == _UPDATE
        """Whether another version of Trimtab would understand it."""


def words(text: str) -> str:
    """A text on one line, without signs that can't be seen, and not without end."""
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


Words = Annotated[str, AfterValidator(words)]


class Known(BaseModel):
    """An entry, as far as its site tells of it."""

    model_config = ConfigDict(frozen=True)

    title: Words
    kind: Words = ""
    url: str
    """Its address, relative to the site's top."""
    permalink: str = ""
    status: Words = "stable"
    summary: Words = ""
    heir: str = ""
    """The slug of the entry that took its place."""
    anchors: tuple[str, ...] | None = None
    """The fragments that lead to a place on its page; None if they aren't told."""

    def has_anchor(self, anchor: str) -> bool:
        """Whether its page has a place of this fragment, as far as is known."""
        return self.anchors is None or anchor in self.anchors


class NamesFile(BaseModel):
    """What a `names.json` says."""

    site_name: Words = ""
    site_url: str = ""
    entries: dict[str, Known]
    names: dict[str, str] = {}
    addresses: dict[str, str] = {}
    pages: tuple[str, ...] | None = None

    def heir(self, slug: str) -> str | None:
        """The slug of the entry that took one's place, the last of a row of heirs; None if it isn't there."""
        seen = {slug}
        heir = self.entries[slug].heir
        while heir in self.entries and heir not in seen:
            seen.add(heir)
            if not self.entries[heir].heir:
                return heir if self.entries[heir].status != "removed" else None
            heir = self.entries[heir].heir
        return None


def read(path: Path) -> bytes:
    """The bytes of a `names.json` on disk.

    Raises:
        OSError: it can't be read.
        NamesError: it's too large to be one.
    """
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NamesError(f"larger than {MOST_BYTES // 1_000_000} MB, which no `names.json` is")
    return data


def parse(text: str | bytes) -> NamesFile:
    """What a `names.json` says.

    Raises:
        NamesError: it isn't such a file, or one of another version.
    """
    return understood(loaded(text))


def loaded(text: str | bytes) -> Any:
    """The values of some JSON.

    Raises:
        NamesError: it is none.
    """
    try:
        words = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        data = json.loads(words)
        if _SURROGATE.search(words):
            json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise NamesError("not JSON", Position(error.lineno, error.colno)) from None
    except (ValueError, RecursionError):
        raise NamesError("not JSON") from None
    return data


def understood(data: Any) -> NamesFile:
    """What the values of a `names.json` say.

    Raises:
        NamesError: they are something else, or of another version.
    """
    version = data.get("version") if isinstance(data, dict) else None
    if version is None or "entries" not in data:
        raise NamesError("not the `names.json` of a library")
    if version != VERSION or isinstance(version, bool):
        message = f"version {version!r:.40} of `names.json`; this Trimtab reads version {VERSION}"
        raise NamesError(message, cure=_UPDATE)
    try:
        return NamesFile.model_validate(data)
    except ValidationError as error:
        fault = error.errors()[0]
        part = words(".".join(str(step) for step in fault["loc"]))[:200]
        raise NamesError(
            f"not what a library writes there: {fault['msg']}", part=part, cure="build the site anew"
        ) from None


@dataclass(frozen=True, slots=True)
class Stray:
    """An address that doesn't lead to a page below that library's site."""

    slug: str
    address: str


class ForeignLibrary:
    """Another library: what its names mean, and where its entries are.

    Args:
        prefix: what stands before its names here.
        file: what it tells of itself.
        url: the address of its site, where it tells none or another counts.
    """

    def __init__(self, prefix: str, file: NamesFile, url: str = "") -> None:
        self.prefix = prefix
        self.file = file
        self.entries = file.entries
        self.name = file.site_name or prefix
        """What it is called."""
        site = url or file.site_url
        self.site = f"{site.removesuffix('/')}/" if SITE.fullmatch(site) else ""
        """The address of its site's top; empty where none is known that could be one."""

    def resolve(self, name: str) -> Elsewhere | SeveralElsewhere | Unknown:
        """What a name means there: a slug, an id or an earlier one; else a title or an alias, loosely compared."""
        name = name.strip()
        slug = name if name in self.entries else self.file.names.get(name) or self._identities.get(name)
        if slug in self.entries:
            return Elsewhere(self, slug, self._is_earlier(name, slug))
        slugs = self._folded.get(fold(name), ())
        if len(slugs) == 1 and fold(name) not in self._unclear:
            return Elsewhere(self, slugs[0])
        if slugs:
            return SeveralElsewhere(self, slugs)
        slug = self._by_last.get(name)
        return Elsewhere(self, slug, is_earlier=True) if slug else Unknown(self.nearest(name))

    def heir(self, slug: str) -> str | None:
        """The slug of the entry that took one's place, the last of a row of heirs; None if it isn't there."""
        return self.file.heir(slug)

    def url(self, slug: str, anchor: str = "") -> str:
        """The permanent address of an entry's page; empty where it has none below the site's own.

        Args:
            slug: the entry's.
            anchor: a section, by its name or fragment; one that the page doesn't have is left out.
        """
        entry = self.entries[slug]
        address = self._address(entry.permalink or entry.url)
        fragment = anchor_of(anchor)
        if not address or not fragment or not entry.has_anchor(fragment):
            return address
        # Those who keep permanent addresses by a page that leads on would lose the section on the way.
        return f"{self._address(entry.url) or address}#{quote(fragment, safe=_KEPT)}"

    @cached_property
    def strays(self) -> tuple[Stray, ...]:
        """The addresses of entries that lead out of the site."""
        return tuple(
            Stray(slug, address)
            for slug, entry in self.entries.items()
            for address in (entry.url, entry.permalink)
            if address and self.site and not self._address(address)
        )

    def nearest(self, name: str) -> tuple[str, ...]:
        """The slugs of up to three entries whose names are most like a name."""
        best: dict[str, float] = {}
        for known, score, _ in process.extract(
            fold(name), self._folded.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=10 * _OFFERED
        ):
            for slug in self._folded[known]:
                best[slug] = max(score, best.get(slug, 0.0))
        return tuple(sorted(best, key=lambda slug: (-best[slug], slug))[:_OFFERED])

    def _address(self, address: str) -> str:
        """An address in full; empty where it isn't below the site's."""
        relative = address.removeprefix(self.site) if self.site else ""
        return self.site + quote(relative.removeprefix("./"), safe=_KEPT) if is_address(relative) else ""

    def _is_earlier(self, name: str, slug: str) -> bool:
        """Whether a name is one that an entry had as its slug or id, and has no longer."""
        entry = self.entries[slug]
        identity = _last(entry.permalink)
        return name not in (slug, identity, entry.title) and self._identities.get(name) == slug

    @cached_property
    def _identities(self) -> dict[str, str]:
        """The slug that each permanent address stands for, by its last part: slugs, ids, and those of earlier days."""
        return {
            _last(address): slug
            for address, slug in self.file.addresses.items()
            if slug in self.entries and address.startswith(_PERMANENT)
        }

    @cached_property
    def _by_last(self) -> dict[str, str]:
        """The slug that an address stands for, by its last part, where that is one entry's alone."""
        found = _collected(
            (_last(address), slug) for address, slug in self.file.addresses.items() if slug in self.entries
        )
        return {name: slugs[0] for name, slugs in found.items() if len(slugs) == 1}

    @cached_property
    def _folded(self) -> dict[str, tuple[str, ...]]:
        """The slugs of the entries that go by each name, folded; ids and earlier slugs count as they stand."""
        return _collected((fold(name), slug) for name, slug in self._names())

    def _names(self) -> Iterator[tuple[str, str]]:
        for slug, entry in self.entries.items():
            yield slug, slug
            yield entry.title, slug
        for name, slug in self.file.names.items():
            if slug in self.entries and name not in self._identities:
                yield name, slug

    @cached_property
    def _unclear(self) -> frozenset[str]:
        """The titles, folded, that are another's name too: a library leaves out names that mean two entries."""
        told = set(map(fold, self.file.names))
        titles = {fold(entry.title) for entry in self.entries.values()} if told else set()
        return frozenset(titles - told)


def _collected(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, slug in pairs:
        if name:
            found.setdefault(name, {})[slug] = None
    return {name: tuple(slugs) for name, slugs in found.items()}


def _last(address: str) -> str:
    """The last part of a page's address, without what every page's has."""
    return address.removesuffix("index.html").removesuffix("/").removesuffix(".html").rpartition("/")[2]
