"""The library as a concept scheme of SKOS, written as Turtle: https://www.w3.org/TR/skos-reference/.

What is more general, or whole, is broader; every other relation is an association. Levels and archetypes are on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import quote, urlsplit

from trimtab.core.model import Citation, Entry, LevelEntry, Status
from trimtab.core.names import Found
from trimtab.core.namings import Via
from trimtab.core.routes import identity
from trimtab.core.scales import RUNGS
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import iri, turtle
from trimtab.site.exports.graph import Ties

_HEAD = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tt: <urn:trimtab:terms:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

tt:level a rdf:Property ;
    rdfs:label "acts at level"@en ;
    rdfs:comment "The leverage point at which a concept acts; a concept may act at several."@en .

tt:archetype a rdf:Property ;
    rdfs:label "helps with archetype"@en ;
    rdfs:comment "The recurring system structure that a concept helps with."@en .

tt:mentalModel a rdf:Property ;
    rdfs:label "rests on mental model"@en ;
    rdfs:comment "The way of seeing that a concept rests on."@en .
"""
_TOP = ("level", "archetype")
"""Kinds whose entries are on top of the scheme."""

Statements = Iterable[tuple[str, Iterable[str]]]


def library(catalogue: Catalogue, about: About) -> str:
    """The whole file."""
    return _Scheme(catalogue, about).text()


class _Scheme:
    def __init__(self, catalogue: Catalogue, about: About) -> None:
        self._catalogue = catalogue
        self._library = catalogue.library
        self._about = about
        self._ties = Ties(catalogue)
        self._iri = f"<{about.absolute(urls.TURTLE)}>" if about.url else "<urn:trimtab:library>"
        """The scheme: where the library's address is known, the address of this file."""

    def text(self) -> str:
        """The scheme, then its concepts."""
        parts = [_HEAD, _subject(self._iri, self._scheme())]
        parts += [_subject(self._level(number), self._bare_level(number)) for number in self._bare_levels]
        parts += [_subject(self._concept(entry), self._entry(entry)) for entry in self._library.current]
        return "\n".join(parts)

    # Names

    def _concept(self, entry: Entry) -> str:
        """What an entry is called for ever: its permanent address, where the site has one."""
        return self._concepts[entry.path]

    @cached_property
    def _concepts(self) -> dict[str, str]:
        if self._about.url:
            absolute, permalink = self._about.absolute, self._catalogue.permalink
            return {entry.path: f"<{absolute(permalink(entry))}>" for entry in self._library.entries}
        found: dict[str, str] = {}
        taken: set[str] = set()
        for entry in self._library.entries:
            ident = identity(entry, self._library.settings)
            name = ident if ident not in taken else entry.path
            taken.add(ident)
            found[entry.path] = f"<urn:trimtab:entry:{quote(name, errors='surrogateescape')}>"
        return found

    def _level(self, number: int) -> str:
        entry = self._library.levels.get(number)
        if entry is not None:
            return self._concept(entry)
        if self._about.url:
            return f"<{self._about.absolute(self._catalogue.level_url(number))}>"
        return f"<urn:trimtab:level:{number}>"

    @cached_property
    def _bare_levels(self) -> list[int]:
        """The levels that the site has a page for and the library no entry."""
        return [number for number in RUNGS if urls.has_generated_level(self._library, number)]

    # Statements

    def _scheme(self) -> Iterator[tuple[str, Iterable[str]]]:
        yield "a", ["skos:ConceptScheme"]
        yield "dcterms:title", [self._words(self._about.title)]
        yield "dcterms:description", self._several([self._about.description])
        yield "dcterms:creator", [turtle(self._about.author)] if self._about.author else []
        yield "dcterms:rights", self._several([self._about.rights])
        yield "dcterms:license", [f"<{self._about.licence}>"] if self._about.licence else []
        yield "dcterms:modified", _day(self._modified)
        yield "foaf:homepage", [f"<{self._about.absolute('./')}>"] if self._about.url else []
        tops = [self._level(number) for number in self._bare_levels]
        tops += [self._concept(entry) for entry in self._library.current if entry.path in self._tops]
        yield "skos:hasTopConcept", tops

    @property
    def _modified(self) -> str:
        return max((self._about.day(entry.path)[1] for entry in self._library.current), default="")

    def _bare_level(self, number: int) -> Iterator[tuple[str, Iterable[str]]]:
        yield "a", ["skos:Concept"]
        yield "skos:inScheme", [self._iri]
        yield "skos:topConceptOf", [self._iri]
        yield "skos:prefLabel", [self._words(self._catalogue.level_name(number))]
        yield "skos:definition", [self._words(RUNGS[number].gist)]
        yield "skos:notation", [turtle(str(number))]

    def _entry(self, entry: Entry) -> Iterator[tuple[str, Iterable[str]]]:
        created, updated = self._about.day(entry.path)
        yield "a", ["skos:Concept"]
        yield "skos:inScheme", [self._iri]
        yield "skos:topConceptOf", [self._iri] if entry.path in self._tops else []
        yield "skos:prefLabel", [self._words(entry.title)]
        yield "skos:altLabel", self._several(name for name in entry.aliases if name != entry.title)
        yield "skos:definition", self._several([self._catalogue.summary(entry)])
        yield "skos:notation", [turtle(str(entry.number))] if isinstance(entry, LevelEntry) else []
        yield "skos:scopeNote", self._several([entry.level_why])
        for predicate in ("broader", "narrower", "related"):
            others = self._semantic[predicate].get(entry.path, {})
            yield f"skos:{predicate}", [self._concept(other) for other in others.values()]
        yield from self._matches(entry)
        yield "tt:level", [self._level(number) for number in entry.levels if number in RUNGS]
        yield "tt:archetype", self._named(entry.archetypes, "archetype")
        yield "tt:mentalModel", self._named(entry.mental_models, "mental-model")
        yield "dcterms:type", self._several([self._catalogue.kind_label(entry.kind)])
        yield "dcterms:creator", [turtle(name) for name in entry.authors]
        yield "dcterms:created", _day(created)
        yield "dcterms:modified", _day(updated)
        yield "dcterms:source", [one for source in entry.sources if (one := self._source(source))]
        yield "dcterms:license", [f"<{self._about.licence}>"] if self._about.licence else []
        heir = self._catalogue.graph.heir(entry)
        yield "owl:deprecated", ["true"] if entry.status is Status.DEPRECATED else []
        yield "dcterms:isReplacedBy", [self._concept(heir)] if heir else []
        page = self._about.absolute(self._catalogue.url(entry.path))
        yield "foaf:page", [f"<{page}>"] if self._about.url else []

    def _matches(self, entry: Entry) -> Iterator[tuple[str, Iterable[str]]]:
        """The concepts of other libraries that an entry is tied to."""
        types = self._library.settings.relation_types
        found: dict[str, list[str]] = {"broader": [], "narrower": [], "related": []}
        for link in self._ties.links(entry):
            url = link.elsewhere.library.url(link.elsewhere.slug) if link.elsewhere else ""
            if link.via is Via.RELATION and _is_web(url):
                found[types[link.relation].skos].append(f"<{iri(url)}>")
        yield "skos:broadMatch", found["broader"]
        yield "skos:narrowMatch", found["narrower"]
        hierarchy = {*found["broader"], *found["narrower"]}
        yield "skos:relatedMatch", [url for url in found["related"] if url not in hierarchy]

    def _words(self, text: str) -> str:
        return turtle(text) + (f"@{self._about.tag}" if self._about.tag else "")

    def _several(self, texts: Iterable[str]) -> list[str]:
        return [self._words(text) for text in texts if text]

    def _named(self, names: Iterable[str], kind: str) -> list[str]:
        found = (self._library.resolve_name(name, kind) for name in names)
        return [
            self._concept(one.entry)
            for one in found
            if isinstance(one, Found) and one.entry.status is not Status.REMOVED
        ]

    def _source(self, source: Citation) -> str:
        if source.url and _is_web(source.url):
            return f"<{iri(source.url)}>"
        parts = (source.authors, source.title, source.publisher, source.year, source.url)
        told = ". ".join(filter(None, parts))
        return turtle(told) if told else ""

    # What is broader than what

    @cached_property
    def _semantic(self) -> dict[str, dict[str, dict[str, Entry]]]:
        """The concepts that each is tied to, by the tie, by its own path and by the other's.

        SKOS has no concept that is both above another and beside it; what is above counts.
        """
        types = self._library.settings.relation_types
        found: dict[str, dict[str, dict[str, Entry]]] = {
            name: defaultdict(dict) for name in ("broader", "narrower", "related")
        }
        beside = []
        for link, one, other in self._ties.all:
            meaning = types[link.relation].skos
            if one.path == other.path:
                continue
            if meaning == "related":
                beside.append((one, other))
                continue
            below, above = (one, other) if meaning == "broader" else (other, one)
            found["broader"][below.path][above.path] = above
            found["narrower"][above.path][below.path] = below
        over = {path: _reached(path, found["broader"]) for path in found["broader"]}
        for one, other in beside:
            if other.path not in over.get(one.path, ()) and one.path not in over.get(other.path, ()):
                found["related"][one.path][other.path] = other
                found["related"][other.path][one.path] = one
        return found

    @cached_property
    def _tops(self) -> set[str]:
        """Levels and archetypes; in a library without any, what has nothing above it."""
        above = self._semantic["broader"]
        free = [entry for entry in self._library.current if entry.path not in above]
        top = {entry.path for entry in free if entry.kind in _TOP}
        return top if top or self._bare_levels else {entry.path for entry in free}


def _subject(name: str, statements: Statements) -> str:
    lines = []
    for predicate, objects in statements:
        given = list(dict.fromkeys(objects))
        if given:
            lines.append(f"{predicate} {', '.join(given)}")
    return f"{name} " + " ;\n    ".join(lines) + " .\n"


def _day(date: str) -> list[str]:
    return [f'"{date}"^^xsd:date'] if date else []


def _reached(start: str, above: dict[str, dict[str, Entry]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for path in above.get(waiting.pop(), ()):
            if path not in found:
                found.add(path)
                waiting.append(path)
    return found


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
