"""The links of Markdown, HTML and wikitext, and nothing else that looks like one."""

from __future__ import annotations

from html import escape

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.wikis import SITES, TOP
from trimtab.linkcheck import html, markdown, wikitext
from trimtab.linkcheck.links import Link, link

X = f"{TOP}x/"


def found(links: list[Link]) -> list[str]:
    """The addresses of links."""
    return [one.url for one in links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[a]({X})", [X]),
        (f'[a]({X} "title")', [X]),
        (f"[a](<{X}>)", [X]),
        (f"![a]({X})", [X]),
        (f"[![a]({TOP}i.png)]({X})", [f"{TOP}i.png", X]),
        (f"[a]({X}y_(z))", [f"{X}y_(z)"]),
        (f"[a]: {X}", [X]),
        (f"[a]: <{X}> 'title'", [X]),
        (f"  > [a]: {X}", [X]),
        (f"<{X}>", [X]),
        (f"<{X}>.", [X]),
        (X, [X]),
        (f"{X}.", [X]),
        (f"({X})", [X]),
        (f"({X}y(z))", [f"{X}y(z)"]),
        (f"“{X}”", [X]),
        (f"‘{X}’", [X]),
        (f"{X}, {X}; {X}? {X}!", [X] * 4),
        (f"*{X}* _{X}_ ~{X}~", [X] * 3),
        (f"{X}?a=1&amp;b=2&copy;", [f"{X}?a=1&b=2"]),
        (f"| {X}| {X} |", [X, X]),
        (f"[{X}]", [X]),
        (f"[{X}]({TOP}y/)", [f"{TOP}y/"]),
        (f"[see {X} there]({TOP}y/) {X}", [f"{TOP}y/", X]),
        (f"[{X}][ref]", []),
        (f"`{X}` and ``a ` {X}``", []),
        (f"```\n{X}\n```\n{X}", [X]),
        (f"~~~\n[a]({X})\n~~~", []),
        (f"text\n\n    [a]({X})", []),
        (f"- item\n\n    [a]({X})", [X]),
        (f"<!-- [a]({X}) -->", []),
        (f'<a href="{X}">{TOP}y/</a>', [X]),
        (f"<img alt='{TOP}y/' src='{X}'>", [X]),
        (f"<IMG SRC={X}>", [X]),
        (f'<div data-href="{X}">{X}</div>', [X]),
        (f'<a href="{X}" href="{TOP}y/">', [X]),
        (f"<pre>{X}</pre> <code>{X}</code>", []),
        (f"<pre>{X}", [X]),
        (f"if a <b and {X} or c> d", [X]),
        (f"[a](\\{X})", [f"\\{X}"]),
        (f"[a]({TOP}a\\_b/)", [f"{TOP}a_b/"]),
        (f"[a]({TOP}a\\b/)", [f"{TOP}a\\b/"]),
        (f"[a]({TOP}x y)", [f"{TOP}x"]),
        ("[a](HTTPS://NOTES.EXAMPLE.ORG/lib/x/)", ["HTTPS://NOTES.EXAMPLE.ORG/lib/x/"]),
        ("HTTPS://NOTES.EXAMPLE.ORG/lib/x/", ["HTTPS://NOTES.EXAMPLE.ORG/lib/x/"]),
        ("ahttps://notes.example.org/lib/x/", []),
        ("https://notes.example.orgx/lib/ https://notes.example.org-x/", []),
        ("[[https://notes.example.org/lib/x/]]", [X]),
        ("no link at all", []),
    ],
)
def test_markdown(text: str, expected: list[str]) -> None:
    """Links of every sort are found; code, comments and the texts of other links are none."""
    assert expected == found(markdown.find(text, SITES))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'<a href="{X}">', [X]),
        (f"<a href='{X}'>", [X]),
        (f"<a href={X}>", [X]),
        (f"<a href={X} class=y>", [X]),
        (f"<a\n\thref\n=\n'{X}'\n>", [X]),
        (f"<A HREF='{X}'>", [X]),
        (f"<a/href='{X}'/>", [X]),
        (f"<a title='>' href='{X}'>", [X]),
        (f"<a href='{X}?a=1&amp;b=2&copy=3&lt=4&notit;'>", [f"{X}?a=1&b=2&copy=3&lt=4&notit;"]),
        (f"<iframe src='{X}'></iframe><video src='{X}'><link href='{X}'>", [X] * 3),
        (f"<a data-href='{X}' xhref='{X}'>", []),
        (f"<a href='{X}' href='y'>", [X]),
        (f"</a href='{X}'>", []),
        (f"<!-- <a href='{X}'> -->", []),
        (f"<!--> <a href='{X}'>", [X]),
        (f"<!-- --!> <a href='{X}'>", [X]),
        (f"<!-- <a href='{X}'>", []),
        (f"<!doctype html><?x <a ?><a href='{X}'>", [X]),
        (f"<script><a href='{X}'></script><a href='{X}y/'>", [f"{X}y/"]),
        (f"<SCRIPT>'</scripty><a href={X}>'</SCRIPT ><a href='{X}y/'>", [f"{X}y/"]),
        (f"<style><a href='{X}'>", []),
        (f"<title><a href='{X}'></title>", []),
        (f"<textarea><a href='{X}'></textarea>", []),
        (f"<plaintext><a href='{X}'>", []),
        (f"<![CDATA[<a href='{X}'>]]><a href='{X}y/'>", [f"{X}y/"]),
        (f"a < b <a href='{X}'>", [X]),
        (f"<a href='{X}", []),
        (f"<a href='{X}'", []),
        ("<a href>", []),
        ("<a href=>", []),
        ("<a href=''>", []),
        (X, []),
        (f"<pre><a href='{X}'></pre>", [X]),
    ],
)
def test_html(text: str, expected: list[str]) -> None:
    """Every `href` and `src` of a tag is found as a browser finds it."""
    assert expected == found(list(html.find(text)))


SOUP = [
    "<a",
    "<b",
    "</a",
    ">",
    " ",
    "\n",
    "/",
    "=",
    "'",
    '"',
    "href",
    "HREF",
    "src",
    "x",
    "&amp;",
    "&lt",
    "é",
]
SOUP += [
    "<!--",
    "-->",
    "--!>",
    "<!",
    "<",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<textarea>",
    "</textarea>",
]
PIECES = st.lists(st.sampled_from(SOUP), max_size=40).map("".join)


@given(PIECES)
def test_html_as_a_parser_reads_it(text: str) -> None:
    """What is found are the values that a parser of HTML gives to `href` and `src`, in any soup of tags."""
    walker = html5lib._tokenizer.HTMLTokenizer(text)
    expected = []
    for token in walker:
        if token["type"] == html5lib.constants.tokenTypes["StartTag"]:
            pairs = [(name, value) for name, value in token["data"].items() if name in ("href", "src")]
            expected += [value.strip(" \t\n\f\r") for _, value in pairs if value.strip(" \t\n\f\r")]
            name = token["name"]
            if name in ("script", "style"):
                walker.state = walker.scriptDataState if name == "script" else walker.rawtextState
            elif name == "textarea":
                walker.state = walker.rcdataState

    assert expected == found(list(html.find(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[{X} text]", [X]),
        (f"[{X}]", [X]),
        (f"[{X}. text]", [f"{X}."]),
        ("[//notes.example.org/lib/x/ text]", ["//notes.example.org/lib/x/"]),
        ("//notes.example.org/lib/x/ text", []),
        (f"{X}. ({X}), {X}:", [X] * 3),
        (f"{X}a(b)", [f"{X}a(b)"]),
        (f"''{X}'' '''{X}'''", [X, X]),
        (f"{X}<ref>{X}</ref>", [X, X]),
        (f"{{{{cite|url={X}|title=a}}}} {{{{url|{X}}}}}", [X, X]),
        (f"{X}?a=1&amp;b=2", [f"{X}?a=1&b=2"]),
        (f"<nowiki>{X}</nowiki>{X}", [X]),
        (f"<NOWIKI >{X}</nowiki >", []),
        (f"<nowiki/>{X}<nowiki>{X}</nowiki>", [X]),
        (f"<nowiki>{X}", [X]),
        (f"<pre style='x'>{X}</pre>", []),
        (f"<!-- {X} -->{X}", [X]),
        (f"<!-- {X}", []),
        (f"<syntaxhighlight lang='x'>{X}</syntaxhighlight>", []),
        (f"<code>{X}</code>", [X]),
        (f"<nowiki><!--</nowiki>{X}", [X]),
        ("[[lib:x]] [[Lib:x|y]] [[ :LIB : x #z | y]]", ["x", "x", "x #z"]),
        ("[[lib:x", []),
        ("[[lib]] [[liby:x]] [[y:lib:x]] <nowiki>[[lib:x]]</nowiki>", []),
        ("[[a b:x]]", ["x"]),
        ("[[lib:x\ny]]", []),
    ],
)
def test_wikitext(text: str, expected: list[str]) -> None:
    """External links, bare addresses and interwiki links are found; what is shown as it stands is none."""
    assert expected == found(wikitext.find(text, SITES, ["lib", "a b"]))


@given(st.text(st.sampled_from("ab&;#x6\\_lt \n(1"), max_size=20), st.booleans())
def test_places(text: str, escapes: bool) -> None:
    """Each character of an address has its place; what stands there is that character, or what is written for it."""
    one = link(text, 0, len(text), escapes=escapes)

    assert len(one.url) + 1 == len(one.places)
    assert sorted(one.places) == list(one.places)
    for index, char in enumerate(one.url):
        written = text[one.places[index] : one.places[index + 1]]
        assert written in ("", char) or written[0] in "\\&"


@given(st.text(max_size=30))
def test_attributes_are_decoded(text: str) -> None:
    """An address that is escaped as HTML wants it is found as it was."""
    links = list(html.find(f'<a href="{escape(text)}">'))
    stripped = text.strip(" \t\n\f\r")

    assert ([stripped] if stripped else []) == found(links)
