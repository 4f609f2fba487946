from __future__ import annotations

from typing import Any

import pytest

from helpers import inside, library, place
from trimtab.core.document import Document
from trimtab.core.fields import model_fields
from trimtab.core.model import Entry, LevelEntry, Pattern


def read(block: str, body: str = "", path: str = "a.md", **options: object) -> Document:
    """The document of one file with a block of front matter."""
    return library({path: f"---\n{block}\n---\n{body}"}, **options).documents[0]


def entry(block: str, body: str = "", path: str = "a.md", **options: object) -> Entry:
    """The entry of one file, which must be without fault."""
    document = read(block, body, path, **options)
    assert () == document.faults
    assert document.entry is not None
    return document.entry


@pytest.mark.parametrize(
    ("block", "body", "field", "value"),
    [
        ("title: A\naliases: [B]", "", "aliases", ("B",)),
        ("title: A\naliases_list: [B]", "", "aliases", ("B",)),
        ("title: A\nlevel: 9", "", "levels", (9,)),
        ("title: A\nlevels: [9, 6]", "", "levels", (9, 6)),
        ("title: A\ntype: case", "", "kind", "case"),
        ("title: A\nkind: Mental Model", "", "kind", "mental-model"),
        ("title: A\nkind: mental_model", "", "kind", "mental-model"),
        ("title: A\ntype: article", "", "kind", "pattern"),
        ("title: A", "> [!NOTE] Confidence Rating: ★★☆ (Medium)\n", "confidence", 2),
        ("title: A\nconfidence: 2", "> [!NOTE] Confidence Rating: ★★☆ (Medium)\n", "confidence", 2),
        ("title: A\nconfidence:", "> [!NOTE] Confidence Rating: low\n", "confidence", 1),
        ("title: A\nconfidence: ''", "> [!NOTE] Confidence Rating: low\n", "confidence", 1),
        ("title: A", "> [!NOTE] Other: ★★\n", "confidence", None),
        ("title: A", "```\n> [!NOTE] Confidence Rating: ★★\n```\n", "confidence", None),
    ],
)
def test_built_in_places(block: str, body: str, field: str, value: object) -> None:
    """Our names and those of commons-engineering are read without settings."""
    assert value == getattr(entry(block, body), field)


def test_vitality_of_commons_engineering() -> None:
    """A score and a reasoning in keys of their own make one vitality."""
    found = entry("title: A\nvitality_score: 4.1\nvitality_reasoning: It grows.").vitality

    assert found is not None
    assert (4.1, "It grows.") == (found.score, found.reasoning)


def test_vitality_keeps_its_own_reasoning() -> None:
    """A part that the value has already is not taken from elsewhere."""
    found = entry("title: A\nvitality: {score: 4, reasoning: own}\nvitality_reasoning: other").vitality

    assert found is not None
    assert "own" == found.reasoning


def test_parts_that_settings_name() -> None:
    """Settings take each part of a value from where the library has it."""
    fields = {
        "vitality": "life.score",
        "vitality.reasoning": ["why", "section:Vitality"],
        "vitality.assessed": "life.on",
    }
    block = "title: A\nlife: {score: 4, on: 2026-03-01}\nvitality_reasoning: no"
    found = entry(block, "## Vitality\n\nIt grows.\n", fields=fields).vitality

    assert found is not None
    assert (4.0, "2026-03-01", "It grows.") == (found.score, str(found.assessed), found.reasoning)


def test_reasoning_alone_is_no_vitality() -> None:
    """A reasoning without a score is kept from view, and nothing breaks."""
    assert entry("title: A\nvitality_reasoning: x").vitality is None


@pytest.mark.parametrize(
    ("sources", "block", "body", "path", "value"),
    [
        ("b", "domain: x\nb: y", "", "a.md", "y"),
        ("b.c", "b: {c: y}", "", "a.md", "y"),
        ("b.c", "b: [c]", "", "a.md", ""),
        (["b", "c"], "b: x\nc: x", "", "a.md", "x"),
        (["b", "c"], "c: y", "", "a.md", "y"),
        (["b", "c"], "b:\nc: y", "", "a.md", "y"),
        (["b", "c"], "b: '  '\nc: y", "", "a.md", "y"),
        ("section:Forces", "b: x", "## 2. Forces\n\nOne *two*.\n\nThree.\n", "a.md", "One two."),
        ("section:Forces", "b: x", "## Forces\n\n## Next\n\nx\n", "a.md", ""),
        ("callout:Field", "b: x", "> [!TIP] field: y z\n", "a.md", "y z"),
        ("folder", "b: x", "", "levels/a.md", "levels"),
        ("folder", "b: x", "", "one/two/a.md", "two"),
        ("folder", "b: x", "", "a.md", ""),
        ({"from": "b", "map": {"x": "one", "y": "two"}}, "b: Y", "", "a.md", "two"),
        ({"from": "b", "map": {"x": "one"}}, "b: z", "", "a.md", "z"),
        ({"from": "c", "map": {"x": "one"}}, "b: z", "", "a.md", ""),
        ({"from": "folder", "map": {"1-early": "one"}}, "b: z", "", "1-early/a.md", "one"),
        ([{"from": "b", "map": {"x": "y"}}, "c"], "b: x\nc: y", "", "a.md", "y"),
    ],
)  # fmt: skip
def test_places_that_settings_name(sources: Any, block: str, body: str, path: str, value: str) -> None:
    """A field comes from the first place, in the order of the settings, that says something."""
    folder = path.rpartition("/")[0] or "."
    options = {"fields": {"domain": sources}, "folders": {folder: {"kind": "pattern"}}}

    assert value == entry(f"title: A\n{block}", body, path, **options).domain


@pytest.mark.parametrize(
    ("fields", "block", "body", "at", "message"),
    [
        (
            {},
            "title: A\nconfidence: 1",
            "> [!NOTE] Confidence Rating: ★★★ (High)\n",
            (5, 11),
            "This says the confidence is “3”, but line 3, which counts, says “1”.",
        ),
        (
            {},
            "title: A\nvitality: {score: 4.1}\nvitality_score: 4.2",
            "",
            (4, 17),
            "This says the vitality is “4.2”, but line 3, which counts, says “4.1”.",
        ),
        (
            {},
            "title: A\nlevels: [9, 6]\nlevel: 9",
            "",
            (4, 8),
            "This says the levels is “9”, but line 3, which counts, says “9”, “6”.",
        ),
        (
            {"domain": ["b", "c", "d"]},
            "title: A\nb: x\nc: y\nd: X",
            "",
            (4, 4),
            "This says the domain is “y”, but line 3, which counts, says “x”.",
        ),
        (
            {"level_why": ["b", "section:Why"]},
            "title: A\nb: " + "x" * 70,
            "\n## Why\n\nBecause.\n",
            (6, 1),
            f"This says the level why is “Because.”, but line 3, which counts, says “{'x' * 57}…”.",
        ),
    ],
)
def test_contradictions(
    fields: dict[str, Any], block: str, body: str, at: tuple[int, int], message: str
) -> None:
    """A later place that says something else is reported there, and the first, which counts, is pointed to."""
    document = read(block, body, fields=fields)

    assert [("contradicting-field", message, at)] == [
        (fault.kind, fault.message, place(fault.span)) for fault in document.faults
    ]
    assert [("a.md", 3)] == [(other.path, other.span.start.line) for other in document.faults[0].related]


@pytest.mark.parametrize(
    ("block", "body"),
    [
        ("title: A\nconfidence: ★★★", "> [!NOTE] Confidence Rating: high\n"),
        ("title: A\nconfidence: high", "> [!NOTE] Confidence Rating: ★★★ (High)\n"),
        ("title: A\nlevels: [Delays]\nlevel: 9", ""),
        ("title: A\nlevels: 12\nlevel: [12]", ""),
        ("title: A\nvitality: 4.10\nvitality_score: 4.1", ""),
        ("title: A\nvitality: {score: 4, reasoning: x}\nvitality_score: 4.0", ""),
        ("title: A\naliases: [One Two]\naliases_list: [one-two]", ""),
    ],
)
def test_the_same_in_other_words(block: str, body: str) -> None:
    """Two places that mean the same don't contradict each other, however it is written."""
    assert () == read(block, body).faults


def test_what_is_no_value_contradicts_nothing() -> None:
    """A value that isn't valid is reported as that, once."""
    document = read("title: A\nconfidence: maybe", "> [!NOTE] Confidence Rating: ★\n")

    assert ["invalid-field"] == [fault.kind for fault in document.faults]


@pytest.mark.parametrize(
    ("options", "block", "expected"),
    [
        ({}, "relations: {requires: b}", [("requires", "b", "", None)]),
        ({}, "relations: {requires: [b, c]}", [("requires", "b", "", None), ("requires", "c", "", None)]),
        ({}, "relations:\n  enables:\n  - {to: b, why: c d, weight: 0.5}", [("enables", "b", "c d", 0.5)]),
        ({}, "relations: {requires: [{slug: b}], enables: {id: c, description: d}}",
         [("requires", "b", "", None), ("enables", "c", "d", None)]),
        ({}, "relations: {requires: [{to: b, id: c}]}", [("requires", "b", "", None)]),
        ({}, "relations: {requires: [{to: '', id: c}]}", [("requires", "c", "", None)]),
        ({}, "relations: {requires: []}", []),
        ({}, "relations: {requires: }", []),
        ({}, "relations:", []),
        ({}, "relations: {requires: ['', b]}", [("requires", "b", "", None)]),
        ({}, "relations: {requires: ['planned:b c']}", [("requires", "planned:b c", "", None)]),
        ({}, "requires: [b]", []),
        ({"containers": ["links"]}, "links: {requires: b}", [("requires", "b", "", None)]),
        ({"containers": ["a.b"]}, "a: {b: {requires: b}}", [("requires", "b", "", None)]),
        ({"containers": ["."]}, "requires: b\nother: c", [("requires", "b", "", None)]),
        ({"containers": ["links", "."]}, "enables: c\nlinks: {requires: b}",
         [("requires", "b", "", None), ("enables", "c", "", None)]),
        ({"types": {"heals": {"label": "Heals"}}}, "relations: {heals: b}", [("heals", "b", "", None)]),
        ({"target": ["name"], "why": ["because"], "weight": ["force"]},
         "relations: {requires: {name: b, because: c, force: 1}}", [("requires", "b", "c", 1.0)]),
    ],
)  # fmt: skip
def test_relations(options: dict[str, Any], block: str, expected: list[tuple[Any, ...]]) -> None:
    """Relations are read from their containers, in all forms, under the names that settings give."""
    found = entry(f"title: A\n{block}", relations=options).relations

    assert expected == [(relation.type, relation.to, relation.why, relation.weight) for relation in found]


@pytest.mark.parametrize(
    ("block", "kind", "at", "message"),
    [
        (
            "relations: [b]",
            "invalid-field",
            (3, 12),
            "`relations` must map relation types to lists of entries.",
        ),
        (
            "relations: b",
            "invalid-field",
            (3, 12),
            "`relations` must map relation types to lists of entries.",
        ),
        ("relations:\n  needs: [b]", "unknown-relation-type", (4, 3), "`needs` is not a type of relation."),
        (
            "relations: {requires: [[b]]}",
            "invalid-field",
            (3, 24),
            "A relation is a name or `{to: name, why: reason}`.",
        ),
        ("relations: {requires: [{to: b, y: c}]}", "unknown-key", (3, 32), "A relation has no `y`."),
        (
            "relations: {requires: [{why: c}]}",
            "missing-field",
            (3, 24),
            "`relations, item 1, to` is missing.",
        ),
        (
            "relations: {requires: [{to: b, weight: 2}]}",
            "invalid-field",
            (3, 40),
            "`2` is out of the range of relations.",
        ),
        (
            "relations: {requires: [{to: [b]}]}",
            "invalid-field",
            (3, 29),
            "This is not text, which relations must be.",
        ),
    ],
)
def test_faults_of_relations(block: str, kind: str, at: tuple[int, int], message: str) -> None:
    """What is wrong with a relation is said where it stands."""
    document = read(f"title: A\n{block}")

    assert [(kind, at, message)] == [
        (fault.kind, place(fault.span), fault.message) for fault in document.faults
    ]
    assert document.faults[0].help


def test_a_wrong_relation_leaves_the_others() -> None:
    """Only the relation that is wrong is left out, and the places of the others stay right."""
    document = read("title: A\nrelations:\n  requires: [{to: b, weight: 9}, c, {why: d}, e]")
    assert document.entry is not None

    assert ["c", "e"] == [relation.to for relation in document.entry.relations]
    assert [(4, 34), (4, 47)] == [place(document.span("relations", index, "to")) for index in (0, 1)]


def test_unknown_keys_are_kept() -> None:
    """Keys that no field claims are kept as typed, with all that they hold."""
    extra = entry("title: A\nowner: {team: no}\ncount: 010\nempty:\ndomain: x").extra

    assert {"owner": {"team": "no"}, "count": "010", "empty": None} == extra


def test_claimed_keys_are_no_extras() -> None:
    """What settings take a field or relations from isn't kept a second time."""
    options = {"fields": {"domain": "b.c"}, "relations": {"containers": ["links", "."]}}
    extra = entry("title: A\nb: {c: x}\nlinks: {}\nrequires: [d]\naliases_list: [e]\nf: g", **options).extra

    assert {"f": "g"} == extra


def test_places_of_fields() -> None:
    """A field's place is that of its value; of a list, that of each item; of what isn't there, the file's start."""
    document = read("title: A\nlevels:\n- 9\n- 6\nlinks: {x: 1}")

    assert [(2, 8), (4, 3), (5, 3), (1, 1)] == [
        place(document.span("title")),
        place(document.span("levels", 0)),
        place(document.span("levels", 1)),
        place(document.span("summary")),
    ]


def test_places_in_the_body() -> None:
    """A field that comes from the body stands there."""
    document = read("title: A", "\n> [!NOTE] Confidence Rating: ★\n")

    assert (5, 11) == place(document.span("confidence"))
    assert inside(document.source, document.span("confidence"))


def test_sections_that_the_page_shows_at_its_head_leave_the_body() -> None:
    """A section that gave title, summary or status isn't shown again; one that gave another field is."""
    options = {"fields": {"summary": "section:Patlet", "domain": "section:Area"}}
    document = read("title: A", "## Patlet\n\nShort.\n\n## Area\n\nHere.\n\n## More\n", **options)
    assert document.entry is not None

    assert ("Short.", "Here.") == (document.entry.summary, document.entry.domain)
    assert "## Area\n\nHere.\n\n## More\n" == document.markdown


def test_a_section_that_lost_stays_in_the_body() -> None:
    """Where front matter gave the summary, the section is shown as it stands."""
    options = {"fields": {"summary": ["summary", "section:Patlet"]}}
    document = read("title: A\nsummary: Short.", "## Patlet\n\nShort.\n", **options)

    assert "## Patlet\n\nShort.\n" == document.markdown


def test_model_fields() -> None:
    """A kind's fields are what its files can give, not what follows from the file itself."""
    assert {"number", "tier", "title"} <= set(model_fields(LevelEntry))
    assert not {"slug", "kind", "path", "extra"} & set(model_fields(Pattern))
