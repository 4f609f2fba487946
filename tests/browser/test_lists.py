"""Lists that are too long for one page."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import build, serve

PATTERNS = 230
PARTS = 3


@pytest.fixture(scope="module")
def long_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a library with more patterns than a page lists, in two of three domains each third."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "docs").mkdir()
    for number in range(PATTERNS):
        front = (
            f"title: Pattern {number:03}\nsummary: The {number}th.\nconfidence: {number % 3 + 1}\ndomain: one"
        )
        body = "## Context\n\nWords.\n"
        (folder / "docs" / f"pattern-{number:03}.md").write_text(
            f"---\n{front}\n---\n\n{body}", encoding="utf-8"
        )
    config = folder / "mkdocs.yml"
    plugin = "plugins: [trimtab: {search: false}]"
    config.write_text(f"site_name: Long\ntheme: {{name: material}}\n{plugin}\n", encoding="utf-8")
    yield from serve(build(config, folder / "site"))


@pytest.mark.parametrize(("at", "entry"), [("patterns/", "tbody th a"), ("domains/one/", ".tt-item__title")])
def test_from_part_to_part(without_javascript: Page, long_url: str, at: str, entry: str) -> None:
    """Without JavaScript the parts of a list lead on and back, say where they are, and hold all."""
    page = without_javascript
    page.goto(f"{long_url}/{at}")
    pager = page.get_by_role("navigation", name="Pages of this list")
    found: list[str] = []
    for number in range(1, PARTS + 1):
        expect(pager.locator("[aria-current=page]")).to_contain_text(str(number))
        found += page.locator(entry).all_inner_texts()
        assert (number > 1) == (page.locator("head link[rel=prev]").count() == 1)
        assert (number < PARTS) == (page.locator("head link[rel=next]").count() == 1)
        if number < PARTS:
            pager.get_by_role("link", name="Next").click()
    assert [f"Pattern {number:03}" for number in range(PATTERNS)] == found
    expect(page).to_have_url(f"{long_url}/{at}page/{PARTS}/")
    page.locator(".tt-crumbs a").last.click()
    expect(page).to_have_url(f"{long_url}/{at}")


@pytest.mark.parametrize("at", ["patterns/", "patterns/page/2/"])
def test_the_whole_is_sorted(page: Page, long_url: str, at: str) -> None:
    """A heading sorts all entries of a list, from whichever part; their links lead to them."""
    page.goto(f"{long_url}/{at}")
    page.get_by_role("button", name="Confidence").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(PATTERNS)
    expect(page.locator(".tt-pager")).to_be_hidden()
    titles = page.locator("tbody th a").all_inner_texts()
    numbers = [int(title.rpartition(" ")[2]) for title in titles]
    assert sorted(range(PATTERNS), key=lambda number: (number % 3, number)) == numbers
    page.get_by_role("link", name="Pattern 229").click()
    expect(page).to_have_url(f"{long_url}/pattern-229/")


def test_a_part_that_is_gone(page: Page, long_url: str) -> None:
    """Where a part can't be read, the table stays as it is, with its way to the others; later it is sorted."""
    page.route("**/patterns/page/3/", lambda route: route.fulfill(status=404))
    page.goto(f"{long_url}/patterns/")
    page.get_by_role("button", name="Confidence").click()
    expect(page.locator(".tt-pager")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(100)
    page.unroute("**/patterns/page/3/")
    page.get_by_role("button", name="Confidence").click()
    expect(page.locator("tbody tr")).to_have_count(PATTERNS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(page: Page, long_url: str, scheme: str) -> None:
    """axe-core finds nothing serious in a part of a list."""
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{long_url}/patterns/page/2/")
    found = Axe().run(page).response["violations"]
    assert [] == [one["id"] for one in found if one["impact"] in ("serious", "critical")]
