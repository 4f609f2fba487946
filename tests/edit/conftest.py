"""Libraries on disk, for what changes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from edit.projects import MakeProject, Snapshot
from trimtab.core.project import Project
from trimtab.core.settings import parse


@pytest.fixture
def make(tmp_path: Path) -> MakeProject:
    """Writes `{path: text}` below a folder and gives the project of it; other arguments are the plugin's options."""

    def write(files: Mapping[str, str | bytes], **options: object) -> Project:
        docs = tmp_path / "docs"
        docs.mkdir(exist_ok=True)
        for path, text in files.items():
            file = docs / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Project(root=tmp_path, docs_dir=docs, settings=parse(options))

    return write


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """Reads everything below the folder, to see whether anything changed."""

    def read() -> dict[str, bytes]:
        return {
            path.relative_to(tmp_path).as_posix(): path.read_bytes()
            for path in sorted(tmp_path.rglob("*"))
            if path.is_file()
        }

    return read
