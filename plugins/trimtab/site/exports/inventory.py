"""The names of a library as an inventory of Sphinx, by which other documentation links in: `objects.inv`.

The form is that of version 2: four lines of text, then, compressed, `name domain:role priority uri words` a line. See
https://sphobjinv.readthedocs.io/en/stable/syntax.html and `sphinx.util.inventory`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from urllib.parse import quote

from trimtab.core.model import Status
from trimtab.core.permalinks import headings
from trimtab.core.routes import Claim
from trimtab.core.words import anchor_of
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import clean, line

_HEADER = """\
# Sphinx inventory version 2
# Project: {project}
# Version: {version}
# The remainder of this file is compressed using zlib.
"""
_NAME = re.compile(r"[^\s\x00-\x1f\x7f`]+")
"""A name that the form and those who write it can hold."""


def inventory(catalogue: Catalogue, about: About) -> bytes:
    """Every name that leads to an entry, and the headings of entries as `slug:heading`, are labels.

    Other pages are documents, by their path.
    """
    found: dict[str, str] = {}
    for name, role, uri, words in _objects(catalogue):
        # Sphinx compares labels without regard to case.
        if _NAME.fullmatch(name):
            found.setdefault(name.lower(), f"{clean(name)} std:{role} -1 {uri} {line(words) or '-'}\n")
    text = "".join(found[name] for name in sorted(found))
    header = _HEADER.format(project=about.title, version="")
    return header.encode() + zlib.compress(text.encode(), 9)


def _objects(catalogue: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    """Name, role, address and words of everything, that which is surest first."""
    library, routes = catalogue.library, catalogue.routes
    for entry in library.entries:
        yield entry.slug, "label", catalogue.url(entry.path), entry.title
    for redirect in routes.redirects.values():
        other = redirect.document.entry
        if other is not None:
            name = redirect.name.rpartition("/")[2]
            yield (
                anchor_of(name) if redirect.claim is Claim.ALIAS else name,
                "label",
                catalogue.url(other.path),
                other.title,
            )
    for document in library.documents:
        url = catalogue.url(document.path)
        if document.entry is None:
            yield document.path.removesuffix(".md"), "doc", url, document.title
        elif document.entry.status is not Status.REMOVED:
            for heading in headings(document):
                anchor = quote(heading.anchor, errors="replace")
                yield f"{document.entry.slug}:{heading.anchor}", "label", f"{url}#{anchor}", heading.text
