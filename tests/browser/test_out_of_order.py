"""Scripts that can't be had: a page says so where it needs them, and works once they can."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

LOADED = re.compile("could not be loaded")


def test_search(page: Page, orchard_url: str) -> None:
    """The search says why it finds nothing and can be closed; opened again, it works if its script can be had."""
    page.route("**/search/asking.js", lambda route: route.abort())
    page.goto(f"{orchard_url}/apples/")
    page.keyboard.press("/")
    dialog = page.locator("dialog.tt-search")
    status = dialog.locator(".tt-search-status")
    expect(status).to_have_text(LOADED)
    dialog.get_by_role("button", name="Close search").click()
    expect(dialog).to_be_hidden()
    page.unroute("**/search/asking.js")
    page.keyboard.press("/")
    expect(status).to_have_text("")
    page.keyboard.type("figs")
    expect(dialog.get_by_role("option")).to_have_count(1)


def test_search_page(page: Page, orchard_url: str) -> None:
    """The search page says why it has no field, above its lists."""
    page.route("**/search/asking.js", lambda route: route.abort())
    page.goto(f"{orchard_url}/search/?q=figs")
    expect(page.locator(".tt-search-lists p")).to_have_text(LOADED)
    expect(page.locator(".tt-search-lists").get_by_role("link", name="Patterns")).to_be_visible()


@pytest.mark.parametrize("name", ["which-level", "ladder", "together", "map"])
def test_instruments(page: Page, orchard_url: str, name: str) -> None:
    """An instrument's page says that it is text alone."""
    page.route("**/instruments/library.js", lambda route: route.abort())
    page.goto(f"{orchard_url}/instruments/{name}/")
    status = page.locator("[data-tt-instrument] .tt-status")
    expect(status).to_be_visible()
    expect(status).to_have_text(LOADED)


def test_preview(page: Page, library_url: str) -> None:
    """A preview that couldn't be fetched is fetched when it is asked for again."""
    failed = list[Route]()

    def fail(route: Route) -> None:
        failed.append(route)
        route.abort()

    page.route("**/api/v1/entries/*.json", fail)
    page.goto(f"{library_url}/short-checkpoint/")
    link = page.locator(".tt-body a.tt-ref").first
    with page.expect_event("requestfailed"):
        link.hover()
    page.mouse.move(1, 1)
    page.unroute("**/api/v1/entries/*.json")
    page.wait_for_timeout(300)
    link.hover()
    expect(page.get_by_role("tooltip")).to_contain_text(link.inner_text())
    assert 1 == len(failed)
