from __future__ import annotations

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.names import names

FILES = {
    "short-checkpoint.md": """---
title: Short Checkpoint
summary: Ask soon.
aliases: [Stage Gate]
redirect_from: [old-slug]
id: pat-1
---
# Short Checkpoint

## Context

## How soon
""",
    "long-review.md": "---\ntitle: Long Review\nstatus: removed\nsuperseded_by: Short Checkpoint\n---\n",
    "cases/twin.md": "---\ntitle: Twin\nsummary: s\n---\n",
    "worksheets/sheet.md": "---\ntitle: Twin\nsummary: s\n---\n",
    "guide/how.md": "# How\n",
}


def test_the_file() -> None:
    """Entries by slug, what each name means, and each address that leads to an entry's page; keys are sorted."""
    made = names(Catalogue(library(FILES)), "Ours", "https://example.org/lib/")

    assert (1, "Ours", "https://example.org/lib/") == (made["version"], made["site_name"], made["site_url"])
    assert {
        "title": "Short Checkpoint",
        "kind": "pattern",
        "url": "short-checkpoint/",
        "permalink": "p/pat-1/",
        "status": "stable",
        "summary": "Ask soon.",
        "anchors": ["context", "how-soon"],
    } == made["entries"]["short-checkpoint"]
    assert ("removed", "short-checkpoint") == tuple(
        made["entries"]["long-review"][key] for key in ("status", "heir")
    )
    assert {
        "Long Review": "long-review",
        "Short Checkpoint": "short-checkpoint",
        "Stage Gate": "short-checkpoint",
        "long-review": "long-review",
        "old-slug": "short-checkpoint",
        "pat-1": "short-checkpoint",
        "sheet": "sheet",
        "short-checkpoint": "short-checkpoint",
        "twin": "twin",
    } == made["names"]
    assert {
        "cases/twin/": "twin",
        "long-review/": "long-review",
        "old-slug/": "short-checkpoint",
        "p/long-review/": "long-review",
        "p/old-slug/": "short-checkpoint",
        "p/pat-1/": "short-checkpoint",
        "p/sheet/": "sheet",
        "p/short-checkpoint/": "short-checkpoint",
        "p/twin/": "twin",
        "short-checkpoint/": "short-checkpoint",
        "stage-gate/": "short-checkpoint",
        "worksheets/sheet/": "sheet",
    } == made["addresses"]
    for key in ("entries", "names", "addresses"):
        assert sorted(made[key]) == list(made[key])


def test_slugs_that_two_have() -> None:
    """Of two entries with one slug the first is listed, and what leads to the other isn't."""
    files = {"a.md": "---\ntitle: One\n---\n", "cases/a.md": "---\ntitle: Two\n---\n"}
    made = names(Catalogue(library(files)))

    assert ["One"] == [entry["title"] for entry in made["entries"].values()]
    assert {"One": "a"} == made["names"]
    assert {"a/": "a"} == made["addresses"]
    assert "a/" == made["entries"]["a"]["permalink"]
