"""What a page weighs: its content and a frame that stays small, in a library of any size."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from bench.libraries import write
from builds import mkdocs
from trimtab.engine.assets import SCRIPTS, SHEETS, STYLES

MAIN = "assets/stylesheets/main.css"
PATTERNS = 150
FRAME = 20_000
"""How many bytes a pattern's page has beside its converted body."""
LARGEST = 150_000
"""How many bytes any page has."""
SLACK = 200
"""How many bytes larger numbers and other names take."""
ALL = 60_000
"""How many bytes our scripts and styles have altogether, each file compressed by itself."""
LOADED = 46_000
"""How many of them any page fetches, with all that it fetches when it's used."""
SHOWN = 13_000
"""How many of them a page fetches that has no instrument, until the search is used."""
CONFIG = """\
site_name: Made
theme: {name: material}
plugins:
  - trimtab:
      fields:
        domain: ontology.domain
        vitality: ontology.commons_assessment.vitality
        confidence: lifecycle.confidence
        status: lifecycle.status
        tags: ontology.commons_domain
      relations:
        containers: [relationships]
        target: [slug, id, to]
"""
HUB = "---\ntitle: The Hub\nsummary: What everything refers to.\n---\n\n## Context\n\nEverywhere.\n"


def grown(folder: Path, rounds: int) -> Path:
    """A made library, in which everything is tied to one entry; each round more ties as much again to all entries."""
    docs = folder / "docs"
    write(docs, PATTERNS)
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in docs.glob("*.md")}
    for turn in range(1, rounds + 1):
        for slug, text in texts.items():
            tied = text.replace(
                "  complementary:\n", "  complementary:\n    - slug: the-hub\n      weight: 0.7\n"
            )
            if turn > 1:
                tied = re.sub(rf"^(id: pat_|slug: ){slug}$", rf"\g<0>-{turn}", tied, flags=re.MULTILINE)
                tied = re.sub(r'^title: "(.*)"$', rf'title: "\1 {turn}"', tied, flags=re.MULTILINE)
                tied = re.sub(r"^aliases: .*$", "aliases: []", tied, flags=re.MULTILINE)
            name = slug if turn == 1 else f"{slug}-{turn}"
            (docs / f"{name}.md").write_text(f"{tied}\nSee [[The Hub]].\n", encoding="utf-8")
    (docs / "the-hub.md").write_text(HUB, encoding="utf-8")
    return folder / "mkdocs.yml"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A library's site, and that of the same library with twice as many entries."""
    made = []
    for rounds in (1, 2):
        folder = tmp_path_factory.mktemp(f"library-{rounds}")
        done = mkdocs(grown(folder / "library", rounds), folder / "site")
        assert done.code == 0, done.log
        made.append(folder / "site")
    return made[0], made[1]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page that Material makes alone."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text("site_name: Plain\ntheme: {name: material, font: false}\n", encoding="utf-8")
    assert mkdocs(config, folder / "site").code == 0
    return (folder / "site" / "index.html").read_text(encoding="utf-8")


def pages(site: Path) -> dict[str, str]:
    """The pages of a site with Material's frame, by address."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "md-container" in text:
            found[path.relative_to(site).as_posix()] = text
    return found


def patterns(site: Path) -> Iterator[tuple[str, int]]:
    """The address of each pattern's page, and the size of its frame in bytes."""
    for path, text in pages(site).items():
        if "tt-entry--pattern" in text:
            body = text[text.index('<div class="tt-body">') : text.index('<div class="tt-after"')]
            yield path, len(text.encode()) - len(body.encode())


def blocking(page: str) -> list[str]:
    """The files that a browser waits for before it shows anything of a page."""
    head = page[: page.index("</head>")]
    styles = re.findall(r'<link rel="stylesheet" href="([^"]*)"', head)
    scripts = re.findall(r'<script (?![^>]*(?:async|defer|type="module"))[^>]*src="([^"]*)"', head)
    return [Path(name).name for name in (*styles, *scripts)]


def test_frames(sites: tuple[Path, Path]) -> None:
    """A pattern's page is its content and little more, the one that everything refers to as well."""
    for site in sites:
        frames = dict(patterns(site))
        assert "the-hub/index.html" in frames
        assert len(frames) > PATTERNS
        assert {} == {path: size for path, size in frames.items() if size > FRAME}


def test_pages_keep_their_size(sites: tuple[Path, Path]) -> None:
    """With twice as many entries, no page but a list is larger; no list is, once it fills a page."""
    before, after = map(pages, sites)
    kept = [
        "the-hub/index.html",
        "index.html",
        "search/index.html",
        "link/index.html",
        "instruments/index.html",
    ]
    assert [] == [path for path in kept if len(after[path]) > len(before[path]) + SLACK]
    assert len(after["patterns/index.html"]) < 1.1 * len(before["patterns/index.html"])
    assert {} == {path: len(page) for path, page in after.items() if len(page.encode()) > LARGEST}


def test_all_is_still_there(sites: tuple[Path, Path]) -> None:
    """The parts of a list lead to each other and hold all entries; what a page leaves out stands beside it."""
    site = sites[1]
    found, path = list[str](), "patterns/index.html"
    while path:
        text = (site / path).read_text(encoding="utf-8")
        found += re.findall(r'<th scope="row"[^>]*><a href="(?:\.\./)+([^"]*)/">', text)
        following = re.search(r'<link rel="next" href="([^"]*)"', text)
        path = (
            ((site / path).parent / following[1] / "index.html")
            .resolve()
            .relative_to(site.resolve())
            .as_posix()
            if following
            else ""
        )
    assert 2 * PATTERNS + 1 == len(found) == len(set(found))
    hub = (site / "the-hub" / "index.html").read_text(encoding="utf-8")
    rest = re.search(r'<p class="tt-rest"><a href="\.\./(link/the-hub/)#related">and (\d+) more', hub)
    assert rest is not None
    told = "".join(one.read_text(encoding="utf-8") for one in sorted((site / rest[1]).rglob("index.html")))
    assert set(found) - {"the-hub"} <= set(re.findall(r'<li><a href="(?:\.\./)+([^"/]*)/">', told))


def test_nothing_more_to_wait_for(sites: tuple[Path, Path], plain: str) -> None:
    """No page waits for a file that a page of Material's wouldn't wait for."""
    expected = blocking(plain)
    assert expected
    assert {} == {
        path: found for path, text in pages(sites[0]).items() if (found := blocking(text)) != expected
    }


def size(content: bytes) -> int:
    """How many bytes something takes as servers send it."""
    return len(gzip.compress(content, compresslevel=9, mtime=0))


@pytest.fixture(scope="module")
def sizes(sites: tuple[Path, Path]) -> dict[str, int]:
    """The sizes of a site's scripts and styles of ours, by path; those in Material's stylesheet are under its name."""
    pytest.importorskip("minify", reason="The minifier has no build for this machine.")
    site = sites[0]
    found = {
        path.relative_to(site).as_posix(): size(path.read_bytes())
        for path in site.joinpath("assets", "trimtab").rglob("*")
        if path.suffix in (".css", ".js")
    }
    (whole,) = site.glob("assets/stylesheets/main.*.min.css")
    theirs = files("material").joinpath("templates", "assets", "stylesheets", whole.name).read_bytes()
    found[MAIN] = size(whole.read_bytes().removeprefix(theirs.partition(b"/*# sourceMap")[0].rstrip()))
    return found


def test_scripts_and_styles(sizes: dict[str, int]) -> None:
    """All scripts and styles of ours that a site has are light together."""
    assert {*SCRIPTS, *SHEETS, MAIN} < set(sizes)
    assert sum(sizes.values()) < ALL


@pytest.mark.parametrize(
    "instruments", [(), *((script, SHEETS[0]) for script in SCRIPTS if "instruments" in script)]
)
def test_what_pages_fetch(sizes: dict[str, int], instruments: tuple[str, ...]) -> None:
    """What a page fetches is light at first, and with the search and any instrument on it."""
    first, search = SCRIPTS[:2]
    assert sizes[MAIN] + sizes[first] < SHOWN
    assert sum(sizes[path] for path in (MAIN, first, search, *instruments)) < LOADED


def test_everything_is_there(sites: tuple[Path, Path], sizes: dict[str, int]) -> None:
    """What a page or another script names is in the site, and nothing else of ours is."""
    site = sites[0]
    named = set()
    for path in [*site.rglob("*.html"), *(site / path for path in sizes if path != MAIN)]:
        text = path.read_text(encoding="utf-8")
        attributes = re.findall(r'(?:src|href)="([^"]*assets/trimtab/[^"]*)"', text)
        imports = re.findall(r'(?:from|import\(?)\s*"(\.[^"]+\.js)"', text) if path.suffix == ".js" else []
        named |= {
            (site / name[1:] if name.startswith("/") else path.parent / name)
            .resolve()
            .relative_to(site.resolve())
            .as_posix()
            for name in attributes + imports
        }
    spared = {"assets/trimtab/redirect.js", "assets/trimtab/embed.css", "assets/trimtab/beside.css"}
    assert set(sizes) - {MAIN} - spared <= named <= set(sizes)


def test_own_styles_stay_apart(tmp_path: Path) -> None:
    """A library with a stylesheet of its own in the place of one of ours gets it, as a file that pages name."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "one.md").write_text("---\ntitle: One\n---\n", encoding="utf-8")
    own = tmp_path / "overrides" / "assets" / "trimtab" / "loops.css"
    own.parent.mkdir(parents=True)
    own.write_text("p { color: red }", encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    theme = "theme: {name: material, custom_dir: overrides}\nplugins: [trimtab: {search: false}]"
    config.write_text(f"site_name: Own\n{theme}\n", encoding="utf-8")
    site = tmp_path / "site"
    assert mkdocs(config, site).code == 0
    page = (site / "one" / "index.html").read_text(encoding="utf-8")
    assert [Path(name).name for name in STYLES] == blocking(page)[1:]
    assert own.read_text(encoding="utf-8") == (site / STYLES[1]).read_text(encoding="utf-8")
