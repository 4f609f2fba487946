"""What pages are made of beside their own contents: settings, templates, code and versions, as digests."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, meta
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.theme import Theme

from trimtab.checking.store import digest
from trimtab.core.settings import Settings

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
_ICONS = ".icons"
_MORE = {"pages", "build_date_utc"}
"""By what names templates know all pages, and the time of the build."""


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
    """A digest of all templates: a theme's own by their contents, its icons by its version."""
    found = [
        (number, os.path.relpath(path, folder), digest(path.read_bytes()))
        for number, folder in enumerate(theme.dirs)
        for path in _files(Path(folder), all_of_them=folder == theme.custom_dir)
    ]
    return digest(repr(sorted(found)).encode(errors="surrogatepass")).encode()


def navigation(nav: Navigation) -> bytes:
    """A digest of what the navigation shows."""
    return digest(plain([_item(item) for item in nav.items]).encode(errors="surrogatepass")).encode()


def _item(item: Any) -> tuple[object, ...]:
    children = [_item(child) for child in item.children or ()]
    return (type(item).__name__, item.title, getattr(item, "url", ""), getattr(item, "meta", {}), children)


def shows_more(env: Environment, theme: Theme) -> str:
    """A template of the library's own that shows more than a page, its neighbours and the navigation.

    Templates also get to know all pages and the time of the build. Material's and ours don't show these.

    Args:
        env: the templates.
        theme: where they are.

    Returns:
        Its name; empty where there is none.
    """
    folder = theme.custom_dir
    for path in sorted(_files(Path(folder), all_of_them=True)) if folder else ():
        content = path.read_bytes()
        if any(name.encode() in content for name in _MORE) and _MORE & _names(env, content):
            return path.name
    return ""


def _names(env: Environment, content: bytes) -> set[str]:
    """The names that a template takes from what it gets to know; none where it isn't one."""
    try:
        return meta.find_undeclared_variables(env.parse(content.decode()))
    except (UnicodeDecodeError, TemplateError):
        return set()


def _files(folder: Path, *, all_of_them: bool) -> Iterable[Path]:
    """The files that templates may take in: of a library's own all that there are, linked folders too."""
    seen = set()
    for at, folders, names in os.walk(folder, followlinks=all_of_them):
        real = os.path.realpath(at)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        if all_of_them:
            yield from (Path(at) / name for name in names if (Path(at) / name).is_file())
            continue
        folders[:] = [name for name in folders if name not in (_ICONS, "__pycache__")]
        yield from (
            Path(at) / name for name in names if name.endswith((".html", ".xml", ".svg", ".txt", ".json"))
        )


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
