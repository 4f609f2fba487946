"""What a build contains: every page, and on it what the library's files say."""

from __future__ import annotations

import json
import re
from xml.etree.ElementTree import Element

import pytest

from builds import ALL, VARIANTS, Build, Builds, Page, address, mkdocs, select, words
from trimtab import Entry, Library, load
from trimtab.core.graph import Graph
from trimtab.core.model import LevelEntry
from trimtab.core.scales import LADDER, RUNGS
from trimtab.site.beside import BACKLINKS, RELATED

RESERVED = {"broken": {"search.md"}}
"""Entries whose address a page of the site's own has."""


def of(*names: str) -> pytest.MarkDecorator:
    """Run a test on the libraries of these names."""
    return pytest.mark.parametrize("library", names)


def entries(build: Build, read: Library) -> list[tuple[Entry, Page]]:
    """The entries of a library, each with its page."""
    directories = build.name not in VARIANTS
    return [
        (entry, build.page(address(entry.path, directories=directories)))
        for entry in read.entries
        if entry.path not in RESERVED.get(build.name, ())
    ]


def facts(page: Page) -> dict[str, Element]:
    """The card of an entry's page: each label with its value."""
    return {
        words(label): value
        for card in page.all("dl.tt-facts")
        for label, value in zip(select(card, "dt"), select(card, "dd"), strict=True)
    }


def group(page: Page, ident: str) -> dict[str, list[Element]]:
    """The lists below a heading of a page, by the subheading that stands before each."""
    after = page.one(".tt-after")
    found: dict[str, list[Element]] = {}
    inside, title = False, ""
    for element in after:
        if element.tag == "h2":
            inside, title = element.get("id") == ident, ""
        elif inside and element.tag == "h3":
            title = words(element)
        elif inside and element.tag == "ul":
            found[title] = list(element)
    return found


def links(within: Element) -> list[str]:
    """The addresses of the links in an element."""
    return [element.get("href", "") for element in select(within, "a")]


# Pages


@of(*ALL)
def test_every_entry_has_a_page(build: Build, read: Library) -> None:
    """Each entry has a page with its title as the one level-1 heading, and with its kind."""
    for entry, page in entries(build, read):
        assert [entry.title] == [words(heading) for heading in page.all("h1")], entry.path
        assert read.settings.all_kinds[entry.kind].title == words(page.one("p.tt-kind"))


@pytest.mark.parametrize(
    ("library", "pages"),
    [
        (
            "minimal",
            "index archetypes/index domains/index domains/delivery/index levels/index patterns/index"
            " search/index tags/index tags/rhythm/index",
        ),
        (
            "dialect",
            "index domains/index domains/food/index domains/tools/index mental-models/index patterns/index"
            " search/index tags/index tags/food/index tags/neighbourhood/index",
        ),
        ("third-party", "levels/index practice/index role/index search/index tags/index tags/night/index"),
        ("third-party-flat", "levels/index practice/index role/index search/index tags/index tags/night"),
        (
            "own",
            "index archetypes/index cases/index domains/index levels/index mental-models/index patterns/index"
            " search/index tags/index worksheets/index",
        ),
    ],
)
def test_generated_pages(build: Build, pages: str) -> None:
    """A site has a home, a search page and a list for each kind, domain and tag that it uses."""
    assert [] == [page for page in pages.split() if f"{page}.html" not in build.pages]


@of("own", "dialect", "hostile")
def test_pages_without_a_frame_name_the_icon(build: Build, read: Library) -> None:
    """The small page beside an entry's own names the icon that others name: no browser asks the host's top for one."""
    for entry, page in entries(build, read):
        beside = build.page(f"link/{entry.slug}")
        icons = [
            one.target(link.get("href", ""))
            for one in (page, beside)
            for link in one.all("link")
            if link.get("rel") == "icon"
        ]
        assert icons[:1] * 2 == icons, entry.path
        assert icons[0] in build.files


@of("minimal", "third-party")
def test_levels_without_an_entry_have_a_page(build: Build) -> None:
    """Where a library uses levels and describes none, each of the twelve has a page that lists its patterns."""
    stems = {path.split("/")[1] for path in build.pages if re.match(r"levels/\d", path)}
    assert {str(rung.number) for rung in LADDER} == {stem.partition("-")[0] for stem in stems}
    assert "Level 9: Delays" == words(build.page("levels/9-delays").one("h1"))


@of("own")
def test_levels_with_an_entry_have_no_second_page(build: Build) -> None:
    """A level that has an entry has that entry's page and no other."""
    assert [] == [path for path in build.pages if re.match(r"levels/\d", path)]


def test_unused_lists_are_not_made(builds: Builds) -> None:
    """A library without levels, cases or worksheets has no pages for them."""
    folders = {path.split("/")[0] for path in builds["dialect"].pages}
    assert set() == folders & {"levels", "cases", "worksheets", "archetypes"}


def test_a_written_home_stays(builds: Builds) -> None:
    """The library's own `index.md` is its home."""
    page = builds["third-party"].page("")
    assert ["Welcome, baker"] == [words(heading).rstrip("#") for heading in page.all("h1")]


@of(*ALL)
def test_every_ordinary_page_is_built(build: Build, read: Library) -> None:
    """Each Markdown file that is no entry has a page too, with its title in the browser's title."""
    for document in read.documents:
        if document.entry is None:
            page = build.page(address(document.path, directories=build.name not in VARIANTS))
            assert words(page.one("title")).startswith(" ".join(document.title.split())), document.path


# The head and the card


def test_card(builds: Builds) -> None:
    """The card says level, confidence, vitality, archetypes, domain and tags in words."""
    page = builds["minimal"].page("weekly-review")
    expected = {
        "Level": "9 Delays6 Information Flows A week is shorter than the time in which a team forgets.",
        "Confidence": "★★☆ medium",
        "Vitality": "sustaining, 4.1 of 5 assessed 2026-03-01 Why It costs an hour and saves a day.",
        "Archetypes": "Drifting Goals",
        "Domain": "delivery",
        "Tags": "rhythm",
    }
    actual = {label: words(value) for label, value in facts(page).items()}
    assert list(expected) == list(actual)
    for label, text in expected.items():
        assert text.replace(" ", "") == actual[label].replace(" ", ""), label


def test_card_leads_to_lists(builds: Builds) -> None:
    """Each value on the card is a link to the list of what shares it."""
    page = builds["minimal"].page("weekly-review")
    actual = {label: [page.target(link) for link in links(value)] for label, value in facts(page).items()}
    expected = {
        "Level": ["levels/9-delays/index.html", "levels/6-information-flows/index.html"],
        "Confidence": ["search/index.html"],
        "Vitality": ["search/index.html"],
        "Archetypes": ["archetypes/drifting-goals/index.html"],
        "Domain": ["domains/delivery/index.html"],
        "Tags": ["tags/rhythm/index.html"],
    }
    assert expected == actual


@of("own", "minimal", "dialect", "third-party", "hostile", "innersource")
def test_card_says_what_the_front_matter_says(build: Build, read: Library) -> None:
    """Level, confidence, vitality, domain and tags on each page are those of the entry, and nothing else."""
    for entry, page in entries(build, read):
        card = {label: words(value) for label, value in facts(page).items()}
        level = entry.number if isinstance(entry, LevelEntry) else entry.level
        present = {
            "Level": level,
            "Confidence": entry.confidence,
            "Vitality": entry.vitality,
            "Domain": entry.domain,
            "Tags": entry.tags,
        }
        assert {label for label, value in present.items() if value} == set(card) & set(present), entry.path
        if level:
            assert card["Level"].startswith(str(level))
        if entry.confidence:
            assert card["Confidence"].startswith("★" * entry.confidence + "☆" * (3 - entry.confidence))
        if entry.vitality:
            assert f"{entry.vitality.band}, {entry.vitality.score} of 5" in card["Vitality"]
        if entry.domain:
            assert entry.domain == card["Domain"]


@of("minimal")
def test_ladder_marks_the_entry_s_rungs(build: Build) -> None:
    """The small ladder has twelve rungs, strongest first, and marks the entry's primary one for every reader."""
    page = build.page("weekly-review")
    rungs = select(page.one("ol.tt-ladder"), "li")
    assert list(range(1, 13)) == [int(words(select(rung, ".tt-rung__number")[0])) for rung in rungs]
    marked = [words(rung) for rung in rungs if any(link.get("aria-current") for link in select(rung, "a"))]
    assert ["9 Delays"] == marked
    also = [words(rung) for rung in rungs if "(also)" in words(rung)]
    assert ["6 Information Flows (also)"] == [rung.partition(")")[0] + ")" for rung in also]


@of("own", "minimal", "dialect", "third-party")
def test_aliases_and_summary(build: Build, read: Library) -> None:
    """A page names its aliases and shows its summary, which is also the page's description."""
    for entry, page in entries(build, read):
        shown = [words(line) for line in page.all("p.tt-aliases")]
        assert [f"Also called {', '.join(entry.aliases)}"] * bool(entry.aliases) == shown
        if entry.summary:
            assert entry.summary == words(page.one("p.tt-summary"))
            described = [
                meta.get("content") for meta in page.all("meta") if meta.get("name") == "description"
            ]
            assert [entry.summary] == described


@pytest.mark.parametrize(
    ("library", "path", "text", "target"),
    [
        (
            "dialect",
            "_patterns/tool-library",
            "Superseded. Use instead: Shared Pantry",
            "_patterns/shared-pantry",
        ),
        ("dialect", "_drafts/harvest-festival", "A draft: expect changes.", None),
        ("broken", "unknown-target", "Superseded. Use instead: no-such-heir", None),
    ],
)
def test_banner(build: Build, path: str, text: str, target: str | None) -> None:
    """A page that is superseded or not yet stable says so, and leads to its heir."""
    page = build.page(path)
    banner = page.one("p.tt-banner")
    assert text == words(banner)
    assert [f"{target}/index.html"] * bool(target) == [page.target(link) for link in links(banner)]


def test_entries_in_good_standing_have_no_banner(builds: Builds) -> None:
    """A stable entry has no banner."""
    assert [] == builds["minimal"].page("weekly-review").all("p.tt-banner")


@of("own", "minimal", "dialect", "third-party", "third-party-flat")
def test_breadcrumb(build: Build, read: Library) -> None:
    """The breadcrumb leads home and to the list of the entry's kind, and that list leads back."""
    for entry, page in entries(build, read):
        crumbs = page.all(".tt-crumbs")[0]
        home, hub = (page.target(link) for link in links(crumbs))
        assert "index.html" == home
        assert page.path in {build.pages[hub].target(link) for link in links(build.pages[hub].root)}, (
            entry.path
        )


def test_whereabouts(builds: Builds) -> None:
    """The sidebar of an entry names its neighbours at the same level, and marks the entry itself."""
    page = builds["third-party"].page("practices/fold")
    around = page.one("nav.tt-whereabouts")
    assert "Level 12 · Parameters" == words(select(around, "p")[0])
    assert ["Fold"] == [words(link) for link in select(around, "a") if link.get("aria-current") == "page"]


# The body


PARTS = [
    "Context",
    "Problem",
    "Solution",
    "Implementation",
    "Consequences",
    "Known Uses",
    "Cognitive Era",
    "Vitality",
]


def test_sections(builds: Builds) -> None:
    """The eight sections stand in their order below the head, at level 2, each with an id and a link to it."""
    body = builds["minimal"].page("weekly-review").one(".tt-body")
    headings = [element for element in body if element.tag == "h2"]
    assert PARTS == [words(heading).rstrip("¶") for heading in headings]
    assert [part.lower().replace(" ", "-") for part in PARTS] == [heading.get("id") for heading in headings]
    assert [[f"#{heading.get('id')}"] for heading in headings] == [links(heading) for heading in headings]


def test_set_pieces(builds: Builds) -> None:
    """The conflict and the `Therefore` are set apart."""
    page = builds["minimal"].page("weekly-review")
    assert "The conflict: looking often against getting on with it." == words(
        page.one("blockquote.tt-problem")
    )
    assert words(page.one("blockquote.tt-therefore")).startswith("Therefore: look together")


def test_headings_of_a_dialect(builds: Builds) -> None:
    """Numbers and word counts in headings are not shown, and sections begin at level 2."""
    body = builds["dialect"].page("_patterns/shared-pantry").one(".tt-body")
    assert ["Problem", "Context", "Solution"] == [words(h).rstrip("¶") for h in body if h.tag == "h2"]


def test_sections_that_give_a_field_are_not_shown_twice(builds: Builds) -> None:
    """A patlet that is the summary stands at the head of the page and not in its body."""
    page = builds["dialect"].page("_patterns/rota")
    assert "Take turns, and write down whose turn it is." == words(page.one("p.tt-summary"))
    assert 1 == words(page.one("article")).count("Take turns")


def test_front_matter_is_not_shown(builds: Builds) -> None:
    """Nothing of a file's front matter block reaches its body, whatever is wrong with the block."""
    for name in (
        "byte-order-mark",
        "carriage-returns",
        "bom-and-crlf",
        "unparsable",
        "a-list",
        "unterminated",
    ):
        body = words(builds["broken"].page(name).one(".tt-body"))
        assert "---" not in body
        assert "summary:" not in body
        assert "SECRET" not in body


def test_phrases_become_links(builds: Builds) -> None:
    """A phrase of the settings links the name in it, and marks a name that nothing has."""
    pantry = builds["dialect"].page("_patterns/shared-pantry").one(".tt-body")
    assert ["Tragedy of the Commons", "Rota"] == [words(link) for link in select(pantry, "a.tt-ref")]
    tools = builds["dialect"].page("_patterns/tool-library").one(".tt-body")
    assert ["no such model"] == [words(mark) for mark in select(tools, "span.tt-missing")]


def test_table_of_contents(builds: Builds) -> None:
    """The table of contents has the body's sections and the parts that the page adds."""
    page = builds["minimal"].page("weekly-review")
    listed = [link.get("href") for link in select(page.one(".tt-toc"), "a.md-nav__link")]
    headings = [heading.get("id") for heading in page.all("h2") if heading.get("id")]
    assert [f"#{ident}" for ident in headings] == listed


# What the graph adds


def test_stronger_moves(builds: Builds) -> None:
    """A pattern shows who meets the same archetype at a stronger level; that one shows it as a weaker move."""
    weak, strong = (builds["minimal"].page(name) for name in ("weekly-review", "decision-log"))
    assert ["Decision Log"] == [words(select(item, "a")[0]) for item in group(weak, "tt-stronger")[""]]
    assert {} == group(weak, "tt-weaker")
    assert ["Weekly Review"] == [words(select(item, "a")[0]) for item in group(strong, "tt-weaker")[""]]
    assert {} == group(strong, "tt-stronger")


@of("own", "minimal", "third-party")
def test_moves_go_the_right_way(build: Build, read: Library) -> None:
    """Stronger moves have smaller level numbers than the entry, weaker ones larger."""
    found = 0
    for entry, page in entries(build, read):
        for ident, right in (("tt-stronger", int.__lt__), ("tt-weaker", int.__gt__)):
            for item in group(page, ident).get("", ()):
                level = int(words(select(item, ".tt-badge")[0]).split()[-1])
                assert right(level, entry.level or 0), (entry.path, words(item))
                found += 1
    assert found


def test_related(builds: Builds) -> None:
    """A relation is shown on the entry that has it with its why, and under its inverse on the other."""
    here, there = (builds["minimal"].page(name) for name in ("weekly-review", "decision-log"))
    requires = group(here, "tt-related")["Requires"]
    assert "Decision Log" == words(select(requires[0], "a")[0])
    assert "A review without a record decides nothing." == words(select(requires[0], "p.tt-item__why")[0])
    required = group(there, "tt-related")["Required by"]
    assert "Weekly Review" == words(select(required[0], "a")[0])
    assert "A review without a record decides nothing." == words(select(required[0], "p.tt-item__why")[0])


def test_wanted_entries_are_no_links(builds: Builds) -> None:
    """An entry that is wanted and not written is named, and is no link."""
    wanted = group(builds["minimal"].page("weekly-review"), "tt-related")["Requires"][1]
    assert "shared-calendar (wanted, not written yet)" == words(wanted)
    assert [] == links(wanted)


@of("own", "dialect", "third-party", "hostile", "commons-os")
def test_every_relation_is_shown_at_both_ends(build: Build, read: Library) -> None:
    """Each relation of each entry stands under its reading, with a link to the other entry and the reason.

    Of many, some of each reading do, and the page beside has all that lead somewhere.
    """
    graph = Graph(read)
    directories = build.name not in VARIANTS
    for entry, page in entries(build, read):
        ends = graph.relations(entry)
        shown = group(page, "tt-related")
        assert list(dict.fromkeys(end.label for end in ends))[:RELATED] == list(shown), entry.path
        listed = sum(map(len, shown.values()))
        assert min(len(ends), RELATED) == listed
        if listed < len(ends):
            beside = build.page(address(f"link/{entry.slug}.md", directories=directories))
            led = {beside.target(link) for item in beside.all("li") for link in links(item)}
            paths = (address(end.other.path, directories=directories) for end in ends if end.other)
            assert {build.page(path).path for path in paths} <= led
        for label, items in shown.items():
            expected = [end for end in ends if end.label == label][: len(items)]
            names = [end.other.title if end.other else end.name for end in expected]
            assert [" ".join(name.split()) for name in names] == [
                words(
                    (
                        select(item, "a.tt-item__title")
                        or select(item, "span.tt-planned")
                        or select(item, "span.tt-missing")
                    )[0]
                )
                for item in items
            ]
            assert [bool(end.other) for end in expected] == [bool(links(item)) for item in items]
            reasons = [[end.why] if end.why else [] for end in expected]
            assert reasons == [[words(why) for why in select(item, "p.tt-item__why")] for item in items]


def test_backlinks_quote_the_sentence(builds: Builds) -> None:
    """A page names who refers to it, with the sentence around the reference."""
    page = builds["minimal"].page("decision-log")
    (link,) = group(page, "tt-backlinks")[""]
    assert "Weekly Review" == words(select(link, "a")[0])
    quote = select(link, "p.tt-quote")[0]
    assert "Therefore: look together, once a week, at what the Decision Log says." == words(quote)
    assert "Decision Log" == words(select(quote, "strong")[0])


@of("own", "dialect", "third-party", "innersource")
def test_every_backlink_is_shown(build: Build, read: Library) -> None:
    """Each page lists the documents whose bodies refer to it; of many, the page beside it has all."""
    graph = Graph(read)
    directories = build.name not in VARIANTS
    for entry, page in entries(build, read):
        expected = [address(link.path, directories=directories) for link in graph.backlinks(entry)]
        lists = [one for one in page.root.iter("ul") if one.get("class") == "tt-backlinks"]
        shown = [
            page.target(link.get("href", "")) for one in lists for link in select(one, "a.tt-item__title")
        ]
        there = [build.page(path).path for path in expected]
        assert there[:BACKLINKS] == shown
        if len(there) > BACKLINKS:
            beside = build.page(address(f"link/{entry.slug}.md", directories=directories))
            assert set(there) <= {beside.target(link) for item in beside.all("li") for link in links(item)}


def test_evidence_and_sources(builds: Builds) -> None:
    """Evidence and sources stand below the body, with links to where they can be read."""
    page = builds["minimal"].page("weekly-review")
    evidence, sources = (group(page, ident)[""][0] for ident in ("tt-evidence", "tt-sources"))
    assert "Two teams kept it up for a year. A small shop. https://example.org/two-teams" == words(evidence)
    assert "Ada Example. The Book of Weeks, 2020." == words(sources)
    assert ["https://example.org/weeks"] == links(sources)


def test_loops_are_drawn_and_told(builds: Builds) -> None:
    """An archetype shows its loops as a picture and in words, its symptoms, and the levels that help."""
    page = builds["minimal"].page("archetypes/drifting-goals")
    figure = page.one("figure.tt-loops")
    assert [element for element in figure.iter() if str(element.tag).endswith("svg")]
    assert "Lower the goal (balancing) in words" == words(select(figure, "summary")[0])
    assert 3 <= len(select(figure, "li"))
    assert ["Next quarter, then"] == [words(item) for item in select(page.all(".tt-panel")[0], "li")]
    assert "Levels that usually help: 9 Delays. Levels that usually make it worse: 12 Parameters." == words(
        page.one("p.tt-levels-that")
    )


def test_an_archetype_lists_who_helps(builds: Builds) -> None:
    """An archetype's page lists the patterns that name it, strongest level first."""
    page = builds["minimal"].page("archetypes/drifting-goals")
    assert ["Decision Log", "Weekly Review"] == [
        words(select(item, "a")[0]) for item in group(page, "tt-patterns")[""]
    ]


@of("own")
def test_next_on_the_ladder(build: Build, read: Library) -> None:
    """A level's page leads to the next weaker and the next stronger level, as far as there is one."""
    for number, entry in read.levels.items():
        page = build.page(address(entry.path))
        ways = {
            link.get("rel"): page.target(link.get("href", ""))
            for link in select(page.one("nav.tt-trail"), "a")
        }
        around = {"prev": read.levels.get(number + 1), "next": read.levels.get(number - 1)}
        assert {rel: build.page(address(other.path)).path for rel, other in around.items() if other} == ways


@of("minimal")
def test_patterns_follow_the_ladder(build: Build) -> None:
    """From pattern to pattern the way leads up the ladder, weakest level first."""
    (onward,) = select(build.page("weekly-review").one("nav.tt-trail"), "a")
    assert ("next", "On up the ladder Decision Log") == (onward.get("rel"), words(onward))
    (back,) = select(build.page("decision-log").one("nav.tt-trail"), "a")
    assert ("prev", "Back down the ladder Weekly Review") == (back.get("rel"), words(back))


@of("own")
def test_cases_tell_their_interventions(build: Build, read: Library) -> None:
    """A case has a row for each intervention, its level a link."""
    for entry in read.of_kind("case"):
        page = build.page(address(entry.path))
        table = page.one("table.tt-interventions")
        rows = [[words(cell) for cell in row] for row in select(table, "tbody")[0]]
        expected = [
            [f"{done.level} {read.levels[done.level].title}", done.do, done.result]
            for done in entry.interventions
        ]
        assert expected == rows
        assert len(rows) == len(links(table))


# Search


def test_facets(builds: Builds) -> None:
    """Each entry carries its facets for the search index."""
    page = builds["minimal"].page("weekly-review")
    filters = [
        (meta.get("data-pagefind-filter"), meta.get("content"))
        for meta in page.all("meta")
        if meta.get("data-pagefind-filter")
    ]
    expected = [
        ("kind[content]", "pattern"),
        ("level[content]", "9"),
        ("level[content]", "6"),
        ("archetype[content]", "Drifting Goals"),
        ("domain[content]", "delivery"),
        ("confidence[content]", "2"),
        ("vitality[content]", "sustaining"),
        ("status[content]", "stable"),
        ("tag[content]", "rhythm"),
    ]
    assert expected == filters


@of("own", "minimal", "dialect", "third-party")
def test_only_entries_and_written_pages_are_searched(build: Build, read: Library) -> None:
    """Pagefind indexes the pages of entries; lists only repeat them."""
    indexed = {path for path, page in build.pages.items() if "data-pagefind-body" in page.html}
    assert {page.path for _, page in entries(build, read)} == indexed
    assert "pagefind/pagefind.js" in build.files


# Lists


@of(*ALL)
def test_lists_are_plain_html(build: Build, read: Library) -> None:
    """Each entry stands in its kind's list, and in those of its domain and tags, without JavaScript."""
    targets = {
        path: {page.target(link.get("href", "")) for link in page.all("a") if link.get("href")}
        for path, page in build.pages.items()
        if not page.all("article.tt-entry")
    }
    hubs = [found for path, found in targets.items() if re.match(r"[\w-]+(?:/page/\d+)?/index\.html$", path)]
    named = [found for path, found in targets.items() if path.startswith(("domains/", "tags/"))]
    for entry, page in entries(build, read):
        if entry.kind != "level":
            assert any(page.path in found for found in hubs), entry.path
        if entry.domain:
            assert any(page.path in found for found in named), entry.path


def test_the_ladder(builds: Builds) -> None:
    """The ladder has twelve rungs, strongest first, each with the patterns that stand there."""
    page = builds["minimal"].page("levels")
    rungs = select(page.one("ol.tt-rungs"), "li.tt-rung-full")
    assert [str(number) for number in range(1, 13)] == [rung.get("value") for rung in rungs]
    assert {
        6: ["Decision Log", "Weekly Review"],
        9: ["Weekly Review"],
    } == {
        int(rung.get("value", "")): [words(select(item, "a")[0]) for item in select(rung, "li")[1:]]
        for rung in rungs
        if select(rung, "ul")
    }
    assert [RUNGS[number].name for number in range(1, 13)] == [
        words(select(rung, "h2")[0]).split(" ", 1)[1].replace(words(select(rung, ".tt-note")[0]), "").strip()
        for rung in rungs
    ]


@of("own")
def test_the_table_of_patterns(build: Build, read: Library) -> None:
    """All patterns are in one table, with a column for each field that any of them has."""
    table = build.page("patterns").one("table.tt-table")
    assert [entry.title for entry in read.of_kind("pattern")] == [
        words(select(row, "a")[0]) for row in select(select(table, "tbody")[0], "tr")
    ]
    columns = {words(cell) for cell in select(table, "thead")[0][0]}
    assert {"Title", "Level", "Confidence", "Vitality", "Domain"} <= columns


def test_home(builds: Builds) -> None:
    """A home that nobody wrote names the library, its lists with their sizes, the ladder and some patterns."""
    page = builds["minimal"].page("")
    assert ["Minimal"] == [words(heading) for heading in page.all("h1")]
    assert ["The ladder 0", "Patterns 2", "Archetypes 1", "Domains 1", "Tags 1"] == [
        words(item) for item in select(page.one("ul.tt-index"), "li")
    ]
    assert 12 == len(select(page.one("ol.tt-ladder"), "li"))


# Navigation


@of(*ALL)
def test_entries_stay_out_of_the_navigation(build: Build, read: Library) -> None:
    """No page's navigation lists an entry, so that it stays small however many there are."""
    own = {page.path for _, page in entries(build, read)}
    for page in build.pages.values():
        if page.path == "404.html":
            continue
        listed = {
            page.target(link.get("href", ""))
            for nav in page.all("nav.md-nav--primary")
            for link in select(nav, "a.md-nav__link")
            if "://" not in link.get("href", "")
        }
        assert set() == listed & own - {page.path}, page.path


def test_navigation_of_a_library_without_one(builds: Builds) -> None:
    """Home, the lists, then ordinary pages by folder."""
    page = builds["broken"].page("sound")
    (nav,) = page.all("nav.md-nav--primary")
    listed = [page.target(link.get("href", "")) for link in select(nav, "a.md-nav__link")]
    assert [
        "index.html",
        "levels/index.html",
        "patterns/index.html",
        "archetypes/index.html",
        "domains/index.html",
        "tags/index.html",
        "instruments/index.html",
        "link/index.html",
        "health/index.html",
        "guide/sound-page/index.html",
    ] == listed


def test_navigation_that_the_library_gives(builds: Builds) -> None:
    """A `nav` in the settings is used as it is, and what it leaves out is not called forgotten."""
    build = builds["third-party"]
    tabs = [words(link) for link in select(build.page("practices/fold").one("nav.md-tabs"), "a")]
    assert ["Welcome, baker", "About", "Practices", "Flour"] == tabs
    missing = re.findall(r"^  - (\S+)$", build.log, re.MULTILINE)
    assert ["about/not-in-the-nav.md", "roles/index.md"] == missing


# A broken library


@pytest.mark.parametrize("name", ["sound", "sound-too", "guide/sound-page"])
def test_sound_pages_of_a_broken_library_are_built(name: str, builds: Builds) -> None:
    """Whatever is wrong elsewhere, sound files become whole pages without a marked word."""
    page = builds["broken"].page(name)
    for mark in ("tt-missing", "tt-ambiguous", "tt-planned"):
        assert [] == page.all(f".{mark}")
    assert len(page.all("h2")) >= 1


def test_a_broken_library_builds(builds: Builds) -> None:
    """Findings don't fail a build that isn't strict."""
    assert 0 == builds["broken"].code, builds["broken"].log


@pytest.mark.parametrize(
    ("name", "state", "expected"),
    [
        ("unknown-target", "tt-missing", ["No Such Entry", "these words", "no-such-pattern"]),
        ("ambiguous-name", "tt-ambiguous", ["Escalation"]),
        ("dead-links", "tt-missing", ["the form", "up", "a definition", "A picture"]),
        ("missing-anchor", "tt-missing", ["that"]),
    ],
)
def test_references_that_lead_nowhere(name: str, state: str, expected: list[str], builds: Builds) -> None:
    """A name or link that leads nowhere, or to several places, is marked text and never a link."""
    body = builds["broken"].page(name).one(".tt-body")
    marks = select(body, f"span.{state}")
    assert expected == [words(mark) for mark in marks]
    assert all(mark.get("title") for mark in marks)
    assert [] == [link for mark in marks for link in links(mark)]


def test_a_link_to_a_missing_section_leads_to_the_page(builds: Builds) -> None:
    """Where the page is there and its section isn't, the link opens the page."""
    body = builds["broken"].page("missing-anchor").one(".tt-body")
    assert ["../sound/", "../sound/", "../sound/#problem"] == [
        link for link in links(body) if link.startswith("../sound/")
    ]


def test_code_is_left_alone(builds: Builds) -> None:
    """Brackets in code are code."""
    page = builds["broken"].page("unknown-target")
    after = set(page.one(".tt-after").iter())
    codes = [code for code in select(page.one(".tt-body"), "code") if code not in after]
    assert ["[[code]]"] == [words(code) for code in codes]


def test_signs_in_file_names(builds: Builds) -> None:
    """A file whose name has blanks and signs is built, and links to it arrive."""
    build = builds["broken"]
    assert "C# at 100%/index.html" in build.files
    (link,) = select(build.page("leads-to-signs").one(".tt-body"), "a.tt-ref")
    assert "../C%23%20at%20100%25/" == link.get("href")


def test_a_reserved_address_keeps_its_page(builds: Builds) -> None:
    """An entry can't take the place of a page of the site's own."""
    assert "Search" == words(builds["broken"].page("search").one("h1"))


# Other people's themes and extensions


def test_markdown_extensions_of_the_library(builds: Builds) -> None:
    """Tabs, task lists, lines of code, details, icons, footnotes and tables come through as they were made."""
    page = builds["third-party"].page("practices/long-rise")
    tabs = page.one("div.tabbed-set")
    assert [tab.get("id") for tab in select(tabs, "input")] == [
        label.get("for") for label in select(tabs, "label")
    ]
    assert [True, False] == [
        "checked" in box.attrib for box in page.all("input") if box.get("type") == "checkbox"
    ][-2:]
    assert ["#__codelineno-0-1", "#__codelineno-0-2"] == links(page.one("div.highlight"))
    assert {"__codelineno-0-1", "__span-0-1"} <= set(page.ids)
    assert page.one("span.twemoji") is not None
    assert page.one("details.note") is not None
    assert {"text-align:right", "text-align:center"} == {cell.get("style") for cell in page.all("td")}
    assert "signs-of-a-good-rise" in page.ids
    fold = builds["third-party"].page("practices/fold")
    assert ["#fn:1"] == [link.get("href") for link in fold.all("a.footnote-ref")]


def test_theme_settings_of_the_library(builds: Builds) -> None:
    """The library's own logo, palette, styles and edit links stay."""
    page = builds["third-party"].page("practices/fold")
    assert ["assets/loaf.svg"] == [
        page.target(img.get("src", "")) for img in select(page.all("a.md-logo")[0], "img")
    ]
    styles = [
        page.target(link.get("href", "")) for link in page.all("link") if link.get("rel") == "stylesheet"
    ]
    assert "assets/bakers.css" == styles[-1]
    (main,) = builds["third-party"].site.glob("assets/stylesheets/main.*.css")
    assert ".tt-entry" in main.read_text(encoding="utf-8")
    edit = "https://git.example/bakers/book/edit/main/docs/practices/fold.md"
    assert edit in [link.get("href") for link in page.all("a")]


def test_hidden_parts_of_an_ordinary_page(builds: Builds) -> None:
    """An ordinary page may hide navigation and table of contents; these are the only keys of the theme that it has."""
    page = builds["third-party"].page("")
    (sidebar,) = page.all("div.md-sidebar--primary")
    assert "hidden" in sidebar.attrib
    assert "What bakers know, written down." == next(
        meta.get("content") for meta in page.all("meta") if meta.get("name") == "description"
    )


# Pages that are written and made at the same address


@pytest.fixture(scope="session")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A library whose home is a README, with pages of its own where lists would be, and links to lists."""
    folder = tmp_path_factory.mktemp("beside")
    files = {
        "README.md": "# Read me\n\nSee [the ladder](levels/), [all](patterns/) and [Log](patterns/log).\n",
        "tags.md": "# My tags\n",
        "guide/page.md": "# A page\n\n"
        "[ladder](../levels/#level-9) [log](../patterns/log#here) [level](../levels/9-delays)\n",
        "patterns/log.md": "---\ntitle: Log\nsummary: Write.\nlevel: 9\ntags: [memory]\n---\n\n"
        "## Context {#here}\n\n[home](../README.md)[^1]\n\n> [!TIP] Look\n> Words.\n\n!!! note\n    Words.\n\n"
        "- item\n\n    ```python\n    x = 1\n    ```\n\n[^1]: A note.\n",
    }
    for path, text in files.items():
        (folder / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / path).write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Beside\ntheme: {name: material, font: false}\n"
        "plugins:\n  - trimtab: {folders: {patterns: pattern}}\n",
        encoding="utf-8",
    )
    done = mkdocs(folder / "mkdocs.yml", folder / "site")
    return Build("beside", folder / "mkdocs.yml", folder / "site", done.code, done.log)


def test_a_readme_is_a_home(beside: Build) -> None:
    """A library's README is its home where it has no `index.md`."""
    assert 0 == beside.code, beside.log
    assert ["Read me¶"] == [words(heading) for heading in beside.page("").all("h1")]


def test_a_written_page_keeps_its_address(beside: Build) -> None:
    """An ordinary page at the address of a list stands there instead of the list."""
    assert ["My tags¶"] == [words(heading) for heading in beside.page("tags").all("h1")]


ENTRY = "api/v1/entries/log"
"""The files of an entry, which its page leads to."""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ["levels/", "patterns/", "patterns/log/"]),
        ("guide/page", ["../../levels/#level-9", "../../patterns/log/#here", "../../levels/9-delays/"]),
        (
            "patterns/log",
            [
                "../../",
                *(f"../../{url}" for url in ("p/log/", "link/log/", f"{ENTRY}.md", f"{ENTRY}.json", "link/")),
            ],
        ),
    ],
)
def test_links_to_pages_without_a_file(path: str, expected: list[str], beside: Build) -> None:
    """A link to a folder, or to an entry without `.md`, leads to its page wherever it stands."""
    page = beside.page(path)
    body = (page.all(".tt-body") or page.all("article"))[0]
    assert expected == [link for link in links(body) if not link.startswith("#")]
    assert "tt-missing" not in page.html


def test_extensions_that_every_library_has(beside: Build) -> None:
    """Without a word in the settings there are ids, callouts, admonitions, footnotes, and highlighted code in lists."""
    body = beside.page("patterns/log").one(".tt-body")
    assert ["here"] == [heading.get("id") for heading in select(body, "h2") if "Context" in words(heading)]
    assert ["Look", "Note"] == [words(title) for title in select(body, "p.admonition-title")]
    assert ["1"] == [words(note) for note in select(body, "a.footnote-ref")]
    assert ["x = 1"] == [words(code) for item in select(body, "li") for code in select(item, "div.highlight")]


def test_an_earlier_slug_leads_on(builds: Builds) -> None:
    """The address that an entry had before has a page that leads to it, without JavaScript."""
    build = builds["minimal"]
    html = (build.site / "log-of-decisions/index.html").read_text(encoding="utf-8")

    assert '<meta http-equiv="refresh" content="0; url=../decision-log/">' in html
    assert '<link rel="canonical" href="../decision-log/">' in html
    assert ['<script src="../assets/trimtab/redirect.js" defer>'] == re.findall("<script[^>]*>", html)
    assert "decision-log/index.html" in build.files


def test_health_as_data(builds: Builds) -> None:
    """The health of the library is there as data, and the page leads to it."""
    build = builds["broken"]
    page = build.page("health")
    data = json.loads((build.site / "api/v1/health.json").read_text(encoding="utf-8"))

    assert "api/v1/health.json" in [
        page.target(link.get("href", "")) for link in select(page.one("article"), "a")
    ]
    assert (1, len(Library.read(load(build.config)).entries)) == (data["version"], data["counts"]["entries"])
    assert 0 < data["findings"]["error"]
