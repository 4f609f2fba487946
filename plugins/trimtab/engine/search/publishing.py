"""An index as files of a site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from trimtab.engine.search.keeping import Keeping
from trimtab.engine.search.merging import ENTRY, OURS, Merged

FOLDER = "pagefind"
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


def carry(old_site: str, site_dir: str) -> None:
    """Let a new site have the index of the old one, if there is one, until its own is there.

    The files are the same ones where the disk allows it: an index never writes into a file that is there.

    Raises:
        OSError: the folder can't be written to.
    """
    old, new = Path(old_site) / FOLDER, Path(site_dir) / FOLDER
    if (old / ENTRY).is_file() and not new.exists():
        shutil.copytree(old, new, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _write(folder: Path, path: str, content: bytes) -> None:
    """Write a file whole or not at all, unless it is there."""
    target = folder / path
    try:
        there = target.stat().st_size == len(content)
    except OSError:
        there = False
        target.parent.mkdir(parents=True, exist_ok=True)
    else:
        if there and (path.startswith(_NAMED_BY_CONTENT) or target.read_bytes() == content):
            return
    new = target.with_name(target.name + ".new") if target.exists() else target
    new.write_bytes(content)
    if new != target:
        os.replace(new, target)


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
