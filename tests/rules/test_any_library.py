"""Whatever authors write: a check never breaks down, and what mends itself is mended once and for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import inside, library
from trimtab.core.diagnostics import Report
from trimtab.core.library import Library
from trimtab.core.project import Project
from trimtab.core.settings import Settings
from trimtab.edit.fixes import fix
from trimtab.rules import check

KEYS = (
    "title: A", "title: B", "title: 'A: B'", "title:", "titel: A", "summary: s", "aliases: [B, c, C]", "aliases: B, c",
    "aliases: 'B; c'", "level: 6", "levels: [99, x]", "level_why: w", "confidence: 3", "confidence: 0.7",
    "confidence: ★★★★", "confidence_score: 85%", "vitality: 3.5", "vitality: {score: 9, assessed: 1999-01-01}",
    "vitality: {score: 4, assessed: 2999-13-01, reasoning: r}", "evidence: [{what: w, source: www.example.org}]",
    "sources: [www.example.org/a b, {url: example.org}]", "relations: {requires: [a, a, b, 'planned:c', 'case:a']}",
    "relations: {requires: [b], specializes_to: [b], complementary: [{to: b, weight: 0.5}]}",
    "relations: {require: [{to: b, becuase: x}]}", "relations: [a]", "archetypes: [d, nobody]", "mental_models: a",
    "status: deprecated", "status: deprecatd", "superseded_by: b", "redirect_from: [a, b, Old, old]", "tags: x, y",
    "loops: [{name: L, kind: balancing, links: ['a -> b +', 'b -> a +']}]", "slug: other", "x: !tag y", "x: [[[[",
    "# trimtab: ignore[TT2] because", "# trimtab: ignore[TT2]", "x: \u200b", "x: \x07", "x: &a [*a]", "kind: case",
)  # fmt: skip
LINES = (
    "# A", "## Context", "## Context (200-400 words)", "### Section 3: Solution (200 words)", "## Problem", "####",
    "Text with [[b]], [[B#no]], [[case:a]], [[planned:z]] and [[a|itself]].", "[x](b.md#no) ![](no.png) [y](<a b.md>)",
    "[z](www.example.org/x) [w](http://example.org) [v][nothing] [u][]", "[r]: example.org", "```", "~~~ python", "'''",
    "---", "===", "> [!NOTE] Confidence Rating: ★★★ (High)", "> **The conflict: X against Y.**",
    "| a | b |", "|---|---|",
    "| x" + " " * 150 + "| y |", "TBD", "TODO: write", "[insert name]", "{{name}}", "<!-- Purpose: say it -->",
    "<!-- trimtab: ignore[TT3] because -->", "<!-- trimtab: ignore-file[TT5] because -->", "<!-- never closed", "**",
    "Zero\u200bwidth, soft\u00adhyphen, \u202ereversed\u202c, \ufeffmark, bell\x07.",
    "caf\u00c3\u00a9 \u00e2\u20ac\u2122s",
    "<<<<<<< HEAD", "- item", "    indented", "\tTabbed", "", "", "a" * 6000, "Ends in mid-sentence and the",
)  # fmt: skip


def text(keys: list[str], lines: list[str], *, closed: bool) -> str:
    """A file of some keys and lines."""
    return "---\n" + "\n".join(keys) + ("\n---\n" if closed else "\n") + "\n".join(lines)


FILES = st.dictionaries(
    st.sampled_from(
        [
            "a.md",
            "b.md",
            "B.md",
            "cases/a.md",
            "levels/l.md",
            "archetypes/d.md",
            "worksheets/w.md",
            "guide/p.md",
        ]
    ),
    st.builds(
        text,
        st.lists(st.sampled_from(KEYS), max_size=8, unique_by=lambda key: key.partition(":")[0]),
        st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=12),
        closed=st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=4,
)


@given(FILES)
@settings(max_examples=150)
def test_a_check_never_breaks_down(files: dict[str, str]) -> None:
    """Any library can be checked, and every place that a finding names is in its file."""
    whole = library(files)
    for found in check(whole).diagnostics:
        assert inside(whole.by_path[found.path].source, found.span), found
        for other in found.related:
            assert inside(whole.by_path[other.path].source, other.span), found
        for edit in found.fix.edits if found.fix else ():
            assert inside(whole.by_path[found.path].source, edit.span), found
        assert "\n" not in found.message
        assert found.message.endswith((".", "?", "!", "”")), found.message


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """Any bytes can be checked."""
    whole = library({"a.md": data, "b.md": b"---\n" + data + b"\n---\n" + data})

    assert all(inside(whole.by_path[one.path].source, one.span) for one in check(whole).diagnostics)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose files each example replaces."""
    return tmp_path_factory.mktemp("library")


@given(files=FILES)
@settings(max_examples=60)
def test_mending_comes_to_rest(files: dict[str, str], folder: Path) -> None:
    """What was mended needs no mending; nothing gets worse; and what no cure names keeps its meaning."""
    for path in list(folder.rglob("*.md")):
        path.unlink()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode(errors="surrogatepass"))
    project = Project(root=folder, docs_dir=folder, settings=Settings())
    before = Library.read(project)
    report = check(before)
    first = fix(before, project, report)
    first.transaction.write()
    after = Library.read(project)

    assert () == fix(after, project, check(after)).transaction.changes
    assert len(check(after).diagnostics) <= len(report.diagnostics)
    for document in before.documents:
        assert unchanged(document.path, before, after, report)


def unchanged(path: str, before: Library, after: Library, report: Report) -> bool:
    """Whether an entry has kept all fields but those that a cure in its file names."""
    one, other = before.by_path[path].entry, after.by_path[path].entry
    if one is None or other is None:
        return one is other
    fixes = [found.fix for found in report.diagnostics if found.path == path and found.fix and found.fix.safe]
    changed = {"extra", *(field for cure in fixes for field in cure.fields)}
    return one.model_dump(exclude=changed) == other.model_dump(exclude=changed)
