"""Addresses that led somewhere and lead nowhere: pages, and headings on pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from trimtab.core.change import AnchorGone, Named, PageGone
from trimtab.core.files import address
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.permalinks import headings
from trimtab.core.routes import Claim, Routes
from trimtab.core.settings import RESERVED_SLUGS
from trimtab.history.pairs import Pairs, heirs, named


def pages_gone(pairs: Pairs) -> Iterator[PageGone]:
    """The addresses, of pages and of what leads on to them, that lead nowhere now, in order.

    The permanent address counts where the entry is there still and has another; else it goes without saying.
    """
    before, after = Routes(pairs.before), Routes(pairs.after)
    there = {*after.pages, *after.redirects, *_made(pairs.after)}
    gone = {url: document for url, document in before.pages.items() if url not in there}
    for url, redirect in before.redirects.items():
        entry, own = redirect.document.entry, before.url(redirect.document.path)
        stays = own in there and entry is not None and pairs.entry_now(entry) is not None
        if url not in there and (redirect.claim in _NAMED or (redirect.claim is Claim.IDENTITY and stays)):
            gone.setdefault(url, redirect.document)
    for url, document in sorted(gone.items()):
        yield PageGone(url, document.path, document.title, _taker(pairs, document.entry))


_NAMED = (Claim.EARLIER, Claim.ALIAS)
"""What leads on because somebody wrote so."""


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
        for heading in headings(document):
            if heading.anchor not in page.anchors:
                yield AnchorGone(address(page.path), heading.anchor, heading.text, page.path, page.title)
