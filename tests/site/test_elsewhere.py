"""How pages and exports show the entries of other libraries."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import jsonschema
import pytest
import yaml

from builds import CORPUS, SAMPLES
from foreign import TOLD, TOP, entry, foreign, naming, page
from trimtab.core.body import parse_reference
from trimtab.core.diagnostics import Report
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.names import Ambiguous, Elsewhere, Found, SeveralElsewhere
from trimtab.core.project import Project
from trimtab.core.renewal import rendered
from trimtab.core.settings import parse
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.exports import SCHEMAS, About, Exports
from trimtab.site.exports.prose import prose
from trimtab.site.health import Health
from trimtab.site.linking import PageLinker, Shown
from trimtab.site.names import names

OPEN = f"{TOP}p/open-book/"
HINT = "In The Commons: Show the <accounts>."
HERE = {
    "a.md": page(
        "See [[commons:open-book]] and [[commons:nowhere]].",
        "Alpha",
        relations='{requires: [{to: "commons:open-book", why: It shows.}, "commons:Open Book", "commons:nowhere", b],'
        ' related: ["commons:big-audit"]}',
        levels="[9]",
    ),
    "b.md": page("", "Beta", status="deprecated", superseded_by="commons:circles"),
}


def shown(name: str, told: Any = TOLD) -> Shown:
    """What a reference of a page becomes."""
    library = naming({"a.md": page()}, told)
    return PageLinker(library, library.by_path["a.md"]).show(parse_reference(name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("commons:open-book", Shown("Open Book", OPEN, HINT, library="The Commons")),
        ("commons:glass ledger|it", Shown("it", OPEN, HINT, library="The Commons")),
        (
            "commons:open-book#Why so",
            Shown("Open Book", f"{TOP}open-book/#why-so", HINT, library="The Commons"),
        ),
        ("commons:open-book#gone", Shown("Open Book", OPEN, HINT, library="The Commons")),
        (
            "commons:circles",
            Shown("Circles", f"{TOP}p/pat-7/", "In The Commons: Circles", library="The Commons"),
        ),
        (
            "commons:big-audit",
            Shown("Big Audit", f"{TOP}p/big-audit/", "In The Commons: Big Audit", library="The Commons"),
        ),
        ("commons:nowhere|it", Shown("it", "", "There is no entry of this name", "missing")),
        (
            "commons:arms race",
            Shown("arms race", "", "Could mean Arms Race or Arms Race in The Commons", "ambiguous"),
        ),
    ],
)
def test_references(name: str, expected: Shown) -> None:
    """A name becomes a link to the permanent address, marked as another library's; else text that says why not."""
    assert expected == shown(name)


@pytest.mark.parametrize("told", ["The file isn't there.", b"{"])
def test_nothing_known(told: Any) -> None:
    """Of a library that nothing is known of, names are shown as they are typed."""
    assert Shown("x y", "", "Nothing is known of the library commons", "missing") == shown(
        "commons:x y", told
    )


@pytest.mark.parametrize(
    "change",
    [{"site_url": ""}, {"entries": {"open-book": entry("Open Book", "//evil.example/", permalink="")}}],
)
def test_no_address(change: dict[str, Any]) -> None:
    """An entry without an address below the site is shown as text."""
    expected = Shown("Open Book", "", "Open Book, in The Commons, whose address isn't known", "missing")

    assert expected == shown("commons:open-book", {**TOLD, **change})


def entries(library: Library) -> tuple[EntryViews, dict[str, Entry]]:
    """The views of a library's entries, and these by their files."""
    return EntryViews(Catalogue(library)), {one.path: one for one in library.entries}


def test_relations() -> None:
    """An entry of another library stands among the related ones once, with its library's name and its address."""
    views, known = entries(naming(HERE))
    view = views.view(known["a.md"])
    told = [
        (group.title, item.title, item.url, item.library, item.status, item.why)
        for group in view.related
        for item in group.items
    ]

    assert [
        ("Requires", "Beta", "b/", "", "deprecated", ""),
        ("Requires", "commons:nowhere", "", "", "", ""),
        ("Requires", "Open Book", OPEN, "The Commons", "", "It shows."),
        ("Related to", "Big Audit", f"{TOP}p/big-audit/", "The Commons", "deprecated", ""),
    ] == told
    assert "Open Book (in The Commons)" in view.neighbourhood
    assert f'<a xlink:href="{OPEN}">' in view.neighbourhood


def test_where_they_are_not_shown() -> None:
    """Ladders, moves, what to read next and backlinks are of this library alone."""
    views, known = entries(naming(HERE))
    view = views.view(known["a.md"])

    assert ((), (), (), ()) == (view.stronger, view.weaker, view.read_next, view.backlinks)
    assert all(TOP not in item.url for rung in view.ladder for item in (*rung.items, *rung.also))


def test_an_heir() -> None:
    """The banner of an entry that another library has taken over leads there."""
    views, known = entries(naming(HERE))
    banner = views.view(known["b.md"]).banner

    assert banner is not None
    assert ("Circles (in The Commons)", f"{TOP}p/pat-7/") == (banner.text, banner.url)


def test_a_relation_without_an_address() -> None:
    """An entry without an address is named, and said to have none."""
    views, known = entries(naming(HERE, {**TOLD, "site_url": ""}))
    view = views.view(known["a.md"])
    (item,) = (item for group in view.related for item in group.items if item.title == "Open Book")

    assert ("", "missing", "its address isn't known", "The Commons") == (
        item.url,
        item.kind,
        item.kind_label,
        item.library,
    )
    assert "Open Book" not in view.neighbourhood


def schema(name: str) -> Any:
    """A JSON Schema that is published."""
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def test_exports() -> None:
    """Relations to other libraries are told by prefix and slug, with whole addresses; no other relation leads there."""
    files = Exports(Catalogue(naming(HERE))).files()
    graph, alpha = files["api/v1/graph.json"], files["api/v1/entries/a.json"]
    jsonschema.validate(graph, schema("graph"))
    jsonschema.validate(alpha, schema("entry"))

    assert [
        {"from": "a", "type": "requires", "to": "commons:open-book", "url": OPEN, "why": "It shows."},
        {"from": "a", "type": "requires", "to": "commons:open-book", "url": OPEN},
        {"from": "a", "type": "requires", "to": "b"},
        {"from": "a", "type": "related", "to": "commons:big-audit", "url": f"{TOP}p/big-audit/"},
    ] == graph["relations"]
    assert {
        "type": "requires",
        "direction": "out",
        "label": "Requires",
        "slug": "commons:open-book",
        "title": "Open Book",
        "url": OPEN,
        "library": "The Commons",
        "why": "It shows.",
    } == alpha["relations"][0]


def test_exports_without_an_address() -> None:
    """Where no address is known, the relation is told without one."""
    files = Exports(Catalogue(naming(HERE, {**TOLD, "site_url": ""}))).files()

    assert {"from": "a", "type": "related", "to": "commons:big-audit"} == files["api/v1/graph.json"][
        "relations"
    ][-1]
    jsonschema.validate(files["api/v1/entries/a.json"], schema("entry"))


def test_prose() -> None:
    """A text for reading elsewhere leads to the other library too."""
    library = naming(HERE)

    assert f"See [Open Book]({OPEN}) and nowhere." == prose(
        Catalogue(library), About(), library.by_path["a.md"]
    )


def test_health() -> None:
    """A name that another library doesn't know is listed with its prefix, and none that it knows."""
    data = Health(Catalogue(naming(HERE)), Report(()), None).data()

    assert ["commons:nowhere"] == [row["name"] for row in data["unknown"]]


@pytest.mark.skipif(not (CORPUS / "commons-os").is_dir(), reason=f"the sample commons-os is not at {CORPUS}")
def test_a_real_library() -> None:
    """A real library is understood elsewhere as it understands itself, by what its site tells."""
    settings = parse(yaml.safe_load(textwrap.dedent(SAMPLES["commons-os"])))
    theirs = Library.read(Project(root=CORPUS, docs_dir=CORPUS / "commons-os", settings=settings))
    told = json.loads(json.dumps(names(Catalogue(theirs), "Commons OS", TOP)))
    known = foreign(told)
    typed = [name for one in theirs.entries for name in (one.slug, one.title, one.title.upper())]

    assert () == known.strays
    assert rendered(known.file) == rendered(foreign(json.loads(rendered(known.file))).file)
    for name in typed:
        own, there = theirs.names.resolve(name), known.resolve(name)
        if isinstance(own, Found):
            assert isinstance(there, Elsewhere)
            assert (own.entry.slug, False) == (there.slug, there.is_earlier)
        else:
            assert isinstance(own, Ambiguous)
            assert isinstance(there, SeveralElsewhere)
            assert {one.slug for one in own.candidates} >= set(there.slugs)
