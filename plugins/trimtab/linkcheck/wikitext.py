"""The links of wikitext: external links, bare addresses, and interwiki links.

How MediaWiki finds external links: https://www.mediawiki.org/wiki/Help:Links#External_links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trimtab.linkcheck.links import Link, link
from trimtab.linkcheck.sites import Sites

_OPENING = re.compile(
    r"<!--|<(nowiki|pre|syntaxhighlight|source|math|score|templatedata|timeline)(?:[ \t\n][^<>]*+)?(/?)>",
    re.IGNORECASE,
)
_URL = re.compile(r"(?>(?:(?!'')[^\]\[<>\"\x00-\x20\x7f|{}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])+)")
_AFTER = ",;.:!?"
_BLANK = "\x00"


def masked(text: str) -> str:
    """The text, its length unchanged, with comments and what is shown as it stands blanked out."""
    parts, done, at = [], 0, 0
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, at):
        name = (opening[1] or "").lower()
        at = opening.end()
        if name in unclosed or opening[2]:
            continue
        if name:
            closing = re.compile(rf"</{name}[ \t\n]*>", re.IGNORECASE).search(text, at)
            if closing is None:
                unclosed.add(name)  # It is shown as text, and what follows counts.
                continue
            end = closing.end()
        else:
            end = text.find("-->", at)
            end = len(text) if end < 0 else end + 3
        parts += [text[done : opening.start()], _BLANK * (end - opening.start())]
        done = at = end
    return "".join([*parts, text[done:]])


def find(text: str, sites: Sites, prefixes: Sequence[str] = ()) -> list[Link]:
    """The links that may lead to some sites, and interwiki links with some prefixes, in order."""
    names = interwiki(prefixes)
    if not sites.hosts.search(text) and not (names and names.search(text)):
        return []
    clean = masked(text)
    found = [_external(clean, match.start()) for match in re.finditer(_scheme(sites), clean)]
    if names:
        found += _interwiki(clean, names)
    return sorted(found, key=lambda one: one.start)


def interwiki(prefixes: Sequence[str]) -> re.Pattern[str] | None:
    """What finds the beginning of an interwiki link with one of some prefixes; None without any."""
    if not prefixes:
        return None
    listed = "|".join(re.escape(prefix) for prefix in sorted(prefixes, key=len, reverse=True))
    return re.compile(rf"\[\[[ \t_]*+:?[ \t_]*+({listed})[ \t_]*+:", re.IGNORECASE)


def _scheme(sites: Sites) -> re.Pattern[str]:
    """What finds the beginning of an address: a whole one, or in brackets one without its scheme."""
    return re.compile(rf"{sites.bare.pattern}|(?<=\[)//(?:{sites.hosts.pattern})(?![\w-])", re.IGNORECASE)


def _external(text: str, at: int) -> Link:
    """The link whose address begins at a place."""
    match = _URL.match(text, at)
    end = match.end() if match else at
    if text[at - 1 : at] != "[" or text[at - 2 : at] == "[[":
        after = _AFTER if "(" in text[at:end] else f"{_AFTER})"
        while end > at and text[end - 1] in after:
            end -= 1
    return link(text, at, end)


def _interwiki(text: str, names: re.Pattern[str]) -> Iterator[Link]:
    end_of = re.compile(r"[^\[\]|{}<>\n\x00]*+(?=\||\]\])")
    for opening in names.finditer(text):
        target = end_of.match(text, opening.end())
        if target is not None:
            found = link(text, *target.span())
            yield Link(found.url, found.places, opening[1].lower())
