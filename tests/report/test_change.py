from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token

from report.samples import EVIL, WHOLE, contexts, diagnostic, reports, texts
from trimtab.core.change import (
    AnchorGone,
    Base,
    Change,
    Moved,
    Named,
    NameLost,
    PageGone,
    Removed,
    Renamed,
    StatusMoved,
    Tie,
    TieMoved,
    Wanted,
)
from trimtab.core.diagnostics import Severity
from trimtab.report import change_json
from trimtab.report.change import LONGEST, MARKER, markdown
from trimtab.report.context import Context
from trimtab.report.text import one_line

CONTEXT = Context(version="1.2.3", prefix="lib/")
SCHEMA = json.loads(files("trimtab.report").joinpath("schemas/change-v1.json").read_text(encoding="utf-8"))
COMMIT = "0123456789abcdef0123456789abcdef01234567"
JOINER = "\u2060"
NOTHING = "Nothing changes for entries, names, links, addresses or findings."
OWN_HTML = {MARKER, "<details>", "</details>", "<span>", "</span>"}

A = Named("a.md", "a", "pattern", "The A")
B = Named("cases/b.md", "b", "case", "The B")
TIE = Tie(A, "requires", "Requires", "Required by", "b", B, "Without it nothing works.", 0.5)

FULL = Change(
    base=Base("origin/main", COMMIT, parted=True),
    notes=("`mkdocs.yml` isn't in it, so today's settings are used.",),
    added=(B,),
    removed=(Removed(A), Removed(A, B)),
    renamed=(
        Renamed(Named("old.md", "old", "pattern", "The A"), A, redirected=True),
        Renamed(Named("old.md", "old", "pattern", "The A"), A, redirected=False),
        Renamed(Named("cases/a.md", "a", "case", "The A"), A, redirected=True),
    ),
    edited=(A,),
    retitled=(Moved(A, "Its A", "The A"),),
    kinds=(Moved(A, "case", "pattern"),),
    statuses=(StatusMoved(A, "stable", "deprecated", "b"), StatusMoved(B, "draft", "stable")),
    confidence=(Moved(A, 1, 3), Moved(B, None, 2)),
    vitality=(Moved(A, 4.6, 1.25), Moved(B, 3.0, None)),
    levels=(Moved(A, (9, 6), (3,)), Moved(B, (), (12,))),
    relations_gained=(TIE, dataclasses.replace(TIE, name="soon", target=None, why="", weight=None)),
    relations_lost=(TIE,),
    relations_moved=(TieMoved(TIE, dataclasses.replace(TIE, why="", weight=None)),),
    orphans=(B,),
    wanted=(Wanted("soon", ("a.md", "b.md", "c.md", "d.md", "e.md")), Wanted("the-b", ("a.md",), B)),
    unwanted=(Wanted("the-b", ("a.md",), B), Wanted("never", ("a.md",))),
    names_lost=(NameLost("Other", A), NameLost("Third", A), NameLost("the-a", A, B)),
    pages_gone=(
        PageGone("old-name/", "old-name.md", "The A", A),
        PageGone("cases/a/", "cases/a.md", "The A", A),
        PageGone("guide/how/", "guide/how.md", "How"),
    ),
    anchors_gone=(AnchorGone("a/", "one-part", "One part", "a.md", "The A"),),
    findings_new=WHOLE.diagnostics,
    findings_cured=WHOLE.diagnostics[1:],
)
"""A change that has something of everything."""

EXPECTED = """\
<!-- trimtab-diff -->
**1 entry added, 2 removed, 3 renamed, 1 edited; 3 URLs would break; 1 link target inside pages would break; \
3 new findings (1 error, 1 warning and 1 note); 2 findings cured.**

Compared with `0123456789`, where `origin/main` and this state parted.

Note: `mkdocs.yml` isn't in it, so today's settings are used.

### URLs that would break

- `old-name/`, “The A”, was `lib/old-name.md`; add `old-name` to `redirect_from` of “The A” (`a`)
- `cases/a/`, “The A”, was `lib/cases/a.md`; it is now `lib/a.md`
- `guide/how/`, “How”, was `lib/guide/how.md`

### Link targets inside pages that would break

- `a/#one-part` on “The A”

### New findings

- warning `TT999` at `lib/a.md`: It is wrong.
- error `TT999` at `lib/a.md:9:5`: It is wrong.
- note `TT999` at `lib/ä b/c#d%.md`: There is more.

### Added

- “The B” (`b`), case

### Removed

- “The A” (`a`)
- “The A” (`a`); its slug now means “The B” (`b`)

### Renamed

- “The A” (`a`): was `old`; the old slug leads to it
- “The A” (`a`): was `old`; the old slug leads nowhere
- “The A” (`a`): `lib/cases/a.md` is now `lib/a.md`

### Fields that move

| Entry | Field | Before | After |
|---|---|---|---|
| “The A” (`a`) | title | Its A | The A |
| “The A” (`a`) | kind | case | pattern |
| “The A” (`a`) | status | stable | deprecated, heir `b` |
| “The B” (`b`) | status | draft | stable |
| “The A” (`a`) | level | 9 Delays, 6 Information Flows | 3 Goals |
| “The B” (`b`) | level | none | 12 Parameters |
| “The A” (`a`) | confidence | ★☆☆ low | ★★★ high |
| “The B” (`b`) | confidence | none | ★★☆ medium |
| “The A” (`a`) | vitality | 4.6 generative | 1.2 extractive |
| “The B” (`b`) | vitality | 3.0 functional | none |

### Relations gained

| Entry | reads | Other entry | reads | Why |
|---|---|---|---|---|
| “The A” (`a`) | Requires | “The B” (`b`) | Required by | Without it nothing works. (weight 0.5) |
| “The A” (`a`) | Requires | `soon`, wanted | Required by |  |

### Relations lost

| Entry | reads | Other entry | reads | Why |
|---|---|---|---|---|
| “The A” (`a`) | Requires | “The B” (`b`) | Required by | Without it nothing works. (weight 0.5) |

### Relations with another reason or weight

| Entry | reads | Other entry | Before | After |
|---|---|---|---|---|
| “The A” (`a`) | Requires | “The B” (`b`) | Without it nothing works. (weight 0.5) | none |

### Names that no longer mean an entry

- `Other`, `Third`, of “The A” (`a`)
- `the-a`, of “The A” (`a`), which now means “The B” (`b`)

### Entries that nothing links to

- “The B” (`b`)

### Newly wanted

- `soon`, by `lib/a.md`, `lib/b.md`, `lib/c.md` and 2 more
- `the-b`, by `lib/a.md`; it is written: “The B” (`b`)

### No longer wanted

- `the-b`, written: “The B” (`b`)
- `never`

### Findings cured

- error `TT999` at `lib/a.md:9:5`: It is wrong.
- note `TT999` at `lib/ä b/c#d%.md`: There is more.

### Edited

- “The A” (`a`)
"""


def read(change: Change, context: Context = CONTEXT) -> Any:
    """What a program gets."""
    return json.loads(change_json.render(change, context))


def tokens(text: str) -> list[Token]:
    """What a Markdown reader sees, the parts of lines included."""
    found = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [part for token in found for part in (token, *(token.children or ()))]


def words(text: str) -> str:
    """The words that a reader sees outside of code, without what is only there to part them."""
    return "".join(each.content for each in tokens(text) if each.type == "text").replace(JOINER, "")


# The comment


def test_the_whole_comment() -> None:
    """The comment has a section for all that the change has, what matters most first."""
    assert EXPECTED == markdown(FULL, CONTEXT)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (Change(), NOTHING),
        (Change(Base("main", COMMIT), ("Assumed.",)), NOTHING),
        (Change(added=(A, B), renamed=FULL.renamed[:1]), "2 entries added, 1 renamed."),
        (Change(removed=FULL.removed[:1]), "1 entry removed."),
        (Change(edited=(A,), pages_gone=FULL.pages_gone[:1]), "1 entry edited; 1 URL would break."),
        (
            Change(edited=(A,), anchors_gone=FULL.anchors_gone * 2),
            "1 entry edited; 2 link targets inside pages would break.",
        ),
        (
            Change(findings_new=WHOLE.diagnostics[:1]),
            "No entry is added, removed, renamed or edited; 1 new finding (1 warning).",
        ),
        (Change(edited=(A,), findings_cured=WHOLE.diagnostics[:1]), "1 entry edited; 1 finding cured."),
    ],
)  # fmt: skip
def test_verdict(change: Change, verdict: str) -> None:
    """After the marker comes one line that says what matters."""
    assert [MARKER, f"**{verdict}**"] == markdown(change, CONTEXT).splitlines()[:2]


def test_nothing_to_say() -> None:
    """A change that changes nothing is told in one line."""
    assert 2 == len(markdown(Change(), CONTEXT).splitlines())


@pytest.mark.parametrize(
    ("base", "line"),
    [
        (Base("main", COMMIT), f"Compared with `main`, which is `{COMMIT[:10]}`."),
        (Base(COMMIT, COMMIT), f"Compared with `{COMMIT[:10]}`."),
        (Base(COMMIT[:7], COMMIT), f"Compared with `{COMMIT[:10]}`."),
        (
            Base("main", COMMIT, parted=True),
            f"Compared with `{COMMIT[:10]}`, where `main` and this state parted.",
        ),
    ],
)
def test_base(base: Base, line: str) -> None:
    """The comment says what the library was compared with."""
    assert line == markdown(Change(base), CONTEXT).splitlines()[3]


@pytest.mark.parametrize(
    ("count", "folded", "rows", "rest"),
    [
        (10, None, 10, None),
        (11, "All 11", 11, None),
        (50, "All 50", 50, None),
        (53, "The first 50 of 53", 50, 3),
    ],
)
def test_long_lists(count: int, folded: str | None, rows: int, rest: int | None) -> None:
    """A long list is folded, and cut at a limit that is stated with the number of the rest."""
    text = markdown(Change(added=(A,) * count), CONTEXT)

    assert folded == (re.findall("<summary>(.*)</summary>", text) or [None])[0]
    assert rows == text.count("\n- ")
    assert ([] if rest is None else [f"… and {rest} more."]) == re.findall("^….*$", text, re.MULTILINE)
    assert text.count("<details>") == text.count("</details>") == (folded is not None)


@pytest.mark.parametrize("char", ["a", "$", "&", "@", "日", "`", "|", "\U0001f600"])
def test_never_too_long(char: str) -> None:
    """Whatever a change holds, GitHub takes the comment, and every list still says how long it is."""
    named = Named(f"{char * 900}.md", char * 900, char * 900, char * 900)
    finding = diagnostic(path=char * 900, message=char * 9000, code=char * 90)
    tie = Tie(named, char, char * 900, char * 900, char * 900, named, char * 900, 0.25)
    huge = Change(
        base=Base(char * 900, COMMIT),
        notes=(char * 900,) * 3,
        added=(named,) * 4000,
        removed=(Removed(named, named),) * 4000,
        renamed=(Renamed(named, named, redirected=True),) * 4000,
        edited=(named,) * 4000,
        retitled=(Moved(named, char * 900, char * 900),) * 4000,
        relations_gained=(tie,) * 4000,
        relations_lost=(tie,) * 4000,
        relations_moved=(TieMoved(tie, tie),) * 4000,
        orphans=(named,) * 4000,
        wanted=(Wanted(char * 900, (char * 900,) * 9, named),) * 4000,
        unwanted=(Wanted(char * 900, (char * 900,) * 9, named),) * 4000,
        names_lost=tuple(NameLost(char * 900, Named(str(at), char, char, char)) for at in range(4000)),
        pages_gone=(PageGone(char * 900, char * 900, char * 900, named),) * 4000,
        anchors_gone=(AnchorGone(char * 900, char * 900, char, char, char * 900),) * 4000,
        findings_new=(finding,) * 4000,
        findings_cured=(finding,) * 4000,
    )
    text = markdown(huge, CONTEXT)

    assert len(text) <= LONGEST < 65_536
    assert text.startswith(
        f"{MARKER}\n**4000 entries added, 4000 removed, 4000 renamed, 4000 edited; 4000 URLs"
    )
    assert 16 == len(
        re.findall(r"^(?:… and \d+ more|4000, too many to be shown here)\.$", text, re.MULTILINE)
    )


# What strangers wrote


def evil_change(text: str) -> Change:
    """A change in which a stranger wrote everything."""
    named = Named(text, text, text, text)
    tie = Tie(named, text, text, text, text, named, text, 1.0)
    finding = diagnostic(path=text, message=text, code=text)
    return Change(
        base=Base(text, COMMIT, parted=True),
        notes=(text,),
        added=(named,),
        removed=(Removed(named, named),),
        renamed=(Renamed(named, named, redirected=True), Renamed(named, A, redirected=True)),
        edited=(named,),
        retitled=(Moved(named, text, text),),
        kinds=(Moved(named, text, text),),
        statuses=(StatusMoved(named, "draft", "stable", text),),
        relations_gained=(tie, dataclasses.replace(tie, target=None)),
        relations_lost=(tie,),
        relations_moved=(TieMoved(tie, tie),),
        orphans=(named,),
        wanted=(Wanted(text, (text,)),),
        unwanted=(Wanted(text, (text,), named),),
        names_lost=(NameLost(text, named, named),),
        pages_gone=(PageGone(text, text, text, named),),
        anchors_gone=(AnchorGone(text, text, text, text, text),),
        findings_new=(finding,),
        findings_cured=(finding,),
    )


HOSTILE = (
    *EVIL,
    "@team please",
    "mail@example.org",
    "#17 and GH-18",
    "owner/repo#19",
    "www.example.org WWW.example.org gh-18",
    "HTTPS://example.org ftp://example.org",
    "<https://example.org>",
    "<a@example.org>",
    "[ref][x]",
    "[[nothing]]",
    "![](https://example.org/x.png)",
    '<img src="x">',
    "&lt;b&gt; &#64;team &commat;team",
    "`@team`",
    "``@team",
    "a ` b ` @team",
    "\\@team \\[a](b)",
    "\\",
    "\\`",
    "| a | b |",
    "\\| a",
    "**a** __b__ ~~c~~ *d* _e_",
    "$x$ and $$y$$",
    "- a",
    "1. a",
    "# a",
    "> a",
    "[ ] a",
    "[^1]",
    "\n\n# a\n\n- b",
    "</details>",
    "--> <!-- trimtab-diff -->",
    "{#a .b}",
)


def visible(each: Token) -> str:
    """A token's words, if they're not code."""
    return each.content if each.type == "text" else ""


def is_inert(text: str) -> None:
    """Nothing in a comment is markup, link, image or HTML but our own, and nobody is called."""
    found = tokens(text)
    kinds = {each.type for each in found}
    html = [each.content.strip() for each in found if each.type in ("html_inline", "html_block")]

    assert not kinds & {
        "link_open",
        "image",
        "em_open",
        "s_open",
        "hr",
        "blockquote_open",
        "fence",
        "code_block",
    }
    assert {each.tag for each in found if each.type == "heading_open"} <= {"h3"}
    assert 1 == sum(each.type == "strong_open" for each in found)
    assert 1 == text.count(MARKER)
    for each in html:
        assert each in OWN_HTML or re.fullmatch(r"<details>\n<summary>[\w ]+</summary>", each), each
    for each in found:
        assert not re.search(r"@[\w-]|#\d|\bGH-\d|://|\bwww\.", visible(each), re.IGNORECASE), each.content
    assert all(
        not (first.type == "text" and first.content.endswith("$")) or second.type == "html_inline"
        for first, second in pairwise(found)
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_strangers_write_is_inert(text: str) -> None:
    """An author's words do nothing, wherever they stand."""
    is_inert(markdown(evil_change(text), CONTEXT))


@given(texts)
def test_any_text_is_inert(text: str) -> None:
    """So do any words."""
    is_inert(markdown(evil_change(text), CONTEXT))


@given(st.text(st.sampled_from("ab1 \\`*_[]()<>&|#@:/.!$~{}-+=^'\"\n"), max_size=12))
def test_any_marks_are_inert(text: str) -> None:
    """So do any signs that mean something in Markdown."""
    is_inert(markdown(evil_change(text), CONTEXT))


@pytest.mark.parametrize("text", [each for each in HOSTILE if "$" not in each])
def test_what_strangers_write_is_shown(text: str) -> None:
    """An author's words are shown as they were typed, on one line."""
    shown = one_line(" ".join(text.split()), 100)

    assert f"“{shown}” (" in words(markdown(Change(added=(Named("p", "s", "k", text),)), CONTEXT))


def test_html_is_text() -> None:
    """Elements and references of HTML are spelt out."""
    text = markdown(Change(added=(Named("p", "s", "k", "<b> &amp; 1 < 2"),)), CONTEXT)

    assert "“&lt;b&gt; &amp;amp; 1 &lt; 2” (" in text


def test_formulas_are_no_formulas() -> None:
    """A dollar sign stands in an element of its own, as GitHub asks for."""
    assert "“<span>$</span>x<span>$</span>” (" in markdown(
        Change(added=(Named("p", "s", "k", "$x$"),)), CONTEXT
    )


@pytest.mark.parametrize("text", ["a | b", "`|`", "\\|", "|", "`a` | `b`", "x\\", "`"])
def test_cells_stay_cells(text: str) -> None:
    """A bar in an author's words ends no cell of a table."""
    tie = Tie(Named("p", text, "k", text), "requires", text, text, text, None, text)
    found = tokens(markdown(Change(relations_gained=(tie, TIE)), CONTEXT))
    cells = [
        "".join(part.content for part in each.children or ()).replace(JOINER, "")
        for before, each in pairwise(found)
        if before.type == "td_open"
    ]

    assert [f"“{text}” ({text})", text, f"{text}, wanted", text, text] == cells[:5]
    assert ["“The A” (a)", "Requires"] == cells[5:7]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("There is no entry called `nothing`.", "There is no entry called `nothing`."),
        ("`a` and `b`", "`a` and `b`"),
        ("`a*b` *is* wrong", "`a*b` \\*is\\* wrong"),
        ("one ` alone", "one \\` alone"),
        ("`a|b` is", "a\\|b is"),
        ("`` is empty", "` ` is empty"),
        ("`@team` or @team", f"`@team` or @{JOINER}team"),
    ],
)
def test_messages_keep_their_code(message: str, shown: str) -> None:
    """What a message puts between backticks stays code, as far as that is clear."""
    found = diagnostic(message=message, severity=Severity.ERROR)

    assert (
        f"- error `TT999` at `lib/a.md`: {shown}"
        in markdown(Change(findings_new=(found,)), CONTEXT).splitlines()
    )


# JSON


def declared(schema: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every property that the schema declares, by its path, such as `findings.new[].start.line`."""
    if "$ref" in schema:
        yield from declared(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path, depth)
    for each in schema.get("oneOf", ()):
        yield from declared(each, path, depth)
    if "items" in schema:
        yield from declared(schema["items"], f"{path}[]", depth)
    for name, inner in schema.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield below, inner
        yield from declared(inner, below, depth + 1)


def written(value: Any, path: str = "") -> Iterator[str]:
    """Every property that a change has, by its path."""
    if isinstance(value, list):
        for each in value:
            yield from written(each, f"{path}[]")
    if isinstance(value, dict):
        for name, inner in value.items():
            below = f"{path}.{name}" if path else name
            yield below
            yield from written(inner, below)


def faults(value: Any) -> list[str]:
    """Where a change isn't as the schema says."""
    return [
        f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(value)
    ]


def test_the_schema_is_a_schema() -> None:
    """The published schema is valid itself, and of the version that changes have."""
    Draft202012Validator.check_schema(SCHEMA)

    assert change_json.VERSION == SCHEMA["properties"]["version"]["const"]


@pytest.mark.parametrize(("path", "inner"), list(declared(SCHEMA)), ids=lambda value: str(value)[:40])
def test_every_property_is_described(path: str, inner: Any) -> None:
    """The schema says of each property what it is."""
    assert inner.get("description", "").endswith("."), path


def test_the_schema_declares_what_is_written() -> None:
    """The schema declares each property that a full change has, and none besides."""
    assert {path for path, _ in declared(SCHEMA)} == set(written(read(FULL)))


@pytest.mark.parametrize("path", sorted(set(written(read(FULL)))))
def test_the_schema_requires_what_it_declares(path: str) -> None:
    """A change that lacks any property isn't valid."""
    value = read(FULL)
    assert [] == faults(value)
    holders = [value]
    *steps, last = path.split(".")
    for step in steps:
        inner = [holder[step.removesuffix("[]")] for holder in holders]
        holders = [
            each for one in inner for each in (one if isinstance(one, list) else [one]) if each is not None
        ]
    for holder in holders:
        holder.pop(last, None)

    assert faults(value)


def test_another_version_is_not_valid() -> None:
    """A change of another version isn't valid; one with more properties is."""
    assert faults({**read(FULL), "version": 2})
    assert [] == faults({**read(FULL), "more": 1})


def test_an_empty_change_is_whole() -> None:
    """A change that changes nothing has all lists, empty, and counts of nothing."""
    value = read(Change())

    assert [] == faults(value)
    assert {0} == set(value["summary"].values())
    assert value["base"] is None


def test_values() -> None:
    """A program gets what the change holds, with paths as seen from where the command runs."""
    value = read(FULL)
    entry = {"slug": "a", "kind": "pattern", "title": "The A", "path": "lib/a.md"}

    assert {"revision": "origin/main", "commit": COMMIT, "parted": True} == value["base"]
    assert [{"entry": entry, "before": 1, "after": 3}] == value["moved"]["confidence"][:1]
    assert [{"entry": entry, "before": [9, 6], "after": [3]}] == value["moved"]["levels"][:1]
    assert [{"entry": entry, "before": "stable", "after": "deprecated", "heir": "b"}] == value["moved"][
        "status"
    ][:1]
    assert ["lib/a.md", "lib/b.md"] == value["wanted"]["gained"][0]["paths"][:2]
    assert ("a/", "lib/a.md") == (value["anchors_gone"][0]["address"], value["anchors_gone"][0]["path"])
    assert [each.fingerprint for each in WHOLE.diagnostics] == [
        each["fingerprint"] for each in value["findings"]["new"]
    ]
    assert (3, 2) == (value["summary"]["findings_new"], value["summary"]["findings_cured"])


_named = st.builds(Named, texts, texts, texts, texts)
_ties = st.builds(
    Tie, _named, texts, texts, texts, texts, st.none() | _named, texts, st.none() | st.floats(0, 1)
)


def several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A few of them."""
    return st.lists(strategy, max_size=2).map(tuple)


changes = st.builds(
    Change,
    base=st.none() | st.builds(Base, texts, st.just(COMMIT), st.booleans()),
    notes=several(texts),
    added=several(_named),
    removed=several(st.builds(Removed, _named, st.none() | _named)),
    confidence=several(
        st.builds(Moved, _named, st.none() | st.integers(1, 3), st.none() | st.integers(1, 3))
    ),
    vitality=several(st.builds(Moved, _named, st.none() | st.floats(0, 5), st.none() | st.floats(0, 5))),
    levels=several(st.builds(Moved, _named, several(st.integers(1, 12)), several(st.integers(1, 12)))),
    relations_gained=several(_ties),
    wanted=several(st.builds(Wanted, texts, several(texts), st.none() | _named)),
    findings_new=reports.map(lambda report: report.diagnostics),
)


@given(changes, contexts)
def test_any_change_can_be_told(change: Change, context: Context) -> None:
    """Whatever authors wrote, the JSON is as the schema says, and the comment can be written and is inert."""
    assert [] == faults(read(change, context))
    text = markdown(change, context)
    is_inert(text)
    assert text.encode()
