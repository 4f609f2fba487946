from __future__ import annotations

import pytest
from mkdocs.structure.files import File

from helpers import library
from trimtab.core.files import address
from trimtab.core.scales import LADDER
from trimtab.core.settings import DEFAULT_KINDS, RESERVED_SLUGS
from trimtab.site import urls

PATHS = [
    "index.md",
    "README.md",
    "weekly-review.md",
    "levels/index.md",
    "levels/README.md",
    "levels/delays.md",
    "a/b/c.md",
    "readme.md",
    "index/page.md",
    "with blank.md",
    "C# at 100%.md",
    "what?.md",
    "Malformed_Slug.md",
    "ünï/жизнь.md",
    "dots.in.it.md",
    "a'b;c&d.md",
]


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("path", PATHS)
def test_address_is_mkdocs_own(path: str, directories: bool) -> None:
    """The address of a file's page is the one that MkDocs gives it."""
    expected = File(path, "docs", "site", use_directory_urls=directories).url
    assert expected == address(path, directories=directories)


@pytest.mark.parametrize("directories", [True, False])
def test_address_of_generated_pages(directories: bool) -> None:
    """Pages that we make have MkDocs' addresses too."""
    paths = [
        urls.HOME,
        urls.SEARCH,
        urls.DOMAINS,
        urls.TAGS,
        *map(urls.kind_index, [*DEFAULT_KINDS, "practice"]),
    ]
    paths += [urls.generated_level(rung.number) for rung in LADDER]
    for path in paths:
        expected = File(path, "docs", "site", use_directory_urls=directories).url
        assert expected == address(path, directories=directories)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("delivery", "tags/delivery.md"),
        ("Public Health", "tags/public-health.md"),
        ("Жизнь", "tags/жизнь.md"),
        ("C++", "tags/c.md"),
        ("../../etc/passwd", "tags/etcpasswd.md"),
        ("…", "tags/other.md"),
        ("index", "tags/index-.md"),
        ("Index", "tags/index-.md"),
        ("<script>", "tags/script.md"),
        ("a" * 100, f"tags/{'a' * 100}.md"),
    ],
)
def test_pages_of_tags(name: str, expected: str) -> None:
    """A tag's page is named by its letters; it is never the index of tags, nor outside their folder."""
    assert expected == urls.tag(name)


def test_pages_of_long_names() -> None:
    """Names that no file system takes are cut, and stay apart."""
    first, second = urls.domain("ж" * 300), urls.domain("ж" * 301)
    assert first != second
    for path in (first, second):
        assert path.startswith("domains/ж")
        assert len(path.encode()) < 200


def test_domains_and_tags_have_folders_of_their_own() -> None:
    """A domain and a tag of the same name have a page each."""
    assert {"domains/delivery.md", "tags/delivery.md"} == {urls.domain("delivery"), urls.tag("delivery")}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("pattern", "patterns/index.md"), ("level", "levels/index.md"), ("practice", "practice/index.md")],
)
def test_pages_of_kinds(kind: str, expected: str) -> None:
    """A kind's list stands in the folder of its plural; that of an added kind in one of its own name."""
    assert expected == urls.kind_index(kind)


def test_level_pages() -> None:
    """A level leads to its entry, or to a page that is made for it where levels are used at all."""
    described = library({"levels/delays.md": "---\ntitle: Delays\nnumber: 9\n---\n"})
    assert "levels/delays.md" == urls.level(described, 9)
    assert "levels/6-information-flows.md" == urls.level(described, 6)
    assert (False, True) == tuple(urls.has_generated_level(described, number) for number in (9, 6))
    assert not urls.has_generated_level(described, 13)
    assert not urls.has_generated_level(library({"a.md": "---\ntitle: A\n---\n"}), 6)
    assert urls.LADDER == urls.generated_level(99)


def test_generated_pages_are_reserved() -> None:
    """No entry may take the address that a page of the site's own has."""
    folders = {
        path.partition("/")[0] for path in (urls.SEARCH, urls.DOMAINS, urls.TAGS, *urls.KIND_INDEX.values())
    }
    assert set() == folders - RESERVED_SLUGS
