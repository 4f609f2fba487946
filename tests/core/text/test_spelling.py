from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.settings import parse
from trimtab.core.text.spelling import Spelling, known_keys, spelling

KEYS = dict.fromkeys(("confidence", "level", "levels", "sources", "title", "tags", "mental_models"), ())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("confidance", Spelling(("confidence",), certain=True)),
        ("Confidence", Spelling(("confidence",), certain=True)),
        ("mental-models", Spelling(("mental_models",), certain=True)),
        ("Levels", Spelling(("levels",), certain=True)),
        ("mentel_modals", Spelling(("mental_models",), certain=False)),
        ("source", Spelling(("sources",), certain=False)),
        ("sourcess", Spelling(("sources",), certain=False)),
        ("titel", Spelling(("title",), certain=False)),
        ("tag", Spelling(("tags",), certain=False)),
        ("levell", Spelling(("level", "levels"), certain=False)),
        ("lever", None),
        ("tasg", None),
        ("license", None),
        ("", None),
    ],
)
def test_spelling(name: str, expected: Spelling | None) -> None:
    """A slip is told from a word of its own; it's certain only in a long word that isn't a singular or plural."""
    assert expected == spelling(name, KEYS)


def test_known_keys() -> None:
    """The keys are those that the settings read for a kind, with the fields that they give."""
    settings = parse(
        {
            "fields": {
                "confidence": ["lifecycle.confidence", "callout:Confidence"],
                "status": ["lifecycle.status", "folder"],
                "summary": "section:Patlet",
            },
            "relations": {"containers": ["relationships", "."]},
        }
    )
    known = known_keys(settings, "pattern")

    assert ("status", "confidence") == tuple(sorted(known["lifecycle"], reverse=True))
    assert {"relationships": ("relations",), "aliases_list": ("aliases",)}.items() <= known.items()
    assert known.keys().isdisjoint(
        {"confidence", "status", "summary", "relations", "requires", "number", "."}
    )
    assert "number" in known_keys(settings, "level")


@given(st.text(), st.lists(st.text(max_size=8), max_size=4))
def test_any_key(name: str, known: list[str]) -> None:
    """Whatever is typed, what is meant is one of the known keys."""
    meant = spelling(name, dict.fromkeys(known, ()))

    assert meant is None or (meant.keys and set(meant.keys) <= set(known))
