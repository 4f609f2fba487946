from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.core import project
from trimtab.core.library import Library
from trimtab.core.likeness import LEAST, Ground, Likeness, like, near_duplicates
from trimtab.core.likeness.index import Index
from trimtab.core.likeness.names import Name, Vocabulary, read, segments
from trimtab.core.likeness.words import normal, slips, stem, surface, word_set
from trimtab.core.model import Entry
from trimtab.core.project import Project
from trimtab.core.settings import parse
from trimtab.core.words import fold

ROOT = Path(__file__).parents[2]
COMMONS = ROOT.parent / "shared" / "corpus" / "commons-os"


def entry(slug: str, title: str, kind: str = "pattern", **values: object) -> Entry:
    """An entry with some names."""
    return Entry.model_validate(
        {"slug": slug, "kind": kind, "path": f"{kind}s/{slug}.md", "title": title, **values}
    )


def pairs(found: Iterable[Likeness]) -> list[tuple[str, str]]:
    """The slugs of each pair."""
    return [(pair.first.slug, pair.second.slug) for pair in found]


SUBJECTS = sorted(
    word_set("Waste Grief Water Conflict Harvest Payment Energy Privacy Housing Transport Seed Archive")
)
BUSY = tuple(
    entry(f"busy-{number}-{subject.casefold()}", form.format(subject))
    for number, form in enumerate(
        [
            "{} Management",
            "Design for {}",
            "{} Thinking",
            "Shared {} Governance",
            "The {} Review",
            "{} Systems",
        ]
    )
    for subject in SUBJECTS
)
"""A library in which many names have the same few words."""


def likeness(first: str, second: str, others: Iterable[Entry] = (), **values: object) -> float:
    """The score of two entries with these titles, among others; the values are the first one's."""
    found = near_duplicates([entry("x-1", first, **values), entry("x-2", second), *others], 0.05)
    return next((pair.score for pair in found if {"x-1", "x-2"} == {pair.first.slug, pair.second.slug}), 0.0)


# Names


@pytest.mark.parametrize("others", [(), BUSY], ids=["alone", "among others"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Checkpoint Review", "Review of Checkpoints", id="another order"),
        pytest.param("Absurdism and Joy", "Joy & Absurdism", id="joined the other way round"),
        pytest.param("Talk to Users, Write Code", "Write Code and Talk to Users", id="listed otherwise"),
        pytest.param("Decision Log", "Decision Logs", id="plural"),
        pytest.param("The Decision Log", "Logs of Decisions", id="stop words"),
        pytest.param("Learning in Public", "Public Learning", id="with or without preposition"),
        pytest.param("Community Inquiries", "Community Inquiry", id="plural in -ies"),
        pytest.param(
            "Inverse Conway Manoeuvre", "Inverse Conway Maneuver", id="British and American -oeuvre"
        ),
        pytest.param("Behavioural Barbells", "Behavioral Barbell", id="British and American -our"),
        pytest.param("Organised Dialogues", "Organized Dialog", id="British and American -ise, -ogue"),
        pytest.param("Contributor Licences", "Contributor License", id="British and American -ence"),
        pytest.param("Self-Organising Team", "Selforganizing Teams", id="hyphen"),
        pytest.param("Start-Up Weekends", "Startup Weekend", id="one word or two"),
        pytest.param("Start-Up Capital", "Capital for Startups", id="one word or two, in the plural"),
        pytest.param("Autogesti\u00f3n obrera", "Autogestion Obrera!", id="accent, but another word folded"),
        pytest.param("Boundary Negotiation", "Negotiating Boundaries", id="noun or verb: -tion"),
        pytest.param("Conflict Management", "Managing Conflicts", id="noun or verb: -ment"),
        pytest.param("Issue Identification", "Identifying Issues", id="noun or verb: -ification"),
        pytest.param("Steady-State Economy", "Steady-State Economics", id="-y, -ics"),
        pytest.param(
            "Customer Acquisition Cost (CAC)", "CAC: Customer Acquisition Costs", id="initials moved"
        ),
        pytest.param("Customer Acquisition Cost", "Customer Acquisition Costs (CAC)", id="initials added"),
        pytest.param("Pros and Cons (PC) Sheet", "Pros and Cons Sheet", id="initials without the joint"),
        pytest.param(
            "IaC: Infrastructure as Code", "Infrastructure as Code", id="initials with the stop word"
        ),
        pytest.param("CAC", "Customer Acquisition Cost (CAC)", id="initials alone"),
        pytest.param(
            "Continuous Integration and Delivery (CI/CD)",
            "Continuous Integration, Continuous Delivery",
            id="several initials",
        ),
        pytest.param("Kaizen (Continuous Improvement)", "Kaizen", id="brackets"),
        pytest.param("Error Budgets", "Error Budget: Spend What You Have", id="subtitle"),
        pytest.param(
            "Theory of Constraints - Goldratt", "Theory of Constraints (TOC)", id="author after a dash"
        ),
        pytest.param(
            "Planetary Limits \u2014 Stockholm (2009)",
            "Planetary Limits \u2014 Stockholm",
            id="several additions",
        ),
        pytest.param("CE Learning in Public", "Learning in Public", id="code before it"),
        pytest.param("YC004 Write Code and Talk to Users", "Write Code, Talk to Users", id="numbered code"),
        pytest.param(
            "Short Checkpoint Pattern", "Short Checkpoint", id="a word that says what sort of thing it is"
        ),
        pytest.param("Privacy by Design Framework", "Privacy by Design", id="such a word at the end"),
        pytest.param("Principles of Mutual Aid in Cities", "Mutual Aid in the City", id="and before another"),
        pytest.param("Learning Approaches in Schools", "Learning in Schools", id="and before a preposition"),
        pytest.param("Principles of Mutual Aid", "Mutual Aid", id="such a word before `of`"),
        pytest.param("System", "Systems", id="such a word alone"),
        pytest.param("Core Competence Theory", "Core Competence Model", id="such words on both sides"),
        pytest.param(
            "\u0410\u043d\u0430\u043b\u0438\u0437 \u0440\u0438\u0441\u043a\u043e\u0432",
            "\u0410\u043d\u0430\u043b\u0438\u0437 \u0440\u0438\u0441\u043a\u0430",
            id="Russian case",
        ),
        pytest.param(
            "\u5ba2\u6237\u7684\u83b7\u53d6\u6210\u672c",
            "\u5ba2\u6237\u83b7\u53d6\u6210\u672c\uff08CAC\uff09",
            id="Chinese particle, wide brackets",
        ),
        pytest.param(
            "\u30d5\u30a3\u30fc\u30c9\u30d0\u30c3\u30af\u306e\u9045\u308c",
            "\u30d5\u30a3\u30fc\u30c9\u30d0\u30c3\u30af\u9045\u308c",
            id="Japanese particle",
        ),
        pytest.param(
            "\ud53c\ub4dc\ubc31\uc758 \uc9c0\uc5f0", "\ud53c\ub4dc\ubc31 \uc9c0\uc5f0", id="Korean particle"
        ),
    ],
)
def test_names_of_one_thing(first: str, second: str, others: tuple[Entry, ...]) -> None:
    """Names that differ in what doesn't tell are alike, in a small library and where words are common."""
    assert LEAST <= likeness(first, second, others)
    assert likeness(first, second, others) == likeness(second, first, others)


@pytest.mark.parametrize("others", [(), BUSY], ids=["alone", "among others"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Stress Management", "Secrets Management", id="a common word shared"),
        pytest.param("Systems Thinking", "Design Thinking", id="a field of its own each"),
        pytest.param("Level 3", "Level 4", id="numbers"),
        pytest.param("Web 2.0", "Web 3.0", id="decimals"),
        pytest.param("Phase I", "Phase II", id="Roman numbers"),
        pytest.param("Plan A", "Plan B", id="letters"),
        pytest.param("Plan A", "Plan", id="a letter that could be an article"),
        pytest.param(
            "Handbook of Community Energy Cooperatives",
            "Handbook of Community Energy Cooperatives 2",
            id="a sequel",
        ),
        pytest.param("Positive Feedback", "Negative Feedback", id="opposites"),
        pytest.param("Reinforcing Feedback Loops", "Balancing Feedback Loops", id="opposites of three words"),
        pytest.param(
            "First-Order Effects of Automation in Regional Supply Chains",
            "Second-Order Effects of Automation in Regional Supply Chains",
            id="opposites in a long name",
        ),
        pytest.param(
            "Lasting First-Order Effects of Automation in Regional Food Supply Chains",
            "Lasting Second-Order Effects of Automation in Regional Food Supply Chains",
            id="opposites in a longer name",
        ),
        pytest.param("Supply-Side Economics", "Demand-Side Economics", id="supply and demand"),
        pytest.param("Internal Knowledge Sharing", "External Knowledge Sharing", id="inside and outside"),
        pytest.param("Inclusive Business", "Exclusive Business", id="opposites by prefix"),
        pytest.param("Centralised Governance", "Decentralised Governance", id="a prefix that denies: de-"),
        pytest.param("Learning Together", "Unlearning Together", id="a prefix that denies: un-"),
        pytest.param("Synchronous Work", "Asynchronous Work", id="a prefix that denies: a-"),
        pytest.param("Accountability with Shame", "Accountability without Shame", id="negation"),
        pytest.param(
            "Leading Large Groups Through Change with Authority",
            "Leading Large Groups Through Change without Authority",
            id="negation in a long name",
        ),
        pytest.param("Not Able Voters", "Notable Voter", id="negation that could be half a word"),
        pytest.param("Opt In", "Opt Out", id="direction"),
        pytest.param("Scaling Up", "Scaling Out", id="another direction"),
        pytest.param("Observer to Participant", "Participant to Observer", id="the other way round"),
        pytest.param(
            "Patterns over Protocols", "Protocols over Patterns", id="preferred the other way round"
        ),
        pytest.param("Design Process", "Process Design", id="another head"),
        pytest.param("System Design", "Design Systems", id="another head, in the plural"),
        pytest.param(
            "Adaptive Leadership", "Adaptive Leadership Under Uncertainty", id="narrower: circumstance"
        ),
        pytest.param("Edge Computing", "Edge Computing in Manufacturing", id="narrower: place"),
        pytest.param("Six Sigma", "Lean Six Sigma", id="narrower: another word before it"),
        pytest.param("Auction Model", "Reverse Auction Model", id="narrower, beside an empty word"),
        pytest.param(
            "Adaptive Leadership Under Uncertainty", "Adaptive Strategy Under Uncertainty", id="frame"
        ),
        pytest.param("Case Study: Kodak", "Case Study: Nokia", id="the telling word after a colon"),
        pytest.param("Design for Beauty", "Design for Repair", id="the telling word after a preposition"),
        pytest.param("ISO 9001 Quality Management", "ISO 14001 Quality Management", id="standards"),
        pytest.param("RED TEAM EXERCISES", "Team Exercises", id="all in capitals"),
        pytest.param("IT Governance", "Governance", id="capitals that leave one word"),
        pytest.param("Community Design", "Communication Design", id="near stems"),
        pytest.param("General Design", "Generative Design", id="nearer stems"),
        pytest.param("Policy Reform", "Police Reform", id="short words, one letter apart"),
        pytest.param("Mediation Literacy", "Meditation Literacy", id="long words, one letter apart"),
        pytest.param("Employer Branding", "Employee Branding", id="last letter"),
        pytest.param(
            "\u6b63\u53cd\u9988\u56de\u8def", "\u8d1f\u53cd\u9988\u56de\u8def", id="Chinese opposites"
        ),
        pytest.param("\u7532\u4e59\u4e19\u4e01", "\u4e59\u7532\u4e19\u4e01", id="Chinese, another order"),
        pytest.param(
            "\u8a2d\u8a08\u30b7\u30b9\u30c6\u30e0",
            "\u30b7\u30b9\u30c6\u30e0\u8a2d\u8a08",
            id="Japanese, another head",
        ),
        pytest.param(
            "\u041e\u0431\u0440\u0430\u0442\u043d\u0430\u044f \u0441\u0432\u044f\u0437\u044c",
            "\u041f\u0440\u044f\u043c\u0430\u044f \u0441\u0432\u044f\u0437\u044c",
            id="Russian opposites",
        ),
    ],
)
def test_names_of_two_things(first: str, second: str, others: tuple[Entry, ...]) -> None:
    """Names that differ in a word that tells are not alike, however much else they share."""
    assert LEAST > likeness(first, second, others)
    assert likeness(first, second, others) == likeness(second, first, others)


def test_a_narrower_name_is_less_alike_than_an_addition() -> None:
    """Another word makes a name narrower than one in brackets does, and one after a preposition the more so."""
    added, before, of, within = (
        likeness("Edge Computing", name)
        for name in (
            "Edge Computing (Factories)",
            "Factory Edge Computing",
            "Edge Computing of Factories",
            "Edge Computing in Factories",
        )
    )

    assert added > before == of > within


def test_a_rare_word_tells_more() -> None:
    """The same word more makes the greater difference, the rarer it is, and a shared word the smaller."""
    common = [entry(f"c-{number}", f"{subject} Management") for number, subject in enumerate(SUBJECTS)]

    assert likeness("Stress Relief", "Stress Relief Management", common) > likeness(
        "Stress Relief", "Stress Relief Management"
    )
    assert likeness("Stress Management", "Secrets Management", common) < likeness(
        "Stress Management", "Secrets Management"
    )


@pytest.mark.parametrize(
    ("others", "alike"),
    [
        pytest.param((), False, id="nobody knows which is right"),
        pytest.param((entry("o", "Late", summary="No checkpoint is too early."),), True, id="a summary does"),
        pytest.param((entry("o", "Checkpoint"),), True, id="a name does"),
        pytest.param(
            (entry("o", "Checkpoint", summary="A chekpoint is no checkpoint."),), False, id="both are in use"
        ),
    ],
)
def test_slips(others: tuple[Entry, ...], alike: bool) -> None:
    """A long word that is one letter off and written nowhere else is a slip, if the right one is used elsewhere."""
    assert alike == (LEAST <= likeness("Checkpoint Review", "Chekpoint Reviews", others))


def test_a_slip_is_less_alike_than_another_form() -> None:
    """A word that is probably misspelt is shared less than another form of it."""
    others = [entry("o", "Negotiation", summary="Negotiation is talk.")]

    assert likeness("Negotiation Floor", "Negotation Floor", others) < likeness(
        "Negotiation Floor", "Negotiating Floor", others
    )


@pytest.mark.parametrize(
    ("title", "other", "alike"),
    [
        ("CE Learning in Public", entry("o", "Rules for AI"), True),
        ("AI Learning in Public", entry("o", "Rules for AI"), False),
        ("AI Learning in Public", entry("o", "Rules", summary="What AI may do."), False),
        ("AI Learning in Public", entry("o", "AI Rules"), True),
    ],
)
def test_a_code_is_no_word(title: str, other: Entry, alike: bool) -> None:
    """Capitals before a name are a code, unless somebody uses them as a word."""
    assert alike == (LEAST <= likeness(title, "Learning in Public", [other]))


def test_aliases_count() -> None:
    """An alias that is nearly another's title, or nearly its alias, makes entries alike; titles do so the more."""
    by_title = near_duplicates([entry("a", "Late Look"), entry("b", "Late Looks")])
    by_alias = near_duplicates([entry("a", "Late Look"), entry("b", "Checkpoint", aliases=["Late Looks"])])
    by_both = near_duplicates(
        [entry("a", "Stage Gate", aliases=["Late Look"]), entry("b", "Checkpoint", aliases=["Late Looks"])]
    )

    assert [("a", "b")] == pairs(by_title) == pairs(by_alias) == pairs(by_both)
    assert by_title[0].score > by_alias[0].score > by_both[0].score
    assert [("Late Look", "Late Looks")] * 3 == [
        (pair.because[0].first, pair.because[0].second) for (pair,) in (by_title, by_alias, by_both)
    ]


def test_equal_names_say_nothing() -> None:
    """A name that two entries share is a fault of its own; what else they share still tells, and says so."""
    sharing = [entry("a", "Shared Watch", aliases=["Rota"]), entry("b", "Elections", aliases=["ROTA!"])]
    alike = [entry("a", "Shared Watch", aliases=["Rota"]), entry("b", "Shared Watches", aliases=["ROTA!"])]

    assert () == near_duplicates(sharing)
    assert () == near_duplicates([entry("a", "Shared Watch"), entry("b", "Shared watch!")])
    assert [True] == [pair.namesakes for pair in near_duplicates(alike)]
    assert [("Shared Watch", "Shared Watches")] == [
        (pair.because[0].first, pair.because[0].second) for pair in near_duplicates(alike)
    ]


def test_names_of_many_say_nothing() -> None:
    """Names that many entries bear are no likeness of any two, nor is what comes after many aliases."""
    many = [entry(f"e-{number}", title) for number, title in enumerate(["Blank"] * 6 + ["Blanks"] * 6)]
    aliases = [f"Alias {number}" for number in range(30)]

    assert () == near_duplicates(many)
    assert 25 == len(near_duplicates(many[1:-1]))
    assert () == near_duplicates([entry("a", "A", aliases=[*aliases, "Late Look"]), entry("b", "Late Looks")])


def test_what_a_crowd_shares_is_followed_by_a_second_word() -> None:
    """Two names whose words are each in many others are still compared, and so are two with next to nothing else."""
    crowd = [
        entry(f"{one}-{other}", f"{one} {other}")
        for one, other in combinations(["Checkpoint", *SUBJECTS, "Budget"], 2)
    ]
    both = near_duplicates([*crowd, entry("x", "Budgets for Checkpoints")], 0.7)
    alone = near_duplicates([*crowd, entry("x", "Checkpoints"), entry("y", "Checkpoint Theory")], 0.7)

    assert ("Checkpoint-Budget", "x") in pairs(both)
    assert ("x", "y") in pairs(alone)


# Summaries

TEXT = (
    "Watch one slice of your own workplace as a visitor would, write down what people do and what each habit seems to "
    "be good for, and ask before you judge."
)
EDITED = (
    "Watch one corner of your own workplace as a visitor would, note down what people do and what every habit seems to "
    "be good for, and ask before you judge."
)
OTHER = "Agree how much failure users will accept in a period, and spend that amount on change."


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        pytest.param(TEXT, TEXT, True, id="the same"),
        pytest.param(TEXT, TEXT.upper(), True, id="the same in capitals"),
        pytest.param(TEXT, EDITED, True, id="edited"),
        pytest.param(TEXT, TEXT + " It takes a week, a notebook and some patience.", True, id="continued"),
        pytest.param(TEXT, OTHER, False, id="another"),
        pytest.param(TEXT, "", False, id="none"),
        pytest.param("", "", False, id="none at all"),
        pytest.param("To be written.", "To be written.", False, id="next to nothing"),
        pytest.param(
            "A sheet on which a team writes down its fears before a release.",
            "A sheet on which a team writes down its debts after a quarrel.",
            False,
            id="a frame, filled differently",
        ),
        pytest.param(
            "Votes are not, never and by no means bought.",
            "Rules are not, never and by no means broken.",
            False,
            id="nothing but negations",
        ),
        pytest.param(
            "Anthropologist Hat: a hat.", "Error Budget: a budget.", False, id="nothing but the names"
        ),
    ],
)
def test_summaries(first: str, second: str, alike: bool) -> None:
    """A summary that is nearly another's makes entries alike whatever they are called."""
    entries = [
        entry("a", "Anthropologist Hat", summary=first),
        entry("b", "Error Budget", summary=second),
        *BUSY,
    ]
    found = near_duplicates(entries)

    assert ([("a", "b")] if alike else []) == pairs(found)
    assert all(
        (Ground.SUMMARIES, first, second) == (one.ground, one.first, one.second)
        for pair in found
        for one in pair.because
    )


@pytest.mark.parametrize(("count", "found"), [(2, 1), (5, 10), (6, 0)])
def test_boilerplate(count: int, found: int) -> None:
    """A summary that many entries have says nothing of any."""
    titles = ["Ants", "Bees", "Cats", "Dogs", "Elks", "Frogs"][:count]

    assert found == len(near_duplicates([entry(title, title, summary=TEXT) for title in titles]))


def test_boilerplate_does_not_help_names() -> None:
    """A summary that many entries have adds nothing to names that are half alike."""
    titles = ["Six Sigma", "Lean Six Sigma", "Ants", "Bees", "Cats", "Dogs"]

    assert () == near_duplicates([entry(title, title, summary=TEXT) for title in titles])


def test_names_in_summaries_do_not_help_names() -> None:
    """That two summaries repeat the names of their entries is no likeness beyond that of the names."""
    first, second = (
        entry("a", "Community Land Trust Governance", summary="Community land trust governance in brief."),
        entry(
            "b",
            "Rural Community Land Trust Governance",
            summary="Rural community land trust governance, slowly.",
        ),
    )

    assert [] == pairs(near_duplicates([first, second]))


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        pytest.param(
            "Quiet Visitor's Notebook",
            "Watch a part of your own workplace as a visitor would, write down what is said, and hold your verdict "
            "until they have told you why each habit is kept.",
            id="more by names",
        ),
        pytest.param(
            "Red and Worn Notebook of a Visitor",
            "Watch one slice of a town as a visitor would, write down what people do and what each habit costs, and "
            "hold your verdict until you know why.",
            id="more by summaries",
        ),
    ],
)
def test_both_together(title: str, summary: str) -> None:
    """Names and summaries that are half alike are enough together; both are told, the stronger first."""
    entries = [entry("a", "Visitor's Notebook", summary=TEXT), entry("b", title, summary=summary)]
    (found,) = near_duplicates(entries)
    first, second = found.because

    assert {Ground.NAMES, Ground.SUMMARIES} == {first.ground, second.ground}
    assert LEAST > first.score > second.score
    assert found.score == pytest.approx(1 - (1 - first.score) * (1 - second.score), abs=0.0002)


# Which pairs


def test_kinds_are_kept_apart() -> None:
    """A worksheet may be called like its pattern."""
    entries = [entry("a", "Decision Log"), entry("b", "Decision Logs", "worksheet")]

    assert () == near_duplicates(entries)
    assert [("b", "a")] == [(one.entry.slug, "a") for one in like("Decision Log", entries, kind="worksheet")]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, 1),
        ({"superseded_by": "b"}, 0),
        ({"superseded_by": "pattern:Decision Logs"}, 0),
        ({"superseded_by": "older-b"}, 0),
        ({"superseded_by": "case:Decision Logs"}, 1),
        ({"superseded_by": "c"}, 1),
        ({"status": "deprecated"}, 1),
    ],
)
def test_an_heir_is_like_what_it_succeeds(values: dict[str, object], found: int) -> None:
    """An entry that names the other as its heir is left out, whichever comes first."""
    other = entry("b", "Decision Logs", redirect_from=["older-b"])
    last = entry("z", "Decision Log", **values)

    assert found == len(near_duplicates([entry("a", "Decision Log", **values), other]))
    assert found == len(near_duplicates([last, other]))


@pytest.mark.parametrize(
    ("relation", "related"),
    [
        (None, False),
        ("b", True),
        ("decision logs", True),
        ("P-17", True),
        ("c", False),
        ("planned:b", False),
        ("case:b", False),
    ],
)
def test_related(relation: str | None, related: bool) -> None:
    """Entries whose relation shows that somebody knew of both are marked, whichever end it's written on."""
    relations = [{"type": "alternatives", "to": relation}] if relation else []
    one, other = entry("a", "Decision Log", relations=relations), entry("b", "Decision Logs", id="P-17")
    last = entry("z", "Decision Log", relations=relations)

    assert [related] == [pair.related for pair in near_duplicates([one, other])]
    assert [related] == [pair.related for pair in near_duplicates([last, other])]


def test_the_most_alike_come_first() -> None:
    """Pairs are ordered by score, then by path."""
    entries = [
        entry("b", "Nimble Test"),
        entry("a", "Nimble Tests"),
        entry("d", "Error Budget"),
        entry("c", "Error Budgets"),
        entry("e", "Reward Swap"),
        entry("f", "Reward Swap Model"),
    ]
    found = near_duplicates(entries)

    assert [("a", "b"), ("c", "d"), ("e", "f")] == pairs(found)
    assert found[0].score == found[1].score > found[2].score


def test_least() -> None:
    """A lower bound shows less likely pairs as well."""
    entries = [entry("a", "Six Sigma"), entry("b", "Lean Six Sigma"), entry("c", "Six Sigma Method")]

    assert [("a", "c")] == pairs(near_duplicates(entries))
    assert [("a", "c"), ("a", "b"), ("b", "c")] == pairs(near_duplicates(entries, 0.4))
    assert () == near_duplicates(entries, 1.0)


def test_nothing_to_compare() -> None:
    """Libraries without entries, and entries without words, have nothing alike."""
    assert () == near_duplicates([])
    assert () == near_duplicates([entry("a", "?"), entry("b", "!?"), entry("c", "..."), entry("d", "& , &")])


# What isn't written yet

SHELF = (
    entry("short-checkpoint", "Short Checkpoint", aliases=["Stage Gate"], redirect_from=["early-check"]),
    entry(
        "checkpoint-is-not-deadline",
        "Checkpoint Is Not Deadline",
        "mental-model",
        summary="A checkpoint asks.",
    ),
    entry("error-budget", "Error Budget", summary=TEXT),
    entry("decision-log", "Decision Log"),
    entry("decision-log-sheet", "Decision Log Sheet", "worksheet"),
)


@pytest.mark.parametrize(
    ("title", "slugs"),
    [
        ("Short Checkpoint", ["short-checkpoint"]),
        ("short-checkpoints", ["short-checkpoint"]),
        ("Short Chekpoint", ["short-checkpoint"]),
        ("Checkpoint, Short (SC)", ["short-checkpoint"]),
        ("Stage Gates", ["short-checkpoint"]),
        ("Decision Logs", ["decision-log", "decision-log-sheet"]),
        ("Ethnography", []),
        ("", []),
        ("!?", []),
    ],
)
def test_like(title: str, slugs: list[str]) -> None:
    """Before an entry is written one sees the entries that it's like, the most alike first."""
    assert slugs == [one.entry.slug for one in like(title, SHELF)]


@pytest.mark.parametrize("name", ["SHORT checkpoint!", "Stage-gate", "short-checkpoint", "Early Check"])
def test_the_very_name(name: str) -> None:
    """An entry that has the name already, as title, alias or slug, now or earlier, is wholly alike."""
    found = like(name, SHELF)[0]

    assert ("short-checkpoint", 1.0, name) == (found.entry.slug, found.score, found.because[0].first)
    assert fold(name) == fold(found.because[0].second)


def test_like_a_summary() -> None:
    """What is said of the new entry counts as its title does."""
    (found,) = like("Fieldwork", SHELF, EDITED)

    assert ("error-budget", Ground.SUMMARIES, EDITED, TEXT) == (
        found.entry.slug,
        found.because[0].ground,
        found.because[0].first,
        found.because[0].second,
    )
    assert () == like("Fieldwork", SHELF, OTHER)


def test_like_is_limited() -> None:
    """Few entries are shown, those of one kind on request, equals by path."""
    shelf = [entry(f"log-{letter}", "Decision Log") for letter in "dcbae"]

    assert ["log-a", "log-b", "log-c"] == [one.entry.slug for one in like("Decision Logs", shelf, limit=3)]
    assert ["decision-log-sheet"] == [one.entry.slug for one in like("Decision Log", SHELF, kind="worksheet")]
    assert () == like("Decision Log", SHELF, kind="case")
    assert ["decision-log"] == [one.entry.slug for one in like("Decision Log", SHELF, least=1.0)]


# Order, symmetry, and what is not compared

WORDS = sorted(
    word_set(
        "Checkpoint Checkpoints Review Reviews Design Designing System Systems Model of for in without (Goldratt) "
        "- : AI 2 3 Negotiation Negotiating CAC Cost Acquisition Customer start up startup"
    )
)
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def shelves(size: int, summaries: Iterable[str]) -> st.SearchStrategy[list[Entry]]:
    """Libraries of up to some size, whose entries have any of the summaries."""
    drawn = st.tuples(TITLES, st.lists(TITLES, max_size=2), st.sampled_from([*summaries]))
    return st.lists(drawn, min_size=2, max_size=size).map(
        lambda rows: [
            entry(f"e-{number:02}", title, aliases=aliases, summary=summary)
            for number, (title, aliases, summary) in enumerate(rows)
        ]
    )


SHELVES = shelves(12, [""]) | shelves(5, ["", TEXT, EDITED, OTHER])
"""Larger ones without summaries, for there what many say is left aside."""


@given(SHELVES, st.randoms(use_true_random=False), st.sampled_from([0.3, 0.5, LEAST]))
def test_order_of_entries_does_not_matter(shelf: list[Entry], random: Random, least: float) -> None:
    """Whatever order the entries come in, the same pairs are found, each with its scores."""
    shuffled = list(shelf)
    random.shuffle(shuffled)

    assert near_duplicates(shelf, least) == near_duplicates(shuffled, least)
    assert like("Review of Checkpoints", shelf, TEXT) == like("Review of Checkpoints", shuffled, TEXT)


@given(SHELVES)
def test_likeness_is_symmetric(shelf: list[Entry]) -> None:
    """One entry is as much like another as the other is like it."""
    index = Index(shelf)
    for one, other in combinations(range(len(shelf)), 2):
        assert index.best_match(one, other).score == index.best_match(other, one).score


@given(SHELVES, st.sampled_from([0.3, 0.5, 0.65, LEAST]))
@settings(max_examples=300)
def test_nothing_is_lost_by_comparing_less(shelf: list[Entry], least: float) -> None:
    """The pairs found are those that comparing every entry with every other finds."""
    index = Index(shelf)
    expected = set()
    for one, other in combinations(range(len(shelf)), 2):
        names = index.best_match(one, other).score
        summaries = index.summaries_alike(index.said(one), index.said(other))
        if round(1 - (1 - names) * (1 - summaries), 4) >= least:
            expected.add((shelf[one].slug, shelf[other].slug))

    assert expected == set(pairs(near_duplicates(shelf, least)))


@given(
    st.lists(
        st.tuples(st.text(max_size=30).filter(lambda text: text.split()), st.text(max_size=60)), max_size=6
    ),
    st.text(max_size=30),
)
def test_any_text_is_compared(drawn: list[tuple[str, str]], title: str) -> None:
    """Whatever is typed for a title or a summary can be compared, in any script, and scores stay within bounds."""
    shelf = [
        entry(f"e-{number}", name, aliases=[name[::-1]], summary=summary)
        for number, (name, summary) in enumerate(drawn)
    ]

    assert all(0.05 <= pair.score <= 1 for pair in near_duplicates(shelf, 0.05))
    assert all(0.05 <= one.score <= 1 for one in like(title, shelf, title, least=0.05))


class Counting(Index):
    """Counts the names that it compares."""

    compared = 0

    def names_alike(self, one: Name, other: Name, least: float = 0.0) -> float:
        """How alike two names are."""
        self.compared += 1
        return super().names_alike(one, other, least)


def numbered(count: int, form: str) -> list[Entry]:
    """Entries whose titles are made of many words, or of few, as the form says."""
    return [
        entry(
            f"e-{number}",
            form.format(
                number=number,
                rare=f"word{number // 3}x",
                often=SUBJECTS[number % 12],
                some=f"a{number % 90}z",
            ),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("{rare} {often}", id="rare words"),
        pytest.param("{some} {often} Management", id="common words"),
        pytest.param("Pattern {number}", id="numbers"),
        pytest.param("Untitled", id="one name for all"),
        pytest.param("{often}", id="one of twelve names for all"),
        pytest.param("Notes on {often} (part {number})", id="additions"),
    ],
)
def test_comparisons_grow_with_the_library(form: str) -> None:
    """Twice as many entries need about twice as many comparisons, and not four times as many."""
    counts = []
    for size in (1000, 2000):
        index = Counting(numbered(size, form))
        index.near_by_name(0.6)
        counts.append(index.compared)

    assert counts[1] <= 20 * 2000
    assert counts[1] <= 2.5 * counts[0] + 100


@pytest.mark.parametrize(
    "title", ["CE " * 20_000 + "x", "a: " * 20_000, "(b) " * 20_000, "x" * 100_000, "\u4e2d" * 20_000]
)
def test_a_monstrous_name_is_read_in_part(title: str) -> None:
    """A name with thousands of parts takes no more time than a long one."""
    name = read(title, segments(title), Vocabulary())

    assert 100 >= len(name.cores)
    assert 200 >= len(name.tokens)
    assert 200 >= max(map(len, name.tokens))


def test_hashing_does_not_matter() -> None:
    """The same is found, in the same order, however Python orders its sets."""
    script = (
        "from trimtab.core.likeness import near_duplicates\n"
        "from trimtab.core.model import Entry\n"
        "words = 'Late Look Looks Check Checks Review Reviews of a Quiet Visitor'.split()\n"
        "titles = [f'{a} {b} {c}' for a in words for b in words[:4] for c in words[4:]]\n"
        "shelf = [Entry(slug=t, kind='pattern', path=t, title=t, summary=t * 2) for t in titles]\n"
        "print([(p.first.slug, p.second.slug, p.score, p.because) for p in near_duplicates(shelf, 0.7)])\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert 1 == len(outputs)
    assert 1000 < len(outputs.pop())


# Words


@pytest.mark.parametrize(
    ("words", "token"),
    [
        ("checkpoint checkpoints", "checkpoint"),
        ("policy policies", "policy"),
        ("process processes processing", "process"),
        ("organise organize organisation organizations organising", "organiz"),
        ("negotiate negotiation negotiating negotiated", "negoti"),
        ("manage managing management", "manag"),
        ("plan plans planned planning", "plan"),
        ("model models modelling modeling", "model"),
        ("strategy strategies strategic", "strateg"),
        ("behaviour behaviours behavior", "behavior"),
        ("centre centers", "center"),
        ("practise practice practices", "practic"),
        ("analyse analyzes", "analyz"),
        ("programme programs", "program"),
        ("aesthetics esthetic", "esthet"),
        ("organ", "organ"),
        ("community communities", "communit"),
        ("communication communicate", "communic"),
        ("general", "general"),
        ("generative", "generativ"),
        ("police", "polic"),
        ("business", "business"),
        ("bus", "bus"),
        ("hour", "hour"),
        ("thing", "thing"),
        ("need", "need"),
        ("2024", "2024"),
        (
            "\u0440\u0438\u0441\u043a \u0440\u0438\u0441\u043a\u0430 \u0440\u0438\u0441\u043a\u043e\u0432",
            "\u0440\u0438\u0441\u043a",
        ),
    ],
)
def test_tokens(words: str, token: str) -> None:
    """Forms of a word, and its spellings, share a token; other words have their own."""
    assert [token] * len(words.split()) == [stem(surface(word)) for word in words.split()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Goodhart\u2019s Law", "goodhart law"),
        ("Don't", "dont"),
        ("L\u2019Apprentissage \u00e0 l'\u00c9cole", "apprentissage a ecole"),
        ("Now\u2014or never", "now - or never"),
        ("1990\u20132000", "1990-2000"),
        ("\uff28\uff41\uff4c\uff46", "half"),
        ("Na\u00efve\u2122", "naive "),
        ("\u30d0\u30b9", "\u30d0\u30b9"),
    ],
)
def test_normal(text: str, expected: str) -> None:
    """Case, accents and typography don't tell; a mark that makes another letter does."""
    assert expected == normal(text)


@pytest.mark.parametrize(
    ("slip", "meant", "found"),
    [
        ("chekpoint", "checkpoint", True),
        ("checkkpoint", "checkpoint", True),
        ("chackpoint", "checkpoint", True),
        ("chekcpoint", "checkpoint", True),
        ("chekpiont", "checkpoint", False),
        ("heckpoint", "checkpoint", False),
        ("checkpoind", "checkpoint", False),
        ("macroeconomic", "microeconomic", False),
        ("contact", "contract", False),
        ("version12", "version13", False),
    ],
)
def test_one_letter_off(slip: str, meant: str, found: bool) -> None:
    """A slip is one letter left out, put in, changed or swapped, within a long word."""
    assert ({slip: meant} if found else {}) == slips({slip: 1, meant: 2}, frozenset())
    assert {} == slips({slip: 2, meant: 2}, frozenset())
    assert {} == slips({slip: 1, meant: 2}, {slip})


# Real libraries


@pytest.mark.skipif(not COMMONS.is_dir(), reason="the samples of real libraries are not beside the checkout")
def test_a_real_library() -> None:
    """Of the 44,551 pairs of a real sample, the one that is the same thing twice is found, and no other."""
    library = Library.read(Project(root=COMMONS, docs_dir=COMMONS, settings=parse({})))
    (found,) = near_duplicates(library.entries)

    assert ("activity-based-costing-abc-cost-allocation", "activity-based-costing-abc", True) == (
        found.first.slug,
        found.second.slug,
        found.namesakes,
    )


def test_our_own_library() -> None:
    """Our own library says nothing twice."""
    library = Library.read(project.load(ROOT / "mkdocs.yml"))

    assert 50 < len(library.entries)
    assert () == near_duplicates(library.entries)
