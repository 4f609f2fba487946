from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trimtab.core import body as bodies
from trimtab.core.body import Body, Callout, Phrase, Reference, Target, parse_reference, without
from trimtab.core.words import clean_heading, first_paragraph, plain

FORM = ("Context", "Problem", "Known Uses")


def read(text: str, *phrases: Phrase) -> Body:
    """A body without front matter, of a kind that has the sections of FORM."""
    return bodies.read(text, 0, FORM, phrases)


MARKDOWN = st.text(st.sampled_from("ab`~ \n\t>-#*[](){}!|:.\\<=1\u2028\x0cÜ★\x00"), max_size=80) | st.text(
    max_size=40
)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# A\n", [(1, "A", "a", 0, 3)]),
        ("###### A B ##\n", [(6, "A B", "a-b", 0, 13)]),
        ("#A\n", [(1, "A", "a", 0, 2)]),
        ("####### A\n", []),
        ("#\n# \n", []),
        (" # A\n", []),
        ("x\n# A\ny\n", [(1, "A", "a", 2, 5)]),
        ("A\n===\n", [(1, "A", "a", 0, 5)]),
        ("A b\n-\n", [(2, "A b", "a-b", 0, 5)]),
        ("\nA\n---  \n", [(2, "A", "a", 1, 8)]),
        ("x\nA\n---\n", []),
        ("---\n---\n", [(2, "---", "section", 0, 7)]),
        ("\n---\n", []),
        ("# A\n---\n", [(1, "A", "a", 0, 3)]),
        ("A\n---\n---\n", [(2, "A", "a", 0, 5)]),
        ("```\n# A\n```\n", []),
        ("```\n\n```\n---\n", []),
        ("```\nx\n```\nA\n===\n", [(1, "A", "a", 10, 15)]),
        ("    x\n---\n", []),
        ("<!-- # A\n# B\n-->\n# C\n", [(1, "C", "c", 17, 20)]),
        ("# `code` and *more*\n", [(1, "code and more", "code-and-more", 0, 19)]),
        ("# `code`\n", [(1, "code", "code", 0, 8)]),
        ("# A [b](c.md) [[d|e]]\n", [(1, "A b e", "a-b-e", 0, 21)]),
        ("# If x < 3 and y > 2\n", [(1, "If x < 3 and y > 2", "if-x-3-and-y-2", 0, 20)]),
        ("# A <b>c</b>\n", [(1, "A c", "a-c", 0, 12)]),
        ("# A {#own-id}\n", [(1, "A", "own-id", 0, 13)]),
        ("# A {: #own-id .big }\n", [(1, "A", "own-id", 0, 21)]),
        ("# A {.big #own-id}\n", [(1, "A", "own-id", 0, 18)]),
        ("# Ünï Çödé 日本\n", [(1, "Ünï Çödé 日本", "ünï-çödé-日本", 0, 13)]),
        ("# !!!\n", [(1, "!!!", "section", 0, 5)]),
        ("# A\n# A\n# A\n", [(1, "A", "a", 0, 3), (1, "A", "a-2", 4, 7), (1, "A", "a-3", 8, 11)]),
        ("# A {#b}\n# B\n", [(1, "A", "b", 0, 8), (1, "B", "b-2", 9, 12)]),
        ("a\u2028# B\n", []),
        ("### Section 2: Problem (200-400 words)\n", [(3, "Problem", "problem", 0, 38)]),
        ("## 6. known uses\n", [(2, "Known Uses", "known-uses", 0, 16)]),
        ("## - A\n", [(2, "- A", "a", 0, 6)]),
        ("## 1. Other\n", [(2, "1. Other", "1-other", 0, 11)]),
        ("## Problem (in 20 words)\n", [(2, "Problem", "problem", 0, 24)]),
        ("## Problem (of trust)\n", [(2, "Problem (of trust)", "problem-of-trust", 0, 21)]),
        ("#" + " " * 100 + "A\n", []),
    ],
)
def test_headings(text: str, headings: list[tuple[int, str, str, int, int]]) -> None:
    """Headings are found with level, words, anchor and place; number and hint go where the form knows the name."""
    found = read(text).headings

    assert headings == [(head.level, head.text, head.anchor, head.start, head.end) for head in found]


def test_sections_end_at_the_next_heading_that_is_not_deeper() -> None:
    """A section holds its subsections, and ends where a heading of its own level or above begins."""
    body = read("# A\na\n## B\nb\n### C\nc\n## D\nd\n# E\n")

    assert {
        "A": "\na\n## B\nb\n### C\nc\n## D\nd\n",
        "B": "\nb\n### C\nc\n",
        "C": "\nc\n",
        "D": "\nd\n",
        "E": "\n",
    } == {section.heading.text: body.text[section.start : section.end] for section in body.sections}


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Context", "Context"),
        ("context", "Context"),
        ("KNOWN USES", "Known Uses"),
        ("known-uses", "Known Uses"),
        ("Forces", "2. Forces (100 words)"),
        ("2. Forces (100 words)", "2. Forces (100 words)"),
        ("Solution", None),
        ("Con", None),
    ],
)
def test_section_by_name(name: str, heading: str | None) -> None:
    """A section is found by its name, whatever its case, number and hint."""
    section = read("## Section 1: Context\n\n## 2. Forces (100 words)\n\n## Known uses\n").section(name)

    assert heading == (section.heading.text if section else None)


def test_first_of_two_sections_is_found() -> None:
    """Of two sections with one name the first counts."""
    section = read("## Context\nfirst\n## Context\nsecond\n").section("Context")

    assert section is not None
    assert section.heading.start == 0


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("a", ("a", None, "", "")),
        (" a ", ("a", None, "", "")),
        ("a|b", ("a", None, "", "b")),
        ("a|b|c", ("a", None, "", "b|c")),
        ("a\\|b", ("a", None, "", "b")),
        ("a#b", ("a", None, "b", "")),
        ("a#b c|d", ("a", None, "b c", "d")),
        ("#b", ("", None, "b", "")),
        ("archetype:a", ("a", "archetype", "", "")),
        (" archetype : a # b | c ", ("a", "archetype", "b", "c")),
        ("mental-model: a#b|c", ("a", "mental-model", "b", "c")),
        ("level:9", ("9", "level", "", "")),
        ("Design: a", ("Design: a", None, "", "")),
        (":a", (":a", None, "", "")),
        ("9:a", ("9:a", None, "", "")),
        ("a:b:c", ("b:c", "a", "", "")),
        ("planned:a", ("planned:a", None, "", "")),
        ("planned: a b|c", ("planned: a b", None, "", "c")),
    ],
)
def test_parse_reference(inner: str, expected: tuple[str, str | None, str, str]) -> None:
    """Between double brackets stand a name and, as wished, its kind, a section and the words to show."""
    found = parse_reference(inner)

    assert expected == (found.name, found.kind, found.anchor, found.text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a [[b]] c", [("b", 2, 7)]),
        ("[[b]][[c]]", [("b", 0, 5), ("c", 5, 10)]),
        ("[[[b]]]", [("b", 1, 6)]),
        ("\\[[b]] [[c]]", [("c", 7, 12)]),
        ("[[b\nc]]", []),
        ("[[]] [b] [[b]", []),
        ("`[[b]]` [[c]]", [("c", 8, 13)]),
        ("```\n[[b]]\n```\n", []),
        ("<!-- [[b]] -->", []),
        ("    [[b]]\n", []),
        ("[[b `c` d]]", []),
        ("| [[b\\|c]] |", [("b", 2, 10)]),
        ("# [[b]]\n> [[c]]\n", [("b", 2, 7), ("c", 10, 15)]),
        ("[[" + "b" * 300 + "]]", [("b" * 300, 0, 304)]),
        ("[[" + "b" * 301 + "]]", []),
        ("Ü[[b]]", [("b", 1, 6)]),
    ],
)
def test_references(text: str, found: list[tuple[str, int, int]]) -> None:
    """References are found with their places, and not in code or comments."""
    assert found == [(reference.name, reference.start, reference.end) for reference in read(text).references]


def test_places_count_from_the_file() -> None:
    """Offsets are those of the whole file, though the front matter is no body."""
    text = "---\ntitle: [[a]]\n---\n[[b]]\n"
    body = bodies.read(text, 21)

    assert [("b", 21, 26)] == [(found.name, found.start, found.end) for found in body.references]
    assert len(text) == len(body.text) == len(body.masked)


@pytest.mark.parametrize(
    ("template", "kind", "text", "found"),
    [
        (
            "See mental model: {name}.",
            None,
            "See mental model: Goodhart's Law. More.",
            [("Goodhart's Law", 18, 32)],
        ),
        ("See mental model: {name}.", None, "see MENTAL model: A.", [("A", 18, 19)]),
        (
            "See mental model: {name}.",
            "mental-model",
            "See mental model: v1.2 loop.\n",
            [("v1.2 loop", 18, 27)],
        ),
        ("See mental model: {name}.", None, "See mental model: A", []),
        ("Pattern: {name}", None, "Pattern: A b; Pattern: C", [("A b", 9, 12), ("C", 23, 24)]),
        ("Pattern: {name}", None, "`Pattern: A`", []),
        ("(see {name})", None, "x (see A) y", [("A", 7, 8)]),
        ("(see {name})", None, "x (see   A b  ) y", [("A b", 9, 12)]),
    ],
)
def test_phrases(template: str, kind: str | None, text: str, found: list[tuple[str, int, int]]) -> None:
    """Words that settings name stand for a reference, whose place is the name's."""
    references = read(text, Phrase(template, kind)).references

    assert [Reference(name, kind, "", name, start, end) for name, start, end in found] == list(references)


def test_phrases_and_brackets_stand_in_reading_order() -> None:
    """References of both forms come in the order of the text."""
    body = read("[[a]] See b. [[c]]", Phrase("See {name}."))

    assert ["a", "b", "c"] == [found.name for found in body.references]


@pytest.mark.parametrize("template", ["", "See", "{name}", "  {name}.", "See {name} and {name}."])
def test_phrases_need_words_before_one_name(template: str) -> None:
    """A phrase that would match anything is refused."""
    with pytest.raises(ValueError, match=r"must hold `\{name\}` once, with words before it"):
        _ = Phrase(template).pattern


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](b.md)", [Target("b.md", False, 4, 8)]),
        ("![a](b.png)", [Target("b.png", True, 5, 10)]),
        ("[![a](b.png)](c.md)", [Target("b.png", True, 6, 11), Target("c.md", False, 14, 18)]),
        ("[a](<b.md>)", [Target("b.md", False, 5, 9)]),
        ('[a](b.md "title")', [Target("b.md", False, 4, 8)]),
        ("[a](b.md#c?d)", [Target("b.md#c?d", False, 4, 12)]),
        ("[a]: b.md\n", [Target("b.md", False, 5, 9)]),
        ("  [a]: <b.md> 'c'\n", [Target("b.md", False, 8, 12)]),
        ("[^1]: D. Meadows, e.g. here\n", []),
        ("[a] (b.md) [c]() `[d](e.md)`", []),
        ("```\n[a](b.md)\n```\n", []),
        ("x! [a](b.md)", [Target("b.md", False, 7, 11)]),
        ("![a [b] [c] d](e.png)", [Target("e.png", True, 15, 20)]),
        ("[a ![b] c](d.md)", [Target("d.md", False, 11, 15)]),
        ("![a] b](c.md)", [Target("c.md", False, 8, 12)]),
    ],
)
def test_targets(text: str, targets: list[Target]) -> None:
    """Ordinary links, images and link definitions lead somewhere; footnotes and code don't."""
    assert targets == list(read(text).targets)


@pytest.mark.parametrize(
    ("text", "callouts"),
    [
        (
            "> [!NOTE] Confidence Rating: ★★★ (High)\n> More.\n",
            [Callout("Confidence Rating", "★★★ (High)", 10, 39)],
        ),
        (">[!note]+ A:b:c", [Callout("A", "b:c", 10, 15)]),
        ("> [!note]  A : b ", [Callout("A", "b", 11, 17)]),
        ("x\n   >   [!MY-tip]- A", [Callout("A", "", 20, 21)]),
        ("> [!NOTE]\n", [Callout("", "", 9, 9)]),
        ("> NOTE A: b\n    > [!NOTE] A: b\n> > [!NOTE] A: b\n", []),
        ("```\n> [!NOTE] A: b\n```\n", []),
    ],
)
def test_callouts(text: str, callouts: list[Callout]) -> None:
    """A callout's first line gives a label and a value."""
    assert callouts == list(read(text).callouts)


def test_callout_by_label() -> None:
    """A callout is found by its label, whatever its case, and the first of several counts."""
    body = read("> [!NOTE] Other: 0\n\n> [!NOTE] confidence rating: 1\n\n> [!TIP] Confidence Rating: 2\n")
    callout = body.callout("Confidence Rating")

    assert callout is not None
    assert "1" == callout.value
    assert body.callout("Confidence") is None


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("One. Two [[x]] three. Four.", "Two ", " three."),
        ("One! Two\n[[x]]\nthree? Four.", "Two ", " three?"),
        ("[[x]]", "", ""),
        ("One\ntwo\nthree [[x]] four\nfive\nsix.", "One two three ", " four five six."),
        ("Zero.\n\nOne\ntwo\nthree [[x]] four\nfive\nsix\n\nSeven.", "One two three ", " four five six"),
        ("\n[[x]]\n", "", ""),
        ("It is (see [[x]]).", "It is (see ", ")."),
        ("*One* two [[x]], `three` [four](b.md).", "One two ", ", three four."),
        ("One [[a|b]] two [[x]] three [[c]].", "One b two ", " three c."),
        ("First.\n\nOne [[x]] two\n\nLast.", "One ", " two"),
        ("- one\n- two [[x]] three\n- four", "two ", " three"),
        ("1. one\n2. two [[x]]\n   three\n3. four", "two ", " three"),
        ("> one\n> two [[x]] three\n", "one two ", " three"),
        ("# Head\nOne [[x]] two\n# Next", "One ", " two"),
        ("| one | [[x]] |\n| two | three |", "| one | ", " |"),
        ("v1.2 is [[x]] e.g. so", "v1.2 is ", " e.g."),
        ("“One.” Two [[x]].", "Two ", "."),
        ("[[x]]'s end.", "", "'s end."),
        ("> [[x]] - a dash\n> quoted.", "", " - a dash quoted."),
    ],
)
def test_sentence(text: str, before: str, after: str) -> None:
    """A reference's sentence is the words on both sides of it in the same paragraph, item or heading."""
    body = read(text)
    reference = next(found for found in body.references if found.name == "x")
    sentence = body.sentence(reference)

    assert (before, after) == (sentence.before, sentence.after)


def test_long_sentences_are_cut_at_words() -> None:
    """A sentence without end is cut to what stands around the reference."""
    words = "word " * 100
    body = read(f"{words}[[x]] {words}")
    sentence = body.sentence(body.references[0])

    assert sentence.before.startswith("… word word")
    assert sentence.after.endswith("word word …")
    assert len(sentence.before) <= 162
    assert len(sentence.after) <= 162


def test_sentence_stays_in_the_body() -> None:
    """The front matter is no part of the first sentence."""
    text = "---\na: b\n---\nOne [[x]]."
    body = bodies.read(text, 13)

    assert "One " == body.sentence(body.references[0]).before


def test_a_sentence_that_ends_within_a_reference() -> None:
    """What others show stands in a sentence only where they stand in it as a whole."""
    body = read("One [[b]] here, [[a]] there, [[c. d]] on.")

    assert ("One B here, ", " there, [[c.") == (
        (sentence := body.sentence(body.references[1], lambda one: one.name.upper())).before,
        sentence.after,
    )


def test_without_sections() -> None:
    """Sections can be taken out of a body; nested ones go with the one that holds them."""
    body = read("x\n# A\na\n## B\nb\n# C\nc\n")
    outer, inner, last = body.sections

    assert "x\n# C\nc\n" == without(body.text, body.start, [inner, outer])
    assert "x\n# A\na\n# C\nc\n" == without(body.text, body.start, [inner])
    assert "x\n" == without(body.text, body.start, [last, outer])
    assert body.text == without(body.text, body.start, [])


@given(MARKDOWN)
@example("[[x]]\n" * 3)
@example("a [[x|\\]]")
@example("A\n=\n[[b]](c)\n> [!a] b")
def test_any_markdown_is_read(text: str) -> None:
    """No body makes reading fail, and everything found lies where it says."""
    body = read(text, Phrase("a {name}."), Phrase("b {name}"))

    assert all(0 <= head.start < head.end <= len(text) for head in body.headings)
    assert all(section.start <= section.end <= len(text) for section in body.sections)
    assert len({head.anchor for head in body.headings}) == len(body.headings) or "#" in text
    assert all(target.url == text[target.start : target.end] for target in body.targets)
    assert all(text[found.start : found.end] for found in body.references)
    assert all(callout.end <= len(text) for callout in body.callouts)
    for reference in body.references:
        body.sentence(reference)
    first_paragraph(text)


BIG = 200_000


@pytest.mark.parametrize(
    "text",
    [
        ("|" + " " * 10_000 + "|\n") * 100,
        " " * BIG + "\n" + " " * BIG + "x\n",
        "a" + " " * BIG + "\n\n" + "\t" * BIG + "\n---" + " " * BIG + "x\n",
        "#" + " " * BIG + "A" + " " * BIG + "\n" + "#" * BIG,
        "# A (" + "word " * BIG,
        "# A {#" + "a" * BIG,
        "# A " + "{#a" * BIG,
        "# A\n" * 50_000,
        "# A\n## B\n" * 25_000,
        "A\n=\n\n" * 50_000,
        "=" * BIG + "x\n",
        "`" * BIG,
        "` `` ``` " * 50_000,
        "`a\n\n" * BIG,
        "".join("`" * (1 + step % 600) + " " for step in range(2_000)),
        "<!--" * BIG,
        "<!-- -->" * 50_000,
        "[" * BIG,
        "[[" * BIG,
        "[[a" * BIG,
        "](" * 20_000,
        "[a](" * 20_000,
        "> [!" + "a" * BIG,
        "> [!A]" + " " * BIG + "x",
        ">" * BIG + "\n```\n" + "> " * BIG,
        "- " * BIG,
        "*" * BIG + "\n" + "_a" * BIG,
        "<a" * BIG,
        "see " * BIG + "x.",
        "see x " * 20_000,
    ],
    ids=lambda text: repr(text[:8] + "…" + text[-4:]),
)
def test_long_runs_are_read_in_linear_time(text: str) -> None:
    """Long runs of blanks, marks and equal headings, on which a quadratic reader would hang, are read."""
    body = read(text, Phrase("see {name}."), Phrase("see {name}"))

    assert len(text) == len(body.masked)
    assert len(body.headings) == len(body.sections)
    assert body.section("Nowhere") is None
    assert len(body.targets) >= 0
    assert len(body.references) >= 0
    assert len(plain(text)) <= len(text)
    assert len(clean_heading(text)) <= len(text)
    assert len(first_paragraph(text)) <= len(text)


@pytest.mark.parametrize(
    "text", ["[[a]]\n" * 1_500, "[[a]] " * 1_500, "- [[a]]\n" * 1_500], ids=["lines", "words", "items"]
)
def test_sentences_of_one_long_paragraph(text: str) -> None:
    """A sentence is looked for near its reference only, so many in one paragraph don't multiply."""
    body = read(text)

    assert 1_500 == len([body.sentence(reference) for reference in body.references])
