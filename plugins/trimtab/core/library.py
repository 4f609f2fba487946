"""A library: all its documents, their names, and every link between them, resolved."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from trimtab.core import document as documents
from trimtab.core import faces, likeness
from trimtab.core.body import Reference, Sentence, Target
from trimtab.core.diagnostics import Span
from trimtab.core.document import Document
from trimtab.core.files import list_files
from trimtab.core.likeness import Likeness, near_duplicates
from trimtab.core.lock import Lock
from trimtab.core.model import Archetype, Case, Entry, LevelEntry, Status
from trimtab.core.names import BareLevel, Elsewhere, Found, Names, Resolution, Unknown, Untold
from trimtab.core.namings import Naming, Via
from trimtab.core.others import Others, of_project
from trimtab.core.project import Project
from trimtab.core.scales import RUNGS
from trimtab.core.settings import RESERVED_SLUGS, LibrarySettings, Settings
from trimtab.core.source import Source
from trimtab.core.words import fold

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Link:
    """One naming of an entry by a document, resolved."""

    document: Document
    naming: Naming
    resolution: Resolution

    @property
    def via(self) -> Via:
        """How the entry is named."""
        return self.naming.via

    @property
    def name(self) -> str:
        """The name as typed, without its kind."""
        return self.naming.name

    @property
    def kind(self) -> str | None:
        """The kind that the target must have, or the prefix of another library."""
        return self.naming.kind

    @property
    def span(self) -> Span:
        """Where the name stands."""
        return self.naming.span

    @property
    def relation(self) -> str:
        """The relation's type, for relations."""
        return self.naming.relation

    @property
    def why(self) -> str:
        """The reason that a relation gives."""
        return self.naming.why

    @property
    def weight(self) -> float | None:
        """A relation's weight, 0.0 to 1.0."""
        return self.naming.weight

    @property
    def reference(self) -> Reference | None:
        """The reference in the body, for references."""
        return self.naming.reference

    @property
    def typed(self) -> str:
        """What stands at its place in the file."""
        if self.naming.typed is not None:
            return self.naming.typed
        source = self.document.source
        return source.text[source.offset(self.span.start) : source.offset(self.span.end)]

    @property
    def target(self) -> Entry | None:
        """The entry that is meant, where there is exactly one."""
        return self.resolution.entry if isinstance(self.resolution, Found) else None

    @property
    def elsewhere(self) -> Elsewhere | None:
        """The entry of another library that is meant, where there is exactly one."""
        return self.resolution if isinstance(self.resolution, Elsewhere) else None

    @property
    def sentence(self) -> Sentence | None:
        """The sentence that a reference stands in."""
        return self.document.body.sentence(self.reference) if self.reference else None


@dataclass(frozen=True, slots=True)
class TargetFault:
    """A relative link of a body that leads nowhere."""

    document: Document
    target: Target
    path: str
    """The file that it leads to, relative to the library's folder."""
    anchor: str
    """The missing anchor, where the file is there."""


class Library:
    """All documents of a library. Knows what each name means; changes nothing."""

    def __init__(
        self,
        settings: Settings,
        sources: Iterable[Source],
        files: Iterable[str],
        lock: Lock | None = None,
        others: Others | None = None,
    ) -> None:
        self._assemble(
            settings, (documents.read(source, settings) for source in sources), files, lock, others
        )

    @classmethod
    def of(
        cls,
        settings: Settings,
        documents: Iterable[Document],
        files: Iterable[str],
        lock: Lock | None = None,
        others: Others | None = None,
        *,
        before: Library | None = None,
    ) -> Library:
        """The library of documents that have been read already.

        Args:
            settings: its settings.
            documents: its documents.
            files: the paths of all of its files.
            lock: what it has published.
            others: the other libraries that it names.
            before: the library as it was. If it has the very same entries, what they add up to isn't worked out again.
        """
        library = cls.__new__(cls)
        library._assemble(settings, documents, files, lock, others, before)
        return library

    def _assemble(
        self,
        settings: Settings,
        documents: Iterable[Document],
        files: Iterable[str],
        lock: Lock | None,
        others: Others | None,
        before: Library | None = None,
    ) -> None:
        self._made: dict[Hashable, Any] = {}
        self._made_of_face: dict[Hashable, Any] = {}
        self.settings = settings
        self.lock = lock
        """What the library has published; None where that isn't recorded."""
        self.others: Others = others or {}
        """The other libraries that it names."""
        self.documents: tuple[Document, ...] = tuple(sorted(documents, key=lambda document: document.path))
        self.files = frozenset(files) | {document.path for document in self.documents}
        if before is not None and self._names_as(before):
            self._take_over(before)
            return
        self.names = Names(self.entries)
        self._resolved: dict[tuple[str, str | None], Resolution] = {}

    def _names_as(self, before: Library) -> bool:
        """Whether the entries are the very same as before, and every name means what it meant."""
        return (
            self.settings == before.settings
            and len(self.entries) == len(before.entries)
            and all(one is other for one, other in zip(self.entries, before.entries, strict=True))
            and _digests(self.others) == _digests(before.others)
        )

    def _take_over(self, before: Library) -> None:
        """Take over what follows from the entries, the settings and the other libraries alone."""
        self.others, self.names, self._resolved = before.others, before.names, before._resolved
        for name in _OF_ENTRIES & before.__dict__.keys():
            self.__dict__[name] = before.__dict__[name]
        if self.face == before.face:
            self._made_of_face = before._made_of_face

    @classmethod
    def read(cls, project: Project) -> Library:
        """Read the library of a project from disk."""
        files = list_files(project.docs_dir, project.exclude_docs)
        sources = (Source.read(project.docs_dir, path) for path in files if path.endswith(".md"))
        return cls(project.settings, sources, files, Lock.read(project), of_project(project))

    def once(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What `make` makes of this library alone: made once for each key."""
        if key not in self._made:
            self._made[key] = make()
        made: _Made = self._made[key]
        return made

    def once_of_face(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What `make` makes of what is in this library's face alone: made once for each key and all libraries with it.

        A library that was made with another as `before`, and has the same entries and the same face, takes it over.
        """
        if key not in self._made_of_face:
            self._made_of_face[key] = make()
        made: _Made = self._made_of_face[key]
        return made

    @cached_property
    def face(self) -> str:
        """A digest of all that its pages may depend on beside their own files: 32 hexadecimal digits."""
        return faces.of_library(self)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, by path."""
        return tuple(document.entry for document in self.documents if document.entry)

    @cached_property
    def current(self) -> tuple[Entry, ...]:
        """The entries that aren't removed, by path: those that lists show."""
        return tuple(entry for entry in self.entries if entry.status is not Status.REMOVED)

    @cached_property
    def by_path(self) -> dict[str, Document]:
        """Documents by their path."""
        return {document.path: document for document in self.documents}

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind that aren't removed, by title."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self.current, key=lambda entry: (fold(entry.title), entry.path)):
            found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    @cached_property
    def levels(self) -> dict[int, LevelEntry]:
        """The entry of each level that has one."""
        found: dict[int, LevelEntry] = {}
        for entry in self.current:
            if isinstance(entry, LevelEntry):
                found.setdefault(entry.number, entry)
        return found

    @cached_property
    def uses_levels(self) -> bool:
        """Whether anything in the library stands at a level."""
        return bool(self.levels) or any(entry.levels for entry in self.current)

    @cached_property
    def near_duplicates(self) -> tuple[Likeness, ...]:
        """The pairs of entries that are probably one thing under two names, the most alike first."""
        return near_duplicates(self.current)

    @property
    def told_duplicates(self) -> list[likeness.Pair]:
        """The same without the entries, for another process or another time."""
        return likeness.told(self.near_duplicates)

    def know_duplicates(self, told: Iterable[likeness.Pair]) -> None:
        """Take over near duplicates that a library with the same entries has found.

        Raises:
            KeyError: an entry isn't there.
        """
        self.__dict__["near_duplicates"] = likeness.retold(told, self.current)

    def document_of(self, entry: Entry) -> Document:
        """The document that made an entry."""
        return self.by_path[entry.path]

    def resolve(self, reference: Reference) -> Resolution:
        """What a reference of a body means."""
        return self.resolve_name(reference.name, reference.kind)

    def resolve_name(self, name: str, kind: str | None = None) -> Resolution:
        """What a name means; for the kind `level` a number will do. A kind may be another library's prefix."""
        known = self._resolved.get((name, kind))
        if known is None:
            known = self._resolved[name, kind] = self._resolve(name, kind)
        return known

    def _resolve(self, name: str, kind: str | None) -> Resolution:
        if kind is not None and kind in self.settings.libraries:
            other = self.others[kind].known if kind in self.others else None
            return other.resolve(name) if other is not None else Untold()
        if kind == "level" and re.fullmatch(r"[0-9]{1,4}", name.strip()):
            number = int(name)
            level = self.levels.get(number)
            if level is not None:
                return Found(level)
            return BareLevel(number) if number in RUNGS and self.uses_levels else Unknown()
        return self.names.resolve(name, kind)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link by name, of every document, in reading order."""
        return tuple(link for document in self.documents for link in self._links_of(document))

    def _links_of(self, document: Document) -> Iterator[Link]:
        for naming in document.namings:
            yield Link(document, naming, self.resolve_name(naming.name, naming.kind))

    @cached_property
    def broken_targets(self) -> tuple[TargetFault, ...]:
        """Relative links and images of bodies whose file, or whose anchor in it, isn't there."""
        return tuple(fault for document in self.documents for fault in self._broken(document))

    def _broken(self, document: Document) -> Iterator[TargetFault]:
        for target in document.targets:
            fault = self.check_target(document.path, target.address)
            if fault is not None:
                yield TargetFault(document, target, *fault)

    def check_target(self, path: str, url: str) -> tuple[str, str] | None:
        """Whether an ordinary link of the document at `path` leads somewhere.

        Returns:
            None where it does or where it's not ours to say (another host, an absolute path, a folder of the site);
            otherwise the path it leads to, and the missing anchor if the file is there.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        if (
            parts.scheme
            or parts.netloc
            or parts.path.startswith("/")
            or (not parts.path and not parts.fragment)
        ):
            return None
        target = path
        if parts.path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            name = posixpath.basename(target)
            if parts.path.endswith("/") or name in (".", "..") or "." not in name:
                return None
        if posixpath.basename(target) == "index.md" and posixpath.dirname(target) in RESERVED_SLUGS:
            return None  # a list that the site makes
        if target not in self.files:
            return (target, "")
        anchor = unquote(parts.fragment)
        if anchor and not self.has_anchor(target, anchor):
            return (target, anchor)
        return None

    def has_anchor(self, path: str, anchor: str) -> bool:
        """Whether the page of a file has an anchor. Files that are not ours to read have every anchor."""
        document = self.by_path.get(path)
        return document is None or anchor in document.anchors

    def archetype_entries(self) -> tuple[Archetype, ...]:
        """The archetypes, by title."""
        return self._archetypes

    @cached_property
    def _archetypes(self) -> tuple[Archetype, ...]:
        return tuple(entry for entry in self.of_kind("archetype") if isinstance(entry, Archetype))

    def cases_at(self, number: int) -> tuple[Case, ...]:
        """The cases in which something was done at a level."""
        return tuple(
            entry
            for entry in self.of_kind("case")
            if isinstance(entry, Case) and any(done.level == number for done in entry.interventions)
        )


_OF_ENTRIES = frozenset(
    {"entries", "current", "_by_kind", "_archetypes", "levels", "uses_levels", "near_duplicates"}
)
"""What a library works out of its entries alone."""


def _digests(others: Others) -> list[tuple[str, str, LibrarySettings, bytes]]:
    return [(prefix, other.path, other.settings, other.digest) for prefix, other in sorted(others.items())]
