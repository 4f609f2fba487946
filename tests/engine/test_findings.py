"""A build finds what `trimtab check` finds, in the same files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files

from builds import GOLDEN, LIBRARIES, SAMPLES, Build
from trimtab import Library, Severity, check, load
from trimtab.engine.pages import SHOWN

FINDING = re.compile(r"^(?:\w+ +-  )?(error|warning|info)\[(TT\d+)\] .*\n  --> (.*)$", re.MULTILINE)
"""A finding as it is shown: severity, code, place."""


@pytest.mark.parametrize("name", GOLDEN)
def test_expected_findings(name: str) -> None:
    """A golden library has exactly the findings that its `expected.txt` lists, a line each."""
    report = check(Library.read(load(LIBRARIES / name / "mkdocs.yml")))
    actual = [
        f"{found.path}:{found.span.start.line}:{found.span.start.column} {found.code}"
        for found in report.diagnostics
    ]
    assert (LIBRARIES / name / "expected.txt").read_text(encoding="utf-8").splitlines() == actual


def test_the_broken_library_is_broken_in_every_way_of_reading() -> None:
    """The broken library has a file for each way in which a file in a checkout can't be read as it is."""
    from trimtab.rules import RULES

    codes = {
        line.rpartition(" ")[2] for line in (LIBRARIES / "broken" / "expected.txt").read_text().splitlines()
    }
    unbroken = {code for code in RULES if code.startswith("TT1")} - codes
    assert {"TT101"} == unbroken, "only a file that can't be opened is in no checkout"


@pytest.mark.parametrize("library", [*GOLDEN, "own", *SAMPLES])
def test_a_build_logs_what_the_check_finds(build: Build, read: Library) -> None:
    """A build shows the worst findings of the check in its words, and counts the others."""
    command = [sys.executable, "-m", "trimtab", "check", "-f", build.config, "--no-color"]
    done = subprocess.run(command, cwd=build.config.parent, capture_output=True, text=True, check=False)
    checked = FINDING.findall(done.stdout)
    ranks = [severity.value for severity in Severity]
    worst_first = sorted(checked, key=lambda found: ranks.index(found[0]))
    assert worst_first[:SHOWN] == FINDING.findall(build.log)
    rest = re.findall(r"and (\d+) more findings; `trimtab check` shows them all", build.log)
    assert [str(len(checked) - SHOWN)] * (len(checked) > SHOWN) == rest
    assert 0 == build.code, build.log


@pytest.mark.parametrize("library", ["own", "minimal", "third-party"])
def test_sound_libraries_build_without_a_word(build: Build) -> None:
    """A sound library has no findings, and MkDocs has nothing to warn of."""
    assert [] == FINDING.findall(build.log)
    assert [] == re.findall(r"^(?:WARNING|ERROR) .*", build.log, re.MULTILINE)


@pytest.fixture
def odd_files(tmp_path: Path) -> Path:
    """A `docs_dir` with files of every sort that MkDocs leaves out, or doesn't."""
    paths = """
        index.md README.md entry.md .hidden.md .hidden/page.md _underscore.md
        templates/page.md templates/deep/page.md guide/templates/page.md
        guide/README.md guide/index.md plain/README.md both/README.md both/index.md
        drafts/draft.md drafts/kept.md excluded/page.md excluded/kept.md secret.md guide/secret.md
        picture.png guide/.hidden.png data.json page.html notes.txt UPPER.MD space here.md
        .well-known/kept.txt deep/er/and/deeper.md
    """
    for path in re.split(r"\s+(?!here)", paths.strip()):
        file = tmp_path / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# {path}\n", encoding="utf-8")
    (tmp_path / "docs" / "linked").symlink_to(tmp_path / "docs" / "deep", target_is_directory=True)
    return tmp_path


@pytest.mark.parametrize(
    "more",
    [
        "",
        "exclude_docs: |\n  excluded/\n  # a comment\n\n  /secret.md\n",
        "exclude_docs: |\n  excluded/*\n  !excluded/kept.md\n  !.well-known\n",
        "exclude_docs: |\n  *.md\n  !index.md\n",
        "exclude_docs: |\n  both/index.md\n  guide/README.md\n",
        "draft_docs: |\n  drafts/*\n  !drafts/kept.md\n",
        "exclude_docs: secret.md\ndraft_docs: drafts/\nnot_in_nav: entry.md\n",
    ],
    ids=["plain", "excluded", "negated", "all-but", "beside", "drafts", "everything"],
)
def test_files_are_those_that_mkdocs_sees(more: str, odd_files: Path) -> None:
    """The check reads the files that MkDocs builds: without hidden, excluded and draft ones, templates and doubles."""
    config = odd_files / "mkdocs.yml"
    config.write_text(f"site_name: Odd\n{more}plugins: [trimtab]\n", encoding="utf-8")
    seen = get_files(load_config(str(config)))
    expected = sorted(file.src_uri for file in seen if file.inclusion.is_included())
    assert expected == sorted(Library.read(load(config)).files)
