from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import inside, library
from trimtab.core.diagnostics import Diagnostic
from trimtab.core.library import Library
from trimtab.core.project import Project
from trimtab.core.settings import parse
from trimtab.edit.fixes import fix
from trimtab.rules import check

SOUND = "---\ntitle: A\nsummary: s\n{more}---\n{body}"


def entry(more: str = "", body: str = "") -> str:
    """An entry that is sound but for what is added; `more` are lines of front matter, the first in line 4."""
    return SOUND.format(more=more, body=body)


def found(files: dict[str, str], **options: object) -> list[Diagnostic]:
    """What is found."""
    return list(check(library(files, **options)).diagnostics)


def told(files: dict[str, str], **options: object) -> list[tuple[str, str, str]]:
    """Code, place and message of what is found."""
    return [
        (one.code, f"{one.path}:{one.span.start.line}:{one.span.start.column}", one.message)
        for one in found(files, **options)
    ]


def mended(folder: Path, text: str, *, unsafe: bool = False, **options: object) -> str:
    """The text of an entry once its safe cures are made, in a real file; unsafe ones too if they are asked for."""
    (folder / "a.md").write_text(text, encoding="utf-8")
    project = Project(root=folder, docs_dir=folder, settings=parse(options))
    whole = Library.read(project)
    report = check(whole)
    if unsafe:
        (cure,) = (one.fix for one in report.diagnostics if one.fix)
        assert not cure.safe
        source = whole.by_path["a.md"].source
        for edit in cure.edits:
            start, end = source.offset(edit.span.start), source.offset(edit.span.end)
            text = text[:start] + edit.text + text[end:]
        return text
    fix(whole, project, report).transaction.write()
    return (folder / "a.md").read_text(encoding="utf-8")


# Keys


@pytest.mark.parametrize(
    ("path", "key", "near"),
    [
        ("a.md", "confidance", "`confidence`"),
        ("a.md", "source", "`sources`"),
        ("a.md", "domains", "`domain`"),
        ("a.md", "mental_model", "`mental_models`"),
        ("a.md", "mental-models", "`mental_models`"),
        ("a.md", "Mental Models", "`mental_models`"),
        ("a.md", "Status", "`status`"),
        ("a.md", "statsu", "`status`"),
        ("a.md", "levell", "`level` or `levels`"),
        ("a.md", "relation", "`relations`"),
        ("levels/a.md", "signal", "`signals`"),
        ("a.md", "signal", None),
        ("a.md", "owner", None),
        ("a.md", "lever", None),
        ("a.md", "title_de", None),
        ("a.md", "enabled", None),
        ("a.md", "required", None),
        ("a.md", "collection", None),
        ("a.md", "date", None),
        ("guide/a.md", "confidance", None),
    ],
)
def test_misspelt_keys(path: str, key: str, near: str | None) -> None:
    """A key that is almost one of the kind's own is taken for a slip; others are the library's own affair."""
    number = "number: 9\n" if path.startswith("levels") else ""
    files = {path: entry(f"{number}{key}: x\n")}
    line = 5 if number else 4
    expected = [("TT204", f"{path}:{line}:1", f"`{key}` is not a key that Trimtab knows.")]

    assert (expected if near else []) == told(files)
    assert ([f"Did you mean {near}?"] if near else []) == [one.help for one in found(files)]


def test_keys_of_a_dialect() -> None:
    """What a dialect reads counts, not what ours is called."""
    options = {
        "fields": {"confidence": "lifecycle.confidence"},
        "relations": {"containers": ["relationships", "."]},
    }
    files = {"a.md": entry("confidance: x\nlifecicle: {confidence: 1}\nrelationship: {}\n")}

    assert [("a.md:5:1", "Did you mean `lifecycle`?"), ("a.md:6:1", "Did you mean `relationships`?")] == [
        (f"{one.path}:{one.span.start.line}:{one.span.start.column}", one.help)
        for one in found(files, **options)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("confidance: 2", "confidence: 2"),
        ('"confidance" : 2  # for now', "confidence : 2  # for now"),
        ("sumary2: x\nalliases: [X]", "sumary2: x\naliases: [X]"),
        ("mental-models: ['planned:x']", "mental_models: ['planned:x']"),
        ("Status: draft", "status: draft"),
        ("satus: draft", "status: draft"),
        ("sources:\n  - {titel: Thinking in Systems}", "sources:\n  - {titel: Thinking in Systems}"),
        ("sources:\n  - {puplisher: A House}", "sources:\n  - {publisher: A House}"),
    ],
)  # fmt: skip
def test_safe_cures_of_keys(tmp_path: Path, before: str, after: str) -> None:
    """A slip in a long word, or other case or hyphens, is mended; what stands around it stays."""
    assert entry(f"{after}\n") == mended(tmp_path, entry(f"{before}\n"))


@pytest.mark.parametrize(
    ("more", "body"),
    [
        ("confidance: 2\nconfidence: 1\n", ""),
        ("levell: 9\n", ""),
        ("source: https://example.org\n", ""),
        ("domains: a\n", ""),
        ("tagz: [a]\n", ""),
        ("confidance: 2\n", "> [!NOTE] Confidence Rating: ★★★ (High)\n> Seen.\n"),
        ("confidance: 9\n", ""),
        ("confidance: 2\nconfidanse: 3\n", ""),
    ],
)
def test_keys_that_nobody_mends_unseen(tmp_path: Path, more: str, body: str) -> None:
    """Where the key is there already, might be somebody's own, or would bring up another fault, it stays."""
    text = entry(more, body)
    if more.count("confidan") == 2:
        assert entry("confidence: 2\nconfidanse: 3\n") == mended(tmp_path, text)
    else:
        assert text == mended(tmp_path, text)


@pytest.mark.parametrize(
    ("more", "body", "offered"),
    [
        ("levell: 9\n", "", False),
        ("confidance: 2\nconfidence: 1\n", "", False),
        ("confidance: 3\n", "> [!NOTE] Confidence Rating: ★★★ (High)\n> Seen.\n", True),
    ],
)
def test_cures_that_are_not_safe(more: str, body: str, offered: bool) -> None:
    """Nothing is offered where several keys may be meant, or where it's there; no more where another place gives it."""
    (one,) = found({"a.md": entry(more, body)})

    assert offered == (one.fix is not None)
    assert one.fix is None or not one.fix.safe


def test_a_singular_is_offered(tmp_path: Path) -> None:
    """A singular for a plural is offered, and right if it is taken."""
    text = entry("author: Jo\n")

    assert entry("authors: Jo\n") == mended(tmp_path, text, unsafe=True)


@pytest.mark.parametrize(
    ("item", "key", "near"),
    [
        ("{titel: T}", "titel", "title"),
        ("{title: T, author: Jo}", "author", "authors"),
        ("{title: T, isbn: 1}", "", ""),
        ("T", "", ""),
    ],
)
def test_keys_of_sources(item: str, key: str, near: str) -> None:
    """Sources may have keys of their own, but a misspelt one is found, in a list or alone."""
    for more in (f"sources: [{item}]\n", f"sources: {item}\n"):
        place = f"a.md:4:{more.find(key) + 1}"
        expected = [("TT204", place, f"`{key}` is not a key that Trimtab knows.")]

        assert (expected if key else []) == told({"a.md": entry(more)})
        assert ([f"Did you mean `{near}`?"] if key else []) == [
            one.help for one in found({"a.md": entry(more)})
        ]


@pytest.mark.parametrize(
    ("item", "key", "cure", "after"),
    [
        ("{to: b, wieght: 0.5}", "wieght", "Did you mean `weight`?", "{to: b, weight: 0.5}"),
        ("{to: b, Why: x}", "Why", "Did you mean `why`?", "{to: b, why: x}"),
        ("{to: b, descripton: x}", "descripton", "Did you mean `description`?", "{to: b, description: x}"),
        ("{to: b, weight: 0.5, wieght: 0.7}", "wieght", "Did you mean `weight`?", None),
        ("{to: b, because: x}", "because", "Write to, why or weight.", None),
    ],
)
def test_keys_of_relations(tmp_path: Path, item: str, key: str, cure: str, after: str | None) -> None:
    """A key that relations don't have comes with the nearest that they have, which is only offered."""
    more = f"relations: {{requires: [{item}]}}\n"
    files = {"a.md": entry(more), "b.md": "---\ntitle: B\nsummary: t\n---\n"}
    (one,) = found(files)

    assert ("TT205", f"A relation has no `{key}`.", cure) == (one.code, one.message, one.help)
    assert (after is not None) == (one.fix is not None)
    (tmp_path / "b.md").write_text(files["b.md"])
    if after is not None:
        assert entry(f"relations: {{requires: [{after}]}}\n") == mended(tmp_path, entry(more), unsafe=True)


@pytest.mark.parametrize(
    ("more", "message", "cure"),
    [
        ("evidence: [{what: x, souce: y}]", "`souce` is not a key of evidence.", "Did you mean `source`?"),
        ("vitality: {score: 4, reasonning: x}", "`reasonning` is not a key of vitality.",
         "Did you mean `reasoning`?"),
        ("vitality: {score: 4, by: x}", "`by` is not a key of vitality.",
         "Its keys are `score`, `assessed`, `reasoning`."),
        ("kind: archetype\nloops: [{name: x, link: [a -> b +], links: [a -> a -]}]",
         "`link` is not a key of loops.", "Did you mean `links`?"),
        ("kind: case\ninterventions: [{level: 9, do: x, outcome: y}]", "`outcome` is not a key of interventions.",
         "Its keys are `level`, `do`, `result`."),
    ],
)  # fmt: skip
def test_keys_of_records(more: str, message: str, cure: str) -> None:
    """A key that a record doesn't have comes with the nearest that it has, or with all."""
    assert [("TT202", message, cure)] == [
        (one.code, one.message, one.help)
        for one in found({"a.md": entry(f"{more}\n")})
        if one.code == "TT202"
    ]


# Summaries


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("---\ntitle: A\n---\n", ["a.md:2:8"]),
        ("---\nstatus: draft\n---\n# A\n", ["a.md:1:1"]),
        ("---\ntitle: A\nsummary: ''\n---\n", ["a.md:2:8"]),
        ("# A\n", []),
        ("---\n---\n# A\n", []),
    ],
)
def test_missing_summaries(text: str, places: list[str]) -> None:
    """A summary is asked of entries that have front matter at all."""
    assert places == [place for code, place, _ in told({"a.md": text}) if code == "TT206"]


# Lists as text


@pytest.mark.parametrize(
    ("more", "after"),
    [
        ("aliases: Short Checkpoint, Early Review", "aliases: [Short Checkpoint, Early Review]"),
        (
            "aliases: Short Checkpoint; Early, Quick Review",
            'aliases: [Short Checkpoint, "Early, Quick Review"]',
        ),
        (
            "aliases: Yes, 30 Days, What's Next, U.S., null,",
            'aliases: ["Yes", "30 Days", What\'s Next, U.S., "null"]',
        ),
        ("aliases_list: One,Two  # both", "aliases_list: [One, Two]  # both"),
        ("aliases: One,\n  Two", "aliases: [One, Two]"),
        ("tags: feedback, delay", "tags: [feedback, delay]"),
        ("archetypes: 'planned:x', y", None),
        ("redirect_from: a-b, c", "redirect_from: [a-b, c]"),
    ],
)
def test_lists_as_text(tmp_path: Path, more: str, after: str | None) -> None:
    """Several names in one plain text become a list, quoted where YAML needs it."""
    text = entry(f"{more}\n")
    if after is None:
        assert ["TT110"] == [one.code for one in found({"a.md": text})]
    else:
        key = more.partition(":")[0]
        count = after.count(", ") + 1 - after.count("Early, ")
        message = f"`{key}` is one text here, not a list of {count}."

        assert [("TT208", f"a.md:4:{len(key) + 3}", message)] == told({"a.md": text})
        assert entry(f"{after}\n") == mended(tmp_path, text)


@pytest.mark.parametrize(
    ("more", "after", "cure"),
    [
        ('aliases: "One, Two"', "aliases: [One, Two]", 'Write `[One, Two]`, or `["One, Two"]` if it is one.'),
        ("aliases: 'Ready; Steady'", "aliases: [Ready, Steady]",
         'Write `[Ready, Steady]`, or `["Ready; Steady"]` if it is one.'),
        ("aliases: >-\n  One,\n  Two", "aliases: [One, Two]", 'Write `[One, Two]`, or `["One, Two"]` if it is one.'),
        ("aliases: Fear, Uncertainty and Doubt", "aliases: [Fear, Uncertainty and Doubt]",
         'Write `[Fear, Uncertainty and Doubt]`, or `["Fear, Uncertainty and Doubt"]` if it is one.'),
        ("tags: 'a, b'", "tags: [a, b]", "Write `[a, b]`."),
    ],
)  # fmt: skip
def test_texts_that_may_be_one_name(tmp_path: Path, more: str, after: str, cure: str) -> None:
    """A text that is quoted, or reads like one phrase, may be one name: the list is only offered."""
    text = entry(f"{more}\n")

    assert [("TT208", cure)] == [(one.code, one.help) for one in found({"a.md": text})]
    assert text == mended(tmp_path, text)
    assert entry(f"{after}\n") == mended(tmp_path, text, unsafe=True)


@pytest.mark.parametrize(
    "more",
    [
        "aliases: [One, Two]",
        'aliases: ["One, Two"]',
        "aliases: [One]\ntags: one",
        "aliases: Short Checkpoint",
        "aliases: One,",
        "aliases:",
        "domain: one, two",
        "note: one, two",
    ],
)
def test_lists_that_are_lists(more: str) -> None:
    """Lists, and texts that hold one name, are fine."""
    assert [] == told({"a.md": entry(f"{more}\n")})


def test_a_text_that_others_share_stays(tmp_path: Path) -> None:
    """A text that stands elsewhere, behind an anchor, isn't changed for its alias's sake."""
    text = entry("note: &names One, Two\naliases: *names\n")

    assert ["TT208"] == [one.code for one in found({"a.md": text})]
    assert text == mended(tmp_path, text)


# Targets that are named twice

ENTRIES = {
    "b.md": "---\nid: p-1\ntitle: Bread\nsummary: To eat.\naliases: [Loaf]\n---\n",
    "c.md": "---\nid: p-2\ntitle: Cider\nsummary: Drunk cold.\n---\n",
    "d.md": "---\ntitle: Dough\nsummary: Rises overnight.\n---\n",
}


@pytest.mark.parametrize(
    ("item", "wrong", "message"),
    [
        ("slug: b, id: p-2", "id: p-2", "doesn't mean “Bread” (b.md), as `b` does, but “Cider” (c.md)."),
        ("id: p-2, slug: b", "id: p-2", "doesn't mean “Bread” (b.md), as `b` does, but “Cider” (c.md)."),
        ("slug: b, id: p-9", "id: p-9", "doesn't mean “Bread” (b.md), as `b` does."),
        ("to: Loaf, slug: brad", "slug: brad", "doesn't mean “Bread” (b.md), as `Loaf` does."),
        (
            "to: b, slug: c, id: p-1",
            "slug: c",
            "doesn't mean “Bread” (b.md), as `b` does, but “Cider” (c.md).",
        ),
        ("to: d, slug: c", "slug: c", "doesn't mean “Dough” (d.md), as `d` does, but “Cider” (c.md)."),
    ],
)
def test_contradicting_targets(item: str, wrong: str, message: str) -> None:
    """Two names in one item that mean different entries are told at the one that doesn't count."""
    before = "relations: {requires: [{"
    column = len(before) + item.index(wrong) + wrong.index(" ") + 2
    files = {**ENTRIES, "a.md": entry(f"{before}{item}}}]}}\n")}

    assert [("TT212", f"a.md:4:{column}", f"`{wrong}` {message}")] == told(files)
    assert {"is what"} == {" ".join(place.message.split()[:2]) for place in found(files)[0].related}


@pytest.mark.parametrize(
    "item",
    [
        "slug: b, id: p-1",
        "to: Loaf, slug: b, id: p-1",
        "slug: b, id: b",
        "slug: b, id: ''",
        "slug: d, id: p-9",  # which has no id to compare
        "slug: 'planned:x', id: p-1",
        "slug: nowhere, id: p-1",  # said by the rule about unknown targets
    ],
)
def test_targets_that_agree(item: str) -> None:
    """Two names for one entry are fine, and what is unknown is told once."""
    files = {**ENTRIES, "a.md": entry(f"relations: {{requires: [{{{item}}}]}}\n")}

    assert "TT212" not in [one.code for one in found(files)]


@pytest.mark.parametrize(
    ("item", "otherwise"),
    [
        ("b", ()),
        ("{to: b}", ()),
        ("{id: b, slug: b, why: x}", ()),
        ("{id: p-1, slug: b}", (("id", "p-1"),)),
        ("{id: [p-1], slug: b}", ()),
        ("{id: x, slug: b, to: c}", (("slug", "b"), ("id", "x"))),
    ],
)
def test_second_names_are_kept(item: str, otherwise: tuple[tuple[str, str], ...]) -> None:
    """Of a relation, the names that don't count are kept beside the one that does, in the order of the settings."""
    whole = library({"a.md": entry(f"relations: {{requires: [{item}]}}\n")})

    assert [otherwise] == [relation.otherwise for one in whole.entries for relation in one.relations]


# Whatever is written

VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["a, b", "a; b", "x", "[a, b]", "{to: b, id: c}", "{a: {b: c}}", "", "70%"]),
)
KEYS = st.sampled_from(
    [
        "aliases",
        "alisases",
        "tags",
        "confidance",
        "confidence",
        "sources",
        "relations",
        "redirect_from",
        "vitality",
    ]
)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=5))
def test_any_fields(fields: list[tuple[str, str]]) -> None:
    """Whatever stands in front matter, the rules find what they find in places that are there."""
    whole = library({"a.md": entry("".join(f"{key}: {value}\n" for key, value in fields))})

    for one in check(whole).diagnostics:
        source = whole.by_path[one.path].source
        edits = one.fix.edits if one.fix else ()
        assert all(inside(source, span) for span in (one.span, *(edit.span for edit in edits)))
