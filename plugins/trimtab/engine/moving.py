"""Files and whole folders that move from the folder of an earlier build to that of this one, and back if need be.

A folder that moves as a whole is looked into, for what doesn't belong to it. A process that builds again and again
needn't look where it has looked before: a folder is *seen* if the file system's clock had gone on since its last
change when that was. Whatever is added later then gives it another time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from trimtab.checking.processes import without_collection

FEW = 16
"""Up to how many files and folders are moved one by one to where others are."""

Tree = Mapping[str, Any]
"""Folders by their names, each with what is in it; files have None."""

Seen = dict[str, tuple[int, int]]
"""The folders of a site that are seen, by their paths after the site's own: when each was modified, in nanoseconds, and
how many files and folders are in it."""


class Moves:
    """What has been moved.

    Args:
        old: the folder of the earlier build.
        new: that of this one.
        aside: a folder that has just been made beside the new one, for what goes.
        seen: which of the earlier build's folders are seen; those that are looked into are added.
        alone: whether no other process builds there: such a one sees that a site has been replaced only if the
            folder itself is another, so that it may move as those in it do where there is none.
    """

    def __init__(self, old: str, new: str, aside: str, seen: Seen, *, alone: bool) -> None:
        self._old = old
        self._new = new
        self._aside = aside
        self._seen = seen
        self._alone = alone
        self._now = os.stat(aside).st_mtime_ns
        self._rooms = 0
        self._made: list[tuple[str, str]] = []

    def take_over(self, paths: Iterable[str]) -> None:
        """Move files to the new folder, where none of them is yet; the folders that they are in move as wholes.

        What else those folders hold stays with the earlier build.

        Args:
            paths: relative to both folders. A folder among them moves with all that it holds.

        Raises:
            OSError: something can't be moved.
        """
        with without_collection():
            self._merge("", _tree(paths))

    def undo(self) -> None:
        """Put everything back."""
        while self._made:
            source, target = self._made.pop()
            os.rename(target, source)

    def look(self, site: str) -> None:
        """Look into all folders of a site, so that they are seen."""
        for folder, folders, files in os.walk(site):
            self._note(folder[len(site) :], os.stat(folder).st_mtime_ns, len(folders) + len(files))

    def _note(self, path: str, modified: int, size: int) -> None:
        if modified < self._now:
            self._seen[path] = (modified, size)

    def _move(self, source: str, target: str) -> None:
        os.rename(source, target)
        self._made.append((source, target))

    def _merge(self, into: str, tree: Tree) -> None:
        there = set(os.listdir(self._new + into))
        if len(tree) > max(FEW, len(there)) and (into or self._alone):
            aside = self._room()
            self._move(self._new + into, aside)
            self._whole(into, tree)
            self._put_in(aside, self._new + into)
            return
        for name, inner in tree.items():
            path = f"{into}/{name}"
            if inner is None:
                self._move(self._old + path, self._new + path)
            elif name in there:
                self._merge(path, inner)
            else:
                self._whole(path, inner)

    def _whole(self, path: str, tree: Tree) -> None:
        self._move(self._old + path, self._new + path)
        self._sort_out(path, tree)

    def _sort_out(self, path: str, tree: Tree) -> None:
        """Leave in a folder what belongs to it."""
        folder = self._new + path
        modified = os.stat(folder).st_mtime_ns
        # What belongs to it was there when it was taken over: if that's as many as were seen, it's the same.
        if self._seen.get(path) != (modified, len(tree)):
            names = os.listdir(folder)
            self._note(path, modified, len(names))
            for name in names:
                if name not in tree:
                    self._move(f"{folder}/{name}", self._room())
        for name, inner in tree.items():
            if inner is not None:
                self._sort_out(f"{path}/{name}", inner)

    def _put_in(self, source: str, target: str) -> None:
        """Move what is in one folder into another, where none of its files is yet."""
        for name in os.listdir(source):
            one, other = f"{source}/{name}", f"{target}/{name}"
            if os.path.isdir(other):
                self._put_in(one, other)
            else:
                self._move(one, other)

    def _room(self) -> str:
        """A path at which nothing is."""
        self._rooms += 1
        return f"{self._aside}/{self._rooms}"


def _tree(paths: Iterable[str]) -> Tree:
    tree: dict[str, Any] = {}
    for path in paths:
        *folders, name = path.split("/")
        at = tree
        for folder in folders:
            at = at.setdefault(folder, {})
        at[name] = None
    return tree
