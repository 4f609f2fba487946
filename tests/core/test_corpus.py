"""Real libraries, where they lie beside the checkout: what their owners wrote, defects and all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from helpers import inside
from trimtab.core.graph import Graph
from trimtab.core.library import Library
from trimtab.core.model import Status
from trimtab.core.names import Found
from trimtab.core.namings import Via
from trimtab.core.project import Project
from trimtab.core.settings import parse
from trimtab.core.source import Source
from trimtab.rules import check

SHARED = Path(__file__).parents[3] / "shared"
PATTERN = SHARED / "sources" / "001_a9df524af4cd55b1.txt"

needs_corpus = pytest.mark.skipif(
    not (SHARED / "corpus").is_dir(), reason="the samples of real libraries are not beside the checkout"
)

COMMONS = {
    "fields": {
        "domain": ["ontology.domain", "classification.domain"],
        "vitality": "ontology.commons_assessment.vitality",
        "vitality.reasoning": "ontology.commons_assessment.vitality_reasoning",
        "confidence": ["lifecycle.confidence", "callout:Confidence Rating"],
        "status": [
            {"from": "lifecycle.status"},
            {"from": "classification.status", "map": {"published": "stable"}},
        ],
        "authors": "contributors",
    },
    "relations": {"containers": ["relationships", "."], "target": ["slug", "id", "to"]},
}
INNERSOURCE = {
    "folders": {"1-initial": "pattern", "2-structured": "pattern"},
    "fields": {
        "title": "section:Title",
        "summary": "section:Patlet",
        "status": {"from": "folder", "map": {"1-initial": "draft", "2-structured": "stable"}},
    },
}


def read(folder: str, options: object) -> Library:
    """A library of the corpus."""
    root = SHARED / "corpus" / folder
    return Library.read(Project(root=root, docs_dir=root, settings=parse(options)))


@pytest.fixture(scope="module")
def commons() -> Library:
    """The sample of Commons OS, in its own dialect."""
    return read("commons-os", COMMONS)


@pytest.fixture(scope="module")
def innersource() -> Library:
    """The sample of InnerSource patterns, in its own dialect."""
    return read("innersource", INNERSOURCE)


@needs_corpus
@pytest.mark.parametrize(
    ("folder", "options", "count"),
    [
        ("commons-os", COMMONS, 299),
        ("commons-os", {}, 299),
        ("innersource", INNERSOURCE, 18),
        ("innersource", {}, 18),
    ],
    ids=["commons-os", "commons-os without settings", "innersource", "innersource without settings"],
)
def test_every_file_is_read(folder: str, options: object, count: int) -> None:
    """Every file is read and checked, with the library's settings or without, and every finding lies in its file."""
    library = read(folder, options)
    for document in library.documents:
        for reference in document.body.references:
            document.body.sentence(reference)

    assert count == len(library.documents)
    assert all(inside(library.by_path[found.path].source, found.span) for found in check(library).diagnostics)


@needs_corpus
def test_yaml_that_does_not_parse(commons: Library) -> None:
    """The one file whose front matter is broken is found where YAML gives up."""
    faults = [
        (d.path, d.span.start.line, d.span.start.column)
        for d in check(commons).diagnostics
        if d.code == "TT110"
    ]

    assert [("animal-communication-practice.md", 12, 3)] == faults


@needs_corpus
def test_contradicting_confidence(commons: Library) -> None:
    """Front matter and callout disagree on the confidence of 157 patterns; each is found in its callout."""
    found = [d for d in check(commons).diagnostics if d.code == "TT203"]

    assert 157 == len(found)
    assert all(d.source_line.startswith("> [!NOTE] Confidence Rating: ") for d in found)
    assert {"This says the confidence is “3”"} == {d.message.partition(",")[0] for d in found}


@needs_corpus
def test_what_else_is_found(commons: Library) -> None:
    """What years of contributions leave behind is found: so many times by each rule, and nothing else."""
    counts = Counter(found.name for found in check(commons).diagnostics)

    assert {
        "invalid-yaml": 1,
        "trailing-junk": 2,
        "second-front-matter": 2,
        "broken-off-text": 19,
        "contradicting-field": 157,
        "missing-summary": 98,
        "contradicting-target": 6,
        "unknown-target": 358,
        "duplicate-alias": 3,
        "duplicate-title": 1,
        "near-duplicate": 1,
        "empty-section": 9,
        "leftover-hint": 321,
        "duplicate-heading": 20,
        "heading-level-jump": 9,
        "glued-heading": 4,
        "self-relation": 1,
        "contradicting-relation": 1,
        "relation-cycle": 2,
        "typed-inverse": 49,
        "disagreeing-inverse": 17,
        "uniform-vitality": 1,
        "wrong-scale": 14,
        "padded-table": 9,
        "malformed-id": 298,
    } == counts


@needs_corpus
@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("animal-communication-practice.md:12:3", "TT110"),
        ("cac-customer-acquisition-cost.md:91:41", "TT904"),
        ("engineering-attitude.md:67:12", "TT704"),
        ("bias-toward-action-calibrated.md:75:13", "TT704"),
        ("absurdist-perspectives-on-existential-challenges.md:67:13", "TT703"),
        ("complementary-medicine.md:116:564", "TT507"),
        ("grit-and-perseverance.md:316:227", "TT120"),
    ],
)
def test_where_it_is_found(commons: Library, place: str, code: str) -> None:
    """Findings of each sort stand at the right line and column."""
    found = {
        (f"{one.path}:{one.span.start.line}:{one.span.start.column}", one.code)
        for one in check(commons).diagnostics
    }

    assert (place, code) in found


@needs_corpus
def test_what_is_found_in_the_other_library(innersource: Library) -> None:
    """The second sample leads to files and images that aren't in it, and has notes left in its texts."""
    counts = Counter(found.name for found in check(innersource).diagnostics)

    assert {"missing-file": 29, "leftover-hint": 5} == counts


@needs_corpus
@pytest.mark.parametrize(
    ("path", "relation"),
    [
        ("conflict-as-signal.md", ("generalizes_from", "commons-engineer", False, None)),
        ("conflict-as-signal.md", ("enables", "collaborative-governance", True, 0.8)),
        ("vulnerability-as-leadership.md", ("enables", "conflict-as-signal", True, 0.7)),
        ("accelerated-skill-acquisition.md", ("enables", "achievement-celebration", False, 0.82)),
        ("agile-governance.md", ("related", "pat_01kg5023xne3gs3g227jcvch6k", False, None)),
    ],
)
def test_forms_of_relations(
    commons: Library, path: str, relation: tuple[str, str, bool, float | None]
) -> None:
    """Relations are read as slugs, with a weight, with a description, and from the top of the front matter."""
    entry = commons.by_path[path].entry
    assert entry is not None

    assert relation in [(one.type, one.to, bool(one.why), one.weight) for one in entry.relations]


@needs_corpus
def test_relations_lead_to_patterns(commons: Library) -> None:
    """Most relations find their pattern, by slug or by id, and each is seen from its other end."""
    links = [link for link in commons.links if link.via is Via.RELATION]
    graph = Graph(commons)

    assert (1834, 1476) == (len(links), sum(isinstance(link.resolution, Found) for link in links))
    for link in links:
        if link.target is not None and link.document.entry is not None:
            assert link.document.entry in [end.other for end in graph.relations(link.target)]


@needs_corpus
def test_fields_of_both_generations(commons: Library) -> None:
    """Domain, status, authors and vitality are read from the newer front matter and from the older."""
    newer = commons.by_path["conflict-as-signal.md"].entry
    older = commons.by_path["acqui-hire.md"].entry
    assert newer is not None
    assert older is not None
    assert newer.vitality is not None

    assert (4.5, 3, Status.DRAFT) == (newer.vitality.score, newer.confidence, newer.status)
    assert newer.vitality.reasoning.startswith("This pattern dramatically increases")
    assert ("startup", Status.DRAFT, ("Commons OS",)) == (older.domain, older.status, older.authors)
    assert {Status.DRAFT: 295, Status.STABLE: 4} == Counter(entry.status for entry in commons.entries)
    assert 200 == sum(entry.vitality is not None for entry in commons.entries)
    assert 298 == sum(bool(entry.domain and entry.authors and entry.id) for entry in commons.entries)


@needs_corpus
def test_unknown_keys_are_kept(commons: Library) -> None:
    """What no setting claims is kept: licence and attribution, for instance, of every file that parses."""
    counts = Counter(name for entry in commons.entries for name in entry.extra)

    assert (298, 298, 200) == (counts["license"], counts["attribution"], counts["graph_garden"])
    assert not {"ontology", "classification", "lifecycle", "relationships", "slug", "contributors"} & set(
        counts
    )


@needs_corpus
def test_sections_and_folders_are_fields(innersource: Library) -> None:
    """Files without front matter give title and summary by section, and status by folder."""
    entry = innersource.by_path["2-structured/30-day-warranty.md"].entry
    assert entry is not None

    assert ("30 Day Warranty", Status.STABLE) == (entry.title, entry.status)
    assert entry.summary.startswith(
        "When accepting contributions from outside of your own team, there is a natural"
    )
    assert {("1-initial", "draft"): 8, ("2-structured", "stable"): 10} == Counter(
        (entry.path.partition("/")[0], str(entry.status)) for entry in innersource.entries
    )
    assert all(entry.title and entry.summary for entry in innersource.entries)


@needs_corpus
def test_sections_that_became_fields_are_not_shown_twice(innersource: Library) -> None:
    """Title and patlet leave the body, whose first section is then another."""
    for document in innersource.documents:
        assert "## Title" not in document.markdown
        assert "## Patlet" not in document.markdown
        assert "## Problem" in document.markdown


@pytest.mark.skipif(not PATTERN.is_file(), reason="the source texts are not beside the checkout")
def test_a_pattern_of_commons_engineering(tmp_path: Path) -> None:
    """A whole pattern in the dialect of commons-engineering is valid without settings."""
    (tmp_path / "coherence-as-leverage.md").write_bytes(PATTERN.read_bytes())
    library = Library.read(Project(root=tmp_path, docs_dir=tmp_path, settings=parse({})))
    (entry,) = library.entries
    assert entry.vitality is not None

    assert () == check(library).diagnostics
    assert ("coherence-as-leverage", "pattern", "Coherence as Leverage") == (
        entry.slug,
        entry.kind,
        entry.title,
    )
    assert (5.0, "generative", 3) == (entry.vitality.score, entry.vitality.band, entry.confidence)
    assert (
        "Alignment as Leverage",
        "The Coherence Principle",
        "Purpose-Decision-Action Alignment",
    ) == entry.aliases
    assert [*library.settings.form("pattern")] == [
        heading.text for heading in library.documents[0].body.headings
    ]
    assert 8 == len(library.documents[0].body.headings)


@pytest.mark.skipif(not PATTERN.is_file(), reason="the source texts are not beside the checkout")
def test_line_ends_change_nothing() -> None:
    """The same pattern with a byte order mark and carriage returns means the same."""
    data = PATTERN.read_bytes()
    other = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    path = "coherence-as-leverage.md"
    plain, odd = (Library(parse({}), [Source.decode(path, one)], []) for one in (data, other))

    assert plain.entries == odd.entries
    assert ["byte-order-mark", "carriage-return"] == [found.name for found in check(odd).diagnostics]
