"""What the head of a page says to those that show links to it: Open Graph, Twitter's cards, oEmbed, schema.org."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trimtab.core.model import Entry
from trimtab.site.exports.about import About
from trimtab.site.previews.card import Card
from trimtab.site.previews.image import HEIGHT, WIDTH
from trimtab.site.previews.page import PageFacts

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image to show beside a link."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class HeadView:
    """What the head of a page says."""

    properties: Pairs
    """Open Graph: https://ogp.me/."""
    names: Pairs
    """Twitter's cards, whose labels Slack shows as well."""
    data: dict[str, Any]
    """The graph of schema.org."""
    oembed: str = ""
    """The whole address of the oEmbed description."""
    title: str = ""


def of_entry(
    entry: Entry, card: Card, about: About, data: dict[str, Any], picture: Picture | None, oembed: str = ""
) -> HeadView:
    """The head of an entry's page."""
    dates = about.dates.get(entry.path)
    facts = (
        ("article:published_time", dates.created if dates else ""),
        ("article:modified_time", dates.updated if dates else ""),
        ("article:section", card.kind),
        *(("article:tag", tag) for tag in entry.tags),
    )
    labels = [("Level", f"{card.level} {card.level_name}")] if card.level else []
    labels += [("Confidence", f"{card.stars} {card.confidence}")] if card.stars else []
    labels += [("Status", card.standing)] if card.standing else []
    told = [
        pair
        for at, (label, value) in enumerate(labels[-2:], 1)
        for pair in ((f"twitter:label{at}", label), (f"twitter:data{at}", value))
    ]
    return HeadView(
        _properties(about, "article", card.title, card.description, card.url, picture) + _filled(facts),
        (("twitter:card", "summary_large_image" if picture else "summary"), *told),
        data,
        oembed,
        card.title,
    )


def of_page(page: PageFacts, about: About, data: dict[str, Any], picture: Picture | None) -> HeadView:
    """The head of any other page."""
    return HeadView(
        _properties(about, "website", page.title, page.description, page.url, picture),
        (("twitter:card", "summary_large_image" if picture else "summary"),),
        data,
        title=page.title,
    )


def _properties(
    about: About, kind: str, title: str, description: str, url: str, picture: Picture | None
) -> Pairs:
    language, _, region = about.tag.partition("-")
    said = [
        ("og:type", kind),
        ("og:site_name", about.title),
        ("og:title", title),
        ("og:description", description),
        ("og:url", about.absolute(url) if about.url else ""),
        ("og:locale", f"{language}_{region.upper()}" if len(region) == 2 else ""),
    ]
    if picture:
        said += [
            ("og:image", picture.address),
            ("og:image:type", "image/png"),
            ("og:image:width", str(WIDTH)),
            ("og:image:height", str(HEIGHT)),
            ("og:image:alt", picture.words),
        ]
    return _filled(said)


def _filled(pairs: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> Pairs:
    return tuple((name, value) for name, value in pairs if value)
