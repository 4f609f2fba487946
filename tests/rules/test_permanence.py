from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.diagnostics import Diagnostic
from trimtab.core.lock import Lock
from trimtab.core.source import Source
from trimtab.rules import check
from trimtab.rules.permanence import CODES


def page(title: str, more: str = "", body: str = "") -> str:
    """An entry."""
    return f"---\ntitle: {title}\nsummary: For {title[::-1]}.\n{more}---\n{body}"


def found(files: dict[str, str], *recorded: str) -> list[Diagnostic]:
    """The findings about what was published."""
    made = library(files)
    made.lock = Lock(Source.decode("../permalinks.lock", "\n".join(recorded).encode()))
    return [one for one in check(made).diagnostics if one.code in CODES]


@pytest.mark.parametrize(
    ("files", "recorded", "message", "help"),
    [
        ({"b.md": page("Bulkhead")}, "page andon/ andon.md",
         "`andon/` leads nowhere; `andon.md`, which had it, isn't there.",
         "Add `andon` to `redirect_from` of the entry that took its place; or restore `andon.md` with "
         "`status: removed`, so that its page says what became of it."),
        ({"cases/andon.md": page("Andon")}, "page andon/ andon.md",
         "`andon/` leads nowhere; `andon.md`, which had it, isn't there.",
         "Add `/andon` to `redirect_from` of `cases/andon.md`, if that took its place; or restore `andon.md` with "
         "`status: removed`, so that its page says what became of it."),
        ({"andon-cord.md": page("Andon Cord", "aliases: [Andon!]\n")}, "page cases/andon/ cases/andon.md",
         "`cases/andon/` leads nowhere; `cases/andon.md`, which had it, isn't there.",
         "Add `cases/andon` to `redirect_from` of `andon-cord.md`, if that took its place; or restore `cases/andon.md` "
         "with `status: removed`, so that its page says what became of it."),
        ({"a.md": page("A")}, "page old/ a.md", "`old/` leads nowhere; it led to `a.md`.",
         "Add `old` to `redirect_from` in `a.md`."),
        ({"guide/a.md": "# A\n"}, "page guide/old/ guide/a.md", "`guide/old/` leads nowhere; it led to `guide/a.md`.",
         "Add `old` to `redirect_from` in `guide/a.md`."),
        ({"a.md": page("A", "aliases: [X]\n"), "b.md": page("B", "aliases: [X]\n")}, "page x/ a.md",
         "`x/` leads nowhere, for `a.md` and `b.md` both claim it.", "Leave it to the one that had it first, `a.md`."),
        ({"a.md": page("A")}, "id n-1 a.md", "`p/n-1/` leads nowhere; it led to `a.md`.", "Write `id: n-1` in `a.md`."),
        ({"a.md": page("A", "id: n-2\n")}, "id n-1 a.md", "`p/n-1/` leads nowhere; it led to `a.md`.",
         "Write `id: n-1` in `a.md` again, or add `n-1` to its `redirect_from`."),
        ({"b.md": page("B", "redirect_from: [a]\n")}, "page tor/ a.md", "`tor/` leads nowhere; it led to `b.md`.",
         "Add `tor` to `redirect_from` in `b.md`."),
        ({"b.md": page("B")}, "id n-1 a.md", "`p/n-1/` leads nowhere; `a.md`, which had it, isn't there.",
         "Add `n-1` to `redirect_from` of the entry that took its place; or restore `a.md` with `status: removed`, so "
         "that its page says what became of it."),
        ({"caf\u00e9.md": page("B")}, "page caf%C3%A9s/ caf%C3%A9s.md",
         "`caf\u00e9s/` leads nowhere; `caf\u00e9s.md`, which had it, isn't there.",
         "Add `caf\u00e9s` to `redirect_from` of `caf\u00e9.md`, if that took its place; or restore "
         "`caf\u00e9s.md` with `status: removed`, so that its page says what became of it."),
    ],
)  # fmt: skip
def test_addresses(files: dict[str, str], recorded: str, message: str, help: str) -> None:
    """An address that leads nowhere is told with the file that had it, and with what to write where."""
    (one,) = found(files, "# Comment", recorded)

    assert ("TT310", "../permalinks.lock", 2) == (one.code, one.path, one.span.start.line)
    assert (message, help) == (one.message, one.help)
    assert recorded == one.source_line
    assert recorded.split()[1] == one.source_line[one.span.start.column - 1 : one.span.end.column - 1]


@pytest.mark.parametrize(
    ("files", "help"),
    [
        ({"a.md": page("A", body="## How soon now\n")},
         "Write `{ #how-soon }` behind the heading that says the same now, perhaps `#how-soon-now`, "
         'or `<a id="how-soon"></a>` where its words are.'),
        ({"b.md": page("B", "redirect_from: [a]\n", "## Else\n")},
         "Write `{ #how-soon }` behind the heading that says the same now, "
         'or `<a id="how-soon"></a>` where its words are.'),
    ],
)  # fmt: skip
def test_anchors(files: dict[str, str], help: str) -> None:
    """A heading that isn't there is told with the page reached, the nearest heading, and what keeps the anchor."""
    (path,) = files
    (one,) = found(files, "page a/ a.md", "anchor a/#how-soon")

    assert ("TT311", f"`a/#how-soon` leads to `{path}`, which has no such heading.") == (
        one.code,
        one.message,
    )
    assert help == one.help
    assert [path] == [place.path for place in one.related]


def test_ids() -> None:
    """An id that means another entry is told with both."""
    (one,) = found({"a.md": page("Andon"), "b.md": page("Bulkhead", "id: n-1\n")}, "id n-1 a.md")

    assert ("TT312", "The id `n-1` means `b.md` now; it was published as that of `a.md`.") == (
        one.code,
        one.message,
    )
    assert ["a.md", "b.md"] == [place.path for place in one.related]


def test_lines() -> None:
    """What can't be read, and what contradicts itself, is told at its line."""
    first, second = found(
        {"a.md": page("Andon", "id: x\n"), "b.md": page("Bulkhead")}, "pages", "id x a.md", "id x b.md"
    )

    assert [("TT313", 1), ("TT313", 3)] == [(one.code, one.span.start.line) for one in (first, second)]
    assert [("../permalinks.lock", 2)] == [(place.path, place.span.start.line) for place in second.related]


def test_without_a_record() -> None:
    """A library that records nothing breaks nothing."""
    assert [] == [one for one in check(library({"a.md": page("A")})).diagnostics if one.code in CODES]


def test_removed_entries_keep_their_address() -> None:
    """A tombstone keeps its address, its id and its headings; what leads to it is told."""
    files = {
        "a.md": page("Andon", "status: removed\nsuperseded_by: b\n"),
        "b.md": page("Bulkhead", body="[[a]]\n"),
    }
    made = library(files)

    assert [] == found(files, "page a/ a.md", "id a a.md", "anchor a/#gone")
    assert [] == [
        one.message for one in check(made).diagnostics if one.code == "TT307"
    ]  # It is the heir itself.
    files["c.md"] = page("Canary", body="See [[a]].\n")
    assert ["“Andon” is removed."] == [
        one.message for one in check(library(files)).diagnostics if one.code == "TT307"
    ]
