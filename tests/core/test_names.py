from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.model import Entry
from trimtab.core.names import Ambiguous, Found, Names, Planned, Unknown


def entry(slug: str, title: str = "", kind: str = "pattern", **values: object) -> Entry:
    """An entry with some names."""
    path = f"{slug}.md" if kind == "pattern" else f"{kind}s/{slug}.md"
    return Entry.model_validate({"slug": slug, "kind": kind, "path": path, "title": title or slug, **values})


LIBRARY = (
    entry("short-checkpoint", "Short Checkpoint", aliases=["Weekly Review", "Checkpoint"]),
    entry("goodharts-law", "Goodhart's Law", "mental-model"),
    entry("escalation-path", "Escalation Path", aliases=["Escalation"]),
    entry("escalation", "Arms Race", "archetype"),
    entry("rivalry", "Rivalry", "archetype", aliases=["Contest"]),
    entry("race", "Race", aliases=["Contest"]),
    entry("twins", "Twins"),
    entry("twins", "Twins Again", "case"),
    entry("numbered", "Numbered", id="P-17"),
    entry("ubung", "Übung 日本"),
)


@pytest.mark.parametrize(
    ("name", "kind", "path"),
    [
        ("short-checkpoint", None, "short-checkpoint.md"),
        ("Short Checkpoint", None, "short-checkpoint.md"),
        ("  SHORT checkpoint! ", None, "short-checkpoint.md"),
        ("shortcheckpoint", None, "short-checkpoint.md"),
        ("weekly review", None, "short-checkpoint.md"),
        ("Checkpoint", "pattern", "short-checkpoint.md"),
        ("Goodhart\u2019s law", None, "mental-models/goodharts-law.md"),
        ("goodharts law", "mental-model", "mental-models/goodharts-law.md"),
        ("escalation", None, "archetypes/escalation.md"),
        ("escalation", "pattern", "escalation-path.md"),
        ("escalation", "archetype", "archetypes/escalation.md"),
        ("Arms Race", None, "archetypes/escalation.md"),
        ("Contest", "pattern", "race.md"),
        ("twins", "case", "cases/twins.md"),
        ("Twins again", None, "cases/twins.md"),
        ("P-17", None, "numbered.md"),
        ("übung 日本", None, "ubung.md"),
    ],
)
def test_found(name: str, kind: str | None, path: str) -> None:
    """A name means an entry by slug, id, title or alias, whatever its case and signs; a slug outranks an alias."""
    resolution = Names(LIBRARY).resolve(name, kind)

    assert isinstance(resolution, Found)
    assert path == resolution.entry.path


@pytest.mark.parametrize(
    ("name", "kind", "paths"),
    [
        ("Contest", None, ["archetypes/rivalry.md", "race.md"]),
        ("Escalation", None, ["escalation-path.md", "archetypes/escalation.md"]),
        ("twins", None, ["twins.md", "cases/twins.md"]),
        ("TWINS", None, ["twins.md", "cases/twins.md"]),
    ],
)
def test_ambiguous(name: str, kind: str | None, paths: list[str]) -> None:
    """A name that several entries go by means none, and all of them are told."""
    resolution = Names(LIBRARY).resolve(name, kind)

    assert isinstance(resolution, Ambiguous)
    assert paths == [entry.path for entry in resolution.candidates]


@pytest.mark.parametrize(
    ("name", "kind", "nearest"),
    [
        ("short chekpoint", None, ("short-checkpoint",)),
        ("weekly reviews", None, ("short-checkpoint",)),
        ("goodhart law", None, ("goodharts-law",)),
        ("goodhart law", "pattern", ()),
        ("escalatoin", None, ("escalation", "escalation-path")),
        ("escalatoin", "pattern", ("escalation-path",)),
        ("short-checkpoint", "case", ()),
        ("p-17", None, ()),
        ("entirely different", None, ()),
        ("", None, ()),
        ("!?", None, ()),
    ],
)
def test_unknown(name: str, kind: str | None, nearest: tuple[str, ...]) -> None:
    """A name that nobody goes by comes with the slugs of the names most like it, of the kind that was asked for."""
    assert Unknown(nearest) == Names(LIBRARY).resolve(name, kind)


@pytest.mark.parametrize(
    ("name", "wanted"), [("planned:a", "a"), (" planned: One Two ", "One Two"), ("planned:twins", "twins")]
)
def test_planned(name: str, wanted: str) -> None:
    """A name that is marked as wanted means no entry, even where there is one by now."""
    assert Planned(wanted) == Names(LIBRARY).resolve(name)


def test_an_id_may_be_the_slug() -> None:
    """An entry whose id is its slug is one entry."""
    found = entry("a", "B", id="a")

    assert Found(found) == Names([found]).resolve("a")


def test_nobody_takes_a_slug_by_alias() -> None:
    """An alias that is another entry's slug doesn't break that slug."""
    thief = entry("thief", aliases=["short-checkpoint", "P-17"])
    names = Names((*LIBRARY, thief))

    assert [Found(LIBRARY[0]), Found(LIBRARY[8])] == [
        names.resolve("short-checkpoint"),
        names.resolve("P-17"),
    ]


def test_holders() -> None:
    """Names that several entries go by are listed, each entry once however often it repeats itself."""
    repeating = entry("echo", "Echo", aliases=["ECHO", "echo!"])
    holders = Names((*LIBRARY, repeating)).holders()

    assert {
        "contest": ["rivalry", "race"],
        "escalation": ["escalation-path", "escalation"],
        "twins": ["twins", "twins"],
    } == {name: [entry.slug for entry in entries] for name, entries in holders.items()}


def test_nearest_is_limited() -> None:
    """Few nearest names are shown, the most alike first, equals by slug."""
    names = Names(entry(f"check-point-{letter}") for letter in "dcbae")

    assert ("check-point-a", "check-point-b", "check-point-c") == names.nearest("check-point")
    assert ("check-point-e",) == names.nearest("check-point-e", limit=1)


@pytest.mark.parametrize("turn", range(20))
def test_nearest_is_always_the_same(turn: int) -> None:
    """Where many trigrams are equally rare, the first in the name count: no chance decides which names are compared."""
    letters = string.ascii_lowercase[turn:] + string.ascii_lowercase[:turn]
    typed = letters[:20]
    begins_alike = typed[:3] + "".join(f"{letters[25]}{typed[at : at + 2]}" for at in range(3, 20, 2))
    names = Names(map(entry, (f"{typed}{letters[24]}", f"{typed[2:]}{letters[24]}", begins_alike)))

    assert begins_alike in names.nearest(typed)


@given(st.text(), st.none() | st.sampled_from(["pattern", "case"]))
def test_any_name_is_resolved(name: str, kind: str | None) -> None:
    """Whatever is typed for a name means something, nothing or several things, and breaks nothing."""
    assert isinstance(Names(LIBRARY).resolve(name, kind), Found | Ambiguous | Unknown | Planned)


def test_an_empty_library_knows_no_names() -> None:
    """Without entries every name is unknown."""
    assert Unknown() == Names(()).resolve("a")
