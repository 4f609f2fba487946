from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trimtab.core.masking import mask
from trimtab.core.text.endings import block, breaks_off, junk

BODY = "A sentence.\n\nAnother one.\n"


def left(text: str) -> str | None:
    """The text without its junk; None where it has none."""
    found = junk(text, mask(text), 0)
    return None if found is None else text[: found[1]]


@pytest.mark.parametrize(
    "end",
    [
        "'''",
        '"""\n',
        "```",
        "~~~\n\n",
        "\n**\n",
        "\n__",
        "EOF",
        "EOT\n",
        "<|endoftext|>",
        "</s>",
        "'''\n```\n",
        "\n```\n'''\nEOF\n",
        "  '''  \n",
    ],
)
def test_junk(end: str) -> None:
    """What a program leaves at the end of a file is found, however many lines of it there are."""
    assert left(BODY + end) == (None if end.startswith("\n```") else BODY.rstrip())


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "",
        "'''",
        "'''\nquoted\n'''\n",
        "x\n```\ncode\n```\n",
        "x\n```\n'''\n```\n",
        "x\n```\n'''\n",
        "**bold over\nlines\n**\n",
        "x\n***\n",
        "x\n\n---\n",
        "x\n\n* * *\n",
        "x\n\n-\n",
        "| a |\n|---|\n",
        "The end: EOF\n",
        "EOF means the end of a file\n",
        "x\n\n`'''`\n",
        "[x]: y.md\n",
        "THE END\n",
    ],
)
def test_endings_that_are_meant(text: str) -> None:
    """Code, pairs of quotation marks, lines across the page and words aren't junk."""
    assert left(text) is None or text == "'''"


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("If it didn't, say so before anybody asks, and", "and"),
        ("When a habit decays, learning evapor", "evapor"),
        ("They are distracted, checking phones,", "phones,"),
        ("Try it again after 12–18", "12–18"),
        ("It is a hard place for providers. The", "The"),
        ("- **The commons", "commons"),
        ("4. **Leaders stop", "stop"),
        ("- First. Then it becomes a way to end the talk", "talk"),
        ("> Let the practice take root in the", "the"),
    ],
)
def test_text_that_breaks_off(end: str, last: str) -> None:
    """A sentence without an end is found at its last word."""
    text = f"{BODY}\n{end}\n\n"
    place = breaks_off(text, mask(text), 0)

    assert place is not None
    assert last == text[slice(*place)]


@pytest.mark.parametrize(
    "end",
    [
        "It ends.",
        "It ends (here)",
        "See <https://example.org/a>",
        "See https://example.org/a-b",
        "Lean Enterprise Institute",
        "by the Commons Summit in Galway - 10 April 2019",
        "* Tim Yao",
        "- feedback loops without any delay",
        "1. one more item of a long list",
        "[a]: b.md",
        "| a | b",
        "# A heading of five words here",
        "    code is no sentence at all",
        "`code is no sentence at all`",
        "**Signs of life:**",
        "two words",
        "**Bold words that\nrun** on here",
        "| a,",
        "一つの文がここで終わるまで続く",
        "это предложение без точки в самом конце",
        "Read all of it in file.txt",
    ],
)
def test_endings_that_are_whole(end: str) -> None:
    """Names, lists, addresses, code and other scripts don't break off."""
    text = f"{BODY}\n{end}\n"

    assert breaks_off(text, mask(text), 0) is None


def test_a_text_without_full_stops() -> None:
    """Where no paragraph ends with a full stop, the last one need not either."""
    assert breaks_off("one line of a poem\n\nand one of the other\n", "x" * 60, 0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\nx: y\n---\n", (0, 21, ("title", "x"), True)),
        ("\n\n---\ntitle: A\n---", (2, 18, ("title",), True)),
        ("title: A\ntags:\n- b\n  c: d\n# e\n\nx: y\n---\n", (0, 39, ("title", "tags", "x"), False)),
        ("---\ntitle: A\n", None),
        ("---\n\nText.\n\n---\n", None),
        ("---\n---\n", None),
        ("Text: more\nand more\n---\n", None),
        ("# A\n---\n", None),
        ("", None),
    ],
)
def test_blocks_of_keys(text: str, expected: tuple[int, int, tuple[str, ...], bool] | None) -> None:
    """Lines of keys up to a line of dashes are a block, with a line of dashes before them or not."""
    found = block(text, 0)

    assert expected == (found and (found.start, found.end, found.keys, found.fenced))


@given(st.text(st.sampled_from("ab'\"`~*_ \n-:#.,|<>EOF\u2028é"), max_size=60), st.integers(0, 5))
@example("'''\n" * 3, 0)
@example("\u2028", 0)
def test_any_text(text: str, start: int) -> None:
    """No text makes it fail, and what is found lies in the body, in order."""
    start = min(start, len(text))
    masked = mask(text, start)
    found = junk(text, masked, start)
    place = breaks_off(text, masked, start)
    keys = block(text, start)

    assert found is None or start <= found[1] <= found[0] < len(text)
    assert place is None or start <= place[0] < place[1] <= len(text)
    assert keys is None or start <= keys.start < keys.end <= len(text)


@pytest.mark.parametrize("piece", ["'''\n", "```\n", "\n**\n", " ", "\n", "a: b\n", "---\n", "EOF\n", "a "])
def test_no_text_takes_long(piece: str) -> None:
    """The time grows with the length of a text alone; a test that hangs is one that fails."""
    text = piece * 50_000
    junk(text, text, 0)
    breaks_off(text, text, 0)
    block(text, 0)
