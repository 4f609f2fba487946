"""Git repositories that hold libraries, made for one test each."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from trimtab.core.change import Change
from trimtab.core.library import Library
from trimtab.core.project import load
from trimtab.history import Past, compare, read_past

CONFIG = "site_name: A\nplugins: [trimtab]\n"
IDENTITY = {
    "GIT_AUTHOR_NAME": "An Author",
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_AUTHOR_DATE": "2026-03-01T12:00:00Z",
    "GIT_COMMITTER_NAME": "A Committer",
    "GIT_COMMITTER_EMAIL": "committer@example.org",
    "GIT_COMMITTER_DATE": "2026-03-01T12:00:00Z",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
"""What git must know, and that it knows nothing of whoever runs the tests."""


def entry(title: str, body: str = "", **fields: str) -> str:
    """An entry that no rule but those of form minds."""
    lines = [
        f"title: {title}",
        f"summary: What {title} is.",
        *(f"{name}: {text}" for name, text in fields.items()),
    ]
    return "\n".join(["---", *lines, "---", "", body, ""])


class Clone:
    """A repository with a working tree, and the library in it."""

    def __init__(self, top: Path, folder: str = "") -> None:
        self.top = top
        self.config = top / folder / "mkdocs.yml"

    @classmethod
    def init(
        cls, top: Path, files: Mapping[str, str | bytes | None] | None = None, folder: str = ""
    ) -> Clone:
        """A new repository, with one commit if there are files."""
        top.mkdir(parents=True, exist_ok=True)
        clone = cls(top, folder)
        clone.git("init", "--quiet", "--initial-branch=main")
        if files is not None:
            clone.commit(files)
        return clone

    def git(self, *arguments: str) -> str:
        """What a git command prints."""
        done = subprocess.run(["git", *arguments], cwd=self.top, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files; None removes one."""
        for path, text in files.items():
            file = self.top / path
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, files: Mapping[str, str | bytes | None]) -> str:
        """Write files and commit all that is there; the commit's hash."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x")
        return self.git("rev-parse", "HEAD")

    def library(self) -> Library:
        """The library as it lies on disk."""
        return Library.read(load(self.config))

    def past(self, revision: str = "HEAD") -> Past:
        """The library as it was."""
        project = load(self.config)
        return read_past(project, Library.read(project), revision)

    def change(self, revision: str = "HEAD") -> Change:
        """What leads from a revision to the library on disk."""
        project = load(self.config)
        now = Library.read(project)
        past = read_past(project, now, revision)
        return compare(past.library, now, past.renames, base=past.base, notes=past.notes)
