"""All pages that a site makes beside those of the library's files."""

from __future__ import annotations

from trimtab.site import instruments, linkpage
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.listings import GeneratedPage, Listings


def pages(catalogue: Catalogue, about: About) -> tuple[GeneratedPage, ...]:
    """The pages, those of the navigation in its order; the one on the library's health comes after them."""
    return (
        *Listings(catalogue, about.name).pages(),
        *instruments.pages(catalogue),
        *linkpage.pages(catalogue, about),
    )
