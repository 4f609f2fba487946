"""The document of an entry that gets another name: moved, and changed step by step to say so.

Each step is read again and held against what was there before it; the next one starts from what it left.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from trimtab.core import document as documents
from trimtab.core.document import Document
from trimtab.core.frontmatter import Items, Scalar
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.settings import Settings
from trimtab.core.words import fold
from trimtab.edit import retitle
from trimtab.edit.matter import Matter
from trimtab.edit.texts import EditError, FileText, Replacement, moved
from trimtab.edit.verifying import changed_field, difference

NAMING = ("archetypes", "acts_on", "mental_models", "relations", "superseded_by")
"""Fields that name entries; where they lead is compared link by link."""
_AFTER = ("aliases", "title")
"""Fields after which a new key stands."""

_Step = tuple[Callable[[Document], Iterable[Replacement]], tuple[str, ...]]
"""A change of the document, made of what the one before it left, and the fields that it may change."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One place that changes, for people to see."""

    path: str
    """The file, where it is now."""
    line: int
    """Where it stands now, counted from 1."""
    before: str
    """What stands there; empty where something is added."""
    after: str


def verified(
    text: FileText,
    before: Document,
    changes: Iterable[Replacement],
    fields: Collection[str],
    settings: Settings,
) -> tuple[FileText, Document]:
    """One file changed, and the document that it makes.

    Args:
        text: the file.
        before: the document that it makes now.
        changes: replacements in any order.
        fields: the fields that may change.
        settings: how the library reads its files.

    Raises:
        EditError: two replacements overlap, or something else would change.
    """
    ordered = sorted(changes)
    if not ordered:
        return text, before
    if any(one.end > other.start for one, other in pairwise(ordered)):
        raise EditError(f"`{text.path}` names the entry twice in one place.", "Change it by hand first.")
    changed = text.replace(ordered)
    after = documents.read(changed.source, settings)
    reason = difference(before, after, ordered, fields)
    if reason:
        raise EditError(f"`{text.path}` can't be changed without harm: {reason}.", "Change it by hand first.")
    return changed, after


def with_earlier_slug(document: Document, settings: Settings, slug: str) -> Replacement:
    """What adds a slug to those that an entry had before."""
    return Matter(document, settings).add("redirect_from", slug, _AFTER)


class Moving:
    """The steps for one entry."""

    def __init__(self, library: Library, entry: Entry, path: str, title: str | None, *, keeps: bool) -> None:
        self._library = library
        self._settings = library.settings
        self._entry = entry
        self._path = path
        self._slug = path.rpartition("/")[2].removesuffix(".md")
        self._title = title
        self._keeps = keeps
        """Whether the old slug becomes an earlier one."""
        self.rewrites: list[Rewrite] = []
        """What was changed, besides names and links."""

    def run(self, text: FileText, changes: Iterable[Replacement]) -> tuple[FileText, Document]:
        """The document at its new place.

        Args:
            text: the file as it is.
            changes: where it names itself, or links to itself.

        Raises:
            EditError: its front matter has a form that can't be changed, or something would be lost.
        """
        original = self._library.document_of(self._entry)
        text = dataclasses.replace(text, path=self._path)
        document = documents.read(text.source, self._settings)
        free = {"slug", "path", *(["title"] if retitle.is_makeshift(original) else [])}
        reason = changed_field(original, document, free)
        if reason:
            raise EditError(
                f"`{self._entry.path}` can't be `{self._path}`: {reason}.", "Choose another name."
            )
        text, document = verified(text, document, changes, NAMING, self._settings)
        for find, fields in self._steps():
            before, replacements = text, tuple(find(document))
            text, document = verified(text, document, replacements, fields, self._settings)
            self.rewrites += [
                _shown(self._entry.path, before, text, replacements, one) for one in replacements
            ]
        self._expect(document)
        return text, document

    def _expect(self, document: Document) -> None:
        """Refuse a document that doesn't say what it was changed to say: its settings read it in another way."""
        entry = document.entry or self._entry
        if self._title is not None and entry.title != self._title:
            message = f"“{self._title}” would be read as “{entry.title}”."
            raise EditError(message, "Choose a title without marks that mean something in Markdown.")
        if self._slug != self._entry.slug:
            kept = {*self._entry.redirect_from, *([self._entry.slug] if self._keeps else [])} - {self._slug}
            if kept != set(entry.redirect_from):
                message = f"The earlier slugs of `{self._entry.path}` can't be written so that they are read."
                raise EditError(message, "Look at `redirect_from` there, and in the settings.")

    def _steps(self) -> Iterator[_Step]:
        if self._slug != self._entry.slug:
            yield self._follow, ("id",)
        if self._title is not None:
            yield lambda one: retitle.title_changes(one, self._settings, self._title or ""), ("title",)
            yield self._keep_title, ("aliases",)
            yield lambda one: self._dropped(one, "aliases", self._title or ""), ("aliases",)
        if self._slug != self._entry.slug:
            yield self._keep_slug, ("redirect_from",)
            yield lambda one: self._dropped(one, "redirect_from", self._slug), ("redirect_from",)

    def _follow(self, document: Document) -> Iterator[Replacement]:
        """A key `slug` that says the old one."""
        typed = document.front.root.values.get("slug")
        if isinstance(typed, Scalar) and typed.text.strip() == self._entry.slug:
            yield Matter(document, self._settings).put("slug", self._slug)

    def _keep_title(self, document: Document) -> Iterator[Replacement]:
        """The old title as an alias, unless it's one, or the entry never had one."""
        entry = document.entry or self._entry
        known = {fold(name) for name in (entry.title, entry.slug, *entry.aliases)}
        original = self._library.document_of(self._entry)
        if fold(self._entry.title) not in known and not retitle.is_makeshift(original):
            yield Matter(document, self._settings).add("aliases", self._entry.title, ("title",))

    def _keep_slug(self, document: Document) -> Iterator[Replacement]:
        """The old slug as one that the entry had before."""
        if self._entry.slug not in self._entry.redirect_from and self._keeps:
            yield with_earlier_slug(document, self._settings, self._entry.slug)

    def _dropped(self, document: Document, field: str, name: str) -> Iterator[Replacement]:
        """A value that says what the entry is called anyhow, taken out of its list."""
        key = fold if field == "aliases" else str.strip
        node = document.gathered.nodes.get(field)
        items = node.items if isinstance(node, Items) else [node]
        for index, item in enumerate(items):
            if isinstance(item, Scalar) and key(item.text) == key(name):
                yield Matter(document, self._settings).drop(field, index)
                return


def _shown(
    path: str, before: FileText, after: FileText, changes: tuple[Replacement, ...], change: Replacement
) -> Rewrite:
    """A change as the lines that it is made in."""
    added = "\n" in change.text
    start = moved(change.start, [one for one in changes if one is not change])
    at = start + len(change.text) - len(change.text.lstrip("\n"))
    line = before.source.position(change.start).line
    new = after.source.line(after.source.position(at).line).strip()
    if new == "---":
        new = change.text.removeprefix("---\n").partition("\n")[0]
    return Rewrite(path, line, "" if added else before.source.line(line).strip(), new)
