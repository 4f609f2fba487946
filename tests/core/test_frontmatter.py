from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import inside, place
from trimtab.core import frontmatter
from trimtab.core.diagnostics import Position, Span
from trimtab.core.frontmatter import FrontMatter, Items, Mapping, Scalar
from trimtab.core.source import Source


def read(text: str | bytes) -> tuple[Source, FrontMatter]:
    """A source and its front matter."""
    source = Source.decode("a.md", text if isinstance(text, bytes) else text.encode())
    return source, frontmatter.read(source)


def values(block: str) -> Any:
    """What the lines of a block mean."""
    _, front = read(f"---\n{block}\n---\n")
    assert () == front.faults
    return frontmatter.data(front.root)


@pytest.mark.parametrize(
    ("text", "present", "data", "body"),
    [
        ("", False, {}, ""),
        ("Only a body.\n", False, {}, "Only a body.\n"),
        ("---\ntitle: A\n---\nBody.\n", True, {"title": "A"}, "Body.\n"),
        ("---\ntitle: A\n---\n\nBody.\n", True, {"title": "A"}, "\nBody.\n"),
        ("---\ntitle: A\n---", True, {"title": "A"}, ""),
        ("---\ntitle: A\n---\n", True, {"title": "A"}, ""),
        ("---  \ntitle: A\n--- \t\nBody.", True, {"title": "A"}, "Body."),
        ("---\n---\nBody.", True, {}, "Body."),
        ("---\n\n---\nBody.", True, {}, "Body."),
        ("---\n# only a comment\n---\nBody.", True, {}, "Body."),
        ("---\ntitle: A\n---\nBody.\n---\nMore.", True, {"title": "A"}, "Body.\n---\nMore."),
        ("---\ntitle: a --- b\n---\nBody.", True, {"title": "a --- b"}, "Body."),
        ("---\ntext: |\n  ---\n  x\n---\nBody.", True, {"text": "---\nx\n"}, "Body."),
        ("----\ntitle: A\n----\n", False, {}, "----\ntitle: A\n----\n"),
        (" ---\ntitle: A\n---\n", False, {}, " ---\ntitle: A\n---\n"),
        ("\n---\ntitle: A\n---\n", False, {}, "\n---\ntitle: A\n---\n"),
        ("--- title: A\n---\n", False, {}, "--- title: A\n---\n"),
    ],
)
def test_split(text: str, present: bool, data: dict[str, Any], body: str) -> None:
    """Front matter is what stands between two lines of three hyphens, the first of which opens the file."""
    source, front = read(text)

    assert (present, data) == (front.present, frontmatter.data(front.root))
    assert body == source.text[front.body_start :]
    assert () == front.faults


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf---\ntitle: A\n---\nBody.",
        b"---\r\ntitle: A\r\n---\r\nBody.",
        b"---\rtitle: A\r---\rBody.",
        b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nBody.",
        "---\ntitle: A\n---\nBody.".encode("utf-16"),
    ],
    ids=["BOM", "CRLF", "CR", "BOM and CRLF", "UTF-16"],
)
def test_every_editor_is_read(data: bytes) -> None:
    """Marks and line ends that editors leave don't hide the front matter."""
    source, front = read(data)

    assert {"title": "A"} == frontmatter.data(front.root)
    assert "Body." == source.text[front.body_start :]


@pytest.mark.parametrize(
    "word",
    [
        "no", "yes", "on", "Off", "true", "null", "~", "2024-01-01", "2024-01-01T10:00:00Z", "010", "0o10", "0x1F",
        "0b1", "12:30:45", "1_000", ".inf", "-.INF", ".nan", "1e3", "4.10", "+1", "=", "<<", "a:b",
        "http://a.b/c", "it's", "5\"", "a#b", "★★", "Ünï",
    ],
)  # fmt: skip
def test_words_stay_as_typed(word: str) -> None:
    """What YAML 1.1 would make a number, date, truth value or nothing of stays the words that were typed."""
    assert {"title": word} == values(f"title: {word}")
    assert {"titles": [word]} == values(f"titles: [{word}]")
    assert {word: "x"} == values(f"{word}: x")


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("a:", {"a": None}),
        ('a: ""', {"a": ""}),
        ("a: ''", {"a": ""}),
        ("a: []", {"a": []}),
        ("a: {}", {"a": {}}),
        ("a: [b, c]", {"a": ["b", "c"]}),
        ("a:\n-\n- b", {"a": [None, "b"]}),
        ("a:\n- b\n- c", {"a": ["b", "c"]}),
        ("a:\n  - {to: b, why: c}", {"a": [{"to": "b", "why": "c"}]}),
        ("a: >\n  one\n  two", {"a": "one two\n"}),
        ("a: |\n  one\n  two", {"a": "one\ntwo\n"}),
        ("a: one\n  two", {"a": "one two"}),
        ("a: b # comment", {"a": "b"}),
        ('a: "b # no comment"', {"a": "b # no comment"}),
        ('a: "x\\ty"', {"a": "x\ty"}),
        ('a: "x\\0y"', {"a": "x\0y"}),
        ("a: &x {b: c}\nd: *x", {"a": {"b": "c"}, "d": {"b": "c"}}),
        ("a: &x b\n*x : c", {"a": "b", "b": "c"}),
        ("base: &x {b: c}\na:\n  <<: *x", {"base": {"b": "c"}, "a": {"<<": {"b": "c"}}}),
        ("? a\n: b", {"a": "b"}),
        ("{a: b, c: d}", {"a": "b", "c": "d"}),
        ("a: !!str 12", {"a": "12"}),
        ("a: ! 12", {"a": "12"}),
        ("a.b: c", {"a.b": "c"}),
        ("a: planned:b", {"a": "planned:b"}),
        ("a: [planned:b]", {"a": ["planned:b"]}),
    ],
)
def test_values(block: str, expected: dict[str, Any]) -> None:
    """Mappings, lists and text mean what they mean in YAML; merge keys and tags do nothing."""
    assert expected == values(block)


@pytest.mark.parametrize(
    ("text", "kind", "at", "words"),
    [
        ("---\ntitle: A\n\nBody.", "unterminated-front-matter", (1, 1), "never ends"),
        ("---", "unterminated-front-matter", (1, 1), "never ends"),
        ("---\ntitle: A\n ---\n", "unterminated-front-matter", (1, 1), "never ends"),
        ("---\n- a\n- b\n---\n", "front-matter-not-a-mapping", (2, 1), "a list"),
        ("---\n\n[a]\n---\n", "front-matter-not-a-mapping", (3, 1), "a list"),
        ("---\njust words\n---\n", "front-matter-not-a-mapping", (2, 1), "text"),
        ('---\n""\n---\n', "front-matter-not-a-mapping", (2, 1), "text"),
        ("---\ntitle: a: b\n---\n", "invalid-yaml", (2, 9), "a second `: `"),
        ("---\ntitle: A\nsummary: Ünï: b\n---\n", "invalid-yaml", (3, 13), "a second `: `"),
        ("---\ntitle: A\nno colon\nb: c\n---\n", "invalid-yaml", (4, 1), "no `:` after it"),
        ("---\ntitle: @home\n---\n", "invalid-yaml", (2, 8), "reserves"),
        ("---\ntitle: `x`\n---\n", "invalid-yaml", (2, 8), "reserves"),
        ("---\na: [b, c\nd: e\n---\n", "invalid-yaml", (3, 2), "',' or ']'"),
        ('---\na: "b\nc: d\n---\n', "invalid-yaml", (2, 4), "never closed"),
        ("---\na: b\nc: ['d\n---\n", "invalid-yaml", (3, 5), "never closed"),
        ("---\na: |\n\tb\n---\n", "invalid-yaml", (3, 1), "a tab indents this line"),
        ("---\na: b\n--- c\n---\n", "invalid-yaml", (3, 1), "a second YAML document"),
        ("---\na:\n\tb: c\n---\n", "invalid-yaml", (3, 1), "reserves"),
        ("---\na: b\n  c: d\n---\n", "invalid-yaml", (3, 4), "a second `: `"),
        ("---\na: *b\n---\n", "invalid-yaml", (2, 4), "refers to an anchor"),
        ("---\na: &b [*b]\n---\n", "invalid-yaml", (2, 8), "stands in itself"),
        ("---\n? [a]\n: b\n---\n", "invalid-yaml", (2, 3), "a key must be a word"),
        ("---\n{a: b}: c\n---\n", "invalid-yaml", (2, 1), "a key must be a word"),
        ("---\na: b\x00c\n---\n", "invalid-yaml", (2, 5), "doesn't allow"),
        ("---\nÜ: é\x1bc\n---\n", "invalid-yaml", (2, 5), "doesn't allow"),
        ("---\na: \U0001f600\ufffe\n---\n", "invalid-yaml", (2, 5), "doesn't allow"),
        ('---\na: "\\ud800"\n---\n', "invalid-yaml", (2, 7), "escape"),
        ("---\na: b\n...\nc: d\n---\n", "invalid-yaml", (4, 1), "document start"),
        ("---\na: !b!c d\n---\n", "invalid-yaml", (2, 4), "undefined tag handle"),
        ("---\na: 1\nb: 2\na: 3\n---\n", "duplicate-key", (4, 1), "first in line 2"),
        ("---\na:\n  b: 1\n  b: 2\n---\n", "duplicate-key", (4, 3), "`b` is given twice"),
        ("---\na: {b: 1, b: 2}\n---\n", "duplicate-key", (2, 11), "first in line 2"),
        ('---\na: 1\n"a": 2\n---\n', "duplicate-key", (3, 1), "`a` is given twice"),
        ("---\na: !b c\n---\n", "yaml-tag", (2, 4), "`!b`"),
        ("---\na: !!python/object:os.system [x]\n---\n", "yaml-tag", (2, 4), "python/object:os.system"),
        ("---\na: [1, !!set {b: c}]\n---\n", "yaml-tag", (2, 8), "set"),
        ("---\n!b {a: c}\n---\n", "yaml-tag", (2, 1), "`!b`"),
    ],
)
def test_faults(text: str, kind: str, at: tuple[int, int], words: str) -> None:
    """What is wrong is named in words, at its line and column in the file."""
    source, front = read(text)

    assert [(kind, at)] == [(fault.kind, place(fault.span)) for fault in front.faults]
    assert words in front.faults[0].message
    assert inside(source, front.faults[0].span)
    assert front.faults[0].help


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("title: Stop: now", 'Quote the value: `title: "Stop: now"`.'),
        ("title: @home", "Put quotes around the value."),
        (
            "a: [b, c",
            "Look for a missing comma, bracket or closing quote, or for a comma or `: ` inside unquoted text.",
        ),
        (
            "a: {b: c",
            "Look for a missing comma, bracket or closing quote, or for a comma or `: ` inside unquoted text.",
        ),
        ('a: "b', "Close the quotation mark."),
        ("a: |\n\tb", "Indent with spaces."),
        ('title: Say "no": it\'s fine', "Quote the value: `title: 'Say \"no\": it''s fine'`."),
        ("a:\n- b\nc", "Quote values that hold `: `, ` #` or quotation marks, and indent lists alike."),
        ("a:\n\tb: c", "Indent with spaces."),
    ],
)
def test_cures(line: str, cure: str) -> None:
    """YAML that doesn't parse gets help that fits what is wrong with it."""
    _, front = read(f"---\n{line}\n---\n")

    assert [cure] == [fault.help for fault in front.faults]


@pytest.mark.parametrize(
    ("block", "marked"),
    [
        ("a: !tag b", "!tag"),
        ("a: !!set {b: c}", "!!set"),
        ("a: &b !tag c", "!tag"),
        ("a: [!tag , b]", "!tag"),
        ("a: *name", "*name"),
        ("a: 1\n'a': 2", "'a'"),
        ("{a: b}: c", "{a: b}"),
        ("- a\n- b", "- a\n- b"),
        ("a: b: c", ":"),
        ("a: b\x00c", "\x00"),
        ("a: b\n--- c", "---"),
    ],
)
def test_what_is_marked(block: str, marked: str) -> None:
    """The span of a fault covers what is wrong, no more and no less."""
    source, front = read(f"---\n{block}\n---\n")
    span = front.faults[0].span
    lines = source.text.split("\n")
    start, end = (
        sum(len(line) + 1 for line in lines[: at.line - 1]) + at.column - 1 for at in (span.start, span.end)
    )

    assert marked == source.text[start:end]


def test_invalid_front_matter_leaves_the_body() -> None:
    """A block that doesn't parse has no keys, and the body begins after it as ever."""
    source, front = read("---\na: b: c\n---\nBody.")

    assert (True, {}) == (front.present, frontmatter.data(front.root))
    assert "Body." == source.text[front.body_start :]


def test_unterminated_front_matter_has_no_body() -> None:
    """Where the block ends can't be told, so nothing is taken for body."""
    source, front = read("---\ntitle: A\n\nBody.")

    assert (True, len(source.text)) == (front.present, front.body_start)


def test_last_of_two_values_counts() -> None:
    """Of a key given twice the last value counts, at its own place."""
    source, front = read("---\na: 1\na: 2\n---\n")

    assert {"a": "2"} == frontmatter.data(front.root)
    assert (3, 4) == place(frontmatter.span_of(source, front.root.values["a"]))


def test_tagged_values_stay_text() -> None:
    """A tag is reported and builds nothing: its value stays as typed."""
    _, front = read("---\na: !!python/name:os.system x\nb: !c [1]\n---\n")

    assert {"a": "x", "b": ["1"]} == frontmatter.data(front.root)


@pytest.mark.parametrize(("depth", "kinds"), [(31, []), (32, ["front-matter-too-large"])])
def test_depth_is_limited(depth: int, kinds: list[str]) -> None:
    """Lists may nest as deep as the limit, which counts the front matter itself."""
    _, front = read(f"---\na: {'[' * depth}{']' * depth}\n---\n")

    assert 32 == frontmatter.MAX_DEPTH
    assert kinds == [fault.kind for fault in front.faults]


@pytest.mark.parametrize("depth", [100, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_deep_nesting_stops(opening: str, closing: str, depth: int) -> None:
    """Nesting that would exhaust a recursive parser stops at the limit, and its place is named."""
    source, front = read(f"---\na:\n {opening * depth}b{closing * depth}\n---\n")

    assert ["front-matter-too-large"] == [fault.kind for fault in front.faults]
    assert (3, 2 + 31 * len(opening)) == place(front.faults[0].span)
    assert inside(source, front.faults[0].span)


def test_depth_counts_what_aliases_stand_for() -> None:
    """Aliases can't nest deeper than the same values written out."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{step}: &a{step} [*a{step - 1}]" for step in range(1, 40)]
    _, front = read("---\n" + "\n".join(lines) + "\n---\n")

    assert ["front-matter-too-large"] == [fault.kind for fault in front.faults]
    assert 32 == place(front.faults[0].span)[0]


def test_alias_bomb_stops() -> None:
    """A few lines that stand for a billion values are refused without making them."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    _, front = read("---\n" + "\n".join(lines) + "\n---\n")

    assert ["front-matter-too-large"] == [fault.kind for fault in front.faults]
    assert "its aliases written out" in front.faults[0].message
    assert 5 == place(front.faults[0].span)[0]
    assert {} == frontmatter.data(front.root)


@pytest.mark.parametrize(("count", "kinds"), [(19_997, []), (19_998, ["front-matter-too-large"])])
def test_number_of_values_is_limited(count: int, kinds: list[str]) -> None:
    """Front matter may have many values, but not any number."""
    _, front = read(f"---\na: [{', '.join('b' * count)}]\n---\n")

    assert kinds == [fault.kind for fault in front.faults]


def test_length_is_limited() -> None:
    """Front matter that is longer than the limit isn't parsed at all, and its body is found."""
    _, longest = read(f"---\na: {'b' * 999_995}\n---\nBody.")
    source, front = read(f"---\na: {'b' * 999_996}\n---\nBody.")

    assert () == longest.faults
    assert ["front-matter-too-large"] == [fault.kind for fault in front.faults]
    assert (1, 4) == place(front.faults[0].span)
    assert "Body." == source.text[front.body_start :]


@pytest.mark.parametrize(
    "text",
    [
        "---\na: b\n---\n" + ("|" + " " * 10_000 + "|\n") * 100,
        "---\na:" + " " * 900_000 + "b\n---\n",
        "---\na: b" + " " * 900_000 + "\n---\n",
        "---\na: b\n---" + " " * 1_000_000 + "\n",
        "---" + " " * 1_000_000 + "x\n",
        "---\na: |\n  b\n" + (" " * 10_000 + "\n") * 90 + "---\n",
        ("---x\n" * 200_000),
        "---\n" + "a: b\n" * 9_000 + "---\n",
    ],
    ids=["table", "before", "after", "closing", "opening", "blank lines", "hyphens", "equal keys"],
)
def test_long_runs_are_read_in_linear_time(text: str) -> None:
    """Long runs of blanks and equal lines, on which a quadratic reader would hang, are read."""
    source, front = read(text)

    assert all(inside(source, fault.span) for fault in front.faults[:10])


@pytest.mark.parametrize(
    ("path", "place_of_key", "span"),
    [
        ("title", (2, 1), Span(Position(2, 8), Position(2, 9))),
        ("life", (3, 1), Span(Position(4, 3), Position(6, 6))),
        ("life.confidence", (4, 3), Span(Position(4, 15), Position(4, 18))),
        ("life.tags", (5, 3), Span(Position(6, 3), Position(6, 6))),
        ("quoted", (7, 1), Span(Position(7, 9), Position(7, 12))),
        ("empty", (8, 1), Span(Position(8, 7), Position(9, 1))),
    ],
)
def test_find(path: str, place_of_key: tuple[int, int], span: Span) -> None:
    """A dotted path finds a value and its key, each with its place."""
    source, front = read(
        "---\ntitle: A\nlife:\n  confidence: ★★★\n  tags:\n  - b\nquoted: 'c'\nempty:\n---\n"
    )
    hit = frontmatter.find(front.root, path)

    assert hit is not None
    assert place_of_key == place(frontmatter.span_of(source, hit[0]))
    assert span.start == frontmatter.span_of(source, hit[1]).start
    assert path == "empty" or span == frontmatter.span_of(source, hit[1])


@pytest.mark.parametrize("path", ["b", "a.b.c", "a.c", "list.0", "", ".", "a."])
def test_find_nothing(path: str) -> None:
    """A path that leads nowhere finds nothing; lists have no paths."""
    _, front = read("---\na: {b: c}\nlist: [d]\n---\n")

    assert frontmatter.find(front.root, path) is None


@pytest.mark.parametrize(
    ("location", "text"),
    [
        ((), None),
        (("a",), None),
        (("a", 1), None),
        (("a", 1, "to"), "c"),
        (("a", 0, "to"), "b"),
        (("a", 2), None),
        (("x", "a", 1, "to"), None),
        ((0, "a"), None),
        (("a", 1, "why"), None),
    ],
)
def test_locate(location: tuple[int | str, ...], text: str | None) -> None:
    """A location leads as far in as there are nodes."""
    root = read("---\na: [b, {to: c}]\n---\n")[1].root
    node = frontmatter.locate(root, location)

    assert text == (node.text if isinstance(node, Scalar) else None)


def test_nodes_know_whether_text_was_quoted() -> None:
    """A plain word and a quoted one are told apart, as are an empty value and an empty text."""
    root = read("---\na: no\nb: 'no'\nc: |\n  no\nd:\n---\n")[1].root

    assert {"a": True, "b": False, "c": False, "d": True} == {
        key: isinstance(node, Scalar) and node.plain for key, node in root.values.items()
    }


WORDS = st.text(st.sampled_from("ab \n\t:-#[]{}'\"&*!|>%@`,?~.01\\é\u2028\x00\x85"), max_size=60)


@given(WORDS, WORDS)
@example("a: &a {b: *a}", "")
@example("? ", "")
@example("%YAML 1.1", "")
@example("\u2028a: b: c", "")
def test_any_block_is_read(block: str, body: str) -> None:
    """No block makes reading fail; its faults lie inside the file, its nodes too, and the body is whole."""
    text = f"---\n{block}\n---\n{body}"
    source, front = read(text)
    nodes: list[frontmatter.Node] = [front.root]

    assert front.present
    assert all(inside(source, fault.span) for fault in front.faults)
    if "\n---" not in block and not block.startswith("---"):
        assert body == source.text[front.body_start :]
    while nodes:
        node = nodes.pop()
        assert 0 <= node.start <= node.end <= len(source.text)
        assert inside(source, frontmatter.span_of(source, node))
        if isinstance(node, Items):
            nodes += node.items
        elif isinstance(node, Mapping):
            nodes += [*node.keys.values(), *node.values.values()]


TREES = st.recursive(
    st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from("abc"), TREES, min_size=1), st.booleans())
def test_read_as_pyyaml_reads_words(tree: dict[str, Any], flow: bool) -> None:
    """Sound YAML has the shape and the words that PyYAML finds when it applies no schema."""
    block = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True)
    _, front = read(f"---\n{block}---\n")

    assert () == front.faults
    assert yaml.load(block, yaml.CBaseLoader) == frontmatter.data(front.root)  # noqa: S506 - makes text only
