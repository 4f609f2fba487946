"""When files last changed, from git; so that a build says the same today and tomorrow."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from trimtab.core.calendar import today

_LOG = [
    "git",
    "-c",
    "core.quotePath=off",
    "log",
    "--relative",
    "--name-only",
    "--no-renames",
    "--format=%x00%cs",
]
"""Commits, newest first: a NUL, the day, and the files that changed."""


def last_changes(folder: Path) -> dict[str, str]:
    """The date of each file's last commit.

    Args:
        folder: a folder, in a git repository or not.

    Returns:
        POSIX paths relative to `folder`, each with a date such as `2026-03-01`. Empty where git can't say, or where
        `SOURCE_DATE_EPOCH` gives one date for everything.
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return {}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, without a shell
            [*_LOG, "--", "."],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.CalledProcessError):
        return {}
    dates: dict[str, str] = {}
    for commit in done.stdout.split("\0")[1:]:
        date, _, names = commit.partition("\n")
        for name in names.split("\n"):
            if name:
                dates.setdefault(name, date)
    return dates


def last_change(dates: Mapping[str, str]) -> datetime.date | None:
    """The day on which a library last changed: that of its latest commit, or the one that `SOURCE_DATE_EPOCH` gives.

    None where neither is known: the day of the build would make each build another one.
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return today()
    return datetime.date.fromisoformat(max(dates.values())) if dates else None
