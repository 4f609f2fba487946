"""Another title for an entry, in the place that its title is read from."""

from __future__ import annotations

from trimtab.core import fields
from trimtab.core.document import Document
from trimtab.core.masking import HEADING
from trimtab.core.settings import Settings
from trimtab.core.words import fold
from trimtab.edit.matter import Matter
from trimtab.edit.texts import EditError, Replacement


def is_makeshift(document: Document) -> bool:
    """Whether an entry has no title but the words of its slug."""
    return "title" not in document.gathered.nodes and _first_heading(document) is None


def title_changes(document: Document, settings: Settings, title: str) -> tuple[Replacement, ...]:
    """What gives an entry a title: in its front matter, its section, or its first heading of level 1.

    A heading of level 1 that repeats a title given elsewhere follows it.

    Raises:
        EditError: the title comes from a place that can't be changed.
    """
    heading = _first_heading(document)
    if "title" not in document.gathered.nodes and heading is not None:
        return (_words(document, heading, title),)
    changes = []
    if "title" in document.gathered.keys or "title" not in document.gathered.nodes:
        changes.append(Matter(document, settings).put("title", title))
    else:
        changes.append(_in_section(document, settings, title))
    if heading is not None and fold(document.body.headings[heading].text) == fold(document.title):
        changes.append(_words(document, heading, title))
    return tuple(sorted(changes))


def _first_heading(document: Document) -> int | None:
    """The index of the first heading of level 1."""
    return next((at for at, heading in enumerate(document.body.headings) if heading.level == 1), None)


def _words(document: Document, index: int, title: str) -> Replacement:
    """Other words for a heading; the marks before and behind them stay."""
    heading = document.body.headings[index]
    line = document.source.text[heading.start : heading.end].split("\n", 1)[0]
    match = HEADING.match(line)
    start = match.start(2) if match else len(line) - len(line.lstrip())
    words = line[start:].rstrip()
    if words.endswith("}") and "{" in words:
        words = words[: words.rindex("{")].rstrip()
    if match:
        words = words.rstrip("#").rstrip()
    return Replacement(heading.start + start, heading.start + start + len(words), title)


def _in_section(document: Document, settings: Settings, title: str) -> Replacement:
    """The text of the section that gives the title, where it is the title and no more."""
    text = document.source.text
    for source in settings.sources_of("title"):
        name = source.origin.removeprefix(fields.SECTION)
        section = document.body.section(name) if name != source.origin else None
        if section is None:
            continue
        typed = text[section.start : section.end].strip()
        if typed == document.title:
            start = text.index(typed, section.start)
            return Replacement(start, start + len(typed), title)
    message = f"The title of `{document.path}` comes from a place where it can't be changed."
    raise EditError(message, "Change it by hand, and rename without `--title`.")
