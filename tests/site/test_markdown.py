from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from builds import select, words
from helpers import library
from trimtab.core.body import Phrase
from trimtab.core.library import Library
from trimtab.site.linking import PageLinker
from trimtab.site.markdown import Context, TrimtabExtension

EXTENSIONS = [
    "admonition",
    "attr_list",
    "footnotes",
    "tables",
    "toc",
    "pymdownx.quotes",
    "pymdownx.superfences",
]
SETTINGS = {"toc": {"permalink": True}, "pymdownx.quotes": {"callouts": True}}
OTHERS = {
    "weekly-review.md": "---\ntitle: Weekly Review\nsummary: Look.\n---\n\n## Context\n\nWords.\n",
    "archetypes/escalation.md": "---\ntitle: Escalation\n---\n",
    "mental-models/goodharts-law.md": "---\ntitle: Goodhart's Law\n---\n",
    "picture.png": "",
}
REVIEW = '<a class="tt-ref" href="weekly-review.md" title="Look.">Weekly Review</a>'
MISSING = '<span class="tt-missing" title="There is no entry of this name">nothing</span>'


def read(body: str, path: str = "page.md", front: str = "title: A Page", **options: object) -> Library:
    """A library of one page with this body, and a few others."""
    return library({**OTHERS, path: f"---\n{front}\n---\n\n{body}"}, **options)


def convert(body: str, path: str = "page.md", front: str = "title: A Page", **options: object) -> str:
    """The HTML of a page's body, from Python-Markdown alone."""
    made = read(body, path, front, **options)
    document = made.by_path[path]
    context = Context(tuple(phrase.phrase for phrase in made.settings.phrases))
    context.linker = PageLinker(made, document)
    md = Markdown(extensions=[*EXTENSIONS, TrimtabExtension(context=context)], extension_configs=SETTINGS)
    return md.convert(document.markdown)


# References


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("See [[weekly-review]].", f"<p>See {REVIEW}.</p>"),
        ("[[weekly-review]]", f"<p>{REVIEW}</p>"),
        ("[[weekly-review]][[weekly-review]]", f"<p>{REVIEW}{REVIEW}</p>"),
        ("**[[weekly-review]]**", f"<p><strong>{REVIEW}</strong></p>"),
        ("- [[weekly-review]]\n- x", f"<ul>\n<li>{REVIEW}</li>\n<li>x</li>\n</ul>"),
        ("> [[weekly-review]]", f"<blockquote>\n<p>{REVIEW}</p>\n</blockquote>"),
        ("[[nothing]]", f"<p>{MISSING}</p>"),
        ("`[[weekly-review]]`", "<p><code>[[weekly-review]]</code></p>"),
        ("``a `[[weekly-review]]` b``", "<p><code>a `[[weekly-review]]` b</code></p>"),
        ("x\n\n    [[weekly-review]]", "<p>x</p>\n<pre><code>[[weekly-review]]\n</code></pre>"),
        ("\\[[weekly-review]]", "<p>[[weekly-review]]</p>"),
        ("[[weekly-review](x/)]", '<p>[<a href="x/">weekly-review</a>]</p>'),
        ("[[ ]]", '<p><span class="tt-missing" title="There is no entry of this name"></span></p>'),
        ("[[]]", "<p>[[]]</p>"),
        ("[[a\nb]]", "<p>[[a\nb]]</p>"),
        (
            "[[weekly-review|*a* <b>b</b>]]",
            f"<p>{REVIEW.replace('Weekly Review', '*a* &lt;b&gt;b&lt;/b&gt;')}</p>",
        ),
        ("[[weekly-review|a_b_c]]", f"<p>{REVIEW.replace('Weekly Review', 'a_b_c')}</p>"),
    ],
)
def test_references(body: str, expected: str) -> None:
    """A reference is a link wherever text is, its words taken letter for letter; in code it is code."""
    assert expected == convert(body)


def test_references_in_fences() -> None:
    """A reference in a fenced block is code."""
    made = convert("```\n[[weekly-review]]\n```\n\n~~~ text\n[[nothing]]\n~~~")
    assert "tt-" not in made
    assert ("[[weekly-review]]", "[[nothing]]") == tuple(
        words(code) for code in select(html5lib.parseFragment(made, namespaceHTMLElements=False), "code")
    )


def test_references_in_tables() -> None:
    """A reference stands in a table's cell; with words of its own its bar is escaped, as in other cells."""
    made = convert("| A | B |\n|---|---|\n| [[weekly-review]] | [[weekly-review\\|this]] |")
    cells = select(html5lib.parseFragment(made, namespaceHTMLElements=False), "td")
    assert ["Weekly Review", "this"] == [words(cell) for cell in cells]
    assert [1, 1] == [len(select(cell, "a.tt-ref")) for cell in cells]


def test_references_in_headings() -> None:
    """A reference in a heading is a link, and the heading's id is made of the words that it shows."""
    made = convert("## Beware of [[Escalation]]\n\n## And [[weekly-review|that]]")
    headings = select(html5lib.parseFragment(made, namespaceHTMLElements=False), "h2")
    assert ["Beware of Escalation¶", "And that¶"] == [words(heading) for heading in headings]
    assert ["beware-of-escalation", "and-that"] == [heading.get("id") for heading in headings]


def test_references_without_a_library() -> None:
    """Where nobody knows the names, a reference stays what was typed."""
    assert "<p>See [[weekly-review]].</p>" == Markdown(extensions=[TrimtabExtension()]).convert(
        "See [[weekly-review]]."
    )
    assert "<p>See [[weekly-review]].</p>" == Markdown(extensions=["trimtab"]).convert(
        "See [[weekly-review]]."
    )


def test_one_converter_for_many_pages() -> None:
    """What the context says of the page is asked anew at each conversion."""
    made = read("x")
    context = Context()
    md = Markdown(extensions=[TrimtabExtension(context=context)])
    shown = []
    for path in ("page.md", "archetypes/escalation.md", None):
        context.linker = PageLinker(made, made.by_path[path]) if path else None
        shown.append(md.reset().convert("[[weekly-review|x]]"))
    assert ['href="weekly-review.md"' in shown[0], 'href="../weekly-review.md"' in shown[1]] == [True, True]
    assert "<p>[[weekly-review|x]]</p>" == shown[2]


# Phrases


PHRASES = [{"text": "See mental model: {name}.", "kind": "mental-model"}, "Pattern: {name}"]
TITLE = "Goodhart's Law"
LAW = f'<a class="tt-ref" href="mental-models/goodharts-law.md">{TITLE}</a>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("See mental model: Goodhart's Law.", f"<p>See mental model: {LAW}.</p>"),
        (
            "First. see MENTAL model: goodharts-law. Then.",
            f"<p>First. see MENTAL model: {LAW.replace(TITLE, 'goodharts-law')}. Then.</p>",
        ),
        ("See mental model: nothing.", f"<p>See mental model: {MISSING}.</p>"),
        (
            "See mental model: Escalation.",
            f"<p>See mental model: {MISSING.replace('nothing', 'Escalation')}.</p>",
        ),
        ("Pattern: Weekly Review, daily", f"<p>Pattern: {REVIEW}, daily</p>"),
        ("`See mental model: Goodhart's Law.`", "<p><code>See mental model: Goodhart's Law.</code></p>"),
        ("See mental model: [[weekly-review]].", f"<p>See mental model: {REVIEW}.</p>"),
        ("See mental models.", "<p>See mental models.</p>"),
    ],
)
def test_phrases(body: str, expected: str) -> None:
    """The name in a phrase becomes a link, or marked text; the words around it stay."""
    made = convert(body, phrases=PHRASES)  # type: ignore[arg-type]
    assert expected == made


# Headings


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## Problem", [("h2", "problem", "Problem")]),
        ("# Problem", [("h2", "problem", "Problem")]),
        ("### Section 3: Solution (200-400 words)", [("h2", "solution", "Solution")]),
        ("## 2. Problem:\n\n### Why", [("h2", "problem", "Problem"), ("h3", "why", "Why")]),
        (
            "#### Problem\n\n##### Why\n\n###### Deep",
            [("h2", "problem", "Problem"), ("h3", "why", "Why"), ("h4", "deep", "Deep")],
        ),
        ("# A Page\n\n## Problem", [("h2", "problem", "Problem")]),
        ("# a page!\n\n## Problem", [("h2", "problem", "Problem")]),
        ("A Page\n======\n\nProblem\n-------", [("h2", "problem", "Problem")]),
        ("# Another\n\n## Problem", [("h2", "another", "Another"), ("h3", "problem", "Problem")]),
        (
            "## Risks\n\n## Risks\n\n## Risks",
            [("h2", "risks", "Risks"), ("h2", "risks-2", "Risks"), ("h2", "risks-3", "Risks")],
        ),
        ("## Problem {#trouble}", [("h2", "trouble", "Problem")]),
        ("## Problem {.wide}", [("h2", "problem", "Problem")]),
        ("## Problem ##", [("h2", "problem", "Problem")]),
        ("## *Problem*", [("h2", "problem", "Problem")]),
        ("## `Problem` & more", [("h2", "problem-more", "Problem & more")]),
        ("## Проблема", [("h2", "проблема", "Проблема")]),
        ("## 問題", [("h2", "問題", "問題")]),
        ("## …", [("h2", "section", "…")]),
        ("## x {#tt-related}", [("h2", "x", "x")]),
        ("## x {#__search}", [("h2", "x", "x")]),
        ("## x {id='a\" onclick=\"b'}", [("h2", "x", "x")]),
    ],
)
def test_headings(body: str, expected: list[tuple[str, str, str]]) -> None:
    """Sections begin at level 2 with their form's names; one that repeats the title goes; ids can be linked to."""
    made = html5lib.parseFragment(convert(body), namespaceHTMLElements=False)
    actual = [
        (element.tag, element.get("id"), words(element).removesuffix("¶"))
        for element in made.iter()
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    assert expected == actual


def test_headings_of_ordinary_pages() -> None:
    """An ordinary page keeps its headings as they are, and gets the same ids."""
    made = convert("# Another\n\n## 1. Problem\n\n#### Deep", "guide/page.md")
    headings = [
        element for element in html5lib.parseFragment(made, namespaceHTMLElements=False) if element.get("id")
    ]
    assert [("h1", "another"), ("h2", "1-problem"), ("h4", "deep")] == [
        (h.tag, h.get("id")) for h in headings
    ]


BODIES = [
    "## Context\n\n## Problem\n\n### Detail\n\n## Solution",
    "### Section 1: Context (100 words)\n\n### Section 2: Problem (50 words)\n\n#### Why",
    "Context\n=======\n\nWords.\n\nProblem\n-------\n\nWords.\n",
    "# A Page\n\n## Context",
    "A Page\n======\n\n## Context\n\n# A Page",
    "## A Page\n\n## Context",
    "## Risks\n\n### Risks\n\n## Risks\n\n## Risks 2\n\n## Risks",
    "## Проблема\n\n## 問題 と 解決\n\n## Ñandú Straße ǅ ﬁ",
    "## With `code` in it\n\n## With *emphasis* and **strength**\n\n## snake_case_name here",
    "## With [a link](weekly-review.md)\n\n## With [[weekly-review]] and [[Escalation|words]]",
    "## Context {#other}\n\n## Other\n\n## Other",
    "## One\n```\n## not a heading\n```\n## Two\n\n    ## code\n\n## Three",
    "## Trailing hashes ##\n\n##No blank",
    "## AT&T & friends\n\n## 1 < 2 > 0\n\n## “Quoted” – dashes—and … dots",
    "## \\*Escaped\\*\n\n## 100% & more!\n\n## a.b.c",
    "Text above\n## Right below\nText below\n\nNot a heading\n\n---\n\nTwo lines\nof text\n---\n",
    "- item\n\n## After a list\n\n1. item\n## After an item",
    "## …\n\n## !!!\n\n## Section",
    "##\tTab\n\n##   Blanks   \n\n## x",
    "<!-- ## Comment -->\n\n## After a comment",
    "## Same\n\nSame\n----\n\n# Same",
    "## Duplicate {#x}\n\n## X",
]
"""Bodies whose headings the library and the page must see alike."""


def anchors(body: str, path: str) -> tuple[list[str], list[str]]:
    """The anchors of a body as the library knows them, and the ids of the page's headings."""
    known = [heading.anchor for heading in read(body, path).by_path[path].body.headings]
    made = html5lib.parseFragment(convert(body, path), namespaceHTMLElements=False)
    tags = ("h1", "h2", "h3", "h4", "h5", "h6")
    return known, [element.get("id", "") for element in made.iter() if element.tag in tags]


@pytest.mark.parametrize("path", ["page.md", "guide/page.md"])
@pytest.mark.parametrize("body", BODIES)
def test_anchors_are_those_that_the_library_knows(body: str, path: str) -> None:
    """Each heading's id on the page is the anchor by which the library's files may name it."""
    known, shown = anchors(body, path)
    if path == "page.md" and body.startswith(("# A Page", "A Page\n=")):
        known = known[1:]
    assert known == shown


@given(
    st.lists(
        st.one_of(
            st.builds(
                lambda level, text: f"{'#' * level} {text}",
                st.integers(1, 6),
                st.text("abc XYZ-é漢1.:", min_size=1, max_size=12).filter(str.strip),
            ),
            st.sampled_from(
                ["Words.", "- item", "> quote", "    code", "", "Words\n---", "Words\n===", "***"]
            ),
        ),
        max_size=8,
    )
)
def test_anchors_of_any_headings(blocks: list[str]) -> None:
    """Whatever the headings say, the library and the page agree on where they are."""
    known, shown = anchors("\n\n".join(["Words.", *blocks]), "guide/page.md")
    assert known == shown


# Set pieces and callouts


def test_callouts_are_admonitions() -> None:
    """A callout with a title is drawn as an admonition with that title."""
    made = convert(
        "> [!NOTE] Confidence Rating: ★★ (Medium)\n> Seen in two streets.\n\n> [!WARNING]\n> Words."
    )
    fragment = html5lib.parseFragment(made, namespaceHTMLElements=False)
    assert [["admonition", "note"], ["admonition", "warning"]] == [
        box.get("class", "").split() for box in select(fragment, "div.admonition")
    ]
    assert ["Confidence Rating: ★★ (Medium)", "Warning"] == [
        words(title) for title in select(fragment, "p.admonition-title")
    ]
    assert ["Seen in two streets.", "Words."] == [words(box[1]) for box in select(fragment, "div.admonition")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## Problem\n\n> **A against B.**", ["tt-problem"]),
        ("## Problem\n\nWords.\n\n> A against B.\n\n> Another.", ["tt-problem", None]),
        ("## Solution\n\n> **Therefore: look.**", ["tt-therefore"]),
        ("## Solution\n\n> Therefore, look.", ["tt-therefore"]),
        ("## Solution\n\n> Look.", ["tt-solution"]),
        ("## Section 3: Solution (9 words)\n\n> Look.", ["tt-solution"]),
        ("## Context\n\n> Words.", [None]),
        ("> Words.", [None]),
    ],
)
def test_set_pieces(body: str, expected: list[str | None]) -> None:
    """The first quotation of a Problem or a Solution is set apart, and one that begins with `Therefore` as that."""
    made = html5lib.parseFragment(convert(body), namespaceHTMLElements=False)
    assert expected == [quote.get("class") for quote in select(made, "blockquote")]


def test_set_pieces_are_for_entries() -> None:
    """On an ordinary page a quotation is a quotation."""
    assert "tt-" not in convert("## Problem\n\n> Words.", "guide/page.md")


# Ordinary links


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](weekly-review.md#context)", '<p><a href="weekly-review.md#context">a</a></p>'),
        ("[a](weekly-review.md#nowhere)", '<p><a href="weekly-review.md">a</a></p>'),
        ("[a](weekly-review)", '<p><a href="weekly-review.md">a</a></p>'),
        ("[a](nowhere.md)", '<p><span class="tt-missing" title="nowhere.md leads nowhere">a</span></p>'),
        (
            "[*a* b](nowhere.md)",
            '<p><span class="tt-missing" title="nowhere.md leads nowhere"><em>a</em> b</span></p>',
        ),
        ("![a](picture.png)", '<p><img alt="a" src="picture.png" /></p>'),
        ("![a](nowhere.png)", '<p><span class="tt-missing" title="nowhere.png leads nowhere">a</span></p>'),
        (
            "![](nowhere.png)",
            '<p><span class="tt-missing" title="nowhere.png leads nowhere">nowhere.png</span></p>',
        ),
        ("[a](https://example.org/x.md)", '<p><a href="https://example.org/x.md">a</a></p>'),
        ("<https://example.org/>", '<p><a href="https://example.org/">https://example.org/</a></p>'),
        ("[a](#nowhere)", '<p><span class="tt-missing" title="#nowhere leads nowhere">a</span></p>'),
    ],
)
def test_ordinary_links(body: str, expected: str) -> None:
    """An ordinary link that leads nowhere is marked text; one to a missing section leads to the page."""
    assert expected == convert(body)


def test_links_within_the_page() -> None:
    """Links to the page's own headings, footnotes and elements stay, whoever made them."""
    made = convert('## Here {#spot}\n\n[a](#spot) [b](#raw)[^1]\n\n<p id="raw">Words.</p>\n\n[^1]: A note.')
    fragment = html5lib.parseFragment(made, namespaceHTMLElements=False)
    assert ["#spot", "#spot", "#raw", "#fn:1", "#fnref:1"] == [
        link.get("href") for link in select(fragment, "a")
    ]
    assert [] == select(fragment, "span.tt-missing")


def test_phrase_settings_are_those_of_the_core() -> None:
    """A context holds the phrases that the library looks for."""
    assert (Phrase("Pattern: {name}"),) == Context((Phrase("Pattern: {name}"),)).phrases
