"""The navigation of a library that has none in its `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trimtab.core.library import Library
from trimtab.site import urls
from trimtab.site.listings import GeneratedPage


def plan(library: Library, generated: Iterable[GeneratedPage]) -> list[Any]:
    """Home, the lists, then ordinary pages by folder; entries stay out, lists lead to them.

    Returns:
        A `nav` as in `mkdocs.yml`: paths, and for each folder a mapping of its name to paths.
    """
    own = {document.path for document in library.documents if document.entry is None}
    home = urls.README if urls.README in own else urls.HOME
    nav: list[Any] = [{"Home": home}]
    hubs = [page.path for page in generated if page.in_nav and page.path != urls.HOME]
    written_hubs = sorted(path for path in own if path in urls.KIND_INDEX.values())
    nav.extend([*hubs, *written_hubs])
    folders: dict[str, list[str]] = {}
    for path in sorted(own - {home, *written_hubs}):
        folder, _, _ = path.partition("/") if "/" in path else ("", "", "")
        folders.setdefault(folder, []).append(path)
    nav.extend(folders.pop("", []))
    for folder, paths in folders.items():
        nav.append({folder.replace("-", " ").replace("_", " ").capitalize(): paths})
    return nav
