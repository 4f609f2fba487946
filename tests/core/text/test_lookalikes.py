from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.text.lookalikes import odd, skeleton
from trimtab.core.words import fold


@pytest.mark.parametrize(
    "name",
    ["rota", "ROTA", "R\u043eta", "R\u041e\u0422\u0410", "r0ta", "Ro-ta", "\uff32ota"],
)
def test_one_skeleton(name: str) -> None:
    """Letters of one shape, digits like letters, case, width and punctuation don't count."""
    assert skeleton("rota") == skeleton(name)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("\u00e6ther", "aether"),
        ("\u0152uvre", "Oeuvre"),
        ("Type 1", "Type l"),
        ("k\u0131rm\u0131z\u0131", "kirmizi"),
    ],
)
def test_more_than_alphabets(first: str, second: str) -> None:
    """Ligatures and the dotless i look like what they are read as."""
    assert skeleton(first) == skeleton(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("caf\u00e9", "cafe"), ("modern", "modem"), ("fail", "fall"), ("pota", "rota"), ("2", "z")],
)
def test_other_skeletons(first: str, second: str) -> None:
    """Names that a reader can tell apart have different skeletons."""
    assert skeleton(first) != skeleton(second)


def test_odd() -> None:
    """The characters that make a name another are named in order, each once."""
    assert ("\u043e", "\u0430", "0") == odd("R\u043et\u0430 \u043e0")
    assert () == odd("Caf\u00e9 R\u00f4ta")


@pytest.mark.parametrize("char", sorted({one for one in map(chr, range(0x250, 0x530)) if odd(one)}))
def test_letters_of_three_alphabets(char: str) -> None:
    """Whatever counts as drawn like a Latin letter is a Greek, Cyrillic or Latin one."""
    assert unicodedata.name(char).split()[0] in ("GREEK", "CYRILLIC", "LATIN")


@given(st.text())
def test_equal_names_have_one_skeleton(name: str) -> None:
    """A name and its capitals that are one name have one skeleton, and a skeleton's is itself."""
    if name.isascii():
        assert skeleton(name) == skeleton(name.upper())
        assert skeleton(name) == skeleton(fold(name))
    assert isinstance(skeleton(name), str)
