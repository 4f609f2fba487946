"""Exports of MediaWiki: any size, any encoding, and what hostile ones try."""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.wikis import TOP, judge
from trimtab.core.diagnostics import Position
from trimtab.linkcheck import mediawiki
from trimtab.linkcheck.export import check
from trimtab.linkcheck.mediawiki import Dump, MalformedError, OtherXmlError, Page

X = f"{TOP}stage-gate/"


def dump(*texts: str, declaration: str = "") -> str:
    """An export with a page of each text."""
    pages = (f"<page><title>T</title><revision><text>{text}</text></revision></page>\n" for text in texts)
    return f"{declaration}<mediawiki>\n{''.join(pages)}</mediawiki>\n"


def read(data: bytes) -> list[Page]:
    """The pages of an export."""
    return list(Dump(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("utf-16", "utf-16"), ("iso-8859-1", "iso-8859-1")],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_encodings(tmp_path: Path, encoding: str, declared: str, ends: str) -> None:
    """In any encoding that XML has, a link is found at its place in the file, and the line is shown as it is there."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    text = dump("eins\nüber &amp; &#228; é [" + X + " x]", declaration=declaration)
    (tmp_path / "a.xml").write_bytes(text.replace("\n", ends).encode(encoding))
    (found,) = check(tmp_path, "a.xml", judge()).diagnostics

    line = next(line for line in text.split("\n") if X in line)
    assert line == found.source_line
    assert line.index(X) + 1 == found.span.start.column
    assert len(X) == found.span.end.column - found.span.start.column
    assert text.split("\n").index(line) + 1 == found.span.start.line


@pytest.mark.parametrize("after", ["", "\n", " ", "]", "&#10;", "&lt;", "<![CDATA[ ]]>", "<!-- 2 -->"])
@pytest.mark.parametrize("before", ["", "&amp;&amp;", "\n", "&#10;", "𝔘", "<![CDATA[<x>]]>", "<!-- 1 -->"])
@pytest.mark.parametrize("query", ["", "?a=1&amp;", "?a&amp;b", "?&#97;"])
def test_places(before: str, query: str, after: str) -> None:
    """Where a link begins and ends in the file is exact, whatever is written as an entity."""
    text = dump(f"{before} {X}{query}{after}")
    (page,) = read(text.encode())
    start = page.text.index(X)
    end = start + len(X) + len({"": "", "?a=1&amp;": "?a=1&", "?a&amp;b": "?a&b", "?&#97;": "?a"}[query])
    span = page.span(start, end)
    at = text.index(X)

    assert Position(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) == span.start
    assert (span.start.line, span.start.column + len(X + query)) == span.end


@given(
    st.lists(
        st.sampled_from(["a", "ü", "𝔘", "\n", "&amp;", "&#10;", "<![CDATA[", "]]>", " ", "x" * 99]),
        max_size=30,
    )
)
def test_every_character_has_its_place(pieces: list[str]) -> None:
    """Each character of a page's text that is written as itself stands in the file where it's said to."""
    inside, parts = False, []
    for piece in pieces:
        if piece in ("<![CDATA[", "]]>"):
            if (piece == "]]>") is not inside:
                continue
            inside = not inside
        parts.append(piece)
    text = dump("".join(parts) + "]]>" * inside)
    lines = text.split("\n")
    for page in read(text.encode()):
        for index, char in enumerate(page.text):
            place = page.position(index)
            written = (lines[place.line - 1] + "\n")[place.column - 1]
            assert written == char or written == "&"


def test_the_latest_revision() -> None:
    """Of a page's revisions the latest counts, in whichever order they stand; other kinds of contents don't."""
    revisions = [
        ("2024-05-01T00:00:00Z", "old"),
        ("2025-05-01T00:00:00Z", "new"),
        ("2023-05-01T00:00:00Z", "older"),
    ]
    body = "".join(
        f"<revision><timestamp>{when}</timestamp><text>{text}</text></revision>" for when, text in revisions
    )
    other = "<revision><model>css</model><text>x</text></revision>"
    text = f"<mediawiki><page>{body}</page><page>{other}</page></mediawiki>"

    assert ["new"] == [page.text for page in read(text.encode())]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no element found"),
        ("<mediawiki>", "no element found"),
        ("<mediawiki></x>", "mismatched tag"),
        ("<mediawiki>&x;</mediawiki>", "undefined entity"),
        ("<mediawiki>\x00</mediawiki>", "not well-formed"),
        ('<!DOCTYPE mediawiki [<!ENTITY x "y">]><mediawiki>&x;</mediawiki>', "declares entities"),
        ('<!DOCTYPE mediawiki [<!ENTITY x SYSTEM "file:///x">]><mediawiki>&x;</mediawiki>', "declares entities"),
        ('<!DOCTYPE mediawiki [<!ENTITY % x "y">]><mediawiki/>', "declares entities"),
        ('<?xml version="1.0" encoding="nonsense"?><mediawiki/>', "encoding can't be read"),
    ],
)  # fmt: skip
def test_malformed(text: str, message: str) -> None:
    """What is broken, or declares entities, is refused with the place."""
    with pytest.raises(MalformedError) as error:
        read(text.encode())

    assert message in error.value.message


@pytest.mark.parametrize(
    "text", ["<html/>", "<!DOCTYPE html [<!ENTITY x 'y'>]><html/>", "<x:feed xmlns:x='y'/>"]
)
def test_other_xml(text: str) -> None:
    """XML of another kind is no export."""
    with pytest.raises(OtherXmlError):
        read(text.encode())


def test_a_page_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page longer than any wiki has is refused; those before it have been read."""
    monkeypatch.setattr(mediawiki, "MOST_CHARACTERS", 100)
    pages = iter(Dump(io.BytesIO(dump("a", "b\n" * 100).encode())))

    assert "a" == next(pages).text
    with pytest.raises(MalformedError, match="longer than"):
        next(pages)


def test_pages_come_as_they_are_read() -> None:
    """A page is given before the export has been read to its end."""

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.begun = False

        def read(self, size: int = -1) -> bytes:
            first, self.begun = not self.begun, True
            return b"<mediawiki>" if first else dump("x" * 1000).encode()[12:-14]

    pages = iter(Dump(Endless()))  # type: ignore[arg-type]
    assert ["T"] * 1000 == [next(pages).title for _ in range(1000)]


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: dump(escape(text)).encode(errors="replace"))
)
def test_any_bytes(data: bytes) -> None:
    """Any bytes are read, or refused as malformed or of another kind."""
    outcome = "read"
    try:
        read(data)
    except (MalformedError, OtherXmlError):
        outcome = "refused"
    assert outcome in ("read", "refused")
