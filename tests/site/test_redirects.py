from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from exporting import contents
from helpers import library
from trimtab.core.routes import Routes
from trimtab.site.exports import File
from trimtab.site.redirects import Hop, cards, file_of, files, hops, nginx, page, rules


def entry(title: str, more: str = "") -> str:
    """An entry with some lines of front matter more."""
    return f"---\ntitle: {title}\nsummary: s\n{more}---\n"


def texts_of(found: Iterable[File]) -> dict[str, str]:
    """What files say, by their paths."""
    return {path: content.decode() for path, content in contents(found).items()}


def made(texts: dict[str, str], *, directories: bool = True) -> dict[str, str]:
    """The files that lead on in a library."""
    return texts_of(files(hops(Routes(library(texts), directories=directories))))


def targets(file: str, html: str) -> set[str]:
    """The addresses that a page leads on to: by its link, its refresh and its canonical link."""
    found = re.findall(r'(?:<a href="|url=|canonical" href=")([^"]*)"', html)
    assert 3 == len(found)
    return {urlsplit(urljoin(f"https://x.test/{file}", unescape(url))).path for url in found}


@pytest.mark.parametrize(
    ("path", "directories", "file", "target"),
    [
        ("new.md", True, "old/index.html", "/new/"),
        ("new.md", False, "old.html", "/new.html"),
        ("cases/new.md", True, "cases/old/index.html", "/cases/new/"),
        ("cases/new.md", False, "cases/old.html", "/cases/new.html"),
        ("new.md", True, "p/new/index.html", "/new/"),
        ("cases/new.md", True, "p/old/index.html", "/cases/new/"),
        ("cases/new.md", False, "p/new.html", "/cases/new.html"),
    ],
)
def test_where_they_lead(path: str, directories: bool, file: str, target: str) -> None:
    """An earlier slug has a page in the entry's own folder, an id one below `p`; each leads to the entry."""
    pages = made({path: entry("New", "redirect_from: [old]\n")}, directories=directories)

    assert {target} == targets(file, pages[file])


def test_the_page() -> None:
    """A page that leads on tells search engines to leave it out, and chats what it leads to; its script is a file."""
    html = page(Hop("a/old/", "new/", "New & <old>", 'Says "hm".'))

    assert '<meta name="robots" content="noindex">' in html
    assert '<meta name="description" content="Says &quot;hm&quot;.">' in html
    assert '<meta property="og:title" content="New &amp; &lt;old&gt;">' in html
    assert '<script src="../../assets/trimtab/redirect.js" defer></script>' in html
    assert [] == re.findall(r"<script(?! src)|<style|\son\w+=", html)


@pytest.mark.parametrize(
    ("site_url", "canonical"),
    [
        ("", "../../new/"),
        ("https://example.org", "https://example.org/new/"),
        ("https://example.org/lib", "https://example.org/lib/new/"),
        ("https://example.org/lib/", "https://example.org/lib/new/"),
    ],
)
def test_canonical(site_url: str, canonical: str) -> None:
    """The canonical link is absolute where the site's address is known; readers are led on within the site."""
    html = page(Hop("p/new/", "new/", "New"), site_url)

    assert f'<link rel="canonical" href="{canonical}">' in html
    assert '<a href="../../new/" data-tt-redirect>' in html


def test_home_and_odd_names() -> None:
    """The top itself, and names that addresses have to quote, are led to as they are."""
    assert '<a href="../../" data' in page(Hop("p/home/", "./", "Home"))
    assert '<a href="../caf%C3%A9/" data' in page(Hop("ol%C3%A9/", "caf%C3%A9/", "Café"))
    assert "olé/index.html" == file_of("ol%C3%A9/")


@pytest.mark.parametrize(
    "slug", ["'../../escape'", "'https://evil.example'", "Old", "other", "new", "'a b'", "search"]
)
def test_what_leads_nowhere(slug: str) -> None:
    """What is no slug, or has a page now, has no page that leads on."""
    pages = made({"new.md": entry("New", f"redirect_from: [{slug}]\n"), "other.md": entry("Other")})

    assert {"p/new/index.html", "p/other/index.html", "_redirects", "redirects.nginx.conf"} == {
        file for file in pages if not file.startswith("p/search/")
    }


def test_rules() -> None:
    """Rules name the site's own path; the earlier addresses come first, then aliases and lists, then permanent ones."""
    routes = Routes(library({"a.md": entry("A", "redirect_from: [z]\naliases: [Stage Gate]\n")}))
    text = rules(hops(routes, [("tags/x/", "tags/", "Tags")]), "https://example.org/lib/")

    assert [
        "/lib/z/ /lib/a/ 301",
        "/lib/stage-gate/ /lib/a/ 301",
        "/lib/tags/x/ /lib/tags/ 301",
        "/lib/p/a/ /lib/a/ 301",
        "/lib/p/z/ /lib/a/ 301",
    ] == [line for line in text.splitlines() if not line.startswith("#")]


def test_cards() -> None:
    """The card of an earlier slug or an id leads on to the entry's card; that of a removed entry to its page."""
    texts = {
        "a.md": entry("A", "redirect_from: [old]\nid: n-1\n"),
        "gone.md": entry("Gone", "status: removed\n"),
    }

    assert {"embed/n-1/": "embed/a/", "embed/old/": "embed/a/", "embed/gone/": "gone/"} == {
        hop.url: hop.target for hop in cards(Routes(library(texts)), lambda slug: f"embed/{slug}.md")
    }


def test_own_rules_come_first() -> None:
    """What a library has in a `_redirects` of its own stays, above what is made."""
    text = texts_of(files([Hop("old/", "new/", "New")], "", "/mine /yours 301"))["_redirects"]

    assert text.startswith("/mine /yours 301\n#")
    assert text.endswith("\n/old/ /new/ 301\n")


@pytest.mark.parametrize(
    ("url", "target", "line"),
    [
        ("old/", "new/", '    "/old/" "/new/";'),
        ("a%22b/", "new/", '    "/a\\"b/" "/new/";'),
        ("a%5Cb/", "new/", '    "/a\\\\b/" "/new/";'),
        ("%24uri/", "new/", '    "/%24uri/" "/new/";'),
        ("ol%C3%A9/", "caf%C3%A9/", '    "/olé/" "/caf%C3%A9/";'),
        ("a%0Ab/", "new/", None),
    ],
)
def test_nginx_strings(url: str, target: str, line: str | None) -> None:
    """Addresses are strings of nginx's grammar, in which nothing ends the string or is a variable."""
    lines = nginx([Hop(url, target, "New")]).splitlines()
    body = lines[lines.index('    default "";') + 1 : -1]

    assert ([line] if line else []) == body


def test_nginx_takes_an_address_once() -> None:
    """Nginx compares without case and refuses the same key twice."""
    text = nginx([Hop("Old/", "a/", "A"), Hop("old/", "b/", "B")])

    assert 1 == text.casefold().count('"/old/"')


def test_many_are_fast() -> None:
    """Thousands of entries make one file each, and one rule each, without looking at each other."""
    texts = {f"e{number}.md": entry(f"E {number}", f"redirect_from: [f{number}]\n") for number in range(2000)}
    pages = made(texts)

    assert 2000 * 3 + 2 == len(pages)
    assert 6000 == pages["_redirects"].count(" 301\n")
