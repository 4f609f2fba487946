"""A preview of what a reference in the text leads to."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PAGE = "/short-checkpoint/"


def reference(page: Page) -> object:
    """The first reference in the body."""
    return page.locator(".tt-body a.tt-ref").first


def test_a_pointer_shows_it(page: Page, library_url: str) -> None:
    """It appears while the pointer rests on a reference, stays while it is over the card, and goes when it leaves."""
    page.goto(library_url + PAGE)
    link, card = reference(page), page.get_by_role("tooltip")
    title = link.get_attribute("title")
    link.hover()
    expect(card).to_contain_text(link.inner_text())
    expect(card).to_contain_text(title)
    assert link.get_attribute("title") is None
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    expect(card).to_have_count(0)
    assert title == link.get_attribute("title")


def test_the_keyboard_shows_it(page: Page, library_url: str) -> None:
    """It appears when a reference gets the focus by Tab, describes it, and Escape closes it."""
    page.goto(library_url + PAGE)
    link, card = reference(page), page.get_by_role("tooltip")
    page.evaluate("document.querySelector('.tt-body').setAttribute('tabindex', '-1')")
    page.locator(".tt-body").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    expect(card).to_be_visible()
    assert card.get_attribute("id") == link.get_attribute("aria-describedby")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(link).to_be_focused()


@pytest.mark.parametrize("width", [390, 1360])
def test_it_stays_in_the_window(browser: Browser, library_url: str, width: int) -> None:
    """Wherever a reference stands, its card is within the window, and the page gets no wider."""
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.goto(library_url + PAGE)
    links = page.locator(".tt-body a.tt-ref")
    for at in range(links.count()):
        links.nth(at).hover()
        expect(page.get_by_role("tooltip")).to_be_visible()
        box = page.get_by_role("tooltip").bounding_box()
        assert 0 <= box["x"]
        assert box["x"] + box["width"] <= width
        page.keyboard.press("Escape")
        page.mouse.move(1, 1)
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    page.close()


def test_names_are_text(page: Page, hostile_url: str) -> None:
    """What an entry says of itself is shown as it was typed, and never runs."""
    page.goto(f"{hostile_url}/markdown-in-body/")
    links = page.locator("a.tt-ref")
    assert links.count() > 0
    links.first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert 0 == page.locator(".tt-preview :not(p)").count()


def test_axe(page: Page, library_url: str) -> None:
    """axe-core finds nothing serious in a shown card."""
    page.goto(library_url + PAGE)
    reference(page).hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [] == [one["id"] for one in found if one["impact"] in ("serious", "critical")]
