"""What holds for every format."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from report.samples import GUIDE, GUIDE_CONTEXT, SCHEMA, WHOLE, contexts, declared, diagnostic, reports
from trimtab.core.diagnostics import Report, Severity
from trimtab.report import FORMATS
from trimtab.report.context import Context

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent.joinpath("patterns/guide/checking.md").read_text(encoding="utf-8")


def chapter(heading: str) -> str:
    """What stands below a heading of the guide's page, up to the next of its level."""
    level = heading.partition(" ")[0]
    return PAGE.partition(f"\n{heading}\n")[2].partition(f"\n{level} ")[0]


def example(name: str) -> str:
    """The example of a format in the guide."""
    found = re.search(r"^```\w+\n(.*?)^```$", chapter(f"### `{name}`"), re.MULTILINE | re.DOTALL)
    assert found, f"the guide has no example of {name}"
    return found[1]


def test_names() -> None:
    """The formats are those that the command offers."""
    assert ["full", "concise", "json", "sarif", "github", "junit"] == list(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@given(reports, contexts)
def test_any_report_is_rendered(name: str, report: Report, context: Context) -> None:
    """Whatever authors wrote, a format renders it, ends with one line feed, and can be written as UTF-8."""
    shown = FORMATS[name](report, context)

    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")
    assert shown == shown.encode().decode()


@pytest.mark.parametrize("name", FORMATS)
def test_same_report_same_text(name: str) -> None:
    """A report has the same text in every run, however Python orders its sets."""
    program = (
        "import sys; from report.samples import GUIDE_CONTEXT, WHOLE; from trimtab.report import FORMATS; "
        f"sys.stdout.buffer.write(FORMATS[{name!r}](WHOLE, GUIDE_CONTEXT).encode())"
    )
    shown = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    ]

    assert [FORMATS[name](WHOLE, GUIDE_CONTEXT).encode()] * 2 == shown


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "github"])
@given(reports, contexts)
def test_nothing_is_a_command(name: str, report: Report, context: Context) -> None:
    """Whatever authors wrote, no line of a log is a command to a CI server."""
    shown = FORMATS[name](report, context)

    assert not [line for line in re.split(r"[\r\n]", shown) if line.strip().startswith("::")]
    assert not re.search(r"##\w*\[", shown)


@pytest.mark.parametrize("name", FORMATS)
def test_long_lines_are_cut(name: str) -> None:
    """A line of 87 kB isn't repeated, wherever the finding stands on it."""
    line = "| a " * 21_750
    report = Report([diagnostic(line, start, start + 3) for start in (1, 40_000, 86_990)])

    assert len(FORMATS[name](report, Context(version="1"))) < 5_000


@pytest.mark.parametrize("name", ["full", "concise", "github", "junit"])
def test_long_messages_are_cut(name: str) -> None:
    """A message or a help that repeats a whole file is cut where people read it."""
    report = Report([diagnostic(message="x" * 87_000, help="y" * 87_000, path="z" * 87_000)])

    assert len(FORMATS[name](report, Context(version="1"))) < 30_000


@pytest.mark.parametrize("name", FORMATS)
def test_many_findings(name: str) -> None:
    """A large library with much amiss is reported whole, and doesn't take long."""
    found = [
        diagnostic("some words", 1, 5, at=at, path=f"{at % 700}.md", severity=Severity.WARNING)
        for at in range(1, 7_000)
    ]

    assert FORMATS[name](Report(found), Context(version="1"))


@pytest.mark.parametrize("name", FORMATS)
def test_colour_is_for_people(name: str) -> None:
    """Only the formats for people use the terminal's colours, and only where asked to."""
    coloured = FORMATS[name](WHOLE, Context(version="1", colour=True))

    assert "\x1b" not in FORMATS[name](WHOLE, Context(version="1"))
    assert (name in {"full", "concise"}) == ("\x1b" in coloured)


# The guide


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_documented(name: str) -> None:
    """The guide has a row and a chapter for each format."""
    assert f"\n| [`{name}`](#{name}) |" in chapter("## Formats")
    assert f"\n### `{name}`\n" in PAGE


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "sarif"])
def test_examples_are_real(name: str) -> None:
    """What the guide shows is what the format prints."""
    assert FORMATS[name](GUIDE, GUIDE_CONTEXT) == example(name)


def test_example_of_sarif() -> None:
    """Of SARIF the guide shows one result, as it is."""
    log = json.loads(FORMATS["sarif"](GUIDE, GUIDE_CONTEXT))

    assert log["runs"][0]["results"][0] == json.loads(example("sarif"))


@pytest.mark.parametrize("path", [path for path, _ in declared(SCHEMA)])
def test_properties_are_documented(path: str) -> None:
    """Each property of the JSON has a row in the guide; lines and columns have one for all places."""
    shown = re.sub(r".*\.(line|column)$", r"\1", path)

    assert re.search(rf"^\| .*`{re.escape(shown)}`.* \|", chapter("### `json`"), re.MULTILINE), shown
