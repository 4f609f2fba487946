"""An index as files of a site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from trimtab.engine.search.keeping import Keeping
from trimtab.engine.search.merging import ENTRY, OURS, Merged

FOLDER = "pagefind"
"""Where in a site its index is."""
_NAMED_BY_CONTENT = ("fragment/", "index/", "filter/", "names/")


def publish(site_dir: str, merged: Merged, shards: list[str], keeping: Keeping) -> bool:
    """Put an index into a site, in the place of the one that is there.

    New files come first, then the one that leads to them, so that a reader who searches meanwhile finds either index
    whole. What neither needs goes last.

    Returns:
        whether all was kept that is needed; else the site's index is as it was.

    Raises:
        OSError: the folder can't be written to.
    """
    folder = Path(site_dir) / FOLDER
    wanted = {ENTRY, OURS, *merged.files}
    for path, content in merged.files.items():
        if path != OURS:
            _write(folder, path, content)
    for number, name in enumerate(shards):
        files = keeping.files(name)
        if files is None:
            return False
        names = {
            f"fragment/{old}.pf_fragment": f"fragment/{new}.pf_fragment"
            for at, old, new in merged.renamed
            if at == number
        }
        for name_then, content in files.items():
            path = names.get(name_then, name_then)
            wanted.add(path)
            _write(folder, path, content)
    _write(folder, OURS, merged.files[OURS])
    _write(folder, ENTRY, merged.entry)
    for path in list(_files(folder)):
        if path not in wanted:
            (folder / path).unlink(missing_ok=True)
    return True


def _write(folder: Path, path: str, content: bytes) -> None:
    """Write a file, unless it is there. What is there in its place stays whole until the new one is."""
    target = f"{folder}/{path}"
    try:
        _create(target, content)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _create(target, content)
    except FileExistsError:
        if not _is(target, content, by_size=path.startswith(_NAMED_BY_CONTENT)):
            new = target + ".new"
            Path(new).write_bytes(content)
            os.replace(new, target)


def _create(path: str, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)


def _is(path: str, content: bytes, *, by_size: bool) -> bool:
    """Whether a file that is there has this content."""
    return os.stat(path).st_size == len(content) and (by_size or Path(path).read_bytes() == content)


def _files(folder: Path) -> Iterator[str]:
    for below, _, names in os.walk(folder):
        inside = Path(below).relative_to(folder).as_posix()
        yield from names if inside == "." else (f"{inside}/{name}" for name in names)
