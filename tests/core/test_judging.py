from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.judging import (
    is_stale,
    other_confidence_scale,
    other_vitality_scale,
    supported_confidence,
)
from trimtab.core.model import Evidence


@pytest.mark.parametrize(
    ("sources", "allowed"),
    [
        ([], 1),
        ([""], 1),
        (["", "", ""], 1),
        (["a"], 2),
        (["a", ""], 2),
        (["a", "A.", " a "], 2),
        (["https://x.org/a", "http://www.x.org/a/#part"], 2),
        (["https://doi.org/10.1/x", "doi: 10.1/X", "https://dx.doi.org/10.1/x"], 2),
        (["a", "b"], 3),
        (["https://x.org/a", "https://x.org/b"], 3),
        (["a", "b", "c"], 3),
    ],
)
def test_supported_confidence(sources: list[str], allowed: int) -> None:
    """No source allows 1, one allows 2, two different ones allow 3."""
    assert allowed == supported_confidence(Evidence(what="w", source=source) for source in sources)


@pytest.mark.parametrize(
    ("assessed", "day", "stale"),
    [
        ("2025-03-01", "2026-09-01", False),
        ("2025-03-01", "2026-09-02", True),
        ("2025-08-31", "2027-02-28", False),
        ("2025-08-31", "2027-03-01", True),
        ("2026-09-01", "2026-09-01", False),
        ("2026-09-02", "2026-09-01", False),
    ],
)
def test_stale(assessed: str, day: str, stale: bool) -> None:
    """A judgement is stale when more than eighteen calendar months have gone, a day more being enough."""
    assert stale == is_stale(*map(datetime.date.fromisoformat, (assessed, day)))


@given(st.dates(), st.dates(), st.dates())
def test_once_stale_always_stale(
    assessed: datetime.date, first: datetime.date, second: datetime.date
) -> None:
    """What is stale on one day is stale on every later one."""
    earlier, later = sorted((first, second))

    assert is_stale(assessed, later) or not is_stale(assessed, earlier)


@pytest.mark.parametrize(
    ("typed", "confidence", "vitality"),
    [
        ("0.7", "on a scale from 0 to 1", ""),
        (".7", "on a scale from 0 to 1", ""),
        ("0,7", "on a scale from 0 to 1", ""),
        ("85%", "in per cent", "in per cent"),
        ("85 per cent", "in per cent", "in per cent"),
        ("2%", "in per cent", "in per cent"),
        ("4/5", "on a scale of 5", ""),
        ("2/3", "", "on a scale of 3"),
        ("8 of 10", "on a scale of 10", "on a scale of 10"),
        ("7.5 out of 10", "on a scale of 10", "on a scale of 10"),
        ("12 of 10", "", ""),
        ("4.2", "on a scale up to 5", ""),
        ("7.5", "on a scale up to 10", "on a scale up to 10"),
        ("10", "on a scale up to 10", "on a scale up to 10"),
        ("70", "on a scale up to 100", "on a scale up to 100"),
        ("100", "on a scale up to 100", "on a scale up to 100"),
        ("101", "", ""),
        ("7", "", "on a scale up to 10"),
        ("5.5", "on a scale up to 10", ""),
        ("3", "", ""),
        ("0", "", ""),
        ("0.0", "", ""),
        ("1.0", "", ""),
        ("2.5", "", ""),
        ("-1", "", ""),
        ("★★★", "", ""),
        ("★★★★☆", "on a scale of 5 stars", ""),
        ("high", "", ""),
        ("4 out of the 5", "", ""),
        ("٧٠", "on a scale up to 100", "on a scale up to 100"),
    ],
)
def test_other_scales(typed: str, confidence: str, vitality: str) -> None:
    """Shares, per cent and numbers above the scale are on another; slips, and what is on ours, aren't."""
    assert (confidence, vitality) == (other_confidence_scale(f" {typed}"), other_vitality_scale(typed))


@given(st.text())
def test_any_text(text: str) -> None:
    """Any text has a scale or none."""
    assert isinstance(other_confidence_scale(text) + other_vitality_scale(text), str)
