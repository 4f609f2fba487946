"""One page's Markdown as HTML, with all else that MkDocs learns while it converts a page.

The converter does what `mkdocs.structure.pages.Page.render` of MkDocs 1.6 does, with the same processors in the same
order, but keeps its `markdown.Markdown` from page to page. It also notes what the page asked about the library and the
site's files, and what it was told: a conversion may be used again as long as the same questions have the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import markdown
from markdown.util import get_installed_extensions
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages as mkdocs_pages
from mkdocs.structure.files import File, Files

from trimtab.checking.store import digest
from trimtab.core.body import Reference
from trimtab.engine.rendering.records import Record, withheld
from trimtab.site.linking import Shown
from trimtab.site.markdown import Context, Linker

_KNOWN = ("markdown.", "pymdownx.", "trimtab.", "material.", "materialx.")
"""Modules whose Markdown extensions and functions start each page afresh, and change nothing beside it."""
_READ_FILES = ("pymdownx.b64", "pymdownx.snippets")
"""Extensions of theirs that show other files of the machine."""

Question = tuple[str, Any]
"""Something that a page asks: to `show` a reference, to `mend` an address, or for the `url` of a link."""
Links = tuple[tuple[str, str, str], ...]
"""Links to anchors: the file they lead to, the anchor, and the address as it was written."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What one page's Markdown became."""

    content: str
    """Its HTML, already safe."""
    toc: list[Any]
    """The tokens of its table of contents."""
    title: str
    """That of its first heading, or empty."""
    anchors: tuple[str, ...]
    """The ids that others can link to."""
    links: Links
    records: tuple[Record, ...]
    """What was logged."""
    asked: tuple[Question, ...]
    told: str
    """A digest of the answers."""


class Converter:
    """Converts pages, one after the other.

    Args:
        config: the configuration of MkDocs.
        files: the site's files.
        context: through which our own extension learns of the page.
        clean: makes a page's HTML safe.
    """

    def __init__(
        self, config: MkDocsConfig, files: Files, context: Context, clean: Callable[[str], str]
    ) -> None:
        self._config = config
        self._files = files
        self._context = context
        self._clean = clean
        self._md: markdown.Markdown | None = None

    def convert(self, file: File, text: str, linker: Linker | None) -> Conversion:
        """Convert the text of a file's page.

        Raises:
            Exception: whatever a Markdown extension raises.
        """
        answers = _Answers(self._config, self._files, file, linker)
        self._context.linker = answers if linker is not None else None
        md = self._markdown()
        raw = mkdocs_pages._RawHTMLPreprocessor()
        anchors = mkdocs_pages._ExtractAnchorsTreeprocessor(file, self._files, self._config)
        title = mkdocs_pages._ExtractTitleTreeprocessor()
        for processor in (raw, anchors, answers.links, title):
            processor._register(md)
        with withheld() as records:
            content = self._clean(md.convert(text))
        return Conversion(
            content,
            _plain(getattr(md, "toc_tokens", [])),
            title.title or "",
            tuple(sorted(anchors.present_anchor_ids | raw.present_anchor_ids)),
            answers.anchors(),
            tuple(records),
            tuple(answers.asked),
            answers.digest(),
        )

    def is_valid(self, conversion: Conversion, file: File, linker: Linker | None) -> bool:
        """Whether the questions of a conversion still have the answers that it got."""
        answers = _Answers(self._config, self._files, file, linker)
        with withheld():
            answers.ask(conversion.asked)
        return answers.digest() == conversion.told

    def _markdown(self) -> markdown.Markdown:
        if self._md is None:
            self._md = markdown.Markdown(
                extensions=self._config.markdown_extensions, extension_configs=self._config.mdx_configs or {}
            )
        return self._md.reset()


class _Answers:
    """Asks the library for a page, and notes what was asked and what was told."""

    def __init__(self, config: MkDocsConfig, files: Files, file: File, linker: Linker | None) -> None:
        self._linker = linker or _Nothing()
        self.links = _Links(file, files, config, self._note)
        self.asked: list[Question] = []
        self._told: list[object] = []

    @property
    def title(self) -> str:
        return self._linker.title

    @property
    def form(self) -> tuple[str, ...]:
        return self._linker.form

    def show(self, reference: Reference) -> Shown:
        shown = self._linker.show(reference)
        self._note(("show", reference), shown)
        return shown

    def mend(self, url: str) -> str:
        mended = self._linker.mend(url)
        self._note(("mend", str(url)), mended)
        return mended

    def ask(self, questions: Iterable[Question]) -> None:
        """Ask once more."""
        ask: dict[str, Callable[[Any], object]] = {
            "show": self.show,
            "mend": self.mend,
            "url": self.links.path_to_url,
        }
        for kind, about in questions:
            ask[kind](about)

    def anchors(self) -> Links:
        return tuple(
            (to.src_uri, anchor, url)
            for to, found in self.links.links_to_anchors.items()
            for anchor, url in found.items()
        )

    def digest(self) -> str:
        """A digest of all answers."""
        return digest(
            repr((self.title, self.form, self._told, self.anchors())).encode(errors="surrogatepass")
        )

    def _note(self, question: Question, answer: object) -> None:
        """`question` and `answer` are noted, in the order in which a page asks."""
        self.asked.append(question)
        self._told.append(answer)


class _Nothing:
    """What is known of a page that isn't the library's: no name in it is looked up."""

    title = ""
    form: tuple[str, ...] = ()

    def show(self, reference: Reference) -> Shown:
        return Shown(reference.text or reference.name)

    def mend(self, url: str) -> str:
        return url


class _Links(mkdocs_pages._RelativePathTreeprocessor):
    """MkDocs' own resolving and checking of links, noted."""

    def __init__(
        self, file: File, files: Files, config: MkDocsConfig, note: Callable[[Question, object], None]
    ) -> None:
        super().__init__(file, files, config)
        self._note = note

    def path_to_url(self, url: str) -> str:
        with withheld() as records:
            found = super().path_to_url(url)
        self._note(("url", str(url)), (found, records))
        return found


def _plain(tokens: Any) -> Any:
    """Tokens without the kinds of strings that Python-Markdown has."""
    if isinstance(tokens, list):
        return [_plain(token) for token in tokens]
    if isinstance(tokens, dict):
        return {name: _plain(value) for name, value in tokens.items()}
    return str(tokens) if isinstance(tokens, str) else tokens


def hindrance(config: MkDocsConfig) -> str:
    """Why pages must be converted by MkDocs itself; empty where they needn't.

    Args:
        config: the configuration of MkDocs.

    Returns:
        A clause, such as `the extension x isn't known to …`.
    """
    installed = {entry.name: entry.value for entry in get_installed_extensions()}
    for extension in config.markdown_extensions:
        module = f"{installed.get(extension, extension) if isinstance(extension, str) else type(extension).__module__}."
        if not module.startswith(_KNOWN):
            return f"the Markdown extension {extension} may change more than the page"
        if module.startswith(_READ_FILES):
            return f"the Markdown extension {extension} shows other files"
    if config.mdx_configs.get("footnotes", {}).get("UNIQUE_IDS"):
        return "footnotes with UNIQUE_IDS count pages"
    foreign = next(filter(None, map(_foreign, config.mdx_configs.values())), "")
    return f"{foreign} may change more than the page" if foreign else ""


def _foreign(value: object) -> str:
    """The name of a function in a setting that isn't one of those we know; empty where there is none."""
    if isinstance(value, dict):
        if value.get("custom_icons"):
            return "an emoji index with icons of its own"
        return next(filter(None, map(_foreign, value.values())), "")
    if isinstance(value, list | tuple):
        return next(filter(None, map(_foreign, value)), "")
    module = getattr(value, "__module__", "") if callable(value) else ""
    return (
        f"{module}.{getattr(value, '__name__', '')}" if module and not f"{module}.".startswith(_KNOWN) else ""
    )
