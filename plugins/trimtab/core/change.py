"""What a change does to a library, as data: entries, names, addresses, links and findings that come, go or move.

`trimtab.history` makes a `Change` of two states of a library; `trimtab.report.change` shows it. Whatever stands before
the change is named as it was then, everything else as it is now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from trimtab.core.diagnostics import Diagnostic

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Base:
    """The state that a library is compared with."""

    revision: str
    """As it was asked for: a branch, a tag, a hash."""
    commit: str
    """The full hash of the commit that was read."""
    parted: bool = False
    """Whether the commit is where the revision and the present one parted, rather than the revision itself."""


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """An entry as a change names it."""

    path: str
    """POSIX path of its file relative to the library's folder."""
    slug: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry that is gone."""

    entry: Named
    heir: Named | None = None
    """The entry that its address and its slug now lead to."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """An entry whose file has another name or lies in another folder."""

    before: Named
    entry: Named
    redirected: bool
    """Whether the old slug still leads to the entry; always so where only the folder changed."""


@dataclass(frozen=True, slots=True)
class Moved(Generic[_T]):
    """A field of an entry that has another value."""

    entry: Named
    before: _T
    after: _T


@dataclass(frozen=True, slots=True)
class StatusMoved:
    """An entry whose status, or whose heir, is another."""

    entry: Named
    before: str
    after: str
    heir: str = ""
    """What takes the entry's place: a slug, or the name as typed where it means no entry."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two entries, or between an entry and one that is wanted."""

    entry: Named
    """The entry whose front matter holds the relation."""
    type: str
    label: str
    """How the relation reads from its entry: `Requires`."""
    inverse: str
    """How it reads from its target: `Required by`; for a symmetric relation the same as `label`."""
    name: str
    """The target as typed, without its kind and without `planned:`."""
    target: Named | None
    """The entry at the other end; None where it's wanted but not written."""
    why: str = ""
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class TieMoved:
    """A relation that stayed, with another reason or another weight."""

    before: Tie
    after: Tie


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name marked `planned:`."""

    name: str
    paths: tuple[str, ...]
    """The files that want it."""
    written: Named | None = None
    """The entry that the name means by now."""


@dataclass(frozen=True, slots=True)
class NameLost:
    """A name that meant an entry and doesn't any more."""

    name: str
    entry: Named
    """What it meant."""
    now: Named | None = None
    """The entry that it means instead."""


@dataclass(frozen=True, slots=True)
class PageGone:
    """An address that led to a page and leads nowhere."""

    address: str
    """Relative to the site's top, quoted, with a slash at its end: `short-checkpoint/`."""
    path: str
    """The file whose page it was."""
    title: str
    now: Named | None = None
    """The entry that should take the address over: the renamed one, or the heir that the old one named."""


@dataclass(frozen=True, slots=True)
class AnchorGone:
    """A heading's address that no longer leads to a place on its page."""

    address: str
    """Of the page as it is now, relative to the site's top and quoted."""
    anchor: str
    heading: str
    path: str
    """The page's file, as it is now."""
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """All that a change does to a library. Each list is in the order of the files."""

    base: Base | None = None
    notes: tuple[str, ...] = ()
    """What the comparison had to assume, a sentence each."""
    added: tuple[Named, ...] = ()
    removed: tuple[Removed, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    edited: tuple[Named, ...] = ()
    """Entries of both states whose text differs in any way."""
    retitled: tuple[Moved[str], ...] = ()
    kinds: tuple[Moved[str], ...] = ()
    statuses: tuple[StatusMoved, ...] = ()
    confidence: tuple[Moved[int | None], ...] = ()
    vitality: tuple[Moved[float | None], ...] = ()
    levels: tuple[Moved[tuple[int, ...]], ...] = ()
    """Levels that an entry stands at, the primary one first; for an entry of a level, its number."""
    relations_gained: tuple[Tie, ...] = ()
    relations_lost: tuple[Tie, ...] = ()
    relations_moved: tuple[TieMoved, ...] = ()
    orphans: tuple[Named, ...] = ()
    """Entries that nothing links to, where something did before or where they are new."""
    wanted: tuple[Wanted, ...] = ()
    """Names that are wanted now and weren't."""
    unwanted: tuple[Wanted, ...] = ()
    """Names that were wanted and aren't any more."""
    names_lost: tuple[NameLost, ...] = ()
    pages_gone: tuple[PageGone, ...] = ()
    anchors_gone: tuple[AnchorGone, ...] = ()
    findings_new: tuple[Diagnostic, ...] = ()
    findings_cured: tuple[Diagnostic, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be told; notes don't count."""
        return self == Change(self.base, self.notes)
