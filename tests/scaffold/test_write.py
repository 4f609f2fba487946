"""What `trimtab init` writes, and what it leaves alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import trimtab
from builds import Page, mkdocs, snapshot, words
from trimtab.core.model import MODELS
from trimtab.core.scales import LADDER
from trimtab.scaffold import ScaffoldError, name_of, write

VERSION = "1.2.3"
TOOLS = [
    ".github/ISSUE_TEMPLATE/new-pattern.yml",
    ".github/dependabot.yml",
    ".github/pull_request_template.md",
    ".github/workflows/comment.yml",
    ".github/workflows/pull-request.yml",
    ".pre-commit-config.yaml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    ".vscode/tasks.json",
    "CONTRIBUTING.md",
    "requirements.txt",
]
ENTRIES = [
    "patterns/archetypes/the-indispensable-helper.md",
    "patterns/cases/the-one-who-knows.md",
    "patterns/levels/information-flows.md",
    "patterns/mental-models/cost-of-switching.md",
    "patterns/office-hours.md",
    "patterns/worksheets/question-log.md",
]
LIBRARY = [".gitattributes", ".github/workflows/pages.yml", ".gitignore", "README.md", "mkdocs.yml"]
NAMES = [
    "Our patterns",
    'O\'Brien: "x"',
    "# C:\\temp *and* <b>#",
    "- a: [b] {c} & !d | > %e @f `g`",
    "模式 🌱",
    "no",
    "~",
]


def names(paths: tuple[Path, ...]) -> list[str]:
    """Paths as they are written in tables."""
    return [path.as_posix() for path in paths]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new library, as it is written for the version that runs, under a name that needs care."""
    folder = tmp_path_factory.mktemp("made") / "new"
    write(folder, NAMES[1], version=trimtab.__version__)
    return folder


# A new library


def test_new_library(tmp_path: Path) -> None:
    """In an empty folder, or one that isn't there, all files are written and listed in order."""
    done = write(tmp_path / "a" / "b", "Ours", version=VERSION)

    assert sorted(TOOLS + ENTRIES + LIBRARY) == sorted(names(done.written))
    assert list(done.written) == sorted(done.written)
    assert ((), "") == (done.kept, done.advice)
    assert sorted(TOOLS + ENTRIES + LIBRARY) == sorted(snapshot(tmp_path / "a" / "b"))


def test_same_files_every_time(tmp_path: Path) -> None:
    """The same name and version give the same bytes."""
    for folder in ("one", "two"):
        write(tmp_path / folder, "Ours", version=VERSION)

    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_no_placeholder_is_left(made: Path) -> None:
    """Every placeholder is filled in, and every file ends with a line feed and has no carriage return."""
    for path, data in snapshot(made).items():
        assert not {"«", "»", "\r"} & set(data.decode("utf-8")), path
        assert data.endswith(b"\n"), path


def test_check_finds_nothing(made: Path) -> None:
    """A new library is sound, under the strictest check and in a process of its own."""
    command = [sys.executable, "-W", "error", "-m", "trimtab", "check", "--strict"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr), done.stdout


def test_site_builds(made: Path, tmp_path: Path) -> None:
    """A strict build of a new library has nothing to warn of, and its site bears the name."""
    done = mkdocs(made / "mkdocs.yml", tmp_path / "site", "--strict")

    assert (0, False) == (done.code, "WARNING" in done.log), done.log
    assert f"Office Hours - {NAMES[1]}" == words(
        Page.read(tmp_path / "site", "office-hours/index.html").all("title")[0]
    )


def test_every_kind_has_a_sample(made: Path) -> None:
    """Each built-in kind has one entry that shows its form, marked as a sample."""
    documents = trimtab.Library.read(trimtab.load(made / "mkdocs.yml")).documents
    entries = [document.entry for document in documents if document.entry]

    assert sorted(MODELS) == sorted(entry.kind for entry in entries)
    assert [] == [entry.slug for entry in entries if "sample" not in entry.tags]


def test_data_files_parse(made: Path) -> None:
    """Every YAML file and every JSON file holds a mapping."""
    for path in made.rglob("*"):
        if path.suffix in (".yml", ".yaml"):
            assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict), path
        elif path.suffix == ".json":
            assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict), path


def test_links_between_files_lead_somewhere(made: Path) -> None:
    """The README and the page for contributors link to files that are there."""
    for page in ("README.md", "CONTRIBUTING.md"):
        tokens = MarkdownIt().parse((made / page).read_text(encoding="utf-8"))
        links = [
            str(child.attrs["href"])
            for token in tokens
            for child in token.children or ()
            if child.type == "link_open"
        ]
        local = [link.partition("#")[0] for link in links if "://" not in link]
        assert local
        assert [] == [link for link in local if not (made / link).exists()]


def test_version_is_pinned(tmp_path: Path) -> None:
    """The tools install the version that wrote the library, the same one everywhere."""
    write(tmp_path, "Ours", version=VERSION)
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0][
        "hooks"
    ]

    assert f"trimtab=={VERSION}\n" == (tmp_path / "requirements.txt").read_text(encoding="utf-8")
    assert [[f"trimtab=={VERSION}"]] == [hook["additional_dependencies"] for hook in hooks]


def test_issue_form_offers_the_ladder(made: Path) -> None:
    """The form for a new pattern offers the twelve levels by number and name, weakest first, and not to know."""
    form = yaml.safe_load((made / ".github/ISSUE_TEMPLATE/new-pattern.yml").read_text(encoding="utf-8"))
    fields = {field["id"]: field for field in form["body"] if "id" in field}

    assert ["title", "problem", "solution", "level", "known-uses", "source"] == list(fields)
    expected = ["I don't know", *(f"{rung.number} {rung.name}" for rung in LADDER)]
    assert expected == fields["level"]["attributes"]["options"]


# Its name


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("our-patterns", "Our patterns"),
        ("Commons_Engineering", "Commons Engineering"),
        ("a  b--c", "A b c"),
        ("---", "Patterns"),
        ("élan", "Élan"),
    ],
)
def test_name_of_a_folder(tmp_path: Path, folder: str, expected: str) -> None:
    """A library that isn't given a name is called after its folder."""
    write(tmp_path / folder, version=VERSION)
    config = yaml.safe_load((tmp_path / folder / "mkdocs.yml").read_text(encoding="utf-8"))

    assert expected == name_of(tmp_path / folder) == config["site_name"]


@pytest.mark.parametrize("name", [*NAMES, "«version»", "  a \n b\t"])
def test_name_is_kept(tmp_path: Path, name: str) -> None:
    """Whatever signs a name has, settings and headings say it as it was given, on one line."""
    write(tmp_path, name, version=VERSION)
    expected = " ".join(name.split())
    heading = MarkdownIt().parse((tmp_path / "README.md").read_text(encoding="utf-8"))[1]

    assert expected == yaml.safe_load((tmp_path / "mkdocs.yml").read_text(encoding="utf-8"))["site_name"]
    assert expected == "".join(child.content for child in heading.children or ())


@given(name=st.text(min_size=1, max_size=20))
def test_any_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """A name is kept, or it is refused and nothing is written."""
    folder = tmp_path_factory.mktemp("any")
    try:
        write(folder, name, version=VERSION)
    except ScaffoldError:
        assert {} == snapshot(folder)
        return
    config = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))

    assert " ".join(name.split()) == config["site_name"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "The name is empty. Give the library one, such as `Our patterns`."),
        (" \n", "The name is empty. Give the library one, such as `Our patterns`."),
        ("a\x00b", "The name has the character U+0000, which can't be shown. Give one without it."),
        ("a\x1b[31mb", "The name has the character U+001B, which can't be shown. Give one without it."),
        ("a\ud800", "The name has the character U+D800, which can't be shown. Give one without it."),
    ],
)
def test_names_that_are_refused(tmp_path: Path, name: str, expected: str) -> None:
    """A name that is empty, or that no file could hold, is refused in one sentence with its cure."""
    with pytest.raises(ScaffoldError) as caught:
        write(tmp_path / "new", name, version=VERSION)

    assert expected == str(caught.value)
    assert not (tmp_path / "new").exists()


# What is there already


@pytest.mark.parametrize("path", sorted(TOOLS + LIBRARY))
def test_files_are_never_overwritten(tmp_path: Path, path: str) -> None:
    """A file that is there is left as it is and listed as kept, whichever it is."""
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("mine\n", encoding="utf-8")
    done = write(tmp_path, "Ours", version=VERSION)

    assert "mine\n" == (tmp_path / path).read_text(encoding="utf-8")
    assert path not in names(done.written)
    assert ([] if path == "mkdocs.yml" else [path]) == names(done.kept)


def test_a_dangling_link_is_kept(tmp_path: Path) -> None:
    """A symbolic link is there even if what it points to isn't."""
    (tmp_path / "README.md").symlink_to(tmp_path / "nowhere")
    done = write(tmp_path, "Ours", version=VERSION)

    assert ["README.md"] == names(done.kept)
    assert (tmp_path / "README.md").is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_entries_that_are_there(tmp_path: Path) -> None:
    """Where the folder of entries holds something, no samples are put beside it."""
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns/mine.md").write_text("---\ntitle: Mine\nsummary: s\n---\n", encoding="utf-8")
    done = write(tmp_path, "Ours", version=VERSION)

    assert sorted(TOOLS + LIBRARY) == sorted(names(done.written))
    assert ["mine.md"] == [path.name for path in (tmp_path / "patterns").iterdir()]


@pytest.mark.parametrize("config", ["mkdocs.yml", "mkdocs.yaml"])
def test_existing_project(tmp_path: Path, config: str) -> None:
    """A project of MkDocs gets the files for tools alone, and the lines to add by hand."""
    (tmp_path / config).write_text("site_name: A\n", encoding="utf-8")
    done = write(tmp_path, "Ours", version=VERSION)

    expected = f"""\
`{config}` is as it was. If it doesn't name Trimtab yet, add this, within the keys that are there:

theme:
  name: material
plugins:
  - trimtab
"""
    assert sorted(TOOLS) == sorted(names(done.written))
    assert expected == done.advice
    assert "site_name: A\n" == (tmp_path / config).read_text(encoding="utf-8")


def test_existing_requirements(tmp_path: Path) -> None:
    """A project with requirements of its own is told which line to add to them."""
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("mkdocs\n", encoding="utf-8")
    done = write(tmp_path, "Ours", version=VERSION)

    assert ["requirements.txt"] == names(done.kept)
    assert done.advice.endswith(f"add this:\n\ntrimtab=={VERSION}\n")


def test_advice_holds(tmp_path: Path) -> None:
    """A project that takes the advice is one that Trimtab reads."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    advice = write(tmp_path, "Ours", version=VERSION).advice.partition("\n\n")[2]
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\n{advice}", encoding="utf-8")

    assert tmp_path / "docs" == trimtab.load(tmp_path / "mkdocs.yml").docs_dir


def test_second_time(tmp_path: Path) -> None:
    """Written again, a library brings back files for tools that are missing, and samples never."""
    write(tmp_path, "Ours", version=VERSION)
    (tmp_path / "patterns/office-hours.md").unlink()
    (tmp_path / ".vscode/tasks.json").unlink()
    before = snapshot(tmp_path)
    done = write(tmp_path, "Others", version="9.9.9")

    assert [".vscode/tasks.json"] == names(done.written)
    assert {".vscode/tasks.json"} == set(snapshot(tmp_path)) - set(before)
    assert before == {path: data for path, data in snapshot(tmp_path).items() if path in before}


# Failures


@pytest.mark.parametrize(
    ("taken", "blamed"),
    [
        (".github", ".github"),
        (".vscode", ".vscode"),  # after folders were made
        ("patterns", "patterns"),
    ],
)
def test_a_file_where_a_folder_is_needed(tmp_path: Path, taken: str, blamed: str) -> None:
    """A file in a folder's place is named, and nothing is written."""
    (tmp_path / taken).write_text("mine\n", encoding="utf-8")
    with pytest.raises(ScaffoldError) as caught:
        write(tmp_path, "Ours", version=VERSION)

    cure = "Nothing was changed; mend that, or choose another folder."
    assert f"`{tmp_path / blamed}` can't be written: File exists. {cure}" == str(caught.value)
    assert {taken: b"mine\n"} == snapshot(tmp_path)
    assert [taken] == [path.name for path in tmp_path.iterdir()]


def test_a_failure_late(tmp_path: Path) -> None:
    """If the last file fails, those before it and their folders are taken away again."""
    (tmp_path / ".requirements.txt.part").mkdir()
    with pytest.raises(ScaffoldError, match=r"requirements\.txt\.part"):
        write(tmp_path, "Ours", version=VERSION)

    assert [".requirements.txt.part"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_as_the_library(tmp_path: Path) -> None:
    """A file can't become a library."""
    (tmp_path / "file").write_text("mine\n", encoding="utf-8")
    with pytest.raises(ScaffoldError, match="can't be written"):
        write(tmp_path / "file", "Ours", version=VERSION)

    assert "mine\n" == (tmp_path / "file").read_text(encoding="utf-8")
