"""The view of an entry's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trimtab.core.body import parse_reference
from trimtab.core.loops import LinkSyntaxError, describe, ring_fault
from trimtab.core.loops import Loop as CausalLoop
from trimtab.core.model import Archetype, Case, Entry, LevelEntry, Status
from trimtab.core.names import Elsewhere
from trimtab.core.namings import Via
from trimtab.core.pins import Pin
from trimtab.core.scales import RUNGS, TIERS
from trimtab.core.words import fold
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.drawing import loop_svg
from trimtab.site.ladders import Ladders
from trimtab.site.linkkit import LinkKits
from trimtab.site.neighbourhood import Neighbourhood, neighbourhood, neighbourhood_svg
from trimtab.site.onward import read_next
from trimtab.site.pins import Pinboard
from trimtab.site.simulations import Simulations
from trimtab.site.views import (
    BacklinkView,
    EntryView,
    Group,
    InterventionView,
    Item,
    Lists,
    LoopView,
    Value,
    Vitality,
)
from trimtab.site.whereabouts import Whereabouts

Fact = tuple[str, tuple[Value, ...]]
"""A label and what is said under it."""

BACKLINKS = 8
"""How many of the pages that refer to an entry stand open; the others are folded up."""
TEMPLATE = "Template"
"""The section of a worksheet that is there to be filled in."""


class EntryViews:
    """Makes the views of entries' pages."""

    def __init__(self, catalogue: Catalogue, kits: LinkKits | None = None) -> None:
        self._catalogue = catalogue
        self._kits = kits
        self._library = catalogue.library
        self._graph = catalogue.graph
        self._ladders = Ladders(catalogue)
        self._pinboard = Pinboard(catalogue)
        self._simulations = Simulations(catalogue)
        self._whereabouts = Whereabouts(catalogue)

    def view(self, entry: Entry) -> EntryView:
        """The view of an entry's page."""
        if entry.status is Status.REMOVED:
            entry = _tombstone(entry)
        moves = self._graph.moves(entry)
        loops = sound_loops(entry)
        pinned = self._pinboard.pins(entry, loops)
        previous, following = self._whereabouts.neighbours(entry)
        banner_text, banner = self._banner(entry)
        backlinks = self._backlinks(entry)
        subjects, related, groups = self._subjects(entry), self._related(entry), self._groups(entry)
        return EntryView(
            item=self._catalogue.item(entry),
            aliases=tuple(alias for alias in entry.aliases if fold(alias) != fold(entry.title)),
            crumbs=self._crumbs(entry),
            banner=banner,
            banner_text=banner_text,
            level_why=entry.level_why,
            levels=tuple(self._catalogue.level_value(number) for number in entry.levels),
            ladder=self._ladders.card(entry),
            ladder_url=self._ladders.url(entry),
            across=self._ladders.across(entry),
            vitality=_vitality(entry),
            facts=self._facts(entry, subjects),
            evidence=entry.evidence,
            sources=entry.sources,
            stronger=self._catalogue.items(moves.stronger),
            weaker=self._catalogue.items(moves.weaker),
            related=related,
            neighbourhood=neighbourhood_svg(self._around(entry, related, subjects, groups)),
            backlinks=backlinks[:BACKLINKS],
            further_backlinks=backlinks[BACKLINKS:],
            groups=self._without(groups, pinned),
            svg=loop_svg(loops, ident=f"tt-loop-{entry.slug}", pins=pinned) if loops else "",
            loops=tuple(LoopView(loop.name, loop.polarity, describe(loop)) for loop in loops),
            pins=self._pinboard.views(pinned),
            acts=self._pinboard.acts(entry),
            simulation=self._simulations.view(entry),
            symptoms=getattr(entry, "symptoms", ()),
            helps=tuple(
                self._catalogue.level_value(number) for number in getattr(entry, "levels_that_help", ())
            ),
            worsens=tuple(
                self._catalogue.level_value(number) for number in getattr(entry, "levels_that_worsen", ())
            ),
            signals=getattr(entry, "signals", ()),
            supports=tuple(
                self._catalogue.level_value(number) for number in getattr(entry, "supporting_levels", ())
            ),
            prerequisites=getattr(entry, "prerequisites", ()),
            risks=getattr(entry, "risks", ()),
            tier=TIERS[entry.tier or RUNGS[entry.number].tier] if isinstance(entry, LevelEntry) else "",
            interventions=self._interventions(entry),
            sheet=self._sheet(entry) if entry.kind == "worksheet" else None,
            read_next=read_next(self._catalogue, entry),
            previous=previous,
            next=following,
            siblings=self._whereabouts.siblings(entry),
            filters=self._filters(entry),
            link=self._kits.kit(entry) if self._kits else None,
        )

    def lists(self, entry: Entry) -> Lists:
        """The lists of an entry's page that may be long, without the rest of its view."""
        pinned = self._pinboard.pins(entry, sound_loops(entry))
        groups = self._without(self._groups(entry), pinned)
        return Lists(self._related(entry), groups, self._backlinks(entry))

    def _crumbs(self, entry: Entry) -> tuple[Value, ...]:
        home = Value("Home", self._catalogue.url(urls.HOME))
        if not self._library.of_kind(entry.kind):
            return (home,)
        return (
            home,
            Value(self._catalogue.kind_plural(entry.kind), self._catalogue.url(urls.kind_index(entry.kind))),
        )

    def _banner(self, entry: Entry) -> tuple[str, Value | None]:
        if entry.superseded_by:
            there = self._library.resolve(parse_reference(entry.superseded_by))
            heir = self._graph.heir(entry)
            text = f"{'Removed' if entry.status is Status.REMOVED else 'Superseded'}. Use instead:"
            if heir is not None:
                return text, Value(heir.title, self._catalogue.url(heir.path))
            if isinstance(there, Elsewhere):
                item = _elsewhere(there)
                return text, Value(f"{item.title} (in {item.library})", item.url)
            return text, Value(entry.superseded_by)
        texts = {
            Status.REMOVED: "Removed: only this page is left, for those who link here.",
            Status.DEPRECATED: "Deprecated: kept for those who link here, no longer recommended.",
            Status.DRAFT: "A draft: expect changes.",
            Status.PROPOSED: "Proposed: under review.",
        }
        return texts.get(entry.status, ""), None

    def _subjects(self, entry: Entry) -> tuple[Fact, ...]:
        """What the front matter says that the entry is about."""
        archetypes = (self._catalogue.named(name, "archetype") for name in entry.archetypes if name)
        models = (self._catalogue.named(name, "mental-model") for name in entry.mental_models if name)
        return (("Archetypes", tuple(archetypes)), ("Mental models", tuple(models)))

    def _facts(self, entry: Entry, subjects: Iterable[Fact]) -> tuple[Fact, ...]:
        facts = (
            *subjects,
            (
                "Domain",
                (Value(entry.domain, self._catalogue.url(urls.domain(entry.domain))),)
                if entry.domain
                else (),
            ),
            ("Tags", tuple(Value(tag, self._catalogue.url(urls.tag(tag))) for tag in entry.tags)),
        )
        return tuple((label, values) for label, values in facts if values)

    def _related(self, entry: Entry) -> tuple[Group, ...]:
        groups: dict[str, list[Item]] = {}
        for end in self._graph.relations(entry):
            if end.other is not None:
                item = self._catalogue.item(end.other, end.why)
            elif end.elsewhere is not None:
                item = _elsewhere(end.elsewhere, end.why)
            else:
                note = "wanted, not written yet" if end.planned else "not found"
                item = Item(end.name, "", "", "", "planned" if end.planned else "missing", note, why=end.why)
            groups.setdefault(end.label, []).append(item)
        return tuple(Group(label, tuple(items)) for label, items in groups.items())

    def neighbourhood(self, entry: Entry) -> Neighbourhood:
        """An entry and what it is tied to; for a subject, those that are about it."""
        return self._around(entry, self._related(entry), self._subjects(entry), self._groups(entry))

    def _around(
        self, entry: Entry, related: tuple[Group, ...], subjects: Iterable[Fact], groups: Iterable[Group]
    ) -> Neighbourhood:
        told = list(subjects)
        if entry.kind in ("archetype", "mental-model"):
            for group in groups:
                about = tuple(Value(item.title, item.url) for item in group.items)
                told.append((group.title.partition(",")[0], about))
        own = Value(entry.title, self._catalogue.url(entry.path))
        return neighbourhood(own, related, told)

    def _backlinks(self, entry: Entry) -> tuple[BacklinkView, ...]:
        found = []
        for link in self._graph.backlinks(entry):
            before = link.sentence.before if link.sentence else ""
            after = link.sentence.after if link.sentence else ""
            found.append(BacklinkView(link.title, self._catalogue.url(link.path), before, link.text, after))
        return tuple(found)

    def _groups(self, entry: Entry) -> tuple[Group, ...]:
        groups: list[Group] = []
        if isinstance(entry, LevelEntry):
            here = self._graph.at_level(entry.number)
            first = [other for other in here if other.level == entry.number]
            second = [other for other in here if other.level != entry.number]
            groups = [
                Group("Patterns at this level", self._catalogue.items(first), ident="tt-patterns"),
                Group("Patterns that also act here", self._catalogue.items(second), ident="tt-also"),
                Group("Cases", self._catalogue.items(self._library.cases_at(entry.number)), ident="tt-cases"),
            ]
        elif entry.kind in ("archetype", "mental-model"):
            via = Via.ARCHETYPE if entry.kind == "archetype" else Via.MENTAL_MODEL
            naming = self._graph.naming(via, entry)
            title = (
                "Patterns that help, strongest level first"
                if entry.kind == "archetype"
                else "Patterns that build on it"
            )
            groups = [
                Group(
                    title,
                    self._catalogue.items(other for other in naming if other.kind != "case"),
                    ident="tt-patterns",
                ),
                Group(
                    "Cases",
                    self._catalogue.items(other for other in naming if other.kind == "case"),
                    ident="tt-cases",
                ),
            ]
        return tuple(group for group in groups if group.items)

    def _without(self, groups: tuple[Group, ...], pinned: tuple[Pin, ...]) -> tuple[Group, ...]:
        """The lists without what has its place among the pins: there it says how it acts."""
        there = {self._catalogue.url(action.entry.path) for pin in pinned for action in pin.actions}
        if not there:
            return groups
        left = (
            replace(
                group,
                title="More patterns that help" if group.ident == "tt-patterns" else group.title,
                items=tuple(item for item in group.items if item.url not in there),
            )
            for group in groups
        )
        return tuple(group for group in left if group.items)

    def _interventions(self, entry: Entry) -> tuple[InterventionView, ...]:
        if not isinstance(entry, Case):
            return ()
        return tuple(
            InterventionView(self._catalogue.level_value(done.level), done.do, done.result)
            for done in entry.interventions
        )

    def _sheet(self, entry: Entry) -> str:
        section = self._library.document_of(entry).body.section(TEMPLATE)
        return section.heading.anchor if section else ""

    def _filters(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        levels = (entry.number,) if isinstance(entry, LevelEntry) else entry.levels
        if isinstance(entry, Case):
            levels = (*levels, *(done.level for done in entry.interventions))
        pairs = [("kind", entry.kind), *(("level", str(number)) for number in dict.fromkeys(levels))]
        pairs += [
            ("archetype", self._catalogue.named(name, "archetype").text) for name in entry.archetypes if name
        ]
        pairs += [
            ("model", self._catalogue.named(name, "mental-model").text)
            for name in entry.mental_models
            if name
        ]
        pairs += [("domain", entry.domain)] if entry.domain else []
        pairs += [("confidence", str(entry.confidence))] if entry.confidence else []
        pairs += [("vitality", entry.vitality.band)] if entry.vitality else []
        pairs += [("status", entry.status.value), *(("tag", tag) for tag in entry.tags)]
        return tuple(pairs)


def _tombstone(entry: Entry) -> Entry:
    """What the page of a removed entry shows of it: its names, why it went, and its heir."""
    kept = ("slug", "kind", "path", "id", "title", "summary", "aliases", "status", "superseded_by")
    return Entry.model_construct(**{name: getattr(entry, name) for name in kept})


def _elsewhere(there: Elsewhere, why: str = "") -> Item:
    """An entry of another library as lists show it."""
    entry, url = there.entry, there.library.url(there.slug)
    kind, label = (entry.kind, "") if url else ("missing", "its address isn't known")
    return Item(
        title=entry.title,
        url=url,
        summary=entry.summary,
        slug=there.slug,
        kind=kind,
        kind_label=label,
        status=entry.status if entry.status in ("deprecated", "removed") else "",
        why=why,
        library=there.library.name,
    )


def sound_loops(entry: Entry) -> tuple[CausalLoop, ...]:
    """The loops of an archetype that can be drawn: those whose links can be read and close into a ring."""
    if not isinstance(entry, Archetype):
        return ()
    sound = []
    for loop in entry.loops:
        try:
            parsed = loop.parsed()
        except LinkSyntaxError:
            continue
        if ring_fault(parsed.links) is None:
            sound.append(parsed)
    return tuple(sound)


def _vitality(entry: Entry) -> Vitality | None:
    vitality = entry.vitality
    if vitality is None:
        return None
    return Vitality(
        score=vitality.score,
        band=vitality.band,
        percent=round(vitality.score * 20),
        assessed=vitality.assessed.isoformat() if vitality.assessed else "",
        reasoning=vitality.reasoning,
    )
