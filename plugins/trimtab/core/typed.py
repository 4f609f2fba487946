"""What typed values mean: text on one line, lists of one, levels, stars, days and numbers.

Front matter arrives as text that was typed. The annotated types here are what fields of models are made of.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from trimtab.core.scales import CONFIDENCE, RUNGS

_NOTHING = {"", "~", "null", "none"}
_STAR = re.compile(r"[★☆⭐]")


def absent(value: Any) -> Any:
    """What a key says that is there but empty."""
    return None if isinstance(value, str) and value.strip().casefold() in _NOTHING else value


def as_list(value: Any) -> Any:
    """One value is a list of one; none is an empty list."""
    value = absent(value)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _words(value: Any) -> Any:
    """Text on one line; an empty value is an empty text."""
    if value is None:
        return ""
    return " ".join(value.split()) if isinstance(value, str) else value


def _integer(value: Any) -> Any:
    """`010` is ten and `2.0` is two, as someone who types them means."""
    value = absent(value)
    if isinstance(value, str) and re.fullmatch(r"\d{1,4}(?:\.0{1,4})?", value.strip()):
        return int(value.strip().partition(".")[0])
    return value


def parse_confidence(value: Any) -> Any:
    """Confidence as 1 to 3 from a number, stars (`★★ (Medium)`) or a word.

    Raises:
        ValueError: the value is none of these.
    """
    value = absent(value)
    if not isinstance(value, str):
        return value
    text = value.strip()
    if _STAR.search(text):
        return text.count("★") + text.count("⭐")
    word = text.casefold()
    for number, name in CONFIDENCE.items():
        if word == name:
            return number
    number_or_text = _integer(text)
    if isinstance(number_or_text, int):
        return number_or_text
    message = f"`{text}` is not a confidence: write 1, 2 or 3 (★ low, ★★ medium, ★★★ high)"
    raise ValueError(message)


def parse_level(value: Any) -> Any:
    """A level's number from a number or one of the twelve names.

    Raises:
        ValueError: the text is neither.
    """
    value = _integer(value)
    if isinstance(value, str):
        for rung in RUNGS.values():
            if rung.name.casefold() == value.strip().casefold():
                return rung.number
        message = f"`{value}` is not a level: write a number from 12 (weakest) to 1 (strongest)"
        raise ValueError(message)
    return value


def day(value: Any) -> Any:
    """A day; a time of day after it doesn't count. Pydantic alone takes a bare number for seconds since 1970."""
    value = absent(value)
    if not isinstance(value, str):
        return value
    match = re.match(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)", value.strip())
    if match is None:
        message = f"`{value}` is not a date: write it as year-month-day: 2026-03-01"
        raise ValueError(message)
    return match[1]


def names_of(value: Any) -> Any:
    """A list of names, where each may also be a mapping with a `name`."""
    value = as_list(value)
    if isinstance(value, list):
        return [item.get("name", item) if isinstance(item, dict) else item for item in value]
    return value


Words = Annotated[str, BeforeValidator(_words)]
Level = Annotated[int, BeforeValidator(parse_level), Field(ge=1, le=12)]
Confidence = Annotated[int, BeforeValidator(parse_confidence), Field(ge=1, le=3)]
Date = Annotated[datetime.date, BeforeValidator(day)]
Number = Annotated[float, BeforeValidator(absent), Field(allow_inf_nan=False)]
WordList = Annotated[tuple[Words, ...], BeforeValidator(as_list)]


class Record(BaseModel):
    """A mapping of front matter with keys of its own: frozen, and without keys that it doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
