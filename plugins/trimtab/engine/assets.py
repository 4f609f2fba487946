"""Our scripts and stylesheets as they are sent: few, and small.

What pages fetch together is one file, and all is minified. The stylesheets that every page needs stand at the end of
Material's, under its name: browsers show nothing of a page before all that its head names have come, so a page waits
for as many files as with Material alone.

A library's own file in the place of one of ours is used as it is. It is never joined with others, and then neither are
those that it belongs to.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from trimtab.engine import joining
from trimtab.engine.minifying import Minifier

THEME = Path(__file__).parent.parent / "theme"
_PLACE = "assets/trimtab/"
STYLES = tuple(
    f"{_PLACE}{name}" for name in ("trimtab.css", "loops.css", "instruments/rungs.css", "search.css")
)
"""The stylesheets that every page needs, in order."""
SHEETS = (f"{_PLACE}instruments/all.css",)
"""Stylesheets that import others."""
SCRIPTS = tuple(
    f"{_PLACE}{name}"
    for name in ("main.js", "search/asking.js", "instruments/library.js", "instruments/entry.js")
)
"""The scripts that pages fetch: first the one that all have, then those that it fetches when they are used."""
_MATERIALS = re.compile(r"assets/stylesheets/main\.[0-9a-f]+\.min\.css")
_MAP = re.compile(r"\s*/\*# sourceMappingURL=[^*]*\*/\s*$")

log = logging.getLogger("mkdocs.plugins.trimtab")


def pack(files: Files, config: MkDocsConfig, minifier: Minifier) -> Files:
    """Join and minify what is ours among a site's files.

    Where that isn't possible for a file, it stays as it is in the theme.
    """
    own = {
        file.src_uri: file.content_string
        for file in files
        if file.src_uri.startswith(_PLACE)
        and file.src_uri.endswith((".css", ".js"))
        and file.src_dir == str(THEME)
    }
    joined, parts = _joined(own)
    small = minifier.minify(joined)
    whole = {path: text for path, text in small.items() if path in SCRIPTS}
    if len(whole) < len(SCRIPTS):
        # Each works with the others alone.
        small = {path: text for path, text in small.items() if path not in whole}
    gone = {part for path in small for part in parts.get(path, ())}
    for path in sorted(small.keys() | gone):
        _remove(files, path)
    for path, text in sorted(small.items()):
        if path not in gone:
            files.append(File.generated(config, path, content=text))
    return _into_materials(files, config, own | small)


def _joined(own: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The texts to be minified, joined where they can be, and the parts of each that has some."""
    whole = {path: text for path, text in own.items() if path.endswith(".css") and path not in SHEETS}
    parts: dict[str, list[str]] = {}
    for path in SHEETS:
        try:
            whole[path], parts[path] = joining.stylesheet(path, own)
        except (joining.JoinError, KeyError) as error:
            log.debug(f"The stylesheets stay apart: {error}")
    modules = {path: text for path, text in own.items() if path.endswith(".js")}
    if modules.keys() == _shipped():
        try:
            whole |= joining.scripts(SCRIPTS, modules)
            needed = joining.needed(SCRIPTS, modules)
            parts[SCRIPTS[0]] = sorted(needed - {*SCRIPTS})
            whole |= {path: modules[path] for path in modules.keys() - needed}
        except joining.JoinError as error:
            log.debug(f"The scripts stay apart: {error}")
    return whole, parts


def _shipped() -> set[str]:
    """The paths of all scripts of ours."""
    return {path.relative_to(THEME).as_posix() for path in THEME.joinpath(_PLACE).rglob("*.js")}


def _into_materials(files: Files, config: MkDocsConfig, texts: Mapping[str, str]) -> Files:
    """Put the styles that every page needs into Material's.

    A library that has one of its own at the place of one of them, or whose theme has none of that name, keeps them
    apart: then each is a file that the pages name.
    """
    material = [file for file in files if _MATERIALS.fullmatch(file.src_uri)]
    theirs = (config.theme.custom_dir, config.docs_dir)
    if len(material) != 1 or material[0].src_dir in theirs or any(style not in texts for style in STYLES):
        return files
    text = material[0].content_string
    found = _MAP.search(text)
    own = "\n".join(texts[style] for style in STYLES)
    whole = f"{_MAP.sub('', text)}\n{own}{found[0] if found else ''}"
    for path in (material[0].src_uri, *STYLES):
        _remove(files, path)
    files.append(File.generated(config, material[0].src_uri, content=whole))
    config.extra_css = [style for style in config.extra_css if style not in STYLES]
    return files


def _remove(files: Files, path: str) -> None:
    if (file := files.get_file_from_path(path)) is not None:
        files.remove(file)
