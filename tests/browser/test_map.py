"""The map of levels by archetypes, as readers use it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from .orchard import MANY

SCHEMES = {"light": "default", "dark": "slate"}
AT = "/instruments/map/"
NUMBERS = "?show=numbers"


def cell(page: Page, level: int, archetype: str = "") -> Locator:
    """A cell, by level and the archetype's slug."""
    return page.locator(f"tr[data-level='{level}'] td[data-archetype='{archetype}']")


def test_a_number_opens_by_keyboard(page: Page, orchard_url: str) -> None:
    """Enter on a number opens its patterns, Tab leads to them, Esc closes them and gives the focus back."""
    page.goto(orchard_url + AT + NUMBERS)
    button = cell(page, 5, "rot").get_by_role("button", name="2: 5 Rules, Rot")
    button.focus()
    page.keyboard.press("Enter")
    listed = cell(page, 5, "rot").locator("[popover]")
    expect(listed).to_be_visible()
    page.keyboard.press("Tab")
    expect(listed.get_by_role("link", name="Figs")).to_be_focused()
    page.keyboard.press("Escape")
    expect(listed).not_to_be_visible()
    expect(button).to_be_focused()


def test_a_list_closes_when_the_focus_leaves_it(page: Page, orchard_url: str) -> None:
    """Tab beyond an open list closes it, so that the focus is never behind it; its own number keeps it open."""
    page.goto(orchard_url + AT + NUMBERS)
    button = cell(page, 5, "rot").get_by_role("button")
    listed = cell(page, 5, "rot").locator("[popover]")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    expect(listed).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(listed).not_to_be_visible()
    expect(page.get_by_role("link", name="6 Information Flows")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1360])
def test_a_list_opens_at_its_number(page: Page, library_url: str, width: int) -> None:
    """A list stands above or below its number, within the window, and nothing is dimmed."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(library_url + AT + NUMBERS)
    buttons = page.locator("button.tt-map__number").all()
    for button in (buttons[0], buttons[len(buttons) // 2], buttons[-1]):
        button.click()
        listed = page.locator("[popover]:popover-open")
        at, here = button.bounding_box(), listed.bounding_box()
        assert at
        assert here
        gap = max(here["y"] - at["y"] - at["height"], at["y"] - here["y"] - here["height"])
        assert 0 <= gap < 10
        assert here["x"] <= at["x"] + at["width"]
        assert here["x"] + here["width"] >= at["x"]
        assert here["x"] >= 0
        assert here["x"] + here["width"] <= width
        veil = listed.evaluate("list => getComputedStyle(list, '::backdrop').backgroundColor")
        assert "rgba(0, 0, 0, 0)" == veil
        page.keyboard.press("Escape")


def test_a_list_opened_early_stays(page: Page, orchard_url: str) -> None:
    """A list that was opened before the script came stays open when it comes."""
    held: list[Route] = []
    page.route("**/instruments/library.js", lambda route: held.append(route))
    page.goto(orchard_url + AT + NUMBERS)
    cell(page, 5, "rot").get_by_role("button").click()
    listed = cell(page, 5, "rot").locator("[popover]")
    expect(listed).to_be_visible()
    held[0].continue_()
    expect(page.locator(".tt-map form")).to_be_visible()
    expect(listed).to_be_visible()


def test_a_hint_that_it_scrolls(page: Page, library_url: str) -> None:
    """A table wider than the window says so and fades at the edge, until its end is in sight."""
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(f"{library_url}{AT}?show=titles")
    hint = page.get_by_text("The table is wider than this window")
    table = page.get_by_role("region", name="Map")
    expect(hint).to_be_visible()
    expect(table).to_have_class(re.compile("tt-more"))
    table.evaluate("table => table.scrollTo(1e5, 0)")
    expect(table).not_to_have_class(re.compile("tt-more"))
    page.get_by_role("button", name="Show titles").click()
    expect(hint).not_to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(hint).to_be_visible()


def test_the_table_of_health_says_that_it_scrolls_too(page: Page, library_url: str, rungs_url: str) -> None:
    """So it is with the table of the health page; one that has room says nothing."""
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(f"{library_url}/health/")
    hint = page.get_by_text("The table is wider than its column")
    table = page.get_by_role("region", name="Coverage")
    expect(hint).to_be_visible()
    expect(table).to_have_class(re.compile("tt-more"))
    table.evaluate("table => table.scrollTo(1e5, 0)")
    expect(table).not_to_have_class(re.compile("tt-more"))
    page.goto(f"{rungs_url}/health/")
    expect(table).not_to_have_attribute("tabindex", "0")
    expect(hint).to_be_hidden()


def test_a_number_opens_without_javascript(without_javascript: Page, orchard_url: str) -> None:
    """Without a script a number opens its patterns as well, and the filters aren't there."""
    without_javascript.goto(orchard_url + AT)
    expect(without_javascript.locator(".tt-map form")).not_to_be_visible()
    cell(without_javascript, 3).get_by_role("button").click()
    cell(without_javascript, 3).get_by_role("link", name="Apples").click()
    expect(without_javascript.get_by_role("heading", level=1)).to_have_text("Apples")


def test_many_lead_to_the_search(page: Page, orchard_url: str) -> None:
    """A number too large for a list leads to the search that finds as many."""
    page.goto(orchard_url + AT)
    link = cell(page, 10, "rot").get_by_role("link")
    expect(link).to_have_text(str(MANY))
    link.click()
    expect(page.locator(".tt-search-found .tt-search-status")).to_have_text(f"{MANY} results")


def test_search_and_map_agree(page: Page, orchard_url: str) -> None:
    """With a domain chosen, number and search agree on it."""
    page.goto(f"{orchard_url}{AT}?domain=field")
    link = cell(page, 10).get_by_role("link")
    expect(link).to_have_attribute("href", re.compile(r"domain=Field"))
    link.click()
    expect(page.locator(".tt-search-found .tt-search-status")).to_have_text(f"{MANY} results")


def test_gaps(page: Page, orchard_url: str) -> None:
    """What isn't there is shown and said."""
    page.goto(orchard_url + AT)
    expect(cell(page, 1, "rot")).to_have_class(re.compile("tt-gap"))
    expect(cell(page, 1, "rot")).to_have_text("–none")


def test_filters(page: Page, orchard_url: str) -> None:
    """Choosing a domain and a confidence leaves those patterns, their numbers and new gaps; and the address says it."""
    page.goto(orchard_url + AT + NUMBERS)
    page.get_by_label("Domain").select_option("Desert")
    expect(page.locator(".tt-map__status")).to_have_text(f"2 of {MANY + 7} patterns")
    expect(cell(page, 3)).to_have_text("–none")
    expect(cell(page, 5, "rot").locator(".tt-map__number")).to_have_text("2")
    page.get_by_label("Confidence").select_option("low")
    expect(cell(page, 5, "rot").locator(".tt-map__number")).to_have_text("1")
    cell(page, 5, "rot").get_by_role("button").click()
    assert ["Dates"] == cell(page, 5, "rot").locator("li a:visible").all_inner_texts()
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{orchard_url}{AT}?show=numbers&domain=Desert&confidence=1")
    page.reload()
    expect(page.locator(".tt-map__status")).to_have_text(f"1 of {MANY + 7} patterns")
    page.get_by_label("Domain").select_option("All")
    page.get_by_label("Confidence").select_option("Any")
    expect(page.locator(".tt-map__status")).to_have_text("")
    expect(cell(page, 3).locator(".tt-map__number")).to_have_text("2")
    expect(cell(page, 10).get_by_role("link")).to_have_attribute(
        "href", re.compile(r"\?kind=pattern&level=10$")
    )


@pytest.mark.parametrize(
    ("query", "domain", "confidence"),
    [
        ("?domain=orchard&confidence=high", "Orchard", "3"),
        ("?domain=nowhere&confidence=9&show=x", "", ""),
        ("?domain=%3Cb%3E&domain=Orchard", "", ""),
        ("?domain=&confidence=", "", ""),
    ],
)
def test_address(page: Page, orchard_url: str, query: str, domain: str, confidence: str) -> None:
    """The address chooses, in any case; nonsense chooses nothing."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(orchard_url + AT + query)
    expect(page.get_by_label("Domain")).to_have_value(domain)
    expect(page.get_by_label("Confidence")).to_have_value(confidence)
    assert [] == errors


def test_titles(page: Page, orchard_url: str) -> None:
    """Where there is room titles stand in the cells; a button changes that, and the address keeps it."""
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(orchard_url + AT)
    title = cell(page, 5, "rot").get_by_role("link", name="Figs")
    expect(title).to_be_visible()
    button = page.get_by_role("button", name="Show titles")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(title).not_to_be_visible()
    expect(page).to_have_url(f"{orchard_url}{AT}?show=numbers")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(orchard_url + AT)
    expect(title).not_to_be_visible()
    page.goto(f"{orchard_url}{AT}?show=titles")
    expect(title).to_be_visible()


def test_headers(page: Page, orchard_url: str) -> None:
    """Levels and archetypes are the headers of rows and columns, and what is looked at has its column marked."""
    page.goto(orchard_url + AT + NUMBERS)
    assert ["Level", "All", "<b>Blight</b> & co", "Rot"] == page.get_by_role("columnheader").all_inner_texts()
    assert ("1 Transcending Paradigms", 12) == (
        page.get_by_role("rowheader").first.inner_text(),
        page.get_by_role("rowheader").count(),
    )
    cell(page, 5, "rot").get_by_role("button").focus()
    expect(page.get_by_role("columnheader", name="Rot")).to_have_class(re.compile("tt-map__column"))
    expect(page.get_by_role("columnheader", name="All")).not_to_have_class(re.compile("tt-map__column"))


def test_health_leads_here(page: Page, orchard_url: str) -> None:
    """The page of the library's health leads to the map."""
    page.goto(f"{orchard_url}/health/")
    page.locator("article").get_by_role("link", name="map").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Map")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [390, 1360])
def test_axe(browser: Browser, orchard_url: str, library_url: str, scheme: str, width: int) -> None:
    """axe-core finds nothing serious, with a list open and with titles; and no page scrolls sideways."""
    context = browser.new_context(
        color_scheme=scheme, reduced_motion="reduce", viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    for address in (orchard_url + AT + NUMBERS, library_url + AT + NUMBERS, f"{library_url}{AT}?show=titles"):
        page.goto(address, wait_until="networkidle")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])
        page.locator("button.tt-map__number:visible").first.click()
        found = Axe().run(page).response["violations"]
        assert [] == [
            (one["id"], [node["target"] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


# The neighbourhood on entries' pages


def test_neighbourhood_by_keyboard(page: Page, orchard_url: str) -> None:
    """The drawing's titles are links that a keyboard reaches, named by their tie."""
    page.goto(f"{orchard_url}/apples/")
    browser = page.context.new_cdp_session(page)
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    drawing = browser.send("DOM.querySelector", {"nodeId": root, "selector": ".tt-hood"})
    wanted = {**drawing, "role": "link", "accessibleName": "Requires: Bees"}
    assert 1 == len(browser.send("Accessibility.queryAXTree", wanted)["nodes"])
    link = page.locator(".tt-hood a", has_text="Requires: Bees")
    link.focus()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bees")


@pytest.mark.parametrize("width", [390, 1360])
@pytest.mark.parametrize("path", ["/nimble-test/", "/slack-by-design/", "/archetypes/drifting-goals/"])
def test_neighbourhood_as_painted(browser: Browser, library_url: str, path: str, width: int) -> None:
    """As the browser sets them, no two texts of the drawing meet, all are in it, and a phone shows it whole."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(library_url + path)
    boxes = page.locator(".tt-hood :is(text, rect)").evaluate_all(
        "all => all.map(e => { const b = e.getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom, e.textContent] })"
    )
    edge = page.locator(".tt-hood").evaluate(
        "e => { const b = e.getBoundingClientRect(); return [b.left, b.right] }"
    )
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert len(boxes) > 3
    assert wide <= width
    assert [] == [box for box in boxes if box[0] < edge[0] - 1 or box[2] > edge[1] + 1]
    texts = [box for box in boxes if box[4]]
    assert [] == [
        (one[4], other[4])
        for at, one in enumerate(texts)
        for other in texts[at + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] + 2 < other[3] and other[1] + 2 < one[3]
    ]
