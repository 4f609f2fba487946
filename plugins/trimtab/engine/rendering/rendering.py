"""The making of one build's pages: converted ahead, laid out where that is called for, and told to the search."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NoReturn, Protocol

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from trimtab.checking.store import Store, digest
from trimtab.core.settings import Settings
from trimtab.engine.output import Output
from trimtab.engine.rendering import conversion, conversions, folders, frame, plugins
from trimtab.engine.rendering.conversions import Conversions, Known
from trimtab.engine.rendering.files import TrimtabFiles
from trimtab.engine.rendering.memory import Memory, Text
from trimtab.engine.rendering.pages import TrimtabPage
from trimtab.engine.rendering.whole import Shown, Whole
from trimtab.engine.search import Index
from trimtab.engine.steps import Step, Steps
from trimtab.site.markdown import Context

_UNFOUND = "-"
"""What is noted of a page that search doesn't find."""

log = logging.getLogger("mkdocs.plugins.trimtab")


class Document(Protocol):
    """What a page is read from."""

    @property
    def digest(self) -> str:
        """A digest of its file; it becomes another if the file turns out to have changed since it was read."""


class Contents(conversions.Contents, Protocol):
    """What a build knows of its pages."""

    def view(self, page: Page) -> Mapping[str, Any]:
        """What templates know of a page beside what MkDocs tells them."""

    def made_of(self, page: Page) -> bytes:
        """A digest of all that the view of a page is made of."""

    def document(self, file: File) -> Document | None:
        """What a page is read from, the same object as long as it's the same bytes; None where that isn't known."""

    def world(self, files: Files) -> str:
        """A digest of all that links can lead to."""


class Rendering:
    """Makes the pages of one build.

    Args:
        contents: what is known of them.
        settings: the library's settings.
        store: where results are kept.
        memory: what this process has made before; None where it won't build again.
        steps: told how far it is.
        output: where pages are written; None where that's the site as it is.
    """

    def __init__(
        self,
        contents: Contents,
        settings: Settings,
        store: Store,
        memory: Memory | None,
        steps: Steps,
        output: Output | None,
    ) -> None:
        self._contents = contents
        self._settings = settings
        self._store = store
        self._memory = memory
        self._steps = steps
        self._output = output
        self._step: Step | None = None
        self._kept = 0
        self._nav = Navigation([], [])
        self._conversions: Conversions | None = None
        self._whole: Whole | None = None
        self._index: Index | None = None
        self._pages: Sequence[File] = ()
        self._read: list[tuple[Document, str, str]] = []
        """Documents that have pages, with their paths and digests as they were read."""
        self._may_stand = False
        """Whether files of pages are as we have made them, and may be taken over by a later build."""
        self._standing: list[Page] = []
        """Those that aren't laid out in this build."""

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
        if self._memory is not None:
            self._memory.retain({file.src_uri for file in pages})
        documents = ((file.src_uri, self._contents.document(file)) for file in pages)
        self._read = [(one, path, one.digest) for path, one in documents if one is not None]
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
        remembered = self._memory.conversions if self._memory is not None else None
        self._conversions = Conversions(known, self._store, remembered)
        asked = bool(plugins.others(config.plugins, ["page_read_source"]))
        read = None if self._memory is None or asked else self._text
        for file in pages:
            if file.page is not None:
                is_read = not asked and self._contents.document(file) is not None
                again = self._contents.text if is_read else None
                TrimtabPage.adopt(file.page, self._conversions.get, read, again)
        self._conversions.begin([file for file in pages if self._contents.linker(file) is not None])

    def _text(self, file: File) -> str | None:
        """The text of a page, as it is remembered if its document is the same."""
        document = self._contents.document(file)
        if self._memory is None or document is None:
            return None
        known = self._memory.texts.get(file.src_uri)
        if known is not None and known.document is document:
            return known.text
        text = self._contents.text(file)
        if text is not None:
            self._memory.texts[file.src_uri] = Text(document, text)
        return text

    def content(self, html: str, page: Page) -> str:
        """The HTML of a page that has just been converted, safe."""
        self._advance(self._conversions.kept if self._conversions else 0)
        is_safe = isinstance(page, TrimtabPage) and html is page.content
        return html if is_safe else self._contents.clean(html)

    def lay_out(
        self, env: Environment, files: Files, pages: list[File], config: MkDocsConfig, index: Index | None
    ) -> None:
        """Begin to lay pages out, only where something that they show has changed if nothing stands against it.

        Args:
            env: the templates.
            files: the site's files.
            pages: those of its pages.
            config: the configuration of MkDocs.
            index: told of every page; None where there is no search.
        """
        self.end()
        self._index, self._pages = index, pages
        self._step = self._steps.begin("Laying out", len(pages), "pages")
        reason = plugins.hindrance(config.plugins)
        if reason:
            log.info(f"All pages are laid out anew: what {reason} may add to them isn't known.")
            return
        template = folders.shows_more(env, config.theme)
        if template:
            log.info(f"All pages are laid out anew: {template} shows other pages on them, or the time.")
            return
        navigation = frame.navigation(self._nav)
        if not navigation:
            log.info(
                "All pages are laid out anew: what a plugin has put on pages of the navigation isn't known."
            )
            return
        common = (navigation, frame.plain(env.globals["tt"]).encode(errors="surrogatepass"))
        paths = [file.src_uri for file in pages]
        self._whole = Whole(
            self._store, config, self._settings, paths, digest(*common).encode(), self._memory
        )
        self._whole.attach(env)
        self._may_stand = plugins.is_alone(config.plugins)
        if self._may_stand and self._output is not None:
            TrimtabFiles.adopt(files, self._to_lay_out)

    def _to_lay_out(self, pages: Sequence[File]) -> Sequence[File]:
        """The pages that must be laid out: all but those whose files of the last site stand."""
        if self._output is not None:
            self._output.survey()
        remaining = []
        for file in pages:
            if file.page is not None and not file.inclusion.is_excluded() and self._stands(file.page):
                self._standing.append(file.page)
            else:
                remaining.append(file)
        return remaining

    def _stands(self, page: Page) -> bool:
        if self._whole is None or self._output is None:
            return False
        path = page.file.dest_uri
        record = self._output.earlier(path)
        if record is None:
            return False
        known = self._whole.stands(self._shown(page), record.key, marked=self._index is not None)
        if known is None or not self._output.keep(path, record.key, make=_is_gone):
            return False
        self._is_as_it_was(path, known.mark)
        self._whole.kept += 1
        self._advance(self._whole.kept)
        return True

    def _shown(self, page: Page) -> Shown:
        return Shown(page, partial(self._contents.made_of, page), partial(self._contents.view, page))

    def describe(self, context: dict[str, Any], page: Page) -> None:
        """Give a template what it needs to know of a page, at once or once it's sure that the page is laid out."""
        if self._whole is None:
            context.update(self._contents.view(page))
        else:
            self._whole.begin(context, self._shown(page))

    def made(self, output: str, page: Page) -> None:
        """Take note of a page that has been laid out."""
        self._advance(self._whole.kept if self._whole else 0)
        if self._index is not None:
            path = page.file.dest_uri
            mark = self._whole.mark(page) if self._whole else None
            if mark is not None:
                self._is_as_it_was(path, mark)
                return
            mark = self._index.add(path, output)
            if self._whole is not None:
                self._whole.note(page, mark or _UNFOUND)

    def _is_as_it_was(self, path: str, mark: str) -> None:
        """Tell the search of a page that it knows."""
        if self._index is not None:
            self._index.same(path, "" if mark == _UNFOUND else mark)

    def finish(self, files: Files, config: MkDocsConfig) -> None:
        """Do for the pages that weren't laid out what MkDocs has done for the others, and note which files stand now.

        Args:
            files: the site's files.
            config: the configuration of MkDocs.
        """
        for document, path, digest_before in self._read:
            if document.digest != digest_before:
                log.warning(f"{path} has changed while the site was being built: build it again.")
        for page in self._standing:
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        if self._may_stand and self._whole is not None and self._output is not None:
            for file in self._pages:
                if file.src_uri in self._whole.laid:
                    self._output.note(file.dest_uri, self._whole.laid[file.src_uri])
        self.end()

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


def _is_gone() -> NoReturn:
    """What is done instead of taking a page's file over, if the last site is another by then."""
    message = "trimtab: another program has replaced the site's folder meanwhile; build again"
    raise PluginError(message)
