"""The settings that name other libraries, and the files that tell of those."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from foreign import FILE, TOLD, naming, page
from trimtab.core.diagnostics import FILE_START
from trimtab.core.library import Library
from trimtab.core.names import Elsewhere, Unknown, Untold
from trimtab.core.namings import qualified
from trimtab.core.others import of_folder
from trimtab.core.settings import LibrarySettings, SettingsError, parse


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("libraries/commons.json", LibrarySettings(names="libraries/commons.json")),
        ({"names": "c.json"}, LibrarySettings(names="c.json")),
        (
            {"names": "c.json", "url": "https://example.org/lib/", "source": "https://example.org/"},
            LibrarySettings(names="c.json", url="https://example.org/lib/", source="https://example.org/"),
        ),
    ],
)
def test_settings(given: Any, expected: LibrarySettings) -> None:
    """A library is given by its file alone, or as a mapping."""
    assert {"commons": expected} == parse({"libraries": {"commons": given}}).libraries


@pytest.mark.parametrize(
    ("libraries", "message"),
    [
        (
            {"pattern": "c.json"},
            "libraries: `pattern` is a kind of entry, so `pattern:` means one of this library's",
        ),
        ({"tool": "c.json"}, "libraries: `tool` is a kind of entry"),
        ({"planned": "c.json"}, "libraries: `planned` marks what is wanted but not written"),
        ({"Commons": "c.json"}, "libraries: `Commons` can't stand before a name; a prefix is small letters"),
        ({"9c": "c.json"}, "libraries: `9c` can't stand before a name"),
        ({"": "c.json"}, "libraries: `` can't stand before a name"),
        ({"c": ""}, "libraries.c.names: String should have at least 1 character"),
        ({"c": {"source": "https://example.org/"}}, "libraries.c.names: Field required"),
        ({"c": {"names": "c.json", "site": "x"}}, "libraries.c.site: there is no such setting"),
        (
            {"c": {"names": "c.json", "url": "example.org"}},
            "libraries.c.url: `example.org` is not a site's address",
        ),
        (
            {"c": {"names": "c.json", "url": "javascript:x"}},
            "libraries.c.url: `javascript:x` is not a site's address",
        ),
        (["c"], "libraries: Input should be a valid dictionary"),
    ],
)
def test_faulty_settings(libraries: Any, message: str) -> None:
    """A prefix that means something else, or a library without a file, is told with its cure."""
    with pytest.raises(SettingsError) as error:
        parse({"libraries": libraries, "kinds": {"tool": {"title": "Tool", "plural": "Tools"}}})

    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("commons:open-book", ("commons", "open-book")),
        ("c2-x:open book", ("c2-x", "open book")),
        ("planned:x", (None, "planned:x")),
        ("https://example.org", (None, "https://example.org")),
        ("Commons:x", (None, "Commons:x")),
        ("2c:x", (None, "2c:x")),
        ("x", (None, "x")),
    ],
)
def test_qualified(name: str, expected: tuple[str | None, str]) -> None:
    """What stands before a colon is a kind or another library if it could be the name of one."""
    assert expected == qualified(name)


def test_where_names_count() -> None:
    """A name of another library counts in bodies, relations and heirs."""
    body = "[[commons:open-book]] [[commons:Open Book#Context|text]] [[commons:nowhere]]"
    library = naming(
        {
            "a.md": page(
                body, relations="{requires: ['commons:circles', {to: 'commons:Open Book', why: So.}]}"
            ),
            "b.md": page(title="B", superseded_by="commons:circles"),
        }
    )
    slugs = {link.elsewhere.slug if link.elsewhere else type(link.resolution) for link in library.links}

    assert {"open-book", "circles", Unknown} == slugs
    assert [None] * 6 == [link.target for link in library.links]


def test_names_of_this_library_come_first() -> None:
    """A kind and a colon mean an entry of this library, whatever others there are."""
    library = naming({"archetypes/open-book.md": page(title="Open Book")})

    assert "archetypes/open-book.md" == library.resolve_name("open-book", "archetype").entry.path  # type: ignore[union-attr]
    assert isinstance(library.resolve_name("open-book", "commons"), Elsewhere)


@pytest.mark.parametrize("told", ["The file isn't there.", b"{", b'{"version": 2, "entries": {}}'])
def test_a_library_that_is_not_known(told: bytes | str) -> None:
    """Of a library whose file can't be used no name means anything, and none is unknown."""
    library = naming({"a.md": page("[[commons:open-book]]")}, told)

    assert [Untold()] == [link.resolution for link in library.links]
    assert Untold() == Library.of(library.settings, library.documents, library.files).links[0].resolution


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "The file isn't there."),
        (b"{", "The file is not JSON."),
        (b"[]", "The file is not the `names.json` of a library."),
    ],
)
def test_files(tmp_path: Path, data: bytes | None, message: str) -> None:
    """A file lies beside the configuration, and is named as the library's folder sees it."""
    settings = parse({"libraries": {"commons": FILE}})
    (tmp_path / "libraries").mkdir()
    if data is not None:
        (tmp_path / FILE).write_bytes(data)
    other = of_folder(tmp_path, settings, tmp_path / "docs")["commons"]

    assert other.problem is not None
    assert (f"../{FILE}", message, None) == (other.path, other.problem.message, other.known)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder in the file's place can't be read, and is told."""
    (tmp_path / FILE).mkdir(parents=True)
    other = of_folder(tmp_path, parse({"libraries": {"commons": FILE}}), tmp_path)["commons"]

    assert other.problem is not None
    assert "The file can't be read: Is a directory." == other.problem.message


def test_digest(tmp_path: Path) -> None:
    """Another file, or none, has another digest."""
    settings = parse({"libraries": {"commons": "c.json"}})
    found = set()
    for data in (None, b"", b"{}"):
        if data is not None:
            (tmp_path / "c.json").write_bytes(data)
        found.add(of_folder(tmp_path, settings, tmp_path)["commons"].digest)

    assert 3 == len(found)


def test_where_a_value_stands() -> None:
    """A value is found in the file, in letters or in escapes; one that isn't there is the file's matter."""
    text = json.dumps({**TOLD, "site_name": "Übung"}, indent=2)
    for data in (text, json.dumps(json.loads(text), indent=2, ensure_ascii=False)):
        other = naming({}, data.encode()).others["commons"]
        line = data[: data.index('"site_name"')].count("\n") + 1
        assert (line, FILE_START) == (other.place("Übung").start.line, other.place("nowhere"))
