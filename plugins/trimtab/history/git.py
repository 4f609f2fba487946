"""Read from a git repository, and only read: the working tree, the index and the settings stay as they are.

Nothing that a repository or its settings name is run: no hook, filter, text conversion, pager or file-system monitor.
A revision is never taken for an option.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process

from trimtab.core.change import Base

_GIT = (
    "git",
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
)
_FOREIGN = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
"""What git tells its hooks of *their* repository; see `git rev-parse --local-env-vars`."""
_SHALLOW = (
    "This clone is shallow. Fetch the whole history: `git fetch --unshallow`; in GitHub Actions, give "
    "`actions/checkout` the setting `fetch-depth: 0`."
)


class HistoryError(Exception):
    """What git can't tell; the message says why, and what mends it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a commit's tree."""

    mode: str
    """`100644` and `100755` are files, `120000` is a symbolic link, `160000` a submodule."""
    object: str


class Repository:
    """A git repository with a working tree."""

    def __init__(self, folder: Path) -> None:
        """Find the repository that a folder belongs to.

        Raises:
            HistoryError: git isn't installed, or the folder is in no repository that git lets one read.
        """
        self._folder = folder
        try:
            done = self._run("rev-parse", "--show-toplevel", may_fail=True)
        except FileNotFoundError:
            message = "The command `git` isn't there. Install git, or put it on the PATH."
            raise HistoryError(message) from None
        if done.returncode:
            said = _decoded(done.stderr).strip()
            if "not a git repository" in said:
                message = f"`{folder}` is not in a git repository. Run trimtab in a clone of the library's repository."
            else:
                message = f"git can't read the repository of `{folder}`: {said}"
            raise HistoryError(message)
        self.top = Path(_decoded(done.stdout).rstrip("\n")).resolve()
        self._folder = self.top

    def _run(
        self, *arguments: str, given: bytes | None = None, may_fail: bool = False
    ) -> subprocess.CompletedProcess[bytes]:
        environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        environment |= {
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }
        done = subprocess.run(  # noqa: S603 - no shell, and options end before what users name
            [*_GIT, *arguments],
            cwd=self._folder,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            env=environment,
        )
        if done.returncode and not may_fail:
            said = _decoded(done.stderr).strip() or f"exit code {done.returncode}"
            message = f"`git {arguments[0]}` failed: {said}"
            raise HistoryError(message)
        return done

    def path_of(self, path: Path) -> str | None:
        """A file or folder as a POSIX path from the repository's top, empty for the top; None if it's outside."""
        resolved = path.resolve()
        if not resolved.is_relative_to(self.top):
            return None
        relative = resolved.relative_to(self.top).as_posix()
        return "" if relative == "." else relative

    def commit(self, revision: str) -> str:
        """The full hash of the commit that a revision means: a branch, a tag, a hash, `HEAD~3`.

        Raises:
            HistoryError: there is no such commit here.
        """
        if revision and not revision.startswith("-") and revision.isprintable():
            done = self._run(
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                f"{revision}^{{commit}}",
                may_fail=True,
            )
            found = _decoded(done.stdout).strip()
            if done.returncode == 0 and found:
                return found
        raise HistoryError(f"There is no revision `{revision}` in this repository. {self._cure(revision)}")

    def _cure(self, revision: str) -> str:
        if not revision or revision.startswith("-") or not revision.isprintable():
            return "Name a branch, a tag or a commit, such as `origin/main` or `HEAD~3`."
        near = self._nearest(revision)
        if near:
            return f"Did you mean {' or '.join(f'`{name}`' for name in near)}?"
        return _SHALLOW if self.is_shallow else "Check its name, or fetch it first: `git fetch origin`."

    def _nearest(self, revision: str) -> list[str]:
        """Up to three branches and tags whose names are most like a revision's, as RapidFuzz counts."""
        refs = self._run(
            "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags"
        )
        names = sorted(set(_decoded(refs.stdout).splitlines()))
        # The branch of a remote has the remote's name before it, which is what is mostly forgotten.
        exact = [name for name in names if name.endswith(f"/{revision}")]
        hits = process.extract(revision, names, scorer=fuzz.ratio, score_cutoff=75, limit=3)
        return exact[:3] or [name for name, _, _ in hits]

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the clone lacks the older part of its history."""
        return _decoded(self._run("rev-parse", "--is-shallow-repository").stdout).strip() == "true"

    def merge_base(self, revision: str) -> Base:
        """Where a revision and the present commit parted, so that a comparison leaves out what others did since.

        Where they have no commit in common, or there is no present commit yet, it is the revision itself.

        Raises:
            HistoryError: there is no such revision, or the clone is too shallow to tell.
        """
        commit = self.commit(revision)
        done = self._run("merge-base", commit, "HEAD", may_fail=True)
        common = _decoded(done.stdout).split()
        if done.returncode == 0 and common:
            return Base(revision, common[0], parted=common[0] != commit)
        if self.is_shallow:
            message = f"Where `{revision}` and the present commit parted can't be told. {_SHALLOW}"
            raise HistoryError(message)
        return Base(revision, commit)

    def tree(self, commit: str) -> dict[str, Item]:
        """Every file, link and submodule of a commit, by its POSIX path from the repository's top.

        Raises:
            HistoryError: the commit's folders aren't in this clone.
        """
        found = {}
        for line in self._run("ls-tree", "-r", "-z", "--full-tree", commit).stdout.split(b"\0"):
            if line:
                # https://git-scm.com/docs/git-ls-tree#_output_format
                about, _, path = line.partition(b"\t")
                mode, _, name = about.decode().split(" ")
                found[_decoded(path)] = Item(mode, name)
        return found

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of files by the names of their objects, all read by one process.

        Raises:
            HistoryError: one isn't in this clone.
        """
        wanted = sorted(set(names))
        if not wanted:
            return {}
        data = self._run("cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode()).stdout
        found, at = {}, 0
        for name in wanted:
            # https://git-scm.com/docs/git-cat-file#_batch_output
            end = data.index(b"\n", at)
            about = data[at:end].split(b" ")
            if len(about) != 3:
                message = (
                    f"The object {name} isn't in this clone, which was made with `--filter`. "
                    "Fetch what is missing: `git fetch --refetch --no-filter`."
                )
                raise HistoryError(message)
            start, at = end + 1, end + 2 + int(about[2])
            found[name] = data[start : at - 1]
        return found

    def ignored(self, folder: str) -> tuple[str, ...]:
        """The files on disk below a folder that git ignores, as paths from the repository's top."""
        listed = self._run(
            "--literal-pathspecs",
            "ls-files",
            "-z",
            "--others",
            "--ignored",
            "--exclude-standard",
            "--",
            folder or ".",
        )
        return tuple(sorted(_decoded(path) for path in listed.stdout.split(b"\0") if path))

    @cached_property
    def writes_crlf(self) -> bool:
        """Whether git ends the lines of files that it checks out with CRLF: `core.autocrlf=true`."""
        done = self._run("config", "--get", "core.autocrlf", may_fail=True)
        return _decoded(done.stdout).strip().lower() in ("true", "yes", "on", "1")

    @cached_property
    def large_files(self) -> Path:
        """Where Git LFS keeps what it has fetched.

        See https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md.
        """
        common = _decoded(self._run("rev-parse", "--git-common-dir").stdout).rstrip("\n")
        return self.top / common / "lfs" / "objects"


def _decoded(data: bytes) -> str:
    """What git says; names of files as Python spells them where they aren't UTF-8."""
    return data.decode("utf-8", "surrogateescape")
