"""Links between entries that a change makes or cuts: relations, wanted names, and entries that nothing links to."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from trimtab.core.change import Named, Tie, TieMoved, Wanted
from trimtab.core.graph import Graph
from trimtab.core.library import Library, Link
from trimtab.core.model import Case, Entry
from trimtab.core.names import PLANNED, Found, Planned
from trimtab.core.namings import Via
from trimtab.core.words import fold
from trimtab.history.pairs import Pairs, named

_Key = tuple[str, str, str]


class Relations:
    """The relations of two states, matched by their type and by what they tie.

    A relation to an entry that doesn't exist ties nothing: it is a finding. One to a wanted name stays the same
    relation when the entry is written, and so does one that is now written at its other end.
    """

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._then = self._ties(pairs.before)
        self._now = self._ties(pairs.after)

    def gained(self) -> Iterator[Tie]:
        """The relations that are new."""
        yield from (tie for key, tie in self._now.items() if key not in self._then)

    def lost(self) -> Iterator[Tie]:
        """The relations that are gone."""
        yield from (tie for key, tie in self._then.items() if key not in self._now)

    def moved(self) -> Iterator[TieMoved]:
        """The relations that stayed, with another reason or another weight."""
        for key, tie in self._now.items():
            then = self._then.get(key)
            if then is not None and (then.why, then.weight) != (tie.why, tie.weight):
                yield TieMoved(then, tie)

    def _ties(self, library: Library) -> dict[_Key, Tie]:
        types = library.settings.relation_types
        found: dict[_Key, Tie] = {}
        for link in library.links:
            entry = link.document.entry
            if link.via is not Via.RELATION or entry is None:
                continue
            if not isinstance(link.resolution, (Found, Planned)):
                continue
            kind = types[link.relation]
            inverse = kind.inverse or kind.label
            there = self._place(link.target) if link.target else self._wanted(link)
            key = (link.relation, self._place(entry), there)
            other_way = link.relation if inverse == kind.label else kind.inverse_type
            if other_way is not None:
                key = min(key, (other_way, key[2], key[1]))
            known = found.get(key)
            if known is None or (link.why and not known.why):
                target = named(link.target) if link.target else None
                found[key] = Tie(
                    entry=named(entry),
                    type=link.relation,
                    label=kind.label,
                    inverse=inverse,
                    name=_bare(link.name),
                    target=target,
                    why=link.why,
                    weight=link.weight,
                )
        return found

    def _place(self, entry: Entry) -> str:
        """What stands for an entry of either state: its path now; marked if it's gone, as its path may be taken."""
        document = self._pairs.after.by_path.get(entry.path)
        if document is not None and document.entry is entry:
            return entry.path
        now = self._pairs.entry_now(entry)
        return now.path if now else f"gone: {entry.path}"

    def _wanted(self, link: Link) -> str:
        """What stands for a wanted name: the entry that it means in either state, as soon as there is one."""
        name = _bare(link.name)
        entry = self._pairs.meaning_now(name) or self._pairs.meaning_then(name)
        return self._place(entry) if entry else f"wanted: {fold(name)}"


def _bare(name: str) -> str:
    return name.strip().removeprefix(PLANNED).strip()


def wanted(pairs: Pairs) -> tuple[Wanted, ...]:
    """The names that are marked as wanted and weren't."""
    then = {fold(name) for name in Graph(pairs.before).wanted}
    return tuple(
        Wanted(name, paths, _written(pairs, name))
        for name, paths in Graph(pairs.after).wanted.items()
        if fold(name) not in then
    )


def unwanted(pairs: Pairs) -> tuple[Wanted, ...]:
    """The names that were marked as wanted and aren't any more, each with the entry that was written since."""
    now = {fold(name) for name in Graph(pairs.after).wanted}
    return tuple(
        Wanted(name, paths, _written(pairs, name))
        for name, paths in Graph(pairs.before).wanted.items()
        if fold(name) not in now
    )


def _written(pairs: Pairs, name: str) -> Named | None:
    entry = pairs.meaning_now(name)
    return named(entry) if entry else None


def orphans(pairs: Pairs) -> tuple[Named, ...]:
    """The entries that nothing links to: those that are new, and those that something linked to before.

    A deprecated or removed entry is meant to lose its links and is none.
    """
    linked_then, linked_now = _linked(pairs.before), _linked(pairs.after)
    lost = {now.path for then, now in pairs.kept if then.path in linked_then}
    new = {entry.path for entry in pairs.added}
    return tuple(
        named(entry)
        for entry in pairs.after.entries
        if entry.path in lost | new and entry.path not in linked_now and entry.status.is_current
    )


def _linked(library: Library) -> set[str]:
    """The paths of the entries that some other file links to, by name or by path, or stands at the level of."""
    found = {
        link.target.path
        for link in library.links
        if link.target is not None and link.target.path != link.document.path
    }
    for document in library.documents:
        folder = dirname(document.path)
        for target in document.targets:
            path = normpath(join(folder, unquote(target.url.partition("#")[0])))
            # A link to a page's address, `../other-entry/`, leads to its file too.
            found |= {path, f"{path}.md"} - {document.path}
    for entry in library.entries:
        numbers = {*entry.levels}
        if isinstance(entry, Case):
            numbers |= {done.level for done in entry.interventions}
        found |= {library.levels[number].path for number in numbers if number in library.levels}
    return found
