"""What a search costs a reader in bytes, and that a merged index answers as one of Pagefind's own does."""

from __future__ import annotations

import gzip
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bench import libraries
from trimtab.engine.search import whole

from .conftest import build

CONFIG = """\
site_name: Large
theme: {name: material}
plugins:
  - trimtab:
      fields: {domain: ontology.domain, confidence: lifecycle.confidence, tags: ontology.commons_domain}
      relations: {containers: [relationships]}
"""
PATTERNS = 300
FIRST = 300_000
LATER = 100_000
"""The most bytes that the first answer and each later one may cost."""
TEXTS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".css": "text/css",
}
"""What hosts compress on the way, and as what they send it."""
QUERIES = [
    "feedback",
    "feedb",
    "open review",
    "Adaptive Budget Of Trust",
    "decision matters",
    "the",
    "people who see the goal",
    "newcomer",
    "quiet kitchen practice",
    "level",
    "changes -often",
    "zebra crossing",
    "Living",
]


TYPED = ["feedback", "open review", "Adaptive Budget Of Trust", "the decision", "newc", "Living"]
"""What is typed, a word at a time."""


class Host:
    """A server that compresses texts as hosts do, and counts what it sends: bodies, as they go over the wire."""

    def __init__(self, folder: Path) -> None:
        self.sent: list[tuple[str, int]] = []
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                path = self.path.partition("?")[0].lstrip("/")
                file = folder / path
                file = file / "index.html" if file.is_dir() else file
                found = file.is_file()
                body = file.read_bytes() if found else b""
                self.send_response(200 if found else 404)
                if file.suffix in TEXTS:
                    body = gzip.compress(body, 6)
                    self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Type", TEXTS.get(file.suffix, "application/octet-stream"))
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "max-age=600")
                self.end_headers()
                self.wfile.write(body)
                host.sent.append((path, len(body)))

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Host:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def taken(self) -> int:
        """How many bytes were sent since it was last asked."""
        sent, self.sent = self.sent, []
        return sum(size for _, size in sent)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The largest library that a test can afford, built."""
    folder = tmp_path_factory.mktemp("large")
    libraries.write(folder / "docs", PATTERNS)
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return build(folder / "mkdocs.yml", folder / "site")


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    """The library, served."""
    with Host(site) as host:
        yield host


def settled(page: Page, host: Host) -> int:
    """Wait until nothing more is fetched; gives what was."""
    before = -1
    while before != len(host.sent):
        before = len(host.sent)
        page.wait_for_timeout(500)
    return host.taken()


def typed(page: Page, field: Locator, host: Host) -> dict[str, int]:
    """Type word by word; gives what each answer cost."""
    costs = {}
    for query in TYPED:
        words = query.split()
        for number in range(1, len(words) + 1):
            text = " ".join(words[:number])
            field.fill(text)
            costs[text] = settled(page, host)
    return costs


def test_the_first_answer_and_later_ones_in_the_dialog(page: Page, host: Host) -> None:
    """From the key that opens search to the first results, and for each further query, few enough bytes are sent."""
    page.goto(host.url, wait_until="networkidle")
    host.taken()
    page.keyboard.press("/")
    field = page.locator("dialog.tt-search .tt-search-input")
    costs = typed(page, field, host)
    expect(page.locator("dialog.tt-search [role=option]").first).to_be_visible()
    assert 0 < costs.pop("feedback") < FIRST
    assert {} == {query: cost for query, cost in costs.items() if cost >= LATER}


def test_the_first_answer_and_later_ones_on_the_page(page: Page, host: Host) -> None:
    """The same on the page of search, whose facets come on top, and for what "Show more" adds."""
    page.goto(f"{host.url}/search/", wait_until="load")
    field = page.locator("#tt-search-q")
    host.taken()
    costs = typed(page, field, host)
    page.locator(".tt-search-more").click()
    costs["more"] = settled(page, host)
    assert 0 < costs.pop("feedback") < FIRST
    assert {} == {query: cost for query, cost in costs.items() if cost >= LATER}


def answers(page: Page, url: str) -> dict[str, object]:
    """What Pagefind itself finds for each query: addresses in order, facets, marked places and excerpts."""
    page.goto(f"{url}/search/", wait_until="networkidle")
    return page.evaluate(
        """async ([queries, address]) => {
            const pagefind = await import(address);
            await pagefind.options({ baseUrl: "/" });
            const found = {};
            for (const query of [...queries, '"open review"']) {
                for (const filters of [{}, { kind: "pattern", confidence: { any: ["3"] } }]) {
                    const { results, filters: counts } = await pagefind.search(query, { filters });
                    // Which of several that count the same comes first is chance.
                    const hits = results.map(({ score, words }) => [score.toFixed(4), words.length]).sort();
                    const sorted = await pagefind.search(query, { filters, sort: { title: "asc" } });
                    const listed = await Promise.all(sorted.results.slice(0, 5).map((hit) => hit.data()));
                    const texts = listed.map(({ url, excerpt }) => [url, excerpt]);
                    found[`${query} ${JSON.stringify(filters)}`] = [hits, counts, texts];
                }
            }
            return found;
        }""",
        [QUERIES, f"{url}/pagefind/pagefind.js"],
    )


def test_a_merged_index_answers_as_pagefinds_own(page: Page, site: Path, tmp_path: Path) -> None:
    """For a dozen queries, with facets and in both orders, results and excerpts are those of one run of Pagefind."""
    other = tmp_path / "site"
    shutil.copytree(site, other, ignore=shutil.ignore_patterns("pagefind"))
    whole.index(str(other))
    assert len(json.loads((site / "pagefind/trimtab.json").read_text())["names"]) == 2
    assert not (other / "pagefind/trimtab.json").exists()
    with Host(site) as ours, Host(other) as theirs:
        assert answers(page, theirs.url) == answers(page, ours.url)
