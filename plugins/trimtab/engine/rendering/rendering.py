"""The making of one build's pages: converted ahead, laid out where that is called for, and told to the search."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Protocol

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from trimtab.checking.store import Store, digest
from trimtab.core.settings import Settings
from trimtab.engine.rendering import conversion, conversions, frame, whole
from trimtab.engine.rendering.conversions import Conversions, Known, Memory
from trimtab.engine.rendering.pages import TrimtabPage
from trimtab.engine.rendering.whole import Shown, Whole
from trimtab.engine.search import Index
from trimtab.engine.steps import Step, Steps
from trimtab.site.markdown import Context

log = logging.getLogger("mkdocs.plugins.trimtab")


class Contents(conversions.Contents, Protocol):
    """What a build knows of its pages."""

    def view(self, page: Page) -> Mapping[str, Any]:
        """What templates know of a page beside what MkDocs tells them."""

    def made_of(self, page: Page) -> bytes:
        """A digest of all that the view of a page is made of."""

    def world(self, files: Files) -> str:
        """A digest of all that links can lead to."""


class Rendering:
    """Makes the pages of one build.

    Args:
        contents: what is known of them.
        settings: the library's settings.
        store: where results are kept.
        memory: what this process has converted before; None where it won't build again.
        steps: told how far it is.
    """

    def __init__(
        self, contents: Contents, settings: Settings, store: Store, memory: Memory | None, steps: Steps
    ) -> None:
        self._contents = contents
        self._settings = settings
        self._store = store
        self._memory = memory
        self._steps = steps
        self._step: Step | None = None
        self._kept = 0
        self._nav = Navigation([], [])
        self._conversions: Conversions | None = None
        self._whole: Whole | None = None
        self._index: Index | None = None

    def convert(
        self, files: Files, pages: list[File], nav: Navigation, config: MkDocsConfig, context: Context
    ) -> None:
        """Begin to convert pages, side by side and from what is kept, if nothing stands against it.

        Args:
            files: the site's files.
            pages: those of its pages.
            nav: the navigation that every page shows.
            config: the configuration of MkDocs.
            context: through which our Markdown extension learns of the page that is converted.
        """
        self._nav = nav
        self._step = self._steps.begin("Converting", len(pages), "pages")
        reason = conversion.hindrance(config)
        if reason:
            log.info(f"Pages are converted one by one and not kept: {reason}.")
            return
        known = Known(
            config,
            files,
            context,
            self._contents,
            frame.conversions(config, self._settings),
            self._contents.world(files),
        )
        self._conversions = Conversions(known, self._store, self._memory)
        for file in pages:
            if file.page is not None:
                TrimtabPage.adopt(file.page, self._conversions.get)
        self._conversions.begin([file for file in pages if self._contents.linker(file) is not None])

    def content(self, html: str, page: Page) -> str:
        """The HTML of a page that has just been converted, safe."""
        self._advance(self._conversions.kept if self._conversions else 0)
        is_safe = isinstance(page, TrimtabPage) and html is page.content
        return html if is_safe else self._contents.clean(html)

    def lay_out(self, env: Environment, pages: list[File], config: MkDocsConfig, index: Index | None) -> None:
        """Begin to lay pages out, only where something that they show has changed if nothing stands against it.

        Args:
            env: the templates.
            pages: the files of the site's pages.
            config: the configuration of MkDocs.
            index: told of every page; None where there is no search.
        """
        self.end()
        self._index = index
        self._step = self._steps.begin("Laying out", len(pages), "pages")
        reason = whole.hindrance(config.plugins)
        if reason:
            log.info(f"All pages are laid out anew: what {reason} may add to them isn't known.")
            return
        common = (frame.navigation(self._nav), frame.plain(env.globals["tt"]).encode(errors="surrogatepass"))
        paths = [file.src_uri for file in pages]
        self._whole = Whole(self._store, config, self._settings, paths, digest(*common).encode())
        self._whole.attach(env)

    def describe(self, context: dict[str, Any], page: Page) -> None:
        """Give a template what it needs to know of a page, at once or once it's sure that the page is laid out."""
        if self._whole is None:
            context.update(self._contents.view(page))
        else:
            shown = Shown(page, self._contents.made_of(page), lambda: self._contents.view(page))
            self._whole.begin(context, shown)

    def made(self, output: str, page: Page) -> None:
        """Take note of a page that has been laid out."""
        self._advance(self._whole.kept if self._whole else 0)
        if self._index is not None:
            path = page.file.dest_uri
            mark = self._whole.mark(page) if self._whole else None
            if mark is None:
                mark = self._index.add(path, output)
                if self._whole is not None:
                    self._whole.note(page, mark)
            else:
                self._index.same(path, mark)

    def end(self) -> None:
        """End what is under way: other processes, and the step."""
        if self._conversions is not None:
            self._conversions.end()
        if self._whole is not None:
            self._whole.end()
        if self._step is not None:
            self._step.end()
        self._kept = 0

    def _advance(self, kept: int) -> None:
        if self._step is not None:
            self._step.advance(kept=kept - self._kept)
        self._kept = kept
