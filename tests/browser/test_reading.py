"""Reading the library as people do: by keyboard, without JavaScript, on a phone, with assistive technology."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PAGES = {
    "home": "/",
    "pattern": "/short-checkpoint/",
    "level": "/levels/delays/",
    "archetype": "/archetypes/shifting-the-burden/",
    "mental model": "/mental-models/goodharts-law/",
    "case": "/cases/deployment-risk/",
    "worksheet": "/worksheets/one-page-alignment/",
    "ladder": "/levels/",
    "archetypes": "/archetypes/",
    "patterns": "/patterns/",
    "tags": "/tags/",
    "instruments": "/instruments/",
    "which level": "/instruments/which-level/",
    "what keeps happening": "/instruments/what-keeps-happening/",
    "across the levels": "/instruments/ladder/?for=fixes-that-fail",
    "together": "/instruments/together/?with=error-budget",
    "map": "/instruments/map/",
    "watch": "/instruments/watch/",
    "health": "/health/",
    "search": "/search/?q=feedback",
    "guide": "/guide/rules/",
}


def follow(page: Page, link_name: str | re.Pattern[str], within: str = "body") -> None:
    """Tab to a link and press Enter, as someone without a pointer does."""
    link = page.locator(within).get_by_role("link", name=link_name, exact=isinstance(link_name, str)).first
    link.focus()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")


def test_trail_by_keyboard(page: Page, library_url: str) -> None:
    """From a pattern to its level, to a stronger move and back by the trail: each step by keyboard."""
    heading = page.get_by_role("heading", level=1)
    page.goto(f"{library_url}/short-checkpoint/")
    follow(page, "9 Delays", ".tt-card .tt-facts")
    expect(heading).to_have_text("Delays")
    follow(page, "Short Checkpoint", "#tt-patterns + ul")
    expect(heading).to_have_text("Short Checkpoint")
    moves = page.locator("#tt-stronger ~ ul.tt-items").first
    stronger = moves.get_by_role("link").first.inner_text()
    follow(page, stronger, "#tt-stronger ~ ul.tt-items >> nth=0")
    expect(heading).to_have_text(stronger)
    follow(page, re.compile("Back down the ladder"), ".tt-trail")
    expect(heading).not_to_have_text(stronger)
    follow(page, re.compile("On up the ladder"), ".tt-trail")
    expect(heading).to_have_text(stronger)


def test_tab_order_reaches_the_card(page: Page, library_url: str) -> None:
    """Tab alone leads from the top of a pattern's page to a link of its card."""
    page.goto(f"{library_url}/short-checkpoint/")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.tt-card') !== null"):
            return
    pytest.fail("80 presses of Tab didn't reach the card")


@pytest.mark.parametrize("path", [path for name, path in PAGES.items() if name != "search"])
def test_complete_without_javascript(without_javascript: Page, library_url: str, path: str) -> None:
    """Each page shows its heading and its text where no script runs."""
    without_javascript.goto(library_url + path)
    expect(without_javascript.get_by_role("heading", level=1)).to_be_visible()
    assert len(without_javascript.locator("article").inner_text()) > 200


def test_search_page_without_javascript(without_javascript: Page, library_url: str) -> None:
    """The search page says that it needs JavaScript and leads to the lists."""
    without_javascript.goto(f"{library_url}/search/")
    article = without_javascript.locator("article")
    expect(article.get_by_text("needs JavaScript")).to_be_visible()
    expect(article.locator("form")).not_to_be_visible()
    article.get_by_role("link", name="Patterns").click()
    expect(without_javascript.get_by_role("heading", level=1)).to_have_text("Patterns")


def test_header_search_without_javascript(without_javascript: Page, library_url: str) -> None:
    """The header's search is a link to the search page where no script runs."""
    without_javascript.goto(f"{library_url}/short-checkpoint/")
    without_javascript.locator(".tt-search-open").click()
    expect(without_javascript).to_have_url(re.compile("/search/"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values())
def test_axe_finds_nothing_serious(browser: Browser, library_url: str, path: str, scheme: str) -> None:
    """axe-core finds nothing serious or critical on any kind of page, light or dark."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(library_url + path, wait_until="networkidle")
    found = Axe().run(page).response["violations"]
    serious = [
        (violation["id"], [node["target"] for node in violation["nodes"]][:3])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    context.close()
    assert [] == serious


@pytest.mark.parametrize("path", PAGES.values())
def test_no_request_leaves_the_host(page: Page, library_url: str, path: str) -> None:
    """A page asks no host but its own for anything."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(library_url + path, wait_until="networkidle")
    assert [] == [url for url in asked if not url.startswith((library_url, "data:", "blob:"))]


@pytest.mark.parametrize("path", PAGES.values())
def test_pages_run_without_errors(page: Page, library_url: str, path: str) -> None:
    """A page logs no error and asks for nothing that isn't there."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(library_url + path, wait_until="networkidle")
    assert [] == errors


@pytest.mark.parametrize("path", PAGES.values())
def test_nothing_overflows_on_a_phone(browser: Browser, library_url: str, path: str) -> None:
    """On a screen 360 px wide no page scrolls sideways."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(library_url + path, wait_until="networkidle")
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 360


def test_table_sorts_by_keyboard(page: Page, library_url: str) -> None:
    """A press of Enter on a heading of the table sorts by it, a second one the other way round."""
    page.goto(f"{library_url}/patterns/")
    button = page.get_by_role("button", name="Level")
    button.focus()
    page.keyboard.press("Enter")
    header = page.get_by_role("columnheader", name="Level")
    expect(header).to_have_attribute("aria-sort", "ascending")
    levels = [int(text.split()[0]) for text in page.locator("tbody tr td:nth-child(2)").all_inner_texts()]
    assert sorted(levels) == levels
    page.keyboard.press("Enter")
    levels = [int(text.split()[0]) for text in page.locator("tbody tr td:nth-child(2)").all_inner_texts()]
    assert sorted(levels, reverse=True) == levels


def test_loops_are_told_in_words(page: Page, library_url: str) -> None:
    """Each loop of a drawing can also be read, and the drawing has a name and a description."""
    page.goto(f"{library_url}/archetypes/shifting-the-burden/")
    drawing = page.locator(".tt-loops svg[role=img]")
    expect(drawing).to_have_count(1)
    assert page.locator(".tt-loop-words").count() >= 3
    page.locator(".tt-loop-words summary").first.click()
    expect(page.locator(".tt-loop-words").first).to_contain_text("When ")


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("keyword", "rgb(138, 176, 240)"),
        ("comment", "rgba(226, 228, 233, 0.75)"),
    ],
)
def test_code_in_the_dark(browser: Browser, orchard_url: str, name: str, colour: str) -> None:
    """Code has our colours in the dark, not those of Material's palette, which have too little contrast."""
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{orchard_url}/apples/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    heading = page.get_by_role("heading", level=1)
    heading.evaluate(f"heading => {{ heading.style.color = 'var(--md-code-hl-{name}-color)' }}")
    expect(heading).to_have_css("color", colour)
    page.close()
