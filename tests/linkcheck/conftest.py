"""A library as its `names.json` tells of it, and exports of wikis that link to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linkcheck.wikis import EXPORTS, NAMES
from trimtab.linkcheck.library import LinkedLibrary, read_file

BYTES = {
    "markdown/windows.md": b"\xef\xbb\xbf# Windows\r\n\r\n[gate](https://notes.example.org/lib/stage-gate/)\r\n\r\n"
    b"[log](https://notes.example.org/lib/minutes/) [ok](https://notes.example.org/lib/decision-log/#top)\r\n",
    "markdown/latin.md": b"fine: [a](https://notes.example.org/lib/minutes/)\n"
    b"broken: \xe4 [b](https://notes.example.org/lib/stage-gate/)\n",
    "markdown/utf16.md": "# Sixteen\n\n[gate](https://notes.example.org/lib/stage-gate/)\n".encode("utf-16"),
}


@pytest.fixture
def library() -> LinkedLibrary:
    """The library."""
    return read_file(NAMES)


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A folder with an export in each format, that may be changed."""
    folder = tmp_path / "exports"
    shutil.copytree(EXPORTS, folder)
    for path, data in BYTES.items():
        (folder / path).write_bytes(data)
    return folder
