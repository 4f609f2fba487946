"""The body of an entry: headings, sections, references, links and callouts, each with its place.

Everything is looked for in the masked text, whose offsets are those of the source. No expression here backtracks
over runs of blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from trimtab.core import quoting, targets
from trimtab.core.masking import BLANK, HEADING, mask
from trimtab.core.quoting import Quote as Quote
from trimtab.core.quoting import Sentence as Sentence
from trimtab.core.references import REFERENCE as REFERENCE
from trimtab.core.references import Phrase as Phrase
from trimtab.core.references import Reference as Reference
from trimtab.core.references import parse_reference as parse_reference
from trimtab.core.targets import Target as Target
from trimtab.core.words import clean_heading, first_paragraph, fold, plain, unique_anchor

_REFERENCE = re.compile(REFERENCE)
_HEADING_LINE = re.compile(r"\n(?=[#=-])[^\n]*")
"""A line that may be a heading or underline one. Beginning with a line feed, it's found fast."""
_UNDERLINE = re.compile(r"(=+|-+)[ ]{0,80}$")
_CALLOUT = re.compile(r"\n {0,3}> {0,3}\[!([\w-]+)\][-+]?[ \t]*([^\n]*)")
_ATTRIBUTES = re.compile(r"\{[^{}\n#]*+#([\w-]++)[^{}\n]*+\}$")
_ID = re.compile(r' id="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body. Offsets are those of the source."""

    level: int
    """1 to 6, as written."""
    text: str
    """The words, without markup, number or word-count hint when they name a section of the kind's form."""
    anchor: str
    """The fragment that leads to it on the page."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading that is not deeper."""

    heading: Heading
    start: int
    """Offset of the text below the heading."""
    end: int


@dataclass(frozen=True, slots=True)
class Callout:
    """The first line of `> [!NOTE] Label: value`."""

    label: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Body:
    """What a body holds. Build with `read`."""

    text: str
    """The whole source's text, front matter blanked out, so that offsets are those of the source."""
    start: int
    """Offset of the body's first character."""
    masked: str
    """`text` with code and comments blanked out."""
    headings: tuple[Heading, ...]
    callouts: tuple[Callout, ...]
    phrases: tuple[Phrase, ...] = ()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """One section a heading, in order."""
        found = []
        ends = {level: len(self.text) for level in range(1, 7)}
        for heading in reversed(self.headings):
            found.append(Section(heading, heading.end, ends[heading.level]))
            ends.update(dict.fromkeys(range(heading.level, 7), heading.start))
        return tuple(reversed(found))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """References in the order in which they stand."""
        found = [
            parse_reference(match[1], match.start(), match.end())
            for match in _REFERENCE.finditer(self.masked, self.start)
            if match.start() == 0 or self.masked[match.start() - 1] != "\\"
        ]
        for phrase in self.phrases:
            found.extend(phrase.find(self.masked, self.start))
        return tuple(sorted(found, key=lambda reference: reference.start))

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Targets of links, images and link definitions in the order in which they stand."""
        return targets.find(self.masked, self.start)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels that link definitions give, as they are compared."""
        return targets.labels(self.masked, self.start)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The fragments that lead to a place on the page: those of headings, and ids in HTML."""
        return frozenset({heading.anchor for heading in self.headings} | set(_ID.findall(self.masked)))

    def section(self, name: str) -> Section | None:
        """The first section whose heading says `name`, number and hint aside."""
        wanted = fold(name)
        for section in self.sections:
            if fold(section.heading.text) == wanted or fold(clean_heading(section.heading.text)) == wanted:
                return section
        return None

    def callout(self, label: str) -> Callout | None:
        """The first callout with a label."""
        wanted = fold(label)
        return next((found for found in self.callouts if fold(found.label) == wanted), None)

    def sentence(self, reference: Reference, shown: Callable[[Reference], str] | None = None) -> Sentence:
        """The sentence that a reference stands in, as plain text on both sides of it.

        Args:
            reference: one of the body's references.
            shown: what others in the sentence show that have no words of their own; else their names stand there.
        """
        if shown is not None:
            return self.quote(reference).sentence(shown)
        start, end = quoting.around(self.text, self.masked, reference)
        return quoting.sentence(self.text[start : reference.start], self.text[reference.end : end])

    def quote(self, reference: Reference) -> Quote:
        """The sentence that a reference stands in, as typed."""
        return quoting.quote(self.text, self.masked, self.references, reference)


def read(text: str, start: int, form: Iterable[str] = (), phrases: Sequence[Phrase] = ()) -> Body:
    """Read the body that begins at `start`.

    Args:
        text: the whole source's text.
        start: offset of the body.
        form: names of the sections that the entry's kind has; headings that name one lose number and hint.
        phrases: words that stand for references.
    """
    whole = BLANK * start + text[start:]
    masked = mask(whole, start)
    headings = _headings(masked, whole, start, {fold(name): name for name in form})
    return Body(whole, start, masked, headings, tuple(_callouts(masked, start)), tuple(phrases))


def _headings(masked: str, text: str, start: int, form: dict[str, str]) -> tuple[Heading, ...]:
    """Headings as Python-Markdown sees them: `#` at the start of a line, or a line underlined with `=` or `-`."""
    found: list[Heading] = []
    used: set[str] = set()
    last = -1
    """Where the last line stands that is a heading, or underlines one."""
    for line in _HEADING_LINE.finditer("\n" + masked[start:]):
        at, content = start + line.start(), line[0][1:]
        end = at + len(content)
        match = HEADING.match(content)
        if match:
            found.append(_heading(len(match[1]), text[at + match.start(2) : end], at, end, form, used))
            last = at
            continue
        underline = _UNDERLINE.match(content)
        if underline is None or at == start:
            continue
        before_at = max(masked.rfind("\n", start, at - 1) + 1, start)
        before = masked[before_at : at - 1]
        above_at = max(masked.rfind("\n", start, before_at - 1) + 1, start)
        opens_block = (
            before_at == start or above_at == last or not _has_words(masked[above_at : before_at - 1])
        )
        if before_at != last and _has_words(before) and opens_block:
            level = 1 if underline[1][0] == "=" else 2
            found.append(_heading(level, text[before_at : at - 1], before_at, end, form, used))
            last = at
    return tuple(found)


def _has_words(masked_line: str) -> bool:
    return bool(masked_line.strip(" \t" + BLANK))


def _heading(level: int, words: str, start: int, end: int, form: dict[str, str], used: set[str]) -> Heading:
    words = words.rstrip().rstrip("#").rstrip()
    given = _ATTRIBUTES.search(words)
    if given:
        words = words[: given.start()].rstrip()
    name = plain(words, begins_line=False)
    name = form.get(fold(clean_heading(name)), name)
    anchor = given[1] if given else unique_anchor(name, used)
    used.add(anchor)
    return Heading(level, name, anchor, start, end)


def _callouts(masked: str, start: int) -> Iterator[Callout]:
    if "[!" not in masked:
        return
    for match in _CALLOUT.finditer("\n" + masked[start:]):
        label, _, value = match[2].partition(":")
        shift = start - 1
        yield Callout(label.strip(), value.strip(), shift + match.start(2), shift + match.end(2))


def without(text: str, start: int, sections: Iterable[Section]) -> str:
    """The Markdown of the body that begins at `start`, without some of its sections."""
    cuts = sorted((section.heading.start, section.end) for section in sections)
    parts, at = [], start
    for first, end in cuts:
        if first >= at:
            parts.append(text[at:first])
            at = end
    parts.append(text[at:])
    return "".join(parts)


def opening(body: Body) -> str:
    """The first paragraph of a body, as plain words."""
    for section in body.sections:
        words = first_paragraph(body.text[section.start : section.end])
        if words:
            return words
    return first_paragraph(body.text[body.start :].replace("\x00", ""))
