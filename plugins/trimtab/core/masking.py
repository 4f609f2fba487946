"""What of a body is code or comment and so means nothing: one linear pass blanks it out.

Offsets in the masked text are those of the source. No expression here backtracks over runs of blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BLANK = "\x00"
"""What stands in a masked text in place of code and comments."""

HEADING = re.compile(r"(#{1,6})[ \t]{0,80}([^\s#].*)")
"""A heading as Python-Markdown sees one: number signs at the start of a line, a blank after them or not."""

_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})(.*)")
_BREAK = re.compile(r"^(?:#[^\n]*|[ \t>]{0,80}(?:$|\||(?:[-*+]|\d{1,9}[.)])[ \t]))", re.MULTILINE)
"""What no paragraph runs across: headings, empty lines, and the beginnings of table rows and list items."""
_FENCES = ("```", "~~~")
_INDENTED = re.compile(r"\n(?:    |\t)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def mask(text: str, start: int = 0) -> str:
    """The text with fenced, indented and inline code and HTML comments blanked out, its length unchanged."""
    return text[:start] + _mask_inline(_mask_comments(_mask_blocks(text, start)))


def comments(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """The start and end of each HTML comment that stands in no block of code."""
    for first, end in _comments(_mask_blocks(text, start)):
        yield start + first, start + end


def _mask_blocks(text: str, start: int) -> str:
    """What begins at `start`, with fenced and indented code blanked out."""
    if not text.startswith(("    ", "\t"), start) and not _may_hold_code(text):
        return text[start:]
    out: list[str] = []
    fence = ""
    blank_before, in_list, in_code = True, False, False
    for line in lines(text, start):
        content = line.rstrip("\n")
        if fence:
            closing = content.strip(" \t>")
            if closing.startswith(fence) and not closing.strip(fence[0]):
                fence = ""
            out.append(_blank(line))
            continue
        opening = _FENCE.match(content)
        if opening and not (opening[1][0] == "`" and "`" in opening[2]):
            fence = opening[1]
            out.append(_blank(line))
            continue
        stripped = content.strip(" \t")
        indented = content.startswith(("    ", "\t"))
        if not stripped:
            blank_before = True
            out.append(line)
            continue
        if indented and not in_list and (blank_before or in_code):
            in_code = True
            out.append(_blank(line))
            continue
        in_code, heading = False, bool(HEADING.match(content))
        if not content.startswith((" ", "\t")):
            in_list = bool(re.match(r"(?:[-*+]|\d{1,9}[.)])[ \t]", stripped)) or (
                in_list and not blank_before and not heading
            )
        blank_before = heading
        out.append(line)
    return "".join(out)


def _may_hold_code(text: str) -> bool:
    """Whether there is a sign of code after the first line. Single signs are found fastest: most texts lack them."""
    fenced = any(fence[0] in text and fence in text for fence in _FENCES)
    return fenced or _INDENTED.search(text) is not None


def lines(text: str, start: int) -> Iterator[str]:
    """The lines from `start` on, with their line feeds. `str.splitlines` also splits where Markdown doesn't."""
    return (match[0] for match in _LINE.finditer(text, start))


def _blank(line: str) -> str:
    return BLANK * (len(line) - line.endswith("\n")) + "\n" * line.endswith("\n")


def _blank_between(text: str, start: int, end: int) -> str:
    return "".join("\n" if char == "\n" else BLANK for char in text[start:end])


def _mask_comments(text: str) -> str:
    parts, done = [], 0
    for start, end in _comments(text):
        parts += [text[done:start], _blank_between(text, start, end)]
        done = end
    return "".join([*parts, text[done:]])


def _comments(text: str) -> Iterator[tuple[int, int]]:
    at = text.find("<!--")
    while at >= 0:
        close = text.find("-->", at + 4)
        if close < 0:
            return
        yield at, close + 3
        at = text.find("<!--", close + 3)


def _mask_inline(text: str) -> str:
    """Blank out code spans: a run of backticks up to the next run of the same length in the same paragraph."""
    if "`" not in text:
        return text
    runs = [(match.start(), match.end()) for match in re.finditer(r"`+", text)]
    breaks = sorted(at for match in _BREAK.finditer(text) for at in (match.start(), match.end()))
    paragraph, at = [], 0
    for start, _ in runs:
        while at < len(breaks) and breaks[at] <= start:
            at += 1
        paragraph.append(at)
    later: dict[tuple[int, int], list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        later.setdefault((paragraph[index], length), []).append(index)
    parts, done, index = [], 0, 0
    while index < len(runs):
        start, end = runs[index]
        if text[max(0, start - 1) : start] == "\\":  # Escaped: it may close a code span, but not open one.
            index += 1
            continue
        same = later[paragraph[index], end - start]
        while same and same[-1] <= index:
            same.pop()
        if not same:
            index += 1
            continue
        closing = same.pop()
        parts += [text[done:start], _blank_between(text, start, runs[closing][1])]
        done = runs[closing][1]
        index = closing + 1
    return "".join([*parts, text[done:]])
