"""Pages that lead on from the slugs that entries had before.

They work without JavaScript, and lead to an entry of this site, never elsewhere.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import escape

from trimtab.core.files import address
from trimtab.core.library import Library

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{url}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
</head>
<body>
<p>This page has moved: <a href="{url}">{title}</a>.</p>
</body>
</html>
"""


def pages(library: Library, *, directories: bool = True) -> Iterator[tuple[str, str]]:
    """The file of each redirect, relative to the site's top, with its HTML.

    A slug that an entry has now, that doesn't follow the grammar, or that another entry had too leads nowhere.

    Args:
        library: the library.
        directories: MkDocs' `use_directory_urls`.
    """
    grammar = re.compile(library.settings.slugs)
    taken = {document.path for document in library.documents}
    for entry in library.entries:
        folder = posixpath.dirname(entry.path)
        for slug in entry.redirect_from:
            old = posixpath.join(folder, f"{slug}.md")
            if grammar.fullmatch(slug) and old not in taken:
                taken.add(old)
                here = address(old, directories=directories)
                there = address(entry.path, directories=directories)
                file = posixpath.join(here, "index.html") if directories else here
                yield file, _page(entry.title, posixpath.relpath(there, posixpath.dirname(file)), there)


def _page(title: str, url: str, there: str) -> str:
    return _PAGE.format(title=escape(title), url=escape(url + "/" * there.endswith("/")))
