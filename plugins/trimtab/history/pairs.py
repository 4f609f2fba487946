"""Two states of a library, side by side: which entry of one is which entry of the other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from trimtab.core.change import Named
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.names import Found
from trimtab.core.namings import Via
from trimtab.core.words import fold


class Pairs:
    """Two states of a library. Files are matched by path, with renames carried over."""

    def __init__(self, before: Library, after: Library, renames: Mapping[str, str]) -> None:
        self.before = before
        self.after = after
        self._renames = renames
        self._earlier = {new: old for old, new in renames.items()}

    def path_now(self, path: str) -> str:
        """Where a file of the earlier state would lie now."""
        return self._renames.get(path, path)

    def document_now(self, path: str) -> Document | None:
        """What became of a file of the earlier state; None where it's gone, even if another took its place."""
        now = self.path_now(path)
        return self.after.by_path.get(now) if self._earlier.get(now, now) == path else None

    def entry_now(self, entry: Entry) -> Entry | None:
        """What became of an entry; None where its file is gone or holds an ordinary page."""
        document = self.document_now(entry.path)
        return document.entry if document else None

    @cached_property
    def kept(self) -> tuple[tuple[Entry, Entry], ...]:
        """Each entry that is in both states, as it was and as it is, by its path now."""
        both = ((entry, self.entry_now(entry)) for entry in self.before.entries)
        return tuple(
            sorted(((then, now) for then, now in both if now is not None), key=lambda pair: pair[1].path)
        )

    @cached_property
    def added(self) -> tuple[Entry, ...]:
        """The entries that are new, by path."""
        kept = {now.path for _, now in self.kept}
        return tuple(entry for entry in self.after.entries if entry.path not in kept)

    @cached_property
    def gone(self) -> tuple[Entry, ...]:
        """The entries that were there and aren't, by path."""
        kept = {then.path for then, _ in self.kept}
        return tuple(entry for entry in self.before.entries if entry.path not in kept)

    @cached_property
    def redirects(self) -> dict[str, Entry]:
        """The entry that each earlier slug leads to now."""
        found: dict[str, Entry] = {}
        for entry in self.after.entries:
            for slug in entry.redirect_from:
                found.setdefault(slug, entry)
        return found

    def meaning_now(self, name: str) -> Entry | None:
        """The one entry that a name means now."""
        return self._meaning_now.entry(name)

    def meaning_then(self, name: str) -> Entry | None:
        """The one entry that a name meant."""
        return self._meaning_then.entry(name)

    @cached_property
    def _meaning_now(self) -> _Meaning:
        return _Meaning(self.after)

    @cached_property
    def _meaning_then(self) -> _Meaning:
        return _Meaning(self.before)


class _Meaning:
    """What names mean, without looking for the nearest where they mean nothing, which takes long."""

    def __init__(self, library: Library) -> None:
        self._names = library.names
        self._known = {
            key
            for entry in library.entries
            for name in (entry.slug, entry.id, entry.title, *entry.aliases, *entry.redirect_from)
            for key in (name, fold(name))
        }

    def entry(self, name: str) -> Entry | None:
        """The one entry that a name means."""
        if name not in self._known and fold(name) not in self._known:
            return None
        resolution = self._names.resolve(name)
        return resolution.entry if isinstance(resolution, Found) else None


def named(entry: Entry) -> Named:
    """An entry as a change names it."""
    return Named(entry.path, entry.slug, entry.kind, entry.title)


def heirs(library: Library) -> dict[str, Entry]:
    """The entry that takes the place of each entry that names one, by path."""
    return {
        link.document.path: link.target
        for link in library.links
        if link.via is Via.HEIR and link.target is not None
    }
