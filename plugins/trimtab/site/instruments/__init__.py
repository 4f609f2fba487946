"""Instruments: pages on which a reader asks the library something.

Each is whole as text. Its script, fetched on its page alone, reads the library as data and keeps what was entered in
the address, so that others can be sent a link to it. A library gets those that it has something to show in.
"""

from __future__ import annotations

from collections.abc import Callable

from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.instruments import ladder, together, watch, what_keeps_happening, which_level
from trimtab.site.instruments.map import page as map_page
from trimtab.site.listings import GeneratedPage, IndexView
from trimtab.site.views import Value

_MAKERS: tuple[Callable[[Catalogue], GeneratedPage | tuple[GeneratedPage, ...] | None], ...] = (
    which_level.page,
    what_keeps_happening.page,
    ladder.page,
    watch.page,
    together.pages,
    map_page,
)
"""The instruments, in the order in which a reader should meet them."""


def pages(catalogue: Catalogue) -> tuple[GeneratedPage, ...]:
    """The page of each instrument, and one that lists them; none where the library has nothing to show in any."""
    found = (make(catalogue) or () for make in _MAKERS)
    made = [page for one in found for page in (one if isinstance(one, tuple) else (one,))]
    if not made:
        return ()
    intro = "Ask the library something, and send others the address of what you see."
    values = tuple(
        Value(page.title, catalogue.url(page.path), page.description) for page in made if page.first
    )
    view = IndexView("Instruments", intro, values)
    return (
        GeneratedPage(urls.INSTRUMENTS, view.title, "instruments/index.html", view, intro, in_nav=True),
        *made,
    )
