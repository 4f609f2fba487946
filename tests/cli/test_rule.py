from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from trimtab.cli.main import main
from trimtab.rules import RULES


def run(*arguments: str) -> Result:
    """What `trimtab rule` does."""
    return CliRunner().invoke(main, ["rule", *arguments], catch_exceptions=False)


@pytest.mark.parametrize("name", ["TT301", "tt301", "unknown-target"])
def test_a_rule_is_explained(name: str) -> None:
    """A rule's documentation is shown under its code and name, by either of them."""
    result = run(name)

    assert 0 == result.exit_code
    assert result.stdout.startswith(
        "# TT301 unknown-target\n\n*Error.* A reference, a relation or a field names "
    )
    assert "## Use instead\n" in result.stdout


def test_a_family_is_explained() -> None:
    """The beginning of codes explains all rules of a family."""
    family = [code for code in RULES if code.startswith("TT6")]

    assert family == [line.split()[1] for line in run("TT6").stdout.splitlines() if line.startswith("# TT")]


def test_all_rules() -> None:
    """All rules are listed in the order of their codes, a line each."""
    lines = run("--all").stdout.splitlines()

    assert list(RULES) == [line.split()[0] for line in lines]
    assert (
        "TT301 error   unknown-target: A reference, a relation or a field names an entry that doesn't exist."
        in lines
    )


def test_rules_as_data() -> None:
    """Rules are had as JSON too."""
    rules = json.loads(run("--all", "--output-format", "json").stdout)

    assert list(RULES) == [rule["code"] for rule in rules]
    assert {"code", "name", "severity", "summary", "documentation"} == set(rules[0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["TT999"], "error: there is no rule `TT999`; `trimtab rule --all` lists them\n"),
        ([], "error: name a rule, such as `trimtab rule TT301`, or list them with `trimtab rule --all`\n"),
    ],
)
def test_no_rule(arguments: list[str], message: str) -> None:
    """A rule that isn't there, or none at all, is told as such."""
    result = run(*arguments)

    assert (2, "", message) == (result.exit_code, result.stdout, result.stderr)
