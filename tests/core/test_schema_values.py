from __future__ import annotations

import datetime
import re
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from trimtab.core.loops import LinkSyntaxError, parse_link
from trimtab.core.schema import values


@example("a -> b +")
@example("a-> b −  delayed")
@example("– -> b +")
@example("a --> b +")
@example("a−-> b +")
@example("a <-> b +")
@example("a -> b → c +")
@example("a -> b+")
@example("+ -> b +")
@example("a -> + - delayed")
@given(
    st.lists(
        st.sampled_from(
            ["->", "→", "-", "+", "–", "−", ">", "<", "=", " ", "a", "b", "delayed", "Delayed", "é"]
        ),
        max_size=12,
    ).map("".join)
)
def test_causal_links(text: str) -> None:
    """A text fits as a causal link exactly if it can be read as one."""
    try:
        parse_link(text)
        readable = True
    except LinkSyntaxError:
        readable = False

    assert readable is Draft7Validator(values.causal_link()).is_valid(text)


@pytest.mark.parametrize("year", [0, 1, 4, 99, 100, 400, 1900, 1996, 2000, 2016, 2023, 2024, 2100, 9999])
def test_dates(year: int) -> None:
    """A text fits as a date exactly if the calendar has that day."""
    fits = re.compile(values.date()["pattern"])
    for month in range(14):
        for day in range(33):
            try:
                datetime.date(year, month, day)
                exists = True
            except ValueError:
                exists = False
            assert exists is bool(fits.search(f"{year:04}-{month:02}-{day:02}")), (year, month, day)


@pytest.mark.parametrize(
    "word", ["Delays", "a.b", "[x]", "c++", "$1", "a|b", "a-b c/d", "ß", "Öl", "\\", "{}", "(?:"]
)
def test_words_in_any_case(word: str) -> None:
    """A pattern made of a word fits the word in either case, and nothing else."""
    fits = re.compile(values.whole(values.any_case(word)))

    assert all(fits.search(one) for one in (word, word.lower(), word.swapcase()) if len(one) == len(word))
    assert not any(fits.search(one) for one in (f"{word}x", f"x{word}", "", "a1b"))
    assert re.search(values.whole(values.literal(word)), word)


@pytest.mark.parametrize(
    "form",
    [
        values.level(),
        values.levels(values.level()),
        values.confidence(),
        values.date(),
        values.number(1, empty=False),
        values.number(5, empty=True),
        values.causal_link(),
        values.name(),
        values.choice({"a": "b"}, r"\s*A\s*", cure=""),
    ],
    ids=["level", "levels", "confidence", "date", "weight", "vitality", "causal link", "name", "choice"],
)
def test_patterns_take_linear_time(form: dict[str, Any]) -> None:
    """No pattern takes long over a long text that almost fits."""
    texts = [
        " " * 30_000 + "x",
        "a -> b" + " " * 30_000 + "x",
        "- " * 15_000,
        "->" * 15_000,
        "0" * 30_000 + "x",
    ]
    texts += ["★x" * 15_000, "a -> " + "+ x" * 10_000, " " * 15_000 + "-> b + x", " +" * 15_000 + " -> b + x"]

    for part in form.get("anyOf", [form]):
        for text in texts:
            start = time.process_time()
            re.search(part.get("pattern", ""), text)
            assert time.process_time() - start < 0.5, (part, text[:20])
