"""What a build does for addresses that last: it leads on from them, and may insist that they are recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from builds import Page, mkdocs, words
from trimtab.cli.main import main

CONFIG = """\
site_name: Ours
site_url: https://example.org/lib/
docs_dir: docs
theme: {name: material, font: false}
plugins: [trimtab: {search: false, permalinks: {required: !ENV [RELEASE, false]}}]
"""


def write(root: Path, **texts: str) -> None:
    """Write entries: slugs, with hyphens for underscores, and further lines of front matter."""
    (root / "docs").mkdir(exist_ok=True)
    for name, more in texts.items():
        slug = name.replace("_", "-")
        text = f"---\ntitle: {slug.title()}\nsummary: For {slug[::-1]}.\n{more}\n---\n\n## Notes\n\nText.\n"
        (root / f"docs/{slug}.md").write_text(text)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of two entries."""
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    write(
        tmp_path, andon="aliases: [Stop Cord]\nredirect_from: [cord]", bulkhead="domain: ships\nlevels: [9]"
    )
    return tmp_path


def update(root: Path) -> None:
    """Record what is published."""
    arguments = ["permalinks", "--update", "-f", str(root / "mkdocs.yml")]
    assert 0 == CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code


def test_a_release_insists(root: Path) -> None:
    """A release build refuses what isn't recorded, whether it is strict or not; others don't ask."""
    refused = mkdocs(root / "mkdocs.yml", root / "site", env={"RELEASE": "true"})
    strict = mkdocs(root / "mkdocs.yml", root / "site", "--strict", env={"RELEASE": "true"})

    for done in (refused, strict):
        assert done.code
        assert "trimtab: this build would publish what permalinks.lock doesn't record:\n" in done.log
        assert "\n  p/andon/\n" in done.log
        assert "Run `trimtab permalinks --update`, and commit permalinks.lock." in done.log
        assert "Traceback" not in done.log
    assert not (root / "site").exists()
    assert 0 == mkdocs(root / "mkdocs.yml", root / "site").code
    update(root)
    assert 0 == mkdocs(root / "mkdocs.yml", root / "site", env={"RELEASE": "true"}).code


def test_a_release_breaks_nothing(root: Path) -> None:
    """A release build refuses to break what is recorded; the site that is there stays."""
    update(root)
    assert 0 == mkdocs(root / "mkdocs.yml", root / "site", env={"RELEASE": "true"}).code
    write(root, andon="aliases: [Stop Cord]")
    done = mkdocs(root / "mkdocs.yml", root / "site", env={"RELEASE": "true"})

    assert done.code
    assert "trimtab: this build would break what permalinks.lock records:\n" in done.log
    assert "  `cord/` leads nowhere; it led to `andon.md`." in done.log
    assert (root / "site/cord/index.html").exists()


def test_what_a_build_says(root: Path) -> None:
    """Any build tells what breaks, with the place in the record; a strict one fails."""
    update(root)
    (root / "docs/andon.md").unlink()
    done = mkdocs(root / "mkdocs.yml", root / "site", "--strict")

    assert done.code
    assert "`andon/` leads nowhere" in done.log
    assert "--> permalinks.lock:" in done.log


def test_lists_that_went_lead_on(root: Path) -> None:
    """A domain, a level and a kind that nothing is filed under any more lead on to what is above them."""
    (root / "docs/cases").mkdir()
    (root / "docs/cases/fire.md").write_text("---\ntitle: Fire\nsummary: It burnt.\n---\n")
    update(root)
    write(root, bulkhead="")
    (root / "docs/cases/fire.md").rename(root / "docs/fire.md")
    done = mkdocs(root / "mkdocs.yml", root / "site")
    leads = {
        url: Page.read(root / "site", f"{url}index.html").one("a").get("href")
        for url in ("domains/ships/", "domains/", "levels/9-delays/", "levels/", "cases/")
    }

    assert 0 == done.code, done.log
    assert {
        "domains/ships/": "../../",
        "domains/": "../",
        "levels/9-delays/": "../../",
        "levels/": "../",
        "cases/": "../",
    } == leads


def test_what_is_written(root: Path) -> None:
    """The site leads on by pages and by rules, with its own rules first; names tell which address means which entry."""
    (root / "docs/_redirects").write_text("/mine /yours 301")
    assert 0 == mkdocs(root / "mkdocs.yml", root / "site").code
    site = root / "site"
    names = json.loads((site / "api/v1/names.json").read_text())

    assert "https://example.org/lib/andon/" in (site / "cord/index.html").read_text()
    assert (site / "_redirects").read_text().startswith("/mine /yours 301\n")
    assert "\n/lib/cord/ /lib/andon/ 301\n" in (site / "_redirects").read_text()
    assert '"/lib/stop-cord/" "/lib/andon/";' in (site / "redirects.nginx.conf").read_text()
    assert "p/andon" not in (site / "sitemap.xml").read_text()
    assert "andon" == names["addresses"]["stop-cord/"]
    for url in names["addresses"]:
        assert (site / url / "index.html").exists()
    assert (site / "assets/trimtab/redirect.js").exists()


def test_a_removed_entry(root: Path) -> None:
    """The page of a removed entry says so and names the heir; nothing lists it, and search engines leave it out."""
    write(
        root,
        andon="status: removed\nsuperseded_by: bulkhead\nlevels: [4]\ndomain: ropes\ntags: [x]\nkind: case",
    )
    write(root, bulkhead="relations: {related: [{to: andon, why: Once.}]}")
    done = mkdocs(root / "mkdocs.yml", root / "site")
    page = Page.read(root / "site", "andon/index.html")
    others = {
        path.relative_to(root / "site").as_posix(): Page.read(
            root / "site", path.relative_to(root / "site").as_posix()
        )
        for path in (root / "site").rglob("index.html")
    }
    linking = {
        path
        for path, other in others.items()
        for link in other.all("a")
        if other.target(link.get("href", "")) == "andon/index.html"
    }

    assert 0 == done.code, done.log
    assert "Removed. Use instead: Bulkhead" == words(page.one("p.tt-banner"))
    assert "noindex" in [one.get("content") for one in page.all("meta") if one.get("name") == "robots"]
    assert "data-pagefind-body" not in page.html
    own = {"andon/index.html", "p/andon/index.html", "link/andon/index.html"}
    assert {*own, "bulkhead/index.html"} == linking - {"health/index.html"}
    assert not (root / "site/domains").exists()
    assert not (root / "site/cases").exists()
    entries = json.loads((root / "site/api/v1/entries.json").read_text())["entries"]
    assert ["bulkhead"] == [entry["slug"] for entry in entries]
    assert [] == json.loads((root / "site/api/v1/graph.json").read_text())["relations"]
    assert "removed" == json.loads((root / "site/api/v1/entries/andon.json").read_text())["status"]
    dead = {
        link.get("href")
        for link in page.all("a")
        if not (link.get("href") or "#").startswith(("#", "https:", "http:", "mailto:"))
        and not (root / "site" / page.target(link.get("href", ""))).exists()
    }
    assert set() == dead
