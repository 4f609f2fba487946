"""Where pages are: the paths of generated pages, and the address of each file's page."""

from __future__ import annotations

from binascii import crc32

from trimtab.core.library import Library
from trimtab.core.scales import RUNGS
from trimtab.core.words import anchor_of

HOME = "index.md"
README = "README.md"
"""What is the home page too, in a library without an `index.md`."""
SEARCH = "search/index.md"
LADDER = "levels/index.md"
PATTERNS = "patterns/index.md"
DOMAINS = "domains/index.md"
TAGS = "tags/index.md"
HEALTH = "health/index.md"
HEALTH_DATA = "api/v1/health.json"
ENTRIES_DATA = "api/v1/entries.json"
GRAPH_DATA = "api/v1/graph.json"
NAMES_DATA = "api/v1/names.json"
API = "api/v1/index.json"
TURTLE = "api/v1/library.ttl"
INVENTORY = "objects.inv"
FEED = "feed.xml"
OPENSEARCH = "opensearch.xml"
LLMS = "llms.txt"
LLMS_FULL = "llms-full.txt"
INSTRUMENTS = "instruments/index.md"
LINK = "link/index.md"
KIND_INDEX = {
    "level": LADDER,
    "pattern": PATTERNS,
    "archetype": "archetypes/index.md",
    "mental-model": "mental-models/index.md",
    "case": "cases/index.md",
    "worksheet": "worksheets/index.md",
}

LONGEST_STEM = 100
"""How many bytes of a domain's or tag's name stay in its address."""


def entry_data(slug: str) -> str:
    """The file of an entry as data."""
    return f"api/v1/entries/{slug}.json"


def entry_markdown(slug: str) -> str:
    """The file of an entry as it was written."""
    return f"api/v1/entries/{slug}.md"


def beside(slug: str) -> str:
    """The file that would have made the small page beside an entry's."""
    return f"link/{slug}.md"


def schema(name: str) -> str:
    """The file of the JSON Schema of some data."""
    return f"api/v1/schemas/{name}.json"


def instrument(name: str) -> str:
    """The file of an instrument's page."""
    return f"instruments/{name}.md"


def kind_index(kind: str) -> str:
    """The file of the page that lists a kind."""
    return KIND_INDEX.get(kind, f"{kind}/index.md")


def domain(name: str) -> str:
    """The file of the page that lists a domain."""
    return _named("domains", name)


def tag(name: str) -> str:
    """The file of the page that lists a tag."""
    return _named("tags", name)


def _named(folder: str, name: str) -> str:
    """The file of a list's page: its name in letters, as long as file systems take it, and never the index."""
    stem = anchor_of(name) or "other"
    if stem == "index":
        stem += "-"
    data = stem.encode()
    if len(data) > LONGEST_STEM:
        stem = f"{data[:LONGEST_STEM].decode(errors='ignore').rstrip('-')}-{crc32(data):08x}"
    return f"{folder}/{stem}.md"


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
