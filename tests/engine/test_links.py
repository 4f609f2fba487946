"""Every page of every library is sound HTML, whose links and resources lead somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest

from builds import ALL, Build, Page

RESOURCES = {
    "link": "href",
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
    "use": "href",
}
"""What a browser fetches by itself, and where its address stands."""
FORMS = {"a": "href", "area": "href", "form": "action"}
"""What readers follow."""
XLINK = "{http://www.w3.org/1999/xlink}"
"""Before the name of an attribute that says in a drawing where a link leads."""
WRITTEN = {
    "hostile": {
        "html-in-body/index.html picture.png",
        "html-in-body/index.html x",
        "guide/untitled/index.html x",
        "markdown-in-body/index.html x",
        'markdown-in-body/index.html #fn:"><script>alert(1)</script>',
        'markdown-in-body/index.html #fnref:"><script>alert(1)</script>',
    },
    "innersource": {
        f"2-structured/governance-levels/index.html ../../assets/img/governance-levels/{number}.png"
        for number in (1, 2, 3, 4)
    },
}
"""Dead links that authors wrote as HTML, which nobody resolves."""


def addresses(page: Page, kinds: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each element's tag with the address that it has."""
    for element in page.elements:
        tag = element.tag.rpartition("}")[2]
        name = kinds.get(tag)
        # No browser fetches these two, and other programs need them whole.
        whole = element.get("rel") == "canonical" or element.get("type") == "application/json+oembed"
        if name is None or (tag == "link" and whole):
            continue
        address = element.get(name, element.get(XLINK + name))
        if address is not None:
            yield tag, address


def leads_nowhere(build: Build, page: Page, address: str) -> bool:
    """Whether an address within the site leads to no file, or to no place on it."""
    if page.path == "404.html":
        # It is shown at any address, so what stands on it is absolute.
        (base,) = {element.get("data-base", "") for element in page.elements} - {""}
        address = "./" + address.removeprefix(base).lstrip("/.")
    target = page.target(address)
    if target not in build.files:
        return True
    anchor = unquote(urlsplit(address).fragment)
    return bool(anchor) and target in build.pages and anchor not in build.pages[target].ids


@pytest.mark.parametrize("library", ALL)
def test_pages_parse(build: Build) -> None:
    """No page has anything that a browser would have to mend."""
    assert [] == [f"{path} {error}" for path, page in build.pages.items() for error in page.errors]


@pytest.mark.parametrize("library", ALL)
def test_no_link_is_dead(build: Build) -> None:
    """Each link, image, script and style within the site leads to a file, and each anchor to an element."""
    dead = {
        f"{path} {address}"
        for path, page in build.pages.items()
        for tag, address in addresses(page, RESOURCES | FORMS)
        if not (urlsplit(address).scheme or urlsplit(address).netloc)
        and not (address.startswith("/") and path != "404.html")
        and leads_nowhere(build, page, address)
    }
    assert set() == dead - WRITTEN.get(build.name, set())


@pytest.mark.parametrize("library", ALL)
def test_nothing_is_fetched_from_elsewhere(build: Build) -> None:
    """No page makes a browser fetch anything from another host."""
    fetched = {
        f"{path} {tag} {address}"
        for path, page in build.pages.items()
        for tag, address in addresses(page, RESOURCES)
        if urlsplit(address).scheme or urlsplit(address).netloc or address.startswith("//")
    }
    assert set() == fetched
    loose = {
        f"{path} {element.tag}"
        for path, page in build.pages.items()
        for element in page.elements
        if {"srcset", "background", "poster", "ping", "manifest"} & set(element.attrib)
        or "url(" in element.get("style", "")
        or element.tag in ("base", "style", "iframe", "object", "embed", "frame")
    }
    assert set() == loose


@pytest.mark.parametrize("library", ALL)
def test_ids_are_unique(build: Build) -> None:
    """No page has two elements of the same id."""
    twice = {
        f"{path} {ident}"
        for path, page in build.pages.items()
        for ident, count in Counter(page.ids).items()
        if count > 1
    }
    assert set() == twice


@pytest.mark.parametrize("library", ALL)
def test_references_within_a_page(build: Build) -> None:
    """Labels and descriptions point to elements that are there."""
    dangling = {
        f"{path} {element.tag}[{name}={ident}]"
        for path, page in build.pages.items()
        for element in page.elements
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for ident in element.get(name, "").split()
        # Material's table of contents names a switch that only pages in the navigation have.
        if ident not in (*page.ids, "__toc")
    }
    assert set() == dangling
