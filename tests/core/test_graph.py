from __future__ import annotations

from typing import Any

import pytest

from helpers import library
from trimtab.core.graph import Graph, RelationEnd
from trimtab.core.library import Library
from trimtab.core.namings import Via


def page(title: str, body: str = "", **fields: object) -> str:
    """A file with a title, other fields and a body."""
    lines = [f"title: {title}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\n".join(["---", *lines, "---", body])


def ends(files: dict[str, Any], path: str, **options: object) -> list[RelationEnd]:
    """The relations of one entry of a library."""
    whole = library(files, **options)
    return list(Graph(whole).relations(entry_at(whole, path)))


def entry_at(whole: Library, path: str) -> Any:
    """The entry of a file."""
    return whole.by_path[path].entry


def read_as(found: list[RelationEnd]) -> list[tuple[str, str]]:
    """Relations as they are shown: label and other end."""
    return [(end.label, end.other.title if end.other else end.name) for end in found]


@pytest.mark.parametrize(
    ("kind", "there", "back"),
    [
        ("requires", "Requires", "Required by"),
        ("enables", "Enables", "Enabled by"),
        ("specializes_to", "Specialized by", "Specializes"),
        ("complementary", "Goes well with", "Goes well with"),
        ("part_of", "Part of", "Has parts"),
    ],
)
def test_inverses(kind: str, there: str, back: str) -> None:
    """A relation is written once and read from both ends; a symmetric one reads the same from both."""
    files = {"a.md": page("A", relations=f"{{{kind}: [b]}}"), "b.md": page("B")}

    assert [(there, "B")] == read_as(ends(files, "a.md"))
    assert [(back, "A")] == read_as(ends(files, "b.md"))


def test_relations_of_an_added_type() -> None:
    """A type that settings add is read in its own words."""
    types = {"heals": {"label": "Heals", "inverse": "Healed by"}}
    files = {"a.md": page("A", relations="{heals: [b]}"), "b.md": page("B")}

    assert [("Healed by", "A")] == read_as(ends(files, "b.md", relations={"types": types}))


def test_both_ends_share_why_and_weight() -> None:
    """Why and weight are seen from both ends."""
    files = {"a.md": page("A", relations="{requires: [{to: b, why: c, weight: 0.5}]}"), "b.md": page("B")}

    assert [("c", 0.5, False)] == [(end.why, end.weight, end.planned) for end in ends(files, "a.md")]
    assert [("c", 0.5, False)] == [(end.why, end.weight, end.planned) for end in ends(files, "b.md")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{complementary: [b]}", "{complementary: [{to: a, why: c}]}"),
        ("{complementary: [{to: b, why: c}]}", "{complementary: [{to: a, why: d}]}"),
        ("{complementary: [{to: b, why: c}]}", "{complementary: [a]}"),
        ("{complementary: [b, {to: b, why: c}]}", "{}"),
        ("{complementary: [{to: b, why: c}, {to: B, why: d}]}", "{}"),
    ],
)
def test_one_relation_said_twice(first: str, second: str) -> None:
    """The same relation from both ends, or twice from one, is one; the first that says why counts."""
    files = {"a.md": page("A", relations=first), "b.md": page("B", relations=second)}

    for path, other in (("a.md", "B"), ("b.md", "A")):
        assert [("Goes well with", other, "c")] == [
            (end.label, end.other.title if end.other else "", end.why) for end in ends(files, path)
        ]


def test_relations_to_what_is_not_there() -> None:
    """A relation to a wanted or unknown entry is kept under its name, and only the wanted one is called planned."""
    files = {"a.md": page("A", relations="{requires: ['planned:One Two', nothing, 'case:none']}")}

    assert {("One Two", True), ("nothing", False), ("none", False)} == {
        (end.name, end.planned) for end in ends(files, "a.md")
    }


def test_order_of_relations() -> None:
    """Relations are sorted by reading, as settings list them, then the heaviest first, then by title."""
    files = {
        "a.md": page(
            "A", relations="{enables: [b], requires: [d, {to: c, weight: 0.5}, b, {to: e, weight: 0.9}]}"
        ),
        **{f"{slug}.md": page(title) for slug, title in {"b": "Zeta", "c": "C", "d": "D", "e": "E"}.items()},
        "f.md": page("F", relations="{requires: [a]}"),
    }

    assert [
        ("Requires", "E"),
        ("Requires", "C"),
        ("Requires", "D"),
        ("Requires", "Zeta"),
        ("Required by", "F"),
        ("Enables", "Zeta"),
    ] == read_as(ends(files, "a.md"))


def test_a_relation_to_itself_is_seen_once() -> None:
    """An entry that is related to itself isn't shown from its other end too."""
    files = {"a.md": page("A", relations="{requires: [a]}")}

    assert [("Requires", "A")] == read_as(ends(files, "a.md"))


def test_entries_without_relations() -> None:
    """An entry without relations has none."""
    assert [] == ends({"a.md": page("A")}, "a.md")


def test_backlinks() -> None:
    """A backlink is a document that refers to an entry, once, with the sentence of its first reference."""
    whole = library(
        {
            "a.md": page("A", "[[a]] refers to itself."),
            "c.md": page("zeta", "First. Then [[A|that one]] helps. Again [[a]]."),
            "guide/b.md": "# Alpha\n\nRead [[a]].\n",
            "d.md": page("D", "`[[a]]`", relations="{requires: [a]}"),
        }
    )
    backlinks = Graph(whole).backlinks(entry_at(whole, "a.md"))

    assert [("guide/b.md", "Alpha", "A", "Read ", "."), ("c.md", "zeta", "that one", "Then ", " helps.")] == [
        (
            link.path,
            link.title,
            link.text,
            link.sentence and link.sentence.before,
            link.sentence and link.sentence.after,
        )
        for link in backlinks
    ]
    assert () == Graph(whole).backlinks(entry_at(whole, "d.md"))


def test_sentences_show_titles() -> None:
    """What else a sentence refers to shows what it shows on its page: its own words, a title, or an unknown name."""
    whole = library(
        {
            "a.md": page("A"),
            "short-form.md": page("A Long Title"),
            "c.md": page("C", "Not [[short-form]], but [[a]], [[short-form|this]] and [[nobody]]."),
        }
    )
    (link,) = Graph(whole).backlinks(entry_at(whole, "a.md"))
    assert link.sentence is not None

    assert ("Not A Long Title, but ", ", this and nobody.") == (link.sentence.before, link.sentence.after)


def test_many_references_of_one_paragraph() -> None:
    """Thousands of references in one paragraph, on which a quadratic search would hang, are one backlink."""
    whole = library({"a.md": page("A"), "b.md": page("B", "[[a]]\n" * 20_000)})

    assert 1 == len(Graph(whole).backlinks(entry_at(whole, "a.md")))


def test_wanted() -> None:
    """Names that are marked as wanted are listed by name, each with the files that want it, each file once."""
    whole = library(
        {
            "a.md": page("A", "[[planned:Zeta]] [[planned:Zeta]]", relations="{requires: ['planned:Beta']}"),
            "b.md": page("B", "[[planned: Zeta|z]]", archetypes="['planned:Rut']"),
        }
    )

    assert {"Beta": ("a.md",), "Rut": ("b.md",), "Zeta": ("a.md", "b.md")} == Graph(whole).wanted
    assert ["Beta", "Rut", "Zeta"] == list(Graph(whole).wanted)


LADDER = {
    "archetypes/drift.md": page("Drift"),
    "archetypes/rut.md": page("Rut"),
    "mental-models/law.md": page("Law"),
    "a.md": page("A", "[[apart]]", levels="[9, 6]", archetypes="[drift, 'planned:x']", mental_models="[law]"),
    "stronger.md": page("Stronger", level=3, archetypes="[drift]"),
    "strongest.md": page("Strongest", level=2, mental_models="[law]"),
    "far.md": page("Far", level=12, archetypes="[drift, rut]"),
    "near.md": page("Near", level=10, archetypes="[drift]"),
    "same.md": page("Same", level=9, archetypes="[drift]"),
    "old.md": page("Old", level=1, archetypes="[drift]", status="deprecated"),
    "without.md": page("Without", archetypes="[drift]"),
    "apart.md": page("Apart", level=5, archetypes="[rut]"),
    "cases/case.md": page("Case", level=11, archetypes="['planned:x']"),
    "friend.md": page("Friend", level=4, relations="{requires: [a]}"),
}


def titles(entries: Any) -> list[str]:
    """The titles of entries."""
    return [entry.title for entry in entries]


def test_moves() -> None:
    """Moves work on the same archetype, model or relation: the strongest first, of the weaker the nearest first."""
    whole = library(LADDER)
    moves = Graph(whole).moves(entry_at(whole, "a.md"))

    assert (["Strongest", "Stronger", "Friend"], ["Near", "Far"]) == (
        titles(moves.stronger),
        titles(moves.weaker),
    )


def test_moves_are_limited_to_those_with_most_in_common() -> None:
    """Where there are more moves than fit, those that share most are shown."""
    whole = library(LADDER)
    moves = Graph(whole).moves(entry_at(whole, "a.md"), limit=1)

    assert (["Stronger"], ["Near"]) == (titles(moves.stronger), titles(moves.weaker))


@pytest.mark.parametrize("path", ["without.md", "archetypes/drift.md"])
def test_no_moves_without_a_level(path: str) -> None:
    """From what stands at no level there is no way up or down."""
    whole = library(LADDER)
    moves = Graph(whole).moves(entry_at(whole, path))

    assert ((), ()) == (moves.stronger, moves.weaker)


def test_naming() -> None:
    """The entries that name an archetype or mental model come strongest level first, those without level last."""
    whole = library(LADDER)
    graph = Graph(whole)

    assert ["Old", "Stronger", "A", "Same", "Near", "Far", "Without"] == titles(
        graph.naming(Via.ARCHETYPE, entry_at(whole, "archetypes/drift.md"))
    )
    assert ["Strongest", "A"] == titles(
        graph.naming(Via.MENTAL_MODEL, entry_at(whole, "mental-models/law.md"))
    )
    assert () == graph.naming(Via.MENTAL_MODEL, entry_at(whole, "archetypes/drift.md"))


def test_at_level() -> None:
    """At a level stand first the entries that have it as primary level, by title."""
    whole = library({**LADDER, "b.md": page("B", levels="[3, 9]")})

    assert ["A", "Same", "B"] == titles(Graph(whole).at_level(9))
    assert ["Case"] == titles(Graph(whole).at_level(11))
    assert () == Graph(whole).at_level(8)


def test_trail() -> None:
    """The trail leads through the patterns from the weakest level to the strongest."""
    whole = library(LADDER)
    graph = Graph(whole)

    assert ["Far", "Near", "A", "Same", "Apart", "Friend", "Stronger", "Strongest", "Old"] == titles(
        graph.trail
    )
    assert list(range(len(graph.trail))) == [graph.trail_index[entry.path] for entry in graph.trail]
    assert "without.md" not in graph.trail_index
