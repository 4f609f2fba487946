from __future__ import annotations

from pathlib import Path

import pytest

from helpers import library
from history.repositories import CONFIG, Clone, entry
from trimtab.core.diagnostics import Diagnostic, Position, Report, Severity, Span
from trimtab.core.library import Library
from trimtab.core.project import load
from trimtab.history import check_both, new_findings, read_past
from trimtab.history.findings import cured_findings
from trimtab.rules import check, examine


def found(line: int, path: str = "a.md", text: str = "the line", message: str = "It is wrong.") -> Diagnostic:
    """A finding on a line."""
    at = Position(line, 1)
    return Diagnostic("TT999", "bad-thing", Severity.ERROR, message, path, Span(at, at), source_line=text)


@pytest.mark.parametrize(
    ("before", "after", "new", "cured"),
    [
        ([], [], [], []),
        ([], [found(1)], [found(1)], []),
        ([found(1)], [], [], [found(1)]),
        ([found(1)], [found(7)], [], []),
        ([found(1)], [found(1, text="  the line\t")], [], []),
        ([found(1)], [found(1, text="another")], [found(1, text="another")], [found(1)]),
        ([found(1)], [found(1, message="Else.")], [found(1, message="Else.")], [found(1)]),
        ([found(1, message="See line 3.")], [found(1, message="See line 9.")], [], []),
        ([found(1), found(5)], [found(2), found(6), found(9)], [found(9)], []),
        ([found(2), found(6), found(9)], [found(1)], [], [found(6), found(9)]),
        ([found(1, "b.md")], [found(1, "a.md")], [found(1, "a.md")], [found(1, "b.md")]),
        ([found(1, "old.md")], [found(1, "new.md")], [], []),
        ([found(1, "old.md"), found(4, "old.md")], [found(3, "new.md")], [], [found(4, "old.md")]),
        ([found(1, "old.md")], [found(1, "old.md")], [found(1, "old.md")], [found(1, "old.md")]),
    ],
)
def test_comparison(
    before: list[Diagnostic], after: list[Diagnostic], new: list[Diagnostic], cured: list[Diagnostic]
) -> None:
    """Findings are the same wherever their line went; of several alike, as many are new as there are more."""
    renames = {"old.md": "new.md"}
    then, now = Report(before), Report(after)

    assert tuple(new) == new_findings(then, now, renames).diagnostics
    assert tuple(cured) == cured_findings(then, now, renames).diagnostics


def test_a_deleted_entry_shows_where_it_is_missed(tmp_path: Path) -> None:
    """Findings count in files that nobody touched, if what they need was deleted; those of before don't."""
    body = "See [[b]] and [[nowhere]]."
    clone = Clone.init(
        tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": entry("A", body), "docs/b.md": entry("B")}
    )
    clone.write({"docs/b.md": None})
    past, now = clone.past(), clone.library()
    new = new_findings(*check_both(past.library, now), past.renames)

    assert [("TT301", "a.md", "There is no entry called `b`.")] == [
        (each.code, each.path, each.message) for each in new.diagnostics
    ]


def test_findings_move_with_their_file(tmp_path: Path) -> None:
    """A file that has another name brings none of its findings anew."""
    text = entry("A", "See [[nowhere]].\n\n" + "A line to know it by.\n" * 9)
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, "docs/old-name.md": text})
    clone.write({"docs/old-name.md": None, "docs/new-name.md": f"{text}\n\nAnd [[nothing]].\n"})
    past, now = clone.past(), clone.library()
    new = new_findings(*check_both(past.library, now), past.renames)

    assert ["There is no entry called `nothing`."] == [each.message for each in new.diagnostics]


def test_both_states_are_checked_whole(tmp_path: Path) -> None:
    """Documents that both states hold are examined once, and the reports are those of two whole checks."""
    files = {
        "mkdocs.yml": CONFIG,
        "docs/a.md": "---\ntitle: A\n---\n",
        "docs/b.md": "---\ntitle: B\n---\n[[c]]\n",
    }
    clone = Clone.init(tmp_path, files)
    clone.write({"docs/b.md": "---\ntitle: B\nconfidence: 9\n---\n"})
    project = load(clone.config)
    now = Library.read(project)
    before = read_past(project, now, "HEAD").library
    examined = [each for document in now.documents for each in examine(document, now.settings)]
    then, later = check_both(before, now, examined)

    assert check(before).diagnostics == then.diagnostics
    assert check(now).diagnostics == later.diagnostics
    assert (then.diagnostics, later.diagnostics) == tuple(
        report.diagnostics for report in check_both(before, now)
    )
    # What is known of the shared document is taken as it is given.
    assert "a.md" not in {each.path for each in check_both(before, now, [])[0].diagnostics}


def test_settings_of_each_state_count() -> None:
    """A rule that the settings of one state ignore finds nothing in that state alone."""
    files = {"a.md": "---\ntitle: A\n---\n"}
    before, after = library(files, rules={"ignore": ["TT206"]}), library(files)
    then, now = check_both(before, after)

    assert "TT206" not in {each.code for each in then.diagnostics}
    assert "TT206" in {each.code for each in new_findings(then, now, {}).diagnostics}
