"""GitHub's problem matcher and the task of VS Code read the lines of a concise report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from trimtab.core.diagnostics import Diagnostic, Position, Report, Severity, Span
from trimtab.report.context import Context
from trimtab.report.text import concise
from trimtab.scaffold import PROBLEM_MATCHER, write

GROUPS = ("file", "line", "column", "severity", "code", "message")


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The task that checks."""
    folder = tmp_path_factory.mktemp("task")
    write(folder, "Ours", version="1.2.3")
    (found,) = [
        task
        for task in json.loads((folder / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
        if "check" in task["args"]
    ]
    return found


@pytest.fixture(scope="module")
def matchers() -> list[dict[str, Any]]:
    """The matchers for GitHub."""
    return json.loads(PROBLEM_MATCHER.read_text(encoding="utf-8"))["problemMatcher"]


def line(severity: Severity, path: str, message: str) -> str:
    """The line of a finding in a concise report."""
    span = Span(Position(12, 3), Position(12, 9))
    found = Diagnostic("TT301", "unknown-target", severity, message, path, span)
    return concise(Report([found]), Context(version="1.2.3", prefix="patterns/")).splitlines()[0]


def match(pattern: dict[str, Any], text: str) -> dict[str, str] | None:
    """What a pattern reads from a line."""
    found = re.search(pattern["regexp"], text, re.ASCII)
    return found and {name: found[pattern[name]] for name in GROUPS if name in pattern}


def on_github(matchers: list[dict[str, Any]], text: str) -> list[dict[str, str]]:
    """What GitHub annotates: the severity of the matcher counts where the pattern reads none."""
    read = [(matcher, match(matcher["pattern"][0], text)) for matcher in matchers]
    return [
        ({"severity": matcher["severity"]} if "severity" in matcher else {}) | found
        for matcher, found in read
        if found
    ]


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("short-checkpoint.md", "No entry is called `x`."),
        ("C# at 100%: a.md", "`a:1:2: [b] (c)` is not a name."),
        ("mental-models/模式.md", "★★★★ (too many) is no confidence."),
        ("a:7:8: b.md", "x"),
    ],
)
def test_lines_of_findings(
    matchers: list[dict[str, Any]], task: dict[str, Any], severity: Severity, path: str, message: str
) -> None:
    """Each finding is read once and whole, whatever its path and its message are made of."""
    text = line(severity, path, message)
    expected = {
        "file": f"patterns/{path}",
        "line": "12",
        "column": "3",
        "severity": severity.value,
        "code": "TT301",
        "message": f"{message} (unknown-target)",
    }

    assert expected == match(task["problemMatcher"]["pattern"], text)
    github = {"error": "error", "warning": "warning", "info": "notice"}[severity]
    assert [expected | {"severity": github}] == on_github(matchers, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "All entries are sound.",
        "Found 1 error and 1 warning in 62 entries.",
        "error[TT202] `certain` is not a confidence. (invalid-field)",
        "  --> patterns/short-checkpoint.md:5:13",
        "patterns/a.md:5:13: notice",
        "patterns/a.md:5: error[TT202] x (y)",
    ],
)
def test_other_lines(matchers: list[dict[str, Any]], task: dict[str, Any], text: str) -> None:
    """What is no line of a finding isn't read as one."""
    assert None is match(task["problemMatcher"]["pattern"], text)
    assert [] == on_github(matchers, text)


def test_owners_are_removed(matchers: list[dict[str, Any]]) -> None:
    """The action takes back each matcher that it adds, by its owner."""
    action = (Path(__file__).parents[2] / "action.yml").read_text(encoding="utf-8")

    for matcher in matchers:
        assert f'echo "::remove-matcher owner={matcher["owner"]}::"' in action


def test_task_prints_what_it_reads(task: dict[str, Any]) -> None:
    """The task runs the check in the format that its matcher reads, without colours."""
    assert ["-m", "trimtab", "check", "--no-color", "--output-format", "concise"] == task["args"]
