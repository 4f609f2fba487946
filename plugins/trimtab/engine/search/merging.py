"""Several indexes of Pagefind's made into the one that it would have made of all documents.

What differs on purpose: chunks are measured in bytes, not in places, and a common word, one that most entries hold and
that is large by itself, has a chunk of its own, so that nobody fetches it with its neighbours.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from trimtab.checking.store import digest
from trimtab.engine.search import cbor, postings
from trimtab.engine.search.postings import Postings, Word
from trimtab.engine.search.shards import FORMAT, MAGIC, Part, Shard, UnknownIndexError

CHUNK = 36_000
"""From so many bytes on, before they are compressed, a chunk takes no further word."""
COMMON_PAGES = 0.95
COMMON_BYTES = 30_000
"""A word is common if it is found in more than this share of the pages and is larger than this when compressed."""
NAMES = 64
"""How many names share a file."""
ENTRY = "pagefind-entry.json"
OURS = "trimtab.json"
_ROUGHLY = 2
LEVEL = 6
"""How hard chunks are compressed: three more levels take four times as long to save a four-hundredth."""
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_FNV_START, _FNV_PRIME = 2166136261, 16777619


class Merged(NamedTuple):
    """A merged index."""

    files: dict[str, bytes]
    """Index, filters, meta data and names, by path below `pagefind/`; the entry file not among them."""
    entry: bytes
    """The file that leads to all others, to be written last."""
    renamed: list[tuple[int, str, str]]
    """Fragments that need another name, since two share one: the shard's number, the old name and the new one."""


def merge(shards: Sequence[Shard], jobs: int = 1) -> Merged:
    """Make one index of several.

    Args:
        shards: them, in order.
        jobs: how many processors may be used.

    Raises:
        UnknownIndexError: they are of different versions.
    """
    if len({(shard.version, *shard.characters) for shard in shards}) != 1:
        message = "indexes of different versions"
        raise UnknownIndexError(message)
    files: dict[str, bytes] = {}
    renamed: list[tuple[int, str, str]] = []
    languages = {}
    common: list[str] = []
    names: dict[str, tuple[list[str], list[str]]] = {}
    for language in sorted({part.language for shard in shards for part in shard.parts}):
        parts = [
            (at, part) for at, shard in enumerate(shards) for part in shard.parts if part.language == language
        ]
        one = _Language(language, [part for _, part in parts])
        pages, again = _pages(parts)
        renamed += again
        meta = one.meta(shards[0].version, pages, files, jobs)
        common += one.common
        for (page, _), (title, aliases) in zip(
            pages, (name for _, part in parts for name in part.names), strict=True
        ):
            _name(names, title, aliases, page)
        hashed = f"{language}_{digest(meta)[:10]}"
        files[f"pagefind.{hashed}.pf_meta"] = _packed(meta)
        about = {"hash": hashed, "wasm": parts[0][1].wasm, "page_count": len(pages)}
        languages[language] = {**about, "wasm": None if about["wasm"] == "unknown" else about["wasm"]}
    files.update(_names(names, common))
    entry = {"version": shards[0].version, "languages": languages, "include_characters": shards[0].characters}
    return Merged(files, _json(entry), renamed)


class _Language:
    """The merging of all parts of a language."""

    def __init__(self, language: str, parts: Sequence[Part]) -> None:
        self._language = language
        self._parts = parts
        self._offsets = [0]
        for part in parts:
            self._offsets.append(self._offsets[-1] + len(part.pages))
        self._fields = sorted({field for part in parts for field in part.fields})
        self.common: list[str] = []

    def meta(self, version: str, pages: list[tuple[str, int]], files: dict[str, bytes], jobs: int) -> bytes:
        """Add the index's files, and give the file that names them."""
        chunks: list[tuple[str, str]] = []
        contents = []
        for first, last, content in self._chunks():
            chunks.append((first, last))
            contents.append(content)
        with ThreadPoolExecutor(jobs) as pool:
            packed = list(pool.map(_packed, contents))
        taken: dict[str, bytes] = {}
        hashes = [self._hashed(content, taken) for content in contents]
        files.update((f"index/{name}.pf_index", found) for name, found in zip(hashes, packed, strict=True))
        indexed = [[*ends, name] for ends, name in zip(_bounds(chunks), hashes, strict=True)]
        filters = []
        for name, content in self._filters():
            hashed = self._hashed(content, taken)
            files[f"filter/{hashed}.pf_filter"] = _packed(content)
            filters.append([name, hashed])
        return cbor.write([version, pages, indexed, filters, list(self._sorts()), self._fields])

    def _hashed(self, content: bytes, taken: dict[str, bytes]) -> str:
        whole = f"{self._language}_{digest(content)}"
        size = len(self._language) + 8
        while taken.setdefault(whole[:size], content) != content:
            size += 1
        return whole[:size]

    def _words(self) -> Iterator[list[tuple[int, Word]]]:
        """Each word, in order, with the number of the first page of each part that has it."""
        found: dict[str, list[tuple[int, Word]]] = {}
        for part, offset in zip(self._parts, self._offsets, strict=False):
            moved = {at: self._fields.index(field) for at, field in enumerate(part.fields)}
            same = all(at == to for at, to in moved.items())
            for word in part.words:
                found.setdefault(word.text, []).append((offset, word if same else word.renumbered(moved)))
        for text in sorted(found):
            yield found[text]

    def _chunks(self) -> Iterator[tuple[str, str, bytes]]:
        """The first word, the last one and the content of each chunk."""
        chunk: list[bytes] = []
        first, last, size = "", "", 0
        for several in self._words():
            text = several[0][1].text
            number, content = _joined((offset, word.plain) for offset, word in several if word.plain)
            forms = dict.fromkeys(form for _, word in several for form in word.variants)
            variants = {
                form: _joined(
                    (offset, word.variants[form]) for offset, word in several if form in word.variants
                )
                for form in forms
            }
            written = postings.write(text, (number, content), variants)
            common = self._is_common(number, written)
            if common:
                self.common.append(text)
            if chunk and common:
                yield first, last, _chunk(chunk)
                chunk = []
            if not chunk:
                first, size = text, 0
            chunk.append(written)
            last, size = text, size + len(written)
            if size >= CHUNK or common:
                yield first, last, _chunk(chunk)
                chunk = []
        if chunk:
            yield first, last, _chunk(chunk)

    def _is_common(self, number: int, written: bytes) -> bool:
        if number <= COMMON_PAGES * self._offsets[-1] or len(written) < _ROUGHLY * COMMON_BYTES:
            return False
        return len(zlib.compress(written, 6)) > COMMON_BYTES

    def _filters(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted({name for part in self._parts for name in part.filters}):
            values: dict[str, list[int]] = {}
            for part, offset in zip(self._parts, self._offsets, strict=False):
                for value, pages in part.filters.get(name, {}).items():
                    values.setdefault(value, []).extend(offset + page for page in pages)
            yield name, cbor.write([name, [[value, values[value]] for value in sorted(values)]])

    def _sorts(self) -> Iterator[tuple[str, list[int]]]:
        for name in sorted({name for part in self._parts for name in part.sorts}):
            values = [
                (value, offset + page)
                for part, offset in zip(self._parts, self._offsets, strict=False)
                for page, value in sorted(part.sorts.get(name, {}).items())
            ]
            numbers = all(_NUMBER.fullmatch(value) for value, _ in values)
            values.sort(key=lambda found: float(found[0]) if numbers else found[0])
            yield name, [page for _, page in values]


def _joined(several: Iterable[tuple[int, Postings]]) -> tuple[int, bytes]:
    """The number of all postings of a spelling, and these."""
    number, page = 0, 0
    parts = []
    for offset, found in several:
        parts.append(found.after(page, offset))
        number += found.number
        page = offset + found.last
    return number, b"".join(parts)


def _chunk(words: list[bytes]) -> bytes:
    return b"".join((cbor.listed(1), cbor.listed(len(words)), *words))


def _bounds(chunks: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """From where to where each chunk answers: no more of a word than tells it from its neighbour's."""
    bounds = list(chunks)
    for at in range(len(bounds) - 1):
        (first, last), (following, end) = bounds[at], bounds[at + 1]
        size = next(
            (n for n, (one, other) in enumerate(zip(last, following, strict=False)) if one != other),
            min(len(last), len(following)),
        )
        bounds[at] = (first, max(first, last[: size + 1]) if last[: size + 1] >= first else last)
        bounds[at + 1] = (following[: size + 1], end)
    return bounds


def _pages(parts: Iterable[tuple[int, Part]]) -> tuple[list[tuple[str, int]], list[tuple[int, str, str]]]:
    """All pages, and which of their fragments need another name: names are short, and two shards may use the same."""
    pages: list[tuple[str, int]] = []
    renamed = []
    taken: set[str] = set()
    for shard, part in parts:
        for name, size in part.pages:
            free = name
            while free in taken:
                free += "0"
            if free != name:
                renamed.append((shard, name, free))
            taken.add(free)
            pages.append((free, size))
    return pages, renamed


def _name(names: dict[str, tuple[list[str], list[str]]], title: str, aliases: str, page: str) -> None:
    bare = _folded(title)
    if bare:
        names.setdefault(bare, ([], []))[0].append(page)
    for alias in dict.fromkeys(map(_folded, aliases.split(";"))):
        if alias and alias != bare:
            names.setdefault(alias, ([], []))[1].append(page)


def _names(names: dict[str, tuple[list[str], list[str]]], common: list[str]) -> Iterator[tuple[str, bytes]]:
    """The files that tell which entries bear exactly a name, and the one that tells how many these are."""
    number = 1
    while number * NAMES < len(names):
        number *= 2
    files: list[dict[str, Any]] = [{} for _ in range(number)]
    for name in sorted(names):
        files[_fnv(name) % number][name] = names[name]
    stamp = digest(_json(files))[:10]
    for at, some in enumerate(files):
        yield f"names/{stamp}-{at}.json", _json(some)
    yield OURS, _json({"common": sorted(set(common)), "names": [stamp, number]})


def _folded(name: str) -> str:
    """A name as `fold` in `query.js` writes it."""
    spread = unicodedata.normalize("NFKD", name)
    bare = "".join(one for one in spread if one not in "'’" and unicodedata.category(one)[0] != "M").lower()
    return " ".join("".join(one if unicodedata.category(one)[0] in "LN" else " " for one in bare).split())


def _fnv(text: str) -> int:
    """FNV-1a, of 32 bits, as in `names.js`."""
    found = _FNV_START
    for one in text.encode():
        found = (found ^ one) * _FNV_PRIME & 0xFFFFFFFF
    return found


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(content: bytes) -> bytes:
    return gzip.compress(MAGIC + content, LEVEL, mtime=0)


def key(shards: Iterable[str]) -> str:
    """The name of the merger of shards with some names."""
    return digest(FORMAT.encode(), *(one.encode() for one in shards))
