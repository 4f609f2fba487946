"""Scripts and styles as sites have them: joined and minified where that is possible, else as the theme has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from builds import mkdocs
from trimtab.checking.store import Store
from trimtab.engine.assets import SCRIPTS, SHEETS, STYLES, THEME
from trimtab.engine.minifying import Minifier

pytest.importorskip("minify", reason="The minifier has no build for this machine.")

PLACE = THEME / "assets" / "trimtab"
ALL = {path.relative_to(THEME).as_posix() for path in PLACE.rglob("*") if path.suffix in (".css", ".js")}

REDIRECT = "assets/trimtab/redirect.js"
PARTS = {f"assets/trimtab/instruments/{path.name}" for path in (PLACE / "instruments").glob("*.css")} - {
    *STYLES,
    *SHEETS,
}
"""The stylesheets that become part of another."""
REFUSING = """
class MinifyError(Exception):
    pass

def string(kind, text):
    if {said!r} in text and "_0" in text:
        raise MinifyError("not understood")
    return text + " "
"""
"""A minifier that refuses a joined script."""


def build(folder: Path, own: dict[str, str] | None = None, **env: str) -> Path:
    """The site of a small library with files of its own in its theme."""
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "one.md").write_text("---\ntitle: One\n---\n", encoding="utf-8")
    (folder / "overrides").mkdir(exist_ok=True)
    for path, text in (own or {}).items():
        place = folder / "overrides" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    config = folder / "mkdocs.yml"
    theme = "theme: {name: material, custom_dir: overrides}\nplugins: [trimtab: {search: false}]"
    config.write_text(f"site_name: Own\n{theme}\n", encoding="utf-8")
    done = mkdocs(config, folder / "site", env=env)
    assert done.code == 0, done.log
    return folder / "site"


def ours(site: Path) -> set[str]:
    """The paths of the scripts and styles of ours in a site."""
    found = site.joinpath("assets", "trimtab").rglob("*")
    return {path.relative_to(site).as_posix() for path in found if path.suffix in (".css", ".js")}


def same(site: Path, path: str) -> bool:
    """Whether a file in a site is as in the theme."""
    return (site / path).read_bytes() == (THEME / path).read_bytes()


@pytest.fixture
def broken(tmp_path: Path) -> dict[str, str]:
    """Settings with which the minifier can't be loaded."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "minify.py").write_text("raise ImportError('no library')\n", encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path / "broken"), "TRIMTAB_CACHE_DIR": str(tmp_path / "cache")}


def test_joined(tmp_path: Path) -> None:
    """A site has few files of ours, all of them smaller than in the theme, and two builds make the same."""
    site = build(tmp_path)
    rest = {f"assets/trimtab/{name}" for name in ("beside.css", "embed.css", "redirect.js")}
    assert {*SCRIPTS, *SHEETS, *rest} == ours(site)
    assert [] == [path for path in ours(site) if same(site, path)]
    before = {path: (site / path).read_bytes() for path in ours(site)}
    site = build(tmp_path, TRIMTAB_CACHE_DIR=str(tmp_path / "other"))
    assert before == {path: (site / path).read_bytes() for path in ours(site)}


def test_own_script(tmp_path: Path) -> None:
    """A library's own script is used as it is, with our modules as they are, so that any of them can be its own."""
    path = "assets/trimtab/search/words.js"
    site = build(tmp_path, {path: "export const telling = (words) => words;\n"})
    scripts = {name for name in ALL if name.endswith(".js")}
    assert scripts <= ours(site)
    assert [path] == [name for name in sorted(scripts) if not same(site, name)]
    assert "(words) => words" in (site / path).read_text(encoding="utf-8")
    assert not same(site, SHEETS[0])


def test_own_stylesheet_of_an_instrument(tmp_path: Path) -> None:
    """A library's own stylesheet for an instrument is used as it is, and fetched by the one that pages name."""
    path = "assets/trimtab/instruments/ladder.css"
    site = build(tmp_path, {path: "p { color: red }\n"})
    assert "p { color: red }\n" == (site / path).read_text(encoding="utf-8")
    assert same(site, SHEETS[0])
    assert "@import" in (site / SHEETS[0]).read_text(encoding="utf-8")
    assert {name for name in ALL if name.endswith(".css")} - set(STYLES) <= ours(site)


def test_own_entry(tmp_path: Path) -> None:
    """So is one in the place of a file that others belong to."""
    site = build(tmp_path, {SHEETS[0]: "b { color: red }\n", SCRIPTS[0]: "let (\n"})
    assert ["b { color: red }\n", "let (\n"] == [
        (site / path).read_text() for path in (SHEETS[0], SCRIPTS[0])
    ]
    assert same(site, SCRIPTS[1])


def test_without_a_minifier(tmp_path: Path, broken: dict[str, str]) -> None:
    """Where the minifier doesn't run, a site has the theme's files as they are, and once it runs others."""
    site = build(tmp_path, **broken)
    assert ALL - set(STYLES) == ours(site)
    assert [] == [path for path in ours(site) if not same(site, path)]
    site = build(tmp_path, TRIMTAB_CACHE_DIR=broken["TRIMTAB_CACHE_DIR"])
    assert not same(site, SCRIPTS[0])


@pytest.mark.parametrize("said", ["tt-site", "pagefind.js", "tt-together-input", "trimtab:sheet:"])
def test_one_script_that_is_not_understood(tmp_path: Path, said: str) -> None:
    """Where the minifier refuses one of the joined scripts, all modules are as in the theme; other files aren't."""
    (tmp_path / "minify.py").write_text(REFUSING.format(said=said), encoding="utf-8")
    site = build(tmp_path, PYTHONPATH=str(tmp_path), TRIMTAB_CACHE_DIR=str(tmp_path / "cache"))
    assert ALL - set(STYLES) - ours(site) == PARTS
    modules = {path for path in ours(site) if path.endswith(".js")} - {REDIRECT}
    assert {path for path in ALL if path.endswith(".js")} - {REDIRECT} == modules
    assert [] == [path for path in modules if not same(site, path)]
    assert not same(site, REDIRECT)
    assert not same(site, SHEETS[0])


def test_kept(tmp_path: Path, broken: dict[str, str]) -> None:
    """What was made once is used again, without the minifier."""
    build(tmp_path, TRIMTAB_CACHE_DIR=broken["TRIMTAB_CACHE_DIR"])
    site = build(tmp_path, **broken)
    assert not same(site, SCRIPTS[0])


def test_what_is_not_understood(tmp_path: Path) -> None:
    """A text that the minifier doesn't understand is left out, and the others aren't; damaged results don't count."""
    texts = {
        "a.js": "export const first = (one) => one + 1;\n",
        "b.js": "let (\n",
        "c.css": "p { color: red }\n",
    }
    made = {"a.js": "export const first=e=>e+1", "c.css": "p{color:red}"}
    store = Store(tmp_path)
    assert made == Minifier(store).minify(texts)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"damaged")
    assert made == Minifier(store).minify(texts)


def test_declarations_keep_their_order(tmp_path: Path) -> None:
    """What is taken apart is declared after what it is taken from; releases of the minifier have had it before."""
    text = "const last = (all) => {\n  const found = [...all];\n  const [one] = found.reverse();\n  return one;\n};\n"
    (small,) = Minifier(Store(tmp_path)).minify({"a.js": text}).values()
    assert small.index("=[...") < small.index(".reverse()")
