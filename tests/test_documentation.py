"""Everything that users can name is documented where they would look."""

import json
from pathlib import Path

import pytest

from helpers import library
from trimtab.cli.main import main
from trimtab.core.diagnostics import Report
from trimtab.core.fields import model_fields
from trimtab.core.model import MODELS
from trimtab.core.settings import DEFAULT_FOLDERS, DEFAULT_RELATIONS, RelationSettings, Settings
from trimtab.rules import RULES
from trimtab.rules.documentation import page
from trimtab.site.catalogue import Catalogue
from trimtab.site.health import Health

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "patterns/guide"
FACETS = ("kind", "level", "archetype", "model", "domain", "confidence", "vitality", "status", "tag")


def test_rules_page_is_what_the_rules_say() -> None:
    """The guide's page of rules is made from the rules' docstrings; `make rules` writes it anew."""
    assert page(RULES) == (GUIDE / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_settings_are_documented(name: str) -> None:
    """Each setting has a row in the guide's table of settings."""
    assert f"\n| `{name}` |" in (GUIDE / "publishing-your-own-library.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RelationSettings.model_fields)
def test_relation_settings_are_documented(name: str) -> None:
    """Each part of the setting `relations` is named in the guide."""
    assert f"`{name}`" in (GUIDE / "publishing-your-own-library.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("folder", "kind"), DEFAULT_FOLDERS.items())
def test_folders_are_documented(folder: str, kind: str) -> None:
    """Each built-in folder has a row with its kind."""
    rows = (GUIDE / "publishing-your-own-library.md").read_text(encoding="utf-8").splitlines()
    assert [f"`{kind}`"] == [row.split("|")[2].strip() for row in rows if row.startswith(f"| `{folder}`")]


@pytest.mark.parametrize(
    "name", sorted({name for model in MODELS.values() for name in model_fields(model)} - {"id"})
)
def test_fields_are_documented(name: str) -> None:
    """Each field of each kind is named where contributors are told how to write an entry."""
    assert f"`{name}`" in (GUIDE / "contributing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DEFAULT_RELATIONS)
def test_relation_types_are_documented(name: str) -> None:
    """Each built-in type of relation is named where contributors are told how to write one."""
    assert f"`{name}`" in (GUIDE / "contributing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FACETS)
def test_facets_are_documented(name: str) -> None:
    """Each facet of the search is shown as it's typed."""
    assert f"| `{name}:" in (GUIDE / "searching.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", main.commands)
def test_commands_are_documented(name: str) -> None:
    """Each command is named in the README and has a row in the guide's page of commands, and a help text of its own."""
    assert f"trimtab {name}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"\n| `trimtab {name}` |" in (GUIDE / "commands.md").read_text(encoding="utf-8")
    assert main.commands[name].help


COMMAND_OPTIONS = sorted(
    {
        (name, option)
        for name, command in main.commands.items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option not in ("--config-file", "--output", "--output-format")
    }
)


@pytest.mark.parametrize(("name", "option"), COMMAND_OPTIONS)
def test_options_are_documented(name: str, option: str) -> None:
    """Each option of a command is named in the guide: those of the check on its own page."""
    page = "checking.md" if name == "check" else "commands.md"
    assert option in (GUIDE / page).read_text(encoding="utf-8")


def test_health_is_documented() -> None:
    """Each key of the health data has a row in the guide, and the example there has all of them."""
    text = (GUIDE / "health.md").read_text(encoding="utf-8")
    example = json.loads(text.partition("```json\n")[2].partition("```")[0])
    data = Health(Catalogue(library({})), Report(()), None).data()

    assert list(data) == list(example)
    assert [] == [key for key in data if f"`{key}`" not in text.partition("| key |")[2]]
