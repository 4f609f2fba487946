from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.library import Library
from trimtab.core.lock import HEADER, Lock, Record, What, render
from trimtab.core.permalinks import (
    broken,
    contradictions,
    is_list,
    matching,
    onward,
    published,
    unrecorded,
    updated,
)
from trimtab.core.routes import Routes
from trimtab.core.settings import parse
from trimtab.core.source import Source


def page(title: str, more: str = "", body: str = "") -> str:
    """An entry."""
    return f"---\ntitle: {title}\nsummary: s\n{more}---\n{body}"


def lock(*lines: str) -> Lock:
    """The record of some lines."""
    return Lock(Source.decode("../permalinks.lock", "\n".join(lines).encode()))


def lines(files: dict[str, str], *lists: str) -> list[str]:
    """The lines for all that a library publishes."""
    return render(published(Routes(library(files)), lists)).removeprefix(HEADER).splitlines()


def gone(files: dict[str, str], *recorded: str) -> list[str]:
    """What of some records leads nowhere."""
    return [one.line.record.line for one in broken(lock(*recorded), Routes(library(files)))]


def test_what_is_published() -> None:
    """Pages with their headings, what leads on to them, ids and lists; the title at the head is no heading."""
    files = {
        "a.md": page(
            "A", "aliases: [X]\nredirect_from: [old]\nid: n-1\n", "# A\n\n## One\n\n## Two { #zwei }\n"
        ),
        "guide/how.md": "# How\n\n## Then\n",
    }

    assert [
        "anchor a/#one",
        "anchor a/#zwei",
        "anchor guide/how/#how",
        "anchor guide/how/#then",
        "id a a.md",
        "id n-1 a.md",
        "id old a.md",
        "list tags/",
        "page a/ a.md",
        "page guide/how/ guide/how.md",
        "page old/ a.md",
        "page x/ a.md",
    ] == lines(files, "tags/", "guide/how/")


def test_a_page_in_place_of_a_list() -> None:
    """A written page may take a list's place, and a list that of a page: the address is recorded once."""
    known = lock("list tags/", "page cases/ cases/index.md")
    some = [
        Record(What.PAGE, "tags/", "tags/index.md"),
        Record(What.LIST, "cases/"),
        Record(What.LIST, "new/"),
    ]

    assert [Record(What.LIST, "new/")] == unrecorded(known, some)


def test_nothing_is_dropped() -> None:
    """An update keeps what was recorded and adds what is new; only what is named is forgotten."""
    known = lock("page gone/ gone.md", "page a/ a.md", "id lost a.md", "anchor a/#lost", "list tags/x/")
    made = Routes(library({"a.md": page("A", body="## New\n")}))
    everything = [
        "anchor a/#lost",
        "anchor a/#new",
        "id a a.md",
        "id lost a.md",
        "list tags/x/",
        "page a/ a.md",
    ]

    assert [*everything, "page gone/ gone.md"] == sorted(
        one.line for one in updated(known, made, published(made))
    )
    forgotten = [Record(What.PAGE, "gone/", "gone.md")]
    assert everything == sorted(one.line for one in updated(known, made, published(made), forgotten))
    assert set(published(made)) == set(updated(None, made, published(made)))


def test_the_file_that_has_it_now_is_recorded() -> None:
    """An update records which file has an address and an id now, but gives an id that breaks to nobody else."""
    renamed = Routes(library({"b.md": page("B", "redirect_from: [a]\n")}))
    stolen = Routes(library({"a.md": page("A"), "b.md": page("B", "id: n-1\n")}))

    assert {"id a b.md", "id b b.md", "page a/ b.md", "page b/ b.md"} == {
        one.line for one in updated(lock("page a/ a.md", "id a a.md"), renamed, published(renamed))
    }
    assert "id n-1 a.md" in {one.line for one in updated(lock("id n-1 a.md"), stolen, published(stolen))}


def test_contradictions() -> None:
    """An id of two entries is told at the later line, and kept for both; an entry's earlier name is no other entry."""
    files = {"a.md": page("A", "id: x\n"), "b.md": page("B", "redirect_from: [c]\n")}
    made = Routes(library(files))
    known = lock("id x a.md", "id c c.md", "id x b.md", "id c b.md", "id x gone.md")

    assert [(3, 1, "The id `x` is that of `b.md` here and of `a.md` in line 1.")] == [
        (one.number, one.other, one.message) for one in contradictions(known, made)
    ]
    assert {"id x a.md", "id x b.md"} <= {one.line for one in updated(known, made, published(made))}


@pytest.mark.parametrize(
    ("files", "recorded", "expected"),
    [
        ({"a.md": page("A")}, "page a/ a.md", False),
        ({"b.md": page("B")}, "page a/ a.md", True),
        ({"b.md": page("B", "redirect_from: [a]\n")}, "page a/ a.md", False),
        ({"b.md": page("B", "aliases: [A]\n")}, "page a/ a.md", False),
        ({"a.md": page("A", "status: removed\n")}, "page a/ a.md", False),
        ({"a/index.md": "# A\n"}, "page a/ a.md", False),
        ({"a/index.html": ""}, "page a/ a.md", True),
        ({"b.md": page("B", "redirect_from: [a]\n"), "c.md": page("C", "redirect_from: [a]\n")}, "page a/ a.md", True),
        ({"a.md": page("A")}, "page cases/ cases/index.md", False),
        ({"a.md": page("A")}, "list domains/x/", False),
        ({"a.md": page("A")}, "id a a.md", False),
        ({"a.md": page("A")}, "id n-1 a.md", True),
        ({"a.md": page("A", "redirect_from: [n-1]\n")}, "id n-1 a.md", False),
        ({"a.md": page("A", "id: n-1\n")}, "id a a.md", False),
        ({"b.md": page("B", "redirect_from: [a]\n")}, "id a a.md", False),
        ({"cases/a.md": page("A")}, "id a a.md", False),
        ({"b.md": page("B")}, "id a a.md", True),
        ({"a.md": page("A"), "b.md": page("B", "id: n-1\n")}, "id n-1 a.md", True),
        ({"b.md": page("B", "id: n-1\n")}, "id n-1 a.md", False),
        ({"b.md": page("B", "id: n-1\nredirect_from: [a]\n")}, "id n-1 a.md", False),
        ({"a.md": page("A", body="## One\n")}, "anchor a/#one", False),
        ({"a.md": page("A", body="## Two\n")}, "anchor a/#one", True),
        ({"a.md": page("A", body="## Two { #one }\n")}, "anchor a/#one", False),
        ({"a.md": page("A", body='<a id="one"></a>\n')}, "anchor a/#one", False),
        ({"b.md": page("B", "redirect_from: [a]\n")}, "anchor a/#one", True),
        ({"b.md": page("B", "redirect_from: [a]\n", "## One\n")}, "anchor a/#one", False),
        ({"a.md": page("A", "status: removed\n")}, "anchor a/#one", False),
        ({"a.md": page("A", "status: deprecated\n")}, "anchor a/#one", True),
        ({"b.md": page("B")}, "anchor a/#one", False),
    ],
)  # fmt: skip
def test_what_breaks(files: dict[str, str], recorded: str, expected: bool) -> None:
    """What is recorded has to lead to a page, an id to the entry that had it, an anchor to a place on the page reached.

    An anchor of an address that leads nowhere is told with the address.
    """
    assert [recorded] * expected == gone(files, recorded)


def test_a_page_that_is_gone_is_told_once() -> None:
    """The id that a page's own name made isn't told beside its address: what mends the one mends the other."""
    assert ["page a/ a.md"] == gone({"b.md": page("B")}, "page a/ a.md", "id a a.md")
    assert ["id n-1 a.md", "page a/ a.md"] == sorted(gone({"b.md": page("B")}, "page a/ a.md", "id n-1 a.md"))


def test_a_disputed_id_is_told_once() -> None:
    """Where the record contradicts itself, that is what is to be mended."""
    files = {"a.md": page("A", "id: x\n"), "b.md": page("B")}

    assert [] == gone(files, "id x a.md", "id x b.md")
    assert ["id x b.md"] == gone(files, "id x b.md")


@pytest.mark.parametrize(
    ("url", "there", "expected"),
    [
        ("domains/x/", ["domains/", "./"], "domains/"),
        ("domains/x/", ["./"], "./"),
        ("tags/a/", ["tags/", "tags/a/"], None),
        ("levels/9-delays/", ["levels/"], "levels/"),
        ("instruments/map/", ["instruments/"], "instruments/"),
        ("cases/", ["./"], "./"),
        ("search/", [], "./"),
        ("old/", [], None),
    ],
)
def test_lists_that_went(url: str, there: list[str], expected: str | None) -> None:
    """A list that isn't there any more leads on to what is above it, or to the first page."""
    files = {"a.md": page("A", "redirect_from: [old]\n")}
    found = list(onward(lock(f"list {url}"), Routes(library(files)), there))

    assert ([(url, expected)] if expected else []) == found


def test_lists_without_directories() -> None:
    """Where addresses are those of files, so are those of lists."""
    made = Routes(library({"a.md": page("A")}), directories=False)

    assert [("domains/x.html", "domains/index.html")] == list(
        onward(lock("list domains/x.html"), made, ["domains/index.html", "index.html"])
    )
    assert [("tags/x.html", "index.html")] == list(onward(lock("list tags/x.html"), made, ["index.html"]))


@pytest.mark.parametrize(
    ("url", "expected"),
    [("./", True), ("index.html", True), ("tags/", True), ("cases/index.html", True), ("recipe/", True),
     ("a/", False), ("tags/x/", False)],
)  # fmt: skip
def test_lists_that_need_no_file(url: str, expected: bool) -> None:
    """The first page, and the lists at the top, are made by the site."""
    settings = parse({"kinds": {"recipe": {"title": "Recipe", "plural": "Recipes"}}})

    assert expected == is_list(url, settings)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a/", ["page a/ a.md", "anchor a/#one", "anchor a/#two"]),
        ("a", ["page a/ a.md", "anchor a/#one", "anchor a/#two"]),
        ("/a/", ["page a/ a.md", "anchor a/#one", "anchor a/#two"]),
        ("a/#two", ["anchor a/#two"]),
        ("p/n-1/", ["id n-1 a.md"]),
        ("p/n-1", ["id n-1 a.md"]),
        ("tags/", ["list tags/"]),
        ("caf\u00e9/", ["page caf%C3%A9/ b.md"]),
        ("b", []),
        ("", []),
    ],
)
def test_what_an_address_means(typed: str, expected: list[str]) -> None:
    """An address means its page with all headings, one heading, or an id, with or without slashes around it."""
    known = lock(
        "page a/ a.md", "anchor a/#one", "anchor a/#two", "id n-1 a.md", "list tags/", "page caf%C3%A9/ b.md"
    )
    made = Routes(library({}))

    assert expected == [one.line for one in matching(known, made, typed)]


def test_a_library_knows_its_record() -> None:
    """A library carries its record, so that rules can compare the two."""
    known = lock("page a/ a.md")

    assert known is Library(parse({}), (), (), known).lock
