from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edit.projects import MakeProject, Snapshot
from trimtab.core.diagnostics import FILE_START, Diagnostic, Edit, Fix, Position, Report, Severity, Span
from trimtab.core.library import Library
from trimtab.core.project import Project, load
from trimtab.edit.fixes import MAX_PASSES, Fixed, Skipped, fix
from trimtab.rules import check as check_rules

Check = Callable[[Library], Report]
Finder = Callable[[Library], Iterator[Diagnostic]]


def finder(
    pattern: str,
    by: str,
    *,
    code: str = "XX1",
    fields: tuple[str, ...] = (),
    safe: bool = True,
    severity: Severity = Severity.WARNING,
) -> Finder:
    """A rule that finds an expression everywhere, and would put `by` in its place."""

    def find(library: Library) -> Iterator[Diagnostic]:
        for document in library.documents:
            source = document.source
            for match in re.finditer(pattern, source.text):
                span = source.span(*match.span())
                yield Diagnostic(
                    code,
                    "a-word",
                    severity,
                    f"`{match[0]}` is wrong.",
                    document.path,
                    span,
                    source_line=source.line(span.start.line),
                    fix=Fix((Edit(span, match.expand(by)),), safe, fields),
                )

    return find


def checking(*finders: Finder) -> Check:
    """A check that runs some rules."""
    return lambda library: Report(found for find in finders for found in find(library))


def fixed(project: Project, check: Check) -> Fixed:
    """What becomes of a project's findings; whatever is written, a second run finds nothing more to do."""
    library = Library.read(project)
    result = fix(library, project, check(library), check)

    assert check(Library.read(project)).diagnostics == check(library).diagnostics
    result.transaction.write()
    again = Library.read(project)
    assert result.remaining.diagnostics == check(again).diagnostics
    repeated = fix(again, project, check(again), check)
    assert () == repeated.transaction.changes
    assert () == repeated.mended
    assert result.skipped == repeated.skipped
    return result


def reasons(result: Fixed) -> list[str]:
    """Why cures weren't made."""
    return [skipped.reason for skipped in result.skipped]


ENTRY = "---\ntitle: A # name\naliases: [B]\nodd: 1\n---\n\n## Context\n\nteh text\n"


def test_findings_are_mended(make: MakeProject) -> None:
    """Safe cures are made in every file, and nothing else in it changes."""
    project = make({"a.md": ENTRY, "guide/b.md": "teh page\n", "c.md": "sound\n"})
    result = fixed(project, checking(finder("teh", "the")))

    assert ENTRY.replace("teh", "the") == (project.docs_dir / "a.md").read_text()
    assert "the page\n" == (project.docs_dir / "guide/b.md").read_text()
    assert ["a.md", "guide/b.md"] == [change.path for change in result.transaction.changes]
    assert ["a.md", "guide/b.md"] == [found.path for found in result.mended]
    assert () == result.skipped
    assert () == result.remaining.diagnostics


def test_nothing_is_written_by_itself(make: MakeProject, snapshot: Snapshot) -> None:
    """Computing the cures leaves the disk as it is; the diff shows what writing them would change."""
    project = make({"a.md": "teh\n"})
    before, library, check = snapshot(), Library.read(project), checking(finder("teh", "the"))

    result = fix(library, project, check(library), check)

    assert before == snapshot()
    assert "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-teh\n+the\n" in result.transaction.diff()


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfteh\r\nx teh\r\n", b"teh\nteh\r\nteh", b"teh"])
def test_marks_and_line_ends_stay(make: MakeProject, data: bytes) -> None:
    """A file keeps its byte order mark, its line ends and its last line as it is."""
    project = make({"a.md": data})
    fixed(project, checking(finder("teh", "the")))

    assert data.replace(b"teh", b"the") == (project.docs_dir / "a.md").read_bytes()


def test_overlapping_cures_take_turns(make: MakeProject) -> None:
    """Of two cures for one place the first in the text is made; the other if its finding is still there."""
    project = make({"a.md": "aab\n"})
    result = fixed(project, checking(finder("aa", "c", code="XX1"), finder("ab", "d", code="XX2")))

    assert "cb\n" == (project.docs_dir / "a.md").read_text()
    assert ["XX1"] == [found.code for found in result.mended]


def test_cures_that_others_bring_up(make: MakeProject) -> None:
    """Passes go on until nothing is left to mend."""
    project = make({"a.md": "abc\n"})
    steps = [
        finder("abc", "bcd", code="XX1"),
        finder("bcd", "cde", code="XX2"),
        finder("cde", "def", code="XX3"),
    ]
    result = fixed(project, checking(*steps))

    assert "def\n" == (project.docs_dir / "a.md").read_text()
    assert ["XX1", "XX2", "XX3"] == [found.code for found in result.mended]


def test_alike_findings_of_one_line(make: MakeProject) -> None:
    """Findings that nothing but their column tells apart are all mended."""
    project = make({"a.md": "teh teh teh\nteh teh teh\n"})
    result = fixed(project, checking(finder("teh", "the")))

    assert "the the the\nthe the the\n" == (project.docs_dir / "a.md").read_text()
    assert 6 == len(result.mended)


def test_many_findings_of_one_file(make: MakeProject) -> None:
    """However many findings a file has, cures that don't touch each other are made at once."""
    project = make({"a.md": "teh " * 3 * MAX_PASSES})
    result = fixed(project, checking(finder("teh", "the")))

    assert "the " * 3 * MAX_PASSES == (project.docs_dir / "a.md").read_text()
    assert 3 * MAX_PASSES == len(result.mended)


def test_all_rules_check_what_is_mended(make: MakeProject) -> None:
    """Without another check, the library's own rules say whether a cure does harm."""
    project = make({"a.md": "---\ntitle: A\nsummary: S.\n---\n\nteh\n\n[[nothing]]\n"})
    library = Library.read(project)

    result = fix(library, project, checking(finder("teh", "the"))(library))

    assert ["a.md"] == [change.path for change in result.transaction.changes]
    assert ["TT301"] == [found.code for found in result.remaining.diagnostics]


def test_unsafe_cures_are_only_offered(make: MakeProject) -> None:
    """A cure that may be wrong isn't made, and isn't counted as skipped."""
    project = make({"a.md": "teh\n"})
    result = fixed(project, checking(finder("teh", "the", safe=False)))

    assert "teh\n" == (project.docs_dir / "a.md").read_text()
    assert ((), (), 1) == (result.mended, result.skipped, len(result.remaining.diagnostics))


def test_findings_without_cure(make: MakeProject) -> None:
    """What has no cure remains, and without any cure nothing is changed."""
    project = make({"a.md": "teh\n"})
    found = Diagnostic("XX1", "a", Severity.ERROR, "Wrong.", "a.md", FILE_START)
    result = fixed(project, lambda library: Report([found]))

    assert (found,) == result.remaining.diagnostics
    assert () == result.transaction.changes


@pytest.mark.parametrize(
    ("pattern", "by", "fields", "reason"),
    [
        ("title: A", "title: C", (), "It would change `title`."),
        (r"aliases: \[B\]", "aliases: [C]", ("title",), "It would change `aliases`."),
        ("odd: 1", "odd: 2", ("title", "aliases"), "It would change the key `odd`."),
        ("odd: 1\n", "", (), "It would change the key `odd`."),
        ("odd: 1", "odd: 1\nother: 2", (), "It would change the key `other`."),
        ("odd: 1", "kind: case", (), "It would change `kind`."),
        (
            "title: A # name",
            "title: [A # name",
            ("title",),
            "It would bring up another fault: the front matter is not valid YAML: did not find expected ',' or ']'.",
        ),
        (
            "odd: 1",
            "odd: 1\nconfidence: 7",
            ("confidence",),
            "It would bring up another fault: `7` is out of the range of confidence.",
        ),
        (" # name", "", (), None),
        ("A # name", "A", (), "The comment `# name` would be lost."),
        ("A # name\n", "A # named\n", (), "The comment `# name` would be lost."),
        (
            "title: A # name\n(aliases: .*)\n",
            r"\1\ntitle: A # name\n",
            (),
            "Keys of the front matter would change places.",
        ),
        (
            "---\n\n(?=##)",
            "---\n\n```\n",
            (),
            "The heading `## Context` of the text would no longer be read as one.",
        ),
        ("\n\n## Context", "\n\n<!--\n## Context\n-->", (), None),
        ("teh", "teh", (), "It would change nothing."),
        ("teh", "teh!", (), "The finding would still be there, or an error would come up."),
        ("teh", "\ud800", (), "The change of `a.md` puts characters into it that can't be read again."),
    ],
)
def test_cures_that_do_more_than_they_say(
    make: MakeProject, pattern: str, by: str, fields: tuple[str, ...], reason: str | None
) -> None:
    """A cure is skipped that changes a field it doesn't name, loses a comment, or breaks the file."""
    project = make({"a.md": ENTRY})
    sound = finder(" text", " words", code="XX2")
    result = fixed(project, checking(finder(pattern, by, fields=fields), sound))

    if reason is None:
        assert () == result.skipped
        return
    assert (Skipped("a.md", "XX1", reason),) == result.skipped
    assert ENTRY.replace(" text", " words") == (project.docs_dir / "a.md").read_text()
    assert ["XX2"] == [found.code for found in result.mended]


@pytest.mark.parametrize(
    ("pattern", "by", "fields"),
    [
        ("title: A", "title: C", ("title",)),
        (r"aliases: \[B\]", "aliases: [C]", ("aliases",)),
        ("odd: 1", "odd: 2", ("odd",)),
        ("odd: 1", "confidence: 1", ("odd", "confidence")),
        ("odd: 1", "vitality: {score: 2}", ("odd", "vitality.score")),
    ],
)
def test_cures_may_change_what_they_name(
    make: MakeProject, pattern: str, by: str, fields: tuple[str, ...]
) -> None:
    """Fields, and keys that no field claims, may change when the cure says so."""
    project = make({"a.md": ENTRY})
    fixed(project, checking(finder(pattern, by, fields=fields)))

    assert re.sub(pattern, by, ENTRY) == (project.docs_dir / "a.md").read_text()


def test_pages_keep_their_titles(make: MakeProject) -> None:
    """A page that is no entry has a title too, and doesn't lose it by the way."""
    project = make({"guide/a.md": "---\ntitle: teh\n---\n# teh\n"})
    result = fixed(project, checking(finder("title: teh", "title: the")))

    assert ["It would change the page's title."] == reasons(result)


def test_fields_of_a_kind(make: MakeProject) -> None:
    """A field that only some kinds have doesn't come to be by the way."""
    project = make({"levels/a.md": "---\ntitle: A\nsummary: teh\n---\n"})
    result = fixed(project, checking(finder("summary: teh", "number: 9", fields=("summary",))))

    assert ["It would change `number`."] == reasons(result)


@pytest.mark.parametrize(
    "text", ["---\ntitle: teh\n\nteh\n", "---\ntitle: [\n---\nteh # teh\n", "---\nteh\n---\nteh\n"]
)
def test_files_that_cannot_be_read_as_a_whole(make: MakeProject, text: str) -> None:
    """Where the front matter has faults, what has none is mended all the same."""
    project = make({"a.md": text})
    fixed(project, checking(finder("teh", "the")))

    assert text.replace("teh", "the") == (project.docs_dir / "a.md").read_text()


def test_an_entry_stays_one(make: MakeProject) -> None:
    """No cure makes an entry of a page."""
    project = make({"a.md": "teh\n"}, exclude=["a.md"])
    result = fixed(project, checking(finder("teh", "the")))

    assert ("the\n", 1) == ((project.docs_dir / "a.md").read_text(), len(result.mended))


def at(path: str, span: Span = FILE_START, line: str = "") -> Check:
    """A check that finds one thing, with a cure at a place."""
    cure = Fix((Edit(span, "x"),))
    found = Diagnostic("XX1", "a", Severity.ERROR, "Wrong.", path, span, source_line=line, fix=cure)
    return lambda library: Report([found])


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        (at("z.md"), "The file is not one of the library's pages."),
        (at("mkdocs.yml"), "The file is not one of the library's pages."),
        (at("a.md", Span(Position(9, 1), Position(9, 1))), "`a.md` has no line 9, column 1 to edit."),
        (at("a.md", FILE_START, "another line"), "The file has changed since it was checked."),
        (at("b.md"), "`b.md` is not UTF-8, so it can't be changed without loss."),
    ],
)
def test_cures_that_do_not_fit(make: MakeProject, check: Check, reason: str) -> None:
    """A cure for a file or a place that isn't there is skipped with the reason."""
    project = make({"a.md": "text\n", "b.md": b"\xe9\n"})

    assert [reason] == reasons(fixed(project, check))


def test_a_file_that_changes_meanwhile(make: MakeProject) -> None:
    """A file that was edited since the library was read is left alone; the others are mended."""
    project, check = make({"a.md": "teh\n", "b.md": "teh\n"}), checking(finder("teh", "the"))
    library = Library.read(project)
    (project.docs_dir / "a.md").write_text("new teh\n")

    result = fix(library, project, check(library), check)

    assert ["`a.md` has changed on disk since it was read."] == reasons(result)
    assert ["b.md"] == [change.path for change in result.transaction.changes]


def test_a_link_out_of_the_library(make: MakeProject, tmp_path: Path) -> None:
    """A file that lies elsewhere, and is linked into the library, isn't changed."""
    project = make({})
    (tmp_path / "x.md").write_text("teh\n")
    (project.docs_dir / "a.md").symlink_to(tmp_path / "x.md")
    result = fixed(project, checking(finder("teh", "the")))

    assert "leads out of the library's folder" in reasons(result)[0]


def test_cures_that_undo_each_other(make: MakeProject) -> None:
    """A file whose cures go round in a circle is left as it was; the others are mended."""
    project = make({"a.md": "ping\n", "b.md": "teh\n"})
    check = checking(
        finder("ping", "pong", code="XX1"),
        finder("pong", "ping", code="XX2"),
        finder("teh", "the", code="XX3"),
    )
    result = fixed(project, check)

    assert ["Cures of this file undo each other, or bring up ever new findings."] == reasons(result)
    assert "ping\n" == (project.docs_dir / "a.md").read_text()
    assert "the\n" == (project.docs_dir / "b.md").read_text()


def test_cures_that_never_end(make: MakeProject) -> None:
    """A cure that brings up its own successor for ever is given up, and its file left as it was."""
    project = make({"a.md": "a1\n", "b.md": "b0\n"})

    def grow(library: Library) -> Iterator[Diagnostic]:
        for document in library.documents:
            text = document.source.text.strip()
            number = int(text[1:])
            if text.startswith("a"):
                span = document.source.span(0, len(text))
                cure = Fix((Edit(span, f"a{number + 1}"),))
                yield Diagnostic(
                    f"XX{number % 2}", "a", Severity.ERROR, "Odd.", document.path, span, fix=cure
                )

    result = fixed(project, checking(grow, finder("b0", "b9", code="XX5")))

    assert MAX_PASSES < 100
    assert "a1\n" == (project.docs_dir / "a.md").read_text()
    assert "b9\n" == (project.docs_dir / "b.md").read_text()
    assert 1 == len(result.skipped)


def test_a_cure_that_harms_another_file(make: MakeProject) -> None:
    """A cure after which a file has an error more is skipped, alone among many."""
    project = make({f"{name}.md": "teh\n" for name in "abcde"})

    def guard(library: Library) -> Iterator[Diagnostic]:
        if "the" in library.by_path["c.md"].source.text:
            yield Diagnostic("XX9", "guard", Severity.ERROR, "Broken.", "e.md", FILE_START)

    result = fixed(project, checking(finder("teh", "the"), guard))

    assert ["c.md"] == [skipped.path for skipped in result.skipped]
    assert ["a.md", "b.md", "d.md", "e.md"] == [change.path for change in result.transaction.changes]


def test_cures_that_only_harm_together(make: MakeProject) -> None:
    """Of two cures that are sound alone and wrong together, one is made."""
    project = make({f"{name}.md": "teh\n" for name in "abc"})

    def guard(library: Library) -> Iterator[Diagnostic]:
        if all("the" in library.by_path[path].source.text for path in ("a.md", "c.md")):
            yield Diagnostic("XX9", "guard", Severity.ERROR, "Broken.", "b.md", FILE_START)

    result = fixed(project, checking(finder("teh", "the"), guard))

    assert ["c.md"] == [skipped.path for skipped in result.skipped]
    assert ["a.md", "b.md"] == [change.path for change in result.transaction.changes]


def test_cures_of_a_file_that_do_not_go_together(make: MakeProject) -> None:
    """Two cures of one file that only together change a field are made one at a time, as far as they can be."""
    project = make({"a.md": "---\ntitle: &t A\nx: 1\n---\nteh\n"})
    check = checking(
        finder("title: &t A", "title: A", code="XX1"), finder("x: 1", "x: *t", code="XX2", fields=("x",))
    )
    library = Library.read(project)

    result = fix(library, project, check(library), check)

    assert ["XX1"] == [found.code for found in result.mended]
    assert ["XX2"] == [skipped.code for skipped in result.skipped]


def test_what_the_report_leaves_out_is_left_alone(make: MakeProject) -> None:
    """What somebody chose not to see isn't mended, in no pass, though it remains."""
    check = checking(
        finder("teh", "the"), finder("adn", "and", code="XX2"), finder("and so", "so", code="XX3")
    )
    project = make({"a.md": "teh\nadn so\nand so\n"})
    library = Library.read(project)
    whole = check(library)

    seen = Report(found for found in whole.diagnostics if found.code != "XX1")
    result = fix(library, project, seen, check)
    result.transaction.write()

    assert "teh\nso\nso\n" == (project.docs_dir / "a.md").read_text()
    assert ["XX2", "XX3", "XX3"] == sorted(found.code for found in result.mended)
    assert ((), ["XX1"]) == (result.skipped, [found.code for found in result.remaining.diagnostics])
    assert () == fix(library, project, Report([]), check).transaction.changes


words = st.lists(st.sampled_from(["teh ", "abc", "\n", "\r\n", "é", "# h\n", "`x`"]), max_size=12).map(
    "".join
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(words, min_size=1, max_size=3), st.booleans())
def test_any_text_is_mended_to_the_byte(make: MakeProject, texts: list[str], marked: bool) -> None:
    """In any file, what isn't wrong stays as it was."""
    data = [b"\xef\xbb\xbf" * marked + text.encode() for text in texts]
    project = make({f"guide/{index}.md": one for index, one in enumerate(data)})
    fixed(project, checking(finder("teh", "the")))

    for index, one in enumerate(data):
        assert one.replace(b"teh", b"the") == (project.docs_dir / f"guide/{index}.md").read_bytes()


LIBRARIES = sorted((Path(__file__).parents[1] / "libraries").glob("*/mkdocs.yml"))


@pytest.mark.parametrize("config", LIBRARIES, ids=lambda path: path.parent.name)
def test_whole_libraries(tmp_path: Path, config: Path) -> None:
    """With the real rules no cure harms a library: entries stay entries, no error is new, and once is enough."""
    shutil.copytree(config.parent, tmp_path / "library")
    project = load(tmp_path / "library" / "mkdocs.yml")
    before = Library.read(project)
    report = check_rules(before)

    result = fixed(project, check_rules)

    after = Library.read(project)
    assert [document.path for document in before.documents] == [document.path for document in after.documents]
    assert [entry.slug for entry in before.entries] == [entry.slug for entry in after.entries]
    assert result.remaining.count(Severity.ERROR) <= report.count(Severity.ERROR)
    assert _safe(report.diagnostics) == len(result.mended) + len(result.skipped) or result.mended


def _safe(found: Iterable[Diagnostic]) -> int:
    return sum(one.fix is not None and one.fix.safe for one in found)
