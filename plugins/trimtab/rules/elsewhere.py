"""Names of other libraries' entries: what the rules about links ask of them, and of the files that tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trimtab.core.body import Reference
from trimtab.core.diagnostics import Edit, Fix
from trimtab.core.foreign import ForeignLibrary, Stray, words
from trimtab.core.library import Library, Link
from trimtab.core.model import Entry
from trimtab.core.names import Elsewhere, SeveralElsewhere
from trimtab.core.namings import Via, qualified
from trimtab.core.nearby import is_clear, nearest
from trimtab.core.others import Other
from trimtab.core.words import anchor_of
from trimtab.rules.places import FIELDS, KIND_GIVEN, body_fields, rewritten
from trimtab.rules.registry import Finding

_LISTED = 12
"""How many sections of a page a help names."""
_PLAIN = re.compile(r"\w[\w.~-]*")
"""A slug that can be written into a file as it is."""


def unknown(library: Library, link: Link, near: tuple[str, ...]) -> Finding | None:
    """What is wrong with a name that means nothing, where another library is meant; `near` are the likest names."""
    libraries = library.settings.libraries
    if not libraries:
        return None
    if link.kind in libraries:
        return _unknown_there(library, link, near)
    if link.via in KIND_GIVEN:
        prefix, name = qualified(link.name)
        if prefix not in libraries:
            return None
        message = f"`{FIELDS[link.via]}` takes entries of this library alone, and `{prefix}` is another."
        cure = f"Name it in the text, `[[{prefix}:{name.strip()}]]`, or as one of the `relations`."
        return Finding(link.document, link.span, message, cure)
    if link.kind is None or link.kind in library.settings.all_kinds:
        return None
    likest = nearest(link.kind, libraries)
    if not likest:
        return None
    fix = rewritten(link, f"{likest}:{link.name}", library.settings, safe=False, kind=True)
    message = f"`{link.kind}` is neither a kind of entry nor another library."
    return Finding(link.document, link.span, message, f"Did you mean `{likest}:{link.name}`?", fix=fix)


def _unknown_there(library: Library, link: Link, near: tuple[str, ...]) -> Finding:
    other = library.others[link.kind or ""].known
    name = other.name if other is not None else link.kind
    message = f"“{name}” has no entry called `{link.name}`."
    cure = f"Check the name; `trimtab library update {link.kind}` fetches what is new there."
    fix = None
    if near:
        cure = f"Did you mean {' or '.join(f'`{link.kind}:{words(slug)}`' for slug in near)}?"
        fix = _renamed(library, link, near[0], safe=False) if is_clear(link.name, near) else None
    return Finding(link.document, link.span, message, cure, fix=fix)


def ambiguous(library: Library) -> Iterator[Finding]:
    """The names that could mean several entries of another library."""
    for link in _named(library):
        several = link.resolution
        if not isinstance(several, SeveralElsewhere):
            continue
        other, slugs = several.library, several.slugs
        candidates = [f"“{other.entries[slug].title}” ({words(slug)})" for slug in slugs]
        candidates += ["another entry"] if len(slugs) == 1 else []
        yield Finding(
            link.document,
            link.span,
            f"`{link.name}` could mean {' and '.join(candidates)} of “{other.name}”.",
            f"Write which one you mean, for instance `{other.prefix}:{words(slugs[0])}`.",
            fix=_renamed(library, link, slugs[0], safe=False),
        )


def missing_anchors(library: Library) -> Iterator[Finding]:
    """The sections that pages of other libraries don't have."""
    for link in _named(library):
        if link.elsewhere is not None and link.reference is not None and link.reference.anchor:
            yield from _missing_anchor(library, link, link.elsewhere, link.reference)


def _missing_anchor(
    library: Library, link: Link, there: Elsewhere, reference: Reference
) -> Iterator[Finding]:
    anchors = there.entry.anchors or ()
    wanted = anchor_of(reference.anchor)
    if there.entry.has_anchor(wanted):
        return
    rest = len(anchors) - _LISTED
    listed = f"{', '.join(map(words, anchors[:_LISTED]))}{f' and {rest} more' if rest > 0 else ''}"
    cure = f"Its sections are {listed}." if anchors else "It has no sections."
    near, fix = nearest(wanted, anchors), None
    if near:
        cure = f"Did you mean `#{words(near)}`?"
        source = link.document.source
        at = source.text.find(f"#{reference.anchor}", reference.start, reference.end)
        if at >= 0 and _PLAIN.fullmatch(near):
            span = source.span(at + 1, at + 1 + len(reference.anchor))
            fix = Fix((Edit(span, near),), safe=False, fields=body_fields(library.settings))
    message = f"{_titled(there)} has no section `{reference.anchor}`."
    yield Finding(link.document, link.span, message, cure, fix=fix)


def superseded(library: Library) -> Iterator[Finding]:
    """The links to entries of other libraries that are deprecated, removed or superseded there."""
    for link in _named(library):
        entry = link.document.entry
        speaks = entry is None or entry.status.is_current
        if link.elsewhere is not None and link.via is not Via.HEIR and speaks:
            yield from _superseded(library, link, link.elsewhere)


def _superseded(library: Library, link: Link, there: Elsewhere) -> Iterator[Finding]:
    status = there.entry.status if there.entry.status in ("deprecated", "removed") else ""
    if not status and not there.entry.heir:
        return
    slug = there.library.heir(there.slug)
    message = f"{_titled(there)} is {status or 'superseded'}."
    if slug is None:
        cure, fix = "Take the link away, or say in the text what holds of it still.", None
    else:
        cure = f"Link to its heir, `{there.library.prefix}:{words(slug)}`."
        anchored = link.reference is not None and link.reference.anchor
        fix = None if anchored else _renamed(library, link, slug, safe=False)
    yield Finding(link.document, link.span, message, cure, fix=fix)


def heir(library: Library, entry: Entry) -> str:
    """The name of another library's entry that took the place of one of ours; empty where none did."""
    kind, name = qualified(entry.superseded_by)
    found = library.resolve_name(name, kind)
    return f"{found.library.prefix}:{words(found.slug)}" if isinstance(found, Elsewhere) else ""


def named(library: Library, link: Link, name: str) -> Fix | None:
    """The cure that names an entry of another library instead of one of ours."""
    can_be = link.via not in KIND_GIVEN and _PLAIN.fullmatch(name.partition(":")[2])
    return rewritten(link, name, library.settings, safe=False, kind=True) if can_be else None


def earlier(library: Library) -> Iterator[Finding]:
    """The names that entries of other libraries had before."""
    for link in _named(library):
        there = link.elsewhere
        if there is None or not there.is_earlier:
            continue
        fix = _renamed(library, link, there.slug, safe=True)
        name = f"{there.library.prefix}:{words(there.slug)}"
        cure = f"Write `{name}`{'; `trimtab check --fix` does' if fix else ''}."
        message = f"`{link.name}` is an earlier name of {_titled(there)}."
        yield Finding(link.document, link.span, message, cure, fix=fix)


def unreadable_files(library: Library) -> Iterator[Finding]:
    """The files of other libraries that can't be used."""
    for other in library.others.values():
        if other.problem is not None:
            message = f"Nothing is known of the library `{other.prefix}`: {_lowered(other.problem.message)}"
            yield Finding(other.source, other.problem.span, message, _fetch(other))


def strays(library: Library) -> Iterator[Finding]:
    """The addresses of other libraries' entries that are named here and that no link can be made of."""
    named = {(link.kind, link.elsewhere.slug) for link in _named(library) if link.elsewhere is not None}
    for other in library.others.values():
        known = other.known
        slugs = {slug for prefix, slug in named if prefix == other.prefix}
        if known is None or not slugs:
            continue
        if not known.site:
            given = words(known.file.site_url)
            message = f"“{known.name}” doesn't say at which address its site is, so no link can be made."
            if given:
                message = f"`{given}`, which “{known.name}” gives, is no address of a site."
            cure = f"Give it in the settings: `libraries: {{{other.prefix}: {{names: …, url: https://…}}}}`."
            yield Finding(other.source, other.place(known.file.site_url), message, cure)
        else:
            strays = [one for one in known.strays if one.slug in slugs]
            if strays:
                yield _stray(other, known, *strays)


def _stray(other: Other, known: ForeignLibrary, first: Stray, *more: Stray) -> Finding:
    others = f"; so does {len(more)} more" if len(more) == 1 else f"; so do {len(more)} more" if more else ""
    message = (
        f"The address `{words(first.address)}` of `{words(first.slug)}` leads out of {known.site}{others}."
    )
    cure = f"Tell those who keep “{known.name}”; until then its name is shown without a link."
    return Finding(other.source, other.place(first.address), message, cure)


def _named(library: Library) -> Iterator[Link]:
    """The links by names of other libraries."""
    libraries = library.settings.libraries
    return (link for link in library.links if link.kind in libraries) if libraries else iter(())


def _fetch(other: Other) -> str:
    """What brings a file that can be used."""
    if other.problem is not None and other.problem.help:
        return other.problem.help
    command = f"`trimtab library update {other.prefix}`"
    if other.settings.source:
        return f"Run {command}, which fetches it anew, and commit the file."
    return f"Say in the settings where it comes from, `source: https://…`, and run {command}."


def _renamed(library: Library, link: Link, slug: str, *, safe: bool) -> Fix | None:
    """The cure that names another entry of the same library."""
    return rewritten(link, slug, library.settings, safe=safe) if _PLAIN.fullmatch(slug) else None


def _titled(there: Elsewhere) -> str:
    return f"“{there.entry.title}” of “{there.library.name}”"


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
