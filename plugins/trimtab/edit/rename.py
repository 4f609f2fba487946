"""`trimtab rename OLD NEW`: another slug for an entry, and with it every name and link that uses the old one.

Nothing is written here. The library as it would be is read from memory and compared with the one that is; only when
every link still leads where it led, and nothing is found that wasn't found before, is there a transaction to write.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trimtab.core import document as documents
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.project import Project
from trimtab.edit import mentions, naming, slugs, writing
from trimtab.edit.checking import Check, Checker
from trimtab.edit.comparing import Versions
from trimtab.edit.layout import is_read
from trimtab.edit.moving import NAMING, Moving, Rewrite, verified, with_earlier_slug
from trimtab.edit.naming import Spot
from trimtab.edit.texts import EditError, FileText, Replacement
from trimtab.edit.writing import Change, Transaction
from trimtab.edit.yaml_text import one_line


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a new name changes."""

    transaction: Transaction
    old_path: str
    new_path: str
    rewrites: tuple[Rewrite, ...]
    hints: tuple[str, ...]
    """What is left for a person to do, one sentence each."""


def rename(
    library: Library,
    project: Project,
    old: str,
    new: str,
    *,
    title: str | None = None,
    check: Check | None = None,
) -> Renamed:
    """Give an entry another slug, and another title if wished. Nothing is written.

    Args:
        library: the library as it was read.
        project: where it lies on disk.
        old: any name of the entry, or the path of its file.
        new: its new slug; the one that it has, if only the title is to change.
        title: its new title. The one that it had becomes an alias.
        check: what finds what is wrong with a library; without it, all rules do.

    Raises:
        EditError: the new name can't be, or something would be lost; nothing is changed then.
    """
    entry = slugs.find(library, project, old)
    document = library.document_of(entry)
    if not is_read(document.front):
        message = f"The front matter of `{entry.path}` can't be read."
        raise EditError(message, "Mend it first: run `trimtab check`.")
    folder = entry.path.removesuffix(f"{entry.slug}.md").rstrip("/")
    title = one_line(title) if title is not None else None
    if new != entry.slug:
        slugs.refuse_slug(library, project, folder, new, entry)
    elif title is None or title == entry.title:
        raise EditError(f"`{new}` is the name of “{entry.title}” already.", "Give another one.")
    if title == "":
        raise EditError("The title is empty.", "Write it in quotes: `--title 'Short Checkpoint'`.")
    if title is not None:
        slugs.refuse_name(library, title, entry)
    return _Renaming(library, project, entry, posixpath.join(folder, f"{new}.md"), title).run(
        check or Checker()
    )


class _Renaming:
    def __init__(
        self, library: Library, project: Project, entry: Entry, path: str, title: str | None
    ) -> None:
        self._library = library
        self._project = project
        self._entry = entry
        self._path = path
        self._slug = path.rpartition("/")[2].removesuffix(".md")
        self._not_kept = slugs.not_kept(library, entry)
        self._moving = Moving(library, entry, path, title, keeps=not self._not_kept)

    def run(self, check: Check) -> Renamed:
        """Compute the change of every file, and hold the library that it makes against the one that is."""
        own = self._library.document_of(self._entry)
        spots = list(self._spots())
        changes: dict[str, list[Replacement]] = defaultdict(list)
        rewrites: list[Rewrite] = []
        for spot in spots:
            if spot.change is not None and spot.change not in changes[spot.document.path]:
                changes[spot.document.path].append(spot.change)
                rewrites.append(Rewrite(spot.document.path, spot.line, spot.before, spot.after))
        originals = {
            path: writing.read(self._project.docs_dir, self._library.by_path[path].source)
            for path in sorted({own.path, *changes})
        }
        texts: dict[str, FileText] = {}
        made: dict[str, Document] = {}
        for path, text in originals.items():
            before = self._library.by_path[path]
            if before is own:
                texts[path], made[path] = self._moving.run(text, changes[path])
            else:
                texts[path], made[path] = verified(
                    text, before, changes[path], NAMING, self._library.settings
                )
        self._compare(own, originals[own.path], made, spots, check)
        transaction = Transaction(
            self._project.docs_dir,
            tuple(
                Change(
                    texts[path].path,
                    text.encode(),
                    texts[path].encode(),
                    old_path="" if path == texts[path].path else path,
                )
                for path, text in originals.items()
            ),
        )
        rewrites = sorted([*rewrites, *self._moving.rewrites], key=lambda one: (one.path, one.line))
        return Renamed(transaction, own.path, self._path, tuple(rewrites), tuple(self._hints(spots)))

    def _spots(self) -> Iterator[Spot]:
        if self._slug != self._entry.slug:
            yield from naming.by_slug(self._library, self._entry, self._slug)
            yield from naming.by_path(self._library, self._entry, self._slug)

    def _compare(
        self, own: Document, text: FileText, made: dict[str, Document], spots: Iterable[Spot], check: Check
    ) -> None:
        """Refuse what would lose a link or bring up a finding."""
        old, files = self._library, self._library.files - {own.path} | {self._path}
        documents_then = [made.get(one.path, one) for one in old.documents]
        after = Library.of(old.settings, documents_then, files, old.lock, old.others)
        names = {own.path, self._path, own.title, made[own.path].title}
        versions = Versions(
            old, after, {own.path: self._path}, frozenset(names | {self._entry.slug, self._slug})
        )
        lost = next(versions.lost_links(), None)
        if lost:
            raise EditError(lost, "Choose another name, or change that by hand first.")
        is_made = made[own.path].front.present and not own.front.present
        report = check(self._baseline(own, text) if is_made else old)
        # What keeps the old slug leads on from it, and may be told so.
        kept = {(spot.document.path, spot.line) for spot in spots if spot.change is None}
        for found in versions.new_findings(report, check(after)):
            if (found.path, found.span.start.line) not in kept:
                where = f"`{found.path}`, line {found.span.start.line}"
                message = f"The new name would bring up {found.code} in {where}: {found.message}"
                raise EditError(message, "Choose another name, or mend that first.")

    def _baseline(self, own: Document, text: FileText) -> Library:
        """The library, its entry given front matter: what is found only since there is some isn't the name's doing."""
        old = self._library
        change = with_earlier_slug(own, old.settings, self._entry.slug)
        document = documents.read(text.replace([change]).source, old.settings)
        documents_now = [document if one is own else one for one in old.documents]
        return Library.of(old.settings, documents_now, old.files, old.lock, old.others)

    def _hints(self, spots: Iterable[Spot]) -> Iterator[str]:
        """What is left to do by hand."""
        slug = self._entry.slug
        if slug == self._slug:
            return
        if self._not_kept:
            yield f"`{slug}` is not kept in `redirect_from`, for {self._not_kept}."
        for name, line in mentions.in_configuration(self._project, self._entry.path):
            yield f"{name}, line {line}, names `{self._entry.path}`: write `{self._path}` there."
        for spot in spots:
            if spot.change is None:
                yield (
                    f"`{spot.document.path}`, line {spot.line}, names `{slug}` by way of the settings, and still leads "
                    "to the entry."
                )
        for document in self._library.documents:
            if not is_read(document.front) and slug in document.source.text[: document.front.body_start]:
                yield f"The front matter of `{document.path}` can't be read, so `{slug}` in it was left alone."
