"""`trimtab new KIND "Title"`: a draft that is valid at once, with a hint wherever something is to be written.

A draft passes a check that isn't strict. Each section holds its purpose as a comment, `<!-- Purpose: ... -->`, which
authors replace by what they write.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from trimtab.core import document as documents
from trimtab.core import likeness
from trimtab.core.diagnostics import Severity
from trimtab.core.library import Library
from trimtab.core.likeness import Like
from trimtab.core.model import Entry
from trimtab.core.project import Project
from trimtab.core.scales import RUNGS
from trimtab.core.source import Source
from trimtab.core.words import fold
from trimtab.edit import purposes, seeds, slugs, template
from trimtab.edit.checking import Check, Checker
from trimtab.edit.comparing import Versions
from trimtab.edit.seeds import Seed
from trimtab.edit.texts import EditError
from trimtab.edit.writing import Change, Transaction
from trimtab.edit.yaml_text import one_line, written

Alike = Callable[[str, Iterable[Entry]], Sequence[Like]]
"""What finds the entries that are like a title."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A new entry, not yet written."""

    transaction: Transaction
    path: str
    """Where it's to be, relative to the library's folder."""
    slug: str
    text: str
    warnings: tuple[str, ...]
    """Entries that may be the same thing, one sentence each."""
    hints: tuple[str, ...]
    """What to change elsewhere afterwards, one sentence each."""


def draft(
    library: Library,
    project: Project,
    kind: str,
    title: str,
    *,
    levels: Sequence[int] = (),
    origin: str | None = None,
    check: Check | None = None,
    like: Alike = likeness.like,
) -> Draft:
    """Make a draft of an entry. Nothing is written.

    Args:
        library: the library as it was read.
        project: where it lies on disk.
        kind: the kind of entry, by its name or its title.
        title: its title; the slug is made of it.
        levels: where it acts, from 12 to 1, the main level first; the number of an entry that is a level.
        origin: a worksheet to copy, or a name that others have marked as planned.
        check: what finds what is wrong with a library; without it, all rules do.
        like: what finds entries that are like the new one.

    Raises:
        EditError: the kind is unknown or has no folder, or the name is malformed, reserved or taken.
    """
    kind, title = _kind(library, kind), one_line(title)
    if not title:
        raise EditError(
            "The title is empty.", 'Write it in quotes: `trimtab new pattern "Short Checkpoint"`.'
        )
    seed = seeds.find(library, origin) if origin else Seed()
    folder = _folder(library, kind)
    slug = slugs.of_title(library, seed.name or title)
    slugs.refuse_slug(library, project, folder, slug)
    slugs.refuse_name(library, title)
    path = posixpath.join(folder, f"{slug}.md")
    text = _text(library, kind, title, _levels(library, kind, title, levels), seed, path)
    _refuse_faults(library, kind, title, Source.decode(path, text.encode()), check or Checker())
    warnings = tuple(
        f"“{found.entry.title}” ({found.entry.path}) may be the same thing."
        for found in like(title, library.entries)
    )
    transaction = Transaction(project.docs_dir, (Change(path, None, text.encode()),))
    return Draft(transaction, path, slug, text, warnings, tuple(seeds.reminders(seed)))


def _kind(library: Library, name: str) -> str:
    """The kind that a word means: its name, or one of its titles."""
    for kind, words in library.settings.all_kinds.items():
        if fold(name) in {fold(kind), fold(words.title), fold(words.plural)}:
            return kind
    known = ", ".join(library.settings.all_kinds)
    raise EditError(f"`{name}` is not a kind of this library.", f"Use one of {known}.")


def _folder(library: Library, kind: str) -> str:
    """The first folder for entries of a kind; empty for the library's top."""
    for name, folder in library.settings.folders.items():
        if folder.kind == kind:
            return "" if name == "." else name
    message = f"No folder of the library is for entries of the kind `{kind}`."
    raise EditError(message, f"Add one in the settings, such as `folders: {{{kind}s: {kind}}}`.")


def _levels(library: Library, kind: str, title: str, levels: Sequence[int]) -> tuple[int, ...]:
    """The levels that the draft names; for a level the one that it is."""
    for level in levels:
        if level not in RUNGS:
            raise EditError(f"`{level}` is not a level.", "Give a number from 12 (weakest) to 1 (strongest).")
    if kind != "level":
        return tuple(dict.fromkeys(levels))
    named = next((rung.number for rung in RUNGS.values() if fold(rung.name) == fold(title)), None)
    number = levels[0] if levels else named
    if number is None:
        message = "A level needs its number."
        raise EditError(message, "Give it with `--level`, from 12 (weakest) to 1 (strongest).")
    there = library.levels.get(number)
    if there is not None:
        raise EditError(f"Level {number} is “{there.title}” ({there.path}).", "Give another number.")
    return (number,)


def _text(library: Library, kind: str, title: str, levels: tuple[int, ...], seed: Seed, path: str) -> str:
    """The draft itself."""
    settings = library.settings
    values = {
        "title": written(title),
        "summary": written(purposes.SUMMARY),
        "status": template.status(settings, "draft"),
    }
    if kind == "level":
        values |= {"number": str(levels[0]), "tier": RUNGS[levels[0]].tier}
    elif levels:
        values["levels"] = f"[{', '.join(map(str, levels))}]"
    filled, before = {}, ""
    if seed.worksheet is not None:
        copied = seeds.template_of(seed.worksheet, path)
        if seeds.TEMPLATE in settings.form(kind):
            filled[seeds.TEMPLATE] = copied
        else:
            before = f"## {seed.worksheet.title}\n\n{copied}"
    front = template.front_matter(settings, kind, values, seeds.reasons(seed))
    return f"{front}\n{template.body(settings, kind, title, filled, before)}"


def _refuse_faults(library: Library, kind: str, title: str, source: Source, check: Check) -> None:
    """Refuse a draft that would be wrong from the start, or make something else wrong.

    Raises:
        EditError: a check would find an error that it doesn't find now, or a link would lead elsewhere.
    """
    document = documents.read(source, library.settings)
    cure = "Choose another title, or look at the library's settings."
    if document.entry is None or document.entry.kind != kind:
        raise EditError(f"`{source.path}` would not be read as an entry of the kind `{kind}`.", cure)
    if document.title != title:
        raise EditError(f"“{title}” would be read as “{document.title}”.", cure)
    files = library.files | {source.path}
    after = Library.of(library.settings, [*library.documents, document], files, library.lock, library.others)
    versions = Versions(library, after, {}, frozenset())
    lost = next(versions.lost_links(), None)
    if lost:
        raise EditError(lost, cure)
    for found in versions.new_findings(check(library), check(after)):
        if found.severity is Severity.ERROR:
            where = f"`{found.path}`, line {found.span.start.line}"
            raise EditError(f"The draft would bring up {found.code} in {where}: {found.message}", cure)
