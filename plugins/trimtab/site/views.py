"""What each page shows, as frozen data: templates lay a view out and decide nothing.

Every text in a view is plain text, to be escaped by the template; only `svg` and `neighbourhood` are
markup. Addresses are relative to the site's top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from trimtab.core.model import Citation, Evidence

if TYPE_CHECKING:
    from trimtab.site.linkkit import LinkKit
    from trimtab.site.simulations import SimulationView


@dataclass(frozen=True, slots=True)
class Value:
    """Some words that may lead somewhere."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as lists show it."""

    title: str
    url: str
    summary: str
    slug: str
    kind: str
    kind_label: str
    level: int | None = None
    level_name: str = ""
    confidence: int | None = None
    stars: str = ""
    confidence_word: str = ""
    vitality: float | None = None
    band: str = ""
    domain: str = ""
    status: str = ""
    why: str = ""
    """Why it stands in this list."""
    library: str = ""
    """The name of the other library that it belongs to; its address is whole then."""


@dataclass(frozen=True, slots=True)
class RungView:
    """A rung of the ladder, as seen from some page."""

    number: int
    name: str
    url: str
    gist: str
    tier: str
    tier_label: str
    mark: str = ""
    """`primary` or `also` where the page's entry stands on it."""
    items: tuple[Item, ...] = ()
    also: tuple[Item, ...] = ()
    """Entries that stand here in the second place."""
    more: int = 0
    """How many stand here beside those listed."""
    kin: int = 0
    """How many patterns stand here that work on the same thing as the page's entry."""
    usually: str = ""
    """Whether acting here usually helps or worsens what the page is about, in words."""
    done: tuple[str, ...] = ()
    """What was done here, in a case."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items under a heading."""

    title: str
    items: tuple[Item, ...]
    url: str = ""
    ident: str = ""
    more: int = 0
    """How many belong to it beside those listed."""


@dataclass(frozen=True, slots=True)
class BacklinkView:
    """A page that refers to this one."""

    title: str
    url: str
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class LoopView:
    """A loop in words."""

    name: str
    kind: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PinView:
    """A place on an archetype's loops, and what acts there."""

    number: int
    place: str
    """`quick fix → side effect`, or `loop “Side effect”`."""
    items: tuple[Item, ...]
    """Strongest level first, each with how it acts there."""


@dataclass(frozen=True, slots=True)
class ActView:
    """A place on an archetype's loops where the page's entry acts."""

    archetype: Value
    place: str
    how: str


@dataclass(frozen=True, slots=True)
class Vitality:
    """Vitality as a bar, in words and with its date."""

    score: float
    band: str
    percent: int
    assessed: str
    reasoning: str


@dataclass(frozen=True, slots=True)
class InterventionView:
    """One row of a case."""

    level: Value
    do: str
    result: str


class Lists(NamedTuple):
    """What an entry's page lists, whole."""

    related: tuple[Group, ...]
    groups: tuple[Group, ...]
    backlinks: tuple[BacklinkView, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry's page."""

    item: Item
    aliases: tuple[str, ...]
    crumbs: tuple[Value, ...]
    banner: Value | None
    """What the status of the entry means to readers, and its heir; None for entries in good standing."""
    banner_text: str
    level_why: str
    levels: tuple[Value, ...]
    ladder: tuple[RungView, ...]
    ladder_url: str
    """The page that shows the entry across all levels."""
    across: tuple[RungView, ...]
    """What stands at each level for an archetype or in a case."""
    vitality: Vitality | None
    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    """Label and values: archetypes, mental models, domain, tags."""
    evidence: tuple[Evidence, ...]
    sources: tuple[Citation, ...]
    stronger: tuple[Item, ...]
    weaker: tuple[Item, ...]
    related: tuple[Group, ...]
    neighbourhood: str
    """The drawing of what the entry is tied to; markup, and empty where it is tied to nothing."""
    backlinks: tuple[BacklinkView, ...]
    further_backlinks: tuple[BacklinkView, ...]
    """Those that stand folded up below the others."""
    groups: tuple[Group, ...]
    """Lists that belong to the kind: a level's patterns, the patterns for an archetype."""
    svg: str
    loops: tuple[LoopView, ...]
    pins: tuple[PinView, ...]
    acts: tuple[ActView, ...]
    simulation: SimulationView | None
    symptoms: tuple[str, ...]
    helps: tuple[Value, ...]
    worsens: tuple[Value, ...]
    signals: tuple[str, ...]
    supports: tuple[Value, ...]
    """The levels on which a change at this one leans."""
    prerequisites: tuple[str, ...]
    risks: tuple[str, ...]
    tier: str
    interventions: tuple[InterventionView, ...]
    sheet: str | None
    """The anchor of what a worksheet gives to fill in; empty where that is its whole body, None for other kinds."""
    read_next: tuple[Item, ...]
    previous: Value | None
    next: Value | None
    siblings: tuple[Group, ...]
    """Where the entry is: the sidebar."""
    filters: tuple[tuple[str, str], ...]
    """Facets for the search."""
    link: LinkKit | None = None
    """What those take who link to it."""
    more_backlinks: int = 0
    """How many pages refer to it beside those listed."""

    @property
    def removed(self) -> bool:
        """Whether only this page is left of the entry, so that search engines should leave it out."""
        return self.item.status == "removed"

    @property
    def parts_before(self) -> tuple[tuple[str, str], ...]:
        """Headings that the page has above the body, with their ids."""
        return _present(
            ("What was done, level by level", "tt-interventions", self.interventions),
            ("The loops", "tt-loops", self.svg),
        )

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Headings that the page has below the body, with their ids."""
        return _present(
            ("Watch it behave", "tt-simulation", self.simulation),
            ("Where patterns act", "tt-pins", self.pins),
            ("Where it acts", "tt-acts", self.acts),
            ("Across the levels", "tt-across", self.across),
            *((group.title, group.ident, group.items) for group in self.groups),
            ("Stronger moves", "tt-stronger", self.stronger),
            ("While you prepare", "tt-weaker", self.weaker),
            ("Related", "tt-related", self.related or self.neighbourhood),
            ("Referred to by", "tt-backlinks", self.backlinks),
            ("Evidence", "tt-evidence", self.evidence),
            ("Sources", "tt-sources", self.sources),
            ("Read next", "tt-next", self.read_next),
            ("Link to this", "tt-link", self.link),
        )


def _present(*parts: tuple[str, str, Any]) -> tuple[tuple[str, str], ...]:
    """The titles and ids of parts that have something in them."""
    return tuple((title, ident) for title, ident, content in parts if content)


@dataclass(frozen=True, slots=True)
class HeadLink:
    """A `link` in the head of a page."""

    rel: str
    type: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """What the frame of every page knows."""

    search: bool
    search_url: str
    links: tuple[HeadLink, ...] = ()
    """What the head of every page leads to."""
    unlisted: frozenset[str] = frozenset()
    """Files whose pages the sitemap leaves out."""
