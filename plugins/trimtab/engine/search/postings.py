"""The words of an index chunk, and where each is found, as Pagefind 1.5 writes them.

A chunk is `[[word, ...]]`; a word is `[text, postings, variants]`, a variant, a spelling with other accents, is
`[text, postings]`. A posting is `[page, places, places in meta fields]`: the page as the distance from the posting
before, the first from page 0; among the places, a number below 0 is a weight or a field that holds from there on.

Postings stay as bytes. To put those of another index behind them, only the first page must be written anew, and for
that the last page is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from trimtab.engine.search import cbor
from trimtab.engine.search.cbor import CborError

_NUMBER = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a....)"
_SHORT = rb"[\x00-\x17\x20-\x37]*+"
_LONG = rb"[\x18\x38].%b|[\x19\x39]..%b|[\x1a\x3a]....%b" % (_SHORT, _SHORT, _SHORT)
_PLACES = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)%b(?>(?:%b)*)" % (_SHORT, _LONG)
_ALL = re.compile(rb"(?>(?:\x83%b%b%b)*)" % (_NUMBER, _PLACES, _PLACES), re.DOTALL)
_PAGE = re.compile(rb"\x83(%b)%b%b" % (_NUMBER, _PLACES, _PLACES), re.DOTALL)
_WITH_FIELDS = re.compile(
    rb"((?>(?:\x83%b%b\x80)*))(?:(\x83%b%b)(%b))?" % (_NUMBER, _PLACES, _NUMBER, _PLACES, _PLACES), re.DOTALL
)
"""As many postings as have no places in meta fields, and then one that has some, or the end."""


class Postings(NamedTuple):
    """Where one spelling is found."""

    number: int
    """In how many pages."""
    first: int
    """The first page."""
    last: int
    """The last page."""
    content: bytes
    """The postings, without the first one's beginning and page."""

    def after(self, page: int, offset: int) -> bytes:
        """These postings, their pages moved up by an offset, as they stand behind one of a page."""
        return b"\x83" + cbor.write(self.first + offset - page) + self.content

    def renumbered(self, fields: Mapping[int, int]) -> Postings:
        """The same with other numbers for the meta fields."""
        start = b"\x83" + cbor.write(self.first)

        def anew(found: re.Match[bytes]) -> bytes:
            if found[2] is None:
                return found[0]
            places, _ = cbor.read(found[3])
            moved = [one if one >= 0 else -1 - fields[-1 - one] for one in places]
            return found[1] + found[2] + cbor.write(moved)

        content = _WITH_FIELDS.sub(anew, start + self.content)
        return Postings(self.number, self.first, self.last, content[len(start) :])


class Word(NamedTuple):
    """A word of an index."""

    text: str
    plain: Postings | None
    """Where it is found without accents; None for nowhere."""
    variants: dict[str, Postings]
    """Where it is found with accents, by spelling."""

    def renumbered(self, fields: Mapping[int, int]) -> Word:
        """The same with other numbers for the meta fields."""
        variants = {form: one.renumbered(fields) for form, one in self.variants.items()}
        return Word(self.text, self.plain and self.plain.renumbered(fields), variants)


def words(chunk: bytes) -> Iterator[Word]:
    """The words of a chunk, in its order.

    Raises:
        CborError: it isn't what Pagefind 1.5 writes.
    """
    at = _list(chunk, 0, 1)
    _, number, at = cbor.head(chunk, at)
    for _ in range(number):
        text, at = cbor.read(chunk, _list(chunk, at, 3))
        plain, at = _postings(chunk, at)
        _, several, at = cbor.head(chunk, at)
        variants = {}
        for _ in range(several):
            form, at = cbor.read(chunk, _list(chunk, at, 2))
            found, at = _postings(chunk, at)
            if found:
                variants[form] = found
        yield Word(text, plain, variants)
    if at != len(chunk):
        raise CborError("more than a list of words")


def _list(chunk: bytes, at: int, size: int) -> int:
    if chunk[at : at + 1] != cbor.listed(size):
        raise CborError(f"no list of {size} items")
    return at + 1


def _postings(chunk: bytes, at: int) -> tuple[Postings | None, int]:
    _, count, at = cbor.head(chunk, at)
    found = _ALL.match(chunk, at)
    end = found.end() if found else at
    pages = _PAGE.findall(chunk, at, end)
    if len(pages) != count:
        raise CborError("postings of another form")
    if not pages:
        return None, end
    numbers = [one[0] if len(one) == 1 else int.from_bytes(one[1:], "big") for one in pages]
    return Postings(count, numbers[0], sum(numbers), chunk[at + 1 + len(pages[0]) : end]), end


def write(text: str, parts: tuple[int, bytes], variants: Mapping[str, tuple[int, bytes]]) -> bytes:
    """A word as a chunk holds it.

    Args:
        text: the word.
        parts: the number of its postings, and these.
        variants: the same for each spelling with accents.
    """
    count, content = parts
    spelled = (
        cbor.listed(2) + cbor.write(form) + cbor.listed(number) + found
        for form, (number, found) in variants.items()
    )
    return b"".join(
        (
            cbor.listed(3),
            cbor.write(text),
            cbor.listed(count),
            content,
            cbor.listed(len(variants)),
            *spelled,
        )
    )
