"""Where the files are that show an entry in other places."""

from __future__ import annotations

SITE_IMAGE = "assets/previews/index.png"
"""The image of the whole library; no entry can be called `index`."""
STYLE = "assets/trimtab/embed.css"
"""The style of cards."""
_LONGEST = 255 - len(".json")
"""How many bytes of a slug fit into the name of a file."""


def image(slug: str) -> str:
    """The file of an entry's image."""
    return f"assets/previews/{slug}.png"


def oembed(slug: str) -> str:
    """The file of an entry's oEmbed description."""
    return f"api/v1/oembed/{slug}.json"


def embed(slug: str) -> str:
    """The file that would have made an entry's card."""
    return f"embed/{slug}.md"


def badge(slug: str) -> str:
    """The file of an entry's badge."""
    return f"badge/{slug}.svg"


def badge_data(slug: str) -> str:
    """The file of an entry's badge as shields.io reads it."""
    return f"badge/{slug}.json"


def fits(slug: str) -> bool:
    """Whether file systems take these names."""
    return len(slug.encode(errors="surrogateescape")) <= _LONGEST
