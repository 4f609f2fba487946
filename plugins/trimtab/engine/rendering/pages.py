"""A page of ours: MkDocs', but it takes its conversion from where it's ready, and lets its text go after that.

The texts of a library take as much memory as half of what its pages become, and hardly anybody asks for them again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages as mkdocs_pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import weak_property

from trimtab.engine.rendering.conversion import Conversion
from trimtab.engine.rendering.records import say


class TrimtabPage(Page):
    """A page that somebody else converts."""

    convert: Callable[[TrimtabPage, str], Conversion]
    read: Callable[[File], str | None] | None
    again: Callable[[File], str | None] | None
    conversion: Conversion | None
    """What it became."""
    _text: str | None
    _given: str | None
    """The text as it was read, until the page is converted."""
    _is_gone: bool
    """Whether the text has been let go."""

    @classmethod
    def adopt(
        cls,
        page: Page,
        convert: Callable[[TrimtabPage, str], Conversion],
        read: Callable[[File], str | None] | None = None,
        again: Callable[[File], str | None] | None = None,
    ) -> None:
        """Make a page ours. It stays the object that the navigation and other plugins know.

        Args:
            page: a page of MkDocs'; one of another plugin's own kind stays as it is.
            convert: what gives the conversion of the page's text.
            read: what gives the page's text without metadata; None to have MkDocs read it.
            again: what gives that text once more, after the page has been converted; None where nobody can.
        """
        if type(page) is Page:
            page.__class__ = cls
            page.convert = convert  # type: ignore[attr-defined]
            page.read = read  # type: ignore[attr-defined]
            page.again = again  # type: ignore[attr-defined]
            page._text, page._given, page._is_gone = None, None, False  # type: ignore[attr-defined]
            page.conversion = None  # type: ignore[attr-defined]

    @property
    def markdown(self) -> str | None:
        """The text without metadata; read again where it has been let go."""
        return self.again(self.file) if self._is_gone and self.again is not None else self._text

    @markdown.setter
    def markdown(self, text: str | None) -> None:
        """Set it."""
        self._text, self._is_gone = text, False

    @weak_property
    def title(self) -> str | None:
        """The title as MkDocs finds it, which asks for the text only to see whether there is one."""
        found: str | None
        if self._is_gone and "title" in self.meta:
            found = self.meta["title"]
        elif self._is_gone and self._title_from_render:
            found = self._title_from_render
        else:
            found = Page.title.func(self)
        return found

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the text from who knows it, or have MkDocs read it."""
        text = self.read(self.file) if self.read is not None else None
        if text is None:
            super().read_source(config)
        else:
            self.markdown, self.meta = text, {}
        self._given = self._text

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the conversion of the text that has reached the page, say what it logged, and learn from it.

        Raises:
            RuntimeError: the page has no text yet.
        """
        if self._text is None:
            message = "`markdown` field hasn't been set (via `read_source`)"
            raise RuntimeError(message)
        conversion = self.conversion = self.convert(self, self._text)
        say(conversion.records)
        self.content = conversion.content
        self.toc = get_toc(conversion.toc)
        self._title_from_render = conversion.title or None
        self.present_anchor_ids = set(conversion.anchors)
        if mkdocs_pages.log.getEffectiveLevel() > logging.DEBUG:
            self.links_to_anchors = {}
            for path, anchor, url in conversion.links:
                to = files.src_uris.get(path)
                if to is not None:
                    self.links_to_anchors.setdefault(to, {})[anchor] = url
        if self.again is not None and self._text is self._given:
            self._text, self._is_gone = None, True
        self._given = None
