from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from history.repositories import CONFIG, Clone, entry
from trimtab.core.library import Library
from trimtab.core.project import Project
from trimtab.core.settings import parse
from trimtab.history import HistoryError, Past, read_past

A = entry("A")
B = entry("B")


def slugs(past: Past) -> list[str]:
    """The entries that there were."""
    return sorted(found.slug for found in past.library.entries)


def pointer(data: bytes) -> bytes:
    """What stands in git for a large file."""
    name = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {len(data)}\n".encode()


def test_a_library_then(tmp_path: Path) -> None:
    """A commit's library has the texts and files of that commit, whatever lies on disk and isn't committed."""
    clone = Clone.init(
        tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": A, "docs/b.md": B, "docs/pic.svg": "<svg/>"}
    )
    clone.write(
        {"docs/a.md": entry("Changed"), "docs/b.md": None, "docs/c.md": entry("C"), "docs/pic.svg": None}
    )
    past = clone.past()

    assert [("a", "A"), ("b", "B")] == [(found.slug, found.title) for found in past.library.entries]
    assert {"a.md", "b.md", "pic.svg"} == past.library.files
    assert () == past.notes
    assert {"a.md": A, "b.md": B} == {each.path: each.source.text for each in past.library.documents}


def test_a_library_in_a_folder(tmp_path: Path) -> None:
    """A library may lie anywhere in its repository; what lies beside it isn't its own."""
    files = {"lib/here/mkdocs.yml": CONFIG, "lib/here/docs/a.md": A, "docs/b.md": B, "lib/docs/c.md": B}
    clone = Clone.init(tmp_path, files, folder="lib/here")

    assert ["a"] == slugs(clone.past())


def test_a_library_at_the_top(tmp_path: Path) -> None:
    """A library's folder may be the repository itself."""
    clone = Clone.init(tmp_path, {"site/mkdocs.yml": f"{CONFIG}docs_dir: ..\n", "a.md": A}, folder="site")

    assert ["a"] == slugs(clone.past())


@pytest.mark.parametrize("name", ["mit blank.md", "täglich.md", "日本.md"])
def test_names_of_files(tmp_path: Path, name: str) -> None:
    """Names with blanks and letters of any script are as they are on disk."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, f"docs/{name}": A})

    assert clone.library().files == clone.past().library.files == {name}


def test_documents_that_stayed_are_shared(tmp_path: Path) -> None:
    """What is the same in both states is read once; what changed isn't."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": A, "docs/b.md": B})
    clone.write({"docs/b.md": entry("Changed")})
    project = Project(root=tmp_path, docs_dir=tmp_path / "docs", settings=parse({}))
    now = Library.read(project)
    past = read_past(project, now, "HEAD")

    assert [True, False] == [past.library.by_path[path] is now.by_path[path] for path in ("a.md", "b.md")]


# Settings


def test_settings_of_then(tmp_path: Path) -> None:
    """The settings and the folder are those of the commit, so that a library that moved as a whole stays itself."""
    clone = Clone.init(
        tmp_path,
        {
            "mkdocs.yml": "plugins: [{trimtab: {folders: {'.': case}}}]\ndocs_dir: old\nexclude_docs: drafts/\n",
            "old/a.md": A,
            "old/drafts/b.md": B,
        },
    )
    clone.write({"mkdocs.yml": CONFIG, "old/a.md": None, "docs/a.md": A})
    past = clone.past()

    assert (["a"], ["case"], {"a.md"}) == (
        slugs(past),
        [found.kind for found in past.library.entries],
        past.library.files,
    )
    assert ({}, ()) == (past.renames, past.notes)


def test_rules_of_today(tmp_path: Path) -> None:
    """Both states are checked by today's rules, so that a rule that is turned on finds nothing new in old text."""
    wrong = "---\ntitle: A\n---\n"
    clone = Clone.init(
        tmp_path,
        {"mkdocs.yml": "plugins: [{trimtab: {rules: {ignore: [TT206, gone-rule]}}}]\n", "docs/a.md": wrong},
    )
    clone.write({"mkdocs.yml": CONFIG, "docs/b.md": wrong.replace("A", "B")})
    change = clone.change()

    assert [("TT206", "b.md")] == [(each.code, each.path) for each in change.findings_new]
    assert () == change.notes


def test_settings_that_inherit(tmp_path: Path) -> None:
    """Settings of then inherit from files of then, and take what the environment gives, as they do on disk."""
    clone = Clone.init(
        tmp_path,
        {
            "lib/mkdocs.yml": "INHERIT: ../base.yml\n",
            "base.yml": "plugins:\n- trimtab:\n    folders: {.: case}\ndocs_dir: !ENV [NO_SUCH_NAME, texts]\n",
            "lib/texts/a.md": A,
        },
        folder="lib",
    )
    clone.write({"base.yml": CONFIG, "lib/docs/a.md": A})

    assert [("a", "case")] == [(found.slug, found.kind) for found in clone.past().library.entries]


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("plugins: [", "mkdocs.yml: not valid YAML: .*"),
        ("plugins: []", "mkdocs.yml: the plugin `trimtab` is not listed; add it under `plugins:`"),
        ("plugins: [{trimtab: {no_such: 1}}]", "mkdocs.yml: trimtab: no_such: there is no such setting; .*"),
        ("plugins: [trimtab]\ndocs_dir: none", "mkdocs.yml: the folder `none` that `docs_dir` names isn't there"),
        ("plugins: [trimtab]\ndocs_dir: /", "mkdocs.yml: `docs_dir` lies outside the repository"),
        ("INHERIT: gone.yml", "gone.yml: No such file or directory; .*"),
        ("INHERIT: mkdocs.yml", "mkdocs.yml: INHERIT leads back to itself"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used(tmp_path: Path, config: str, reason: str) -> None:
    """Where the settings of then are of no use, today's count, and the reason is told without our own folders."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": f"site_name: A\n{config}\n", "docs/a.md": A})
    commit = clone.git("rev-parse", "--short=10", "HEAD")
    clone.write({"mkdocs.yml": CONFIG})
    past = clone.past()
    (note,) = past.notes

    assert ["a"] == slugs(past)
    start, end = f"The settings in {commit} can't be used, so today's are used for both states. (", ".)"
    assert note.startswith(start)
    assert note.endswith(end)
    assert re.fullmatch(reason.removesuffix("."), note[len(start) : -len(end)]), note


def test_no_settings_then(tmp_path: Path) -> None:
    """A library that had no `mkdocs.yml` yet is read with today's settings, and that is said."""
    clone = Clone.init(tmp_path, {"docs/a.md": A})
    clone.write({"mkdocs.yml": CONFIG})
    past = clone.past()

    assert ["a"] == slugs(past)
    assert (
        f"`mkdocs.yml` isn't in {past.base.commit[:10]}, so today's settings are used for both states.",
    ) == past.notes


def test_settings_that_moved(tmp_path: Path) -> None:
    """A library that was moved into a folder with its settings is found where it was."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": f"{CONFIG}docs_dir: texts\n", "texts/a.md": A}, folder="lib")
    clone.write({"mkdocs.yml": None, "texts/a.md": None, "lib/mkdocs.yml": CONFIG, "lib/docs/a.md": A})
    past = clone.past()

    assert (["a"], {}, ()) == (slugs(past), past.renames, past.notes)


def test_two_settings_elsewhere(tmp_path: Path) -> None:
    """Of two other libraries' settings, none is taken for this one's."""
    clone = Clone.init(
        tmp_path, {"x/mkdocs.yml": CONFIG, "x/docs/a.md": A, "y/mkdocs.yml": CONFIG}, folder="z"
    )
    clone.write({"z/mkdocs.yml": CONFIG, "z/docs/b.md": B})
    past = clone.past()

    assert [] == slugs(past)
    assert [
        f"`mkdocs.yml` isn't in {past.base.commit[:10]}, so today's settings are used for both states.",
        f"There is no library in {past.base.commit[:10]}, so everything in it is new.",
    ] == list(past.notes)


# What MkDocs sees


def test_files_that_mkdocs_leaves_out(tmp_path: Path) -> None:
    """Files count as they would on disk: hidden ones, templates and a README beside an index don't."""
    clone = Clone.init(
        tmp_path,
        {
            "mkdocs.yml": f"{CONFIG}exclude_docs: |\n  drafts/\n  !drafts/kept.md\ndraft_docs: soon.md\n",
            "docs/a.md": A,
            "docs/soon.md": B,
            "docs/drafts/b.md": B,
            "docs/.hidden/c.md": B,
            "docs/templates/d.md": B,
            "docs/index.md": "# Home\n",
            "docs/README.md": "# Read me\n",
            "docs/sub/README.md": "# Sub\n",
        },
    )
    past = clone.past()

    assert {"a.md", "index.md", "sub/README.md"} == past.library.files
    assert clone.library().files == past.library.files


# What git can't tell


def test_ignored_files_count_as_unchanged(tmp_path: Path) -> None:
    """What git ignores has no history: it is there in both states, unless git had it then."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": A, "docs/made.md": "Old.\n"})
    clone.write(
        {".gitignore": "made*\n", "docs/made.md": "New.\n", "docs/made-too.md": B, "docs/made.svg": ""}
    )
    clone.git("rm", "--quiet", "--cached", "docs/made.md")
    past = clone.past()

    assert {"a.md", "made.md", "made-too.md", "made.svg"} == past.library.files
    assert "Old.\n" == past.library.by_path["made.md"].source.text
    assert (
        "1 file counts as unchanged, because git doesn't hold its earlier text here: ignored, in a submodule, "
        "behind a link, or in Git LFS and not fetched.",
    ) == past.notes


def test_ignored_files_behind_other_settings(tmp_path: Path) -> None:
    """What counts as unchanged is read with the settings of then, as all else."""
    clone = Clone.init(
        tmp_path, {"mkdocs.yml": "plugins: [{trimtab: {folders: {'.': case}}}]\n", "docs/a.md": A}
    )
    clone.write({"mkdocs.yml": CONFIG, ".gitignore": "made.md\n", "docs/made.md": B})

    assert ["case", "case"] == [found.kind for found in clone.past().library.entries]


def test_submodules_count_as_unchanged(tmp_path: Path) -> None:
    """The files of a submodule are there in both states, as they are now."""
    part = Clone.init(tmp_path / "part", {"b.md": B})
    clone = Clone.init(tmp_path / "whole", {"mkdocs.yml": CONFIG, "docs/a.md": A})
    clone.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(part.top), "docs/part")
    clone.commit({})
    past = clone.past()

    assert {"a.md", "part/b.md"} == past.library.files
    assert 1 == len(past.notes)


def test_a_library_that_is_a_submodule(tmp_path: Path) -> None:
    """Where the texts lie in a repository of their own, its history counts, with today's settings."""
    part = Clone.init(tmp_path / "part", {"b.md": B})
    clone = Clone.init(tmp_path / "whole", {"mkdocs.yml": CONFIG})
    clone.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(part.top), "docs")
    clone.commit({"docs/new.md": A})
    past = clone.past()

    assert ["b"] == slugs(past)
    assert 1 == len(past.notes)


def test_links_are_followed(tmp_path: Path) -> None:
    """Files behind links are as they were; those behind a link out of the repository as they are."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "c.md").write_text(entry("C"))
    clone = Clone.init(
        tmp_path / "clone", {"mkdocs.yml": f"{CONFIG}docs_dir: here\n", "shared/b.md": B, "texts/a.md": A}
    )
    (clone.top / "here").symlink_to("texts")
    (clone.top / "texts" / "shared").symlink_to("../shared")
    (clone.top / "texts" / "outside").symlink_to("../../outside")
    clone.commit({})
    clone.write({"shared/b.md": entry("Changed")})
    past = clone.past()

    assert {"a.md": "A", "shared/b.md": "B", "outside/c.md": "C"} == {
        each.path: each.title for each in past.library.documents
    }
    assert clone.library().files == past.library.files


def test_large_files(tmp_path: Path) -> None:
    """A text in Git LFS is read if it was fetched, and counts as unchanged if it wasn't."""
    fetched, missing = entry("Fetched").encode(), entry("Missing").encode()
    clone = Clone.init(
        tmp_path,
        {
            "mkdocs.yml": CONFIG,
            "docs/f.md": pointer(fetched),
            "docs/m.md": pointer(missing),
            "docs/g.md": pointer(b"g"),
        },
    )
    name = hashlib.sha256(fetched).hexdigest()
    clone.write(
        {
            f".git/lfs/objects/{name[:2]}/{name[2:4]}/{name}": fetched,
            "docs/f.md": entry("F now"),
            "docs/m.md": entry("M now"),
            "docs/g.md": None,
        }
    )
    past = clone.past()

    assert {"f": "Fetched", "m": "M now"} == {found.slug: found.title for found in past.library.entries}
    assert past.notes[0].startswith("2 files count as unchanged")


def test_a_large_file_that_was_tampered_with(tmp_path: Path) -> None:
    """Bytes that aren't those of the pointer's name are no earlier text."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, "docs/f.md": pointer(A.encode())})
    name = hashlib.sha256(A.encode()).hexdigest()
    clone.write({f".git/lfs/objects/{name[:2]}/{name[2:4]}/{name}": B, "docs/f.md": entry("F now")})

    assert ["F now"] == [found.title for found in clone.past().library.entries]


@pytest.mark.parametrize("crlf", [True, False])
def test_line_ends_of_the_checkout(tmp_path: Path, crlf: bool) -> None:
    """Where git writes CRLF on checkout, a file that only the checkout changed is unchanged; elsewhere it isn't."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": A})
    clone.git("config", "core.autocrlf", str(crlf).lower())
    clone.write({"docs/a.md": A.replace("\n", "\r\n")})

    assert (0 if crlf else 1) == len(clone.change().findings_new)


# Refusals


def test_texts_outside_of_any_repository(tmp_path: Path) -> None:
    """Texts that lie outside of any repository have no history, wherever their settings lie."""
    (tmp_path / "docs").mkdir()
    clone = Clone.init(tmp_path / "clone", {"mkdocs.yml": f"{CONFIG}docs_dir: ../docs\n"})

    with pytest.raises(HistoryError, match=r"`.*docs` is not in a git repository"):
        clone.past()


def test_unknown_revision(tmp_path: Path) -> None:
    """A revision that isn't there is refused before anything is read."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": A})

    with pytest.raises(HistoryError, match="There is no revision `v9`"):
        clone.past("v9")


def test_branches_that_parted(tmp_path: Path) -> None:
    """What others added to main since the branch was made is no part of the branch's change."""
    clone = Clone.init(tmp_path, {"mkdocs.yml": CONFIG, "docs/a.md": A})
    clone.git("switch", "--quiet", "--create=topic")
    clone.commit({"docs/mine.md": entry("Mine")})
    clone.git("switch", "--quiet", "main")
    clone.commit({"docs/theirs.md": entry("Theirs"), "docs/a.md": None})
    clone.git("switch", "--quiet", "topic")
    change = clone.change("main")

    assert (["Mine"], ()) == ([each.title for each in change.added], change.removed)
