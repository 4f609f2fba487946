"""What a library says of itself, and what is made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.wikis import NAMES, TOP, judge
from trimtab.core.diagnostics import Severity
from trimtab.linkcheck.judging import Judged
from trimtab.linkcheck.library import (
    LibraryError,
    LinkedLibrary,
    Presence,
    parse,
    read_file,
    read_site,
    understood,
)
from trimtab.linkcheck.links import Link, link

SMALL: dict[str, Any] = {
    "version": 1,
    "site_name": "A",
    "site_url": "",
    "entries": {},
    "names": {},
    "addresses": {},
}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x: not JSON"),
        ("<!doctype html>", "x: not JSON; `--library` takes a library's `api/v1/names.json`"),
        ("[" * 100_000, "x: not JSON"),
        ("\ud800".encode(errors="surrogatepass"), "x: not JSON"),
        ("[]", "x: not the `names.json` of a library"),
        ("{}", "x: not the `names.json` of a library"),
        ('{"version": 1}', "x: not the `names.json` of a library"),
        ('{"version": 2, "entries": []}', "x: version 2 of `names.json`; this Trimtab reads version 1; update it"),
        ('{"version": "1", "entries": {}}', "x: version '1' of `names.json`"),
        ('{"version": 1, "entries": []}', "x: `entries` is not what a library writes there: Input should be"),
        ('{"version": 1, "entries": {"a": {"title": "A"}}}', "x: `entries.a.url` is not what a library writes there"),
        ('{"version": 1, "entries": {}, "names": {"a": 1}}', "x: `names.a` is not what"),
    ],
)  # fmt: skip
def test_what_is_no_library(text: str | bytes, message: str) -> None:
    """What can't be understood is told in a sentence."""
    with pytest.raises(LibraryError) as error:
        parse(text, "x")

    assert str(error.value).startswith(message)


KEYS = st.sampled_from(["version", "entries", "names", "title", "url", "a"])
JSON = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


def outcome(data: Any) -> str:
    """What is said of some data; nothing if it is a library."""
    try:
        understood(data, "x")
    except LibraryError as error:
        return str(error)
    return "x: "


@given(JSON)
def test_any_json(data: Any) -> None:
    """Whatever the file holds, it's a library or a sentence says what it isn't."""
    for one in (
        data,
        {**SMALL, "entries": data},
        {**SMALL, "entries": {"a": data}},
        {**SMALL, "addresses": data},
    ):
        assert outcome(one).startswith("x: ")


def test_newer_keys_are_no_fault() -> None:
    """Keys that are new in a version are passed over, and what leads to no entry is left out."""
    data = {
        **SMALL,
        "more": 1,
        "entries": {"a": {"title": "A", "url": "a/", "x": []}},
        "addresses": {"b/": "c"},
    }
    library = understood(data, "x")

    assert ("a", None) == (library.slug_at("a"), library.slug_at("b"))


def test_heirs() -> None:
    """An heir's own heir counts; a circle, an heir that isn't there and one that is removed have none."""

    def entry(heir: str, status: str = "deprecated") -> dict[str, str]:
        return {"title": "T", "url": "u/", "heir": heir, "status": status}

    entries = {"a": entry("b"), "b": entry("c"), "c": entry("", "stable"), "d": entry("e"), "e": entry("d")}
    entries |= {"f": entry("nobody"), "g": entry("h"), "h": entry("", "removed"), "i": entry("i")}
    library = understood({**SMALL, "entries": entries}, "x")

    assert {"a": "c", "b": "c", "d": None, "e": None, "f": None, "g": None, "i": None} == {
        slug: library.heir(slug) for slug in "abdefgi"
    }


def test_a_built_site(tmp_path: Path) -> None:
    """Of a built site on disk all pages and files are known; a folder without `names.json` is none."""
    assert read_site(tmp_path) is None
    for path in ("api/v1", "guide", "über"):
        (tmp_path / path).mkdir(parents=True)
    for path in ("guide/index.html", "über/index.html", "index.html", "feed.xml", "100%.html"):
        (tmp_path / path).touch()
    (tmp_path / "api/v1/names.json").write_bytes(NAMES.read_bytes())
    library = read_site(tmp_path)

    assert library is not None
    there = ["", "guide", "über", "feed.xml", "100%.html", "api/v1/names.json"]
    assert {Presence.THERE} == {library.presence(page) for page in there}
    assert Presence.ABSENT == library.presence("levels/9-delays")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("", Presence.THERE),
        ("nothing", Presence.ABSENT),
        ("p/nobody", Presence.ABSENT),
        ("levels", Presence.UNTOLD),
        ("levels/9-delays", Presence.UNTOLD),
        ("levels/nothing", Presence.ABSENT),
        ("tags/x", Presence.UNTOLD),
        ("search", Presence.UNTOLD),
        ("assets/a.css", Presence.UNTOLD),
        ("guide/commands", Presence.UNTOLD),
    ],
)
def test_pages_that_nobody_told_of(library: LinkedLibrary, page: str, expected: Presence) -> None:
    """Where only entries are known, an address among them that leads to none is dead; others may be there."""
    assert expected == library.presence(page)


def test_pages_that_are_told() -> None:
    """A library may list its other pages; then all that it doesn't list isn't there."""
    library = understood({**SMALL, "pages": ["guide/commands/", "levels/"]}, "x")

    assert [Presence.THERE, Presence.THERE, Presence.ABSENT] == [
        library.presence(page) for page in ("guide/commands", "levels", "tags/x")
    ]


def test_a_file_that_cant_be_read(tmp_path: Path) -> None:
    """A file that isn't there is told as such."""
    with pytest.raises(LibraryError, match=r"nowhere.json: No such file or directory"):
        read_file(tmp_path / "nowhere.json")


def judged(url: str, *, prefer_permalinks: bool = False) -> Judged:
    """What a link is."""
    found = judge(prefer_permalinks=prefer_permalinks)(link(url, 0, len(url)))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("page", "expected", "cured"),
    [
        ("short-checkpoint/", [], None),
        ("p/short-checkpoint", [], None),
        ("short-checkpoint/?x#solution", [], None),
        ("short-checkpoint/#", [], None),
        ("short-checkpoint/#top", [], None),
        ("short-checkpoint/#__tabbed_1", [], None),
        ("short-checkpoint/#:~:text=x", [], None),
        ("short-checkpoint/#problem:~:text=x", [], None),
        ("größe/#%C3%BCberblick", [], None),
        ("", [], None),
        ("stage-gate/?x#solution", ["TTL03"], "short-checkpoint/?x#solution"),
        ("stage-gate/#x", ["TTL03", "TTL06"], "short-checkpoint/#x"),
        ("levels/purpose", ["TTL03"], "levels/goals/"),
        ("big-review/#x", ["TTL04"], "short-checkpoint/#x"),
        ("war-room/", ["TTL05"], None),
        ("war-room/#x", ["TTL05", "TTL06"], None),
        ("status-meeting/", ["TTL02"], "decision-log/"),
        ("heroics/#x", ["TTL02"], None),
        ("nothing/#x", ["TTL01"], None),
    ],
)
def test_judgements(page: str, expected: list[str], cured: str | None) -> None:
    """Each link is what it should be, and what mends it keeps query and fragment."""
    found = judged(TOP + page).judgements
    cures = [one.cure.url for one in found if one.cure is not None]

    assert expected == [one.kind.code for one in found]
    assert ([] if cured is None else [TOP + cured]) == cures


@pytest.mark.parametrize(
    ("page", "expected", "cured"),
    [
        ("p/short-checkpoint/", [], None),
        ("short-checkpoint/#problem", ["TTL07"], "p/short-checkpoint/#problem"),
        ("decision-log", ["TTL07"], "p/dl-1/"),
        ("minutes/", ["TTL03"], "p/dl-1/"),
        ("big-review/", ["TTL04"], "p/short-checkpoint/"),
        ("größe/", ["TTL07"], "p/gr%C3%B6%C3%9Fe/"),
    ],
)
def test_permanent_addresses(page: str, expected: list[str], cured: str | None) -> None:
    """If they are preferred, each link that could be permanent is reported, and what is written is."""
    found = judged(TOP + page, prefer_permalinks=True).judgements

    assert expected == [one.kind.code for one in found]
    assert ([] if cured is None else [TOP + cured]) == [one.cure.url for one in found if one.cure]


@pytest.mark.parametrize(
    ("page", "help"),
    [
        ("short-chekpoint/#problem", f"Did you mean `{TOP}short-checkpoint/#problem` (“Short Checkpoint”)?"),
        ("Early_Look", f"Did you mean `{TOP}short-checkpoint/` (“Short Checkpoint”)?"),
        ("stage-gat.html", f"Did you mean `{TOP}short-checkpoint/` (“Short Checkpoint”)?"),
        ("goals/", f"Did you mean `{TOP}levels/goals/` (“Goals”)?"),
        ("qqq", f"No entry has a name like it; look for what was meant at {TOP}."),
    ],
)
def test_what_a_dead_link_meant(page: str, help: str) -> None:
    """The nearest entries are offered, by slug, title, other name or earlier slug."""
    (one,) = judged(TOP + page).judgements

    assert ("TTL01", Severity.ERROR) == (one.kind.code, one.severity)
    assert one.help.startswith(help)


@pytest.mark.parametrize(
    ("name", "expected", "words"),
    [
        ("short-checkpoint", [], ""),
        ("short-checkpoint #problem", [], ""),
        ("dl-1", [], ""),
        ("goals", [], ""),
        ("p/goals", [], ""),
        ("", [], ""),
        ("stage-gate#problem", ["TTL03"], "Write `[[lib:short-checkpoint#problem|…]]`."),
        ("levels/purpose", ["TTL03"], "Write `[[lib:levels/goals|…]]`."),
        ("p/stage-gate", ["TTL03"], "Write `[[lib:p/short-checkpoint|…]]`."),
        ("purpose", ["TTL03"], "Write `[[lib:goals|…]]`."),
        ("big-review", ["TTL04"], "Write `[[lib:short-checkpoint|…]]`, if that says what you mean."),
        ("Decision Log", ["TTL01"], "Did you mean `[[lib:decision-log|…]]` (“Decision Log”)?"),
        ("heroics", ["TTL02"], "Take the link out, or find another source."),
        ("goals#x", ["TTL06"], "It has `#what-it-is`."),
    ],
)
def test_interwiki_links(name: str, expected: list[str], words: str) -> None:
    """An interwiki link names an entry by slug or address; what to write is in its own form."""
    found = judge()(Link(name, range(len(name) + 1), "lib"))

    assert found is not None
    assert expected == [one.kind.code for one in found.judgements]
    assert words == "".join(one.help for one in found.judgements)
