"""A MediaWiki export, read page by page however large it is: its pages' latest texts, with their places in the file.

Entities that a file declares are refused, so that a small file can't become a large one, and nothing outside is read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from trimtab.core.diagnostics import Position, Span

MOST_CHARACTERS = 32_000_000
"""How long a page's text may be; MediaWiki's own limit is 2 MB."""
_CHUNK = 1 << 18
_FAR = 1 << 62


class MalformedError(Exception):
    """An export that can't be read on: what is wrong, and where."""

    def __init__(self, message: str, position: Position) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class OtherXmlError(Exception):
    """XML that is no export of MediaWiki."""


@dataclass
class Page:
    """A page's latest text."""

    title: str = ""
    text: str = ""
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    """Where pieces of the text begin: the offset in it, and the line and column in the file, both from 1. The last is
    where the text ends."""

    def position(self, offset: int) -> Position:
        """Where a character of the text stands in the file."""
        start, line, column = self.pieces[max(bisect_right(self.pieces, (offset, _FAR, 0)) - 1, 0)]
        return Position(line, column + offset - start)

    def span(self, start: int, end: int) -> Span:
        """Where some characters of one line of the text stand in the file."""
        index = bisect_left(self.pieces, (end, 0, 0))
        if self.pieces[index][0] != end:
            return Span(self.position(start), self.position(end))
        _, line, column = self.pieces[index]  # What follows, be it a character or markup, is where they end.
        return Span(self.position(start), Position(line, column))


class Dump:
    """An export: its pages in their order, of several revisions of a page the latest."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._reader = _Reader()

    @property
    def encoding(self) -> str:
        """The encoding that the file says it has."""
        return self._reader.encoding

    def __iter__(self) -> Iterator[Page]:
        """Read page by page.

        Raises:
            MalformedError: the XML is broken, or declares entities. Pages before that have been yielded.
            OtherXmlError: it is XML of another kind.
        """
        reader = self._reader
        try:
            while True:
                chunk = self._stream.read(_CHUNK)
                reader.parser.Parse(chunk, not chunk)
                yield from reader.take()
                if not chunk:
                    return
        except expat.ExpatError as error:
            yield from reader.take()
            message = f"The XML is broken here ({expat.ErrorString(error.code)}); what follows was not read."
            raise MalformedError(message, Position(error.lineno, error.offset + 1)) from None
        except MalformedError:
            yield from reader.take()
            raise
        except (LookupError, ValueError) as error:
            message = f"The XML's encoding can't be read ({error}); it was not read."
            raise MalformedError(message, Position(1, 1)) from None


class _Reader:
    """Takes what the parser meets."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = (
            False  # Every piece lies on one line and holds no entity, so its place is exact.
        )
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.XmlDeclHandler = self._declared
        self.encoding = "utf-8"
        self._done: list[Page] = []
        self._path: list[str] = []
        self._page = Page()
        self._latest = ""
        self._revision = Page()
        self._when = ""
        self._model = ""
        self._words: list[str] = []
        self._length = 0

    def take(self) -> list[Page]:
        """The pages that are whole by now."""
        done, self._done = self._done, []
        return done

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        self.encoding = encoding or "utf-8"

    def _doctype(self, name: str, *_: object) -> None:
        if name != "mediawiki":
            raise OtherXmlError
        self.parser.EntityDeclHandler = self._entity

    def _entity(self, *_: object) -> None:
        self._fail("The XML declares entities, which no export of MediaWiki does; it was not read.")

    def _fail(self, message: str) -> None:
        raise MalformedError(
            message, Position(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        )

    def _start(self, name: str, _: object) -> None:
        name = name.rpartition(":")[2]
        if not self._path and name != "mediawiki":
            raise OtherXmlError
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "page":
            self._page, self._latest = Page(), ""
        elif name == "revision":
            self._revision, self._when, self._model = Page(), "", "wikitext"
        elif (parent, name) in _WANTED:
            self._words, self._length = [], 0
            self.parser.CharacterDataHandler = self._text if name == "text" else self._word
            if name == "text":
                self._mark_all(self._mark)

    def _word(self, words: str) -> None:
        self._words.append(words)

    def _text(self, words: str) -> None:
        self._mark()
        self._words.append(words)
        self._length += len(words)
        if self._length > MOST_CHARACTERS:
            self._fail(
                f"A page's text is longer than {MOST_CHARACTERS // 1_000_000} million characters; it was not read."
            )

    def _mark_all(self, handler: Callable[..., None] | None) -> None:
        """Have what stands between characters marked, or no longer."""
        self.parser.StartCdataSectionHandler = handler
        self.parser.EndCdataSectionHandler = handler
        self.parser.CommentHandler = handler
        self.parser.ProcessingInstructionHandler = handler

    def _mark(self, *_: object) -> None:
        """Note where the parser is."""
        place = (self._length, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        self._revision.pieces.append(place)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._path.pop()
        parent = self._path[-1] if self._path else ""
        if (parent, name) in _WANTED:
            self.parser.CharacterDataHandler = None
            if name == "text":
                self._mark()
                self._mark_all(None)
            self._keep(parent, name, "".join(self._words))
            self._words = []
        elif name == "revision" and self._when >= self._latest and self._model == "wikitext":
            self._latest = self._when
            self._page.text, self._page.pieces = self._revision.text, self._revision.pieces
        elif name == "page":
            if self._page.text:
                self._done.append(self._page)
            self._page = Page()

    def _keep(self, parent: str, name: str, words: str) -> None:
        if parent == "page":
            self._page.title = " ".join(words.split())
        elif name == "timestamp":
            self._when = words.strip()
        elif name == "model":
            self._model = words.strip()
        else:
            self._revision.text = words


_WANTED = frozenset(
    {("page", "title"), ("revision", "text"), ("revision", "timestamp"), ("revision", "model")}
)
"""The elements whose words count, each with the one that it stands in."""
