"""A report as JUnit XML, which most CI servers show as tests: a suite a file, a test case a finding.

The common form: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from trimtab.core.diagnostics import Diagnostic, Report, Severity
from trimtab.report.context import Context, located
from trimtab.report.text import finding, one_line

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no characters for: https://www.w3.org/TR/xml/#charsets"""


def render(report: Report, context: Context) -> str:
    """The whole report. Errors and warnings are failures; a note is a test that passed and has something to say.

    Since servers take a file without tests for a fault, a report without findings has one test, which passed.
    """
    root = _group("testsuites", "trimtab", report.diagnostics)
    for path, group in groupby(report.diagnostics, key=lambda each: each.path):
        found = tuple(group)
        file = _legal(one_line(located(context.prefix, path)))
        suite = _group("testsuite", file, found)
        suite.extend(_case(file, diagnostic, context.prefix) for diagnostic in found)
        root.append(suite)
    if not report.diagnostics:
        suite = _group("testsuite", "trimtab", ())
        SubElement(suite, "testcase", {"classname": "trimtab", "name": "check"})
        root.append(suite)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _group(tag: str, name: str, diagnostics: tuple[Diagnostic, ...]) -> Element:
    failures = sum(each.severity is not Severity.INFO for each in diagnostics)
    tests = max(1, len(diagnostics))
    return Element(tag, {"name": name, "tests": str(tests), "failures": str(failures), "errors": "0"})


def _case(file: str, diagnostic: Diagnostic, prefix: str) -> Element:
    start = diagnostic.span.start
    name = f"{_legal(one_line(f'{diagnostic.code} {diagnostic.name}'))} ({start.line}:{start.column})"
    case = Element("testcase", {"classname": file, "name": name, "file": file, "line": str(start.line)})
    if diagnostic.severity is Severity.INFO:
        told = SubElement(case, "system-out")
    else:
        message = _legal(one_line(diagnostic.message))
        told = SubElement(case, "failure", {"type": diagnostic.severity.value, "message": message})
    told.text = "\n" + _legal(finding(diagnostic, prefix).plain)
    return case


def _legal(text: str) -> str:
    return _NOT_XML.sub("�", text)
