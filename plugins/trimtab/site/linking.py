"""What the names and links of a page become: addresses, or text that is marked because it leads nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from trimtab.core.body import Reference
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.names import (
    Ambiguous,
    BareLevel,
    Elsewhere,
    Found,
    Planned,
    SeveralElsewhere,
    Unknown,
    Untold,
)
from trimtab.core.words import anchor_of
from trimtab.site import urls


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown in place of a reference. Without an `href` it is text, marked as `state`."""

    text: str
    href: str = ""
    hint: str = ""
    """What a pointer that rests on it reads."""
    state: str = ""
    """`missing`, `ambiguous` or `planned` where there is no address."""
    library: str = ""
    """The name of the other library that it leads to."""


class PageLinker:
    """Resolves what one document says, for the page that it becomes.

    Args:
        library: the library.
        document: one of its documents.
        generated: paths of the pages that the site has beside the library's own.
    """

    def __init__(self, library: Library, document: Document, generated: Container[str] = ()) -> None:
        self._library = library
        self._document = document
        self._generated = generated
        self._folder = posixpath.dirname(document.path)

    @property
    def title(self) -> str:
        """The page's title, where the page shows it at its head; empty for an ordinary page."""
        return self._document.title if self._document.entry else ""

    @property
    def form(self) -> tuple[str, ...]:
        """The sections of the document's kind."""
        entry = self._document.entry
        return self._library.settings.form(entry.kind) if entry else ()

    def show(self, reference: Reference) -> Shown:
        """What a reference becomes."""
        resolution = self._library.resolve(reference)
        text = reference.text or reference.name
        match resolution:
            case Found(entry):
                anchor = anchor_of(reference.anchor)
                if anchor and not self._library.has_anchor(entry.path, anchor):
                    anchor = ""
                href = self._relative(entry.path) + (f"#{anchor}" if anchor else "")
                return Shown(reference.text or entry.title, href, entry.summary)
            case Planned(name):
                return Shown(reference.text or name, hint="Wanted: not written yet", state="planned")
            case Ambiguous(candidates):
                titles = " or ".join(entry.title for entry in candidates)
                return Shown(text, hint=f"Could mean {titles}", state="ambiguous")
            case BareLevel(number):
                shown = reference.text or f"Level {number}"
                return Shown(shown, self._relative(urls.generated_level(number)))
            case Elsewhere():
                return _elsewhere(reference, resolution)
            case SeveralElsewhere(library, slugs):
                titles = " or ".join(library.entries[slug].title for slug in slugs)
                return Shown(text, hint=f"Could mean {titles} in {library.name}", state="ambiguous")
            case Untold():
                return Shown(text, hint=f"Nothing is known of the library {reference.kind}", state="missing")
            case Unknown():
                return Shown(text, hint="There is no entry of this name", state="missing")

    def mend(self, url: str) -> str:
        """The address of an ordinary link, without an anchor that isn't there; empty if it leads nowhere."""
        fault = self._library.check_target(self._document.path, url)
        if fault is None:
            return self._page_of(url) or url
        path, anchor = fault
        if anchor:
            return url.partition("#")[0]
        return url if path in self._generated else ""

    def _page_of(self, url: str) -> str:
        """The file of the page that a link such as `other-entry` or `../levels/` means; empty if it means none."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        name = posixpath.basename(parts.path.rstrip("/"))
        if parts.scheme or parts.netloc or parts.path.startswith("/") or not name or "." in name:
            return ""
        target = posixpath.normpath(posixpath.join(self._folder, unquote(parts.path)))
        for path in (f"{target}.md", f"{target}/index.md"):
            if path in self._library.files or path in self._generated:
                return parts._replace(path=self._relative(path)).geturl()
        return ""

    def _relative(self, path: str) -> str:
        return quote(posixpath.relpath(path, self._folder or "."))


def _elsewhere(reference: Reference, there: Elsewhere) -> Shown:
    """What a reference to an entry of another library becomes."""
    entry, library = there.entry, there.library.name
    text = reference.text or entry.title
    href = there.library.url(there.slug, reference.anchor)
    if not href:
        return Shown(text, hint=f"{entry.title}, in {library}, whose address isn't known", state="missing")
    return Shown(text, href, f"In {library}: {entry.summary or entry.title}", library=library)
