"""Badges: an entry's name, level and confidence in a line's height, for READMEs and wikis."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from trimtab.site.previews import colours
from trimtab.site.previews.card import Card
from trimtab.site.previews.fonts import measurable, width

HEIGHT = 20
_SIZE = 11
_PAD = 6
_LONGEST = 60
"""How many signs of a title a badge shows."""
_GREY = "#4d5358"
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" aria-label="{whole}">
<title>{whole}</title>
<rect width="{width}" height="{height}" rx="3" fill="{left_fill}"/>
<path d="M{left} 0h{stem}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{left}z" fill="{right_fill}"/>
<g font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="{size}">
<text x="{pad}" y="14" fill="#fff"{left_length}>{label}</text>
<text x="{right_at}" y="14" fill="{upon}"{right_length}>{message}</text>
</g>
</svg>
"""


def message(card: Card) -> str:
    """What a badge says of an entry: its level and confidence, or why it is no longer recommended."""
    if not card.current:
        return card.standing.lower()
    level = f"level {card.level}" if card.level else ""
    return " ".join(filter(None, (level, card.stars))) or card.kind.lower()


def spoken(card: Card) -> str:
    """The same with all words, for those who don't see it."""
    facts = (card.kind, card.level_words.lower(), card.confidence_words)
    said = card.standing_words if not card.current else ", ".join(filter(None, facts))
    return f"{card.title}: {said}"


def svg(card: Card, colour: str) -> str:
    """A badge as a drawing.

    Args:
        card: the entry.
        colour: the library's.
    """
    label, said = _short(card.title), message(card)
    left_text, right_text = (round(width(text, _SIZE), 1) for text in (label, said))
    left = round(left_text + 2 * _PAD)
    whole = left + round(right_text + 2 * _PAD)
    right = colour if card.current else _GREY
    return _SVG.format(
        width=whole,
        height=HEIGHT,
        whole=escape(spoken(card)),
        left=left,
        stem=whole - left - 3,
        left_fill="#2e3338",
        right_fill=right,
        size=_SIZE,
        pad=_PAD,
        left_length=_length(label, left_text),
        right_length=_length(said, right_text),
        right_at=left + _PAD,
        upon=colours.upon(right),
        label=escape(label),
        message=escape(said),
    )


def data(card: Card, colour: str) -> dict[str, object]:
    """A badge as shields.io reads it: https://shields.io/badges/endpoint-badge."""
    return {
        "schemaVersion": 1,
        "label": _short(card.title),
        "message": message(card),
        "color": (colour if card.current else _GREY).removeprefix("#"),
    }


def shield(address: str) -> str:
    """The address of an image that shields.io draws from a badge's data."""
    return f"https://img.shields.io/endpoint?url={quote(address, safe='')}"


def _length(text: str, width: float) -> str:
    """What keeps a text in its room whatever the font; letters that join would be torn apart by it."""
    return f' textLength="{width}"' if measurable(text) else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
