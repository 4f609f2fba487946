from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.body import parse_reference
from trimtab.site.linking import PageLinker, Shown

FILES = {
    "start.md": "---\ntitle: Start\nsummary: Where it begins.\nlevel: 9\n---\n\n## Context\n\n## Weiter {#on}\n",
    "weekly-review.md": "---\ntitle: Weekly Review\nsummary: Look.\naliases: [Friday Look]\nid: pat_1\n---\n\n"
    "## Context\n\nWords.\n",
    "no-summary.md": "---\ntitle: No Summary\n---\n\nWords.\n",
    "archetypes/escalation.md": "---\ntitle: Escalation\n---\n\n## The Story\n\nWords.\n",
    "escalation-path.md": "---\ntitle: Escalation Path\naliases: [Arms race]\n---\n",
    "archetypes/arms-race.md": "---\ntitle: Arms Race\n---\n",
    "C# at 100%.md": "---\ntitle: Signs\n---\n",
    "levels/delays.md": "---\ntitle: Delays\nnumber: 9\n---\n",
    "guide/deep/page.md": "# A page\n\nWords.\n",
    "guide/picture.png": "",
    "patterns/index.md": "# Written\n",
}
GENERATED = {"index.md", "levels/index.md", "search/index.md", "levels/6-information-flows.md"}


def linker(path: str = "start.md") -> PageLinker:
    """The linker of one page of the library above."""
    read = library(FILES)
    return PageLinker(read, read.by_path[path], GENERATED)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("weekly-review", Shown("Weekly Review", "weekly-review.md", "Look.")),
        ("WEEKLY REVIEW", Shown("Weekly Review", "weekly-review.md", "Look.")),
        ("Friday look", Shown("Weekly Review", "weekly-review.md", "Look.")),
        ("pat_1", Shown("Weekly Review", "weekly-review.md", "Look.")),
        ("weekly-review|this look", Shown("this look", "weekly-review.md", "Look.")),
        ("weekly-review#Context", Shown("Weekly Review", "weekly-review.md#context", "Look.")),
        ("weekly-review#Nowhere", Shown("Weekly Review", "weekly-review.md", "Look.")),
        ("start#on|further", Shown("further", "start.md#on", "Where it begins.")),
        ("no-summary", Shown("No Summary", "no-summary.md")),
        ("archetype:escalation", Shown("Escalation", "archetypes/escalation.md")),
        ("Signs", Shown("Signs", "C%23%20at%20100%25.md")),
        ("planned:calendar", Shown("calendar", "", "Wanted: not written yet", "planned")),
        ("planned:calendar|a date", Shown("a date", "", "Wanted: not written yet", "planned")),
        ("nothing like it", Shown("nothing like it", "", "There is no entry of this name", "missing")),
        ("nothing like it|words", Shown("words", "", "There is no entry of this name", "missing")),
        ("case:escalation", Shown("escalation", "", "There is no entry of this name", "missing")),
        ("Arms race", Shown("Arms race", "", "Could mean Arms Race or Escalation Path", "ambiguous")),
        ("level:9", Shown("Delays", "levels/delays.md")),
        ("level:6", Shown("Level 6", "levels/6-information-flows.md")),
        ("level:6|who knows what", Shown("who knows what", "levels/6-information-flows.md")),
        ("level:13", Shown("13", "", "There is no entry of this name", "missing")),
        ("level:²", Shown("²", "", "There is no entry of this name", "missing")),
    ],
)
def test_references(reference: str, expected: Shown) -> None:
    """A name becomes a link with the entry's title and summary, or text that says why it is none."""
    assert expected == linker().show(parse_reference(reference))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("start.md", "weekly-review.md"),
        ("levels/delays.md", "../weekly-review.md"),
        ("guide/deep/page.md", "../../weekly-review.md"),
    ],
)
def test_links_are_relative(path: str, expected: str) -> None:
    """A link is relative to the file that it stands in."""
    assert expected == linker(path).show(parse_reference("weekly-review")).href


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("weekly-review.md", "weekly-review.md"),
        ("weekly-review.md#context", "weekly-review.md#context"),
        ("weekly-review.md#nowhere", "weekly-review.md"),
        ("C%23%20at%20100%25.md", "C%23%20at%20100%25.md"),
        ("guide/picture.png", "guide/picture.png"),
        ("#context", "#context"),
        ("#on", "#on"),
        ("#nowhere", ""),
        ("nowhere.md", ""),
        ("nowhere.png", ""),
        ("../outside.md", ""),
        ("weekly-review", "weekly-review.md"),
        ("weekly-review/", "weekly-review.md"),
        ("weekly-review/#context", "weekly-review.md#context"),
        ("levels/", "levels/index.md"),
        ("levels", "levels/index.md"),
        ("levels/index.md", "levels/index.md"),
        ("patterns/", "patterns/index.md"),
        ("search/?q=x#y", "search/index.md?q=x#y"),
        ("unknown/", "unknown/"),
        ("../", "../"),
        (".", "."),
        ("", ""),
        ("/weekly-review/", "/weekly-review/"),
        ("https://example.org/x.md", "https://example.org/x.md"),
        ("//example.org/x.md", "//example.org/x.md"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[", "http://["),
        ("?q=x", "?q=x"),
    ],
)
def test_ordinary_links(url: str, expected: str) -> None:
    """A relative link leads to its file's page or folder's list, without an anchor that isn't there; or nowhere."""
    assert expected == linker().mend(url)


@pytest.mark.parametrize(
    ("path", "title", "form"),
    [
        ("start.md", "Start", 8),
        ("archetypes/escalation.md", "Escalation", 5),
        ("guide/deep/page.md", "", 0),
    ],
)
def test_heads(path: str, title: str, form: int) -> None:
    """The page of an entry shows its title and has its kind's sections; an ordinary page brings its own."""
    assert (title, form) == (linker(path).title, len(linker(path).form))
