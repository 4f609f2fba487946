from __future__ import annotations

from typing import Any

import pytest

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.listings import Listings
from trimtab.site.navigation import plan

ENTRY = "---\ntitle: A\nlevel: 9\n---\n"


def nav(files: dict[str, str]) -> list[Any]:
    """The navigation of a library, with those generated pages for which it has no file."""
    made = library(files)
    generated = [page for page in Listings(Catalogue(made), "Site").pages() if page.path not in files]
    return plan(made, generated)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, [{"Home": "index.md"}]),
        ({"a.md": ENTRY}, [{"Home": "index.md"}, "levels/index.md", "patterns/index.md"]),
        ({"index.md": "# Hi\n"}, [{"Home": "index.md"}]),
        ({"README.md": "# Hi\n"}, [{"Home": "README.md"}]),
        (
            {"a.md": ENTRY, "levels/index.md": "# The levels\n"},
            [{"Home": "index.md"}, "patterns/index.md", "levels/index.md"],
        ),
        (
            {
                "guide/b.md": "# B\n",
                "guide/a.md": "# A\n",
                "how_to-do/it.md": "# It\n",
                "guide/deep/c.md": "# C\n",
            },
            [
                {"Home": "index.md"},
                {"Guide": ["guide/a.md", "guide/b.md", "guide/deep/c.md"]},
                {"How to do": ["how_to-do/it.md"]},
            ],
        ),
        ({"cases/README.md": "# Read me\n"}, [{"Home": "index.md"}, {"Cases": ["cases/README.md"]}]),
    ],
    ids=["empty", "entries", "home", "readme", "written-list", "folders", "readme-of-a-folder"],
)
def test_plan(files: dict[str, str], expected: list[Any]) -> None:
    """Home, then the lists, then ordinary pages by folder; entries are never in it."""
    assert expected == nav(files)
