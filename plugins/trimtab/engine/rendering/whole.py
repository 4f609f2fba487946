"""Whole pages that are laid out again only if something that they show has changed.

A page shows its own contents (HTML, table of contents, metadata, dates, neighbours in the navigation), its view, and
the frame that is the same around every page: settings, templates, navigation. All that goes into the digest under
which the page is kept. To make the view takes time as well, so it is left out where what views are made of is as it
was: the page's own document, and what other entries show of themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.pages import Page

from trimtab.checking.store import Store, digest
from trimtab.core.settings import Settings
from trimtab.engine.rendering import frame
from trimtab.engine.rendering.chunks import Chunked

_SHARED = ("env", "page_context")
"""Events in which another plugin may change what templates know."""
_ONLOOKERS = ("mkdocs.contrib.search", "material.plugins.search")
"""Plugins that take part in such an event only to see what templates get to know."""
_RENDERING = "tt_rendering"
"""Under what name a template's context holds how its page is made."""


def hindrance(plugins: PluginCollection) -> str:
    """Whose events keep pages from being kept as wholes; empty where there are none."""
    return next((_name(plugins, method) for method in _others(plugins) if not _is_onlooker(method)), "")


def _others(plugins: PluginCollection) -> list[Any]:
    methods = [method for event in _SHARED for method in plugins.events[event]]
    return [method for method in methods if not _module(method).startswith("trimtab.")]


def _is_onlooker(method: Any) -> bool:
    return _module(method).startswith(_ONLOOKERS)


def _module(method: Any) -> str:
    return str(getattr(method, "__module__", ""))


def _name(plugins: PluginCollection, method: Any) -> str:
    return plugins._event_origins.get(method) or _module(method) or "another plugin"


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page shows beside the frame."""

    page: Page
    own: bytes
    """A digest of what it is made of: its document, and all that its view takes from elsewhere."""
    view: Callable[[], Mapping[str, Any]]
    """Makes what the template gets to know of it."""


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
    """

    def __init__(
        self, store: Store, config: MkDocsConfig, own: Settings, paths: Iterable[str], common: bytes
    ) -> None:
        parts = (frame.code(), frame.settings(config, own), frame.templates(config.theme), common)
        self._frame = digest(*parts).encode()
        self._kept = Chunked(store, f"pages-{self._frame.decode()}", paths)
        self._watched = bool(_others(config.plugins))
        self._changed = any(
            not _module(method).startswith("trimtab.") for method in config.plugins.events["post_page"]
        )
        """Whether other plugins change pages after they are laid out."""
        self.kept = 0
        """How many pages were not laid out in this build."""

    @staticmethod
    def attach(env: Environment) -> None:
        """Have templates ask for what is kept before they render."""
        env.template_class = _Template

    def begin(self, context: dict[str, Any], shown: Shown) -> None:
        """Tell a template's context how its page is made. Where plugins look on, they see it complete."""
        if self._watched:
            view = shown.view()
            context.update(view)
            shown = replace(shown, view=lambda: view)
        context[_RENDERING] = _Rendering(self, shown)

    def output(self, shown: Shown, context: dict[str, Any], render: Callable[[], str]) -> str:
        """A page as a whole."""
        page, contents = shown.page, _contents(shown.page)
        made_of = digest(self._frame, contents, shown.own)
        known = self._known(page)
        if known is not None and known.made_of == made_of:
            return self._take(page, known)
        view = shown.view()
        context.update(view)
        name = digest(self._frame, contents, repr(view).encode(errors="surrogatepass"))
        if known is not None and known.name == name:
            return self._take(page, known._replace(made_of=made_of))
        output = render()
        # A page is kept without its contents, which are kept already and part of its name.
        before, found, after = output.partition(page.content or "\0")
        self._put(page, _Known(made_of, name, "", before, bool(found), after))
        return output

    def mark(self, page: Page) -> str | None:
        """What was noted of a page before, if it's the same now; None if nothing was."""
        known = self._known(page)
        return known.mark or None if known is not None and not self._changed else None

    def note(self, page: Page, mark: str) -> None:
        """Note something of a page, for as long as it stays the same."""
        known = self._known(page)
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
        self._kept.put(page.file.src_uri, page.file.src_uri, tuple(known))


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


def _contents(page: Page) -> bytes:
    """A digest of all that a page knows of itself."""
    around = [(one.title, one.url, one.meta) if one else None for one in (page.previous_page, page.next_page)]
    above = [(one.title, getattr(one, "url", "")) for one in page.ancestors]
    facts = (page.title, page.url, page.canonical_url, page.edit_url, page.update_date, page.is_homepage)
    meta, toc = frame.plain(page.meta), [_item(item) for item in page.toc]
    return digest(
        repr((facts, around, above, meta, toc)).encode(errors="surrogatepass"),
        (page.content or "").encode(errors="surrogatepass"),
    ).encode()


def _item(item: Any) -> tuple[object, ...]:
    return (item.title, item.id, item.level, [_item(child) for child in item.children])
