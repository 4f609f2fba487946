"""A library as it was at a commit, without a checkout: its settings, its files, and what became of each since.

What the history can't tell counts as unchanged and is taken from the present library: files that git ignores,
submodules, links out of the repository, and large files that weren't fetched.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from trimtab.core import document as documents
from trimtab.core.change import Base
from trimtab.core.document import Document
from trimtab.core.files import chosen
from trimtab.core.library import Library
from trimtab.core.lock import Lock
from trimtab.core.others import Other, contents, of_settings
from trimtab.core.project import Project, load
from trimtab.core.settings import RuleSettings, Settings, SettingsError
from trimtab.core.source import Source
from trimtab.history.git import Repository
from trimtab.history.renames import find_renames
from trimtab.history.tree import Tree

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:[^\n]*\n)*?oid sha256:([0-9a-f]{64})\n"
)
"""What stands in git for a large file: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md"""


@dataclass(frozen=True)
class Past:
    """A library as it was, and how it is tied to the library as it is."""

    base: Base
    library: Library
    renames: Mapping[str, str]
    """The path then of each `.md` file that has another path now, and that path."""
    notes: tuple[str, ...]
    """What had to be assumed, a sentence each."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a library lay in a commit, and its settings of that time."""

    settings: Settings
    folder: str
    """`docs_dir`, from the repository's top."""
    root: str
    """The folder of the configuration, from the repository's top."""
    exclude: tuple[str, ...]
    directories: bool
    """MkDocs' `use_directory_urls`."""


def read_past(project: Project, now: Library, revision: str) -> Past:
    """Read a library as it was where a revision and the present state parted.

    Its settings are those of then, but for the rules: both states are checked by today's, so that a rule that is
    turned on or off makes no findings new and cures none.

    Args:
        project: where the library lies, and its settings; those for rules count for both states.
        now: the library as it lies on disk, with changes that aren't committed.
        revision: a branch, a tag, a hash, `HEAD~3`.

    Raises:
        HistoryError: git isn't there, the library is in no repository, or there is no such revision.
    """
    repository = Repository(project.docs_dir.resolve())
    base = repository.merge_base(revision)
    reader = _Reader(repository, Tree(repository, base.commit), base.commit[:10], project, now)
    library = reader.read()
    return Past(base, library, find_renames(library, now), tuple(reader.notes))


class _Reader:
    def __init__(
        self, repository: Repository, tree: Tree, label: str, project: Project, now: Library
    ) -> None:
        self._repository = repository
        self._tree = tree
        self._label = label
        self._project = project
        self._now = now
        self._docs = repository.path_of(project.docs_dir) or ""
        self.notes: list[str] = []

    def read(self) -> Library:
        """The library then."""
        place = self._place()
        if not self._tree.is_folder(place.folder):
            self.notes.append(f"There is no library in {self._label}, so everything in it is new.")
        return self._library(place)

    def _place(self) -> _Place:
        """Where the library lay then, by the settings of then; by today's where those can't be read."""
        root = self._repository.path_of(self._project.root) or ""
        today = _Place(
            self._project.settings, self._docs, root, self._project.exclude_docs, self._project.directories
        )
        name = self._project.config_name
        folder = self._repository.path_of(self._project.root)
        config = None if folder is None else self._config(posixpath.join(folder, name))
        if config is None:
            self.notes.append(
                f"`{name}` isn't in {self._label}, so today's settings are used for both states."
            )
            return today
        try:
            return _load(self._tree, config, self._project.settings.rules)
        except SettingsError as error:
            reason = "; ".join(str(error).splitlines()).removesuffix(".")
            self.notes.append(
                f"The settings in {self._label} can't be used, so today's are used for both states. ({reason}.)"
            )
            return today

    def _config(self, config: str) -> str | None:
        """The settings' file then: at today's place, or the only one of its name elsewhere."""
        if self._tree.read(config) is not None:
            return config
        name = posixpath.basename(config)
        others = [path for path in self._tree if posixpath.basename(path) == name]
        return others[0] if len(others) == 1 else None

    def _library(self, place: _Place) -> Library:
        objects, elsewhere = self._tree.files(place.folder)
        prefix = f"{self._docs}/" if self._docs else ""
        unknown = self._now.files & {
            path.removeprefix(prefix) for path in self._repository.ignored(self._docs)
        }
        unknown |= {path for path in self._now.files if _is_within(path, elsewhere)}
        unknown -= objects.keys()
        files = chosen([*objects, *unknown], place.exclude)
        pages = {path: objects[path] for path in files if path in objects and path.endswith(".md")}
        blobs = self._repository.blobs(pages.values())
        texts = {path: self._data(blobs[name]) for path, name in pages.items()}
        unknown |= {path for path, data in texts.items() if data is None}
        self._note_unknown(path for path in unknown if path.endswith(".md"))
        read = (
            self._document(path, texts.get(path), place.settings) for path in files if path.endswith(".md")
        )
        return Library.of(place.settings, filter(None, read), files, self._lock(place), self._others(place))

    def _lock(self, place: _Place) -> Lock | None:
        """What the library had published by then."""
        name = place.settings.permalinks.lock
        data = self._tree.read(posixpath.normpath(posixpath.join(place.root, name)))
        if data is None:
            return None
        path = posixpath.relpath(posixpath.join(place.root, name), place.folder or ".")
        return Lock(Source.decode(path, data), directories=place.directories)

    def _others(self, place: _Place) -> dict[str, Other]:
        """What was known of other libraries then; of a file that git doesn't hold, what is known now."""

        def path(name: str) -> str:
            return posixpath.normpath(posixpath.join(place.root, name.replace(os.sep, "/")))

        def read(name: str) -> bytes | str:
            blob = self._tree.read(path(name))
            data = self._data(blob) if blob is not None else None
            if data is not None:
                return data
            unknown = blob is not None or path(name).startswith("../") or self._repository.ignored(path(name))
            return contents(self._project.root / name) if unknown else "The file isn't there."

        def shown(name: str) -> str:
            return posixpath.relpath(path(name), place.folder or ".")

        return of_settings(place.settings, read, shown)

    def _document(self, path: str, data: bytes | None, settings: Settings) -> Document | None:
        """A document then; the present one where it's the same, so that it's read and examined once."""
        now = self._now.by_path.get(path)
        if now is not None and settings == self._now.settings and data in (None, self._on_disk(path)):
            return now
        if data is not None:
            return documents.read(Source.decode(path, data), settings)
        return documents.read(now.source, settings) if now is not None else None

    def _on_disk(self, path: str) -> bytes | None:
        try:
            return (self._project.docs_dir / path).read_bytes()
        except OSError:
            return None

    def _note_unknown(self, paths: Iterable[str]) -> None:
        count = len(list(paths))
        if count:
            what = "1 file counts" if count == 1 else f"{count} files count"
            self.notes.append(
                f"{what} as unchanged, because git doesn't hold its earlier text here: ignored, in a submodule, behind "
                "a link, or in Git LFS and not fetched."
            )

    def _data(self, blob: bytes) -> bytes | None:
        """A file's bytes as a checkout would write them; None for a large file that isn't here."""
        pointer = _POINTER.match(blob) if len(blob) < 1024 else None
        if pointer:
            name = pointer[1].decode()
            try:
                data = (self._repository.large_files / name[:2] / name[2:4] / name).read_bytes()
            except OSError:
                return None
            return data if hashlib.sha256(data).hexdigest() == name else None
        if self._repository.writes_crlf and b"\r\n" not in blob:
            return blob.replace(b"\n", b"\r\n")
        return blob


def _load(tree: Tree, config: str, rules: RuleSettings) -> _Place:
    """A library's settings in a commit, read from copies of the files that hold them.

    Args:
        tree: the commit's files.
        config: where `mkdocs.yml` is in them.
        rules: the rules to check by, whatever those of then were.

    Raises:
        SettingsError: they can't be used.
    """
    with tempfile.TemporaryDirectory(prefix="trimtab-") as name:
        top = Path(name).resolve()
        try:
            for path in _with_parents(tree, config):
                (top / path).parent.mkdir(parents=True, exist_ok=True)
                (top / path).write_bytes(tree.read(path) or b"")
            # The loader asks that `docs_dir` be a folder.
            for folder in {posixpath.dirname(path) for path in tree if path.endswith(".md")}:
                (top / folder).mkdir(parents=True, exist_ok=True)
            project = load(top / config)
        except OSError as error:
            raise SettingsError(f"{config}: {error.strerror}") from None
        except SettingsError as error:
            raise SettingsError(str(error).replace(f"{top}{os.sep}", "")) from None
        docs = Path(os.path.normpath(project.docs_dir))
        if not docs.is_relative_to(top):
            raise SettingsError(f"{config}: `docs_dir` lies outside the repository")
        relative = docs.relative_to(top).as_posix()
        settings = project.settings.model_copy(update={"rules": rules})
        root = posixpath.dirname(config)
        folder = "" if relative == "." else relative
        return _Place(settings, folder, root, project.exclude_docs, project.directories)


def _with_parents(tree: Tree, config: str) -> list[str]:
    """A settings' file and the files that it inherits from, as far as they are in the commit."""
    chain: list[str] = []
    path: str | None = config
    while path is not None and path not in chain:
        data = tree.read(path)
        if data is None:
            break
        chain.append(path)
        parent = _parent(data)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), parent)) if parent else None
    return chain


def _parent(data: bytes) -> str:
    """What `INHERIT` says in a settings' file; empty where it says nothing or the file isn't YAML."""
    try:
        node = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return ""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == "INHERIT"), "")


def _is_within(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
