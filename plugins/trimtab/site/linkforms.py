"""Links in the forms that other places take: wikis, notes, documents and bibliographies.

Each form escapes a title by the grammar of its own. Where a grammar has no escape for something, what comes nearest
stands in for it. An address needs no escape in any of them: `address` writes what could need one as `%xx`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import quote, urlsplit

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LATEX = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces, escaped ones too.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: f"\\{sign}" for sign in "$&%#_"},
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to, and what is said of it."""

    title: str
    url: str
    """The permanent address."""
    library: str
    about: str = ""
    """What it is: `Pattern at level 9, Delays`."""
    changed: str = ""
    """When it was last changed, as `2026-03-01`; empty where that isn't known."""
    authors: tuple[str, ...] = ()
    key: str = ""
    """What bibliographies call it."""


@dataclass(frozen=True, slots=True)
class Form:
    """A link in one form."""

    name: str
    label: str
    note: str
    text: str
    rich: bool = False
    """Whether the text is HTML, which editors can take as a link."""


def forms(target: Target) -> Iterator[Form]:
    """A link in every form, those first that most people want."""
    made: tuple[tuple[str, str, str, Callable[[Target], str]], ...] = (
        ("markdown", "Markdown", "Notion, GitHub, chats and most notes", markdown),
        ("html", "HTML", "web pages, mail, word processors, Confluence's storage format", html),
        ("mediawiki", "MediaWiki", "Wikipedia's kind of wiki", mediawiki),
        ("confluence", "Confluence", "wiki markup of Confluence and Jira", confluence),
        ("dokuwiki", "DokuWiki", "", dokuwiki),
        ("asciidoc", "AsciiDoc", "", asciidoc),
        ("rest", "reStructuredText", "Sphinx", rest),
        ("obsidian", "Obsidian", "an external link, for any vault", obsidian),
        ("citation", "Citation", "plain text", citation),
        ("bibtex", "BibTeX", "LaTeX, Zotero", bibtex),
    )
    return (Form(name, label, note, make(target), name == "html") for name, label, note, make in made)


def address(url: str) -> str:
    """An address whose path no grammar of ours reads as anything but an address."""
    path = _path(url)
    plain = quote(path, safe="/%:~")
    doubled = re.sub("(?<=_)_|(?<=~)~", lambda found: f"%{ord(found[0]):X}", plain)
    return url.removesuffix(path) + doubled


def _path(url: str) -> str:
    parts = urlsplit(url)
    return url[len(f"{parts.scheme}://{parts.netloc}") :]


def _plain(text: str) -> str:
    """A text on one line, without signs that nobody sees and some parsers stop at."""
    return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())


def _backslashed(signs: str, text: str) -> str:
    return re.sub(f"[{re.escape(signs)}]", r"\\\g<0>", text)


def _references(pattern: str, text: str) -> str:
    """A text with what a pattern finds as numeric references of HTML."""
    return re.sub(pattern, lambda found: "".join(f"&#{ord(sign)};" for sign in found[0]), text)


def markdown_text(text: str) -> str:
    """A text that Markdown shows as it is, within a line."""
    return _backslashed("\\`*_[]<>|~&$", text)


def markdown(target: Target) -> str:
    """As Markdown, in tables too."""
    return f"[{markdown_text(title_of(target))}]({target.url})"


def html(target: Target) -> str:
    """As HTML, which is XML too."""
    return f'<a href="{escape(target.url)}">{escape(title_of(target), quote=False)}</a>'


def mediawiki(target: Target) -> str:
    """As MediaWiki's external link. Words that it makes links of, such as `RFC 1`, lose their plain blank."""
    signs = r"[\[\]{}|<>=]|&(?=#?\w+;)|'(?=')|(?<=')'|~(?=~)|(?<=~)~|_(?=_)|(?<=_)_|-(?=\{)|:(?=//)"
    title = re.sub(r"\b(RFC|PMID|ISBN) (?=\d)", r"\1&#32;", _references(signs, title_of(target)))
    return f"[{target.url} {title}]"


def confluence(target: Target) -> str:
    """As the wiki markup of Confluence and Jira."""
    title = _backslashed("\\{}[]|*_^~+-?!#@", title_of(target))
    return f"[{title}|{target.url}]"


def dokuwiki(target: Target) -> str:
    """As DokuWiki's link, whose grammar has no escape: what would end it or make it an image is spaced out."""
    title = re.sub(r"\](?=\]+[^\]])", "] ", title_of(target))
    title = re.sub(r"^\{\{(?=[^}]+\}\}$)", "{ {", title)
    return f"[[{target.url}|{title}]]"


def asciidoc(target: Target) -> str:
    """As AsciiDoc: references of HTML stand for what its many substitutions could take."""
    url = re.sub(r"[_~]|(?<=-)-|(?<=\.)\.", lambda found: f"%{ord(found[0]):X}", target.url)
    signs = r"[\"#$&*+<=>@\[\\\]^_`{|}~]|\((?=\(|C\)|R\)|TM\))|(?<=-)-|(?<=\.)\.|:(?=//)"
    return f"{url}[{_references(signs, title_of(target))}]"


def rest(target: Target) -> str:
    """As reStructuredText, anonymous, so that several links may have the same title."""
    title = _backslashed("\\`<>", title_of(target))
    return f"`{title} <{target.url}>`__"


def obsidian(target: Target) -> str:
    """As Obsidian's external link, which reads more signs than Markdown does."""
    title = _backslashed("\\`*_[]<>|~&$#=%^", title_of(target))
    return f"[{title}]({target.url})"


def citation(target: Target) -> str:
    """As a citation in words."""
    about = f" ({target.about})" if target.about else ""
    named = "; ".join(map(_plain, target.authors))
    parts = [named, f"“{title_of(target)}”{about}", target.library]
    if target.changed:
        day = date.fromisoformat(target.changed)
        parts.append(f"Last changed on {day.day} {_MONTHS[day.month - 1]} {day.year}")
    return f"{'. '.join(part.rstrip('.') for part in parts if part)}. {target.url}"


def bibtex(target: Target) -> str:
    """As an entry of BibTeX, its title in the case that it has."""
    fields = {
        "author": " and ".join(map(_author, target.authors)),
        "title": f"{{{_latex(title_of(target))}}}",
        "howpublished": _latex(target.library),
        "note": _latex(target.about),
        "year": target.changed[:4],
        "url": target.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if target.changed:
        # The name of a month is no text: styles know how to write it.
        month = _MONTHS[date.fromisoformat(target.changed).month - 1]
        lines.insert(-1, f"  month = {month[:3].lower()},")
    return "\n".join([f"@misc{{{target.key},", *lines, "}"])


def title_of(target: Target) -> str:
    """The title on one line, or the address where there is nothing to be read in it."""
    return _plain(target.title) or target.url


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in _plain(text))


def _author(name: str) -> str:
    plain = _latex(name)
    return f"{{{plain}}}" if re.search(r",|\band\b", plain, re.IGNORECASE) else plain
