"""Pages that change without being loaded anew, as with Material's `navigation.instant`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from . import orchard
from .conftest import build, serve

SHEET = "---\ntitle: Picking\n---\n\n## Template\n\nName: ____\n\nWhere: ____\n"


@pytest.fixture(scope="module")
def instant_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny library of `orchard.py` with a worksheet, built for instant navigation, and served."""
    folder = tmp_path_factory.mktemp("instant")
    config = orchard.write(folder)
    sheet = folder / "docs" / "worksheets" / "picking.md"
    sheet.parent.mkdir()
    sheet.write_text(SHEET, encoding="utf-8")
    serving = serve(folder / "site")
    url = next(serving)
    text = config.read_text(encoding="utf-8").replace(
        "  font: false\n", "  font: false\n  features: [navigation.instant]\n"
    )
    config.write_text(f"site_url: {url}/\n{text}", encoding="utf-8")
    build(config, folder / "site")
    yield url
    yield from serving


@pytest.fixture
def faults(page: Page) -> list[str]:
    """What the scripts of a page complain about."""
    found = list[str]()
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def arrive(page: Page, url: str, title: str) -> None:
    """Begin at the site's home, and mark the window, which a page that is loaded anew doesn't keep."""
    page.goto(url, wait_until="networkidle")
    page.evaluate("window.stayed = true")
    shown(page, title)


def shown(page: Page, title: str) -> None:
    """Wait until a page is shown, in the window that was there before."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("window.stayed")


def go(page: Page, name: str, title: str, within: str = "article") -> None:
    """Follow a link to a page."""
    page.locator(within).get_by_role("link", name=name, exact=True).first.click()
    shown(page, title)


NAVIGATION = ".md-nav--primary"


def test_a_tour(page: Page, instant_url: str, faults: list[str]) -> None:
    """Every page is shown, and its scripts work, whatever was shown before."""
    arrive(page, f"{instant_url}/", "Orchard")
    go(page, "Apples", "Apples")
    drawn = page.locator(".tt-hood a", has_text="Requires: Bees")
    assert f"{instant_url}/bees/" == drawn.evaluate(
        "link => new URL(link.href.baseVal, document.baseURI).href"
    )
    assert f"{instant_url}/search/" == page.locator(".tt-search-open").evaluate("link => link.href")
    go(page, "Instruments", "Instruments", NAVIGATION)
    go(page, "Do these go together?", "Do these go together?")
    page.get_by_role("combobox").fill("figs")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".tt-together__chip")).to_have_text(["Figs×"])
    go(page, "The ladder", "The ladder", NAVIGATION)
    go(page, "Dates", "Dates")
    expect(page.get_by_role("button", name="Copy the address")).to_be_visible()
    go(page, "Worksheets", "Worksheets", NAVIGATION)
    go(page, "Picking", "Picking")
    page.get_by_label("Name", exact=True).fill("Ana")
    page.keyboard.press("Escape")
    page.locator(".tt-search-open").click()
    page.locator("dialog").get_by_role("link", name="Search with filters").click()
    shown(page, "Search")
    page.locator("#tt-search-q").fill("figs")
    expect(page.locator(".tt-search-results a").first).to_have_text("Figs")
    page.go_back()
    shown(page, "Picking")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ana")
    page.go_back()
    shown(page, "Worksheets")
    assert [] == faults


def test_the_drawing_s_links(page: Page, instant_url: str, faults: list[str]) -> None:
    """A link in an entry's drawing leads on, from a page that was loaded and from one that wasn't."""
    arrive(page, f"{instant_url}/", "Orchard")
    go(page, "Apples", "Apples")
    page.locator(".tt-hood a", has_text="Requires: Bees").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bees")
    page.locator(".tt-hood a", has_text="Required by: Apples").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Apples")
    assert [] == faults


def test_left_before_its_script(page: Page, instant_url: str, faults: list[str]) -> None:
    """An instrument whose page is left before its script has come asks for nothing any more."""
    held, asked = list[Route](), list[str]()
    page.route("**/instruments/library.js", lambda route: held.append(route))
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/" in request.url else None)
    arrive(page, f"{instant_url}/instruments/", "Instruments")
    with page.expect_request("**/instruments/library.js"):
        go(page, "Which level am I at?", "Which level am I at?")
    go(page, "Worksheets", "Worksheets", NAVIGATION)
    assert 1 == len(held)
    with page.expect_response("**/instruments/library.js"):
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)
    assert ([], []) == (asked, faults)
