"""What people type leads to what they are after: the queries of `tests/relevance.yml`, in the site's own search."""

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

LIST = Path(__file__).parents[1] / "relevance.yml"
QUERIES: list[dict[str, str]] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
SORTS = ("title", "alias", "misspelling", "level", "symptom", "phrase", "question")
FIRST = 3
"""How many results count."""
SHARE = 0.9
"""The part of the queries that must have what they want among these."""
SEARCH = """async (queries) => {
    const module = (name) => import(`/sources/search/${name}.js`);
    const [{ openIndex }, { parseQuery }] = [await module("index"), await module("query")];
    const index = await openIndex(new URL("./", document.baseURI));
    const found = [];
    for (const text of queries) {
        const { hits, counts, instead } = await index.searchAndCount(parseQuery(text, index.settings.levels));
        const first = await Promise.all(hits.slice(0, 5).map((hit) => hit.data()));
        const slugs = first.map(({ url }) => url.replace(/(\\/|\\.html)$/, "").split("/").pop());
        found.push({ slugs, number: hits.length, counts, instead });
    }
    return found;
}"""
"""What the page's own search finds for some queries: the first slugs, how many entries, and how many of each value."""


@pytest.fixture(scope="module")
def found(browser: Browser, library_url: str) -> dict[str, Any]:
    """What is found for each query of the list and for those of the tests below, in one page."""
    queries = [one["find"] for one in QUERIES] + [
        "leftover xyzzyq",
        "constant interruptions",
        "people game the metric",
    ]
    page = browser.new_page()
    page.goto(f"{library_url}/")
    results = page.evaluate(SEARCH, queries)
    page.close()
    return dict(zip(queries, results, strict=True))


def test_list() -> None:
    """The list says of each query what it wants and of which sort it is, none twice, and there are many of each."""
    assert all({"find", "want", "by"} == set(one) for one in QUERIES)
    assert all(isinstance(value, str) for one in QUERIES for value in one.values())
    assert [] == [find for find, times in Counter(one["find"] for one in QUERIES).items() if times > 1]
    assert set(SORTS) == {one["by"] for one in QUERIES}
    assert len(QUERIES) >= 60
    folders = Path(__file__).parents[2] / "patterns"
    slugs = {path.stem for path in folders.rglob("*.md")}
    assert [] == [one for one in QUERIES if one["want"] not in slugs]


def test_wanted_entries_are_among_the_first(found: dict[str, Any]) -> None:
    """Nine of ten queries have the wanted entry among the first three results."""
    missed = [one for one in QUERIES if one["want"] not in found[one["find"]]["slugs"][:FIRST]]
    lines = [
        f"{one['find']!r} ({one['by']}) wants {one['want']}: {found[one['find']]['slugs']}" for one in missed
    ]
    sys.stdout.write(
        f"{len(QUERIES) - len(missed)} of {len(QUERIES)} are found. Missed:\n" + "\n".join(lines) + "\n"
    )
    assert len(missed) <= (1 - SHARE) * len(QUERIES), "\n".join(lines)


@pytest.mark.parametrize("sort", ["title", "alias"])
def test_names_are_always_found(found: dict[str, Any], sort: str) -> None:
    """Who types a name or an alias gets the entry, each time."""
    assert [] == [
        one for one in QUERIES if one["by"] == sort and one["want"] not in found[one["find"]]["slugs"][:FIRST]
    ]


def test_counts_of_any_words_are_right(found: dict[str, Any]) -> None:
    """Where an entry need only have some of the words, the facets still count each entry once."""
    for query in ("constant interruptions", "people game the metric"):
        result = found[query]
        assert len(result["instead"]) > 1
        assert result["number"] == sum(result["counts"]["kind"].values())


def test_nothing_is_mended_that_has_no_fault(found: dict[str, Any]) -> None:
    """Queries whose words are all known are asked as they stand, and one that resembles nothing isn't bent."""
    for one in QUERIES:
        if one["by"] in ("title", "alias"):
            assert [] == found[one["find"]]["instead"]
    assert ["xyzzyq"] != found["leftover xyzzyq"]["instead"]


@pytest.mark.parametrize(
    ("typed", "said", "title"),
    [
        (
            "goodheart's law",
            "for “goodhart's law”. Nothing has all the words “goodheart's law”.",
            "Goodhart's Law",
        ),
        ("comons", "for “commons”. Nothing has the word “comons”.", "Commons Charter"),
        (
            "constant interruptions",
            "for “constant” or “interruptions”. Nothing has all the words “constant interruptions”.",
            "Interrupt Duty",
        ),
    ],
)
def test_search_says_what_it_looked_for_instead(
    page: Page, library_url: str, typed: str, said: str, title: str
) -> None:
    """Words that were mended or left out are named where the number of results is, on the page and in the dialog."""
    page.goto(f"{library_url}/search/?q={typed.replace(' ', '+')}")
    status = page.locator(".tt-search-page [role=status]")
    expect(status).to_contain_text(said)
    assert title in page.locator(".tt-search-results li a").all_inner_texts()[:FIRST]
    expect(page.locator("#tt-search-q")).to_have_value(typed)
    page.goto(f"{library_url}/levels/goals/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator("dialog.tt-search [role=status]")).to_contain_text(said)


def test_names_are_fetched_only_for_an_unknown_word(page: Page, library_url: str) -> None:
    """The words to compare with are fetched once a word is in no text, and not before."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{library_url}/search/?q=feedback")
    page.locator(".tt-search-results li a").first.wait_for()
    assert [] == [url for url in asked if url.endswith("words.json")]
    page.goto(f"{library_url}/search/?q=feedbak")
    expect(page.locator(".tt-search-page [role=status]")).to_contain_text("“feedback”")
    assert 1 == len([url for url in asked if url.endswith("words.json")])


def test_what_is_still_being_typed_is_not_mended(page: Page, library_url: str) -> None:
    """The beginning of a word is no misspelling of it or of another."""
    page.goto(f"{library_url}/search/?q=strangl")
    page.locator(".tt-search-results li a").first.wait_for()
    expect(page.locator(".tt-search-page [role=status]")).to_have_text(re.compile(r"^\d+ results$"))


@pytest.mark.parametrize("typed", ["level 6", "Leverage Point 6"])
def test_level_by_its_number(page: Page, library_url: str, typed: str) -> None:
    """A level typed as people say it is found by its number; it can still be looked for as words."""
    page.goto(f"{library_url}/search/?q={typed.replace(' ', '+')}")
    expect(page.locator(".tt-search-results li a").first).to_have_text("Information Flows")
    expect(page.locator(".tt-search-literal")).to_contain_text(typed)
    assert "level=6" in page.url
