from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given

from builds import GOLDEN, LIBRARIES
from exporting import ABOUT, SITE, catalogue, entry, texts
from trimtab import Library, load
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import About, Dates
from trimtab.site.exports.feed import LENGTH, feed

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def valid(text: str) -> ET.Element:
    """Hold a feed against what RFC 4287 demands (4.1.1, 4.1.2, 4.2), and hand over its root."""
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert f"{ATOM}feed" == root.tag
    for part in (root, *root.iter(f"{ATOM}entry")):
        assert [1, 1, 1] == [len(part.findall(ATOM + name)) for name in ("id", "title", "updated")]
        for name in ("published", "rights", "summary", "subtitle"):
            assert 1 >= len(part.findall(ATOM + name)), name
        assert urlsplit(part.findtext(ATOM + "id", "")).scheme
        assert MOMENT.fullmatch(part.findtext(ATOM + "updated", ""))
        assert 1 == len(part.findall(f"{ATOM}link[@rel='alternate']"))
        assert all(urlsplit(link.get("href", "")).netloc for link in part.findall(ATOM + "link"))
        assert all(author.findtext(ATOM + "name") for author in part.findall(ATOM + "author"))
        assert all(category.get("term") for category in part.findall(ATOM + "category"))
    assert root.findall(ATOM + "author")
    assert root.find(f"{ATOM}link[@rel='self']") is not None
    idents = [one.findtext(ATOM + "id") for one in root.iter(f"{ATOM}entry")]
    assert len(idents) == len(set(idents))
    return root


def test_what_a_reader_shows() -> None:
    """A reader shows the entries that changed last, the latest first, with what is known of them."""
    text = feed(catalogue(), ABOUT)
    valid(text)
    read = feedparser.parse(text)

    assert not read.bozo
    assert ("Tools & <Ways>", "What works.", SITE, "2025-03-05T01:30:00Z", "Ann", "en") == tuple(
        read.feed[key] for key in ("title", "subtitle", "id", "updated", "author", "language")
    )
    assert ["Review", "Log", "Overheating"] == [one.title for one in read.entries]
    first = read.entries[0]
    assert (
        f"{SITE}p/review/",
        f"{SITE}review/",
        "Look weekly.",
        "2025-01-02T11:00:00Z",
        "2025-03-05T01:30:00Z",
    ) == (
        first.id,
        first.link,
        first.summary,
        first.published,
        first.updated,
    )
    assert ["Ann", "Bo"] == [author.name for author in first.authors]
    assert [
        ("pattern", f"{SITE}patterns/", "Pattern"),
        ("9", f"{SITE}levels/", "Delays"),
        ("6", f"{SITE}levels/", "Information Flows"),
    ] == [(tag.term, tag.scheme, tag.label) for tag in first.tags]
    assert "published" not in read.entries[1]


@pytest.mark.parametrize(
    "about",
    [
        replace(ABOUT, url=""),
        replace(ABOUT, dates={}),
        replace(ABOUT, dates={"elsewhere.md": Dates("", "2025-01-01")}),
    ],
)
def test_there_is_none(about: About) -> None:
    """Without the site's address, or without dates, there is no feed."""
    assert "" == feed(catalogue(), about)


def test_its_length() -> None:
    """A feed has the latest fifty; of those of the same moment the first by path."""
    files = {f"e{number:02}.md": entry(title=f"E{number}") for number in range(60)}
    dates = {path: Dates("", f"2025-01-{1 + number // 40:02}") for number, path in enumerate(files)}
    read = feedparser.parse(feed(catalogue(files), replace(ABOUT, dates=dates)))

    assert LENGTH == len(read.entries)
    assert [f"E{number}" for number in (*range(40, 60), *range(30))] == [one.title for one in read.entries]


@pytest.mark.parametrize("name", GOLDEN)
def test_every_library(name: str) -> None:
    """A feed of any library is valid, and has its titles as they are."""
    made = Library.read(load(LIBRARIES / name / "mkdocs.yml"))
    dates = {entry.path: Dates("2025-01-01", "2025-01-02") for entry in made.entries}
    root = valid(feed(Catalogue(made), replace(ABOUT, dates=dates)))
    titles = {
        " ".join(title.text.split()) for title in root.iterfind(f"{ATOM}entry/{ATOM}title") if title.text
    }

    assert {" ".join(entry.title.split()) for entry in made.current} == titles


@given(texts)
def test_any_text(text: str) -> None:
    """Whatever an author writes, the feed is XML, and says the same words."""
    made = catalogue({"a.md": entry(title=text, summary=text, authors=[text], level=9)})
    about = About(text, SITE, text, text, text, text, {"a.md": Dates("2025-01-01", "2025-01-01")})
    root = valid(feed(made, about))
    (one,) = made.library.entries
    written = root.findtext(f"{ATOM}entry/{ATOM}title", "")

    assert len(" ".join(one.title.split())) == len(written)
    kept = [pair for pair in zip(" ".join(one.title.split()), written, strict=True) if pair[1] != "\ufffd"]
    assert [] == [pair for pair in kept if pair[0] != pair[1]]
