"""Python-Markdown's block parser made quicker; what comes out stays the same.

Python-Markdown offers every block to each of its processors. Here a block is looked over once for the signs that they
look for, and offered to those alone that may find theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser

_ANY, _NO_LETTER, _BLANK, _LINE_END, _HASH, _QUOTE, _LABEL, _EXCLAIMED, _BARS, _UNDERLINE, _RULE = (
    1 << bit for bit in range(11)
)
"""What a block may have: something at its start, a sign anywhere, or a sign in one of several lines."""
_RULE_FIRST = re.compile(r" {0,3}([-_*])(?: {0,2}\1){2}")
_RULE_BELOW = re.compile(rf"\n{_RULE_FIRST.pattern}")
_NEEDS = {
    ("markdown.extensions.admonition", "admonition"): _BLANK | _EXCLAIMED,
    ("markdown.blockprocessors", "empty"): _LINE_END,
    ("markdown.blockprocessors", "indent"): _BLANK,
    ("markdown.blockprocessors", "code"): _BLANK,
    ("pymdownx.superfences", "code"): _BLANK,
    ("markdown.extensions.tables", "table"): _BARS,
    ("markdown.blockprocessors", "hashheader"): _HASH,
    ("markdown.blockprocessors", "setextheader"): _UNDERLINE,
    ("markdown.blockprocessors", "hr"): _RULE,
    ("markdown.blockprocessors", "olist"): _NO_LETTER,
    ("markdown.blockprocessors", "ulist"): _NO_LETTER,
    ("markdown.blockprocessors", "quote"): _QUOTE,
    ("pymdownx.quotes", "quote"): _QUOTE,
    ("markdown.blockprocessors", "reference"): _LABEL,
    ("markdown.extensions.footnotes", "footnote"): _LABEL,
}
"""What a block has, one or the other, that a processor of these modules and names can take."""


def quicken(md: Markdown) -> None:
    """Have blocks offered to those processors alone that may take them, and remember which tags are those of blocks."""
    levels = _Levels(md.is_block_level)
    md.is_block_level = levels.__getitem__  # type: ignore[assignment, method-assign]
    if type(md.parser) is BlockParser and md.tab_length > 0:
        blocks = _Blocks(md.parser, levels)
        md.parser.parseDocument = blocks.parse_document  # type: ignore[method-assign, assignment]
        md.parser.parseBlocks = blocks.parse  # type: ignore[method-assign]


class _Levels(dict[Any, bool]):
    """Whether a tag is that of a block."""

    def __init__(self, tell: Callable[[Any], bool]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, tag: Any) -> bool:
        self[tag] = found = self._tell(tag)
        return found


class _Blocks:
    """Parses the blocks of a parser."""

    def __init__(self, parser: BlockParser, levels: _Levels) -> None:
        self._parser = parser
        self._levels = levels
        self._document = parser.parseDocument
        self._needs: dict[int, int] = {}
        self._by_signs: dict[int, list[Any]] = {}

    def parse_document(self, lines: list[str]) -> Any:
        """The tree of a document; processors and tags may have come or gone since the last one."""
        self._levels.clear()
        self._needs.clear()
        self._by_signs.clear()
        return self._document(lines)

    def parse(self, parent: Element, blocks: list[str]) -> None:
        """Attach blocks to a parent."""
        by_signs = self._by_signs
        while blocks:
            signs = _signs(blocks[0])
            processors = by_signs.get(signs)
            if processors is None:
                processors = by_signs[signs] = self._processors(signs)
            for processor in processors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    def _processors(self, signs: int) -> list[Any]:
        """The processors that may take a block with these signs, in their order."""
        known = self._parser.blockprocessors
        if not self._needs:
            self._needs = {
                id(known[name]): needed
                for (module, name), needed in _NEEDS.items()
                if name in known and type(known[name]).__module__ == module
            }
        return [processor for processor in known if self._needs.get(id(processor), _ANY) & signs]


def _signs(block: str) -> int:
    found = _ANY
    first = block[:1]
    if not first.isalpha():
        found |= _NO_LETTER
        if first == " ":
            found |= _BLANK
        elif first in "\n":
            found |= _LINE_END
        if _RULE_FIRST.match(block):
            found |= _RULE
    if "#" in block:
        found |= _HASH
    if ">" in block:
        found |= _QUOTE
    if "]:" in block:
        found |= _LABEL
    if "!!!" in block:
        found |= _EXCLAIMED
    if "\n" in block:
        if "|" in block:
            found |= _BARS
        if "\n=" in block or "\n-" in block:
            found |= _UNDERLINE
        if _RULE_BELOW.search(block):
            found |= _RULE
    return found
