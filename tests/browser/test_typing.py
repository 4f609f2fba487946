"""The search dialog while a reader types: faster than it answers, half a filter, filters that a library hasn't."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .conftest import build, serve

PAUSE = 600
"""How long the dialog is given to go on as far as it can, in ms."""


def dialog(page: Page, url: str) -> tuple[Locator, Locator]:
    """Open the dialog; gives its field and its status."""
    page.goto(url)
    page.keyboard.press("/")
    box = page.locator("dialog.tt-search")
    return box.locator(".tt-search-input"), box.locator(".tt-search-status")


@pytest.fixture(scope="module")
def flat_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library without levels, archetypes and tags, whose kind is its own, built and served."""
    folder: Path = tmp_path_factory.mktemp("flat")
    (folder / "docs").mkdir()
    for name in ("Fold", "Score"):
        text = f"---\ntitle: {name}\nkind: case\n---\n\nHow to {name.lower()}.\n"
        (folder / "docs" / f"{name.lower()}.md").write_text(text, encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text("site_name: Flat\ntheme: {name: material, font: false}\nplugins: [trimtab]\n")
    yield from serve(build(config, folder / "site"))


def test_marks_are_of_what_was_typed_last(page: Page, library_url: str) -> None:
    """A search that is still under way when more is typed leaves no marks of its own in the results of the next."""
    held: dict[int, Route] = {}
    asked = list[str]()

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) in (1, 4):
            held[len(asked)] = route
        else:
            route.continue_()

    field, status = dialog(page, library_url)
    page.route("**/pagefind/fragment/*", answer)
    field.press("p")
    page.wait_for_timeout(PAUSE)
    assert [1] == list(held)
    field.press_sequentially("aved")
    # What "p" found first comes only now, and last what both found.
    for number in (1, 4):
        page.wait_for_timeout(PAUSE)
        held[number].continue_()
    expect(status).to_have_text(re.compile(r"^\d results$"))
    marks = page.locator("dialog.tt-search mark").all_inner_texts()
    assert len(marks) >= 3
    assert [] == [mark for mark in marks if "pave" not in mark.lower()]


@pytest.mark.parametrize("typed", ["kind:", "level:", "-", '"'])
def test_half_a_filter_says_nothing(page: Page, library_url: str, typed: str) -> None:
    """A facet without its value, or signs alone, are no search yet: the dialog says neither results nor advice."""
    field, status = dialog(page, library_url)
    field.fill("goodhart")
    expect(status).to_have_text(re.compile(r"^\d+ results?$"))
    field.fill(typed)
    expect(status).to_have_text("")
    expect(page.locator("dialog.tt-search .tt-search-none")).to_be_hidden()
    expect(page.locator("dialog.tt-search [role=option]")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "offered"), [("level 6", True), ("Information Flows", True), ("level:6", False)]
)
def test_words_instead_of_a_level(page: Page, library_url: str, typed: str, offered: bool) -> None:
    """A level that is named in words may be meant as words, and only such a one."""
    field, status = dialog(page, library_url)
    field.fill(typed)
    expect(status).to_contain_text("in Level 6")
    expect(page.get_by_role("button", name=f"Find the words “{typed}” instead")).to_have_count(int(offered))
    page.goto(f"{library_url}/search/")
    page.locator("#tt-search-q").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('level=6')")
    expect(page.get_by_role("button", name=f"Find the words “{typed}” instead")).to_have_count(int(offered))


def test_hints_name_what_the_library_has(page: Page, library_url: str, flat_url: str) -> None:
    """Filters to type are such as find something; a library with all facets is told of levels too."""
    for url, names, placeholder in (
        (library_url, ["level:6", "kind:pattern"], "Words, a title, or level:6"),
        (flat_url, ["kind:case"], "Words or a title"),
    ):
        field, status = dialog(page, url)
        field.fill(names[-1])
        expect(status).to_have_text(re.compile(r"^\d+ results? in "))
        assert names == page.locator(".tt-search-hint code").all_inner_texts()
        page.goto(f"{url}/search/")
        expect(page.locator("#tt-search-q")).to_have_attribute("placeholder", placeholder)
    expect(page.locator("#tt-search-help")).to_contain_text("as you type: kind:case. Quotes")
    page.goto(f"{library_url}/search/")
    expect(page.locator("#tt-search-help")).to_contain_text(
        "as you type: level:4-6, kind:archetype, tag:feedback, or a level's name. Quotes"
    )
