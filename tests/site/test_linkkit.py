from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.library import Library
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.exports.about import About, Dates
from trimtab.site.linkkit import UNKNOWN, LinkKits, absolute, prefix, rights

FILES = {
    path: f"---\n{{summary: s, {front}}}\n---\n\n## Context\n\nWords.\n"
    for path, front in {
        "review.md": "title: Early Review, levels: [9, 6], id: first-name, authors: [Jo Doe]",
        "levels/delays.md": "title: Waits, number: 9",
        "archetypes/rut.md": "title: The Rut",
        "gone.md": "title: Gone, status: removed, superseded_by: review",
        "old.md": "title: Old, status: deprecated",
    }.items()
}
ABOUT = About(
    "Trim & Tab",
    "https://example.org/lib/",
    copyright='Under <a href="https://example.org/cc?a=1&amp;b=(2)">CC *4*</a>, see <a href="/more/">more</a>',
    dates={"review.md": Dates("2025-01-01", "2026-03-01T09:00:00+01:00")},
)


@pytest.fixture
def lib() -> Library:
    """A library with an entry of several kinds."""
    return library(FILES)


@pytest.mark.parametrize(
    ("path", "about", "key"),
    [
        ("review.md", "Pattern at level 9, Waits", "trimtab:first-name"),
        ("levels/delays.md", "Leverage level 9", "trimtab:delays"),
        ("archetypes/rut.md", "Archetype", "trimtab:rut"),
    ],
)
def test_target(lib: Library, path: str, about: str, key: str) -> None:
    """What is said of an entry is its kind and its level; its key is its id, whatever its title."""
    target = LinkKits(Catalogue(lib), ABOUT).target(lib.by_path[path].entry)
    assert (about, key) == (target.about, target.key)


def test_kit(lib: Library) -> None:
    """A kit has the permanent address, whole, and the entry's files; a copy's source names the library and terms."""
    kit = LinkKits(Catalogue(lib), ABOUT).kit(lib.by_path["review.md"].entry)
    url = "https://example.org/lib/p/first-name/"
    assert kit is not None
    assert (url, "p/first-name/", True) == (kit.address, kit.url, kit.known)
    assert ("api/v1/entries/review.md", "api/v1/entries/review.json", "link/") == (
        kit.markdown,
        kit.data,
        kit.more,
    )
    terms = "Under [CC \\*4\\*](https://example.org/cc?a=1&b=%282%29), see more"
    assert f"Source: [Early Review]({url}), Trim \\& Tab. {terms}" == kit.source
    texts = {form.name: form.text for form in kit.forms}
    said = (
        f"Jo Doe. “Early Review” (Pattern at level 9, Waits). Trim & Tab. Last changed on 1 March 2026. {url}"
    )
    assert said == texts["citation"]
    assert all(url in text for text in texts.values())


def test_unknown_address(lib: Library) -> None:
    """Where the site's address isn't known, a name stands for it in every form."""
    kit = LinkKits(Catalogue(lib), About("Lib")).kit(lib.by_path["review.md"].entry)
    assert kit is not None
    assert (f"{UNKNOWN}p/first-name/", False, UNKNOWN) == (kit.address, kit.known, kit.unknown)
    assert all(kit.address in form.text for form in kit.forms)


def test_who_has_one(lib: Library) -> None:
    """Every entry's page has a kit, but for what was removed."""
    views = EntryViews(Catalogue(lib), LinkKits(Catalogue(lib), ABOUT))
    without = [entry.slug for entry in lib.entries if views.view(entry).link is None]
    assert ["gone"] == without
    parts = [title for title, _ in views.view(lib.by_path["review.md"].entry).parts]
    assert "Link to this" == parts[-1]


@pytest.mark.parametrize(
    ("site_url", "url", "expected"),
    [
        ("https://example.org", "p/a/", "https://example.org/p/a/"),
        ("https://example.org/a/b/", "p/a/", "https://example.org/a/b/p/a/"),
        ("https://example.org/a/b", "p/a.html", "https://example.org/a/b/p/a.html"),
        ("https://example.org/a/", "./", "https://example.org/a/"),
        ("", "p/a/", "https://your-site/p/a/"),
        ("https://example.org/(a)/", "p/a/", "https://example.org/%28a%29/p/a/"),
    ],
)
def test_absolute(site_url: str, url: str, expected: str) -> None:
    """Addresses are whole below the site's own, in signs that no form escapes."""
    assert expected == absolute(About(url=site_url), url)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Trimtab", "trimtab"),
        ("7 Ways – to Über-Do it", "waystouberdoit"),
        ("漢字", "library"),
        ("2026", "library"),
        ("", "library"),
        ("a" * 99, "a" * 32),
    ],
)
def test_prefix(name: str, expected: str) -> None:
    """Wikis take lower-case letters and digits before the colon, and not many of them."""
    assert expected == prefix(About(name))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("All <b>rights</b> &amp;\n wrongs", "All rights \\& wrongs"),
        ('<a href="javascript:x">a</a> <a>b</a> </a>', "a b"),
        ("<script>", ""),
    ],
)
def test_rights(given: str, expected: str) -> None:
    """A copyright notice becomes Markdown; links that lead nowhere from elsewhere become words."""
    assert expected == rights(given)
