from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edit.projects import MakeProject, Snapshot
from trimtab.core.diagnostics import FILE_START, Diagnostic, Report, Severity
from trimtab.core.library import Library
from trimtab.core.project import Project, load
from trimtab.core.settings import parse
from trimtab.edit.moving import Rewrite
from trimtab.edit.rename import Renamed, rename
from trimtab.edit.texts import EditError
from trimtab.rules import check

OLD = "---\ntitle: Old Name\nsummary: What it is.\n---\n\n## Notes\n\nText.\n"


def renamed(project: Project, old: str = "old", new: str = "new", title: str | None = None) -> Renamed:
    """An entry renamed on disk."""
    result = rename(Library.read(project), project, old, new, title=title)
    result.transaction.write()
    return result


def refused(project: Project, old: str = "old", new: str = "new", title: str | None = None) -> EditError:
    """Why an entry isn't renamed."""
    with pytest.raises(EditError) as caught:
        rename(Library.read(project), project, old, new, title=title)
    assert caught.value.message.endswith(".")
    assert caught.value.help
    return caught.value


def text(project: Project, path: str = "new.md") -> str:
    """A file of a project."""
    return (project.docs_dir / path).read_text()


# References


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("See [[old]].", "See [[new]]."),
        ("See [[old|the words]] and [[old#notes]].", "See [[new|the words]] and [[new#notes]]."),
        ("See [[ old ]], [[old #Notes|x]].", "See [[ new ]], [[new #Notes|x]]."),
        ("See [[pattern:old]], [[pattern: old#notes]].", "See [[pattern:new]], [[pattern: new#notes]]."),
        ("| [[old\\|words]] |\n|---|\n| [[old]] |", "| [[new\\|words]] |\n|---|\n| [[new]] |"),
        ("See [[OLD]] and [[Old]].", "See [[new]] and [[new]]."),
        ("> [[old]]\n\n- [[old]]\n\n### [[old|x]]", "> [[new]]\n\n- [[new]]\n\n### [[new|x]]"),
        # What stays.
        ("See [[Old Name]], [[old name|x]].", None),
        ("See [[planned:old]].", None),
        ("See `[[old]]` and \\[[old]].", None),
        ("```\n[[old]]\n```\n\n    [[old]]\n\n<!-- [[old]] -->", None),
        ("See old, old.md and [[older]].", None),
        # Links.
        (
            "[a](old.md), [b](./old.md#notes), [c](<old.md>)",
            "[a](new.md), [b](./new.md#notes), [c](<new.md>)",
        ),
        (
            '[a](old.md "old.md"), [old][r]\n\n[r]: old.md#notes',
            '[a](new.md "old.md"), [old][r]\n\n[r]: new.md#notes',
        ),
        ("![x](old.png), [c](https://x.org/old.md), [d](/old.md), `[e](old.md)`", None),
        ("[a](cases/old.md), [b](#old.md), [c](old)", None),
    ],
)
def test_references_follow(make: MakeProject, before: str, after: str | None) -> None:
    """References and links that use the old slug use the new one; titles, code, comments and images stay."""
    project = make({"old.md": OLD, "user.md": f"---\ntitle: User\nsummary: Uses.\n---\n\n{before}\n"})
    renamed(project)

    assert f"---\ntitle: User\nsummary: Uses.\n---\n\n{after or before}\n" == text(project, "user.md")
    assert not (project.docs_dir / "old.md").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("relations: {requires: old}", "relations: {requires: new}"),
        (
            "relations:\n  requires: old # why\n  enables: [old]",
            "relations:\n  requires: new # why\n  enables: [new]",
        ),
        (
            "relations:\n  requires:\n    - {to: old, why: old}\n    - to: 'old'\n      why: x",
            "relations:\n  requires:\n    - {to: new, why: old}\n    - to: 'new'\n      why: x",
        ),
        (
            "relations: {requires: [\"old\", 'pattern:old']}",
            "relations: {requires: [\"new\", 'pattern:new']}",
        ),
        ("relations: {requires: pattern:old}", "relations: {requires: pattern:new}"),
        (
            "relations:\n  requires:\n  - >-\n    old\n  - planned:old",
            "relations:\n  requires:\n  - >-\n    new\n  - planned:old",
        ),
        ("relations: {requires: &o old, enables: *o}", "relations: {requires: &o new, enables: *o}"),
        ("relations: {requires: !!str old}", "relations: {requires: !!str new}"),
        ("relations: {requires: Old Name}", None),
        ("superseded_by: old\nstatus: deprecated", "superseded_by: new\nstatus: deprecated"),
        (
            'superseded_by: "pattern:old"\nstatus: deprecated',
            'superseded_by: "pattern:new"\nstatus: deprecated',
        ),
        ("odd: old\ntags: [old]\ndomain: old", None),
        ("# old\nrelations: {requires: old} # old", "# old\nrelations: {requires: new} # old"),
    ],
)
def test_fields_follow(make: MakeProject, before: str, after: str | None) -> None:
    """Fields that name the old slug name the new one, in the quotation marks and the style that they have."""
    project = make({"old.md": OLD, "user.md": f"---\ntitle: User\nsummary: Uses.\n{before}\n---\n\nText.\n"})
    renamed(project)

    assert f"---\ntitle: User\nsummary: Uses.\n{after or before}\n---\n\nText.\n" == text(project, "user.md")


@pytest.mark.parametrize(
    ("folder", "field"), [("archetypes", "archetypes"), ("mental-models", "mental_models")]
)
@pytest.mark.parametrize(
    ("before", "after"),
    [("old", "new"), ("[x, old]", "[x, new]"), ("\n  - old # c\n  - 'old'", "\n  - new # c\n  - 'new'")],
)
def test_lists_of_names_follow(make: MakeProject, folder: str, field: str, before: str, after: str) -> None:
    """Archetypes and mental models are named in fields of their own, and in the folder of their kind."""
    user = "---\ntitle: User\nsummary: Uses.\n{field}: {value}\n---\n\n[a]({folder}/{name}.md) [[{name}]]\n"
    project = make(
        {
            f"{folder}/old.md": OLD,
            f"{folder}/x.md": OLD.replace("Old Name", "X"),
            "user.md": user.format(field=field, value=before, folder=folder, name="old"),
            "guide/page.md": f"# Page\n\n[a](../{folder}/old.md#notes)\n",
        }
    )
    renamed(project)

    assert user.format(field=field, value=after, folder=folder, name="new") == text(project, "user.md")
    assert f"# Page\n\n[a](../{folder}/new.md#notes)\n" == text(project, "guide/page.md")
    assert "redirect_from: [old]\n" in text(project, f"{folder}/new.md")


def test_places_of_action_follow(make: MakeProject) -> None:
    """Where an entry says on which loops it acts, the archetype's new slug is named."""
    user = "---\ntitle: User\nsummary: Uses.\nacts_on: [{{archetype: {name}, loop: A}}]\narchetypes: [{name}]\n---\n"
    project = make({"archetypes/old.md": OLD, "user.md": user.format(name="old")})
    renamed(project)

    assert user.format(name="new") == text(project, "user.md")


def test_titles_that_are_like_the_slug(make: MakeProject) -> None:
    """A title, an alias or an id that differs from the slug in capitals and blanks alone stays what it is."""
    entry = "---\ntitle: Old Way\naliases: [OldWay]\nid: OLD-WAY\nsummary: S.\n---\n"
    user = "---\ntitle: User\nsummary: S.\n---\n\n[[Old Way]] [[OldWay]] [[OLD-WAY]] [[old-way]]\n"
    project = make({"old-way.md": entry, "user.md": user})
    renamed(project, "old-way", "new")

    assert user.replace("[[old-way]]", "[[new]]") == text(project, "user.md")


def test_the_entry_names_itself(make: MakeProject) -> None:
    """An entry that refers to itself follows too, and its links to others stay."""
    project = make(
        {
            "old.md": OLD + "\n[[old#notes]] [x](old.md#notes) [y](cases/c.md) [z](#notes)\n",
            "cases/c.md": "# C\n",
        }
    )
    renamed(project)

    assert text(project).endswith("\n[[new#notes]] [x](new.md#notes) [y](cases/c.md) [z](#notes)\n")


def test_references_that_mean_another(make: MakeProject) -> None:
    """Two entries of two kinds may have one slug; only what means the renamed one changes."""
    user = "---\ntitle: User\nsummary: Uses.\n---\n\n[[pattern:old]] [[case:old]] [a](cases/old.md) [b](old.md)\n"
    project = make({"old.md": OLD, "cases/old.md": OLD.replace("Old Name", "A Case"), "user.md": user})
    renamed(project, "cases/old.md", "new")

    assert (
        "---\ntitle: User\nsummary: Uses.\n---\n\n[[pattern:old]] [[case:new]] [a](cases/new.md) [b](old.md)\n"
        == text(project, "user.md")
    )


def test_a_slug_that_is_also_a_kind(make: MakeProject) -> None:
    """The kind before a name isn't taken for the name."""
    user = (
        "---\ntitle: User\nsummary: S.\nrelations: {requires: case:case}\n---\n\n[[case:case#notes|case]]\n"
    )
    project = make({"cases/case.md": OLD, "user.md": user})
    renamed(project, "cases/case.md", "new")

    assert user.replace("case:case", "case:new") == text(project, "user.md")


def test_phrases_follow(make: MakeProject) -> None:
    """Words that the settings take for a reference are references."""
    user = "---\ntitle: User\nsummary: Uses.\n---\n\nSee pattern: old.\n"
    project = make({"old.md": OLD, "user.md": user}, phrases="See pattern: {name}.")
    renamed(project)

    assert user.replace("old", "new") == text(project, "user.md")


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf# User\r\n\r\n[[old]]\r\nx", b"# User\n\r\n[[old]]\r\rx\n"])
def test_files_keep_their_bytes(make: MakeProject, data: bytes) -> None:
    """Marks and line ends stay in the files that refer, and in the one that moves."""
    old = OLD.replace("\n", "\r\n").encode()
    project = make({"old.md": old, "guide/user.md": data})
    renamed(project)

    assert data.replace(b"old", b"new") == (project.docs_dir / "guide/user.md").read_bytes()
    expected = old.replace(b"title: Old Name\r\n", b"title: Old Name\r\nredirect_from: [old]\r\n")
    assert expected == (project.docs_dir / "new.md").read_bytes()


def test_permissions_stay(make: MakeProject) -> None:
    """The file that moves may be read by whom it could be before."""
    project = make({"old.md": OLD})
    (project.docs_dir / "old.md").chmod(0o640)
    renamed(project)

    assert 0o640 == (project.docs_dir / "new.md").stat().st_mode & 0o777


# Earlier slugs


def test_chains(make: MakeProject) -> None:
    """Every slug that the entry ever had leads to it, and one that it has again is no earlier one."""
    project = make({"a.md": OLD, "user.md": "---\ntitle: User\nsummary: Uses.\n---\n\n[[a]]\n"})

    renamed(project, "a", "b")
    renamed(project, "b", "c")
    assert "redirect_from: [a, b]\n" in text(project, "c.md")
    assert "[[c]]" in text(project, "user.md")

    renamed(project, "c", "a")
    assert "redirect_from: [b, c]\n" in text(project, "a.md")
    assert "[[a]]" in text(project, "user.md")

    renamed(project, "c", "d")  # By an earlier slug.
    assert "redirect_from: [b, c, a]\n" in text(project, "d.md")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (
            "title: Old Name\naliases: [X]\nsummary: S.",
            "title: Old Name\naliases: [X]\nredirect_from: [old]\nsummary: S.",
        ),
        (
            "title: Old Name # name\nsummary: S.\ntags:\n- x",
            "title: Old Name # name\nredirect_from:\n- old\nsummary: S.\ntags:\n- x",
        ),
        ("{title: Old Name, summary: S.}", "{title: Old Name, redirect_from: [old], summary: S.}"),
        (
            "title: Old Name\nslug: old\nsummary: S.",
            "title: Old Name\nredirect_from: [old]\nslug: new\nsummary: S.",
        ),
        (
            "title: Old Name\nslug: 'old'\nsummary: S.",
            "title: Old Name\nredirect_from: [old]\nslug: 'new'\nsummary: S.",
        ),
        (
            "title: Old Name\nsummary: X.\nsummary: !s S.",
            "title: Old Name\nredirect_from: [old]\nsummary: X.\nsummary: !s S.",
        ),
        (
            "title: Old Name\nid: old\nsummary: S.",
            "title: Old Name\nredirect_from: [old]\nid: old\nsummary: S.",
        ),
    ],
)
def test_front_matter_of_any_style(make: MakeProject, front: str, expected: str) -> None:
    """The earlier slug is written as the file writes its lists; the rest keeps its order and its comments."""
    project = make({"old.md": f"---\n{front}\n---\n\nText.\n"})
    renamed(project)

    assert f"---\n{expected}\n---\n\nText.\n" == text(project)


def test_no_front_matter(make: MakeProject) -> None:
    """An entry without front matter gets some, and nothing that is found only since then stands in the way."""
    project = make({"old.md": "# Old Name\n\nText.\n", "user.md": "# User\n\n[[old]]\n"})
    assert "TT206" not in [found.code for found in check(Library.read(project)).diagnostics]
    renamed(project)

    assert "---\nredirect_from: [old]\n---\n\n# Old Name\n\nText.\n" == text(project)
    assert "# User\n\n[[new]]\n" == text(project, "user.md")


def test_no_title(make: MakeProject) -> None:
    """An entry that is called after its file is called after its new one."""
    project = make({"old-way.md": "Text.\n", "user.md": "# User\n\n[[Old way]]\n"})
    renamed(project, "old-way", "new-way")

    assert "New way" == Library.read(project).by_path["new-way.md"].title
    assert "# User\n\n[[new-way]]\n" == text(project, "user.md")


@pytest.mark.parametrize(
    ("old", "others", "hint"),
    [
        (
            "Old_Name.md",
            {},
            "`Old_Name` is not kept in `redirect_from`, for it doesn't follow the grammar of slugs.",
        ),
        (
            "search.md",
            {},
            "`search` is not kept in `redirect_from`, for the site has a page of its own there.",
        ),
        (
            "same.md",
            {"cases/same.md": "---\ntitle: Other\nkind: pattern\nsummary: S.\n---\n"},
            "`same` is not kept in `redirect_from`, for “Other” (cases/same.md) has it too.",
        ),
        (
            "same.md",
            {"other.md": "---\ntitle: Other\nsummary: S.\nredirect_from: [same]\n---\n"},
            "`same` is not kept in `redirect_from`, for “Other” (other.md) has it too.",
        ),
    ],
)
def test_slugs_that_are_not_kept(make: MakeProject, old: str, others: dict[str, str], hint: str) -> None:
    """A slug from which nothing could lead on isn't written down, and that is told."""
    user = "---\ntitle: User\nsummary: S.\n---\n\n[x](" + old + ")\n"
    project = make({old: OLD, "user.md": user, **others})
    result = renamed(project, old)

    assert OLD == text(project)
    assert user.replace(old, "new.md") == text(project, "user.md")
    assert (hint,) == result.hints


@pytest.mark.parametrize("was", ["[new]", "new", "\n- new"])
def test_the_only_earlier_slug_is_taken_back(make: MakeProject, was: str) -> None:
    """An entry that gets its old slug back has none from before, if the one between is not kept."""
    project = make({"Between_Times.md": OLD.replace("summary", f"redirect_from: {was}\nsummary")})
    renamed(project, "Between_Times.md")

    assert () == Library.read(project).entries[0].redirect_from


def test_a_slug_of_two_kinds(make: MakeProject) -> None:
    """An entry of another kind may have the slug; each keeps its own addresses."""
    project = make({"same.md": OLD, "cases/same.md": OLD.replace("Old Name", "A Case")})
    renamed(project, "pattern:same")

    assert "redirect_from: [same]" in text(project)


# Titles


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\ntitle: Old Name\nsummary: S.\n---\n\nText.\n",
            "---\ntitle: New Name\naliases: [Old Name]\nredirect_from: [old]\nsummary: S.\n---\n\nText.\n",
        ),
        (
            "---\ntitle: 'Old Name'\naliases: ['X']\nsummary: S.\n---\n\n# Old Name #\n",
            "---\ntitle: 'New Name'\naliases: ['X', 'Old Name']\nredirect_from: [old]\nsummary: S.\n---\n\n"
            "# New Name #\n",
        ),
        (
            "---\nsummary: S.\n---\n\n# Old *Name* {#top}\n\nText.\n",
            "---\nsummary: S.\naliases: [Old Name]\nredirect_from: [old]\n---\n\n# New Name {#top}\n\nText.\n",
        ),
        (
            "Old Name\n========\n\nText.\n",
            "---\naliases: [Old Name]\nredirect_from: [old]\n---\n\nNew Name\n========\n\nText.\n",
        ),
        (
            "---\ntitle: Old Name\naliases:\n  - X\n  - new name # soon\nsummary: S.\n---\n",
            "---\ntitle: New Name\naliases:\n  - X\n  # soon\n  - Old Name\nredirect_from:\n  - old\n"
            "summary: S.\n---\n",
        ),
        (
            "---\ntitle: Old Name\nsummary: S.\n---\n\n# Another heading\n",
            "---\ntitle: New Name\naliases: [Old Name]\nredirect_from: [old]\nsummary: S.\n---\n\n# Another heading\n",
        ),
        ("# Old }\n", '---\naliases: ["Old }"]\nredirect_from: [old]\n---\n\n# New Name\n'),
        ("---\nsummary: S.\n---\n", "---\ntitle: New Name\nredirect_from: [old]\nsummary: S.\n---\n"),
    ],
)
def test_titles(make: MakeProject, before: str, after: str) -> None:
    """A title changes where it is read from; the one that it was stays as an alias."""
    project = make({"old.md": before})
    renamed(project, title="New Name")

    assert after == text(project)
    assert "New Name" == Library.read(project).by_path["new.md"].title


def test_references_by_title_still_resolve(make: MakeProject) -> None:
    """Whoever wrote the old title still finds the entry."""
    project = make({"old.md": OLD, "user.md": "---\ntitle: User\nsummary: S.\n---\n\n[[Old Name]] [[old]]\n"})
    result = renamed(project, title="New: “Name”")

    assert "[[Old Name]] [[new]]" in text(project, "user.md")
    assert 'title: "New: “Name”"\n' in text(project)
    assert {"new"} == {link.target.slug for link in Library.read(project).links if link.target}
    assert () == result.hints


def test_the_same_name_again(make: MakeProject) -> None:
    """An entry that is called so already isn't renamed."""
    error = refused(make({"old.md": OLD}), "old", "old", "Old Name")

    assert "`old` is the name of “Old Name” already." == error.message


def test_only_the_title(make: MakeProject) -> None:
    """With the slug that it has, an entry only gets another title."""
    project = make({"old.md": OLD})
    renamed(project, "old", "old", "New Name")

    assert OLD.replace("title: Old Name\n", "title: New Name\naliases: [Old Name]\n") == text(
        project, "old.md"
    )


@pytest.mark.parametrize(
    ("files", "options", "title", "message"),
    [
        ({"old.md": OLD}, {}, " \n", "The title is empty."),
        (
            {"old.md": OLD, "x.md": "---\ntitle: X\naliases: [New name]\n---\n"},
            {},
            "New Name",
            "`New Name` is another name of “X” (x.md).",
        ),
        ({"old.md": "# Old\n\nText.\n"}, {}, "A *new* one", "“A *new* one” would be read as “A new one”."),
        (
            {"old.md": "## Title\n\nOld Name\nand more\n\n## Notes\n"},
            {"fields": {"title": "section:Title"}},
            "New Name",
            "The title of `new.md` comes from a place where it can't be changed.",
        ),
        (
            {"old.md": "---\nkind: pattern\n---\n"},
            {"fields": {"title": "folder"}, "folders": {".": "pattern"}},
            "New Name",
            "The library's settings read `title` from no key of the front matter.",
        ),
        (
            {"old.md": "# Old Name\n", "user.md": "[x](old.md#old-name)\n"},
            {},
            "New Name",
            "The link `new.md#old-name` in `user.md` would lead nowhere.",
        ),
    ],
)
def test_titles_that_cannot_be(
    make: MakeProject, files: dict[str, str], options: dict[str, object], title: str, message: str
) -> None:
    """A title that another entry has, or that can't be written where it's read, is refused."""
    error = refused(make(files, **options), title=title)

    assert message == error.message


def test_titles_in_sections(make: MakeProject) -> None:
    """A title that is a section's whole text is changed there."""
    before = "## Title\n\nOld Name\n\n## Aliases\n"
    project = make({"old.md": before}, fields={"title": "section:Title"})
    renamed(project, title="New Name")

    assert text(project).endswith("## Title\n\nNew Name\n\n## Aliases\n")


# Dialects


def test_dialects(make: MakeProject) -> None:
    """In a library with words of its own, names are found and written where that library has them."""
    user = (
        "---\nname: User\nlinks:\n  - {id: old, weight: 0.5}\n"
        "rel: {requires: [{slug: old, description: old}], related: old}\n---\n\n[[old]]\n"
    )
    options = {
        "folders": {"_patterns": "pattern"},
        "fields": {"title": "name", "redirect_from": "was", "superseded_by": "heir"},
        "relations": {
            "containers": ["rel", "."],
            "target": ["slug", "id"],
            "types": {"links": {"label": "Links"}},
        },
    }
    project = make(
        {
            "_patterns/old.md": "---\nname: Old Name\nwas: older\n---\n",
            "_patterns/user.md": user,
            "_patterns/other.md": "---\nname: Other\nheir: old\nstatus: deprecated\n---\n",
        },
        **options,
    )
    renamed(project, "Old Name", "new")

    expected = user.replace("id: old", "id: new").replace("slug: old", "slug: new")
    assert expected.replace("related: old", "related: new").replace("[[old]]", "[[new]]") == text(
        project, "_patterns/user.md"
    )
    assert "---\nname: Old Name\nwas: [older, old]\n---\n" == text(project, "_patterns/new.md")
    assert "heir: new\n" in text(project, "_patterns/other.md")


def test_names_that_settings_translate(make: MakeProject) -> None:
    """A name that the settings make of another word stays, is told, and still leads to the entry."""
    fields = {"archetypes": {"from": "trap", "map": {"the spiral": "old"}}}
    user = "---\ntitle: User\nsummary: S.\ntrap: the spiral\n---\n"
    project = make({"archetypes/old.md": OLD, "user.md": user}, fields=fields)
    result = renamed(project)

    assert user == text(project, "user.md")
    assert (
        "`user.md`, line 4, names `old` by way of the settings, and still leads to the entry.",
    ) == result.hints
    assert ["new"] == [link.target.slug for link in Library.read(project).links if link.target]


def test_earlier_slugs_that_settings_translate(make: MakeProject) -> None:
    """An earlier slug that is read as another word can't be put into a list, and that is said."""
    project = make(
        {"old.md": "---\ntitle: Old Name\nwas: first\n---\n"},
        fields={"redirect_from": {"from": "was", "map": {"first": "oldest"}}},
    )

    assert "The earlier slugs of `old.md` can't be written so that they are read." == refused(project).message


def test_slugs_in_other_scripts(make: MakeProject) -> None:
    """Where the grammar is wide, links are escaped as they need to be; a name that can't be referred to is refused."""
    user = "---\ntitle: User\nsummary: S.\nrelations: {requires: [old]}\n---\n\n[[old]] [a](old.md#notes)\n"
    project = make({"old.md": OLD, "user.md": user}, slugs=r"[\w #%-]+")
    assert "`user.md` would name other entries than it does." == refused(project, "old", "C# at 100%").message
    renamed(project, "old", "Größe 100%")

    expected = user.replace("(old.md", "(Größe%20100%25.md").replace("old", "Größe 100%")
    assert expected == text(project, "user.md")
    assert OLD.replace("Name\n", "Name\nredirect_from: [old]\n", 1) == text(project, "Größe 100%.md")


@pytest.mark.parametrize("new", ["no", "123", "2026-03-01", "a,b"])
def test_slugs_that_look_like_something_else(make: MakeProject, new: str) -> None:
    """A slug that YAML would take for a number or a truth value is quoted."""
    user = "---\ntitle: User\nsummary: S.\nrelations: {requires: old}\n---\n"
    project = make({"old.md": OLD, "user.md": user}, slugs="[a-z0-9,-]+")
    renamed(project, "old", new)

    assert f'requires: "{new}"' in text(project, "user.md")


# Refusals


@pytest.mark.parametrize(
    ("old", "new", "message", "cure"),
    [
        ("olds", "new", "There is no entry called `olds`.", "Did you mean `old`?"),
        ("zzz", "new", "There is no entry called `zzz`.", "Check the name."),
        ("planned:x", "new", "There is no entry called `planned:x`.", "Check the name."),
        (
            "Twice",
            "new",
            "`Twice` could mean “Old Name” (old.md) and “X” (x.md).",
            "Give the path of the file that you mean.",
        ),
        (
            "guide/page.md",
            "new",
            "`guide/page.md` is an ordinary page, not an entry.",
            "Move it by hand; only entries have names that others use.",
        ),
        ("old", "old", "`old` is the name of “Old Name” already.", "Give another one."),
        (
            "old",
            "New_Name",
            "`New_Name` is not a slug.",
            "Write `new-name`, or widen `slugs` in the settings.",
        ),
        ("old", "new.md", "`new.md` is not a slug.", "Write `new`, or widen `slugs` in the settings."),
        ("old", "../new", "`../new` is not a slug.", "Write `new`, or widen `slugs` in the settings."),
        ("old", "", "`` is not a slug.", "Write words joined by hyphens, or widen `slugs` in the settings."),
        ("old", "search", "The site has a page of its own at `search/`.", "Choose another name."),
        ("old", "x", "`x` is the slug of “X” (x.md).", "Choose another name, or change that entry first."),
        (
            "old",
            "was-x",
            "`was-x` is an earlier slug of “X” (x.md).",
            "Choose another name, or change that entry first.",
        ),
        (
            "old",
            "other-x",
            "`other-x` is another name of “X” (x.md).",
            "Choose another name, or change that entry first.",
        ),
        (
            "old",
            "a-case",
            "`a-case` is the title of “A Case” (cases/c.md).",
            "Choose another name, or change that entry first.",
        ),
        ("old", "folder", "`folder/index.md` is there already.", "Choose another name."),
        (
            "old",
            "hidden",
            "`hidden.md` would not be an entry, for the settings leave such files out.",
            "Choose another name, or mend `exclude` or `exclude_docs`.",
        ),
        (
            "unread",
            "new",
            "The front matter of `unread.md` can't be read.",
            "Mend it first: run `trimtab check`.",
        ),
    ],
)
def test_refusals(make: MakeProject, snapshot: Snapshot, old: str, new: str, message: str, cure: str) -> None:
    """A name that can't be is refused in a sentence, with another that says what to do."""
    project = make(
        {
            "old.md": OLD.replace("summary", "aliases: [Twice]\nsummary"),
            "x.md": "---\ntitle: X\naliases: [Twice, Other X]\nredirect_from: [was-x]\n---\n",
            "cases/c.md": "---\ntitle: A Case\n---\n",
            "guide/page.md": "# Page\n",
            "folder/index.md": "# Folder\n",
            "unread.md": "---\ntitle: [\n---\n",
        },
        exclude=["hidden.md"],
    )
    before = snapshot()
    error = refused(project, old, new)

    assert (message, cure) == (error.message, error.help)
    assert before == snapshot()


def test_excluded_files(make: MakeProject) -> None:
    """A name under which MkDocs wouldn't see the file is refused."""
    project = make({"old.md": OLD}).model_copy(update={"exclude_docs": ("draft-*.md",)})

    assert "`draft-x.md` would not be an entry" in refused(project, "old", "draft-x").message


def test_a_hidden_file_is_in_the_way(make: MakeProject) -> None:
    """A file that isn't part of the library isn't overwritten either."""
    project = make({"old.md": OLD})
    library = Library.read(project)
    (project.docs_dir / "new.md").mkdir()

    with pytest.raises(EditError, match="is there already"):
        rename(library, project, "old", "new")


def test_slugs_never_lead_out_of_the_folder(make: MakeProject) -> None:
    """However wide the grammar is, a slug is no path."""
    project = make({"cases/old.md": OLD}, slugs=".+")

    for new in ("../new", "a/b", "a\\b", "/new"):
        assert f"`{new}` is not a slug." == refused(project, "old", new).message


def test_disks_that_know_no_capitals(make: MakeProject, snapshot: Snapshot) -> None:
    """Where `Old.md` and `old.md` are one file, that isn't in its own way; where they only seem so, nothing is lost."""
    project = make({"Old.md": OLD})
    library = Library.read(project)
    os.link(project.docs_dir / "Old.md", project.docs_dir / "old.md")
    before = snapshot()
    result = rename(library, project, "Old.md", "old")

    with pytest.raises(EditError, match="is there already"):
        result.transaction.write()
    assert before == snapshot()


@pytest.mark.parametrize(
    "form", ["old.md", "docs/old.md", "{root}/docs/old.md", "Old Name", "pattern:old", "OLD"]
)
def test_any_name_will_do(make: MakeProject, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """The entry may be named by slug, title, kind and name, or path, also as seen from the working folder."""
    project = make({"old.md": OLD})
    monkeypatch.chdir(project.root)
    renamed(project, form.format(root=project.root), "new")

    assert (project.docs_dir / "new.md").exists()


def test_files_that_cannot_be_changed(make: MakeProject, snapshot: Snapshot, tmp_path: Path) -> None:
    """If one file that refers can't be changed, none is."""
    (tmp_path / "x.md").write_text("[[old]]\n")
    project = make({"old.md": OLD, "user.md": b"[[old]] \xe9\n"})
    before = snapshot()
    assert "`user.md` is not UTF-8, so it can't be changed without loss." == refused(project).message
    (project.docs_dir / "user.md").unlink()
    (project.docs_dir / "user.md").symlink_to(tmp_path / "x.md")

    assert "leads out of the library's folder" in refused(project).message
    assert {**before, "x.md": b"[[old]]\n", "docs/user.md": b"[[old]]\n"} == snapshot()


def test_files_that_change_meanwhile(make: MakeProject, snapshot: Snapshot) -> None:
    """What was edited since the library was read, before or after the change was computed, stops everything."""
    project = make({"old.md": OLD, "user.md": "[[old]]\n"})
    library = Library.read(project)
    result = rename(library, project, "old", "new")
    (project.docs_dir / "user.md").write_text("[[old]] again\n")
    before = snapshot()

    with pytest.raises(EditError, match="has changed on disk"):
        rename(library, project, "old", "new")
    with pytest.raises(EditError, match="has changed on disk"):
        result.transaction.write()
    assert before == snapshot()


def test_a_failure_while_writing_undoes_everything(
    make: MakeProject, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When one of the files can't be put in its place, none is changed and none is moved."""
    project = make(
        {"old.md": OLD, **{f"user-{number}.md": f"# User {number}\n\n[[old]]\n" for number in range(4)}}
    )
    result, before = rename(Library.read(project), project, "old", "new"), snapshot()
    replace, calls = os.replace, iter(range(9))

    def fail(*arguments: str) -> None:
        if next(calls) == 3:
            raise OSError(28, "No space left on device")
        replace(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(EditError) as caught:
            result.transaction.write()

    assert caught.value.help.startswith("Nothing was changed.")
    assert before == snapshot()


# Nothing is lost


@pytest.mark.parametrize(
    ("files", "message"),
    [
        # The slug stands in a heading, which other pages link to.
        (
            {"user.md": "---\ntitle: U\nsummary: S.\n---\n\n## Why [[old]]\n\n[x](#why-old)\n"},
            "The link `#why-old` in `user.md` would lead nowhere.",
        ),
        # A value that is also another field's.
        (
            {"user.md": "---\ntitle: &t old\nsummary: S.\nrelations: {requires: *t}\n---\n"},
            "`user.md` can't be changed without harm: it would change `title`.",
        ),
    ],
)
def test_what_would_be_lost_stops_it(
    make: MakeProject, snapshot: Snapshot, files: dict[str, str], message: str
) -> None:
    """Where a link would break or another field change, nothing is written and the reason is said."""
    project = make({"old.md": OLD, **files})
    before = snapshot()

    assert message == refused(project).message
    assert before == snapshot()


def test_a_name_that_would_lead_to_another(make: MakeProject) -> None:
    """Where a name can't be rewritten, and would come to mean another entry, nothing is renamed."""
    other = "---\ntitle: Other\naliases: [Old way]\nsummary: S.\n---\n"
    project = make(
        {
            "archetypes/Old_Way.md": OLD,
            "archetypes/other.md": other,
            "user.md": "---\ntitle: User\nsummary: S.\ntrap: the spiral\n---\n",
        },
        fields={"archetypes": {"from": "trap", "map": {"the spiral": "Old_Way"}}},
    )

    assert "`Old_Way` in `user.md`, line 4, would lead elsewhere." == refused(project, "Old_Way").message


def test_new_findings_stop_it(make: MakeProject) -> None:
    """A finding that wasn't there before is a reason not to rename; one that only speaks of the new name isn't."""
    project = make(
        {"old.md": OLD, "user.md": "---\ntitle: U\nsummary: S.\n---\n\n[[nothing]] [x](old.md#gone)\n"}
    )
    library = Library.read(project)
    assert {"TT301", "TT303"} == {found.code for found in check(library).diagnostics}

    rename(library, project, "old", "new")

    def strict(library: Library) -> Report:
        found = Diagnostic("XX1", "a", Severity.INFO, "A new one.", "new.md", FILE_START)
        return Report([found] if "new.md" in library.by_path else [])

    with pytest.raises(EditError) as caught:
        rename(library, project, "old", "new", check=strict)
    assert "The new name would bring up XX1 in `new.md`, line 1: A new one." == caught.value.message


def test_findings_about_alike_entries_may_change_sides(make: MakeProject) -> None:
    """Which of two alike is reported depends on their names; that isn't a new finding."""
    alike = "---\ntitle: {}\naliases: [Same]\nsummary: S.\n---\n"
    project = make({"a.md": alike.format("A"), "m.md": alike.format("M")})
    assert ["m.md"] == [found.path for found in check(Library.read(project)).diagnostics]
    renamed(project, "a", "z")

    assert ["z.md"] == [found.path for found in check(Library.read(project)).diagnostics]


def test_unresolved_names_may_come_to_lead_somewhere(make: MakeProject) -> None:
    """A name that led nowhere may lead to the entry now."""
    project = make({"old.md": OLD, "user.md": "---\ntitle: U\nsummary: S.\n---\n\n[[new]] [[planned:new]]\n"})
    renamed(project)

    assert "[[new]] [[planned:new]]" in text(project, "user.md")


# What is told


def test_rewrites_are_told(make: MakeProject) -> None:
    """Each place that changes is told with its line, before and after, in the order of the files."""
    user = "---\ntitle: U\nsummary: S.\nrelations: {requires: old}\n---\n\nSee [[old|x]] and [y](old.md#notes).\n"
    project = make({"old.md": OLD, "a.md": user})
    result = renamed(project, title="New Name")

    assert (
        Rewrite("a.md", 4, "old", "new"),
        Rewrite("a.md", 7, "[[old|x]]", "[[new|x]]"),
        Rewrite("a.md", 7, "old.md#notes", "new.md#notes"),
        Rewrite("old.md", 2, "title: Old Name", "title: New Name"),
        Rewrite("old.md", 2, "", "aliases: [Old Name]"),
        Rewrite("old.md", 3, "", "redirect_from: [old]"),
    ) == result.rewrites
    assert ("old.md", "new.md") == (result.old_path, result.new_path)


def test_front_matter_that_is_made_is_told(make: MakeProject) -> None:
    """The first line of new front matter says what it is for."""
    result = renamed(make({"old.md": "# Old\n"}))

    assert (Rewrite("old.md", 1, "", "redirect_from: [old]"),) == result.rewrites


def test_configuration_is_told(make: MakeProject) -> None:
    """Places in the configuration that name the file are told with their lines, and left as they are."""
    project = make({"cases/old.md": OLD})
    (project.root / "base.yml").write_text("nav:\n  - cases/old.md\n  - Old: cases/old.md\n")
    config = (
        "INHERIT: base.yml\nsite_name: X\nnav:\n- Cases:\n    - 'cases/old.md'\n- cases/older.md\n"
        "plugins:\n- trimtab:\n    rules:\n      per_file_ignores:\n        cases/old.md: TT5\n"
        "exclude_docs: |\n  x.md\n  !/cases/old.md\nhooks: !ENV [A, b]\n"
    )
    (project.root / "mkdocs.yml").write_text(config)
    result = renamed(project)

    assert (
        "mkdocs.yml, line 5, names `cases/old.md`: write `cases/new.md` there.",
        "mkdocs.yml, line 11, names `cases/old.md`: write `cases/new.md` there.",
        "mkdocs.yml, line 14, names `cases/old.md`: write `cases/new.md` there.",
        "base.yml, line 2, names `cases/old.md`: write `cases/new.md` there.",
        "base.yml, line 3, names `cases/old.md`: write `cases/new.md` there.",
    ) == result.hints
    assert config == (project.root / "mkdocs.yml").read_text()


def test_front_matter_that_cannot_be_read_is_told(make: MakeProject) -> None:
    """What stands in front matter that isn't YAML isn't looked at, and somebody should know."""
    other = "---\ntitle: [\n---\n\nThe old one.\n"
    project = make(
        {"old.md": OLD, "other.md": other, "user.md": "---\nrelations: {requires: [old}\n---\n\n[[old]]\n"}
    )
    result = renamed(project)

    assert "---\nrelations: {requires: [old}\n---\n\n[[new]]\n" == text(project, "user.md")
    assert ("The front matter of `user.md` can't be read, so `old` in it was left alone.",) == result.hints


def test_git_applies_the_diff(make: MakeProject, tmp_path: Path) -> None:
    """The diff that is shown is the change that would be written."""
    files = {"old.md": OLD, "cases/user.md": "# U\r\n\r\n[x](../old.md)"}
    project = make(files)
    patch = rename(Library.read(project), project, "old", "new").transaction.diff("docs/")
    assert "rename from docs/old.md\nrename to docs/new.md\n" in patch

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "apply", "--whitespace=nowarn"], cwd=tmp_path, input=patch.encode(), check=True)

    assert OLD.replace("Name\n", "Name\nredirect_from: [old]\n", 1) == text(project)
    assert b"# U\r\n\r\n[x](../new.md)" == (project.docs_dir / "cases/user.md").read_bytes()


# Many libraries

styles = st.sampled_from(
    [
        "[[old]]",
        "[[old#notes|x]]",
        "[[pattern:old]]",
        "[[Old Name]]",
        "[x](old.md)",
        "`[[old]]`",
        "[[planned:old]]",
        "<!-- [[old]] -->",
        "[[nothing]]",
    ]
)
relations = st.sampled_from(
    ["", "relations: {requires: old}\n", "relations:\n  requires:\n    - to: 'old'\n", "superseded_by: old\n"]
)
heads = st.sampled_from(
    ["title: Old Name\n", "title: 'Old Name'\naliases:\n- X\n", "aliases: [X]\ntitle: Old Name # c\n"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    heads,
    st.lists(st.tuples(relations, st.lists(styles, max_size=4)), max_size=3),
    st.sampled_from(["\n", "\r\n"]),
)
def test_there_and_back(make: MakeProject, head: str, users: list[tuple[str, list[str]]], end: str) -> None:
    """In a library of any style, no link is lost, and renaming back restores every file that refers."""
    files = {"old.md": f"---\n{head}---\n\n## Notes\n"}
    files |= {
        f"user-{number}.md": f"---\ntitle: U{number}\n{front}---\n\n" + "\n".join(body) + "\n"
        for number, (front, body) in enumerate(users)
    }
    project = make({path: one.replace("\n", end).encode() for path, one in files.items()})
    paths = [f"user-{number}.md" for number in range(len(users))]
    before = {path: (project.docs_dir / path).read_bytes() for path in paths}
    found = sum(link.target is not None for link in Library.read(project).links)

    renamed(project)
    moved = Library.read(project)
    assert found == sum(link.target is not None for link in moved.links)
    assert not any(re.search(r"\[\[(pattern:)?old[\]#]", moved.by_path[path].body.masked) for path in paths)
    renamed(project, "new", "old")

    assert before == {path: (project.docs_dir / path).read_bytes() for path in paths}
    for path in (*paths, "old.md"):
        (project.docs_dir / path).unlink()


CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the samples of real libraries are not beside the checkout")
@pytest.mark.parametrize(
    ("folder", "options", "step"),
    [
        (
            "commons-os",
            {
                "relations": {"containers": ["relationships", "."], "target": ["slug", "id", "to"]},
                "fields": {"status": "lifecycle.status"},
            },
            40,
        ),
        (
            "innersource",
            {
                "folders": {"1-initial": "pattern", "2-structured": "pattern"},
                "fields": {"title": "section:Title", "summary": "section:Patlet"},
            },
            4,
        ),
    ],
)
def test_real_libraries(folder: str, options: dict[str, object], step: int) -> None:
    """What their owners wrote can be renamed, title and all, and no link is lost."""
    root = CORPUS / folder
    project = Project(root=root, docs_dir=root, settings=parse(options))
    library = Library.read(project)
    for entry in library.entries[::step]:
        result = rename(library, project, entry.path, f"{entry.slug}-renamed", title="Quite Another Name")
        assert entry.path in [change.old_path for change in result.transaction.changes]


def test_our_own_library() -> None:
    """Every entry of the library beside the code can be renamed, and named by its old slug afterwards."""
    root = Path(__file__).parents[2]
    project = load(root / "mkdocs.yml")
    library = Library.read(project)
    for entry in library.entries:
        result = rename(library, project, entry.path, f"{entry.slug}-renamed")
        assert entry.path in [change.old_path for change in result.transaction.changes]
