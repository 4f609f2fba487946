"""What Trimtab changes in MkDocs' configuration before a build."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig

from trimtab.core.settings import Settings
from trimtab.engine.assets import SCRIPTS, STYLES, THEME
from trimtab.site.markdown import Context

EXTENSION = "trimtab.site.markdown"
_EXTENSIONS: dict[str, dict[str, object]] = {
    "admonition": {},
    "attr_list": {},
    "footnotes": {},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.superfences": {},
    "pymdownx.highlight": {"anchor_linenums": False, "auto_title": False},
}
"""Markdown extensions that entries may count on, with settings for where the library gives none."""
_NEVER = ("pymdownx.snippets", "markdown_include.include", "mdx_include")
"""Extensions that read files that a page names; whoever may write a page could read any file with them."""

_MATERIALS_FONTS = (None, {"text": "Roboto", "code": "Roboto Mono"})
"""What Material takes where a library names no fonts: it would fetch them from another host."""

log = logging.getLogger("mkdocs.plugins.trimtab")


def prepare(config: MkDocsConfig, settings: Settings) -> Context:
    """Put theme, styles, scripts and Markdown extensions in place.

    Returns:
        The context through which the Markdown extension learns of each page.
    """
    if config.theme.get("font") in _MATERIALS_FONTS:
        config.theme["font"] = False
    dirs = config.theme.dirs
    own = config.theme.custom_dir
    dirs.insert(dirs.index(own) + 1 if own in dirs else 0, str(THEME))
    config.extra_css[:0] = STYLES
    script = ExtraScriptValue(SCRIPTS[0])
    script.type = "module"
    config.extra_javascript.append(script)
    # What other libraries tell; `mkdocs serve` builds anew when a file of them changes.
    beside = Path(config.config_file_path).parent
    known = (beside / one.names for one in settings.libraries.values())
    config.watch += [str(path) for path in known if path.is_file()]
    context = Context(tuple(phrase.phrase for phrase in settings.phrases))
    extensions = config.markdown_extensions
    for name in [name for name in extensions if name in _NEVER]:
        log.warning(f"The extension {name} is left out: with it a page could show any file of this machine.")
        extensions.remove(name)
    for name, options in _EXTENSIONS.items():
        if name not in extensions:
            extensions.append(name)
            config.mdx_configs.setdefault(name, dict(options))
    toc = config.mdx_configs.setdefault("toc", {})
    toc.setdefault("permalink", True)
    toc.setdefault("permalink_title", "Link to this section")
    for name in (EXTENSION, "trimtab"):
        if name in extensions:
            extensions.remove(name)
    extensions.append(EXTENSION)
    config.mdx_configs[EXTENSION] = {"context": context}
    return context
