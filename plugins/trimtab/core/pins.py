"""Where entries act on the loops of archetypes: on one link, or on a whole loop."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trimtab.core.library import Library
from trimtab.core.loops import CausalLink, Loop, node_key
from trimtab.core.model import ActsOn, Archetype, Entry
from trimtab.core.names import Found
from trimtab.core.words import fold

_ARROW = re.compile("->|→")

LinkKey = tuple[str, str]
"""What all spellings of a link have in common."""


@dataclass(frozen=True, slots=True)
class Action:
    """What one entry does at some place."""

    entry: Entry
    how: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on an archetype's loops, and the entries that act there."""

    number: int
    """Counted from 1, round one loop after the other."""
    at: CausalLink | Loop
    actions: tuple[Action, ...]
    """Strongest level first; entries without a level last."""

    @property
    def place(self) -> str:
        """The place as a label: `quick fix → side effect`, or `loop “Side effect”`."""
        if isinstance(self.at, Loop):
            return f"loop “{self.at.name}”"
        return f"{self.at.cause} → {self.at.effect}"

    @property
    def words(self) -> str:
        """The place as a part of a sentence: `the link from quick fix to side effect`."""
        if isinstance(self.at, Loop):
            return f"the loop “{self.at.name}”"
        return f"the link from {self.at.cause} to {self.at.effect}"


def label(place: ActsOn) -> str:
    """A place of action as it was typed, in the form of a pin's label."""
    return (
        f"loop “{place.loop}”" if place.loop else " → ".join(end.strip() for end in _ARROW.split(place.link))
    )


def link_key(cause: str, effect: str) -> LinkKey:
    """The key of a link, by its ends."""
    return node_key(cause), node_key(effect)


def read_place(text: str) -> LinkKey | None:
    """The key of the link that a text such as `cause -> effect` names; None if it doesn't have one arrow.

    Case and repeated blanks don't count, and the arrow may be `->` or `→`.
    """
    ends = _ARROW.split(text)
    return link_key(*ends) if len(ends) == 2 else None


def find(place: ActsOn, loops: Sequence[Loop]) -> CausalLink | Loop | None:
    """The link, or the loop, that a place of action names; None if the loops don't have it."""
    if place.loop:
        return next((loop for loop in loops if node_key(loop.name) == node_key(place.loop)), None)
    key = read_place(place.link)
    return next(
        (link for loop in loops for link in loop.links if link_key(link.cause, link.effect) == key), None
    )


def actions(library: Library) -> Mapping[str, tuple[tuple[ActsOn, Entry], ...]]:
    """Who acts on each archetype, and where: by the archetype's path, in the order of the entries' files."""
    found: dict[str, list[tuple[ActsOn, Entry]]] = defaultdict(list)
    for entry in library.current:
        for place in entry.acts_on:
            named = library.resolve_name(place.archetype, "archetype")
            if isinstance(named, Found) and isinstance(named.entry, Archetype):
                found[named.entry.path].append((place, entry))
    return {path: tuple(acting) for path, acting in found.items()}


def pins(loops: Sequence[Loop], acting: Iterable[tuple[ActsOn, Entry]]) -> tuple[Pin, ...]:
    """The pins on some loops.

    Args:
        loops: the loops of one archetype, as they are drawn.
        acting: who acts on that archetype, and where; places that the loops don't have are left out.
    """
    here: dict[object, list[Action]] = defaultdict(list)
    for place, entry in acting:
        at = find(place, loops)
        if at is not None:
            here[_key(at)].append(Action(entry, place.how))
    taken = (at for at in _places(loops) if _key(at) in here)
    return tuple(
        Pin(number, at, tuple(sorted(here[_key(at)], key=_strength))) for number, at in enumerate(taken, 1)
    )


def _places(loops: Sequence[Loop]) -> Iterator[CausalLink | Loop]:
    """Every place on some loops, each once: a loop, then its links."""
    seen: set[object] = set()
    for loop in loops:
        places: tuple[CausalLink | Loop, ...] = (loop, *loop.links)
        for at in places:
            if _key(at) not in seen:
                seen.add(_key(at))
                yield at


def _key(at: CausalLink | Loop) -> object:
    return node_key(at.name) if isinstance(at, Loop) else link_key(at.cause, at.effect)


def _strength(action: Action) -> tuple[int, str, str]:
    return (action.entry.level or 99, fold(action.entry.title), action.entry.path)
