"""The ladder: one archetype, case or pattern across all levels."""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.core.model import Entry
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.ladders import Ladders
from trimtab.site.listings import GeneratedPage
from trimtab.site.views import Value

_TOLD = ("archetype", "case")
"""The kinds whose pages tell their ladders in full."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Entries of one kind, each leading to its page."""

    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class LadderPageView:
    """The page: what can be chosen, and without a script, where each ladder is told."""

    title: str
    intro: str
    up: Value
    kinds: tuple[Value, ...]
    """The kinds that can be chosen, by what their entries are called, with the kind as note."""
    groups: tuple[Subjects, ...]
    lists: tuple[Value, ...]
    """The lists of the kinds whose pages have only the small ladder."""


def page(catalogue: Catalogue) -> GeneratedPage | None:
    """The instrument's page; none where nothing stands on the ladder."""
    ladders = Ladders(catalogue)
    subjects: dict[str, list[Entry]] = {kind: [] for kind in _TOLD}
    for kind in catalogue.library.settings.all_kinds:
        subjects[kind] = [entry for entry in catalogue.library.of_kind(kind) if ladders.url(entry)]
    present = [kind for kind, entries in subjects.items() if entries]
    if not present:
        return None
    title = "Across the levels"
    view = LadderPageView(
        title,
        "Choose a trap, a case or a pattern, and see what is known about it at each of the twelve levels, "
        "strongest first. Gaps stay visible: nobody has written that pattern yet.",
        Value("Instruments", catalogue.url(urls.INSTRUMENTS)),
        tuple(Value(catalogue.kind_plural(kind), note=kind) for kind in present),
        tuple(
            Subjects(
                catalogue.kind_plural(kind),
                tuple(Value(entry.title, catalogue.url(entry.path)) for entry in subjects[kind]),
            )
            for kind in present
            if kind in _TOLD
        ),
        tuple(
            Value(catalogue.kind_plural(kind), catalogue.url(urls.kind_index(kind)))
            for kind in present
            if kind not in _TOLD
        ),
    )
    description = "One trap, case or pattern, seen at all twelve levels, with its gaps."
    return GeneratedPage(urls.instrument("ladder"), title, "instruments/ladder.html", view, description)
