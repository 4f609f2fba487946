"""Texts that are read again: what a file was in between isn't taken for what it was at first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trimtab.checking import Store, read_and_check
from trimtab.checking.rereading import again, stamp
from trimtab.core import document as documents
from trimtab.core.document import Document
from trimtab.core.project import Project
from trimtab.core.settings import Settings
from trimtab.core.source import Source

FIRST, OTHER = "---\ntitle: One\n---\n\nA text.\n", "---\ntitle: One\n---\n\nNo text.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of a library."""
    path = tmp_path / "docs" / "one.md"
    path.parent.mkdir()
    path.write_text(FIRST, encoding="utf-8")
    os.utime(path, (1, 1))  # So that it isn't written twice within what the system counts as one moment.
    return path


def read(file: Path, *, stamped: bool) -> Document:
    """A document that has let its text go."""
    before = stamp(file) if stamped else None
    document = documents.read(Source.read(file.parent, file.name), Settings())
    document.read_by(again(document, file, before), Settings())
    return document


@pytest.mark.parametrize("stamped", [True, False])
@pytest.mark.parametrize("changed", [OTHER, FIRST.replace("text", "tent"), None])
def test_a_file_that_has_changed(file: Path, changed: str | None, *, stamped: bool) -> None:
    """A document whose file has changed, or is gone, has a digest that no file has, and that other one's text."""
    document = read(file, stamped=stamped)
    before = document.digest
    if changed is None:
        file.unlink()
    else:
        file.write_text(changed, encoding="utf-8")
    assert (changed or "") == document.source.text
    assert document.digest not in ("", before, Source.read(file.parent, file.name).digest)


@pytest.mark.parametrize("stamped", [True, False])
def test_a_file_that_is_the_same(file: Path, *, stamped: bool) -> None:
    """A document whose file has only been written once more stays what it was."""
    document = read(file, stamped=stamped)
    before = document.digest
    file.write_text(FIRST, encoding="utf-8")
    assert FIRST == document.source.text
    assert before == document.digest


def test_what_a_changing_library_is_said_to_be_is_not_kept(file: Path, tmp_path: Path) -> None:
    """The report of a library that changes while it's checked isn't kept as that of what it was at first."""
    project = Project(root=tmp_path, docs_dir=file.parent, settings=Settings())
    store = tmp_path / "store"
    changes = [OTHER]

    def progress(done: int, total: int, kept: int) -> None:
        if changes:
            file.write_text(changes.pop(), encoding="utf-8")

    read_and_check(project, Store(store), progress=progress)
    assert not list(store.glob("report-*"))
    read_and_check(project, Store(store), progress=progress)
    assert list(store.glob("report-*"))
