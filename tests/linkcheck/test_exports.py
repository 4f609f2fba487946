"""Whole exports, in each format: what is found in them, where, and what `--fix` makes of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from linkcheck.wikis import EXPORTS, TOP, judge
from trimtab.core.diagnostics import Diagnostic
from trimtab.linkcheck.export import Checked, Export, ExportError, check
from trimtab.linkcheck.fixing import fix
from trimtab.linkcheck.judging import Judge

FORMATS = ("markdown", "html", "mediawiki")


def checked(folder: Path, judges: Judge | None = None) -> list[Checked]:
    """What is found in each file of an export."""
    judges = judges or judge()
    return [check(folder, path, judges, ["lib"]) for path in Export.at(folder).paths]


def findings(some: list[Checked]) -> list[Diagnostic]:
    """All findings, in their order."""
    return sorted((found for one in some for found in one.diagnostics), key=lambda found: found.sort_key)


def golden(name: str) -> list[str]:
    """What is to be found in an export: file, line, column, code and the words that are marked."""
    lines = (EXPORTS / "findings.txt").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"{name}/") for line in lines if line.startswith(f"{name}/")]


def told(found: Diagnostic) -> str:
    """A finding as a line of `findings.txt`."""
    (line, column), (_, end) = found.span
    return f"{found.path}:{line}:{column} {found.code} {found.source_line[column - 1 : end - 1]}".rstrip()


@pytest.mark.parametrize("name", FORMATS)
def test_every_finding(exports: Path, name: str) -> None:
    """In each format exactly these links are found to be wrong, each at its place, to the character."""
    some = checked(exports / name)

    assert golden(name) == list(map(told, findings(some)))
    assert sum(one.links for one in some) >= 40


@pytest.mark.parametrize("name", FORMATS)
def test_places_are_those_in_the_file(exports: Path, name: str) -> None:
    """The words that a finding marks stand in its file where it says."""
    for found in findings(checked(exports / name)):
        data = (exports / name / found.path).read_bytes()
        text = data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode("utf-8-sig", "replace")
        assert found.source_line == text.replace("\r\n", "\n").split("\n")[found.span.start.line - 1] or (
            found.code == "TTL08" and not found.source_line
        )


@pytest.mark.parametrize(("unsafe", "left"), [(False, {"TTL02", "TTL04"}), (True, set())])
@pytest.mark.parametrize("name", ["markdown", "html"])
def test_fix(exports: Path, name: str, unsafe: bool, left: set[str]) -> None:
    """Links that can be mended are, and afterwards nothing is left to be mended; the rest stays as it was."""
    folder = exports / name
    before = findings(checked(folder))
    fixed = fix(folder, checked(folder), judge(), unsafe=unsafe)
    fixed.transaction.write()
    after = checked(folder)

    assert findings(list(fixed.after)) == findings(after)
    again = fix(folder, after, judge(), unsafe=unsafe)
    assert (0, ()) == (again.mended, again.transaction.changes)
    assert {found.code for found in findings(after) if found.fix is not None} == left
    assert fixed.mended == sum(found.fix is not None and (unsafe or found.fix.safe) for found in before)


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_fix_changes_addresses_alone(exports: Path, name: str) -> None:
    """Beside the part of an address that names the page, every byte stays; so do query, fragment and quotation."""
    folder = exports / name
    some = checked(folder)
    fixed = fix(folder, some, judge(), unsafe=True)
    expected = {}
    for one in some:
        text = (folder / one.path).read_bytes()
        if one.obstacle or not one.cures or one.source is None:
            continue
        decoded = text.decode("utf-8-sig").replace("\r\n", "\n")
        for link, cure in reversed(one.cures):
            decoded = decoded[: link.places[cure.start]] + cure.text + decoded[link.places[cure.end] :]
        ends = decoded.replace("\n", "\r\n") if b"\r\n" in text else decoded
        expected[one.path] = b"\xef\xbb\xbf" * text.startswith(b"\xef\xbb\xbf") + ends.encode()

    assert expected == {change.path: change.after for change in fixed.transaction.changes}
    assert len(expected) > 1


@pytest.mark.parametrize(
    ("path", "reason"),
    [("markdown/utf16.md", "UTF-8"), ("markdown/latin.md", "UTF-8"), ("mediawiki/pages.xml", "copy")],
)
def test_files_that_are_left(exports: Path, path: str, reason: str) -> None:
    """What can't be rewritten is never offered to be, and it is said why."""
    one = check(exports, path, judge(), ["lib"])

    assert reason in one.obstacle
    assert {None} == {found.fix for found in one.diagnostics}
    assert not any("--fix" in found.help for found in one.diagnostics)
    assert any("Write `" in found.help for found in one.diagnostics)


@pytest.mark.parametrize("text", ["x/ y/", "x/)[a](b", "x/#", "x/`"])
def test_a_rewrite_that_would_do_harm(exports: Path, text: str) -> None:
    """Before anything is written the file is read again; if a link isn't what it should be, the file is left."""
    (exports / "markdown/a.md").write_text(f"[a]({TOP}minutes/) [b]({TOP}goals/) `c\n", encoding="utf-8")
    one = check(exports / "markdown", "a.md", judge())
    one.cures = [(link, replace(cure, text=text)) for link, cure in one.cures]
    fixed = fix(exports / "markdown", [one], judge())

    assert ((), 0) == (fixed.transaction.changes, fixed.mended)
    assert ["It would not read as it should with other addresses in it. Change it by hand."] == [
        skipped.reason for skipped in fixed.skipped
    ]


def test_bad_files_hide_no_others(exports: Path) -> None:
    """A file that can't be read, or not to its end, is one finding; what could be read is checked all the same."""
    (exports / "markdown/gone.md").symlink_to("nowhere.md")
    (exports / "markdown/folder.md").mkdir()
    (exports / "mediawiki/empty.xml").write_bytes(b"")
    (exports / "mediawiki/words.xml").write_bytes(b"no XML at all")
    some = [one for name in FORMATS for one in checked(exports / name)]
    bad = Counter(found.path for found in findings(some) if found.code == "TTL08")

    assert {"broken.xml": 1, "empty.xml": 1, "words.xml": 1, "gone.md": 1, "latin.md": 1} == bad
    assert {"TTL03", "TTL08"} == {found.code for found in findings(some) if found.path == "broken.xml"}


def test_what_is_skipped(exports: Path) -> None:
    """Files of other types are counted, and XML of another kind is told apart; hidden folders are left out."""
    (exports / "markdown/.git").mkdir()
    (exports / "markdown/.git/x.md").write_text(f"[a]({TOP}stage-gate/)")
    export = Export.at(exports / "markdown")

    assert {".png": 1} == export.skipped
    assert ("latin.md", "onboarding.md", "ops/runbook.markdown", "utf16.md", "windows.md") == export.paths
    assert check(exports, "mediawiki/feed.xml", judge()).is_other


def test_a_single_file(exports: Path) -> None:
    """An export may be one file."""
    export = Export.at(exports / "html/index.html")

    assert (exports / "html", ("index.html",)) == (export.root, export.paths)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere", "there is no such file or folder"),
        ("html/notes.txt", "not Markdown (.md), HTML (.html) or MediaWiki export (.xml) by its name"),
        ("empty", "holds no Markdown (.md), HTML (.html) or MediaWiki export (.xml)"),
        ("pictures", "or MediaWiki export (.xml), only 2 .png, 1 without an ending"),
    ],
)
def test_nothing_to_read(exports: Path, path: str, message: str) -> None:
    """Where there is nothing to be read, that is said."""
    (exports / "empty").mkdir()
    (exports / "pictures").mkdir()
    for name in ("a.png", "b.PNG", "c"):
        (exports / "pictures" / name).touch()
    with pytest.raises(ExportError) as error:
        Export.at(exports / path)

    assert message in str(error.value)
