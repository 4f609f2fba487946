"""The scales an entry is placed on: the twelve levels, confidence, vitality."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """One of the twelve leverage points, as Donella Meadows numbers them.

    Source: D. H. Meadows, "Leverage Points: Places to Intervene in a System", Sustainability Institute, 1999.
    """

    number: int
    """12 is the weakest, 1 the strongest."""
    name: str
    tier: str
    gist: str
    """What one works on at this level, in a few words."""


LADDER: tuple[Rung, ...] = (
    Rung(12, "Parameters", "low", "numbers: budgets, quotas, thresholds"),
    Rung(11, "Buffers", "low", "the size of stocks that absorb shocks"),
    Rung(10, "Stock-and-Flow Structures", "low", "what is connected to what"),
    Rung(9, "Delays", "medium", "how long feedback takes, against how fast things change"),
    Rung(8, "Balancing Feedback Loops", "medium", "how strongly a system corrects itself"),
    Rung(7, "Reinforcing Feedback Loops", "medium", "how strongly a change feeds itself"),
    Rung(6, "Information Flows", "high", "who learns what, and when"),
    Rung(5, "Rules", "high", "incentives, permissions, constraints"),
    Rung(4, "Self-Organization", "highest", "the power to change the system's own structure"),
    Rung(3, "Goals", "highest", "what the system is for"),
    Rung(2, "Paradigms", "highest", "the shared view from which goals and rules arise"),
    Rung(1, "Transcending Paradigms", "highest", "the freedom to choose among views"),
)
"""The ladder, weakest first."""

RUNGS: dict[int, Rung] = {rung.number: rung for rung in LADDER}

TIERS: dict[str, str] = {
    "low": "low leverage",
    "medium": "medium leverage",
    "high": "high leverage",
    "highest": "highest leverage",
}

CONFIDENCE: dict[int, str] = {1: "low", 2: "medium", 3: "high"}
"""How sure we are that a pattern holds, in words; as many stars as the number."""

VITALITY_BANDS: tuple[tuple[float, str], ...] = (
    (4.5, "generative"),
    (3.5, "sustaining"),
    (2.0, "functional"),
    (0.0, "extractive"),
)
"""How much life a pattern gives: each band with the score, 0.0 to 5.0, at which it begins."""


def stars(confidence: int) -> str:
    """Confidence as stars, filled and empty: 2 is `★★☆`."""
    return "★" * confidence + "☆" * (3 - confidence)


def vitality_band(score: float) -> str:
    """The band of a vitality score from 0.0 to 5.0."""
    return next(name for least, name in VITALITY_BANDS if score >= least)
