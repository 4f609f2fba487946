"""Trimtab's Python-Markdown extension: references become links, headings and set pieces take the page's form.

It needs no MkDocs. Given a linker it resolves names; without one, references stay the text that was typed, so that a
library's files also read well where nobody knows its names.
"""

from __future__ import annotations

import re
from typing import Any, Protocol
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from trimtab.core.body import REFERENCE, Phrase, Reference, parse_reference
from trimtab.core.words import clean_heading, fold, unique_anchor
from trimtab.site.linking import Shown
from trimtab.site.quick import quicken
from trimtab.site.sanitise import is_id

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STASHED = re.compile(r"\x02[^\x03]*\x03")
"""What stands for something that Python-Markdown puts back in the end."""


class Linker(Protocol):
    """Knows what the names of one page mean."""

    @property
    def title(self) -> str:
        """The title that the page shows at its head; empty where the body brings its own."""

    @property
    def form(self) -> tuple[str, ...]:
        """The sections of the page's kind."""

    def show(self, reference: Reference) -> Shown:
        """What a reference becomes."""

    def mend(self, url: str) -> str:
        """The address of an ordinary link, without an anchor that isn't there; empty if it leads nowhere."""


class Context:
    """What the extension needs to know of the page that is being converted; the engine sets it before each page."""

    def __init__(self, phrases: tuple[Phrase, ...] = ()) -> None:
        self.phrases = phrases
        self.linker: Linker | None = None


class TrimtabExtension(Extension):
    """References, phrases, headings and set pieces. Takes one setting, `context`."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"context": [Context(), "What is known of the page"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register below code spans (190), above escapes (180), such as a table's bar, and ordinary links (160)."""
        context: Context = self.getConfig("context")
        md.inlinePatterns.register(_ReferenceProcessor(context, md), "trimtab-reference", 185)
        for index, phrase in enumerate(context.phrases):
            md.inlinePatterns.register(_PhraseProcessor(phrase, context, md), f"trimtab-phrase-{index}", 174)
        # After inline markup (20) and attribute lists (8), before the table of contents (5) and MkDocs' links (0).
        md.treeprocessors.register(_HeadingProcessor(context, md), "trimtab-headings", 7)
        md.treeprocessors.register(_SetPieceProcessor(context, md), "trimtab-set-pieces", 6)
        md.treeprocessors.register(_MarkProcessor(md), "trimtab-marks", 4)
        md.treeprocessors.register(_LinkProcessor(context, md), "trimtab-links", 3)
        quicken(md)


class _ReferenceProcessor(InlineProcessor):
    needed = "[["

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(rf"(?<!\\){REFERENCE}", md)
        self._context = context

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        if self._context.linker is None:
            return None, None, None
        shown = self._context.linker.show(parse_reference(m[1]))
        return _element(shown), m.start(0), m.end(0)


class _PhraseProcessor(InlineProcessor):
    def __init__(self, phrase: Phrase, context: Context, md: Markdown) -> None:
        super().__init__("", md)
        self.compiled_re = phrase.pattern
        self._phrase = phrase
        self._context = context

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        if self._context.linker is None:
            return None, None, None
        name = m[1].strip()
        shown = self._context.linker.show(Reference(name, self._phrase.kind, "", name, 0, 0))
        start = m.start(1) + m[1].index(name)
        return _element(shown), start, start + len(name)


def _element(shown: Shown) -> ElementTree.Element:
    if shown.href:
        element = ElementTree.Element("a", {"class": "tt-ref", "href": shown.href})
        if shown.library:
            element.set("class", "tt-ref tt-ref--other")
            element.set("aria-label", f"{shown.text} (in {shown.library})")
    else:
        element = ElementTree.Element("span", {"class": f"tt-{shown.state}"})
    if shown.hint:
        element.set("title", shown.hint)
    element.text = AtomicString(shown.text)
    return element


class _HeadingProcessor(Treeprocessor):
    """On an entry's page: sections begin at level 2, have their form's names, and ids that names can point to."""

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(md)
        self._context = context

    def run(self, root: ElementTree.Element) -> None:
        linker = self._context.linker
        if linker is None:
            return
        form = {fold(name): name for name in linker.form}
        title = fold(linker.title)
        headings = [element for element in root.iter() if element.tag in _HEADINGS]
        used: set[str] = set()
        if title and headings and headings[0].tag == "h1" and fold(_text(headings[0])) == title:
            used.add(headings[0].get("id") or unique_anchor(_text(headings[0]), used))
            if headings[0] in list(root):
                root.remove(headings.pop(0))
        shift = 2 - min((int(heading.tag[1]) for heading in headings), default=2) if title else 0
        for heading in headings:
            heading.tag = f"h{min(6, int(heading.tag[1]) + shift)}"
            name = form.get(fold(clean_heading(_text(heading))))
            if name is not None:
                for child in list(heading):
                    heading.remove(child)
                heading.text = name
            # The table of contents links to ids as they are here, unescaped.
            if not is_id(heading.get("id", "")):
                heading.set("id", unique_anchor(_text(heading), used))
            used.add(heading.get("id") or "")


class _SetPieceProcessor(Treeprocessor):
    """Set the conflict of a Problem and the `Therefore` of a Solution apart."""

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(md)
        self._context = context

    def run(self, root: ElementTree.Element) -> None:
        if self._context.linker is None or not self._context.linker.title:
            return
        section = ""
        for element in root:
            if element.tag in _HEADINGS:
                section = fold(_text(element))
            elif element.tag == "blockquote" and section in ("problem", "solution"):
                therefore = fold(_text(element)).startswith("therefore")
                element.set("class", "tt-therefore" if therefore else f"tt-{section}")
                section = ""


class _MarkProcessor(Treeprocessor):
    """Say of the mark beside each heading which one it links to."""

    def run(self, root: ElementTree.Element) -> None:
        for heading in root.iter():
            if heading.tag not in _HEADINGS:
                continue
            for mark in heading:
                if mark.tag != "a" or mark.get("class") != "headerlink":
                    continue
                words = _text(heading).removeprefix(_text(mark)).removesuffix(_text(mark)).strip()
                mark.set("aria-label", f"{mark.get('title') or 'Link to this section'}: {words}")


class _LinkProcessor(Treeprocessor):
    """Turn an ordinary link or image that leads nowhere into marked text: the rule says so at its line."""

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(md)
        self._context = context

    def run(self, root: ElementTree.Element) -> None:
        linker = self._context.linker
        if linker is None:
            return
        here = {f"#{element.get('id')}" for element in root.iter()}
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            url = element.get(name) if name else None
            if not name or not url or url in here:
                continue
            mended = linker.mend(url)
            if mended:
                element.set(name, mended)
                continue
            if element.tag == "img":
                element.text = AtomicString(element.get("alt") or url)
            self._mark(element, url)

    @staticmethod
    def _mark(element: ElementTree.Element, url: str) -> None:
        element.tag = "span"
        element.attrib.clear()
        element.set("class", "tt-missing")
        element.set("title", f"{url} leads nowhere")


def _text(element: ElementTree.Element) -> str:
    text = "".join(element.itertext())
    return (_STASHED.sub("", text) if "\x02" in text else text).strip()


def makeExtension(**kwargs: Any) -> TrimtabExtension:  # noqa: N802 - the name that Python-Markdown looks for
    """The extension, for Python-Markdown."""
    return TrimtabExtension(**kwargs)
