"""The search index of a build: of each shard as soon as its pages are there, merged at the end.

What was indexed before is taken from where it is kept.
"""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from trimtab.checking.processes import processors
from trimtab.checking.store import digest, pack
from trimtab.engine.search import merging, whole
from trimtab.engine.search.keeping import Keeping
from trimtab.engine.search.publishing import publish
from trimtab.engine.search.service import ServiceError, version
from trimtab.engine.search.shards import FORMAT, partition
from trimtab.site.records import Record, record

AT_ONCE = 2
"""So many shards are indexed at once at most: each takes some 200 MB, and the build goes on meanwhile."""

log = logging.getLogger("mkdocs.plugins.trimtab")


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The index is no longer wanted."""


class Index:
    """The index of one build.

    Args:
        root: the library's folder, by which shards are kept for the next build; None keeps none.
        expected: the files of pages that are likely to be found by search, relative to the site's folder, those
            together that are told of one after the other. A shard of some of these begins when all of it has been told
            of; others are indexed at the end.
    """

    def __init__(self, root: Path | None, *expected: Iterable[str]) -> None:
        self._root = root
        self._own = tempfile.TemporaryDirectory(prefix="trimtab-search-")
        self._keeping = Keeping(root, Path(self._own.name))
        self._shards = [shard for paths in expected for shard in partition(paths)]
        self._of = {path: at for at, shard in enumerate(self._shards) for path in shard}
        self._left = [len(shard) for shard in self._shards]
        self._marks: dict[str, str] = {}
        self._records: dict[str, Record] = {}
        self._ordered: set[str] = set()
        self._program = ""
        self._problem = ""
        self._worker: subprocess.Popen[str] | None = None
        self._cancelled = False
        self._finishing = False
        self._awaited: tuple[list[str], str] | None = None
        """The names of the shards that are to be merged, and that of the merger, once it's known."""
        self._is_merging = False
        self._place: Callable[[str], str] | None = None

    def add(self, path: str, html: str) -> str:
        """Take in a page.

        Args:
            path: its file, relative to the site's folder.
            html: the finished page.

        Returns:
            by what to know its content again, as long as search would read the same of it.
        """
        found = record(path, html)
        if found is not None:
            self._records[path] = found
        mark = _mark(found)
        self._told(path, mark)
        return mark

    def same(self, path: str, mark: str) -> None:
        """Take in a page that is as it was.

        Args:
            path: its file, relative to the site's folder. The page need only be there when the index is finished.
            mark: what `add` gave then.
        """
        self._told(path, mark)

    def conclude(self, site_dir: str, place: Callable[[str], str] | None = None) -> None:
        """Begin to write `pagefind/` into the site, whose pages are made by now.

        Args:
            site_dir: the site's folder; the same as `finish` gets.
            place: gives the path of a page's file, where some aren't below that folder yet.
        """
        self._place = place or (lambda path: f"{site_dir}/{path}")
        if not self._problem and not self._cancelled:
            try:
                self._problem = self._merge(site_dir)
            except (OSError, ServiceError) as error:
                self._problem = str(error) or type(error).__name__

    def finish(self, site_dir: str, complete: Callable[[], object] = lambda: None) -> None:
        """Have `pagefind/` in the site.

        Args:
            site_dir: the site's folder.
            complete: has all pages below that folder, should they be asked for there.

        Raises:
            PluginError: Pagefind failed.
            Cancelled: `cancel` was called meanwhile.
        """
        self._finishing = True
        try:
            problem = "" if self._cancelled else self._finish(site_dir)
        finally:
            self._stop()
        if self._cancelled:
            raise Cancelled
        if problem:
            log.info(f"Search is indexed anew as a whole: {problem}.")
            complete()
            whole.index(site_dir)

    def cancel(self) -> None:
        """Give up, from another thread too: a `finish` under way ends at once, and leaves the site's index as it is."""
        self._cancelled = True
        worker = self._worker
        if worker is not None:
            worker.kill()
        if not self._finishing:
            self._stop()

    def _told(self, path: str, mark: str) -> None:
        new = path not in self._marks
        self._marks[path] = mark
        at = self._of.get(path)
        if at is None or not new:
            return
        self._left[at] -= 1
        if not self._left[at] and not self._problem:
            try:
                self._begin(at)
            except (OSError, ServiceError) as error:
                self._problem = str(error) or type(error).__name__

    def _begin(self, at: int) -> str:
        """Have a shard indexed if it isn't kept. What isn't known of its pages is read, once they are all made.

        Returns:
            the shard's name, empty where none of its pages is found by search.
        """
        paths = [path for path in self._shards[at] if self._marks.get(path)]
        if not paths:
            return ""
        self._program = self._program or version()
        marks = (part.encode(errors="surrogatepass") for path in paths for part in (path, self._marks[path]))
        name = digest(FORMAT.encode(), self._program.encode(), *marks)
        if name not in self._ordered and not self._keeping.has(name):
            if self._place is None and not all(path in self._records for path in paths):
                return name
            self._order(name, [self._record(path) for path in paths])
        for path in self._shards[at]:
            self._records.pop(path, None)
        return name

    def _record(self, path: str) -> Record:
        known = self._records.get(path)
        if known is None and self._place is not None:
            known = record(path, _page(Path(self._place(path))))
        if known is None or _mark(known) != self._marks[path]:
            message = f"{path} has changed meanwhile"
            raise ServiceError(message)
        return known

    def _order(self, name: str, records: list[Record]) -> None:
        path = Path(self._own.name) / ("records-" + name)
        path.write_bytes(pack([(one.path, one.language, one.html) for one in records]))
        self._ordered.add(name)
        self._send(shard=name, records=str(path))

    def _send(self, **order: object) -> None:
        if self._cancelled:
            message = "it isn't wanted any more"
            raise ServiceError(message)
        if self._worker is None:
            self._worker = subprocess.Popen(  # noqa: S603 - the interpreter that runs this
                [
                    sys.executable,
                    "-m",
                    f"{__package__}.worker",
                    str(self._root or ""),
                    self._own.name,
                    str(min(processors(), AT_ONCE)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        if self._cancelled:
            self._worker.kill()
        if self._worker.stdin is not None:
            self._worker.stdin.write(json.dumps(order) + "\n")
            self._worker.stdin.flush()

    def _finish(self, site_dir: str) -> str:
        """Write the index; gives what stood in the way, if anything."""
        if self._awaited is None:
            self.conclude(site_dir)
        problem = self._problem or (self._answer() if self._is_merging else "")
        if self._awaited is not None and not problem:
            self._keeping.drop_others(*self._awaited)
        return problem

    def _merge(self, site_dir: str) -> str:
        """Put the index into the site, or order that; gives what stands in the way, if anything."""
        known = set(self._of)
        self._shards += partition(path for path, mark in self._marks.items() if mark and path not in known)
        names = [name for at in range(len(self._shards)) if (name := self._begin(at))]
        if not names:
            return "no page is marked for it"
        key = merging.key(names)
        self._awaited = (names, key)
        merged = None if self._ordered else self._keeping.merged(key)
        if merged is None or not publish(site_dir, merged, names, self._keeping):
            self._send(merge=key, of=names, site=site_dir)
            self._is_merging = True
        return ""

    def _answer(self) -> str:
        worker = self._worker
        line = worker.stdout.readline() if worker is not None and worker.stdout is not None else ""
        return str(json.loads(line)["problem"]) if line else "its process ended"

    def _stop(self) -> None:
        """Let the process go, which ends with its orders."""
        worker, self._worker = self._worker, None
        if worker is not None:
            with contextlib.suppress(OSError):  # It may have ended before it read all.
                if worker.stdin is not None:
                    worker.stdin.close()
            worker.wait()
            if worker.stdout is not None:
                worker.stdout.close()
        self._own.cleanup()


def index(site_dir: str, root: Path | None = None) -> None:
    """Write `pagefind/` into a built site, from the pages that are there.

    Args:
        site_dir: the site's folder.
        root: the library's folder, by which shards are kept for the next build; None keeps none.

    Raises:
        PluginError: Pagefind failed.
    """
    site = Path(site_dir)
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    whole_site = Index(root, paths)
    for path in paths:
        whole_site.add(path, _page(site / path))
    whole_site.finish(site_dir)


def _page(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _mark(found: Record | None) -> str:
    """By what to know a record again; empty for none."""
    return digest(found.language.encode(), found.html.encode()) if found else ""
