"""A tiny library whose patterns need, fight and lean on each other, and fill a map: with many of some, and markup."""

from __future__ import annotations

from pathlib import Path

MANY = 30
FRONTS = {
    "apples.md": "title: Apples, aliases: [Pommes, Crème], level: 3, archetypes: [rot], domain: Orchard, "
    "confidence: 2, relations: {requires: [{to: bees, why: Someone must *pollinate*.}], "
    "enables: [{to: dates, why: Both are sweet.}]}",
    "bees.md": "title: Bees, level: 9, domain: Meadow, confidence: 3, "
    "relations: {requires: [{to: cider, why: 'They [like] it.'}]}",
    "cider.md": "title: Cider (Dry), level: 12, domain: Orchard",
    "dates.md": "title: Dates, levels: [6, 5], archetypes: [rot], domain: Desert, confidence: 1, "
    "relations: {tensions_with: [{to: apples, why: One climate each.}], alternatives: [figs]}",
    "eggs.md": "title: Eggs, status: deprecated, superseded_by: cider, redirect_from: [ova], level: 12",
    "figs.md": "title: Figs, redirect_from: [fruit/older-figs], level: 5, archetypes: [rot], domain: Desert",
    "hostile.md": "title: '<img src=x onerror=alert(1)> *stars*', aliases: ['<script>alert(2)</script>'], level: 3, "
    "archetypes: [blight], relations: {tensions_with: [{to: apples, why: '<b>no</b>'}]}",
    "archetypes/rot.md": "title: Rot",
    "archetypes/blight.md": "title: '<b>Blight</b> & co'",
    "levels/goals.md": "title: Aims, number: 3, supporting_levels: [6, 5]",
    **{
        f"grain-{n:02}.md": f"title: Grain {n:02}, level: 10, archetypes: [rot], domain: Field"
        for n in range(MANY)
    },
}


def write(folder: Path) -> Path:
    """Write the library; its settings are what is returned."""
    for path, front in FRONTS.items():
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{{{front}}}\n---\n\n## Context\n\nWords.\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(
        "site_name: Orchard\nplugins: [trimtab]\ntheme:\n  name: material\n  font: false\n  palette:\n"
        '    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/eye, name: Dark}}\n'
        '    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/eye, name: Light}}\n',
        encoding="utf-8",
    )
    return config
