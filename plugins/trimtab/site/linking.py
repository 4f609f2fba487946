"""What the names and links of a page become: addresses, or text that is marked because it leads nowhere."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from trimtab.core.body import Reference, anchor_of
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.names import Ambiguous, Found, Planned, Unknown
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


class PageLinker:
    """Resolves what one document says, for the page that it becomes."""

    def __init__(self, library: Library, document: Document) -> None:
        self._library = library
        self._document = document
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
            case Unknown():
                if reference.kind == "level" and reference.name.isdigit():
                    path = urls.generated_level(int(reference.name))
                    if path in self._library.files or urls.has_generated_level(
                        self._library, int(reference.name)
                    ):
                        return Shown(
                            text if reference.text else f"Level {reference.name}", self._relative(path)
                        )
                return Shown(text, hint="There is no entry of this name", state="missing")

    def mend(self, url: str) -> str:
        """The address of an ordinary link, without an anchor that isn't there; empty if it leads nowhere."""
        fault = self._library.check_target(self._document.path, url)
        if fault is None:
            return url
        _, anchor = fault
        return url.partition("#")[0] if anchor else ""

    def _relative(self, path: str) -> str:
        return quote(posixpath.relpath(path, self._folder or "."))
