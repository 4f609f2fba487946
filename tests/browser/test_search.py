"""Search, as readers use it."""

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_keys_open_the_search_and_escape_gives_focus_back(page: Page, library_url: str, key: str) -> None:
    """Each of the three keys opens the dialog with the field focused; Esc closes it and gives the focus back."""
    page.goto(f"{library_url}/short-checkpoint/")
    link = page.locator(".tt-card a").first
    link.focus()
    page.keyboard.press(key)
    expect(page.locator("dialog.tt-search .tt-search-input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.tt-search")).not_to_be_visible()
    expect(link).to_be_focused()


def test_goodhart_by_keyboard(page: Page, library_url: str) -> None:
    """Typing `goodhart` and Enter opens Goodhart's Law."""
    page.goto(library_url)
    page.keyboard.press("/")
    page.keyboard.type("goodhart")
    expect(page.locator("dialog.tt-search [role=option]").first).to_contain_text("Goodhart's Law")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Goodhart's Law")


def test_nothing_of_search_is_fetched_before_it_is_used(page: Page, library_url: str) -> None:
    """A page that is only read doesn't load the index."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{library_url}/short-checkpoint/", wait_until="networkidle")
    assert [] == [url for url in asked if "/pagefind/" in url]


def titles(page: Page) -> list[str]:
    """The titles of the results, once there are any."""
    page.wait_for_selector(".tt-search-results li")
    return page.locator(".tt-search-results li a").all_inner_texts()


def test_address_holds_the_search(page: Page, library_url: str) -> None:
    """A link to `/search/?q=feedback&level=6` shows entries at level 6, and says so in its facets."""
    page.goto(f"{library_url}/search/?q=feedback&level=6")
    titles(page)
    levels = page.locator(".tt-search-results li").all_inner_texts()
    assert levels
    assert page.locator("[data-facet=level] input:checked").count() == 1
    expect(page.locator("#tt-search-q")).to_have_value("feedback")


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("level:6", {"6"}),
        ("level:4-6", {"4", "5", "6"}),
        ("information flows", {"6"}),
        ("level:rules", {"5"}),
    ],
)
def test_typed_levels_filter(page: Page, library_url: str, typed: str, level: set[str]) -> None:
    """A level typed as number, range or name becomes a filter in the address once it is entered."""
    page.goto(f"{library_url}/search/")
    page.locator("#tt-search-q").fill(typed)
    page.keyboard.press("Enter")
    titles(page)
    page.wait_for_function("location.search.includes('level=')")
    found = set(re.findall(r"level=(\d+)", page.url))
    assert level == found


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("nimble test", "Nimble Test"),
        ("mechanism slice", "Nimble Test"),
        ("negative feedback", "Balancing Feedback Loops"),
        ("addiction archetype", "Shifting the Burden"),
        ("kill criterion", "Short Checkpoint"),
    ],
)
def test_titles_and_aliases_come_first(page: Page, library_url: str, words: str, title: str) -> None:
    """An entry whose title or alias is typed is the first result."""
    page.goto(f"{library_url}/search/?q={words.replace(' ', '+')}")
    assert title == titles(page)[0]


def test_no_hit_says_what_to_try(page: Page, library_url: str) -> None:
    """A search without results says what to try."""
    page.goto(f"{library_url}/search/?q=goodhart&kind=worksheet&level=12")
    expect(page.locator(".tt-search-none")).to_be_visible()
    expect(page.locator(".tt-search-none")).to_contain_text(
        re.compile("fewer|without|drop|remove", re.IGNORECASE)
    )


def test_results_are_announced(page: Page, library_url: str) -> None:
    """The number of results is in a live region."""
    page.goto(f"{library_url}/search/?q=goodhart")
    titles(page)
    expect(page.locator(".tt-search-found .tt-search-status")).to_contain_text(re.compile(r"\d+"))


def test_nothing_but_common_words(page: Page, orchard_url: str) -> None:
    """Words that are too common to look for beside others are looked for where there are no others."""
    status = page.locator(".tt-search-found .tt-search-status")
    page.goto(f"{orchard_url}/search/?q=rot")
    expect(status).to_have_text(re.compile(r"^\d+ result"))
    found = status.inner_text()
    page.route("**/pagefind/trimtab.json", lambda route: route.fulfill(json={"common": ["rot"]}))
    for query in ("rot", "the rot"):
        page.goto(f"{orchard_url}/search/?q={query}")
        expect(status).to_have_text(found)
