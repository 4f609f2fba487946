"""Entries by strangers: whatever they write, nothing of theirs runs and no other host hears of it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

DOCS = Path(__file__).parents[1] / "libraries/hostile"


@pytest.fixture(scope="session")
def addresses(hostile_url: str) -> list[str]:
    """Every page of the hostile library, from its sitemap."""
    import re
    import urllib.request

    with urllib.request.urlopen(f"{hostile_url}/sitemap.xml") as response:  # noqa: S310 - our own server
        text = response.read().decode()
    found = re.findall(r"<loc>[^<]*?://[^/<]+(/[^<]*)</loc>", text) or re.findall(r"<loc>([^<]*)</loc>", text)
    return [hostile_url + "/" + path.lstrip("/") for path in found]


def test_nothing_runs_and_no_host_is_reached(page: Page, hostile_url: str, addresses: list[str]) -> None:
    """On every page, after every link, button and field has been touched, no script of an author has run."""
    asked: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.add_init_script("window.pwned = undefined")
    assert len(addresses) > 5
    for address in addresses:
        page.goto(address, wait_until="load")
        page.evaluate(
            "document.querySelectorAll('article *').forEach(element => {"
            "  for (const kind of ['mouseover', 'focus', 'toggle', 'animationend'])"
            "    element.dispatchEvent(new Event(kind, { bubbles: true }))"
            "})"
        )
        assert page.evaluate("window.pwned") is None, address
        assert address == page.url
    assert [] == dialogs
    assert [] == [url for url in asked if not url.startswith((hostile_url, "data:", "blob:"))]


def test_search_results_show_markup_as_text(page: Page, hostile_url: str) -> None:
    """A title with markup in it is shown as it was typed, in results too."""
    page.goto(f"{hostile_url}/search/?kind=pattern", wait_until="networkidle")
    page.wait_for_selector(".tt-search-results li")
    assert page.evaluate("window.pwned") is None
    assert 0 == page.locator(".tt-search-results :is(script, img, iframe)").count()
