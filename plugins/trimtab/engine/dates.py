"""When files first and last changed, from git; so that a build says the same today and tomorrow."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from trimtab.core.calendar import today
from trimtab.site.exports import Dates

_LOG = [
    "git",
    "-c",
    "core.quotePath=off",
    "-c",
    "log.showSignature=false",
    "log",
    "--relative",
    "--name-status",
    "--find-renames",
    "--decorate=full",
    "--format=%x00%cI\t%D",
]
"""Commits, newest first: a NUL, the moment, what refers to it, and the files that changed, each with how."""
_STATE = ["git", "rev-parse", "HEAD", "--is-shallow-repository"]
"""Which commit is checked out, and whether all that was before it is there."""
_CUT = "grafted"
"""What git says of a commit whose parents it doesn't have: in it all files seem to be new."""


def history(folder: Path) -> dict[str, Dates]:
    """When each file was first and last committed, under whatever names it had.

    Args:
        folder: a folder, in a git repository or not.

    Returns:
        POSIX paths relative to `folder`, each with moments such as `2026-03-01T12:00:00+01:00`. Empty where git can't
        say, or where `SOURCE_DATE_EPOCH` gives one date for everything. In a clone without its whole history, what was
        there at its beginning has no first date.
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return {}
    state = _said(_STATE, folder)
    return {} if state is None else _history(folder, state)


@lru_cache(2)
def _history(folder: Path, state: str) -> dict[str, Dates]:
    """The same in a certain state of the repository: asked for again and again while one writes, it stays the same."""
    log = _said([*_LOG, "--", "."], folder)
    found: dict[str, Dates] = {}
    later: dict[str, str] = {}
    """What files that had another name before a commit are called now."""
    closed: set[str] = set()
    """Files whose beginning was seen: an earlier one of the name was another."""
    for moment, is_cut, changes in _commits(log or ""):
        moved: dict[str, str] = {}
        for how, old, new in changes:
            path = later.get(new, new)
            if path not in closed:
                known = found.get(path)
                found[path] = Dates("" if is_cut else moment, known.updated if known else moment)
            if how == "R":
                moved[old] = path
                later.pop(new, None)
            elif how == "A":
                closed.add(path)
                later.pop(new, None)
        later |= moved
    return found


def _said(command: list[str], folder: Path) -> str | None:
    """What a command of git's says; None where there is no git, no repository, or nothing in it yet."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, without a shell
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


def _commits(log: str) -> Iterator[tuple[str, bool, list[tuple[str, str, str]]]]:
    """Each commit's moment, whether what was before it is missing, and its changes: how, and both names."""
    for commit in log.split("\0")[1:]:
        head, _, names = commit.partition("\n")
        moment, _, refs = head.partition("\t")
        changes = []
        for line in names.split("\n"):
            how, *paths = line.split("\t")
            if paths and how[0] != "D":
                changes.append((how[0], paths[0], paths[-1]))
        yield moment, _CUT in refs.split(", "), changes


def last_changes(dates: Mapping[str, Dates]) -> dict[str, str]:
    """The day of each file's last commit, such as `2026-03-01`."""
    return {path: each.updated[:10] for path, each in dates.items()}


def last_change(dates: Mapping[str, str]) -> datetime.date | None:
    """The day on which a library last changed: that of its latest commit, or the one that `SOURCE_DATE_EPOCH` gives.

    None where neither is known: the day of the build would make each build another one.
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return today()
    return datetime.date.fromisoformat(max(dates.values())) if dates else None
