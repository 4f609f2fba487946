"""The data of a site, as programs elsewhere use it: from a real build, over HTTP."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from urllib.request import urlopen

import feedparser
import pytest
from jsonschema import Draft202012Validator

from builds import ALL, LIBRARIES, ROOT, Build, Builds, Page, inherit, mkdocs
from trimtab import Library

EXAMPLES = Path(__file__).parents[2] / "patterns" / "guide" / "data.md"
SITE = "https://example.org/library/"
"""What the examples take for the address of the site."""
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
CONFIG = """\
site_name: Trimtab
site_url: {address}
site_description: Where to intervene in a system, and how.
copyright: By us, <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>
theme: {{name: material, font: false}}
plugins: [trimtab]
"""
TAKEN = ("short-checkpoint.md", "written-mechanism.md", "decision-log.md", "levels", "archetypes")
"""What the examples need of our library."""


def of(*names: str) -> pytest.MarkDecorator:
    """Run a test on the libraries of these names."""
    return pytest.mark.parametrize("library", names)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of our entries in a repository of their own, with one that changed after the others."""
    root = tmp_path_factory.mktemp("api")
    (root / "docs").mkdir()
    subprocess.run([*GIT, "init", "-q"], cwd=root, check=True)
    for name in TAKEN:
        source = ROOT / "patterns" / name
        if source.is_dir():
            shutil.copytree(source, root / "docs" / name)
        else:
            shutil.copy(source, root / "docs" / name)
    gone = "---\ntitle: Gone\nsummary: It was.\nstatus: removed\nsuperseded_by: decision-log\n---\n"
    (root / "docs/gone.md").write_text(gone, encoding="utf-8")
    for day in ("2026-03-01", "2026-03-02"):
        env = {**os.environ, "GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        subprocess.run([*GIT, "add", "-A"], cwd=root, check=True)
        subprocess.run([*GIT, "commit", "-q", "-m", day], cwd=root, check=True, env=env)
        with (root / "docs/decision-log.md").open("a", encoding="utf-8") as file:
            file.write("\nA last word.\n")
    return root / "docs"


@pytest.fixture(scope="module")
def server(docs: Path) -> Iterator[tuple[str, Path]]:
    """The address of a site that is built for this address and served there, and its folder."""
    top = docs.parent / "served"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(top))) as serving:
        address = f"http://127.0.0.1:{serving.server_address[1]}/library/"
        config = docs.parent / "mkdocs.yml"
        config.write_text(CONFIG.format(address=address), encoding="utf-8")
        done = mkdocs(config, top / "library", env={"SOURCE_DATE_EPOCH": None})
        assert 0 == done.code, done.log
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield address, top / "library"
        serving.shutdown()


def examples() -> list[tuple[str, str, str]]:
    """Each example: its language, what it runs, and what that prints."""
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", EXAMPLES.read_text(encoding="utf-8"), re.M | re.S)
    pairs = list(zip(blocks[::2], blocks[1::2], strict=True))
    assert all(result == "text" for _, (result, _) in pairs)
    return [(language, code, printed) for (language, code), (_, printed) in pairs]


@pytest.mark.parametrize(("language", "code", "printed"), examples())
def test_examples(language: str, code: str, printed: str, server: tuple[str, Path]) -> None:
    """Each example prints what stands below it."""
    command = [sys.executable, "-W", "error", "-c"] if language == "python" else ["sh", "-e", "-c"]
    folder = str(Path(sys.executable).parent)
    done = subprocess.run(
        [*command, code.replace(SITE, server[0])],
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONWARNINGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, printed) == (done.returncode, done.stdout.replace(server[0], SITE)), done.stderr


def test_what_is_served_is_text(server: tuple[str, Path]) -> None:
    """Nothing that holds an author's words comes as a page: data as data, texts as texts."""
    kinds = {}
    for path in (
        "llms.txt",
        "api/v1/entries/decision-log.md",
        "api/v1/entries.json",
        "api/v1/library.ttl",
        "feed.xml",
    ):
        with urlopen(server[0] + path) as answer:  # noqa: S310 - our own server
            kinds[path] = answer.headers.get_content_type()

    assert not {"text/html", "image/svg+xml", "application/xhtml+xml"} & set(kinds.values()), kinds


def heads(page: Page) -> list[tuple[str, str, str]]:
    """What the head of a page leads to: the relation, the type, and the address."""
    return [
        (link.get("rel", ""), link.get("type", ""), link.get("href", ""))
        for link in page.one("head").iter("link")
        if link.get("type") and link.get("rel", "").split()[0] in ("alternate", "search")
    ]


@pytest.mark.parametrize("path", ["index.html", "404.html", "levels/index.html", "instruments/index.html"])
def test_heads(path: str, server: tuple[str, Path]) -> None:
    """Every page leads to the feed and to the description of the search."""
    page = Page.read(server[1], path)
    found = [(rel, kind, href.removeprefix("/library/")) for rel, kind, href in heads(page)]

    assert [
        ("alternate feed", "application/atom+xml", "feed.xml"),
        ("search", "application/opensearchdescription+xml", "opensearch.xml"),
    ] == [(rel, kind, href.rpartition("../")[2]) for rel, kind, href in found]


def test_heads_of_entries(server: tuple[str, Path]) -> None:
    """The page of an entry leads to its data and to its text as well."""
    page = Page.read(server[1], "archetypes/escalation/index.html")

    assert [
        ("alternate describedby", "application/json", "../../api/v1/entries/escalation.json"),
        ("alternate describedby", "text/markdown", "../../api/v1/entries/escalation.md"),
    ] == heads(page)[2:4]
    for _, _, href in heads(page)[:4]:
        assert (server[1] / page.target(href)).is_file()


def test_the_feed_leads_somewhere(server: tuple[str, Path]) -> None:
    """Each entry's identity is an address that leads on, and its link a page."""
    address, site = server
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    paths = [
        url.removeprefix(address) + "index.html" for entry in feed.entries for url in (entry.id, entry.link)
    ]

    assert len(feed.entries) == len({entry.id for entry in feed.entries})
    assert [] == [path for path in paths if not (site / path).is_file()]


def test_sitemap(server: tuple[str, Path]) -> None:
    """The sitemap has every page with its true date; none that leads on, and none that is removed."""
    address, site = server
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    dates = dict(re.findall(r"<loc>(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", text))
    listed = {unescape(url).removeprefix(address) for url in dates}

    assert listed == {unescape(url).removeprefix(address) for url in re.findall(r"<loc>(.*?)</loc>", text)}
    assert [] == [url for url in listed if not (site / url / "index.html").is_file()]
    assert {"short-checkpoint/", "levels/", "levels/delays/", "", "search/"} <= listed
    assert (site / "gone/index.html").is_file()
    assert [] == [url for url in listed if url.startswith(("p/", "stage-gate", "gone"))]
    assert ("2026-03-01", "2026-03-02") == tuple(
        dates[f"{address}{name}/"] for name in ("short-checkpoint", "decision-log")
    )
    assert text.encode() == gzip.decompress((site / "sitemap.xml.gz").read_bytes())


def test_without_an_address(builds: Builds) -> None:
    """Without the site's address there is no feed, no sitemap and no search to describe; the build says so once."""
    built = builds["minimal"]
    missing = {"feed.xml", "opensearch.xml", "sitemap.xml", "sitemap.xml.gz"}

    assert not missing & built.files
    assert 1 == built.log.count("`site_url` isn't set")
    assert [] == heads(built.page(""))


def test_files_of_the_library(tmp_path: Path) -> None:
    """A file that the library has itself stays as it is, also in a dirty build; ours are made anew."""
    docs = tmp_path / "docs"
    shutil.copytree(LIBRARIES / "minimal" / "docs", docs)
    (docs / "llms.txt").write_text("Ask us.\n", encoding="utf-8")
    (tmp_path / "config").mkdir()
    config = inherit(LIBRARIES / "minimal" / "mkdocs.yml", tmp_path / "config", "", docs)
    for more in ((), ("--dirty",)):
        done = mkdocs(config, tmp_path / "site", *more)
        assert 0 == done.code, done.log
        listed = json.loads((tmp_path / "site/api/v1/index.json").read_bytes())["files"]

        assert "Ask us.\n" == (tmp_path / "site/llms.txt").read_text(encoding="utf-8")
        assert "llms.txt" not in {file["url"] for file in listed}
        assert "llms-full.txt" in {file["url"] for file in listed}
        (docs / "weekly-review.md").write_text("---\ntitle: Weekly Look\n---\n", encoding="utf-8")
    assert "# Weekly Look" in (tmp_path / "site/llms-full.txt").read_text(encoding="utf-8")


@of(*ALL)
def test_everything_is_valid(build: Build, read: Library) -> None:
    """In every library each file of JSON is what the schema beside it says, and each entry has its two files."""
    schemas = {
        path.stem: Draft202012Validator(json.loads(path.read_bytes()))
        for path in (build.site / "api/v1/schemas").glob("*.json")
    }
    assert {"entries", "entry", "graph", "health", "index", "names"} == set(schemas)
    for name, validator in schemas.items():
        folder = build.site / "api/v1"
        files = sorted((folder / "entries").glob("*.json")) if name == "entry" else [folder / f"{name}.json"]
        for file in files:
            found = [error.message for error in validator.iter_errors(json.loads(file.read_bytes()))]
            assert [] == found, file
    slugs = {entry.slug for entry in read.entries}
    for end in ("json", "md"):
        assert slugs == {
            path.name.removesuffix(f".{end}") for path in (build.site / "api/v1/entries").glob(f"*.{end}")
        }


@of(*ALL)
def test_addresses_lead_somewhere(build: Build) -> None:
    """Every address in the files of JSON is one of the site's own, and leads to a page or a file."""
    folder = build.site / "api/v1"
    found: set[str] = set()
    for file in (
        folder / "entries.json",
        folder / "names.json",
        folder / "index.json",
        *(folder / "entries").glob("*.json"),
    ):
        found |= set(addresses(json.loads(file.read_bytes())))
    known = {"index.html", *build.files}

    assert [] == sorted(url for url in found if not leads(url, known))


def addresses(value: Any) -> Iterator[str]:
    """What stands under a key that says so, wherever it stands, but in what authors wrote."""
    if isinstance(value, list):
        for each in value:
            yield from addresses(each)
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("url", "permalink", "markdown", "schema") and isinstance(inner, str):
                yield inner
            elif key not in ("sources", "extra", "evidence", "entry"):
                yield from addresses(inner)


def leads(url: str, files: set[str]) -> bool:
    """Whether a site has a file at an address relative to its top."""
    path = unquote(url.partition("#")[0]).removeprefix("./")
    return (
        not url
        or url.startswith("https://")
        or (f"{path}index.html" if path.endswith("/") or not path else path) in files
    )
