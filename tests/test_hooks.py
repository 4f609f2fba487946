"""Trimtab before a commit: the hooks that we offer to pre-commit, those of a new library, and a plain one of git."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from trimtab import __version__
from trimtab.scaffold import write

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "patterns/guide/in-your-tools.md"
SOUND = "---\ntitle: A\nsummary: s\n---\n"
FAILS = "---\ntitle: A\nsummary: s\nconfidence: 7\n---\n"


def manifest() -> dict[str, dict[str, Any]]:
    """The hooks that we offer, by their ids."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook for hook in hooks}


def fences(page: Path, title: str) -> list[str]:
    """The fenced blocks of a page that have this title."""
    block = rf'^```\w+ title="{re.escape(title)}"\n(.*?)^```$'
    return re.findall(block, page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def run(command: list[str], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command where Trimtab is on the path, as somebody whom git knows."""
    someone = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "A"), ("EMAIL", "a@example.org"))
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **someone, "PATH": path, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a library that has one old fault."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: A\nplugins: [trimtab]\n", encoding="utf-8")
    (tmp_path / "docs/old.md").write_text(FAILS.replace("A", "Old"), encoding="utf-8")
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=Begin"]):
        done = run(["git", *command], tmp_path)
        assert 0 == done.returncode, done.stdout
    return tmp_path


def commit(repository: Path, path: str, text: str) -> subprocess.CompletedProcess[str]:
    """Commit a file."""
    (repository / path).write_text(text, encoding="utf-8")
    run(["git", "add", "--all"], repository)
    return run(["git", "commit", "--quiet", "--message=More"], repository)


def test_manifest() -> None:
    """Both hooks are whole: pre-commit needs these keys, and each hook runs once, over the library."""
    assert ["trimtab-check", "trimtab-fix"] == list(manifest())
    for hook in manifest().values():
        assert {"id", "name", "description", "entry", "language", "files", "pass_filenames"} == set(hook)
        assert ("python", False) == (hook["language"], hook["pass_filenames"])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("patterns/short-checkpoint.md", True),
        ("README.md", True),
        ("mkdocs.yml", True),
        ("library/mkdocs.yaml", True),
        ("not-mkdocs.yml", False),
        ("mkdocs.yml.bak", False),
        ("notes.mdx", False),
        ("main.py", False),
    ],
)
def test_what_the_hooks_wait_for(tmp_path: Path, path: str, expected: bool) -> None:
    """The hooks run when an entry or the settings change, in a library of ours as in others'."""
    write(tmp_path, "Ours", version="1.2.3")
    config = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [*manifest().values(), *config["repos"][0]["hooks"]]

    assert [expected] * 3 == [bool(re.search(hook["files"], path)) for hook in hooks]


@pytest.mark.parametrize(("text", "code"), [(SOUND, 0), (FAILS, 1)])
@pytest.mark.parametrize("hook", ["trimtab-check", "trimtab-fix"])
def test_hooks_run(tmp_path: Path, hook: str, text: str, code: int) -> None:
    """What a hook runs is a command that there is, and it fails where something is wrong."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: A\nplugins: [trimtab]\n", encoding="utf-8")
    (tmp_path / "docs/a.md").write_text(text, encoding="utf-8")
    done = run(shlex.split(manifest()[hook]["entry"]), tmp_path)

    assert code == done.returncode, done.stdout


def test_plain_hook(repository: Path) -> None:
    """The guide's hook for git alone lets a commit with old faults pass, and stops one that brings in a new fault."""
    (text,) = fences(GUIDE, ".git/hooks/pre-commit")
    hook = repository / ".git/hooks/pre-commit"
    hook.write_text(text, encoding="utf-8")
    hook.chmod(0o755)

    allowed = commit(repository, "docs/sound.md", SOUND.replace("A", "Sound"))
    assert 0 == allowed.returncode, allowed.stdout
    refused = commit(repository, "docs/new.md", FAILS.replace("A", "New"))
    assert 0 != refused.returncode
    assert "docs/new.md" in refused.stdout
    assert "docs/old.md" not in refused.stdout
    assert "docs/new.md" not in run(["git", "ls-tree", "-r", "--name-only", "HEAD"], repository).stdout


def test_guide_shows_the_hooks(tmp_path: Path) -> None:
    """The guide's first configuration is that of a new library, and its second names hooks that there are."""
    write(tmp_path, "Ours", version=__version__)
    written = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    local, remote = map(yaml.safe_load, fences(GUIDE, ".pre-commit-config.yaml"))

    assert written == local
    assert {hook["id"] for hook in remote["repos"][0]["hooks"]} <= set(manifest())
