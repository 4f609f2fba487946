"""Text as each format takes it. Whatever an author wrote, it stays text."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.sax.saxutils import escape

_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold: https://www.w3.org/TR/xml/#charsets"""
_NOT_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f-\xa0\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff]")
"""What no address holds as it is: https://www.w3.org/TR/turtle/#grammar-production-IRIREF"""
_TURTLE = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TURTLE_SPECIAL = re.compile(r"[\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_MARKDOWN = re.compile(r"[\\`*_{}<>#|~!&]")


def clean(text: str) -> str:
    """A text that can be written as UTF-8: a half surrogate, which can't, becomes a replacement character."""
    return _SURROGATES.sub("\ufffd", text)


def utf8(text: str) -> bytes:
    """A text as UTF-8, cleaned where it can't be written as it is."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return clean(text).encode()


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(clean(text).split())


def xml(text: str) -> str:
    """A text as XML's content or the value of an attribute in double quotes."""
    return escape(_NOT_XML.sub("\ufffd", text), {'"': "&quot;"})


def iri(address: str) -> str:
    """An address without characters that end it, or that none may hold."""
    return _NOT_IRI.sub(lambda found: quote(found[0], safe="", errors="surrogateescape"), address)


def turtle(text: str) -> str:
    """A text as a literal of Turtle, in its quotes: https://www.w3.org/TR/turtle/#turtle-literals."""
    escaped = _TURTLE_SPECIAL.sub(
        lambda found: _TURTLE.get(found[0]) or f"\\u{ord(found[0]):04X}", clean(text)
    )
    return f'"{escaped}"'


def markdown(text: str) -> str:
    """A text as words of a line of Markdown; brackets are entities, so that simple readers of links find the end."""
    escaped = _MARKDOWN.sub(r"\\\g<0>", line(text))
    return escaped.replace("[", "&#91;").replace("]", "&#93;")
