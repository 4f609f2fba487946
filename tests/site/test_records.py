"""What search reads of a finished page."""

from __future__ import annotations

import pytest

from trimtab.site.records import record

PAGE = """<!doctype html>
<html lang="pt-BR" class="no-js"><head><title>A &amp; B</title>
<meta name="description" content="no">
<meta data-pagefind-sort="title[content]" content="a &amp; b">
<meta data-pagefind-filter="kind[content]" content="x > y"></head>
<body><nav data-pagefind-ignore>frame</nav>
<article data-pagefind-body><h1>A</h1>{inner}<p>own</p></article>
<footer>frame</footer></body></html>
"""


def cut(inner: str, page: str = PAGE) -> str:
    """The record of a page with something in its body."""
    found = record("a/index.html", page.replace("{inner}", inner))
    assert found is not None
    return found.html


def test_a_page_without_its_frame() -> None:
    """The record has the language, the title, the marks of the head, and the body alone."""
    found = record("a/index.html", PAGE.replace("{inner}", ""))
    assert found is not None
    assert ("a/index.html", "pt-BR", {"title": "a & b"}) == (found.path, found.language, found.sorts)
    assert '<html lang="pt-BR">' in found.html
    assert "<title>A &amp; B</title>" in found.html
    assert '<meta data-pagefind-filter="kind[content]" content="x > y">' in found.html
    assert "<article data-pagefind-body><h1>A</h1><p>own</p></article>" in found.html
    assert "frame" not in found.html
    assert "description" not in found.html


def test_pages_that_are_not_marked() -> None:
    """A page is none where nothing is marked, even if its text speaks of marks."""
    assert record("a.html", "<html><body><p>data-pagefind-body</p></body></html>") is None
    assert record("a.html", "<html><body><p>&lt;p data-pagefind-body&gt;</p></body></html>") is None


@pytest.mark.parametrize(
    "inner",
    [
        "<div data-pagefind-ignore>gone</div>",
        '<div class="a" data-pagefind-ignore="all"><div>gone<div></div>gone</div>gone</div>',
        "<aside data-pagefind-ignore>gone<p data-pagefind-ignore>gone</p></aside>",
        '<aside title="a > b" data-pagefind-ignore>gone</aside>',
        "<div data-pagefind-ignore><div\n>gone</div>gone</div>",
    ],
)
def test_what_search_passes_over_is_left_out(inner: str) -> None:
    """Elements that are to be ignored aren't in the record, with all that is in them and nothing else."""
    assert "<article data-pagefind-body><h1>A</h1><p>own</p></article>" in cut(inner)


def test_links_from_headings_to_themselves_are_left_out() -> None:
    """The sign behind a heading isn't in the record, nor what is told of the link; other links are."""
    link = '<a aria-label="To: B" class="headerlink" href="#b" title="Link">¶</a>'
    ignored = "<p data-pagefind-ignore>gone</p>"
    html = cut(f'<h2 id="b">B{link}</h2>{ignored}<h2 id="c">C{link}</h2><a class="x" href="/">own</a>')
    assert '<h2 id="b">B</h2><h2 id="c">C</h2><a class="x" href="/">own</a>' in html


@pytest.mark.parametrize(
    "inner",
    [
        '<a class="headerlink" id="kept">¶</a>',
        '<a class="headerlink" data-pagefind-meta="of[id]">¶</a>',
        "<a class=\"headerlink\" title='kept'>¶</a>",
        '<a class="headerlink"><b>kept</b></a>',
        "<p title=' class=\"headerlink\"'>kept</p>",
        '<div data-pagefind-ignore>kept <i data-pagefind-meta="of">page</i></div>',
        "<div data-pagefind-ignore>kept",
        '<img data-pagefind-ignore src="kept">',
        "<p>kept: data-pagefind-ignore</p>",
        "<p>kept: &lt;p data-pagefind-ignore&gt;</p>",
        '<p title="data-pagefind-ignore">kept</p>',
    ],
)
def test_what_is_not_plain_is_left_in(inner: str) -> None:
    """An element stays where it says something of the page, or where it isn't plain what it holds."""
    assert inner in cut(inner)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<footer>frame", "<footer>frame <i data-pagefind-meta='of'>x</i>"),
        ("<footer>frame", "<footer><p data-pagefind-body>more</p>"),
        ("</head>", ""),
    ],
)
def test_whole_pages(before: str, after: str) -> None:
    """A page whose marks are elsewhere too is its own record."""
    page = PAGE.replace(before, after).replace("{inner}", "")
    found = record("a.html", page)
    assert found is not None
    assert page == found.html


def test_letters_that_are_none() -> None:
    """Half a letter, as broken files give, becomes a reference as in the written page."""
    assert "&#55357;" in cut("\ud83d")
