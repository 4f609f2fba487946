from __future__ import annotations

from collections.abc import Mapping

import pytest

from helpers import library
from history.repositories import entry
from trimtab.history.renames import find_renames

LONG = "\n\n".join(f"Sentence number {number} of a long text of its own." for number in range(20))
OTHER = "\n\n".join(f"Quite another thing, the {number}th that is told here." for number in range(20))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a.md": "x"}, {"a.md": "x"}, {}),
        ({"a.md": "x"}, {}, {}),
        ({}, {"a.md": "x"}, {}),
        ({"a.md": LONG}, {"b.md": LONG}, {"a.md": "b.md"}),
        ({"a.md": LONG}, {"b.md": LONG[: len(LONG) * 2 // 3]}, {"a.md": "b.md"}),
        ({"a.md": LONG}, {"b.md": LONG[: len(LONG) // 3]}, {}),
        ({"a.md": LONG}, {"b.md": LONG + OTHER + OTHER.upper()}, {}),
        ({"a.md": LONG}, {"b.md": OTHER}, {}),
        ({"a.md": LONG}, {"a.md": OTHER, "b.md": LONG}, {}),
        ({"a.md": LONG}, {"cases/a.md": LONG}, {"a.md": "cases/a.md"}),
        ({"a.md": LONG, "b.md": OTHER}, {"c.md": OTHER, "d.md": LONG}, {"a.md": "d.md", "b.md": "c.md"}),
        ({"a.md": LONG, "b.md": LONG}, {"p/b.md": LONG, "q/a.md": LONG}, {"a.md": "q/a.md", "b.md": "p/b.md"}),
        ({"a.md": LONG, "b.md": LONG}, {"c.md": LONG}, {"a.md": "c.md"}),
        ({"a.md": "", "b.md": ""}, {"c.md": "", "d.md": ""}, {"a.md": "c.md", "b.md": "d.md"}),
        ({"a.md": LONG}, {"b.md": LONG.replace("\n", "\r\n")}, {"a.md": "b.md"}),
    ],
    ids=[
        "same", "gone", "new", "moved", "cut", "cut too far", "grown too far", "another", "replaced", "folder", "two",
        "same name", "two into one", "empty", "line ends",
    ],
)  # fmt: skip
def test_likeness(before: Mapping[str, str], after: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """A file that has gone is the one that has come if half of the larger text stands in both."""
    assert expected == find_renames(library(before), library(after))


def test_the_most_alike_is_taken() -> None:
    """Of several that are alike, the nearest text is the same file."""
    before = library({"a.md": LONG})
    after = library({"b.md": LONG + OTHER[:300], "c.md": LONG + OTHER[:30]})

    assert {"a.md": "c.md"} == find_renames(before, after)


def test_what_entries_say_goes_first() -> None:
    """An entry that names its earlier slug is that entry, however its text reads now."""
    before = library({"old.md": entry("Old", LONG), "x.md": entry("X")})
    after = library(
        {"like.md": entry("Old", LONG), "new.md": entry("New", OTHER, redirect_from="[x-before, old]")}
    )

    assert {"old.md": "new.md"} == {
        old: new for old, new in find_renames(before, after).items() if old == "old.md"
    }


def test_an_entry_that_took_over_others() -> None:
    """Where a new entry names several earlier slugs, it is the one whose text it has; the others are gone."""
    before = library({"a.md": entry("A", OTHER), "b.md": entry("B", LONG)})
    after = library({"c.md": entry("C", LONG, redirect_from="[a, b]")})

    assert {"b.md": "c.md"} == find_renames(before, after)


def test_an_entry_that_was_there_is_no_other() -> None:
    """An entry that takes over the slug of one that is gone stays itself."""
    before = library({"a.md": entry("A", LONG), "b.md": entry("B", OTHER)})
    after = library({"b.md": entry("B", OTHER + LONG, redirect_from="[a]")})

    assert {} == find_renames(before, after)


def test_an_id_that_stayed() -> None:
    """An id tells that an entry is the same, whatever else changed."""
    before = library({"a.md": entry("A", LONG, id="p-17"), "b.md": entry("B", id="p-18")})
    after = library({"c.md": entry("C", OTHER, id="p-17"), "d.md": entry("A", LONG, id="p-19")})

    assert "c.md" == find_renames(before, after)["a.md"]


def test_headings_of_the_form_say_nothing() -> None:
    """Two entries that have only their form in common are two entries."""
    form = "\n\n".join(f"## A long heading that everybody has, number {number}" for number in range(12))
    others = {f"other-{number}.md": entry(f"Other {number}", form) for number in range(8)}
    before = library({"a.md": entry("First", form), **others})
    after = library({"b.md": entry("Second", form), **others})

    assert {} == find_renames(before, after)
    assert {"a.md": "b.md"} == find_renames(
        library({"a.md": form, **others}), library({"b.md": form, **others})
    )


def test_a_library_of_many_files_that_moved() -> None:
    """Hundreds of files that move at once are each found again."""
    texts = {
        f"e{number}.md": entry(f"E{number}", f"Only here: {number * 7919}. " * 9) for number in range(400)
    }
    before = library(texts)
    after = library({f"archive/{path}": text + "Moved.\n" for path, text in texts.items()})

    assert {path: f"archive/{path}" for path in texts} == find_renames(before, after)
