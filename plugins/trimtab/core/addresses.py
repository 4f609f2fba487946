"""Addresses of the web that lack their beginning: `www.example.org` for `https://www.example.org`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trimtab.core.document import Document
from trimtab.core.frontmatter import Items, Mapping, Node, Scalar

KEYS = ("url", "page_url", "github_url", "source_url", "repository", "website", "homepage", "link", "source")
"""Keys whose values are addresses, wherever they stand in front matter."""
_FIELDS = ("sources", "evidence")
_HOST = re.compile(
    r"(?>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+)([a-z]{2,24})(?::\d{1,5})?(?=[/?#]|$)", re.IGNORECASE
)
_TOP_LEVELS = re.compile(
    "com|org|net|edu|gov|mil|int|info|biz|io|dev|app|eu|uk|de|fr|ch|at|nl|be|it|es|pt|ie|dk|se|no|fi|cz|gr|us|ca|au|nz"
    "|jp|kr|br|mx|ar|za|co",
    re.IGNORECASE,
)
"""Ends of host names that are nobody's ends of file names, unlike `md`, `py`, `sh` or `ai`."""
_WWW = re.compile(r"www\.[^./]+\.", re.IGNORECASE)
_MAILBOX = re.compile(r"[\w.+-]{1,64}@(?>(?:[a-z0-9-]{1,63}\.)+)[a-z]{2,24}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A text of front matter that is an address, and where it stands."""

    text: str
    start: int
    key: str
    """The field, or the key that no field claims, that holds it."""


def missing_scheme(url: str) -> str:
    """What must stand before an address so that it leads to the host or mailbox that it names; empty if it names none.

    Only what can't well be the name of a file counts: `www.example.org`, `example.com/path`, `jo@example.org`.
    """
    host = _HOST.match(url)
    if host is not None and not re.search(r"\s", url) and (_WWW.match(url) or _TOP_LEVELS.fullmatch(host[1])):
        return "https://"
    return "mailto:" if _MAILBOX.fullmatch(url) else ""


def without_scheme(document: Document) -> Iterator[Address]:
    """The addresses in an entry's front matter that lack their scheme."""
    entry = document.entry
    if entry is None:
        return
    given = [source.url or source.title for source in entry.sources]
    given += [evidence.source for evidence in entry.evidence]
    given += [value for key in KEYS if isinstance(value := entry.extra.get(key), str)]
    if not any(map(missing_scheme, given)):
        return  # The file need not be read again to say where they stand.
    nodes = [(name, node) for name in _FIELDS if (node := document.gathered.nodes.get(name)) is not None]
    nodes += [
        (key, node) for key, node in document.front.root.values.items() if key in KEYS and key in entry.extra
    ]
    for key, node in nodes:
        for scalar in _scalars(node):
            text = scalar.text.strip()
            at = document.source.text.find(text, scalar.start, scalar.end)
            if at >= 0 and missing_scheme(text):
                yield Address(text, at, key)


def _scalars(node: Node) -> Iterator[Scalar]:
    """The texts below a node that may be addresses: all of a list, and in mappings those of certain keys."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        yield from (value for key, value in node.values.items() if key in KEYS and isinstance(value, Scalar))
