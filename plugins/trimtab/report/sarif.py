"""A report as SARIF 2.1.0, which GitHub's code scanning and many editors read.

The format, whose sections are cited below:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
What GitHub makes of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import quote

from trimtab.core.diagnostics import FILE_START, Diagnostic, Related, Report, Severity, Span
from trimtab.report.context import Context, RuleInfo, located
from trimtab.report.json import dump, whole
from trimtab.report.text import mendable

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "%SRCROOT%"
_DESCRIPTION = 1000
"""How many characters a rule's descriptions may have; GitHub reads up to 1,024."""
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_NOT_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Half surrogates that no byte of a file's name is read as."""


def render(report: Report, context: Context) -> str:
    """The whole report as a SARIF log of one run."""
    rules = {rule.code: _rule(rule) for rule in context.rules}
    for found in report.diagnostics:
        rules.setdefault(whole(found.code), {"id": found.code, "name": found.name})
    index = {code: number for number, code in enumerate(rules)}
    seen: Counter[str] = Counter()
    results = []
    for found in report.diagnostics:
        seen[found.fingerprint] += 1
        results.append(
            {
                "ruleId": found.code,
                "ruleIndex": index[whole(found.code)],
                **_result(found, context.prefix),
                "partialFingerprints": {"trimtab/v1": f"{found.fingerprint}:{seen[found.fingerprint]}"},
            }
        )
    driver = {"name": "Trimtab", "version": context.version, "rules": list(rules.values())}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which the check ran."}}},
        "results": results,
    }
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: RuleInfo) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _cut(rule.summary)},
        "fullDescription": {"text": _cut(_reason(rule.documentation) or rule.summary)},
        "help": {"text": rule.documentation, "markdown": rule.documentation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.help_uri:
        described["helpUri"] = rule.help_uri
    return described


def _reason(documentation: str) -> str:
    """What a rule's documentation says before its first example, as one paragraph without headings."""
    prose = documentation.partition("\n```")[0].split("\n## Example")[0]
    lines = [line for line in prose.split("\n") if not line.startswith("#")]
    return " ".join(" ".join(lines).split())


def _cut(text: str) -> str:
    return text if len(text) <= _DESCRIPTION else f"{text[: _DESCRIPTION - 1]}…"


def _result(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    sentences = (diagnostic.message, diagnostic.help)
    result: dict[str, Any] = {
        "level": _LEVELS[diagnostic.severity],
        "message": _message(" ".join(filter(None, sentences))),
        "locations": [_location(located(prefix, diagnostic.path), diagnostic.span)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            _related(number, other, prefix) for number, other in enumerate(diagnostic.related, 1)
        ]
    if mendable(diagnostic):
        result["fixes"] = [_fix(diagnostic, prefix)]
    return result


def _related(number: int, other: Related, prefix: str) -> dict[str, Any]:
    location = _location(located(prefix, other.path), other.span)
    if other.span == FILE_START:
        del location["physicalLocation"]["region"]
    return {"id": number, **location, "message": _message(other.message)}


def _fix(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        for edit in (diagnostic.fix.edits if diagnostic.fix else ())
    ]
    change = {"artifactLocation": _artifact(located(prefix, diagnostic.path)), "replacements": replacements}
    return {"description": _message(diagnostic.help or diagnostic.message), "artifactChanges": [change]}


def _location(path: str, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": _region(span)}}


def _artifact(path: str) -> dict[str, str]:
    """A file by its URI. Bytes of its name that aren't UTF-8, half surrogates to Python, are written as they are."""
    uri = quote(_NOT_BYTES.sub("�", path), safe="/", errors="surrogateescape")
    return {"uri": uri, "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
    }


def _message(text: str) -> dict[str, str]:
    """Text as a message, in which nothing is a placeholder such as `{0}` (§3.11.5) or a link (§3.11.6)."""
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", text).replace("](", "\\](")}
