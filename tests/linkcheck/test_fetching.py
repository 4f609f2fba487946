"""A library's `names.json` from a real server, and all that servers do instead of giving it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from linkcheck.wikis import NAMES
from trimtab.linkcheck.fetching import fetch, names_url
from trimtab.linkcheck.library import LibraryError

Answer = Callable[[BaseHTTPRequestHandler], None]
Serve = Callable[[dict[str, Answer]], str]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a server that answers paths as told, and gives its address."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    servers: list[ThreadingHTTPServer] = []

    def start(answers: dict[str, Answer]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answers.get(self.path, status(404))(self)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def gives(data: bytes, kind: str = "application/json") -> Answer:
    """An answer with some contents."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def status(code: int) -> Answer:
    """An answer that refuses."""
    return lambda handler: handler.send_error(code)


def leads_to(url: str) -> Answer:
    """A redirect."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", url)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def waits(until: threading.Event, before: bytes = b"") -> Answer:
    """An answer that begins, if at all, and doesn't go on."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if before:
            handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + before)
        until.wait(30)

    return answer


FILE = "/lib/api/v1/names.json"


@pytest.mark.parametrize("place", ["/lib/", "/lib", "/lib/index.html", FILE, "/lib/?x=1#y"])
def test_a_library(serve: Serve, place: str) -> None:
    """A library is known by the address of its site, or of the file itself."""
    good = gives(NAMES.read_bytes())
    top = serve({FILE: good, f"{FILE}?x=1": good})

    assert "Field Notes" == fetch(top + place, "1").name


def test_redirects_on_the_host(serve: Serve) -> None:
    """A redirect on the same host is followed."""
    top = serve({"/old/api/v1/names.json": leads_to(FILE), FILE: gives(NAMES.read_bytes())})

    assert "Field Notes" == fetch(f"{top}/old/", "1").name


def said(url: str, *, timeout: float = 20.0, most: int = 1_000_000) -> str:
    """What is said of an address that gives no library."""
    with pytest.raises(LibraryError) as error:
        fetch(url, "1", timeout=timeout, most=most)
    return str(error.value)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (status(404), "answers 404 Not Found; give the address of the library's site, or of its `api/v1/names.json`"),
        (status(401), "answers 401 Unauthorized; or fetch the file yourself, and give its path"),
        (status(500), "answers 500 Internal Server Error"),
        (gives(b"<!doctype html><title>Home</title>"), "not JSON"),
        (gives(b'{"version": 3, "entries": {}}'), "version 3 of `names.json`; this Trimtab reads version 1"),
        (gives(b"[]"), "not the `names.json` of a library"),
        (gives(b" " * 1_000_001), "larger than 1 MB, which no `names.json` is; is the address right?"),
        (leads_to("http://other.example.org/names.json"), "leads on to another host, http://other.example.org/names"),
        (leads_to("http://localhost/names.json"), "leads on to another host, http://localhost/names.json"),
        (leads_to("file:///etc/passwd"), "leads on in a circle, or nowhere"),
        (leads_to("ftp://127.0.0.1/x"), "leads on to ftp://127.0.0.1/x, which isn't safe"),
        (leads_to(FILE), "leads on in a circle, or nowhere"),
        (leads_to("//[x"), "the answer can't be read: "),
        (lambda handler: handler.wfile.write(b"what?\r\n\r\n"), "the answer can't be read: "),
        (lambda handler: handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n{"), "not JSON"),
        (lambda handler: None, "the answer can't be read: Remote end closed"),
        (lambda handler: handler.wfile.write(b"HTTP/1.0 500 \x1b[31mred\r\n\r\n"), "answers 500 \ufffd[31mred"),
    ],
)  # fmt: skip
def test_what_servers_do_instead(serve: Serve, answer: Answer, words: str) -> None:
    """Whatever a server answers, one sentence names the address and says what is wrong."""
    top = serve({FILE: answer})
    message = said(f"{top}/lib/")

    assert message.startswith(f"{top}{FILE}: ")
    assert words in message
    assert "\n" not in message


@pytest.mark.parametrize("before", [b"", b"{"])
def test_a_server_that_keeps_us_waiting(serve: Serve, before: bytes) -> None:
    """A server that doesn't answer, or not to the end, is waited for no longer than asked."""
    until = threading.Event()
    try:
        message = said(f"{serve({FILE: waits(until, before)})}/lib/", timeout=0.2)
    finally:
        until.set()

    assert "within 0.2 seconds; try again, or allow more with `--timeout`" in message


def test_a_server_that_drips(serve: Serve) -> None:
    """A server that gives a little now and then has no more time for the whole than another."""
    until = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        try:
            for _ in range(100):
                if until.wait(0.05):
                    break
                handler.wfile.write(b" ")
        except OSError:
            pass

    try:
        message = said(f"{serve({FILE: answer})}/lib/", timeout=0.4)
    finally:
        until.set()

    assert "no whole answer within 0.4 seconds" in message


def test_nobody_answers() -> None:
    """A port at which nobody listens is told, with the reason."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert "can't be reached: Connection refused" in said(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "only `http:` and `https:` addresses can be fetched"),
        ("ftp://example.org/names.json", "only `http:` and `https:` addresses can be fetched"),
        ("http://", "only `http:` and `https:`"),
        ("http://[x", "only `http:` and `https:`"),
        ("http://example.org:x/", "only `http:` and `https:`"),
        ("https://me:secret@example.org/", "example.org: names and passwords in an address aren't sent"),
        ("http://a b/", "no host has such a name"),
    ],
)
def test_addresses_that_arent_fetched(url: str, words: str) -> None:
    """Nothing but HTTP is spoken, and no password is repeated in a message."""
    message = said(url)

    assert words in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org", "https://example.org/api/v1/names.json"),
        ("https://example.org/lib", "https://example.org/lib/api/v1/names.json"),
        ("https://example.org/lib/x.json?y#z", "https://example.org/lib/x.json?y"),
        ("https://bücher.example/größe/", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe/api/v1/names.json"),
    ],
)
def test_where_the_file_is(url: str, expected: str) -> None:
    """The file's address follows from the site's."""
    assert expected == names_url(url)
