"""The folders that templates come from: those that are known, and what the others show.

Our templates, Material's and MkDocs' own are known by their versions. A library's overrides, another theme, or a folder
that a plugin has put before them may hold anything.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import mkdocs
from jinja2 import Environment, TemplateError, nodes
from mkdocs.theme import Theme

from trimtab.engine.assets import THEME

_ICONS = ".icons"
_EXTENSIONS = (".html", ".xml", ".svg", ".txt", ".json")
_SITEMAP = "sitemap.xml"
"""A template that is no part of any page."""
_MORE = {"pages", "build_date_utc"}
"""By what names templates know all pages, and the time of the build."""
_UNSEEN = {"markdown", "content_bytes", "content_string"}
"""What a page knows of its text: of that, only what it becomes is looked at."""
_OF_ONE = _UNSEEN | {
    "abs_url",
    "canonical_url",
    "content",
    "edit_url",
    "file",
    "links_to_anchors",
    "present_anchor_ids",
    "toc",
    "update_date",
}
"""What a page knows of itself and its neighbours don't show."""
_OTHERS = ("config", "tt", "view")
"""Names that don't lead to pages."""
_META = "meta"
"""The attribute of a page that holds its metadata; those of neighbours are looked at too."""


@functools.cache
def _known() -> frozenset[str]:
    material = find_spec("material")
    places = material.submodule_search_locations if material is not None else None
    packages = [Path(place) for place in (Path(mkdocs.__file__).parent, *(places or ()))]
    return frozenset(map(os.path.realpath, (THEME, *(package / "templates" for package in packages))))


def is_known(folder: str) -> bool:
    """Whether what is in a folder is known by a version: ours, Material's or MkDocs'."""
    return os.path.realpath(folder) in _known()


def files(folder: Path, *, all_of_them: bool) -> Iterator[Path]:
    """The files that templates may take in.

    Args:
        folder: where they are.
        all_of_them: whatever they are, in linked folders too; else only templates, without icons.
    """
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
        yield from (Path(at) / name for name in names if name.endswith(_EXTENSIONS))


def shows_more(env: Environment, theme: Theme) -> str:
    """A template that isn't known and shows more than a page, the names of its neighbours and the navigation.

    Templates also get to know all pages and the time of the build, and from one page they reach all that another is.
    Material's and ours don't show these.

    Args:
        env: the templates.
        theme: where they are.

    Returns:
        Its name; empty where there is none.
    """
    for folder in theme.dirs:
        if is_known(folder):
            continue
        for path in sorted(files(Path(folder), all_of_them=True)):
            if path.name != _SITEMAP and _shows_more(env, path.read_bytes()):
                return path.name
    return ""


def _shows_more(env: Environment, content: bytes) -> bool:
    """Whether a template shows more; one that isn't a template shows nothing."""
    if env.variable_start_string.encode() not in content and env.block_start_string.encode() not in content:
        return False
    try:
        template = env.parse(content.decode())
    except (UnicodeDecodeError, TemplateError):
        return False
    return any(map(_is_more, template.find_all((nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Filter))))


def _is_more(node: nodes.Node) -> bool:
    """Whether a part of a template shows all pages, the time, or what another page is."""
    if isinstance(node, nodes.Name):
        return node.name in _MORE or (node.name == "page" and node.ctx != "load")
    if isinstance(node, nodes.Getattr):
        return _is_of_another(node.node, node.attr)
    if isinstance(node, nodes.Getitem):
        return any(_is_of_another(node.node, name) for name in _strings([node.arg]))
    # A filter may take an attribute by its name, as `map(attribute="page.content")` does.
    given = [*node.args, *(pair.value for pair in node.kwargs)] if isinstance(node, nodes.Filter) else []
    is_open = isinstance(node, nodes.Filter) and node.name == "attr" and not any(_strings(given))
    return is_open or any(name in _OF_ONE for text in _strings(given) for name in text.split("."))


def _is_of_another(node: nodes.Node, name: str) -> bool:
    """Whether to ask something for an attribute may be to ask a page that isn't the one that is laid out."""
    if name not in _OF_ONE:
        return False
    if isinstance(node, nodes.Name) and node.name == "page":
        return name in _UNSEEN
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getattr) and node.attr == _META:
            return False
        node = node.node
    return not (isinstance(node, nodes.Name) and node.name in _OTHERS)


def _strings(given: Iterable[nodes.Node]) -> Iterator[str]:
    """The texts that stand in some parts of a template."""
    for node in given:
        for one in (node, *node.find_all(nodes.Const)):
            if isinstance(one, nodes.Const) and isinstance(one.value, str):
                yield one.value
