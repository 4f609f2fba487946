"""The view of an entry's page."""

from __future__ import annotations

from trimtab.core.body import parse_reference
from trimtab.core.loops import LinkSyntaxError, describe, ring_fault
from trimtab.core.loops import Loop as CausalLoop
from trimtab.core.model import Archetype, Case, Entry, LevelEntry, Status
from trimtab.core.names import Found
from trimtab.core.namings import Via
from trimtab.core.scales import RUNGS, TIERS
from trimtab.core.words import fold
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.drawing import loop_svg
from trimtab.site.views import (
    BacklinkView,
    EntryView,
    Group,
    InterventionView,
    Item,
    LoopView,
    Value,
    Vitality,
)

NEIGHBOURS = 12
"""How many entries of the same kind a sidebar lists at most."""


class EntryViews:
    """Makes the views of entries' pages."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._library = catalogue.library
        self._graph = catalogue.graph

    def view(self, entry: Entry) -> EntryView:
        """The view of an entry's page."""
        level = entry.number if isinstance(entry, LevelEntry) else entry.level
        moves = self._graph.moves(entry)
        loops = sound_loops(entry)
        previous, following = self._neighbours(entry)
        banner_text, banner = self._banner(entry)
        return EntryView(
            item=self._catalogue.item(entry),
            aliases=tuple(alias for alias in entry.aliases if fold(alias) != fold(entry.title)),
            crumbs=self._crumbs(entry),
            banner=banner,
            banner_text=banner_text,
            level_why=entry.level_why,
            levels=tuple(self._catalogue.level_value(number) for number in entry.levels),
            ladder=self._catalogue.rungs(level, entry.levels[1:]) if level else (),
            vitality=_vitality(entry),
            facts=self._facts(entry),
            evidence=entry.evidence,
            sources=entry.sources,
            stronger=self._catalogue.items(moves.stronger),
            weaker=self._catalogue.items(moves.weaker),
            related=self._related(entry),
            backlinks=self._backlinks(entry),
            groups=self._groups(entry),
            svg=loop_svg(loops, ident=f"tt-loop-{entry.slug}") if loops else "",
            loops=tuple(LoopView(loop.name, loop.polarity, loop.letter, describe(loop)) for loop in loops),
            symptoms=getattr(entry, "symptoms", ()),
            helps=tuple(
                self._catalogue.level_value(number) for number in getattr(entry, "levels_that_help", ())
            ),
            worsens=tuple(
                self._catalogue.level_value(number) for number in getattr(entry, "levels_that_worsen", ())
            ),
            signals=getattr(entry, "signals", ()),
            prerequisites=getattr(entry, "prerequisites", ()),
            risks=getattr(entry, "risks", ()),
            tier=TIERS[entry.tier or RUNGS[entry.number].tier] if isinstance(entry, LevelEntry) else "",
            interventions=self._interventions(entry),
            previous=previous,
            next=following,
            siblings=self._siblings(entry),
            filters=self._filters(entry),
        )

    def _crumbs(self, entry: Entry) -> tuple[Value, ...]:
        return (
            Value("Home", self._catalogue.url(urls.HOME)),
            Value(self._catalogue.kind_plural(entry.kind), self._catalogue.url(urls.kind_index(entry.kind))),
        )

    def _banner(self, entry: Entry) -> tuple[str, Value | None]:
        if entry.superseded_by:
            resolution = self._library.resolve(parse_reference(entry.superseded_by))
            if isinstance(resolution, Found):
                heir = resolution.entry
                return "Superseded. Use instead:", Value(heir.title, self._catalogue.url(heir.path))
            return "Superseded. Use instead:", Value(entry.superseded_by)
        texts = {
            Status.DEPRECATED: "Deprecated: kept for those who link here, no longer recommended.",
            Status.DRAFT: "A draft: expect changes.",
            Status.PROPOSED: "Proposed: under review.",
        }
        return texts.get(entry.status, ""), None

    def _facts(self, entry: Entry) -> tuple[tuple[str, tuple[Value, ...]], ...]:
        facts = (
            (
                "Archetypes",
                tuple(self._catalogue.named(name, "archetype") for name in entry.archetypes if name),
            ),
            (
                "Mental models",
                tuple(self._catalogue.named(name, "mental-model") for name in entry.mental_models if name),
            ),
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
            else:
                note = "wanted, not written yet" if end.planned else "not found"
                item = Item(end.name, "", "", "", "planned" if end.planned else "missing", note, why=end.why)
            groups.setdefault(end.label, []).append(item)
        return tuple(Group(label, tuple(items)) for label, items in groups.items())

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

    def _interventions(self, entry: Entry) -> tuple[InterventionView, ...]:
        if not isinstance(entry, Case):
            return ()
        return tuple(
            InterventionView(self._catalogue.level_value(done.level), done.level, done.do, done.result)
            for done in entry.interventions
        )

    def _neighbours(self, entry: Entry) -> tuple[Value | None, Value | None]:
        """The weaker and the stronger neighbour on the ladder; for other kinds those by title."""
        if isinstance(entry, LevelEntry):
            before, after = entry.number + 1, entry.number - 1
            return (
                Value(
                    f"{before} {self._catalogue.level_name(before)}",
                    self._catalogue.level_url(before),
                    "Weaker",
                )
                if before in RUNGS
                else None,
                Value(
                    f"{after} {self._catalogue.level_name(after)}",
                    self._catalogue.level_url(after),
                    "Stronger",
                )
                if after in RUNGS
                else None,
            )
        index = self._graph.trail_index.get(entry.path)
        ring = self._graph.trail if index is not None else self._library.of_kind(entry.kind)
        notes = ("Back down the ladder", "On up the ladder") if index is not None else ("Previous", "Next")
        if index is None:
            index = next(at for at, other in enumerate(ring) if other.path == entry.path)
        return (
            Value(ring[index - 1].title, self._catalogue.url(ring[index - 1].path), notes[0])
            if index
            else None,
            Value(ring[index + 1].title, self._catalogue.url(ring[index + 1].path), notes[1])
            if index + 1 < len(ring)
            else None,
        )

    def _siblings(self, entry: Entry) -> tuple[Group, ...]:
        """The entries around this one: those of its level, else of its domain, else of its kind."""
        if isinstance(entry, LevelEntry):
            return ()
        if entry.level is not None:
            others = [other for other in self._graph.at_level(entry.level) if other.level == entry.level]
            title, url = (
                f"Level {entry.level} · {self._catalogue.level_name(entry.level)}",
                self._catalogue.level_url(entry.level),
            )
        elif entry.domain:
            others = [other for other in self._catalogue.in_domain(entry.domain) if other.kind == entry.kind]
            title, url = entry.domain, self._catalogue.url(urls.domain(entry.domain))
        else:
            others = list(self._library.of_kind(entry.kind))
            title, url = (
                self._catalogue.kind_plural(entry.kind),
                self._catalogue.url(urls.kind_index(entry.kind)),
            )
        at = next((index for index, other in enumerate(others) if other.path == entry.path), 0)
        first = max(0, min(at - NEIGHBOURS // 2, len(others) - NEIGHBOURS))
        return (Group(title, self._catalogue.items(others[first : first + NEIGHBOURS]), url),)

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
