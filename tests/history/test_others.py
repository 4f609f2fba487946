"""Other libraries in a library's history: what was known of them then counts then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foreign import FILE, TOLD
from history.repositories import Clone, entry
from trimtab.core.project import load
from trimtab.history import check_both, new_findings, read_past

CONFIG = f"site_name: A\nplugins:\n  - trimtab:\n      libraries: {{commons: {FILE}}}\n"
NAMES = json.dumps(TOLD)
WITHOUT = json.dumps({**TOLD, "entries": {"open-book": TOLD["entries"]["open-book"]}})


def new(clone: Clone) -> list[tuple[str, str]]:
    """The findings that are new since the last commit, by code and file."""
    past, now = clone.past(), clone.library()
    found = new_findings(*check_both(past.library, now), past.renames).diagnostics
    return [(one.code, one.path) for one in found if one.code.startswith("TT3")]


@pytest.mark.parametrize("folder", ["", "deep/library"])
def test_a_library_that_tells_something_else(tmp_path: Path, folder: str) -> None:
    """What a newer file breaks is new; what was broken before isn't."""
    base = f"{folder}/" if folder else ""
    files = {
        "mkdocs.yml": CONFIG,
        FILE: NAMES,
        "docs/a.md": entry("A", "See [[commons:circles]], [[commons:nowhere]] and [[commons:open-book]]."),
    }
    clone = Clone.init(tmp_path, {f"{base}{path}": text for path, text in files.items()}, folder)

    assert [] == new(clone)
    clone.write({f"{base}{FILE}": WITHOUT})
    assert [("TT301", "a.md")] == new(clone)
    clone.write({f"{base}{FILE}": "{"})
    assert [("TT314", f"../{FILE}")] == new(clone)
    clone.write({f"{base}{FILE}": None})
    assert [("TT314", f"../{FILE}")] == new(clone)


def test_a_file_that_was_never_there(tmp_path: Path) -> None:
    """A file that is still missing isn't new, and neither is one that is there since."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": entry("A", "See [[commons:circles]].")})

    assert [] == new(clone)
    clone.write({FILE: NAMES})
    assert [] == new(clone)


@pytest.mark.parametrize("place", [FILE, "../outside.json"])
def test_a_file_that_git_does_not_hold(tmp_path: Path, place: str) -> None:
    """What git doesn't hold counts as unchanged."""
    config = CONFIG.replace(FILE, place)
    clone = Clone.init(
        tmp_path / "clone",
        {
            "mkdocs.yml": config,
            ".gitignore": "libraries/\n",
            "docs/a.md": entry("A", "See [[commons:nowhere]]."),
        },
    )
    clone.write({place: NAMES})
    past = read_past(load(clone.config), clone.library(), "HEAD")

    assert [] == new(clone)
    assert past.library.others["commons"].known is not None
