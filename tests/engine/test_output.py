"""How a build is written: whole or not at all, the same each time, and never into the library."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_in_process
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from builds import LIBRARIES, Builds, Page, inherit, mkdocs, select, snapshot, words
from trimtab.engine.search import index

MINIMAL = LIBRARIES / "minimal" / "mkdocs.yml"
BROKEN = LIBRARIES / "broken" / "mkdocs.yml"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a site of before, hidden files and all."""
    site = tmp_path / "public" / "site"
    for name, text in (
        ("index.html", "old"),
        ("gone/index.html", "old"),
        (".git/HEAD", "ref"),
        (".nojekyll", ""),
    ):
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return site


def config(folder: Path, more: str, base: Path = MINIMAL) -> Path:
    """A `mkdocs.yml` with the settings of another and some more."""
    (folder / "config").mkdir()
    return inherit(base, folder / "config", more)


RAISES = """
def {hook}({first}**kwargs):
    raise RuntimeError("stumbled")
"""


# Whole or not at all


@pytest.mark.parametrize(
    ("base", "more", "said"),
    [
        (BROKEN, "", "Aborted with "),
        (MINIMAL, "markdown_extensions: [pymdownx.snippets]\n", "Aborted with 1 warnings"),
        (MINIMAL, "nav: [missing.md]\n", "Aborted with 1 warnings"),
    ],
    ids=["findings", "settings", "mkdocs"],
)
def test_a_strict_build_that_warns(base: Path, more: str, said: str, old: Path, tmp_path: Path) -> None:
    """Under `--strict` any warning, ours or MkDocs', fails the build; the old site stays to the byte."""
    before = snapshot(old)
    done = mkdocs(config(tmp_path, more, base), old, "--strict")
    assert 1 == done.code
    assert said in done.log
    assert before == snapshot(old)
    assert ["site"] == os.listdir(old.parent)


def test_a_strict_build_without_warnings(old: Path) -> None:
    """Under `--strict` a sound library is built."""
    done = mkdocs(MINIMAL, old, "--strict")
    assert (0, True) == (done.code, (old / "weekly-review" / "index.html").is_file()), done.log


@pytest.mark.parametrize(
    ("hook", "first"),
    [
        ("on_files", "files, "),
        ("on_page_content", "html, "),
        ("on_post_page", "output, "),
        ("on_post_build", ""),
    ],
)
def test_a_build_that_fails(hook: str, first: str, old: Path, tmp_path: Path) -> None:
    """Wherever a build fails, the old site stays to the byte and nothing is left beside it."""
    (tmp_path / "stumble.py").write_text(RAISES.format(hook=hook, first=first), encoding="utf-8")
    before = snapshot(old)
    done = mkdocs(config(tmp_path, f"hooks: [{tmp_path / 'stumble.py'}]\n"), old)
    assert 1 == done.code
    assert "stumbled" in done.log
    assert before == snapshot(old)
    assert ["site"] == os.listdir(old.parent)


def test_a_build_takes_the_old_site_s_place(old: Path) -> None:
    """The new site replaces the old one; hidden files in its folder, such as a work tree's, stay."""
    done = mkdocs(MINIMAL, old)
    assert 0 == done.code, done.log
    assert not (old / "gone").exists()
    assert "Minimal" in (old / "index.html").read_text(encoding="utf-8")
    assert ("ref", "") == tuple(
        (old / name).read_text(encoding="utf-8") for name in (".git/HEAD", ".nojekyll")
    )
    assert ["site"] == os.listdir(old.parent)


def test_the_folder_can_be_read_by_others(old: Path) -> None:
    """A built site has the permissions that the user's mask gives, as a web server needs."""
    mask = os.umask(0o022)
    try:
        done = mkdocs(MINIMAL, old.parent / "new")
    finally:
        os.umask(mask)
    assert 0 == done.code, done.log
    assert 0o755 == (old.parent / "new").stat().st_mode & 0o777


# The same each time


@pytest.mark.parametrize("library", ["third-party", "hostile"])
def test_builds_are_reproducible(library: str, builds: Builds, tmp_path: Path) -> None:
    """Two builds of the same files at the same date are the same to the byte."""
    done = mkdocs(builds[library].config, tmp_path / "again")
    assert 0 == done.code, done.log
    first, second = (stable(snapshot(site)) for site in (builds[library].site, tmp_path / "again"))
    assert set(first) == set(second)
    assert [] == [path for path in first if first[path] != second[path]]
    assert any(path.startswith("pagefind/fragment/") for path in first)


def stable(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that can be the same each time.

    Pagefind 1.5 writes a facet's values in the order of a hash table with a random seed, and names its index files by
    their content: the facets' files, and the two that name them, differ from build to build.
    """
    random = re.compile(r"pagefind/(filter/.*|pagefind\..*\.pf_meta|pagefind-entry\.json)")
    return {path: data for path, data in files.items() if not random.fullmatch(path)}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The minimal library in a git repository, with two commits on two days."""
    shutil.copytree(LIBRARIES / "minimal", tmp_path / "library")
    log = tmp_path / "library" / "docs" / "decision-log.md"
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "init", "-q", "-b", "main"], cwd=tmp_path / "library", check=True)
    for day in ("2025-01-02", "2025-03-04"):
        log.write_text(log.read_text(encoding="utf-8") + f"\nSeen on {day}.\n", encoding="utf-8")
        env = {**os.environ, "GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        subprocess.run([*git, "add", "."], cwd=tmp_path / "library", check=True)
        subprocess.run([*git, "commit", "-q", "-m", day], cwd=tmp_path / "library", check=True, env=env)
    return tmp_path / "library"


def test_dates_come_from_git(repository: Path, tmp_path: Path) -> None:
    """Without a date from outside pages have that of their last commit, lists the latest; not today's."""
    with (repository / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("site_url: https://minimal.example/\n")
    sites = [tmp_path / "one", tmp_path / "two"]
    for site in sites:
        done = mkdocs(repository / "mkdocs.yml", site, env={"SOURCE_DATE_EPOCH": None})
        assert 0 == done.code, done.log
    sitemap = (sites[0] / "sitemap.xml").read_text(encoding="utf-8")
    dates = dict(re.findall(r"<loc>https://minimal.example/(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", sitemap))
    assert {"weekly-review/": "2025-01-02", "decision-log/": "2025-03-04", "patterns/": "2025-03-04"} == {
        path: dates[path] for path in ("weekly-review/", "decision-log/", "patterns/")
    }
    assert {"2025-01-02", "2025-03-04"} == set(dates.values())
    assert sitemap.encode() == gzip.decompress((sites[0] / "sitemap.xml.gz").read_bytes())
    first, second = (stable(snapshot(site)) for site in sites)
    assert [] == [path for path in first if first[path] != second.get(path)]


def test_dates_come_from_outside(builds: Builds) -> None:
    """With SOURCE_DATE_EPOCH every page has that date."""
    sitemap = (builds["third-party"].site / "sitemap.xml").read_text(encoding="utf-8")
    assert {"2027-01-01"} == set(re.findall(r"<lastmod>(.*?)</lastmod>", sitemap))


# Never into the library


def test_a_build_leaves_the_library_alone(tmp_path: Path) -> None:
    """A build writes nothing into `docs_dir`, and nothing beside it but the site."""
    shutil.copytree(LIBRARIES / "broken", tmp_path / "library")
    before = snapshot(tmp_path / "library")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "library").rglob("*")}
    done = mkdocs(tmp_path / "library" / "mkdocs.yml", tmp_path / "site")
    assert 0 == done.code, done.log
    assert before == snapshot(tmp_path / "library")
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / "library").rglob("*")}


# Other ways to build


def test_dirty(tmp_path: Path) -> None:
    """`--dirty` builds into the site itself, and only what has changed of the written pages."""
    shutil.copytree(LIBRARIES / "minimal", tmp_path / "library")
    site, settings = tmp_path / "site", tmp_path / "library" / "mkdocs.yml"
    assert 0 == mkdocs(settings, site).code
    untouched, changed = (site / name / "index.html" for name in ("decision-log", "weekly-review"))
    (site / "mark").write_text("still here", encoding="utf-8")
    times = untouched.stat().st_mtime_ns, changed.stat().st_mtime_ns
    source = tmp_path / "library" / "docs" / "weekly-review.md"
    source.write_text(source.read_text(encoding="utf-8") + "\nA new line.\n", encoding="utf-8")
    os.utime(source, ns=(times[1] + 10**9, times[1] + 10**9))
    done = mkdocs(settings, site, "--dirty")
    assert 0 == done.code, done.log
    assert "A new line." in changed.read_text(encoding="utf-8")
    assert times[0] == untouched.stat().st_mtime_ns
    assert (site / "mark").is_file()


def test_drafts_are_previewed_and_not_published(tmp_path: Path) -> None:
    """A file of `draft_docs` is a page of the preview, its front matter read by us, and none of the site."""
    docs = tmp_path / "docs"
    shutil.copytree(LIBRARIES / "minimal" / "docs", docs)
    shutil.move(docs / "decision-log.md", docs / "draft.md")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Drafts\ntheme: {name: material, font: false}\nplugins: [trimtab]\ndraft_docs: draft.md\n",
        encoding="utf-8",
    )
    assert 0 == mkdocs(tmp_path / "mkdocs.yml", tmp_path / "site").code
    assert not (tmp_path / "site" / "draft").exists()
    settings = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "preview"))
    settings.plugins.on_startup(command="serve", dirty=False)
    build_in_process(settings, serve_url="http://127.0.0.1:8000/")
    page = (tmp_path / "preview" / "draft" / "index.html").read_text(encoding="utf-8")
    assert "tt-entry--pattern" in page


def test_a_search_index_that_fails(tmp_path: Path) -> None:
    """Where Pagefind can't index the site the build fails, with what Pagefind said."""
    with pytest.raises(PluginError, match="Pagefind could not index the site:\n"):
        index(str(tmp_path / "nowhere"))


def test_a_site_without_search(tmp_path: Path) -> None:
    """With `search: false` there is no index, no search page, and no way to one."""
    done = mkdocs(config(tmp_path, "plugins: [{trimtab: {search: false}}]\n"), tmp_path / "site")
    assert 0 == done.code, done.log
    assert [] == [name for name in ("pagefind", "search") if (tmp_path / "site" / name).exists()]
    page = Page.read(tmp_path / "site", "weekly-review/index.html")
    assert [] == [link for link in page.all("a") if "search" in link.get("href", "")]
    assert "medium" in words(page.one("dl.tt-facts"))


def test_navigation_does_not_grow(builds: Builds, tmp_path: Path) -> None:
    """With forty more entries the navigation of a page is the same."""
    shutil.copytree(LIBRARIES / "minimal", tmp_path / "library")
    text = (tmp_path / "library" / "docs" / "decision-log.md").read_text(encoding="utf-8")
    for number in range(40):
        more = text.replace("title: Decision Log", f"title: Decision Log {number}")
        (tmp_path / "library" / "docs" / f"decision-log-{number}.md").write_text(more, encoding="utf-8")
    done = mkdocs(tmp_path / "library" / "mkdocs.yml", tmp_path / "site")
    assert 0 == done.code, done.log
    small = builds["minimal"].page("weekly-review")
    large = type(small).read(tmp_path / "site", "weekly-review/index.html")
    assert [words(link) for link in select(small.one("nav.md-nav--primary"), "a")] == [
        words(link) for link in select(large.one("nav.md-nav--primary"), "a")
    ]
    assert 12 >= len(select(large.one("nav.tt-whereabouts"), "li"))
