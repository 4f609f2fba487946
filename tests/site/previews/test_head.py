from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from exporting import ABOUT, HOSTILE, SITE, catalogue, entry, texts
from trimtab.site.entries import EntryViews
from trimtab.site.exports import About
from trimtab.site.listings import Listings
from trimtab.site.previews import HeadView, Previews, paths

SCHEMA = Namespace("https://schema.org/")
UNKNOWN = replace(ABOUT, url="")


def head(slug: str, about: About = ABOUT, files: dict[str, str] | None = None) -> HeadView:
    """The head of an entry's page."""
    made = catalogue(files) if files else catalogue()
    (found,) = (one for one in made.library.entries if one.slug == slug)
    return Previews(made, about).of_entry(found, EntryViews(made).view(found).crumbs)


def generated(path: str, about: About = ABOUT) -> HeadView:
    """The head of a page that the site makes."""
    made = catalogue()
    (found,) = (page for page in Listings(made, about.name).pages() if page.path == path)
    return Previews(made, about).of_generated(found)


def graph(view: HeadView) -> Graph:
    """What a program reads of schema.org, whose context is one vocabulary."""
    data = {**view.data, "@context": {"@vocab": str(SCHEMA)}}
    with warnings.catch_warnings():
        # rdflib's own reader of JSON-LD uses a class that rdflib calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=json.dumps(data), format="json-ld")


def addresses(node: Any) -> Iterator[str]:
    """Every name and address in a graph."""
    if isinstance(node, list):
        for one in node:
            yield from addresses(one)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from [value] if key in ("@id", "url", "item") else addresses(value)


def test_open_graph_of_an_entry() -> None:
    """An entry is an article with title, summary, canonical address, image, dates, kind and tags."""
    expected = {
        "og:type": "article",
        "og:site_name": "Tools & <Ways>",
        "og:title": "Review",
        "og:description": "Look weekly.",
        "og:url": SITE + "review/",
        "og:image": SITE + "assets/previews/review.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Review: Pattern, Level 9: Delays, confidence medium. Tools & <Ways>",
        "article:published_time": "2025-01-02T12:00:00+01:00",
        "article:modified_time": "2025-03-04T23:30:00-02:00",
        "article:section": "Pattern",
    }
    assert expected == dict(head("review").properties)


def test_cards_of_twitter() -> None:
    """The card is large where there is an image, and tells level and confidence; of one without, why."""
    told = {"label1": "Level", "data1": "9 Delays", "label2": "Confidence", "data2": "★★☆ medium"}
    expected = {
        "twitter:card": "summary_large_image",
        **{f"twitter:{key}": said for key, said in told.items()},
    }
    assert expected == dict(head("review").names)
    assert {
        "twitter:card": "summary_large_image",
        "twitter:label1": "Status",
        "twitter:data1": "Superseded",
    } == dict(head("log").names)
    assert "summary" == dict(head("review", UNKNOWN).names)["twitter:card"]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("log", "Superseded. Use instead: Meeting. Write."),
        ("gone", "Removed. Use instead: Log. It was."),
        ("meeting", "Meet."),
    ],
)
def test_what_is_no_longer_recommended_says_so(slug: str, expected: str) -> None:
    """Whoever pastes a link to a superseded or removed entry sees that, with the heir at the end of the line."""
    assert expected == dict(head(slug).properties)["og:description"]


@pytest.mark.parametrize("view", [head("review", UNKNOWN), generated("patterns/index.md", UNKNOWN)])
def test_without_an_address(view: HeadView) -> None:
    """Where the site's address isn't known, nothing is said that needs a whole one."""
    assert not {"og:url", "og:image", "og:image:alt"} & set(dict(view.properties))
    assert "" == view.oembed
    assert [] == [url for url in addresses(view.data) if not url.startswith("https://example.org/")]
    assert SITE not in json.dumps(view.data)
    assert "BreadcrumbList" not in json.dumps(view.data)


def test_discovery() -> None:
    """An entry's page leads to its oEmbed description by a whole address; without embeds it leads nowhere."""
    assert SITE + "api/v1/oembed/review.json" == head("review").oembed
    made = catalogue(previews={"embeds": False})
    (found,) = (one for one in made.library.entries if one.slug == "review")
    assert "" == Previews(made, ABOUT).of_entry(found, ()).oembed


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", None), ("en-GB", "en_GB"), ("pt-br", "pt_BR"), ("zh-Hant", None), ("", None)],
)
def test_locale(language: str, expected: str | None) -> None:
    """The language is told in the form of Open Graph where it has a region, which that form needs."""
    assert expected == dict(head("review", replace(ABOUT, language=language)).properties).get("og:locale")


# Schema.org


REVIEW = graph(head("review"))
TERM, PAGE, SET = (URIRef(SITE + path) for path in ("p/review/", "review/", "api/v1/library.ttl"))


@pytest.mark.parametrize(
    ("subject", "predicate", "expected"),
    [
        (TERM, RDF.type, [SCHEMA.DefinedTerm]),
        (TERM, SCHEMA.name, [Literal("Review")]),
        (TERM, SCHEMA.alternateName, [Literal("A Look Back"), Literal("Look")]),
        (TERM, SCHEMA.description, [Literal("Look weekly.")]),
        (TERM, SCHEMA.termCode, [Literal("review")]),
        (TERM, SCHEMA.inDefinedTermSet, [SET]),
        (SET, RDF.type, [SCHEMA.DefinedTermSet]),
        (SET, SCHEMA.name, [Literal("Tools & <Ways>")]),
        (PAGE, RDF.type, [SCHEMA.CreativeWork, SCHEMA.WebPage]),
        (PAGE, SCHEMA.about, [TERM]),
        (PAGE, SCHEMA.license, [Literal("https://creativecommons.org/licenses/by/4.0/")]),
        (PAGE, SCHEMA.author / SCHEMA.name, [Literal("Ann"), Literal("Bo")]),
        (PAGE, SCHEMA.dateCreated, [Literal("2025-01-02")]),
        (PAGE, SCHEMA.dateModified, [Literal("2025-03-04")]),
        (PAGE, SCHEMA.image, [Literal(SITE + "assets/previews/review.png")]),
        (PAGE, SCHEMA.inLanguage, [Literal("en")]),
        (PAGE, SCHEMA.isPartOf / RDF.type, [SCHEMA.WebSite]),
        (PAGE, SCHEMA.citation / SCHEMA.author, [Literal("C, D")]),
    ],
)
def test_terms(subject: URIRef, predicate: Any, expected: list[Any]) -> None:
    """An entry is a term of the library's set; its page is a work about it, with licence, authors and dates."""
    assert expected == sorted(set(REVIEW.objects(subject, predicate)))


def trail(view: HeadView) -> list[tuple[int, str, str]]:
    """The way to a page from the first one: position, name, address."""
    read = graph(view)
    (found,) = read.subjects(RDF.type, SCHEMA.BreadcrumbList)
    return sorted(
        (
            int(read.value(one, SCHEMA.position)),
            str(read.value(one, SCHEMA.name)),
            str(read.value(one, SCHEMA.item)),
        )
        for one in read.objects(found, SCHEMA.itemListElement)
    )


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (head("review"), [("Home", ""), ("Patterns", "patterns/"), ("Review", "review/")]),
        (generated("patterns/index.md"), [("Home", ""), ("Patterns", "patterns/")]),
        (
            generated("levels/12-parameters.md"),
            [("Home", ""), ("The ladder", "levels/"), ("Level 12: Parameters", "levels/12-parameters/")],
        ),
    ],
)
def test_breadcrumbs(view: HeadView, expected: list[tuple[str, str]]) -> None:
    """The way from the first page is told in order, with whole addresses."""
    assert [(at, name, SITE + url) for at, (name, url) in enumerate(expected, 1)] == trail(view)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.md", "WebPage"),
        ("patterns/index.md", "CollectionPage"),
        ("levels/index.md", "CollectionPage"),
        ("archetypes/index.md", "CollectionPage"),
        ("search/index.md", "SearchResultsPage"),
    ],
)
def test_kinds_of_pages(path: str, expected: str) -> None:
    """Lists are collections, the search is a search; each once."""
    types = [node["@type"] for node in generated(path).data["@graph"]]
    assert [expected, "DefinedTermSet", "WebSite"] == types


def test_lists_tell_their_items() -> None:
    """A list tells what it lists, in order, with addresses and the number of all."""
    (node, *_) = generated("patterns/index.md").data["@graph"]
    listed = node["mainEntity"]
    assert listed["numberOfItems"] == len(listed["itemListElement"]) == 3
    assert {"@type": "ListItem", "position": 1, "name": "Log", "item": SITE + "log/"} == listed[
        "itemListElement"
    ][0]


def test_ordinary_pages() -> None:
    """A page that isn't an entry tells its title and its first words."""
    view = Previews(catalogue(), ABOUT).of_path("guide/page.md")
    assert view is not None
    told = dict(view.properties)
    assert ("website", "A guide", SITE + "guide/page/") == (told["og:type"], told["og:title"], told["og:url"])
    assert "Read review." == told["og:description"]
    assert SITE + paths.SITE_IMAGE == told["og:image"]
    assert Previews(catalogue(), ABOUT).of_path("nowhere.md") is None


def test_names_do_not_collide() -> None:
    """The first page, the site, the library, the term and its page are five things with five names."""
    named = {node["@id"] for view in (head("review"), generated("index.md")) for node in view.data["@graph"]}
    assert {SITE, f"{SITE}#site", f"{SITE}api/v1/library.ttl", f"{SITE}p/review/", f"{SITE}review/"} == named


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text: str) -> None:
    """Whatever a title, a summary, an alias or a source holds stays text, on one line, that can be written as UTF-8."""
    front = entry(
        title=f"T {text}", summary=text, aliases=[f"A {text}"], sources=[{"title": text, "url": text}]
    )
    view = head("odd", files={"odd.md": front})
    said = [value for _, value in (*view.properties, *view.names)]
    assert [] == [value for value in said if value != " ".join(value.split())]
    json.dumps(view.data, ensure_ascii=False).encode()
    assert graph(view)


@given(texts, texts)
def test_any_texts(title: str, summary: str) -> None:
    """Any texts make a graph that programs can read."""
    view = head("odd", files={"odd.md": entry(title=title, summary=summary)})
    "".join(value for _, value in view.properties).encode()
    assert graph(view)
