from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.masking import mask
from trimtab.core.text.tables import padded, shortened

WIDE = " " * 101


def squeezed(text: str) -> str:
    """The text with its padded tables as they would do."""
    masked = mask(text)
    for table in reversed(list(padded(masked, 0))):
        for start, end, by in reversed(table.runs):
            text = text[:start] + by + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"| a |{WIDE}\n|---|\n| b |\n", "| a |\n|---|\n| b |\n"),
        (f"x\n\n| a | b{WIDE}|\n|---|{'-' * 300}|\n| c | d |\ny", "x\n\n| a | b |\n|---|---|\n| c | d |\ny"),
        (f"| a |{WIDE * 100}b |\n|---|---|", "| a | b |\n|---|---|"),
        (f"| a |{' ' * 100}b |\n|---|---|", f"| a |{' ' * 100}b |\n|---|---|"),
        (f"| a |\n|{'-' * 300}|", f"| a |\n|{'-' * 300}|"),
        (f"a{WIDE}b", f"a{WIDE}b"),
        (f"```\n| a{WIDE}|\n```", f"```\n| a{WIDE}|\n```"),
        (f"| a{WIDE}|\n|---|\n\nx{WIDE}y\n\n| b{WIDE}|\n|---|", f"| a |\n|---|\n\nx{WIDE}y\n\n| b |\n|---|"),
    ],
)
def test_padding_goes(text: str, expected: str) -> None:
    """Long runs of blanks in a table become one blank, and dashes below its head three; nothing else changes."""
    assert expected == squeezed(text)


@pytest.mark.parametrize(
    ("text", "lines", "is_sound"),
    [
        (f"| a{WIDE}|\n|---|\n| b |", 3, True),
        (f"| a |\n|:--|\n| b{WIDE}|", 3, True),
        (f"> | a{WIDE}|\n> | - |", 2, True),
        (f"| a{WIDE}- |---|\n| b |", 2, False),
        (f"| a{WIDE}|", 1, False),
    ],
)
def test_tables(text: str, lines: int, is_sound: bool) -> None:
    """A table is the lines in a row that hold bars; without a row of dashes below its head it's none."""
    (table,) = padded(text, 0)

    assert (0, len(text), lines, is_sound) == (table.start, table.end, table.lines, table.is_sound)
    assert table.blanks >= 100


def test_tables_side_by_side() -> None:
    """An empty line parts two tables."""
    first = f"| a{WIDE}|\n|---|"
    (table,) = padded(f"| x |\n|---|\n\n{first}\n\n| b |\n|---|", 0)

    assert (13, 13 + len(first), 2) == (table.start, table.end, table.lines)


def test_shortened() -> None:
    """Long runs count as one sign, so that a row is as long as it would be."""
    assert (5, 1001) == (shortened(f"|a{WIDE}b|"), shortened("|" * 1001))


@given(st.lists(st.sampled_from(["|", " ", "\n", "-", "a", WIDE, "-" * 101, "`"]), max_size=30).map("".join))
def test_any_text(text: str) -> None:
    """Squeezing leaves nothing to squeeze, and changes no words."""
    once = squeezed(text)

    assert once == squeezed(once)
    assert [*once.replace("-", " ").split()] == [*text.replace("-", " ").split()]


@pytest.mark.parametrize(
    "text",
    ["|" + " " * 100_000 + "|\n", ("|" + " " * 99) * 10_000, ("| a" + WIDE + "\n") * 2_000, WIDE * 2_000],
)
def test_no_text_takes_long(text: str) -> None:
    """The time grows with the length of a text alone; a test that hangs is one that fails."""
    list(padded(text, 0))
