"""The card of an entry to be shown in a frame on other sites, and the oEmbed description that leads to it.

The card needs no script and asks for nothing but its style. Its policy forbids the rest; that anybody may frame it is
for the server to say, since browsers take `frame-ancestors` from a header alone.
"""

from __future__ import annotations

import posixpath
import re
from html import escape
from urllib.parse import quote

from trimtab.core.scales import LADDER
from trimtab.site.previews import image as picture
from trimtab.site.previews import paths
from trimtab.site.previews.card import Card
from trimtab.site.redirects import file_of

WIDTH, HEIGHT = 480, 200
"""The size of the frame, in CSS pixels; it may be as narrow as 280."""
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
{canonical}{icon}<link rel="stylesheet" href="{style}">
</head>
<body data-pagefind-ignore="all">
<main class="tt-embed{away}">
<p class="tt-embed__kind">{kind} <span class="tt-embed__library">{library}</span></p>
<h1 dir="auto"><a href="{url}" target="_blank" rel="noopener">{title}</a></h1>
{standing}{facts}{summary}</main>
</body>
</html>
"""


def page(card: Card, at: str, *, language: str = "", canonical: str = "", icon: str = "") -> str:
    """A card as a page.

    Args:
        card: the entry.
        at: the card's own address, relative to the site's top.
        language: the tag of the language.
        canonical: the whole address of the entry's page, where it is known.
        icon: the address of the site's icon, relative to the site's top. One elsewhere is left out: the card asks
            nobody else for anything.
    """
    folder = posixpath.dirname(file_of(at))

    def relative(url: str) -> str:
        if url.startswith("/"):
            return escape(url)
        path = posixpath.relpath(url, quote(folder, errors="surrogateescape"))
        return escape(path + "/" if url.endswith("/") else path)

    standing = escape(card.standing)
    if card.heir:
        heir = escape(card.heir.text)
        if card.heir.url:
            heir = f'<a href="{relative(card.heir.url)}" target="_blank" rel="noopener">{heir}</a>'
        standing = f"{standing}. Use instead: {heir}"
    return _PAGE.format(
        language=escape(language or "en"),
        policy=escape(POLICY, quote=False),
        title=escape(card.title),
        canonical=f'<link rel="canonical" href="{escape(canonical)}">\n' if canonical else "",
        icon=f'<link rel="icon" href="{relative(icon)}">\n' if icon and not _ELSEWHERE.match(icon) else "",
        style=relative(paths.STYLE),
        away="" if card.current else " tt-embed--away",
        kind=escape(card.kind),
        library=escape(card.library),
        url=relative(card.permalink),
        standing=f'<p class="tt-embed__standing" dir="auto">{standing}</p>\n' if standing else "",
        facts=_facts(card),
        summary=f'<p class="tt-embed__summary" dir="auto">{escape(card.summary)}</p>\n'
        if card.summary
        else "",
    )


def frame(card: Card, address: str) -> str:
    """The markup that shows a card on another site."""
    return (
        f'<iframe src="{escape(address)}" width="{WIDTH}" height="{HEIGHT}" title="{escape(card.title)}"'
        ' loading="lazy" frameborder="0"></iframe>'
    )


def oembed(card: Card, address: str, site: str, image: str = "", author: str = "") -> dict[str, object]:
    """The description of a card as oEmbed has it: https://oembed.com/#section2.3.

    Args:
        card: the entry.
        address: the whole address of its card.
        site: that of the library.
        image: that of the entry's image, where it has one.
        author: the library's, for an entry that names none.
    """
    described: dict[str, object] = {
        "version": "1.0",
        "type": "rich",
        "title": card.title,
        "author_name": ", ".join(card.authors) or author,
        "provider_name": card.library,
        "provider_url": site,
        "html": frame(card, address),
        "width": WIDTH,
        "height": HEIGHT,
    }
    if image:
        described |= {
            "thumbnail_url": image,
            "thumbnail_width": picture.WIDTH,
            "thumbnail_height": picture.HEIGHT,
        }
    return {key: value for key, value in described.items() if value != ""}


def _facts(card: Card) -> str:
    said = []
    if card.level:
        said.append(f"{_ladder(card)}<span>{escape(card.level_words)}</span>")
    if card.stars:
        said.append(
            f'<span><span aria-hidden="true">{card.stars}</span> {escape(card.confidence_words)}</span>'
        )
    return f'<p class="tt-embed__facts">{" ".join(said)}</p>\n' if said else ""


def _ladder(card: Card) -> str:
    """The twelve rungs as a drawing as high as the words beside it, the strongest on top."""
    rungs = []
    for at, rung in enumerate(reversed(LADDER)):
        mark = ' class="tt-embed__here"' if rung.number == card.level else ""
        across = 'x="0" width="20"' if mark else 'x="3" width="14"'
        rungs.append(f'<rect {across} y="{at * 3}" height="2"{mark}/>')
    return f'<svg viewBox="0 0 20 35" width="20" height="35" aria-hidden="true">{"".join(rungs)}</svg>'
