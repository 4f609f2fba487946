"""Cards of entries in frames on another site, and the data in heads under a strict policy."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from trimtab import Library, load

from .conftest import ROOT, serve

CARD = "short-checkpoint"
SIZES = ((480, 200), (280, 200))
HOST = """\
<!doctype html>
<html lang="en">
<title>Elsewhere</title>
<h1>A page of another site</h1>
{frames}
"""
FRAME = '<iframe src="{url}/embed/{slug}/" width="{width}" height="{height}" title="{slug}" frameborder="0"></iframe>'


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, library_url: str) -> Iterator[str]:
    """Another site, at another port and so of another origin, that shows a card in each size."""
    folder = tmp_path_factory.mktemp("elsewhere")
    frames = [FRAME.format(url=library_url, slug=CARD, width=wide, height=high) for wide, high in SIZES]
    (folder / "index.html").write_text(HOST.format(frames="\n".join(frames)), encoding="utf-8")
    yield from serve(folder)


def test_a_card_on_another_site(page: Page, elsewhere: str, library_url: str) -> None:
    """The card is shown, asks for its style and nothing else, and breaks no rule of its own policy."""
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(elsewhere, wait_until="networkidle")
    assert not library_url.startswith(elsewhere)
    card = page.frame_locator("iframe").first
    expect(card.get_by_role("heading", level=1)).to_have_text("Short Checkpoint")
    expect(card.locator(".tt-embed__facts")).to_contain_text("Level 9")
    theirs = {url for url in asked if url.startswith(library_url)}
    assert {f"{library_url}/embed/{CARD}/", f"{library_url}/assets/trimtab/embed.css"} == theirs
    assert [] == [text for text in said if "favicon" not in text and "404" not in text]


def test_its_link_leads_to_the_page(page: Page, elsewhere: str, library_url: str) -> None:
    """The link opens the permanent address in a page of its own, which knows nothing of the one that opened it."""
    page.goto(elsewhere)
    link = page.frame_locator("iframe").first.get_by_role("link", name="Short Checkpoint")
    with page.expect_popup() as opened:
        link.click()
    opened.value.wait_for_url(f"{library_url}/{CARD}/")
    assert opened.value.evaluate("window.opener") is None
    assert page.url.rstrip("/") == elsewhere
    opened.value.close()


def test_without_javascript(without_javascript: Page, elsewhere: str) -> None:
    """The card is whole without scripts."""
    without_javascript.goto(elsewhere)
    card = without_javascript.frame_locator("iframe").first
    expect(card.locator(".tt-embed__summary")).not_to_be_empty()


@pytest.mark.parametrize("size", SIZES)
def test_every_card_fits(browser: Browser, library_url: str, size: tuple[int, int]) -> None:
    """No card of ours is cut off or scrolls, in the size that is offered or as narrow as we say."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    library = Library.read(load(ROOT / "mkdocs.yml"))
    cut = []
    for entry in library.entries:
        page.goto(f"{library_url}/embed/{entry.slug}/")
        inside = page.evaluate(
            "() => { const card = document.querySelector('.tt-embed'), box = card.getBoundingClientRect();"
            " return [...card.children].every(one => one.getBoundingClientRect().bottom <= box.bottom - 4"
            "   && one.getBoundingClientRect().right <= box.right)"
            " && document.documentElement.scrollWidth <= innerWidth"
            " && document.documentElement.scrollHeight <= innerHeight }"
        )
        cut += [] if inside else [entry.slug]
    page.close()
    assert [] == cut


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(browser: Browser, library_url: str, scheme: str) -> None:
    """The card follows the reader's light or dark, and axe-core finds nothing serious in either."""
    page = browser.new_page(color_scheme=scheme, viewport={"width": 480, "height": 200})
    page.goto(f"{library_url}/embed/{CARD}/", wait_until="networkidle")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert {"light": "rgb(255, 255, 255)", "dark": "rgb(24, 30, 33)"}[scheme] == paper
    # axe runs as a script of the page, which its policy forbids; the same page without it looks the same.
    html = page.content()
    policy = html.index("<meta http-equiv")
    bare = html[:policy] + html[html.index(">", policy) + 1 :]
    page.route("**/embed/**", lambda route: route.fulfill(body=bare, content_type="text/html"))
    page.reload(wait_until="networkidle")
    found = Axe().run(page).response["violations"]
    page.close()
    assert [] == [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def test_hostile_cards(page: Page, hostile_url: str) -> None:
    """What strangers write is text on cards too: nothing runs, and no other host is reached."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for entry in Library.read(load(ROOT / "tests/libraries/hostile/mkdocs.yml")).entries:
        page.goto(f"{hostile_url}/embed/{entry.slug}/")
        assert page.evaluate("window.pwned") is None
        assert page.locator("h1").inner_text().strip()
        assert 0 == page.locator("script, img, iframe, style").count()
    assert [] == [url for url in asked if not url.startswith(hostile_url)]


def test_a_badge_can_be_read(page: Page, library_url: str) -> None:
    """A badge is an image with its size, and its words keep their room."""
    page.goto(f"{library_url}/badge/{CARD}.svg")
    ends = page.evaluate(
        "() => [...document.querySelectorAll('text')].map(text => text.getBBox().x + text.getBBox().width)"
    )
    width = page.evaluate("document.documentElement.width.baseVal.value")
    second = page.evaluate("document.querySelectorAll('text')[1].getBBox().x")
    assert ends[0] + 8 < second
    assert ends[1] + 4 < width


def test_data_in_the_head_is_no_script(page: Page, library_url: str) -> None:
    """A policy that allows no script at all has nothing against the data in a page's head."""
    page.goto(f"{library_url}/{CARD}/")
    data = page.locator('script[type="application/ld+json"]').evaluate("data => data.outerHTML")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.route(
        "**/strict",
        lambda route: route.fulfill(
            body=f"<!doctype html><title>x</title>{data}",
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'none'; script-src 'none'"},
        ),
    )
    page.goto(f"{library_url}/strict")
    assert 1 == page.locator('script[type="application/ld+json"]').count()
    assert [] == [text for text in said if "Content" in text]
