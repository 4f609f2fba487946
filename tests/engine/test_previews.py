"""What shows entries in other places, as builds write it."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from builds import LIBRARIES, Build, Page, inherit, mkdocs, words
from trimtab import Library
from trimtab.checking.store import Store
from trimtab.engine.previews import FEW, _drawn
from trimtab.site.previews.fonts import Fonts
from trimtab.site.previews.image import Picture, draw

THIRD_PARTY = LIBRARIES / "third-party" / "mkdocs.yml"
TOP = "https://bakers.example/book/"


def meta(page: Page) -> dict[str, str]:
    """What a page's head says, by name or property; each once."""
    said = [
        (one.get("property") or one.get("name") or "", one.get("content", "")) for one in page.all("meta")
    ]
    told = [(name, value) for name, value in said if name.startswith(("og:", "twitter:"))]
    assert len(told) == len(dict(told)), page.path
    return dict(told)


def pages(build: Build) -> dict[str, Page]:
    """The pages of a site's frame: not those that lead on, nor cards, nor the one for what isn't there."""
    return {
        path: page for path, page in build.pages.items() if page.all("article") or page.all(".md-main")
    } | {}


@pytest.mark.parametrize("library", ["third-party", "third-party-flat"])
def test_every_page_has_a_head(build: Build) -> None:
    """Entries, lists, the search and ordinary pages all say what they are, under one canonical address."""
    found = {path: page for path, page in pages(build).items() if path != "404.html"}
    assert len(found) > 10
    for path, page in found.items():
        told = meta(page)
        assert told["og:title"], path
        assert told.get("og:description") or path.startswith(("search", "index", "health")), path
        canonical = [link.get("href") for link in page.all("link") if link.get("rel") == "canonical"]
        assert [told["og:url"]] == canonical, path
        assert told["og:image"].startswith(TOP + "assets/previews/"), path
        assert told["og:image"].removeprefix(TOP) in build.files, path
        (data,) = (
            json.loads(one.text) for one in page.all("script") if one.get("type") == "application/ld+json"
        )
        assert told["og:url"] in {node.get("url") for node in data["@graph"]}, path


@pytest.mark.parametrize("library", ["minimal"])
def test_without_an_address(build: Build) -> None:
    """Where the site's address isn't known there are cards and badges, and nothing that needs it."""
    page = build.page("weekly-review")
    assert "og:title" in meta(page)
    assert "og:url" not in meta(page)
    assert "og:image" not in meta(page)
    assert {
        "embed/weekly-review/index.html",
        "badge/weekly-review.svg",
        "badge/weekly-review.json",
    } <= build.files
    assert [] == [path for path in build.files if path.startswith(("assets/previews/", "api/v1/oembed/"))]


@pytest.mark.parametrize("library", ["third-party"])
def test_every_entry_has_its_files(build: Build, read: Library) -> None:
    """Each entry has an image of the size that links promise, a card, a description and a badge."""
    for entry in read.entries:
        image = Image.open(build.site / f"assets/previews/{entry.slug}.png")
        assert (1200, 630) == image.size
        assert (121, 86, 73) == image.convert("RGB").getpixel((5, 5))
        wanted = {
            f"embed/{entry.slug}/index.html",
            f"api/v1/oembed/{entry.slug}.json",
            f"badge/{entry.slug}.svg",
        }
        assert wanted <= build.files
        page = build.page(entry.path.removesuffix(".md"))
        (found,) = (
            link.get("href") for link in page.all("link") if link.get("type") == "application/json+oembed"
        )
        described = json.loads((build.site / found.removeprefix(TOP)).read_text(encoding="utf-8"))
        assert entry.title == described["title"]


@pytest.mark.parametrize("library", ["third-party"])
def test_cards_are_not_found(build: Build) -> None:
    """Cards are in no sitemap and in no search index."""
    assert "/embed/" not in (build.site / "sitemap.xml").read_text(encoding="utf-8")
    indexed = [page for page in build.pages.values() if "data-pagefind-body" in page.html]
    fragments = [path for path in build.files if path.startswith("pagefind/fragment/")]
    assert len(indexed) == len(fragments) > 0


@pytest.mark.parametrize("library", ["third-party", "minimal"])
def test_how_to_embed(build: Build) -> None:
    """The page for those who link to the library shows how to embed."""
    said = words(build.page("link").one("article"))
    assert "<iframe src=" in said
    shield = "https://img.shields.io/endpoint?url=https%3A%2F%2Fbakers.example%2Fbook%2Fbadge%2F"
    assert (build.name == "third-party") == (shield in said)


def built(folder: Path, more: str, env: dict[str, str | None] | None = None) -> Path:
    """The site of the bakers with other settings."""
    folder.mkdir(exist_ok=True)
    done = mkdocs(inherit(THIRD_PARTY, folder, more), folder / "site", env=env)
    assert 0 == done.code, done.log
    return folder / "site"


def test_none(tmp_path: Path) -> None:
    """With `previews: false` there is only what heads say."""
    site = built(tmp_path, "plugins: [{trimtab: {previews: false}}]\n")
    assert [] == [
        name for name in ("embed", "badge", "assets/previews", "api/v1/oembed") if (site / name).exists()
    ]
    page = Page.read(site, "index.html")
    assert "og:title" in meta(page)
    assert "og:image" not in meta(page)


def test_images_are_kept(tmp_path: Path) -> None:
    """An image that was drawn before isn't drawn again; one that was damaged is."""
    env = {"TRIMTAB_CACHE_DIR": str(tmp_path / "kept")}
    site = built(tmp_path, "", env)
    before = {path.name: path.read_bytes() for path in (site / "assets/previews").iterdir()}
    names = sorted(path.name for path in (tmp_path / "kept").glob("*/image-*"))
    assert len(before) == len(names)
    folder = next((tmp_path / "kept").glob("*/image-*")).parent
    (folder / names[0]).write_bytes(b"damaged")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIMTAB_CACHE_DIR", env["TRIMTAB_CACHE_DIR"])
        store = Store.of(tmp_path / "previews")
        kept = store.load(names[1])
        store.save(names[1], b"kept")
    shutil.rmtree(site)
    site = built(tmp_path, "", env)
    after = {path.name: path.read_bytes() for path in (site / "assets/previews").iterdir()}
    changed = [name for name in before if before[name] != after[name]]
    assert [kept] == [before[name] for name in changed]
    assert [b"kept"] == [after[name] for name in changed]


@pytest.mark.parametrize(("font", "content"), [("nowhere.ttf", None), ("broken.ttf", b"no font")])
def test_a_font_that_is_none(font: str, content: bytes | None, tmp_path: Path) -> None:
    """A font that can't be read stops the build with a message that names it."""
    if content is not None:
        (tmp_path / font).write_bytes(content)
    more = f"plugins: [{{trimtab: {{previews: {{font: {font}}}}}}}]\n"
    done = mkdocs(inherit(LIBRARIES / "minimal" / "mkdocs.yml", tmp_path, more), tmp_path / "site")
    assert 1 == done.code
    assert re.search(rf"trimtab: previews\.font: .*{font} can't be read as a font", done.log)
    assert "Traceback" not in done.log


def test_names_that_cannot_be_drawn(tmp_path: Path) -> None:
    """A build says once that names have no image, and what mends it."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "loop.md").write_text("---\ntitle: 循環\nsummary: x\n---\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Loops\nsite_url: https://loops.example/\ntheme: {name: material, font: false}\n"
        "plugins: [trimtab]\n",
        encoding="utf-8",
    )
    done = mkdocs(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert 0 == done.code, done.log
    assert 1 == done.log.count("have no image for link previews")
    assert "“循環”" in done.log
    page = Page.read(tmp_path / "site", "loop/index.html")
    assert "https://loops.example/assets/previews/index.png" == meta(page)["og:image"]


def test_drawing_in_several_processes() -> None:
    """Many images are drawn in several processes, in order, and are the same as from one."""
    pictures = [Picture(f"Entry {number}", "Pattern", "Tools", "#1f4e5f") for number in range(FEW + 40)]
    drawn = list(_drawn(pictures, Fonts()))
    assert [draw(picture, Fonts()) for picture in pictures] == drawn
    assert all(Image.open(io.BytesIO(one)).format == "PNG" for one in drawn)


@pytest.mark.parametrize("library", ["third-party"])
def test_the_scheme_has_the_same_names(build: Build) -> None:
    """A term has the name in schema.org that it has in SKOS, and so has the library."""
    turtle = (build.site / "api/v1/library.ttl").read_text(encoding="utf-8")
    for page in pages(build).values():
        for one in page.all("script"):
            if one.get("type") == "application/ld+json":
                nodes = json.loads(one.text)["@graph"]
                named = [node["@id"] for node in nodes if node["@type"] in ("DefinedTerm", "DefinedTermSet")]
                removed = "Removed" in json.dumps(nodes)
                assert removed or [] == [name for name in named if f"<{name}>" not in turtle], page.path
