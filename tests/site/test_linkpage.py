from __future__ import annotations

import pytest

from helpers import library
from trimtab.site import linkpage
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.linkpage import LinkView

FILE = "---\n{title: Early Review, summary: s, level: 9}\n---\n\n## Context\n\nWords.\n"


def view(about: About, *, directories: bool = True, **options: object) -> LinkView:
    """What the page shows for a library of one entry."""
    (page,) = linkpage.pages(
        Catalogue(library({"review.md": FILE}, **options), directories=directories), about
    )
    assert isinstance(page.view, LinkView)
    return page.view


@pytest.mark.parametrize(
    ("directories", "end"),
    [(True, "/"), (False, ".html")],
)
def test_samples(directories: bool, end: str) -> None:
    """Each sample has the library's own name and address, with the other program's sign for an entry's name."""
    shown = view(About("Trim Tab", "https://example.org/lib/"), directories=directories)
    top = "https://example.org/lib/"
    assert ("trimtab", f"{top}p/review{end}", "review") == (shown.prefix, shown.address, shown.slug)
    assert shown.mediawiki.endswith(f"\nVALUES ('trimtab', '{top}p/$1{end}', '', '', 0, 0);")
    assert f"trimtab {top}p/{{NAME}}{end}" == shown.dokuwiki
    assert f"trimtab {top}p/$1{end} # $1 in Trim Tab" == shown.trac
    settings: dict[str, object] = {}
    exec(shown.intersphinx, settings)  # noqa: S102 - it is Python's own test of it
    assert {"trimtab": (top, None)} == settings["intersphinx_mapping"]


def test_settings_of_mkdocs() -> None:
    """The sample for MkDocs is YAML that names the inventory."""
    yaml = pytest.importorskip("yaml")
    (plugin,) = yaml.safe_load(view(About("Lib", "https://example.org/")).mkdocstrings)["plugins"]
    (inventory,) = plugin["mkdocstrings"]["handlers"]["python"]["inventories"]
    assert {"url": "https://example.org/objects.inv", "domains": ["std"]} == inventory


def test_searches() -> None:
    """Searches are for words that the library has; none where there is no search."""
    top = "https://your-site/search/"
    expected = [f"{top}?q=Early%20Review", f"{top}?level=9", f"{top}?q=%s"]
    assert expected == [address for _, address in view(About()).searches]
    assert () == view(About(), search=False).searches


@pytest.mark.parametrize(
    ("status", "expected"), [("stable", 1), ("draft", 1), ("deprecated", 1), ("removed", 0), (None, 0)]
)
def test_who_has_one(status: str | None, expected: int) -> None:
    """A library has the page where it has an entry that others may link to."""
    files = {"a.md": FILE.replace("level", f"status: {status}, level")} if status else {"index.md": "Words."}
    assert expected == len(linkpage.pages(Catalogue(library(files)), About()))
