from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from exporting import ABOUT, FILES, catalogue, entry, texts, written
from trimtab.site.exports import About, Exports

REVIEW: dict[str, Any] = {
    "absolute_url": "https://example.org/lib/review/",
    "absolute_permalink": "https://example.org/lib/p/review/",
    "markdown": "api/v1/entries/review.md",
    "created": "2025-01-02",
    "updated": "2025-03-04",
    "authors": ["Ann", "Bo"],
    "level_why": "It waits.",
    "vitality_record": {
        "band": "sustaining",
        "score": 4.1,
        "assessed": "2026-03-01",
        "reasoning": "It lasts.",
    },
    "evidence": [{"what": "It helped.", "where": "Here"}],
    "sources": [
        {"title": "A Book", "authors": "C, D", "year": "2001"},
        {"title": "https://example.org/a b"},
        {"title": "Page", "url": "https://example.org/p"},
    ],
    "acts_on": [{"archetype": "overheating", "link": "heat -> work", "how": "It cools."}],
    "relations": [
        {
            "type": "requires",
            "direction": "out",
            "label": "Requires",
            "slug": "log",
            "title": "Log",
            "url": "log/",
            "why": "It remembers.",
            "weight": 0.5,
        },
        {
            "type": "generalizes_from",
            "direction": "out",
            "label": "Specializes",
            "slug": "meeting",
            "title": "Meeting",
            "url": "meeting/",
        },
        {
            "type": "part_of",
            "direction": "in",
            "label": "Has parts",
            "slug": "meeting",
            "title": "Meeting",
            "url": "meeting/",
        },
    ],
    "wanted": ["clock", "calendar"],
    "backlinks": [
        {"title": "A guide", "url": "guide/page/", "before": "Read ", "text": "Review", "after": "."},
        {"slug": "log", "title": "Log", "url": "log/", "before": "After a ", "text": "Review", "after": "."},
    ],
    "sections": [
        {"level": 2, "title": "Context", "anchor": "context", "url": "review/#context"},
        {"level": 2, "title": "What & How", "anchor": "what-how", "url": "review/#what-how"},
    ],
    "extra": {"colour": "blue"},
}


@pytest.mark.parametrize("key", REVIEW)
def test_everything_that_is_known(key: str) -> None:
    """An entry's own file has each thing that is known of it, with names resolved and both ends of relations."""
    made = Exports(catalogue(), ABOUT).files()["api/v1/entries/review.json"]

    assert REVIEW[key] == made[key]


def test_nothing_else_is_known() -> None:
    """Beside these it has what the list of all entries has, and the version."""
    made = Exports(catalogue(), ABOUT).files()
    lean = next(one for one in made["api/v1/entries.json"]["entries"] if one["slug"] == "review")

    assert {"version", *lean, *REVIEW} == set(made["api/v1/entries/review.json"])
    assert not (REVIEW.keys() - {"updated"}) & set(lean)


@pytest.mark.parametrize(
    ("slug", "key", "expected"),
    [
        ("overheating", "loops", [{"name": "Heat", "kind": "reinforcing", "links": ["heat -> work +"]}]),
        ("delays", "risks", ["Haste"]),
        ("log", "superseded_by", "meeting"),
        ("gone", "status", "removed"),
        ("meeting", "id", "meet"),
        ("meeting", "permalink", "p/meet/"),
    ],
)  # fmt: skip
def test_what_kinds_have(slug: str, key: str, expected: object) -> None:
    """What only some kinds, or only some entries, have is there as well."""
    assert expected == Exports(catalogue(), ABOUT).files()[f"api/v1/entries/{slug}.json"][key]


@pytest.mark.parametrize("key", ["absolute_url", "absolute_permalink", "created", "updated"])
def test_what_is_unknown_is_left_out(key: str) -> None:
    """Without the site's address there are no whole addresses, without git no dates."""
    assert key not in Exports(catalogue(), About()).files()["api/v1/entries/review.json"]


def test_removed_entries_are_in_no_list() -> None:
    """A removed entry has its own file, and is in no list."""
    made = Exports(catalogue(), ABOUT).files()

    assert "api/v1/entries/gone.json" in made
    assert "gone" not in {one["slug"] for one in made["api/v1/entries.json"]["entries"]}


def test_the_text_is_the_author_s() -> None:
    """The Markdown of an entry is its file's text, front matter and all."""
    made = written(catalogue())

    assert FILES["review.md"] == made["api/v1/entries/review.md"].decode()
    assert "api/v1/entries/page.md" not in made


def test_twins() -> None:
    """Of two entries with the same slug both files are the first one's."""
    made = written(catalogue({"log.md": entry(title="B"), "cases/log.md": entry(title="A")}))

    assert "A" == json.loads(made["api/v1/entries/log.json"])["title"]
    assert entry(title="A") == made["api/v1/entries/log.md"].decode()


def test_a_file_that_another_has() -> None:
    """A file that the library or another plugin has made is left to it, and the index doesn't claim it."""
    made = written(catalogue(), taken={"llms.txt"})

    assert "llms.txt" not in made
    assert "llms-full.txt" in {file["url"] for file in json.loads(made["api/v1/index.json"])["files"]}
    assert "llms.txt" not in {file["url"] for file in json.loads(made["api/v1/index.json"])["files"]}


@given(texts)
def test_any_text(text: str) -> None:
    """Whatever an author writes, the files are UTF-8, and JSON says the same words as the entry."""
    made = catalogue({"a.md": entry(title=text, summary=text, aliases=[text], other=text)})
    (one,) = made.library.entries
    data = written(made)

    assert one.title == json.loads(data["api/v1/entries/a.json"])["title"]
    assert [] == [path for path, content in data.items() if path != "objects.inv" and not content.decode()]
