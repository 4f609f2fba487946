"""Python-Markdown made quicker; what comes out stays the same.

Python-Markdown offers every block and every text to each of its processors and patterns. Most lack the sign that one
looks for: then it isn't asked. A pattern of ours says in `needed` what that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown import inlinepatterns as patterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

_NEEDS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "\n",
    "html": "<",
    "entity": "&",
}
"""What a text holds that one of Python-Markdown's own patterns can match."""
_BLOCKS = {
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "quote": (">",),
    "reference": ("]:",),
    "footnote": ("]:",),
}
"""What a block holds, one or the other, that one of these processors can take."""
_THEIRS = ("markdown.blockprocessors", "markdown.extensions.footnotes", "pymdownx.quotes")
"""The modules that these processors are from."""
_OF_THE_SUPERCLASS = ("_InlineProcessor__handleInline", "_InlineProcessor__applyPattern")
"""What Python-Markdown's processor has for one text, and for one pattern on it; nobody else is meant to know."""

Test = Callable[[str], object]


def quicken(md: Markdown) -> None:
    """Put quicker processors in the place of Python-Markdown's own, where those are the ones that are known here."""
    if type(md.treeprocessors["inline"]) is InlineProcessor and all(
        hasattr(InlineProcessor, name) for name in _OF_THE_SUPERCLASS
    ):
        md.treeprocessors.register(QuickInlineProcessor(md), "inline", 20)
    for name, needed in _BLOCKS.items():
        if name in md.parser.blockprocessors:
            _quicken_block(md.parser.blockprocessors[name], needed)
    if "attr_list" in md.treeprocessors:
        _quicken_attributes(md.treeprocessors["attr_list"])


def _quicken_block(processor: Any, needed: tuple[str, ...]) -> None:
    test = processor.test

    def quick(parent: Element, block: str) -> bool:
        return any(sign in block for sign in needed) and bool(test(parent, block))

    if type(processor).__module__ in _THEIRS:
        processor.test = quick


def _quicken_attributes(processor: Any) -> None:
    """Try a run of blanks from its beginning alone: some tables have cells with ten thousand of them."""
    expression = getattr(processor, "HEADER_RE", None)
    if isinstance(expression, re.Pattern) and expression.pattern.startswith("[ ]+"):
        processor.HEADER_RE = re.compile(f"(?<! ){expression.pattern}")


class QuickInlineProcessor(InlineProcessor):
    """Tries on a text the patterns that can match it, and no others."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns: list[tuple[Any, Test | None]] = []

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the inline patterns to a tree."""
        own = {
            id(self.inlinePatterns[name]): needed
            for name, needed in _NEEDS.items()
            if name in self.inlinePatterns and type(self.inlinePatterns[name]).__module__ == patterns.__name__
        }
        self._patterns = [
            (pattern, _test(pattern, own.get(id(pattern), getattr(pattern, "needed", None))))
            for pattern in self.inlinePatterns
        ]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, (pattern, test) in enumerate(self._patterns[patternIndex:], patternIndex):
            if test is not None and not test(data):
                continue
            matched, at = True, 0
            while matched:
                data, matched, at = apply(pattern, data, index, at)
        return data


def _test(pattern: Any, needed: str | None) -> Test | None:
    """Tells of a text whether a pattern can match it; None where that can't be told."""
    if needed is not None:
        return lambda data: needed in data
    expression = pattern.getCompiledRegExp()
    if isinstance(pattern, patterns.InlineProcessor) and isinstance(expression, re.Pattern):
        return expression.search
    return None
