"""A tiny library for the instruments that show levels: what they say of it can be written down."""

from __future__ import annotations

from pathlib import Path

FRONTS = {
    "archetypes/drift.md": "title: Drift, summary: It sinks., aliases: [Slow Sinking], symptoms: [Later], "
    "levels_that_help: [6], levels_that_worsen: [12]",
    "archetypes/rut.md": "title: The *Rut*, symptoms: [Again]",
    "cases/winter.md": "title: Winter, archetypes: [rut], interventions: "
    "[{level: 12, do: Pay | more, result: Nothing}, {level: 5, do: Ask}]",
    "levels/delays.md": "title: Waits, number: 9, signals: [shortens a wait, lengthens a pause]",
    "levels/parameters.md": "title: Numbers, number: 12, signals: [changes a number, sets a target]",
    "levels/information-flows.md": "title: Tellings, number: 6, signals: [tells somebody something]",
    "review.md": "title: Review, levels: [9, 6], archetypes: [drift], confidence: 2",
    "log.md": "title: Log, level: 6, archetypes: [drift], confidence: 1",
    "ask.md": "title: Ask (First), level: 5, archetypes: [rut]",
    "gone.md": "title: Gone, level: 3, archetypes: [drift], status: deprecated",
    "taken.md": "title: Taken, level: 2, archetypes: [drift], status: removed",
    "lonely.md": "title: Lonely, level: 2",
    **{f"many-{n}.md": f"title: Many {n}, level: 4" for n in range(5)},
}


def write(folder: Path) -> Path:
    """Write the library; its settings are what is returned."""
    for path, front in FRONTS.items():
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{{{front}}}\n---\n\n## Context\n\nWords.\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(
        "site_name: Rungs\ntheme: {name: material, font: false}\nplugins: [trimtab]\n", encoding="utf-8"
    )
    return config
