"""Which page of a library a link means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.linkcheck.sites import SiteError, Sites, key, plain

TOP = "https://example.org/lib/"


@pytest.mark.parametrize("site", [TOP, "http://example.org/lib", "https://EXAMPLE.org:443/lib/index.html"])
@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://example.org/lib/a/", "a"),
        ("http://example.org/lib/a", "a"),
        ("//example.org/lib/a/index.html", "a"),
        ("HTTPS://Example.ORG:443/lib/a/?q=1#x", "a"),
        ("https://example.org/lib/b/c/", "b/c"),
        ("https://example.org/lib/a.html", "a.html"),
        ("https://example.org/lib", ""),
        ("https://example.org/lib/", ""),
        ("https://example.org/lib/index.html#x", ""),
        ("https://example.org/lib?q", ""),
        ("https://example.org/l%69b/%61/", "a"),
        ("https://example.org/x/../lib/./a/", "a"),
        ("https://example.org/lib//a/", "/a"),
        ("https://example.org/lib/gr%C3%B6sse/", "grösse"),
        ("https://example.org/lib/gro\u0308sse/", "grösse"),
        ("https://u:p@example.org/lib/a/", "a"),
        ("https://example.org:8443/lib/a/", None),
        ("https://www.example.org/lib/a/", None),
        ("https://example.org/library/a/", None),
        ("https://example.org/Lib/a/", None),
        ("https://example.org/", None),
        ("https://example.org", None),
        ("https://example.org/lib/../a/", None),
        ("https://example.org.evil.org/lib/a/", None),
        ("https://example.org@evil.org/lib/a/", None),
        ("ftp://example.org/lib/a/", None),
        ("/lib/a/", None),
        ("a/", None),
        ("", None),
    ],
)
def test_reach(site: str, url: str, page: str | None) -> None:
    """Schemes, ports that go without saying, slashes at the end and ways of quoting don't count; hosts do."""
    reached = Sites([site]).reach(url)

    assert page == (reached.key if reached else None)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/lib/a/?q=1#x", "https://example.org/lib/b/c/?q=1#x"),
        ("http://u@EXAMPLE.org:80/lib/a", "http://u@EXAMPLE.org:80/lib/b/c/"),
        ("//example.org/lib/a/index.html#", "//example.org/lib/b/c/#"),
        ("https://example.org/lib", "https://example.org/lib/b/c/"),
        ("https://example.org/lib?q", "https://example.org/lib/b/c/?q"),
        ("https://example.org/x/../lib/a/?q", "https://example.org/lib/b/c/?q"),
    ],
)
def test_another_page(url: str, expected: str) -> None:
    """With another page in it a link keeps its scheme, host, query and fragment."""
    reached = Sites([TOP]).reach(url)

    assert reached is not None
    assert expected == reached.at("b/c/")


def test_several_sites() -> None:
    """A library may be linked under several addresses; one may lie in a folder of another."""
    sites = Sites(["https://example.org", "https://example.org/lib/v2/", "http://intranet:8000/x/"])

    assert ["lib/a", "a", "a"] == [
        reached.key
        for url in (
            "https://example.org/lib/a/",
            "https://example.org/lib/v2/a/",
            "https://intranet:8000/x/a",
        )
        if (reached := sites.reach(url))
    ]


def test_hosts_in_other_scripts() -> None:
    """A host is the same in letters of any script and as they are written for computers."""
    for site in ("https://bücher.example/", "https://xn--bcher-kva.example/"):
        for url in ("https://bücher.example/a/", "https://XN--bcher-kva.example/a/"):
            sites = Sites([site])
            reached = sites.reach(url)
            assert sites.hosts.search(url)
            assert reached is not None
            assert "a" == reached.key


@pytest.mark.parametrize(
    "site", ["", "example.org/lib", "/lib/", "ftp://example.org/", "https://", "https:///x", "https://a b/", "//x/y/"]
)  # fmt: skip
def test_no_site(site: str) -> None:
    """What is no address of the web is told, with an example of one."""
    with pytest.raises(SiteError, match="not a site's address; write it whole, such as"):
        Sites([site])


@pytest.mark.parametrize("site", ["https://example.org/?x=1", "https://example.org/#x"])
def test_more_than_a_site(site: str) -> None:
    """The address of one page isn't that of a site."""
    with pytest.raises(SiteError, match="query or a fragment"):
        Sites([site])


@given(st.text(max_size=40))
def test_any_link(url: str) -> None:
    """Whatever stands in a link, it leads somewhere or not."""
    sites = Sites([TOP])
    for text in (url, f"//{url}", f"https://example.org/lib/{url}"):
        reached = sites.reach(text)
        if reached is not None:
            other = sites.reach(reached.at("b/c/"))
            assert other is not None
            assert ("b/c", reached.fragment) == (other.key, other.fragment)


@given(st.text(max_size=20))
def test_addresses_as_written(address: str) -> None:
    """An address that is written means the same page, and has nothing in it that ends a link."""
    written = plain(address)

    assert key(address) == key(written) or "\ufffd" in key(address)
    assert not set(written) & set(" \t\n<>\"'()[]{}|\\^`&*")
