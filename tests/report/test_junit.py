from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given

from report.samples import GUIDE, GUIDE_CONTEXT, WHOLE, contexts, diagnostic, reports
from trimtab.core.diagnostics import Report, Severity
from trimtab.report.context import Context
from trimtab.report.junit import render
from trimtab.report.text import finding

CONTEXT = Context(version="1", prefix="lib/")


def read(report: Report, context: Context = CONTEXT) -> ElementTree.Element:
    """What a CI server gets."""
    return ElementTree.fromstring(render(report, context).encode())  # noqa: S314 - our own


def test_whole_report() -> None:
    """Each file is a suite, and each finding a test that failed."""
    expected = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="trimtab" tests="2" failures="2" errors="0">
  <testsuite name="patterns/short-checkpoint.md" tests="2" failures="2" errors="0">
    <testcase classname="patterns/short-checkpoint.md" name="TT202 invalid-field (5:13)" \
file="patterns/short-checkpoint.md" line="5">
      <failure type="error" message="`certain` is not a confidence.">
error[TT202] `certain` is not a confidence. (invalid-field)
  --&gt; patterns/short-checkpoint.md:5:13
   |
 5 | confidence: certain
   |             ^^^^^^^
   = help: Write 1, 2 or 3 (★ low, ★★ medium, ★★★ high).
</failure>
    </testcase>
    <testcase classname="patterns/short-checkpoint.md" name="TT204 misspelt-key (6:1)" \
file="patterns/short-checkpoint.md" line="6">
      <failure type="warning" message="`tag` is not a key that Trimtab knows.">
warning[TT204] `tag` is not a key that Trimtab knows. (misspelt-key)
  --&gt; patterns/short-checkpoint.md:6:1
   |
 6 | tag: [feedback]
   | ^^^
   = help: Did you mean `tags`?
   = possible fix: replace `tag` with `tags`
</failure>
    </testcase>
  </testsuite>
</testsuites>
"""
    assert expected == render(GUIDE, GUIDE_CONTEXT)


def test_nothing_found() -> None:
    """A report without findings has one test, which passed."""
    expected = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="trimtab" tests="1" failures="0" errors="0">
  <testsuite name="trimtab" tests="1" failures="0" errors="0">
    <testcase classname="trimtab" name="check" />
  </testsuite>
</testsuites>
"""
    assert expected == render(Report([]), CONTEXT)


@pytest.mark.parametrize(("severity", "failures"), [("error", "1"), ("warning", "1"), ("info", "0")])
def test_what_fails(severity: str, failures: str) -> None:
    """Errors and warnings are failures; a note is a test that passed."""
    root = read(Report([diagnostic(severity=Severity(severity))]))
    case = root.find("testsuite/testcase")

    assert [failures, failures] == [root.get("failures"), root.find("testsuite").get("failures")]  # type: ignore[union-attr]
    assert case is not None
    assert ["system-out" if severity == "info" else "failure"] == [child.tag for child in case]


def test_one_suite_a_file() -> None:
    """Findings stand in the suites of their files, in the order of the report."""
    suites = read(WHOLE).findall("testsuite")

    assert [("lib/a.md", "2"), ("lib/ä b/c#d%.md", "1")] == [
        (suite.get("name"), suite.get("tests")) for suite in suites
    ]


def test_a_case_tells_all() -> None:
    """A case holds the finding as people see it on a terminal."""
    told = [case[0].text for case in read(WHOLE).iter("testcase")]

    assert [f"\n{finding(found, 'lib/').plain}" for found in WHOLE.diagnostics] == told


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_letters_that_xml_lacks(char: str) -> None:
    """What XML has no letters for becomes a sign."""
    case = next(read(Report([diagnostic(message=f"a{char}b", path=f"c{char}d")])).iter("testcase"))

    assert ("lib/c�d", "a�b") == (case.get("file"), case[0].get("message"))


@given(reports, contexts)
def test_any_report_is_xml(report: Report, context: Context) -> None:
    """Whatever authors wrote, the report parses, has a case for each finding, and its counts are right."""
    root = read(report, context)
    cases = list(root.iter("testcase"))

    assert max(1, len(report.diagnostics)) == len(cases) == int(root.get("tests", ""))
    assert int(root.get("failures", "")) == len(list(root.iter("failure")))
    assert int(root.get("tests", "")) == sum(int(suite.get("tests", "")) for suite in root)
