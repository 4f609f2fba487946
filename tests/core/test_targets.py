from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from trimtab.core.masking import mask
from trimtab.core.targets import Label, Place, Target, find, labels, place, undefined_labels


def urls(text: str) -> list[str]:
    """The targets found in a text, as typed."""
    return [target.url for target in find(mask(text), 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b_(c).md)", ["b_(c).md"]),
        ("[a](b%20c.md)", ["b%20c.md"]),
        ("[a](<b c.md>)", ["b c.md"]),
        ("[a](<b (c).md> 'd')", ["b (c).md"]),
        ("[a](b c.md)", ["b c.md"]),
        ("[a]( b.md )", ["b.md"]),
        ("[a](b.md  'title')", ["b.md"]),
        ('[a](b.md "a (b) title")', ["b.md"]),
        ("[a](it's.md)", ["it's.md"]),
        ("[a](b[1].md)", ["b[1].md"]),
        (r"[a](b\_c.md)", [r"b\_c.md"]),
        (r"[a](b\).md)", [r"b\).md"]),
        ("[a](b.md#c?d=e)", ["b.md#c?d=e"]),
        ("[a](\nb.md)", ["b.md"]),
        ("[a](b.md", []),
        ("[a](b.md(c)", []),
        ("[a]()", []),
        ("[a](<>)", []),
        ("[a](`b.md`)", []),
        ("[a]: b.md", ["b.md"]),
        ("[a]: <b c.md>", ["b c.md"]),
        ("[a]: b.md 'title'", ["b.md"]),
        ('[a]: b.md "a "b" c"  ', ["b.md"]),
        ("[a]: b.md (title)", ["b.md"]),
        ("[a]:\n  b.md", ["b.md"]),
        ("[a]: b.md and more", []),
        ("[3]: Shop.io. (n.d.). *Pattern*.", []),
        ("x [a]: b.md", []),
        ("[a]: b.md\n[c]: d.md\n", ["b.md", "d.md"]),
        ('<a href="b.md">', ["b.md"]),
        ("<a class='x' href='b.md' id=c>", ["b.md"]),
        ('<IMG ALT="x" SRC="b.png"/>', ["b.png"]),
        ('<a name="x">', []),
        ('<abbr href="b.md">', []),
        ('<a data-href="b.md">', []),
        ('`<a href="b.md">`', []),
    ],
)
def test_targets(text: str, expected: list[str]) -> None:
    """Targets may hold blanks and brackets; a title is no part of them; HTML has targets too."""
    assert expected == urls(text)


def test_html_is_told_apart() -> None:
    """A target of HTML says so, and whether it is an image's."""
    text = '<a href="b.md">[c](d.md)</a> <img src="e.png">'

    assert (
        Target("b.md", False, 9, 13, html=True),
        Target("d.md", False, 19, 23),
        Target("e.png", True, 39, 44, html=True),
    ) == find(text, 0)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (Target("b.md", False, 0, 4), "b.md"),
        (Target(r"b\_c\x.md", False, 0, 9), r"b_c\x.md"),
        (Target("b&amp;c.md", False, 0, 10), "b&c.md"),
        (Target("b.md?c&copy=d", False, 0, 13), "b.md?c&copy=d"),
        (Target(r"b\_c&amp;d.md", False, 0, 13, html=True), r"b\_c&d.md"),
    ],
)
def test_address(target: Target, address: str) -> None:
    """What is meant has neither Markdown's escapes nor HTML's."""
    assert address == target.address


class Links(HTMLParser):
    """The addresses of a page's links and images."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address."""
        name = {"a": "href", "img": "src"}.get(tag)
        self.found += [value for key, value in attrs if key == name and value]


PIECES = st.lists(
    st.sampled_from(["a", "b.md", "(c)", "[", "]", "#c", "é", "%20", "*", "-d", ".e", "?x=1"]), max_size=6
)
TITLES = st.sampled_from(["", ' "t"', " 't'", ' "t (u)"', "  "])


@given(PIECES, TITLES, st.sampled_from(["", " "]), st.booleans())
@example(["a", " b.md"], "", "", False)
def test_targets_are_those_of_the_page(pieces: list[str], title: str, blank: str, angle: bool) -> None:
    """What is found in a link is what Python-Markdown makes its address."""
    url = "".join(pieces)
    text = f"[x]({blank}{f'<{url}>' if angle else url}{title})"
    page = Links()
    page.feed(Markdown().convert(text))

    assert page.found == [re.sub(r"\\(.)", r"\1", found) for found in urls(text)]


@pytest.mark.parametrize(
    ("path", "url", "expected"),
    [
        ("a.md", "b.md", Place("b.md", "")),
        ("c/a.md", "../b%20c.md#d%C3%A9", Place("b c.md", "dé")),
        ("c/a.md", "#d", Place("c/a.md", "d")),
        ("a.md", "https://b.c/d", None),
        ("a.md", "//b.c/d", None),
        ("a.md", "/b.md", None),
        ("a.md", "http://[", None),
    ],
)
def test_place(path: str, url: str, expected: Place | None) -> None:
    """A relative link leads to a file, and perhaps to a place in it."""
    assert expected == place(path, url)


def test_labels() -> None:
    """Labels are compared without case, and blanks count as one."""
    assert frozenset({"a b", "c"}) == labels("[A  b]: x\n[C]: y\n[^1]: z\n", 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x][a-label]", ["a-label"]),
        ("![x][a-label]", ["a-label"]),
        ("[a label][]", ["a label"]),
        ("[[b] c][a-label]", ["a-label"]),
        ("[x][Two Words]\n\n[y]: z", ["Two Words"]),
        ("[x][Two Words]", []),
        ("[x][a-label]\n\n[A-Label]: b.md", []),
        ("[a label][]\n\n[A  Label]: b.md", []),
        ("[1][2]", []),
        ("[1][2]\n\n[x]: y", []),
        ("[x][^note]", []),
        ("a[i][j]", []),
        ("array[first][second]", []),
        ("m(x)[one-two][three-four]", []),
        ("[x][y][z]", []),
        ("[x][label](b.md)", []),
        ("[[one]][[two]]", []),
        ("[x] [label]", []),
        (r"\[x\]\[label\]", []),
        ("`[x][label]`", []),
        ("- [ ][]", []),
        ("x][label]", []),
    ],
)
def test_undefined_labels(text: str, expected: list[str]) -> None:
    """A label without definition is found; indices, numbers, footnotes and names in brackets aren't labels."""
    found = list(undefined_labels(mask(text), 0))

    assert expected == [label.text for label in found]
    assert all(isinstance(label, Label) and text[label.start : label.end] == label.text for label in found)


BIG = 100_000


@pytest.mark.parametrize(
    "text",
    [
        "](" * BIG,
        "[a](" * BIG,
        "[a](b" * BIG,
        "](a](b)" * 4_000,
        "[a](" + " " * BIG,
        "[a](" + "b " * BIG,
        "[a](b " + " " * BIG + '"',
        '[a](b "' * 20_000,
        "[a](" + "(b)" * BIG,
        "[a]:" * BIG,
        "[a]: b\n" * BIG,
        "[a]: b" + " " * BIG + "x",
        '[a]: b "' + '" x' * BIG,
        "<a " * BIG,
        "<a " + " href" * BIG,
        "<a" + " " * BIG + "href" + " " * BIG + "x",
        "[x][y]" * 20_000,
        "]" * BIG,
        "[" * 20_000 + "][ab]" * 100,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    """The time grows with the length of a text alone; a test that hangs is one that fails."""
    find(text, 0)
    list(undefined_labels(text, 0))
