from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from report.samples import GUIDE, SCHEMA, WHOLE, contexts, declared, diagnostic, reports, texts
from trimtab.core.diagnostics import Report
from trimtab.report.context import Context
from trimtab.report.json import VERSION, dump, render

CONTEXT = Context(version="1.2.3", prefix="lib/", hidden=4, entries=62)


def read(report: Report, context: Context = CONTEXT) -> Any:
    """What a program gets."""
    return json.loads(render(report, context))


def written(value: Any, path: str = "") -> Iterator[str]:
    """Every property that a report has, by its path."""
    if isinstance(value, list):
        for each in value:
            yield from written(each, f"{path}[]")
    if isinstance(value, dict):
        for name, inner in value.items():
            below = f"{path}.{name}" if path else name
            yield below
            yield from written(inner, below)


def test_whole_report() -> None:
    """A finding has all that is known of it, with places in lines and columns from 1."""
    found = read(Report(WHOLE.diagnostics[1:2]))

    assert {
        "version": 1,
        "trimtab": "1.2.3",
        "summary": {
            "entries": 62,
            "findings": 1,
            "error": 1,
            "warning": 0,
            "info": 0,
            "fixable": 1,
            "hidden": 4,
        },
        "findings": [
            {
                "code": "TT999",
                "name": "bad-thing",
                "severity": "error",
                "message": "It is wrong.",
                "help": "Mend it.",
                "path": "lib/a.md",
                "start": {"line": 9, "column": 5},
                "end": {"line": 9, "column": 15},
                "related": [
                    {
                        "path": "lib/b.md",
                        "start": {"line": 1, "column": 1},
                        "end": {"line": 1, "column": 1},
                        "message": "begins so",
                    },
                    {
                        "path": "lib/c.md",
                        "start": {"line": 2, "column": 3},
                        "end": {"line": 2, "column": 4},
                        "message": "is here",
                    },
                ],
                "fix": {
                    "safe": True,
                    "edits": [
                        {
                            "start": {"line": 9, "column": 7},
                            "end": {"line": 9, "column": 13},
                            "text": "written",
                        },
                        {
                            "start": {"line": 10, "column": 1},
                            "end": {"line": 10, "column": 1},
                            "text": "\n",
                        },
                    ],
                },
                "fingerprint": WHOLE.diagnostics[1].fingerprint,
            }
        ],
    } == found


def test_counts() -> None:
    """The summary counts by severity, and what `--fix` mends; a likely cure doesn't count."""
    counts = read(WHOLE, Context(version="1"))["summary"]

    assert {
        "entries": None,
        "findings": 3,
        "error": 1,
        "warning": 1,
        "info": 1,
        "fixable": 1,
        "hidden": 0,
    } == counts


def test_nothing_found() -> None:
    """A report without findings is a whole report."""
    assert [] == read(Report([]))["findings"]


def test_findings_are_in_the_order_of_the_report() -> None:
    """Findings come by file, then by place."""
    report = Report([diagnostic(path="b.md"), diagnostic(at=2), diagnostic(at=1)])

    assert [("lib/a.md", 1), ("lib/a.md", 2), ("lib/b.md", 1)] == [
        (found["path"], found["start"]["line"]) for found in read(report)["findings"]
    ]


def test_the_schema_is_a_schema() -> None:
    """The published schema is valid itself, and of the version that reports have."""
    Draft202012Validator.check_schema(SCHEMA)

    assert VERSION == SCHEMA["properties"]["version"]["const"]


@pytest.mark.parametrize(("path", "inner"), list(declared(SCHEMA)), ids=lambda value: str(value)[:40])
def test_every_property_is_described(path: str, inner: Any) -> None:
    """The schema says of each property what it is."""
    assert inner.get("description", "").endswith("."), path


def test_the_schema_declares_what_is_written() -> None:
    """The schema declares each property that a full report has, and none besides."""
    assert {path for path, _ in declared(SCHEMA)} == set(written(read(WHOLE)))


def test_the_schema_requires_what_it_declares() -> None:
    """A report that lacks any property isn't valid, nor is one of another version."""
    validator = Draft202012Validator(SCHEMA)
    for name in ("version", "trimtab", "summary", "findings"):
        report = read(GUIDE)
        del report[name]

        assert not validator.is_valid(report)

    for name in read(GUIDE)["findings"][0]:
        report = read(GUIDE)
        del report["findings"][0][name]

        assert not validator.is_valid(report)

    assert not validator.is_valid({**read(GUIDE), "version": 2})
    assert validator.is_valid({**read(GUIDE), "more": 1})


@given(reports, contexts)
def test_any_report_is_valid(report: Report, context: Context) -> None:
    """Whatever authors wrote, the report parses and is as the schema says."""
    found = read(report, context)

    assert [] == [error.message for error in Draft202012Validator(SCHEMA).iter_errors(found)]
    assert len(report.diagnostics) == len(found["findings"])


@given(texts)
def test_text_arrives_as_it_was(text: str) -> None:
    """Programs get an author's words unchanged, but for half surrogates, which JSON can't carry safely."""
    whole = "".join("�" if "\ud800" <= char <= "\udfff" else char for char in text)
    found = read(Report([diagnostic(message=text)]))

    assert whole == found["findings"][0]["message"]


@given(texts)
def test_dump_is_plain(text: str) -> None:
    """What is written is ASCII without control characters, in which no two signs `#` follow one another."""
    dumped = dump({text: [text]})

    assert dumped.isascii()
    assert "##" not in dumped
    assert all(char == "\n" or char.isprintable() for char in dumped)
    assert not any(line.lstrip().startswith("::") for line in dumped.split("\n"))
