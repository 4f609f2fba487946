from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import inside, library, mended
from trimtab.core.diagnostics import Diagnostic
from trimtab.rules import check

HEAD = "---\ntitle: {title}\nsummary: s\n{more}---\n"


def page(title: str, body: str = "", more: str = "") -> str:
    """A sound file; its body begins in line 5, or after the lines of `more`."""
    return HEAD.format(title=title, more=more) + body


def found(files: dict[str, str], **options: object) -> list[Diagnostic]:
    """The findings about names and links."""
    return [one for one in check(library(files, **options)).diagnostics if one.code[:3] == "TT3"]


def said(files: dict[str, str], **options: object) -> list[tuple[str, str, str]]:
    """Code, place and message of each finding about names and links."""
    return [
        (one.code, f"{one.path}:{one.span.start.line}:{one.span.start.column}", one.message)
        for one in found(files, **options)
    ]


def cured(files: dict[str, str], one: Diagnostic, **options: object) -> str | None:
    """The finding's file once its cure is made; None where it has none."""
    return None if one.fix is None else mended(library(files, **options).by_path[one.path].source, one.fix)


CHECKPOINT = {"checkpoint.md": page("Checkpoint")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[chekpoint]]", "[[checkpoint]]"),
        ("[[ chekpoint |a word]]", "[[ checkpoint |a word]]"),
        ("[[chekpoint#Why|chekpoint]]", "[[checkpoint#Why|chekpoint]]"),
        ("[[pattern:chekpoint]]", "[[pattern:checkpoint]]"),
        ("[[nothing at all]]", "[[planned:nothing at all]]"),
        ("[[case:nothing|it]]", "[[planned:nothing|it]]"),
        ("[[checkpont-a]]", None),
    ],
)
def test_unknown_references(before: str, after: str | None) -> None:
    """The nearest name is offered where one is clearly nearest, and `planned:` where none is near."""
    files = {
        **CHECKPOINT,
        "checkpoint-b.md": page("B1"),
        "checkpont-c.md": page("C1"),
        "a.md": page("A", before),
    }
    if "chekpoint" in before:
        files = {**CHECKPOINT, "a.md": page("A", before)}
    (one,) = found(files)

    assert "TT301" == one.code
    assert (page("A", after) if after else None) == cured(files, one)
    assert one.fix is None or not one.fix.safe


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("relations: {requires: [chekpoint]}\n", "relations: {requires: [checkpoint]}\n", "relations"),
        ("relations: {requires: ['chekpoint']}\n", "relations: {requires: ['checkpoint']}\n", "relations"),
        (
            "relations:\n  requires:\n  - to: chekpoint\n",
            "relations:\n  requires:\n  - to: checkpoint\n",
            "relations",
        ),
        (
            "relations: {requires: ['pattern:chekpoint']}\n",
            "relations: {requires: ['pattern:checkpoint']}\n",
            "relations",
        ),
        ("relations: {requires: ['case:x']}\n", "relations: {requires: ['planned:x']}\n", "relations"),
        ("archetypes: [x-y]\n", "archetypes: [planned:x-y]\n", "archetypes"),
        (
            "acts_on: [{archetype: x-y, loop: Z}]\n",
            "acts_on: [{archetype: planned:x-y, loop: Z}]\n",
            "acts_on",
        ),
        ("mental_models: ['X y']\n", "mental_models: ['planned:X y']\n", "mental_models"),
        ("superseded_by: chekpoint\n", "superseded_by: checkpoint\n", "superseded_by"),
    ],
)
def test_unknown_names_in_fields(before: str, after: str, field: str) -> None:
    """In front matter the name alone changes, within its quotation marks, and the cure names the field."""
    files = {**CHECKPOINT, "a.md": page("A", more=before)}
    (one,) = found(files)

    assert page("A", more=after) == cured(files, one)
    assert one.fix is not None
    assert (field,) == one.fix.fields
    assert [] == found({**files, "a.md": page("A", more=after)})


def test_unknown_levels() -> None:
    """A level that there isn't can't be planned; the help says which there are."""
    files = {"levels/delays.md": page("Delays", more="number: 9\n"), "a.md": page("A", "[[level:13]]")}
    (one,) = found(files)

    assert "There is no level called `13`." == one.message
    assert "Levels run from 12, the weakest, to 1, the strongest." == one.help
    assert one.fix is None
    assert [] == found({**files, "a.md": page("A", "[[level:8]]")})


def test_names_that_are_written_otherwise() -> None:
    """Where a name doesn't stand in the file as it's meant, nothing is offered."""
    options = {"phrases": "See {name}.", "fields": {"archetypes": "section:Trap"}}
    files = {"a.md": page("A", "See nothing.\n\n## Trap\n\nx\n", 'relations: {requires: ["\\x61b"]}\n')}

    assert [None, None, None] == [cured(files, one, **options) for one in found(files, **options)]
    assert {"TT301"} == {one.code for one in found(files, **options)}


@pytest.mark.parametrize(
    ("files", "more", "after"),
    [
        ({"one.md": page("Twin"), "cases/two.md": page("Twin")}, "[[Twin|it]]", "[[case:Twin|it]]"),
        ({"one.md": page("Twin"), "two.md": page("twin")}, "[[Twin]]", "[[one]]"),
        ({"cases/one.md": page("Twin"), "cases/two.md": page("twin")}, "[[case:Twin]]", "[[one]]"),
    ],
)
def test_ambiguous_names(files: dict[str, str], more: str, after: str) -> None:
    """One of the entries that a name could mean is offered by its kind, or else by its slug."""
    files = {**files, "a.md": page("A", more)}
    one = next(one for one in found(files) if one.code == "TT302")

    assert page("A", after) == cured(files, one)
    assert one.fix is not None
    assert not one.fix.safe


@pytest.mark.parametrize(
    ("body", "help", "after"),
    [
        ("[[b#The Fourm]]", "Did you mean `#the-form`?", "[[b#the-form]]"),
        ("[[b#the fourm|x]]", "Did you mean `#the-form`?", "[[b#the-form|x]]"),
        ("[x](b.md#the-from)", "Did you mean `#the-form`?", "[x](b.md#the-form)"),
        ("[x](b.md#zebra)", "Its sections are the-form, part-1 and 1 more.", None),
        ("[x](b.md#the%2Dfrom)", "Did you mean `#the-form`?", None),
    ],
)
def test_missing_anchors(body: str, help: str, after: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest section is offered; without one the page's sections are told, not all if there are many."""
    monkeypatch.setattr("trimtab.rules.links._LISTED", 2)
    files = {
        "b.md": page("B", "## The form\n\nx\n\n## Part 1\n\nx\n\n## Part 2\n\nx\n"),
        "a.md": page("A", body),
    }
    (one,) = found(files)

    assert ("TT303", help) == (one.code, one.help)
    assert (page("A", after) if after else None) == cured(files, one)


@pytest.mark.parametrize(
    ("body", "place", "message", "help", "after"),
    [
        (
            "[x](checkpint.md)",
            5,
            "The file `checkpint.md` isn't there.",
            "Did you mean `[[checkpoint]]`?",
            "[x](checkpoint.md)",
        ),
        (
            "[x](<check point.md> 't')",
            6,
            "The file `check point.md` isn't there.",
            "Did you mean `[[checkpoint]]`?",
            "[x](<checkpoint.md> 't')",
        ),
        (
            "[x](check%20pint.md)",
            5,
            "The file `check pint.md` isn't there.",
            "Did you mean `[[checkpoint]]`?",
            "[x](checkpoint.md)",
        ),
        (
            "[x](early.md)",
            5,
            "The file `early.md` isn't there.",
            "Did you mean `[[checkpoint]]`?",
            "[x](checkpoint.md)",
        ),
        (
            r"[x](zebra\_crossing.pdf)",
            5,
            "The file `zebra_crossing.pdf` isn't there.",
            "Check the path; it is relative to this file's folder.",
            None,
        ),
        (
            "[x]: checkpint.md",
            6,
            "The file `checkpint.md` isn't there.",
            "Did you mean `[[checkpoint]]`?",
            "[x]: checkpoint.md",
        ),
        (
            "![x](loop.png)",
            6,
            "The image `loop.png` isn't there.",
            "Did you mean `img/loop.png`?",
            "![x](img/loop.png)",
        ),
        (
            "![x](img/lop.png)",
            6,
            "The image `img/lop.png` isn't there.",
            "Did you mean `img/loop.png`?",
            "![x](img/loop.png)",
        ),
        (
            '<img src="img/lop.png">',
            11,
            "The image `img/lop.png` isn't there.",
            "Did you mean `img/loop.png`?",
            '<img src="img/loop.png">',
        ),
        (
            '<a href="zebra.pdf">',
            10,
            "The file `zebra.pdf` isn't there.",
            "Check the path; it is relative to this file's folder.",
            None,
        ),
        (
            "[x](checkpint.md#why)",
            5,
            "The file `checkpint.md` isn't there.",
            "Did you mean `[[checkpoint]]`?",
            None,
        ),
    ],
)
def test_missing_files(body: str, place: int, message: str, help: str, after: str | None) -> None:
    """Whatever way a link is written, a missing file is found, and the one that is meant is offered."""
    files = {
        "checkpoint.md": page("Checkpoint", more="redirect_from: [early]\n"),
        "img/loop.png": "",
        "a.md": page("A", body),
    }
    (one,) = found(files)

    assert ("TT304", (5, place), message, help) == (one.code, tuple(one.span.start), one.message, one.help)
    assert (page("A", after) if after else None) == cured(files, one)
    assert one.fix is None or not one.fix.safe


@pytest.mark.parametrize(
    "body",
    [
        "[x](b_(c).md)",
        "[x](<b (c) d.md>)",
        "[x](b%20%28c%29%20d.md 'title')",
        "[x](b (c) d.md)",
        r"[x](b\_e.md)",
        "[x](R&amp;D.md)",
        "[x]: <b (c) d.md> 'title'",
        '![x](img/loop.png "a (b) title")',
        '<img alt="x" src="img/loop.png">',
        '<img src="../img/loop.png">',
        '<a href="R&amp;D.md">',
        "[1]: Shop.io. (n.d.). *Pattern*.",
        "`[x](none.md)`",
        "[x](none.md",
    ],
)
def test_files_that_are_there(body: str) -> None:
    """Brackets, blanks, escapes and titles are read as the page reads them; HTML may suit the page's address."""
    files = {name: page(name) for name in ("b_(c).md", "b (c) d.md", "b_e.md", "R&D.md")}

    assert [] == said({**files, "img/loop.png": "", "a.md": page("A", body)})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[[a]]", [("TT305", "a.md:5:1", "`a` is this entry itself.")]),
        ("[[The A|this]]", [("TT305", "a.md:5:1", "`The A` is this entry itself.")]),
        ("[x](a.md)", [("TT305", "a.md:5:5", "`a.md` is this page itself.")]),
        ("[x](./a.md)", [("TT305", "a.md:5:5", "`./a.md` is this page itself.")]),
        ("[x](a)", [("TT305", "a.md:5:5", "`a` is this page itself.")]),
        ("[[a#Top]] [x](a.md#top) [y](#top) [z](#)\n\n## Top\n\nx", []),
        ("[[b]] [x](b.md) [y](../) [z](https://a.md)", []),
    ],
)
def test_self_links(body: str, expected: list[tuple[str, str, str]]) -> None:
    """A link to the page itself is found, unless it leads to a section."""
    assert expected == said({"a.md": page("The A", body), "b.md": page("B")})


@pytest.mark.parametrize(
    ("body", "place", "url", "scheme"),
    [
        ("[x](www.example.org/a)", 5, "www.example.org/a", "https://"),
        ("[x](example.com/a 'title')", 5, "example.com/a", "https://"),
        ("[x](<www.example.org>)", 6, "www.example.org", "https://"),
        ("[x]: example.org/a", 6, "example.org/a", "https://"),
        ('<a href="www.example.org">', 10, "www.example.org", "https://"),
        ("![x](example.org/a.png)", 6, "example.org/a.png", "https://"),
        ("[x](jo@example.org)", 5, "jo@example.org", "mailto:"),
    ],
)
def test_schemeless_urls(body: str, place: int, url: str, scheme: str) -> None:
    """An address without a scheme is found, and mended unseen."""
    files = {"a.md": page("A", body)}
    (one,) = found(files)

    assert ("TT306", (5, place)) == (one.code, tuple(one.span.start))
    assert f"`{url}` has no scheme, so that it leads to a file of the site." == one.message
    assert one.fix is not None
    assert one.fix.safe
    assert page("A", body.replace(url, scheme + url, 1)) == cured(files, one)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        (
            "sources: [{title: T, url: example.org/a}]\n",
            "sources: [{title: T, url: https://example.org/a}]\n",
            "sources",
        ),
        ("sources: ['www.example.org']\n", "sources: ['https://www.example.org']\n", "sources"),
        ("repository: example.org/a\n", "repository: https://example.org/a\n", "repository"),
        (
            "evidence: [{what: x, source: jo@example.org}]\n",
            "evidence: [{what: x, source: mailto:jo@example.org}]\n",
            "evidence",
        ),
    ],
)
def test_schemeless_urls_in_fields(before: str, after: str, field: str) -> None:
    """Sources, evidence and keys that hold addresses are looked at too; the cure says which it changes."""
    files = {"a.md": page("A", more=before)}
    one = next(one for one in found(files) if one.code == "TT306")

    assert page("A", more=after) == cured(files, one)
    assert one.fix is not None
    assert (field,) == one.fix.fields


@pytest.mark.parametrize(
    "body",
    ["Booking.com, example.org and www.example.org are names.", "[x](example.org/there.md)", "`[x](example.org)`",
     "<https://example.org>", "[x](https://example.org)"],
)  # fmt: skip
def test_what_is_no_address(body: str) -> None:
    """Names in prose are names, and a file that is there is a file."""
    assert [] == said({"a.md": page("A", body), "example.org/there.md": page("There")})


@pytest.mark.parametrize("url", ["notes.md", "foo.io.md", "index.html"])
def test_names_of_files_are_no_addresses(url: str) -> None:
    """What may well be a file is one that isn't there."""
    assert ["TT304"] == [one.code for one in found({"a.md": page("A", f"[x]({url})")})]


OLD = {
    "old.md": page("Old", more="status: deprecated\nsuperseded_by: newer\n"),
    "newer.md": page("Newer", more="status: deprecated\nsuperseded_by: new\n"),
    "new.md": page("New", "Once [[old]].\n"),
    "gone.md": page("Gone", "See [[old]].\n", "status: deprecated\n"),
}


@pytest.mark.parametrize(
    ("body", "more", "place", "title", "after"),
    [
        ("[[old|that]]", "", (5, 1), "Old", ("[[new|that]]", "")),
        ("[[pattern:Old]]", "", (5, 1), "Old", ("[[pattern:new]]", "")),
        ("[x](old.md)", "", (5, 5), "Old", ("[x](new.md)", "")),
        (
            "",
            "relations: {requires: [{to: old}]}\n",
            (4, 29),
            "Old",
            ("", "relations: {requires: [{to: new}]}\n"),
        ),
        ("[[gone]]", "", (5, 1), "Gone", None),
        ("[[old#x]]\n", "", (5, 1), "Old", None),
        ("[x](old.md?y)", "", (5, 5), "Old", None),
    ],
)
def test_links_to_deprecated(
    body: str, more: str, place: tuple[int, int], title: str, after: tuple[str, str] | None
) -> None:
    """A link to a deprecated entry is found; the last heir is offered in its place."""
    files = {**OLD, "a.md": page("A", body, more)}
    one = next(one for one in found(files) if one.code == "TT307")

    assert ("a.md", place, f"“{title}” is deprecated.") == (one.path, tuple(one.span.start), one.message)
    heir = "Link to its heir, `new`."
    none = "Take the link away, or say in the text what holds of it still."
    assert (none if title == "Gone" else heir) == one.help
    assert (page("A", *after) if after else None) == cured(files, one)
    assert one.fix is None or not one.fix.safe


def test_links_between_the_deprecated() -> None:
    """Deprecated entries, heirs and the key that names one may lead to what is deprecated."""
    assert [] == said(OLD)


def test_heirs_of_another_kind() -> None:
    """An heir that shares its slug is named with its kind; a field that takes one kind only gets no other."""
    files = {
        "archetypes/drift.md": page("Drift", more="status: deprecated\nsuperseded_by: case:rise\n"),
        "cases/rise.md": page("A Rise"),
        "rise.md": page("Rise"),
        "a.md": page("A", "[[drift]]", "archetypes: [drift]\n"),
    }
    field, reference = found(files)

    assert ("TT307", "TT307") == (field.code, reference.code)
    assert None is cured(files, field)
    assert page("A", "[[case:rise]]", "archetypes: [drift]\n") == cured(files, reference)


@pytest.mark.parametrize(
    ("body", "more", "after"),
    [
        ("[[early]]", "", ("[[checkpoint]]", "")),
        ("[[pattern:early|x]]", "", ("[[pattern:checkpoint|x]]", "")),
        ("[[early#Why]]", "", ("[[checkpoint#Why]]", "")),
        ("", "relations: {requires: [early]}\n", ("", "relations: {requires: [checkpoint]}\n")),
    ],
)
def test_links_to_redirects(body: str, more: str, after: tuple[str, str]) -> None:
    """An earlier slug is written anew, unseen."""
    target = page("Checkpoint", "## Why\n\nx\n", "redirect_from: [early]\n")
    files = {"checkpoint.md": target, "a.md": page("A", body, more)}
    (one,) = found(files)

    assert ("TT308", "`early` is an earlier name of “Checkpoint”.") == (one.code, one.message)
    assert one.fix is not None
    assert one.fix.safe
    assert page("A", *after) == cured(files, one)
    assert [] == found({**files, "a.md": page("A", *after)})


@pytest.mark.parametrize("name", ["checkpoint", "Early", "Early Checkpoint"])
def test_names_that_are_still_right(name: str) -> None:
    """A slug, a title or an alias isn't an earlier name, even if it looks like one."""
    more = "aliases: [Early]\nredirect_from: [early, early-checkpoint]\n"

    assert [] == said(
        {"checkpoint.md": page("Early Checkpoint", more=more), "a.md": page("A", f"[[{name}]]")}
    )


@pytest.mark.parametrize(
    ("body", "place", "label", "help", "after"),
    [
        ("[x][studdy]\n\n[study]: https://b.c/", (5, 5), "studdy", "Did you mean `study`?", "[x][study]\n\n[study]: https://b.c/"),
        ("[the study][]", (5, 2), "the study",
         "Add a line such as `[the study]: https://...`, or write the address behind the text.", None),
        ("![x][a-picture]", (5, 6), "a-picture",
         "Add a line such as `[a-picture]: https://...`, or write the address behind the text.", None),
    ],
)  # fmt: skip
def test_undefined_labels(
    body: str, place: tuple[int, int], label: str, help: str, after: str | None
) -> None:
    """A label that is defined nowhere is found, with the one that is like it."""
    files = {"a.md": page("A", body)}
    (one,) = found(files)

    assert ("TT309", place) == (one.code, tuple(one.span.start))
    assert (f"The label `{label}` is defined nowhere in this file.", help) == (one.message, one.help)
    assert (page("A", after) if after else None) == cured(files, one)


@pytest.mark.parametrize(
    "body",
    ["[x][y]\n\n[Y]: https://b.c/", "[1][2]", "m[i][j]", "[[a]][[b]]", "[x][^1]\n\n[^1]: y", "- [x] [ ]"],
)
def test_brackets_that_are_no_links(body: str) -> None:
    """Labels that are defined, numbers, indices, names and footnotes are fine."""
    assert [] == [one for one in said({"a.md": page("A", body), "b.md": page("B")}) if one[0] == "TT309"]


PIECES = st.sampled_from(
    [
        "[[a]]",
        "[[old]]",
        "[[case:b|",
        "]]",
        "[x](",
        "a.md",
        "old.md#x",
        "example.org",
        " 't'",
        ")",
        "[y]: ",
        "\n",
        "<",
        ">",
        "`",
        "[x][y-z]",
        "<img src='z.png'>",
        "[[early#",
        "é",
        "\\",
        "%20",
        "&amp;",
    ]
)


@given(
    st.lists(PIECES, max_size=15).map("".join),
    st.sampled_from(["", "superseded_by: early\n", "archetypes: [x, old]\n"]),
)
def test_any_text(text: str, more: str) -> None:
    """No file makes the rules fail; findings and cures lie in it."""
    files = {
        **OLD,
        "checkpoint.md": page("C", more="redirect_from: [early]\n"),
        "a.md": page("A", text, more),
    }
    whole = library(files)
    for one in found(files):
        source = whole.by_path[one.path].source
        assert inside(source, one.span)
        if one.fix is not None:
            assert mended(source, one.fix) != source.text
