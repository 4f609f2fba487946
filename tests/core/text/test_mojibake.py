from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.text.mojibake import LOST, find


def misread(text: str) -> str:
    """UTF-8 read as Windows-1252, its five bytes without a sign as controls, as browsers read it."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252")
        for byte in text.encode()
    )


def repaired(text: str) -> str:
    """The text with its garbled places as they were."""
    for one in reversed(list(find(text))):
        assert text[one.start : one.end] == one.text
        text = text[: one.start] + one.repaired + text[one.end :]
    return text


TEXTS = [
    "It’s a “quotation” – or — two… • ™ €",
    "café, naïve, Größe, niño, façade, ÉCOLE",
    "20°C, © 2020, £5, ½, « mot »",
    "à la carte",
    "★ ✓ → − ≤ 😀 👍",
    "Über Öl",
]


# Misread twice, the beginning of a word such as Öl can't be told from the end of one.
@pytest.mark.parametrize(
    ("text", "times"),
    [(text, times) for times in (1, 2, 3) for text in TEXTS if times == 1 or "Öl" not in text],
)
def test_garbled_text_is_repaired(text: str, times: int) -> None:
    """A text that was misread, even more than once, is found and can be had back."""
    garbled = text
    for _ in range(times):
        garbled = misread(garbled)

    assert text == repaired(garbled)


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "plain",
        "“IRMÔ, MAÇû, SÃO TOMÉ’, NÃO…",
        "pâté, château – “mâ”… ïambe, ðæt",
        "ROMÂNIA „Â” VÂN",
        "Ã and Â are letters",
        "Đâu? Ở đâ.",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    """Letters and signs that languages write are no garbage, alone or beside quotation marks."""
    assert [] == list(find(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("donâ€™t", [(3, 6, "’")]),
        ("“Ã©", [(0, 3, "“é")]),
        ("said â€œyesâ€ and", [(5, 8, "“"), (11, 13, "”")]),
        ("a\ufffd\ufffdb", [(1, 3, "")]),
        ("ï¿½", [(0, 3, "")]),
        ("x ðŸ˜", []),
    ],
)
def test_places(text: str, expected: list[tuple[int, int, str]]) -> None:
    """What is garbled together is one place; where a letter is lost there is nothing to write."""
    assert expected == [(one.start, one.end, one.repaired) for one in find(text)]


@given(st.text(max_size=40) | st.text(st.sampled_from("ÃÂâðïŸ€™œ˜\x81\x9d" + LOST + "aé\n "), max_size=30))
def test_any_text(text: str) -> None:
    """No text makes it fail, and places stand in order without touching."""
    places = [(one.start, one.end) for one in find(text)]

    assert places == sorted(places)
    assert all(first[1] <= second[0] for first, second in pairwise(places))


@pytest.mark.parametrize("piece", ["é", "é\ufffd", "Ã©\ufffd", "â€", "â", "ð"])
def test_no_text_takes_long(piece: str) -> None:
    """The time grows with the length of a text alone; a test that hangs is one that fails."""
    list(find(piece * 50_000 + "Ã©"))
