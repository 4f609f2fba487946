"""What is new and what has changed, as a feed: Atom, RFC 4287."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from trimtab.core.model import Entry
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import line, xml

LENGTH = 50
"""How many entries a feed has."""


def feed(catalogue: Catalogue, about: About) -> str:
    """The entries that changed last, the latest first.

    Empty where the site's address isn't known, without which nothing in a feed has an identity, or where no dates are.
    """
    dated = _latest(catalogue, about)
    if not about.url or not dated:
        return ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{_attribute("xml:lang", about.tag)}>',
        _element("title", about.title),
        _element("subtitle", line(about.description)),
        _element("id", about.absolute("./")),
        _element("updated", dated[0][0]),
        f"<link{_attribute('rel', 'self')}{_attribute('type', 'application/atom+xml')}"
        f"{_attribute('href', about.absolute(urls.FEED))}/>",
        f"<link{_attribute('rel', 'alternate')}{_attribute('type', 'text/html')}"
        f"{_attribute('href', about.absolute('./'))}/>",
        f"<link{_attribute('rel', 'license')}{_attribute('href', about.licence)}/>" if about.licence else "",
        f"<author>{_element('name', line(about.author) or about.title)}</author>",
        _element("rights", about.rights),
    ]
    for updated, entry in dated:
        lines += _entry(catalogue, about, entry, updated)
    return "\n".join([*filter(None, lines), "</feed>", ""])


def _latest(catalogue: Catalogue, about: About) -> list[tuple[str, Entry]]:
    known = (
        (moment(about.dates[entry.path].updated), entry)
        for entry in catalogue.library.current
        if entry.path in about.dates and about.dates[entry.path].updated
    )
    by_path = sorted(known, key=lambda pair: pair[1].path)
    return sorted(by_path, key=lambda pair: pair[0], reverse=True)[:LENGTH]


def moment(date: str) -> str:
    """A day, or a moment of any zone, as a moment of UTC, so that moments can be compared as text."""
    when = datetime.fromisoformat(date)
    return when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(catalogue: Catalogue, about: About, entry: Entry, updated: str) -> Iterator[str]:
    url = about.absolute(catalogue.url(entry.path))
    created = about.dates[entry.path].created
    yield "<entry>"
    yield _element("title", line(entry.title))
    yield _element("id", about.absolute(catalogue.permalink(entry)))
    yield f"<link{_attribute('rel', 'alternate')}{_attribute('type', 'text/html')}{_attribute('href', url)}/>"
    yield _element("published", moment(created)) if created else ""
    yield _element("updated", updated)
    yield from (f"<author>{_element('name', name)}</author>" for name in map(line, entry.authors) if name)
    yield _category(
        about.absolute(catalogue.url(urls.kind_index(entry.kind))),
        entry.kind,
        catalogue.kind_label(entry.kind),
    )
    for number in entry.levels:
        yield _category(about.absolute(catalogue.url(urls.LADDER)), str(number), catalogue.level_name(number))
    yield _element("summary", line(catalogue.summary(entry)))
    yield "</entry>"


def _category(scheme: str, term: str, label: str) -> str:
    given = _attribute("scheme", scheme) + _attribute("term", term) + _attribute("label", line(label))
    return f"<category{given}/>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{xml(text)}</{name}>" if text else ""


def _attribute(name: str, value: str) -> str:
    return f' {name}="{xml(value)}"' if value else ""
