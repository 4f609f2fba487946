from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import inside, library
from trimtab.core.diagnostics import Diagnostic
from trimtab.rules import check

DAY = "1788220800"
"""2026-09-01."""


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check on the first of September 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


def entry(more: str = "", title: str = "A", body: str = "") -> str:
    """An entry that is sound but for what is added; `more` are lines of front matter, the first in line 4."""
    return f"---\ntitle: {title}\nsummary: s\n{more}\n---\n{body}"


def found(files: dict[str, str], **options: object) -> list[Diagnostic]:
    """What is found."""
    return list(check(library(files, **options)).diagnostics)


def told(files: dict[str, str], **options: object) -> list[tuple[str, str, str]]:
    """Code, place and message of what is found."""
    return [
        (one.code, f"{one.path}:{one.span.start.line}:{one.span.start.column}", one.message)
        for one in found(files, **options)
    ]


# Confidence and evidence

EVIDENT = entry("confidence: 1\nevidence: [{what: w, source: s}]", title="Evident")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("confidence: 2", "Confidence 2 rests on no evidence, which allows 1."),
        ("confidence: ★★★\nevidence: []", "Confidence 3 rests on no evidence, which allows 1."),
        ("confidence: 2\nevidence: [Somebody said so., {what: w, where: x}]",
         "Confidence 2 rests on evidence without a source, which allows 1."),
        ("confidence: 3\nevidence: [{what: w, source: s}, {what: v}]",
         "Confidence 3 rests on one source, which allows 2."),
        ("confidence: 3\nevidence: [{what: w, source: 'https://x.org/a/'}, {what: v, source: 'http://x.org/a'}]",
         "Confidence 3 rests on one source, which allows 2."),
    ],
)  # fmt: skip
def test_unsupported_confidence(more: str, message: str) -> None:
    """Confidence above what the evidence allows is told with what it rests on."""
    files = {"a.md": entry(more), "b.md": EVIDENT}

    assert [("TT801", "a.md:4:13", message)] == told(files)
    assert "Add evidence with a source of its own, or lower the confidence." == found(files)[0].help


@pytest.mark.parametrize(
    "more",
    [
        "confidence: 1",
        "evidence: []",
        "confidence: 2\nevidence: [{what: w, source: s}]",
        "confidence: 3\nevidence: [{what: w, source: s}, {what: v, source: t}]",
        "confidence: 1\nevidence: [{what: w, source: s}, {what: v, source: t}]",
    ],
)
def test_supported_confidence(more: str) -> None:
    """Confidence up to what the evidence allows is fine, and so is none."""
    assert [] == told({"a.md": entry(more), "b.md": EVIDENT})


def test_libraries_without_evidence() -> None:
    """Where nobody lists evidence, confidence isn't measured by it."""
    assert [] == told({"a.md": entry("confidence: 3"), "b.md": entry("confidence: 2", "B")})


# Vitality


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("vitality: 4", "vitality: {score: 3.25, reasoning: r}",
         [("TT802", "a.md:4:11", "Nothing says why the vitality is 4.0.")]),
        ("vitality: {score: 4, reasoning: ''}", "vitality: {score: 3.25, reasoning: r}",
         [("TT802", "a.md:4:11", "Nothing says why the vitality is 4.0.")]),
        ("vitality: 4", "vitality: {score: 3.25, assessed: 2026-03-01}",
         [("TT803", "a.md:4:11", "Nothing says when the vitality 4.0 was judged.")]),
        ("vitality: {score: 4, assessed: 2026-03-01}", "vitality: {score: 3.25, reasoning: r}",
         [("TT802", "a.md:4:11", "Nothing says why the vitality is 4.0."),
          ("TT803", "b.md:4:11", "Nothing says when the vitality 3.25 was judged.")]),
        ("vitality: 4\nvitality_reasoning: r", "vitality: {score: 3.25, reasoning: r}", []),
        ("vitality: 4", "vitality: 3.25", []),
        ("vitality: 4", "vitality: {score: 9, reasoning: r}",
         [("TT806", "b.md:4:19", "`9` seems to be on a scale up to 10; vitality goes from 0.0 to 5.0.")]),
    ],
)  # fmt: skip
def test_unreasoned_and_undated(first: str, second: str, expected: list[tuple[str, str, str]]) -> None:
    """A vitality without reason or day is told, unless the whole library has none."""
    assert expected == told({"a.md": entry(first), "b.md": entry(second, "B")})


@pytest.mark.parametrize(
    ("assessed", "message"),
    [
        ("2025-02-28", "The vitality was judged on 2025-02-28, more than 18 months ago."),
        ("2025-01-01", "The vitality was judged on 2025-01-01, 20 months ago."),
        ("2019-12-15", "The vitality was judged on 2019-12-15, more than 80 months ago."),
        ("2026-09-03", "The vitality was judged on 2026-09-03, which is yet to come."),
        ("9999-12-31", "The vitality was judged on 9999-12-31, which is yet to come."),
        ("2025-03-01", None),
        ("2026-09-01", None),
        ("2026-09-02", None),  # today already, where days begin earlier
    ],
)
def test_stale_vitality(assessed: str, message: str | None) -> None:
    """A judgement counts for eighteen months, to the day, and none is made in the future."""
    expected = [("TT804", "a.md:4:32", message)] if message else []

    assert expected == told({"a.md": entry(f"vitality: {{score: 4, assessed: {assessed}}}")})


def test_staleness_follows_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the check decides, not that on which the file was read."""
    whole = library({"a.md": entry("vitality: {score: 4, assessed: 2025-03-01}")})

    assert () == check(whole).diagnostics
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DAY) + 86400))
    assert ["TT804"] == [one.code for one in check(whole).diagnostics]


def scores(*counts: tuple[str, int]) -> dict[str, str]:
    """A library in which so many entries have such a vitality; titles that are nothing like one another."""
    marks = [f"vitality: {mark}\n" if mark else "" for mark, count in counts for _ in range(count)]
    return {
        f"e{at:02}.md": f"---\ntitle: {chr(97 + at % 26) * 5}{at}\nsummary: {at}\n{mark}---\n"
        for at, mark in enumerate(marks)
    }


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([("3.5", 9), ("", 7), ("4", 6), ("2", 5)], "Vitality 3.5 stands in 9 of 20 entries (45 %)."),
        ([("4", 40)], "Vitality 4.0 stands in 40 of 40 entries (100 %)."),
        ([("4.25", 9), ("{score: 4.25}", 1), ("1", 13)], "Vitality 1.0 stands in 13 of 23 entries (57 %)."),
        ([("3.5", 8), ("4", 7), ("2", 5)], None),
        ([("3.5", 19)], None),
        ([("", 40)], None),
    ],
)
def test_uniform_vitality(counts: list[tuple[str, int]], message: str | None) -> None:
    """A score that stands in more than two of five entries that have one is told once, where there are twenty."""
    seen = [one for one in found(scores(*counts)) if one.code == "TT805"]

    assert [message] * bool(message) == [one.message for one in seen]


def test_uniform_vitality_shows_some() -> None:
    """The finding stands at the first such entry and names the next three."""
    (one,) = (one for one in found(scores(("2", 5), ("3.5", 15))) if one.code == "TT805")

    assert ("e05.md", 4, 11) == (one.path, one.span.start.line, one.span.start.column)
    assert [("e06.md", 4), ("e07.md", 4), ("e08.md", 4)] == [
        (place.path, place.span.start.line) for place in one.related
    ]


# Scales

ZERO_TO_ONE = "seems to be on a scale from 0 to 1; confidence goes from 1 to 3."


@pytest.mark.parametrize(
    ("more", "place", "message"),
    [
        ("confidence: 0.7", "4:13", f"`0.7` {ZERO_TO_ONE}"),
        ("confidence: 85%", "4:13", "`85%` seems to be in per cent; confidence goes from 1 to 3."),
        ("confidence: 4/5", "4:13", "`4/5` seems to be on a scale of 5; confidence goes from 1 to 3."),
        ("confidence: 8 of 10", "4:13", "`8 of 10` seems to be on a scale of 10; confidence goes from 1 to 3."),
        ("confidence: 70", "4:13", "`70` seems to be on a scale up to 100; confidence goes from 1 to 3."),
        ("confidence: ★★★☆☆", "4:13", "`★★★☆☆` seems to be on a scale of 5 stars; confidence goes from 1 to 3."),
        ("vitality: 70", "4:11", "`70` seems to be on a scale up to 100; vitality goes from 0.0 to 5.0."),
        ("vitality: {score: 85 %}", "4:19", "`85 %` seems to be in per cent; vitality goes from 0.0 to 5.0."),
        ("confidence_score: 0.7", "4:19", f"`confidence_score: 0.7` {ZERO_TO_ONE}"),
        ("Confidence-Level: '0.7'", "4:19", f"`Confidence-Level: 0.7` {ZERO_TO_ONE}"),
        ("vitality_rating: 8/10", "4:18",
         "`vitality_rating: 8/10` seems to be on a scale of 10; vitality goes from 0.0 to 5.0."),
    ],
)  # fmt: skip
def test_wrong_scales(more: str, place: str, message: str) -> None:
    """A value on another scale is one finding, which says what scale it seems to be."""
    assert [("TT806", f"a.md:{place}", message)] == told({"a.md": entry(more)})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("confidence: 7", "TT202"),
        ("confidence: 2.5", "TT202"),
        ("confidence: 2/3", "TT202"),
        ("confidence: sure", "TT202"),
        ("confidence: -0.7", "TT202"),
        ("vitality: 4/5", "TT202"),
        ("vitality: 5.5", "TT202"),
        ("vitality: 900", "TT202"),
        ("confidence: ★★☆", None),
        ("confidence: 2.0", None),
        ("vitality: 0.7", None),
        ("confidence_score: 2", None),
        ("confidence_score: high", None),
        ("confidence: 2\nconfidence_score: 0.7", None),
        ("graph: {confidence: 0.92, confidence_score: 0.7}", None),
        ("weight: 0.7", None),
    ],
)
def test_no_other_scale(more: str, code: str | None) -> None:
    """What is on our scale, out of it by a slip, or about something else is not told of as another scale."""
    assert ([code] if code else []) == [one.code for one in found({"a.md": entry(more)})]


def test_keys_that_a_dialect_reads() -> None:
    """A key that the settings claim, and give a meaning to, is on no other scale."""
    options = {"fields": {"confidence": {"from": "confidence_score", "map": {"0.7": "2"}}}}

    assert [] == told({"a.md": entry("confidence_score: 0.7")}, **options)


def test_another_scale_contradicts_nothing() -> None:
    """A value on another scale isn't also said to disagree with the callout, or out of range."""
    files = {"a.md": entry("confidence: 70", body="> [!NOTE] Confidence Rating: ★★★ (High)\n> Seen.\n")}

    assert [("TT806", "a.md:4:13")] == [one[:2] for one in told(files)]


# Levels

HELPFUL = "---\ntitle: Limits\nsummary: What slows growth.\nlevels_that_help: [10, 8]\nlevels_that_worsen: [12]\n---\n"
WORSE = "---\ntitle: Drift\nsummary: Goals that sink.\nlevels_that_worsen: [12]\n---\n"
STRANGE = "---\ntitle: Rivals\nsummary: Two who race.\nlevels_that_help: [5]\n---\n"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("level: 12\narchetypes: [limits]", "Level 12 worsens “Limits”"),
        ("levels: [9, 8]\narchetypes: [limits]", "Level 9 isn't known to help with “Limits”"),
        ("level: 12\narchetypes: [limits, Drift, rivals]",
         "Level 12 worsens “Limits” and “Drift”, and isn't known to help with “Rivals”"),
        ("level: 9\narchetypes: [limits, rivals]", "Level 9 isn't known to help with “Limits” and “Rivals”"),
    ],
)  # fmt: skip
def test_unexplained_levels(more: str, message: str) -> None:
    """A first level that doesn't help, or makes worse, is told with the archetypes that say so."""
    files = {"a.md": entry(more), **ARCHETYPES}
    expected = f"{message}, and nothing says why the pattern acts there."

    assert [("TT807", f"a.md:4:{8 + more.startswith('levels')}", expected)] == told(files)
    assert message.count("“") == len(found(files)[0].related)
    assert [] == told({**files, "a.md": entry(f"{more}\nlevel_why: Nothing else can be reached.")})


ARCHETYPES = {"archetypes/limits.md": HELPFUL, "archetypes/drift.md": WORSE, "archetypes/rivals.md": STRANGE}


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("a.md", "levels: [10, 12]\narchetypes: [limits]"),
        ("a.md", "level: 9\narchetypes: [drift]"),
        ("a.md", "archetypes: [limits]"),
        ("a.md", "level: 12"),
        ("a.md", "level: 12\narchetypes: ['planned:limits']"),
        ("cases/a.md", "level: 12\narchetypes: [limits]"),
    ],
)
def test_levels_that_need_no_reason(path: str, more: str) -> None:
    """A level that helps, that nothing is said of, or that a case only tells of needs no reason."""
    assert [] == told({path: entry(more), **ARCHETYPES})


def test_kinds_of_a_library() -> None:
    """A kind that a library adds is held to it like patterns."""
    options = {"folders": {".": "practice", "archetypes": "archetype"},
               "kinds": {"practice": {"title": "Practice", "plural": "Practices"}}}  # fmt: skip

    assert ["TT807"] == [
        one.code for one in found({"a.md": entry("level: 12\narchetypes: [limits]"), **ARCHETYPES}, **options)
    ]


# Whatever is written

VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["0.7", "85%", "٣", "1/0", "٣/٤", "9" * 400, "0/0", "4 of", "★" * 9, "nan", "-inf", "[]", "{}"]
    ),
    st.dates().map(lambda day: f"{{score: 4, assessed: {day}}}"),
    st.dates().map(str),
)
KEYS = st.sampled_from(
    ["confidence", "vitality", "evidence", "level", "confidence_score", "archetypes", "level_why"]
)


@given(st.lists(st.lists(st.tuples(KEYS, VALUES), max_size=4), max_size=3))
def test_any_claims(entries: list[list[tuple[str, str]]]) -> None:
    """Whatever is claimed, the rules find what they find in places that are there."""
    files = {
        f"{'abc'[at]}.md": entry("\n".join(f"{key}: {value}" for key, value in fields))
        for at, fields in enumerate(entries)
    }
    whole = library({**files, **ARCHETYPES})

    for one in check(whole).diagnostics:
        assert inside(whole.by_path[one.path].source, one.span)
