"""Where ordinary links and images lead: their targets as typed, and what such a target means.

Everything is looked for in the masked text of a body, in time that grows with its length.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

_LINK = re.compile(
    r"""
    \]\(\s{0,80}+
    (?:
      <([^<>\n\x00]++)>
    | ((?![<"'])(?>(?:[^()\s\\\x00]++|\\.|\([^()\n\x00]*+\)|[ \t]++(?!["'()]))+))
    )
    (?:\s{1,80}+(?:"[^"\x00]*+"|'[^'\x00]*+'))?\s{0,80}+\)
    """,
    re.VERBOSE,
)
"""An inline link from `](` on, as Python-Markdown reads it: the target, which may hold blanks and pairs of brackets,
and a title. One of the two groups is the target."""
_DEFINITION = re.compile(
    r"""
    [ ]{0,3}\[(?!\^)([^\[\]\n\x00]{1,200})\]:[ \t]{0,8}(?:\n[ \t]{0,8})?
    (?:<([^<>\n\x00]++)>|([^\s<>\x00]++))
    (?:[ \t]{1,80}+(?:"[^\n\x00]*"|'[^\n\x00]*'|\([^()\n\x00]*+\)))?[ \t]{0,80}+$
    """,
    re.VERBOSE | re.MULTILINE,
)
"""A link definition: its label; one of the other two groups is the target."""
_HTML = re.compile(
    r"""<(a|img)(?=[ \t\n])[^<>\x00]*?[ \t\n](?:href|src)[ \t\n]*+=[ \t\n]*+(?:"([^"<>\x00]++)"|'([^'<>\x00]++)')""",
    re.IGNORECASE,
)
"""A link or image in HTML; one of the last two groups is the target."""
_LABEL = re.compile(r"\]\[([^\[\]^\n\x00][^\[\]\n\x00]{0,200})?\](?![(\[:])")
_NAME = re.compile(r"(?=.*[A-Za-z]{2})[^`\x00]{3,}")
"""A label that isn't a number or an index."""
_JOINED = re.compile(r"(?=.*[a-z]{2})[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""A label that is nothing else: small letters joined by hyphens."""
_WORD = re.compile(r"[\w\\\])]")
"""What stands before a bracket that begins no link."""
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
_REACH = 2_000
"""How far from its end the beginning of a link's text is looked for, in characters."""


@dataclass(frozen=True)
class Target:
    """The target of an ordinary link or image."""

    url: str
    """As typed."""
    image: bool
    start: int
    end: int
    html: bool = False
    """Whether it stands in a tag of HTML rather than in Markdown."""

    @property
    def address(self) -> str:
        """The address that is meant, without the escapes of Markdown and HTML."""
        address = self.url if self.html or "\\" not in self.url else _ESCAPE.sub(r"\1", self.url)
        return unescape(address) if "&" in address and ";" in address else address

    @property
    def is_local(self) -> bool:
        """Whether it has neither a scheme nor a host and doesn't begin at the site's root."""
        return not _ELSEWHERE.match(self.url)


@dataclass(frozen=True, slots=True)
class Place:
    """What a relative link leads to."""

    path: str
    """The file, relative to the library's folder."""
    anchor: str
    """The fragment, decoded; empty where there is none."""


def find(masked: str, start: int) -> tuple[Target, ...]:
    """The targets of inline links, images, link definitions and HTML, in the order in which they stand."""
    found = []
    for match in _LINK.finditer(masked, start):
        group = 1 if match[1] else 2
        url, at = match[group].rstrip(), match.start(group)
        found.append(Target(url, _is_image(masked, match.start()), at, at + len(url)))
    for match in _definitions(masked, start):
        group = 2 if match[2] else 3
        found.append(Target(match[group], False, match.start(group), match.end(group)))
    if "<" in masked:
        for match in _HTML.finditer(masked, start):
            group = 2 if match[2] else 3
            image = match[1].lower() == "img"
            found.append(Target(match[group], image, match.start(group), match.end(group), html=True))
    return tuple(sorted(found, key=lambda target: target.start))


def labels(masked: str, start: int) -> frozenset[str]:
    """The labels that link definitions give, as they are compared."""
    return frozenset(label_of(match[1]) for match in _definitions(masked, start))


def label_of(text: str) -> str:
    """The form in which labels are compared: case and kinds of blanks don't count."""
    return " ".join(text.split()).lower()


@dataclass(frozen=True, slots=True)
class Label:
    """A label that a link is written with."""

    text: str
    start: int
    end: int


def undefined_labels(masked: str, start: int) -> Iterator[Label]:
    """The labels of links such as `[text][label]` and `[label][]` that no definition gives.

    What may well be something else isn't taken for a link: brackets behind a word (`a[i][j]`), numbers (`[1][2]`),
    footnotes, and labels that aren't words joined by hyphens in a file that defines no label at all.
    """
    known: frozenset[str] | None = None
    at = masked.find("]", start)
    while at >= 0:
        match = _LABEL.match(masked, at) if masked.startswith("[", at + 1) else None
        first = opening(masked, at) if match else -1
        if match and first >= start and not _WORD.match(masked[max(first - 1, 0) : first]):
            known = labels(masked, start) if known is None else known
            text = match[1] or masked[first + 1 : at]
            place = match.span(1) if match[1] else (first + 1, at)
            likely = _NAME.fullmatch(text) if known or not match[1] else _JOINED.fullmatch(text)
            if likely and label_of(text) not in known:
                yield Label(text, *place)
        at = masked.find("]", at + 1)


def opening(masked: str, at: int) -> int:
    """Where the bracket opens that the one at `at` closes; -1 if there is none near."""
    depth = 0
    for index in range(at - 1, max(at - _REACH, 0) - 1, -1):
        if masked[index] == "]":
            depth += 1
        elif masked[index] == "[":
            if depth == 0:
                return index
            depth -= 1
    return -1


def place(path: str, url: str) -> Place | None:
    """What a relative link of the document at `path` leads to; None if it leads elsewhere."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    target = path
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
    return Place(target, unquote(parts.fragment))


def _definitions(masked: str, start: int) -> Iterator[re.Match[str]]:
    """Link definitions. They are looked for only where a line holds what none can do without, `]:`."""
    at = masked.find("]:", start)
    while at >= 0:
        match = _DEFINITION.match(masked, masked.rfind("\n", start, at) + 1 or start)
        if match:
            yield match
        end = masked.find("\n", match.end() if match else at)
        at = masked.find("]:", end) if end >= 0 else -1


def _is_image(masked: str, at: int) -> bool:
    """Whether the `](` at `at` closes an image: the bracket that opens it has a `!` before it."""
    first = opening(masked, at)
    return first > 0 and masked[first - 1] == "!"
