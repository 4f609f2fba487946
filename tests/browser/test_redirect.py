"""Addresses that lead on: with scripts, without, and without the script's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import build, serve

ENTRY = """---
title: Stop the Line
summary: Anyone may stop it.
aliases: [Andon Cord]
redirect_from: [andon]
---

## How Soon

At once.
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library of an entry that had another slug, and goes by another name, built and served."""
    folder: Path = tmp_path_factory.mktemp("redirects")
    (folder / "docs").mkdir()
    (folder / "docs/stop-the-line.md").write_text(ENTRY)
    (folder / "mkdocs.yml").write_text(
        "site_name: Ours\nsite_url: https://example.org/elsewhere/\ndocs_dir: docs\n"
        "theme: {name: material, font: false}\nplugins: [trimtab: {search: false}]\n"
    )
    yield from serve(build(folder / "mkdocs.yml", folder / "site"))


@pytest.mark.parametrize("old", ["andon/", "andon-cord/", "p/stop-the-line/", "p/andon/"])
def test_they_lead_on(page: Page, url: str, old: str) -> None:
    """Each address leads to the entry on the same host, and back leads to where one came from."""
    page.goto(f"{url}/")
    page.goto(f"{url}/{old}")
    page.wait_for_url(f"{url}/stop-the-line/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Stop the Line")
    page.go_back()
    expect(page).to_have_url(f"{url}/")


def test_what_follows_goes_along(page: Page, url: str) -> None:
    """The section and the query of the address go along."""
    page.goto(f"{url}/p/andon/?h=cord#how-soon")

    expect(page).to_have_url(f"{url}/stop-the-line/?h=cord#how-soon")


def test_without_a_script(without_javascript: Page, url: str) -> None:
    """Without scripts the page leads on by itself."""
    without_javascript.goto(f"{url}/andon/")

    expect(without_javascript).to_have_url(re.compile("/stop-the-line/$"))


def test_without_the_file(page: Page, url: str) -> None:
    """Where the script can't be fetched, a link leads on."""
    page.route("**/redirect.js", lambda route: route.abort())
    page.goto(f"{url}/andon/")
    page.get_by_role("link", name="Stop the Line").click()

    expect(page).to_have_url(f"{url}/stop-the-line/")


def test_under_a_strict_policy(page: Page, url: str) -> None:
    """The script runs where only files of the site may."""

    def strict(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined]
        headers = {**response.headers, "content-security-policy": "default-src 'none'; script-src 'self'"}
        route.fulfill(response=response, headers=headers)  # type: ignore[attr-defined]

    page.route("**/andon/", strict)
    page.goto(f"{url}/andon/#how-soon")

    expect(page).to_have_url(f"{url}/stop-the-line/#how-soon")


def test_never_to_another_host(page: Page, url: str) -> None:
    """A page whose link leads elsewhere, which none of ours does, leads nowhere by itself."""
    page.route(
        "**/andon/",
        lambda route: route.fulfill(
            content_type="text/html",
            body='<a href="https://evil.example/" data-tt-redirect>x</a>'
            '<script src="/assets/trimtab/redirect.js"></script>',
        ),
    )
    page.goto(f"{url}/andon/")
    page.wait_for_load_state("networkidle")

    expect(page).to_have_url(f"{url}/andon/")
