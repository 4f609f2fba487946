from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers import library
from trimtab.core.diagnostics import FILE_START, Diagnostic
from trimtab.core.library import Library
from trimtab.core.project import Project
from trimtab.core.settings import Settings
from trimtab.rules import RULES, Rule, check

WITHOUT_EXAMPLE = {"unreadable-file"}
"""What can't be written down as a text."""

PART = re.compile(
    r'^```markdown title="(?P<path>[^"]+)"(?P<escaped> escaped)?\n(?P<text>.*?)^```$|^## (?P<heading>[^\n]+)$',
    re.MULTILINE | re.DOTALL,
)
"""A file, or a heading that stands in none."""

PLACES = {
    "TT001": ["checkpoint.md:6:1"],
    "TT002": ["checkpoint.md:6:1"],
    "TT003": ["checkpoint.md:6:1"],
    "TT102": ["cafe.md:2:11"],
    "TT103": ["cafe.md:1:1"],
    "TT104": ["cafe.md:1:4"],
    "TT110": ["checkpoint.md:2:18"],
    "TT111": ["checkpoint.md:1:1"],
    "TT112": ["checkpoint.md:2:1"],
    "TT113": ["checkpoint.md:4:38"],
    "TT114": ["checkpoint.md:5:1"],
    "TT115": ["checkpoint.md:2:8"],
    "TT201": ["levels/delays.md:1:1"],
    "TT202": ["checkpoint.md:4:13"],
    "TT203": ["checkpoint.md:7:11"],
    "TT204": ["checkpoint.md:4:1"],
    "TT205": ["checkpoint.md:5:40"],
    "TT206": ["checkpoint.md:2:8"],
    "TT207": ["checkpoint.md:3:1"],
    "TT301": ["checkpoint.md:6:12"],
    "TT302": ["checkpoint.md:6:11"],
    "TT303": ["checkpoint.md:6:12"],
    "TT304": ["checkpoint.md:6:16"],
    "TT401": ["rota.md:1:1"],
    "TT402": ["short-checkpoint.md:4:11"],
    "TT403": ["search.md:1:1"],
    "TT404": ["Short_Checkpoint.md:1:1"],
    "TT405": ["levels/waits.md:4:9"],
    "TT501": ["worksheets/decision-log.md:2:8"],
    "TT502": ["worksheets/decision-log.md:6:1"],
    "TT601": ["archetypes/thermostat.md:5:46"],
    "TT602": ["archetypes/thermostat.md:5:67"],
    "TT603": ["archetypes/thermostat.md:5:27"],
    "TT701": ["checkpoint.md:5:3"],
    "TT702": ["checkpoint.md:5:14"],
}
"""Where each rule's example is found to be wrong."""

DOCUMENTED = [rule for rule in RULES.values() if rule.name not in WITHOUT_EXAMPLE]


def example(rule: Rule, heading: str) -> Library:
    """The library of the files below a heading of a rule's documentation."""
    files: dict[str, str | bytes] = {}
    below = ""
    for part in PART.finditer(rule.documentation):
        if part["heading"]:
            below = part["heading"]
        elif below == heading:
            text = part["text"]
            files[part["path"]] = (
                text.encode().decode("unicode_escape").encode("latin-1") if part["escaped"] else text
            )
    assert files, f"{rule.code} shows no file below {heading}"
    return library(files)


def place(found: Diagnostic) -> str:
    """A finding's place, as a report shows it."""
    return f"{found.path}:{found.span.start.line}:{found.span.start.column}"


@pytest.mark.parametrize("rule", DOCUMENTED, ids=lambda rule: rule.name)
def test_example(rule: Rule) -> None:
    """A rule's example raises the rule where it should, and no other rule."""
    found = check(example(rule, "Example")).diagnostics

    assert [(rule.code, at) for at in PLACES[rule.code]] == [(one.code, place(one)) for one in found]


@pytest.mark.parametrize("rule", DOCUMENTED, ids=lambda rule: rule.name)
def test_use_instead(rule: Rule) -> None:
    """What a rule says to use instead raises nothing."""
    assert () == check(example(rule, "Use instead")).diagnostics


@pytest.mark.parametrize("rule", DOCUMENTED, ids=lambda rule: rule.name)
def test_findings_are_whole(rule: Rule) -> None:
    """A finding says what is wrong in a sentence, what mends it, and shows the line that it stands on."""
    for found in check(example(rule, "Example")).diagnostics:
        assert (rule.name, rule.severity) == (found.name, found.severity)
        assert re.match(r"[A-Z`“].*\.$", found.message)
        assert re.match(r"[A-Z].*[.?`]$", found.help)
        assert found.source_line


def test_unreadable_file(tmp_path: Path) -> None:
    """A file that can't be opened is reported as such, and as nothing else."""
    (tmp_path / "x.md").symlink_to("nowhere.md")
    project = Project(root=tmp_path, docs_dir=tmp_path, settings=Settings())
    (found,) = check(Library.read(project)).diagnostics

    assert ("TT101", "x.md", FILE_START) == (found.code, found.path, found.span)
    assert "The file can't be read: No such file or directory." == found.message


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    """A directory that is named like an entry is a folder like any other."""
    (tmp_path / "x.md").mkdir()
    project = Project(root=tmp_path, docs_dir=tmp_path, settings=Settings())

    assert () == check(Library.read(project)).diagnostics
