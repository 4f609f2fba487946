"""Taking links along: the link kit, the marks beside headings, and the page for those who link here."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

AT = "/short-checkpoint/"
UNKNOWN = "https://your-site/"
WITHOUT_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may use the clipboard, which is empty."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def copied(page: Page) -> str:
    """What is in the clipboard."""
    return page.evaluate("navigator.clipboard.readText()")


def said(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the page has said something."""
    expect(page.locator(".tt-said[role=status]")).to_have_text(text)


def pasted(page: Page) -> list[list[str]]:
    """The links of an editor after pasting into it: addresses and words."""
    page.evaluate(
        "() => { const editor = document.createElement('div'); editor.contentEditable = 'true';"
        " editor.id = 'editor'; document.querySelector('.tt-body').prepend(editor); editor.focus(); }"
    )
    page.keyboard.press("Control+V")
    return page.locator("#editor a").evaluate_all("links => links.map(one => [one.href, one.textContent])")


def test_every_form_is_copied(page: Page, library_url: str) -> None:
    """Each button copies its form, with the address that the browser is at, says so, and keeps the focus."""
    page.goto(library_url + AT)
    page.locator(".tt-kit summary").click()
    forms = page.locator(".tt-kit code[data-tt-form]")
    expect(forms).to_have_count(10)
    group = page.get_by_role("group", name="Copy a link as")
    for form in forms.all():
        name, text = form.get_attribute("data-tt-form"), form.text_content()
        button = group.get_by_role("button", name=name, exact=True)
        button.focus()
        page.keyboard.press("Enter")
        said(page, f"Copied: {name}.")
        expect(button).to_be_focused()
        assert text == copied(page)
        assert f"{library_url}/p/short-checkpoint/" in text
    page.get_by_role("button", name="Copy the address").click()
    said(page, "Address copied.")
    assert f"{library_url}/p/short-checkpoint/" == copied(page)
    assert UNKNOWN not in page.content()


def test_print(page: Page, library_url: str) -> None:
    """In print the address stays, and nothing to press nor what says what that would do."""
    page.goto(library_url + AT)
    kit = page.locator(".tt-kit")
    buttons = kit.get_by_role("button")
    label = kit.get_by_text("Copy a link as", exact=True)
    expect(label).to_be_visible()
    page.emulate_media(media="print")
    expect(kit.locator(".tt-kit__address")).to_be_visible()
    expect(label).to_be_hidden()
    expect(buttons).to_have_count(0)


@pytest.mark.parametrize("clipboard", [True, False])
def test_html_is_pasted_as_a_link(page: Page, library_url: str, clipboard: bool) -> None:
    """An editor gets a link, not its markup; the old way of copying, which needs no secure connection, does as well."""
    if not clipboard:
        page.add_init_script(WITHOUT_CLIPBOARD)
    page.goto(library_url + AT)
    page.get_by_role("button", name="HTML", exact=True).click()
    said(page, "Copied: HTML.")
    assert [[f"{library_url}/p/short-checkpoint/", "Short Checkpoint"]] == pasted(page)


def test_the_old_way_has_a_selection(page: Page, library_url: str) -> None:
    """Meanwhile something is selected, or Safari would copy nothing; the reader's own selection and the focus stay."""
    page.add_init_script(WITHOUT_CLIPBOARD)
    page.goto(library_url + AT)
    page.evaluate(
        "addEventListener('copy', () => { window.during = getSelection().type }, { capture: true })"
    )
    for title, kind in (("", "None"), ("Short Checkpoint", "Range")):
        if title:
            page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
        button = page.get_by_role("button", name="HTML" if title else "Markdown", exact=True)
        button.focus()
        page.keyboard.press("Enter")
        said(page, "Copied: HTML." if title else "Copied: Markdown.")
        expect(button).to_be_focused()
        selected = page.evaluate("[window.during, getSelection().type, getSelection().toString()]")
        assert ["Range", kind, title] == selected


def test_markdown_is_pasted_as_text(page: Page, library_url: str) -> None:
    """The other forms are text wherever they are pasted."""
    page.goto(library_url + AT)
    page.get_by_role("button", name="Markdown", exact=True).click()
    said(page, "Copied: Markdown.")
    assert [] == pasted(page)
    assert f"[Short Checkpoint]({library_url}/p/short-checkpoint/)" == page.locator("#editor").inner_text()


def test_where_copying_is_refused(page: Page, library_url: str) -> None:
    """What can't be copied is shown and marked, so that the keys copy it; the focus stays."""
    page.add_init_script(WITHOUT_CLIPBOARD)
    page.goto(library_url + AT)
    # Its own copying is refused; the reader's isn't.
    page.evaluate("document.execCommand = () => false")
    button = page.get_by_role("button", name="BibTeX")
    button.click()
    said(page, re.compile(r"Ctrl\+C"))
    form = page.locator("code[data-tt-form=BibTeX]")
    expect(form).to_be_visible()
    expect(button).to_be_focused()
    assert form.inner_text().strip() == page.evaluate("getSelection().toString()").strip()
    page.get_by_role("button", name="Copy this page as Markdown").click()
    said(page, re.compile("Open the Markdown"))


def test_copy_this_page(page: Page, library_url: str) -> None:
    """A copy of the page is the entry's file, with its source and terms at the end."""
    page.goto(library_url + AT)
    file = page.locator(".tt-kit__raw").get_by_role("link", name="Markdown").evaluate("link => link.href")
    text = page.request.get(file).text()
    page.get_by_role("button", name="Copy this page as Markdown").click()
    said(page, "Page copied as Markdown.")
    body, _, source = copied(page).rpartition("\n\n---\n\n")
    assert text.rstrip() == body
    assert source.startswith(f"Source: [Short Checkpoint]({library_url}/p/short-checkpoint/), Trimtab. Texts")
    assert "(https://creativecommons.org/licenses/by/4.0/)" in source


def test_copy_a_page_that_is_gone(page: Page, library_url: str) -> None:
    """A file that can't be read is said to be so."""
    page.route("**/api/v1/entries/*.md", lambda route: route.fulfill(status=404))
    page.goto(library_url + AT)
    page.get_by_role("button", name="Copy this page as Markdown").click()
    said(page, re.compile("couldn't be read"))


@pytest.mark.parametrize("heading", ["Solution", "Related"])
def test_mark_beside_a_heading(page: Page, library_url: str, heading: str) -> None:
    """The mark leads to its heading and copies the permanent address with it; its name says to which."""
    page.goto(f"{library_url}{AT}?from=elsewhere")
    mark = page.get_by_role("link", name=f"Link to this section: {heading}", exact=True)
    mark.focus()
    expect(mark).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    said(page, "Link copied.")
    anchor = mark.get_attribute("href")
    assert f"{library_url}/p/short-checkpoint/{anchor}" == copied(page)
    assert page.url.endswith(anchor)
    page.goto(copied(page))
    expect(page).to_have_url(f"{library_url}{AT}{anchor}")


def test_mark_on_other_pages(page: Page, library_url: str) -> None:
    """On a page without a permanent address, the mark copies the page's own."""
    page.goto(f"{library_url}/link/")
    mark = page.get_by_role("link", name="Link to this section: Wikis")
    mark.focus()
    page.keyboard.press("Enter")
    said(page, "Link copied.")
    assert f"{library_url}/link/#wikis" == copied(page)


def test_other_clicks_are_the_browser_s(page: Page, library_url: str) -> None:
    """A click for a new tab copies nothing."""
    page.goto(library_url + AT)
    page.evaluate("navigator.clipboard.writeText('before')")
    mark = page.get_by_role("link", name="Link to this section: Solution")
    for how in ({"modifiers": ["Control"]}, {"button": "middle"}):
        with page.context.expect_page():
            mark.click(**how)
    page.bring_to_front()
    assert "before" == copied(page)
    expect(page.locator(".tt-said")).to_have_count(0)


def test_marks_on_a_phone(browser: Browser, library_url: str) -> None:
    """Where nothing hovers, marks can be seen; and the kit, unfolded, is no wider than the screen."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(library_url + AT)
    expect(page.locator(".headerlink").first).to_have_css("opacity", "1")
    page.locator(".tt-kit summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_without_javascript(without_javascript: Page, library_url: str, hostile_url: str) -> None:
    """Markdown is there, and all forms one step on, whole where the site's address is known."""
    page = without_javascript
    page.goto(library_url + AT)
    expect(page.locator(".tt-kit button")).to_have_count(0)
    expect(page.locator(".tt-kit .tt-unknown")).to_contain_text("which your browser shows")
    assert [f"[Short Checkpoint]({UNKNOWN}p/short-checkpoint/)"] == page.locator(
        ".tt-kit pre"
    ).all_inner_texts()
    page.locator(".tt-kit__more a").click()
    texts = page.locator("pre code").all_inner_texts()
    assert 10 == len([text for text in texts if f"{UNKNOWN}p/short-checkpoint/" in text])
    page.get_by_role("link", name="Short Checkpoint", exact=True).click()
    expect(page).to_have_url(library_url + AT)
    page.goto(f"{hostile_url}/the-pattern/")
    page.locator(".tt-kit__more a").click()
    texts = page.locator("pre code").all_inner_texts()
    assert 10 == len([text for text in texts if "https://hostile.example/p/" in text])
    expect(page.locator(".tt-unknown")).to_have_count(0)
    page.goto(f"{library_url}/link/")
    expect(page.locator(".tt-unknown")).to_be_visible()


def test_titles_are_text(page: Page, hostile_url: str) -> None:
    """A title that looks like markup is pasted as words, below the address that the site was built for."""
    page.goto(f"{hostile_url}/the-pattern/")
    page.get_by_role("button", name="HTML", exact=True).click()
    said(page, "Copied: HTML.")
    title = " ".join(page.locator("h1").text_content().split())
    assert [["https://hostile.example/p/the-pattern/", title]] == pasted(page)
    assert 0 == page.locator("#editor script").count()


def test_link_page(page: Page, library_url: str) -> None:
    """Each sample has a button that copies it, with the address that the browser is at."""
    page.goto(f"{library_url}/link/")
    expect(page.locator(".tt-unknown")).to_have_count(0)
    samples = page.locator(".tt-sample")
    assert samples.count() >= 8
    for sample in samples.all():
        button = sample.get_by_role("button")
        button.click()
        said(page, f"Copied: {button.get_attribute('aria-label').removeprefix('Copy: ')}.")
        text = sample.locator("code").text_content()
        assert text == copied(page)
        assert library_url in text
    assert UNKNOWN not in page.content()


def test_copied_before_it_is_seen(page: Page, library_url: str) -> None:
    """A form that isn't in the page yet is fetched and copied at the first click."""
    page.goto(library_url + AT)
    page.get_by_role("button", name="MediaWiki", exact=True).click()
    said(page, "Copied: MediaWiki.")
    assert f"[{library_url}/p/short-checkpoint/ Short Checkpoint]" == copied(page)


def test_forms_that_are_gone(page: Page, library_url: str) -> None:
    """Where the other forms can't be read, it is said, and the link to them is still there; later they come."""
    page.route("**/link/short-checkpoint/", lambda route: route.fulfill(status=404))
    page.goto(library_url + AT)
    page.get_by_role("button", name="BibTeX").click()
    said(page, re.compile("couldn't be read"))
    page.locator(".tt-kit summary").click()
    expect(page.locator(".tt-kit__more a")).to_be_visible()
    page.unroute("**/link/short-checkpoint/")
    page.get_by_role("button", name="BibTeX").click()
    said(page, "Copied: BibTeX.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "part"), [(AT, ".tt-kit"), ("/link/", "article")])
def test_axe(browser: Browser, library_url: str, path: str, part: str, scheme: str) -> None:
    """axe-core finds nothing serious, with the kit unfolded and something said."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(library_url + path, wait_until="networkidle")
    for summary in page.locator(".tt-kit summary").all():
        summary.click()
    page.get_by_role("button", name=re.compile("^Copy")).first.click()
    expect(page.locator(".tt-said")).not_to_be_empty()
    found = Axe().run(page, context={"include": [[part], [".tt-said"]]}).response["violations"]
    context.close()
    assert [] == [one["id"] for one in found if one["impact"] in ("serious", "critical")]
