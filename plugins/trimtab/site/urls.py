"""Where pages are: the paths of generated pages, and the address of each file's page."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from trimtab.core.body import anchor_of
from trimtab.core.library import Library
from trimtab.core.scales import RUNGS

HOME = "index.md"
SEARCH = "search/index.md"
LADDER = "levels/index.md"
PATTERNS = "patterns/index.md"
DOMAINS = "domains/index.md"
TAGS = "tags/index.md"
KIND_INDEX = {
    "level": LADDER,
    "pattern": PATTERNS,
    "archetype": "archetypes/index.md",
    "mental-model": "mental-models/index.md",
    "case": "cases/index.md",
    "worksheet": "worksheets/index.md",
}


def kind_index(kind: str) -> str:
    """The file of the page that lists a kind."""
    return KIND_INDEX.get(kind, f"{kind}/index.md")


def domain(name: str) -> str:
    """The file of the page that lists a domain."""
    return f"domains/{anchor_of(name) or 'other'}.md"


def tag(name: str) -> str:
    """The file of the page that lists a tag."""
    return f"tags/{anchor_of(name) or 'other'}.md"


def generated_level(number: int) -> str:
    """The file of a level's page in a library that has no entry for the level."""
    return f"levels/{number}-{anchor_of(RUNGS[number].name)}.md" if number in RUNGS else LADDER


def has_generated_level(library: Library, number: int) -> bool:
    """Whether the site makes a page for a level that has no entry."""
    return library.uses_levels and number in RUNGS and number not in library.levels


def level(library: Library, number: int) -> str:
    """The file of a level's page, written or generated."""
    entry = library.levels.get(number)
    return entry.path if entry else generated_level(number)


def address(path: str, *, directories: bool = True) -> str:
    """The address of a Markdown file's page, relative to the site's top and quoted; `./` is the top itself.

    Args:
        path: POSIX path of the file relative to the library's folder.
        directories: MkDocs' `use_directory_urls`.
    """
    folder, name = posixpath.split(path)
    stem = name.removesuffix(".md")
    if stem in ("index", "README"):
        page = "" if directories else "index.html"
    else:
        page = f"{stem}/" if directories else f"{stem}.html"
    return quote(posixpath.join(folder, page)) if folder else quote(page) or "./"
