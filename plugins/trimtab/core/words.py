"""Words: Markdown as plain text, and the forms in which names and headings are compared and become addresses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from trimtab.core.masking import BLANK

_NUMBER = re.compile(r"(?:section\s+\d{1,3}\s*[:.)-]|\d{1,3}[.:)])\s+(?=\S)", re.IGNORECASE)
_WORDS = re.compile(r"\bwords?\b", re.IGNORECASE)
_MARKUP = (
    (re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)"), r"\1"),
    (re.compile(r"\[\[[^\[\]|\n]{1,300}\|([^\[\]\n]{1,300})\]\]"), r"\1"),
    (re.compile(r"\[\[(?:[a-z][a-z0-9-]{0,39}:)?([^\[\]#\n]{1,300})(?:#[^\[\]\n]{0,200})?\]\]"), r"\1"),
    (
        re.compile(r"(?<![A-Za-z0-9\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?![A-Za-z0-9])|(?<!\\)\*{1,3}"),
        "",
    ),
    (re.compile(r"(?<!\\)`"), ""),
    (re.compile(r"<[/!A-Za-z][^<>\n]{0,300}>"), ""),
)
_MARKED = re.compile(r"[][\\*_`<>#+!\x00-]|\d[.)]")
"""What a text without markup doesn't hold."""
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
_BLOCK_MARKS = re.compile(
    r"^[ \t]{0,40}(?>(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|\[![\w-]++\][-+]?)[ \t]*+)+)",
    re.MULTILINE,
)


def plain(text: str, *, keep_ends: bool = False, begins_line: bool = True) -> str:
    """Markdown as plain words on one line.

    Args:
        text: the Markdown.
        keep_ends: whether a blank at either end stays one blank.
        begins_line: whether the text begins where a line does; elsewhere `-` or `1.` is a word, not a mark.
    """
    if not keep_ends and not _MARKED.search(text):
        return " ".join(text.split())
    text = text.replace(BLANK, "")
    at = 0 if begins_line else text.find("\n") + 1 or len(text)
    text = text[:at] + _BLOCK_MARKS.sub("", text[at:])
    for pattern, by in _MARKUP:
        text = pattern.sub(by, text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", text)
    joined = " ".join(text.split())
    if keep_ends and joined:
        joined = " " * text[:1].isspace() + joined + " " * text[-1:].isspace()
    return joined


def first_paragraph(text: str) -> str:
    """The first paragraph of some Markdown, as plain words."""
    for block in re.split(r"\n[ \t]{0,80}\n", text.strip()):
        words = plain(block)
        if words:
            return words
    return ""


def clean_heading(text: str) -> str:
    """A heading without its number and its hint: `Section 3: Solution (200-400 words)` is `Solution`."""
    text = text.strip()
    number = _NUMBER.match(text)
    if number:
        text = text[number.end() :]
    opening = text.rfind("(") if text.endswith(")") else -1
    if opening >= 0 and ")" not in text[opening:-1] and _WORDS.search(text, opening):
        text = text[:opening]
    return text.rstrip(" :#").strip()


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The form in which names are compared: case, punctuation, blanks and compatible forms don't count."""
    if text.isascii():
        return _NOT_ALPHANUMERIC.sub("", text.lower())
    text = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if char.isalnum() or unicodedata.category(char).startswith("M")
    )
    return unicodedata.normalize("NFKC", kept)  # What was left out may have stood between letter and mark.


def anchor_of(text: str) -> str:
    """The fragment of a heading: its words, lower-case, joined by hyphens; letters of any script stay."""
    text = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char if char.isalnum() or char in "-_ " or char.isspace() else "" for char in text)
    return re.sub(r"[\s-]+", "-", kept).strip("-_")


def unique_anchor(text: str, used: set[str]) -> str:
    """The fragment of a heading on a page where others are used: the second `risks` is `risks-2`."""
    base = anchor_of(text) or "section"
    if base not in used:
        return base
    # Doubling, then halving: counting up would take a page of equal headings quadratic time.
    taken, free = 1, 2
    while f"{base}-{free}" in used:
        taken, free = free, 2 * free
    while free - taken > 1:
        middle = (taken + free) // 2
        if f"{base}-{middle}" in used:
            taken = middle
        else:
            free = middle
    return f"{base}-{free}"
