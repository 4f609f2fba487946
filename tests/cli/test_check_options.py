from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trimtab.cli.main import main

CONFIG = "site_name: A\nplugins: [trimtab]\n"
SOUND = "---\ntitle: {title}\nsummary: s\n---\n{body}"
WARNS = "---\ntitle: A\n---\n"
FAILS = "---\ntitle: B\nsummary: s\nconfidence: 7\n---\n"
PADDED = "---\ntitle: C\nsummary: s\n---\n\nA z\u200bero.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with an error and a warning, which the command runs in."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": WARNS, "docs/b.md": FAILS})
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    """Files below a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    """What `trimtab check` does."""
    return CliRunner().invoke(
        main, ["check", "--output-format", "concise", *arguments], catch_exceptions=False
    )


def codes(result: Result) -> list[str]:
    """The codes of the findings of a concise report, in its order."""
    return [line.partition("[")[2][:5] for line in result.stdout.splitlines()[:-1]]


@pytest.mark.parametrize(
    ("arguments", "expected", "code"),
    [
        ([], ["TT206", "TT202"], 1),
        (["--select", "TT206"], ["TT206"], 0),
        (["--select", "missing-summary,invalid-field"], ["TT206", "TT202"], 1),
        (["--select", "TT206", "--select", "TT202"], ["TT206", "TT202"], 1),
        (["--ignore", "TT202"], ["TT206"], 0),
        (["--select", "TT2", "--ignore", "invalid-field"], ["TT206"], 0),
        (["--ignore", "TT"], [], 0),
    ],
)
def test_choosing_rules(here: Path, arguments: list[str], expected: list[str], code: int) -> None:
    """The command line chooses among rules by code, beginning of codes and name."""
    result = run(*arguments)

    assert (expected, code) == (codes(result), result.exit_code)


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_rules_that_are_not_there(here: Path, option: str) -> None:
    """A rule that doesn't exist is no reason to check without it."""
    result = run(option, "TT299")

    assert (2, "") == (result.exit_code, result.stdout)
    assert (
        f"error: rules.{option[2:]}: there is no rule `TT299`; `trimtab rule --all` lists them\n"
        == result.stderr
    )


def test_settings_choose_rules(here: Path) -> None:
    """Settings leave rules out, everywhere or in some files, and change how severe they are."""
    rules = "{ignore: [TT202], severity: {missing-summary: error}, per_file_ignores: {'old/*': [TT206]}}"
    options = f"{{folders: {{.: pattern, old: pattern}}, rules: {rules}}}"
    write(here, {"mkdocs.yml": f"site_name: A\nplugins:\n  - trimtab: {options}\n"})
    write(here, {"docs/old/c.md": WARNS.replace("A", "C")})
    result = run()

    assert (1, 1) == (result.exit_code, len(codes(result)))
    assert result.stdout.startswith("docs/a.md:2:8: error[TT206]")


@pytest.mark.parametrize(
    ("output_format", "begins"),
    [
        ("full", "warning[TT206] "),
        ("concise", "docs/a.md:2:8: warning[TT206] "),
        ("json", "{"),
        ("sarif", "{"),
        ("github", "::error file=docs/b.md,line=4,"),
        ("junit", "<?xml"),
    ],
)
def test_formats(here: Path, output_format: str, begins: str) -> None:
    """Findings come in the format that is asked for, to standard output or to a file."""
    result = run("--output-format", output_format)
    again = run("--output-format", output_format, "--output", "out/report")

    assert result.stdout.startswith(begins)
    assert (1, 1, "") == (result.exit_code, again.exit_code, again.stdout)
    assert result.stdout == (here / "out/report").read_text(encoding="utf-8")


def test_an_output_that_cant_be_written(here: Path) -> None:
    """A file that can't be written is told as such."""
    result = run("--output", "docs/a.md/x")

    assert 2 == result.exit_code
    assert result.stderr.startswith("error: docs/a.md/x: ")


def test_the_summary_of_a_job(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On GitHub all findings are added to the job's summary, after what is there."""
    (here / "summary.md").write_text("Before.\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    run("--output-format", "github")
    text = (here / "summary.md").read_text(encoding="utf-8")

    assert text.startswith("Before.\n")
    assert "TT202" in text
    assert "TT206" in text


def test_baseline(here: Path) -> None:
    """A baseline is written once, hides what it knows, and lets new findings through."""
    assert (0, []) == (
        run("--baseline", "b.json", "--update-baseline").exit_code,
        codes(run("--baseline", "b.json")),
    )

    write(
        here,
        {
            "docs/b.md": FAILS.replace("---\ntitle", "---\ntags: [x]\ntitle"),
            "docs/c.md": FAILS.replace("B", "C"),
        },
    )
    result = run("--baseline", "b.json")
    assert (1, ["TT202"]) == (result.exit_code, codes(result))
    assert result.stdout.startswith("docs/c.md:4:13: ")


def test_a_baseline_only_gets_shorter(here: Path) -> None:
    """What is cured is taken out of a baseline; what is new isn't added."""
    run("--baseline", "b.json", "--update-baseline")
    write(here, {"docs/a.md": SOUND.format(title="A", body=""), "docs/c.md": FAILS.replace("B", "C")})
    cured = run("--baseline", "b.json")
    assert "note: 1 finding of b.json cured; take them out with `--update-baseline`\n" == cured.stderr

    updated = run("--baseline", "b.json", "--update-baseline")
    assert (1, ["TT202"], "") == (updated.exit_code, codes(updated), updated.stderr)
    assert ["b.md"] == list(json.loads((here / "b.json").read_text())["findings"])


def test_a_cured_baseline_fails_a_strict_check(here: Path) -> None:
    """Under --strict a baseline that lists what is cured fails, so that it's kept short."""
    run("--baseline", "b.json", "--update-baseline")
    write(here, {"docs/a.md": SOUND.format(title="A", body="")})

    assert [0, 1] == [
        run("--baseline", "b.json").exit_code,
        run("--baseline", "b.json", "--strict").exit_code,
    ]
    assert 0 == run("--baseline", "b.json", "--update-baseline", "--strict").exit_code


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            None,
            "b.json: No such file or directory; `--baseline b.json --update-baseline` writes one with all ",
        ),
        ("{", "b.json: not JSON: "),
        ("[]", "b.json: not a baseline of this version of Trimtab; delete it and write it anew"),
        ('{"version": 2}', "b.json: not a baseline of this version of Trimtab; delete it and write it anew"),
        ('{"version": 1}', "b.json: `findings` is not what Trimtab writes; undo the last change to it"),
        ('{"version": 1, "findings": {"a": {"b": "c"}}}', "b.json: `findings` is not what Trimtab writes; "),
        ('{"version": 1, "findings": []}', "b.json: `findings` is not what Trimtab writes; "),
    ],
)
def test_baselines_that_cant_be_read(here: Path, text: str | None, message: str) -> None:
    """A baseline that is missing or damaged is said to be so; nothing is hidden."""
    if text is not None:
        (here / "b.json").write_text(text)
    result = run("--baseline", "b.json")

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(f"error: {message}")


def test_updating_no_baseline(here: Path) -> None:
    """To update a baseline one must say which."""
    assert (
        "error: `--update-baseline` needs `--baseline FILE` to know what to write\n"
        == run("--update-baseline").stderr
    )


def test_no_cache(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the cache nothing is kept; with it something is."""
    monkeypatch.setenv("TRIMTAB_CACHE_DIR", str(here / "kept"))
    run("--no-cache")
    assert not (here / "kept").exists()

    run()
    assert (here / "kept").exists()


def git(folder: Path, *arguments: str) -> None:
    """Run git with a name and nothing of the user's own settings."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(here: Path) -> Path:
    """The library in a repository, its faults committed."""
    write(
        here,
        {
            "docs/c.md": SOUND.format(title="C", body="See [[d]].\n"),
            "docs/d.md": SOUND.format(title="D", body=""),
        },
    )
    git(here, "init")
    git(here, "add", ".")
    git(here, "commit", "-m", "All")
    return here


def test_new_since(repository: Path) -> None:
    """Only what a change brings is reported, also in files that it doesn't touch."""
    assert (0, []) == (run("--new-since", "HEAD").exit_code, codes(run("--new-since", "HEAD")))

    (repository / "docs/d.md").unlink()
    result = run("--new-since", "HEAD")
    assert (1, ["TT301"]) == (result.exit_code, codes(result))
    assert result.stdout.startswith("docs/c.md:5:5: error[TT301] There is no entry called `d`.")


def test_new_since_what(repository: Path) -> None:
    """A revision that isn't there, or a library in no repository, is said to be so."""
    assert 2 == run("--new-since", "nowhere").exit_code
    assert run("--new-since", "--output=x").stderr.startswith("error: ")


def test_fix_and_diff(here: Path) -> None:
    """`--diff` shows what would be mended and changes nothing; `--fix` mends it and reports what is left."""
    write(here, {"docs/c.md": PADDED})
    shown = run("--diff")
    assert (1, PADDED) == (shown.exit_code, (here / "docs/c.md").read_text(encoding="utf-8"))
    assert "-A z\u200bero.\n+A zero.\n" in shown.stdout

    mended = run("--fix")
    assert "Mended 1 finding in 1 file.\n" == mended.stderr
    assert ["TT206", "TT202"] == codes(mended)
    assert PADDED.replace("\u200b", "") == (here / "docs/c.md").read_text(encoding="utf-8")
    assert (0, "") == (run("--diff").exit_code, run("--diff").stdout)


def test_fix_stays_with_what_is_asked_for(here: Path) -> None:
    """With rules left out, or a baseline, only what counts is mended and reported."""
    write(here, {"docs/c.md": PADDED})
    run("--baseline", "b.json", "--update-baseline")

    assert (0, []) == (
        run("--fix", "--baseline", "b.json").exit_code,
        codes(run("--fix", "--baseline", "b.json")),
    )
    assert PADDED == (here / "docs/c.md").read_text(encoding="utf-8")
    run("--fix", "--select", "TT202")
    assert PADDED == (here / "docs/c.md").read_text(encoding="utf-8")


def test_the_command_itself(here: Path) -> None:
    """Run as a program, the command writes everything before it leaves, and leaves with its exit code."""
    command = [sys.executable, "-m", "trimtab", "check", "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})

    assert (1, "") == (done.returncode, done.stderr)
    assert 2 == len(json.loads(done.stdout)["findings"])
