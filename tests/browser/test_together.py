"""Do these go together? As readers ask it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

SCHEMES = {"light": "default", "dark": "slate"}
AT = "/instruments/together/"
HEADINGS = ".tt-together__report h2"


def verdict(page: Page, text: str) -> None:
    """Wait until the page has come to a verdict."""
    expect(page.locator(".tt-together__verdict")).to_have_text(text)


def said(page: Page, heading: str) -> list[str]:
    """The lines below a heading, without their buttons, outermost first."""
    lists = page.locator(f"{HEADINGS}:text-is('{heading}') ~ :is(ul, ol)").first
    return lists.evaluate(
        "list => [...list.querySelectorAll('li')].map(item => [...item.childNodes]"
        ".filter(node => !['UL', 'BUTTON'].includes(node.nodeName)).map(node => node.textContent).join(''))"
    )


def chips(page: Page) -> list[str]:
    """What is chosen."""
    return page.locator(".tt-together__chip a").all_inner_texts()


def test_by_keyboard(page: Page, orchard_url: str) -> None:
    """Letters, arrows and Enter choose; buttons add what is missing; all is said, and the focus is never lost."""
    page.goto(orchard_url + AT)
    verdict(page, "Choose two or more patterns.")
    field = page.get_by_role("combobox", name="Add a pattern")
    field.focus()
    page.keyboard.type("creme")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    assert ["Apples"] == chips(page)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("e")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = page.locator("[role=option][aria-selected=true]")
    expect(field).to_have_attribute("aria-activedescendant", active.get_attribute("id"))
    second = active.evaluate("option => option.firstChild.textContent")
    page.keyboard.press("Enter")
    assert ["Apples", second] == chips(page)
    page.keyboard.type("e")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("e")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Remove Apples")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Remove {second}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert [] == chips(page)
    expect(page).to_have_url(orchard_url + AT)


def test_adding_what_is_missing(page: Page, orchard_url: str) -> None:
    """Each button adds one; the focus goes to the next, and at last to the verdict."""
    page.goto(f"{orchard_url}{AT}?with=bees")
    verdict(page, "One thing is missing.")
    page.get_by_role("button", name="Add Cider (Dry)").focus()
    page.keyboard.press("Enter")
    verdict(page, "These go together.")
    expect(page.locator(".tt-together__verdict")).to_be_focused()
    assert ["Begin with Cider (Dry)", "Bees"] == said(page, "In this order")
    expect(page).to_have_url(f"{orchard_url}{AT}?with=bees,cider")


def test_by_pointer(page: Page, orchard_url: str) -> None:
    """A click into the field lists what can be chosen, a click on one chooses it, one on its cross takes it away."""
    page.goto(orchard_url + AT)
    page.get_by_role("combobox").click()
    expect(page.get_by_role("option")).to_have_count(10)
    expect(page.locator(".tt-together__found")).to_have_text("37 found, the first 10 shown: type on")
    page.get_by_role("option", name="Figs").click()
    verdict(page, "It stands on its own.")
    page.get_by_role("button", name="Remove Figs").click()
    verdict(page, "Choose two or more patterns.")


def test_what_is_found(page: Page, orchard_url: str) -> None:
    """Missing prerequisites with their chain, empty levels with what would fill them, tensions, and an order."""
    page.goto(f"{orchard_url}{AT}?with=apples,hostile")
    verdict(
        page,
        "Two things are missing. Two levels that these lean on are empty. Two of them pull against each other.",
    )
    odd = "<img src=x onerror=alert(1)> *stars*"
    assert [
        "Bees",
        "Needed by Apples: Someone must *pollinate*.",
        "Cider (Dry)",
        "Needed by Bees, which is needed by Apples: They [like] it.",
    ] == said(page, "Missing")
    assert [
        "6 Information Flows: nothing chosen works here.",
        f"Apples and {odd} work at 3 Aims, which leans on 6 Information Flows and 5 Rules.",
        "Could be filled by Dates (goes well with Apples; also about Rot; but in tension with Apples)",
        "5 Rules: nothing chosen works here.",
        f"Apples and {odd} work at 3 Aims, which leans on 6 Information Flows and 5 Rules.",
        "Could be filled by Figs (also about Rot)",
        "Could be filled by Dates (goes well with Apples; also about Rot; but in tension with Apples)",
    ] == said(page, "Missing levels")
    assert [f"Apples and {odd}: <b>no</b>"] == said(page, "Tensions")
    assert [
        "Begin with Cider (Dry) (not chosen yet)",
        "Bees (not chosen yet)",
        "Apples",
        odd,
    ] == said(page, "In this order")


def test_other_relations(page: Page, orchard_url: str) -> None:
    """Alternatives, other relations and what is out of date are named."""
    page.goto(f"{orchard_url}{AT}?with=ova,dates,figs,apples,bees,cider")
    verdict(page, "Two of them pull against each other. One is out of date.")
    assert ["Apples and Dates: One climate each."] == [
        " and ".join(sorted(text.split(":")[0].split(" and "))) + ":" + text.split(":")[1]
        for text in said(page, "Tensions")
    ]
    assert ["Eggs is superseded by Cider (Dry)."] == said(page, "Out of date")
    assert ["Dates or Figs"] == said(page, "Alternatives to each other")
    assert ["Apples enables Dates: Both are sweet."] == said(page, "Also related")


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Enables", "a enables b"),
        ("Goes well with", "a goes well with b"),
        ("Related to", "a is related to b"),
        ("Specialized by", "a is specialized by b"),
        ("Part of", "a is part of b"),
        ("Needs", "a needs b"),
        ("Partly replaces", "a partly replaces b"),
    ],
)
def test_relations_are_sentences(page: Page, orchard_url: str, label: str, said: str) -> None:
    """Labels that say what something is get their verb."""
    page.goto(orchard_url + AT)
    script = """async (label) => {
        const { sections } = await import("/sources/instruments/together/telling.js");
        const none = { chosen: [], missing: [], tensions: [], gaps: [], outdated: [], alternatives: [], order: [] };
        return sections({ ...none, related: [{ one: "a", label, other: "b", why: "" }] })[0].lines[0].words.join("");
    }"""
    assert said == page.evaluate(script, label)


MARKDOWN = """\
# [Do these go together?]({url}/instruments/together/?with=apples,bees,figs)

One thing is missing. One level that these lean on is empty.

## Missing

- [Cider (Dry)]({url}/cider/)
  - Needed by [Bees]({url}/bees/): They \\[like\\] it.

## Missing levels

- [6 Information Flows]({url}/levels/6-information-flows/): nothing chosen works here.
  - [Apples]({url}/apples/) works at 3 Aims, which leans on 6 Information Flows and 5 Rules.
  - Could be filled by [Dates]({url}/dates/) (goes well with [Apples]({url}/apples/); also about [Rot]({url}/archetypes/rot/); but in tension with [Apples]({url}/apples/))

## In this order

1. Begin with [Cider (Dry)]({url}/cider/) (not chosen yet)
1. [Bees]({url}/bees/)
1. [Figs]({url}/figs/)
1. [Apples]({url}/apples/)
"""  # noqa: E501


def test_markdown(browser: Browser, orchard_url: str) -> None:
    """What is copied is what is shown, as Markdown."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{orchard_url}{AT}?with=apples,bees,figs")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert MARKDOWN.format(url=orchard_url) == copied


@pytest.mark.parametrize(
    ("query", "chosen", "note"),
    [
        ("?with=figs,bees", ["Figs", "Bees"], ""),
        ("?with=figs%2Cbees&x=1", ["Figs", "Bees"], ""),
        ("?with=,figs,,figs, bees ,", ["Figs", "Bees"], ""),
        ("?with=ova,eggs", ["Eggs"], ""),
        ("?with=nobody,figs", ["Figs"], "Not in this library: “nobody”."),
        ("?with=rot", ["Rot"], ""),
        ("?with=pommes,CREME", ["Apples"], ""),
        ("?with=Cider (Dry),FIGS,Grain-01,grain01", ["Cider (Dry)", "Figs", "Grain 01"], ""),
        ("?with=Older-Figs,older_ova", ["Figs"], "Not in this library: “older_ova”."),
        ("?with=__proto__,constructor", [], "Not in this library: “__proto__”, “constructor”."),
        ("?with=%3Cscript%3E", [], "Not in this library: “<script>”."),
        ("?with=%E0%A4%A", [], "Not in this library: “\ufffdA”."),
        ("?with=" + ",".join("abcdefgh"), [], "Not in this library: “a”, “b”, “c”, “d”, “e” and others."),
        ("?with=", [], ""),
    ],
)
def test_address(page: Page, orchard_url: str, query: str, chosen: list[str], note: str) -> None:
    """The address says what is chosen; what means nothing is named and left out, and the next change drops it."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{orchard_url}{AT}{query}")
    expect(page.get_by_role("combobox")).to_be_visible()
    assert chosen == chips(page)
    expect(page.locator(".tt-together > .tt-note")).to_have_text(
        re.compile(".*" if "ufffd" in ascii(note) else re.escape(note) + "$")
    )
    page.get_by_role("combobox").fill("grain 07")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("grain-07"))
    address = page.url
    page.reload()
    expect(page.get_by_role("combobox")).to_be_visible()
    assert [*chosen, "Grain 07"] == chips(page)
    assert (address, []) == (page.url, errors)
    expect(page.locator(".tt-together > .tt-note")).to_have_text("")


def test_other_parameters_stay(page: Page, orchard_url: str) -> None:
    """What else is in the address stays there."""
    page.goto(f"{orchard_url}{AT}?x=1&with=figs#there")
    page.get_by_role("button", name="Remove Figs").click()
    expect(page).to_have_url(f"{orchard_url}{AT}?x=1#there")


def test_hostile(page: Page, orchard_url: str) -> None:
    """Markup in titles, aliases and reasons is shown as it was typed."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{orchard_url}{AT}?with=apples")
    page.get_by_role("combobox").fill("img")
    expect(page.get_by_role("option")).to_have_text(
        "<img src=x onerror=alert(1)> *stars* <script>alert(2)</script>"
    )
    page.keyboard.press("Enter")
    verdict(page, re.compile("pull against each other"))
    assert 0 == page.locator("article :is(img, script), article b").count()
    assert [] == dialogs


def test_without_javascript(without_javascript: Page, orchard_url: str) -> None:
    """Without a script the page says of each pattern what it needs, pulls against and leans on."""
    without_javascript.goto(orchard_url + AT)
    expect(without_javascript.get_by_role("combobox")).to_have_count(0)
    rows = without_javascript.locator(".tt-together-row")
    apples = rows.filter(has=without_javascript.get_by_role("heading", name="Apples")).locator("li")
    assert [
        "Needs Bees: Someone must *pollinate*.",
        "Needs Cider (Dry) for Bees: They [like] it.",
        "Pulls against Dates: One climate each.",
        "Pulls against <img src=x onerror=alert(1)> *stars*: <b>no</b>",
        "Leans on something at 6 Information Flows, 5 Rules",
    ] == [" ".join(text.split()) for text in apples.all_inner_texts()]
    expect(apples.first).to_be_visible()


def test_out_of_order(page: Page, orchard_url: str) -> None:
    """Where the data can't be read, the page says so, and its text stays; what is asked for later is asked for anew."""
    page.route("**/api/v1/graph.json", lambda route: route.abort())
    page.goto(orchard_url + AT)
    page.get_by_role("combobox").focus()
    expect(page.locator(".tt-together > .tt-note")).to_have_text(re.compile("could not be read"))
    expect(page.locator(".tt-together-row").first).to_be_visible()
    page.unroute("**/api/v1/graph.json")
    page.get_by_role("combobox").fill("bees")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.locator(".tt-together > .tt-note")).to_have_text("")


def test_out_of_order_with_an_address(page: Page, orchard_url: str) -> None:
    """What the address names waits until the data can be read; until then there is nothing to hand on."""
    page.route("**/api/v1/graph.json", lambda route: route.abort())
    page.goto(f"{orchard_url}{AT}?with=figs,dates")
    note = page.locator(".tt-together > .tt-note")
    expect(note).to_have_text(re.compile("could not be read"))
    expect(page.locator(".tt-together-row").first).to_be_visible()
    expect(page.locator(".tt-exports")).to_be_hidden()
    page.unroute("**/api/v1/graph.json")
    page.get_by_role("combobox").fill("bees")
    expect(page.get_by_role("option")).to_have_count(1)
    assert ["Figs", "Dates"] == chips(page)
    expect(note).to_have_text("")
    expect(page.locator(".tt-exports")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{orchard_url}{AT}?with=figs,dates,bees")


def test_fetched_when_used(page: Page, orchard_url: str) -> None:
    """The data, which grow with the library, are fetched once, when the field is used or patterns are named."""
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/" in request.url else None)
    page.goto(orchard_url + AT, wait_until="networkidle")
    expect(page.get_by_role("combobox")).to_be_visible()
    assert [] == asked
    page.get_by_role("combobox").press_sequentially("bees")
    expect(page.get_by_role("option")).to_have_count(1)
    assert 2 == len(asked)
    page.goto(f"{orchard_url}{AT}?with=bees")
    expect(page.locator(".tt-together__chip")).to_have_count(1)
    assert 4 == len(asked)


class Held:
    """The library's data, on their way until they are let through."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._routes = list[Route]()
        page.route("**/api/v1/entries.json", lambda route: self._routes.append(route))

    def asked(self) -> None:
        """Wait until they are asked for."""
        for _ in range(500):
            if self._routes:
                return
            self._page.wait_for_timeout(20)
        pytest.fail("Nobody has asked for them.")

    def let_through(self) -> None:
        """Have them arrive, and wait until what they bring about has happened."""
        with self._page.expect_response("**/api/v1/entries.json") as answer:
            self._routes.pop().continue_()
        answer.value.finished()
        self._page.wait_for_timeout(200)


@pytest.mark.parametrize(
    ("keys", "chosen", "active", "text"),
    [
        ("b e e s Enter", ["Bees"], [], ""),
        ("ArrowDown Enter", ["Apples"], [], ""),
        ("ArrowDown ArrowDown ArrowDown", [], [2], ""),
        ("ArrowUp", [], [9], ""),
        ("ArrowDown ArrowUp", [], [9], ""),
        ("b e e s Escape", [], None, ""),
        ("ArrowDown Escape", [], None, ""),
        ("b e e s Enter Escape", [], None, ""),
        ("b e e s Enter Escape f i g s", [], [], "figs"),
        ("b e e s Tab", [], None, "bees"),
    ],
)
def test_keys_before_the_data(
    page: Page, orchard_url: str, keys: str, chosen: list[str], active: list[int] | None, text: str
) -> None:
    """Keys that are pressed before the data have come do what they do afterwards; a list that is closed stays so."""
    held = Held(page)
    page.goto(orchard_url + AT)
    page.get_by_role("combobox").focus()
    held.asked()
    for key in keys.split():
        page.keyboard.press(key)
    assert [] == chips(page)
    held.let_through()
    assert chosen == chips(page)
    expect(page.get_by_role("combobox")).to_have_value(text)
    options = page.get_by_role("option")
    assert active == (
        [at for at in range(options.count()) if options.nth(at).get_attribute("aria-selected") == "true"]
        if page.get_by_role("listbox").is_visible() or chosen
        else None
    )


def test_slow_data_for_an_address(page: Page, orchard_url: str) -> None:
    """The page's text stays open until what the address names can be shown in its place."""
    held = Held(page)
    page.goto(f"{orchard_url}{AT}?with=figs")
    held.asked()
    expect(page.locator(".tt-together-row").first).to_be_visible()
    held.let_through()
    assert ["Figs"] == chips(page)
    expect(page.locator(".tt-together-row").first).to_be_hidden()


def test_back_before_the_data(page: Page, orchard_url: str) -> None:
    """What counts is the address as it is when the data have come."""
    held = Held(page)
    page.goto(orchard_url + AT)
    verdict(page, "Choose two or more patterns.")
    page.evaluate("history.pushState(null, '', '?with=figs'); dispatchEvent(new PopStateEvent('popstate'))")
    held.asked()
    page.go_back()
    held.let_through()
    assert [] == chips(page)
    verdict(page, "Choose two or more patterns.")
    expect(page).to_have_url(orchard_url + AT)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe(browser: Browser, orchard_url: str, library_url: str, scheme: str) -> None:
    """axe-core finds nothing serious, with the list of choices open and with everything shown."""
    context = browser.new_context(
        color_scheme=scheme, reduced_motion="reduce", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    for address in (
        f"{orchard_url}{AT}?with=apples,hostile,eggs",
        f"{library_url}{AT}?with=two-lenses,error-budget",
    ):
        page.goto(address, wait_until="networkidle")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])
        page.locator(".tt-together-all summary").click()
        page.get_by_role("combobox").click()
        expect(page.get_by_role("option").first).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [] == [
            (one["id"], [node["target"] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
