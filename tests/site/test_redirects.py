from __future__ import annotations

import re

import pytest

from helpers import library
from trimtab.site.redirects import pages


def entry(title: str, *old: str) -> str:
    """An entry that had other slugs before."""
    return f"---\ntitle: {title}\nsummary: s\nredirect_from: [{', '.join(old)}]\n---\n"


@pytest.mark.parametrize(
    ("path", "directories", "expected"),
    [
        ("new.md", True, ("old/index.html", "../new/")),
        ("new.md", False, ("old.html", "new.html")),
        ("cases/new.md", True, ("cases/old/index.html", "../new/")),
        ("cases/new.md", False, ("cases/old.html", "new.html")),
    ],
)
def test_where_they_lead(path: str, directories: bool, expected: tuple[str, str]) -> None:
    """An earlier slug has a page in the entry's own folder, which leads to the entry."""
    ((file, html),) = pages(library({path: entry("New", "old")}), directories=directories)
    targets = re.findall(r'(?:href="|url=)([^"]*)"', html)

    assert (expected[0], {expected[1]}) == (file, set(targets))
    assert 3 == len(targets)


@pytest.mark.parametrize("slug", ["'../../escape'", "'https://evil.example'", "Old", "other", "new", "'a b'"])
def test_what_leads_nowhere(slug: str) -> None:
    """What is no slug, or is an entry's now, has no page."""
    assert [] == list(pages(library({"new.md": entry("New", slug), "other.md": entry("Other")})))


def test_the_first_has_it() -> None:
    """A slug that two entries had leads to the one whose file comes first, and is written once."""
    found = list(pages(library({"a.md": entry("A", "old"), "b.md": entry("B", "old")})))

    assert [("old/index.html", True)] == [(file, 'href="../a/"' in html) for file, html in found]


def test_titles_are_text() -> None:
    """A title can't bring markup into the page."""
    ((_, html),) = pages(library({"new.md": entry("'<script>alert(1)</script>'", "old")}))

    assert "<script" not in html
    assert "&lt;script&gt;" in html
