"""What each page shows, as frozen data: templates lay a view out and decide nothing.

Every text in a view is plain text, to be escaped by the template; only `svg` is markup. Addresses are relative to the
site's top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trimtab.core.model import Citation, Evidence


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
    count: int = 0
    items: tuple[Item, ...] = ()
    also: tuple[Item, ...] = ()
    """Entries that stand here in the second place."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items under a heading."""

    title: str
    items: tuple[Item, ...]
    url: str = ""
    ident: str = ""


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
    letter: str
    sentences: tuple[str, ...]


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
    number: int
    do: str
    result: str


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
    vitality: Vitality | None
    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    """Label and values: archetypes, mental models, domain, tags."""
    evidence: tuple[Evidence, ...]
    sources: tuple[Citation, ...]
    stronger: tuple[Item, ...]
    weaker: tuple[Item, ...]
    related: tuple[Group, ...]
    backlinks: tuple[BacklinkView, ...]
    groups: tuple[Group, ...]
    """Lists that belong to the kind: a level's patterns, the patterns for an archetype."""
    svg: str
    loops: tuple[LoopView, ...]
    symptoms: tuple[str, ...]
    helps: tuple[Value, ...]
    worsens: tuple[Value, ...]
    signals: tuple[str, ...]
    prerequisites: tuple[str, ...]
    risks: tuple[str, ...]
    tier: str
    interventions: tuple[InterventionView, ...]
    previous: Value | None
    next: Value | None
    siblings: tuple[Group, ...]
    """Where the entry is: the sidebar."""
    filters: tuple[tuple[str, str], ...]
    """Facets for the search."""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Headings that the page has below the body, with their ids."""
        present: tuple[tuple[str, str, Any], ...] = (
            ("What was done, level by level", "tt-interventions", self.interventions),
            ("The loops", "tt-loops", self.svg),
            *((group.title, group.ident, group.items) for group in self.groups),
            ("Stronger moves", "tt-stronger", self.stronger),
            ("While you prepare", "tt-weaker", self.weaker),
            ("Related", "tt-related", self.related),
            ("Referred to by", "tt-backlinks", self.backlinks),
            ("Evidence", "tt-evidence", self.evidence),
            ("Sources", "tt-sources", self.sources),
        )
        return tuple((title, ident) for title, ident, content in present if content)


@dataclass(frozen=True, slots=True)
class SiteView:
    """What the frame of every page knows."""

    search: bool
    search_url: str
