from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.files import address
from trimtab.core.lock import HEADER, Lock, Record, What, is_address, parse, render
from trimtab.core.source import Source

NAMES = st.text(
    st.characters(exclude_characters="/\\\x00", exclude_categories=["Cs"]), min_size=1, max_size=12
).filter(lambda name: name not in (".", ".."))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
ADDRESSES = st.builds(lambda path: address(f"{path}.md"), PATHS)
RECORDS = st.one_of(
    st.builds(Record, st.just(What.PAGE), ADDRESSES, PATHS),
    st.builds(Record, st.just(What.LIST), ADDRESSES),
    st.builds(Record, st.just(What.ID), NAMES, PATHS),
    st.builds(lambda url, anchor: Record(What.ANCHOR, url, anchor=anchor), ADDRESSES, NAMES),
)
"""What any library could publish, in any script."""


def lock(text: str) -> Lock:
    """The record that a file holds."""
    return Lock(Source.decode("../permalinks.lock", text.encode()))


def records(text: str) -> set[Record]:
    """What a file records."""
    return {line.record for line in lock(text).lines}


@given(st.sets(RECORDS, max_size=8))
def test_what_is_written_is_read(some: set[Record]) -> None:
    """What is written is read as it was, whatever names and scripts it holds, and always in the same order."""
    text = render(some)

    assert some == records(text)
    assert text == render(records(text))
    assert text.isascii()
    assert [] == lock(text).problems


@given(st.sets(RECORDS, max_size=6), st.sets(RECORDS, max_size=6), st.sets(RECORDS, max_size=6), st.data())
def test_what_git_joins_is_read(
    both: set[Record], ours: set[Record], theirs: set[Record], data: st.DataObject
) -> None:
    """The lines of two branches, in any order and some of them twice, record what both had published."""
    lines = [*render(both | ours).splitlines(), *render(both | theirs).splitlines()]
    joined = data.draw(st.permutations(lines))

    assert both | ours | theirs == records("\n".join(joined))


@given(st.text())
def test_nothing_crashes(text: str) -> None:
    """Whatever is in the file, each line is read or told, and what is told stands on its line."""
    made = lock(text)

    for problem in made.problems:
        line = made.source.line(problem.number)
        assert problem.span.start.line == problem.number
        assert 1 <= problem.span.start.column <= problem.span.end.column <= len(line) + 1
        assert problem.message.endswith(".")
        assert problem.help


@pytest.mark.parametrize(
    ("line", "record"),
    [
        ("page a/ a.md", Record(What.PAGE, "a/", "a.md")),
        ("  page\ta/   a.md  ", Record(What.PAGE, "a/", "a.md")),
        ("page ./ index.md", Record(What.PAGE, "./", "index.md")),
        ("page a.html a%20b.md", Record(What.PAGE, "a.html", "a b.md")),
        ("id pat-1 cases/a.md", Record(What.ID, "pat-1", "cases/a.md")),
        ("list domains/x/", Record(What.LIST, "domains/x/")),
        ("anchor a/#caf%C3%A9", Record(What.ANCHOR, "a/", anchor="café")),
    ],
)
def test_lines(line: str, record: Record) -> None:
    """A line says what was published, and which file had it."""
    assert record == parse(line)


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("pages a/ a.md", 7, "The line can't be read: `pages` is none of anchor, id, list, page."),
        ("page", 1, "The line can't be read: `page` is followed by an address and a file."),
        ("page a/", 6, "The line can't be read: `page` is followed by an address and a file."),
        ("page a/ a b.md", 6, "The line can't be read: `page` is followed by an address and a file."),
        ("id x", 4, "The line can't be read: `id` is followed by an id and a file."),
        ("list a/ b", 6, "The line can't be read: `list` is followed by an address."),
        ("anchor a/", 8, "The line can't be read: `a/` has no anchor."),
        ("page a/#b a.md", 6, "The line can't be read: `a/#b` has an anchor."),
        ("page /a/ a.md", 6, "The line can't be read: `/a/` is no address relative to the site's top."),
        ("list ../a/", 6, "The line can't be read: `../a/` is no address relative to the site's top."),
        ("list a/%2E%2E/b/", 6, "The line can't be read: `a/%2E%2E/b/` is no address relative to the site's top."),
        ("list https://x.test/", 6,
         "The line can't be read: `https://x.test/` is no address relative to the site's top."),
        ("<<<<<<< ours", 9, "This is the mark of a merge that isn't done."),
        ("=======", 1, "This is the mark of a merge that isn't done."),
    ],
)  # fmt: skip
def test_lines_that_cant_be_read(line: str, column: int, message: str) -> None:
    """What can't be read is told with its line and column; the other lines count."""
    made = lock(f"page b/ b.md\n{line}\n")
    (problem,) = made.problems

    assert (2, (2, column), message) == (problem.number, tuple(problem.span.start), problem.message)
    assert [Record(What.PAGE, "b/", "b.md")] == [one.record for one in made.lines]


def test_two_files() -> None:
    """The same line twice, and an address of two files, are fine; the first counts."""
    made = lock("page a/ b.md\npage a/ a.md\npage a/ b.md\n")

    assert ([], {"a/": "b.md"}) == (made.problems, made.files)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a/", True), ("a/b/c.html", True), ("./", True), ("", False), ("/", False), ("//x/", False), ("a//b", False),
     (".", False), ("a/../b", False), ("a%2Fb/", False), ("a%5Cb/", False), ("a%00/", False), ("x:y", False),
     ("a?b", False), ("a/x:y", True)],
)  # fmt: skip
def test_addresses(text: str, expected: bool) -> None:
    """Only what lies below the site's top is an address, however it is quoted."""
    assert expected == is_address(text)


def test_file(tmp_path: Path) -> None:
    """The file lies beside the configuration and is named as seen from the library; without one there is no record."""
    docs = tmp_path / "docs"
    docs.mkdir()
    assert None is Lock.load(tmp_path, "permalinks.lock", docs)
    (tmp_path / "permalinks.lock").write_bytes(b"\xef\xbb\xbfpage a/ a.md\r\nlist tags/\r\n")
    made = Lock.load(tmp_path, "permalinks.lock", docs)

    assert made is not None
    assert ("../permalinks.lock", 2, []) == (made.source.path, len(made.lines), made.problems)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "The file can't be read: Is a directory."),
        (b"page a/ a.md\n\xff\n", "Byte 0xFF is not UTF-8."),
    ],
)
def test_files_that_cant_be_read(tmp_path: Path, content: bytes | None, message: str) -> None:
    """A file that can't be read is told, and nothing crashes."""
    if content is None:
        (tmp_path / "permalinks.lock").mkdir()
    else:
        (tmp_path / "permalinks.lock").write_bytes(content)
    made = Lock.load(tmp_path, "permalinks.lock", tmp_path)

    assert made is not None
    assert message == made.problems[0].message


def test_header() -> None:
    """The file says what it is and which command writes it."""
    assert render([]) == HEADER
    assert "trimtab permalinks --update" in HEADER
