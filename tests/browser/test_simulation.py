"""Simulations in the page: they run, are told and are drawn as at build time, and can be tried by anyone."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

import models
from builds import mkdocs
from helpers import library
from trimtab.core import simulation
from trimtab.core.simulation import Compiled
from trimtab.site.plotting import FULL, nodes
from trimtab.site.simulations import course_of, model_of, moments, plan_of

from .conftest import SCRIPTS, SOURCES

SITE = "http://localhost"
"""Where the built models are: a host that browsers trust with the clipboard; no server is behind it."""
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
DIALS = "?overtime=0.6"
RUN = """async ({ data, settings }) => {
  const [{ run }, { compare, tell }, { nodes }, { moments }] = await Promise.all(
    ["integrate", "tell", "plot", "ticks"].map((name) => import(`/sources/instruments/simulation/${name}.js`)),
  );
  const { model, frame } = JSON.parse(data);
  const base = run(model);
  return settings.map((given) => {
    const course = run(model, new Map(Object.entries(given)));
    const ghost = Object.keys(given).length ? base : null;
    return {
      times: course.times,
      values: Object.fromEntries(course.values),
      stopped: course.stopped,
      tells: tell(model, course),
      compares: compare(model, base, course),
      drawn: nodes(model, course, ghost, frame),
      moments: moments(model, course.times.length),
    };
  });
}"""
CONFIG = """
site_name: Models
theme:
  name: material
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/brightness-7, name: Dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/brightness-4, name: Light}}
plugins:
  - trimtab: {search: false}
"""
ODD = {
    entry.slug: model for entry in library(models.files()).entries if (model := model_of(entry)) is not None
}
OWN = models.own()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The odd models as a site."""
    folder = tmp_path_factory.mktemp("models")
    for path, text in models.files().items():
        (folder / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / path).write_text(text, encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(
        CONFIG,
        encoding="utf-8",
    )
    done = mkdocs(config, folder / "site")
    assert 0 == done.code, done.log
    return folder / "site"


def serve(page: Page, site: Path) -> None:
    """Answer a page's requests from a folder."""

    def answer(route: Route) -> None:
        asked = route.request.url.removeprefix(SITE).split("?")[0].split("#")[0].lstrip("/")
        of_scripts = asked.removeprefix(f"{SOURCES}/")
        path = site / asked if of_scripts == asked else SCRIPTS / of_scripts
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404)

    page.route(re.compile(re.escape(SITE)), answer)


@pytest.fixture
def lab(page: Page, built: Path) -> Page:
    """A page that finds the models' site; errors are collected in `lab.errors`."""
    serve(page, built)
    page.errors = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    return page


def open_at(page: Page, name: str, query: str = "", ready: bool = True) -> None:
    """Open a model's page, and wait for its script."""
    page.goto(f"{SITE}/archetypes/{name}/{query}")
    if ready:
        page.wait_for_selector(".tt-sim--live")


def words(page: Page) -> str:
    """What is told of the run."""
    return page.locator(".tt-sim__words").inner_text()


def lines(page: Page) -> list[str]:
    """The courses of the lines of the large plot, but for the pale ones."""
    return page.eval_on_selector_all(
        ".tt-sim__figure .tt-plot-line:not(.tt-plot-ghost)",
        "found => found.map((one) => one.getAttribute('d'))",
    )


def near(one: float, other: float) -> bool:
    """Whether two numbers are equal but for a trifle."""
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)


def agree(model: Compiled, settings: list[dict[str, float]], found: list[dict[str, Any]]) -> None:
    """Whether the page's runs are those of Python: numbers, words and drawings."""
    base = simulation.run(model)
    for given, seen in zip(settings, found, strict=True):
        result = simulation.run(model, given)
        assert result.stopped == seen["stopped"], given
        assert list(result.times) == seen["times"], given
        for name, values in result.series.items():
            assert all(map(near, values, seen["values"][name])), (given, name)
        assert list(simulation.tell(model, result)) == seen["tells"], given
        assert list(simulation.compare(model, base, result)) == seen["compares"], given
        ghost = course_of(base) if given else None
        drawn = [
            [tag, dict(names), text]
            for tag, names, text in nodes(plan_of(model), course_of(result), ghost, FULL)
        ]
        assert drawn == seen["drawn"], given
        assert moments(model, len(result.times)) == seen["moments"], given


@pytest.mark.parametrize("name", ODD)
def test_odd_models_run_as_at_build_time(lab: Page, name: str) -> None:
    """Base, named runs, extremes and chance places of the sliders come to the same numbers, words and drawings."""
    open_at(lab, name)
    settings = list(models.settings(ODD[name]))
    data = lab.get_attribute(".tt-sim", "data-tt-simulation")
    agree(ODD[name], settings, lab.evaluate(RUN, {"data": data, "settings": settings}))


def test_our_models_run_as_at_build_time(page: Page, library_url: str) -> None:
    """The same holds for every simulation of our own library."""
    for slug, model in OWN.items():
        page.goto(f"{library_url}/archetypes/{slug}/")
        settings = list(models.settings(model))
        data = page.get_attribute(".tt-sim", "data-tt-simulation")
        agree(model, settings, page.evaluate(RUN, {"data": data, "settings": settings}))


@pytest.mark.parametrize("name", ODD)
def test_the_page_redraws_what_was_drawn(lab: Page, name: str) -> None:
    """Away from the base run and back again, the plot is the one that came with the page, to the letter."""
    open_at(lab, name)
    plot = ".tt-sim__figure svg"
    before = lab.eval_on_selector(plot, "svg => svg.outerHTML")
    if not lab.locator(".tt-sim__input").count():
        return
    lab.locator(".tt-sim__input").first.press("End")
    expect(lab.locator(".tt-sim__figure .tt-plot-ghost").first).to_be_attached()
    assert before != lab.eval_on_selector(plot, "svg => svg.outerHTML")
    lab.get_by_role("button", name="Back to the base run").click()
    expect(lab.locator(".tt-sim__which")).to_have_text("The base run")
    assert before == lab.eval_on_selector(plot, "svg => svg.outerHTML")
    assert [] == lab.errors  # type: ignore[attr-defined]


def test_keyboard(lab: Page) -> None:
    """An arrow key on a slider redraws the plot at once, and after a moment tells and addresses the run."""
    open_at(lab, "overtime")
    slider = lab.get_by_role("slider", name="12 Parameters · overtime")
    slider.focus()
    before = lines(lab)
    lab.keyboard.press("ArrowRight")
    expect(slider).to_have_value("0.25")
    expect(slider).to_have_attribute("aria-valuetext", "0.25 share")
    expect(lab.get_by_role("spinbutton", name="12 Parameters · overtime, as a number")).to_have_value("0.25")
    expect(lab.locator(".tt-sim__figure .tt-plot-ghost")).to_have_count(2)
    assert before != lines(lab)
    expect(lab.locator(".tt-sim__which")).to_have_text("With overtime 0.25 instead of 0.2")
    expect(lab.get_by_role("status").first).to_contain_text("Against the base run:")
    expect(lab).to_have_url(re.compile(r"\?overtime=0\.25$"))
    expect(slider).to_be_focused()


def test_typing_a_number(lab: Page) -> None:
    """A typed number moves the slider to the nearest place that it has; nonsense moves nothing."""
    open_at(lab, "overtime")
    field = lab.get_by_label("12 Parameters · overtime, as a number")
    field.fill("0.62")
    expect(lab.get_by_role("slider", name="12 Parameters · overtime")).to_have_value("0.6")
    field.press("Enter")
    expect(field).to_have_value("0.6")
    field.fill("99")
    field.press("Tab")
    expect(field).to_have_value("1")
    field.fill("")
    field.press("Tab")
    expect(field).to_have_value("1")


@pytest.mark.parametrize("width", [390, 1360])
def test_sliders_stay_under_the_pointer(lab: Page, width: int) -> None:
    """Neither the words nor the numbers that change move a slider away from whoever drags it."""
    lab.set_viewport_size({"width": width, "height": 900})
    open_at(lab, "overtime")
    slider = lab.get_by_role("slider", name="12 Parameters · overtime")
    slider.scroll_into_view_if_needed()
    before = slider.bounding_box()
    slider.focus()
    lab.keyboard.press("End")
    expect(lab.locator(".tt-sim__words")).to_contain_text("Against the base run:")
    assert before == slider.bounding_box()


def test_pointer(lab: Page) -> None:
    """A press in the middle of a slider's track puts it there."""
    open_at(lab, "overtime")
    slider = lab.get_by_role("slider", name="12 Parameters · overtime")
    before = lines(lab)
    slider.click()
    expect(slider).to_have_value("0.5")
    expect(lab.locator(".tt-sim__figure .tt-plot-ghost")).to_have_count(2)
    assert before != lines(lab)


def test_named_runs_and_back(lab: Page) -> None:
    """A named run is one step: pressed it is shown, told and addressed, and the browser's Back undoes it."""
    open_at(lab, "overtime", "?q=kept")
    push = lab.get_by_role("button", name="Push the number")
    push.click()
    expect(push).to_have_attribute("aria-pressed", "true")
    expect(lab.locator(".tt-sim__which")).to_have_text("Push the number: overtime 0.6 instead of 0.2")
    expect(lab).to_have_url(re.compile(r"\?q=kept&overtime=0\.6$"))
    told = words(lab)
    lab.get_by_role("button", name="Rest", exact=True).click()
    expect(lab).to_have_url(re.compile(r"\?q=kept&recovery=3$"))
    expect(push).to_have_attribute("aria-pressed", "false")
    lab.go_back()
    expect(push).to_have_attribute("aria-pressed", "true")
    assert told == words(lab)
    lab.go_back()
    expect(lab.locator(".tt-sim__which")).to_have_text("The base run")
    expect(lab.get_by_role("slider", name="12 Parameters · overtime")).to_have_value("0.2")
    push.click()
    push.click()
    expect(lab.locator(".tt-sim__which")).to_have_text("The base run")


def test_an_address_brings_the_run_back(lab: Page) -> None:
    """What one reader sees, another sees who opens the address."""
    open_at(lab, "overtime")
    lab.get_by_role("slider", name="9 Delays · recovery").press("Home")
    expect(lab).to_have_url(re.compile("recovery=2"))
    expect(lab.locator(".tt-sim__which")).to_have_text("With recovery 2 instead of 8")
    told, drawn = words(lab), lines(lab)
    lab.goto(lab.url)
    expect(lab.locator(".tt-sim__which")).to_have_text("With recovery 2 instead of 8")
    assert (told, drawn) == (words(lab), lines(lab))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?overtime=abc", "The base run"),
        ("?overtime=", "The base run"),
        ("?overtime=%20", "The base run"),
        ("?overtime=Infinity", "The base run"),
        ("?overtime=NaN", "The base run"),
        ("?overtime=0.2", "The base run"),
        ("?overtime=1e9", "With overtime 1 instead of 0.2"),
        ("?overtime=-5", "With overtime 0 instead of 0.2"),
        ("?overtime=0.33333", "With overtime 0.35 instead of 0.2"),
        ("?overtime=0.6&overtime=0.9", "Push the number: overtime 0.6 instead of 0.2"),
        ("?arrivals=99&__proto__=1&constructor=2&%ff=1&overtime=%zz", "The base run"),
        ("?recovery=3#tt-simulation", "Rest: recovery 3 instead of 8"),
    ],
)
def test_nonsense_in_the_address(lab: Page, query: str, expected: str) -> None:
    """An address may say anything: what no slider can be put to counts for nothing, or for the nearest place."""
    open_at(lab, "overtime", query)
    expect(lab.locator(".tt-sim__which")).to_have_text(expected)
    assert [] == lab.errors  # type: ignore[attr-defined]


def test_a_run_away_is_told_and_the_plot_ends(lab: Page) -> None:
    """A run in which a value runs away is shown until then, and says so."""
    open_at(lab, "runaway", "?gain=2")
    expect(lab.locator(".tt-sim__words")).to_contain_text("where a value runs away")
    expect(lab.locator(".tt-sim__figure .tt-plot-stop")).to_have_count(1)
    rows = lab.locator(".tt-sim__numbers tbody tr")
    assert rows.count() == len(
        moments(ODD["runaway"], len(simulation.run(ODD["runaway"], {"gain": 2}).times))
    )


def test_the_numbers_follow(lab: Page) -> None:
    """The table of numbers shows the run that is shown."""
    open_at(lab, "overtime")
    lab.get_by_text("Show the numbers").click()
    table = lab.locator(".tt-sim__numbers")
    expect(table.locator("tr").last).to_contain_text("315")
    lab.get_by_role("button", name="Push the number").click()
    expect(table.locator("tr").last).to_contain_text("1,109")
    assert 13 == table.locator("tr").count()


def test_link_and_markdown(lab: Page) -> None:
    """The link and the Markdown that are copied say the run and lead to it."""
    lab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_at(lab, "overtime", "?q=left-out&overtime=0.6")
    lab.get_by_role("button", name="Copy link").click()
    expect(lab.get_by_text("Link copied.")).to_be_visible()
    link = f"{SITE}/archetypes/overtime/?overtime=0.6#tt-simulation"
    assert link == lab.evaluate("navigator.clipboard.readText()")
    lab.get_by_role("button", name="Copy as Markdown").click()
    expect(lab.get_by_text("Copied.", exact=True)).to_be_visible()
    text = lab.evaluate("navigator.clipboard.readText()")
    assert (
        f"**The overtime**, [watch it behave]({link}). Push the number: overtime 0.6 instead of 0.2:" in text
    )
    assert "- Backlog: at the end 1,109 instead of 315." in text


def test_without_javascript(browser: Browser, built: Path) -> None:
    """Where no script runs, the page has the drawing, the words, the parameters and the runs with their results."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    serve(page, built)
    page.goto(f"{SITE}/archetypes/overtime/{DIALS}")
    part = page.locator(".tt-sim")
    shown = " ".join(part.inner_text().split())
    expect(part.get_by_role("img").first).to_be_visible()
    for text in (
        "Backlog: up from 120 to 315",
        "Overtime 0.2 share",
        "Push the number",
        "at the end 1,109 instead",
    ):
        assert text in shown
    assert 0 == part.locator("button, input").count()
    part.get_by_text("Show the numbers").click()
    expect(part.locator(".tt-sim__numbers tr").last).to_be_visible()
    context.close()


def test_hostile_texts_stay_texts(lab: Page) -> None:
    """Whatever stands in a model's texts, they are shown to the letter, before and after the script has run."""
    open_at(lab, "strange")
    lab.get_by_role("button", name=models.MARK).click()
    expect(lab.locator(".tt-sim__which")).to_contain_text(f"{models.MARK}: rate 0.5")
    lab.get_by_text("Show the numbers").click()
    lab.get_by_text("Show the equations").click()
    assert 0 == lab.locator("article :is(script, img, b)").count()
    assert lab.evaluate("window.pwned") is None
    assert lab.locator(".tt-sim").inner_text().count(models.MARK) >= 7
    assert [] == lab.errors  # type: ignore[attr-defined]


def test_a_strict_policy_holds(lab: Page, built: Path) -> None:
    """With only the site's own scripts and styles allowed, the simulation breaks no rule."""
    # Material's own pages have scripts inline: only what is ours is judged.
    found: list[str] = []
    lab.on(
        "console", lambda message: found.append(message.text) if "Content Security" in message.text else None
    )
    html = (built / "archetypes/overtime/index.html").read_text(encoding="utf-8")
    marker, part = (
        re.search(r"<[a-z]+ id=\"?tt-site.*?>", html),
        re.search(r"<div class=\"tt-sim\".*</details>\s*</div>", html, re.DOTALL),
    )
    assert marker
    assert part
    body = (
        f"<!doctype html><title>x</title>{marker[0]}</script></div></template>{part[0]}"
        "<script type=module src=/assets/trimtab/main.js></script>"
    )
    address = f"{SITE}/archetypes/overtime/strict.html"
    lab.route(
        address,
        lambda route: route.fulfill(
            body=body, headers={"content-security-policy": POLICY, "content-type": "text/html"}
        ),
    )
    lab.goto(address)
    lab.get_by_role("button", name="Push the number").click()
    expect(lab.locator(".tt-sim__words")).to_contain_text("1,109")
    assert [] == found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["archetypes/overtime/?overtime=0.6", "archetypes/crowd/", "instruments/watch/"]
)
def test_axe_finds_nothing_serious(browser: Browser, built: Path, path: str, scheme: str) -> None:
    """axe-core finds nothing serious in a simulation or in their list, light or dark."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    serve(page, built)
    page.goto(f"{SITE}/{path}", wait_until="networkidle")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found = Axe().run(page, context=":is(.tt-sim, .tt-watch)").response["violations"]
    context.close()
    serious = [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert [] == serious


@pytest.mark.parametrize("name", ODD)
def test_nothing_overflows_on_a_phone(browser: Browser, built: Path, name: str) -> None:
    """On a phone no page scrolls sideways, sliders are as wide as the text, and targets have 24 px."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    serve(page, built)
    open_at(page, name)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for target in page.locator(".tt-sim :is(.tt-sim__input, .tt-sim__field, button)").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    for slider in page.locator(".tt-sim__input").all():
        box = slider.bounding_box()
        assert box is not None
        assert box["width"] >= 300
    context.close()


def test_print(lab: Page) -> None:
    """In print lines are black with their dashes, and controls are left out."""
    open_at(lab, "overtime", DIALS)
    lab.emulate_media(media="print")
    colours = lab.eval_on_selector_all(
        ".tt-sim__figure .tt-plot-line",
        "found => [...new Set(found.map((one) => getComputedStyle(one).stroke))]",
    )
    assert ["rgb(0, 0, 0)"] == colours
    expect(lab.locator(".tt-sim__input").first).to_be_hidden()
    expect(lab.get_by_role("button", name="Copy link")).to_be_hidden()
    expect(lab.locator(".tt-sim__figure svg")).to_be_visible()


def test_focus_is_not_hidden_by_the_plot(browser: Browser, built: Path) -> None:
    """The plot stays in view while sliders are moved, and never over the one that has the focus."""
    context = browser.new_context(viewport={"width": 390, "height": 700})
    page = context.new_page()
    serve(page, built)
    open_at(page, "overtime")
    for slider in page.locator(".tt-sim__input").all():
        slider.focus()
        page.wait_for_timeout(100)
        plot, box = page.locator(".tt-sim__figure").bounding_box(), slider.bounding_box()
        assert plot is not None
        assert box is not None
        assert plot["y"] + plot["height"] <= box["y"]
    context.close()


@pytest.fixture
def motionless(browser: Browser) -> Iterator[Page]:
    """A page for someone who wants nothing to move."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_nothing_moves_of_itself(motionless: Page, built: Path) -> None:
    """A change is shown at once, without a transition."""
    serve(motionless, built)
    open_at(motionless, "overtime")
    motionless.get_by_role("button", name="Push the number").click()
    assert 0 == motionless.evaluate(
        "document.querySelector('.tt-sim__figure').getAnimations({ subtree: true }).length"
    )
