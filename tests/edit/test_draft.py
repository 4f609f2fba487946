from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from edit.projects import MakeProject, Snapshot
from trimtab.core import frontmatter
from trimtab.core.diagnostics import FILE_START, Diagnostic, Report, Severity
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.model import MODELS, LevelEntry, Status
from trimtab.core.project import Project
from trimtab.core.settings import DEFAULT_KINDS, parse
from trimtab.edit import purposes
from trimtab.edit.draft import Draft, draft
from trimtab.edit.texts import EditError
from trimtab.rules import check

ENTRY = "---\ntitle: {}\nsummary: What it is.\n---\n"
WORKSHEET = """---
title: Decision Log
summary: A line for each decision.
---

## Purpose

Remember why. See [the guide](../guide/page.md).

## Template

| Date | Decision |
|------|----------|
|      |          |

### Why

See [[x]], [the guide](../guide/page.md#how), [here](#why), [site](https://example.org/a.md) and ![p](img/p.png).

## Notes

Not to be copied: [this](../guide/page.md).
"""


def made(project: Project, kind: str, title: str, **options: Any) -> tuple[Draft, Document]:
    """A draft, written to disk and read again with the whole library."""
    before = check(Library.read(project))
    result = draft(Library.read(project), project, kind, title, **options)
    result.transaction.write()
    library = Library.read(project)
    report = check(library)
    assert result.text.encode() == (project.docs_dir / result.path).read_bytes()
    assert before.count(Severity.ERROR) == report.count(Severity.ERROR)
    assert not [found for found in report.diagnostics if found.path == result.path and found.code == "TT501"]
    return result, library.by_path[result.path]


def refused(project: Project, kind: str, title: str, **options: Any) -> EditError:
    """Why there is no draft."""
    with pytest.raises(EditError) as caught:
        draft(Library.read(project), project, kind, title, **options)
    assert caught.value.message.endswith(".")
    assert caught.value.help
    return caught.value


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("pattern", "brand-new.md"),
        ("level", "levels/brand-new.md"),
        ("archetype", "archetypes/brand-new.md"),
        ("mental-model", "mental-models/brand-new.md"),
        ("case", "cases/brand-new.md"),
        ("worksheet", "worksheets/brand-new.md"),
    ],
)
def test_every_kind(make: MakeProject, kind: str, path: str) -> None:
    """A draft of each kind lies in its folder, has every section of the form, and passes a check at once."""
    result, document = made(make({}), kind, "Brand New", levels=(9, 6))

    assert path == result.path == document.path
    assert document.entry is not None
    assert (kind, "Brand New", "brand-new") == (
        document.entry.kind,
        document.entry.title,
        document.entry.slug,
    )
    assert Status.DRAFT is document.entry.status
    assert document.entry.summary
    assert list(MODELS[kind].form) == [heading.text for heading in document.body.headings]
    assert len(MODELS[kind].form) == result.text.count("<!-- Purpose: ")
    assert not check(Library.of(parse({}), [document], [])).fails()
    if isinstance(document.entry, LevelEntry):
        assert (9, "medium", ()) == (document.entry.number, document.entry.tier, document.entry.levels)
    else:
        assert (9, 6) == document.entry.levels


@pytest.mark.parametrize("kind", sorted(DEFAULT_KINDS))
def test_every_field_has_a_hint(make: MakeProject, kind: str) -> None:
    """Each key that an author fills in stands below a comment that says what belongs there."""
    result, document = made(make({}), kind, "Brand New", levels=(9,))
    lines = result.text.split("\n")

    for name in document.front.root.keys:
        if name not in ("title", "summary"):
            assert f"# {purposes.FIELDS[name]}" in lines
    assert set(purposes.FIELDS_OF[kind]) <= set(document.front.root.keys)
    assert set(purposes.FIELDS_OF[kind]) <= set(MODELS[kind].model_fields)


def test_purposes_are_complete() -> None:
    """Each section of each built-in kind has a purpose, and no other has."""
    assert {kind: set(model.form) for kind, model in MODELS.items()} == {
        kind: set(sections) for kind, sections in purposes.SECTIONS.items()
    }
    assert all("--" not in text for sections in purposes.SECTIONS.values() for text in sections.values())


def test_a_draft() -> None:
    """A purpose for a section that a library adds is told in general words."""
    assert "Say what a reader should find under “Sources”, and no more." == purposes.purpose(
        "recipe", "Sources"
    )
    assert "Say what a reader should find under “Wine”, and no more." == purposes.purpose("case", "Wine")


@pytest.mark.parametrize(
    ("title", "slug", "line"),
    [
        ("Short Checkpoint", "short-checkpoint", "title: Short Checkpoint"),
        ("  Say  “No”:\tfirst ", "say-no-first", 'title: "Say “No”: first"'),
        ("Crème Brûlée", "creme-brulee", "title: Crème Brûlée"),
        ("C# at 100%", "c-at-100", "title: C# at 100%"),
        ("No", "no", 'title: "No"'),
        ("R&D – and then?", "rd-and-then", "title: R&D – and then?"),
        ("# It's #1", "its-1", 'title: "# It\'s #1"'),
    ],
)
def test_titles_and_slugs(make: MakeProject, title: str, slug: str, line: str) -> None:
    """The slug is made of the title's words, and the title is quoted where YAML wants that."""
    result, document = made(make({}), "pattern", title)

    assert (slug, f"{slug}.md") == (result.slug, result.path)
    assert line in result.text.split("\n")
    assert " ".join(title.split()) == document.title


def test_slugs_in_other_scripts(make: MakeProject) -> None:
    """Where the settings allow it, the slug keeps the title's own letters, case folded."""
    result, _ = made(make({}, slugs=r"\w+(-\w+)*"), "pattern", "Größe Zählt")

    assert "grösse-zählt.md" == result.path


@pytest.mark.parametrize(
    "kind", ["mental-model", "Mental model", "mental_model", "Mental models", "MENTAL MODEL"]
)
def test_kinds_by_any_name(make: MakeProject, kind: str) -> None:
    """A kind may be named as settings name it, or by its titles."""
    assert "mental-models/x.md" == made(make({}), kind, "X")[0].path


def test_kinds_of_the_library(make: MakeProject) -> None:
    """A kind that the library adds has its own sections, and the fields of a pattern."""
    project = make(
        {},
        kinds={"recipe": {"title": "Recipe", "plural": "Recipes", "sections": ["Ingredients", "Steps"]}},
        folders={"kitchen/recipes": "recipe", "old": "recipe"},
    )
    result, document = made(project, "Recipe", "Rye Bread", levels=(12,))

    assert "kitchen/recipes/rye-bread.md" == result.path
    assert ["Ingredients", "Steps"] == [heading.text for heading in document.body.headings]
    assert document.entry is not None
    assert (12,) == document.entry.levels


def test_levels_by_name(make: MakeProject) -> None:
    """A level's number may be told by its title."""
    _, document = made(make({}), "level", "Information flows")

    assert isinstance(document.entry, LevelEntry)
    assert (6, "high") == (document.entry.number, document.entry.tier)


# Dialects


def test_dialects(make: MakeProject) -> None:
    """Keys stand where the library reads them, and words are those that it understands."""
    project = make(
        {"_patterns/x.md": "---\nnames: {main: X}\n---\n"},
        folders={"_patterns": "pattern"},
        fields={
            "title": ["section:Title", "names.main"],
            "aliases": "names.others",
            "summary": "section:Patlet",
            "status": {"from": "lifecycle.stage", "map": {"sketch": "draft", "done": "stable"}},
            "confidence": ["callout:Confidence", "lifecycle.confidence"],
            "levels": "ontology.depth.levels",
        },
        relations={"containers": ["."], "target": ["slug"], "why": ["because"]},
    )
    result, document = made(project, "pattern", "Brand New", levels=(9,))

    front = frontmatter.data(document.front.root)
    assert {"main": "Brand New", "others": []} == front["names"]
    assert {"confidence": None, "stage": "sketch"} == front["lifecycle"]
    assert {"depth": {"levels": ["9"]}} == front["ontology"]
    assert [] == front["requires"]
    assert "relations" not in front
    assert "summary" not in front
    assert "# For instance requires: [{slug: its-slug, because: ...}]." in result.text
    assert document.entry is not None
    assert ((9,), Status.DRAFT) == (document.entry.levels, document.entry.status)


def test_titles_that_are_headings(make: MakeProject) -> None:
    """Where no key is read for the title, the draft begins with it as a heading."""
    project = make({}, fields={"title": "section:Name"})
    result, document = made(project, "case", "Brand New")

    assert result.text.split("---\n")[-1].startswith("\n# Brand New\n\n## Situation\n")
    assert "Brand New" == document.title
    assert "“A *b*” would be read as “A b”." == refused(project, "case", "A *b*").message


# Worksheets and wanted entries


def test_from_a_worksheet(make: MakeProject) -> None:
    """A draft from a worksheet begins with its template, whose links lead from the new place."""
    project = make(
        {
            "worksheets/decision-log.md": WORKSHEET,
            "worksheets/img/p.png": b"",
            "guide/page.md": "# Page\n\n## How\n",
            "x.md": ENTRY.format("X"),
        }
    )
    result, document = made(project, "case", "Big Case", origin="decision-log")

    assert ["Decision Log", "Why", "Situation"] == [heading.text for heading in document.body.headings]
    assert (
        "## Decision Log\n\n| Date | Decision |\n|------|----------|\n|      |          |\n\n### Why\n\n"
        "See [[x]], [the guide](../guide/page.md#how), [here](../worksheets/decision-log.md#why), "
        "[site](https://example.org/a.md) and ![p](../worksheets/img/p.png).\n\n## Situation\n" in result.text
    )
    assert "Not to be copied" not in result.text
    assert () == Library.read(project).broken_targets


def test_a_worksheet_from_a_worksheet(make: MakeProject) -> None:
    """A worksheet grows from another's template in its own section."""
    project = make(
        {"worksheets/decision-log.md": WORKSHEET, "x.md": ENTRY.format("X"), "guide/page.md": "# How\n"}
    )
    (project.docs_dir / "worksheets/img").mkdir()
    (project.docs_dir / "worksheets/img/p.png").touch()
    result, document = made(project, "worksheet", "Another Log", origin="Decision Log")

    assert ["Purpose", "How to Fill It In", "Template", "Why"] == [one.text for one in document.body.headings]
    assert "Leave the answers empty. -->\n\n| Date | Decision |\n" in result.text


def test_a_worksheet_without_template(make: MakeProject) -> None:
    """Of a worksheet with a form of its own, all is copied; a pattern of the same name isn't meant."""
    project = make(
        {"worksheets/log.md": ENTRY.format("The Log") + "\nJust lines.\n", "the-log.md": ENTRY.format("Y")}
    )

    assert (
        "## The Log\n\nJust lines.\n\n## Situation\n" in made(project, "case", "C", origin="the log")[0].text
    )


def test_wanted_entries(make: MakeProject) -> None:
    """A draft of what others want has their name for it, and says who wants it and why."""
    project = make(
        {
            "x.md": ENTRY.format("X")
            + "\nFirst. It needs a [[planned:the-lever|good lever]] now. Last.\n\nOr [[planned:the-lever]]?\n",
            "y.md": "---\ntitle: Y\nsummary: S.\nrelations:\n  requires:\n"
            '    - {to: "planned:the-lever", why: "Nothing moves: not \\u0007 without # one."}\n'
            "  enables: [planned:The Lever]\n---\n",
            "z.md": "---\ntitle: Z\nsummary: S.\narchetypes: [planned:the-lever, planned:other]\n---\n",
        }
    )
    result, document = made(project, "pattern", "A Long Lever", origin="the-lever")

    assert ("the-lever", "A Long Lever") == (result.slug, document.title)
    assert [
        "# Wanted by “X” (x.md): It needs a good lever now.",
        "# Wanted by “X” (x.md): Or the-lever?",
        "# Wanted by “Y” (y.md), requires: Nothing moves: not without # one.",
        "# Wanted by “Y” (y.md), enables.",
        "# Wanted by “Z” (z.md), archetype.",
    ] == [line for line in result.text.split("\n") if line.startswith("# Wanted")]
    assert (
        "Take `planned:` away in `x.md`, line 6, once the entry says what is wanted there." == result.hints[0]
    )
    assert 5 == len(result.hints)


@pytest.mark.parametrize("origin", ["planned:the-lever", "The Lever", "the-lever"])
def test_wanted_names(make: MakeProject, origin: str) -> None:
    """A wanted name may be typed with or without its mark; where it's no slug, a slug is made of it."""
    project = make({"x.md": ENTRY.format("X") + "\n[[planned:The Lever]]\n"})

    assert "the-lever.md" == made(project, "pattern", "Something Else", origin=origin)[0].path


def test_suppressions_are_not_taken_over(make: MakeProject) -> None:
    """A reason that reads like an order to the check is none in the draft."""
    why = "so # trimtab: ignore-file[TT5] because"
    project = make(
        {
            "y.md": f'---\ntitle: Y\nsummary: S.\nrelations: {{requires: [{{to: "planned:x", why: "{why}"}}]}}\n---\n'
        }
    )

    assert () == made(project, "pattern", "X", origin="x")[1].suppressions


# Refusals


@pytest.mark.parametrize(
    ("kind", "title", "options", "message", "cure"),
    [
        (
            "patern",
            "New",
            {},
            "`patern` is not a kind of this library.",
            "Use one of pattern, level, archetype, mental-model, case, worksheet, recipe.",
        ),
        (
            "recipe",
            "New",
            {},
            "No folder of the library is for entries of the kind `recipe`.",
            "Add one in the settings, such as `folders: {recipes: recipe}`.",
        ),
        (
            "case",
            " ",
            {},
            "The title is empty.",
            'Write it in quotes: `trimtab new pattern "Short Checkpoint"`.',
        ),
        (
            "case",
            "日本",
            {},
            "No slug can be made of the title “日本”.",
            "Choose a title with letters that slugs may have, or widen `slugs` in the settings.",
        ),
        ("pattern", "Search", {}, "The site has a page of its own at `search/`.", "Choose another name."),
        (
            "pattern",
            "X!",
            {},
            "`x` is the slug of “X” (x.md).",
            "Choose another name, or change that entry first.",
        ),
        (
            "case",
            "X",
            {},
            "`x` is the slug of “X” (x.md).",
            "Choose another name, or change that entry first.",
        ),
        (
            "case",
            "Other X",
            {},
            "`other-x` is another name of “X” (x.md).",
            "Choose another name, or change that entry first.",
        ),
        (
            "case",
            "Was X",
            {},
            "`was-x` is an earlier slug of “X” (x.md).",
            "Choose another name, or change that entry first.",
        ),
        ("case", "Asset", {}, "`cases/asset.md` is there already.", "Choose another name."),
        (
            "case",
            "Index",
            {},
            "`cases/index.md` would not be an entry, for the settings leave such files out.",
            None,
        ),
        (
            "case",
            "New",
            {"levels": (9, 13)},
            "`13` is not a level.",
            "Give a number from 12 (weakest) to 1 (strongest).",
        ),
        (
            "level",
            "New",
            {},
            "A level needs its number.",
            "Give it with `--level`, from 12 (weakest) to 1 (strongest).",
        ),
        ("level", "New", {"levels": (9,)}, "Level 9 is “Delays” (levels/delays.md).", "Give another number."),
        (
            "case",
            "New",
            {"origin": "decision-lgo"},
            "`decision-lgo` is neither a worksheet nor an entry that is wanted.",
            "Did you mean `decision-log`?",
        ),
        (
            "case",
            "New",
            {"origin": "x"},
            "`x` is neither a worksheet nor an entry that is wanted.",
            "Name a worksheet, or an entry that others name with `planned:` before it.",
        ),
        (
            "case",
            "Decision Log",
            {"origin": "wanted"},
            "`Decision Log` is the title of “Decision Log” (worksheets/decision-log.md).",
            "Choose another name, or change that entry first.",
        ),
    ],
)
def test_refusals(
    make: MakeProject,
    snapshot: Snapshot,
    kind: str,
    title: str,
    options: dict[str, Any],
    message: str,
    cure: str | None,
) -> None:
    """What can't be a draft is refused in a sentence, with another that says what to do."""
    project = make(
        {
            "x.md": "---\ntitle: X\naliases: [Other X]\nredirect_from: [was-x]\n---\n\n[[planned:wanted]]\n",
            "levels/delays.md": "---\ntitle: Delays\nnumber: 9\n---\n",
            "worksheets/decision-log.md": WORKSHEET,
        },
        kinds={"recipe": {"title": "Recipe", "plural": "Recipes"}},
    ).model_copy(update={"exclude_docs": ()})
    (project.docs_dir / "cases" / "asset.md").mkdir(parents=True)
    before = snapshot()
    error = refused(project, kind, title, **options)

    assert message == error.message
    assert cure in (None, error.help)
    assert before == snapshot()


def test_drafts_that_would_be_something_else(make: MakeProject) -> None:
    """Where the settings would read the draft as another kind, or as no entry, there is none."""
    project = make({}, fields={"kind": {"from": "status", "map": {"draft": "case"}}})
    expected = "`new.md` would not be read as an entry of the kind `pattern`."

    assert expected == refused(project, "pattern", "New").message
    assert "cases/new.md" == made(project, "case", "New")[0].path


def test_nothing_is_overwritten(make: MakeProject) -> None:
    """A file that comes to be between the draft and the writing stays."""
    project = make({})
    result = draft(Library.read(project), project, "case", "New")
    (project.docs_dir / "cases").mkdir()
    (project.docs_dir / "cases/new.md").write_text("theirs")

    with pytest.raises(EditError, match="is there already"):
        result.transaction.write()
    assert "theirs" == (project.docs_dir / "cases/new.md").read_text()


def test_errors_that_it_would_bring_up(make: MakeProject) -> None:
    """A draft that makes something wrong elsewhere is refused with what that is; a warning doesn't matter."""

    def found(severity: Severity, library: Library) -> Report:
        one = Diagnostic("XX1", "a", severity, "Too many.", "x.md", FILE_START)
        return Report([one] if len(library.entries) > 1 else [])

    project = make({"x.md": ENTRY.format("X")})
    error = refused(project, "case", "New", check=lambda library: found(Severity.ERROR, library))
    assert "The draft would bring up XX1 in `x.md`, line 1: Too many." == error.message
    draft(
        Library.read(project), project, "case", "New", check=lambda library: found(Severity.WARNING, library)
    )


# Alike entries


def test_alike_entries_are_told(make: MakeProject) -> None:
    """Entries that may be the same thing are named, and the draft is made all the same."""
    project = make(
        {"short-checkpoint.md": ENTRY.format("Short Checkpoint"), "x.md": ENTRY.format("Slack by Design")}
    )
    result, _ = made(project, "pattern", "Short Checkpoints")

    assert ("“Short Checkpoint” (short-checkpoint.md) may be the same thing.",) == result.warnings
    assert () == draft(Library.read(project), project, "pattern", "Nothing Alike").warnings


titles = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles, st.sampled_from(sorted(DEFAULT_KINDS)))
def test_any_title(make: MakeProject, title: str, kind: str) -> None:
    """Whatever somebody types as a title, the draft has exactly that, on one line, or there is none."""
    project = make({})
    library = Library.read(project)
    try:
        result = draft(library, project, kind, title, levels=(9,))
    except EditError:
        assume(False)
        return

    front = frontmatter.data(Library.read(make({result.path: result.text})).by_path[result.path].front.root)
    (project.docs_dir / result.path).unlink()
    assert "".join(char for char in " ".join(title.split()) if char.isprintable()) == front["title"]
