"""What tests of the exports share: libraries to export, and texts that try to be more than text."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from typing import Any

from hypothesis import strategies as st

from helpers import library
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import About, Dates, Exports, File

SITE = "https://example.org/lib/"
ABOUT = About(
    name="Tools & <Ways>",
    url=SITE,
    description="What works.",
    author="Ann",
    copyright='By all of us, <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>',
    language="en",
    dates={
        "review.md": Dates("2025-01-02T12:00:00+01:00", "2025-03-04T23:30:00-02:00"),
        "log.md": Dates("", "2025-03-05T00:00:00+00:00"),
        "archetypes/overheating.md": Dates("2025-01-02T12:00:00+01:00", "2025-01-02T12:00:00+01:00"),
        "gone.md": Dates("2025-01-02T12:00:00+01:00", "2025-06-01T12:00:00+01:00"),
    },
)
FILES = {
    "review.md": """\
---
title: Review
summary: Look weekly.
aliases: [Look, A Look Back]
levels: [9, 6]
level_why: It waits.
confidence: 2
vitality: {score: 4.1, assessed: 2026-03-01, reasoning: It lasts.}
authors: [Ann, Bo]
evidence: [{what: It helped., where: Here}]
sources:
  - {title: A Book, authors: [C, D], year: 2001}
  - https://example.org/a b
  - {title: Page, url: "https://example.org/p"}
archetypes: [Overheating]
acts_on: [{archetype: overheating, link: heat -> work, how: It cools.}]
relations:
  requires: [{to: Log, why: It remembers., weight: 0.5}, "planned:clock"]
  generalizes_from: [meeting]
colour: blue
---
# Review

## Context

See [[log|the log]], [[overheating]], [[planned:calendar]] and [the log](log.md#when).

```
[[log]]
```

## What & How

[[level:9]]
""",
    "log.md": """\
---
title: Log
summary: Write.
status: deprecated
superseded_by: meeting
redirect_from: [diary]
---
## When

After a [[review]].
""",
    "meeting.md": """\
---
title: Meeting
summary: Meet.
id: meet
relations: {related: [log], part_of: [review]}
---
""",
    "gone.md": "---\ntitle: Gone\nsummary: It was.\nstatus: removed\nsuperseded_by: log\n---\n",
    "archetypes/overheating.md": """\
---
title: Overheating
summary: Too warm.
loops: [{name: Heat, kind: reinforcing, links: [heat -> work +]}]
---
""",
    "levels/delays.md": "---\ntitle: Delays\nnumber: 9\nsummary: Waits.\nrisks: [Haste]\n"
    "supporting_levels: [11]\n---\n",
    "guide/page.md": "# A guide\n\nRead [[review]].\n",
}

HOSTILE = (
    'a "quote" \\ and \\u0041',
    "]]> </title><script>alert(1)</script> &amp; &#0;",
    "two\nlines\r\nand a tab\t.",
    "\x00\x01\x07\x0b\x0c\x1b\x1f\x7f\x85\x9f",
    "\u2028 \u2029 \ufeff \ufffe \uffff",
    "\ud800 half",
    "{searchTerms} {{ 7*7 }} %s $",
    "[x](javascript:alert(1)) `code` *b* # | ~",
    "std:label -1 x/ Another",
    "'''\"\"\" . <urn:x> a <urn:y> .",
    "ʼn 漢字 🪤 e\u0301",
)
"""Texts that each try one form's grammar."""
texts = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30))


def catalogue(files: Mapping[str, str] = FILES, **options: object) -> Catalogue:
    """A library as its site shows it."""
    return Catalogue(library(files, **options))


def contents(files: Iterable[File]) -> dict[str, bytes]:
    """What files hold, by their paths; a file that turns out to have no content isn't there."""
    found = {file.path: list(file.contents()) for file in files}
    return {path: b"".join(parts) for path, parts in found.items() if parts}


def written(made: Catalogue, about: About = ABOUT, taken: Container[str] = ()) -> dict[str, bytes]:
    """All files of a library as they are written."""
    exports = Exports(made, about)
    found = contents(exports.written(taken))
    if "llms.txt" not in taken:
        found |= contents([exports.overview(len(found.get("llms-full.txt", b"")))])
    return found


def entry(**fields: Any) -> str:
    """A file whose front matter has some fields: JSON is YAML as well."""
    return "".join(["---\n", *(f"{key}: {json.dumps(value)}\n" for key, value in fields.items()), "---\n"])
