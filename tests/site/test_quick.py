from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor
from markdown.inlinepatterns import SimpleTagInlineProcessor, SubstituteTagInlineProcessor
from markdown.treeprocessors import InlineProcessor

from trimtab.site.quick import quicken

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
EXTENSIONS = (
    *("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.quotes", "pymdownx.superfences"),
)
SETTINGS = {"toc": {"permalink": True}, "pymdownx.quotes": {"callouts": True}}
SIGNS = r"""
# ## = === - --- * ** *** _ __ ` `` ~~~ < > & | { } \ \* \| [ ] ![ ]( ) [a]: [^1] [^1]: [!NOTE] 1. :
<b> </b> <a@b.c> <https://a.b> &amp; &#39; |-|-| !!! word é
"""
LINES = (
    "\n",
    "\n\n",
    "  \n",
    "\n    ",
    "\n# ",
    "\n> ",
    "\n- ",
    "\n:   ",
    "\n```\n",
    "\n---\n",
    "\n!!! note\n    ",
    "\n1. ",
    "\n   1. ",
    "\n١. ",
    "\n  * * *\n",
    "\n | ",
    "\n\n[TOC]\n\n",
    "\n   \n",
    "\r\n",
)
PIECES = (
    *SIGNS.split(),
    *LINES,
    " ",
    "  ",
    " " * 40,
    "\t",
    "two words",
    "{ .a #b }",
    "{: #c }",
    "\x02",
    "\x03",
)


def machine(*extensions: str, quick: bool) -> Markdown:
    """Python-Markdown as it is, or made quicker."""
    md = Markdown(extensions=list(extensions or EXTENSIONS), extension_configs=SETTINGS)
    if quick:
        quicken(md)
    return md


SLOW, QUICK = (machine(quick=quick) for quick in (False, True))


def both(body: str) -> tuple[str, str]:
    """The HTML of a body, from Python-Markdown as it is and made quicker."""
    first, second = (md.reset().convert(body) for md in (SLOW, QUICK))
    return first, second


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_what_comes_out_stays_the_same(body: str) -> None:
    """Whatever signs come together, in whatever order."""
    slow, quick = both(body)
    assert quick == slow


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Title\n=====\n\nLess\n----\n\n# Hash #\n\n## B { #b .c }\n", id="headings"),
        pytest.param("text\n# Heading in a block\nmore\n> quote in a block\n", id="blocks in a block"),
        pytest.param("[a] and [b][a] and ![c][a]\n\n[a]: https://a.example 'title'\n", id="link references"),
        pytest.param("a[^1] b[^2]\n\n[^1]: One\n[^2]: Two\n    more\n", id="footnotes"),
        pytest.param("> [!NOTE]\n> A callout\n\n> quoted\ntext\n", id="quotes"),
        pytest.param("| a | b |\n|---|:-:|\n| `x   y` | **b** { .c } |\n| \\| |  |\n", id="tables"),
        pytest.param("```py\n  a  |  b  \n```\n\n    indented     code\n\n~~~\nx\n~~~\n", id="code"),
        pytest.param(
            "one  \ntwo\\\nthree &copy; &#39; <b>x</b> <a@b.example> <https://c.example>\n", id="inline"
        ),
        pytest.param("[[a](b)](c) [d *e* ![f](g)](h) ![*i*](j)\n", id="links in links"),
        pytest.param("*a _b **c** d_ e* ***f*** __g__ \\*h\\* ``i ` j``\n", id="emphasis and code spans"),
        pytest.param("!!! note\n    a\n\n    - b\n\n        c\n\n        d\n\ne\n", id="admonitions"),
        pytest.param("a\n\n- - -\n\nb\n  ***\nc\n\n___\n- --\n", id="rules"),
        pytest.param("1. a\n\n    b\n2. c\n    - d\n\n   + e\n\n١. f\n", id="lists"),
        pytest.param("[TOC]\n\n# a\n\n## b\n\nx [TOC]\n\n- [TOC]\n", id="table of contents"),
        pytest.param("a\tb\r\nc\n   \n\x02d\x03\n\n\te\n", id="white space and signs of its own"),
        pytest.param("<div>\n*a*\n</div>\n\n<custom-tag>b</custom-tag>\n\n&copy; <!-- c -->\n", id="HTML"),
        pytest.param('![\\*a](b "\\_c")\n', id="escapes in attributes"),
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="empty lines"),
    ],
)
def test_each_kind_of_markup_stays_the_same(body: str) -> None:
    """What each processor takes is still taken."""
    slow, quick = both(body)
    assert quick == slow
    assert bool(quick) == bool(body.strip())


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the samples of real libraries are not beside the checkout")
def test_real_pages_stay_the_same() -> None:
    """Padded tables too, which take Python-Markdown's attribute lists a second each: some of those will do."""
    padded = 0
    for path in sorted(CORPUS.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if re.search(" {5000}", text):
            padded += 1
            if padded > 1:
                continue
        slow, quick = both(text)
        assert quick == slow, path
    assert padded


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("| a | b |\n|---|---|\n| x | y{}z |\n", id="cell"),
        pytest.param("# a{}b\n", id="heading"),
    ],
)
def test_long_runs_of_blanks_stay_and_take_no_time(body: str) -> None:
    """Where each blank is tried with all that follow, 300,000 of them take minutes."""
    blanks = " " * 300_000
    assert blanks in QUICK.reset().convert(body.format(blanks))


def test_attributes_after_blanks_are_read() -> None:
    """Of several blanks, all belong to the attributes."""
    assert QUICK.reset().convert("# a     { #b }") == SLOW.reset().convert("# a     { #b }")
    assert 'id="b"' in QUICK.reset().convert("# a     { #b }")


# What others have put in place


class Keys(SimpleTagInlineProcessor):
    """A pattern of an extension's own, which takes the name of one of Python-Markdown's."""


def test_patterns_of_others_are_asked() -> None:
    """A pattern that takes another's name may look for something else."""
    md = machine(quick=False)
    md.inlinePatterns.register(Keys(r"()\+\+([^+]+)\+\+", "kbd"), "link", 160)
    md.inlinePatterns.register(SubstituteTagInlineProcessor("~~", "wbr"), "more", 200)
    quicken(md)
    assert md.convert("++a++ b~~c") == "<p><kbd>a</kbd> b<wbr />c</p>"


class Other(InlineProcessor):
    """An extension's own processor of inline markup."""


class Bars(BlockQuoteProcessor):
    """An extension's own kind of quote."""

    RE = re.compile(r"(^|\n)[ ]{0,3}%[ ]?(.*)")


def test_processors_of_others_stay() -> None:
    """What an extension has put in the place of Python-Markdown's own stays there."""
    md = machine(quick=False)
    other = Other(md)
    md.treeprocessors.register(other, "inline", 20)
    md.parser.blockprocessors.register(Bars(md.parser), "quote", 20)
    quicken(md)
    assert md.treeprocessors["inline"] is other
    assert md.convert("% *a*") == "<blockquote>\n<p><em>a</em></p>\n</blockquote>"


class Stars(BlockProcessor):
    """An extension's own block, which holds none of the signs that Python-Markdown's blocks have."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether it begins with the word."""
        return block.startswith("star")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Put an element in its place."""
        blocks.pop(0)
        SubElement(parent, "star")


def test_what_comes_later_is_known() -> None:
    """Extensions that are loaded later, even between two pages, bring processors, patterns and tags of their own."""
    md = machine(quick=True)
    assert md.convert("star ++a++") == "<p>star ++a++</p>"
    md.block_level_elements.append("star")
    md.parser.blockprocessors.register(Stars(md.parser), "stars", 12)
    md.inlinePatterns.register(Keys(r"()\+\+([^+]+)\+\+", "kbd"), "keys", 10)
    assert md.reset().convert("star\n\n++b++") == "<star></star>\n<p><kbd>b</kbd></p>"


def test_blocks_without_signs_are_offered_to_few() -> None:
    """Words are no heading, table, list, rule or quote: those aren't asked."""
    md = machine(quick=True)
    asked = []
    for name in ("admonition", "indent", "table", "hashheader", "hr", "olist", "ulist", "quote"):
        processor = md.parser.blockprocessors[name]
        processor.test = lambda parent, block, name=name: asked.append(name)  # type: ignore[method-assign, misc]
    md.parser.parseChunk(Element("div"), "Words, and - more | of them.")
    assert asked == []
    md.parser.parseChunk(Element("div"), "- a")
    assert asked == ["olist", "ulist"]
