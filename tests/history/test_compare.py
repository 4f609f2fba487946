from __future__ import annotations

from collections.abc import Mapping

import pytest

from helpers import library
from history.repositories import entry
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
from trimtab.history import compare
from trimtab.history.renames import find_renames

TEXT = "\n\n".join(f"Sentence number {number} that is only in this text." for number in range(9))


def change(before: Mapping[str, str], after: Mapping[str, str], **options: object) -> Change:
    """What leads from one set of files to another."""
    then, now = library(before, **options), library(after, **options)
    return compare(then, now, find_renames(then, now))


def related(title: str = "A", **relations: str) -> str:
    """An entry with relations."""
    inner = ", ".join(f"{kind}: {text}" for kind, text in relations.items())
    return entry(title, relations=f"{{{inner}}}")


def name(title: str, path: str = "", kind: str = "pattern") -> Named:
    """An entry whose slug is its title in small letters."""
    path = path or f"{title.lower()}.md"
    return Named(path, path.rpartition("/")[2].removesuffix(".md"), kind, title)


A, B, C, D = (name(title) for title in "ABCD")


def test_nothing_changes() -> None:
    """Two equal states differ in nothing, whatever is wrong in them."""
    files = {"a.md": entry("A", "See [[nowhere]] and [[planned:x]]."), "index.md": "# Home\n"}
    found = change(files, files)

    assert Change() == found
    assert found.is_empty


def test_base_and_notes_are_told() -> None:
    """What was compared with, and what was assumed, goes with the change and doesn't count as one."""
    base = Base("main", "0" * 40, parted=True)
    files = library({"a.md": entry("A")})
    found = compare(files, files, {}, base=base, notes=["Assumed."])

    assert (base, ("Assumed.",), True) == (found.base, found.notes, found.is_empty)


# Entries


def test_entries_come_and_go() -> None:
    """Entries are added, removed and edited; ordinary pages are none of these."""
    before = {"a.md": entry("A", TEXT), "b.md": entry("B"), "index.md": "# Home\n"}
    after = {
        "a.md": entry("A", f"{TEXT} More."),
        "c.md": entry("C", "Quite new." * 9),
        "index.md": "# Start\n",
    }
    found = change(before, after)

    assert ((C,), (Removed(B),), (), (A,)) == (found.added, found.removed, found.renamed, found.edited)


@pytest.mark.parametrize(
    ("path", "fields", "redirected"),
    [
        ("b.md", {}, False),
        ("b.md", {"redirect_from": "[a]"}, True),
        ("b.md", {"redirect_from": "[before-a]"}, False),
        ("b.md", {"redirect_from": "a"}, True),
    ],
)
def test_renamed(path: str, fields: dict[str, str], redirected: bool) -> None:
    """A file of another name is the same entry; whether its old slug is covered is told."""
    found = change({"a.md": entry("A", TEXT)}, {path: entry("A", TEXT, **fields)})

    assert (Renamed(A, name("A", path), redirected),) == found.renamed
    assert ((), ()) == (found.added, found.removed)
    assert (not redirected) == bool(found.pages_gone)


def test_moved_to_another_folder() -> None:
    """A file in another folder keeps its slug; its kind moves with the folder, and its address breaks."""
    found = change({"a.md": entry("A", TEXT)}, {"cases/a.md": entry("A", TEXT)})
    now = name("A", "cases/a.md", "case")

    assert (Renamed(A, now, redirected=True),) == found.renamed
    assert (Moved(now, "pattern", "case"),) == found.kinds
    assert (PageGone("a/", "a.md", "A", now),) == found.pages_gone
    assert ((), ()) == (found.edited, found.names_lost)


def test_an_heir_takes_the_slug() -> None:
    """An entry that is gone breaks no address if another names its slug, and that one is told; its title is lost."""
    before = {"a.md": entry("The A"), "b.md": entry("B", TEXT)}
    found = change(before, {"b.md": entry("B", TEXT, redirect_from="[a]")})
    gone = name("The A", "a.md")

    assert (Removed(gone, B),) == found.removed
    assert () == found.pages_gone
    assert (NameLost("The A", gone), NameLost("a", gone, B)) == found.names_lost


def test_an_entry_becomes_a_page() -> None:
    """A file that moves out of the folders of entries is an entry no more; its page moves."""
    found = change({"a.md": entry("A", TEXT)}, {"guide/a.md": entry("A", TEXT)})
    assert ((Removed(A),), (), ()) == (found.removed, found.added, found.renamed)
    assert ["a/"] == [gone.address for gone in found.pages_gone]


def test_another_entry_takes_the_place() -> None:
    """If an entry is renamed and another is given its old name, neither is the other."""
    before = {"a.md": entry("A", TEXT), "x.md": entry("X", "Quite another text. " * 20)}
    after = {
        "b.md": entry("A", TEXT),
        "a.md": entry("New", "Nothing of the old. " * 20),
        "x.md": before["x.md"],
    }
    then, now = library(before), library(after)
    found = compare(then, now, {"a.md": "b.md"})

    assert ((name("New", "a.md"),), (), ()) == (found.added, found.removed, found.pages_gone)
    assert (Renamed(A, name("A", "b.md"), redirected=False),) == found.renamed


def test_a_renamed_entry_takes_the_place_of_one_that_is_gone() -> None:
    """An entry that is given the name of a deleted one is not that one, and nobody's relation to that goes to it."""
    before = library({"a.md": related(requires="[b]"), "b.md": entry("B"), "y.md": entry("Y", id="p-1")})
    after = library({"a.md": related(requires="[b]"), "b.md": entry("Y", id="p-1")})
    found = compare(before, after, {"y.md": "b.md"})
    now = name("Y", "b.md")

    assert ((Removed(B),), (Renamed(name("Y"), now, redirected=False),)) == (found.removed, found.renamed)
    assert ([now], [B]) == (
        [each.target for each in found.relations_gained],
        [each.target for each in found.relations_lost],
    )


# Fields


@pytest.mark.parametrize(
    ("before", "after", "field", "expected"),
    [
        ({"confidence": "1"}, {"confidence": "3"}, "confidence", (1, 3)),
        ({"confidence": "1"}, {}, "confidence", (1, None)),
        ({"confidence": "1"}, {"confidence": "★ low"}, "confidence", None),
        ({"vitality": "4.1"}, {"vitality": "2"}, "vitality", (4.1, 2.0)),
        ({}, {"vitality": "{score: 3.5, assessed: 2026-03-01}"}, "vitality", (None, 3.5)),
        ({"vitality": "4.1"}, {"vitality": "{score: 4.1}"}, "vitality", None),
        ({"level": "9"}, {"levels": "[9]"}, "levels", None),
        ({"levels": "[9, 6]"}, {"levels": "[6, 9]"}, "levels", ((9, 6), (6, 9))),
        ({}, {"level": "3"}, "levels", ((), (3,))),
        ({"kind": "case"}, {"kind": "pattern"}, "kinds", ("case", "pattern")),
    ],
)
def test_fields_that_move(
    before: dict[str, str], after: dict[str, str], field: str, expected: tuple[object, object] | None
) -> None:
    """A field moves if its value is another, not if it is only written otherwise."""
    found = change({"a.md": entry("A", **before)}, {"a.md": entry("A", **after)})
    fields = ("confidence", "vitality", "levels", "kinds", "retitled", "statuses")
    moved = {each: getattr(found, each) for each in fields if getattr(found, each)}

    assert (() if expected is None else (Moved(A, *expected),)) == moved.pop(field, ())
    assert {} == moved
    assert (A,) == found.edited


def test_the_number_of_a_level() -> None:
    """For the entry of a level, its number is its level."""
    before = {"levels/a.md": entry("A", number="9")}
    found = change(before, {"levels/a.md": entry("A", number="8")})

    assert (Moved(name("A", "levels/a.md", "level"), (9,), (8,)),) == found.levels


def test_retitled() -> None:
    """Another title is told, and that the old one is lost as a name."""
    found = change({"a.md": entry("First")}, {"a.md": entry("Second")})
    kept = change({"a.md": entry("First")}, {"a.md": entry("Second", aliases="[first]")})

    assert (Moved(name("Second", "a.md"), "First", "Second"),) == found.retitled == kept.retitled
    assert (NameLost("First", name("First", "a.md")),) == found.names_lost
    assert () == kept.names_lost


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"status": "deprecated", "superseded_by": "b"}, ("stable", "deprecated", "b")),
        ({}, {"status": "deprecated", "superseded_by": "The B"}, ("stable", "deprecated", "b")),
        ({}, {"status": "deprecated", "superseded_by": "nothing"}, ("stable", "deprecated", "nothing")),
        ({"status": "draft"}, {"status": "proposed"}, ("draft", "proposed", "")),
        ({"superseded_by": "b"}, {"superseded_by": "c"}, ("stable", "stable", "c")),
        ({"superseded_by": "b"}, {"superseded_by": "The B"}, None),
        ({"superseded_by": "x"}, {"superseded_by": "y"}, ("stable", "stable", "y")),
        ({"status": "Stable"}, {}, None),
    ],
)
def test_status(before: dict[str, str], after: dict[str, str], expected: tuple[str, str, str] | None) -> None:
    """A status moves with its heir, however that is named."""
    others = {"b.md": entry("The B"), "c.md": entry("C")}
    found = change({"a.md": entry("A", **before), **others}, {"a.md": entry("A", **after), **others})

    assert (() if expected is None else (StatusMoved(A, *expected),)) == found.statuses


def test_an_heir_that_is_renamed() -> None:
    """An heir that only has another file name is the same heir."""
    before = {"a.md": entry("A", superseded_by="b"), "b.md": entry("B", TEXT)}
    after = {"a.md": entry("A", superseded_by="c"), "c.md": entry("B", TEXT)}

    assert () == change(before, after).statuses


# Relations


def tie(
    type_: str = "requires", label: str = "Requires", inverse: str = "Required by", **fields: object
) -> Tie:
    """A relation from A to B."""
    return Tie(
        **{"entry": A, "type": type_, "label": label, "inverse": inverse, "name": "b", "target": B, **fields}
    )  # type: ignore[arg-type]


PLAIN = {"a.md": entry("A"), "b.md": entry("B")}


@pytest.mark.parametrize(
    ("before", "after", "gained", "lost"),
    [
        ({}, {"a.md": related(requires="[b]")}, [tie()], []),
        ({"a.md": related(requires="[b]")}, {}, [], [tie()]),
        ({"a.md": related(requires="[b]")}, {"a.md": related(requires="[B]")}, [], []),
        (
            {"a.md": related(requires="[b]")},
            {"a.md": related(enables="[b]")},
            [tie("enables", "Enables", "Enabled by")],
            [tie()],
        ),
        ({"a.md": related(requires="[b]")}, {"b.md": None, "a.md": related(requires="[b]")}, [], [tie()]),
        ({}, {"a.md": related(requires="[nothing]")}, [], []),
        ({}, {"a.md": related(requires="['planned:b-too']")}, [tie(name="b-too", target=None)], []),
        ({"a.md": related(requires="['planned:d']")}, {"a.md": related(requires="[d]"), "d.md": entry("D")}, [], []),
        ({"a.md": related(requires="['planned:d']")}, {"a.md": related(requires="['planned:D']")}, [], []),
        ({"a.md": related(complementary="[b]")}, {"b.md": related("B", complementary="[a]")}, [], []),
        ({"a.md": related(specializes_to="[b]")}, {"b.md": related("B", generalizes_from="[a]")}, [], []),
        (
            {"a.md": related(complementary="[b]"), "b.md": related("B", complementary="[a]")},
            {"a.md": related(complementary="[b]")},
            [],
            [],
        ),
    ],
    ids=[
        "gained", "lost", "by another name", "another type", "target deleted", "to nothing", "to a wanted name",
        "target written", "wanted by another name", "symmetric", "other end", "one of both ends",
    ],
)  # fmt: skip
def test_relations(
    before: dict[str, str], after: dict[str, str | None], gained: list[Tie], lost: list[Tie]
) -> None:
    """A relation is gained or lost as a tie between entries, wherever and however it is written."""
    states = [
        {path: text for path, text in {**PLAIN, **state}.items() if text is not None}
        for state in (before, after)
    ]
    found = change(*states)

    assert (tuple(gained), tuple(lost)) == (found.relations_gained, found.relations_lost)


def test_relations_of_what_is_renamed() -> None:
    """Neither end's other file name makes another relation."""
    before = {"a.md": related(requires="[b]"), "b.md": entry("B", TEXT)}
    after = {"a.md": related(requires="[c]"), "c.md": entry("B", TEXT, redirect_from="[b]")}
    found = change(before, after)

    assert ((), ()) == (found.relations_gained, found.relations_lost)


def test_relations_of_another_entry_of_the_same_name() -> None:
    """A relation to an entry that took another's place is another relation."""
    before, after = (
        library({"a.md": related(requires="[b]"), "b.md": entry("B")}),
        library({"a.md": related(requires="[b]"), "b.md": entry("New"), "c.md": entry("B")}),
    )
    found = compare(before, after, {"b.md": "c.md"})

    assert ([name("New", "b.md")], [B]) == (
        [each.target for each in found.relations_gained],
        [each.target for each in found.relations_lost],
    )


def test_reasons_and_weights() -> None:
    """Another reason or weight moves a relation, which stays."""
    before = {**PLAIN, "a.md": related(requires="[{to: b, why: One., weight: 0.5}]")}
    after = {**PLAIN, "a.md": related(requires="[{to: b, why: Two.}]")}
    found = change(before, after)

    moved = TieMoved(tie(why="One.", weight=0.5), tie(why="Two."))
    assert ((), (), (moved,)) == (found.relations_gained, found.relations_lost, found.relations_moved)
    assert () == change(after, after).relations_moved


# Links


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("[[b]]", True),
        ("[words](b.md)", True),
        ("[words](b.md#part)", True),
        ("[words](../b/)", False),
        ("[words](b/)", True),
        ("[[a]]", False),
        ("`[[b]]`", False),
    ],
)
def test_orphans(link: str, kept: bool) -> None:
    """An entry that loses the last link to it is an orphan; so is a new one without any, but no deprecated one."""
    before = {"a.md": entry("A", "[[b]]"), "b.md": entry("B", TEXT)}
    after = {
        "a.md": entry("A", link),
        "b.md": entry("B", TEXT),
        "new.md": entry("New", "Of its own: [[new]], [itself](new.md). " * 20),
        "old.md": entry("Old", "Of no use. " * 20, status="deprecated"),
    }
    new = name("New", "new.md")

    assert ((new,) if kept else (B, new)) == change(before, after).orphans


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("archetypes/n.md", entry("A", archetypes="[n]")),
        ("mental-models/n.md", entry("A", mental_models="[n]")),
        ("n.md", related(requires="[n]")),
        ("n.md", entry("A", superseded_by="n")),
    ],
)
def test_fields_link_too(path: str, other: str) -> None:
    """What front matter names is linked to."""
    assert () == change({"a.md": entry("A")}, {"a.md": other, path: entry("N")}).orphans


def test_levels_are_linked_by_what_stands_at_them() -> None:
    """The entry of a level is linked to by what stands at it, and by cases that act at it."""
    before = {"a.md": entry("A", level="9"), "cases/c.md": entry("C", interventions="[{level: 8, do: it}]")}
    levels = {f"levels/l{number}.md": entry(f"L{number}", number=str(number)) for number in (9, 8, 7)}

    assert ["L7"] == [each.title for each in change(before, before | levels).orphans]


def test_an_orphan_stays_one_in_silence() -> None:
    """What nothing linked to before is no news."""
    assert () == change({"a.md": entry("A")}, {"a.md": entry("A", "Changed.")}).orphans


def test_wanted_names() -> None:
    """Names come to be wanted and cease to be: written, or given up."""
    before = {"a.md": entry("A", "[[planned:c]] [[planned:given up]] [[planned:Still There]]")}
    after = {
        "a.md": entry("A", "[[c]] [[planned:still-there]] [[planned:new]]"),
        "c.md": entry("C", "[[planned:new]]"),
    }
    found = change(before, after)

    assert (Wanted("new", ("a.md", "c.md")),) == found.wanted
    assert (Wanted("c", ("a.md",), C), Wanted("given up", ("a.md",))) == found.unwanted


# Names


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        (entry("A", aliases="[Other, Third]"), entry("A", aliases="[third]"), ["Other"]),
        (entry("A", id="p-1"), entry("A"), ["p-1"]),
        (entry("A", redirect_from="[old]"), entry("A"), ["old"]),
        (entry("A", redirect_from="[old]"), entry("A", aliases="[Old]"), []),
        (entry("The A", aliases="[a]"), entry("Its A"), ["The A"]),
        (entry("A"), entry("A", aliases="[More]"), []),
    ],
)
def test_names_lost(before: str, after: str, lost: list[str]) -> None:
    """A name by which an entry could be referred to is lost if it means nothing now, as names are resolved."""
    found = change({"a.md": before}, {"a.md": after})

    assert lost == [each.name for each in found.names_lost]


def test_names_that_mean_another() -> None:
    """A name that means another entry now is lost, and what it means is told; one that two claim means none."""
    before = {"a.md": entry("A", aliases="[One, Two]"), "b.md": entry("B"), "c.md": entry("C")}
    after = {
        "a.md": entry("A", aliases="[Two]"),
        "b.md": entry("B", aliases="[One]"),
        "c.md": entry("C", aliases="[Two]"),
    }

    assert (NameLost("One", A, B), NameLost("Two", A)) == change(before, after).names_lost


def test_names_of_what_is_gone() -> None:
    """An entry that is gone takes all its names with it, each once; a name that it shared was nobody's."""
    before = {"a.md": entry("A", aliases="[Other, Shared]"), "b.md": entry("B", aliases="[Shared]")}
    found = change(before, {"b.md": entry("B", aliases="[Shared]")})

    assert (NameLost("A", A), NameLost("Other", A)) == found.names_lost


# Addresses


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("guide/how-to.md", "guide/how-to/"),
        ("guide/index.md", "guide/"),
        ("guide/README.md", "guide/"),
        ("guide/täglich neu.md", "guide/t%C3%A4glich%20neu/"),
        ("index.md", None),
        ("README.md", None),
        ("levels/index.md", None),
        ("patterns/index.md", None),
    ],
)
def test_pages_gone(path: str, address: str | None) -> None:
    """The address of any page that is gone breaks, but for those that the site fills itself."""
    found = change({path: "# A page\n", "a.md": entry("A")}, {"a.md": entry("A")})

    assert ([] if address is None else [(address, path, "A page", None)]) == [
        (gone.address, gone.path, gone.title, gone.now) for gone in found.pages_gone
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("guide/README.md", "guide/index.md"),
        ("guide/how.md", "guide/how/index.md"),
        ("how.md", "how/index.md"),
    ],
)
def test_the_same_address_from_another_file(before: str, after: str) -> None:
    """A page whose file is another but whose address isn't breaks nothing."""
    assert () == change({before: f"# A\n{TEXT}"}, {after: f"# A\n{TEXT}"}).pages_gone


def test_a_redirect_that_is_dropped() -> None:
    """An address that led on to an entry breaks when the entry no longer names it, unless another beside it does."""
    before = {"cases/a.md": entry("A", TEXT, redirect_from="[old, older]"), "cases/b.md": entry("B")}
    dropped = change(
        before, {"cases/a.md": entry("A", TEXT, redirect_from="[older]"), "cases/b.md": entry("B")}
    )
    taken = change(
        before, {"cases/a.md": entry("A", TEXT), "cases/b.md": entry("B", redirect_from="[old, older]")}
    )

    now = name("A", "cases/a.md", "case")
    assert (PageGone("cases/old/", "cases/a.md", "A", now),) == dropped.pages_gone
    assert () == taken.pages_gone


def test_who_should_take_an_address_over() -> None:
    """A renamed entry, and the heir that a deleted one named, are told as those that can mend an address."""
    before = {"a.md": entry("A", TEXT), "b.md": entry("B", superseded_by="c"), "c.md": entry("C")}
    after = {"d.md": entry("A", TEXT), "c.md": entry("C")}

    assert [("a/", name("A", "d.md")), ("b/", C)] == [
        (gone.address, gone.now) for gone in change(before, after).pages_gone
    ]


HEADED = "# A\n\n## One part\n\n## Risks\n\n### Risks\n\n## Given { #own }\n"


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        (HEADED, []),
        (HEADED.replace("One part", "Another part"), [("one-part", "One part")]),
        (HEADED.replace("One part", "one part!"), []),
        (HEADED.replace("### Risks\n", ""), [("risks-2", "Risks")]),
        (HEADED.replace("#own", "#new"), [("own", "Given")]),
        (HEADED.replace("## One part", '<a id="one-part"></a>\n\n## Another'), []),
        (HEADED.replace("## One part", "```\n## One part\n```"), [("one-part", "One part")]),
        (HEADED.replace("# A\n", "# The A\n"), []),
    ],
)
def test_anchors_gone(after: str, gone: list[tuple[str, str]]) -> None:
    """A heading's address breaks with its anchor; the title at the head of an entry's page has none."""
    found = change({"a.md": entry("A", HEADED)}, {"a.md": entry("A", after)})

    assert (
        tuple(AnchorGone("a/", anchor, heading, "a.md", "A") for anchor, heading in gone)
        == found.anchors_gone
    )


def test_anchors_of_a_page_that_is_gone_or_renamed() -> None:
    """A page that is gone is told as a whole; one with another name keeps its anchors or loses them there."""
    before = {"a.md": entry("A", f"{HEADED}\n{TEXT}"), "b.md": entry("B", HEADED)}
    found = change(before, {"c.md": entry("A", TEXT, redirect_from="[a]")})

    assert {("c/", "c.md")} == {(gone.address, gone.path) for gone in found.anchors_gone}
    assert ["one-part", "risks", "risks-2", "own"] == [gone.anchor for gone in found.anchors_gone]


def test_sections_at_the_head_of_a_page() -> None:
    """A section that the page shows at its head has no address to lose."""
    before = {"a.md": "---\ntitle: A\n---\n## Patlet\n\nShort.\n\n## Story\n\nLong.\n"}
    found = change(
        before,
        {"a.md": "---\ntitle: A\nsummary: s\n---\n"},
        fields={"summary": ["summary", "section:Patlet"]},
    )

    assert ["story"] == [gone.anchor for gone in found.anchors_gone]


# Findings


def test_findings() -> None:
    """Findings that come and that are cured are told, in files that nobody touched as well."""
    before = {"a.md": entry("A", "[[b]]"), "b.md": entry("B"), "c.md": "---\ntitle: C\n---\n"}
    after = {"a.md": entry("A", "[[b]]"), "c.md": entry("C")}
    found = change(before, after)

    assert [("TT301", "a.md")] == [(each.code, each.path) for each in found.findings_new]
    assert [("TT206", "c.md")] == [(each.code, each.path) for each in found.findings_cured]
