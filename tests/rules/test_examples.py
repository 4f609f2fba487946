from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import library
from trimtab.core.diagnostics import FILE_START, Diagnostic
from trimtab.core.document import Document, read
from trimtab.core.library import Library
from trimtab.core.lock import Lock
from trimtab.core.others import Other
from trimtab.core.project import Project
from trimtab.core.settings import Settings
from trimtab.core.source import Source
from trimtab.rules import LIBRARY_RULES, RULES, Rule, check, check_again, examine

WITHOUT_EXAMPLE = {"unreadable-file", "giant-line", "uniform-vitality"}
"""What can't be written down as a text, or not as a short one."""

PART = re.compile(
    r'^```(?:markdown|text) title="(?P<path>[^"]+)"(?P<escaped> escaped)?\n(?P<text>.*?)^```$|^## (?P<heading>[^\n]+)$',
    re.MULTILINE | re.DOTALL,
)
"""A file, or a heading that stands in none."""

LOCK = "permalinks.lock"
"""What a library has published; it lies beside the library's folder."""

NAMES = "libraries/commons.json"
"""What another library tells of itself; it lies there too."""

PLACES = {
    "TT001": ["checkpoint.md:6:1"],
    "TT002": ["checkpoint.md:6:1"],
    "TT003": ["checkpoint.md:6:1"],
    "TT102": ["cafe.md:2:11"],
    "TT103": ["cafe.md:1:1"],
    "TT104": ["cafe.md:1:4"],
    "TT110": ["checkpoint.md:2:18"],
    "TT111": ["checkpoint.md:1:1"],
    "TT112": ["checkpoint.md:2:1"],
    "TT113": ["checkpoint.md:4:38"],
    "TT114": ["checkpoint.md:5:1"],
    "TT115": ["checkpoint.md:2:8"],
    "TT116": ["checkpoint.md:6:1"],
    "TT117": ["checkpoint.md:7:1"],
    "TT118": ["checkpoint.md:6:1"],
    "TT119": ["checkpoint.md:2:1"],
    "TT120": ["checkpoint.md:8:43"],
    "TT201": ["levels/delays.md:1:1"],
    "TT202": ["checkpoint.md:4:13"],
    "TT203": ["checkpoint.md:7:11"],
    "TT204": ["checkpoint.md:4:1"],
    "TT205": ["checkpoint.md:5:40"],
    "TT206": ["checkpoint.md:2:8"],
    "TT207": ["checkpoint.md:3:1"],
    "TT208": ["checkpoint.md:4:10"],
    "TT212": ["checkpoint.md:5:36"],
    "TT301": ["checkpoint.md:6:12"],
    "TT302": ["checkpoint.md:6:11"],
    "TT303": ["checkpoint.md:6:12"],
    "TT304": ["checkpoint.md:6:16"],
    "TT305": ["checkpoint.md:6:3"],
    "TT306": ["checkpoint.md:4:33", "checkpoint.md:7:17"],
    "TT307": ["checkpoint.md:6:14"],
    "TT308": ["checkpoint.md:6:12"],
    "TT309": ["checkpoint.md:6:17"],
    "TT310": ["../permalinks.lock:1:6"],
    "TT311": ["../permalinks.lock:2:8"],
    "TT312": ["../permalinks.lock:1:4"],
    "TT313": ["../permalinks.lock:1:6"],
    "TT314": ["../libraries/commons.json:1:27"],
    "TT315": ["../libraries/commons.json:5:58"],
    "TT401": ["rota.md:1:1"],
    "TT402": ["short-checkpoint.md:4:11"],
    "TT403": ["search.md:1:1"],
    "TT404": ["Short_Checkpoint.md:1:1"],
    "TT405": ["levels/waits.md:4:9"],
    "TT406": ["weekly-checkpoint.md:2:8"],
    "TT407": ["short-checkpoint.md:4:11"],
    "TT408": ["turns.md:2:8"],
    "TT409": ["short-checkpoints-practice.md:2:8"],
    "TT410": ["short-checkpoint.md:4:17"],
    "TT411": ["short-checkpoint.md:4:17"],
    "TT412": ["short-checkpoint.md:4:5"],
    "TT413": ["short-checkpoint.md:4:5"],
    "TT501": ["worksheets/decision-log.md:2:8"],
    "TT502": ["worksheets/decision-log.md:6:1"],
    "TT503": ["worksheets/decision-log.md:6:4", "worksheets/decision-log.md:12:1"],
    "TT504": ["checkpoint.md:10:1"],
    "TT505": ["checkpoint.md:10:1"],
    "TT506": ["worksheets/decision-log.md:10:1"],
    "TT507": ["checkpoint.md:8:26"],
    "TT601": ["archetypes/thermostat.md:5:46"],
    "TT602": ["archetypes/thermostat.md:5:67"],
    "TT603": ["archetypes/thermostat.md:5:27"],
    "TT604": ["archetypes/thermostat.md:9:47"],
    "TT605": ["archetypes/thermostat.md:11:31"],
    "TT606": ["archetypes/thermostat.md:13:14"],
    "TT607": ["archetypes/thermostat.md:11:26"],
    "TT608": ["archetypes/thermostat.md:16:44"],
    "TT609": ["archetypes/thermostat.md:14:23"],
    "TT610": ["archetypes/thermostat.md:9:41"],
    "TT611": ["archetypes/thermostat.md:5:36"],
    "TT620": ["checkpoint.md:6:35"],
    "TT621": ["checkpoint.md:5:17"],
    "TT622": ["archetypes/fixes-that-fail.md:4:16"],
    "TT701": ["checkpoint.md:5:3"],
    "TT702": ["checkpoint.md:5:14"],
    "TT703": ["review.md:5:20"],
    "TT704": ["checkpoint.md:5:14"],
    "TT705": ["checkpoint.md:5:25"],
    "TT706": ["decision-log.md:5:19"],
    "TT707": ["decision-log.md:5:24"],
    "TT801": ["checkpoint.md:4:13"],
    "TT802": ["checkpoint.md:4:11"],
    "TT803": ["checkpoint.md:4:11"],
    "TT804": ["checkpoint.md:4:34"],
    "TT806": ["checkpoint.md:4:13"],
    "TT807": ["shorter-lanes.md:4:8"],
    "TT901": ["checkpoint.md:6:4"],
    "TT902": ["checkpoint.md:6:21"],
    "TT904": ["checkpoint.md:8:14"],
    "TT905": ["checkpoint.md:6:5"],
    "TT906": ["checkpoint.md:6:15"],
    "TT908": ["checkpoint.md:6:1"],
}
"""Where each rule's example is found to be wrong."""

DAY = "1788220800"
"""The day on which the examples hold, 2026-09-01: judgements in them grow old."""

DOCUMENTED = [rule for rule in RULES.values() if rule.name not in WITHOUT_EXAMPLE]


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check on the day on which the examples hold."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


def example(rule: Rule, heading: str) -> Library:
    """The library of the files below a heading of a rule's documentation."""
    files: dict[str, str | bytes] = {}
    below = ""
    for part in PART.finditer(rule.documentation):
        if part["heading"]:
            below = part["heading"]
        elif below == heading:
            text = part["text"]
            files[part["path"]] = (
                text.encode().decode("unicode_escape").encode("latin-1") if part["escaped"] else text
            )
    assert files, f"{rule.code} shows no file below {heading}"
    options = {"libraries": {"commons": NAMES}} if NAMES in files else {}
    made = library(files, **options)
    for prefix, one in made.settings.libraries.items():
        made.others = {prefix: Other(prefix, one, f"../{NAMES}", str(files[NAMES]).encode())}
    if LOCK in files:
        made.lock = Lock(Source.decode(f"../{LOCK}", str(files[LOCK]).encode()))
    return made


def place(found: Diagnostic) -> str:
    """A finding's place, as a report shows it."""
    return f"{found.path}:{found.span.start.line}:{found.span.start.column}"


@pytest.mark.parametrize("rule", DOCUMENTED, ids=lambda rule: rule.name)
def test_example(rule: Rule) -> None:
    """A rule's example raises the rule where it should, and no other rule."""
    found = check(example(rule, "Example")).diagnostics

    assert [(rule.code, at) for at in PLACES[rule.code]] == [(one.code, place(one)) for one in found]


@pytest.mark.parametrize("rule", DOCUMENTED, ids=lambda rule: rule.name)
def test_use_instead(rule: Rule) -> None:
    """What a rule says to use instead raises nothing."""
    assert () == check(example(rule, "Use instead")).diagnostics


@pytest.mark.parametrize("rule", DOCUMENTED, ids=lambda rule: rule.name)
def test_findings_are_whole(rule: Rule) -> None:
    """A finding says what is wrong in a sentence, what mends it, and shows the line that it stands on."""
    for found in check(example(rule, "Example")).diagnostics:
        assert (rule.name, rule.severity) == (found.name, found.severity)
        assert re.match(r"[A-Z`“].*\.$", found.message)
        assert re.match(r"[A-Z].*[.?`]$", found.help)
        assert found.source_line


def edited(whole: Library, document: Document, text: str) -> Library:
    """A library with another text of one of its documents."""
    other = read(Source.decode(document.path, text.encode()), whole.settings)
    if repr(other.entry) == repr(document.entry):
        other.entry = document.entry
    documents = [other if one is document else one for one in whole.documents]
    return Library.of(whole.settings, documents, whole.files, whole.lock, whole.others, before=whole)


def edits(document: Document) -> Iterator[str]:
    """Texts that a document could have next: with a sentence at its end, at the beginning of its body, in each line."""
    text, start = document.source.text, document.body_start
    yield f"{text}\nA sentence more.\n"
    yield f"{text[:start]}\nA sentence more.\n\n{text[start:]}"
    lines = text.split("\n")
    yield from ("\n".join([*lines[:at], f"{lines[at]} more", *lines[at + 1 :]]) for at in range(len(lines)))


@pytest.mark.parametrize(
    "rule", [rule for rule in DOCUMENTED if rule.code in LIBRARY_RULES], ids=lambda rule: rule.name
)
def test_what_seems_the_same_is_found_again(rule: Rule) -> None:
    """After an edit that a rule of the whole library can't tell, what it found before is what it finds."""
    whole = example(rule, "Example")
    before, compared = check(whole), 0
    for document in whole.documents:
        for text in edits(document):
            after = edited(whole, document, text)
            other = after.by_path[document.path]
            if after.names is whole.names and other.seems(document) and not other.suppressions:
                found = {document.path: examine(other, whole.settings)}
                assert check(after).diagnostics == check_again(after, before, found).diagnostics
                compared += 1
    assert compared or not whole.documents


def test_unreadable_file(tmp_path: Path) -> None:
    """A file that can't be opened is reported as such, and as nothing else."""
    (tmp_path / "x.md").symlink_to("nowhere.md")
    project = Project(root=tmp_path, docs_dir=tmp_path, settings=Settings())
    (found,) = check(Library.read(project)).diagnostics

    assert ("TT101", "x.md", FILE_START) == (found.code, found.path, found.span)
    assert "The file can't be read: No such file or directory." == found.message


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    """A directory that is named like an entry is a folder like any other."""
    (tmp_path / "x.md").mkdir()
    project = Project(root=tmp_path, docs_dir=tmp_path, settings=Settings())

    assert () == check(Library.read(project)).diagnostics
