"""What an entry is: its kinds and their fields, checked by pydantic.

Front matter arrives as text that was typed, so every field says here what that text means. Models are frozen. Keys that
no field claims are kept in `extra`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from trimtab.core import loops
from trimtab.core.scales import CONFIDENCE, RUNGS, vitality_band

_NOTHING = {"", "~", "null", "none"}
_STAR = re.compile(r"[★☆⭐]")


STALE_AFTER = 18
"""After how many months an assessment of vitality is stale: the place has changed since."""


class Status(StrEnum):
    """How far an entry has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    STABLE = "stable"
    DEPRECATED = "deprecated"


def _absent(value: Any) -> Any:
    """What a key says that is there but empty."""
    return None if isinstance(value, str) and value.strip().casefold() in _NOTHING else value


def _as_list(value: Any) -> Any:
    """One value is a list of one; none is an empty list."""
    value = _absent(value)
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
    value = _absent(value)
    if isinstance(value, str) and re.fullmatch(r"\d{1,4}(?:\.0{1,4})?", value.strip()):
        return int(value.strip().partition(".")[0])
    return value


def parse_confidence(value: Any) -> Any:
    """Confidence as 1 to 3 from a number, stars (`★★ (Medium)`) or a word.

    Raises:
        ValueError: the value is none of these.
    """
    value = _absent(value)
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


def _date(value: Any) -> Any:
    """A day; a time of day after it doesn't count. Pydantic alone takes a bare number for seconds since 1970."""
    value = _absent(value)
    if not isinstance(value, str):
        return value
    match = re.match(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)", value.strip())
    if match is None:
        message = f"`{value}` is not a date: write it as year-month-day: 2026-03-01"
        raise ValueError(message)
    return match[1]


def _names(value: Any) -> Any:
    """A list of names, where each may also be a mapping with a `name`."""
    value = _as_list(value)
    if isinstance(value, list):
        return [item.get("name", item) if isinstance(item, dict) else item for item in value]
    return value


Words = Annotated[str, BeforeValidator(_words)]
Level = Annotated[int, BeforeValidator(parse_level), Field(ge=1, le=12)]
Confidence = Annotated[int, BeforeValidator(parse_confidence), Field(ge=1, le=3)]
Date = Annotated[datetime.date, BeforeValidator(_date)]
Number = Annotated[float, BeforeValidator(_absent), Field(allow_inf_nan=False)]
WordList = Annotated[tuple[Words, ...], BeforeValidator(_as_list)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Vitality(_Record):
    """How much life a pattern gives the system that adopts it."""

    score: Number = Field(ge=0.0, le=5.0)
    """0.0 to 5.0."""
    assessed: Annotated[Date | None, BeforeValidator(_date)] = None
    reasoning: Words = ""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"score": value} if isinstance(value, str) else value

    @property
    def band(self) -> str:
        """generative, sustaining, functional or extractive."""
        return vitality_band(self.score)


class Evidence(_Record):
    """One thing that confidence rests on."""

    what: Words
    where: Words = ""
    source: Words = ""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"what": value} if isinstance(value, str) else value


class Citation(_Record):
    """A source that an entry rests on. A text alone is a title, or an address."""

    model_config = ConfigDict(frozen=True, extra="allow")

    title: Words = ""
    authors: Words = ""
    year: Words = ""
    publisher: Words = ""
    url: Words = ""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"url" if re.match(r"https?://\S+$", value) else "title": value}
        return value

    @field_validator("authors", mode="before")
    @classmethod
    def _joined(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join(str(one.get("name", one)) if isinstance(one, dict) else str(one) for one in value)


class Relation(_Record):
    """A typed link to another entry, written on one end only."""

    type: str
    to: Words = Field(min_length=1)
    """A name: slug, title, alias or id; `planned:` before it marks a target that is wanted but not written."""
    why: Words = ""
    weight: Annotated[Annotated[Number, Field(ge=0.0, le=1.0)] | None, BeforeValidator(_absent)] = None
    otherwise: tuple[tuple[str, Words], ...] = ()
    """Other keys that name the target, such as `id` beside `slug`, with what they say; they don't count."""


class Loop(_Record):
    """A causal loop, as typed: `links` read `cause -> effect SIGN [delayed]`."""

    name: Words
    kind: Annotated[Literal["reinforcing", "balancing"] | None, BeforeValidator(_absent)] = None
    links: Annotated[tuple[Words, ...], BeforeValidator(_as_list)] = Field(min_length=1)

    def parsed(self) -> loops.Loop:
        """The loop with its links read.

        Raises:
            loops.LinkSyntaxError: a link doesn't follow the grammar.
        """
        return loops.Loop(self.name, self.kind, tuple(loops.parse_link(link) for link in self.links))


class Intervention(_Record):
    """What was done about a case's problem at one level, and what came of it."""

    level: Level
    do: Words
    result: Words = ""


class Entry(_Record):
    """One entry of a library: what every kind has."""

    slug: str
    """The file's name without `.md`; the entry's identity."""
    kind: str
    path: str
    """POSIX path of the file relative to the library's folder."""
    id: Words = ""
    """Another identity by which relations may name the entry."""
    title: Words = Field(min_length=1)
    summary: Words = ""
    aliases: WordList = ()
    levels: Annotated[tuple[Level, ...], BeforeValidator(_as_list)] = ()
    """Level numbers; the first is primary."""
    level_why: Words = ""
    archetypes: WordList = ()
    mental_models: WordList = ()
    domain: Words = ""
    vitality: Annotated[Vitality | None, BeforeValidator(_absent)] = None
    confidence: Annotated[Confidence | None, BeforeValidator(_absent)] = None
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(_as_list)] = ()
    relations: tuple[Relation, ...] = ()
    sources: Annotated[tuple[Citation, ...], BeforeValidator(_as_list)] = ()
    status: Annotated[
        Status, BeforeValidator(lambda text: str(text).strip().casefold() if _absent(text) else "stable")
    ] = Status.STABLE
    superseded_by: Annotated[Words, BeforeValidator(lambda text: _absent(text) or "")] = ""
    redirect_from: WordList = ()
    """Slugs that the entry had before; names and addresses that use them still lead to it."""
    tags: WordList = ()
    authors: Annotated[tuple[Words, ...], BeforeValidator(_names)] = ()
    extra: Mapping[str, Any] = Field(default_factory=dict)
    """Keys of the front matter that no field claims, as typed."""

    form: ClassVar[tuple[str, ...]] = ()
    """The sections that entries of this kind have, in order."""

    @property
    def level(self) -> int | None:
        """The primary level."""
        return self.levels[0] if self.levels else None

    @field_validator("levels")
    @classmethod
    def _each_once(cls, levels: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(levels))

    @field_validator("tags")
    @classmethod
    def _tags_once(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, tags)))


class Pattern(Entry):
    """A solution to a recurring problem in a context."""

    form = (
        "Context",
        "Problem",
        "Solution",
        "Implementation",
        "Consequences",
        "Known Uses",
        "Cognitive Era",
        "Vitality",
    )


class LevelEntry(Entry):
    """A leverage point: one of the twelve."""

    number: Level
    tier: Annotated[Literal["low", "medium", "high", "highest"] | None, BeforeValidator(_absent)] = None
    signals: WordList = ()
    """What a proposal at this level looks like."""
    prerequisites: WordList = ()
    risks: WordList = ()

    form = (
        "What It Is",
        "Why It Sits Here",
        "Examples",
        "When It Works",
        "When It Fails",
        "How to Work Here",
        "Risks and Prerequisites",
        "Rationalisations",
        "Chain of Influence",
    )


class Archetype(Entry):
    """A recurring system structure, given as feedback loops."""

    loops: Annotated[tuple[Loop, ...], BeforeValidator(_as_list)] = ()
    symptoms: WordList = ()
    levels_that_help: Annotated[tuple[Level, ...], BeforeValidator(_as_list)] = ()
    levels_that_worsen: Annotated[tuple[Level, ...], BeforeValidator(_as_list)] = ()

    form = ("The Story", "How to Spot It", "What Helps", "What Makes It Worse", "An Example")


class MentalModel(Entry):
    """A way of seeing that explains why people in a system act as they do."""

    form = ("Definition", "Why It Matters", "What to Do", "Limits", "Where It Comes From")


class Case(Entry):
    """One situation, and what was done about it at one or more levels."""

    interventions: Annotated[tuple[Intervention, ...], BeforeValidator(_as_list)] = ()

    form = ("Situation",)


class Worksheet(Entry):
    """A template to copy, print and fill in."""

    form = ("Purpose", "How to Fill It In", "Template")


MODELS: dict[str, type[Entry]] = {
    "pattern": Pattern,
    "level": LevelEntry,
    "archetype": Archetype,
    "mental-model": MentalModel,
    "case": Case,
    "worksheet": Worksheet,
}
"""The model of each built-in kind; a kind that a library adds has the fields of `Entry`."""
