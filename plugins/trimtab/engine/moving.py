"""Files and whole folders that move from the folder of an earlier build to that of this one, and back if need be."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from trimtab.checking.processes import without_collection

FEW = 16
"""Up to how many files and folders are moved one by one to where others are."""

Tree = Mapping[str, Any]
"""Folders by their names, each with what is in it; files have None."""


class Moves:
    """What has been moved.

    Args:
        old: the folder of the earlier build.
        new: that of this one.
    """

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new
        self._made: list[tuple[str, str]] = []
        self._aside = 0

    def take_over(self, paths: Iterable[str]) -> None:
        """Move files to the new folder, where none of them is yet; the folders that they are in move as wholes.

        What else those folders hold stays with the earlier build.

        Args:
            paths: relative to both folders.

        Raises:
            OSError: something can't be moved.
        """
        with without_collection():
            self._merge(self._old, self._new, _tree(paths))

    def undo(self) -> None:
        """Put everything back."""
        while self._made:
            source, target = self._made.pop()
            os.rename(target, source)

    def _move(self, source: str, target: str) -> None:
        os.rename(source, target)
        self._made.append((source, target))

    def _merge(self, old: str, new: str, tree: Tree) -> None:
        for name, inner in tree.items():
            source, target = f"{old}/{name}", f"{new}/{name}"
            if inner is None:
                self._move(source, target)
            elif not os.path.isdir(target):
                self._whole(source, target, inner)
            elif len(inner) <= max(FEW, len(os.listdir(target))):
                self._merge(source, target, inner)
            else:
                aside = self._room()
                self._move(target, aside)
                self._whole(source, target, inner)
                self._put_in(aside, target)

    def _whole(self, source: str, target: str, tree: Tree) -> None:
        self._move(source, target)
        self._sort_out(target, tree)

    def _sort_out(self, folder: str, tree: Tree) -> None:
        """Leave in a folder what belongs to it."""
        for name in os.listdir(folder):
            if name not in tree:
                self._move(f"{folder}/{name}", self._room())
            elif tree[name] is not None:
                self._sort_out(f"{folder}/{name}", tree[name])

    def _put_in(self, source: str, target: str) -> None:
        """Move what is in one folder into another, where none of its files is yet."""
        for name in os.listdir(source):
            one, other = f"{source}/{name}", f"{target}/{name}"
            if os.path.isdir(other):
                self._put_in(one, other)
            else:
                self._move(one, other)

    def _room(self) -> str:
        """A path in the old folder where nothing is."""
        while True:
            self._aside += 1
            path = f"{self._old}/.aside-{self._aside}"
            if not os.path.lexists(path):
                return path


def _tree(paths: Iterable[str]) -> Tree:
    tree: dict[str, Any] = {}
    for path in paths:
        *folders, name = path.split("/")
        at = tree
        for folder in folders:
            at = at.setdefault(folder, {})
        at[name] = None
    return tree
