"""What another library tells of itself, kept as a file whose changes are easy to read, and what a newer one changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from trimtab.core.foreign import VERSION, ForeignLibrary, Known, NamesFile
from trimtab.core.library import Library, Link
from trimtab.core.names import Elsewhere, SeveralElsewhere, Unknown
from trimtab.core.words import anchor_of


def rendered(file: NamesFile) -> str:
    """The text of a file that tells what a library told: what is understood of it, sorted, a line for each value."""
    told = file.model_dump(exclude={"pages", "entries"})
    entries = {slug: _told(entry) for slug, entry in file.entries.items()}
    data = {"version": VERSION, "entries": entries, **told}
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _told(entry: Known) -> dict[str, object]:
    values = {name: value for name, value in entry.model_dump().items() if value not in ("", None)}
    return {**values, "title": entry.title, "url": entry.url}


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a library tells otherwise than before: slugs, each list in order."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    """Entries of which nothing is left, not even a page that leads on."""
    moved: tuple[tuple[str, str], ...]
    """Entries that have another slug or another address: the slug before, and the one now."""
    changed: tuple[str, ...]
    """Entries that have another title, status or heir, or lack a section that they had."""


def renewal(before: ForeignLibrary | None, after: ForeignLibrary) -> Renewal:
    """What is told otherwise; without a `before`, everything is new."""
    then = before.entries if before is not None else {}
    gone, moved, changed = [], [], []
    for slug, entry in sorted(then.items()):
        now = after.entries.get(slug)
        found = after.resolve(slug) if now is None else None
        if isinstance(found, Elsewhere):
            moved.append((slug, found.slug))
        elif now is None:
            gone.append(slug)
        elif before is not None and before.url(slug) != after.url(slug):
            moved.append((slug, slug))
        elif _told_of(entry) != _told_of(now) or set(entry.anchors or ()) - set(now.anchors or ()):
            changed.append(slug)
    met = {new for _, new in moved}
    new = tuple(slug for slug in sorted(after.entries) if slug not in then and slug not in met)
    return Renewal(new, tuple(gone), tuple(moved), tuple(changed))


def _told_of(entry: Known) -> tuple[str, str, str]:
    return entry.title, entry.status, entry.heir


@dataclass(frozen=True, slots=True)
class Touched:
    """A name of ours that means something else once the library's newer file counts."""

    link: Link
    now: str
    """What is the matter with it now, as the end of a sentence."""


def touched(
    library: Library, prefix: str, before: ForeignLibrary | None, after: ForeignLibrary
) -> Iterator[Touched]:
    """The names of another library whose meaning a newer file changes, in reading order."""
    for link in library.links:
        if link.kind == prefix:
            then = _meaning(before, link) if before is not None else ("", "")
            now = _meaning(after, link)
            if now != then and (before is not None or now[1]):
                yield Touched(link, now[1] or "is sound")


def _meaning(library: ForeignLibrary, link: Link) -> tuple[str, str]:
    """Where a name leads, and what is the matter with it; empty if nothing."""
    found = library.resolve(link.name)
    if isinstance(found, Unknown):
        return "", "means no entry"
    if isinstance(found, SeveralElsewhere):
        return " ".join(found.slugs), "could mean several entries"
    entry, heir = found.entry, library.heir(found.slug)
    anchor = link.reference.anchor if link.reference is not None else ""
    url = library.url(found.slug, anchor)
    if entry.status in ("deprecated", "removed") or entry.heir:
        status = entry.status if entry.status in ("deprecated", "removed") else "superseded"
        return url, f"is {status}{f'; its heir is `{library.prefix}:{heir}`' if heir else ''}"
    if found.is_earlier:
        return url, f"is an earlier name of `{library.prefix}:{found.slug}`"
    if anchor and not entry.has_anchor(anchor_of(anchor)):
        return url, f"has no section `{anchor}`"
    return url, ""
