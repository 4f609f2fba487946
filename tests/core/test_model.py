from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from trimtab.core.loops import LinkSyntaxError
from trimtab.core.model import (
    MODELS,
    Archetype,
    Case,
    Citation,
    Entry,
    LevelEntry,
    Status,
    Vitality,
)
from trimtab.core.scales import LADDER, RUNGS, TIERS, stars, vitality_band
from trimtab.core.typed import parse_confidence, parse_level

GIVEN = {"slug": "a", "kind": "pattern", "path": "a.md", "title": "A"}


def entry(model: type[Entry] = Entry, **values: Any) -> Any:
    """An entry with some fields, as front matter would give them."""
    return model.model_validate({**GIVEN, **values})


@pytest.mark.parametrize(
    ("typed", "confidence"),
    [
        ("1", 1), ("2", 2), ("3", 3), (" 3 ", 3), ("02", 2), ("2.0", 2), ("low", 1), ("Medium", 2), ("HIGH", 3),
        ("★", 1), ("★★ (Medium)", 2), ("★★★", 3), ("★★☆", 2), ("★ ☆ ☆", 1), ("⭐⭐", 2), ("~", None), ("null", None),
        ("", None), (None, None), ("0", 0), ("4", 4), ("☆☆☆", 0), ("★★★★★", 5),
    ],
)  # fmt: skip
def test_parse_confidence(typed: Any, confidence: int | None) -> None:
    """Confidence is a number, stars or a word; filled stars count."""
    assert confidence == parse_confidence(typed)


@pytest.mark.parametrize("typed", ["maybe", "2.5", "-1", "1_0", "two", "12:30:45", "3/5", "99999"])
def test_no_confidence(typed: str) -> None:
    """Anything else is no confidence, and the message says what to write."""
    with pytest.raises(ValueError, match="is not a confidence: write 1, 2 or 3"):
        parse_confidence(typed)


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("9", 9),
        ("09", 9),
        ("9.0", 9),
        ("Delays", 9),
        ("self-organization", 4),
        (" rules ", 5),
        ("~", None),
        ("13", 13),
    ],
)
def test_parse_level(typed: str, level: int | None) -> None:
    """A level is a number or one of the twelve names; whether it is on the ladder is checked afterwards."""
    assert level == parse_level(typed)


@pytest.mark.parametrize("typed", ["nine", "9.5", "-9", "0x9", "9th", ".inf", "\u00b2", "12:30:45"])
def test_no_level(typed: str) -> None:
    """Anything else is no level, and the message says what to write."""
    with pytest.raises(
        ValueError, match=r"is not a level: write a number from 12 \(weakest\) to 1 \(strongest\)"
    ):
        parse_level(typed)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", "no", "no"),
        ("title", "2024-01-01", "2024-01-01"),
        ("title", "~", "~"),
        ("title", "One\n two", "One two"),
        ("summary", None, ""),
        ("aliases", "A", ("A",)),
        ("aliases", ["A", "1_000"], ("A", "1_000")),
        ("aliases", None, ()),
        ("aliases", "~", ()),
        ("levels", "9", (9,)),
        ("levels", ["9", "6", "9"], (9, 6)),
        ("levels", ["010", "Goals"], (10, 3)),
        ("levels", ["12", " 1 "], (12, 1)),
        ("levels", "", ()),
        ("tags", ["a", "b", "a", None, ""], ("a", "b")),
        ("confidence", "★★", 2),
        ("confidence", "1", 1),
        ("confidence", " NULL ", None),
        ("confidence", "~", None),
        ("vitality", "~", None),
        ("status", "Draft", Status.DRAFT),
        ("status", None, Status.STABLE),
        ("status", "~", Status.STABLE),
        ("superseded_by", "null", ""),
        ("superseded_by", None, ""),
        ("status", " stable ", Status.STABLE),
        ("superseded_by", "b", "b"),
        ("authors", "A B", ("A B",)),
        ("authors", ["A", {"name": "B", "url": "https://b"}], ("A", "B")),
    ],
)
def test_fields(field: str, typed: Any, value: Any) -> None:
    """Each field says what typed text means to it."""
    assert value == getattr(entry(**{field: typed}), field)


@pytest.mark.parametrize(
    ("field", "typed", "location"),
    [
        ("title", "", ("title",)),
        ("title", ["A"], ("title",)),
        ("levels", ["9", "13"], ("levels", 1)),
        ("levels", ["0"], ("levels", 0)),
        ("levels", [["9"]], ("levels", 0)),
        ("confidence", "4", ("confidence",)),
        ("confidence", "0", ("confidence",)),
        ("confidence", ["1"], ("confidence",)),
        ("vitality", "5.1", ("vitality", "score")),
        ("vitality", "-0.1", ("vitality", "score")),
        ("vitality", "nan", ("vitality", "score")),
        ("vitality", ".inf", ("vitality", "score")),
        ("vitality", "1e999", ("vitality", "score")),
        ("vitality", {"reasoning": "x"}, ("vitality", "score")),
        ("vitality", {"score": "4", "assessed": "soon"}, ("vitality", "assessed")),
        ("vitality", {"score": "4", "assessed": "86400"}, ("vitality", "assessed")),
        ("vitality", {"score": "4", "assessed": "2026-02-30"}, ("vitality", "assessed")),
        ("vitality", {"score": "4", "assessed": "2026-03-011"}, ("vitality", "assessed")),
        ("vitality", {"score": "4", "by": "me"}, ("vitality", "by")),
        ("status", "done", ("status",)),
        ("status", ["draft"], ("status",)),
        ("evidence", [{"where": "x"}], ("evidence", 0, "what")),
        ("relations", [{"type": "a", "to": ""}], ("relations", 0, "to")),
        ("relations", [{"type": "a", "to": "b", "weight": "1.1"}], ("relations", 0, "weight")),
        ("unheard_of", "x", ("unheard_of",)),
    ],
)
def test_wrong_fields(field: str, typed: Any, location: tuple[str | int, ...]) -> None:
    """A value that a field can't have is refused at its place."""
    with pytest.raises(ValidationError) as caught:
        entry(**{field: typed})

    assert [location] == [problem["loc"] for problem in caught.value.errors()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4.1", (4.1, None, "")),
        ("0", (0.0, None, "")),
        ("5.0", (5.0, None, "")),
        ({"score": "4.1", "assessed": " 2026-03-01 "}, (4.1, datetime.date(2026, 3, 1), "")),
        ({"score": "4.1", "assessed": "2026-03-01T10:00:00Z"}, (4.1, datetime.date(2026, 3, 1), "")),
        ({"score": "4.1", "assessed": "2026-03-01 10:00"}, (4.1, datetime.date(2026, 3, 1), "")),
        ({"score": "4.1", "assessed": "~", "reasoning": " a\n b"}, (4.1, None, "a b")),
        ({"score": "4.1", "assessed": None}, (4.1, None, "")),
    ],
)
def test_vitality(typed: Any, expected: tuple[float, datetime.date | None, str]) -> None:
    """Vitality is a score alone, or a score with the day and the reasoning of its assessment."""
    found = Vitality.model_validate(typed)

    assert expected == (found.score, found.assessed, found.reasoning)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (5.0, "generative"), (4.5, "generative"), (4.49, "sustaining"), (3.5, "sustaining"), (3.4, "functional"),
        (2.0, "functional"), (1.99, "extractive"), (0.0, "extractive"),
    ],
)  # fmt: skip
def test_bands(score: float, band: str) -> None:
    """Each score is in the band that begins at it or below it."""
    assert band == vitality_band(score) == Vitality(score=score).band


@pytest.mark.parametrize(("confidence", "shown"), [(1, "★☆☆"), (2, "★★☆"), (3, "★★★")])
def test_stars(confidence: int, shown: str) -> None:
    """Confidence is three stars, as many of them filled as its number."""
    assert shown == stars(confidence)
    assert confidence == parse_confidence(shown)


def test_ladder() -> None:
    """The ladder has twelve rungs from the weakest to the strongest, in four tiers that never mix."""
    tiers = [rung.tier for rung in LADDER]

    assert list(range(12, 0, -1)) == [rung.number for rung in LADDER] == list(RUNGS)
    assert list(TIERS) == list(dict.fromkeys(tiers))
    assert tiers == sorted(tiers, key=list(TIERS).index)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Thinking in Systems", {"title": "Thinking in Systems"}),
        ("https://a.b/c", {"url": "https://a.b/c"}),
        ("See https://a.b/c", {"title": "See https://a.b/c"}),
        (
            {"title": "A", "year": "1999", "authors": ["B", "C"]},
            {"title": "A", "year": "1999", "authors": "B, C"},
        ),
        ({"title": "A", "pages": "7"}, {"title": "A", "pages": "7"}),
    ],
)
def test_sources(typed: Any, expected: dict[str, str]) -> None:
    """A source is a title, an address, or a record that may say more than we know."""
    (source,) = entry(sources=[typed]).sources

    assert expected == {name: value for name, value in source.model_dump().items() if value}
    assert isinstance(source, Citation)


def test_evidence() -> None:
    """Evidence is a sentence alone, or with its place and source."""
    found = entry(evidence=["Seen.", {"what": "Tried.", "where": "Here", "source": "Book"}]).evidence

    assert [("Seen.", "", ""), ("Tried.", "Here", "Book")] == [
        (one.what, one.where, one.source) for one in found
    ]


def test_primary_level() -> None:
    """The first level is the primary one; without levels there is none."""
    assert 9 == entry(levels=["9", "6"]).level
    assert entry().level is None


def test_entries_do_not_change() -> None:
    """An entry is what the file said: nobody changes it afterwards."""
    with pytest.raises(ValidationError, match="frozen"):
        entry().title = "B"


def test_level_entries_need_a_number() -> None:
    """A level without its number is none."""
    with pytest.raises(ValidationError, match="number"):
        entry(LevelEntry)

    found = entry(LevelEntry, number="9", tier="medium", signals="One")
    assert (9, "medium", ("One",)) == (found.number, found.tier, found.signals)


def test_cases_have_interventions() -> None:
    """An intervention has a level by number or name, and what was done."""
    found = entry(Case, interventions={"level": "Delays", "do": "Ask sooner"}).interventions

    assert [(9, "Ask sooner", "")] == [(one.level, one.do, one.result) for one in found]


def test_archetypes_have_loops() -> None:
    """Loops are kept as typed, and read when asked for."""
    found = entry(
        Archetype,
        loops=[
            {"name": "Heating", "kind": "balancing", "links": ["cold -> heating +", "heating -> cold -"]},
            {"name": "Broken", "links": "cold"},
        ],
        levels_that_help="6",
    )

    assert "balancing" == found.loops[0].parsed().polarity
    assert (None, ("cold",), (6,)) == (found.loops[1].kind, found.loops[1].links, found.levels_that_help)
    with pytest.raises(LinkSyntaxError):
        found.loops[1].parsed()


def test_a_place_of_action() -> None:
    """An entry acts on a link of an archetype's loops, or on one loop as a whole; on both or neither is no place."""
    typed = [{"archetype": "a", "link": "b -> c"}, {"archetype": "a", "loop": "B", "how": "Sooner."}]
    found = entry(acts_on=typed).acts_on

    assert [("a", "b -> c", "", ""), ("a", "", "B", "Sooner.")] == [
        (one.archetype, one.link, one.loop, one.how) for one in found
    ]
    for wrong in ({"archetype": "a"}, {"archetype": "a", "link": "b -> c", "loop": "B"}, {"link": "b -> c"}):
        with pytest.raises(ValidationError):
            entry(acts_on=wrong)


@pytest.mark.parametrize("links", [None, [], "~"])
def test_loops_need_links(links: Any) -> None:
    """A loop without links is refused."""
    with pytest.raises(ValidationError):
        entry(Archetype, loops=[{"name": "A", "links": links}])


def test_kinds() -> None:
    """Each built-in kind has a model, whose form names no section twice."""
    assert ["pattern", "level", "archetype", "mental-model", "case", "worksheet"] == list(MODELS)
    assert 8 == len(MODELS["pattern"].form)
    assert all(len(set(model.form)) == len(model.form) > 0 for model in MODELS.values())
