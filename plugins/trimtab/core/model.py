"""What an entry is: its kinds and their fields, checked by pydantic.

Front matter arrives as text that was typed, so every field says here what that text means. Models are frozen. Keys that
no field claims are kept in `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, field_validator, model_validator

from trimtab.core import loops
from trimtab.core.choices import Choice
from trimtab.core.scales import vitality_band
from trimtab.core.simulation.model import Simulation
from trimtab.core.typed import (
    Confidence,
    Date,
    Level,
    Number,
    Record,
    WordList,
    Words,
    absent,
    as_list,
    day,
    names_of,
)

STALE_AFTER = 18
"""After how many months an assessment of vitality is stale: the place has changed since."""


class Status(Choice):
    """How far an entry has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    STABLE = "stable"
    DEPRECATED = "deprecated"
    REMOVED = "removed"
    """Only a page that says so is left, for those who link to it."""

    @property
    def is_current(self) -> bool:
        """Whether an entry still stands by what it says."""
        return self not in (Status.DEPRECATED, Status.REMOVED)


class Vitality(Record):
    """How much life a pattern gives the system that adopts it."""

    score: Number = Field(ge=0.0, le=5.0)
    """0.0 to 5.0."""
    assessed: Annotated[Date | None, BeforeValidator(day)] = None
    reasoning: Words = ""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"score": value} if isinstance(value, str) else value

    @property
    def band(self) -> str:
        """generative, sustaining, functional or extractive."""
        return vitality_band(self.score)


class Evidence(Record):
    """One thing that confidence rests on."""

    what: Words
    where: Words = ""
    source: Words = ""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"what": value} if isinstance(value, str) else value


class Citation(Record):
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


class Relation(Record):
    """A typed link to another entry, written on one end only."""

    type: str
    to: Words = Field(min_length=1)
    """A name: slug, title, alias or id; `planned:` before it marks a target that is wanted but not written."""
    why: Words = ""
    weight: Annotated[Annotated[Number, Field(ge=0.0, le=1.0)] | None, BeforeValidator(absent)] = None
    otherwise: tuple[tuple[str, Words], ...] = ()
    """Other keys that name the target, such as `id` beside `slug`, with what they say; they don't count."""


class Loop(Record):
    """A causal loop, as typed: `links` read `cause -> effect SIGN [delayed]`."""

    name: Words
    kind: Annotated[Literal["reinforcing", "balancing"] | None, BeforeValidator(absent)] = None
    links: Annotated[tuple[Words, ...], BeforeValidator(as_list)] = Field(min_length=1)

    def parsed(self) -> loops.Loop:
        """The loop with its links read.

        Raises:
            loops.LinkSyntaxError: a link doesn't follow the grammar.
        """
        return loops.Loop(self.name, self.kind, tuple(loops.parse_link(link) for link in self.links))


class ActsOn(Record):
    """Where on an archetype's loops an entry acts: on one link, or on a whole loop."""

    archetype: Words = Field(min_length=1)
    """The archetype's name."""
    link: Words = ""
    """`cause -> effect`, as in the archetype's loops, without its sign."""
    loop: Words = ""
    """The name of one of the archetype's loops."""
    how: Words = ""

    @model_validator(mode="after")
    def _one_place(self) -> ActsOn:
        if bool(self.link) == bool(self.loop):
            message = "say either the `link` that it acts on, or the `loop`"
            raise ValueError(message)
        return self


class Intervention(Record):
    """What was done about a case's problem at one level, and what came of it."""

    level: Level
    do: Words
    result: Words = ""


class Entry(Record):
    """One entry of a library: what every kind has."""

    slug: str
    """The file's name without `.md`; the entry's identity."""
    kind: str
    path: str
    """POSIX path of the file relative to the library's folder."""
    id: Words = ""
    """Its name for ever, where that isn't the slug: relations may use it, and its permanent address does."""
    title: Words = Field(min_length=1)
    summary: Words = ""
    aliases: WordList = ()
    levels: Annotated[tuple[Level, ...], BeforeValidator(as_list)] = ()
    """Level numbers; the first is primary."""
    level_why: Words = ""
    archetypes: WordList = ()
    acts_on: Annotated[tuple[ActsOn, ...], BeforeValidator(as_list)] = ()
    """Where on the loops of its archetypes it acts."""
    mental_models: WordList = ()
    domain: Words = ""
    vitality: Annotated[Vitality | None, BeforeValidator(absent)] = None
    confidence: Annotated[Confidence | None, BeforeValidator(absent)] = None
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(as_list)] = ()
    relations: tuple[Relation, ...] = ()
    sources: Annotated[tuple[Citation, ...], BeforeValidator(as_list)] = ()
    status: Annotated[
        Status, BeforeValidator(lambda text: str(text).strip().casefold() if absent(text) else "stable")
    ] = Status.STABLE
    superseded_by: Annotated[Words, BeforeValidator(lambda text: absent(text) or "")] = ""
    redirect_from: WordList = ()
    """Slugs, ids and paths that the entry had before; names and addresses that use them still lead to it."""
    tags: WordList = ()
    authors: Annotated[tuple[Words, ...], BeforeValidator(names_of)] = ()
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
    tier: Annotated[Literal["low", "medium", "high", "highest"] | None, BeforeValidator(absent)] = None
    signals: WordList = ()
    """What a proposal at this level looks like; each goes on from “If your solution …”."""
    supporting_levels: Annotated[tuple[Level, ...], BeforeValidator(as_list)] = ()
    """Levels at which something must be there for a change at this one to hold."""
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

    loops: Annotated[tuple[Loop, ...], BeforeValidator(as_list)] = ()
    simulation: Annotated[Simulation | None, BeforeValidator(absent)] = None
    """A small stock-and-flow model of the loops, to be watched over time."""
    symptoms: WordList = ()
    decision_path: WordList = ()
    """What a reader says step by step to come here; archetypes whose paths begin alike share these steps."""
    levels_that_help: Annotated[tuple[Level, ...], BeforeValidator(as_list)] = ()
    levels_that_worsen: Annotated[tuple[Level, ...], BeforeValidator(as_list)] = ()

    form = ("The Story", "How to Spot It", "What Helps", "What Makes It Worse", "An Example")


class MentalModel(Entry):
    """A way of seeing that explains why people in a system act as they do."""

    form = ("Definition", "Why It Matters", "What to Do", "Limits", "Where It Comes From")


class Case(Entry):
    """One situation, and what was done about it at one or more levels."""

    interventions: Annotated[tuple[Intervention, ...], BeforeValidator(as_list)] = ()

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
