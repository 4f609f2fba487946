from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trimtab.core.words import anchor_of, clean_heading, first_paragraph, fold, plain, unique_anchor


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("  a \n b  ", "a b"),
        ("*a* **b** ***c*** _d_ __e__", "a b c d e"),
        ("snake_case and 2*3", "snake_case and 23"),
        ("a * b", "a b"),
        ("[a](b) ![c](d)", "a c"),
        ("[a][b]", "[a][b]"),
        ("[[a]] [[b|c]] [[archetype:d]] [[e#f]]", "a c d e"),
        ("`a` ``b``", "a b"),
        ("a <b>c</b><br/> d <!-- e -->", "a c d"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("\\*a\\* \\[b\\] \\`c\\` *d*", "*a* [b] `c` d"),
        ("> a\n> b", "a b"),
        ("- a\n* b\n+ c\n1. d\n2) e", "a b c d e"),
        ("## A", "A"),
        ("> [!NOTE] A", "A"),
        ("> [!NOTE]- A\n> - B", "A B"),
        ("- 1. a", "a"),
        ("x\x00y", "xy"),
    ],
)
def test_plain(text: str, words: str) -> None:
    """Markdown becomes words on one line."""
    assert words == plain(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("1. a", "1. a"), ("- a\n- b", "- a b"), ("- a\n> 1. b\n", "- a b"), ("# a", "# a"), ("", "")],
)
def test_plain_within_a_line(text: str, words: str) -> None:
    """A text that begins within a line has no mark there; its later lines have theirs."""
    assert words == plain(text, begins_line=False)


@pytest.mark.parametrize(
    ("text", "words"), [(" a ", " a "), ("a ", "a "), ("\na", " a"), ("a", "a"), ("  ", ""), ("", "")]
)
def test_plain_keeps_ends(text: str, words: str) -> None:
    """On request a blank at either end stays one blank, so that parts of a sentence can be joined."""
    assert words == plain(text, keep_ends=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("\n\n  \nA *b*\nc\n\nd", "A b c"),
        ("<br>\n\nA", "A"),
        ("**\n   \nA", "A"),
        ("> A\n>\n> b", "A b"),
    ],
)
def test_first_paragraph(text: str, words: str) -> None:
    """The first paragraph that says something, as plain words."""
    assert words == first_paragraph(text)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Solution", "Solution"),
        ("Section 3: Solution (200-400 words)", "Solution"),
        ("SECTION 12 - Solution", "Solution"),
        ("section 3. Solution", "Solution"),
        ("3. Solution", "Solution"),
        ("3) Solution:", "Solution"),
        ("3: Solution", "Solution"),
        ("3 Solution", "3 Solution"),
        ("3.", "3."),
        ("Solution (one word)", "Solution"),
        ("Solution (Words)", "Solution"),
        ("Solution (a) (300 words)", "Solution (a)"),
        ("Solution (wordy)", "Solution (wordy)"),
        ("Solution (a) words)", "Solution (a) words)"),
        ("Solution (300 words) x", "Solution (300 words) x"),
        ("  Solution  ", "Solution"),
        ("  3. Solution : ", "Solution"),
        ("(3 words)", ""),
        ("3 words)", "3 words)"),
        ("", ""),
    ],
)
def test_clean_heading(heading: str, name: str) -> None:
    """A section's number and its hint on length are no part of its name."""
    assert name == clean_heading(heading)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Goodhart's Law", "goodhartslaw"),
        ("goodharts-law", "goodhartslaw"),
        ("  Goodhart\u2019s\u00a0LAW! ", "goodhartslaw"),
        ("Stra\u00dfe", "strasse"),
        ("\ufb01n", "fin"),
        ("\uff21\uff42", "ab"),
        ("Cafe\u0301", "caf\u00e9"),
        ("snake_case", "snakecase"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940"),
        ("!?", ""),
        ("\u2460", "1"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Case, punctuation, blanks and compatible forms don't count when names are compared; letters and marks do."""
    assert folded == fold(text)


@given(st.text())
@example("\u0345\u1fb4")
@example("\u1e9b\u0323")
def test_fold_is_idempotent(text: str) -> None:
    """What is folded once stays as it is, or a name would not find itself."""
    assert fold(text) == fold(fold(text))


@given(st.text(st.characters(categories=["L", "N", "P", "Z"])))
def test_fold_sees_no_case(text: str) -> None:
    """A name in capitals and the same in small letters are one."""
    assert fold(text) == fold(text.casefold())


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("", ""),
        ("Known Uses", "known-uses"),
        ("  A  --  b\u00a0c\td ", "a-b-c-d"),
        ("What's new?", "whats-new"),
        ("a_b", "a_b"),
        ("_a_", "a"),
        ("-a-", "a"),
        ("C++ & D", "c-d"),
        ("\u00dcn\u00ef", "\u00fcn\u00ef"),
        ("1. One", "1-one"),
        ("!?", ""),
    ],
)
def test_anchor_of(text: str, anchor: str) -> None:
    """A fragment is the heading's words in small letters, joined by hyphens."""
    assert anchor == anchor_of(text)


@given(st.text())
def test_anchor_of_an_anchor_is_itself(text: str) -> None:
    """A fragment names its own heading, so `[[x#known-uses]]` and `[[x#Known Uses]]` mean the same."""
    assert anchor_of(text) == anchor_of(anchor_of(text))


@pytest.mark.parametrize(
    ("text", "used", "anchor"),
    [
        ("Risks", [], "risks"),
        ("Risks", ["risks"], "risks-2"),
        ("Risks", ["risks", "risks-2"], "risks-3"),
        ("Risks", [f"risks-{count}" if count > 1 else "risks" for count in range(1, 12)], "risks-12"),
        ("!?", [], "section"),
        ("!?", ["section"], "section-2"),
        ("Risks 2", ["risks", "risks-2"], "risks-2-2"),
    ],
)
def test_unique_anchor(text: str, used: list[str], anchor: str) -> None:
    """A second heading of the same words gets the next number."""
    assert anchor == unique_anchor(text, set(used))


@given(st.lists(st.sampled_from(["a", "a 2", "a 3", "a 4", "b", "!"]), max_size=30))
def test_anchors_are_unique(texts: list[str]) -> None:
    """However headings are called, no two share a fragment."""
    used: set[str] = set()
    for text in texts:
        anchor = unique_anchor(text, used)

        assert anchor not in used
        used.add(anchor)
