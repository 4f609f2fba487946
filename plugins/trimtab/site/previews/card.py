"""What is said of an entry wherever it is shown: the image, the card, the badge and the description say the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trimtab.core.model import Entry, Status
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.previews.words import plain
from trimtab.site.views import Item, Value

_STANDINGS = {
    Status.REMOVED: "Removed",
    Status.DEPRECATED: "Deprecated",
    Status.DRAFT: "Draft",
    Status.PROPOSED: "Proposed",
}

LONGEST = 220
"""How many characters of a description are given; those who show one show fewer."""


@dataclass(frozen=True, slots=True)
class Card:
    """An entry in few words, each on one line."""

    slug: str
    title: str
    kind: str
    """What an entry of its kind is called."""
    summary: str
    level: int | None
    level_name: str
    also: tuple[int, ...]
    """The levels at which it acts in the second place."""
    stars: str
    confidence: str
    standing: str
    """What its status means to readers; empty where it is in good standing."""
    heir: Value | None
    """What to use instead, with its permanent address."""
    url: str
    """The address of its page, relative to the site's top."""
    permalink: str
    library: str
    authors: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether the library still stands by it."""
        return self.standing in ("", "Draft", "Proposed")

    @property
    def level_words(self) -> str:
        """Its level with the level's name."""
        return f"Level {self.level}: {self.level_name}" if self.level else ""

    @property
    def confidence_words(self) -> str:
        """Its confidence in words."""
        return f"confidence {self.confidence}" if self.confidence else ""

    @property
    def standing_words(self) -> str:
        """What its status means to readers, with its heir."""
        return f"{self.standing}. Use instead: {self.heir.text}" if self.heir else self.standing

    @property
    def description(self) -> str:
        """Its summary, after what its status means to readers."""
        told = ". ".join(filter(None, (self.standing_words, self.summary)))
        return told if len(told) <= LONGEST else told[:LONGEST].rpartition(" ")[0] + " …"


def card(catalogue: Catalogue, about: About, entry: Entry) -> Card:
    """An entry in few words. Of a removed one only its names are left, and its heir."""
    item = catalogue.item(entry)
    removed = entry.status is Status.REMOVED
    if removed:
        item = _without_claims(item)
    return Card(
        slug=entry.slug,
        title=plain(entry.title) or entry.slug,
        kind=plain(item.kind_label),
        summary=plain(item.summary),
        level=item.level,
        level_name=plain(item.level_name),
        also=() if removed else tuple(number for number in entry.levels if number != item.level),
        stars=item.stars,
        confidence=item.confidence_word,
        standing=_standing(entry),
        heir=_heir(catalogue, entry),
        url=catalogue.url(entry.path),
        permalink=catalogue.permalink(entry),
        library=plain(about.title),
        authors=tuple(filter(None, map(plain, entry.authors))),
    )


def _without_claims(item: Item) -> Item:
    return replace(item, level=None, level_name="", stars="", confidence_word="")


def _standing(entry: Entry) -> str:
    if entry.superseded_by and entry.status is not Status.REMOVED:
        return "Superseded"
    return _STANDINGS.get(entry.status, "")


def _heir(catalogue: Catalogue, entry: Entry) -> Value | None:
    if not entry.superseded_by:
        return None
    heir = catalogue.graph.heir(entry)
    if heir is None:
        return Value(plain(entry.superseded_by))
    return Value(plain(heir.title), catalogue.permalink(heir))
