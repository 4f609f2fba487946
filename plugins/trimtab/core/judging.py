"""What the marks of an entry can be: how far evidence carries, when a judgement is stale, and other scales."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from trimtab.core.calendar import months_between
from trimtab.core.model import STALE_AFTER, Evidence
from trimtab.core.words import fold

_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?(?:(?:dx\.)?doi\.org/|doi:\s{0,4})?", re.IGNORECASE)
"""What stands before an address without making it another."""
_STARS = re.compile(r"[★☆⭐]")
_NUMBER = r"(\d{1,4}(?:[.,]\d{1,6})?|[.,]\d{1,6})"
_PLAIN = re.compile(_NUMBER)
_PER_CENT = re.compile(_NUMBER + r"\s{0,4}(?:%|percent|per cent|pct)", re.IGNORECASE)
_OF = re.compile(_NUMBER + r"\s{0,4}(?:/|of|out of)\s{0,4}(\d{1,4})", re.IGNORECASE)


def supported_confidence(evidence: Iterable[Evidence]) -> int:
    """The highest confidence, 1 to 3, that some evidence allows.

    Without evidence, or with evidence that names no source, it is 1: a proposal, or what somebody tells of themselves.
    One piece with a source allows 2, and two with different sources allow 3. Addresses are one source where `http` and
    `https`, `www`, a fragment or a slash at the end tell them apart. Whether the sources bear the claim out can't be
    counted.
    """
    return min(3, 1 + len({_source(one.source) for one in evidence} - {""}))


def _source(text: str) -> str:
    """A source as it is compared."""
    return fold(_ADDRESS.sub("", text.strip(), count=1).partition("#")[0])


def is_stale(assessed: datetime.date, day: datetime.date) -> bool:
    """Whether more than `STALE_AFTER` calendar months lie between a judgement and a later day."""
    months = months_between(assessed, day)
    return months > STALE_AFTER or (months == STALE_AFTER and assessed.day != day.day)


def other_confidence_scale(typed: str) -> str:
    """The scale that a confidence is on, if it clearly isn't that from 1 to 3, as the end of a sentence; else empty.

    A whole number from 4 to 9 may just as well be a slip, so no scale is read into it.
    """
    text = typed.strip()
    stars = len(_STARS.findall(text))
    if stars:
        return f"on a scale of {stars} stars" if stars > 3 else ""
    value = _value(text)
    if value is not None and value.is_integer() and value < 10:
        return ""
    if value is not None and 0 < value < 1:
        return "on a scale from 0 to 1"
    return _other_scale(text, 3)


def other_vitality_scale(typed: str) -> str:
    """The scale that a vitality is on, if it clearly isn't that from 0 to 5, as the end of a sentence; else empty.

    What is below 6 may just as well be a slip, so no scale is read into it.
    """
    text = typed.strip()
    value = _value(text)
    return "" if value is not None and value < 6 else _other_scale(text, 5)


def _other_scale(text: str, most: int) -> str:
    """The scale of a share, or of a number above `most`."""
    if _PER_CENT.fullmatch(text):
        return "in per cent"
    of = _OF.fullmatch(text)
    if of:
        whole = int(of[2])
        return f"on a scale of {whole}" if whole != most and 0 <= _float(of[1]) <= whole else ""
    value = _value(text)
    top = next((top for top in (5, 10, 100) if value is not None and most < value <= top), None)
    return f"on a scale up to {top}" if top else ""


def _value(text: str) -> float | None:
    return _float(text) if _PLAIN.fullmatch(text) else None


def _float(text: str) -> float:
    return float(text.replace(",", "."))
