from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trimtab import __version__
from trimtab.cli.main import main

CONFIG = "site_name: A\nplugins: [trimtab]\n"
SOUND = "---\ntitle: A\nsummary: s\n---\n"
WARNS = "---\ntitle: A\n---\n"
FAILS = "---\ntitle: A\nsummary: s\nconfidence: 7\n---\n"


def write(folder: Path, files: dict[str, str]) -> None:
    """Files below a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """What `trimtab check` does."""
    return CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)


@pytest.mark.parametrize(
    ("text", "arguments", "code", "last"),
    [
        (SOUND, [], 0, "The one entry is sound."),
        (SOUND, ["--strict"], 0, "The one entry is sound."),
        (WARNS, [], 0, "Found 1 warning in 1 entry."),
        (WARNS, ["--strict"], 1, "Found 1 warning in 1 entry."),
        (FAILS, [], 1, "Found 1 error in 1 entry."),
        (FAILS, ["--strict"], 1, "Found 1 error in 1 entry."),
    ],
)
def test_exit_codes(here: Path, text: str, arguments: list[str], code: int, last: str) -> None:
    """The command fails on errors, and with --strict on warnings too."""
    write(here, {"mkdocs.yml": CONFIG, "docs/a.md": text})
    result = run(*arguments)

    assert (code, last) == (result.exit_code, result.stdout.splitlines()[-1])
    assert "" == result.stderr


def test_findings_are_shown(here: Path) -> None:
    """Each finding is shown with a path that can be opened from where the command runs."""
    write(here, {"mkdocs.yml": CONFIG, "docs/cases/a.md": FAILS.replace("7", "certain")})

    expected = """\
error[TT202] `certain` is not a confidence. (invalid-field)
  --> docs/cases/a.md:4:13
   |
 4 | confidence: certain
   |             ^^^^^^^
   = help: Write 1, 2 or 3 (★ low, ★★ medium, ★★★ high).

Found 1 error in 1 entry.
"""
    assert expected == run().stdout


@pytest.mark.parametrize("folder", ["library", "library/docs", "."])
def test_paths_are_those_from_here(here: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """Wherever the command runs, the paths that it shows lead to the files."""
    write(here, {"library/mkdocs.yml": CONFIG, "library/docs/a.md": FAILS})
    monkeypatch.chdir(here / folder)
    result = run("-f", os.path.relpath(here / "library" / "mkdocs.yml"))
    shown = result.stdout.splitlines()[1].removeprefix("  --> ").partition(":")[0]

    assert 1 == result.exit_code
    assert Path(shown).samefile(here / "library/docs/a.md")
    assert os.path.relpath(here / "library/docs/a.md") == shown


@pytest.mark.parametrize("name", ["-f", "--config-file"])
def test_another_configuration(here: Path, name: str) -> None:
    """A configuration of another name is read on request."""
    write(here, {"other.yml": f"{CONFIG}docs_dir: texts\n", "texts/a.md": SOUND})

    assert 0 == run(name, "other.yml").exit_code


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "error: mkdocs.yml: No such file or directory; run trimtab where `mkdocs.yml` is, or name it with -f\n"),
        ({"mkdocs.yml": CONFIG}, "that `docs_dir` names isn't there\n"),
        ({"mkdocs.yml": f"{CONFIG}docs_dir: texts\n", "docs/a.md": SOUND}, "texts` that `docs_dir` names isn't there"),
        ({"mkdocs.yml": f"{CONFIG}docs_dir: docs/a.md\n", "docs/a.md": SOUND}, "that `docs_dir` names isn't there\n"),
        ({"mkdocs.yml": "plugins: [search]\n", "docs/a.md": SOUND},
         "error: mkdocs.yml: the plugin `trimtab` is not listed; add it under `plugins:`\n"),
        ({"mkdocs.yml": "a: b: c\n"}, "error: mkdocs.yml: not valid YAML: mapping values are not allowed"),
        ({"mkdocs.yml": ""}, "error: mkdocs.yml: holds no settings\n"),
        ({"mkdocs.yml": "plugins:\n- trimtab: {slug: x}\n", "docs/a.md": SOUND},
         "error: mkdocs.yml: trimtab: slug: there is no such setting; settings are folders, "),
        ({"mkdocs.yml": "plugins:\n- trimtab: {folders: {a: recipe}}\n", "docs/a.md": SOUND},
         "error: mkdocs.yml: trimtab: folders: `a` has the unknown kind `recipe`; known are pattern, "),
        ({"mkdocs.yml": f"{CONFIG}exclude_docs: '!'\n", "docs/a.md": SOUND}, "error: mkdocs.yml: exclude_docs: "),
        ({"mkdocs.yml": "INHERIT: base.yml\n", "docs/a.md": SOUND}, "base.yml: No such file or directory; "),
        ({"mkdocs.yml": "INHERIT: mkdocs.yml\n"}, "error: mkdocs.yml: INHERIT leads back to itself\n"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used(here: Path, files: dict[str, str], message: str) -> None:
    """Where the settings can't be used the command says why on standard error and exits with 2."""
    write(here, files)
    result = run()

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("error: ")
    assert message in result.stderr


@pytest.mark.parametrize("arguments", [["--nonsense"], ["-f", "."], ["-f"], ["surplus"]])
def test_wrong_use(here: Path, arguments: list[str]) -> None:
    """A command line that makes no sense exits with 2 and says why."""
    result = run(*arguments)

    assert 2 == result.exit_code
    assert "Error: " in result.stderr


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"mkdocs.yml": "INHERIT: base/b.yml\n", "base/b.yml": "plugins: [trimtab]\n", "docs/a.md": FAILS}, 1),
        ({"mkdocs.yml": "INHERIT: b.yml\ndocs_dir: here\n", "b.yml": f"{CONFIG}docs_dir: x\n", "here/a.md": SOUND}, 0),
        ({"mkdocs.yml": f"{CONFIG}docs_dir: !ENV [TRIMTAB_NOWHERE, texts]\n", "texts/a.md": FAILS}, 1),
        ({"mkdocs.yml": f"{CONFIG}site_url: !ENV TRIMTAB_NOWHERE\n", "docs/a.md": SOUND}, 0),
        ({"mkdocs.yml": f"{CONFIG}x: !!python/name:material.extensions.emoji.twemoji\n", "docs/a.md": SOUND}, 0),
        ({"mkdocs.yml": f"{CONFIG}x: !!python/object/apply:os.abort []\n", "docs/a.md": SOUND}, 0),
        ({"mkdocs.yml": f"{CONFIG}x: !relative $docs_dir\n", "docs/a.md": SOUND}, 0),
        ({"mkdocs.yml": f"{CONFIG}exclude_docs: drafts/\n", "docs/a.md": SOUND, "docs/drafts/b.md": "---\n"}, 0),
        ({"mkdocs.yml": CONFIG, "docs/a.md": SOUND, "docs/drafts/b.md": "---\n"}, 1),
        ({"mkdocs.yml": CONFIG, "docs/img.png": ""}, 0),
    ],
)  # fmt: skip
def test_configurations_of_real_sites(
    here: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], code: int
) -> None:
    """What MkDocs allows in a configuration, and what other plugins put there, is read."""
    monkeypatch.delenv("TRIMTAB_NOWHERE", raising=False)
    write(here, files)
    result = run()

    assert (code, "") == (result.exit_code, result.stderr)


def test_files_that_cannot_be_read(here: Path) -> None:
    """A dangling link among the files is a finding, not a crash."""
    write(here, {"mkdocs.yml": CONFIG, "docs/b.md": SOUND})
    (here / "docs" / "a.md").symlink_to("nowhere.md")
    result = run()

    assert 1 == result.exit_code
    assert (
        "error[TT101] The file can't be read: No such file or directory. (unreadable-file)" in result.stdout
    )


@pytest.mark.parametrize(
    ("arguments", "coloured"),
    [([], False), (["--color"], True), (["--no-color"], False), (["--color", "--no-color"], False)],
)
def test_colours(here: Path, arguments: list[str], coloured: bool) -> None:
    """Into a pipe nothing is coloured unless asked for."""
    write(here, {"mkdocs.yml": CONFIG, "docs/a.md": FAILS})

    assert coloured == ("\x1b[" in run(*arguments).stdout)


@pytest.mark.parametrize(
    ("arguments", "variables", "coloured"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        (["--no-color"], {}, False),
        (["--color"], {"NO_COLOR": "1"}, True),
    ],
)
def test_colours_on_a_terminal(
    here: Path, arguments: list[str], variables: dict[str, str], coloured: bool
) -> None:
    """On a terminal the output is coloured, unless the user or the environment asks otherwise."""
    pty = pytest.importorskip("pty")
    write(here, {"mkdocs.yml": CONFIG, "docs/a.md": FAILS})
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | variables
    reader, terminal = pty.openpty()
    command = [sys.executable, "-m", "trimtab", "check", *arguments]
    result = subprocess.run(command, stdout=terminal, check=False, env=environment)
    os.close(terminal)
    output = os.read(reader, 100_000)
    os.close(reader)

    assert 1 == result.returncode
    assert coloured == (b"\x1b[1;31merror[TT202]" in output)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize(
    "command", [[sys.executable, "-m", "trimtab"], [str(Path(sys.executable).with_name("trimtab"))]]
)
def test_installed_command(here: Path, command: list[str], encoding: str) -> None:
    """The command, and the module, run on their own; a pipe that takes no Unicode doesn't break them."""
    write(here, {"mkdocs.yml": CONFIG, "docs/a.md": FAILS})
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONWARNINGS": "error"}
    result = subprocess.run([*command, "check"], capture_output=True, check=False, env=environment)

    assert (1, b"") == (result.returncode, result.stderr)
    assert b"docs/a.md:4:13" in result.stdout


@pytest.mark.parametrize(
    ("argument", "words"),
    [("--version", f"trimtab, version {__version__}"), ("--help", "check"), ("-h", "check")],
)
def test_help(argument: str, words: str) -> None:
    """The command says its version and what it does."""
    result = CliRunner().invoke(main, [argument])

    assert 0 == result.exit_code
    assert words in result.stdout


def test_help_of_check() -> None:
    """The help of `check` names every option and what the exit codes mean."""
    result = run("--help")

    assert all(
        word in result.stdout for word in ("--config-file", "--strict", "--color", "Exit codes: 0 sound")
    )
