"""What tests of other libraries share: what one tells of itself, and libraries that name it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from helpers import library
from trimtab.core.foreign import ForeignLibrary, understood
from trimtab.core.library import Library
from trimtab.core.others import Other
from trimtab.core.settings import LibrarySettings

TOP = "https://commons.example.org/lib/"
FILE = "libraries/commons.json"


def entry(title: str, url: str, **more: Any) -> dict[str, Any]:
    """What a library tells of an entry."""
    return {
        "title": title,
        "kind": "pattern",
        "url": url,
        "permalink": f"p/{url}",
        "status": "stable",
        **more,
    }


TOLD: dict[str, Any] = {
    "version": 1,
    "site_name": "The Commons",
    "site_url": TOP,
    "entries": {
        "open-book": entry(
            "Open Book", "open-book/", summary="Show the <accounts>.", anchors=["context", "why-so"]
        ),
        "circles": entry("Circles", "circles/", permalink="p/pat-7/", anchors=[]),
        "big-audit": entry("Big Audit", "big-audit/", status="deprecated", heir="old-audit"),
        "old-audit": entry("Old Audit", "old-audit/", status="deprecated", heir="open-book"),
        "town-hall": entry("Town Hall", "town-hall/", status="removed"),
        "one-page": entry("One Page", "one-page/", heir="open-book"),
        "loop-a": entry("Loop A", "loop-a/", status="deprecated", heir="loop-b"),
        "loop-b": entry("Loop B", "loop-b/", status="deprecated", heir="loop-a"),
        "escalation": entry("Escalation", "archetypes/escalation/", kind="archetype"),
        "arms-race": entry("Arms  Race", "arms-race/"),
        "arms-race-2": entry("Arms Race", "arms-race-2/"),
        "stairs": entry("Steps", "stairs/"),
    },
    "names": {
        "open-book": "open-book",
        "Open Book": "open-book",
        "Glass Ledger": "open-book",
        "ledger": "open-book",
        "circles": "circles",
        "Circles": "circles",
        "pat-7": "circles",
        "rings": "circles",
        "big-audit": "big-audit",
        "Big Audit": "big-audit",
        "old-audit": "old-audit",
        "Old Audit": "old-audit",
        "town-hall": "town-hall",
        "Town Hall": "town-hall",
        "one-page": "one-page",
        "One Page": "one-page",
        "loop-a": "loop-a",
        "Loop A": "loop-a",
        "loop-b": "loop-b",
        "Loop B": "loop-b",
        "escalation": "escalation",
        "Escalation": "escalation",
        "arms-race": "arms-race",
        "arms-race-2": "arms-race-2",
        "stairs": "stairs",
    },
    "addresses": {
        "open-book/": "open-book",
        "p/open-book/": "open-book",
        "glass-ledger/": "open-book",
        "ledger/": "open-book",
        "circles/": "circles",
        "p/pat-7/": "circles",
        "p/circles/": "circles",
        "p/rings/": "circles",
        "rings/": "circles",
        "hoops/": "circles",
        "archetypes/escalation/": "escalation",
    },
}
"""A library with every trouble. `Arms Race` and `Steps` mean two entries there, so its names leave them out."""


def foreign(told: Mapping[str, Any] = TOLD, url: str = "") -> ForeignLibrary:
    """A library as it is known."""
    return ForeignLibrary("commons", understood(told), url)


def naming(
    files: Mapping[str, str],
    told: Mapping[str, Any] | bytes | str = TOLD,
    url: str = "",
    source: str = "https://x/",
) -> Library:
    """A library that names another as `commons`.

    Args:
        files: its files.
        told: what the other tells; bytes as they are, and why its file can't be read as a text.
        url: the setting `url`.
        source: the setting `source`.
    """
    settings = LibrarySettings(names=FILE, url=url, source=source)
    made = library(files, libraries={"commons": settings.model_dump()})
    data = told if isinstance(told, bytes | str) else json.dumps(told).encode()
    made.others = {"commons": Other("commons", settings, f"../{FILE}", data)}
    return made


def page(body: str = "", title: str = "Here", **fields: str) -> str:
    """An entry that no rule but those of form minds."""
    keys = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\ntitle: {title}\nsummary: What it is.\n{keys}---\n\n{body}\n"
