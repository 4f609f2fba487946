from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trimtab.cli.main import main
from trimtab.core.schema import schema, schemas
from trimtab.core.settings import parse

CONFIG = "site_name: A\nplugins:\n  - trimtab: {kinds: {recipe: {title: Recipe, plural: Recipes}}}\n"
SETTINGS = parse({"kinds": {"recipe": {"title": "Recipe", "plural": "Recipes"}}})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with a kind of its own, which the command runs in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "docs").mkdir()
    return tmp_path


def run(*arguments: str) -> Result:
    """What `trimtab schema` does."""
    return CliRunner().invoke(main, ["schema", *arguments], catch_exceptions=False)


@pytest.mark.parametrize("kind", ["pattern", "level", "recipe", "entry"])
def test_one_kind(here: Path, kind: str) -> None:
    """The schema of a kind of this library is printed."""
    assert schema(kind, SETTINGS) == json.loads(run(kind).stdout)


def test_any_entry(here: Path) -> None:
    """Without a kind, the schema is that of any entry."""
    assert schema("entry", SETTINGS) == json.loads(run().stdout)


def test_a_folder(here: Path) -> None:
    """All schemas, or one, are written into a folder."""
    run("--output", "all")
    run("case", "--output", "one")

    assert schemas(SETTINGS) == {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text())
        for path in (here / "all").iterdir()
    }
    assert ["case.schema.json"] == [path.name for path in (here / "one").iterdir()]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("patern", "error: there is no kind `patern`; did you mean `pattern`?\n"),
        ("x", "error: there is no kind `x`; there are entry, pattern, level, archetype, mental-model, case, "
              "worksheet, recipe\n"),
    ],
)  # fmt: skip
def test_no_such_kind(here: Path, kind: str, message: str) -> None:
    """A kind that the library doesn't have is told as such, with the nearest one."""
    result = run(kind)

    assert (2, "", message) == (result.exit_code, result.stdout, result.stderr)
