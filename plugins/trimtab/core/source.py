"""The text of one file: decoded, normalised, and addressable by line and column."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from trimtab.core.diagnostics import FILE_START, Fault, Position, Span

_BOMS = ((b"\xef\xbb\xbf", "UTF-8"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


@dataclass(frozen=True)
class Source:
    """A file's text with line feeds only and no byte order mark, and what was wrong with its bytes.

    Offsets count characters of `text` from 0; positions count lines and columns from 1.
    """

    path: str
    """POSIX path relative to the library's folder."""
    text: str
    faults: tuple[Fault, ...] = ()
    digest: str = field(default="", repr=False, compare=False)
    """A digest of the file's bytes: 32 hexadecimal digits; empty where it couldn't be read or wasn't asked for."""

    @classmethod
    def decode(cls, path: str, data: bytes, *, digested: bool = True) -> Source:
        """Make a source of a file's bytes; what can't be decoded is replaced and reported."""
        faults = []
        encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
        if encoding == "UTF-16":
            text = data.decode("utf-16", errors="replace")
            faults.append(Fault("not-utf-8", "The file is UTF-16.", FILE_START, "Save the file as UTF-8."))
        else:
            text, bad = _decode_utf8(data.removeprefix(_BOMS[0][0]))
            faults.extend(bad)
        if encoding == "UTF-8":
            faults.append(
                Fault(
                    "byte-order-mark",
                    "The file begins with a byte order mark, an invisible character.",
                    FILE_START,
                    "Save the file as UTF-8 without BOM.",
                )
            )
        if "\r" in text:
            line = text.count("\n", 0, text.index("\r")) + 1
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            end = Position(line, len(text.split("\n", line)[line - 1]) + 1)
            faults.append(
                Fault(
                    "carriage-return",
                    "Lines end with carriage returns (CRLF) rather than line feeds.",
                    Span(end, end),
                    "Save the file with Unix line ends (LF), or let git do it: `* text=auto eol=lf`.",
                )
            )
        return cls(path, text, tuple(faults), digest_of(data) if digested else "")

    @classmethod
    def read(cls, root: Path, path: str, *, digested: bool = True) -> Source:
        """Read `root / path`; a file that can't be read is an empty source with a fault.

        Args:
            root: the folder.
            path: POSIX path relative to it.
            digested: whether to make the digest, which takes half as long as the rest.
        """
        return cls.of(path, contents(root / path), digested=digested)

    @classmethod
    def of(cls, path: str, data: bytes | OSError, *, digested: bool = True) -> Source:
        """Make a source of what reading a file gave: its bytes, or why there are none."""
        if isinstance(data, bytes):
            return cls.decode(path, data, digested=digested)
        reason = data.strerror or type(data).__name__
        fault = Fault(
            "unreadable-file",
            f"The file can't be read: {reason}.",
            FILE_START,
            "Mend the file's permissions, or the link that it is.",
        )
        return cls(path, "", (fault,))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Where lines start."""
        lengths = [len(line) + 1 for line in self.text.split("\n")]
        return (0, *accumulate(lengths[:-1]))

    def position(self, offset: int) -> Position:
        """The line and column of a character."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from `start` up to `end`."""
        return Span(self.position(start), self.position(max(start, end)))

    @property
    def lines(self) -> int:
        """How many lines the text has; an empty text has one."""
        return len(self._starts)

    def offset(self, position: Position) -> int:
        """The offset of a line and column; beyond a line's end, that end."""
        start = self._starts[min(position.line, len(self._starts)) - 1]
        return start + min(position.column - 1, len(self.line(position.line)))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line feed; empty beyond the end."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]


def contents(path: Path) -> bytes | OSError:
    """A file's bytes, or why it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        return error


def digest_of(data: bytes) -> str:
    """The digest of a file's bytes: 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _decode_utf8(data: bytes) -> tuple[str, list[Fault]]:
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        before = before.replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        fault = Fault(
            "not-utf-8",
            f"Byte 0x{data[error.start]:02X} is not UTF-8.",
            Span(Position(line, column), Position(line, column + 1)),
            "Save the file as UTF-8.",
        )
        return data.decode(errors="replace"), [fault]
