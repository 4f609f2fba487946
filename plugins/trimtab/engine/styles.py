"""One stylesheet in place of several: browsers show nothing of a page before all that its head names have come.

Ours stand at the end of Material's, under its name, so that a page waits for as many files as with Material alone,
and is never shown without a style.
"""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

OURS = tuple(f"assets/trimtab/{name}" for name in ("trimtab.css", "loops.css", "search.css"))
"""The stylesheets that every page needs, in order."""
_MATERIALS = re.compile(r"assets/stylesheets/main\.[0-9a-f]+\.min\.css")
_MAP = re.compile(r"\s*/\*# sourceMappingURL=[^*]*\*/\s*$")


def join(files: Files, config: MkDocsConfig) -> Files:
    """Put our stylesheets into Material's.

    A library that has one of its own at the place of one of them, or whose theme has none of that name, keeps them
    apart: then each is a file that the pages name.
    """
    material = [file for file in files if _MATERIALS.fullmatch(file.src_uri)]
    ours = [file for name in OURS if (file := files.get_file_from_path(name)) is not None]
    parts = (*material, *ours)
    theirs = config.theme.custom_dir
    if (
        len(material) != 1
        or len(ours) != len(OURS)
        or any(file.src_dir in (theirs, config.docs_dir) for file in parts)
    ):
        return files
    text = material[0].content_string
    found = _MAP.search(text)
    own = "\n".join(file.content_string for file in ours)
    joined = f"{_MAP.sub('', text)}\n{own}{found[0] if found else ''}"
    for file in parts:
        files.remove(file)
    files.append(File.generated(config, material[0].src_uri, content=joined))
    config.extra_css = [style for style in config.extra_css if style not in OURS]
    return files
