from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.site.sanitise import clean, is_id

HOST = "https://evil.example"


@pytest.mark.parametrize(
    "html",
    [
        '<p class="lead">Words, <em>so</em> <strong>strong</strong>, <code>code</code>, <kbd>Esc</kbd>.</p>',
        '<h2 id="the-problem">The problem</h2>',
        '<ul>\n<li>one</li>\n</ul>\n<ol start="3">\n<li>three</li>\n</ol>',
        '<blockquote class="tt-therefore">\n<p>Therefore: look.</p>\n</blockquote>',
        '<div class="admonition note">\n<p class="admonition-title">Note</p>\n</div>',
        '<details class="note" open="">\n<summary>More</summary>\n</details>',
        '<span class="tt-missing" title="There is no entry of this name">x</span>',
        "<dl>\n<dt>Term</dt>\n<dd>Words</dd>\n</dl>",
        '<p><sup id="fnref:1">1</sup> <sub>2</sub> <del>old</del> <ins>new</ins> <mark>seen</mark></p>',
        '<p><abbr title="HyperText">HTML</abbr></p>',
        '<table>\n<thead>\n<tr>\n<th style="text-align:right" scope="col">A</th>\n</tr>\n</thead>\n</table>',
        '<input type="checkbox" disabled="" checked="">',
        '<input id="__tabbed_1_1" name="__tabbed_1" type="radio"><label for="__tabbed_1_1">One</label>',
        '<span id="__span-0-1"></span><span id="__codelineno-0-1"></span>',
        '<figure>\n<img src="picture.png" alt="A picture" width="48" height="48" loading="lazy">\n</figure>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 1"></path></svg>',
        "<p>Ünïcödé — жизнь “quoted” &amp; &lt;escaped&gt;</p>",
    ],
)
def test_ordinary_html_stays(html: str) -> None:
    """What Markdown and its extensions make comes through unchanged."""
    assert html == clean(html)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/", "https://example.org/"),
        ("http://example.org/", "http://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+100", "tel:+100"),
        ("../page/#part", "../page/#part"),
        ("//example.org/", "//example.org/"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("  javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("java&#10;script:alert(1)", None),
        ("&#1;javascript:alert(1)", None),
        ("javascript&colon;alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("blob:x", None),
        ("ftp://example.org/", None),
    ],
)
def test_links(url: str, expected: str | None) -> None:
    """A link leads within the site, to the web, to a mailbox or a telephone, and nowhere else."""
    (link,) = html5lib.parseFragment(clean(f'<a href="{url}">x</a>'), namespaceHTMLElements=False)
    assert expected == link.get("href")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>alert(1)</script>after", "after"),
        ("<style>p { color: red }</style>after", "after"),
        ("<p onclick=alert(1) onmouseover='alert(1)'>x</p>", "<p>x</p>"),
        ("<iframe src=x></iframe>", ""),
        ("<form action=x>words</form>", "words"),
        (
            "<svg onload=alert(1)><script>alert(1)</script><path d=M0 /></svg>",
            '<svg><path d="M0"></path></svg>',
        ),
        ("<meta http-equiv=refresh content=0><base href=x><link rel=stylesheet href=x>", ""),
        ("<object data=x></object><embed src=x>", ""),
        ('<div class="md-search md-overlay good tt-search">x</div>', '<div class="good">x</div>'),
        (
            '<div id="__search">x</div><div id="__drawer">x</div><div id="tt-related">x</div>',
            "<div>x</div>" * 3,
        ),
        ('<div id="a b">x</div>', "<div>x</div>"),
        ('<label for="__drawer">x</label>', "<label>x</label>"),
        ('<p style="color: red">x</p>', "<p>x</p>"),
        ('<td style="text-align: right; background: url(x)">', ""),
        ('<p data-md-component="search" data-pagefind-filter="x">x</p>', "<p>x</p>"),
        ('<p role="banner">x</p><p role="note">x</p>', '<p>x</p><p role="note">x</p>'),
        ('<input type="text" value="x" autofocus>', '<input type="checkbox">'),
        ('<input type="image" src="x">', '<input type="checkbox">'),
        ('<a href="x" target="_blank" ping="y" download>x</a>', '<a href="x" rel="noopener">x</a>'),
        ("<!-- <script>alert(1)</script> -->after", "after"),
        ("</div></article></body>after", "after"),
        ("<p>unclosed", "<p>unclosed</p>"),
    ],
)
def test_what_can_run_or_pretend_goes(html: str, expected: str) -> None:
    """Scripts, handlers, styles, frames, forms, and the frame's own ids and classes are taken out."""
    assert expected == clean(html)


@pytest.mark.parametrize(
    "source",
    [
        f"{HOST}/a.png",
        "//evil.example/a.png",
        "HTTPS://evil.example/a.png",
        "https:evil.example/a.png",
        "\\\\evil.example/a.png",
        "/\\evil.example/a.png",
        "  https://evil.example/a.png",
        "&#1;https://evil.example/a.png",
        "&#31;//evil.example/a.png",
        "ht\ntps://evil.example/a.png",
        "ht&#9;tps://evil.example/a.png",
        "/&#9;/evil.example/a.png",
        "https&colon;//evil.example/a.png",
        "&#x68;ttps://evil.example/a.png",
    ],
)
def test_images_of_other_hosts(source: str) -> None:
    """An image of another host is a link to it with the image's words, however its address is written."""
    (made,) = html5lib.parseFragment(clean(f'<img src="{source}" alt="A b">'), namespaceHTMLElements=False)
    assert ("a", "A b") == (made.tag, made.text)
    (kept,) = html5lib.parseFragment(
        clean(f'<img src="{source}" alt="A b">', remote_images=True), namespaceHTMLElements=False
    )
    assert "img" == kept.tag


@pytest.mark.parametrize("source", ["a.png", "../a.png", "/a.png", "a/b:c.png", "?x", "#x", "https.png"])
def test_images_of_the_site(source: str) -> None:
    """An image of the site's own stays an image."""
    assert f'<img src="{source}" alt="x">' == clean(f'<img src="{source}" alt="x">')


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            f'<img src="{HOST}/x.png">',
            f'<a class="tt-remote" href="{HOST}/x.png" rel="noopener">image on another site</a>',
        ),
        (
            f'<img src="{HOST}/x.png" alt="&lt;script&gt;&quot;&amp;">',
            f'<a class="tt-remote" href="{HOST}/x.png" rel="noopener">&lt;script&gt;&quot;&amp;</a>',
        ),
        (
            f'<a href="y"><img src="{HOST}/x.png" alt="badge"></a> <img src="{HOST}/x.png" alt="b">',
            '<a href="y" rel="noopener"><span class="tt-remote">badge</span></a> '
            f'<a class="tt-remote" href="{HOST}/x.png" rel="noopener">b</a>',
        ),
        ('<img src="a.png" srcset="https://evil.example/x.png 2x">', '<img src="a.png">'),
        ('<img src="data:image/png;base64,AA" alt="x">', '<img alt="x">'),
        ('<img alt="x">', '<img alt="x">'),
    ],
)
def test_words_of_images(html: str, expected: str) -> None:
    """An image of another host shows its words as text, and is no link within a link."""
    assert expected == clean(html)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("problem", True),
        ("fn:1", True),
        ("a.b_c-1", True),
        ("жизнь", True),
        ("__tabbed_1_1", True),
        ("__codelineno-0-1", True),
        ("__span-0-1", True),
        ("", False),
        ("_x", False),
        ("__search", False),
        ("__tabbed", False),
        ("tt-related", False),
        ("a b", False),
        ('x"onclick', False),
        ("x\n", False),
        ("a/b", False),
    ],
)
def test_ids(value: str, expected: bool) -> None:
    """Content may have ids of its own, but none of the frame's, and none with signs."""
    assert expected == is_id(value)


PIECES = [
    *(
        "<",
        ">",
        '"',
        "'",
        "/",
        "=",
        " ",
        "\n",
        "\t",
        "\x01",
        "&",
        "&lt;",
        "&#1;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
    ),
    *(
        "<p ",
        "<a ",
        "<svg",
        "</svg>",
        "<img src=",
        "script",
        "img",
        "src",
        "svg",
        "style",
        "math",
        "mtext",
        "title",
    ),
    *(
        "a",
        "href",
        "onerror",
        "onload",
        "textarea",
        "noscript",
        "alert(1)",
        "javascript:",
        HOST,
        "//evil.example",
    ),
]
"""What attacks are made of."""


def host(source: str) -> str | None:
    """The host that a browser would ask for a source on a page of here.example."""
    read = re.sub(r"[\t\r\n]", "", source.strip("".join(map(chr, range(33))))).replace("\\", "/")
    return urlsplit(urljoin("https://here.example/page/", read)).hostname


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_nothing_dangerous_comes_through(html: str) -> None:
    """Whatever goes in, what comes out has no script, no handler, and fetches nothing from elsewhere."""
    cleaned = clean(html)
    for element in html5lib.parse(f"<body><div>{cleaned}</div>", namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag.rpartition("}")[2] not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "base",
            "form",
        }
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            if name == "src":
                assert "here.example" == host(value)
            if name == "href":
                assert not value.strip().lower().startswith(("javascript:", "data:", "vbscript:"))
    assert clean(cleaned) == cleaned
