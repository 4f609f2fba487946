"""An entry's text for reading away from its page: every link leads to where it leads on the site, in full."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from trimtab.core.body import Reference
from trimtab.core.document import Document
from trimtab.core.names import BareLevel, Elsewhere, Found, Planned
from trimtab.core.permalinks import headings
from trimtab.core.routes import quoted
from trimtab.core.targets import Target
from trimtab.core.words import anchor_of, fold
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import markdown


def prose(catalogue: Catalogue, about: About, document: Document) -> str:
    """The body of a document, without what its page shows at the head."""
    text = document.source.text
    cuts = [(section.heading.start, section.end, "") for section in document.sections_above]
    first = next(iter(document.headings), None)
    if first is not None and fold(first.text) == fold(document.title) and first not in headings(document):
        cuts.append((first.start, first.end, ""))
    cuts += [
        (reference.start, reference.end, _reference(catalogue, about, reference))
        for reference in (naming.reference for naming in document.namings)
        if reference is not None
    ]
    cuts += [
        (target.start, target.end, address)
        for target in document.targets
        if (address := _target(catalogue, about, document, target))
    ]
    parts, at = [], document.body_start
    for start, end, instead in sorted(cuts):
        if start >= at:
            parts += [text[at:start], instead]
            at = end
    parts.append(text[at:])
    return "".join(parts).strip()


def _reference(catalogue: Catalogue, about: About, reference: Reference) -> str:
    resolution = catalogue.library.resolve(reference)
    if isinstance(resolution, Found):
        entry = resolution.entry
        anchor = anchor_of(reference.anchor)
        known = anchor and catalogue.library.has_anchor(entry.path, anchor)
        url = catalogue.url(entry.path) + f"#{anchor}" if known else catalogue.permalink(entry)
        return f"[{markdown(reference.text or entry.title)}]({about.absolute(url)})"
    if isinstance(resolution, Elsewhere):
        text = markdown(reference.text or resolution.entry.title)
        address = resolution.library.url(resolution.slug, reference.anchor)
        return f"[{text}]({address})" if address else text
    if isinstance(resolution, BareLevel):
        text = reference.text or f"Level {resolution.number}"
        return f"[{markdown(text)}]({about.absolute(catalogue.level_url(resolution.number))})"
    named = resolution.name if isinstance(resolution, Planned) else reference.name
    return markdown(reference.text or named)


def _target(catalogue: Catalogue, about: About, document: Document, target: Target) -> str:
    """The address of what an ordinary link of a document leads to; empty where that isn't known."""
    try:
        parts = urlsplit(target.address)
    except ValueError:
        return ""
    if not parts.path:
        return about.absolute(f"{catalogue.url(document.path)}#{parts.fragment}") if parts.fragment else ""
    folder = posixpath.dirname(document.path)
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if path.startswith("../") or path not in catalogue.library.files:
        return ""
    url = catalogue.url(path) if path.endswith(".md") else quoted(path)
    return about.absolute(url + (f"#{parts.fragment}" if parts.fragment else ""))
