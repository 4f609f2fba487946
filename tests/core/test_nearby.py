from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.nearby import Files, entry_of_file, heir_of, is_clear, nearest


@pytest.mark.parametrize(
    ("name", "near", "clear"),
    [
        ("chekpoint", ("checkpoint",), True),
        ("chekpoint", ("checkpoint", "checkpoints"), False),
        ("check-pint", ("check-point", "check-paint"), False),
        ("Chekpoint!", ("checkpoint", "short-checkpoint"), True),
    ],
)
def test_clear_names(name: str, near: tuple[str, ...], clear: bool) -> None:
    """The nearest of several names is meant only if the next is much farther."""
    assert clear == is_clear(name, near)


def test_nearest() -> None:
    """Of some names the one most like another is found, or none."""
    assert "the-form" == nearest("the-from", ["the-form", "the-end"])
    assert "" == nearest("x", ["the-form", "the-end"])
    assert "" == nearest("x", [])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("img/loop.png", "assets/loop.png"),
        ("assets/lop.png", "assets/loop.png"),
        ("assets/loop.svg", ""),
        ("img/lop.png", ""),
        ("x/twice.png", ""),
        ("assets/else.png", ""),
    ],
)
def test_files(path: str, expected: str) -> None:
    """A file of the same name elsewhere is meant, or one of a name like it beside it, if there's just one."""
    files = Files(["assets/loop.png", "assets/notes.txt", "a/twice.png", "b/twice.png"])

    assert expected == files.like(path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("chekpoint.md", "checkpoint.md"),
        ("old/early-checkpoint.md", "checkpoint.md"),
        ("first-checkpoint.md", "checkpoint.md"),
        ("nothing-like-it.md", None),
        ("checkpoint.txt", None),
    ],
)
def test_entries_of_files(path: str, expected: str | None) -> None:
    """A missing file means the entry that it was once, that has its name, or whose name is like it."""
    entry = entry_of_file(
        library({"checkpoint.md": "---\ntitle: First Checkpoint\nredirect_from: [early-checkpoint]\n---\n"}),
        path,
    )

    assert expected == (entry.path if entry else None)


@pytest.mark.parametrize(
    ("heirs", "expected"),
    [
        ({"a": "b"}, "b.md"),
        ({"a": "b", "b": "pattern:c"}, "c.md"),
        ({}, None),
        ({"a": "nothing"}, None),
        ({"a": "b", "b": "nothing"}, None),
        ({"a": "b", "b": "a"}, None),
        ({"a": "a"}, None),
    ],
)
def test_heirs(heirs: dict[str, str], expected: str | None) -> None:
    """The last of a row of heirs counts; there is none if one of them is missing or they go round."""
    files = {
        f"{slug}.md": f"---\ntitle: {slug}\n{f'superseded_by: {heirs[slug]}' if slug in heirs else ''}\n---\n"
        for slug in "abc"
    }
    whole = library(files)
    entry = whole.by_path["a.md"].entry
    assert entry is not None
    heir = heir_of(whole, entry)

    assert expected == (heir.path if heir else None)
