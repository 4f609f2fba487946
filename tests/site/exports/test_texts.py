"""The exports that are read as text: llms.txt, the description of the search, and what both know of the site."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from exporting import ABOUT, HOSTILE, SITE, catalogue, contents, entry, texts, written
from trimtab.site.exports import About, File
from trimtab.site.exports.llms import full, index
from trimtab.site.exports.opensearch import opensearch

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
LINK = re.compile(r"-\s*\[(?P<title>[^\]]+)\]\((?P<url>[^\)]+)\)(?::\s*(?P<desc>.*))?")
"""How https://llmstxt.org's own reader finds the links."""


def test_llms() -> None:
    """A heading, what the library is in a quotation, then its entries by kind, each with its summary."""
    text = index(catalogue(), ABOUT, 123_456)
    lines = text.split("\n")

    assert ["# Tools \\& \\<Ways\\>", "", "> What works.", ""] == lines[:4]
    assert ["## Patterns", "## The ladder", "## Archetypes", "## Optional"] == [
        line for line in lines if line.startswith("##")
    ]
    assert (
        f"- [Log]({SITE}api/v1/entries/log.md): Write. (<{SITE}p/log/>)"
        == lines[lines.index("## Patterns") + 2]
    )
    assert f"- [All texts in one file]({SITE}llms-full.txt): 123 kB" in lines
    assert "Gone" not in text


def test_llms_without_an_address() -> None:
    """Without the site's address links are relative to its top."""
    lines = index(catalogue(), About(name="Tools"), 0).split("\n")

    assert "- [Log](api/v1/entries/log.md): Write." in lines
    assert "5 entries. Levels are leverage points, from 12, the weakest, to 1, the strongest." in lines


def test_llms_full() -> None:
    """All texts are there, each with its permanent address and licence; links lead to whole addresses."""
    text = contents([File("llms-full.txt", tuple(full(catalogue(), ABOUT)))])["llms-full.txt"].decode()
    review = text.partition("# Review\n")[2].partition("\n---\n")[0]

    assert f"- Address: {SITE}p/review/\n" in review
    assert "- Licence: https://creativecommons.org/licenses/by/4.0/\n" in review
    assert "- Level: 9 (Delays), 6 (Information Flows)\n" in review
    assert (
        f"See [the log]({SITE}p/log/), [Overheating]({SITE}p/overheating/), calendar"
        f" and [the log]({SITE}log/#when).\n\n```\n[[log]]\n```\n"
    ) in review
    assert f"[Delays]({SITE}p/delays/)" in review
    assert "# Gone" not in text


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (12_345, "12 kB"), (1_500_000, "1.5 MB")],
)
def test_sizes(size: int, expected: str) -> None:
    """Sizes are told in units that one can read."""
    assert expected in index(catalogue(), ABOUT, size)


@given(texts)
def test_any_text(text: str) -> None:
    """Whatever an author writes, each entry is one line, whose link is the entry's and whose words are words."""
    made = catalogue({"a.md": entry(title=text, summary=text)})
    lines = index(made, replace(ABOUT, name=text, description=text, copyright=""), 0).split("\n")
    (line,) = lines[lines.index("## Patterns") + 2 : lines.index("## Optional") - 1]
    found = LINK.fullmatch(line)

    assert found is not None
    assert f"{SITE}api/v1/entries/a.md" == found["url"]
    html = MarkdownIt().render(line)
    assert 2 == html.count("<a href=")
    assert not re.search(r"<(?!/?(?:a|ul|li)\b)", html)


def test_opensearch() -> None:
    """The description says where to search, and names itself within the limits."""
    about = replace(ABOUT, name="A Library With a Name That is Longer Than Sixteen Letters and Forty-Eight")
    root = ET.fromstring(opensearch(catalogue(), about))  # noqa: S314 - our own
    pages = {url.get("type"): url.get("template") for url in root.iter(f"{OPENSEARCH}Url")}

    assert {
        "text/html": f"{SITE}search/?q={{searchTerms}}",
        "application/opensearchdescription+xml": f"{SITE}opensearch.xml",
    } == pages
    assert "A Library With…" == root.findtext(f"{OPENSEARCH}ShortName")
    assert 48 == len(root.findtext(f"{OPENSEARCH}LongName", ""))
    assert "What works." == root.findtext(f"{OPENSEARCH}Description")


def test_there_is_no_opensearch() -> None:
    """Without an address, or without a search, there is no description."""
    assert "" == opensearch(catalogue(), About())
    assert "" == opensearch(catalogue(search=False), ABOUT)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_site(text: str) -> None:
    """A site's name and description stay text, and its address has no parameter but ours."""
    about = About(text, "https://example.org/{a}/", text, text, text, text)
    root = ET.fromstring(opensearch(catalogue(), about))  # noqa: S314 - our own
    template = next(iter(root.iter(f"{OPENSEARCH}Url"))).get("template", "")

    assert ["{searchTerms}"] == re.findall(r"\{.*?\}", template)
    assert 16 >= len(root.findtext(f"{OPENSEARCH}ShortName", ""))
    assert [] == [path for path, content in written(catalogue(), about).items() if not content]


@pytest.mark.parametrize(
    ("copyright", "rights", "licence"),
    [
        ("", "", ""),
        ("By us &amp; them", "By us & them", ""),
        ('<a href="https://creativecommons.org/licenses/by/4.0/">CC</a> us', "CC us", "https://creativecommons.org/licenses/by/4.0/"),
        ('<a href="https://us.example/">us</a>', "us", ""),
        ('<a href="javascript:alert(1)//https://creativecommons.org/licenses/">us</a>', "us", ""),
        ('<a href=\'https://spdx.org/licenses/"> <x>\'>us</a>', "us", "https://spdx.org/licenses/%22%3E%20%3Cx%3E"),
    ],
)  # fmt: skip
def test_rights(copyright: str, rights: str, licence: str) -> None:
    """The copyright notice is told in plain words; the licence that it links to is told where it's known as one."""
    about = About(copyright=copyright)

    assert (rights, licence) == (about.rights, about.licence)


def test_index() -> None:
    """The index lists what is there, and only that."""
    made = written(catalogue())
    listed = json.loads(made["api/v1/index.json"])
    urls = {file["url"] for file in listed["files"]}

    assert urls == {path for path in made if "/entries/" not in path and "/schemas/" not in path} - {
        "api/v1/index.json"
    } | {"api/v1/health.json"}
    assert {file["schema"] for file in listed["files"] if "schema" in file} <= made.keys()
    plain = json.loads(written(catalogue(), About())["api/v1/index.json"])
    assert {"feed.xml", "opensearch.xml"} == urls - {file["url"] for file in plain["files"]}
