"""One archetype, case or pattern across all levels, as readers look at it."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from trimtab import Library, load
from trimtab.core.graph import Graph
from trimtab.core.model import Archetype, Case, Entry
from trimtab.core.namings import Via
from trimtab.core.words import fold
from trimtab.site.catalogue import Catalogue
from trimtab.site.ladders import SHOWN, Ladders

ROOT = Path(__file__).parents[2]
AT = "/instruments/ladder/"
SUBJECTS = {Via.ARCHETYPE: 2, Via.MENTAL_MODEL: 1}
"""How much it counts to have one in common."""


def rung(page: Page, number: int) -> str:
    """What stands on a rung, on one line."""
    return " ".join(page.locator(f".tt-across__rung[value='{number}'] .tt-across__here").inner_text().split())


def shown(page: Page, title: str) -> None:
    """Wait until an entry's ladder is shown, all of it."""
    expect(page.locator(".tt-shown__title")).to_have_text(title)
    expect(page.locator(".tt-across__rung")).to_have_count(12)


def test_archetype_by_keyboard(page: Page, rungs_url: str) -> None:
    """Letters typed into the list choose an archetype; its rungs say what helps, and where nothing is yet."""
    page.goto(rungs_url + AT)
    expect(page.get_by_label("What to look at")).to_be_visible()
    page.get_by_label("What to look at").focus()
    page.keyboard.type("Drift")
    shown(page, "Drift")
    expect(page).to_have_url(re.compile(r"\?for=drift$"))
    expect(page).to_have_title(re.compile("^Drift - Across the levels"))
    assert "Log ★☆☆ confidence low Review ★★☆ confidence medium also" == rung(page, 6)
    assert ("No pattern here yet", "No pattern here yet") == (rung(page, 5), rung(page, 3))
    levels = page.locator(".tt-across__level").all_inner_texts()
    assert ["6 Tellings usually helps", "12 Numbers usually makes it worse"] == [
        " ".join(text.split()) for text in levels if "usually" in text
    ]
    expect(page.locator("[data-tt-instrument] .tt-status")).to_have_text(
        "There are patterns at 2 of the twelve levels, none yet at 1, 2, 3, 4, 5, 7, 8, 10, 11 and 12."
    )


def test_case(page: Page, rungs_url: str) -> None:
    """A case's rungs say what was done and what came of it, beside the patterns of its archetypes."""
    page.goto(f"{rungs_url}{AT}?for=winter")
    shown(page, "Winter")
    assert "Pay | more Nothing No pattern here yet" == rung(page, 12)
    assert "Ask Ask (First)" == rung(page, 5)


def test_pattern(page: Page, rungs_url: str) -> None:
    """A pattern's rungs have it and those that work on the same thing, itself marked."""
    page.goto(f"{rungs_url}{AT}?for=review")
    shown(page, "Review")
    assert (
        "Review ★★☆ confidence medium this one",
        "Log ★☆☆ confidence low Review ★★☆ confidence medium also, this one",
    ) == (
        rung(page, 9),
        rung(page, 6),
    )
    assert ["6", "9"] == page.locator(".tt-across__rung--own").evaluate_all(
        "all => all.map(e => `${e.value}`)"
    )


def test_filter_by_keyboard(page: Page, rungs_url: str) -> None:
    """Some letters of a title or alias shorten the list, and Enter chooses the first that is left."""
    page.goto(rungs_url + AT)
    page.get_by_label("Shorten the list by name").fill("sinking")
    expect(page.locator("#tt-ladder-matches")).to_have_text("1 of 13 have these letters")
    assert ["Choose …", "Drift"] == page.locator("#tt-ladder-for option").all_inner_texts()
    page.keyboard.press("Enter")
    shown(page, "Drift")
    page.get_by_label("Shorten the list by name").fill("zzz")
    expect(page.locator("#tt-ladder-matches")).to_have_text("0 of 13 have these letters")
    page.keyboard.press("Enter")
    shown(page, "Drift")


def test_choosing_nothing(page: Page, rungs_url: str) -> None:
    """The first line of the list takes the ladder away, and the address forgets it."""
    page.goto(f"{rungs_url}{AT}?for=drift&x=1#here")
    shown(page, "Drift")
    page.get_by_label("What to look at").select_option("")
    expect(page.locator(".tt-shown")).not_to_be_visible()
    expect(page).to_have_url(f"{rungs_url}{AT}?x=1#here")


@pytest.mark.parametrize("asked", ["Slow Sinking", "drift", "DRIFT "])
def test_names_in_the_address(page: Page, rungs_url: str, asked: str) -> None:
    """The address may name an entry by slug, title or alias; it becomes the slug."""
    page.goto(f"{rungs_url}{AT}?for={quote(asked)}")
    shown(page, "Drift")
    expect(page).to_have_url(f"{rungs_url}{AT}?for=drift")


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", "gone-nowhere", "delays", "x" * 5000, "__proto__", "%00"]
)
def test_nonsense_in_the_address(page: Page, rungs_url: str, asked: str) -> None:
    """What isn't on the ladder is named as text, and the list can still be used."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.goto(f"{rungs_url}{AT}?for={quote(asked)}")
    status = page.locator("[data-tt-instrument] .tt-status")
    expect(status).to_have_text(f"Nothing on the ladder is called “{asked[:100]}”. Choose from the list.")
    page.get_by_label("What to look at").select_option("drift")
    shown(page, "Drift")
    assert [] == errors


DRIFT = """\
# [Drift]({base}/archetypes/drift/) across the levels

It sinks.

- **[1 Transcending Paradigms]({base}/levels/1-transcending-paradigms/)**
  - No pattern here yet
- **[2 Paradigms]({base}/levels/2-paradigms/)**
  - No pattern here yet
- **[3 Goals]({base}/levels/3-goals/)**
  - No pattern here yet
- **[4 Self-Organization]({base}/levels/4-self-organization/)**
  - No pattern here yet
- **[5 Rules]({base}/levels/5-rules/)**
  - No pattern here yet
- **[6 Tellings]({base}/levels/information-flows/)**, usually helps
  - [Log]({base}/log/), ★☆☆
  - [Review]({base}/review/), ★★☆, also
- **[7 Reinforcing Feedback Loops]({base}/levels/7-reinforcing-feedback-loops/)**
  - No pattern here yet
- **[8 Balancing Feedback Loops]({base}/levels/8-balancing-feedback-loops/)**
  - No pattern here yet
- **[9 Waits]({base}/levels/delays/)**
  - [Review]({base}/review/), ★★☆
- **[10 Stock-and-Flow Structures]({base}/levels/10-stock-and-flow-structures/)**
  - No pattern here yet
- **[11 Buffers]({base}/levels/11-buffers/)**
  - No pattern here yet
- **[12 Numbers]({base}/levels/parameters/)**, usually makes it worse
  - No pattern here yet

“Also” marks patterns that act at the level in the second place.

[This ladder]({base}/instruments/ladder/?for=drift)
"""


def test_copy(browser: Browser, rungs_url: str) -> None:
    """The button copies the ladder as Markdown, its links whole."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{rungs_url}{AT}?for=drift")
    button = page.get_by_role("button", name="Copy as Markdown")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tt-exports [role=status]")).to_have_text("Copied.")
    assert DRIFT.format(base=rungs_url) == page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_also_is_explained_once(page: Page, rungs_url: str) -> None:
    """Where a pattern is marked with “also”, a note says what that means; elsewhere there is none."""
    page.goto(f"{rungs_url}{AT}?for=drift")
    expect(page.locator(".tt-note", has_text="“Also” marks patterns")).to_have_count(1)
    page.goto(f"{rungs_url}{AT}?for=rut")
    expect(page.locator(".tt-shown__title")).to_be_visible()
    expect(page.locator(".tt-note", has_text="“Also”")).to_have_count(0)


def test_copy_where_it_is_forbidden(page: Page, rungs_url: str) -> None:
    """Where the page may not write to the clipboard, the text is shown and marked, to be copied by hand."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.add_init_script("document.execCommand = () => false")
    page.goto(f"{rungs_url}{AT}?for=drift")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_label("As Markdown")).to_have_value(DRIFT.format(base=rungs_url))
    assert DRIFT.format(base=rungs_url) == page.evaluate("getSelection().toString()")


def test_download(page: Page, rungs_url: str) -> None:
    """The file that is saved has what was done, and signs of Markdown's in titles and texts are letters."""
    page.goto(f"{rungs_url}{AT}?for=winter")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as Markdown").click()
    assert "winter-across-the-levels.md" == download.value.suggested_filename
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert "  - Done: Pay \\| more → Nothing" in lines
    assert lines[lines.index("  - Done: Ask") + 1] == f"  - [Ask (First)]({rungs_url}/ask/)"


def test_without_javascript(without_javascript: Page, rungs_url: str) -> None:
    """Where no script runs, the page leads to the ladders on the pages of archetypes and cases."""
    page = without_javascript
    page.goto(rungs_url + AT)
    expect(page.locator(".tt-choose")).not_to_be_visible()
    assert ["Drift", "The *Rut*", "Winter"] == page.locator(".tt-index a").all_inner_texts()
    page.get_by_role("link", name="Drift").click()
    expect(page).to_have_url(f"{rungs_url}/archetypes/drift/#tt-across")
    expect(page.locator("#tt-across")).to_be_visible()
    expect(page.locator(".tt-across__rung")).to_have_count(12)
    assert "Log ★☆☆ confidence low Review ★★☆ confidence medium also" == rung(page, 6)


def test_from_a_pattern_s_card(page: Page, rungs_url: str) -> None:
    """A card counts the others for the same trouble, in words too, and leads to the pattern's ladder."""
    page.goto(f"{rungs_url}/review/")
    assert ["1 other for the same trouble"] == [
        text.strip() for text in page.locator(".tt-rung .tt-kin").all_text_contents()
    ]
    link = page.get_by_role("link", name="See it across all levels")
    link.focus()
    page.keyboard.press("Enter")
    shown(page, "Review")


def subjects(library: Library) -> list[Entry]:
    """The entries that the page offers."""
    ladders = Ladders(Catalogue(library))
    return [entry for entry in library.entries if ladders.url(entry)]


def akin(library: Library, entry: Entry) -> list[Entry]:
    """The patterns that share an archetype, a mental model or a relation with an entry, those that share most first."""
    graph = Graph(library)
    shared: Counter[str] = Counter()
    for link in graph.links:
        if link.document.entry is entry and link.via in SUBJECTS and link.target is not None:
            for other in graph.naming(link.via, link.target):
                shared[other.path] += SUBJECTS[link.via]
    shared.update(end.other.path for end in graph.relations(entry) if end.other is not None)
    others = [library.by_path[path].entry for path in shared if path != entry.path]
    patterns = [other for other in others if other is not None and other.level and other.status.is_current]
    return sorted(patterns, key=lambda other: (-shared[other.path], other.level, fold(other.title)))


def told(library: Library, entry: Entry) -> list[list[str]]:
    """What stands on each rung of an entry, strongest first, as the library itself counts it."""
    if isinstance(entry, Archetype | Case):
        rungs = Ladders(Catalogue(library)).across(entry)
        return [[item.slug for item in (*rung.items, *rung.also)] + ["more"] * rung.more for rung in rungs]
    patterns = (entry, *akin(library, entry))
    return [
        [other.slug for other in patterns if other.level == number]
        + [other.slug for other in patterns if number in other.levels[1:]]
        for number in range(1, 13)
    ]


def test_both_make_the_same_ladders(page: Page, library_url: str) -> None:
    """For every entry that can be chosen, the script's rungs are those that the library's own pages have."""
    library = Library.read(load(ROOT / "mkdocs.yml"))
    page.goto(library_url + AT)
    made = page.evaluate(
        """async (base) => {
          const { Ladders, readData } = await import(`${base}/sources/instruments/rungs.js`);
          const data = await Promise.all(["entries", "graph"].map((name) => readData(`${base}/`, name)));
          const ladders = new Ladders(...data);
          const slugs = (rung) => [...rung.first, ...rung.also].map((entry) => entry.slug);
          return Object.fromEntries(ladders.subjects().map((one) => [one.slug, ladders.rungs(one).map(slugs)]));
        }""",
        library_url,
    )
    chosen = subjects(library)
    assert sorted(entry.slug for entry in chosen) == sorted(made)
    assert len(chosen) > 40
    for entry in chosen:
        rungs = made[entry.slug]
        if isinstance(entry, Archetype | Case):
            rungs = [[*rung[:SHOWN], *["more"] * len(rung[SHOWN:])] for rung in rungs]
        assert told(library, entry) == rungs, entry.slug


@pytest.mark.parametrize("slug", ["the-trap", "the-case", "the-pattern"])
def test_hostile_entries(page: Page, hostile_url: str, slug: str) -> None:
    """Markup in titles and texts is shown as it was typed, and nothing of it runs."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{hostile_url}{AT}?for={slug}")
    expect(page.locator(".tt-shown__title")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator(".tt-across__rung")).to_have_count(12)
    assert 0 == page.locator("[data-tt-instrument] :is(script, img, iframe)").count()
    assert [] == dialogs


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", [f"{AT}?for=fixes-that-fail", f"{AT}?for=deployment-risk", "/cases/deployment-risk/"]
)
def test_axe_and_width(browser: Browser, library_url: str, path: str, scheme: str) -> None:
    """axe-core finds nothing serious, and on a phone nothing scrolls sideways, light or dark."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(library_url + path)
    expect(page.locator(".tt-across__rung")).to_have_count(12)
    serious = [
        (violation["id"], [node["target"] for node in violation["nodes"]][:3])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert ([], True) == (serious, width <= 360)
