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
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

from trimtab.site import quickblocks

_NEEDS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
"""What a text holds that one of Python-Markdown's own patterns can match."""
_THEIRS = (patterns.__name__, "markdown.extensions.footnotes")
"""The modules that these patterns are from."""
_OF_THE_SUPERCLASS = (
    "_InlineProcessor__handleInline",
    "_InlineProcessor__applyPattern",
    "_InlineProcessor__processPlaceholders",
)
"""What Python-Markdown's processor has for a text, for a pattern on it, and for what patterns put in its place."""

_ODD = ("\t", "\r", STX, ETX)
"""What is no part of a text whose white space is in order."""

Test = Callable[[str], object]
Run = Callable[[list[str]], list[str]]
Change = Callable[..., Element | None]


def quicken(md: Markdown) -> None:
    """Put quicker processors in the place of Python-Markdown's own, where those are the ones that are known here."""
    quickblocks.quicken(md)
    if type(md.treeprocessors["inline"]) is InlineProcessor and all(
        hasattr(InlineProcessor, name) for name in _OF_THE_SUPERCLASS
    ):
        md.treeprocessors.register(QuickInlineProcessor(md), "inline", 20)
    for registry in (md.preprocessors, md.treeprocessors):
        for processor in registry:
            _quicken_processor(processor)


def _quicken_processor(processor: Any) -> None:
    """Spare a processor the texts that it would leave as they are."""
    match type(processor).__module__, type(processor).__name__:
        case "markdown.preprocessors", "NormalizeWhitespace":
            processor.run = _normalizing(processor.run)
        case "markdown.preprocessors", "HtmlBlockPreprocessor":
            processor.run = _extracting(processor.run)
        case "markdown.treeprocessors", "UnescapeTreeprocessor":
            processor.unescape = _unescaping(processor.unescape)
        case "markdown.extensions.attr_list", "AttrListTreeprocessor":
            _quicken_attributes(processor)
            processor.run = _only_with(lambda text: "{" in text, processor.run)
        case "markdown.extensions.toc", "TocTreeprocessor":
            processor.replace_marker = _only_with(
                lambda text: processor.marker in text, processor.replace_marker
            )


def _normalizing(normalize: Run) -> Run:
    def quick(lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        found = f"{source}\n\n".split("\n")
        odd = any(sign in source for sign in _ODD) or any(map(str.isspace, found))
        return normalize(lines) if odd else found

    return quick


def _extracting(extract: Run) -> Run:
    def quick(lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        return extract(lines) if "<" in source or "&" in source else source.split("\n")

    return quick


def _unescaping(unescape: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: unescape(text) if STX in text else text


def _only_with(found: Test, run: Change) -> Change:
    """Do something to a tree only where something is found in its text."""

    def quick(root: Element, *others: Element) -> Element | None:
        return run(root, *others) if found("".join(root.itertext())) else None

    return quick


def _quicken_attributes(processor: Any) -> None:
    """Try a run of blanks from its beginning alone: some tables have cells with ten thousand of them."""
    expression = getattr(processor, "HEADER_RE", None)
    if isinstance(expression, re.Pattern) and expression.pattern.startswith("[ ]+"):
        processor.HEADER_RE = re.compile(f"(?<! ){expression.pattern}")


def _quicken_delimiters(processor: Any) -> None:
    """Look for the next delimiter at once, not at one character after the other."""
    search = type(processor).search
    signs = re.compile("|".join(map(re.escape, processor.delimiters)) or r"(?!)")

    def quick(data: str, start: int) -> Any:
        found = signs.search(data, start)
        return None if found is None else search(processor, data, found.start())

    processor.search = quick


class QuickInlineProcessor(InlineProcessor):
    """Tries on a text the patterns that can match it, and no others."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns: list[tuple[int, Any, str | None, Test | None]] = []
        self._signs: Test | None = None

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the inline patterns to a tree."""
        own = {
            id(self.inlinePatterns[name]): needed
            for name, needed in _NEEDS.items()
            if name in self.inlinePatterns and type(self.inlinePatterns[name]).__module__ in _THEIRS
        }
        self._patterns = []
        signs = []
        for index, pattern in enumerate(self.inlinePatterns):
            needed = own.get(id(pattern), getattr(pattern, "needed", None))
            self._patterns.append((index, pattern, needed, None if needed else _test(pattern)))
            signs += _signs(pattern, needed)
            if _is_delimiting(pattern):
                _quicken_delimiters(pattern)
        self._signs = re.compile(f"[{re.escape(''.join(signs))}]").search if all(signs) else None
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString) or (self._signs is not None and not self._signs(data)):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, pattern, needed, test in self._patterns[patternIndex:]:
            if needed not in data if needed else test is not None and not test(data):
                continue
            matched, at = True, 0
            while matched:
                data, matched, at = apply(pattern, data, index, at)
        return data

    def _InlineProcessor__processPlaceholders(  # noqa: N802
        self,
        data: str | None,
        parent: Element,
        isText: bool = True,  # noqa: N803
    ) -> Any:
        if not data or INLINE_PLACEHOLDER_PREFIX in data:
            return super()._InlineProcessor__processPlaceholders(data, parent, isText)  # type: ignore[misc]
        name = "text" if isText else "tail"
        before = getattr(parent, name)
        setattr(parent, name, before + data if before else data)
        return []


def _signs(pattern: Any, needed: str | None) -> list[str]:
    """Signs of which a text has one that a pattern can match; an empty one where they aren't known."""
    if needed:
        return [needed[-1]]
    return [token[0] for token in pattern.tokens] if _is_delimiting(pattern) else [""]


def _is_delimiting(pattern: Any) -> bool:
    """Whether this is Python-Markdown's own pattern of emphasis."""
    return (type(pattern).__module__, type(pattern).__name__) == (patterns.__name__, "DelimiterProcessor")


def _test(pattern: Any) -> Test | None:
    """Tells of a text whether a pattern can match it; None where that can't be told."""
    expression = pattern.getCompiledRegExp()
    if isinstance(pattern, patterns.InlineProcessor) and isinstance(expression, re.Pattern):
        return expression.search
    return None
