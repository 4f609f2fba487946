"""What pages are made of beside their own contents: settings, templates, code and versions, as digests."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import sys
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from trimtab.checking.store import digest
from trimtab.core.settings import Settings
from trimtab.engine.rendering.folders import files, is_known

_VERSIONS = (
    "jinja2",
    "markdown",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "nh3",
    "pydantic",
    "pygments",
    "pymdown-extensions",
)
"""What makes pages with us; another version may make others."""
_OF_THE_BUILD = {"site_dir", "plugins", "hooks", "theme", "config_file_path", "docs_dir", "dev_addr", "watch"}
"""Settings that say where and by what a site is built, and are not shown; plugins and theme are looked at apart."""
_OF_PAGES = {
    *("file", "title", "parent", "children", "previous_page", "next_page", "active", "_Page__active"),
    *("update_date", "canonical_url", "abs_url", "edit_url", "markdown", "content", "toc", "meta"),
    *("_title_from_render", "present_anchor_ids", "links_to_anchors"),
    *("convert", "read", "again", "conversion", "_text", "_given", "_is_gone"),
}
"""What every page has: of MkDocs', and of `TrimtabPage`."""


@functools.cache
def code() -> bytes:
    """A digest of our own code, and of the versions of what it works with."""
    root = Path(__file__).parents[2]
    files = sorted(path for path in root.rglob("*.py") if "__pycache__" not in path.parts)
    own = [(path.relative_to(root).as_posix(), digest(path.read_bytes())) for path in files]
    versions = [(name, importlib.metadata.version(name)) for name in _VERSIONS]
    return digest(repr((sys.version, own, versions)).encode()).encode()


def conversions(config: MkDocsConfig, own: Settings) -> bytes:
    """A digest of what every conversion depends on.

    Args:
        config: the configuration of MkDocs.
        own: our own settings.
    """
    parts = (
        config.markdown_extensions,
        config.mdx_configs,
        config.use_directory_urls,
        own.model_dump_json(by_alias=True),
    )
    return digest(code(), plain(parts).encode(errors="surrogatepass")).encode()


def settings(config: MkDocsConfig, own: Settings) -> bytes:
    """A digest of all settings that a page can show, those of plugins among them.

    Args:
        config: the configuration of MkDocs.
        own: our own settings.
    """
    of_plugins = {name: getattr(plugin, "config", None) for name, plugin in config.plugins.items()}
    of_site = {name: value for name, value in config.items() if name not in _OF_THE_BUILD}
    theme = config.theme
    of_theme = (theme.name, theme.locale, sorted(theme.static_templates), dict(theme.items()))
    of_ours = own.model_dump_json(by_alias=True)
    return digest(plain((of_site, of_plugins, of_theme, of_ours)).encode(errors="surrogatepass")).encode()


def templates(theme: Theme) -> bytes:
    """A digest of all templates: icons of folders that are known by their versions, everything else by its contents."""
    found = [
        (number, os.path.relpath(path, folder), digest(path.read_bytes()))
        for number, folder in enumerate(theme.dirs)
        for path in files(Path(folder), all_of_them=not is_known(folder))
    ]
    return digest(repr(sorted(found)).encode(errors="surrogatepass")).encode()


def navigation(nav: Navigation) -> bytes:
    """A digest of what the navigation shows; empty where plugins have added to its pages what can't be told."""
    if any(added(page) is None for page in nav.pages):
        return b""
    return digest(plain([_item(item) for item in nav.items]).encode(errors="surrogatepass")).encode()


def _item(item: Any) -> tuple[object, ...]:
    children = [_item(child) for child in item.children or ()]
    more = added(item) if isinstance(item, Page) else ""
    return (
        type(item).__name__,
        item.title,
        getattr(item, "url", ""),
        getattr(item, "meta", {}),
        more,
        children,
    )


def added(page: Page) -> str | None:
    """What other plugins have put on a page, in words; None where it isn't plain data, and so can't be told."""
    if vars(page).keys() <= _OF_PAGES:
        return ""
    found = {name: value for name, value in sorted(vars(page).items()) if name not in _OF_PAGES}
    return plain(found) if _is_data(found) else None


def _is_data(value: object) -> bool:
    if isinstance(value, Mapping):
        return type(value) is dict and all(_is_data(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_data, value))
    return value is None or isinstance(value, str | bytes | int | float | date | time)


def plain(value: object) -> str:
    """A value in words that are the same in every process, however its parts are shared or ordered in memory."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{plain(name)}:{plain(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(plain, value)) + "]"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(plain, value))) + "}"
    if callable(value):
        return (
            f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__qualname__)}"
        )
    if type(value).__repr__ is object.__repr__:
        return plain((type(value).__qualname__, vars(value) if hasattr(value, "__dict__") else ()))
    return repr(value)
