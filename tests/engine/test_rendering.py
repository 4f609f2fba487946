"""Pages that are converted ahead and kept: nobody can tell them from those that MkDocs makes one by one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distribution
from pathlib import Path

import markdown
import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from bench import libraries
from builds import CORPUS, GOLDEN, SAMPLES, Build, inherit, mkdocs, snapshot
from trimtab.engine.rendering.conversion import Conversion
from trimtab.engine.rendering.files import TrimtabFiles
from trimtab.engine.rendering.pages import TrimtabPage

CONFIG = """
site_name: Bench
site_url: https://bench.example/
theme: {name: material}
plugins: [trimtab]
"""
PATTERNS = 84
"""Enough for more than one process."""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A library large enough that its pages are converted in several processes; its `mkdocs.yml`."""
    libraries.write(tmp_path / "library" / "docs", PATTERNS)
    config = tmp_path / "library" / "mkdocs.yml"
    config.write_text(CONFIG, encoding="utf-8")
    return config


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, str | None]:
    """Variables that name a place of its own for what is kept."""
    return {"TRIMTAB_CACHE_DIR": str(tmp_path / "kept")}


def built(config: Path, site: Path, env: dict[str, str | None]) -> tuple[dict[str, bytes], str]:
    """A site's files and what was logged; the build must succeed."""
    done = mkdocs(config, site, env=env)
    assert done.code == 0, done.log
    return snapshot(site), done.log


def clean(config: Path, tmp_path: Path, env: dict[str, str | None] | None = None) -> dict[str, bytes]:
    """The site of a build that has nothing from before."""
    nothing = {**(env or {}), "TRIMTAB_CACHE_DIR": str(tmp_path / "nothing")}
    shutil.rmtree(tmp_path / "nothing", ignore_errors=True)
    return built(config, tmp_path / "clean", nothing)[0]


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files in which two sites differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first of something in a file; it must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# As MkDocs converts


HARMLESS = """
from markdown.extensions import Extension

class Harmless(Extension):
    def extendMarkdown(self, md):
        pass

def makeExtension(**kwargs):
    return Harmless(**kwargs)

def on_config(config):
    config.markdown_extensions.append("harmless")
"""
"""A Markdown extension that does nothing. Nobody knows that, so pages are left to MkDocs."""


def lines(log: str, *words: str) -> list[str]:
    """The lines of a log that have one of some words."""
    return [line for line in log.splitlines() if any(word in line for word in words)]


@pytest.mark.parametrize("library", [*GOLDEN, *SAMPLES])
def test_pages_and_warnings_are_those_of_mkdocs(library: str, build: Build, tmp_path: Path) -> None:
    """Every page, and every line that is logged, is what comes of MkDocs' own way to convert."""
    (tmp_path / "harmless.py").write_text(HARMLESS, encoding="utf-8")
    docs = CORPUS / library if library in SAMPLES else None
    config = inherit(build.config, tmp_path, "hooks: [harmless.py]\n", docs)
    done = mkdocs(config, tmp_path / "site", env={"PYTHONPATH": str(tmp_path)})
    assert "converted one by one and not kept: the Markdown extension harmless" in done.log
    pages = [
        path
        for path in differing(snapshot(build.site), snapshot(tmp_path / "site"))
        if path.endswith(".html")
    ]
    assert [] == pages
    told = ("WARNING", "Doc file")
    assert lines(build.log, *told) == lines(done.log, *told)


def test_links_are_checked_in_other_processes(
    made: Path, tmp_path: Path, kept: dict[str, str | None]
) -> None:
    """What MkDocs says of a page's links is said once, in the order of pages, whether the page was kept or not."""
    docs = made.parent / "docs"
    for slug in ("zz-last", "aa-first"):
        (docs / f"{slug}.md").write_text(
            f"---\ntitle: {slug}\n---\nSee [that](nowhere.md) and [this](/absolute).\n", encoding="utf-8"
        )
    (made.parent / "more").mkdir()
    config = inherit(made, made.parent / "more", "validation: {links: {absolute_links: warn}}\n", docs)
    _, cold = built(config, tmp_path / "site", kept)
    _, warm = built(config, tmp_path / "site", kept)
    found = lines(cold, "absolute link")
    assert [re.search(r"'(.*?)'", line)[1] for line in found] == ["aa-first.md", "zz-last.md"]
    assert found == lines(warm, "absolute link")


# What other plugins see

SHOUTING = """
seen = []
texts = {}

def on_pre_page(page, config, files):
    assert page.markdown is None
    return page

def on_page_markdown(markdown, page, config, files):
    seen.append(("markdown", page.file.src_uri))
    path = page.file.src_uri
    texts[path] = markdown.replace("people", "PEOPLE") if path < "d" else markdown
    return texts[path]

def on_page_content(html, page, config, files):
    seen.append(("content", page.file.src_uri))
    assert "<" in html or not html
    return html + "<p>By a hook.</p>"

def on_env(env, config, files):
    order = [path for kind, path in seen if kind == "markdown"]
    assert [part for path in order for part in (("markdown", path), ("content", path))] == seen
    print("ORDER", " ".join(order))

def on_page_context(context, page, config, nav):
    assert texts[page.file.src_uri] == page.markdown
"""
"""A hook that changes pages before and after they are converted, and notes in which order."""


def test_other_plugins_see_every_page_in_turn(
    made: Path, tmp_path: Path, kept: dict[str, str | None]
) -> None:
    """A hook sees each page, between its events nothing else; what it changes holds, and a page's text is there."""
    (made.parent / "hook.py").write_text(SHOUTING, encoding="utf-8")
    edit(made, "site_name: Bench", "site_name: Bench\nhooks: [hook.py]")
    cold, log = built(made, tmp_path / "site", kept)
    order = lines(log, "ORDER")[0].split()[1:]
    files = sorted(path.name for path in (made.parent / "docs").iterdir())
    assert files == [path for path in order if path in files]
    assert b"PEOPLE" in cold[f"{next(file for file in files if file < 'd')[:-3]}/index.html"]
    assert b"<p>By a hook.</p>" in cold[f"{files[-1][:-3]}/index.html"]
    assert b"PEOPLE" not in cold[f"{files[-1][:-3]}/index.html"]
    warm, log = built(made, tmp_path / "site", kept)
    assert [] == differing(cold, warm)
    assert "what hook.py may add to them isn't known" in log


def test_a_title_is_known_without_the_text(tmp_path: Path) -> None:
    """A page that has let its text go doesn't read it again for a title that it has."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "Bench"})
    file = File("page.md", str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)
    page = Page(None, file, config)
    conversion = Conversion("<h1>Heading</h1>", [], "Heading", (), (), (), (), "")

    def again(file: File) -> str:
        pytest.fail(f"{file.src_uri} is read again")

    TrimtabPage.adopt(page, lambda page, text: conversion, lambda file: "# Heading", again)
    page.read_source(config)
    page.render(config, Files([file]))
    assert "Heading" == page.title
    page.meta = {"title": "Another"}
    assert "Another" == page.title


def test_files_are_chosen_once(tmp_path: Path) -> None:
    """After the loop that lays pages out, a site's files are MkDocs' own again."""
    files = Files([File("page.md", str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)])
    before = vars(files).copy()
    TrimtabFiles.adopt(files, lambda pages: ())
    assert () == files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
    assert 1 == len(files.documentation_pages(inclusion=InclusionLevel.is_in_serve))
    assert (Files, before) == (type(files), vars(files))


# Pages whose files stand

BROKEN = """
from trimtab.engine.search import indexing

def on_config(config):
    def send(self, **order):
        raise indexing.ServiceError("it is broken")
    indexing.Index._send = send
"""
"""A hook because of which no shard can be indexed."""


def numbers(site: Path) -> dict[str, int]:
    """What tells each page's file from another that is written in its place."""
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("index.html")}


def test_pages_that_stand(made: Path, tmp_path: Path, kept: dict[str, str | None]) -> None:
    """A page that would be written again as it is keeps its file; search reads it where it is."""
    site = tmp_path / "site"
    built(made, site, kept)
    first = sorted((made.parent / "docs").iterdir())[0]
    own = f"{first.stem}/index.html"
    before = numbers(site)
    first.write_text(first.read_text(encoding="utf-8") + "\nA quokka came by.\n", encoding="utf-8")
    for found in (tmp_path / "kept").glob("*/words-*"):
        found.unlink()
    warm, _ = built(made, site, kept)
    after = numbers(site)
    assert own in {path for path, number in after.items() if before[path] != number}
    assert PATTERNS - 1 <= sum(before[path] == number for path, number in after.items())
    assert [] == differing(clean(made, tmp_path), warm)


def test_pages_that_stand_where_search_is_indexed_as_a_whole(
    made: Path, tmp_path: Path, kept: dict[str, str | None]
) -> None:
    """Where shards can't be indexed, search still knows pages whose files stand."""
    site = tmp_path / "site"
    before, _ = built(made, site, kept)
    (made.parent / "hook.py").write_text(BROKEN, encoding="utf-8")
    edit(made, "site_name: Bench", "site_name: Bench\nhooks: [hook.py]")
    first = sorted((made.parent / "docs").iterdir())[0]
    for word in ("quokka", "numbat"):
        first.write_text(first.read_text(encoding="utf-8") + f"\nA {word} came by.\n", encoding="utf-8")
        warm, log = built(made, site, kept)
        assert "Search is indexed anew as a whole: it is broken" in log
    assert before.keys() - {path for path in before if path.startswith("pagefind/")} <= warm.keys()
    fragments = [path for path in warm if path.startswith("pagefind/fragment/")]
    assert len(fragments) == len([path for path in before if path.startswith("pagefind/fragment/")])
    assert [] == [path for path in differing(clean(made, tmp_path), warm) if not path.startswith("pagefind/")]


# One process where more aren't safe

THREAD = """
import threading

def on_config(config):
    threading.Thread(target=threading.Event().wait, daemon=True).start()
"""


def test_one_process_where_there_are_threads(made: Path, tmp_path: Path, kept: dict[str, str | None]) -> None:
    """Beside another plugin's thread no process is copied: the build says so, and comes out the same."""
    expected = clean(made, tmp_path)
    (made.parent / "hook.py").write_text(THREAD, encoding="utf-8")
    edit(made, "site_name: Bench", "site_name: Bench\nhooks: [hook.py]")
    site, log = built(made, tmp_path / "site", kept)
    assert "Pages are converted in one process" in log
    assert [] == differing(expected, site)


KILLS = """
import os, signal

from multiprocessing import active_children

def on_page_markdown(markdown, page, config, files):
    for child in active_children():
        os.kill(child.pid, signal.SIGKILL)
"""


def test_a_process_that_dies_costs_only_time(made: Path, tmp_path: Path, kept: dict[str, str | None]) -> None:
    """If the system ends the other processes, the first one converts what they have not."""
    expected = clean(made, tmp_path)
    (made.parent / "hook.py").write_text(KILLS, encoding="utf-8")
    edit(made, "site_name: Bench", "site_name: Bench\nhooks: [hook.py]")
    assert [] == differing(expected, built(made, tmp_path / "site", kept)[0])


STUMBLES = """
from markdown.preprocessors import Preprocessor
from trimtab.site.markdown import TrimtabExtension

class Stumbles(Preprocessor):
    def run(self, lines):
        if any("Nobody expects this" in line for line in lines):
            raise ValueError("stumbled over a line")
        return lines

extend = TrimtabExtension.extendMarkdown

def stumbling(self, md):
    extend(self, md)
    md.preprocessors.register(Stumbles(md), "stumbles", 1)

TrimtabExtension.extendMarkdown = stumbling
"""


def test_what_fails_in_another_process_fails_in_the_first(
    made: Path, tmp_path: Path, kept: dict[str, str | None]
) -> None:
    """An extension's error is MkDocs' own message, with the page, once; no process is left behind."""
    (made.parent / "hook.py").write_text(STUMBLES, encoding="utf-8")
    edit(made, "site_name: Bench", "site_name: Bench\nhooks: [hook.py]")
    with (made.parent / "docs" / "odd-page.md").open("w", encoding="utf-8") as file:
        file.write("---\ntitle: Odd Page\n---\nNobody expects this.\n")
    done = mkdocs(made, tmp_path / "site", env=kept)
    assert done.code != 0
    assert 1 == len(lines(done.log, "Error reading page 'odd-page.md'"))
    assert not (tmp_path / "site").exists()


# What is kept


def first(config: Path) -> Path:
    """The first file of a made library."""
    return min((config.parent / "docs").iterdir())


def summary(config: Path) -> None:
    """Edit a summary."""
    file = first(config)
    file.write_text(
        re.sub(r"(?m)^summary: .*$", "summary: Something else.", file.read_text("utf-8")), "utf-8"
    )


def prose(config: Path) -> None:
    """Add a sentence to a body."""
    with first(config).open("a", encoding="utf-8") as file:
        file.write("\nOne sentence more.\n")


def title(config: Path) -> None:
    """Change a title that others show."""
    file = first(config)
    file.write_text(re.sub(r"(?m)^title: .*$", "title: Quite Another Name", file.read_text("utf-8")), "utf-8")


def rename(config: Path) -> None:
    """Give an entry another slug, so that references to it lead nowhere."""
    file = first(config)
    file.rename(file.with_name("renamed-entry.md"))


def remove(config: Path) -> None:
    """Take an entry away."""
    first(config).unlink()


def template(config: Path) -> None:
    """Override a template."""
    folder = config.parent / "overrides"
    (folder / "partials").mkdir(parents=True, exist_ok=True)
    (folder / "partials" / "footer.html").write_text("<footer>Another foot</footer>", encoding="utf-8")


def setting(config: Path) -> None:
    """Change a setting that pages show."""
    edit(config, "site_name: Bench", "site_name: Another Name")


def phrase(config: Path) -> None:
    """Change a setting of a Markdown extension."""
    with config.open("a", encoding="utf-8") as file:
        file.write('markdown_extensions: [{toc: {permalink: "#"}}]\n')


EDITS: list[Callable[[Path], None]] = [summary, prose, title, rename, remove, template, setting, phrase]


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.__name__)
def test_a_warm_build_is_a_clean_one(
    change: Callable[[Path], None], made: Path, tmp_path: Path, kept: dict[str, str | None]
) -> None:
    """After any edit, a build that uses what was kept is byte for byte one that has nothing."""
    edit(made, "name: material", "name: material, custom_dir: overrides")
    (made.parent / "overrides").mkdir()
    before, _ = built(made, tmp_path / "site", kept)
    change(made)
    warm, _ = built(made, tmp_path / "site", kept)
    assert before != warm
    assert [] == differing(clean(made, tmp_path), warm)


def test_a_dependency_of_another_version(made: Path, tmp_path: Path, kept: dict[str, str | None]) -> None:
    """Nothing that another version of Python-Markdown made is used again."""
    before, _ = built(made, tmp_path / "site", kept)
    package = tmp_path / "newer" / "markdown"
    shutil.copytree(Path(markdown.__file__).parent, package)
    told = tmp_path / "newer" / "markdown-99.dist-info"
    told.mkdir()
    for name in ("METADATA", "entry_points.txt"):
        (told / name).write_text(distribution("markdown").read_text(name) or "", encoding="utf-8")
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: Markdown\nVersion: 99\n", encoding="utf-8")
    edit(package / "core.py", "return output.strip()", 'return output.strip() + "<p>Newer</p>"')
    newer = {"PYTHONPATH": str(tmp_path / "newer")}
    warm, _ = built(made, tmp_path / "site", {**kept, **newer})
    assert before != warm
    assert [] == differing(clean(made, tmp_path, newer), warm)


def test_what_is_damaged_is_not_used(made: Path, tmp_path: Path, kept: dict[str, str | None]) -> None:
    """Whatever has happened to files that are kept, the next build is a clean one's."""
    before, _ = built(made, tmp_path / "site", kept)
    shutil.rmtree(tmp_path / "site")  # So that nothing can be taken over from there.
    files = sorted(path for path in (tmp_path / "kept").rglob("*") if path.is_file())
    assert len(files) > 10
    for number, file in enumerate(files):
        data = file.read_bytes()
        middle = len(data) // 2
        file.write_bytes(
            [
                data[:middle],
                data[:middle] + b"\x00?" + data[middle + 2 :],
                b"",
                files[number - 1].read_bytes(),
            ][number % 4]
        )
    assert [] == differing(before, built(made, tmp_path / "site", kept)[0])


def test_two_builds_at_once(made: Path, tmp_path: Path, kept: dict[str, str | None]) -> None:
    """Two builds that keep results in one place at the same time both end as they would alone."""
    expected = clean(made, tmp_path)
    for _ in range(2):  # First with nothing kept, then with what both have kept.
        with ThreadPoolExecutor(2) as pool:
            sites = [tmp_path / "one", tmp_path / "other"]
            for site, _log in pool.map(lambda site: built(made, site, kept), sites):
                assert [] == differing(expected, site)
