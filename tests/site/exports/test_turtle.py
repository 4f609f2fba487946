from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import FOAF, XSD

from builds import GOLDEN, LIBRARIES
from exporting import ABOUT, FILES, HOSTILE, SITE, catalogue, entry, texts
from trimtab import Library, load
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import About
from trimtab.site.exports.turtle import library

TT = Namespace("urn:trimtab:terms:")
SCHEME = URIRef(SITE + "api/v1/library.ttl")


def graph(made: Catalogue, about: About = ABOUT) -> Graph:
    """What a program reads."""
    return Graph().parse(data=library(made, about), format="turtle")


def of(name: str) -> URIRef:
    """The concept with an id."""
    return URIRef(f"{SITE}p/{name}/")


READ = graph(catalogue())


@pytest.mark.parametrize(
    ("subject", "predicate", "expected"),
    [
        (SCHEME, RDF.type, {SKOS.ConceptScheme}),
        (SCHEME, DCTERMS.title, {Literal("Tools & <Ways>", "en")}),
        (SCHEME, DCTERMS.license, {URIRef("https://creativecommons.org/licenses/by/4.0/")}),
        (SCHEME, DCTERMS.modified, {Literal("2025-03-05", datatype=XSD.date)}),
        (of("review"), SKOS.inScheme, {SCHEME}),
        (of("review"), SKOS.prefLabel, {Literal("Review", "en")}),
        (of("review"), SKOS.altLabel, {Literal("Look", "en"), Literal("A Look Back", "en")}),
        (of("review"), SKOS.definition, {Literal("Look weekly.", "en")}),
        (of("review"), SKOS.scopeNote, {Literal("It waits.", "en")}),
        (of("review"), SKOS.related, {of("log")}),
        (of("review"), SKOS.broader, {of("meet")}),
        (of("review"), TT.level, {of("delays"), URIRef(SITE + "levels/6-information-flows/")}),
        (of("review"), TT.archetype, {of("overheating")}),
        (of("review"), DCTERMS.creator, {Literal("Ann"), Literal("Bo")}),
        (of("review"), DCTERMS.created, {Literal("2025-01-02", datatype=XSD.date)}),
        (of("review"), DCTERMS.modified, {Literal("2025-03-04", datatype=XSD.date)}),
        (
            of("review"),
            DCTERMS.source,
            {Literal("C, D. A Book. 2001"), Literal("https://example.org/a b"), URIRef("https://example.org/p")},
        ),
        (of("review"), FOAF.page, {URIRef(SITE + "review/")}),
        (of("review"), SKOS.topConceptOf, set()),
        (of("log"), OWL.deprecated, {Literal(True)}),
        (of("log"), DCTERMS.isReplacedBy, {of("meet")}),
        (of("delays"), SKOS.notation, {Literal("9")}),
        (of("delays"), SKOS.topConceptOf, {SCHEME}),
        (of("overheating"), SKOS.topConceptOf, {SCHEME}),
        (URIRef(SITE + "levels/12-parameters/"), SKOS.notation, {Literal("12")}),
        (of("gone"), None, set()),
    ],
)  # fmt: skip
def test_statements(subject: URIRef, predicate: URIRef | None, expected: set[object]) -> None:
    """What is known of the library and of each concept is said in the words of SKOS and Dublin Core."""
    assert expected == set(READ.objects(subject, predicate))


def test_a_site_without_an_address() -> None:
    """Without the site's address concepts have names of their own, and there are no pages."""
    read = graph(catalogue(), About(name="Tools"))

    assert Literal("Review") in set(read.objects(URIRef("urn:trimtab:entry:review"), SKOS.prefLabel))
    assert {URIRef("urn:trimtab:library")} == set(read.subjects(RDF.type, SKOS.ConceptScheme))
    assert set() == set(read.objects(None, FOAF.page))


def test_a_library_without_levels() -> None:
    """Where there are no levels and archetypes, what has nothing above it is on top."""
    files = {"a.md": entry(title="A", relations={"part_of": ["b"]}), "b.md": entry(title="B")}

    assert {of("b")} == set(graph(catalogue(files)).objects(SCHEME, SKOS.hasTopConcept))


def test_a_type_of_the_library() -> None:
    """A type of relation that a library adds is what its settings say; without a word, an association."""
    files = {"a.md": entry(title="A", relations={"under": ["b"], "with": ["c"]}), "b.md": entry(title="B")}
    types = {"under": {"label": "Under", "inverse": "Over", "skos": "broader"}, "with": {"label": "With"}}
    read = graph(catalogue({**files, "c.md": entry(title="C")}, relations={"types": types}))

    assert {of("b")} == set(read.objects(of("a"), SKOS.broader))
    assert {of("a")} == set(read.objects(of("b"), SKOS.narrower))
    assert {of("c")} == set(read.objects(of("a"), SKOS.related))


def test_what_is_above_is_not_beside() -> None:
    """A concept that is above another, however far, is not beside it too: SKOS has no such thing."""
    files = {
        "a.md": entry(title="A", relations={"part_of": ["b"], "related": ["c"]}),
        "b.md": entry(title="B", relations={"part_of": ["c"], "requires": ["a"]}),
        "c.md": entry(title="C", relations={"related": ["d"]}),
        "d.md": entry(title="D"),
    }

    assert {(of("c"), of("d")), (of("d"), of("c"))} == set(
        graph(catalogue(files)).subject_objects(SKOS.related)
    )


def sound(read: Graph) -> None:
    """Hold a graph against what SKOS asks of one: https://www.w3.org/TR/skos-reference/, S9, S13, S14, S27."""
    concepts = set(read.subjects(RDF.type, SKOS.Concept))
    schemes = set(read.subjects(RDF.type, SKOS.ConceptScheme))
    assert 1 == len(schemes)
    assert not concepts & schemes
    for concept in concepts:
        labels = list(read.objects(concept, SKOS.prefLabel))
        assert 1 == len(labels)
        assert labels[0] not in set(read.objects(concept, SKOS.altLabel))
        above = set(read.transitive_objects(concept, SKOS.broader)) - {concept}
        assert not above & set(read.objects(concept, SKOS.related))
    for predicate in (SKOS.broader, SKOS.narrower, SKOS.related, TT.archetype, TT.level, TT.mentalModel):
        assert set(read.objects(None, predicate)) <= concepts
    assert set(read.objects(None, SKOS.hasTopConcept)) == set(read.subjects(SKOS.topConceptOf, None))


def labels(read: Graph) -> list[str]:
    """All names of concepts that have a page of their own kind."""
    return sorted(
        str(label) for one, label in read.subject_objects(SKOS.prefLabel) if (one, DCTERMS.type, None) in read
    )


@pytest.mark.parametrize(("name", "about"), list(product(GOLDEN, (ABOUT, About()))))
def test_every_entry_is_found_again(name: str, about: About) -> None:
    """Each entry of a library is a concept under its own name, and the scheme is sound."""
    read = Library.read(load(LIBRARIES / name / "mkdocs.yml"))
    made = graph(Catalogue(read), about)
    sound(made)

    assert sorted(entry.title for entry in read.current) == labels(made)


def test_the_sample_is_sound() -> None:
    """The sample of these tests is sound too, though two of its entries are each above the other."""
    files: Mapping[str, str] = {name: text for name, text in FILES.items() if name != "meeting.md"}
    sound(graph(catalogue(files)))


@given(st.sets(texts, min_size=1, max_size=4))
@settings(max_examples=60)
def test_any_text(some: set[str]) -> None:
    """Whatever an author writes, it stays text, letter for letter."""
    files = {
        f"e{index}.md": entry(
            title=text,
            summary=text,
            aliases=[text],
            authors=[text],
            sources=[{"title": text}, {"url": f"https://example.org/{text}"}],
        )
        for index, text in enumerate(sorted(some))
    }
    made = catalogue(files)
    about = About(text := next(iter(some)), SITE, text, text, text, "en")
    read = graph(made, about)
    sound(read)

    assert sorted(entry.title for entry in made.library.current) == labels(read)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text: str) -> None:
    """A text that tries to end its literal is that literal."""
    made = catalogue({"a.md": entry(title=text, summary=text)})
    read = graph(made)

    (one,) = made.library.entries
    assert {Literal(one.title, "en")} == set(read.objects(of("a"), SKOS.prefLabel))
    assert {SCHEME, of("a"), TT.level, TT.archetype, TT.mentalModel} == set(read.subjects())


def test_concepts_of_other_libraries(tmp_path: Path) -> None:
    """A relation to an entry of another library is one match of its concept there, under its permanent address."""
    (tmp_path / "docs").mkdir()
    relations = {
        "part_of": ["other:thing"],
        "related": ["other:thing", "other:log"],
        "requires": ["other:no"],
    }
    (tmp_path / "docs/a.md").write_text(entry(title="A", relations=relations), encoding="utf-8")
    known = {
        "version": 1,
        "site_name": "Other",
        "site_url": "https://other.example/",
        "names": {},
        "addresses": {},
    }
    log = {"title": "Log", "url": "log/", "permalink": "p/log/"}
    thing = {"title": "Thing", "url": "thing/", "permalink": "p/thing/"}
    (tmp_path / "other.json").write_text(
        json.dumps({**known, "entries": {"thing": thing, "log": log}}), encoding="utf-8"
    )
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: A\nplugins: [{trimtab: {libraries: {other: {names: other.json}}}}]\n", encoding="utf-8"
    )
    read = graph(Catalogue(Library.read(load(tmp_path / "mkdocs.yml"))))
    there, beside = (URIRef(f"https://other.example/p/{name}/") for name in ("thing", "log"))

    assert {(SKOS.broadMatch, there), (SKOS.relatedMatch, beside)} == {
        (predicate, other) for predicate, other in read.predicate_objects(of("a")) if other in (there, beside)
    }
