from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from helpers import library
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.lock import Lock
from trimtab.core.model import MODELS
from trimtab.core.others import Other
from trimtab.core.settings import LibrarySettings, parse
from trimtab.core.source import Source
from trimtab.core.typed import Record
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews

PATTERN = """\
---
title: Shared Rota
summary: Everyone takes a turn.
aliases: [Turns]
id: pat-1
levels: [6]
level_why: It says who knows what.
archetypes: [eroding-goals]
mental_models: [ladder]
domain: Care
vitality: {score: 3, reasoning: It lives.}
confidence: 3
evidence: [It was seen.]
relations:
  requires:
    - {to: written-mechanism, why: Nobody asks otherwise., weight: 0.5}
status: stable
tags: [time]
authors: [Ada]
custom: Something
---

# Shared Rota

Plain prose that nobody quotes. One sentence leads to [[written-mechanism|the form]] and on.
Others follow it.

## Solution

Write it [down](other.md#there).
"""
UNSAID = """\
---
title: Written Mechanism
---

The first words stand in for a summary.

Later words don't.
"""
ARCHETYPE = """\
---
title: Eroding Goals
kind: archetype
summary: The goal gives way.
symptoms: [The bar sinks.]
decision_path: [Things get worse]
levels_that_help: [5]
loops: [{name: Pressure, links: [gap -> pressure +, pressure -> goal -, goal -> gap +]}]
---
"""
FILES = {
    "rota.md": PATTERN,
    "written-mechanism.md": UNSAID,
    "eroding-goals.md": ARCHETYPE,
    "guide/index.md": "# Guide\n\nIt says that a [[rota]] helps.\n",
    "picture.png": "",
}
RECORDS = Record.__subclasses__()


def changed(path: str, old: str, new: str, **options: object) -> Library:
    """The library with one text changed."""
    assert 1 == FILES[path].count(old)
    return library({**FILES, path: FILES[path].replace(old, new)}, **options)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("rota.md", "title: Shared Rota", "title: Shared Rotas"),
        ("rota.md", "takes a turn", "takes turns"),
        ("rota.md", "[Turns]", "[Turn]"),
        ("rota.md", "pat-1", "pat-2"),
        ("rota.md", "levels: [6]", "levels: [5]"),
        ("rota.md", "levels: [6]", "levels: [6, 5]"),
        ("rota.md", "who knows what", "who knows"),
        ("rota.md", "[eroding-goals]", "[]"),
        ("rota.md", "[ladder]", "[ladders]"),
        ("rota.md", "domain: Care", "domain: Work"),
        ("rota.md", "score: 3", "score: 4"),
        ("rota.md", "It lives.", "It thrives."),
        ("rota.md", "confidence: 3", "confidence: 4"),
        ("rota.md", "It was seen.", "It was heard."),
        ("rota.md", "requires:", "enables:"),
        ("rota.md", "to: written-mechanism", "to: nobody"),
        ("rota.md", "Nobody asks", "No one asks"),
        ("rota.md", "weight: 0.5", "weight: 0.6"),
        ("rota.md", "status: stable", "status: deprecated"),
        ("rota.md", "status: stable", "status: removed"),
        ("rota.md", "status: stable", "superseded_by: written-mechanism"),
        ("rota.md", "status: stable", "redirect_from: [roster]"),
        ("rota.md", "[time]", "[times]"),
        ("rota.md", "[Ada]", "[Bea]"),
        ("rota.md", "Something", "Anything"),
        ("rota.md", "custom: Something", "sources: [A Book]"),
        ("rota.md", "custom: Something", "kind: case"),
        ("rota.md", "## Solution", "## Ways"),
        ("rota.md", "## Solution", "### Solution"),
        ("rota.md", "## Solution", "## Solution {#way}"),
        ("rota.md", "Write it", '<b id="here">Write</b> it'),
        ("rota.md", "[[written-mechanism|the form]]", "[[written-mechanism|a form]]"),
        ("rota.md", "[[written-mechanism|the form]]", "[[eroding-goals|the form]]"),
        ("rota.md", "[[written-mechanism|the form]]", "[[written-mechanism#top|the form]]"),
        ("rota.md", "[[written-mechanism|the form]]", "[[written-mechanism]]"),
        ("rota.md", "One sentence leads", "A sentence leads"),
        ("rota.md", "and on.", "and further."),
        ("rota.md", "Others follow it.", "Others follow [[eroding-goals]]."),
        ("written-mechanism.md", "The first words", "These words"),
        ("written-mechanism.md", "title: Written Mechanism", "title: Written Mechanism\nsummary: Said."),
        ("eroding-goals.md", "The bar sinks.", "It sinks."),
        ("eroding-goals.md", "Things get worse", "It gets worse"),
        ("eroding-goals.md", "levels_that_help: [5]", "levels_that_worsen: [5]"),
        ("eroding-goals.md", "name: Pressure", "name: Drift"),
        ("eroding-goals.md", "gap -> pressure +", "gap -> pressure -"),
        ("guide/index.md", "# Guide", "# Help"),
        ("guide/index.md", "helps", "is good"),
    ],
)
def test_what_others_can_see_changes_the_face(path: str, old: str, new: str) -> None:
    """A change that the page of another document could show changes the library's face, and the document's."""
    before, after = library(FILES), changed(path, old, new)

    assert before.face != after.face
    assert before.by_path[path].face != after.by_path[path].face


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("rota.md", "Plain prose that nobody quotes.", "Other prose\n\nin two paragraphs."),
        ("rota.md", "Others follow it.", "Others follow it, and more.\n\nA paragraph."),
        ("rota.md", "Write it [down](other.md#there).", "Draw it ![so](picture.png)."),
        ("rota.md", "title: Shared Rota", "# A comment\ntitle: Shared Rota"),
        ("rota.md", "title: Shared Rota", "title: 'Shared  Rota'"),
        ("written-mechanism.md", "Later words don't.", "Others don't either."),
        ("guide/index.md", "\n\nIt", "\n\nFirst this.\n\nIt"),
    ],
)
def test_prose_does_not_change_the_face(path: str, old: str, new: str) -> None:
    """What no other page shows leaves the face as it was, wherever it moves the rest."""
    before, after = library(FILES), changed(path, old, new)

    assert before.by_path[path].digest != after.by_path[path].digest
    assert before.face == after.face


def test_surroundings_change_the_face() -> None:
    """Settings, files and their names, what was published, and what other libraries tell are part of the face."""
    settings = parse({})
    documents = library(FILES).documents
    other = Other("more", LibrarySettings(names="more.json"), "more.json", b"{}")
    lock = Lock(Source("permalinks.lock", "page rota/ rota.md\n"))
    moved = {path.replace("rota", "rotas"): text for path, text in FILES.items()}
    faces = [
        Library.of(settings, documents, FILES).face,
        Library.of(settings, documents, FILES, lock).face,
        Library.of(settings, documents, FILES, None, {"more": other}).face,
        Library.of(parse({"remote_images": True}), documents, FILES).face,
        Library.of(settings, documents, [*FILES, "other.png"]).face,
        Library.of(settings, documents[1:], FILES).face,
        library(moved).face,
    ]

    assert len(faces) == len(set(faces))
    assert faces[0] == library(FILES).face


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_is_seen(kind: str) -> None:
    """No field of an entry, or of what it is made of, is left out of what its face is made of."""
    waiting: list[type[BaseModel]] = [MODELS[kind]]
    for model in waiting:
        for name, field in model.model_fields.items():
            assert field.repr, f"{model.__name__}.{name}"
            found = re.findall(r"\w+", str(field.annotation))
            waiting += [one for one in RECORDS if one.__name__ in found and one not in waiting]
        assert model.__repr__ is BaseModel.__repr__


def test_many_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a document has more sentences than are kept, its whole text is part of the face."""
    monkeypatch.setattr("trimtab.core.namings.KEPT", 10)
    text = f"{PATTERN}\nAnother [[eroding-goals]] here.\n"
    before = library({**FILES, "rota.md": text})
    after = library({**FILES, "rota.md": text.replace("Plain prose", "Other prose")})

    assert before.face != after.face


def test_views_read_no_other_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The view of an entry's page is made without the text of any other document."""
    texts = {path: text for path, text in FILES.items() if path.endswith(".md")}
    texts["rota.md"] = PATTERN.replace("follow it", "follow [[eroding-goals]]")
    texts |= {
        "sheet.md": "---\ntitle: A Sheet\nkind: worksheet\n---\n\nSay [[rota]].\n\n## Template\n\nx\n",
        "gone.md": "---\ntitle: Gone\nstatus: removed\nsuperseded_by: rota\n---\n\nOld [[rota]] words.\n",
        "lever.md": "---\ntitle: Lever\nkind: level\nnumber: 6\n---\n\nAs in [[rota]].\n",
        "model.md": "---\ntitle: Ladder\nkind: mental-model\n---\n\nBefore [[model]] and [[rota]] it ends.\n",
        "case.md": "---\ntitle: A Case\nkind: case\narchetypes: [eroding-goals]\n"
        "interventions: [{level: 6, do: Wrote it.}]\n---\n\nThen [[rota]] came.\n",
    }
    whole = library(texts)
    for document in whole.documents:
        document.read_by(reading(document, texts), whole.settings)
    asked: list[str] = []
    spied(monkeypatch, asked)
    views = EntryViews(Catalogue(whole))
    seen: set[tuple[str, str]] = set()
    for entry in whole.entries:
        asked.clear()
        view = views.view(entry)

        assert view.item.title == entry.title
        assert {entry.path}.issuperset(asked), entry.path
        seen |= {(entry.slug, link.before) for link in view.backlinks}
    assert {("rota", "Before Ladder and "), ("eroding-goals", "Others follow ")} <= seen


def reading(document: Document, texts: dict[str, str]) -> Callable[[], Source]:
    """What reads a document's text again."""
    return lambda: Source.decode(document.path, texts[document.path].encode())


def spied(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    """Note whose text is asked for."""
    for name in ("source", "front", "body", "reading"):
        found: Any = getattr(Document, name)

        def noted(self: Document, found: Any = found) -> object:
            asked.append(self.path)
            return found.fget(self)

        monkeypatch.setattr(Document, name, property(noted))
