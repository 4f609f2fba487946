"""Which files of a folder belong to a library, and where their pages are."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pathspec

_ALWAYS_EXCLUDED = (".*", "/templates/")
"""What MkDocs leaves out of `docs_dir`: https://www.mkdocs.org/user-guide/configuration/#exclude_docs"""


def list_files(docs_dir: Path, exclude: Iterable[str] = ()) -> list[str]:
    """The files below a folder that MkDocs would see, as sorted POSIX paths.

    Args:
        docs_dir: the folder.
        exclude: lines of `exclude_docs`, in the syntax of gitignore.
    """
    root = os.fspath(docs_dir)
    found = []
    for folder, _, names in os.walk(root, followlinks=True):
        base = os.path.relpath(folder, root).replace(os.sep, "/")
        found += names if base == "." else [f"{base}/{name}" for name in names]
    return chosen(found, exclude)


def chosen(paths: Iterable[str], exclude: Iterable[str] = ()) -> list[str]:
    """Those of some POSIX paths that MkDocs would see, sorted; `exclude` as for `list_files`."""
    spec = pathspec.GitIgnoreSpec.from_lines([*_ALWAYS_EXCLUDED, *exclude])
    return sorted(_without_readmes([path for path in paths if not spec.match_file(path)]))


def _without_readmes(paths: list[str]) -> Iterator[str]:
    """A README beside an index is no page of its own, as in MkDocs."""
    known = set(paths)
    for path in paths:
        folder, _, name = path.rpartition("/")
        index = f"{folder}/index.md" if folder else "index.md"
        if not (name == "README.md" and index in known):
            yield path


def address(path: str, *, directories: bool = True) -> str:
    """The address of a Markdown file's page, relative to the site's top and quoted; `./` is the top itself.

    Args:
        path: POSIX path of the file relative to the library's folder.
        directories: MkDocs' `use_directory_urls`.
    """
    folder, name = posixpath.split(path)
    stem = name.removesuffix(".md")
    if stem in ("index", "README"):
        page = "" if directories else "index.html"
    else:
        page = f"{stem}/" if directories else f"{stem}.html"
    return quote(posixpath.join(folder, page), errors="surrogateescape") or "./"
