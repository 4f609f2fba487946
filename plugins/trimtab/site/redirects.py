"""What leads on from addresses to the pages that have them now: pages that work anywhere, and rules for servers.

The pages work without JavaScript, and lead to a page of this site, never elsewhere.
"""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, unquote, urljoin, urlsplit

from trimtab.core.document import Document
from trimtab.core.model import Status
from trimtab.core.routes import Claim, Routes
from trimtab.site.exports.file import File, Of

SCRIPT = "assets/trimtab/redirect.js"
RULES = "_redirects"
"""The rules that Netlify and Cloudflare Pages read."""
NGINX = "redirects.nginx.conf"
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
{about}<meta name="robots" content="noindex">
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>
<script src="{script}" defer></script>
</head>
<body data-pagefind-ignore="all">
<p>This address leads to <a href="{url}" data-tt-redirect>{title}</a>.</p>
</body>
</html>
"""
_NGINX = """\
# What leads on to the pages of this site, for nginx: answers of the server in place of pages that lead on.
#
# In `http`, with room for long addresses and for many:
#
#     map_hash_bucket_size 512;
#     map_hash_max_size 65536;
#     include {file};  # with the path of this file
#
# And in `server`:
#
#     if ($trimtab_redirect) {{
#         return 301 $trimtab_redirect$is_args$args;
#     }}
map $uri $trimtab_redirect {{
    default "";
{rules}}}
"""
_RULES = """\
# What leads on to the pages of this site, for Netlify and Cloudflare Pages. They read a number of lines that they set,
# so those that matter most come first; every address has a page that leads on by itself as well.
"""


@dataclass(frozen=True, slots=True)
class Hop:
    """An address that leads on to another; both are relative to the site's top."""

    url: str
    target: str
    title: str
    """What the page that it leads to is called."""
    summary: str = ""
    """What that page is about; shown where the address is pasted into a chat, which doesn't follow it."""


def hops(routes: Routes, lists: Iterable[tuple[str, str, str]] = ()) -> list[Hop]:
    """All that leads on, what others link to most first: earlier addresses, then aliases, lists, permanent ones.

    Args:
        routes: the library's pages, and what leads on to them.
        lists: addresses of lists that went, each with the one that it leads on to and the title there.
    """
    made = [
        (redirect.claim, _hop(url, routes.url(redirect.document.path), redirect.document))
        for url, redirect in routes.redirects.items()
    ]
    made += [(Claim.ALIAS, Hop(*each)) for each in lists]
    made.sort(key=lambda pair: (pair[0], pair[1].url))
    return [hop for _, hop in made]


def cards(routes: Routes, embed: Callable[[str], str]) -> Iterator[Hop]:
    """What leads on from the cards of entries that have another slug now; of removed ones, to their page.

    Args:
        routes: the library's pages, and what leads on to them.
        embed: the file that would have made the card of a slug.
    """
    for redirect in routes.redirects.values():
        entry = redirect.document.entry
        if entry is None or redirect.claim < Claim.IDENTITY:
            continue
        removed = entry.status is Status.REMOVED
        if removed or redirect.name != entry.slug:
            target = routes.url(entry.path if removed else embed(entry.slug))
            yield Hop(routes.url(embed(redirect.name)), target, entry.title, entry.summary)


def _hop(url: str, target: str, document: Document) -> Hop:
    return Hop(url, target, document.title, document.entry.summary if document.entry else "")


def files(hops: Iterable[Hop], site_url: str = "", own_rules: str = "") -> Iterator[File]:
    """The file of each page that leads on, and those with rules for servers.

    Args:
        hops: what leads on.
        site_url: the site's own address, where it is known.
        own_rules: what the library has in a `_redirects` of its own; it comes first.
    """
    chosen = list(hops)
    for hop in chosen:
        content = functools.partial(_content, hop, site_url)
        yield File.of(file_of(hop.url), Of.NOTHING, content, more=repr(hop))
    if own_rules and not own_rules.endswith("\n"):
        own_rules += "\n"
    yield File.text(RULES, own_rules + rules(chosen, site_url))
    yield File.text(NGINX, nginx(chosen, site_url))


def _content(hop: Hop, site_url: str) -> bytes:
    return page(hop, site_url).encode()


def file_of(url: str) -> str:
    """The file that a server sends for an address."""
    path = unquote(url, errors="surrogateescape")
    return posixpath.normpath(f"{path}/index.html") if path.endswith("/") else path


def page(hop: Hop, site_url: str = "") -> str:
    """The page at an address that leads on."""
    folder = posixpath.dirname(file_of(hop.url))
    url = _relative(hop.target, folder)
    told = {"description": hop.summary, "og:title": hop.title, "og:description": hop.summary}
    return _PAGE.format(
        about="".join(
            f'<meta {"property" if ":" in name else "name"}="{name}" content="{escape(text)}">\n'
            for name, text in told.items()
            if text
        ),
        title=escape(hop.title),
        url=escape(url),
        canonical=escape(urljoin(_top(site_url), _plain(hop.target)) if site_url else url),
        script=escape(_relative(SCRIPT, folder)),
    )


def rules(hops: Iterable[Hop], site_url: str = "") -> str:
    """Rules in the form of Netlify and Cloudflare Pages: the address, what it leads to, and the status."""
    top = _path(site_url)
    return _RULES + "".join(f"{top}{hop.url} {top}{_plain(hop.target)} 301\n" for hop in hops)


def nginx(hops: Iterable[Hop], site_url: str = "") -> str:
    """A map for nginx, which matches decoded addresses whatever their case."""
    top = _path(site_url)
    seen: set[str] = set()
    lines = []
    for hop in hops:
        key = unquote(top + hop.url)
        if key.isprintable() and key.casefold() not in seen:
            seen.add(key.casefold())
            lines.append(f"    {_string(key)} {_string(top + _plain(hop.target))};\n")
    return _NGINX.format(file=NGINX, rules="".join(lines))


def _string(text: str) -> str:
    """A string of nginx's configuration, in which nothing is a variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "%24")
    return f'"{escaped}"'


def _relative(url: str, folder: str) -> str:
    """An address as the page in a folder names it."""
    path = posixpath.relpath(_plain(url) or ".", quote(folder, errors="surrogateescape") or ".")
    return path + "/" if not _plain(url) or url.endswith("/") else path


def _plain(url: str) -> str:
    """An address below the top, empty for the top itself."""
    return "" if url == "./" else url


def _top(site_url: str) -> str:
    return site_url if site_url.endswith("/") else f"{site_url}/"


def _path(site_url: str) -> str:
    """The path that the site is at on its host, with a slash at its end."""
    path = "/".join(filter(None, urlsplit(site_url).path.split("/")))
    return f"/{quote(unquote(path))}/" if path else "/"
