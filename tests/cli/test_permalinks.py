"""`trimtab permalinks`, and what else keeps published addresses."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trimtab.cli.main import main

LOCK = "permalinks.lock"


def run(*arguments: str) -> Result:
    """What `trimtab` does."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def entry(title: str, more: str = "", body: str = "\n## Notes\n\nText.\n") -> str:
    """An entry."""
    return f"---\ntitle: {title}\nsummary: For {title[::-1]}.\n{more}---\n{body}"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of two entries, which the commands run in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: Ours\ndocs_dir: docs\nplugins: [trimtab]\n")
    (tmp_path / "docs").mkdir()
    write(tmp_path, "andon.md", entry("Andon", "aliases: [Stop Cord]\n"))
    write(tmp_path, "bulkhead.md", entry("Bulkhead", "domain: ships\n"))
    return tmp_path


def write(here: Path, path: str, text: str) -> None:
    """Write a file of the library."""
    (here / "docs" / path).write_text(text)


def lines(here: Path) -> list[str]:
    """What is recorded."""
    return [line for line in (here / LOCK).read_text().splitlines() if not line.startswith("#")]


def test_nothing_recorded_yet(here: Path) -> None:
    """Without a record the command says how to begin one, and writes nothing."""
    result = run("permalinks")

    assert 0 == result.exit_code
    assert re.fullmatch(
        r"There is no permalinks\.lock yet; `trimtab permalinks --update` writes it with "
        r"3 pages, 2 ids, \d+ lists and 2 headings\.\n",
        result.stdout,
    )
    assert not (here / LOCK).exists()


def test_update(here: Path) -> None:
    """An update records pages, aliases, ids, headings and lists, sorted, and says how many; then nothing is new."""
    result = run("permalinks", "--update")
    recorded = lines(here)

    assert 0 == result.exit_code
    assert result.stdout.startswith("permalinks.lock: 3 pages, 2 ids, ")
    assert {
        "anchor andon/#notes",
        "id andon andon.md",
        "list domains/ships/",
        "list patterns/",
        "list ./",
        "list health/",
        "page andon/ andon.md",
        "page stop-cord/ andon.md",
    } <= set(recorded)
    assert sorted(recorded) == recorded
    assert "Nothing is new: permalinks.lock has all that is published.\n" == run("permalinks").stdout
    before = (here / LOCK).stat().st_mtime_ns
    assert "permalinks.lock has all that is published.\n" == run("permalinks", "--update").stdout
    assert before == (here / LOCK).stat().st_mtime_ns


def test_what_is_new(here: Path) -> None:
    """What is new is listed, line by line; nothing breaks, so nothing fails."""
    run("permalinks", "--update")
    write(here, "canary.md", entry("Canary"))
    result = run("permalinks")

    assert 0 == result.exit_code
    assert (
        "New, for `trimtab permalinks --update` to record: 1 page, 1 id and 1 heading.\n"
        "  anchor canary/#notes\n  id canary canary.md\n  page canary/ canary.md\n"
    ) == result.stdout


def test_what_would_break(here: Path) -> None:
    """What would break is told with the line, the file that had it and the cure; an update doesn't drop it."""
    run("permalinks", "--update")
    (here / "docs/andon.md").unlink()
    shown = run("permalinks")
    updated = run("permalinks", "--update")

    assert (1, 1) == (shown.exit_code, updated.exit_code)
    assert (
        "error[TT310] `andon/` leads nowhere; `andon.md`, which had it, isn't there. (vanished-address)\n"
        f"  --> permalinks.lock:{lines(here).index('page andon/ andon.md') + 4}:6\n"
    ) in shown.stdout
    assert "page andon/ andon.md" in lines(here)
    assert 1 == run("check", "--no-cache").exit_code


@pytest.mark.parametrize(
    "mended",
    [
        {"bulkhead.md": entry("Bulkhead", "redirect_from: [andon]\naliases: [Stop Cord]\n")},
        {"andon.md": entry("Andon", "aliases: [Stop Cord]\nstatus: removed\nsuperseded_by: bulkhead\n", "")},
    ],
)
def test_what_mends_it(here: Path, mended: dict[str, str]) -> None:
    """An heir that leads on from the old slug, or a page that says that the entry is removed, keeps the address."""
    run("permalinks", "--update")
    (here / "docs/andon.md").unlink()
    for path, text in mended.items():
        write(here, path, text)

    assert 0 == run("permalinks").exit_code
    assert 0 == run("check", "--no-cache").exit_code
    assert 0 == run("permalinks", "--update").exit_code


def test_forget(here: Path) -> None:
    """What may break is taken out by name, with its headings; what is there, or isn't known, can't be forgotten."""
    run("permalinks", "--update")
    (here / "docs/andon.md").unlink()
    still = run("permalinks", "--update", "--forget", "bulkhead/")
    unknown = run("permalinks", "--update", "--forget", "andn/")
    result = run(
        "permalinks", "--update", "--forget", "andon", "--forget", "/stop-cord/", "--forget", "p/andon/"
    )

    assert (2, "error: `bulkhead/` still leads to a page, so there is no need to forget it\n") == (
        still.exit_code,
        still.stderr,
    )
    assert (2, "error: `andn/` isn't recorded; did you mean `andon/`?\n") == (
        unknown.exit_code,
        unknown.stderr,
    )
    assert (0, "permalinks.lock: 2 pages, 1 id and 1 heading forgotten.\n") == (
        result.exit_code,
        result.stdout,
    )
    assert not [line for line in lines(here) if "andon" in line]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--forget", "andon/"], "error: `--forget` changes the record: give `--update` too\n"),
        (
            ["--update", "--forget", "andon/"],
            "error: nothing is recorded yet, so there is nothing to forget\n",
        ),
        (["-f", "other.yml"], "error: other.yml: No such file or directory"),
    ],
)
def test_what_cant_be_done(here: Path, arguments: list[str], message: str) -> None:
    """What can't be done is said, and nothing is written."""
    result = run("permalinks", *arguments)

    assert 2 == result.exit_code
    assert result.stderr.startswith(message)
    assert not (here / LOCK).exists()


@pytest.mark.parametrize("broken", ["page andon/\n", "<<<<<<< ours\n", "\x00\n"])
def test_a_record_that_cant_be_read(here: Path, broken: str) -> None:
    """A line that can't be read is told, and nothing is written before it is mended."""
    run("permalinks", "--update")
    text = (here / LOCK).read_text() + broken
    (here / LOCK).write_text(text)
    result = run("permalinks", "--update")

    assert (2, text) == (result.exit_code, (here / LOCK).read_text())
    assert "error[TT313]" in result.stdout
    assert "error: permalinks.lock isn't written before its lines can be read\n" == result.stderr


def test_a_record_that_is_a_folder(here: Path) -> None:
    """A record that isn't a file is told; nothing crashes."""
    (here / LOCK).mkdir()

    assert 1 == run("permalinks").exit_code
    assert "The file can't be read: Is a directory." in run("check", "--no-cache").stdout


def test_another_name(here: Path) -> None:
    """The record lies where the settings say."""
    (here / "mkdocs.yml").write_text(
        "site_name: Ours\ndocs_dir: docs\nplugins: [trimtab: {permalinks: {lock: urls.txt}}]\n"
    )
    run("permalinks", "--update")

    assert (here / "urls.txt").exists()
    assert not (here / LOCK).exists()


def test_rename_keeps_addresses(here: Path) -> None:
    """A renamed entry keeps its addresses, and the record then says which file has them."""
    run("permalinks", "--update")
    assert 0 == run("rename", "andon", "stop-the-line").exit_code
    assert 0 == run("permalinks", "--update").exit_code

    assert {
        "page andon/ stop-the-line.md",
        "page stop-cord/ stop-the-line.md",
        "id andon stop-the-line.md",
        "id stop-the-line stop-the-line.md",
        "page stop-the-line/ stop-the-line.md",
    } <= set(lines(here))


def test_rename_refuses_what_would_break(here: Path) -> None:
    """A rename after which an address would lead nowhere is refused: here the slug can't be kept."""
    write(here, "Odd_Name.md", entry("Odd Name"))
    run("permalinks", "--update")
    result = run("rename", "Odd_Name", "odd-name")

    assert 2 == result.exit_code
    assert "TT310" in result.stderr
    assert (here / "docs/Odd_Name.md").exists()


def test_a_kept_check_knows_the_record(here: Path) -> None:
    """A check that uses what it kept notices that only the record has changed."""
    run("permalinks", "--update")
    assert 0 == run("check").exit_code
    with (here / LOCK).open("a") as stream:
        stream.write("page gone/ gone.md\n")

    assert 1 == run("check").exit_code


@pytest.mark.parametrize(
    ("output_format", "place"),
    [
        ("concise", "permalinks.lock:"),
        ("github", "::error file=permalinks.lock,line="),
        ("junit", 'file="permalinks.lock"'),
    ],
)
def test_where_findings_are(here: Path, output_format: str, place: str) -> None:
    """Reports name the record as seen from where the command runs."""
    (here / LOCK).write_text("page gone/ gone.md\n")

    assert place in run("check", "--no-cache", "--output-format", output_format).stdout


def test_where_findings_are_as_json(here: Path) -> None:
    """So does JSON, and so do the places that a finding speaks of."""
    (here / LOCK).write_text("page gone/ andon.md\n")
    (found,) = json.loads(run("check", "--no-cache", "--output-format", "json").stdout)["findings"]

    assert ("permalinks.lock", ["docs/andon.md"]) == (
        found["path"],
        [one["path"] for one in found["related"]],
    )


def test_since_a_revision(here: Path) -> None:
    """What was broken before a change is not the change's; what the change breaks is."""
    (here / LOCK).write_text("page gone/ gone.md\npage andon/ andon.md\n")
    who = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for arguments in (["init"], ["add", "."], ["commit", "-m", "All"]):
        subprocess.run(
            ["git", *arguments], cwd=here, check=True, capture_output=True, env={**os.environ, **who}
        )
    (here / "docs/andon.md").rename(here / "docs/stop-the-line.md")
    found = run("check", "--new-since", "HEAD", "--output-format", "concise").stdout

    assert "`andon/` leads nowhere" in found
    assert "`gone/` leads nowhere" not in found


def test_git_joins_two_branches(here: Path) -> None:
    """Two branches that each publish something merge without a conflict, and the record has both."""
    (here / ".gitattributes").write_text("permalinks.lock merge=union\n")
    who = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", *arguments], cwd=here, check=True, capture_output=True, env={**os.environ, **who}
        )

    def publish(branch: str, name: str) -> None:
        git("checkout", "-b", branch, "main")
        write(here, f"{name}.md", entry(name.title()))
        assert 0 == run("permalinks", "--update").exit_code
        git("add", ".")
        git("commit", "-m", name)

    run("permalinks", "--update")
    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "All")
    publish("one", "canary")
    publish("two", "canal")
    git("merge", "one")
    result = run("permalinks", "--update")

    assert (0, "permalinks.lock has all that is published.\n") == (result.exit_code, result.stdout)
    assert {"page canary/ canary.md", "page canal/ canal.md"} <= set(lines(here))
    assert sorted(lines(here)) == lines(here)


def test_flat_addresses(here: Path) -> None:
    """Where the site's addresses are files, so are those that are recorded."""
    with (here / "mkdocs.yml").open("a") as stream:
        stream.write("use_directory_urls: false\n")
    run("permalinks", "--update")

    assert {"page andon.html andon.md", "list domains/ships.html", "anchor andon.html#notes"} <= set(
        lines(here)
    )
    assert 0 == run("check", "--no-cache").exit_code
