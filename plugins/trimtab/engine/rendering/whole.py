"""Whole pages that are laid out again only if something that they show has changed.

A page shows its own contents (HTML, table of contents, metadata, dates, neighbours in the navigation), its view, and
the frame that is the same around every page: settings, templates, navigation. All that goes into the digest under
which the page is kept. To make the view takes time as well, so it is left out where what views are made of is as it
was: the page's own document, and what other entries show of themselves.

Where a page's digest is the same as when the file of the last site was written, the file *stands*: MkDocs isn't even
asked to lay the page out, and its file is taken over. That is so only if nobody but us takes part in the making of a
site from templates to its last file (`plugins.is_alone`). A process that builds again and again remembers the digests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from trimtab.checking.store import Store, digest
from trimtab.core.settings import Settings
from trimtab.engine import templates
from trimtab.engine.rendering import frame, plugins
from trimtab.engine.rendering.chunks import Chunked
from trimtab.engine.rendering.memory import Body, Laid, Memory
from trimtab.engine.rendering.pages import TrimtabPage

_RENDERING = "tt_rendering"
"""Under what name a template's context holds how its page is made."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page shows beside the frame."""

    page: Page
    own: Callable[[], bytes]
    """A digest of what it is made of: its document, and all that its view takes from elsewhere. It becomes another if
    the document's file turns out to have changed since it was read."""
    view: Callable[[], Mapping[str, Any]]
    """Makes what the template gets to know of it."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What had to be made of a page to see whether its file stands."""

    contents: bytes
    view: Mapping[str, Any]


class _Known(NamedTuple):
    """A page as it was."""

    made_of: str
    """A digest of what it was made of."""
    name: str
    """A digest of what it showed."""
    mark: str
    """What was noted of it."""
    before: str
    has_content: bool
    """Whether its contents stand between what is before and after; else all of it is before."""
    after: str


class Whole:
    """The pages of one build.

    Args:
        store: where pages are kept.
        config: the configuration of MkDocs, after all plugins have changed it.
        own: our own settings.
        paths: the pages, in the order in which they are laid out.
        common: a digest of what every page shows beside settings and templates: the navigation, the frame's own view.
        memory: what this process remembers of pages; None where it won't build again.
    """

    def __init__(
        self,
        store: Store,
        config: MkDocsConfig,
        own: Settings,
        paths: Iterable[str],
        common: bytes,
        memory: Memory | None = None,
    ) -> None:
        parts = (frame.code(), frame.settings(config, own), frame.templates(config.theme), common)
        self._frame = digest(*parts).encode()
        self._kept = Chunked(store, f"pages-{self._frame.decode()}", paths)
        self._watched = plugins.is_watched(config.plugins)
        self._changed = bool(plugins.others(config.plugins, ["post_page"]))
        """Whether other plugins change pages after they are laid out."""
        self._memory = memory
        self._is_alone = plugins.is_alone(config.plugins) and not plugins.others(
            config.plugins, ["page_content"]
        )
        """Whether nobody else changes what pages became when they were converted."""
        self._made: dict[str, _Made] = {}
        self.laid: dict[str, str] = {}
        """What the pages that were laid out in this build, or taken from where they are kept, show: as digests."""
        self.kept = 0
        """How many pages were not laid out in this build."""

    def attach(self, env: Environment) -> None:
        """Have templates ask for what is kept before they render."""
        env.template_class = _Template
        if self._memory is not None and not self._watched:
            templates.remember(env, self._memory.templates)

    def stands(self, shown: Shown, written: str, *, marked: bool) -> Laid | None:
        """What is known of a page whose file of the last site is as it would be written again.

        Args:
            shown: the page.
            written: a digest of what the page showed when the file was written.
            marked: whether something must have been noted of the page.

        Returns:
            None where the page must be laid out.
        """
        path = shown.page.file.src_uri
        known = self._laid(shown.page)
        if known is None or known.name != written or (marked and not known.mark):
            return None
        contents = self._contents(shown.page)
        if contents is None:
            return None
        if known.made_of != self._made_of(contents, shown):
            view = shown.view()
            self._made[path] = _Made(contents, view)
            if known.name != self._name(contents, view):
                return None
            known = known._replace(made_of=self._made_of(contents, shown))
            if self._memory is not None:
                self._memory.laid[path] = known
        return known

    def _laid(self, page: Page) -> Laid | None:
        if self._memory is not None:
            return self._memory.laid.get(page.file.src_uri)
        known = self._known(page)
        return Laid(known.made_of, known.name, known.mark) if known is not None else None

    def begin(self, context: dict[str, Any], shown: Shown) -> None:
        """Tell a template's context how its page is made. Where plugins look on, they see it complete."""
        if self._watched:
            view = shown.view()
            context.update(view)
            shown = replace(shown, view=lambda: view)
        context[_RENDERING] = _Rendering(self, shown)

    def output(self, shown: Shown, context: dict[str, Any], render: Callable[[], str]) -> str:
        """A page as a whole."""
        page = shown.page
        made = self._made.pop(page.file.src_uri, None)
        contents = made.contents if made is not None else self._contents(page)
        known = self._known(page)
        if contents is not None and known is not None and known.made_of == self._made_of(contents, shown):
            return self._take(page, known)
        # A view is made once: it also changes the page's table of contents.
        view = made.view if made is not None else shown.view()
        context.update(view)
        if contents is None:
            return render()
        name = self._name(contents, view)
        if known is not None and known.name == name:
            return self._take(page, known._replace(made_of=self._made_of(contents, shown)))
        output = render()
        # A page is kept without its contents, which are kept already and part of its name.
        before, found, after = output.partition(page.content or "\0")
        self._put(page, _Known(self._made_of(contents, shown), name, "", before, bool(found), after))
        return output

    def mark(self, page: Page) -> str | None:
        """What was noted of a page before, if it's the same now; None if nothing was."""
        known = self._known(page) if page.file.src_uri in self.laid else None
        return known.mark or None if known is not None and not self._changed else None

    def note(self, page: Page, mark: str) -> None:
        """Note something of a page, for as long as it stays the same."""
        known = self._known(page) if page.file.src_uri in self.laid else None
        if known is not None:
            self._put(page, known._replace(mark=mark))

    def end(self) -> None:
        """Keep what is new."""
        self._kept.close()

    def _take(self, page: Page, known: _Known) -> str:
        self._put(page, known)
        self.kept += 1
        return known.before + (page.content or "") + known.after if known.has_content else known.before

    def _known(self, page: Page) -> _Known | None:
        path = page.file.src_uri
        values = self._kept.get(path, path)
        fits = values is not None and tuple(map(type, values)) == (str, str, str, str, bool, str)
        return _Known(*values) if values is not None and fits else None

    def _put(self, page: Page, known: _Known) -> None:
        path = page.file.src_uri
        self._kept.put(path, path, tuple(known))
        self.laid[path] = known.name
        if self._memory is not None:
            self._memory.laid[path] = Laid(known.made_of, known.name, known.mark)

    def _made_of(self, contents: bytes, shown: Shown) -> str:
        return digest(self._frame, contents, shown.own())

    def _contents(self, page: Page) -> bytes | None:
        """A digest of all that a page knows of itself; None where that can't be told."""
        added = frame.added(page)
        if added is None:
            return None
        around = [
            (one.title, one.url, one.meta) if one else None for one in (page.previous_page, page.next_page)
        ]
        above = [(one.title, getattr(one, "url", "")) for one in page.ancestors]
        facts = (
            page.title,
            page.url,
            page.canonical_url,
            page.abs_url,
            page.edit_url,
            page.update_date,
            page.is_homepage,
        )
        own = repr((facts, around, above, frame.plain(page.meta), added)).encode(errors="surrogatepass")
        return digest(own, self._body(page)).encode()

    def _body(self, page: Page) -> bytes:
        """A digest of a page's contents and its table of contents; worked out once for each conversion."""
        conversion = page.conversion if isinstance(page, TrimtabPage) else None
        if not self._is_alone or self._memory is None or conversion is None:
            return _body(page)
        path = page.file.src_uri
        known = self._memory.bodies.get(path)
        if known is None or known.conversion is not conversion or page.content is not conversion.content:
            body = _body(page)
            if page.content is not conversion.content:
                return body  # MkDocs has marked it as a draft.
            known = self._memory.bodies[path] = Body(conversion, body)
        return known.digest

    def _name(self, contents: bytes, view: Mapping[str, Any]) -> str:
        """A digest of what a page shows."""
        return digest(self._frame, contents, repr(view).encode(errors="surrogatepass"))


@dataclass(frozen=True, slots=True)
class _Rendering:
    whole: Whole
    shown: Shown


class _Template(Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        context = dict(*args, **kwargs)
        rendering: _Rendering | None = context.pop(_RENDERING, None)
        if rendering is None:
            return super().render(context)
        render = super().render
        return rendering.whole.output(rendering.shown, context, lambda: render(context))


def _body(page: Page) -> bytes:
    toc = repr([_item(item) for item in page.toc]).encode(errors="surrogatepass")
    return digest(toc, (page.content or "").encode(errors="surrogatepass")).encode()


def _item(item: Any) -> tuple[object, ...]:
    return (item.title, item.id, item.level, [_item(child) for child in item.children])
