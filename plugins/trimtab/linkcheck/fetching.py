"""A library's `names.json` from the web: over HTTP alone, from the host that was asked for, within limits."""

from __future__ import annotations

import http.client
import posixpath
import time
import urllib.error
from collections.abc import Callable
from typing import IO, Any
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from trimtab.linkcheck.library import MOST_BYTES, NAMES, LibraryError, LinkedLibrary, parse

_CHUNK = 65_536
_WITH_FILE = "; or fetch the file yourself, and give its path"


def names_url(url: str) -> str:
    """The address of `names.json`, from its own or from that of the site's top.

    Raises:
        LibraryError: it is no `http:` or `https:` address.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https"):
        message = f"{url}: only `http:` and `https:` addresses can be fetched{_WITH_FILE}"
        raise LibraryError(message)
    if "@" in parts.netloc:
        message = f"{host}: names and passwords in an address aren't sent{_WITH_FILE}"
        raise LibraryError(message)
    path = quote(parts.path, safe="/%-._~!$&'()*+,;=:@")
    if not path.endswith(".json"):
        path = posixpath.join(path.removesuffix("index.html") or "/", NAMES)
    try:
        netloc = parts.netloc.encode("idna").decode()
    except UnicodeError:
        netloc = parts.netloc
    if not netloc.isascii() or any(char <= " " for char in netloc):
        message = f"{url}: no host has such a name"
        raise LibraryError(message)
    return urlunsplit((parts.scheme, netloc, path, quote(parts.query, safe="=&%+-._~:/?,;@"), ""))


def fetch(url: str, version: str, *, timeout: float = 20.0, most: int = MOST_BYTES) -> LinkedLibrary:
    """The library whose `names.json`, or site, is at an address; the arguments are those of `download`.

    Raises:
        LibraryError: it can't be fetched, or isn't such a file.
    """
    data, where = download(url, version, timeout=timeout, most=most)
    return parse(data, where)


def download(url: str, version: str, *, timeout: float = 20.0, most: int = MOST_BYTES) -> tuple[bytes, str]:
    """What a site has as its `names.json`, and the address of that.

    Args:
        url: the address of the file, or of the site.
        version: of Trimtab, which it introduces itself with.
        timeout: for how many seconds the site may keep us waiting, for any answer and for the whole of it.
        most: how many bytes the file may have.

    Raises:
        LibraryError: it can't be fetched.
    """
    where = names_url(url)
    request = Request(  # noqa: S310 - the opener below knows HTTP alone
        where,
        headers={
            "User-Agent": f"trimtab/{version}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        },
    )
    until = time.monotonic() + timeout
    try:
        with _opener().open(request, timeout=timeout) as response:
            data = _body(response.read1, until, most, where)
    except urllib.error.HTTPError as error:
        error.close()
        raise LibraryError(_refusal(where, error.code, error.reason)) from None
    except TimeoutError:
        message = (
            f"{where}: no whole answer within {timeout:g} seconds; try again, or allow more with `--timeout`"
        )
        raise LibraryError(message) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            message = (
                f"{where}: no answer within {timeout:g} seconds; try again, or allow more with `--timeout`"
            )
        else:
            message = f"{where}: can't be reached: {_reason(error.reason)}"
        raise LibraryError(message) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        message = f"{where}: the answer can't be read: {_reason(error)}"
        raise LibraryError(message) from None
    return data, where


def _body(read: Callable[[int], bytes], until: float, most: int, where: str) -> bytes:
    found = bytearray()
    while data := read(_CHUNK):
        found += data
        if len(found) > most:
            message = f"{where}: larger than {most // 1_000_000} MB, which no `names.json` is; is the address right?"
            raise LibraryError(message)
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(found)


def _refusal(where: str, code: int, reason: object) -> str:
    if 300 <= code < 400:
        return (
            f"{where}: leads on in a circle, or nowhere; give the address of the library's site as it is now"
        )
    said = f"{where}: the site answers {code} {_printed(reason)}".rstrip()
    if code in (401, 403):
        return f"{said}{_WITH_FILE}"
    if code in (404, 410):
        return f"{said}; give the address of the library's site, or of its `{NAMES}`, as it is now"
    return said


def _reason(error: object) -> str:
    return _printed(getattr(error, "strerror", None) or error) or type(error).__name__


def _printed(said: object) -> str:
    """What a server said, on one line and without what would mean something to a terminal."""
    line = " ".join(str(said)[:300].split())
    return "".join(char if char.isprintable() else "�" for char in line)


class _SameHost(HTTPRedirectHandler):
    """Follows redirects on the host that was asked for, and from HTTP to HTTPS, but nowhere else."""

    max_redirections = 5
    max_repeats = 2

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> Any:
        """Follow, and leave nothing open where the address to follow is none."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        """The request to follow with."""
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if after.hostname != before.hostname:
            fp.close()
            message = f"leads on to another host, {_printed(newurl)}; if that is right, give that address"
            raise LibraryError(f"{req.full_url}: {message}")
        if after.scheme != before.scheme and after.scheme != "https":
            fp.close()
            message = f"leads on to {_printed(newurl)}, which isn't safe; if that is right, give that address"
            raise LibraryError(f"{req.full_url}: {message}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    """What opens HTTP addresses, and none of the others that `urllib` knows, such as `file:`."""
    opener = OpenerDirector()
    handlers: tuple[Any, ...] = (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _SameHost(),
    )
    for handler in handlers:
        opener.add_handler(handler)
    return opener
