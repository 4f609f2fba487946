from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers import library, place
from trimtab.core.files import list_files
from trimtab.core.library import Library
from trimtab.core.names import Ambiguous, BareLevel, Found, Planned, Unknown, Untold
from trimtab.core.namings import Via
from trimtab.core.project import Project
from trimtab.core.settings import Settings, parse


def page(title: str, body: str = "", **fields: object) -> str:
    """A file with a title, other fields and a body."""
    lines = [f"title: {title}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\n".join(["---", *lines, "---", body])


SMALL = {
    "checkpoint.md": page(
        "Checkpoint",
        "# Why\n\nSee [[Mechanism#The form|it]] and [[level:9]].\n",
        archetypes="[drift, 'planned:Rut']",
        mental_models="[Goodhart]",
        relations="{requires: [{to: mechanism, why: No judging without., weight: 0.5}]}",
    ),
    "mechanism.md": page("Mechanism", "## The form\n\nx\n", superseded_by="pattern:checkpoint"),
    "levels/delays.md": page("Delays", number=9),
    "archetypes/drift.md": page("Drifting Goals"),
    "mental-models/goodharts-law.md": page("Goodhart's Law", aliases="[Goodhart]"),
    "cases/a-case.md": page("A Case", interventions="[{level: 9, do: x}, {level: Goals, do: y}]"),
    "guide/how.md": "# How\n\nRead [[checkpoint]], then [[nothing]].\n",
    "image.png": b"",
}


def test_documents_and_entries() -> None:
    """Documents come by path, whatever order they were given in; pages are documents and no entries."""
    small = library(dict(reversed(SMALL.items())))

    assert sorted(path for path in SMALL if path.endswith(".md")) == [
        document.path for document in small.documents
    ]
    assert "guide/how.md" not in [entry.path for entry in small.entries]
    assert len(small.documents) - 1 == len(small.entries)
    assert "image.png" in small.files


def test_entries_of_a_kind() -> None:
    """Entries of a kind come by title, case aside."""
    found = library({"b.md": page("Zeta"), "c.md": page("alpha"), "cases/a.md": page("Beta")}).of_kind(
        "pattern"
    )

    assert ["alpha", "Zeta"] == [entry.title for entry in found]


def test_levels() -> None:
    """Each level has one entry, the first by path; a library without levels says so."""
    small = library({"levels/b.md": page("B", number=9), "levels/a.md": page("A", number=9)})

    assert {9: "A"} == {number: entry.title for number, entry in small.levels.items()}
    assert small.uses_levels
    assert library({"a.md": page("A", level=9)}).uses_levels
    assert not library({"a.md": page("A")}).uses_levels


def test_links() -> None:
    """Every naming of an entry is a link with its place: fields first, then the body, file by file."""
    links = library(SMALL).links

    assert [
        ("cases/a-case.md", []),
        (
            "checkpoint.md",
            [
                (Via.ARCHETYPE, "drift", "archetypes/drift.md", (3, 14)),
                (Via.ARCHETYPE, "planned:Rut", None, (3, 21)),
                (Via.MENTAL_MODEL, "Goodhart", "mental-models/goodharts-law.md", (4, 17)),
                (Via.RELATION, "mechanism", "mechanism.md", (5, 29)),
                (Via.REFERENCE, "Mechanism", "mechanism.md", (9, 5)),
                (Via.REFERENCE, "9", "levels/delays.md", (9, 35)),
            ],
        ),
        (
            "guide/how.md",
            [
                (Via.REFERENCE, "checkpoint", "checkpoint.md", (3, 6)),
                (Via.REFERENCE, "nothing", None, (3, 27)),
            ],
        ),
        ("mechanism.md", [(Via.HEIR, "checkpoint", "checkpoint.md", (3, 16))]),
    ] == [
        (
            path,
            [
                (link.via, link.name, link.target.path if link.target else None, place(link.span))
                for link in links
                if link.document.path == path
            ],
        )
        for path in ("cases/a-case.md", "checkpoint.md", "guide/how.md", "mechanism.md")
    ]


def test_what_a_link_carries() -> None:
    """A relation carries its type, why and weight; a reference its sentence."""
    links = library(SMALL).links
    relation = next(link for link in links if link.via is Via.RELATION)
    reference = next(link for link in links if link.name == "Mechanism")
    sentence = reference.sentence
    assert sentence is not None

    assert ("requires", "No judging without.", 0.5) == (relation.relation, relation.why, relation.weight)
    assert relation.sentence is None
    assert ("See ", " and 9.") == (sentence.before, sentence.after)


@pytest.mark.parametrize(
    ("to", "kind", "name", "resolution"),
    [
        ("drift", None, "drift", Found),
        ("archetype:drift", "archetype", "drift", Found),
        ("archetype: drift", "archetype", "drift", Found),
        ("mental-model:goodhart", "mental-model", "goodhart", Found),
        ("pattern:drift", "pattern", "drift", Unknown),
        ("level:9", "level", "9", Found),
        ("level:09", "level", "09", Found),
        ("level:8", "level", "8", BareLevel),
        ("level:13", "level", "13", Unknown),
        ("level:\u00b2", "level", "\u00b2", Unknown),
        (f"level:{'9' * 5000}", "level", "9" * 5000, Unknown),
        ("planned:drift", None, "planned:drift", Planned),
        ("Stage: drift", None, "Stage: drift", Unknown),
        ("https://a.b/c", None, "https://a.b/c", Unknown),
    ],
)
def test_names_of_relations(to: str, kind: str | None, name: str, resolution: type) -> None:
    """A relation's target may be qualified by its kind; a level has its number for a name."""
    files = {**SMALL, "a.md": page("A", relations=f"{{requires: ['{to}']}}")}
    link = next(link for link in library(files).links if link.document.path == "a.md")

    assert (kind, name.strip(), resolution) == (link.kind, link.name.strip(), type(link.resolution))


@pytest.mark.parametrize(
    ("reference", "resolution"),
    [
        ("[[drift]]", Found),
        ("[[archetype:drift]]", Found),
        ("[[case:drift]]", Unknown),
        ("[[level:9]]", Found),
        ("[[level:Delays]]", Found),
        ("[[level:10]]", BareLevel),
        ("[[level:13]]", Unknown),
        ("[[9]]", Unknown),
        ("[[level: 9 ]]", Found),
        ("[[level:\u00b2]]", Unknown),
        ("[[planned:drift]]", Planned),
        ("[[planned:One Two|that]]", Planned),
        ("[[both]]", Ambiguous),
    ],
)
def test_names_of_references(reference: str, resolution: type) -> None:
    """A reference of a body is resolved like the name of a relation."""
    files = {**SMALL, "a.md": page("A", reference), "both.md": page("B"), "cases/both.md": page("C")}
    link = next(link for link in library(files).links if link.document.path == "a.md")

    assert resolution is type(link.resolution)


@pytest.mark.parametrize(
    ("path", "url", "fault"),
    [
        ("a.md", "b.md", None),
        ("a.md", "./b.md", None),
        ("a.md", "cases/c.md", None),
        ("cases/c.md", "../b.md", None),
        ("cases/c.md", "c.md", None),
        ("a.md", "b.md#one", None),
        ("a.md", "b.md#given", None),
        ("a.md", "b.md#html", None),
        ("a.md", "#here", None),
        ("a.md", "b.md?x=1#one", None),
        ("a.md", "my%20file.pdf", None),
        ("a.md", "my%20file.pdf#page=2", None),
        ("a.md", "https://b.c/d.md", None),
        ("a.md", "mailto:a@b.c", None),
        ("a.md", "//b.c/d.md", None),
        ("a.md", "/d.md", None),
        ("a.md", "cases/", None),
        ("a.md", "v1.0/", None),
        ("a.md", "..", None),
        ("a.md", ".", None),
        ("cases/c.md", "../..", None),
        ("a.md", "", None),
        ("a.md", "b", None),
        ("a.md", "http://[", None),
        ("a.md", "d.md", ("d.md", "")),
        ("a.md", "d.png", ("d.png", "")),
        ("a.md", "c.md", ("c.md", "")),
        ("cases/c.md", "b.md", ("cases/b.md", "")),
        ("a.md", "../b.md", ("../b.md", "")),
        ("a.md", "d.md#one", ("d.md", "")),
        ("a.md", "b.md#two", ("b.md", "two")),
        ("a.md", "b.md#One", ("b.md", "One")),
        ("a.md", "#there", ("a.md", "there")),
        ("a.md", "b.md#code", ("b.md", "code")),
    ],
)
def test_check_target(path: str, url: str, fault: tuple[str, str] | None) -> None:
    """An ordinary link leads to a file of the library, and to a section of it; what isn't ours is left alone."""
    files = {
        "a.md": page("A", "# Here\n"),
        "b.md": page("B", '# One\n\n## Two {#given}\n\n<a id="html"></a> `<a id="code">`\n'),
        "cases/c.md": page("C"),
        "my file.pdf": b"",
    }

    assert fault == library(files).check_target(path, url)


def test_broken_targets() -> None:
    """Links that lead nowhere are found with their document, target and what is missing."""
    small = library({"a.md": page("A", "[x](b.md) ![y](c.png) [z](#d)\n")})

    assert [("b.md", False, "b.md", ""), ("c.png", True, "c.png", ""), ("#d", False, "a.md", "d")] == [
        (fault.target.url, fault.target.image, fault.path, fault.anchor) for fault in small.broken_targets
    ]


def test_files_that_are_not_read_have_every_anchor() -> None:
    """A place in a file that isn't Markdown is not ours to judge."""
    assert library(SMALL).has_anchor("image.png", "x")


def test_cases_at_a_level() -> None:
    """A case is found by the levels at which something was done."""
    small = library(SMALL)

    assert {9: ["A Case"], 3: ["A Case"], 5: []} == {
        number: [entry.title for entry in small.cases_at(number)] for number in (9, 3, 5)
    }
    assert ["Drifting Goals"] == [entry.title for entry in small.archetype_entries()]


def test_document_of() -> None:
    """An entry leads back to its document."""
    small = library(SMALL)

    assert all(small.document_of(entry).entry is entry for entry in small.entries)


def write(folder: Path, *paths: str) -> None:
    """Empty files below a folder."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"")


@pytest.mark.parametrize(
    ("paths", "exclude", "listed"),
    [
        (["b.md", "a.md", "c/d.md", "c/e.png"], [], ["a.md", "b.md", "c/d.md", "c/e.png"]),
        ([".a.md", ".b/c.md", "d/.e"], [], []),
        (["templates/a.md", "b/templates/a.md"], [], ["b/templates/a.md"]),
        (["README.md", "a/README.md"], [], ["README.md", "a/README.md"]),
        (["README.md", "index.md", "a/README.md", "a/index.md", "b/README.md"], [],
         ["a/index.md", "b/README.md", "index.md"]),
        (["a.md", "drafts/b.md", "c/drafts/d.md", "e.tmp"], ["drafts/", "*.tmp"], ["a.md"]),
        (["a.md", "drafts/b.md", "c/drafts/d.md"], ["/drafts/"], ["a.md", "c/drafts/d.md"]),
        ([".a.md", "b.md"], ["!.a.md"], [".a.md", "b.md"]),
        (["a.md", "b.md"], ["", "# comment", "a.md"], ["b.md"]),
    ],
)  # fmt: skip
def test_list_files(tmp_path: Path, paths: list[str], exclude: list[str], listed: list[str]) -> None:
    """The files are those that MkDocs would see, sorted."""
    write(tmp_path, *paths)

    assert listed == list_files(tmp_path, exclude)


def test_directories_are_no_files(tmp_path: Path) -> None:
    """A directory that is named like a file is none; a link that leads nowhere is one, to be reported."""
    (tmp_path / "x.md").mkdir()
    (tmp_path / "y.md").symlink_to("nowhere.md")
    write(tmp_path, "x.md/z.md")

    assert ["x.md/z.md", "y.md"] == list_files(tmp_path)


def test_linked_folders_are_followed(tmp_path: Path) -> None:
    """A folder that is a link to another is one of the library, as in MkDocs."""
    write(tmp_path, "docs/a.md", "elsewhere/b.md")
    (tmp_path / "docs" / "linked").symlink_to(tmp_path / "elsewhere")

    assert ["a.md", "linked/b.md"] == list_files(tmp_path / "docs")


def test_read(tmp_path: Path) -> None:
    """A library is read from disk: Markdown as documents, everything else as files."""
    for path, text in SMALL.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    write(tmp_path, ".hidden.md", "drafts/a.md")
    project = Project(root=tmp_path, docs_dir=tmp_path, settings=Settings(), exclude_docs=("drafts/",))

    assert [entry.path for entry in library(SMALL).entries] == [
        entry.path for entry in Library.read(project).entries
    ]
    assert set(SMALL) == Library.read(project).files


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_files_are_reported(tmp_path: Path) -> None:
    """A file that may not be read is a document with a fault."""
    write(tmp_path, "a.md")
    (tmp_path / "a.md").chmod(0)
    project = Project(root=tmp_path, docs_dir=tmp_path, settings=Settings())

    assert ["unreadable-file"] == [fault.kind for fault in Library.read(project).documents[0].faults]


def test_what_follows_from_entries_is_taken_over() -> None:
    """A library of the same entries takes over what names mean; under other settings it doesn't."""
    first = library({"rota.md": "---\ntitle: Rota\n---\n\nIt is [[more:x]].\n"})
    same = Library.of(first.settings, first.documents, [], before=first)
    other = Library.of(parse({"libraries": {"more": "more.json"}}), first.documents, [], before=first)

    assert first.links[0].resolution is same.links[0].resolution
    assert first.names is same.names
    assert isinstance(other.links[0].resolution, Untold)
