"""What a reader's browser loads of a site, and what its search finds."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
_PACKED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".map"}
"""What hosts send compressed."""
_MATERIAL = ".md-search-result__item"
_FIRST_RESULT = {
    **dict.fromkeys(("trimtab", "imageless"), "dialog.tt-search [role=option]"),
    **dict.fromkeys(("plain", "bare", "nav", "properdocs"), _MATERIAL),
}
"""Where the first result of a search stands, by contestant."""
_ANSWERED = ".tt-search-results li, .tt-search-status:not(:empty)"
"""What Trimtab's search page has once a search has come to an end."""
_PATIENCE = 300_000
"""Milliseconds to wait for it: the largest indexes take their time."""


class Browser:
    """A Chromium."""

    def __init__(self, browser: Any, error: type[Exception]) -> None:
        self._browser, self._error = browser, error

    def finds(self, base: str, word: str) -> bool:
        """Whether a reader who opens the site's search page now finds an entry that has a word."""
        with contextlib.suppress(self._error), self._page() as page:
            # A server that builds anew answers once it's done, and never ends the request for what has changed.
            page.goto(f"{base}search/?q={word}", wait_until="commit", timeout=0)
            page.wait_for_selector(_ANSWERED, state="attached", timeout=_PATIENCE)
            return word in " ".join(page.locator(".tt-search-results li").all_inner_texts())
        return False

    def loads(self, site: Path, contestant: str, slug: str) -> dict[str, int]:
        """What is sent to a reader, in bytes, compressed where hosts compress; foreign hosts are not asked.

        Returns:
            `page`: for an entry's page, with nothing kept from before; `search`: what is sent on top of that until the
            first result of a first search stands there. What never comes is absent, and so is the search of one
            that isn't in `_FIRST_RESULT`.
        """
        found: dict[str, int] = {}
        with _serving(site) as (base, sent), self._page() as page, contextlib.suppress(self._error):
            page.route(lambda address: not address.startswith(base), lambda route: route.abort())
            page.goto(f"{base}{slug}/", wait_until="networkidle", timeout=_PATIENCE)
            found["page"] = sum(sent)
            if contestant in _FIRST_RESULT:
                page.keyboard.press("/")
                page.keyboard.type("feedback")
                page.wait_for_selector(_FIRST_RESULT[contestant], timeout=_PATIENCE)
                page.wait_for_load_state("networkidle", timeout=_PATIENCE)
                found["search"] = sum(sent) - found["page"]
        return found

    @contextlib.contextmanager
    def _page(self) -> Iterator[Any]:
        """A page of a browser that has kept nothing."""
        context = self._browser.new_context()
        try:
            yield context.new_page()
        finally:
            context.close()


@contextlib.contextmanager
def chromium() -> Iterator[Browser | None]:
    """The machine's Chromium, as for the browser tests; None where there's none, or no Playwright."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        yield None
        return
    path = os.environ.get("TRIMTAB_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])
        except Error:
            yield None
            return
        try:
            yield Browser(browser, Error)
        finally:
            browser.close()


@contextlib.contextmanager
def _serving(site: Path) -> Iterator[tuple[str, list[int]]]:
    """Serve a site as hosts do; gives its address, and a list to which the size of each answer is added."""
    sent: list[int] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            packed = path.suffix in _PACKED
            content = gzip.compress(path.read_bytes(), 6) if packed else path.read_bytes()
            sent.append(len(content))
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(content)))
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/", sent
        finally:
            server.shutdown()
            thread.join()
