"""The pins on an archetype's drawing, and the list that goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from trimtab.core.loops import Loop
from trimtab.core.model import ActsOn, Entry
from trimtab.core.pins import Pin, actions, label, pins
from trimtab.site.catalogue import Catalogue
from trimtab.site.views import ActView, PinView


class Pinboard:
    """Knows who acts on which archetype."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def pins(self, entry: Entry, loops: Sequence[Loop]) -> tuple[Pin, ...]:
        """The pins on the loops of an entry, as they are drawn."""
        return pins(loops, self._actions.get(entry.path, ()))

    def views(self, pinned: Iterable[Pin]) -> tuple[PinView, ...]:
        """The list of what acts at each pin."""
        return tuple(
            PinView(
                pin.number,
                pin.place,
                tuple(self._catalogue.item(action.entry, action.how) for action in pin.actions),
            )
            for pin in pinned
        )

    def acts(self, entry: Entry) -> tuple[ActView, ...]:
        """Where an entry acts, in its own order; places that the loops don't have stay as they were typed."""
        found = []
        for place in entry.acts_on:
            archetype = self._catalogue.named(place.archetype, "archetype")
            if archetype.url:
                archetype = replace(archetype, url=f"{archetype.url}#tt-pins")
            found.append(ActView(archetype, label(place), place.how))
        return tuple(found)

    @cached_property
    def _actions(self) -> Mapping[str, tuple[tuple[ActsOn, Entry], ...]]:
        return actions(self._catalogue.library)
