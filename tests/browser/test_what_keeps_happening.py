"""From what a reader sees, answer by answer, to an archetype, its loops and where patterns act on them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from trimtab import Library, load
from trimtab.core.decisions import Step, decision_tree
from trimtab.core.pins import actions, find
from trimtab.site.entries import sound_loops

from .conftest import build, serve

ROOT = Path(__file__).parents[2]
AT = "/instruments/what-keeps-happening/"
LOOP = 'loops: [{name: Heating, links: ["cold -> heating +", "heating -> cold -"]}]'
FILES = {
    "archetypes/fixes.md": f"""title: Fixes
summary: The fix feeds it.
aliases: [Repair]
symptoms: [Here it is, Again]
decision_path: [It is back, The remedy feeds it]
levels_that_help: [6]
levels_that_worsen: [12]
{LOOP}""",
    "shift.md": """kind: archetype
title: Shift
summary: Relief in place of the cure.
symptoms: [Call Marta, again]
decision_path: [it  IS back, We forget the cure]""",
    "archetypes/growth.md": "title: Growth\nsummary: It slows.\ndecision_path: [It slows, Something is scarce]",
    "archetypes/lack.md": "title: Lack\nsummary: It lacks.\ndecision_path: [It slows, Something is scarce]",
    "archetypes/rut.md": "title: The *Rut*\nsummary: It goes on.\nsymptoms: [The week was full]",
    "strong.md": """title: Strong [Move]
summary: A strong one.
level: 2
confidence: 1
archetypes: [fixes]
acts_on: [{archetype: fixes, link: cold -> heating, how: It waits | a while.}]""",
    "weak.md": """title: Weak
summary: A weak one.
level: 12
archetypes: [fixes]
acts_on: [{archetype: fixes, link: cold -> heating, how: It hurries.}]""",
    "other.md": "title: Other\nsummary: Acts nowhere in particular.\nlevel: 9\narchetypes: [fixes, shift]",
    "cases/winter.md": """title: Winter
summary: It was cold.
archetypes: [fixes]
acts_on: [{archetype: fixes, loop: heating, how: They waited.}]""",
}
STARTED = ["It is back", "It slows", "None of these: go by what people say"]


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a library; its settings are what is returned."""
    for path, front in files.items():
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{front}\n---\n\n## Context\n\nWords.\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(
        "site_name: Keeps\ntheme: {name: material, font: false}\nplugins: [trimtab]\n", encoding="utf-8"
    )
    return config


@pytest.fixture(scope="module")
def keeps_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny library above, built and served."""
    folder = tmp_path_factory.mktemp("keeps")
    yield from serve(build(write(folder, FILES), folder / "site"))


def choices(page: Page) -> list[str]:
    """The answers that are offered."""
    expect(page.locator(".tt-guide")).to_be_visible()
    return [
        " ".join(text.split("\n")[0].split())
        for text in page.locator(".tt-guide .tt-choice").all_inner_texts()
    ]


def answers(page: Page) -> list[str]:
    """The trail of answers."""
    return page.locator(".tt-answers li").all_inner_texts()


def answer(page: Page, words: str) -> None:
    """Tab to an answer and press Enter."""
    link = page.get_by_role("link", name=words).first
    link.focus()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")


def arrived(page: Page, title: str) -> None:
    """Wait until an archetype is shown, all of it."""
    expect(page.locator(".tt-guide h2").first).to_have_text(title)
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_visible()


def test_to_an_archetype_by_keyboard(page: Page, keeps_url: str) -> None:
    """Two answers lead to an archetype; each new question gets the focus, and the address says where one is."""
    page.goto(keeps_url + AT)
    assert STARTED == choices(page)
    expect(page.locator(".tt-tree")).to_be_hidden()
    expect(page.locator(".tt-spoken")).to_be_hidden()
    answer(page, "It is back")
    expect(page).to_have_url(re.compile(r"\?path=it-is-back$"))
    expect(page.get_by_role("heading", name="And which of these?")).to_be_focused()
    assert ["The remedy feeds it", "We forget the cure", STARTED[-1]] == choices(page)
    assert ["Start", "It is back"] == answers(page)
    answer(page, "The remedy feeds it")
    expect(page).to_have_url(re.compile(r"\?at=fixes$"))
    expect(page.get_by_role("heading", name="Fixes", exact=True)).to_be_focused()
    expect(page).to_have_title(re.compile("^Fixes - What keeps happening"))
    arrived(page, "Fixes")
    assert ["Start", "It is back", "The remedy feeds it"] == answers(page)


def test_to_an_archetype_by_pointer(page: Page, keeps_url: str) -> None:
    """The same by clicks, on a choice's whole breadth."""
    page.goto(keeps_url + AT)
    page.locator(".tt-choice", has_text="It is back").click(position={"x": 300, "y": 10})
    page.locator(".tt-choice", has_text="We forget").click()
    arrived(page, "Shift")


def test_what_is_at_the_end(page: Page, keeps_url: str) -> None:
    """An archetype is shown with what people say, its loops and pins, who acts there, and what it may also be."""
    page.goto(f"{keeps_url}{AT}?at=fixes")
    arrived(page, "Fixes")
    guide = page.locator(".tt-guide")
    expect(guide).to_contain_text("The fix feeds it.")
    assert ["Here it is", "Again"] == guide.locator("#tt-symptoms li").all_inner_texts()
    assert ["1", "2"] == guide.locator("svg .tt-loop-number").all_text_contents()
    expect(guide.locator(".tt-levels-that")).to_contain_text(
        "help: 6 Information Flows. Levels that usually make it worse: 12"
    )
    pins = guide.locator(".tt-pins > ol > li")
    assert ["Pin 1 loop “Heating”", "Pin 2 cold → heating"] == [
        " ".join(pin.locator("h3").inner_text().split()) for pin in pins.all()
    ]
    assert ["Winter Case They waited."] == [
        " ".join(text.split()) for text in pins.nth(0).locator(".tt-item").all_inner_texts()
    ]
    assert [
        "Level 2 Strong [Move] ★☆☆ confidence low It waits | a while.",
        "Level 12 Weak It hurries.",
    ] == [" ".join(text.split()) for text in pins.nth(1).locator(".tt-item").all_inner_texts()]
    expect(guide.get_by_role("heading", name="More patterns that help")).to_be_visible()
    assert ["Other"] == guide.locator(".tt-found > .tt-items .tt-item__title").all_inner_texts()
    assert ["Shift"] == choices(page)
    guide.get_by_role("link", name="Weak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weak")


@pytest.mark.parametrize(("slug", "least"), [("fixes", 9), ("shift", 6)])
def test_links_of_the_end_lead_somewhere(page: Page, keeps_url: str, slug: str, least: int) -> None:
    """Every link that is shown with an archetype leads to a page of the site, from whatever folder it comes."""
    page.goto(f"{keeps_url}{AT}?at={slug}")
    arrived(page, slug.title())
    found = page.locator(".tt-guide a").evaluate_all("links => links.map((link) => link.href)")
    assert len(found) >= least
    assert [] == [address for address in set(found) if not page.request.get(address).ok]


def test_the_other_way_out(page: Page, keeps_url: str) -> None:
    """What it may also be leads to the archetype behind the same fork, and back."""
    page.goto(f"{keeps_url}{AT}?at=fixes")
    arrived(page, "Fixes")
    answer(page, "Shift")
    arrived(page, "Shift")
    assert ["Start", "It is back", "We forget the cure"] == answers(page)
    expect(page.get_by_text("Where patterns act")).to_have_count(0)
    page.go_back()
    arrived(page, "Fixes")


def test_back_and_forward(page: Page, keeps_url: str) -> None:
    """The browser's Back and Forward go through the answers, and out of the page at its beginning."""
    page.goto(keeps_url + "/weak/")
    page.goto(keeps_url + AT)
    answer(page, "It is back")
    answer(page, "We forget the cure")
    arrived(page, "Shift")
    page.go_back()
    expect(page.locator(".tt-choice", has_text="We forget")).to_be_visible()
    assert ["Start", "It is back"] == answers(page)
    page.go_back()
    expect(page.locator(".tt-choice", has_text="It slows")).to_be_visible()
    assert [] == answers(page)
    page.go_forward()
    expect(page.locator(".tt-choice", has_text="We forget")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weak")


def test_places_on_the_page(page: Page, keeps_url: str) -> None:
    """A link to a place on the page, such as one that skips the header, leaves what is shown and the focus alone."""
    page.goto(f"{keeps_url}{AT}?path=it-is-back")
    link = page.locator(".tt-guide .tt-choice").first
    link.focus()
    page.evaluate("location.hash = 'somewhere'")
    page.wait_for_timeout(200)
    expect(link).to_be_focused()


def test_back_by_the_trail(page: Page, keeps_url: str) -> None:
    """An answer of the trail leads back to the question that followed it; the first to the beginning."""
    page.goto(f"{keeps_url}{AT}?at=fixes")
    arrived(page, "Fixes")
    page.locator(".tt-answers").get_by_role("link", name="It is back").click()
    expect(page).to_have_url(re.compile(r"\?path=it-is-back$"))
    page.locator(".tt-answers").get_by_role("link", name="Start").click()
    expect(page).to_have_url(re.compile(re.escape(AT) + "$"))
    assert STARTED == choices(page)


def test_what_people_say(page: Page, keeps_url: str) -> None:
    """Whom no answer fits goes by what people say; that leads to archetypes without a path as well."""
    page.goto(keeps_url + AT)
    answer(page, "None of these")
    expect(page.get_by_role("heading", name="Or go by what people say")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?path=what-people-say$"))
    said = [" ".join(text.split()) for text in page.locator(".tt-spoken li").all_inner_texts()]
    # One symptom of two archetypes stands there once.
    assert ["Here it is Fixes", "Again Fixes again or Shift".lower()] == [
        said[0],
        said[1].replace("Again", "again", 1).lower(),
    ]
    answer(page, "The week was full")
    arrived(page, "The *Rut*")
    expect(page).to_have_url(re.compile(r"\?path=what-people-say&at=rut$"))
    assert ["Start", STARTED[-1], "The *Rut*"] == answers(page)
    page.go_back()
    expect(page.locator(".tt-spoken")).to_be_visible()


def test_paths_that_do_not_part(page: Page, keeps_url: str) -> None:
    """Where one answer leads to two archetypes, both are offered, with what they are."""
    page.goto(keeps_url + AT)
    answer(page, "It slows")
    expect(page.get_by_role("heading", name="Do you see this too?")).to_be_visible()
    answer(page, "Something is scarce")
    expect(page.get_by_role("heading", name="Which of these is it?")).to_be_visible()
    assert ["Growth", "Lack", STARTED[-1]] == choices(page)
    expect(page.locator(".tt-guide")).to_contain_text("It lacks.")
    answer(page, "Lack")
    arrived(page, "Lack")
    assert ["Start", "It slows", "Something is scarce", "Lack"] == answers(page)


@pytest.mark.parametrize(
    ("query", "offered", "status"),
    [
        ("", STARTED, ""),
        ("?path=", STARTED, ""),
        ("?path=it-is-back", ["The remedy feeds it", "We forget the cure", STARTED[-1]], ""),
        ("?path=1.2", STARTED, "That answer isn't offered any more. Begin here."),
        ("?path=__proto__", STARTED, "That answer isn't offered any more. Begin here."),
        ("?path=" + "x" * 3000, STARTED, "That answer isn't offered any more. Begin here."),
        ("?at=nobody", STARTED, "There is no archetype called “nobody” here."),
        (
            "?at=constructor&path=it-slows",
            ["Something is scarce", STARTED[-1]],
            "There is no archetype called “constructor” here.",
        ),
        (
            "?at=" + quote("<img src=x onerror=alert(1)>"),
            STARTED,
            "There is no archetype called “<img src=x onerror=alert(1)>” here.",
        ),
        ("?at=%E0%A4%A&path=%", STARTED, None),
        ("?at=weak", STARTED, "There is no archetype called “weak” here."),
    ],
)
def test_addresses(page: Page, keeps_url: str, query: str, offered: list[str], status: str | None) -> None:
    """An address leads where it says; one that makes no sense leads to the beginning, and says so."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(keeps_url + AT + query)
    assert offered == choices(page)
    if status is not None:
        expect(page.locator("[data-tt-instrument] .tt-status")).to_have_text(status)
    assert [] == errors


@pytest.mark.parametrize(
    ("query", "title"),
    [("?path=the-remedy-feeds-it", "Fixes"), ("?at=rut", "The *Rut*"), ("?at=shift&path=nonsense", "Shift")],
)
def test_addresses_of_ends(page: Page, keeps_url: str, query: str, title: str) -> None:
    """An archetype can be linked to, with or without a path, and so can the answer that leads to it alone."""
    page.goto(keeps_url + AT + query)
    arrived(page, title)


def test_every_address_comes_back(page: Page, keeps_url: str) -> None:
    """Whatever is shown after an answer is shown again when its address is opened anew."""
    seen: set[str] = set()
    waiting = [keeps_url + AT]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        page.goto(address)
        offered = choices(page)
        for number in range(len(offered)):
            page.goto(address)
            page.locator(".tt-guide .tt-choice").nth(number).click()
            url = page.url
            if "at=" in url:
                arrived(page, page.locator(".tt-guide h2").first.inner_text())
            shown = (choices(page), answers(page))
            page.reload()
            expect(page.locator(".tt-guide")).to_be_visible()
            if "at=" in url:
                arrived(page, page.locator(".tt-guide h2").first.inner_text())
            assert shown == (choices(page), answers(page))
            if url not in seen and "at=" not in url:
                waiting.append(url)
    assert 5 == len(seen)


def test_as_markdown(browser: Browser, keeps_url: str) -> None:
    """What is shown can be copied as Markdown, letter for letter."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{keeps_url}{AT}?at=fixes")
    arrived(page, "Fixes")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert (
        f"""# [Fixes]({keeps_url}/archetypes/fixes/)

The fix feeds it.

## You may hear

- “Here it is”
- “Again”

## The loops

- When cold rises, heating rises.
- When heating rises, cold falls.
- So a change comes back as its opposite: the loop balances.

Levels that usually help: 6 Information Flows. Levels that usually make it worse: 12 Parameters.

## Where patterns act

### Pin 1: loop “Heating”

- [Winter]({keeps_url}/cases/winter/), Case: They waited.

### Pin 2: cold → heating

- [Strong \\[Move\\]]({keeps_url}/strong/), level 2, ★☆☆: It waits \\| a while.
- [Weak]({keeps_url}/weak/), level 12: It hurries.

## More patterns that help

- [Other]({keeps_url}/other/), level 9: Acts nowhere in particular.

[How to come here]({keeps_url}{AT}?at=fixes)
"""
        == copied
    )


@pytest.mark.parametrize("how", ["abort", "missing"])
def test_when_the_archetype_can_not_be_fetched(page: Page, keeps_url: str, how: str) -> None:
    """Where an archetype's page can't be had, the end says what it is and links to it."""

    def fail(route: Route) -> None:
        if how == "abort":
            route.abort()
        else:
            route.fulfill(status=404, body="<p class=tt-summary>Not this</p>")

    page.route("**/archetypes/fixes/", fail)
    page.goto(f"{keeps_url}{AT}?at=fixes")
    found = page.locator(".tt-found")
    expect(found).to_contain_text("The fix feeds it.")
    expect(found.get_by_role("link", name="on its page")).to_have_attribute(
        "href", f"{keeps_url}/archetypes/fixes/"
    )
    assert ["Shift"] == choices(page)
    expect(found).not_to_contain_text("Not this")


def test_a_slow_answer_does_not_overtake(page: Page, keeps_url: str) -> None:
    """Whoever has gone on is not thrown back by an archetype that was slow to come."""
    held: list[Route] = []
    page.route("**/archetypes/fixes/", lambda route: held.append(route))
    page.goto(f"{keeps_url}{AT}?at=fixes")
    expect(page.get_by_text("Fetching its loops")).to_be_visible()
    page.locator(".tt-answers").get_by_role("link", name="It is back").click()
    answer(page, "We forget the cure")
    arrived(page, "Shift")
    held[0].continue_()
    page.wait_for_timeout(300)
    arrived(page, "Shift")
    expect(page.locator(".tt-loop-drawing")).to_have_count(0)


def test_without_javascript(without_javascript: Page, keeps_url: str) -> None:
    """Without a script the page is the whole tree and all that people say, and leads to the archetypes by keyboard."""
    page = without_javascript
    page.goto(keeps_url + AT)
    assert ["It is back", "The remedy feeds it", "We forget the cure", "It slows", "Something is scarce"] == [
        step.inner_text() for step in page.locator(".tt-step__text").all()
    ]
    for step in page.locator(".tt-step__text").all():
        expect(step).to_be_visible()
    expect(page.locator(".tt-guide")).to_be_hidden()
    expect(page.locator(".tt-spoken")).to_be_visible()
    answer(page, "Fixes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fixes")
    assert ["1", "2"] == page.locator("svg .tt-loop-number").all_text_contents()
    expect(page.get_by_role("heading", name=re.compile("Where patterns act"))).to_be_visible()
    page.goto(keeps_url + AT)
    answer(page, "The week was full")
    expect(page.get_by_role("heading", level=1)).to_have_text("The *Rut*")


def test_symptoms_alone(browser: Browser, tmp_path: Path) -> None:
    """In a library without paths the list of symptoms is all there is, and leads to the archetypes."""
    for url in serve(
        build(write(tmp_path, {"archetypes/rut.md": FILES["archetypes/rut.md"]}), tmp_path / "site")
    ):
        page = browser.new_page()
        page.goto(url + AT)
        expect(page.get_by_role("heading", name="What do people say?")).to_be_visible()
        answer(page, "The week was full")
        arrived(page, "The *Rut*")
        assert ["What people say", "The *Rut*"] == answers(page)
        page.go_back()
        expect(page.locator(".tt-spoken")).to_be_visible()
        page.close()


def test_new_tabs_are_left_to_the_browser(page: Page, keeps_url: str) -> None:
    """A click with Ctrl opens the answer in a tab of its own."""
    page.goto(keeps_url + AT)
    with page.context.expect_page() as opened:
        page.locator(".tt-choice", has_text="It slows").click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator(".tt-choice", has_text="Something is scarce")).to_be_visible()
    assert STARTED == choices(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?path={first}", "?path=what-people-say", "?at=fixes-that-fail"])
def test_axe_finds_nothing_serious(browser: Browser, library_url: str, query: str, scheme: str) -> None:
    """axe-core finds nothing serious or critical in any state of the page, light or dark."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(library_url + AT)
    first = page.locator(".tt-step").first.get_attribute("data-name")
    page.goto(library_url + AT + query.format(first=first), wait_until="networkidle")
    assert ("slate" if scheme == "dark" else "default") == page.evaluate(
        "document.body.dataset.mdColorScheme"
    )
    found = Axe().run(page).response["violations"]
    context.close()
    assert [] == [
        (violation["id"], [node["target"] for node in violation["nodes"]][:3])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("query", ["", "?path=what-people-say", "?at=dont-lose-rut", "?at=fixes-that-fail"])
def test_nothing_overflows_on_a_phone(browser: Browser, library_url: str, query: str) -> None:
    """On a screen 360 px wide no state of the page scrolls sideways."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(library_url + AT + query, wait_until="networkidle")
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 360


def test_a_strict_policy_holds(page: Page, keeps_url: str) -> None:
    """With a policy that allows files of the site alone, the page works as it does without."""
    refused: list[str] = []
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) =>"
        " console.error(`CSP ${violatedDirective} ${sourceFile ?? ''}`))"
    )
    page.on("console", lambda message: refused.append(message.text) if "CSP " in message.text else None)

    def policy(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response,
            headers={**response.headers, "content-security-policy": "style-src 'self'; connect-src 'self'"},
        )

    page.route(f"**{AT}*", policy)
    page.goto(f"{keeps_url}{AT}?at=fixes")
    arrived(page, "Fixes")
    assert [] == [text for text in refused if "instruments/" in text]


def test_our_own_library(page: Page, library_url: str) -> None:
    """In our library answers lead to every archetype that has a path, and every place of action is drawn."""
    library = Library.read(load(ROOT / "mkdocs.yml"))
    acting = actions(library)

    def ends(step: Step) -> list[str]:
        return [end.slug for end in step.ends] + [slug for below in step.steps for slug in ends(below)]

    tree = decision_tree(library.archetype_entries())
    assert {entry.slug for entry in library.archetype_entries() if entry.decision_path} == set(ends(tree))
    for archetype in library.archetype_entries():
        page.goto(f"{library_url}{AT}?at={archetype.slug}")
        arrived(page, archetype.title)
        assert [] == [
            place
            for place, _ in acting.get(archetype.path, ())
            if find(place, sound_loops(archetype)) is None
        ]
        hows = " ".join(page.locator(".tt-pins .tt-item__why").all_inner_texts())
        assert [] == [place.how for place, _ in acting.get(archetype.path, ()) if place.how not in hows]


def test_hostile_answers_are_text(page: Page, hostile_url: str) -> None:
    """Whatever answers, titles and places say, they stay text at every step, and in the Markdown."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(hostile_url + AT)
    for words in ("first-step", "last-step"):
        expect(page.locator(".tt-guide .tt-choice", has_text=words)).to_contain_text(
            "<script>alert(1)</script>"
        )
        page.locator(".tt-guide .tt-choice", has_text=words).click()
    expect(page).to_have_url(re.compile("at=the-trap"))
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_visible()
    assert 12 == page.locator(".tt-pins .tt-item").count()
    page.get_by_role("button", name="Copy as Markdown").click()
    assert 0 == page.locator(".tt-guide :is(script, img, iframe)").count()
    page.goto(hostile_url + AT + "?path=what-people-say")
    page.locator(".tt-spoken .tt-choice").first.click()
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_visible()
    assert [] == dialogs
    assert json.loads(page.evaluate("JSON.stringify(window.pwned ?? null)")) is None
