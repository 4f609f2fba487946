"""What belongs into each field and section of a draft, in a sentence or two for whoever fills it in."""

from __future__ import annotations

from trimtab.core.text.hints import UNWRITTEN

SECTIONS: dict[str, dict[str, str]] = {
    "pattern": {
        "Context": "Say where this happens: the kind of team, system and moment. A reader from elsewhere should know "
        "after three sentences that it isn't for them.",
        "Problem": "Name the conflict in one bold sentence, then the forces that pull against each other. Keep the "
        "solution out of it.",
        "Solution": "Begin with “Therefore” and the move, in bold. Then say why it should work at its level.",
        "Implementation": "Give steps, in order, small enough that somebody could take the first on Monday.",
        "Consequences": "List what is gained and what it costs, apart from each other. Say whom the costs fall on.",
        "Known Uses": "Tell who has done it, where and when, so that it can be looked up. Include a use that was given "
        "up, and why.",
        "Cognitive Era": "Say what changes where software agents do part of the work: what gets easier, "
        "what gets riskier.",
        "Vitality": "Describe the signs that it is alive where it is used, and the signs that only its name is left.",
    },
    "level": {
        "What It Is": "Say what one works on at this level, with a picture that a newcomer can see.",
        "Why It Sits Here": "Say why it is stronger than the level below it and weaker than the one above.",
        "Examples": "Give two or three changes at this level from different fields, with places and dates.",
        "When It Works": "Name the conditions under which a change here is enough.",
        "When It Fails": "Name the conditions under which it changes nothing, or makes things worse.",
        "How to Work Here": "Give the questions to ask and the first things to try.",
        "Risks and Prerequisites": "Say what must be in place first, and what can break.",
        "Rationalisations": "Quote the excuses with which people stay at this level, or keep away from it.",
        "Chain of Influence": "Say which other levels a change here reaches, and by what path.",
    },
    "archetype": {
        "The Story": "Tell how the structure unfolds, step by step, without blame: everyone acts for a reason.",
        "How to Spot It": "Give the curve over time, and the sentences that people say when they are in it.",
        "What Helps": "Name the moves that change the structure, with the level of each.",
        "What Makes It Worse": "Name the moves that feel like help, and say which loop they feed.",
        "An Example": "Tell one case that can be looked up, with the loop's parts named in it.",
    },
    "mental-model": {
        "Definition": "Define it in two or three sentences that would stand on their own.",
        "Why It Matters": "Show a decision that goes wrong without it.",
        "What to Do": "Say what somebody who knows it does differently, as steps or questions.",
        "Limits": "Say where it stops being true, and how it is misused.",
        "Where It Comes From": "Credit who first said it, and who tested it.",
    },
    "case": {
        "Situation": "Set the scene: who, where, when, what was going wrong, and how that was known.",
    },
    "worksheet": {
        "Purpose": "Say in two sentences what question the filled-in sheet answers, and for whom.",
        "How to Fill It In": "Say when to use it, who should be there, how long it takes, and in what order to go.",
        "Template": "Put here the table, list or headings that people copy. Leave the answers empty.",
    },
}
"""The purpose of each section of the built-in kinds."""

ANY_SECTION = "Say what a reader should find under “{name}”, and no more."
"""The purpose of a section that a library has added."""

FIELDS: dict[str, str] = {
    "aliases": "Other names that people use for it.",
    "levels": "Where it acts, from 12, the weakest, to 1, the strongest; the first is the main one.",
    "level_why": "One sentence: why there.",
    "number": "The level's number, from 12, the weakest, to 1, the strongest.",
    "tier": "low, medium, high or highest.",
    "signals": "What a proposal at this level looks like, one line each: “If your solution …”.",
    "supporting_levels": "Levels at which something must be there for a change at this one to hold.",
    "prerequisites": "What must be in place before one works here.",
    "risks": "What can go wrong here.",
    "symptoms": "What people say or see when they are in it, one line each.",
    "loops": 'Each loop as {name: ..., kind: reinforcing or balancing, links: ["cause -> effect +", ...]}.',
    "decision_path": "What a reader says step by step to come here; the first steps are shared with neighbours.",
    "levels_that_help": "Levels at which a change gets out of it.",
    "levels_that_worsen": "Levels at which a change makes it worse.",
    "interventions": "What was done, as {level: 9, do: ..., result: ...}.",
    "archetypes": "The traps it helps with, by slug.",
    "acts_on": "Where on their loops, as {archetype: ..., link: cause -> effect, how: ...}, or loop: its name.",
    "mental_models": "The knowledge it rests on, by slug.",
    "domain": "The field it comes from.",
    "confidence": "How sure we are that it works: 1 low, 2 medium, 3 high; never more than the evidence bears.",
    "evidence": "What that rests on, as {what: ..., where: ..., source: ...}.",
    "vitality": "How much life it gives, as {score: 0.0 to 5.0, assessed: year-month-day, reasoning: ...}.",
    "relations": "Links to other entries. Write each on one side only; the other side shows it by itself.",
    "sources": "What the text rests on, as {title: ..., authors: ..., year: ..., url: ...}.",
    "status": "draft, proposed, stable, deprecated or removed.",
    "tags": "A few words to find it by.",
    "authors": "Who wrote it.",
}
"""What belongs into each field that a draft leaves to its author."""

_WAYS = ("relations", "sources", "status", "tags", "authors")

FIELDS_OF: dict[str, tuple[str, ...]] = {
    "pattern": (
        *("aliases", "levels", "level_why", "archetypes", "acts_on", "mental_models", "domain"),
        *("confidence", "evidence", "vitality", *_WAYS),
    ),
    "level": ("number", "tier", "aliases", "signals", "supporting_levels", "prerequisites", "risks", *_WAYS),
    "archetype": (
        *("aliases", "symptoms", "decision_path", "loops", "levels_that_help", "levels_that_worsen"),
        *_WAYS,
    ),
    "mental-model": ("aliases", *_WAYS),
    "case": ("aliases", "interventions", "archetypes", "mental_models", "domain", *_WAYS),
    "worksheet": ("aliases", *_WAYS),
}
"""The fields of a draft of each built-in kind, after its title and summary; other kinds have those of a pattern."""

SUMMARY = f"{UNWRITTEN} One or two sentences that say what it is and what it changes."
"""What the summary of a draft says until there is one."""


def purpose(kind: str, section: str) -> str:
    """What belongs into a section of a kind."""
    return SECTIONS.get(kind, {}).get(section) or ANY_SECTION.format(name=section)
