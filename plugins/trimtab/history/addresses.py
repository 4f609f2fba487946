"""Addresses that led somewhere and lead nowhere: pages, and headings on pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from trimtab.core.change import AnchorGone, Named, PageGone
from trimtab.core.document import Document
from trimtab.core.files import address
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.settings import RESERVED_SLUGS
from trimtab.core.words import fold
from trimtab.history.pairs import Pairs, heirs, named


def pages_gone(pairs: Pairs) -> Iterator[PageGone]:
    """The addresses, of pages and of redirects to them, that lead nowhere now, in order."""
    there = {address(document.path) for document in pairs.after.documents}
    there |= _made(pairs.after) | {
        redirect for entry in pairs.after.entries for redirect in _redirects(entry)
    }
    found: dict[str, PageGone] = {}
    for document in pairs.before.documents:
        for place in _addresses(document):
            if place not in there:
                taker = _taker(pairs, document.entry)
                found.setdefault(place, PageGone(place, document.path, document.title, taker))
    yield from (found[place] for place in sorted(found))


def _addresses(document: Document) -> Iterator[str]:
    """The addresses that lead to a document's page."""
    yield address(document.path)
    if document.entry is not None:
        yield from _redirects(document.entry)


def _redirects(entry: Entry) -> Iterator[str]:
    folder = posixpath.dirname(entry.path)
    for slug in entry.redirect_from:
        yield address(posixpath.join(folder, f"{slug}.md"))


def _made(library: Library) -> set[str]:
    """The addresses of lists that the site makes where nobody wrote them, and of its home."""
    lists = sorted(RESERVED_SLUGS | set(library.settings.kinds))
    return {"./"} | {address(posixpath.join(name, "index.md")) for name in lists}


def _taker(pairs: Pairs, entry: Entry | None) -> Named | None:
    """The entry that should take over an address: what became of its entry, or the heir that this one named."""
    if entry is None:
        return None
    now = pairs.entry_now(entry)
    if now is None and entry.superseded_by:
        heir = heirs(pairs.before).get(entry.path)
        now = pairs.entry_now(heir) if heir is not None else None
    return named(now) if now is not None else None


def anchors_gone(pairs: Pairs) -> Iterator[AnchorGone]:
    """The headings that a page had and whose addresses lead nowhere on it now."""
    for document in pairs.before.documents:
        page = pairs.document_now(document.path)
        if page is None or document.anchors <= page.anchors:
            continue
        for anchor, heading in _anchors(document):
            if anchor not in page.anchors:
                yield AnchorGone(address(page.path), anchor, heading, page.path, page.title)


def _anchors(document: Document) -> Iterator[tuple[str, str]]:
    """The anchors of the headings that a page shows, with their words."""
    shown_above = {section.heading.start for section in document.gathered.sections}
    for index, heading in enumerate(document.body.headings):
        is_title = (
            document.entry is not None
            and index == 0
            and heading.level == 1
            and fold(heading.text) == fold(document.title)
        )
        if not is_title and heading.start not in shown_above:
            yield heading.anchor, heading.text
