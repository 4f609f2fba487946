from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.routes import Claim, Routes, earlier_path
from trimtab.core.settings import parse


def page(title: str, more: str = "") -> str:
    """An entry with some lines of front matter more."""
    return f"---\ntitle: {title}\nsummary: s\n{more}---\n"


def routes(files: dict[str, str], *, directories: bool = True, **options: object) -> Routes:
    """The routes of a library."""
    return Routes(library(files, **options), directories=directories)


def led(files: dict[str, str], **options: object) -> dict[str, str]:
    """What leads on, but for permanent addresses: each address with the file that it leads to."""
    return {
        url: redirect.document.path
        for url, redirect in routes(files, **options).redirects.items()
        if redirect.claim <= Claim.ALIAS
    }


def permanent(files: dict[str, str]) -> dict[str, str]:
    """The permanent addresses, each with the file that it leads to."""
    return {
        url: redirect.document.path
        for url, redirect in routes(files).redirects.items()
        if redirect.claim > Claim.ALIAS
    }


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.md": page("A", "redirect_from: [old]\naliases: [Stage Gate, Tor]\n")},
         {"old/": "a.md", "stage-gate/": "a.md", "tor/": "a.md"}),
        ({"cases/a.md": page("A", "redirect_from: [old]\naliases: [X]\n")},
         {"cases/old/": "cases/a.md", "cases/x/": "cases/a.md"}),
        ({"cases/a.md": page("A", "redirect_from: [/a, levels/b]\n")}, {"a/": "cases/a.md", "levels/b/": "cases/a.md"}),
        ({"guide/a.md": page("A", "redirect_from: [old, /b]\n")}, {"guide/old/": "guide/a.md", "b/": "guide/a.md"}),
        ({"guide/a.md": page("A", "redirect_from: old\naliases: [No]\n")}, {"guide/old/": "guide/a.md"}),
    ],
)  # fmt: skip
def test_what_leads_on(files: dict[str, str], expected: dict[str, str]) -> None:
    """Earlier slugs and aliases lead on in the page's folder, paths from the top; ordinary pages have no aliases."""
    assert expected == led(files)


@pytest.mark.parametrize(
    "files",
    [
        {"a.md": page("A", "redirect_from: [b]\n"), "b.md": page("B")},
        {"a.md": page("A", "aliases: [B]\n"), "b.md": page("B")},
        {"a.md": page("A", "redirect_from: [b]\n"), "b/index.md": page("B")},
        {"a.md": page("A", "redirect_from: [b]\n"), "b/index.html": ""},
        {"a.md": page("A", "aliases: [A]\n")},
        {"a.md": page("A", "redirect_from: [search]\naliases: [Tags, Health]\n")},
        {"a.md": page("A", "redirect_from: [/p/x, api/v1/x, assets/x, /search, a//b, ../b, 'b.html']\n")},
        {"a.md": page("A", "redirect_from: [B, b_c, 'a b', 'https://x.test/']\naliases: ['?', 'Über']\n")},
        {"a.md": page("A", "redirect_from: [x]\n"), "b.md": page("B", "redirect_from: [x]\n")},
        {"a.md": page("A", "aliases: [X]\n"), "b.md": page("B", "aliases: [x!]\n")},
        {"a.md": page("A", "redirect_from: [x]\n"), "b.md": page("B", "redirect_from: [x]\n"),
         "c.md": page("C", "aliases: [X]\n")},
    ],
)  # fmt: skip
def test_what_leads_nowhere(files: dict[str, str]) -> None:
    """A page keeps its address, the site keeps its own, and what two claim with the same right nobody gets."""
    assert {} == led(files)


def test_an_earlier_slug_outranks_an_alias() -> None:
    """What an entry had outranks what another goes by."""
    files = {"a.md": page("A", "aliases: [X]\n"), "b.md": page("B", "redirect_from: [x]\n")}

    assert {"x/": "b.md"} == led(files)


def test_case_and_width_are_not_told_apart() -> None:
    """Where a disk doesn't tell two addresses apart, the page's own counts."""
    assert {} == led({"a.md": page("A", "redirect_from: [b]\n"), "B.md": page("B")})
    assert {} == led({"a.md": page("A", "redirect_from: [é]\n"), "É.md": page("E")}, slugs=r"\w+")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.md": page("A")}, {"p/a/": "a.md"}),
        ({"a.md": page("A", "id: pat-1\n")}, {"p/pat-1/": "a.md", "p/a/": "a.md"}),
        ({"a.md": page("A", "id: PAT_1\n")}, {"p/a/": "a.md"}),
        ({"cases/a.md": page("A", "redirect_from: [b, /c]\n")},
         {"p/a/": "cases/a.md", "p/b/": "cases/a.md", "p/c/": "cases/a.md"}),
        ({"a.md": page("A", "id: b\n"), "b.md": page("B", "id: c\n")},
         {"p/b/": "a.md", "p/c/": "b.md", "p/a/": "a.md"}),
        ({"a.md": page("A", "redirect_from: [x]\n"), "cases/x.md": page("X")}, {"p/a/": "a.md", "p/x/": "cases/x.md"}),
        ({"a.md": page("A"), "cases/a.md": page("A")}, {}),
        ({"a.md": page("A", "id: x\n"), "b.md": page("B", "id: x\n")}, {"p/a/": "a.md", "p/b/": "b.md"}),
        ({"a.md": page("A"), "p/a.md": "# Mine\n"}, {}),
        ({"Bad_Slug.md": page("A")}, {}),
    ],
)  # fmt: skip
def test_permanent_addresses(files: dict[str, str], expected: dict[str, str]) -> None:
    """An id outranks a slug, which outranks an earlier one; what two have with the same right nobody gets."""
    assert expected == permanent(files)


@pytest.mark.parametrize(
    ("files", "directories", "expected"),
    [
        ({"a.md": page("A")}, True, "p/a/"),
        ({"a.md": page("A")}, False, "p/a.html"),
        ({"a.md": page("A", "id: pat-1\n")}, True, "p/pat-1/"),
        ({"a.md": page("A"), "cases/a.md": page("A")}, True, "a/"),
        ({"a_b.md": page("A")}, True, "a_b/"),
    ],
)
def test_permalinks(files: dict[str, str], directories: bool, expected: str) -> None:
    """An entry's permanent address is that of its id; without one it's the page's own."""
    made = routes(files, directories=directories)
    entry = made.pages[made.url(next(iter(files)))].entry

    assert entry is not None
    assert expected == made.permalink(entry)


def test_what_is_reached() -> None:
    """An address leads to its page, by itself or not; others to none."""
    made = routes({"a.md": page("A", "redirect_from: [old]\n")})

    assert ["a.md", "a.md", "a.md", None] == [
        document and document.path for document in map(made.reach, ("a/", "old/", "p/a/", "b/"))
    ]


@pytest.mark.parametrize(
    ("folder", "typed", "expected"),
    [
        ("", "a", "a.md"),
        ("x/y", "a", "x/y/a.md"),
        ("Odd_Folder", "a", "Odd_Folder/a.md"),
        ("x", "/a", "a.md"),
        ("x", "b/a", "b/a.md"),
        ("x", "/b/a", "b/a.md"),
        ("x", "b/", ""),
        ("", "tags", ""),
        ("x", "tags", "x/tags.md"),
        ("x", "tags/a", ""),
        ("x", "patterns/a", "patterns/a.md"),
        ("x", "", ""),
    ],
)
def test_earlier_paths(folder: str, typed: str, expected: str) -> None:
    """A slug is beside the page, what holds a slash is below the top; the site's own folders are left alone."""
    assert expected == earlier_path(folder, typed, parse({}))
