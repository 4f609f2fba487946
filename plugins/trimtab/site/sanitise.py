"""HTML that authors wrote, made safe: what can run, reach another host or dress up as the site's own frame goes.

nh3 (Ammonia) parses and cleans. Afterwards images of other hosts, which nh3's well-formed output makes easy to find,
become links.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape, unescape

import nh3

_TAGS = nh3.ALLOWED_TAGS | {
    "details",
    "summary",
    "input",
    "label",
    "section",
    "figure",
    "figcaption",
    "mark",
    "kbd",
    "ins",
    "del",
    "s",
    "abbr",
    "dl",
    "dt",
    "dd",
    "sub",
    "sup",
    "center",
    "tfoot",
    "u",
    "svg",
    "path",
}
_TAGS -= {
    "form",
    "iframe",
    "style",
    "script",
    "object",
    "embed",
    "base",
    "link",
    "meta",
    "map",
    "area",
    "article",
    "nav",
}
_EVERYWHERE = {"class", "id", "title", "lang", "dir", "role"}
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": _EVERYWHERE,
    "a": {"href", "hreflang", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading"},
    "details": {"open"},
    "input": {"type", "checked", "disabled", "name"},
    "label": {"for"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "align", "style"},
    "th": {"colspan", "rowspan", "align", "scope", "style"},
    "svg": {"viewbox", "viewBox", "xmlns"},
    "path": {"d"},
}
_OURS = {"tt-ref", "tt-remote", "tt-ref--other", "tt-missing", "tt-planned", "tt-ambiguous"}
_OURS |= {"tt-therefore", "tt-problem", "tt-solution"}
"""Classes of ours that the Markdown extension gives, and that links have which stand for images of other hosts."""
_THEIRS = {"md-button", "md-button--primary", "md-typeset__scrollwrap", "md-typeset__table", "md-annotation"}
"""Classes of Material's that content may use; its others make up the frame of the page."""
_LOADS_A_SCRIPT = "mermaid"
"""The class at which Material's script fetches another from a host of its own choice."""
_ID = re.compile(r"(?!_|tt-)[\w.:-]+|__(?:tabbed|codelineno|span)[_-][\w-]+")
"""Ids that content may have: not the frame's, which begin with `__` or `tt-`, save those of tabs and lines of code."""
_IMAGE_OR_LINK = re.compile(r'<img(?: [a-zA-Z-]+="[^"]*")*>|</?a(?=[ >])')
_ATTRIBUTE = re.compile(r' ([a-zA-Z-]+)="([^"]*)"')
_UNREAD = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
_SCHEMES = {"http", "https", "mailto", "tel"}


def _keep(tag: str, name: str, value: str, *, remote: bool = False) -> str | None:
    if name == "class":
        classes = [
            word
            for word in value.split()
            if word in _OURS
            or word in _THEIRS
            or not (word.startswith(("md-", "tt-")) or (word == _LOADS_A_SCRIPT and not remote))
        ]
        return " ".join(classes) or None
    if name in ("id", "for", "name"):
        return value if is_id(value) else None
    if name == "role":
        return value if value in ("img", "note", "presentation") else None
    if tag == "input" and name == "type":
        return value if value in ("checkbox", "radio") else "checkbox"
    return value


def is_id(value: str) -> bool:
    """Whether content may have an element of this id."""
    return _ID.fullmatch(value) is not None


def clean(html: str, *, remote_images: bool = False) -> str:
    """The HTML of a body without anything that runs, and without images of other hosts unless they are allowed."""
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=partial(_keep, remote=remote_images),
        filter_style_properties={"text-align"},
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )
    return cleaned if remote_images else _local_images(cleaned)


def _local_images(html: str) -> str:
    """The HTML with images of other hosts as links, or as words where a link is around them."""
    linked = False

    def replace(match: re.Match[str]) -> str:
        nonlocal linked
        if not match[0].startswith("<img"):
            linked = match[0] == "<a"
            return match[0]
        attributes = dict(_ATTRIBUTE.findall(match[0]))
        # As browsers read an address: control signs before it and line ends within it don't count, `\` is `/`.
        source = _UNREAD.sub("", unescape(attributes.get("src", "")).strip()).replace("\\", "/")
        if not re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", source, re.IGNORECASE):
            return match[0]
        text = escape(unescape(attributes.get("alt", ""))) or "image on another site"
        if linked:
            return f'<span class="tt-remote">{text}</span>'
        return f'<a class="tt-remote" href="{escape(source)}" rel="noopener">{text}</a>'

    return _IMAGE_OR_LINK.sub(replace, html)
