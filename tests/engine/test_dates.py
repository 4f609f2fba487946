"""When files first and last changed, as real histories of git tell it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from trimtab.engine.dates import history, last_change, last_changes
from trimtab.site.exports import Dates

GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
TEXT = "One line.\n" * 20


@pytest.fixture(autouse=True)
def _no_date_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def moment(day: int) -> str:
    """The moment of a day's commit."""
    return f"2025-01-{day:02}T12:00:00+02:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library's folder in a new repository."""
    (tmp_path / "repository" / "docs").mkdir(parents=True)
    subprocess.run([*GIT, "init", "-q", "-b", "main"], cwd=tmp_path / "repository", check=True)
    return tmp_path / "repository" / "docs"


def commit(folder: Path, day: int, files: Mapping[str, str | None]) -> None:
    """Commit files on a day; None takes one away."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="utf-8")
    env = {**os.environ, "GIT_AUTHOR_DATE": moment(day), "GIT_COMMITTER_DATE": moment(day)}
    subprocess.run([*GIT, "add", "-A"], cwd=folder.parent, check=True)
    subprocess.run([*GIT, "commit", "-q", "-m", f"Day {day}"], cwd=folder.parent, check=True, env=env)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([{"a.md": "1"}, {"b.md": "1"}, {"a.md": "2"}], {"a.md": (1, 3), "b.md": (2, 2)}),
        ([{"a.md": TEXT}, {"a.md": None, "b.md": TEXT}], {"b.md": (1, 2)}),
        ([{"a.md": TEXT}, {"a.md": None, "b.md": TEXT + "2"}, {"b.md": None, "c/d.md": TEXT}], {"c/d.md": (1, 3)}),
        ([{"a.md": "1"}, {"a.md": None}, {"a.md": "another"}], {"a.md": (3, 3)}),
        ([{"a.md": TEXT}, {"a.md": None, "b.md": TEXT}, {"a.md": "another"}], {"a.md": (3, 3), "b.md": (1, 2)}),
        ([{"a.md": TEXT}, {"../other.md": "1"}], {"a.md": (1, 1)}),
        ([{"../a.md": TEXT}, {"../a.md": None, "b.md": TEXT}], {"b.md": (2, 2)}),
        ([{"é – ü.md": "1"}, {"é – ü.md": "2"}], {"é – ü.md": (1, 2)}),
    ],
    ids=["changed", "renamed", "twice", "anew", "name-again", "elsewhere", "from-elsewhere", "letters"],
)  # fmt: skip
def test_history(
    days: list[dict[str, str | None]], expected: dict[str, tuple[int, int]], folder: Path
) -> None:
    """A file has the moments of its first and last commits, whatever it was called; another of its name has its own."""
    for day, files in enumerate(days, 1):
        commit(folder, day, files)
    found = history(folder)

    assert {path: Dates(moment(first), moment(last)) for path, (first, last) in expected.items()} == {
        path: found[path] for path in expected
    }
    assert set(found) - set(expected) <= {
        name for files in days for name, text in files.items() if text is None
    }


def test_days(folder: Path) -> None:
    """The day of a change is the committer's own."""
    commit(folder, 1, {"a.md": "1"})
    commit(folder, 2, {"b.md": "1"})
    days = last_changes(history(folder))

    assert {"a.md": "2025-01-01", "b.md": "2025-01-02"} == days
    assert "2025-01-02" == str(last_change(days))


def test_a_clone_without_its_history(folder: Path, tmp_path: Path) -> None:
    """In a shallow clone what was there at its beginning has no first date; what came later has one."""
    commit(folder, 1, {"a.md": "1"})
    commit(folder, 2, {"a.md": "2"})
    commit(folder, 3, {"b.md": "1"})
    clone = tmp_path / "clone"
    address = folder.parent.as_uri()
    subprocess.run([*GIT, "clone", "-q", "--depth", "2", address, clone], check=True)

    assert {"a.md": Dates("", moment(2)), "b.md": Dates(moment(3), moment(3))} == history(clone / "docs")


def test_a_tag_is_no_cut(folder: Path) -> None:
    """A branch may have the name by which git calls a commit without parents."""
    commit(folder, 1, {"a.md": "1"})
    subprocess.run([*GIT, "branch", "grafted"], cwd=folder, check=True)

    assert {"a.md": Dates(moment(1), moment(1))} == history(folder)


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no repository, no commit or no git, nothing is known."""
    assert {} == history(tmp_path)
    subprocess.run([*GIT, "init", "-q"], cwd=tmp_path, check=True)
    assert {} == history(tmp_path)
    monkeypatch.setenv("PATH", "")
    assert {} == history(tmp_path)


def test_a_date_from_outside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With SOURCE_DATE_EPOCH everything has that date, and git isn't asked."""
    commit(folder, 1, {"a.md": "1"})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")

    assert {} == history(folder)
    assert "2027-01-01" == str(last_change({}))
