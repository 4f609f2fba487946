from __future__ import annotations

import dataclasses

import pytest

from helpers import library
from trimtab.core.scales import RUNGS
from trimtab.site.catalogue import SUMMARY_LENGTH, Catalogue
from trimtab.site.entries import EntryViews, sound_loops
from trimtab.site.views import EntryView, Item, Value
from trimtab.site.whereabouts import NEIGHBOURS

FRONTS = {
    "paradigm.md": "title: Paradigm, summary: See., level: 2, archetypes: [overheating], vitality: 0",
    "gone.md": "title: Gone, summary: Was., level: 5, archetypes: [overheating], superseded_by: 'pattern:log', "
    "status: deprecated",
    "level-less.md": "title: Level-less, summary: Stands nowhere., domain: Delivery",
    "lonely.md": "title: Lonely, summary: Knows nobody.",
    "levels/delays.md": "title: Delays, summary: How long it takes., number: 9, tier: medium, signals: [Waiting]",
    "archetypes/overheating.md": "title: Overheating, summary: Too warm., symptoms: [Sweat], levels_that_help: [9], "
    "levels_that_worsen: [12], loops: [{name: Heating, links: [cold -> heating +, heating -> cold -]}]",
    "mental-models/law.md": "title: The Law, summary: What is measured moves.",
    "cases/cold-winter.md": "title: Cold Winter, summary: It was cold., archetypes: [overheating], "
    "interventions: [{level: 9, do: Wait, result: Warmer}, {level: 6, do: Tell}]",
}
"""Entries without a body, each with its front matter as one mapping."""
FILES = {
    "review.md": """---
title: Review
summary: Look once a week.
aliases: [Friday Look, review, REVIEW!]
levels: [9, 6]
level_why: A week is short.
archetypes: [overheating, nothing-like-it, planned:drift]
mental_models: [law]
domain: delivery
vitality: {score: 4.1, assessed: 2026-03-01, reasoning: It lives.}
confidence: 2
relations:
  requires: [{to: log, why: To remember.}]
  tensions_with: [law]
tags: [Feed Back, rhythm]
---

## Context

It needs a [[log]]. And [[overheating]].
""",
    "log.md": """---
title: Log
level: 6
archetypes: [overheating]
confidence: 3
status: proposed
---

## Context

Write it down. See [[review|the weekly look]] for more.
""",
    **{path: f"---\n{{{front}}}\n---\n" for path, front in FRONTS.items()},
    "guide/page.md": "# A page\n\nRead [[review]] first.\n",
}


def catalogue(files: dict[str, str] = FILES, *, directories: bool = True, **options: object) -> Catalogue:
    """The catalogue of the library above."""
    return Catalogue(library(files, **options), directories=directories)


def view(path: str, files: dict[str, str] = FILES, *, directories: bool = True) -> EntryView:
    """The view of one entry's page."""
    made = catalogue(files, directories=directories)
    entry = made.library.by_path[path].entry
    assert entry is not None
    return EntryViews(made).view(entry)


def titles(items: tuple[Item, ...]) -> list[str]:
    """The titles of some items."""
    return [item.title for item in items]


# Items and values


def test_item() -> None:
    """An item holds what lists show: address, level, confidence in signs and words, vitality and its band."""
    assert (
        Item(
            title="Review",
            url="review/",
            summary="Look once a week.",
            slug="review",
            kind="pattern",
            kind_label="Pattern",
            level=9,
            level_name="Delays",
            confidence=2,
            stars="★★☆",
            confidence_word="medium",
            vitality=4.1,
            band="sustaining",
            domain="delivery",
            status="stable",
        )
        == view("review.md").item
    )


def test_item_of_a_bare_entry() -> None:
    """What an entry doesn't say is empty; a vitality of nothing is said."""
    bare, extractive = view("lonely.md").item, view("paradigm.md").item
    assert (None, "", None, "", "", "") == (
        bare.level,
        bare.level_name,
        bare.confidence,
        bare.stars,
        bare.confidence_word,
        bare.band,
    )
    assert (0.0, "extractive") == (extractive.vitality, extractive.band)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## Context\n\nFirst words. More.\n\nSecond.", "First words. More."),
        ("Before.\n\n## Context\n\nFirst words.", "First words."),
        ("Only words, **strong** and [linked](x.md).", "Only words, strong and linked."),
        ("", ""),
        ("## Context\n\n## Problem\n\nHere.", "Here."),
        ("## Context\n\n" + "word " * 100, "word " * (SUMMARY_LENGTH // 5 - 1) + "word …"),
    ],
)
def test_stand_in_summary(body: str, expected: str) -> None:
    """An entry without a summary is summed up by the first words of its body."""
    assert expected == view("a.md", {"a.md": f"---\ntitle: A\n---\n\n{body}"}).item.summary


@pytest.mark.parametrize(
    ("directories", "expected"), [(True, "levels/delays/"), (False, "levels/delays.html")]
)
def test_addresses(directories: bool, expected: str) -> None:
    """Addresses are relative to the site's top, in the form that the site uses."""
    assert Value("9 Delays", expected) == view("review.md", directories=directories).levels[0]


def test_level_names() -> None:
    """A level has its entry's title, or else Meadows' name."""
    made = catalogue({"levels/waits.md": "---\ntitle: Waits\nnumber: 9\n---\n"})
    assert ("Waits", RUNGS[6].name) == (made.level_name(9), made.level_name(6))


# The page of an entry


def test_aliases() -> None:
    """Aliases that only repeat the title are not shown."""
    assert ("Friday Look",) == view("review.md").aliases


def test_facts() -> None:
    """Archetypes, mental models, domain and tags lead to their pages; unknown and wanted ones say that they are."""
    assert (
        (
            "Archetypes",
            (
                Value("Overheating", "archetypes/overheating/", "Too warm."),
                Value("nothing-like-it", "", "not found"),
                Value("drift", "", "wanted, not written yet"),
            ),
        ),
        ("Mental models", (Value("The Law", "mental-models/law/", "What is measured moves."),)),
        ("Domain", (Value("delivery", "domains/delivery/"),)),
        ("Tags", (Value("Feed Back", "tags/feed-back/"), Value("rhythm", "tags/rhythm/"))),
    ) == view("review.md").facts
    assert () == view("lonely.md").facts


def test_ladder() -> None:
    """The ladder has twelve rungs, strongest first, the entry's own marked; without a level there is none."""
    rungs = view("review.md").ladder
    assert list(range(1, 13)) == [rung.number for rung in rungs]
    assert {9: "primary", 6: "also"} == {rung.number: rung.mark for rung in rungs if rung.mark}
    assert () == view("lonely.md").ladder


def test_moves() -> None:
    """Stronger moves share an archetype, strongest first; weaker ones are nearest first; deprecated ones are none."""
    shown = view("review.md")
    assert (["Paradigm", "Log"], []) == (titles(shown.stronger), titles(shown.weaker))
    assert (["Paradigm"], ["Review"]) == tuple(map(titles, (view("log.md").stronger, view("log.md").weaker)))


def test_related() -> None:
    """Relations stand under their reading from here, each with its why."""
    here, there, law = (view(path).related for path in ("review.md", "log.md", "mental-models/law.md"))
    assert [("Requires", ["Log"]), ("In tension with", ["The Law"])] == [
        (g.title, titles(g.items)) for g in here
    ]
    assert [("Required by", ["Review"])] == [(group.title, titles(group.items)) for group in there]
    assert [("In tension with", ["Review"])] == [(group.title, titles(group.items)) for group in law]
    assert ["To remember.", "To remember."] == [here[0].items[0].why, there[0].items[0].why]


def test_backlinks() -> None:
    """Each page that refers to the entry is named with the sentence around the reference."""
    shown = view("review.md").backlinks
    assert [
        ("A page", "guide/page/", "Read ", "Review", " first."),
        ("Log", "log/", "See ", "the weekly look", " for more."),
    ] == [(link.title, link.url, link.before, link.text, link.after) for link in shown]


@pytest.mark.parametrize(
    ("front", "text", "heir"),
    [
        ("status: stable", "", None),
        ("status: draft", "A draft: expect changes.", None),
        ("status: proposed", "Proposed: under review.", None),
        ("status: deprecated", "Deprecated: kept for those who link here, no longer recommended.", None),
        ("superseded_by: log", "Superseded. Use instead:", Value("Log", "log/")),
        ("superseded_by: pattern:log", "Superseded. Use instead:", Value("Log", "log/")),
        ("superseded_by: nothing", "Superseded. Use instead:", Value("nothing")),
    ],
)
def test_banner(front: str, text: str, heir: Value | None) -> None:
    """An entry that isn't in good standing says so, and names its heir however the heir is named."""
    shown = view("old.md", {"old.md": f"---\ntitle: Old\n{front}\n---\n", "log.md": FILES["log.md"]})
    assert (text, heir) == (shown.banner_text, shown.banner)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "levels/delays.md",
            [("Patterns at this level", ["Review"]), ("Cases", ["Cold Winter"])],
        ),
        (
            "archetypes/overheating.md",
            [
                ("Patterns that help, strongest level first", ["Paradigm", "Gone", "Log", "Review"]),
                ("Cases", ["Cold Winter"]),
            ],
        ),
        ("mental-models/law.md", [("Patterns that build on it", ["Review"])]),
        ("review.md", []),
    ],
)
def test_groups(path: str, expected: list[tuple[str, list[str]]]) -> None:
    """Levels, archetypes and mental models list who names them; lists without entries are left out."""
    assert expected == [(group.title, titles(group.items)) for group in view(path).groups]


def test_second_level() -> None:
    """A level lists those that act there in the second place apart from those that stand there."""
    files = {**FILES, "levels/flows.md": "---\ntitle: Flows\nsummary: x\nnumber: 6\n---\n"}
    groups = view("levels/flows.md", files).groups
    assert [
        ("Patterns at this level", ["Log"]),
        ("Patterns that also act here", ["Review"]),
        ("Cases", ["Cold Winter"]),
    ] == [(group.title, titles(group.items)) for group in groups]


def test_interventions() -> None:
    """A case's interventions lead to their levels, written or generated."""
    shown = view("cases/cold-winter.md").interventions
    assert [
        (Value("9 Delays", "levels/delays/"), "Wait", "Warmer"),
        (Value("6 Information Flows", "levels/6-information-flows/"), "Tell", ""),
    ] == [(row.level, row.do, row.result) for row in shown]


def test_archetype() -> None:
    """An archetype has its loops drawn and told, its symptoms, and the levels that help or don't."""
    shown = view("archetypes/overheating.md")
    assert shown.svg.startswith("<svg")
    assert [("Heating", "balancing")] == [(loop.name, loop.kind) for loop in shown.loops]
    assert (("Sweat",), "9 Delays", "12 Parameters") == (
        shown.symptoms,
        shown.helps[0].text,
        shown.worsens[0].text,
    )


@pytest.mark.parametrize(
    ("links", "sound"),
    [
        ("[cold -> heating +, heating -> cold -]", 1),
        ("[cold -> heating +, heating -> warmth -]", 0),
        ("[cold -> heating]", 0),
    ],
)
def test_only_sound_loops_are_drawn(links: str, sound: int) -> None:
    """A loop that can't be read or doesn't close is left to the rules."""
    made = library({"archetypes/a.md": f"---\ntitle: A\nloops: [{{name: X, links: {links}}}]\n---\n"})
    assert sound == len(sound_loops(made.entries[0]))
    assert bool(sound) == bool(
        view("archetypes/a.md", {"archetypes/a.md": made.documents[0].source.text}).svg
    )


@pytest.mark.parametrize(
    ("path", "previous", "following"),
    [
        ("levels/delays.md", "Weaker 10 Stock-and-Flow Structures", "Stronger 8 Balancing Feedback Loops"),
        ("review.md", "", "On up the ladder Log"),
        ("log.md", "Back down the ladder Review", "On up the ladder Gone"),
        ("paradigm.md", "Back down the ladder Gone", ""),
        ("level-less.md", "Previous Gone", "Next Log"),
        ("mental-models/law.md", "", ""),
    ],
)
def test_neighbours(path: str, previous: str, following: str) -> None:
    """Levels and patterns go up and down the ladder; others, and patterns without a level, go by title."""
    shown = view(path)
    ways = [f"{value.note} {value.text}" if value else "" for value in (shown.previous, shown.next)]
    assert [previous, following] == ways


def test_ends_of_the_ladder() -> None:
    """Below the weakest level and above the strongest there is nothing."""
    files = {f"levels/l{n}.md": f"---\ntitle: L{n}\nnumber: {n}\n---\n" for n in (1, 12)}
    assert view("levels/l12.md", files).previous is None
    assert view("levels/l1.md", files).next is None


@pytest.mark.parametrize(
    ("path", "title", "url", "expected"),
    [
        ("review.md", "Level 9 · Delays", "levels/delays/", ["Review"]),
        ("level-less.md", "delivery", "domains/delivery/", ["Level-less", "Review"]),
        ("lonely.md", "Patterns", "patterns/", ["Gone", "Level-less", "Log", "Lonely", "Paradigm", "Review"]),
        ("mental-models/law.md", "Mental models", "mental-models/", ["The Law"]),
    ],
)
def test_siblings(path: str, title: str, url: str, expected: list[str]) -> None:
    """Around an entry stand those of its level, or its domain, or its kind."""
    (group,) = view(path).siblings
    assert (title.casefold(), url, expected) == (group.title.casefold(), group.url, titles(group.items))


def test_siblings_of_a_domain_are_of_one_kind() -> None:
    """Beside a case stand the cases of its domain, beside a pattern its patterns, whichever page is made first."""
    kinds = ("pattern", "case")
    files = {f"{kind}.md": f"---\ntitle: {kind}\nkind: {kind}\ndomain: work\n---\n" for kind in kinds}
    made = catalogue(files)
    views = EntryViews(made)
    groups = [group for entry in made.library.entries for group in views.view(entry).siblings]
    assert [["case"], ["pattern"]] == [titles(group.items) for group in groups]


def test_few_siblings_of_many() -> None:
    """Of many neighbours the nearest by title are shown, the entry among them, at the ends too."""
    files = {f"p{n:02}.md": f"---\ntitle: P{n:02}\nlevel: 6\n---\n" for n in range(40)}
    for number in (0, 3, 20, 38, 39):
        (group,) = view(f"p{number:02}.md", files).siblings
        assert NEIGHBOURS == len(group.items)
        assert f"P{number:02}" in titles(group.items)


def test_filters() -> None:
    """The facets are what the front matter says, by the names that readers see."""
    assert (
        ("kind", "pattern"),
        ("level", "9"),
        ("level", "6"),
        ("archetype", "Overheating"),
        ("archetype", "nothing-like-it"),
        ("archetype", "drift"),
        ("model", "The Law"),
        ("domain", "delivery"),
        ("confidence", "2"),
        ("vitality", "sustaining"),
        ("status", "stable"),
        ("tag", "Feed Back"),
        ("tag", "rhythm"),
    ) == view("review.md").filters
    assert ("level", "6") in view("cases/cold-winter.md").filters


def test_parts() -> None:
    """The parts that a page adds below its body are those that have something in them."""
    assert [] == list(view("lonely.md").parts)
    assert ["tt-stronger", "tt-related", "tt-backlinks", "tt-next"] == [
        ident for _, ident in view("review.md").parts
    ]
    assert [
        *("tt-across", "tt-patterns", "tt-cases"),
        *("tt-related", "tt-backlinks", "tt-next"),
    ] == [ident for _, ident in view("archetypes/overheating.md").parts]
    assert ["tt-loops"] == [ident for _, ident in view("archetypes/overheating.md").parts_before]


def test_views_are_frozen() -> None:
    """A template can't change what it lays out."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        view("review.md").svg = ""  # type: ignore[misc]


@pytest.mark.parametrize("backwards", [False, True])
def test_views_know_nothing_of_each_other(backwards: bool) -> None:
    """A page is the same whichever were made before it, or none."""
    made = catalogue()
    views = EntryViews(made)
    entries = sorted(made.library.entries, key=lambda entry: entry.path, reverse=backwards)
    found = {entry.path: views.view(entry) for entry in entries}

    assert {entry.path: view(entry.path) for entry in entries} == found


# The library as a whole


def test_domains_and_tags() -> None:
    """Spellings that make one address are one domain, by the name that comes first; its entries are sorted by title."""
    made = catalogue()
    assert {"domains/delivery.md": ("Delivery", ["Level-less", "Review"])} == {
        path: (name, [entry.title for entry in entries]) for path, (name, entries) in made.by_domain.items()
    }
    assert ["tags/feed-back.md", "tags/rhythm.md"] == list(made.by_tag)


def test_search_data() -> None:
    """The search knows every name of each level, and what kinds are called."""
    data = catalogue().search_data("https://example.org/edit")
    assert {"number": 9, "names": ["Delays"]} == next(
        level for level in data["levels"] if level["number"] == 9
    )
    assert 12 == len(data["levels"])
    assert "Mental model" == data["facets"]["kind"]["mental-model"]
    assert "https://example.org/edit" == data["contribute"]


def test_search_data_without_levels() -> None:
    """A library without levels has none to search by."""
    assert [] == catalogue({"a.md": "---\ntitle: A\n---\n"}).search_data()["levels"]


@pytest.mark.parametrize(("search", "directories"), [(True, True), (False, False)])
def test_site(search: bool, directories: bool) -> None:
    """The frame knows whether there is a search, and where."""
    site = catalogue(directories=directories, search=search).site()
    assert (search, "search/" if directories else "search/index.html") == (site.search, site.search_url)


def test_kinds_of_the_library() -> None:
    """An added kind is called what the settings say."""
    kinds = {"practice": {"title": "Practice", "plural": "Practices"}}
    made = catalogue({"p/a.md": "---\ntitle: A\n---\n"}, folders={"p": "practice"}, kinds=kinds)
    entry = made.library.entries[0]
    assert "Practice" == made.item(entry).kind_label
    assert Value("Practices", "practice/") == EntryViews(made).view(entry).crumbs[-1]
