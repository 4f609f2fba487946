"""Where documents name an entry by its slug, or link to its file, and what stands there once it has another.

Names in code and comments are none. Titles, aliases and earlier slugs stay: they still lead to the entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import yaml

from trimtab.core.document import Document
from trimtab.core.library import Library, Link
from trimtab.core.model import Entry
from trimtab.core.namings import Naming, Via
from trimtab.core.targets import place
from trimtab.core.words import fold
from trimtab.edit.retitle import is_makeshift
from trimtab.edit.texts import Replacement
from trimtab.edit.yaml_text import is_plain, written

_ESCAPED = " \"'#%&()<>?\\"
"""What a link's target can't hold as it is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where an entry is named, as it stands and as it's to stand."""

    document: Document
    line: int
    """Where it stands now, counted from 1."""
    before: str
    after: str
    change: Replacement | None
    """What is replaced; None where it can't be, since the name isn't written there as it's read."""


def by_slug(library: Library, entry: Entry, new: str) -> Iterator[Spot]:
    """The names of an entry that are its slug, in all documents, with `new` in their place."""
    own = library.document_of(entry)
    others = {fold(name) for name in entry.aliases}
    if not is_makeshift(own):
        others.add(fold(entry.title))
    for link in library.links:
        if link.target is entry and _is_slug(link, entry, others):
            yield _in_body(link, new) if link.via is Via.REFERENCE else _in_field(link, new)


def by_path(library: Library, entry: Entry, new: str) -> Iterator[Spot]:
    """The ordinary links to an entry's file, in all documents, with the file named for `new`."""
    for document in library.documents:
        for target in document.targets:
            leads_to = place(document.path, target.address)
            path = target.url.partition("#")[0].partition("?")[0]
            if leads_to is None or leads_to.path != entry.path or not path:
                continue
            folder = len(path) - len(path.rpartition("/")[2])
            name = "".join(quote(char) if char in _ESCAPED else char for char in f"{new}.md")
            after = target.url[:folder] + name + target.url[len(path) :]
            change = Replacement(target.start + folder, target.start + len(path), name)
            line = document.source.position(change.start).line
            yield Spot(document, line, target.url, after, change)


def _is_slug(link: Link, entry: Entry, others: Collection[str]) -> bool:
    """Whether a name is the entry's slug, though perhaps in capitals, and not a title, an alias or an id."""
    if link.name == entry.slug:
        return True
    return fold(link.name) == fold(entry.slug) and fold(link.name) not in others and link.name != entry.id


def _in_body(link: Link, new: str) -> Spot:
    """A reference of the body: what stands between brackets, or the name in a phrase."""
    text, span = link.document.source.text, link.span
    start, end = link.document.source.offset(span.start), link.document.source.offset(span.end)
    shown = text[start:end]
    first, last = start, end
    if shown.startswith("[["):
        target = shown[2:-2].partition("|")[0].partition("#")[0]
        first += 2 + (target.index(":") + 1 if link.kind else 0)
        last = start + 2 + len(target)
    name = text[first:last]
    at = first + name.index(link.name)
    change = Replacement(at, at + len(link.name), new)
    after = text[start : change.start] + new + text[change.end : end]
    return Spot(link.document, span.start.line, shown, after, change)


def _in_field(link: Link, new: str) -> Spot:
    """A value of the front matter; its quotation marks and the kind before the name stay."""
    source, naming = link.document.source, link.naming
    start, end = source.offset(naming.span.start), source.offset(naming.span.end)
    raw = source.text[start:end]
    after = _renamed(raw, naming, new) if end <= link.document.front.body_start else None
    change = None if after is None else Replacement(start, end, after)
    return Spot(link.document, naming.span.start.line, raw, after or raw, change)


def _renamed(raw: str, naming: Naming, new: str) -> str | None:
    """A scalar as typed with another name at its end; None where it doesn't say what was read."""
    value = _value(raw)
    if value is None or not value.rstrip().endswith(naming.name) or naming.name not in raw:
        return None
    wanted = value.rstrip().removesuffix(naming.name) + new
    at = raw.rindex(naming.name)
    changed = raw[:at] + new + raw[at + len(naming.name) :]
    quoted = raw[-1] in "\"'"
    if _value(changed) == wanted and (quoted or is_plain(new, flow=True)):
        return changed
    return written(wanted, flow=True, like=raw)


def _value(raw: str) -> str | None:
    """What a piece of YAML says that is one scalar."""
    try:
        events = [
            event for event in yaml.parse(raw, Loader=yaml.CSafeLoader) if isinstance(event, yaml.NodeEvent)
        ]
    except yaml.YAMLError:
        return None
    return str(events[0].value) if len(events) == 1 and isinstance(events[0], yaml.ScalarEvent) else None
