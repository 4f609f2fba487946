from __future__ import annotations

import json
from dataclasses import replace

import html5lib
import pytest
from hypothesis import given

from builds import Page, select, words
from exporting import ABOUT, HOSTILE, SITE, catalogue, contents, entry, texts
from trimtab.site.exports import About
from trimtab.site.previews import Previews, embed

OEMBED = {
    "photo": {"url", "width", "height"},
    "video": {"html", "width", "height"},
    "link": set(),
    "rich": {"html", "width", "height"},
}
"""What a description of each type must have: https://oembed.com/#section2.3."""


def files(about: About = ABOUT, made: dict[str, str] | None = None, **options: object) -> dict[str, str]:
    """The text of each card, badge and description by its path."""
    library = catalogue(made, **options) if made else catalogue(**options)
    return {path: content.decode() for path, content in contents(Previews(library, about).files()).items()}


def card(slug: str, about: About = ABOUT, made: dict[str, str] | None = None) -> Page:
    """A card as browsers read it."""
    path = f"embed/{slug}/index.html"
    html = files(about, made)[path]
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(html)
    return Page(path, html, root, tuple(code for _, code, _ in parser.errors))


def test_a_card() -> None:
    """A card tells title, kind, library, level, confidence and summary, and leads to the permanent address."""
    page = card("review")
    assert () == page.errors
    assert "Pattern Tools & <Ways>" == words(page.one("p.tt-embed__kind"))
    assert "Level 9: Delays ★★☆ confidence medium" == words(page.one("p.tt-embed__facts"))
    assert "Look weekly." == words(page.one("p.tt-embed__summary"))
    (link,) = page.all("a")
    assert "Review" == words(link)
    assert {"href": "../../p/review/", "target": "_blank", "rel": "noopener"} == link.attrib
    assert [] == page.all("p.tt-embed__standing")


def test_it_needs_nothing_but_its_style() -> None:
    """A card has no script and no style of its own; its policy forbids both, and everything from elsewhere."""
    page = card("review")
    assert [] == page.all("script") + page.all("style") + page.all("img") + page.all("iframe")
    assert [] == [
        name for element in page.elements for name in element.attrib if name == "style" or name[:2] == "on"
    ]
    (policy,) = (meta.get("content") for meta in page.all("meta") if meta.get("http-equiv"))
    assert {"default-src 'none'", "style-src 'self'", "img-src 'self'"} <= set(policy.split("; "))
    assert ["../../assets/trimtab/embed.css"] == [
        link.get("href") for link in page.all("link") if link.get("rel") == "stylesheet"
    ]


@pytest.mark.parametrize(
    ("icon", "expected"),
    [
        ("", []),
        ("img/a&b.svg", ["../../img/a&b.svg"]),
        ("/img/own.svg", ["/img/own.svg"]),
        ("https://elsewhere.example/icon.svg", []),
        ("//elsewhere.example/icon.svg", []),
        ("data:,", []),
    ],
)
def test_its_icon(icon: str, expected: list[str]) -> None:
    """A card opened by itself has the site's icon, unless that stands where its policy doesn't let it ask."""
    page = card("review", replace(ABOUT, icon=icon))
    assert expected == [link.get("href") for link in page.all("link") if link.get("rel") == "icon"]


def test_search_engines_leave_it_out() -> None:
    """A card isn't found by itself, neither elsewhere nor in the site's own search; it names the page that is."""
    page = card("review")
    assert ["noindex"] == [meta.get("content") for meta in page.all("meta") if meta.get("name") == "robots"]
    assert "all" == page.one("body").get("data-pagefind-ignore")
    canonical = [link.get("href") for link in page.all("link") if link.get("rel") == "canonical"]
    assert [SITE + "review/"] == canonical
    assert "canonical" not in files(replace(ABOUT, url=""))["embed/review/index.html"]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("log", "Superseded. Use instead: Meeting"),
        ("gone", "Removed. Use instead: Log"),
        ("old", "Deprecated"),
        ("lost", "Superseded. Use instead: nobody-knows"),
        ("new", "Draft"),
    ],
)
def test_what_is_no_longer_recommended_says_so(slug: str, expected: str) -> None:
    """The card of such an entry says so, and leads to the heir where there is one."""
    made = {
        "meeting.md": entry(title="Meeting"),
        "log.md": entry(title="Log", status="deprecated", superseded_by="meeting"),
        "gone.md": entry(title="Gone", status="removed", superseded_by="log", levels=[3], confidence=2),
        "old.md": entry(title="Old", status="deprecated"),
        "lost.md": entry(title="Lost", superseded_by="nobody-knows"),
        "new.md": entry(title="New", status="draft"),
    }
    page = card(slug, made=made)
    standing = page.one("p.tt-embed__standing")
    assert expected == words(standing)
    heirs = [link.get("href") for link in select(standing, "a")]
    assert {"log": ["../../p/meeting/"], "gone": ["../../p/log/"]}.get(slug, []) == heirs
    if slug == "gone":
        assert [] == page.all("p.tt-embed__facts")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text: str) -> None:
    """Whatever an entry says of itself, a card shows as text."""
    made = {"odd.md": entry(title=f"T {text}", summary=text, superseded_by=text), "b.md": entry(title="B")}
    page = card("odd", replace(ABOUT, name=text), made)
    assert () == page.errors
    assert {"html", "head", "body", "main", "meta", "title", "link", "p", "h1", "a", "span"} >= {
        element.tag for element in page.elements
    }
    assert words(page.one("h1")) == words(page.one("title"))


def test_addresses_that_are_files() -> None:
    """Where pages are files, a card is one too."""
    from trimtab.site.catalogue import Catalogue

    made = Catalogue(catalogue().library, directories=False)
    found = contents(Previews(made, ABOUT).files())
    page = found["embed/review.html"].decode()
    assert 'href="../p/review.html"' in page
    assert 'href="../assets/trimtab/embed.css"' in page
    assert SITE + "embed/review.html" in json.loads(found["api/v1/oembed/review.json"])["html"]


# oEmbed


def description(slug: str, about: About = ABOUT) -> dict[str, object]:
    """An entry as oEmbed describes it."""
    return json.loads(files(about)[f"api/v1/oembed/{slug}.json"])


@pytest.mark.parametrize("slug", ["review", "log", "gone", "overheating", "delays"])
def test_a_description_follows_the_specification(slug: str) -> None:
    """It has a version, a type, and what the type asks for; of a thumbnail all three parts; texts are texts."""
    found = description(slug)
    assert "1.0" == found["version"]
    assert OEMBED[found["type"]] <= set(found)
    thumbnail = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
    assert set(found) & thumbnail in (set(), thumbnail)
    numbers = {"width", "height", "thumbnail_width", "thumbnail_height"}
    assert [] == [key for key, value in found.items() if type(value) is not (int if key in numbers else str)]
    assert not {"url"} & set(found)


def test_a_description() -> None:
    """It shows the card in a frame of its size, and names title, authors, library and image."""
    found = description("review")
    assert (480, 200) == (found["width"], found["height"])
    fragment = html5lib.parseFragment(found.pop("html"), namespaceHTMLElements=False)
    (frame,) = fragment
    assert ("iframe", SITE + "embed/review/", "480", "200", "Review") == (
        frame.tag,
        *(frame.get(name) for name in ("src", "width", "height", "title")),
    )
    assert {
        "version": "1.0",
        "type": "rich",
        "title": "Review",
        "author_name": "Ann, Bo",
        "provider_name": "Tools & <Ways>",
        "provider_url": SITE,
        "width": 480,
        "height": 200,
        "thumbnail_url": SITE + "assets/previews/review.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    } == found
    assert "Ann" == description("delays")["author_name"]


@given(texts)
def test_frames_hold_no_markup(title: str) -> None:
    """The markup that others take over is one frame, whatever the title."""
    made = catalogue({"odd.md": entry(title=title)})
    for path, content in contents(Previews(made, ABOUT).files()).items():
        if path.startswith("api/"):
            (frame,) = html5lib.parseFragment(json.loads(content)["html"], namespaceHTMLElements=False)
            assert {"src", "width", "height", "title", "loading", "frameborder"} == set(frame.attrib)
            assert SITE + "embed/odd/" == frame.get("src")


def test_descriptions_need_an_address() -> None:
    """Without the site's address there are cards and badges, and no descriptions."""
    found = files(replace(ABOUT, url=""))
    assert {"embed", "badge"} == {path.partition("/")[0] for path in found}


# Which


def test_settings() -> None:
    """Settings leave them out, all or in part."""
    assert {} == files(previews=False)
    assert {} == files(previews={"embeds": False})
    assert "thumbnail_url" not in json.loads(files(previews={"images": False})["api/v1/oembed/review.json"])


def test_the_first_of_two_with_a_slug() -> None:
    """Of entries with the same slug the first has the files, and the library's own pages keep theirs."""
    made = {
        "a.md": entry(title="First"),
        "cases/a.md": entry(title="Second"),
        "embed/a.md": "# Mine\n",
        "badge/a.svg": "",
        "b.md": entry(title="B"),
    }
    found = files(made=made)
    assert "embed/a/index.html" not in found
    assert "badge/a.svg" not in found
    assert "First" == json.loads(found["badge/a.json"])["label"]
    assert "B" == json.loads(found["badge/b.json"])["label"]


def test_samples() -> None:
    """What others paste is ready: a frame, a badge that links, and an address for shields.io."""
    samples = dict(Previews(catalogue(), ABOUT).samples("review"))
    assert [
        f'<iframe src="{SITE}embed/review/" width="480" height="200" title="Review" loading="lazy" frameborder="0">'
        "</iframe>",
        f"[![Review]({SITE}badge/review.svg)]({SITE}p/review/)",
        "https://img.shields.io/endpoint?url=https%3A%2F%2Fexample.org%2Flib%2Fbadge%2Freview.json",
    ] == list(samples.values())
    assert () == Previews(catalogue(previews=False), ABOUT).samples("review")
    assert embed.WIDTH == 480
