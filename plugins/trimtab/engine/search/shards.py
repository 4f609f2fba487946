"""A part of a library's documents, indexed by Pagefind on its own, in a form that is quick to merge.

Which documents are a shard's is told by their paths alone: a shard ends where a path's checksum says so. So an entry
more or less changes the shard where it stands and seldom the one behind it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from trimtab.checking.store import pack, unpack
from trimtab.engine.search import cbor, postings
from trimtab.engine.search.cbor import CborError
from trimtab.engine.search.postings import Postings, Word
from trimtab.engine.search.service import Service
from trimtab.site.records import Record

FORMAT = "2"
"""Changes whenever what is kept of a shard has another form or meaning."""
LEAST = 96
MOST = 256
"""How many documents a shard has, if there are as many."""
KNOWN = "1.5."
"""The versions of Pagefind whose files are known here begin so."""
MAGIC = b"pagefind_dcd"
RUNTIME = ("pagefind.js", "pagefind-worker.js")
"""What a reader's browser needs of Pagefind, beside the part for the language."""
_ENTRY = "pagefind-entry.json"
_GZIP = zlib.MAX_WBITS | 16
_READ = (_ENTRY, ".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment", ".pagefind")

_Told = dict[str, tuple[dict[str, str], dict[str, str]]]
"""By address, the values by which a page can be ordered, and its meta fields."""


class UnknownIndexError(ValueError):
    """Pagefind wrote something that we don't know how to merge."""


class Part(NamedTuple):
    """A shard's documents of one language."""

    language: str
    wasm: str
    """Which of Pagefind's programs reads it."""
    pages: list[tuple[str, int]]
    """Each page's fragment and number of words."""
    fields: list[str]
    """The meta fields, in order."""
    filters: dict[str, dict[str, list[int]]]
    sorts: dict[str, dict[int, str]]
    """By the sort's name, the value of each page that has one."""
    names: list[tuple[str, str]]
    """Each page's title and its aliases, these joined by semicolons."""
    words: list[Word]


class Shard(NamedTuple):
    """What Pagefind made of some documents."""

    version: str
    characters: list[str]
    """The marks that count as letters."""
    parts: list[Part]
    files: dict[str, bytes]
    """What a site needs as it is: fragments and Pagefind's own programs."""


def partition(paths: Iterable[str]) -> list[list[str]]:
    """The shards of some documents, each in order."""
    shards: list[list[str]] = [[]]
    for path in sorted(set(paths)):
        shards[-1].append(path)
        size = len(shards[-1])
        if size >= MOST or (size >= LEAST and zlib.crc32(path.encode(errors="replace")) % LEAST == 0):
            shards.append([])
    return [shard for shard in shards if shard]


def index(records: Iterable[Record], service: Service) -> Shard:
    """Have some documents indexed.

    Args:
        records: the documents, in the order of their paths.
        service: the Pagefind to do it.

    Raises:
        ServiceError: Pagefind failed.
        UnknownIndexError: what it wrote isn't known here.
    """
    service.begin()
    told = {}
    for record in records:
        said = service.add(record.path, record.html)
        told[said.get("page_url", "")] = (record.sorts, said.get("page_meta") or {})
    written = service.files(lambda path: path.endswith(_READ) or path in RUNTIME)
    try:
        return _read(written, told)
    except (OSError, EOFError, KeyError, IndexError, TypeError, ValueError, zlib.error) as error:
        raise UnknownIndexError(f"{type(error).__name__}: {error}") from error


def _read(written: dict[str, bytes], told: _Told) -> Shard:
    entry = json.loads(written[_ENTRY])
    version = str(entry["version"])
    if not version.startswith(KNOWN):
        message = f"Pagefind {version}"
        raise UnknownIndexError(message)
    files = {path: content for path, content in sorted(written.items()) if path.startswith("fragment/")}
    parts = []
    for language, about in sorted(entry["languages"].items()):
        wasm = about["wasm"] or "unknown"
        for name in (*RUNTIME, f"wasm.{wasm}.pagefind"):
            files[name] = written[name]
        parts.append(_part(written, language, wasm, about["hash"], told))
    return Shard(version, list(entry["include_characters"]), parts, files)


def _part(written: dict[str, bytes], language: str, wasm: str, meta: str, told: _Told) -> Part:
    (_, pages, chunks, filters, sorts, fields), _ = cbor.read(_unpacked(written[f"pagefind.{meta}.pf_meta"]))
    known = [told[_address(written[f"fragment/{name}.pf_fragment"])] for name, _ in pages]
    by = {name: {at: had[name] for at, (had, _) in enumerate(known) if name in had} for name, _ in sorts}
    if any(sorted(order) != sorted(by[name]) for name, order in sorts):
        message = "an order of results by values that the pages don't tell plainly"
        raise UnknownIndexError(message)
    values = {}
    for name, file in filters:
        (_, found), _ = cbor.read(_unpacked(written[f"filter/{file}.pf_filter"]))
        values[name] = dict(found)
    return Part(
        language,
        wasm,
        [(name, size) for name, size in pages],
        fields,
        values,
        by,
        [(said.get("title", ""), said.get("aliases", "")) for _, said in known],
        [
            word
            for _, _, file in chunks
            for word in postings.words(_unpacked(written[f"index/{file}.pf_index"]))
        ],
    )


def _address(fragment: bytes) -> str:
    """A fragment's address, which it begins with."""
    size, text = 1 << 10, ""
    while size <= 1 << 20:
        data = zlib.decompressobj(_GZIP).decompress(fragment, size)
        text = data.removeprefix(MAGIC).decode(errors="ignore").removeprefix('{"url":')
        try:
            address, _ = json.JSONDecoder().raw_decode(text)
        except ValueError:
            size <<= 2
        else:
            return str(address)
    raise CborError("a fragment without an address")


def _unpacked(file: bytes) -> bytes:
    data = zlib.decompress(file, _GZIP)
    if not data.startswith(MAGIC):
        raise CborError("not a file of Pagefind's")
    return data[len(MAGIC) :]


def kept(shard: Shard) -> tuple[bytes, bytes]:
    """A shard as it is kept: all but its files, and these."""
    parts = [tuple(part._replace(words=_plain(part.words))) for part in shard.parts]
    return zlib.compress(pack(shard.version, shard.characters, parts), 1), pack(shard.files)


def restored(content: bytes) -> Shard | None:
    """A shard without its files, or None where the kept content can't be used."""
    try:
        found = unpack(zlib.decompress(content), str, list, list)
        if found is None:
            return None
        version, characters, parts = found
        return Shard(version, characters, [_part_of(part) for part in parts], {})
    except (zlib.error, TypeError, ValueError, IndexError):
        return None


def restored_files(content: bytes) -> dict[str, bytes] | None:
    """A shard's files, or None where the kept content can't be used."""
    found = unpack(content, dict)
    return found[0] if found else None


def _part_of(kept: Sequence[Any]) -> Part:
    part = Part(*kept)
    return part._replace(words=_words(part.words))


def _plain(words: Sequence[Word]) -> list[Any]:
    return [
        (text, plain and tuple(plain), {form: tuple(one) for form, one in variants.items()})
        for text, plain, variants in words
    ]


def _words(kept: Iterable[Any]) -> list[Word]:
    return [
        Word(text, plain and Postings(*plain), {form: Postings(*one) for form, one in variants.items()})
        for text, plain, variants in kept
    ]
