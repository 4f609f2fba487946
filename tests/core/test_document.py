from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import inside, library, place
from trimtab.core.document import Document
from trimtab.core.model import Archetype, Entry, LevelEntry
from trimtab.rules import check


def read(text: str | bytes, path: str = "a.md", **options: object) -> Document:
    """The document of one file."""
    return library({path: text}, **options).documents[0]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.md", "pattern"),
        ("levels/a.md", "level"),
        ("archetypes/a.md", "archetype"),
        ("mental-models/a.md", "mental-model"),
        ("cases/a.md", "case"),
        ("worksheets/a.md", "worksheet"),
        ("guide/a.md", None),
        ("levels/more/a.md", None),
        ("index.md", None),
        ("README.md", None),
        ("levels/index.md", None),
        ("levels/README.md", None),
    ],
)
def test_folders_give_the_kind(path: str, kind: str | None) -> None:
    """A file's folder says what kind it is; files of other folders, and indexes, are ordinary pages."""
    document = read("---\ntitle: A\nnumber: 9\n---\n", path)

    assert kind == (document.entry.kind if document.entry else None)
    assert "A" == document.title


@pytest.mark.parametrize(
    ("pattern", "path", "is_entry"),
    [
        ("drafts.md", "drafts.md", False),
        ("drafts.md", "cases/drafts.md", True),
        ("draft-*.md", "draft-one.md", False),
        ("cases/*", "cases/a.md", False),
        ("*/template.md", "cases/template.md", False),
        ("*/template.md", "template.md", True),
        ("A.md", "a.md", True),
    ],
)
def test_excluded_files_are_pages(pattern: str, path: str, is_entry: bool) -> None:
    """Files whose whole path fits a pattern of `exclude` are ordinary pages."""
    assert is_entry == (read("---\ntitle: A\n---\n", path, exclude=[pattern]).entry is not None)


def test_a_file_says_its_own_kind() -> None:
    """A key outranks the folder, also for a kind that the library adds."""
    kinds = {"recipe": {"title": "Recipe", "plural": "Recipes"}}
    document = read("---\ntitle: A\nkind: Recipe\n---\n", kinds=kinds)
    assert document.entry is not None

    assert ("recipe", Entry) == (document.entry.kind, type(document.entry))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("' case '", "case"), ("MENTAL_MODEL", "mental-model"), ("", "pattern"), ("''", "pattern")],
)
def test_forms_of_a_kind(typed: str, kind: str) -> None:
    """A kind is written as it comes; where the key is empty, the folder's counts."""
    document = read(f"---\ntitle: A\nkind: {typed}\n---\n")
    assert document.entry is not None

    assert (kind, ()) == (document.entry.kind, document.faults)


@pytest.mark.parametrize(
    ("typed", "shown"), [("recipe", "`recipe`"), ("[case]", "This"), ("{case: x}", "This")]
)
def test_unknown_kind(typed: str, shown: str) -> None:
    """A kind that the library doesn't have is reported at its value, and the folder's counts."""
    document = read(f"---\ntitle: A\nkind: {typed}\n---\n")
    assert document.entry is not None

    assert "pattern" == document.entry.kind
    assert [("invalid-field", f"{shown} is not a kind of this library.", (3, 7))] == [
        (fault.kind, fault.message, place(fault.span)) for fault in document.faults
    ]


@pytest.mark.parametrize(
    ("text", "title", "kinds"),
    [
        ("---\ntitle: A\n---\n# B\n", "A", []),
        ("---\nsummary: s\n---\n# B *c*\n", "B c", []),
        ("---\ntitle:\n---\n# B\n", "B", []),
        ("---\ntitle: ''\n---\n# B\n", "B", []),
        ("# B\n", "B", []),
        ("---\nsummary: s\n---\n## B\n", "One two three", ["missing-field"]),
        ("Text.\n", "One two three", ["missing-field"]),
        ("", "One two three", ["missing-field"]),
        ("---\ntitle: [B]\n---\n", "One two three", ["invalid-field"]),
        ("---\ntitle: {b: c}\n---\n# D\n", "D", ["invalid-field"]),
        ("---\ntitle: a: b\n---\n", "One two three", ["invalid-yaml"]),
        ("---\ntitle: A\n", "One two three", ["unterminated-front-matter"]),
        ("---\ntitle: no\n---\n", "no", []),
        ("---\ntitle: ~\n---\n", "~", []),
    ],
)
def test_title(text: str, title: str, kinds: list[str]) -> None:
    """An entry always has a title: the key, else the first heading, else the file's name."""
    document = read(text, "one_two-three.md")

    assert title == document.title
    assert kinds == [fault.kind for fault in document.faults]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: ' A '\n---\n# B", "A"),
        ("# B", "B"),
        ("x", "How to judge"),
        ("---\ntitle: [A]\n---\n", "How to judge"),
    ],
)
def test_title_of_a_page(text: str, title: str) -> None:
    """An ordinary page has a title too, and nothing is asked of its front matter."""
    document = read(text, "guide/how-to-judge.md")

    assert (title, None, ()) == (document.title, document.entry, document.faults)


def test_pages_have_the_faults_of_their_file() -> None:
    """What is wrong with a page's bytes and YAML is reported as for an entry."""
    document = read(b"\xef\xbb\xbf---\na: b: c\n---\n", "guide/a.md")

    assert ["byte-order-mark", "invalid-yaml"] == [fault.kind for fault in document.faults]


@pytest.mark.parametrize(
    ("block", "kind", "at", "message", "cure"),
    [
        ("confidence: 7", "invalid-field", (3, 13), "`7` is out of the range of confidence.",
         "Write 1, 2 or 3 (★ low, ★★ medium, ★★★ high)."),
        ("confidence: sure", "invalid-field", (3, 13), "`sure` is not a confidence.",
         "Write 1, 2 or 3 (★ low, ★★ medium, ★★★ high)."),
        ("levels: [9, 13]", "invalid-field", (3, 13), "`13` is out of the range of levels.",
         "Write a number from 12 (weakest) to 1 (strongest)."),
        ("levels:\n- 9\n- nine", "invalid-field", (5, 3), "`nine` is not a level.",
         "Write a number from 12 (weakest) to 1 (strongest)."),
        ("levels: [[9]]", "invalid-field", (3, 10), "This is not a number, which levels must be.",
         "Write a number from 12 (weakest) to 1 (strongest)."),
        ("vitality: 5.5", "invalid-field", (3, 11), "`5.5` is out of the range of vitality.",
         "Write a number from 0.0 to 5.0."),
        ("vitality: high", "invalid-field", (3, 11), "`high` is not a number, which vitality must be.",
         "Write a number from 0.0 to 5.0."),
        ("vitality: {score: 4, assessed: now}", "invalid-field", (3, 32), "`now` is not a date.",
         "Write it as year-month-day: 2026-03-01."),
        ("vitality: {score: 4, assessed: 2026-02-30}", "invalid-field", (3, 32), "`2026-02-30` is not a date.",
         "Write it as year-month-day: 2026-03-01."),
        ("vitality: {score: 4, scoer: 4}", "invalid-field", (3, 22), "`scoer` is not a key of vitality.",
         "Did you mean `score`?"),
        ("vitality: {score: 4, date: 2026-03-01}", "invalid-field", (3, 22), "`date` is not a key of vitality.",
         "Its keys are `score`, `assessed`, `reasoning`."),
        ("vitality: {assessed: 2026-03-01}", "missing-field", (3, 11), "`vitality, score` is missing.",
         "Add `score: ...`."),
        ("vitality: [4]", "invalid-field", (3, 11), "This has not the form that vitality has.",
         "Write `vitality: 4.1` or `vitality: {score: 4.1, assessed: 2026-03-01, reasoning: ...}`."),
        ("status: done", "invalid-field", (3, 9), "`done` is not a status that an entry can have.",
         "Write `draft`, `proposed`, `stable`, `deprecated` or `removed`."),
        ("summary: [x]", "invalid-field", (3, 10), "This is not text, which summary must be.",
         "Write it on one line, in quotes if it holds `: `."),
        ("evidence:\n- {where: here}", "missing-field", (4, 3), "`evidence, item 1, what` is missing.",
         "Add `what: ...`."),
        ("evidence: [{what: x, wat: y}]", "invalid-field", (3, 22), "`wat` is not a key of evidence.",
         "Did you mean `what`?"),
        ("kind: archetype\nlevels_that_help: 13", "invalid-field", (4, 19),
         "`13` is out of the range of levels that help.", "Write a number from 12 (weakest) to 1 (strongest)."),
        ("kind: archetype\nlevels_that_help: 0", "invalid-field", (4, 19),
         "`0` is out of the range of levels that help.", "Write a number from 12 (weakest) to 1 (strongest)."),
        ("evidence: [[x]]", "invalid-field", (3, 12), "This has not the form that evidence has.",
         "Write a list of `{what: ..., where: ..., source: ...}`."),
        ("slug: b", "contradicting-slug", (3, 1), "`slug: b` is not the file's name, `a`, which counts.",
         "Rename the file to `b.md`, or remove the key."),
        ("old_slug: b\nslug: 'b'", "contradicting-slug", (4, 1), "`slug: b` is not the file's name, `a`, which counts.",
         "Rename the file to `b.md`, or remove the key."),
    ],
)  # fmt: skip
def test_faults(block: str, kind: str, at: tuple[int, int], message: str, cure: str) -> None:
    """What is wrong with a field is said in a sentence, where it stands, with what to write instead."""
    document = read(f"---\ntitle: A\n{block}\n---\n")

    assert [(kind, at, message, cure)] == [
        (fault.kind, place(fault.span), fault.message, fault.help) for fault in document.faults
    ]
    assert inside(document.source, document.faults[0].span)


@pytest.mark.parametrize("block", ["slug: a", "slug:", "slug: 'a'"])
def test_the_same_slug_is_no_fault(block: str) -> None:
    """A slug that says what the file's name says, or nothing, is fine and is no extra key."""
    document = read(f"---\ntitle: A\n{block}\n---\n")
    assert document.entry is not None

    assert ((), {}) == (document.faults, document.entry.extra)


def test_all_faults_are_reported_at_once() -> None:
    """Every wrong field is reported, and what is right is kept."""
    document = read(
        "---\ntitle: A\nlevels: [13, 9, x]\nconfidence: 7\nstatus: done\ndomain: b\nvitality: x\n---\n"
    )
    assert document.entry is not None

    assert [3, 3, 4, 5, 7] == sorted(fault.span.start.line for fault in document.faults)
    assert ((9,), None, "b", None) == (
        document.entry.levels,
        document.entry.confidence,
        document.entry.domain,
        document.entry.vitality,
    )


def test_the_place_of_what_is_left() -> None:
    """Where a wrong item was left out, the others keep their own places."""
    document = read("---\ntitle: A\naliases: [B, [C], D]\n---\n")
    assert document.entry is not None

    assert ("B", "D") == document.entry.aliases
    assert (3, 19) == place(document.span("aliases", 1))


def test_two_fields_with_one_value() -> None:
    """A list that an alias gives to two fields loses a wrong item once in each."""
    text = "---\ntitle: A\nlevels_that_help: &x [9, 99, 3]\nlevels_that_worsen: *x\n---\n"
    entry = read(text, "archetypes/a.md").entry
    assert isinstance(entry, Archetype)

    assert ((9, 3), (9, 3)) == (entry.levels_that_help, entry.levels_that_worsen)


@pytest.mark.parametrize(
    ("block", "kind", "at"),
    [
        ("signals: [x]", "missing-field", (1, 1)),
        ("number: 13", "invalid-field", (3, 9)),
        ("number: x", "invalid-field", (3, 9)),
    ],
)
def test_a_level_without_number(block: str, kind: str, at: tuple[int, int]) -> None:
    """A level that has no number, or none that can be, is reported once and keeps what every entry has."""
    document = read(f"---\ntitle: A\n{block}\nsummary: s\ntags: [t]\n---\n", "levels/a.md")
    entry = document.entry
    assert entry is not None

    assert [(kind, at)] == [(fault.kind, place(fault.span)) for fault in document.faults]
    assert ("level", "s", ("t",)) == (entry.kind, entry.summary, entry.tags)
    assert not isinstance(entry, LevelEntry)


@pytest.mark.parametrize(
    "block", ["confidence: 9", "evidence: [{where: x}]", "vitality: {assessed: 2026-03-01}"]
)
def test_a_level_with_another_fault(block: str) -> None:
    """A level stays one, whatever is wrong with its other fields."""
    entry = read(f"---\ntitle: A\nnumber: 9\n{block}\n---\n", "levels/a.md").entry

    assert isinstance(entry, LevelEntry)


def test_a_mark_does_not_excuse() -> None:
    """A file whose bytes are odd still needs a title."""
    document = read(b"\xef\xbb\xbf---\nsummary: s\n---\n")

    assert ["byte-order-mark", "missing-field"] == [fault.kind for fault in document.faults]


def test_identity() -> None:
    """An entry's slug is its file's name, and its path that in the library."""
    entry = read("---\ntitle: A\n---\n", "cases/one-two.md").entry
    assert entry is not None

    assert ("one-two", "cases/one-two.md") == (entry.slug, entry.path)


def test_markdown_is_the_body() -> None:
    """What is converted is the body, without front matter, as it stands in the file."""
    assert "\n# B\n\n`x`\n" == read("---\ntitle: A\n---\n\n# B\n\n`x`\n").markdown


def test_headings_take_the_names_of_the_form() -> None:
    """A section that the kind's form knows has the form's name, in this library's form."""
    kinds = {"pattern": {"title": "Pattern", "plural": "Patterns", "sections": ["Wider View"]}}
    text = "## 1. wider view\n## Section 2: Solution\n"

    assert ["1. wider view", "Solution"] == [heading.text for heading in read(text).body.headings]
    assert ["Wider View", "Section 2: Solution"] == [
        heading.text for heading in read(text, kinds=kinds).body.headings
    ]


KEYS = st.sampled_from(
    ["title", "summary", "levels", "level", "number", "vitality", "vitality_reasoning", "confidence", "evidence",
     "relations", "sources", "status", "tags", "authors", "slug", "kind", "loops", "interventions", "superseded_by",
     "archetypes", "mental_models", "id", "aliases", "aliases_list", "other"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["~", "", "x", "9", "'9'", "4.1", "★★", "2026-03-01", "planned:x", "level:9", "level:²", "mental-model:x", "a: b",
     "no", "case", "[", "*x", "&x y", "!t z", '"\\0"', "a#b", "[[x]]"]
)  # fmt: skip
SUBKEYS = st.sampled_from(
    ["score", "assessed", "what", "to", "why", "weight", "requires", "needs", "name", "links", "level"]
)
VALUES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(SUBKEYS, inner, max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        )
    ),
    max_leaves=6,
)
FOLDERS = st.sampled_from(["", "levels/", "archetypes/", "cases/", "guide/"])


@given(st.lists(st.tuples(KEYS, VALUES), max_size=6), st.text(max_size=30), FOLDERS)
@example([("title", "[x]")], "", "levels/")
@example([("relations", "{requires: [{to: level:²}, [x]]}")], "[[level:²]]", "")
@example([("loops", "{links: x}"), ("levels", "{to: x}")], "", "archetypes/")
def test_any_file_can_be_checked(pairs: list[tuple[str, str]], body: str, folder: str) -> None:
    """Whatever the fields of a file say, the library is read and checked, and every finding lies in the file."""
    block = "\n".join(f"{key}: {value}" for key, value in pairs)
    whole = library({f"{folder}a.md": f"---\n{block}\n---\n{body}\n[[a]] [[x|y]] [b](c.md#d)\n"})
    source = whole.documents[0].source

    for found in check(whole).diagnostics:
        assert inside(source, found.span)
        assert found.source_line == source.line(found.span.start.line)


@given(st.binary(max_size=200), FOLDERS)
@example(b"---\n- [[[\n---", "")
def test_any_bytes_can_be_checked(data: bytes, folder: str) -> None:
    """Whatever the bytes of a file are, the library is read and checked."""
    whole = library({f"{folder}a.md": data, f"{folder}b.md": b"---\n" + data + b"\n---\n" + data})
    sources: dict[str, Any] = {document.path: document.source for document in whole.documents}

    assert all(inside(sources[found.path], found.span) for found in check(whole).diagnostics)
