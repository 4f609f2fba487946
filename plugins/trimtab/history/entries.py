"""Entries that come, go or move, fields that move, and names that are lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from trimtab.core.change import Moved, Named, NameLost, Removed, Renamed, StatusMoved
from trimtab.core.model import Entry, LevelEntry
from trimtab.core.words import fold
from trimtab.history.pairs import Pairs, heirs, named

T = TypeVar("T")


def removed(pairs: Pairs) -> Iterator[Removed]:
    """The entries that are gone, each with the one that its slug leads to now."""
    for entry in pairs.gone:
        heir = pairs.redirects.get(entry.slug)
        yield Removed(named(entry), named(heir) if heir else None)


def renamed(pairs: Pairs) -> Iterator[Renamed]:
    """The entries whose file has another name or folder."""
    for then, now in pairs.kept:
        if then.path != now.path:
            redirected = then.slug == now.slug or then.slug in now.redirect_from
            yield Renamed(named(then), named(now), redirected)


def edited(pairs: Pairs) -> Iterator[Named]:
    """The entries whose text differs."""
    for then, now in pairs.kept:
        before, after = pairs.before.document_of(then), pairs.after.document_of(now)
        if before is not after and before.source.text != after.source.text:
            yield named(now)


def moved(pairs: Pairs, value: Callable[[Entry], T]) -> tuple[Moved[T], ...]:
    """The entries for which a value differs."""
    both = ((now, value(then), value(now)) for then, now in pairs.kept)
    return tuple(Moved(named(now), before, after) for now, before, after in both if before != after)


def vitality(entry: Entry) -> float | None:
    """An entry's score, 0.0 to 5.0, where it has one."""
    return entry.vitality.score if entry.vitality else None


def levels(entry: Entry) -> tuple[int, ...]:
    """The levels that an entry stands at, the primary one first; of an entry for a level, its number."""
    return (entry.number,) if isinstance(entry, LevelEntry) else entry.levels


def statuses(pairs: Pairs) -> Iterator[StatusMoved]:
    """The entries whose status or whose heir is another."""
    then_heirs, now_heirs = heirs(pairs.before), heirs(pairs.after)
    for then, now in pairs.kept:
        heir = now_heirs.get(now.path)
        earlier = then_heirs.get(then.path)
        slug = heir.slug if heir else now.superseded_by
        same = (
            pairs.path_now(earlier.path) == heir.path
            if earlier and heir
            else then.superseded_by == now.superseded_by
        )
        if then.status != now.status or not same:
            yield StatusMoved(named(now), str(then.status), str(now.status), slug)


def names_lost(pairs: Pairs) -> Iterator[NameLost]:
    """Names by which an entry could be referred to, and which don't mean it any more."""
    for entry in pairs.before.entries:
        now = pairs.entry_now(entry)
        seen = set()
        for name in (entry.title, *entry.aliases, entry.slug, entry.id, *entry.redirect_from):
            key = fold(name) or name
            if not name or key in seen:
                continue
            seen.add(key)
            if pairs.meaning_then(name) is not entry:
                continue
            means = pairs.meaning_now(name)
            if means is None or now is None or means.path != now.path:
                yield NameLost(name, named(entry), named(means) if means else None)
