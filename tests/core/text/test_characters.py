from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.text.characters import Hidden, name_of, odd

CONTROL, INVISIBLE, DIRECTION = Hidden.CONTROL, Hidden.INVISIBLE, Hidden.DIRECTION


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain – “text”\n\tof all kinds: é, 日本, ★, ﬁ\xa0\u202f\u2009", []),
        ("a\x00b", [(1, CONTROL)]),
        ("a\x08\x0b\x0c\x1b\x7f\x85", [(at, CONTROL) for at in range(1, 7)]),
        ("a\u2028b\u2029", [(1, CONTROL), (3, CONTROL)]),
        ("so\xadft", [(2, INVISIBLE)]),
        ("a\u200bb\u2060c\ufeffd", [(1, INVISIBLE), (3, INVISIBLE), (5, INVISIBLE)]),
        ("a\u2063b\u206ac\ufff9", [(1, INVISIBLE), (3, INVISIBLE), (5, INVISIBLE)]),
        ("a\u200db\u200cc", [(1, INVISIBLE), (3, INVISIBLE)]),
        ("αβ\u200dγ, д\u200cж", [(2, INVISIBLE), (7, INVISIBLE)]),
        ("👩\u200d💻 🏳\ufe0f\u200d🌈 👍🏽\u200d", []),
        ("می\u200cخواهم", []),
        ("क्\u200dष, ශ්\u200dරී", []),
        ("ไทย\u200bภาษา, ភាសា\u200bខ្មែរ", []),
        ("ᠠ\u180eᠠ a\u180ea", [(5, INVISIBLE)]),
        ("★\ufe0f, ©\ufe0f", []),
        ("a\u200eb", [(1, INVISIBLE)]),
        ("שלום\u200f! a\u200e", []),
        ("שלום\nb\u200f", [(6, INVISIBLE)]),
        ("\u202eabc\u202c", [(0, DIRECTION), (4, DIRECTION)]),
        ("a \u2066b\u2069", [(2, DIRECTION), (4, DIRECTION)]),
        ("שלום \u2067abc\u2069 \u202bשלום\u202c", []),
        ("שלום \u2067abc", [(5, DIRECTION)]),
        ("שלום \u2067abc\u202c", [(5, DIRECTION), (9, DIRECTION)]),
        ("שלום \u202eabc\u202c", [(5, DIRECTION), (9, DIRECTION)]),
        ("🏴\U000e0067\U000e0062\U000e007f", []),
        ("a\U000e0067", [(1, INVISIBLE)]),
        ("\U000e0041", [(0, INVISIBLE)]),
        ("a\u3164b\uffa0", [(1, INVISIBLE), (3, INVISIBLE)]),
        ("\u1100\u1160 a\u1160", [(4, INVISIBLE)]),
        ("a\u2800b", [(1, INVISIBLE)]),
        ("⠓\u2800⠊", []),
    ],
)
def test_odd_characters(text: str, expected: list[tuple[int, Hidden]]) -> None:
    """A character that nobody sees is found, unless its neighbours need it."""
    found = odd(text)

    assert expected == [(one.start, one.why) for one in found]
    assert all((one.char, 1) == (text[one.start], one.end - one.start) for one in found)


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\x00", "U+0000 NULL"),
        ("\x08", "U+0008 BACKSPACE"),
        ("\x7f", "U+007F DELETE"),
        ("\x85", "U+0085 CONTROL"),
        ("\U000e0067", "U+E0067 TAG LATIN SMALL LETTER G"),
    ],
)
def test_names(char: str, name: str) -> None:
    """A character is named by its number and its Unicode name; a control by its picture's."""
    assert name == name_of(char)


def test_what_stands_for_a_line_end() -> None:
    """A line separator can't go without a blank in its place; a backspace can."""
    assert [True, False, True] == [one.ends_line for one in odd("a\u2028b\x08\x0b")]


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """No text makes it fail, and what is found is there."""
    assert all(text[one.start] == one.char for one in odd(text))


@pytest.mark.parametrize("piece", ["\u200e", "\u2066", "\u200b\n", "\U000e0067", "\u202e"])
def test_no_text_takes_long(piece: str) -> None:
    """The time grows with the length of a text alone; a test that hangs is one that fails."""
    assert 100_000 == len(odd(piece * 100_000))
