from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from helpers import library
from trimtab.core.diagnostics import Severity
from trimtab.core.document import Document
from trimtab.core.settings import Settings
from trimtab.rules import FAMILIES, RULES, Rule, check
from trimtab.rules.registry import examine, matching, rule

EVERY_RULE = pytest.mark.parametrize("entered", RULES.values(), ids=lambda entered: entered.name)


def test_codes_are_sorted() -> None:
    """Rules stand in the order of their codes."""
    assert sorted(RULES) == list(RULES)


def test_names_are_unique() -> None:
    """No two rules share a name."""
    assert len(RULES) == len({entered.name for entered in RULES.values()})


@EVERY_RULE
def test_identity(entered: Rule) -> None:
    """A rule is entered under its own code, and named like its function."""
    assert RULES[entered.code] is entered
    assert re.fullmatch(r"TT\d{3}", entered.code)
    assert entered.function.__name__.replace("_", "-") == entered.name
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entered.name)


@EVERY_RULE
def test_families(entered: Rule) -> None:
    """A rule lives in the module whose number its code has, and the module's docstring says so."""
    family = FAMILIES[int(entered.code[2])]

    assert family.__name__ == entered.function.__module__
    assert (family.__doc__ or "").startswith(f"{entered.code[:3]}: ")


@EVERY_RULE
def test_documentation(entered: Rule) -> None:
    """A rule's documentation says in a sentence what is wrong, and has the fixed headings in their order."""
    first, _, rest = entered.documentation.partition("\n")
    headings = ["Why is this bad?", "Example", "Use instead"]
    if entered.name in ("unreadable-file", "giant-line"):
        headings = headings[:1]

    assert re.fullmatch(r"[A-Z][^\n]*\.", first)
    assert headings == re.findall(
        r"^## (.*)$", re.sub(r"^```.*?^```$", "", rest, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    assert re.search(r"## Why is this bad\?\n[A-Z].*\.", rest)
    assert inspect.getdoc(entered.function) == entered.documentation


def test_codes_are_taken_once() -> None:
    """A code that is in use can't be entered again."""
    with pytest.raises(ValueError, match="TT101 is taken"):

        @rule("TT101", Severity.ERROR)
        def another(document: Document, settings: Settings) -> Iterator[Any]:
            """Never entered."""
            yield from ()


def test_run_makes_diagnostics() -> None:
    """A finding becomes a diagnostic with the rule's code, name and severity and its line's text."""
    whole = library({"a.md": "---\ntitle: A\nsummary: s\nconfidence: 9\n---\n"})
    (found,) = examine(whole.documents[0], whole.settings)

    assert ("TT202", "invalid-field", Severity.ERROR, "a.md", "confidence: 9") == (
        found.code,
        found.name,
        found.severity,
        found.path,
        found.source_line,
    )


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("TT301", {"TT301"}),
        ("tt301", {"TT301"}),
        ("TT11", {code for code in RULES if code.startswith("TT11")}),
        ("unknown-target", {"TT301"}),
        ("TT", set(RULES)),
    ],
)
def test_selectors(selector: str, expected: set[str]) -> None:
    """A selector is a code, the beginning of one, or a name."""
    assert expected == matching([selector])


@pytest.mark.parametrize("selector", ["", "TT999", "unknown", "301"])
def test_selectors_of_nothing(selector: str) -> None:
    """A selector that names no rule is refused by its own words."""
    with pytest.raises(ValueError, match=f"^{selector}$"):
        matching([selector])


def test_every_fault_has_a_rule() -> None:
    """Nothing that reading notices is lost: each kind of fault has the rule of its name."""
    files = {
        "a.md": "---\ntitle: [x]\nlevels: [99]\nslug: b\nslug: c\nx: !y z\nconfidence: 1\n"
        "relations: {needs: [b], requires: [{to: 'planned:b', z: c}]}\n---\n> [!NOTE] Confidence Rating: 2\n",
        "levels/b.md": "---\ntitle: B\n---\n",
        "c.md": b"\xef\xbb\xbf---\r\n- \xff\r\n---\r\n",
        "d.md": "---\na: b: c\n---\n",
        "e.md": "---\n",
        "f.md": f"---\na: {'[' * 99}\n---\n",
    }
    whole = library(files)
    kinds = {fault.kind for document in whole.documents for fault in document.faults}

    assert kinds <= {found.name for found in check(whole).diagnostics}
    assert 13 <= len(kinds)


def test_an_empty_library_is_sound() -> None:
    """Where there is nothing, nothing is wrong."""
    assert () == check(library({})).diagnostics
