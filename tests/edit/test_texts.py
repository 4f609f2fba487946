from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trimtab.core.diagnostics import Edit, Position, Span
from trimtab.core.source import Source
from trimtab.edit.texts import EditError, FileText, Replacement, moved, replace, replacements, touches


def span(line: int, column: int, to_line: int, to_column: int) -> Span:
    """A span by numbers."""
    return Span(Position(line, column), Position(to_line, to_column))


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        (b"one two\n", Edit(span(1, 1, 1, 4), "ONE"), b"ONE two\n"),
        (b"one", Edit(span(1, 4, 1, 4), "!"), b"one!"),
        (b"one\n", Edit(span(2, 1, 2, 1), "two\n"), b"one\ntwo\n"),
        (b"", Edit(span(1, 1, 1, 1), "new\n"), b"new\n"),
        (b"a\r\nb\r\n", Edit(span(1, 2, 1, 2), "\nx"), b"a\r\nx\r\nb\r\n"),
        (b"a\r\nb\r\n", Edit(span(1, 1, 2, 1), ""), b"b\r\n"),
        (b"a\r\nb\r\n", Edit(span(2, 1, 2, 2), "c"), b"a\r\nc\r\n"),
        (b"a\r\nb", Edit(span(2, 2, 2, 2), "\nc"), b"a\r\nb\r\nc"),
        (b"a\nb\r\nc\n", Edit(span(2, 2, 2, 2), "\nx"), b"a\nb\r\nx\r\nc\n"),
        (b"a\nb\r\nc\n", Edit(span(1, 2, 1, 2), "\nx"), b"a\nx\nb\r\nc\n"),
        (b"\r\na", Edit(span(2, 2, 2, 2), "\nx"), b"\r\na\r\nx"),
        (b"a\rb\r", Edit(span(1, 2, 1, 2), "\nx"), b"a\rx\rb\r"),
        (b"a\rXX\nb", Edit(span(2, 1, 2, 3), ""), b"a\r\r\nb"),
        (b"\xef\xbb\xbfa\n", Edit(span(1, 1, 1, 2), "b"), b"\xef\xbb\xbfb\n"),
        (b"\xef\xbb\xbfa\r\n", Edit(span(1, 1, 1, 1), "x\n"), b"\xef\xbb\xbfx\r\na\r\n"),
        ("é…\U0001f600x\n".encode(), Edit(span(1, 4, 1, 5), "y"), "é…\U0001f600y\n".encode()),
        (b"a\n", Edit(span(1, 1, 1, 2), "b\r\nc"), b"b\nc\n"),
        (b"tab\x0cfeed\xc2\x85\n", Edit(span(1, 4, 1, 5), ""), b"tabfeed\xc2\x85\n"),
    ],
)
def test_an_edit_changes_its_span_alone(before: bytes, edit: Edit, after: bytes) -> None:
    """What stands outside the span stays to the byte, and new lines end as the line does in which they are put."""
    text = FileText.decode("a.md", before)

    changed = text.replace(replacements(text.source, [edit]))

    assert after == changed.encode()


@pytest.mark.parametrize(
    "data",
    [b"", b"a", b"a\n", b"a\r\nb", b"\xef\xbb\xbfa\r\n", b"a\r\r\n\nb\r", b"\xef\xbb\xbf\xef\xbb\xbfx"],
)
def test_reading_and_writing_keeps_every_byte(data: bytes) -> None:
    """A file that isn't changed is written as it was, and its text is the one that a source has."""
    text = FileText.decode("a.md", data)

    assert data == text.encode()
    assert Source.decode("a.md", data).text == text.text


@pytest.mark.parametrize("data", [b"Caf\xe9", "a\nb".encode("utf-16"), b"\xfe\xff\x00a"])
def test_what_is_not_utf8_is_refused(data: bytes) -> None:
    """A file that couldn't be written again byte for byte isn't changed."""
    with pytest.raises(EditError, match=re.escape("`a.md` is not UTF-8")):
        FileText.decode("a.md", data)


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([Edit(span(3, 1, 3, 1), "")], "`a.md` has no line 3, column 1 to edit."),
        ([Edit(span(1, 5, 1, 5), "")], "`a.md` has no line 1, column 5 to edit."),
        ([Edit(span(2, 3, 2, 3), "")], "`a.md` has no line 2, column 3 to edit."),
        ([Edit(span(0, 1, 1, 1), "")], "`a.md` has no line 0, column 1 to edit."),
        ([Edit(span(1, 1, 1, 0), "")], "`a.md` has no line 1, column 0 to edit."),
        ([Edit(span(1, 3, 1, 1), "")], "An edit of `a.md` ends before it begins."),
        ([Edit(span(1, 1, 1, 3), ""), Edit(span(1, 2, 1, 2), "x")], "Two edits of `a.md` overlap."),
    ],
)
def test_edits_that_cannot_be_made_are_refused(edits: list[Edit], message: str) -> None:
    """An edit outside the text, or on top of another, is refused rather than moved."""
    with pytest.raises(EditError) as caught:
        replacements(Source.decode("a.md", b"abc\nd"), edits)

    assert message == caught.value.message


def test_edits_that_meet_can_both_be_made() -> None:
    """One edit may begin where another ends, and they may be given in any order."""
    edits = [Edit(span(1, 3, 1, 4), "C"), Edit(span(1, 1, 1, 3), "AB")]
    source = Source.decode("a.md", b"abc")

    assert "ABC" == replace(source.text, replacements(source, edits))


@pytest.mark.parametrize("text", ["\ud800", "\ufeff"])
def test_text_that_would_not_read_back_is_refused(text: str) -> None:
    """A lone surrogate, or a byte order mark at the head of the file, never reaches the disk."""
    file = FileText.decode("a.md", b"abc")

    with pytest.raises(EditError, match="can't be read again"):
        file.replace([Replacement(0, 0, text)])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 3), (3, 5), False),
        ((0, 3), (2, 5), True),
        ((0, 3), (3, 3), True),
        ((3, 3), (3, 3), True),
        ((3, 3), (3, 5), True),
        ((2, 2), (3, 5), False),
        ((4, 4), (3, 5), True),
    ],
)
def test_touching(one: tuple[int, int], other: tuple[int, int], expected: bool) -> None:
    """Replacements touch when they share a character, or when an insertion stands at the edge of the other."""
    first, second = Replacement(*one, ""), Replacement(*other, "")

    assert expected == touches(first, second)
    assert expected == touches(second, first)


def test_moved() -> None:
    """A character moves by what the replacements before it add or take away."""
    changes = [Replacement(0, 0, "xy"), Replacement(2, 4, ""), Replacement(6, 7, "zzz")]

    assert [2, 3, 4, 5, 9] == [moved(at, changes) for at in (0, 1, 4, 5, 7)]
    assert "xyab" + "ef" + "zzz" + "h" == replace("abcdefgh", changes)


@st.composite
def files_with_changes(draw: st.DrawFn) -> tuple[bytes, list[Replacement]]:
    """A file with any line ends, and replacements in its text."""
    pieces = st.lists(
        st.sampled_from(["a", "é", "\n", "\r\n", "\r", "\u2028", "\ufeff", " ", "---"]), max_size=30
    )
    raw = "".join(draw(pieces))
    data = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + raw.encode()
    text = FileText.decode("a.md", data).text
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    news = st.text(st.sampled_from("xy\n"), max_size=4)
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return data, [Replacement(start, end, draw(news)) for start, end in pairs]


@given(files_with_changes())
@example((b"a\r\n", [Replacement(1, 2, "\n")]))
@example((b"a\r\rb\n", [Replacement(2, 4, "")]))
def test_no_byte_outside_the_spans_is_lost(drawn: tuple[bytes, list[Replacement]]) -> None:
    """Whatever is replaced, the text is as expected, the mark stays, and so does every line that isn't touched."""
    data, changes = drawn
    before = FileText.decode("a.md", data)

    try:
        after = before.replace(changes)
    except EditError:
        assert replace(before.text, changes).startswith("\ufeff")
        return

    assert replace(before.text, changes) == after.text
    assert before.marked == after.marked
    assert after == FileText.decode("a.md", after.encode())
    untouched = before.raw.count("\r\n") - sum(
        before.raw[before._at(change.start) : before._at(change.end)].count("\r\n") for change in changes
    )
    assert untouched <= after.raw.count("\r\n")


@given(files_with_changes(), st.sampled_from(["\n", "\r\n"]))
def test_uniform_line_ends_stay_uniform(drawn: tuple[bytes, list[Replacement]], end: str) -> None:
    """A file whose lines all end alike has no other line end once it's changed."""
    text = FileText.decode("a.md", drawn[0]).text.replace("\ufeff", "x")
    before = FileText.decode("a.md", text.replace("\n", end).encode())
    if "\n" not in text:
        return

    after = before.replace(drawn[1])

    assert after.text.replace("\n", end) == after.raw
