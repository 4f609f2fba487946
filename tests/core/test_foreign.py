"""Another library as this one knows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreign import TOLD, TOP, entry, foreign
from trimtab.core import foreign as foreign_module
from trimtab.core.foreign import ForeignLibrary, NamesError, parse, read, understood
from trimtab.core.names import Elsewhere, SeveralElsewhere, Unknown

SMALL: dict[str, Any] = {"version": 1, "entries": {"a": {"title": "A", "url": "a/"}}}


@pytest.mark.parametrize(
    ("name", "slug", "is_earlier"),
    [
        ("open-book", "open-book", False),
        (" open-book ", "open-book", False),
        ("Open Book", "open-book", False),
        ("OPEN  BOOK!", "open-book", False),
        ("Glass Ledger", "open-book", False),
        ("glass ledger", "open-book", False),
        ("ledger", "open-book", False),
        ("pat-7", "circles", False),
        ("circles", "circles", False),
        ("rings", "circles", True),
        ("hoops", "circles", True),
        ("escalation", "escalation", False),
        ("arms-race", "arms-race", False),
        ("town-hall", "town-hall", False),
    ],
)
def test_names(name: str, slug: str, is_earlier: bool) -> None:
    """A name means an entry by slug, id, title, alias or earlier slug, as in the library itself."""
    found = foreign().resolve(name)

    assert isinstance(found, Elsewhere)
    assert (slug, is_earlier) == (found.slug, found.is_earlier)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arms race", ("arms-race", "arms-race-2")),
        ("Arms Race", ("arms-race", "arms-race-2")),
        ("Steps", ("stairs",)),
    ],
)
def test_ambiguous_names(name: str, expected: tuple[str, ...]) -> None:
    """A title of two entries means neither, and so does one that the library doesn't count among its names."""
    found = foreign().resolve(name)

    assert isinstance(found, SeveralElsewhere)
    assert expected == found.slugs


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("open-bok", ("open-book",)),
        ("glas ledger", ("open-book",)),
        ("loop", ("loop-a", "loop-b")),
        ("nothing like it", ()),
        ("", ()),
        ("...", ()),
        ("commons:open-book", ()),
    ],
)
def test_unknown_names(name: str, nearest: tuple[str, ...]) -> None:
    """A name that means nothing brings up the entries whose names are like it."""
    assert Unknown(nearest) == foreign().resolve(name)


@pytest.mark.parametrize(
    ("slug", "heir"),
    [
        ("big-audit", "open-book"),
        ("old-audit", "open-book"),
        ("town-hall", None),
        ("loop-a", None),
        ("open-book", None),
    ],
)
def test_heirs(slug: str, heir: str | None) -> None:
    """Of a row of heirs the last counts; one that leads back to itself has none."""
    assert heir == foreign().heir(slug)


@pytest.mark.parametrize(
    ("slug", "anchor", "url"),
    [
        ("open-book", "", f"{TOP}p/open-book/"),
        ("open-book", "Why so?", f"{TOP}open-book/#why-so"),
        ("open-book", "context", f"{TOP}open-book/#context"),
        ("open-book", "nowhere", f"{TOP}p/open-book/"),
        ("circles", "context", f"{TOP}p/pat-7/"),
        ("escalation", "untold", f"{TOP}archetypes/escalation/#untold"),
    ],
)
def test_addresses(slug: str, anchor: str, url: str) -> None:
    """An entry is reached at its permanent address; a section on its page, for what leads on may lose it."""
    assert url == foreign().url(slug, anchor)


@pytest.mark.parametrize(
    ("site_url", "setting", "site"),
    [
        ("https://example.org", "", "https://example.org/"),
        ("https://example.org/lib", "", "https://example.org/lib/"),
        ("http://localhost:8000/", "", "http://localhost:8000/"),
        ("", "https://example.org/", "https://example.org/"),
        ("https://old.example/", "https://new.example/", "https://new.example/"),
        ("", "", ""),
        ("example.org", "", ""),
        ("//example.org/", "", ""),
        ("javascript:alert(1)", "", ""),
        ("ftp://example.org/", "", ""),
        ("https://me:secret@example.org/", "", ""),
        ("https://example.org/?a", "", ""),
        ("https://example.org/#a", "", ""),
        ('https://example.org/"onclick="x', "", ""),
        ("https://example.org\\@evil.example/", "", ""),
        ("https://example.org/\n", "", ""),
    ],
)
def test_sites(site_url: str, setting: str, site: str) -> None:
    """A site's address is one of the web's; the settings' outranks the one that the library gives."""
    assert site == foreign({**SMALL, "site_url": site_url}, setting).site


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/a/",
        "https://commons.example.org/elsewhere/",
        "//evil.example/a/",
        "/a/",
        "../a/",
        "a/../../b/",
        "a/%2e%2e/%2e%2e/%2e%2e/b/",
        "..\\a\\",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "a/?next=https://evil.example/",
        "a/#x",
        "a\x00b/",
        "\\\\evil.example/",
    ],
)
def test_stray_addresses(address: str) -> None:
    """An address that doesn't lead below the site makes no link, and is told."""
    library = foreign({**SMALL, "site_url": TOP, "entries": {"a": {"title": "A", "url": address}}})

    assert ("", [address]) == (library.url("a"), [stray.address for stray in library.strays])


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("a/", f"{TOP}a/"),
        ("./", TOP),
        ("a.html", f"{TOP}a.html"),
        (f"{TOP}a/", f"{TOP}a/"),
        ("für-alle/", f"{TOP}f%C3%BCr-alle/"),
        ("f%C3%BCr/", f"{TOP}f%C3%BCr/"),
        ("a(b)<c>\"'/", f"{TOP}a%28b%29%3Cc%3E%22%27/"),
    ],
)
def test_addresses_are_quoted(address: str, url: str) -> None:
    """Nothing that means something in Markdown or HTML is left in an address."""
    library = foreign({**SMALL, "site_url": TOP, "entries": {"a": {"title": "A", "url": address}}})

    assert (url, ()) == (library.url("a"), library.strays)


@given(st.text())
def test_no_address_leads_out(address: str) -> None:
    """Whatever an address is, a link made of it leads below the site or isn't made."""
    library = foreign(
        {**SMALL, "site_url": TOP, "entries": {"a": {"title": "A", "url": address, "permalink": address}}}
    )
    url = library.url("a")

    assert not url or url.startswith(TOP)
    assert not url or "commons.example.org" == urlsplit(url).hostname
    assert not {"..", "."} & set(unquote(url).split("/"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "The file is not JSON."),
        (b"{", "The file is not JSON."),
        (b"\xff", "The file is not JSON."),
        (b"[" * 100_000, "The file is not JSON."),
        (b'{"a": ' + b"9" * 5000 + b"}", "The file is not JSON."),
        (b'{"version": 1, "entries": {"a": {"title": "\\ud800", "url": "a/"}}}', "The file is not JSON."),
        (b"[]", "The file is not the `names.json` of a library."),
        (b"{}", "The file is not the `names.json` of a library."),
        (b'{"version": 1}', "The file is not the `names.json` of a library."),
        (
            b'{"version": true, "entries": {}}',
            "The file is version True of `names.json`; this Trimtab reads version 1.",
        ),
        (b'{"version": 2, "entries": []}', "The file is version 2 of `names.json`; this Trimtab reads version 1."),
        (
            b'{"version": 1, "entries": {"a": {"title": "A"}}}',
            "`entries.a.url` of the file is not what a library writes there: Field required.",
        ),
        (
            b'{"version": 1, "entries": {}, "names": {"a": 1}}',
            "`names.a` of the file is not what a library writes there: Input should be a valid string.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_library(text: bytes, sentence: str) -> None:
    """What can't be understood is told in a sentence."""
    with pytest.raises(NamesError) as error:
        parse(text)

    assert sentence == error.value.sentence


def test_where_json_ends() -> None:
    """Where a text stops being JSON is told."""
    with pytest.raises(NamesError) as error:
        parse('{\n  "version": 1,\n}')

    assert (3, 1) == error.value.position


def test_letters_beyond() -> None:
    """Letters that JSON writes in two halves are letters."""
    file = understood({**SMALL, "site_name": json.loads('"\\ud83d\\ude00 A"')})

    assert "😀 A" == file.site_name
    assert "😀" == parse(json.dumps({**SMALL, "site_name": "😀"})).site_name


def test_texts_are_shown_safely() -> None:
    """A title is one line of signs that can be seen, and not without end."""
    file = understood(
        {**SMALL, "entries": {"a": {"title": "A\n\x1b[31m\u202e b", "url": "a/", "summary": "x" * 9000}}}
    )

    assert ("A [31m b", 2001) == (file.entries["a"].title, len(file.entries["a"].summary))


def test_too_large_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that no library writes isn't read to its end."""
    monkeypatch.setattr(foreign_module, "MOST_BYTES", 10)
    (tmp_path / "x.json").write_bytes(b"x" * 11)
    with pytest.raises(NamesError, match="larger than"):
        read(tmp_path / "x.json")

    (tmp_path / "x.json").write_bytes(b"x" * 10)
    assert b"x" * 10 == read(tmp_path / "x.json")


def test_names_that_aren_t_told() -> None:
    """A library that tells no names is known by the slugs and titles of its entries."""
    library = foreign({"version": 1, "entries": {"open-book": entry("The Open Book", "open-book/")}})

    assert ["open-book"] * 2 == [
        getattr(library.resolve(name), "slug", "") for name in ("open-book", "the open book")
    ]


def test_names_that_lead_nowhere() -> None:
    """A name, an address or an heir of an entry that isn't told is as if it weren't there."""
    told = {**SMALL, "names": {"b": "gone"}, "addresses": {"c/": "gone", "p/d/": "gone"}}
    told["entries"] = {"a": {"title": "A", "url": "a/", "heir": "gone"}}
    library = foreign(told)

    assert [Unknown()] * 3 == [library.resolve(name) for name in "bcd"]
    assert library.heir("a") is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda some: st.lists(some) | st.dictionaries(st.text(), some),
    )
)
def test_any_json(value: Any) -> None:
    """Whatever stands where entries, names and addresses belong, the file is understood or told to be none."""
    for key in ("entries", "names", "addresses", "site_name", "site_url"):
        try:
            library = ForeignLibrary("x", understood({**TOLD, key: value}))
        except NamesError:
            continue
        assert isinstance(library.resolve("open book"), (Elsewhere, SeveralElsewhere, Unknown))
        assert isinstance(library.strays, tuple)
