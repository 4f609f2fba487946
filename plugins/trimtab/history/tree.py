"""The files of one commit, seen as a disk would show them: symbolic links lead on, within the commit."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Iterator

from trimtab.history.git import Item, Repository

_LINK = "120000"
_SUBMODULE = "160000"
_HOPS = 40
"""How many links a path may lead over, as on Linux."""
_DEPTH = 8
"""How many folders that are links may lie within each other."""


class Tree:
    """A commit's files. Paths are POSIX paths from the repository's top; the top itself is the empty path."""

    def __init__(self, repository: Repository, commit: str) -> None:
        """Read a commit's folders, and where its links point.

        Raises:
            HistoryError: they aren't in this clone.
        """
        self._repository = repository
        self._items: dict[str, Item] = repository.tree(commit)
        self._paths = sorted(self._items)
        links = {path: item.object for path, item in self._items.items() if item.mode == _LINK}
        texts = repository.blobs(links.values())
        self._links = {path: texts[name].decode("utf-8", "surrogateescape") for path, name in links.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def real(self, path: str) -> str | None:
        """A path with every link in it followed; None where a link leaves the repository or leads in a circle."""
        todo = [step for step in reversed(path.split("/")) if step]
        done: list[str] = []
        hops = 0
        while todo:
            step = todo.pop()
            if step in ("", "."):
                continue
            if step == "..":
                if not done:
                    return None
                done.pop()
                continue
            done.append(step)
            target = self._links.get("/".join(done))
            if target is None:
                continue
            hops += 1
            if hops > _HOPS or target.startswith("/"):
                return None
            done.pop()
            todo.extend(reversed(target.split("/")))
        return "/".join(done)

    def is_folder(self, path: str) -> bool:
        """Whether there are files below a path, links followed."""
        real = self.real(path)
        return real is not None and next(self._below(real), None) is not None

    def read(self, path: str) -> bytes | None:
        """The bytes of one file, links followed; None where there is none."""
        real = self.real(path)
        item = self._items.get(real) if real is not None else None
        if item is None or item.mode == _SUBMODULE:
            return None
        return self._repository.blobs([item.object])[item.object]

    def files(self, folder: str) -> tuple[dict[str, str], tuple[str, ...]]:
        """What lies below a folder.

        Returns:
            The object of each file, by its path relative to the folder; and the relative paths of what the commit
            holds no files of: submodules, and links that lead out of the repository or nowhere.
        """
        found: dict[str, str] = {}
        elsewhere: list[str] = []
        real = self.real(folder)
        if real is not None:
            self._collect(real, "", found, elsewhere, _DEPTH)
        return found, tuple(elsewhere)

    def _collect(
        self, folder: str, shown: str, found: dict[str, str], elsewhere: list[str], depth: int
    ) -> None:
        for path in self._below(folder):
            name = shown + path.removeprefix(f"{folder}/" if folder else "")
            item = self._items[path]
            if item.mode == _SUBMODULE:
                elsewhere.append(name)
            elif item.mode != _LINK:
                found[name] = item.object
            else:
                self._follow(path, name, found, elsewhere, depth)

    def _follow(self, link: str, name: str, found: dict[str, str], elsewhere: list[str], depth: int) -> None:
        real = self.real(link)
        item = self._items.get(real) if real is not None else None
        if item is not None and item.mode != _SUBMODULE:
            found[name] = item.object
        elif real is None or item is not None or next(self._below(real), None) is None:
            elsewhere.append(name)
        elif depth and not posixpath.join(link, "").startswith(posixpath.join(real, "")):
            self._collect(real, f"{name}/", found, elsewhere, depth - 1)

    def _below(self, folder: str) -> Iterator[str]:
        prefix = f"{folder}/" if folder else ""
        for index in range(bisect_left(self._paths, prefix), len(self._paths)):
            if not self._paths[index].startswith(prefix):
                return
            yield self._paths[index]
