"""Worksheets, as people fill them in: on the page, by keyboard and pointer, on paper, and in libraries of others."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import build, serve

SHEETS = (
    "anthropologist-case",
    "barbell-plan",
    "coherence-audit",
    "decision-log-sheet",
    "novelty-quota-log",
    "one-page-alignment",
    "pre-mortem",
    "three-whys-ladder",
)
SENTENCE = "Between eight and nine, 140 calls come in and 60 are answered, and the rest give up."

ODD = """
    ---
    title: Odd Sheet
    ---

    # Odd Sheet

    ## Section 1: Purpose

    Nothing is to be written here:

    ## Section 3: Template (100-200 words)

    Name: ____ Date: ____

    Town:
    Country:

    Fill in what follows:

    - Milk:
        - from **whom**:
        - how much: ____ litres
    - Bread

    Three more:

    1. Butter
    2. &nbsp;

    Here: the `____` of code is none, and so *this* isn't.

    - [ ] Asked *them* | twice
    - [x] Told them

    The risks, one a row:

    | Risk \\| harm | Owner |
    | :--- | ---: |
    | | |

    | | Before | After |
    | --- | --- | --- |
    | Cost | 1 \\| 2 | |
    | Time: | | |

    ### What we saw

    ### Which way

    #### Left

    Words.

    ### Done by:

    ## A Filled Example

    Nothing here either:
    """
WHOLE = """
    ---
    title: Whole Body
    ---

    Your name: ____

    ## Questions

    **Why:**
    """
UNASKED = """
    ---
    title: Nothing Blank
    ---

    ## Template

    Read this aloud. It says: nothing.

    | a | b |
    | - | - |
    | 1 | 2 |
    """


@pytest.fixture(scope="session")
def odd_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library of others' worksheets, with Markdown that ours doesn't have, and instant navigation."""
    folder = tmp_path_factory.mktemp("odd")
    sheets = folder / "docs/worksheets"
    sheets.mkdir(parents=True)
    for name, text in {"odd": ODD, "whole": WHOLE, "unasked": UNASKED}.items():
        (sheets / f"{name}.md").write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
    serving = serve(folder / "site")
    url = next(serving)
    config = folder / "mkdocs.yml"
    config.write_text(
        f"site_name: Odd\nsite_url: {url}/\nplugins: [trimtab]\n"
        "theme: {name: material, font: false, features: [navigation.instant]}\n"
        "markdown_extensions:\n  - sane_lists\n  - pymdownx.tasklist: {custom_checkbox: true}\n",
        encoding="utf-8",
    )
    build(config, folder / "site")
    yield url
    yield from serving


@pytest.fixture
def sheets(library_url: str) -> str:
    """Where our own library's worksheets are."""
    return f"{library_url}/worksheets"


def open_sheet(page: Page, address: str) -> Locator:
    """The sheet at an address, once it can be filled in."""
    page.goto(address)
    expect(page.locator(".tt-sheet-tools")).to_be_visible()
    return page.locator(".tt-sheet")


def field(page: Page, name: str) -> Locator:
    """The field of a name."""
    return page.get_by_label(name, exact=True)


def names(sheet: Locator) -> list[str]:
    """What the sheet's fields are called, in order."""
    fields = sheet.locator(".tt-blank__text, input[type=checkbox]").all()
    return [one.get_attribute("aria-label") or "" for one in fields]


def press(page: Page, name: str) -> None:
    """Press one of the sheet's buttons by keyboard."""
    button = page.locator(".tt-sheet").get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def status(page: Page) -> Locator:
    """Where the sheet says what became of what was written."""
    return page.locator(".tt-sheet-status")


def exported(page: Page) -> str:
    """The Markdown that the sheet is downloaded as."""
    with page.expect_download() as download:
        press(page, "Download as Markdown")
    return Path(download.value.path()).read_text(encoding="utf-8")


def copied(page: Page) -> str:
    """What is in the clipboard."""
    return page.evaluate("navigator.clipboard.readText()")


def link(page: Page) -> str:
    """The link with what was written."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Copy link with what you wrote")
    expect(status(page)).to_contain_text("Link copied")
    return copied(page)


def test_by_keyboard_and_kept(page: Page, sheets: str) -> None:
    """Typed by keyboard from field to field, the answers are there again after a reload."""
    open_sheet(page, f"{sheets}/one-page-alignment/")
    first = page.locator(".tt-blank__text").first
    first.focus()
    page.keyboard.type("Second requests")
    page.keyboard.press("Tab")
    page.keyboard.type("We answer")
    page.keyboard.press("Enter")
    page.keyboard.type("within two days")
    expect(status(page)).to_contain_text(re.compile(r"Saved at \d\d:\d\d\. Kept in this browser only\."))
    page.reload()
    expect(page.locator(".tt-blank__text").nth(0)).to_have_value("Second requests")
    expect(page.locator(".tt-blank__text").nth(1)).to_have_value("We answer\nwithin two days")


def test_kept_when_left_at_once(page: Page, sheets: str) -> None:
    """What is typed just before leaving isn't lost."""
    open_sheet(page, f"{sheets}/pre-mortem/")
    field(page, "Read again on").fill("12 October")
    page.goto(f"{sheets}/one-page-alignment/")
    open_sheet(page, f"{sheets}/pre-mortem/")
    expect(field(page, "Read again on")).to_have_value("12 October")


def test_fields_grow(page: Page, sheets: str) -> None:
    """A field is as high as its text, so that nothing has to be scrolled."""
    open_sheet(page, f"{sheets}/anthropologist-case/")
    text = field(page, "Checked with")
    text.fill("\n".join("abcdefghij"))
    assert text.evaluate("field => field.clientHeight >= field.scrollHeight")


@pytest.mark.parametrize("name", SHEETS)
def test_every_blank_is_a_field(page: Page, sheets: str, name: str) -> None:
    """In our own sheets each blank is a field with a name of its own."""
    sheet = open_sheet(page, f"{sheets}/{name}/")
    found = names(sheet)
    assert len(found) > 5
    assert len(set(found)) == len(found)
    prompts = sheet.locator("> p:has(strong)")
    assert prompts.count() == prompts.locator(".tt-blank").count()
    assert 0 == sheet.locator("td:empty").count()


def test_rows_by_pointer(page: Page, sheets: str) -> None:
    """Rows can be added and removed by pointer, and a removed one brought back; all of it is kept."""
    open_sheet(page, f"{sheets}/novelty-quota-log/")
    page.get_by_role("button", name="Add a row").click()
    expect(field(page, "Default, row 3")).to_be_focused()
    page.keyboard.type("Order of arrival")
    field(page, "Because, row 1").fill("Quick ones wait")
    page.get_by_role("button", name="Remove row 1", exact=True).click()
    expect(field(page, "Default, row 2")).to_have_value("Order of arrival")
    expect(status(page)).to_contain_text("Row removed.")
    page.get_by_role("button", name="Undo").click()
    expect(field(page, "Because, row 1")).to_have_value("Quick ones wait")
    page.reload()
    expect(field(page, "Default, row 3")).to_have_value("Order of arrival")


def test_clear_can_be_undone(page: Page, sheets: str) -> None:
    """Clear empties the sheet and the storage; Undo, which has the focus then, brings both back."""
    open_sheet(page, f"{sheets}/pre-mortem/")
    field(page, "Read again on").fill("12 October")
    expect(status(page)).to_contain_text("Saved")
    press(page, "Clear")
    expect(field(page, "Read again on")).to_have_value("")
    expect(status(page)).to_contain_text("Cleared.")
    page.wait_for_function("!Object.keys(localStorage).some(key => key.includes('pre-mortem'))")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    page.reload()
    expect(field(page, "Read again on")).to_have_value("12 October")


COLUMNS = "Limit and way back | Owner, review date | What we saw | Promote, retire or once more"
EXPORTS = {
    "one-page-alignment": (
        {
            "Owner, and when we look: Your words": "Ana | Tuesdays\nat ten",
            "It would be false if we saw …: Your words": "*nothing*",
        },
        """
        # One-Page Alignment

        | Field | Your words |
        | --- | --- |
        | Aim: who does what, from which number to which, by when | |
        | Because: we believe that … will move … because … | |
        | It would be false if we saw … | *nothing* |
        | Proxy, and how soon it should move | |
        | Outcome, and how soon it should move | |
        | Checkpoint: on this date we continue if …, change if …, stop if … | |
        | Guardrail: the limit, the way back, who may stop it | |
        | Owner, and when we look | Ana \\| Tuesdays<br>at ten |

        <{address}>
        """,
    ),
    "novelty-quota-log": (
        {"Out of bounds": "Refunds,\nidentity checks", "Because, row 2": "Why not"},
        """
        # Novelty Quota Log

        **Defaults we start from:**

        **Out of bounds:** Refunds,{hard}
        identity checks

        | Default | Departure | Because | Gain hoped for, harm risked | {columns} |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        | | | | | | | | |
        | | | Why not | | | | | |

        **One lesson from this cycle:**

        <{address}>
        """,
    ),
    "three-whys-ladder": (
        {"And why that?: Answer": "Booking ahead\nwas stopped", "We act at this level, because": "5"},
        """
        # Three-Whys Ladder

        | Step | Answer | Seen or believed | Another possible cause | Where one could act, and the level |
        | --- | --- | --- | --- | --- |
        | Proposal | | | | |
        | Why is it needed? | | | | |
        | Why is that so? | | | | |
        | And why that? | Booking ahead<br>was stopped | | | |

        **We act at this level, because:** 5

        **So that it holds, we also change:**

        **Until then, as a stopgap, ending on:**

        <{address}>
        """,
    ),
}


def markdown(text: str, address: str) -> str:
    """An expected export."""
    return textwrap.dedent(text).lstrip().format(address=address, hard="  ", columns=COLUMNS)


@pytest.mark.parametrize("name", EXPORTS)
def test_export(page: Page, sheets: str, name: str) -> None:
    """The Markdown is title, template with answers and address, downloaded or copied."""
    answers, text = EXPORTS[name]
    address = f"{sheets}/{name}/"
    open_sheet(page, address)
    for label, answer in answers.items():
        field(page, label).fill(answer)
    assert markdown(text, address) == exported(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Copy as Markdown")
    expect(status(page)).to_contain_text("Copied.")
    assert markdown(text, address) == copied(page)


def test_copy_without_clipboard(page: Page, sheets: str) -> None:
    """Where the clipboard is refused, an old way of copying serves, and else the text is shown to be copied."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    open_sheet(page, f"{sheets}/pre-mortem/")
    press(page, "Copy as Markdown")
    expect(status(page)).to_contain_text("Copied.")
    page.evaluate("document.execCommand = () => false")
    press(page, "Copy as Markdown")
    expect(field(page, "Text to copy")).to_have_value(re.compile("^# Pre-Mortem\n"))


def test_link_carries_the_contents(page: Page, browser: Browser, sheets: str) -> None:
    """Another browser shows what a link carries, and keeps it only when asked to."""
    address = f"{sheets}/novelty-quota-log/"
    open_sheet(page, address)
    field(page, "Out of bounds").fill("Refunds – “all” 🥖")
    field(page, "Default, row 2").fill("Order")
    carrying = link(page)
    assert carrying.startswith(f"{address}#sheet=")

    other = browser.new_context()
    guest = other.new_page()
    asked: list[str] = []
    guest.on("request", lambda request: asked.append(request.url))
    open_sheet(guest, carrying)
    expect(guest.locator(".tt-sheet-note")).to_contain_text("came with the link")
    expect(field(guest, "Out of bounds")).to_have_value("Refunds – “all” 🥖")
    expect(field(guest, "Default, row 2")).to_have_value("Order")
    assert 0 == guest.evaluate("Object.keys(localStorage).filter(key => key.includes('sheet')).length")
    press(guest, "Keep it in this browser")
    assert address == guest.url
    guest.reload()
    expect(field(guest, "Default, row 2")).to_have_value("Order")
    assert [] == [url for url in asked if "sheet=" in url]
    other.close()


def test_link_asks_before_it_replaces(page: Page, sheets: str) -> None:
    """What is kept outlives the opening of a link, whichever answer is given."""
    address = f"{sheets}/pre-mortem/"
    open_sheet(page, address)
    field(page, "Read again on").fill("Theirs")
    carrying = link(page)
    field(page, "Read again on").fill("Mine")
    expect(status(page)).to_contain_text("Saved")
    page.evaluate("address => { location.href = address }", carrying)
    expect(field(page, "Read again on")).to_have_value("Theirs")
    press(page, "Show mine")
    expect(field(page, "Read again on")).to_have_value("Mine")
    assert address == page.url
    page.evaluate("address => { location.href = address }", carrying)
    press(page, "Replace mine with this")
    page.get_by_role("button", name="Undo").click()
    page.reload()
    expect(field(page, "Read again on")).to_have_value("Mine")


NONSENSE = {
    "empty": "#sheet=",
    "one sign": "#sheet=z",
    "no base64": "#sheet=z%22%3E%3Cscript%3E",
    "no deflate": "#sheet=zAAAAAAAA",
    "no JSON": "#sheet=jbm9uc2Vuc2U",
    "null": "#sheet=jbnVsbA",
    "other version": "#sheet=jeyJ2IjoyfQ",
    "wrong shapes": "#sheet=jeyJ2IjoxLCJhbnN3ZXJzIjpbMV0sInJvd3MiOnsiYSI6eyJiIjoxfX19",
    "nothing": "#sheet=jeyJ2IjoxfQ",
    "too long": "#sheet=j" + "A" * 20_000,
    "a section": "#purpose",
}


@pytest.mark.parametrize("fragment", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_ignored(page: Page, sheets: str, fragment: str) -> None:
    """A fragment that carries nothing readable changes nothing and raises nothing."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_sheet(page, f"{sheets}/pre-mortem/{fragment}")
    page.wait_for_timeout(200)
    expect(page.locator(".tt-sheet-note")).to_be_hidden()
    assert {""} == {one.input_value() for one in page.locator(".tt-blank__text").all()}
    assert [] == errors


def test_link_that_unpacks_without_end(page: Page, sheets: str) -> None:
    """A short link that would unpack to megabytes is ignored."""
    open_sheet(page, f"{sheets}/pre-mortem/")
    fragment = page.evaluate(
        """async () => {
          const text = JSON.stringify({ v: 1, answers: { "Read again on": "a".repeat(5e6) } });
          const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
          const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
          return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        }"""
    )
    assert len(fragment) < 16_000
    page.evaluate("code => { location.hash = `sheet=z${code}` }", fragment)
    page.wait_for_timeout(300)
    expect(field(page, "Read again on")).to_have_value("")


def test_too_much_for_a_link(page: Page, sheets: str) -> None:
    """What is too long for a link is refused with words."""
    open_sheet(page, f"{sheets}/pre-mortem/")
    noise = page.evaluate("Array.from(crypto.getRandomValues(new Uint32Array(6000))).join(' ')")
    field(page, "Read again on").fill(noise)
    press(page, "Copy link with what you wrote")
    expect(status(page)).to_contain_text("too much for a link")


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })",
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }",
    ],
    ids=["refused", "full"],
)
def test_without_storage(page: Page, sheets: str, broken: str) -> None:
    """Where nothing can be kept the sheet says so, and works."""
    page.add_init_script(broken)
    open_sheet(page, f"{sheets}/pre-mortem/")
    expect(status(page)).to_contain_text("can't keep")
    field(page, "Read again on").fill("12 October")
    page.wait_for_timeout(600)
    expect(status(page)).to_contain_text("can't keep")
    assert "**Read again on:** 12 October" in exported(page)


@pytest.mark.parametrize(
    "kept", ["nonsense", "[]", '{"v": 1, "answers": 3, "rows": {"It failed because": {}}}']
)
def test_kept_nonsense_is_ignored(page: Page, sheets: str, kept: str) -> None:
    """Whatever else is under the sheet's key, the sheet opens."""
    page.add_init_script(f"localStorage.setItem('trimtab:sheet:/pre-mortem', {kept!r})")
    open_sheet(page, f"{sheets}/pre-mortem/")
    field(page, "Read again on").fill("12 October")
    expect(status(page)).to_contain_text("Saved")


def test_answers_to_an_earlier_version(page: Page, sheets: str) -> None:
    """Answers whose questions are gone are shown below, outlive another save, and can be discarded."""
    page.goto(f"{sheets}/")
    page.evaluate(
        """localStorage.setItem("trimtab:sheet:/pre-mortem", JSON.stringify({ v: 1,
          answers: { "Read again on": "May", "Weather": "<b>Fair</b>" },
          rows: { "It failed because": [{ "Marks": "5", "Colour": "red" }], "Gone": [{ "Sign": "smoke" }] } }))"""
    )
    open_sheet(page, f"{sheets}/pre-mortem/")
    expect(field(page, "Read again on")).to_have_value("May")
    expect(field(page, "Marks, row 1")).to_have_value("5")
    earlier = page.locator(".tt-sheet-earlier")
    told = ["Weather", "It failed because, row 1, Colour", "Gone, row 1, Sign"]
    assert told == earlier.locator("dt").all_inner_texts()
    assert ["<b>Fair</b>", "red", "smoke"] == earlier.locator("dd").all_inner_texts()
    field(page, "Read again on").fill("June")
    expect(status(page)).to_contain_text("Saved")
    page.reload()
    assert told == earlier.locator("dt").all_inner_texts()
    press(page, "Discard these")
    page.wait_for_timeout(600)
    page.reload()
    expect(field(page, "Read again on")).to_have_value("June")
    expect(earlier).to_be_empty()


@pytest.mark.parametrize("name", SHEETS)
def test_without_javascript(without_javascript: Page, sheets: str, name: str) -> None:
    """Without JavaScript the template is shown whole and there is no control that does nothing."""
    page = without_javascript
    page.goto(f"{sheets}/{name}/")
    article = page.locator("article")
    template = article.locator("#template")
    expect(template).to_be_visible()
    assert template.evaluate("heading => heading.nextElementSibling.textContent.trim()")
    assert 0 == article.locator("button, input, textarea, select").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["novelty-quota-log", "three-whys-ladder"])
def test_axe(browser: Browser, sheets: str, name: str, scheme: str) -> None:
    """axe-core finds nothing serious on a filled sheet, wide or narrow, light or dark."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    open_sheet(page, f"{sheets}/{name}/")
    for text in page.locator(".tt-blank__text").all():
        text.fill(SENTENCE)
    press(page, "Clear")
    page.get_by_role("button", name="Undo").click()
    serious = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        serious += [
            (width, violation["id"], [node["target"] for node in violation["nodes"]][:3])
            for violation in Axe().run(page, context=".tt-sheet").response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert [] == serious


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("name", SHEETS)
def test_one_side_of_paper(page: Page, sheets: str, name: str, *, filled: bool) -> None:
    """A sheet is printed on one side of A4, empty or with a sentence in each field."""
    open_sheet(page, f"{sheets}/{name}/")
    if filled:
        for text in page.locator(".tt-blank__text").all():
            text.fill(SENTENCE)
    paper = page.pdf(prefer_css_page_size=True)
    assert 1 == len(re.findall(rb"/Type\s*/Page\b", paper))
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert [595, 842] == sorted(round(float(side)) for side in box.groups())


def test_paper_holds_only_the_sheet(page: Page, sheets: str) -> None:
    """On paper are title, summary, sheet and address; afterwards the screen is as before."""
    open_sheet(page, f"{sheets}/pre-mortem/")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for seen in ("h1", ".tt-summary", ".tt-sheet-table", ".tt-sheet-address"):
        expect(page.locator(seen)).to_be_visible()
    for unseen in ("#purpose", ".tt-sheet-tools", ".tt-crumbs", ".tt-rail", ".tt-after", ".md-footer"):
        expect(page.locator(unseen)).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator("#purpose")).to_be_visible()


def test_odd_markdown(page: Page, odd_url: str) -> None:
    """In another library's dialect each blank of the template is a field, and nothing else is."""
    sheet = open_sheet(page, f"{odd_url}/worksheets/odd/")
    assert [
        "Name",
        "Date",
        "Town",
        "Country",
        "from whom",
        "how much",
        "Three more 2",
    ] == names(sheet)[:7]
    assert [
        "Asked them | twice",
        "Told them",
        "Risk | harm, row 1",
        "Owner, row 1",
        "Cost: After",
        "Time: Before",
        "Time: After",
        "What we saw",
        "Done by",
    ] == names(sheet)[-9:]


def test_odd_export(page: Page, odd_url: str) -> None:
    """What was odd Markdown comes out as Markdown that says the same."""
    open_sheet(page, f"{odd_url}/worksheets/odd/")
    for name, answer in {
        "Name": "Ana",
        "Country": "one\ntwo",
        "from whom": "the\ndairy",
        "how much": "2",
        "Owner, row 1": "a|b",
        "Cost: After": "3",
        "What we saw": "Nothing.\n\nAt all.",
    }.items():
        field(page, name).fill(answer)
    field(page, "Asked them | twice").check(force=True)
    text = exported(page)
    assert "Name: Ana Date: \\_\\_\\_\\_" in text or "Name: Ana Date: ____" in text
    for part in (
        "Town:  \nCountry: one  \ntwo\n",
        "- Milk:\n    - from **whom**: the  \n        dairy\n    - how much: 2 litres\n- Bread\n",
        "- [x] Asked *them* | twice\n- [x] Told them\n",
        "| Risk \\| harm | Owner |\n| :--- | ---: |\n| | a\\|b |\n",
        "| | Before | After |\n| --- | --- | --- |\n| Cost | 1 \\| 2 | 3 |\n| Time: | | |\n",
        "## What we saw\n\nNothing.\n\nAt all.\n\n## Which way\n\n### Left\n\nWords.\n\n## Done by:\n",
        "Here: the `____` of code is none, and so *this* isn't.",
    ):
        assert part in text


def test_whole_body_where_there_is_no_template(page: Page, odd_url: str) -> None:
    """A worksheet without a section Template is a template as a whole."""
    sheet = open_sheet(page, f"{odd_url}/worksheets/whole/")
    assert ["Your name", "Why"] == names(sheet)


def test_nothing_blank_is_no_form(page: Page, odd_url: str) -> None:
    """A template in which nothing is blank stays text."""
    page.goto(f"{odd_url}/worksheets/unasked/", wait_until="networkidle")
    assert 0 == page.locator("article :is(input, textarea)").count()
    assert 0 == page.locator(".tt-sheet").count()


def test_instant_navigation(page: Page, odd_url: str) -> None:
    """Where pages change without being loaded anew, each sheet is made and kept as ever."""
    page.goto(f"{odd_url}/worksheets/", wait_until="networkidle")
    page.evaluate("window.stayed = true")
    page.locator("article").get_by_role("link", name="Odd Sheet").click()
    field(page, "Name").fill("Ana")
    page.get_by_role("link", name="Worksheets").first.click()
    page.locator("article").get_by_role("link", name="Whole Body").click()
    field(page, "Your name").fill("Ines")
    page.get_by_role("link", name="Worksheets").first.click()
    page.locator("article").get_by_role("link", name="Odd Sheet").click()
    expect(field(page, "Name")).to_have_value("Ana")
    assert page.evaluate("window.stayed")
    page.reload()
    expect(field(page, "Name")).to_have_value("Ana")
    expect(page.locator(".tt-sheet-tools")).to_have_count(1)
