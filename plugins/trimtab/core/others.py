"""The other libraries that a library names, each by a prefix: their files, which lie beside the configuration.

Nothing here reaches the web: `trimtab library` fetches what they tell, and the files are kept with the library.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from trimtab.core import foreign
from trimtab.core.diagnostics import FILE_START, Span
from trimtab.core.foreign import ForeignLibrary, NamesError
from trimtab.core.project import Project
from trimtab.core.settings import LibrarySettings, Settings
from trimtab.core.source import Source


@dataclass(frozen=True, slots=True)
class Problem:
    """Why nothing is known of another library."""

    span: Span
    message: str
    help: str = ""
    """What mends it, where that isn't to fetch the file anew."""


class Other:
    """Another library: its file, and what that tells.

    Args:
        prefix: what stands before its names.
        settings: where its file is, and its site.
        path: the file, relative to the library's folder.
        data: what the file holds; why that isn't known, where it can't be read.
    """

    def __init__(self, prefix: str, settings: LibrarySettings, path: str, data: bytes | str) -> None:
        self.prefix = prefix
        self.settings = settings
        self.path = path
        self._data = data

    @property
    def known(self) -> ForeignLibrary | None:
        """What is known of it; None where its file can't be used."""
        return self._read if isinstance(self._read, ForeignLibrary) else None

    @property
    def problem(self) -> Problem | None:
        """What is wrong with its file."""
        return self._read if isinstance(self._read, Problem) else None

    @property
    def digest(self) -> bytes:
        """The same for the same file."""
        data = self._data if isinstance(self._data, bytes) else self._data.encode(errors="replace")
        return hashlib.blake2b(data, digest_size=16).digest()

    @cached_property
    def source(self) -> Source:
        """The file's text, for those who show a line of it."""
        return Source.decode(self.path, self._data if isinstance(self._data, bytes) else b"")

    def place(self, value: str) -> Span:
        """Where a value first stands in the file."""
        for text in (json.dumps(value, ensure_ascii=False), json.dumps(value)):
            at = self.source.text.find(text)
            if at >= 0 and value:
                return self.source.span(at, at + len(text))
        return FILE_START

    @cached_property
    def _read(self) -> ForeignLibrary | Problem:
        if isinstance(self._data, str):
            return Problem(FILE_START, self._data)
        try:
            return ForeignLibrary(self.prefix, foreign.parse(self._data), self.settings.url)
        except NamesError as error:
            at = error.position
            cure = "Update Trimtab, which reads what newer ones write." if error.is_of_another else ""
            return Problem(FILE_START if at is None else Span(at, at), error.sentence, cure)


Others = Mapping[str, Other]
"""Other libraries, by their prefixes."""


def of_project(project: Project) -> dict[str, Other]:
    """The other libraries that a project names."""
    return of_folder(project.root, project.settings, project.docs_dir)


def of_folder(root: Path, settings: Settings, docs_dir: Path) -> dict[str, Other]:
    """The other libraries that settings name.

    Args:
        root: the folder of the library's configuration.
        settings: its settings.
        docs_dir: the library's folder, from which findings name the files.
    """

    def shown(name: str) -> str:
        return os.path.relpath(root / name, docs_dir).replace(os.sep, "/")

    return of_settings(settings, lambda name: contents(root / name), shown)


def of_settings(
    settings: Settings, read: Callable[[str], bytes | str], shown: Callable[[str], str]
) -> dict[str, Other]:
    """The other libraries that settings name.

    Args:
        settings: the settings.
        read: what a file holds, or why that isn't known.
        shown: a file's path relative to the library's folder.
    """
    return {
        prefix: Other(prefix, one, shown(one.names), read(one.names))
        for prefix, one in settings.libraries.items()
    }


def contents(path: Path) -> bytes | str:
    """What a file holds, or a sentence on why that isn't known."""
    try:
        return foreign.read(path)
    except FileNotFoundError:
        return "The file isn't there."
    except OSError as error:
        return f"The file can't be read: {error.strerror or type(error).__name__}."
    except NamesError as error:
        return error.sentence
