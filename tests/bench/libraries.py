"""Libraries to measure with: made anew, the same every time, or a real one written over and over."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

_FIRST = (
    "open",
    "shared",
    "quiet",
    "slow",
    "adaptive",
    "local",
    "common",
    "daily",
    "joint",
    "living",
    "rolling",
)
_SECOND = (
    "review",
    "budget",
    "garden",
    "ledger",
    "rota",
    "signal",
    "kitchen",
    "charter",
    "harvest",
    "threshold",
)
_THIRD = (
    "of trust",
    "of care",
    "in teams",
    "for newcomers",
    "at scale",
    "under pressure",
    "with limits",
    "by turns",
)
_TEXT = """
people work together when they can see what others do and why it matters before a decision is made because feedback that
comes late moves a system past its goal and back again while small changes in who learns what often do more than large
changes in how much is spent
"""
_WORDS = tuple(_TEXT.split())
_SECTIONS = (
    "Context",
    "Problem",
    "Solution",
    "Implementation",
    "Consequences",
    "Known Uses",
    "Cognitive Era",
    "Vitality",
)


def write(docs: Path, patterns: int, source: Path | None = None) -> int:
    """Write a library of so many patterns, the same ones every time.

    Args:
        docs: the folder to write them into; it must not be there yet.
        patterns: how many.
        source: a folder of real patterns to take them from, again and again under other slugs; without it they are
            made, with the sizes, relations and front matter that a large real library has.

    Returns:
        The size of all of them in bytes.

    Raises:
        ValueError: there is no Markdown file in `source`.
    """
    docs.mkdir(parents=True)
    size = 0
    for slug, text in _made(patterns) if source is None else _repeated(source, patterns):
        content = text.encode()
        (docs / f"{slug}.md").write_bytes(content)
        size += len(content)
    return size


def _repeated(source: Path, patterns: int) -> Iterator[tuple[str, str]]:
    """The files of a folder, the second round with `-2` behind each slug, title and relation, and so on."""
    files = sorted(source.glob("*.md"))
    if not files:
        message = f"there are no Markdown files in {source}"
        raise ValueError(message)
    slugs = {file.stem for file in files}
    for number in range(patterns):
        file, turn = files[number % len(files)], number // len(files) + 1
        text = file.read_text(encoding="utf-8", errors="replace")
        if turn > 1:
            text = re.sub(
                r"^(\s*(?:- )?(?:slug|id): |\s*- )([a-z0-9_-]+)$",
                lambda found, turn=turn: (
                    f"{found[0]}-{turn}" if found[2] in slugs or "id" in found[1] else found[0]
                ),
                text,
                flags=re.MULTILINE,
            )
            text = re.sub(r'^title: "([^"\n]*)"', rf'title: "\1 {turn}"', text, flags=re.MULTILINE)
        yield file.stem + (f"-{turn}" if turn > 1 else ""), text


def _made(patterns: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(patterns)
    names = [_name(number) for number in range(patterns)]
    for number, name in enumerate(names):
        near = [names[(number + chance.randrange(1, 400)) % patterns] for _ in range(6)]
        if chance.random() < 0.3:
            near[0] += " that nobody wrote"
        yield _slug(name), _pattern(chance, name, near)


def _name(number: int) -> str:
    a, rest = number % len(_FIRST), number // len(_FIRST)
    b, rest = rest % len(_SECOND), rest // len(_SECOND)
    c, rest = rest % len(_THIRD), rest // len(_THIRD)
    return f"{_FIRST[a]} {_SECOND[b]} {_THIRD[c]}".title() + (f" {rest + 1}" if rest else "")


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randrange(8, 24))]
    return " ".join(words).capitalize() + "."


def _paragraphs(chance: random.Random, size: int) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        parts.append(" ".join(_sentence(chance) for _ in range(chance.randrange(3, 7))))
    return "\n\n".join(parts)


def _relation(chance: random.Random, name: str) -> str:
    return f"    - slug: {_slug(name)}\n      weight: 0.{chance.randrange(50, 99)}"


def _pattern(chance: random.Random, name: str, near: list[str]) -> str:
    relations = "\n".join(
        f"  {kind}:\n" + "\n".join(_relation(chance, one) for one in some)
        for kind, some in (("enables", near[:2]), ("requires", near[2:3]), ("complementary", near[3:]))
    )
    entities = "\n".join(
        f"    - id: {chance.choice(_WORDS)}-{number}\n      type: concept\n"
        f'      label: "{_sentence(chance)[:30]}"\n      relevance: 0.{chance.randrange(50, 99)}'
        for number in range(24)
    )
    sections = "\n\n".join(
        f"### Section {number}: {title}\n\n{_paragraphs(chance, chance.randrange(1500, 4000))}\n\n"
        f"See [[{chance.choice(near)}]] and [a source](https://example.org/{number})."
        for number, title in enumerate(_SECTIONS, 1)
    )
    return f"""\
---
id: pat_{_slug(name)}
slug: {_slug(name)}
title: "{name}"
aliases: ["{name} Practice", "The {name}"]
summary: >-
  {_sentence(chance)}
  {_sentence(chance)}
ontology:
  domain: {chance.choice(_SECOND)}
  commons_domain:
    - {chance.choice(_FIRST)}
  commons_assessment:
    vitality: {chance.choice((3.5, 3.5, 3.7, 4.0, 4.3, 4.5))}
    vitality_reasoning: >-
      {_sentence(chance)}
lifecycle:
  status: stable
  confidence: {chance.choice((1, 3))}
relationships:
{relations}
graph_garden:
  entities:
{entities}
---

> [!NOTE] Confidence Rating: ★★★ (Established)
> {_sentence(chance)}

{sections}
"""
