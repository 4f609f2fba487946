"""Reading a library in shards and checking it: what is kept of it stands in for work that would end the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path

from trimtab.checking.comparing import compared
from trimtab.checking.processes import processes, processors, without_collection
from trimtab.checking.shards import FEW, Shards, Told, as_bytes, deal
from trimtab.checking.store import Store, digest, pack, unpack
from trimtab.core.calendar import today
from trimtab.core.diagnostics import Diagnostic, Report
from trimtab.core.document import Document
from trimtab.core.files import list_files
from trimtab.core.library import Library
from trimtab.core.likeness import Pair
from trimtab.core.lock import Lock
from trimtab.core.others import Others, of_project
from trimtab.core.project import Project
from trimtab.core.settings import Settings
from trimtab.rules import check


@dataclass(frozen=True, slots=True)
class Checked:
    """A library's report, and the library itself once somebody asks for it."""

    report: Report
    count: int
    """How many entries the library has."""
    duplicates: list[Pair]
    """Those that are probably one thing under two names."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A library that has been read and checked."""

    library: Library
    report: Report
    examined: list[Diagnostic]
    """What was found in its documents one by one, before anything was left out."""


def read_and_check(
    project: Project, store: Store | None = None, *, jobs: int | None = None, progress: Told | None = None
) -> Checked:
    """Check a library from disk.

    Args:
        project: the library's place and settings.
        store: where results are kept; None to keep none and use none.
        jobs: how many processes read at once; as many as there are processors if None.
        progress: told as documents are read.

    Raises:
        SettingsError: a setting names a rule that doesn't exist.
    """
    with without_collection():
        files = list_files(project.docs_dir, project.exclude_docs)
        run = Run(
            project.docs_dir,
            project.settings,
            files,
            [path for path in files if path.endswith(".md")],
            Lock.read(project),
            of_project(project),
            store=store,
            jobs=jobs,
            context=processes(),
            progress=progress,
        )
        kept = run.kept()
        if kept is not None:
            return kept
        whole = run.whole()
        return Checked(whole.report, len(whole.library.entries), whole.library.told_duplicates)


class Run:
    """One reading of a library.

    Args:
        root: the library's folder.
        settings: its settings.
        files: the paths of all of its files.
        paths: those of the documents in its folder.
        lock: what it has published.
        others: the other libraries that it names.
        beside: documents that aren't files in its folder, each with what was found in it.
        store: where results are kept; None to keep none and use none.
        jobs: how many processes read at once; as many as there are processors if None.
        context: what starts them; None to do everything in this one.
        progress: told as documents are read.
    """

    def __init__(
        self,
        root: Path,
        settings: Settings,
        files: Iterable[str],
        paths: Iterable[str],
        lock: Lock | None,
        others: Others,
        beside: Sequence[tuple[Document, tuple[Diagnostic, ...]]] = (),
        *,
        store: Store | None = None,
        jobs: int | None = None,
        context: BaseContext | None = None,
        progress: Told | None = None,
    ) -> None:
        self._settings = settings
        self._files = sorted(files)
        self._lock = lock
        self._others = others
        self._beside = beside
        self._store = store
        self._jobs = (jobs or processors()) if context is not None else 1
        told = progress or (lambda done, of, kept: None)
        self._reader = Shards(root, settings, store, self._jobs, context, told)
        self._shards = deal(paths)
        known = store is not None and not store.is_empty
        self._names = [self._reader.name(paths) for paths in self._shards] if known else []

    def kept(self) -> Checked | None:
        """What a run over the same library has found; None where none has been kept."""
        if self._store is None or not self._names:
            return None
        kept = self._store.load(self._name(self._names))
        found = unpack(kept, tuple, int, list) if kept is not None else None
        return None if found is None else Checked(Report(found[0]), *found[1:])

    def whole(self) -> Whole:
        """The library and its report. What has been found before isn't looked for again.

        Raises:
            SettingsError: a setting names a rule that doesn't exist.
        """
        kept = self.kept()
        found = [document for document, _ in self._beside]
        examined = [one for _, diagnostics in self._beside for one in diagnostics]
        for some, diagnostics in self._reader.read(self._shards, self._names):
            found += some
            examined += diagnostics
        library = Library.of(self._settings, found, self._files, self._lock, self._others)
        if kept is not None:
            library.know_duplicates(kept.duplicates)
            return Whole(library, kept.report, examined)
        in_copies = compared(library, self._jobs) if len(self._shards) > FEW else None
        report = check(library, examined, in_copies)
        if self._store is not None and self._reader.is_settled:
            name = self._name(self._reader.names)
            self._store.save(name, pack(report.diagnostics, len(library.entries), library.told_duplicates))
            self._store.prune()
        return Whole(library, report, examined)

    def _name(self, names: Iterable[str]) -> str:
        """What the report of the run is kept under: a digest of all that it depends on."""
        recorded = repr(self._lock and (self._lock.source, self._lock.directories))
        others = sorted(self._others.items())
        told = [part for prefix, other in others for part in (prefix.encode(), other.digest)]
        beside = repr([(one.path, one.digest, one.faults) for one, _ in self._beside])
        return "report-" + digest(
            *map(str.encode, sorted(names)),
            *map(as_bytes, self._files),
            recorded.encode(errors="surrogateescape"),
            beside.encode(errors="surrogatepass"),
            *told,
            today().isoformat().encode(),
        )
