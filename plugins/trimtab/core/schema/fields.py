"""The fields of every kind for JSON Schema: what each is for, the forms it may have, and examples.

Editors show the descriptions where a key is hovered over or offered. Schemas that several fields share are
`definitions`, which each whole schema holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.core.model import Status
from trimtab.core.scales import LADDER, TIERS
from trimtab.core.schema import values
from trimtab.core.schema.simulation import simulation
from trimtab.core.schema.values import SCALAR, Schema, any_case, choice, many, record, text
from trimtab.core.settings import RelationSettings

LEVEL: Schema = {"$ref": "#/definitions/level"}
RELATIONS: Schema = {"$ref": "#/definitions/relations"}
"""The entries that one type of relation leads to. Draft 07 allows no keyword beside `$ref` that binds a value."""


def definitions(names: RelationSettings) -> Schema:
    """What `LEVEL` and `RELATIONS` refer to, with the keys that a library's relations have."""
    target, why, weight = names.target, names.why, names.weight
    item = record(
        {
            **{key: _field(_TARGET, values.name(), "written-mechanism") for key in target},
            **{key: _field("Why, in one sentence; both pages show it.", text()) for key in why},
            **{key: _field("How strongly, from 0.0 to 1.0.", values.number(1, empty=True)) for key in weight},
        },
        *(target if len(target) == 1 else ()),
        short=(*SCALAR, "null"),
    )
    if len(target) > 1:
        item["anyOf"] = [{"required": [key]} for key in target]
    return {"level": values.level(), "relations": many(item)}


def _field(description: str, form: Schema, *examples: Any, **more: Any) -> Schema:
    return {"description": description, **form, **more, **({"examples": [*examples]} if examples else {})}


def _exact(meanings: Mapping[str, str]) -> Schema:
    return choice(meanings, cure=f"Write {', '.join(meanings)}, or leave the key out.")


def _level(description: str) -> Schema:
    return _field(description, LEVEL, 9)


_TARGET = (
    "The other entry: its slug, title, alias or id. "
    "`planned:` before it marks one that is wanted but not written yet."
)
_STATUSES = {
    Status.DRAFT: "Being written.",
    Status.PROPOSED: "Finished, and waiting to be agreed.",
    Status.STABLE: "Agreed. An entry without a status is stable.",
    Status.DEPRECATED: "No longer advised; `superseded_by` may name its heir.",
    Status.REMOVED: "Gone: the page only says so and names the heir, so that links to it don't break.",
}
_LOOP_KINDS = {
    "reinforcing": "A change comes back as more of the same.",
    "balancing": "A change comes back as its opposite.",
}
_TIERS = {
    tier: f"Levels {', '.join(str(rung.number) for rung in LADDER if rung.tier == tier)}." for tier in TIERS
}

ASSESSED = _field("The day of the judgement, as year-month-day.", values.date(), "2026-03-01")
REASONING = _field("One or two sentences on what the score rests on.", text())

_SCORE = _field(
    "From 0.0 to 5.0: generative from 4.5, sustaining from 3.5, functional from 2.0, extractive below.",
    values.number(5, empty=False),
    4.1,
)
_VITALITY = {
    **record({"score": _SCORE, "assessed": ASSESSED, "reasoning": REASONING}, "score"),
    **values.number(5, empty=True),
    "type": ["number", "object", "string", "null"],
}
_EVIDENCE = record(
    {
        "what": _field("What was seen, tried or found.", text()),
        "where": _field("Where and when, so that it can be looked up.", text()),
        "source": _field("Who reports it: an address, or a title.", text(), "https://example.org/study"),
    },
    "what",
    short=SCALAR,
)
_AUTHOR = record(
    {"name": _field("The person's or group's name.", text())}, "name", short=(*SCALAR, "null"), more=True
)
_CITATION = record(
    {
        "title": _field("The work's title.", text(), "Thinking in Systems"),
        "authors": _field("Who wrote it: one text, or a list of names.", many(text()), "Donella Meadows"),
        "year": _field("The year in which it appeared.", text(), 2008),
        "publisher": _field("Who published it, or where it appeared.", text()),
        "url": _field("Where it can be read.", text(), "https://example.org/book"),
    },
    short=SCALAR,
    more=True,
)
_LINKS = ["symptom -> fix +", "fix -> symptom -"]
_LOOP = record(
    {
        "name": _field("The loop's name, shown at its centre.", text(), "Quick fix"),
        "kind": _field("What the loop does; its signs must say the same.", _exact(_LOOP_KINDS)),
        "links": _field(
            "The ring's links in order. Each says what moves what: `+` the same way, `-` the other way, and "
            "`delayed` where the effect takes its time.",
            {**many(values.causal_link()), "type": ["array", "string"], "minItems": 1},
            _LINKS,
        ),
    },
    "name",
    "links",
)
_ACTS_ON = record(
    {
        "archetype": _field("The archetype, by slug or title.", values.name(), "fixes-that-fail"),
        "link": _field(
            "The link that it acts on, as in the archetype's loops, without sign.", text(), "symptom -> fix"
        ),
        "loop": _field("The name of the loop that it acts on as a whole.", text(), "Quick fix"),
        "how": _field("What it does there, in one sentence.", text()),
    },
    "archetype",
)
_ACTS_ON["oneOf"] = [{"required": ["link"]}, {"required": ["loop"]}]
_INTERVENTION = record(
    {
        "level": _level("The level at which it acted."),
        "do": _field("What was done.", text()),
        "result": _field("What came of it.", text()),
    },
    "level",
    "do",
)

FIELDS: dict[str, Schema] = {
    "id": _field(
        "The entry's name for ever, where that isn't the slug: `/p/` and it is an address that stays when the file is "
        "renamed. Once published it belongs to this entry.",
        text(),
        "pat-0042",
    ),
    "title": _field("The entry's name.", text(), "Short Checkpoint"),
    "summary": _field(
        "One or two sentences that say what it is; lists, search and link previews show them.", text()
    ),
    "aliases": _field(
        "Other names that people use for it; references and search find them too.",
        many(text()),
        ["Early Checkpoint"],
    ),
    "levels": _field(
        "The levels at which it acts, from 12, the weakest, to 1, the strongest; the first is the main one.",
        values.levels(LEVEL),
        [9, 6],
        9,
    ),
    "level_why": _field("One sentence: why at this level.", text()),
    "archetypes": _field(
        "Archetypes that it helps with, by slug or title.", many(text()), ["shifting-the-burden"]
    ),
    "acts_on": _field(
        "Where on the loops of its archetypes it acts: a link or a loop of each.",
        many(_ACTS_ON),
        [{"archetype": "fixes-that-fail", "link": "symptom -> fix", "how": "It asks for the cause first."}],
    ),
    "mental_models": _field(
        "Mental models that it rests on, by slug or title.", many(text()), ["goodharts-law"]
    ),
    "domain": _field("The field that it comes from.", text(), "delivery"),
    "vitality": _field(
        "How much life it gives the system that adopts it, from 0.0 to 5.0, with the day and the reason.",
        _VITALITY,
        {"score": 4.1, "assessed": "2026-03-01", "reasoning": "People shorten other waits after it."},
        4.1,
    ),
    "confidence": _field(
        "How sure we are that it works as described: 1 low, 2 medium, 3 high. The evidence listed caps it.",
        values.confidence(),
        2,
        "★★",
    ),
    "evidence": _field(
        "What the confidence rests on: sentences, or records of what, where and source.",
        many(_EVIDENCE),
        [{"what": "Teams stopped sooner.", "where": "Three firms", "source": "https://example.org/study"}],
    ),
    "sources": _field(
        "What the text rests on: titles, addresses, or records of title, authors, year, publisher and url.",
        many(_CITATION),
        [{"title": "Thinking in Systems", "authors": "Donella Meadows", "year": 2008}],
    ),
    "status": _field(
        "How far the entry has come.",
        choice(
            {str(status): meaning for status, meaning in _STATUSES.items()},
            rf"\s*(?:{'|'.join(map(any_case, _STATUSES))})\s*",
            cure=f"Write {', '.join(_STATUSES)}.",
        ),
        default=str(Status.STABLE),
    ),
    "superseded_by": _field("The entry that takes this one's place.", text(), "short-checkpoint"),
    "redirect_from": _field(
        "Earlier slugs and ids of this entry, and those of entries that were joined with it; links to them lead here. "
        "One in another folder is a path from the top, such as `cases/rota`, or `/rota`.",
        many(text()),
        ["early-checkpoint"],
    ),
    "tags": _field("A few words to find it by.", many(text()), ["feedback"]),
    "authors": _field(
        "Who wrote it: names, or records with a name.", many(_AUTHOR), ["A. Writer"], [{"name": "A. Writer"}]
    ),
    "number": _level("The level's number, from 12, the weakest, to 1, the strongest."),
    "tier": _field("How strong the level is.", _exact(_TIERS)),
    "signals": _field(
        "What a proposal at this level looks like; each goes on from “If your solution …”.",
        many(text()),
        ["changes a number that is there already"],
    ),
    "supporting_levels": _field(
        "Levels at which something must be there for a change at this one to hold.",
        values.levels(LEVEL),
        [6, 5],
    ),
    "prerequisites": _field("What must be there before one can work at this level.", many(text())),
    "risks": _field("What can go wrong at this level.", many(text())),
    "loops": _field(
        "The structure as causal loops; drawing and words are made from them.",
        many(_LOOP),
        [{"name": "Quick fix", "kind": "balancing", "links": _LINKS}],
    ),
    "simulation": _field(
        "A small stock-and-flow model of the structure, in the words of XMILE, for readers to watch and to change.",
        simulation(LEVEL),
    ),
    "symptoms": _field("What people say or see when they are caught in it.", many(text())),
    "decision_path": _field(
        "What a reader says step by step to come here; archetypes whose paths begin alike share these steps.",
        many(text()),
        ["A remedy works, and later the trouble is back", "The remedy itself feeds the trouble"],
    ),
    "levels_that_help": _field("Levels at which acting helps.", values.levels(LEVEL), [9, 5]),
    "levels_that_worsen": _field("Levels at which acting makes it worse.", values.levels(LEVEL), [12]),
    "interventions": _field(
        "What was done about the problem at each level, and what came of it.",
        many(_INTERVENTION),
        [{"level": 9, "do": "Look after two weeks.", "result": "Being wrong cost a fortnight."}],
    ),
}
"""The fields of every kind, each with its description, its forms and examples."""
