from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from trimtab.core import document as documents
from trimtab.core.fields import model_fields
from trimtab.core.library import Library
from trimtab.core.model import MODELS
from trimtab.core.project import Project, load
from trimtab.core.schema import ENTRY, schema, schemas
from trimtab.core.schema.fields import FIELDS
from trimtab.core.settings import Settings, parse
from trimtab.core.source import Source

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared/corpus"

FOLDERS = {"pattern": ".", "level": "levels", "archetype": "archetypes", "case": "cases"}
COMMONS: dict[str, Any] = {  # as in test_corpus.py
    "fields": {
        "domain": ["ontology.domain", "classification.domain"],
        "vitality": "ontology.commons_assessment.vitality",
        "vitality.reasoning": "ontology.commons_assessment.vitality_reasoning",
        "confidence": ["lifecycle.confidence", "callout:Confidence Rating"],
        "status": [
            {"from": "lifecycle.status"},
            {"from": "classification.status", "map": {"published": "stable"}},
        ],
        "authors": "contributors",
    },
    "relations": {"containers": ["relationships", "."], "target": ["slug", "id", "to"]},
}
INNERSOURCE: dict[str, Any] = {
    "folders": {"1-initial": "pattern", "2-structured": "pattern"},
    "fields": {
        "title": "section:Title",
        "summary": "section:Patlet",
        "status": {"from": "folder", "map": {"1-initial": "draft", "2-structured": "stable"}},
    },
}
ADDED: dict[str, Any] = {
    "kinds": {"recipe": {"title": "Recipe", "plural": "Recipes"}},
    "fields": {
        "kind": [
            {"from": "kind", "map": {"Rezept": "recipe"}},
            {"from": "meta.art", "map": {"Gericht": "recipe", "Fall": "case"}},
        ],
        "title": ["name", "meta.name"],
    },
    "relations": {
        "containers": ["links"],
        "target": ["ziel"],
        "why": ["grund", "warum"],
        "weight": ["gewicht"],
        "types": {"braucht": {"label": "Braucht"}},
    },
}
DIALECTS = {"built in": {}, "commons-os": COMMONS, "innersource": INNERSOURCE, "added": ADDED}
COMPLAINTS = {"invalid-field", "missing-field", "unknown-key", "unknown-relation-type"}
"""Faults of values, which schemas refuse too."""


def seen(block: str) -> Any:
    """Front matter as an editor sees it: YAML's values, with dates as texts."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, datetime.date) else value

    return plain(yaml.safe_load(block)) or {}


def block_of(text: str) -> str:
    """The front matter of a file, without its fences."""
    return text[3 : text.index("\n---", 3)] if text.startswith("---") else ""


def refused(kind: str, block: str, **options: object) -> list[str]:
    """The places that the schema of a kind refuses."""
    validator = Draft7Validator(schema(kind, parse(options)))
    return sorted({error.json_path for error in validator.iter_errors(seen(block))})


def reported(kind: str, block: str, settings: Settings) -> bool:
    """Whether the linter complains of a value."""
    path = f"{FOLDERS[kind]}/a.md".removeprefix("./")
    read = documents.read(Source.decode(path, f"---\n{block}\n---\n".encode()), settings)
    return any(fault.kind in COMPLAINTS for fault in read.faults)


def parts(node: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within a schema, with its place."""
    if not isinstance(node, dict):
        return
    yield path, node
    for keyword in ("properties", "definitions"):
        for key, child in node.get(keyword, {}).items():
            yield from parts(child, f"{path}.{key}")
    for keyword in ("items", "then"):
        yield from parts(node.get(keyword), f"{path}.{keyword}")
    for keyword in ("anyOf", "allOf"):
        for index, child in enumerate(node.get(keyword, ())):
            yield from parts(child, f"{path}.{keyword}{index}")


# What every schema is


@pytest.mark.parametrize("dialect", DIALECTS)
def test_schemas_are_valid(dialect: str) -> None:
    """Every schema is one by its own draft and by the newest."""
    for found in schemas(parse(DIALECTS[dialect])).values():
        assert "http://json-schema.org/draft-07/schema#" == found["$schema"]
        Draft7Validator.check_schema(found)
        Draft202012Validator.check_schema(found)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_key_is_described(dialect: str) -> None:
    """Every key has a description in whole sentences, and every listed value an explanation."""
    for kind, found in schemas(parse(DIALECTS[dialect])).items():
        for path, part in parts(found):
            if re.match(r"\$(\.anyOf\d+)?\.allOf", path):
                continue  # a condition on keys that are described elsewhere
            for key, value in part.get("properties", {}).items():
                assert re.search(r"\S[.]$", value.get("description", "")), f"{kind} {path}.{key}"
            assert len(part.get("enum", ())) == len(part.get("enumDescriptions", part.get("enum", ()))), path


@pytest.mark.parametrize("dialect", DIALECTS)
def test_examples_fit(dialect: str) -> None:
    """Every example and every default is a value that its key may have."""
    checked = 0
    for kind, found in schemas(parse(DIALECTS[dialect])).items():
        for path, part in parts(found):
            for value in [*part.get("examples", ()), *([part["default"]] if "default" in part else [])]:
                within = {**part, "definitions": found["definitions"]}
                if "$ref" in within:  # in draft 07 nothing counts beside it
                    within = {"allOf": [{"$ref": part["$ref"]}], "definitions": found["definitions"]}
                assert [] == [*Draft7Validator(within).iter_errors(value)], f"{kind} {path}"
                checked += 1
    assert checked > 50


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_binds_beside_a_reference(dialect: str) -> None:
    """Beside `$ref` stands only what editors show, for validators of draft 07 read nothing else there."""
    for found in schemas(parse(DIALECTS[dialect])).values():
        for path, part in parts(found):
            if "$ref" in part:
                assert {"$ref"} <= set(part) <= {"$ref", "description", "examples"}, path


@pytest.mark.parametrize("dialect", DIALECTS)
def test_schemas_are_plain_and_always_the_same(dialect: str) -> None:
    """A schema survives JSON, comes out the same each time, and is the caller's own to change."""
    settings = parse(DIALECTS[dialect])
    first = schemas(settings)
    text = json.dumps(first)
    for found in first.values():
        found["properties"]["levels"]["description"] = ""
        found["definitions"]["level"].clear()

    assert text == json.dumps(schemas(settings))
    assert schemas(settings) == json.loads(text)


def test_every_field_is_there() -> None:
    """The table of fields has each field of each kind, and no other."""
    fields = {name for model in MODELS.values() for name in model_fields(model)}

    assert fields - {"relations"} == set(FIELDS)


def test_kinds_and_their_titles() -> None:
    """There is a schema for each kind, those that the library adds too, and one for all."""
    found = schemas(parse(ADDED))

    assert [ENTRY, *MODELS, "recipe"] == list(found)
    assert ("Entry", "Leverage level", "Recipe") == tuple(
        found[kind]["title"] for kind in (ENTRY, "level", "recipe")
    )
    assert found["recipe"] == schema("recipe", parse(ADDED))


def test_unknown_kind() -> None:
    """A kind that the library hasn't is refused with a message that names those it has."""
    with pytest.raises(
        ValueError, match=r"`poem` is not a kind of this library; kinds are pattern, level, .*worksheet$"
    ):
        schema("poem", Settings())


# Real front matter


def test_own_library() -> None:
    """The front matter of every entry of our library fits its kind's schema, and the one for all."""
    library = Library.read(load(ROOT / "mkdocs.yml"))
    found = {kind: Draft7Validator(one) for kind, one in schemas(library.settings).items()}
    entries = [(one.path, one.entry.kind, one.source.text) for one in library.documents if one.entry]

    assert len(entries) >= 60
    for path, kind, text in entries:
        front = seen(block_of(text))
        assert [] == [error.message for error in found[kind].iter_errors(front)], path
        assert [] == [error.message for error in found[ENTRY].iter_errors(front)], path


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the samples of real libraries are not beside the checkout")
@pytest.mark.parametrize(
    ("folder", "options", "count"),
    [("commons-os", COMMONS, 298), ("commons-os", {}, 298), ("innersource", INNERSOURCE, 18)],
    ids=["commons-os", "commons-os without settings", "innersource"],
)
def test_corpus(folder: str, options: dict[str, Any], count: int) -> None:
    """The front matter of real libraries fits, in their dialects, wherever the linter doesn't complain of it."""
    root = CORPUS / folder
    library = Library.read(Project(root=root, docs_dir=root, settings=parse(options)))
    validator = Draft7Validator(schema("pattern", library.settings))
    sound = [
        one
        for one in library.documents
        if one.entry and not {fault.kind for fault in one.faults} & {*COMPLAINTS, "invalid-yaml"}
    ]

    assert count == len(sound)
    for one in sound:
        front = seen(block_of(one.source.text))
        assert [] == [error.message for error in validator.iter_errors(front)], one.path


# What the linter says, the schema says

SOUND = {
    "pattern": [
        "title: 2024", "title: no", "title: 2024-01-01", "title: 12:30:45", "title: |\n  Two\n  lines", "summary:",
        "summary: 7", "id: 0042", "domain: true", "level_why: ''", "level_why: 1.5", "aliases: One",
        "aliases: [One, 2, no]", "aliases:", "aliases: none", "aliases_list: [One]", "level: 9", "level: 9.0",
        "level: '9'", "level: 09", "level: ' 12 '", "level: Delays", "level: delays", "level: SELF-ORGANIZATION",
        "level: ~", "level:", "level: [9, 6]", "levels: [9, 6]", "levels: 9", "levels: [Goals, '3', 12]",
        "levels: 'null'", "archetypes: fixes-that-fail", "mental_models: [goodharts-law]", "vitality: 4.1",
        "vitality: 0", "vitality: 5", "vitality: '5.00'", "vitality: ' .5 '", "vitality:", "vitality: ~",
        "vitality_score: 3.5", "vitality: {score: 4.1}", "vitality: {score: '4', assessed: 2026-03-01}",
        "vitality: {score: 4, assessed: 2026-03-01T10:00:00Z}", "vitality: {score: 4, assessed: 2024-02-29}",
        "vitality: {score: 4, assessed: '2026-03-01 10:00', reasoning: 7}", "vitality: {score: 4, assessed: }",
        "vitality_score: 4\nvitality_reasoning: Why.", "confidence: 1", "confidence: 3.0", "confidence: '2'",
        "confidence: '02'", "confidence: low", "confidence: ' High '", "confidence: ★", "confidence: ★★☆",
        "confidence: ★★ (Medium)", "confidence: ⭐⭐⭐", "confidence:", "confidence: ~", "confidence: None",
        "evidence: Seen.", "evidence: [Seen., {what: Tried., where: Here, source: 2008}]", "evidence: {what: One.}",
        "evidence:", "evidence: [{what: }]", "sources: Thinking in Systems",
        "sources: [https://a.b/c, {title: A, year: 2008, authors: [B, C]}]",
        "sources: {title: A, pages: 7, isbn: [1, 2]}", "sources: [{}]", "status: draft", "status: ' Stable '",
        "status: DEPRECATED", "status:", "status: none", "superseded_by: short-checkpoint", "superseded_by: ~",
        "redirect_from: [old-slug]", "redirect_from: old-slug", "tags:\n- a\n- 1\n-\n- no", "tags: a",
        "authors: A. Writer", "authors: [A, {name: B, role: editor}]", "authors: {name: B}", "relations:",
        "relations: {requires: {to: a, weight: ~}}",
        "relations: {requires: a}", "relations: {requires: [a, 404, planned:b]}", "relations: {requires: }",
        "relations:\n  requires:\n  - a\n  -", "relations: {requires: {to: a, why: Because., weight: 0.8}}",
        "relations: {related: [{slug: a}, {id: 7}, '']}",
        "relations: {requires: [{to: a, description: Because., weight: '1.0'}]}",
        "acts_on: {archetype: a, link: b -> c}", "acts_on: [{archetype: a, loop: B, how: Sooner.}]", "acts_on:",
        "relations: {requires: [{to: a, weight: }]}", "kind: pattern", "kind: Pattern", "kind:", "type: pattern",
        "type: anything", "type: [a]", "unknown: {anything: [goes]}",
    ],
    "level": [
        "number: 9", "number: '9'", "number: Delays", "tier: medium", "tier:", "tier: ~", "signals: One",
        "risks: [One, 2]", "prerequisites: [One]", "supporting_levels: [6, Rules]", "supporting_levels: 12",
    ],
    "archetype": [
        "loops: [{name: A, kind: balancing, links: ['a -> b +', 'b -> a -']}]",
        "loops: {name: 7, links: a -> b + delayed}", "loops:", "loops: none",
        "loops: [{name: A, kind: , links: [a → b −]}]", "loops: [{name: , links: [a -> b +]}]",
        "levels_that_help: [9, Goals]", "levels_that_worsen: 12", "symptoms: [One]", "decision_path: [One, Two]",
    ],
    "case": [
        "interventions: [{level: 9, do: Ask., result: Sooner.}]", "interventions: {level: Delays, do: Ask.}",
        "interventions:", "interventions: [{level: '12', do: }]",
    ],
}  # fmt: skip
UNSOUND = {
    "pattern": [
        "title:", "title: ''", "title: ' '", "title: [A]", "title: {a: b}", "summary: [A]", "id: {a: b}",
        "domain: [a]", "level_why: [a]", "aliases: {a: b}", "aliases: [[a]]", "aliases: [{a: b}]",
        "aliases_list: {a: b}", "tags: {a: b}", "level: 13", "level: 0", "level: -9", "level: 9.5", "level: nine",
        "level: Delay", "level: true", "level: {a: b}", "level: '00012'", "level: '1 2'", "levels: [9, 13]",
        "levels:\n- 9\n-", "levels: [[9]]", "levels: [~]", "levels: ['']", "levels: [9, none]",
        "archetypes: [{a: b}]", "vitality: 5.1", "vitality: -0.1", "vitality: '5.01'", "vitality: high",
        "vitality: true", "vitality: [4]", "vitality: {reasoning: A.}", "vitality: {score: }", "vitality: {score: ~}",
        "vitality: {score: 6}", "vitality: {score: 4, by: me}", "vitality: {score: 4, assessed: soon}",
        "vitality: {score: 4, assessed: '2026-02-30'}", "vitality: {score: 4, assessed: 86400}",
        "vitality: {score: 4, assessed: 2026}", "vitality: {score: 4, assessed: 2026-3-1}",
        "vitality: {score: 4, assessed: '2026-03-011'}", "vitality: {score: 4, assessed: '2023-02-29'}",
        "vitality: {score: 4, reasoning: [A]}", "vitality_score: 7", "vitality: 4\nvitality_reasoning: [A]",
        "confidence: 0", "confidence: 7", "confidence: 2.5", "confidence: ★★★★", "confidence: ☆☆☆",
        "confidence: maybe", "confidence: '3/5'", "confidence: '4'", "confidence: true", "confidence: [1]",
        "confidence: {a: b}", "confidence: -1", "evidence: [{where: Here}]", "evidence: [{what: A., who: me}]",
        "evidence: [[A.]]", "evidence: [{what: [A.]}]", "evidence:\n-\n- A.", "sources: [[A]]",
        "sources: [{title: [A]}]", "sources: [{authors: {a: b}}]", "status: stabel", "status: done", "status: 3",
        "status: true", "status: [draft]", "status: {a: b}", "superseded_by: [a]", "redirect_from: {a: b}",
        "authors: [{role: editor}]", "authors: [[A]]", "authors: [{name: [A]}]", "relations: requires",
        "relations: [requires]", "relations: {require: a}", "relations: {requires: [[a]]}",
        "relations: {requires: {why: Because.}}", "relations: {requires: [{t: a}]}",
        "relations: {requires: {to: a, when: now}}", "relations: {requires: {to: a, weight: 1.5}}",
        "relations: {requires: {to: a, weight: '-0.1'}}", "relations: {requires: {to: a, weight: much}}",
        "relations: {requires: {to: ''}}", "relations: {requires: {to: [a]}}",
        "acts_on: a", "acts_on: [{archetype: a}]", "acts_on: [{link: b -> c}]", "acts_on: {archetype: '', loop: b}",
        "acts_on: {archetype: a, loop: b, link: c -> d}", "acts_on: {archetype: a, loop: b, at: c}",
        "relations: {requires: {to: a, why: [b]}}", "kind: poem", "kind: [pattern]", "kind: 7",
    ],
    "level": [
        "number:", "number: 13", "number: ''", "number: ~", "number: [9]", "number: Delay", "number: none",
        "tier: Medium", "tier: strong", "tier: 1", "tier: [low]", "signals: {a: b}", "risks: [[a]]",
        "supporting_levels: [0]",
    ],
    "archetype": [
        "loops: [a]", "loops: [{name: A}]", "loops: [{links: [a -> b +]}]", "loops: [{name: A, links: }]",
        "loops: [{name: A, links: ~}]", "loops: [{name: A, kind: Balancing, links: [a -> b +]}]",
        "loops: [{name: A, kind: 7, links: [a -> b +]}]", "loops: [{name: A, links: [a -> b +], delay: 3}]",
        "loops: [{name: [A], links: [a -> b +]}]", "loops: [{name: A, links: [[a -> b +]]}]", "loops: some",
        "levels_that_help: [13]", "levels_that_worsen: none of them", "decision_path: [[a]]",
    ],
    "case": [
        "interventions: Ask.", "interventions: [{do: Ask.}]", "interventions: [{level: 9}]",
        "interventions: [{level: 13, do: Ask.}]", "interventions: [{level: , do: Ask.}]",
        "interventions: [{level: 9, do: Ask., why: Because.}]",
    ],
}  # fmt: skip


def simulated(
    more: str = "", time: str = "{unit: week, stop: 4, dt: 1}", stock: str = "name: a, initial: 1"
) -> str:
    """The key of a small simulation, with more keys."""
    return f"simulation: {{time: {time}, stocks: [{{{stock}}}], plot: [a]{more}}}"


SOUND["archetype"] += [
    "simulation:", simulated(), simulated(", about: B"), simulated(time="{unit: week, stop: '4', dt: .5}"),
    simulated(stock="name: a, initial: b + 1"), simulated(", auxiliaries: {name: e, value: 7}"),
    "simulation: {time: {unit: week, stop: 4, dt: 1}, stocks: {name: a, initial: 1}, plot: a}",
    simulated(", flows: [{name: b, to: a, rate: a / 2, unit: c, about: d}]"),
    simulated(", parameters: [{name: c, value: '2', min: 0, max: 9, step: 1, level: 12}]"),
    simulated(", parameters: [{name: b, value: 1, min: , max: , step: , level: }], runs: "),
    simulated(", runs: {title: C, set: {c: 3}, shows: D.}"),
]  # fmt: skip
UNSOUND["archetype"] += [
    "simulation: [a]", "simulation: a", simulated(", more: 1"), simulated(time="7"),
    simulated(time="{unit: week, stop: 4}"), simulated(time="{unit: week, stop: soon, dt: 1}"),
    "simulation: {stocks: [{name: a, initial: 1}], plot: [a]}",
    "simulation: {time: {unit: week, stop: 4, dt: 1}, plot: [a]}",
    simulated(stock="name: A b, initial: 1"), simulated(stock="name: a"), simulated(stock="name: a, initial: 1, x: 2"),
    simulated(", flows: [{name: b, rate: a}]"), simulated(", parameters: [{name: b}]"),
    simulated(", parameters: [{name: b, value: much}]"), simulated(", runs: [{title: B}]"),
    simulated(", parameters: [{name: b, value: 1, min: 0, max: 2, level: 13}]"),
    simulated(", runs: [{title: B, set: [c]}]"), simulated(", runs: [{title: B, set: {c: far}}]"),
]  # fmt: skip
DIFFERENT = [
    ("pattern", "summary: The title is in the body.", "# A", False, True),
    ("pattern", "title: ~", "", False, True),
    ("pattern", "title: A\nconfidence: []", "", False, True),
    ("pattern", "title: A\nlevel: {}", "", False, True),
    ("pattern", "title: A\nrelations: ''", "", False, True),
    ("pattern", "title: A\nrelations: {requires: [{to: a, why: []}]}", "", False, True),
    ("pattern", "title: A\nrelations: {requires: [{to: a, slug: ''}]}", "", False, True),
    ("pattern", "title: A\nvitality: 4\nvitality_score: 9", "", False, True),
    ("pattern", "title: A\nevidence: [~]", "", False, True),
    ("pattern", "title: A\nvitality: '1e0'", "", False, True),
    ("pattern", "title: A\nsources: [{authors: [{name: B}]}]", "", False, True),
    ("pattern", "title: A\nconfidence: +2", "", True, False),
    ("pattern", "title: A\nlevel: 0x9", "", True, False),
    ("pattern", "title: A\nvitality: .nan", "", True, False),
    ("archetype", "title: A\nloops: [{name: A, links: [a to b]}]", "", False, True),
]
"""What the docstring of `trimtab.core.schema` says of differences: kind, front matter, body, and whether the linter
complains and the schema refuses."""


def rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Pairs of a kind and a block of front matter."""
    return [(kind, block) for kind, blocks in table.items() for block in blocks]


def completed(kind: str, block: str) -> str:
    """The block with the keys that its kind can't do without, where it hasn't them."""
    needed = {"title": "A", **({"number": "9"} if kind == "level" else {})}
    given = {line.partition(":")[0] for line in block.splitlines()}
    return "\n".join([*(f"{key}: {value}" for key, value in needed.items() if key not in given), block])


@pytest.mark.parametrize(("kind", "block"), rows(SOUND))
def test_what_both_accept(kind: str, block: str) -> None:
    """What the linter takes without a complaint fits the schema of its kind, and the one for all."""
    block = completed(kind, block)

    assert (False, [], []) == (reported(kind, block, Settings()), refused(kind, block), refused(ENTRY, block))


@pytest.mark.parametrize(("kind", "block"), rows(UNSOUND))
def test_what_both_refuse(kind: str, block: str) -> None:
    """What the linter complains of doesn't fit the schema of its kind."""
    block = completed(kind, block)

    assert (True, True) == (reported(kind, block, Settings()), bool(refused(kind, block)))


@pytest.mark.parametrize("block", ["title: A", "title: A\nnumber:"])
def test_a_level_needs_its_number(block: str) -> None:
    """A level without its number is refused by both."""
    assert (True, True) == (reported("level", block, Settings()), bool(refused("level", block)))


@pytest.mark.parametrize(("kind", "block", "body", "complains", "refuses"), DIFFERENT)
def test_known_differences(kind: str, block: str, body: str, complains: bool, refuses: bool) -> None:
    """Linter and schema differ where the schema's documentation says so."""
    path = f"{FOLDERS[kind]}/a.md".removeprefix("./")
    read = documents.read(Source.decode(path, f"---\n{block}\n---\n{body}\n".encode()), Settings())

    assert (complains, refuses) == (
        any(fault.kind in COMPLAINTS for fault in read.faults),
        bool(refused(kind, block)),
    )


class _Dumper(yaml.SafeDumper):
    """Writes None as an empty value: `~` is a word to the linter."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))

WORDS = [
    "", " ", "~", "none", "Null", "low", "HIGH", "Medium", "highest", "★★", "★★★★", "☆", "★★ (Medium)", "9", "09",
    "9.0", " 9 ", "013", "0012", "00012", "9.5", "Delays", "delays ", "delay", "13", "0", "4.1", "5.0", "5.1", ".5",
    "4.", "-1", "2026-03-01", "2026-02-30", "2026-03-01T10:00", "2026-3-1", " Stable", "stabel", "reinforcing",
    "Balancing", "https://a.b/c", "true", "a -> b +",
]  # fmt: skip
WEIGHTS = ["~", "none", "0.8", " 1.0 ", "1.01", "-1", "much", 0, 1, 0.5, 1.5, True, None, ["0.5"]]
PARTS = {
    "vitality": ("score", "assessed", "reasoning", "other"),
    "evidence": ("what", "where", "source", "other"),
    "sources": ("title", "authors", "year", "publisher", "url", "other"),
    "authors": ("name", "other"),
    "interventions": ("level", "do", "result", "other"),
}
COMMON = tuple(name for name in model_fields(MODELS["mental-model"]) if name != "relations")
OWN = {
    "pattern": (),
    "level": ("number", "tier", "signals"),
    "archetype": ("levels_that_help", "symptoms"),
    "case": ("interventions",),
}
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 14),
    st.sampled_from([0.0, 0.5, 2.0, 2.5, 4.1, 5.1, 9.0, -0.5]),
    st.sampled_from(WORDS),
    st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)),
)


@st.composite
def fronts(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind, and front matter of it in which one field has any value, though no empty list or mapping."""
    kind = draw(st.sampled_from(sorted(OWN)))
    field = draw(st.sampled_from([*COMMON, *OWN[kind], "relations"]))
    front: dict[str, Any] = {"title": "A", **({"number": 9} if kind == "level" else {})}
    if field == "relations":
        record: Any = st.fixed_dictionaries(
            {}, optional={"to": leaves, "why": leaves, "weight": st.sampled_from(WEIGHTS), "other": leaves}
        ).filter(bool)
        items = st.one_of(leaves, record)
        front[field] = draw(
            st.dictionaries(
                st.sampled_from(["requires", "related", "require"]),
                st.one_of(items, st.lists(items, min_size=1, max_size=2)),
                min_size=1,
                max_size=2,
            )
        )
        return kind, front
    inner = st.one_of(leaves, st.lists(leaves, min_size=1, max_size=2))
    record = st.dictionaries(
        st.sampled_from(PARTS.get(field, ("name", "other"))), inner, min_size=1, max_size=3
    )
    items = st.one_of(leaves, record, st.lists(leaves, min_size=1, max_size=2))
    front[field] = draw(st.one_of(leaves, record, st.lists(items, min_size=1, max_size=3)))
    return kind, front


VALIDATORS = {kind: Draft7Validator(found) for kind, found in schemas(Settings()).items()}


@given(fronts())
def test_linter_and_schema_agree(case: tuple[str, dict[str, Any]]) -> None:
    """Whatever a field is given, the schema refuses it exactly if the linter complains."""
    kind, front = case
    block = yaml.dump(front, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    complains = reported(kind, block, Settings())

    assert complains is not VALIDATORS[kind].is_valid(seen(block)), block
    if not complains:
        assert VALIDATORS[ENTRY].is_valid(seen(block)), block


# What an editor can say of it


@pytest.mark.parametrize(
    ("block", "keyword"),
    [
        ("vitality: 5.1", "maximum"),
        ("vitality: '5.1'", "pattern"),
        ("vitality: {score: 4, by: me}", "additionalProperties"),
        ("relations: {requires: [{to: a, weight: 1.5}]}", "maximum"),
        ("relations: {require: [a]}", "additionalProperties"),
        ("evidence: [{where: Here}]", "required"),
        ("aliases: [[a]]", "type"),
    ],
)
def test_the_crossed_bound_is_named(block: str, keyword: str) -> None:
    """What is wrong with one of several forms is said of that form."""
    validator = Draft7Validator(schema("pattern", Settings()))

    assert [keyword] == [error.validator for error in validator.iter_errors(seen(f"title: A\n{block}"))]


# Dialects


@pytest.mark.parametrize(
    ("block", "places"),
    [
        ("ontology: {commons_assessment: {vitality: 4.5, vitality_reasoning: Why., resilience: 5}, other: [1]}", []),
        ("ontology: {commons_assessment: {vitality: 7}}", ["$.ontology.commons_assessment.vitality"]),
        ("ontology: {domain: a}\nclassification: {domain: [a]}", ["$.classification.domain"]),
        ("ontology: {domain: [a]}", ["$.ontology.domain"]),
        ("ontology: a text", []),
        ("vitality: 99\nconfidence: 99\nvitality_reasoning: [any]", []),
        ("lifecycle: {confidence: ★★★, status: draft}", []),
        ("lifecycle: {confidence: 4, status: published}", ["$.lifecycle.confidence", "$.lifecycle.status"]),
        ("classification: {status: published, domain: a}", []),
        ("classification: {status: ' Published! '}", []),
        ("classification: {status: Draft}", []),
        ("classification: {status: publshed}", ["$.classification.status"]),
        ("contributors: [{name: A, role: author}]", []),
        ("contributors: [{role: author}]", ["$.contributors[0]"]),
        ("relationships: {requires: [{id: a, weight: 0.5, description: Why.}], tools: []}", []),
        ("relationships: {needs: [a]}", ["$.relationships"]),
        ("requires: [a, {slug: b}]\nrelated: []", []),
        ("requires: [{when: now}]", ["$.requires[0]"]),
        ("relations: {anything: goes}", []),
    ],
)  # fmt: skip
def test_fields_at_their_places(block: str, places: list[str]) -> None:
    """A field is held to its form where the library keeps it, and nowhere else."""
    assert places == refused("pattern", f"title: A\n{block}", **COMMONS)


def test_places_outside_front_matter() -> None:
    """A field that comes from a section, a callout or the folder has no key, and a title from there isn't asked for."""
    found = schema("pattern", parse(INNERSOURCE))

    assert not {"title", "summary", "status"} & set(found["properties"])
    assert [] == found["required"]
    assert [] == refused("pattern", "title: [free]\nstatus: anything", **INNERSOURCE)
    assert {"title", "level", "aliases_list", "vitality_score", "vitality_reasoning"} <= set(
        schema("pattern", Settings())["properties"]
    )


@pytest.mark.parametrize(
    ("fields", "block", "fits"),
    [
        ({}, "title: A", True),
        ({}, "summary: A", False),
        ({"title": "meta.name"}, "meta: {name: A}", True),
        ({"title": "meta.name"}, "meta: {}", False),
        ({"title": "meta.name"}, "meta: A", False),
        ({"title": "meta.name"}, "title: A", False),
        ({"title": ["name", "meta.name"]}, "meta: {name: A}", True),
        ({"title": ["name", "meta.name"]}, "name: A", True),
        ({"title": ["name", "meta.name"]}, "title: A", False),
        ({"title": ["name", "section:Title"]}, "summary: A", True),
        ({"title": ["name", "section:Title"]}, "name:", True),
        ({"title": ["name", "section:Title"]}, "name: [A]", False),
    ],
)
def test_the_title_is_asked_for(fields: dict[str, Any], block: str, fits: bool) -> None:
    """A title is asked for at one of its places, unless it may come from outside the front matter."""
    assert fits is not bool(refused("pattern", block, fields=fields))
    assert fits is not bool(refused(ENTRY, f"kind: pattern\n{block}", fields=fields))


@pytest.mark.parametrize(
    ("block", "places"),
    [
        ("links: {braucht: [{ziel: a, grund: Why., warum: Why., gewicht: 0.5}], requires: b}", []),
        ("links: {braucht: [{to: a}]}", ["$.links.braucht[0]"]),
        ("links: {braucht: [{ziel: a, gewicht: 2}]}", ["$.links.braucht[0].gewicht"]),
        ("links: {needs: a}", ["$.links"]),
        ("kind: recipe", []),
        ("kind: Rezept", []),
        ("kind: ' Rezept '", []),
        ("kind: rezept", ["$.kind"]),
        ("kind: pattern", ["$.kind"]),
        ("meta: {art: Recipe}", []),
        ("meta: {art: starter}", []),
        ("meta: {art: Gericht}", []),
        ("meta: {art: Fall}", ["$.meta.art"]),
        ("meta: {art: Mental Model}", ["$.meta.art"]),
    ],
)
def test_added_kinds_and_relations(block: str, places: list[str]) -> None:
    """Kinds and relation types that a library adds are there, under the key names that it gives to their parts."""
    assert places == refused("recipe", f"name: A\n{block}", **ADDED)


def test_two_fields_of_one_place() -> None:
    """A key that two fields read must have a form that both can have."""
    options = {"fields": {"domain": "topic", "tags": "topic", "summary": "topic.about"}}

    assert [] == refused("pattern", "title: A\ntopic: delivery", **options)
    assert ["$.topic"] == refused("pattern", "title: A\ntopic: [delivery]", **options)
    assert ["$.topic", "$.topic.about"] == refused("pattern", "title: A\ntopic: {about: [a]}", **options)


# Any kind


@pytest.mark.parametrize(
    ("block", "fits"),
    [
        ("title: A", True),
        ("title: A\nconfidence: 7", False),
        ("title: A\nkind: level", False),
        ("title: A\nkind: level\nnumber: 9", True),
        ("title: A\nkind: level\nnumber: 13", False),
        ("title: A\ntype: Level", False),
        ("title: A\nkind: archetype\nloops: [a]", False),
        ("title: A\nkind: Mental Model", True),
        ("title: A\nkind: poem", False),
        ("title: A\nloops: [a]", True),
    ],
)
def test_entries_of_any_kind(block: str, fits: bool) -> None:
    """The schema for all kinds holds front matter to its `kind`; without one, to what some kind would take."""
    assert fits is not bool(refused(ENTRY, block))


def test_a_kind_named_entry() -> None:
    """A library's own kind `entry` has its schema under that name."""
    options = {"kinds": {"entry": {"title": "Diary entry", "plural": "Diary"}}}

    assert "Diary entry" == schema(ENTRY, parse(options))["title"]
