"""Links to entries of another library, in a browser."""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from foreign import FILE, TOLD, page

from .conftest import build, serve

CONFIG = f"""\
site_name: Ours
theme: {{name: material, font: false}}
plugins:
  - trimtab:
      libraries: {{commons: {FILE}}}
"""
BODY = "See [[commons:open-book]], [[commons:a-very-long-name-of-an-entry|the long one]] and [[beta]]."
PAGES = {
    "alpha.md": page(BODY, "Alpha", levels="[9]", relations='{requires: ["commons:open-book", beta]}'),
    "beta.md": page("Words.", "Beta", levels="[6]"),
}


@pytest.fixture(scope="module")
def other_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library that names entries of another, built and served."""
    top = tmp_path_factory.mktemp("other")
    long = "A Very Long Name of an Entry That Nobody Has Shortened Since It Was Written"
    told = json.loads(json.dumps(TOLD))
    told["entries"]["a-very-long-name-of-an-entry"] = {"title": long, "url": "a-very-long-name-of-an-entry/"}
    files = {"mkdocs.yml": CONFIG, FILE: json.dumps(told)}
    for path, text in {**files, **{f"docs/{path}": text for path, text in PAGES.items()}}.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, encoding="utf-8")
    yield from serve(build(top / "mkdocs.yml", top / "site"))


def test_no_preview(page: Page, other_url: str) -> None:
    """Nothing is fetched for a link that leads to another library, and its own title stays; others have a preview."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{other_url}/alpha/")
    asked.clear()
    other = page.locator(".tt-body a.tt-ref--other").first
    other.hover()
    other.focus()
    page.wait_for_timeout(600)
    assert (0, []) == (
        page.get_by_role("tooltip").count(),
        [url for url in asked if "api/v1/entries/" in url],
    )
    assert "In The Commons: Show the <accounts>." == other.get_attribute("title")
    page.locator(".tt-body a.tt-ref:not(.tt-ref--other)").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Beta")


def test_what_is_read_out(page: Page, other_url: str) -> None:
    """A link says to those who can't see its mark where it leads."""
    page.goto(f"{other_url}/alpha/")

    expect(page.get_by_role("link", name="Open Book (in The Commons)", exact=True).first).to_be_visible()


def test_a_prerequisite_elsewhere(page: Page, other_url: str) -> None:
    """What is chosen together is of this library alone; a prerequisite in another breaks nothing."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{other_url}/instruments/together/?with=alpha")

    expect(page.get_by_text("One thing is missing.")).to_be_visible()
    assert [] == faults


@pytest.mark.parametrize("width", [390, 1360])
def test_axe(browser: Browser, other_url: str, width: int) -> None:
    """axe-core finds nothing serious, and the page is no wider than its window."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{other_url}/alpha/")
    found = [
        one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")
    ]

    assert [] == [one["id"] for one in found]
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    page.close()
