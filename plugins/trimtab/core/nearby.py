"""What was probably meant by a name, a section or a file that isn't there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.names import Found, Unknown
from trimtab.core.namings import qualified
from trimtab.core.words import fold

_CLEAR = 5.0
"""By how much, of 100, the nearest name must be nearer than the next to be what was meant."""
_NEAR = 75.0
"""How much alike, of 100, names of files or sections must be."""


def is_clear(name: str, near: Sequence[str]) -> bool:
    """Whether the first of the names nearest to one is much nearer than the others."""
    first, *others = (fuzz.ratio(fold(name), fold(slug)) for slug in near)
    return all(first >= other + _CLEAR for other in others)


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of some names that is most like `name`; empty if none is like it."""
    found = process.extractOne(name, list(names), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return found[0] if found is not None else ""


def entry_of_file(library: Library, path: str) -> Entry | None:
    """The entry that the path of a missing file seems to mean: by an earlier slug, a title or a likeness of names."""
    name = path.rpartition("/")[2]
    if not name.endswith(".md"):
        return None
    named = library.names.resolve(name.removesuffix(".md"))
    if isinstance(named, Unknown) and named.nearest:
        named = library.names.resolve(named.nearest[0])
    return named.entry if isinstance(named, Found) else None


class Files:
    """Files by name and by folder, to find the one that a missing one seems to be."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[str, list[str]] = {}
        self._beside: dict[tuple[str, str], dict[str, str]] = {}
        for path in sorted(paths):
            folder, _, name = path.rpartition("/")
            stem, _, extension = name.rpartition(".")
            self._by_name.setdefault(name, []).append(path)
            self._beside.setdefault((folder, extension), {})[stem] = path

    def like(self, path: str) -> str:
        """The path of the one file of the same name elsewhere, or of the one beside it whose name is most like it."""
        folder, _, name = path.rpartition("/")
        same = self._by_name.get(name, [])
        if same:
            return same[0] if len(same) == 1 else ""
        stem, _, extension = name.rpartition(".")
        beside = self._beside.get((folder, extension), {})
        return beside.get(nearest(stem, beside), "")


def heir_of(library: Library, entry: Entry) -> Entry | None:
    """The entry that took a deprecated one's place, the last of a row of heirs; None if it isn't there."""
    seen = {entry.path}
    heir: Entry | None = entry
    while heir is not None and heir.superseded_by:
        kind, name = qualified(heir.superseded_by)
        found = library.resolve_name(name, kind)
        heir = found.entry if isinstance(found, Found) else None
        if heir is not None and heir.path in seen:
            return None
        if heir is not None:
            seen.add(heir.path)
    return None if heir is entry else heir
