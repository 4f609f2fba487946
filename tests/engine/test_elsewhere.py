"""Two real libraries, built as users build them: links of one lead to pages of the other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from mkdocs.config import load_config

from builds import LIBRARIES, Build, Page, inherit, mkdocs, select, words
from foreign import TOLD, entry, page
from trimtab.cli.main import main

THEIRS = "https://commons.example.org/lib/"
CONFIG = """\
site_name: Ours
theme: {name: material, font: false}
plugins:
  - trimtab
"""
PAGES = {
    "alpha.md": page(
        "See [[commons:decision-log]], [[commons:friday look|the look]] and [[commons:Weekly Review#Context]].\n\n"
        "| a | b |\n|---|---|\n| [[commons:log-of-decisions\\|x]] | y |\n\n"
        "Not [[commons:decision-log#nowhere]] nor [[commons:nowhere]].",
        "Alpha",
        levels="[9]",
        relations='{requires: [{to: "commons:drifting-goals", why: So it is.}, beta], related: ["commons:gone"]}',
    ),
    "beta.md": page("See [[alpha]].", "Beta", status="deprecated", superseded_by="commons:decision-log"),
    "guide/page.md": "# A Page\n\nRead [[commons:decision-log]].\n",
}


def write(top: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for path, text in files.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The small library, built for an address of its own."""
    top = tmp_path_factory.mktemp("theirs")
    config = inherit(LIBRARIES / "minimal/mkdocs.yml", top, f"site_url: {THEIRS}\n")
    done = mkdocs(config, top / "site")
    return Build("theirs", config, top / "site", done.code, done.log)


def named(top: Path, source: Path) -> Path:
    """A library that names the one at a source."""
    write(top, {"mkdocs.yml": CONFIG, **{f"docs/{path}": text for path, text in PAGES.items()}})
    arguments = ["library", "add", "commons", str(source), "-f", str(top / "mkdocs.yml")]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert 0 == done.exit_code, done.output
    return top / "mkdocs.yml"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, theirs: Build) -> Build:
    """A library that names entries of the other, built."""
    top = tmp_path_factory.mktemp("ours")
    config = named(top, theirs.site)
    done = mkdocs(config, top / "site")
    return Build("ours", config, top / "site", done.code, done.log)


def leading_there(page: Page) -> Iterator[tuple[str, str, str]]:
    """The links of a page to the other library: classes, address and words."""
    for link in select(page.root, "a"):
        if link.get("href", "").startswith(THEIRS):
            yield link.get("class", ""), link.get("href", ""), words(link)


def test_every_link_leads_to_a_page(ours: Build, theirs: Build) -> None:
    """Each address of the other library's that a page has is that of a page there, and each section is on it."""
    found = {url for page in ours.pages.values() for _, url, _ in leading_there(page)}
    assert 4 == len(found)
    for url in found:
        parts = urlsplit(url.removeprefix(THEIRS))
        there = theirs.page(unquote(parts.path))
        assert not parts.fragment or parts.fragment in there.ids


def test_links_in_a_text(ours: Build) -> None:
    """Links in a text are marked, say the library's name to those who can't see the mark, and open no window."""
    (paragraph,) = [
        one for one in select(ours.page("alpha/").root, "p") if words(one).startswith("See Decision")
    ]
    links = select(paragraph, "a.tt-ref.tt-ref--other")

    assert [
        ("Decision Log", f"{THEIRS}p/decision-log/", "Decision Log (in Minimal)", "noopener"),
        ("the look", f"{THEIRS}p/weekly-review/", "the look (in Minimal)", "noopener"),
        ("Weekly Review", f"{THEIRS}weekly-review/#context", "Weekly Review (in Minimal)", "noopener"),
    ] == [(words(one), one.get("href"), one.get("aria-label"), one.get("rel")) for one in links]
    assert "In Minimal: Write down what was decided, why, and what you expect." == links[0].get("title")
    assert not any("target" in link.attrib for link in links)


def test_links_in_a_table_and_on_an_ordinary_page(ours: Build) -> None:
    """References in tables, and on pages that are no entries, are links as well."""
    (cell,) = select(ours.page("alpha/").root, "td")[:1]

    assert [f"{THEIRS}p/decision-log/"] == [link.get("href") for link in select(cell, "a")]
    assert [("tt-ref tt-ref--other", f"{THEIRS}p/decision-log/", "Decision Log")] == list(
        leading_there(ours.page("guide/page/"))
    )


def test_what_leads_nowhere(ours: Build) -> None:
    """A section that isn't there is left out, a name that isn't there is text."""
    page = ours.page("alpha/")
    (paragraph,) = [one for one in select(page.root, "p") if words(one).startswith("Not ")]

    assert [f"{THEIRS}p/decision-log/"] == [link.get("href") for link in select(paragraph, "a")]
    assert ["nowhere"] == [words(one) for one in select(paragraph, "span.tt-missing")]
    assert "WARNING" in ours.log
    assert "“Minimal” has no entry called `nowhere`." in ours.log


def test_related(ours: Build) -> None:
    """Among the related entries it stands with its library's name; the drawing leads there too."""
    page = ours.page("alpha/")
    (item,) = [one for one in select(page.root, "li.tt-item") if "Drifting Goals" in words(one)]

    assert "Drifting Goals in Minimal So it is." == words(item)
    drawn = {one.get("{http://www.w3.org/1999/xlink}href") for one in page.elements if one.tag.endswith("}a")}
    assert f"{THEIRS}p/drifting-goals/" in drawn


def test_an_heir(ours: Build) -> None:
    """The banner of an entry that the other library took over leads there."""
    (banner,) = select(ours.page("beta/").root, "p.tt-banner")

    assert "Superseded. Use instead: Decision Log (in Minimal)" == words(banner)
    assert [f"{THEIRS}p/decision-log/"] == [link.get("href") for link in select(banner, "a")]


def test_lists_are_of_this_library_alone(ours: Build) -> None:
    """No list, ladder or search leads to another library."""
    others = {path for path, page in ours.pages.items() if any(leading_there(page))}

    assert {"alpha/index.html", "beta/index.html", "guide/page/index.html"} == others


def test_a_broken_file_is_told_once(tmp_path: Path, theirs: Build) -> None:
    """A file that can't be read is one error of the build, and its names are text; the site is built all the same."""
    config = named(tmp_path, theirs.site)
    (tmp_path / "libraries/commons.json").write_text('{"version": 1,')
    done = mkdocs(config, tmp_path / "site")
    site = Build("broken", config, tmp_path / "site", done.code, done.log)

    assert 0 == done.code
    assert 1 == done.log.count("TT314")
    assert "libraries/commons.json:1:15" in done.log
    assert "TT30" not in done.log.replace("TT307", "")
    assert [] == list(leading_there(site.page("alpha/")))
    assert "the look" in {words(one) for one in select(site.page("alpha/").root, "span.tt-missing")}
    assert 1 == mkdocs(config, tmp_path / "site", "--strict").code


MARK = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7*7 }} [x](javascript:alert(1)) \u202e"


def test_hostile_names(tmp_path: Path) -> None:
    """What a stranger's file says stays text, and leads below the address of its site or nowhere."""
    told: dict[str, Any] = {
        **TOLD,
        "site_name": MARK,
        "entries": {
            "decision-log": entry(MARK, "decision-log/", summary=MARK, anchors=[MARK]),
            "weekly-review": entry("W", "javascript:alert(1)", permalink="//evil.example/", summary=MARK),
            "drifting-goals": entry(MARK, "drifting-goals/", summary=MARK, kind=MARK, status=MARK),
            "gone": entry("G", f"x/{MARK}", permalink="", summary=MARK),
        },
        "names": {MARK: "decision-log", "friday look": "weekly-review"},
        "addresses": {"../../../": "decision-log", MARK: "weekly-review"},
    }
    (tmp_path / "names.json").write_text(json.dumps(told))
    config = named(tmp_path / "ours", tmp_path / "names.json")
    done = mkdocs(config, tmp_path / "site")
    site = Build("hostile", config, tmp_path / "site", done.code, done.log)

    assert 0 == done.code
    for path in ("alpha/", "beta/", "guide/page/"):
        page = site.page(path)
        assert () == page.errors
        for element in page.elements:
            assert not any(str(name).startswith("on") for name in element.attrib)
            assert "alert(1)" not in (element.text or "") or element.tag.rpartition("}")[2] != "script"
            for name in ("href", "src"):
                address = element.get(name, "")
                assert "evil.example" not in address
                assert not address.lower().startswith("javascript:")
    links = [one for one in select(site.page("alpha/").root, "a.tt-ref--other") if one.get("href")]
    top = "https://commons.example.org/lib/p/"
    assert {f"{top}decision-log/", f"{top}drifting-goals/"} == {one.get("href") for one in links}
    assert all("<script>alert(1)</script>" in words(one) for one in links)
    assert "{{ 7*7 }}" in words(links[0])


def test_no_build_fetches(tmp_path: Path, theirs: Build) -> None:
    """A build reads the file that is kept, wherever it came from."""
    config = named(tmp_path, theirs.site)
    text = config.read_text(encoding="utf-8")
    start = text.index("source: ")
    config.write_text(
        text[:start] + 'source: "http://127.0.0.1:9/"' + text[text.index("}", start) :], encoding="utf-8"
    )
    shutil.rmtree(tmp_path / "docs/guide")

    assert 0 == mkdocs(config, tmp_path / "site").code


def test_what_is_watched(tmp_path: Path, theirs: Build) -> None:
    """A server builds anew when the file of another library changes."""
    config = load_config(str(named(tmp_path, theirs.site)))

    assert [str(tmp_path / "libraries/commons.json")] == config.plugins.on_config(config).watch
