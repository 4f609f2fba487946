"""The conversions of one build: made ahead in other processes, kept from earlier builds, or made when asked for."""

from __future__ import annotations

import logging
import pickle
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from trimtab.checking.processes import copies, processors
from trimtab.checking.store import Store, digest
from trimtab.engine.rendering.chunks import Chunked
from trimtab.engine.rendering.conversion import Conversion, Converter
from trimtab.engine.rendering.pages import TrimtabPage
from trimtab.engine.rendering.processes import Ahead
from trimtab.site.markdown import Context, Linker

FEW = 40
"""For fewer pages each, it takes longer to start processes than to convert."""
_TYPES = (str, list, str, tuple, tuple, tuple, tuple, str)
_Result = tuple[str, bool, Conversion | None]
"""What another process sends: what the conversion was made of, whether it was kept, and the conversion."""

log = logging.getLogger("mkdocs.plugins.trimtab")


class Contents(Protocol):
    """What a build knows of the contents of its pages."""

    def text(self, file: File) -> str | None:
        """The text of a page as MkDocs reads it, before plugins change it; None where that isn't known."""

    def linker(self, file: File) -> Linker | None:
        """What resolves the names in a page; None where none is looked up."""

    def clean(self, html: str) -> str:
        """The HTML of a page, safe."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a build knows that conversions depend on."""

    config: MkDocsConfig
    files: Files
    context: Context
    """Through which our Markdown extension learns of the page that is converted."""
    contents: Contents
    """What it knows of pages."""
    maker: bytes
    """What every conversion depends on: settings of extensions, versions."""
    world: str
    """A digest of all that links can lead to; conversions that were right in one world are right in an equal one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversion that this process made or took in an earlier build."""

    key: str
    world: str
    conversion: Conversion
    given: tuple[object, ...]
    """What the key was worked out from, beside the text."""
    text: str


Memory = MutableMapping[str, Kept]
"""What this process has converted, by path."""


class Conversions:
    """Gives each page its conversion.

    Args:
        known: what the build knows.
        store: where conversions are kept.
        memory: where they are remembered while this process lives; None to remember none.
    """

    def __init__(self, known: Known, store: Store, memory: Memory | None = None) -> None:
        self._known = known
        self._store = store
        self._memory = memory
        self._converter = Converter(known.config, known.files, known.context, known.contents.clean)
        self._kept = Chunked(store, "", ())
        self._ahead: Ahead | None = None
        self._taken: dict[str, _Result] = {}
        self._number = -1
        self.kept = 0
        """How many conversions were not made in this build."""

    def begin(self, files: Sequence[File]) -> None:
        """Begin to convert the pages of files in other processes, if there are many and such processes can be had."""
        by_path = {file.src_uri: file for file in files}
        self._kept = Chunked(self._store, f"conversions-{self._known.maker.decode()}", by_path)
        jobs = min(processors(), len(files) // FEW)
        if jobs < 2 or self._memory:
            return
        context = copies()
        if context is None:
            log.info("Pages are converted in one process: here, others can't be made safely.")
            return
        chunks = [[by_path[path] for path in chunk] for chunk in self._kept.chunks]
        self._ahead = Ahead(context, len(chunks), lambda number: self._packed(chunks[number]), jobs)

    def get(self, page: TrimtabPage, text: str) -> Conversion:
        """The conversion of a page's text.

        Raises:
            Exception: whatever a Markdown extension raises.
        """
        file = page.file
        given = self._given(file)
        known = self._memory.get(file.src_uri) if self._memory is not None else None
        is_known = known is not None and known.text is text and known.given == given
        key = known.key if known is not None and is_known else _key(given, text)
        conversion = self._remembered(file, key) or self._sent(file, key)
        if conversion is None:
            conversion, was_kept = self._made(file, key, text)
            self.kept += was_kept
        if self._memory is not None:
            self._memory[file.src_uri] = Kept(key, self._known.world, conversion, given, text)
        return conversion

    def end(self) -> None:
        """End the other processes, and keep what is new."""
        if self._ahead is not None:
            self._ahead.stop()
            self._ahead = None
        self._kept.close()

    def _remembered(self, file: File, key: str) -> Conversion | None:
        kept = self._memory.get(file.src_uri) if self._memory is not None else None
        if kept is None or kept.key != key:
            return None
        if kept.world != self._known.world and not self._is_valid(kept.conversion, file):
            return None
        self.kept += 1
        return kept.conversion

    def _sent(self, file: File, key: str) -> Conversion | None:
        """What another process made of the page, if the text that it had was this one."""
        number = self._kept.number(file.src_uri)
        if self._ahead is None or number is None:
            return None
        if number != self._number:
            packed = self._ahead.take(number)
            self._number = number
            self._taken = pickle.loads(packed) if packed else {}  # noqa: S301 - from our own process
        made_of, was_kept, conversion = self._taken.pop(file.src_uri, ("", False, None))
        if made_of != key:
            return None
        self.kept += was_kept
        return conversion

    def _made(self, file: File, key: str, text: str) -> tuple[Conversion, bool]:
        """The conversion of a text, and whether it was kept."""
        path = file.src_uri
        values = self._kept.get(path, key)
        if values is not None and tuple(map(type, values)) == _TYPES:
            conversion = Conversion(*values)
            if self._is_valid(conversion, file):
                self._kept.put(path, key, values)
                return conversion, True
        conversion = self._converter.convert(file, text, self._known.contents.linker(file))
        self._kept.put(path, key, tuple(getattr(conversion, name) for name in conversion.__slots__))
        return conversion, False

    def _packed(self, files: Sequence[File]) -> bytes:
        """The conversions of pages for the first process, of their texts as they are if no plugin changes them."""
        results: dict[str, _Result] = {}
        for file in files:
            self._known.config._current_page = file.page
            text = self._known.contents.text(file)
            if text is not None:
                key = _key(self._given(file), text)
                conversion, was_kept = self._made(file, key, text)
                results[file.src_uri] = (key, was_kept, conversion)
        self._kept.close()
        return pickle.dumps(results, protocol=pickle.HIGHEST_PROTOCOL)

    def _is_valid(self, conversion: Conversion, file: File) -> bool:
        return self._converter.is_valid(conversion, file, self._known.contents.linker(file))

    def _given(self, file: File) -> tuple[object, ...]:
        """What a conversion is made of beside the page's text and what its links resolve to."""
        is_linked = self._known.contents.linker(file) is not None
        return self._known.maker, file.src_uri, file.url, file.inclusion.value, is_linked


def _key(given: tuple[object, ...], text: str) -> str:
    return digest(repr(given).encode(), text.encode(errors="surrogatepass"))
