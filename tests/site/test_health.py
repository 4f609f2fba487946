from __future__ import annotations

import datetime
import json

import pytest

from helpers import library
from trimtab.rules import check
from trimtab.site.catalogue import Catalogue
from trimtab.site.health import NAMED, SHOWN, Health, HealthList

DAY = datetime.date(2026, 11, 21)


def health(files: dict[str, str], as_of: datetime.date | None = DAY) -> Health:
    """The health of a library."""
    whole = library(files)
    return Health(Catalogue(whole), check(whole), as_of)


def pattern(title: str, more: str = "", body: str = "") -> str:
    """A pattern with a summary."""
    return f"---\ntitle: {title}\nsummary: About {title}.\n{more}---\n\n{body}\n"


def rows(found: Health, ident: str) -> list[tuple[str, str, list[str]]]:
    """The rows of one of the page's lists: subject, note, and the titles of the others."""
    chosen = part(found, ident)
    return [(row.subject.text, row.note, [other.text for other in row.others]) for row in chosen.rows]


def part(found: Health, ident: str) -> HealthList:
    """One of the page's lists."""
    return next(one for one in found.view().lists if one.ident == ident)


def test_counts() -> None:
    """Entries are counted by kind, and relations and references that lead somewhere."""
    found = health(
        {
            "a.md": pattern("Apples", "relations: {requires: [b, nobody]}\n", "See [[b]] and [[c]]."),
            "b.md": pattern("Bees"),
            "cases/c.md": pattern("Cider"),
        }
    )

    assert {
        "entries": 3,
        "kinds": {"pattern": 2, "case": 1},
        "relations": 1,
        "references": 2,
    } == found.data()["counts"]
    assert [("Entries", "3"), ("Patterns", "2"), ("Cases", "1")] == [
        (fact.text, fact.note) for fact in found.view().facts[:3]
    ]


def test_findings() -> None:
    """What the check found is counted by severity and by rule."""
    found = health({"a.md": "---\ntitle: A\n---\n[[x]] [[y]]\n"}).data()["findings"]

    assert {"error": 2, "warning": 1, "info": 0, "rules": {"TT206": 1, "TT301": 2}} == found


LADDER = {
    "a.md": pattern("Apples", "levels: [6, 3]\narchetypes: [rot]\n"),
    "b.md": pattern("Bees", "level: 6\n"),
    "cases/c.md": pattern("Cider", "level: 6\narchetypes: [rot]\n"),
    "archetypes/rot.md": pattern("Rot"),
}


def test_coverage() -> None:
    """Patterns are counted at each of their levels, in all and for each archetype, strongest level first."""
    view = health(LADDER).view()
    counts = {row.level.text: [cell.text for cell in row.cells] for row in view.coverage}

    assert ["Rot"] == [archetype.text for archetype in view.archetypes]
    assert (12, "1 Transcending Paradigms") == (len(counts), next(iter(counts)))
    assert (["2", "1"], ["1", "1"], ["0", "0"]) == (
        counts["6 Information Flows"],
        counts["3 Goals"],
        counts["12 Parameters"],
    )


def test_coverage_leads_to_the_search() -> None:
    """A number leads to the search that shows what it counts; a gap leads nowhere."""
    view = health(LADDER).view()
    row = next(row for row in view.coverage if row.level.text.startswith("6"))
    gap = next(row for row in view.coverage if row.level.text.startswith("12"))

    assert ["search/?kind=pattern&level=6", "search/?kind=pattern&level=6&archetype=Rot"] == [
        cell.url for cell in row.cells
    ]
    assert [("", "none")] * 2 == [(cell.url, cell.note) for cell in gap.cells]


def test_coverage_as_data() -> None:
    """The data have the same numbers, by level and archetype."""
    levels = {row["level"]: row for row in health(LADDER).data()["coverage"]}

    assert {"level": 6, "patterns": 2, "archetypes": {"rot": 1}} == levels[6]


def test_a_library_without_levels() -> None:
    """Where nothing stands at a level, there is no ladder to cover."""
    found = health({"a.md": pattern("Apples")})

    assert ((), []) == (found.view().coverage, found.data()["coverage"])


def test_orphans() -> None:
    """An entry that only itself names is an orphan; levels, which the ladder leads to, are none."""
    found = health(
        {
            "a.md": pattern("Apples", "archetypes: [rot]\n", "See [[b]] and [[a]]."),
            "b.md": pattern("Bees"),
            "archetypes/rot.md": pattern("Rot"),
            "levels/goals.md": pattern("Goals", "number: 3\n"),
        }
    )

    assert [("Apples", "Pattern", [])] == rows(found, "orphans")
    assert [{"slug": "a", "kind": "pattern", "title": "Apples", "url": "a/"}] == found.data()["orphans"]


def test_wanted() -> None:
    """Planned names come with those that want them, the most wanted first, each document once."""
    found = health(
        {
            "a.md": pattern("Apples", body="[[planned:zebra]] [[planned:zebra]] [[planned:ant]]"),
            "b.md": pattern("Bees", "relations: {requires: ['planned:zebra']}\n"),
        }
    )

    assert [("zebra", "wanted by 2", ["Apples", "Bees"]), ("ant", "wanted by 1", ["Apples"])] == rows(
        found, "wanted"
    )
    assert ["zebra", "ant"] == [one["name"] for one in found.data()["wanted"]]


def test_unknown_names() -> None:
    """Names that no entry has are listed with those that use them."""
    found = health({"a.md": pattern("Apples", body="[[zebra]]"), "b.md": pattern("Bees", body="[[zebra]]")})

    assert [("zebra", "named by 2", ["Apples", "Bees"])] == rows(found, "unknown")


@pytest.mark.parametrize(
    ("assessed", "stale"),
    [
        ("2025-05-21", False),
        ("2025-05-20", True),
        ("2025-06-01", False),
        ("2024-01-01", True),
    ],
)
def test_stale(assessed: str, stale: bool) -> None:
    """Vitality is stale when more than eighteen months lie between its day and the library's last change."""
    vitality = f"vitality: {{score: 4, assessed: {assessed}, reasoning: r}}\n"
    found = health({"a.md": pattern("Apples", vitality)})

    assert [("Apples", f"assessed {assessed}", [])] * stale == rows(found, "stale")


def test_without_a_day() -> None:
    """Where nobody knows when the library last changed, the latest assessment stands in; the clock never does."""
    files = {
        name: pattern(title, f"vitality: {{score: 4, assessed: {day}}}\n")
        for name, title, day in (("a.md", "Apples", "2020-01-01"), ("b.md", "Bees", "2022-01-01"))
    }
    found = health(files, as_of=None)

    assert ("2022-01-01", [("Apples", "assessed 2020-01-01", [])]) == (
        found.view().as_of,
        rows(found, "stale"),
    )
    assert ("", []) == (health({}, as_of=None).view().as_of, rows(health({}, as_of=None), "stale"))


def test_shaky_ground() -> None:
    """An entry of low confidence that three or more require is shaky ground; one that they enable isn't."""
    files = {
        "low.md": pattern("Low", "confidence: 1\n"),
        "two.md": pattern("Two", "confidence: 2\n"),
        "old.md": pattern("Old", "confidence: 1\nstatus: deprecated\n"),
        "few.md": pattern("Few", "confidence: 1\n"),
    }
    for name in ("x", "y", "z"):
        files[f"{name}.md"] = pattern(
            name.upper(), "relations: {requires: [low, two, old], enables: [few]}\n"
        )
    found = health(files)

    assert [("Low", "★☆☆ low, required by 3", ["X", "Y", "Z"])] == rows(found, "shaky")
    assert ["x", "y", "z"] == [one["slug"] for one in found.data()["shaky"][0]["required_by"]]


def test_near_duplicates() -> None:
    """Entries that are alike stand together, with how alike they are."""
    files = {
        "a.md": pattern("Customer Acquisition Cost"),
        "b.md": pattern("Customer Acquisition Cost (CAC)"),
        "c.md": pattern("Bees"),
    }
    ((first, note, others),) = rows(health(files), "near-duplicates")

    assert ("Customer Acquisition Cost", ["Customer Acquisition Cost (CAC)"]) == (first, others)
    assert note.endswith("% like")


def test_long_lists_are_cut_on_the_page() -> None:
    """The page shows the beginning of a long list and says how long it is; the data hold all of it."""
    found = health({f"p{number:03}.md": pattern(f"Orphan {number:03}") for number in range(SHOWN + 7)})

    assert (SHOWN, SHOWN + 7) == (len(part(found, "orphans").rows), part(found, "orphans").total)
    assert SHOWN + 7 == len(found.data()["orphans"])


def test_rows_name_a_few() -> None:
    """A row names the first few that are concerned, and counts the rest."""
    found = health(
        {f"p{number}.md": pattern(f"Want {number}", body="[[planned:zebra]]") for number in range(NAMED + 3)}
    )
    (row,) = part(found, "wanted").rows

    assert (NAMED, 3, f"wanted by {NAMED + 3}") == (len(row.others), row.more, row.note)


def test_data_are_plain() -> None:
    """The data can be written as JSON, and come back the same."""
    data = health(LADDER).data()

    assert data == json.loads(json.dumps(data))
