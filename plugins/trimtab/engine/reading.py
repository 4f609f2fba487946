"""Reading the library for a build.

A build reads what another has kept and the rest side by side, as `trimtab check` does. In `mkdocs serve`, where other
threads are under way and processes can't be copied, a reader stays over all builds: it reads only the files whose bytes
have changed, and takes over what the rest of the library adds up to.
"""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from trimtab.checking import Run, Store, Told
from trimtab.checking.processes import copies, without_collection
from trimtab.checking.rereading import again
from trimtab.core import document as documents
from trimtab.core.calendar import today
from trimtab.core.diagnostics import Diagnostic, Report
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.lock import Lock
from trimtab.core.others import Others
from trimtab.core.settings import Settings
from trimtab.core.source import Source, contents, digest_of
from trimtab.rules import check, check_again, examine


@dataclass(frozen=True, slots=True)
class Read:
    """A library, and what is wrong with it."""

    library: Library
    report: Report


@dataclass(frozen=True, slots=True)
class _Known:
    """A document, where its text is, and what was found in it."""

    document: Document
    place: str | None
    """Its file; None where another plugin made it up."""
    found: tuple[Diagnostic, ...]

    def seems(self, other: _Known) -> bool:
        """Whether rules that compare documents find in this one what they found in another, in the end too."""
        one, before = self.document, other.document
        return one.seems(before) and not one.suppressions and not before.suppressions

    def still(self, place: str | None, data: bytes | OSError) -> bool:
        """Whether reading a file would end the same."""
        same = isinstance(data, bytes) and self.document.digest == digest_of(data)
        return same and self.place == place


class Reader:
    """Reads libraries.

    Args:
        lasting: whether one library is read again and again, and stays in memory in between.
    """

    def __init__(self, *, lasting: bool = False) -> None:
        self._lasting = lasting
        self._last: Read | None = None
        self._day = ""
        self._known: dict[str, _Known] = {}

    def read(
        self,
        files: Sequence[File],
        settings: Settings,
        config: MkDocsConfig,
        lock: Lock | None = None,
        others: Others | None = None,
        *,
        store: Store | None = None,
        progress: Told | None = None,
    ) -> Read:
        """The library of some files.

        Args:
            files: all files of the library.
            settings: its settings.
            config: the configuration of MkDocs.
            lock: what the library has published.
            others: the other libraries that it names.
            store: where results are kept; that of `trimtab check` if None.
            progress: told as documents are read.

        Raises:
            SettingsError: a setting names a rule that doesn't exist.
        """
        gc.unfreeze()
        with without_collection():
            if self._last is not None and self._last.library.settings == settings:
                return self._read_again(self._last, files, lock, others or {}, progress)
            store = store or Store.of(Path(config.config_file_path).parent)
            run = _run(files, settings, Path(config.docs_dir), lock, others or {}, store, progress)
            return self._read_first(run, files)

    def _read_first(self, run: Run, files: Sequence[File]) -> Read:
        day = today().isoformat()
        whole = run.whole()
        read = Read(whole.library, whole.report)
        if not self._lasting:
            gc.freeze()  # All of it stays: whoever looks for cycles later needn't go over it.
            return read
        found = defaultdict(list)
        for one in whole.examined:
            found[one.path].append(one)
        places = {file.src_uri: file.abs_src_path for file in files}
        self._last, self._day = read, day
        self._known = {
            one.path: _Known(one, places[one.path], tuple(found[one.path])) for one in read.library.documents
        }
        return read

    def _read_again(
        self,
        last: Read,
        files: Sequence[File],
        lock: Lock | None,
        others: Others,
        progress: Told | None,
    ) -> Read:
        settings = last.library.settings
        known: dict[str, _Known] = {}
        pages = [file for file in files if file.is_documentation_page()]
        kept = 0
        for done, file in enumerate(pages, 1):
            data, before = _data(file), self._known.get(file.src_uri)
            same = before is not None and before.still(file.abs_src_path, data)
            known[file.src_uri] = (
                before if before is not None and same else _anew(file, data, settings, before)
            )
            kept += same
            if progress is not None:
                progress(done, len(pages), kept)
        documents = [one.document for one in known.values()]
        names = [file.src_uri for file in files]
        library = Library.of(settings, documents, names, lock, others, before=last.library)
        day = today().isoformat()
        is_like = day == self._day and _is_like(library, last.library)
        changed = [path for path, one in known.items() if one is not self._known.get(path)]
        if is_like and not changed:
            return last
        if is_like and all(known[path].seems(self._known[path]) for path in changed):
            report = check_again(library, last.report, {path: known[path].found for path in changed})
        else:
            report = check(library, [one for each in known.values() for one in each.found])
        self._last, self._known, self._day = Read(library, report), known, day
        return self._last


def _run(
    files: Sequence[File],
    settings: Settings,
    root: Path,
    lock: Lock | None,
    others: Others,
    store: Store,
    progress: Told | None,
) -> Run:
    """A reading of all files: those below the library's folder in shards, what other plugins made up right now."""
    names = [file.src_uri for file in files]
    pages = [file for file in files if file.is_documentation_page()]
    inside = [file.src_uri for file in pages if _lies_in(file, root)]
    elsewhere = {file.src_uri for file in pages} - set(inside)
    made = [_anew(file, _data(file), settings) for file in pages if file.src_uri in elsewhere]
    beside = [(one.document, one.found) for one in made]
    return Run(
        root,
        settings,
        names,
        inside,
        lock,
        others,
        beside,
        store=store,
        context=copies(),
        progress=progress,
    )


def _lies_in(file: File, root: Path) -> bool:
    """Whether a file is where its path says, below the library's folder."""
    return file.abs_src_path is not None and os.path.normpath(file.abs_src_path) == os.path.normpath(
        root / file.src_uri
    )


def _data(file: File) -> bytes | OSError:
    return file.content_bytes if file.abs_src_path is None else contents(Path(file.abs_src_path))


def _let_go(document: Document, file: File, data: bytes | OSError, settings: Settings) -> None:
    """Let a document's text go, where it can be read again."""
    if file.abs_src_path is None:
        document.read_by(partial(Source.of, file.src_uri, data), settings)
    else:
        document.read_by(again(document, Path(file.abs_src_path)), settings)


def _anew(file: File, data: bytes | OSError, settings: Settings, before: _Known | None = None) -> _Known:
    """A document that has changed. If it makes the entry that it made, it has that very one."""
    document = documents.read(Source.of(file.src_uri, data), settings)
    found = examine(document, settings)
    entry = before.document.entry if before is not None else None
    if entry is not None and repr(entry) == repr(document.entry):
        document.entry = entry
    _let_go(document, file, data, settings)
    return _Known(document, file.abs_src_path, found)


def _is_like(library: Library, last: Library) -> bool:
    """Whether nothing has changed but documents that make the same entries."""
    return (
        library.names is last.names
        and library.files == last.files
        and _recorded(library) == _recorded(last)
        and library.by_path.keys() == last.by_path.keys()
    )


def _recorded(library: Library) -> object:
    return library.lock and (library.lock.source, library.lock.directories)
