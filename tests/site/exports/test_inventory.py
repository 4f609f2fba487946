from __future__ import annotations

import io

import pytest
import sphobjinv
from hypothesis import given
from hypothesis import strategies as st
from mkdocstrings import Inventory
from sphinx.util.inventory import InventoryFile

from builds import GOLDEN, LIBRARIES
from exporting import ABOUT, SITE, catalogue, entry, texts
from trimtab import Library, load
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import About
from trimtab.site.exports.inventory import inventory

EXPECTED = {
    "review": ("label", "review/", "Review"),
    "look": ("label", "review/", "Review"),
    "a-look-back": ("label", "review/", "Review"),
    "review:context": ("label", "review/#context", "Context"),
    "review:what-how": ("label", "review/#what-how", "What & How"),
    "log": ("label", "log/", "Log"),
    "diary": ("label", "log/", "Log"),
    "log:when": ("label", "log/#when", "When"),
    "meeting": ("label", "meeting/", "Meeting"),
    "meet": ("label", "meeting/", "Meeting"),
    "gone": ("label", "gone/", "Gone"),
    "overheating": ("label", "archetypes/overheating/", "Overheating"),
    "delays": ("label", "levels/delays/", "Delays"),
    "guide/page": ("doc", "guide/page/", "A guide"),
}


def shown(name: str, words: str) -> str:
    """The words of a link: a hyphen stands for the name."""
    return name if words == "-" else words


def by_sphobjinv(data: bytes) -> dict[str, tuple[str, str, str]]:
    """What sphobjinv reads."""
    read = sphobjinv.Inventory(zlib=data)
    assert {"std"} == {one.domain for one in read.objects} or not read.objects
    return {one.name: (one.role, one.uri_expanded, one.dispname_expanded) for one in read.objects}


def by_sphinx(data: bytes) -> dict[str, tuple[str, str, str]]:
    """What Sphinx reads."""
    read = InventoryFile.load(io.BytesIO(data), SITE, lambda top, path: top + path)
    return {
        name: (role.removeprefix("std:"), item.uri.removeprefix(SITE), shown(name, item.display_name))
        for role, items in read.items()
        for name, item in items.items()
    }


def by_mkdocstrings(data: bytes) -> dict[str, tuple[str, str, str]]:
    """What mkdocstrings reads."""
    read = Inventory.parse_sphinx(io.BytesIO(data), domain_filter=["std"])
    return {name: (item.role, item.uri, shown(name, item.dispname)) for name, item in read.items()}


READERS = (by_sphobjinv, by_sphinx, by_mkdocstrings)


@pytest.mark.parametrize("reader", READERS)
def test_names(reader: object) -> None:
    """Names of entries, former ones too, and their headings are labels; other pages are documents."""
    assert callable(reader)
    assert EXPECTED == reader(inventory(catalogue(), ABOUT))


def test_project() -> None:
    """The inventory has the site's name."""
    assert "Tools & <Ways>" == sphobjinv.Inventory(zlib=inventory(catalogue(), ABOUT)).project


def test_flat_addresses() -> None:
    """Addresses are those of the site, also where pages are files."""
    flat = Catalogue(catalogue().library, directories=False)

    assert ("label", "log.html#when", "When") == by_sphinx(inventory(flat, ABOUT))["log:when"]


@pytest.mark.parametrize("name", GOLDEN)
def test_readers_agree(name: str) -> None:
    """Whatever is in a library, all readers read the same of it, and every entry is there."""
    made = Library.read(load(LIBRARIES / name / "mkdocs.yml"))
    data = inventory(Catalogue(made), About())
    first, second, third = (reader(data) for reader in READERS)

    assert first == second == third
    assert {entry.slug.lower() for entry in made.entries if " " not in entry.slug} <= {
        name.lower() for name in first
    }


@given(st.lists(texts, min_size=1, max_size=3), texts)
def test_any_text(some: list[str], heading: str) -> None:
    """Whatever titles and headings say, they add no line and change no name."""
    files = {f"e{index}.md": entry(title=text, aliases=[text]) for index, text in enumerate(some)}
    files["guide/page.md"] = entry(title=some[0])
    files["last.md"] = entry(title="Last") + "\n## " + " ".join(heading.split()).replace("\x00", "") + "\n"
    made = catalogue({name: text.encode("utf-8", "replace").decode() for name, text in files.items()})
    data = inventory(made, ABOUT)
    first, second, third = (reader(data) for reader in READERS)

    assert first == second == third
    words = {entry.slug: " ".join(entry.title.split()) for entry in made.library.entries}
    assert {slug: title for slug, title in words.items() if title.strip("-")} == {
        slug: first[slug][2] for slug, title in words.items() if title.strip("-")
    }
