from __future__ import annotations

import re
from collections.abc import Callable

import docutils.core
import docutils.nodes
import html5lib
import mwparserfromhell
import pybtex.database
import pytest
from markdown_it import MarkdownIt

from trimtab.site import linkforms
from trimtab.site.linkforms import Target, address, forms

URL = "https://example.org/~us/a_%5Fb/p/short-checkpoint/"
TITLES = [
    "Short Checkpoint",
    "a | b",
    "[x] ]] y]",
    "[[planned:x]] [a](b) ![c](d)",
    "<b>bold</b> <script>alert(1)</script>",
    "R&D &amp; &#42; &nbsp;",
    "\"Quotes\", 'these' and ''two'' '''three'''",
    "back\\slash \\| \\] \\",
    "{{x}} {y} }{ {|",
    "}",
    "*a* _b_ `c` ~~d~~ ~~~~ __TOC__ **e** ``f`` |g| h_",
    "# hash ^caret^ +plus+ -dash- !bang! ==mark== %%no%% $x$ 100 % -{zh}-",
    "https://evil.example/ www.evil.example a@evil.example mailto:x@evil.example",
    "RFC 1234, PMID 99 and ISBN 978-3-16-148410-0",
    "--- ... (C) -> <<id>> ((index)) :name: a::b",
    "Ünïcode ‘quoted’ 漢字 🥖",
    "two\nlines\tand  blanks ",
    "a sign\x07 that nobody sees\u200b",
    "`",
    "\\",
    "]",
]


def target(title: str, **others: object) -> Target:
    """Something to link to."""
    return Target(title, URL, "Library", **others)  # type: ignore[arg-type]


def shown(title: str) -> str:
    """What is to be read of a title."""
    return " ".join(re.sub("[\x07\u200b]", "", title).split())


def read_markdown(text: str) -> list[tuple[str, str]]:
    """The links of Markdown; what isn't one is a link to nowhere."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    links: list[tuple[str, str]] = []
    for token in (child for block in tokens for child in block.children or ()):
        if token.type == "link_open":
            links.append((str(token.attrGet("href")), ""))
        elif token.type == "text":
            href, words = links.pop() if links else ("", "")
            links.append((href, words + token.content))
        elif token.type != "link_close":
            links.append((token.type, token.content))
    return links


def in_a_table(text: str) -> list[tuple[str, str]]:
    """The links of Markdown in a cell."""
    return read_markdown(f"|a|b|\n|-|-|\n|{text}||\n")[1:]


def read_html(text: str) -> list[tuple[str, str]]:
    """The links of HTML."""
    root = html5lib.parseFragment(text, namespaceHTMLElements=False)
    assert ["a"] == [element.tag for element in root.iter()][1:]
    return [(root[0].get("href"), "".join(root.itertext()))]


def read_mediawiki(text: str) -> list[tuple[str, str]]:
    """The links of MediaWiki; nothing else may be in them."""
    code = mwparserfromhell.parse(text)
    (link,) = code.nodes
    kinds = {type(node).__name__ for node in link.title.nodes}
    assert set() == kinds - {"Text", "HTMLEntity"}
    return [(str(link.url), link.title.strip_code(normalize=True, collapse=False))]


def read_rest(text: str) -> list[tuple[str, str]]:
    """The links of reStructuredText, which has nothing to complain of."""
    tree = docutils.core.publish_doctree(
        f"Before {text}, after.", settings_overrides={"report_level": 1, "warning_stream": False}
    )
    assert [] == list(tree.findall(docutils.nodes.system_message))
    return [(link["refuri"], link.astext()) for link in tree.findall(docutils.nodes.reference)]


def read_dokuwiki(text: str) -> list[tuple[str, str]]:
    """The links of DokuWiki, found and parted as its parser does; a title in double braces is an image."""
    found = re.findall(r"\[\[.*?\]\](?!\])", text, re.DOTALL)
    assert [text] == found
    url, _, title = text[2:-2].partition("|")
    assert not re.match(r"^\{\{[^}]+\}\}$", title)
    return [(url, title)]


def read_confluence(text: str) -> list[tuple[str, str]]:
    """The link of Confluence's wiki markup, of which every sign that could be markup is escaped."""
    found = re.fullmatch(r"\[((?:\\.|[^\\{}\[\]|*_^~+\-?!#@])*)\|([^|\]]*)\]", text)
    assert found is not None
    return [(found[2], re.sub(r"\\(.)", r"\1", found[1]))]


def read_asciidoc(text: str) -> list[tuple[str, str]]:
    """The link of AsciiDoc, of which no sign that a substitution knows is left."""
    found = re.fullmatch(r"(https://[\w./%:-]+)\[([^\]\[]*)\]", text)
    assert found is not None
    words = re.sub(r"&#\d+;", "\0", found[2])
    assert not re.search(r"[\"#$&*+<=>@\\^_`{|}~]|--|\.\.\.|\(\(|\(C\)|://", words)
    url = found[1].replace("%7E", "~").replace("a%5F", "a_")
    return [(url, re.sub(r"&#(\d+);", lambda one: chr(int(one[1])), found[2]))]


READERS: dict[str, Callable[[str], list[tuple[str, str]]]] = {
    "markdown": read_markdown,
    "html": read_html,
    "mediawiki": read_mediawiki,
    "confluence": read_confluence,
    "dokuwiki": read_dokuwiki,
    "asciidoc": read_asciidoc,
    "rest": read_rest,
    "obsidian": read_markdown,
}


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("name", READERS)
def test_a_link_is_a_link(name: str, title: str) -> None:
    """What reads a form finds one link in it, to the address, with the title's words, and nothing else."""
    text = getattr(linkforms, name)(target(title))
    expected = shown(title)
    if name == "dokuwiki":
        # It has no escape for what ends a link.
        expected = {
            "[x] ]] y]": "[x] ] ] y]",
            "[[planned:x]] [a](b) ![c](d)": "[[planned:x] ] [a](b) ![c](d)",
        }.get(title, expected)
    assert [(URL, expected)] == READERS[name](text)


@pytest.mark.parametrize("title", TITLES)
def test_markdown_in_a_table(title: str) -> None:
    """A title's bar is no bar of the table that the link stands in."""
    assert [(URL, shown(title))] == in_a_table(linkforms.markdown(target(title)))


COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    **{f"\\{sign}": sign for sign in "$&%#_"},
}
"""What LaTeX sets."""


def set_by_latex(text: str) -> str:
    """What LaTeX sets for a text; no sign that it would obey may be left."""
    words = re.sub(r"\\[a-z]+\{\}|\\[^a-z]", "", text)
    assert not re.search(r"[\\{}$&%#_^~]", words)
    return re.sub(r"\\[a-z]+\{\}|\\[^a-z]", lambda found: COMMANDS[found[0]], text)


@pytest.mark.parametrize("title", TITLES)
def test_bibtex(title: str) -> None:
    """BibTeX reads one entry with all that is known; the title keeps its case, and is LaTeX for its words."""
    given = target(
        title,
        about=title,
        changed="2026-03-01",
        authors=("Jo Doe", "Smith and Sons", "Doe, Inc."),
        key="library:short-checkpoint",
    )
    read = pybtex.database.parse_string(linkforms.bibtex(given), "bibtex")
    ((key, entry),) = read.entries.items()
    assert ("library:short-checkpoint", "misc") == (key, entry.type)
    found = re.fullmatch(r"\{(.*)\}", entry.fields["title"])
    assert found is not None
    assert shown(title) == set_by_latex(found[1])
    assert shown(title) == set_by_latex(entry.fields["note"])
    fields = [entry.fields[name] for name in ("howpublished", "year", "month", "url")]
    assert ["Library", "2026", "March", URL] == fields
    assert ["Jo Doe", "{Smith and Sons}", "{Doe, Inc.}"] == [
        " ".join([*person.first_names, *person.last_names]) for person in entry.persons["author"]
    ]


def test_bibtex_says_what_is_known() -> None:
    """What isn't known isn't there."""
    expected = f"@misc{{x,\n  title = {{{{A}}}},\n  howpublished = {{Library}},\n  url = {{{URL}}},\n}}"
    assert expected == linkforms.bibtex(target("A", key="x"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, f"“Short Checkpoint”. Library. {URL}"),
        (
            {"about": "Pattern at level 9, Delays", "changed": "2026-03-01"},
            "“Short Checkpoint” (Pattern at level 9, Delays). Library. Last changed on 1 March 2026. " + URL,
        ),
        ({"authors": ("Jo Doe", "Sons Inc.")}, f"Jo Doe; Sons Inc. “Short Checkpoint”. Library. {URL}"),
    ],
)
def test_citation(given: dict[str, object], expected: str) -> None:
    """A citation says who, what, where and when, as far as that is known."""
    assert expected == linkforms.citation(target("Short Checkpoint", **given))


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("markdown", "It's A-B", "[It's A-B]({url})"),
        ("html", 'Say "R&D"', '<a href="{url}">Say "R&amp;D"</a>'),
        ("mediawiki", "R&D, it's A-B", "[{url} R&D, it's A-B]"),
        ("confluence", "It's A-B", "[It's A\\-B|{url}]"),
        ("dokuwiki", "It's A|B", "[[{url}|It's A|B]]"),
        ("dokuwiki", "{{image.png}}", "[[{url}|{ {image.png}}]]"),
        ("asciidoc", "It's A-B (C): D", "{url}[It's A-B &#40;C): D]"),
        ("rest", "It's A-B", "`It's A-B <{url}>`__"),
        ("obsidian", "C# #1", "[C\\# \\#1]({url})"),
        ("markdown", " \n", "[https://example.org/p/a/](https://example.org/p/a/)"),
    ],
)
def test_forms_are_no_stranger_than_needed(name: str, title: str, expected: str) -> None:
    """What needs no escape has none."""
    url = "https://example.org/p/a/"
    assert expected.replace("{url}", url) == getattr(linkforms, name)(Target(title, url, "Library"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/p/short-checkpoint/", "https://example.org/p/short-checkpoint/"),
        ("http://[::1]:8000/~us/a.html", "http://[::1]:8000/~us/a.html"),
        ("https://example.org/(a)'[b]|<c>\"/", "https://example.org/%28a%29%27%5Bb%5D%7C%3Cc%3E%22/"),
        ("https://example.org/a__b___c/~~~~/", "https://example.org/a_%5Fb_%5F%5Fc/~%7E%7E%7E/"),
        ("https://example.org/ü b/%C3%BC/", "https://example.org/%C3%BC%20b/%C3%BC/"),
        ("https://example.org/{a}/$1/`/*/", "https://example.org/%7Ba%7D/%241/%60/%2A/"),
    ],
)
def test_address(url: str, expected: str) -> None:
    """What a form could take for its own is written as `%xx`; the same page is meant."""
    assert expected == address(url)


def test_every_form_is_offered() -> None:
    """Each form has a name, and only HTML is for editors."""
    made = tuple(forms(target("A")))
    assert [*READERS, "citation", "bibtex"] == [form.name for form in made]
    assert ["html"] == [form.name for form in made if form.rich]
    assert all(form.label and URL.split("/p/")[1] in form.text for form in made)
