"""The links of HTML: the values of `href` and `src`, read as browsers read them, with their places.

What is skipped and how tags are taken apart follows https://html.spec.whatwg.org/multipage/parsing.html#tokenization.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trimtab.linkcheck.links import Link, link

_OPENING = re.compile(r"<(?:!--|!\[CDATA\[|[!?]|(/?)([A-Za-z][^ \t\n\f\r/>]*+))")
_ATTRIBUTE = re.compile(
    r"""[ \t\n\f\r/]*+(=?[^ \t\n\f\r/>=]++|=)[ \t\n\f\r]*+
    (?:=[ \t\n\f\r]*+("|'|(?=>)|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+))?""".replace("\n    ", "")
)
"""An attribute's name, and its value, or the sign of quotation that the value begins with."""
_END = re.compile(r"[ \t\n\f\r/]*+>")
_COMMENT_END = re.compile(r"--!?>")
_TEXT_ONLY = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements in which there are no tags."""
_BLANKS = " \t\n\f\r"
_LINKS = frozenset({"href", "src"})


def find(text: str) -> Iterator[Link]:
    """The links of a text, in the order in which they stand."""
    at = 0
    while opening := _OPENING.search(text, at):
        if opening[2] is None:
            end = _skipped(text, opening)
            if end < 0:
                return
            at = end
            continue
        at, found = _tag(text, opening.end())
        if at < 0:
            return
        name = opening[2].lower()
        if opening[1]:
            continue
        yield from found
        if name == "plaintext":
            return
        if name in _TEXT_ONLY:
            closing = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(text, at)
            if closing is None:
                return
            at = closing.start()


def _skipped(text: str, opening: re.Match[str]) -> int:
    """Where a comment or the like ends; -1 if it doesn't."""
    if opening[0] == "<!--":
        # `<!-->` and `<!--->` are whole comments.
        short = re.compile("-?>").match(text, opening.end())
        closing = short or _COMMENT_END.search(text, opening.end())
        return closing.end() if closing else -1
    sign = "]]>" if opening[0] == "<![CDATA[" else ">"
    end = text.find(sign, opening.end())
    return end + len(sign) if end >= 0 else -1


def _tag(text: str, at: int) -> tuple[int, list[Link]]:
    """Where a tag ends whose name ends at `at`, and its links; -1 if the text ends before it."""
    found: list[Link] = []
    seen = set()
    while not (end := _END.match(text, at)):
        attribute = _ATTRIBUTE.match(text, at)
        if attribute is None:
            return -1, []
        name, value = attribute[1].lower(), attribute[2]
        at = attribute.end()
        start = attribute.start(2)
        if value in ('"', "'"):
            start, stop = at, text.find(value, at)
            if stop < 0:
                return -1, []
            at = stop + 1
        else:
            stop = at
        if name in _LINKS and name not in seen and text[start:stop].strip(_BLANKS):
            found.append(link(text, start, stop))
        seen.add(name)
    return end.end(), found
