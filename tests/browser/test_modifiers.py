"""Clicks that ask for another tab, another window or a download are left to the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

DOES = {
    "/short-checkpoint/ .tt-search-open": "dialog.tt-search",
    "/short-checkpoint/ .tt-body h2 a.headerlink": ".tt-said:not(:empty)",
    "/instruments/what-keeps-happening/ .tt-guide a.tt-choice": ".tt-answers li",
}
"""What a click does within the page, by the page and the link that is clicked."""


STOP = "addEventListener('click', event => { window.left = !event.defaultPrevented; event.preventDefault() })"
"""Notes that a click is left to the browser, and has it do nothing."""


@pytest.mark.parametrize("place", DOES)
def test_clicks(page: Page, library_url: str, place: str) -> None:
    """Such a click does nothing in the page; one without a modifier does."""
    path, _, selector = place.partition(" ")
    page.goto(library_url + path, wait_until="networkidle")
    page.evaluate(STOP)
    link, done = page.locator(selector).first, page.locator(DOES[place])
    for modifier in ("Alt", "Control", "Meta", "Shift"):
        page.evaluate("window.left = undefined")
        link.click(modifiers=[modifier])
        page.wait_for_timeout(200)
        assert (modifier, True, 0) == (modifier, page.evaluate("window.left"), done.count())
    link.click()
    expect(done.first).to_be_attached()
