from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import inside, library
from trimtab.core.settings import SettingsError
from trimtab.rules import check

HEAD = "---\ntitle: A\nsummary: s\n---\n"


def codes(text: str, **options: object) -> list[str]:
    """Line and code of each finding in a file."""
    return [
        f"{one.span.start.line} {one.code}" for one in check(library({"a.md": text}, **options)).diagnostics
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<!-- trimtab: ignore[TT301] It comes next month. -->\n[[x]]\n",
        "<!-- trimtab: ignore[TT301] It comes next month. -->\n\n[[x]]\n",
        "[[x]] <!-- trimtab: ignore[TT301] It comes next month. -->\n",
        "<!--trimtab:ignore[TT301]It comes.-->[[x]]\n",
        "<!-- trimtab: ignore[unknown-target] It comes next month. -->\n[[x]]\n",
        "<!-- trimtab: ignore[TT3] It comes next month. -->\n[[x]] [[y]]\n",
        "<!-- trimtab: ignore[TT302, TT3] It comes next month. -->\n[[x]]\n",
        "<!-- trimtab: ignore[TT30] A. -->\n<!-- trimtab: ignore[unknown-target] B. -->\n[[x]]\n",
        "Text.\n\n[[x]]\n\n<!-- trimtab: ignore-file[TT301] All are to come. -->\n[[y]]\n",
    ],
)
def test_suppressed(body: str) -> None:
    """A comment on a line, or alone above it, leaves out what it names there; one for the file everywhere."""
    assert [] == [code for code in codes(HEAD + body) if code.endswith("TT301")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<!-- trimtab: ignore[TT301] A. -->\n[[x]]\n[[y]]\n", ["7 TT301"]),
        ("<!-- trimtab: ignore[TT303] A. -->\n[[x]]\n", ["5 TT001", "6 TT301"]),
        ("<!-- trimtab: ignore[TT301] A. -->\nText.\n", ["5 TT001"]),
        ("<!-- trimtab: ignore[TT301, TT303] A. -->\n[[x]]\n", ["5 TT001"]),
        ("<!-- trimtab: ignore-file[TT301] A. -->\n", ["5 TT001"]),
        ("<!-- trimtab: ignore[TT301] -->\n[[x]]\n", ["5 TT002"]),
        ("<!-- trimtab: ignore[nothing] A. -->\n[[x]]\n", ["5 TT003", "6 TT301"]),
        ("<!-- trimtab: ignore TT301 -->\n[[x]]\n", ["5 TT003", "6 TT301"]),
        ("<!-- trimtab: disable[TT301] A. -->\n[[x]]\n", ["5 TT003", "6 TT301"]),
        ("<!-- trimtab: ignore[] A. -->\n[[x]]\n", ["5 TT003", "6 TT301"]),
        ("`<!-- trimtab: ignore[TT301] A. -->`\n[[x]]\n", ["6 TT301"]),
        ("```\n<!-- trimtab: ignore[TT301] A. -->\n```\n[[x]]\n", ["8 TT301"]),
        ("<!-- trimtab: ignore[TT301] A. -->\n", ["5 TT001"]),
        ("<!-- Ask trimtab: nothing. -->\n", []),
    ],
)  # fmt: skip
def test_not_suppressed(body: str, expected: list[str]) -> None:
    """What a comment doesn't name stays, and a comment that does nothing, or can't be understood, is told."""
    assert expected == codes(HEAD + body)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("confidence: 7  # trimtab: ignore[TT202] A scale of their own.\n", []),
        ("# trimtab: ignore[invalid-field] A scale of their own.\nconfidence: 7\n", []),
        ("confidence: 7  # trimtab: ignore[TT202]\n", ["4 TT002"]),
        ("tags: [x]  # trimtab: ignore[TT202] Nothing.\n", ["4 TT001"]),
        ("confidence: '7 # trimtab: ignore[TT202] Text.'\n", ["4 TT202"]),
    ],
)
def test_in_front_matter(keys: str, expected: list[str]) -> None:
    """In front matter a comment of YAML does the same."""
    assert expected == codes(f"---\ntitle: A\nsummary: s\n{keys}---\n")


def test_findings_of_the_whole_library() -> None:
    """What a rule of the whole library finds is suppressed like any other."""
    files = {
        "a.md": HEAD,
        "b.md": "---\n# trimtab: ignore-file[TT4] Both are wanted.\ntitle: A\nsummary: s\n---\n",
    }

    assert [] == [one.code for one in check(library(files)).diagnostics if one.path == "b.md"]


def test_rules_that_dont_run_need_no_comment() -> None:
    """A comment for a rule that the settings leave out isn't called unused."""
    body = "<!-- trimtab: ignore[TT301] A. -->\n[[x]]\n"

    assert [] == codes(HEAD + body, rules={"ignore": ["TT301"]})


def test_own_rules_cant_be_suppressed() -> None:
    """The rules about comments can be left out in the settings, not by comments."""
    body = "<!-- trimtab: ignore-file[TT0] A. -->\n<!-- trimtab: ignore[TT301] B. -->\nText.\n"

    assert ["5 TT001", "6 TT001"] == codes(HEAD + body)
    assert [] == codes(HEAD + body, rules={"ignore": ["TT0"]})


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<!-- trimtab: ignore[TT301] A. -->\nText.\n",
         "`TT301` finds nothing in line 6, so there is nothing to ignore."),
        ("<!-- trimtab: ignore-file[TT3] A. -->\n",
         "`TT3` finds nothing in this file, so there is nothing to ignore."),
        ("<!-- trimtab: ignore[TT301, TT3] -->\n[[x]]\n", "The comment gives no reason to ignore `TT301` and `TT3`."),
        ("<!-- trimtab: ignore[nothing] A. -->\n", "There is no rule `nothing` to ignore."),
        ("<!-- trimtab: hello -->\n", "The comment is addressed to Trimtab and can't be understood."),
    ],
)  # fmt: skip
def test_messages(body: str, message: str) -> None:
    """What is wrong with a comment is said in its own words."""
    assert message in [one.message for one in check(library({"a.md": HEAD + body})).diagnostics]


@given(st.text(alphabet="<!->trimtab: ignore[]TT301-file\n#`x", max_size=120))
def test_any_text(text: str) -> None:
    """Whatever stands in comments, nothing raises and findings lie inside the file."""
    whole = library({"a.md": HEAD + text})

    assert all(inside(whole.documents[0].source, one.span) for one in check(whole).diagnostics)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, ["error TT202", "warning TT206"]),
        ({"select": "TT202"}, ["error TT202"]),
        ({"ignore": ["TT2"]}, []),
        ({"per_file_ignores": {"a*": ["invalid-field"]}}, ["warning TT206"]),
        ({"per_file_ignores": {"b*": ["invalid-field"]}}, ["error TT202", "warning TT206"]),
        ({"severity": {"TT2": "info"}}, ["info TT202", "info TT206"]),
        ({"severity": {"TT2": "info", "TT206": "error"}}, ["info TT202", "error TT206"]),
        ({"severity": {"TT206": "error", "TT2": "info"}}, ["info TT202", "error TT206"]),
    ],
)
def test_settings_for_rules(rules: dict[str, object], expected: list[str]) -> None:
    """Settings choose rules, everywhere or in some files, and say how severe they are; the more exact word counts."""
    found = check(library({"a.md": "---\ntitle: A\nconfidence: 7\n---\n"}, rules=rules)).diagnostics

    assert sorted(expected) == sorted(f"{one.severity} {one.code}" for one in found)


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ({"select": ["TT999"]}, "select"),
        ({"ignore": ["nothing"]}, "ignore"),
        ({"per_file_ignores": {"a*": ["nothing"]}}, "per_file_ignores: a*"),
        ({"severity": {"nothing": "error"}}, "severity"),
    ],
)
def test_settings_that_name_no_rule(rules: dict[str, object], place: str) -> None:
    """A setting that names no rule is an error that says where."""
    with pytest.raises(SettingsError) as caught:
        check(library({"a.md": HEAD}, rules=rules))

    assert str(caught.value).startswith(f"rules.{place}: there is no rule `")
