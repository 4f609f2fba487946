"""Our own library covers what it sets out to cover, and says where it has it from."""

import re
from pathlib import Path

import pytest

from trimtab.core.graph import Graph
from trimtab.core.library import Library
from trimtab.core.model import Archetype, Entry, LevelEntry
from trimtab.core.namings import Via
from trimtab.core.project import load
from trimtab.core.scales import LADDER

LIBRARY = Library.read(load(Path(__file__).parents[1] / "mkdocs.yml"))
GRAPH = Graph(LIBRARY)
ARCHETYPES = LIBRARY.archetype_entries()
LEVELS = [entry for entry in LIBRARY.entries if isinstance(entry, LevelEntry)]
PATTERNS = LIBRARY.of_kind("pattern")


def named(entry: Entry) -> str:
    """How a test's case is called."""
    return entry.slug


@pytest.mark.parametrize(
    ("kind", "least"),
    [("level", 12), ("archetype", 11), ("mental-model", 20), ("pattern", 40), ("case", 6), ("worksheet", 8)],
)
def test_there_are_enough(kind: str, least: int) -> None:
    """There are all levels and archetypes, and enough of the rest to choose from."""
    assert least <= len(LIBRARY.of_kind(kind))


@pytest.mark.parametrize("entry", LIBRARY.entries, ids=named)
def test_every_entry_is_whole(entry: Entry) -> None:
    """Each entry has every section of its kind, a summary and a source."""
    body = LIBRARY.document_of(entry).body
    assert [] == [name for name in LIBRARY.settings.form(entry.kind) if body.section(name) is None]
    assert entry.summary
    assert entry.sources


@pytest.mark.parametrize("entry", LIBRARY.entries, ids=named)
def test_every_relation_says_why(entry: Entry) -> None:
    """No relation stands without its reason."""
    assert [] == [relation.to for relation in entry.relations if not relation.why]


@pytest.mark.parametrize("rung", LADDER[:-1], ids=lambda rung: rung.name)
def test_every_level_has_patterns(rung: object) -> None:
    """From 12 to 2 each level is the main one of two patterns at least."""
    assert 2 <= sum(pattern.level == rung.number for pattern in PATTERNS)


@pytest.mark.parametrize("level", LEVELS, ids=named)
def test_levels_can_be_recognised_and_tried(level: LevelEntry) -> None:
    """A level says what a proposal there looks like, on which weaker levels it leans, and gives six examples."""
    assert 4 <= len(level.signals)
    assert all(number > level.number for number in level.supporting_levels)
    assert (level.number == 12) == (not level.supporting_levels)
    document = LIBRARY.document_of(level)
    examples = document.body.section("Examples")
    text = document.body.text[examples.start : examples.end]
    assert 6 <= len(re.findall(r"^- ", text, re.MULTILINE))


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=named)
def test_archetypes_lead_somewhere(archetype: Archetype) -> None:
    """An archetype can be found by its symptoms and by questions, has loops, and patterns at three levels at least."""
    naming = [entry for entry in GRAPH.naming(Via.ARCHETYPE, archetype) if entry.kind == "pattern"]
    assert archetype.symptoms
    assert archetype.decision_path
    assert archetype.loops
    assert archetype.levels_that_help
    assert 5 <= len(naming)
    assert 3 <= len({entry.level for entry in naming})


def test_the_rut_has_its_four_loops() -> None:
    """The don't-lose rut is drawn with all four."""
    rut = next(archetype for archetype in ARCHETYPES if archetype.slug == "dont-lose-rut")
    assert 4 == len(rut.loops)


def test_enough_archetypes_can_be_watched() -> None:
    """Six archetypes at least have a simulation."""
    assert 6 <= sum(archetype.simulation is not None for archetype in ARCHETYPES)


@pytest.mark.parametrize("pattern", PATTERNS, ids=named)
def test_patterns_say_where_they_act(pattern: Entry) -> None:
    """A pattern names a place, and what it does there, on the loops of every archetype that it names."""
    assert set(pattern.archetypes) == {place.archetype for place in pattern.acts_on}
    assert all(place.how for place in pattern.acts_on)


@pytest.mark.parametrize("pattern", PATTERNS, ids=named)
def test_patterns_can_be_checked(pattern: Entry) -> None:
    """A pattern has evidence with a place and a source, a reason for its level, and a known use with its year."""
    document = LIBRARY.document_of(pattern)
    uses = document.body.section("Known Uses")
    assert pattern.level_why
    assert pattern.domain
    assert pattern.evidence
    assert all(one.where and one.source for one in pattern.evidence)
    assert re.search(r"\b(?:1[5-9]|20)\d\d\b", document.body.text[uses.start : uses.end])


def test_confidence_is_honest() -> None:
    """Most patterns don't claim the highest confidence."""
    assert len(PATTERNS) > 2 * sum(pattern.confidence == 3 for pattern in PATTERNS)
