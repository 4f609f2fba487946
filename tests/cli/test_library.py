"""`trimtab library`, as who keeps a library meets it; sites are real, on this machine."""

from __future__ import annotations

import contextlib
import copy
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from foreign import FILE, TOLD, TOP, entry, page
from trimtab.cli.main import main

CONFIG = "site_name: Ours\n# mine\nplugins:\n  - search\n  - trimtab\n"


class Site:
    """A site of another library."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.told: Any = copy.deepcopy(TOLD)
        self.answer: bytes | None = None
        """What is given in place of what is told."""
        self.status = 200
        self.ready = threading.Event()
        """What an answer waits for."""
        self.ready.set()

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer a request for `names.json`."""
        data = json.dumps(self.told).encode() if self.answer is None else self.answer
        self.ready.wait()
        handler.send_response(self.status if handler.path == "/lib/api/v1/names.json" else 404)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with a library, on this machine."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                made.respond(self)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = Site(f"http://127.0.0.1:{server.server_port}/lib/")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    made.ready.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library, in whose folder the command runs."""
    top = tmp_path / "ours"
    (top / "docs").mkdir(parents=True)
    (top / "mkdocs.yml").write_text(CONFIG)
    (top / "docs/a.md").write_text(page("See [[commons:circles]] and [[commons:Open Book#Why so]]."))
    monkeypatch.chdir(top)
    monkeypatch.setenv("TRIMTAB_CACHE_DIR", str(tmp_path / "cache"))
    return top


def run(*arguments: str) -> Result:
    """What a command does."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def files(top: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def test_add(here: Path, site: Site) -> None:
    """A library is fetched, written in order, named in the settings, and its names count from then on."""
    result = run("library", "add", "commons", site.address)

    assert (0, "") == (result.exit_code, result.stderr)
    assert f"“The Commons”, 12 entries: written to {FILE}; commit it.\n" in result.stdout
    settings = f'    libraries:\n        commons: {{names: {FILE}, source: "{site.address}"}}\n'
    assert CONFIG.replace("trimtab\n", f"trimtab:\n  {settings}") == (here / "mkdocs.yml").read_text()
    assert 0 == run("check", "--ignore", "TT5,TT8").exit_code
    assert sorted(json.loads((here / FILE).read_text())) == list(json.loads((here / FILE).read_text()))


@pytest.mark.parametrize("where", ["", "index.html", "api/v1/names.json"])
def test_add_by_any_address(here: Path, site: Site, where: str) -> None:
    """The address of the site will do, and that of the file."""
    assert 0 == run("library", "add", "commons", f"{site.address}{where}").exit_code
    assert (here / FILE).is_file()


@pytest.mark.parametrize("where", ["api/v1/names.json", "", "index.html"])
def test_add_a_site_that_says_no_address(here: Path, site: Site, where: str) -> None:
    """Where a library doesn't say where its site is, it's where it was fetched from."""
    site.told["site_url"] = ""
    run("library", "add", "commons", f"{site.address}{where}")

    assert f'url: "{site.address}"' in (here / "mkdocs.yml").read_text()
    assert 0 == run("check", "--select", "TT3").exit_code


def test_add_from_a_folder(here: Path) -> None:
    """A built site on disk will do; its path is kept as the configuration's folder sees it."""
    names = here.parent / "theirs/api/v1/names.json"
    names.parent.mkdir(parents=True)
    names.write_text(json.dumps(TOLD))
    result = run(
        "library",
        "add",
        "commons",
        str(here.parent / "theirs"),
        "--names",
        "c.json",
        "--url",
        "https://x.org/",
    )

    assert (0, "") == (result.exit_code, result.stderr)
    assert '{names: c.json, source: "../theirs", url: "https://x.org/"}' in (here / "mkdocs.yml").read_text()
    assert (here / "c.json").is_file()
    assert "commons (“The Commons”): nothing is new.\n" == run("library", "update").stdout


def test_add_without_an_address(here: Path) -> None:
    """Who can't be linked to is told at once."""
    (here / "names.json").write_text(json.dumps({**TOLD, "site_url": ""}))
    result = run("library", "add", "commons", "names.json")

    assert (0, True) == (result.exit_code, result.stderr.startswith("note: it doesn't say at which address"))


def test_add_where_settings_cant_be_written(here: Path, site: Site) -> None:
    """A configuration that isn't understood is left alone, and the lines to add are shown."""
    (here / "base.yml").write_text(CONFIG)
    (here / "mkdocs.yml").write_text("INHERIT: base.yml\n")
    result = run("library", "add", "commons", site.address)

    assert (0, "INHERIT: base.yml\n") == (result.exit_code, (here / "mkdocs.yml").read_text())
    assert (
        "Add this to mkdocs.yml, and commit both:\n\nplugins:\n  - trimtab:\n      libraries:\n"
        in result.stdout
    )
    assert (here / FILE).is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pattern", "{site}"], "error: libraries: `pattern` is a kind of entry"),
        (["planned", "{site}"], "error: libraries: `planned` marks what is wanted"),
        (["Big", "{site}"], "error: libraries: `Big` can't stand before a name"),
        (["c", "{site}x/"], "error: {site}x/api/v1/names.json: the site answers 404"),
        (["c", "nowhere"], "error: nowhere: No such file or directory"),
        (["c", "docs"], "error: docs: the folder of no built site, which has `api/v1/names.json`"),
        (["c", "mkdocs.yml"], "error: mkdocs.yml: not JSON; is that its site, or the file?"),
        (
            ["c", "ftp://example.org/"],
            "error: ftp://example.org/: only `http:` and `https:` addresses can be fetched",
        ),
        (["c", "{site}", "--url", "x"], "error: libraries.c.url: `x` is not a site's address"),
        (["c", "{site}", "--names", "../c.json"], "error: `../c.json` leads out of the library's folder"),
        (["c", "{site}", "--names", "docs"], "error: docs: Is a directory"),
    ],
)
def test_add_refuses(here: Path, site: Site, arguments: list[str], message: str) -> None:
    """What can't be is said with its cure, and nothing is written."""
    before = files(here)
    result = run("library", "add", *(argument.format(site=site.address) for argument in arguments))

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(message.format(site=site.address))
    assert before == files(here)


def test_add_twice(here: Path, site: Site) -> None:
    """A prefix stands for one library."""
    run("library", "add", "commons", site.address)
    result = run("library", "add", "commons", site.address)

    assert (2, True) == (result.exit_code, "`trimtab library update commons` fetches" in result.stderr)


@pytest.mark.parametrize(
    ("answer", "status", "message"),
    [
        (b"", 500, "commons: {site}api/v1/names.json: the site answers 500"),
        (b"<!doctype html>", 200, "commons: {site}: not JSON"),
        (b'{"version": 2, "entries": {}}', 200, "commons: {site}: version 2 of `names.json`"),
        (
            b'{"version": 1, "entries": []}',
            200,
            "commons: {site}: `entries` is not what a library writes there",
        ),
    ],
)
def test_update_refuses(here: Path, site: Site, answer: bytes, status: int, message: str) -> None:
    """What a site gives that is no such file doesn't take the place of the one that is there."""
    run("library", "add", "commons", site.address)
    before = files(here)
    site.answer, site.status = answer, status
    result = run("library", "update")

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(f"error: {message.format(site=site.address)}")
    assert before == files(here)


def test_update_of_a_slow_site(here: Path, site: Site) -> None:
    """A site may keep us waiting for so long and no longer."""
    run("library", "add", "commons", site.address)
    site.ready.clear()
    result = run("library", "update", "--timeout", "0.2")

    assert (2, True) == (result.exit_code, "within 0.2 seconds" in result.stderr)


def test_update(here: Path, site: Site) -> None:
    """An update says what is new, gone, moved and changed, and which names of ours that touches."""
    run("library", "add", "commons", site.address)
    site.told = json.loads(json.dumps(TOLD).replace('"circles"', '"rounds"'))
    site.told["addresses"] |= {"circles/": "rounds", "p/circles/": "rounds"}
    site.told["entries"]["open-book"]["anchors"] = []
    site.told["entries"]["new-one"] = entry("New", "new-one/")
    del site.told["entries"]["town-hall"]
    before = files(here)
    checked = run("library", "update", "--check")
    assert before == files(here)
    result = run("library", "update", "commons")

    expected = f"""\
commons (“The Commons”): {FILE} written: 1 new, 1 gone, 1 moved, 1 changed.
  gone: town-hall
  moved: circles → rounds
  changed: open-book
  new: new-one
  2 names of it here are touched:
    docs/a.md:6:5 commons:circles is an earlier name of `commons:rounds`
    docs/a.md:6:29 commons:Open Book has no section `Why so`
"""
    assert (0, expected) == (result.exit_code, result.stdout)
    assert (1, expected.replace("written", "is out of date")) == (checked.exit_code, checked.stdout)
    assert (0, "commons (“The Commons”): nothing is new.\n") == (
        (again := run("library", "update", "--check")).exit_code,
        again.stdout,
    )


def test_update_heals_a_file(here: Path, site: Site) -> None:
    """A file that is gone or broken is fetched anew."""
    run("library", "add", "commons", site.address)
    whole = (here / FILE).read_bytes()
    for broken in (b"<<<<<<< HEAD", None):
        (here / FILE).unlink()
        if broken is not None:
            (here / FILE).write_bytes(broken)
        assert 1 == run("library", "update", "--check").exit_code
        assert f"{FILE} written: 12 new.\n" in run("library", "update").stdout
        assert whole == (here / FILE).read_bytes()


def test_update_tells_where_the_site_has_gone(here: Path, site: Site) -> None:
    """A library that has another address now is told as such."""
    run("library", "add", "commons", site.address)
    site.told["site_url"] = "https://new.example/"
    result = run("library", "update")

    assert f"  its site is at https://new.example/; it was at {TOP}\n" in result.stdout
    assert "12 moved" in result.stdout


def test_update_of_several(here: Path, site: Site) -> None:
    """One library that can't be fetched doesn't keep the others from it."""
    run("library", "add", "commons", site.address)
    text = (here / "mkdocs.yml").read_text()
    more = "        gone: {names: gone.json, source: nowhere}\n        still: still.json\n"
    (here / "mkdocs.yml").write_text(text + more)
    site.told["entries"]["new-one"] = entry("New", "new-one/")
    result = run("library", "update")

    assert (2, True) == (result.exit_code, "1 new" in result.stdout)
    assert [
        "error: gone: nowhere: No such file or directory",
        "error: still: the settings don't say where its file comes from; write `still: {names: still.json, source: https://…}`",
    ] == result.stderr.splitlines()
    assert (0, "") == ((alone := run("library", "update", "commons")).exit_code, alone.stderr)


def test_update_of_what_isn_t_there(here: Path, site: Site) -> None:
    """A prefix that stands for nothing is told with the nearest."""
    run("library", "add", "commons", site.address)
    result = run("library", "update", "comons")

    message = "error: there is no library `comons` in mkdocs.yml; did you mean `commons`?\n"
    assert (2, message) == (result.exit_code, result.stderr)


def test_update_of_nothing(here: Path) -> None:
    """Without other libraries there is nothing to do."""
    result = run("library", "update")

    assert (0, "mkdocs.yml names no other library; `trimtab library add` names one.\n") == (
        result.exit_code,
        result.stdout,
    )
    assert 2 == run("library", "update", "commons").exit_code


def test_hostile_names(here: Path, site: Site) -> None:
    """What a stranger writes is shown as text on one line, whatever it does to terminals."""
    run("library", "add", "commons", site.address)
    site.told["site_name"] = "\x1b[31m\nerror: gone"
    site.told["entries"]["\x1b[2J\x07\u202e\nx"] = entry("\x1b]0;x\x07", "x/")
    result = run("library", "update")

    assert 0 == result.exit_code
    assert all(line.isprintable() for line in result.stdout.splitlines())
    assert not any(line.startswith("error") for line in result.stdout.splitlines())


def test_fix(here: Path, site: Site) -> None:
    """An earlier name of another library's entry mends itself."""
    run("library", "add", "commons", site.address)
    (here / "docs/a.md").write_text(
        page("See [[commons:rings|it]].", relations='{requires: ["commons:rings"]}')
    )
    run("check", "--fix")

    assert (2, 0) == tuple(
        (here / "docs/a.md").read_text().count(name) for name in ("commons:circles", "rings")
    )


def test_kept_results(here: Path, site: Site) -> None:
    """What is kept of a check counts no longer once a library tells something else."""
    run("library", "add", "commons", site.address)
    arguments = ("check", "--select", "TT3", "--output-format", "concise")
    assert [0, 0] == [run(*arguments).exit_code for _ in range(2)]
    del site.told["entries"]["circles"]
    run("library", "update")
    found = run(*arguments)
    (here / FILE).unlink()
    gone = run(*arguments)

    assert (1, "docs/a.md:6:5: error[TT301]") == (found.exit_code, found.stdout[:27])
    assert (1, f"{FILE}:1:1: error[TT314]") == (gone.exit_code, gone.stdout[: len(FILE) + 18])
    assert 1 == gone.stdout.count("TT3")


def test_baseline(here: Path, site: Site) -> None:
    """A baseline knows findings about names of other libraries, and about their files."""
    run("library", "add", "commons", site.address)
    (here / FILE).write_text("{")
    select = ("check", "--select", "TT3", "--baseline", "known.json")
    run(*select, "--update-baseline")

    assert 0 == run(*select).exit_code
    run("library", "update")
    (here / "docs/a.md").write_text(page("See [[commons:nowhere]]."))
    assert 1 == run(*select).exit_code
