from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import inside, place
from trimtab.core.diagnostics import FILE_START, Position, Span
from trimtab.core.source import Source


@pytest.mark.parametrize(
    ("data", "text", "kinds"),
    [
        (b"", "", []),
        (b"plain\n", "plain\n", []),
        ("Caf\u00e9\n".encode(), "Caf\u00e9\n", []),
        (b"\xef\xbb\xbfa\n", "a\n", ["byte-order-mark"]),
        (b"a\r\nb\r\n", "a\nb\n", ["carriage-return"]),
        (b"a\rb", "a\nb", ["carriage-return"]),
        (b"a\r\r\nb", "a\n\nb", ["carriage-return"]),
        (b"\xef\xbb\xbfa\r\nb", "a\nb", ["byte-order-mark", "carriage-return"]),
        (b"Caf\xe9\n", "Caf\ufffd\n", ["not-utf-8"]),
        (b"\xef\xbb\xbfCaf\xe9\r\n", "Caf\ufffd\n", ["not-utf-8", "byte-order-mark", "carriage-return"]),
        ("a\nb".encode("utf-16"), "a\nb", ["not-utf-8"]),
        (b"\xfe\xff" + "a\nb".encode("utf-16-be"), "a\nb", ["not-utf-8"]),
        (b"\xff\xfea", "\ufffd", ["not-utf-8"]),
        (b"a\x00b\x1b[31m", "a\x00b\x1b[31m", []),
        ("\u2028a\x0cb\x85".encode(), "\u2028a\x0cb\x85", []),
    ],
)
def test_decode(data: bytes, text: str, kinds: list[str]) -> None:
    """A file is read as UTF-8 without mark and with line feeds, and whatever else it was is reported."""
    source = Source.decode("a.md", data)

    assert text == source.text
    assert kinds == [fault.kind for fault in source.faults]


@pytest.mark.parametrize(
    ("data", "span"),
    [
        (b"Caf\xe9", Span(Position(1, 4), Position(1, 5))),
        (b"one\ntwo\n  \xff", Span(Position(3, 3), Position(3, 4))),
        (b"one\r\ntwo\r\n  \xff", Span(Position(3, 3), Position(3, 4))),
        (b"one\rtwo\r  \xff", Span(Position(3, 3), Position(3, 4))),
        ("\u00e9\u00e9".encode() + b"\xff", Span(Position(1, 3), Position(1, 4))),
        (b"\xef\xbb\xbfab\xff", Span(Position(1, 3), Position(1, 4))),
    ],
)
def test_place_of_a_bad_byte(data: bytes, span: Span) -> None:
    """The first byte that isn't UTF-8 is found in characters and lines of the decoded text."""
    source = Source.decode("a.md", data)
    fault = source.faults[0]

    assert ("not-utf-8", span) == (fault.kind, fault.span)
    assert source.line(span.start.line)[span.start.column - 1] == "\ufffd"


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (b"ab\r\nc", (1, 3)),
        (b"ab\ncde\r\n", (2, 4)),
        (b"\r\n", (1, 1)),
        (b"\n\nab\r", (3, 3)),
        (b"\xef\xbb\xbfab\r\n", (1, 3)),
    ],
)
def test_place_of_a_carriage_return(data: bytes, at: tuple[int, int]) -> None:
    """The first line that ends with a carriage return is named, at its end."""
    fault = Source.decode("a.md", data).faults[-1]

    assert ("carriage-return", at) == (fault.kind, place(fault.span))


def test_bad_byte_is_named() -> None:
    """The message says which byte it is, so that it can be searched for."""
    fault = Source.decode("a.md", b"Caf\xe9").faults[0]

    assert fault.message == "Byte 0xE9 is not UTF-8."


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, Position(1, 1)),
        ("ab\ncd", 0, Position(1, 1)),
        ("ab\ncd", 2, Position(1, 3)),
        ("ab\ncd", 3, Position(2, 1)),
        ("ab\ncd", 5, Position(2, 3)),
        ("ab\n", 3, Position(2, 1)),
        ("\n\n\n", 2, Position(3, 1)),
        ("\U0001f600x", 1, Position(1, 2)),
        ("ab", -5, Position(1, 1)),
        ("ab", 99, Position(1, 3)),
    ],
)
def test_position(text: str, offset: int, position: Position) -> None:
    """Offsets become lines and columns counted from 1, in characters; those outside go to the nearest end."""
    assert position == Source.decode("a.md", text.encode()).position(offset)


def test_span_never_ends_before_it_begins() -> None:
    """A span whose end is given as before its start is empty."""
    source = Source.decode("a.md", b"abcdef")

    assert Span(Position(1, 5), Position(1, 5)) == source.span(4, 2)


@pytest.mark.parametrize(
    ("text", "number", "line"),
    [
        ("ab\ncd", 1, "ab"),
        ("ab\ncd", 2, "cd"),
        ("ab\n", 2, ""),
        ("ab\n", 3, ""),
        ("ab\n", 0, ""),
        ("ab\n", -1, ""),
        ("", 1, ""),
        ("a\u2028b\x0cc\nd", 1, "a\u2028b\x0cc"),
    ],
)
def test_line(text: str, number: int, line: str) -> None:
    """Lines end at line feeds only, and beyond the last there is nothing."""
    assert line == Source.decode("a.md", text.encode()).line(number)


def test_read_a_file(tmp_path: Path) -> None:
    """A file is read by its path below the library's folder, which stays its name."""
    (tmp_path / "levels").mkdir()
    (tmp_path / "levels" / "delays.md").write_bytes(b"Caf\xc3\xa9\r\n")

    source = Source.read(tmp_path, "levels/delays.md")

    assert ("levels/delays.md", "Caf\u00e9\n") == (source.path, source.text)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("missing", "No such file or directory"),
        ("directory", "Is a directory"),
        ("dangling link", "No such file or directory"),
        ("link to itself", "Too many levels of symbolic links"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, kind: str, reason: str) -> None:
    """What can't be opened is an empty source with a fault that says why."""
    path = tmp_path / "x.md"
    match kind:
        case "directory":
            path.mkdir()
        case "dangling link":
            path.symlink_to("nowhere.md")
        case "link to itself":
            path.symlink_to("x.md")

    source = Source.read(tmp_path, "x.md")

    assert ("", ["unreadable-file"]) == (source.text, [fault.kind for fault in source.faults])
    assert source.faults[0].span == FILE_START
    assert f"The file can't be read: {reason}." == source.faults[0].message
    assert Position(1, 1) == source.position(0)


@given(st.binary() | st.text().map(lambda text: text.encode("utf-16")))
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b"\xff\xfe\r\x00\n\x00")
@example(b"\xff\xfe\x00\x00")
def test_any_bytes_are_a_source(data: bytes) -> None:
    """No bytes make reading fail, no carriage return stays, and every fault lies inside the file."""
    source = Source.decode("a.md", data)

    assert "\r" not in source.text
    assert all(inside(source, fault.span) for fault in source.faults)


@given(st.text(st.sampled_from("ab\n\u2028\U0001f600")), st.integers(0, 50))
def test_positions_lead_back(text: str, offset: int) -> None:
    """A position names the very character that its offset does."""
    source = Source.decode("a.md", text.encode())
    offset = min(offset, len(text))
    at = source.position(offset)
    lines = text.split("\n")

    assert offset == sum(len(line) + 1 for line in lines[: at.line - 1]) + at.column - 1
    assert source.line(at.line) == lines[at.line - 1]


def test_read_again_without_its_digest(tmp_path: Path) -> None:
    """What is read a second time is the same text; its digest is known by then."""
    (tmp_path / "a.md").write_text("words\n")
    first, again = Source.read(tmp_path, "a.md"), Source.read(tmp_path, "a.md", digested=False)
    assert first == again
    assert (len(first.digest), again.digest) == (32, "")
