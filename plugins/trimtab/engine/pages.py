"""A library's pages as MkDocs sees them, from files to templates."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.meta import get_data

from trimtab.checking import Told
from trimtab.checking.store import digest
from trimtab.core.diagnostics import Report, Severity
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.model import Status
from trimtab.core.others import of_folder
from trimtab.core.settings import Settings
from trimtab.engine import data, dates, permalinks, previews
from trimtab.engine.beforehand import Beforehand
from trimtab.engine.folder import Folder
from trimtab.engine.reading import Reader
from trimtab.engine.rendering import frame
from trimtab.engine.steps import Step
from trimtab.report import text
from trimtab.site import navigation, sanitise, urls
from trimtab.site.beside import Beside, excerpt
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.exports import About, Exports, as_json
from trimtab.site.exports import File as SiteFile
from trimtab.site.generated import pages as generated_pages
from trimtab.site.health import Health
from trimtab.site.linking import PageLinker
from trimtab.site.linkkit import LinkKits
from trimtab.site.listings import GeneratedPage
from trimtab.site.markdown import Context
from trimtab.site.previews import Previews
from trimtab.site.views import EntryView, SiteView
from trimtab.site.vocabulary import vocabulary

SHOWN = 20
"""How many findings a build shows in full; `trimtab check` shows all."""
MANY = 40
"""From how many entries on it's worth while to begin with files before their turn."""
_HIDEABLE = ("navigation", "toc")
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}

log = logging.getLogger("mkdocs.plugins.trimtab")


class Pages:
    """Everything that one build knows. Made anew for each build."""

    def __init__(
        self,
        settings: Settings,
        context: Context,
        reader: Reader,
        *,
        drafts: bool = False,
    ) -> None:
        self._settings = settings
        self._context = context
        self._drafts = drafts
        self._reader = reader
        self._taken = InclusionLevel.is_in_serve if drafts else InclusionLevel.is_included
        self._library = Library(settings, (), ())
        self._catalogue = Catalogue(self._library)
        self._entries = EntryViews(self._catalogue)
        self._beside = Beside(self._catalogue, About(), LinkKits(self._catalogue, About()), self._entries)
        self._health = Health(self._catalogue, Report(()), None)
        self._exports = Exports(self._catalogue)
        self._previews = Previews(self._catalogue)
        self._images: previews.Images | None = None
        self._beforehand: Beforehand | None = None
        self._generated: dict[str, GeneratedPage] = {}
        self._shown: dict[str, bytes] = {}
        """Digests of all that generated pages show, by path."""
        self._dates: dict[str, str] = {}
        self._about = About()

    def take(self, files: Files, config: MkDocsConfig, step: Step, output: Folder | None = None) -> Files:
        """Read the library from MkDocs' files, log what is wrong with it, and add the generated pages.

        Args:
            files: the site's files.
            config: the configuration of MkDocs.
            step: told how many documents have been read.
            output: where data will be written, if that is another folder than the site's own.
        """
        own = [
            file for file in files if self._taken(file.inclusion) and file.src_dir not in config.theme.dirs
        ]
        lock = permalinks.recorded(self._settings, config)
        others = of_folder(Path(config.config_file_path).parent, self._settings, Path(config.docs_dir))
        read = self._reader.read(own, self._settings, config, lock, others, progress=_told(step))
        self._library, report = read.library, read.report
        self._log(report, config)
        history = dates.history(Path(config.docs_dir))
        self._dates = dates.last_changes(history)
        self._catalogue = Catalogue(self._library, directories=config.use_directory_urls)
        about = self._about = data.about(config, history)
        kits = LinkKits(self._catalogue, about)
        self._entries = EntryViews(self._catalogue, kits)
        self._beside = Beside(self._catalogue, about, kits, self._entries)
        self._health = Health(self._catalogue, report, dates.last_change(self._dates))
        self._exports = Exports(self._catalogue, about)
        self._previews = previews.made(self._catalogue, about, config)
        images = self._images = previews.Images(self._previews, config)
        if output is not None and output.is_first and len(self._library.entries) > MANY:
            self._beforehand = Beforehand(
                lambda: data.beforehand(chain(self._exports.written(), self._files(images))), output.path
            )
        self._generate(files, config, about)
        if self._settings.permalinks.required and not self._drafts:
            permalinks.insist(self._catalogue, report, self._lists)
        if config.nav is None:
            config.nav = navigation.plan(self._library, self._generated.values())
        return files

    @property
    def _lists(self) -> list[str]:
        """The addresses of the pages that the site makes."""
        return [self._catalogue.url(path) for path, page in self._generated.items() if page.first]

    def _generate(self, files: Files, config: MkDocsConfig, about: About) -> None:
        """Add the pages that have no file, where no ordinary page of the library's has their address."""
        entries = {document.path for document in self._library.documents if document.entry is not None}
        written = set()
        for file in files.documentation_pages(inclusion=self._taken):
            if file.src_uri not in entries:
                written.add(file.dest_uri)
            elif file.inclusion.is_included():
                file.inclusion = InclusionLevel.NOT_IN_NAV
        made = self._library.once_of_face(
            ("generated pages", config.use_directory_urls, repr(about)),
            lambda: [(page, _shown(page)) for page in generated_pages(self._catalogue, about)],
        )
        health = GeneratedPage(urls.HEALTH, "Health", "health.html", self._health.view(), in_nav=True)
        for page, shown in (*made, (health, _shown(health))):
            # In a library with a `nav` of its own, MkDocs would list what is not in it as forgotten.
            listed = page.in_nav and config.nav is None
            inclusion = InclusionLevel.INCLUDED if listed else InclusionLevel.NOT_IN_NAV
            generated = File.generated(config, page.path, content="", inclusion=inclusion)
            if generated.dest_uri not in written and files.get_file_from_path(page.path) is None:
                self._generated[page.path] = page
                self._shown[page.path] = shown
                files.append(generated)

    def _log(self, report: Report, config: MkDocsConfig) -> None:
        prefix = os.path.relpath(config.docs_dir) + "/"
        worst_first = sorted(
            report.diagnostics, key=lambda found: (list(Severity).index(found.severity), found.sort_key)
        )
        for found in worst_first[:SHOWN]:
            log.log(_LEVELS[found.severity], text.finding(found, prefix).plain.rstrip())
        rest = worst_first[SHOWN:]
        if rest:
            log.log(
                _LEVELS[rest[0].severity], f"and {len(rest)} more findings; `trimtab check` shows them all"
            )

    def of(self, files: Files) -> list[File]:
        """Those of a site's files that become pages in this build."""
        return list(files.documentation_pages(inclusion=self._taken))

    def in_turn(self, files: list[File]) -> tuple[list[str], list[str]]:
        """Where pages will be: those of the library's files, which are made first, and the generated ones."""
        own: list[str] = []
        generated: list[str] = []
        for file in files:
            (generated if file.src_uri in self._generated else own).append(file.dest_uri)
        return own, generated

    def date(self, files: Files) -> None:
        """Give pages the dates of their files' last commits; generated pages that of the latest."""
        if not self._dates:
            return
        latest = max(self._dates.values())
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = self._dates.get(file.src_uri, latest)

    def body(self, page: Page) -> str | None:
        """The Markdown of a page without its front matter."""
        document = self._library.by_path.get(page.file.src_uri)
        return None if document is None else _body(document)

    def begin(self, page: Page) -> None:
        """Set the page's metadata, from known keys alone, and the linker that resolves its references."""
        path = page.file.src_uri
        document = self._library.by_path.get(path)
        generated = self._generated.get(path)
        self._context.linker = self.linker(page.file)
        if generated is not None:
            page.meta = {"template": f"trimtab/{generated.template}"}
            if path != urls.HOME:  # Its title is the site's, which Material puts behind every other.
                page.meta["title"] = escape(generated.title)
            if generated.description:
                page.meta["description"] = escape(generated.description)
        elif document is not None:
            page.meta = self._meta(document)
            if document.entry is not None:
                page.meta["template"] = "trimtab/entry.html"

    @staticmethod
    def _meta(document: Document) -> dict[str, Any]:
        meta: dict[str, Any] = {"title": escape(document.title)}
        entry = document.entry
        front = document.front.root.values if entry is None else {}
        description = entry.summary if entry else getattr(front.get("description"), "text", "")
        if description:
            meta["description"] = escape(description)
        hidden = [
            item.text
            for item in getattr(front.get("hide"), "items", ())
            if getattr(item, "text", "") in _HIDEABLE
        ]
        if hidden and entry is None:
            meta["hide"] = hidden
        return meta

    def site(self) -> SiteView:
        """What the frame of every page knows."""
        removed = (entry.path for entry in self._library.entries if entry.status is Status.REMOVED)
        return replace(self._catalogue.site(), links=self._exports.links(), unlisted=frozenset(removed))

    def text(self, file: File) -> str | None:
        """The text of a page as MkDocs reads it, before plugins change it; None for one that isn't the library's."""
        document = self._library.by_path.get(file.src_uri)
        return None if document is None else str(get_data(_body(document))[0])

    def document(self, file: File) -> Document | None:
        """The document of a page: the same object as long as its file is the same; None where it has none."""
        return self._library.by_path.get(file.src_uri)

    def linker(self, file: File) -> PageLinker | None:
        """What resolves the names in a page; None where it isn't the library's."""
        document = self._library.by_path.get(file.src_uri)
        return PageLinker(self._library, document, self._generated) if document else None

    def world(self, files: Files) -> str:
        """A digest of what links can lead to."""
        known = [(file.src_uri, file.url, file.inclusion.value) for file in files]
        return digest(self._library.face.encode(), repr(known).encode(errors="surrogatepass"))

    def clean(self, html: str) -> str:
        """The HTML of a page, safe."""
        return sanitise.clean(html, remote_images=self._settings.remote_images)

    def made_of(self, page: Page) -> bytes:
        """A digest of all that the view of a page is made of."""
        path = page.file.src_uri
        shown = self._shown.get(path)
        if shown is not None:
            return shown
        document = self._library.by_path.get(path)
        own = document.digest if document is not None else ""
        dates = repr(self._about.dates.get(path))
        return digest(self._library.face.encode(), own.encode(), dates.encode()).encode()

    def view(self, page: Page) -> dict[str, Any]:
        """What templates know beside what MkDocs tells them: `view`, the page."""
        found: dict[str, Any] = {}
        document = self._library.by_path.get(page.file.src_uri)
        generated = self._generated.get(page.file.src_uri)
        if generated is not None:
            # Material's link that skips to the content leads to the first heading that is listed.
            page.toc.items.append(AnchorLink(escape(generated.title), "tt-title", 1))
            found["view"] = generated.view
            if getattr(generated.view, "pager", None) is not None:
                # Before and after it come the list's other parts, not what the navigation has there.
                page.previous_page = page.next_page = None
            found["preview"] = self._previews.of_generated(generated)
            if generated.path == urls.LINK:
                found["embeds"] = self._previews.samples(generated.view.item.slug)
        elif document is not None and document.entry is not None:
            view = excerpt(self._entries.view(document.entry))
            self._extend_toc(page, view)
            found["view"] = view
            found["head_links"] = self._exports.links_of(document.entry)
            found["preview"] = self._previews.of_entry(document.entry, view.crumbs)
        else:
            found["preview"] = self._previews.of_path(page.file.src_uri)
        return found

    @staticmethod
    def _extend_toc(page: Page, view: EntryView) -> None:
        """List the parts that the template puts before and after the body."""
        before, after = (
            [AnchorLink(escape(title), ident, 2) for title, ident in parts]
            for parts in (view.parts_before, view.parts)
        )
        page.toc.items[:] = [*before, *page.toc.items, *after]

    def _files(self, images: previews.Images) -> Iterator[SiteFile]:
        """What stands beside the pages of entries, and the images."""
        return chain(self._previews.files(), self._beside.files(), images.files())

    def end(self) -> None:
        """End what is under way."""
        if self._beforehand is not None:
            self._beforehand.stop()

    def write_data(self, config: MkDocsConfig, output: Folder | None = None) -> None:
        """Write the library as data, what the search needs to know of it, and what leads on from earlier addresses.

        Args:
            config: the configuration of MkDocs.
            output: where they are written, if that is another folder than the site's own.
        """
        search = self._catalogue.search_data(contribute=config.repo_url or "")
        folder = output or Folder(config.site_dir)
        images = self._images or previews.Images(self._previews, config)
        keys = data.Keys(config, self._library, self._about, images.font)
        others = chain(
            [
                SiteFile.text("trimtab/search.json", as_json(search).decode()),
                SiteFile.text("trimtab/words.json", as_json(vocabulary(self._library.current)).decode()),
                SiteFile.text(urls.HEALTH_DATA, as_json(self._health.data()).decode()),
            ],
            permalinks.files(self._catalogue, self._lists, config, folder),
            self._files(images),
        )
        before = self._beforehand
        lacking = data.write(
            self._exports,
            config,
            self._lists,
            others,
            folder,
            keys,
            images.draw_ahead,
            before.take if before is not None else None,
        )
        images.end(lacking)


def _shown(page: GeneratedPage) -> bytes:
    return digest(frame.plain(page).encode(errors="surrogatepass")).encode()


def _told(step: Step) -> Told:
    """What tells a step how many things have been done, of how many, and how many of them had been kept."""
    return lambda done, total, kept: step.advance(done - step.done, kept=kept - step.kept, total=total)


def _body(document: Document) -> str:
    """A document's Markdown. The empty line before it keeps MkDocs from taking a body's first lines for metadata."""
    return "\n" + document.markdown
