"""A report as JSON, for programs. `schemas/findings-v1.json` describes it, and so does the guide."""

from __future__ import annotations

import json
import re
from typing import Any

from trimtab.core.diagnostics import Diagnostic, Fix, Position, Related, Report, Severity, Span
from trimtab.report.context import Context, located
from trimtab.report.text import mendable

VERSION = 1
"""The version of the form. New properties may join a version; a changed or missing one makes a new version."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report, context: Context) -> str:
    """The whole report as one JSON object."""
    return dump(
        {
            "version": VERSION,
            "trimtab": context.version,
            "summary": {
                "entries": context.entries,
                "findings": len(report.diagnostics),
                **{severity.value: report.count(severity) for severity in Severity},
                "fixable": sum(map(mendable, report.diagnostics)),
                "hidden": context.hidden,
            },
            "findings": [_finding(diagnostic, context.prefix) for diagnostic in report.diagnostics],
        }
    )


def _finding(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "path": located(prefix, diagnostic.path),
        **_span(diagnostic.span),
        "related": [_related(other, prefix) for other in diagnostic.related],
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix),
        "fingerprint": diagnostic.fingerprint,
    }


def _related(other: Related, prefix: str) -> dict[str, Any]:
    return {"path": located(prefix, other.path), **_span(other.span), "message": other.message}


def _fix(fix: Fix) -> dict[str, Any]:
    return {"safe": fix.safe, "edits": [{**_span(edit.span), "text": edit.text} for edit in fix.edits]}


def _span(span: Span) -> dict[str, Any]:
    return {"start": _position(span.start), "end": _position(span.end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}


def dump(document: Any) -> str:
    """JSON that every pipe, parser and log takes.

    It is ASCII alone, so no encoding and no terminal can garble it. Half surrogates, which stand for bytes of file
    names that aren't UTF-8, become U+FFFD: RFC 8259 §8.2 lets parsers do with them as they like. Two signs `#` never
    follow one another, since `##[...]` on a line of a log is a command to GitHub and Azure Pipelines.
    """
    return json.dumps(_whole(document), indent=2).replace("##", "#\\u0023") + "\n"


def whole(text: str) -> str:
    """Text without half surrogates."""
    return _SURROGATE.sub("�", text)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return value
