"""The commands that change a library, and the one that says what has changed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trimtab.cli.main import main


def run(*arguments: str) -> Result:
    """What `trimtab` does."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new library, which the commands run in."""
    monkeypatch.chdir(tmp_path)
    run("init", "--name", "Ours")
    return tmp_path


def test_init(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new library is written into a folder and is sound; what is written is listed."""
    monkeypatch.chdir(tmp_path)
    result = run("init", "library", "--name", "Ours")

    assert 0 == result.exit_code
    assert "wrote library/mkdocs.yml\n" in result.stdout
    assert "Ours" in (tmp_path / "library/mkdocs.yml").read_text()
    assert 0 == run("check", "--strict", "-f", "library/mkdocs.yml").exit_code


def test_init_again(here: Path) -> None:
    """What is there is kept, and told so; how to go on in a project that was there is said."""
    (here / "requirements.txt").write_text("mine\n")
    result = run("init")

    assert "kept  requirements.txt\n" in result.stdout
    assert "mine\n" == (here / "requirements.txt").read_text()
    assert "trimtab" in result.stdout.partition("\n\n")[2]


def test_init_where_nothing_can_be_written(here: Path) -> None:
    """A folder that is a file is told as such."""
    result = run("init", "requirements.txt")

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("error: ")


def test_new(here: Path) -> None:
    """A draft is written, its path said, and the library stays sound."""
    result = run("new", "pattern", "Two Pizza Team", "--level", "6", "--level", "5")
    text = (here / "patterns/two-pizza-team.md").read_text(encoding="utf-8")

    assert (0, "patterns/two-pizza-team.md\n") == (result.exit_code, result.stdout)
    assert "\nlevels: [6, 5]\n" in text
    assert "\n## Consequences\n" in text
    assert 0 == run("check").exit_code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["recipe", "Bread"], "error: `recipe` is not a kind of this library."),
        (["pattern", "Office Hours"], "error: "),
        (["pattern", ""], "error: The title is empty."),
        (["pattern", "Bread", "--from", "nobody"], "error: "),
    ],
)
def test_new_refuses(here: Path, arguments: list[str], message: str) -> None:
    """What can't be made is said with its cure, and nothing is written."""
    before = sorted(here.rglob("*"))
    result = run("new", *arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(message)
    assert before == sorted(here.rglob("*"))


def test_new_warns_of_what_is_alike(here: Path) -> None:
    """An entry that may be the same thing is named."""
    result = run("new", "pattern", "Office Hours for Teams")

    assert 0 == result.exit_code
    assert "note: “Office Hours” (office-hours.md) may be the same thing.\n" in result.stderr


def test_new_opens_the_editor(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --edit the draft is opened in the editor of the environment."""
    editor = here / "editor.sh"
    editor.write_text('#!/bin/sh\necho edited >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    run("new", "pattern", "Two Pizza Team", "--edit")

    assert (here / "patterns/two-pizza-team.md").read_text(encoding="utf-8").endswith("edited\n")


def test_new_with_an_editor_that_isnt_there(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that can't be started is told; the draft is there all the same."""
    monkeypatch.setenv("VISUAL", str(here / "nothing"))
    result = run("new", "pattern", "Two Pizza Team", "--edit")

    assert 2 == result.exit_code
    assert result.stderr.endswith("; the draft is written, open it yourself\n")
    assert (here / "patterns/two-pizza-team.md").exists()


def test_rename(here: Path) -> None:
    """An entry gets another slug, everything that names it follows, and the change is shown."""
    result = run("rename", "office-hours", "open-door", "--title", "Open Door")

    assert 0 == result.exit_code
    assert "rename from patterns/office-hours.md\nrename to patterns/open-door.md\n" in result.stdout
    assert result.stderr.startswith("Renamed patterns/office-hours.md to patterns/open-door.md; ")
    assert not (here / "patterns/office-hours.md").exists()
    assert "redirect_from: [office-hours]" in (here / "patterns/open-door.md").read_text(encoding="utf-8")
    assert "[[open-door]]" in (here / "patterns/cases/the-one-who-knows.md").read_text(encoding="utf-8")
    assert 0 == run("check", "--strict").exit_code


def test_rename_shows(here: Path) -> None:
    """With --diff nothing is changed, and the same is shown."""
    shown = run("rename", "office-hours", "open-door", "--diff")
    assert (here / "patterns/office-hours.md").exists()

    assert (shown.stdout, "") == (run("rename", "office-hours", "open-door").stdout, shown.stderr)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody", "open-door"], "error: "),
        (["office-hours", "Open Door"], "error: "),
        (["office-hours", "search"], "error: "),
        (["office-hours", "office-hours"], "error: "),
    ],
)
def test_rename_refuses(here: Path, arguments: list[str], message: str) -> None:
    """What can't be done is said in a sentence, and nothing is changed."""
    result = run("rename", *arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(message)
    assert (here / "patterns/office-hours.md").exists()


@pytest.fixture
def repository(here: Path) -> Path:
    """The new library, committed."""
    who = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for arguments in (["init"], ["add", "."], ["commit", "-m", "All"]):
        subprocess.run(
            ["git", *arguments], cwd=here, check=True, capture_output=True, env={**os.environ, **who}
        )
    return here


def test_diff_of_nothing(repository: Path) -> None:
    """Where nothing has changed, that is said."""
    result = run("diff", "HEAD")

    assert 0 == result.exit_code
    assert result.stdout.startswith("<!-- trimtab-diff -->\n**Nothing changes ")


def test_diff(repository: Path) -> None:
    """What has changed since a revision is told as Markdown and as JSON, to a file if wished."""
    run("rename", "office-hours", "open-door")
    run("new", "pattern", "Two Pizza Team")
    markdown = run("diff", "HEAD").stdout
    run("diff", "HEAD", "--output-format", "json", "--output", "change.json")
    data = json.loads((repository / "change.json").read_text())

    assert "1 entry added, 1 renamed" in markdown
    assert ["two-pizza-team"] == [one["slug"] for one in data["entries"]["added"]]


@pytest.mark.parametrize("base", ["nowhere", "--help-me", ""])
def test_diff_with_what(repository: Path, base: str) -> None:
    """A revision that isn't there is told as such."""
    result = run("diff", "--", base)

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("error: ")
