from __future__ import annotations

import gc
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files

from trimtab.checking import Store
from trimtab.core.graph import Graph
from trimtab.core.library import Library
from trimtab.core.lock import Lock
from trimtab.core.others import of_folder
from trimtab.core.project import load
from trimtab.core.source import Source
from trimtab.engine.reading import Read, Reader
from trimtab.rules import check
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews

LIBRARIES = Path(__file__).parents[1] / "libraries"
MANY = 700
"""Enough files for several shards, so that other processes read them."""
CONFIG = "site_name: A Library\nuse_directory_urls: true\nplugins:\n  - trimtab: {}\n"


@dataclass
class Place:
    """A library on disk, as a build finds it."""

    root: Path
    made: dict[str, str] = field(default_factory=dict)
    """Files that another plugin makes up, by path."""

    def __post_init__(self) -> None:
        (self.root / "docs").mkdir(exist_ok=True)
        if not (self.root / "mkdocs.yml").exists():
            (self.root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write one of its files."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    @property
    def config(self) -> MkDocsConfig:
        """The configuration of MkDocs."""
        config = load_config(str(self.root / "mkdocs.yml"))
        config.plugins._current_plugin = "another"
        return config

    def files(self, config: MkDocsConfig) -> Files:
        """The files that MkDocs hands over."""
        files = get_files(config)
        for path, text in self.made.items():
            files.append(File.generated(config, path, content=text))
        return files

    def read(self, reader: Reader, store: Store | None = None) -> Read:
        """The library as a build reads it."""
        config, project = self.config, load(self.root / "mkdocs.yml")
        others = of_folder(self.root, project.settings, project.docs_dir)
        files = list(self.files(config))
        store = store or Store(self.root / "store")
        return reader.read(files, project.settings, config, Lock.read(project), others, store=store)

    def plainly(self) -> Read:
        """The library read file by file, with all rules run."""
        config, project = self.config, load(self.root / "mkdocs.yml")
        others = of_folder(self.root, project.settings, project.docs_dir)
        files = self.files(config)
        sources = [
            Source.decode(file.src_uri, file.content_bytes) for file in files if file.is_documentation_page()
        ]
        names = [file.src_uri for file in files]
        library = Library(project.settings, sources, names, Lock.read(project), others)
        return Read(library, check(library))


def assert_same(expected: Read, found: Read) -> None:
    """Nothing that a site could ask tells one library from the other."""
    one, other = expected.library, found.library

    assert expected.report.diagnostics == found.report.diagnostics
    assert [known(document) for document in one.documents] == [
        known(document) for document in other.documents
    ]
    assert one.files == other.files
    assert one.face == other.face
    assert [(link.document.path, link.naming, link.resolution) for link in one.links] == [
        (link.document.path, link.naming, link.resolution) for link in other.links
    ]
    assert one.near_duplicates == other.near_duplicates
    assert one.levels == other.levels
    views, others = EntryViews(Catalogue(one)), EntryViews(Catalogue(other))
    graph, theirs = Graph(one), Graph(other)
    for entry, same in zip(one.entries, other.entries, strict=True):
        assert other.document_of(same).entry is same
        assert views.view(entry) == others.view(same)
        assert graph.backlinks(entry) == theirs.backlinks(same)


def known(document: Any) -> dict[str, Any]:
    """What a document knows without its text, and the text."""
    return {**document.__getstate__(), "markdown": document.markdown}


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("name", ["broken", "minimal", "dialect", "hostile"])
def test_the_same_library(name: str, tmp_path: Path, *, lasting: bool) -> None:
    """Read at first, from what was kept, or once more, a library is what it is when read file by file."""
    shutil.copytree(LIBRARIES / name, tmp_path / "library")
    place = Place(tmp_path / "library")
    expected, reader = place.plainly(), Reader(lasting=lasting)

    for _ in range(2):
        assert_same(expected, place.read(reader))
    assert_same(expected, place.read(Reader(lasting=lasting)))


def pattern(number: int) -> str:
    """The text of a pattern that requires the next one."""
    return (
        f"---\ntitle: Pattern Number {number}\nsummary: It is {number}.\n"
        f"relations: {{requires: [p{number + 1}]}}\n---\n\nSee [[p{number + 2}]].\n"
    )


@pytest.fixture
def large(tmp_path: Path) -> Place:
    """A library of many files, whose last two name entries that aren't there."""
    place = Place(tmp_path)
    for number in range(MANY):
        place.write(f"docs/p{number}.md", pattern(number))
    return place


def test_many_files(large: Place) -> None:
    """Read side by side and from what was kept, a large library is the same."""
    for name in ("Paved Road Strategy", "Paved Road Strategies"):
        large.write(f"docs/{name}.md", f"---\ntitle: {name}\n---\n")
    expected = large.plainly()
    assert expected.library.near_duplicates

    assert_same(expected, large.read(Reader()))
    assert_same(expected, large.read(Reader()))


def test_what_is_kept_is_not_looked_for(large: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing has changed, no rule runs: the findings are those that were kept."""
    before = large.read(Reader()).report

    def run(*_: object) -> object:
        raise AssertionError

    monkeypatch.setattr("trimtab.checking.run.check", run)

    assert before.diagnostics == large.read(Reader()).report.diagnostics


def test_an_edit_that_others_cannot_tell(large: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an edit behind all that a document names, what rules that compare documents found is found still."""
    reader = Reader(lasting=True)
    large.read(reader)
    large.write("docs/p3.md", pattern(3) + "\nSee [this]().\n")
    expected = large.plainly()

    def run(*_: object) -> object:
        raise AssertionError

    monkeypatch.setattr("trimtab.rules.compare", run)
    assert_same(expected, large.read(reader))
    large.write("docs/p3.md", pattern(3).replace("See", "See also"))
    with pytest.raises(AssertionError):
        large.read(reader)


def test_the_same_again(large: Place) -> None:
    """A reader that stays gives the very same library while nothing changes, and another once something does."""
    reader = Reader(lasting=True)
    first = large.read(reader).library

    assert large.read(reader).library is first
    large.write("docs/p3.md", pattern(3) + "\nMore.\n")
    second = large.read(reader).library
    assert second is not first
    assert ["p3.md"] == [path for path, one in first.by_path.items() if second.by_path[path] is not one]


@pytest.mark.parametrize("lasting", [False, True])
def test_files_of_other_plugins(tmp_path: Path, *, lasting: bool) -> None:
    """Files that aren't in the folder belong to the library like others, and may change like others."""
    place = Place(tmp_path, {"made.md": pattern(7), "made.txt": "x"})
    for number in range(10, 50):  # More than stay at hand.
        place.write(f"docs/p{number}.md", pattern(number))
    reader = Reader(lasting=lasting)

    assert_same(place.plainly(), place.read(reader))
    place.made["made.md"] = pattern(9)
    assert_same(place.plainly(), place.read(reader))
    assert "Pattern Number 9" == place.read(reader).library.by_path["made.md"].title
    place.write("docs/made.md", place.made.pop("made.md"))
    assert_same(place.plainly(), place.read(reader))
    assert place.read(reader).library.by_path["made.md"].source.text == pattern(9)
    place.made["p10.md"] = pattern(10)
    (tmp_path / "docs/p10.md").unlink()
    assert_same(place.plainly(), place.read(reader))


def test_a_file_that_another_plugin_keeps_elsewhere(tmp_path: Path) -> None:
    """A file may lie outside of the folder."""
    place = Place(tmp_path)
    place.write("elsewhere/some.txt", pattern(1))
    config = place.config
    files = [File.generated(config, "p1.md", abs_src_path=str(tmp_path / "elsewhere/some.txt"))]
    project = load(tmp_path / "mkdocs.yml")
    library = Reader().read(files, project.settings, config, store=Store(tmp_path / "store")).library

    assert ["Pattern Number 1"] == [entry.title for entry in library.entries]
    assert pattern(1) == library.documents[0].source.text


def test_an_unreadable_file(tmp_path: Path) -> None:
    """A file that is gone by the time it is read is found to be, and read as soon as it is back."""
    place = Place(tmp_path)
    place.write("docs/p1.md", pattern(1))
    config, project = place.config, load(tmp_path / "mkdocs.yml")
    reader, files = Reader(lasting=True), list(place.files(config))
    (tmp_path / "docs/p1.md").unlink()
    for _ in range(2):
        found = reader.read(files, project.settings, config, store=Store(tmp_path / "store")).report
        assert "unreadable-file" in {one.name for one in found.diagnostics}
    place.write("docs/p1.md", pattern(1))

    assert_same(place.plainly(), place.read(reader))


@pytest.mark.parametrize("lasting", [False, True])
def test_texts_are_let_go(large: Place, *, lasting: bool) -> None:
    """Documents don't hold their texts: these are on disk."""
    reader = Reader(lasting=lasting)
    for words in ("Other words\n", "Others still\n"):
        library = large.read(reader).library
        large.write("docs/p3.md", words)

        assert words == library.by_path["p3.md"].source.text


FIRST = {
    "docs/rota.md": "---\ntitle: Shared Rota\nsummary: Everyone takes a turn.\naliases: [Turns]\nlevels: [6]\n"
    "relations:\n  requires: [{to: written-mechanism, why: So}]\n---\n\nSee [[written-mechanism#form]] and [[x]].\n",
    "docs/written-mechanism.md": "---\ntitle: Written Mechanism\nlevels: [5]\n---\n\nIt begins.\n\n## Form\n\n"
    "As [[rota|the rota]] has it, [so](rota.md#there) ![](picture.png).\n",
    "docs/eroding-goals.md": "---\ntitle: Eroding Goals\nkind: archetype\nsummary: It gives way.\n"
    "loops: [{name: One, links: [a -> b +, b -> a -]}]\n---\n",
    "docs/level.md": "---\ntitle: Information\nkind: level\nnumber: 6\nsummary: Who knows what.\n---\n",
    "docs/guide/index.md": "# Guide\n\nRead [[rota]], [[level:6]], [[shared rota]] and [[planned:more]].\n",
    "docs/picture.png": "",
}
TEXTS = (
    "A sentence more.",
    "See [[rota]] there.",
    "See [[level:6]] and [[eroding goals]].",
    "## Form",
    "[[no-such-thing]]",
    "[there](eroding-goals.md#x) ![](picture.png)",
    "<!-- trimtab: ignore[TT301] wanted -->",
    "> [!NOTE] Confidence: 3",
)
KEYS = (
    "title: Shared Rota",
    "title: Turns",
    "aliases: [Eroding Goals, Rotas]",
    "kind: case",
    "status: deprecated",
    "status: removed",
    "superseded_by: rota",
    "redirect_from: [rota, older]",
    "levels: [5, 6]",
    "summary: Everyone takes a turn.",
    "archetypes: [eroding-goals, turns]",
    "relations: {requires: [rota, 'planned:more'], enables: [nobody]}",
    "vitality: {score: 3, assessed: 2020-01-01}",
    "tags: [a, b]",
    "id: pat-1",
    "title: [",
)
PATHS = (*FIRST, "docs/more.md", "docs/cases/rota.md", "docs/photo.png")
LOCKS = ("page rota/ rota.md\n", "page older/ older.md\nanchor rota/#form\n")
SETTINGS = ("", "rules: {ignore: [TT301]}", "phrases: ['Read {name},']", "remote_images: true")
Edit = Callable[[Place], None]


def appended(path: str, text: str) -> Edit:
    """Put a paragraph at a file's end."""

    def edit(place: Place) -> None:
        file = place.root / path
        place.write(path, (file.read_text(encoding="utf-8") if file.exists() else "") + f"\n{text}\n")

    return edit


def prefixed(path: str, text: str) -> Edit:
    """Put a paragraph at the beginning of a file's body."""

    def edit(place: Place) -> None:
        file = place.root / path
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        at = before.find("\n---\n") + 5 if before.startswith("---") else 0
        place.write(path, f"{before[:at]}\n{text}\n{before[at:]}")

    return edit


def keyed(path: str, line: str) -> Edit:
    """Set a key of a file's front matter; the title, if there is none."""

    def edit(place: Place) -> None:
        file = place.root / path
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        head, _, body = (
            before.removeprefix("---\n").partition("---\n") if before[:3] == "---" else ("", "", before)
        )
        key = line.partition(":")[0]
        kept = [one for one in head.splitlines() if not one.startswith(f"{key}:") and one[:1] != " "]
        place.write(path, "\n".join(["---", *kept, line, "---", body]))

    return edit


def deleted(path: str) -> Edit:
    """Take a file away."""
    return lambda place: (place.root / path).unlink(missing_ok=True)


def restored(path: str) -> Edit:
    """Give a file its first text again."""
    return lambda place: place.write(path, FIRST[path])


def recorded(text: str) -> Edit:
    """Record what was published."""
    return lambda place: place.write("permalinks.lock", text)


def configured(line: str) -> Edit:
    """Change the settings."""
    return lambda place: place.write("mkdocs.yml", CONFIG.replace("{}", f"{{{line}}}"))


def untouched(_: Place) -> None:
    """Change nothing."""


EDITS = st.one_of(
    st.builds(appended, st.sampled_from(PATHS), st.sampled_from(TEXTS)),
    st.builds(prefixed, st.sampled_from(PATHS), st.sampled_from(TEXTS)),
    st.builds(keyed, st.sampled_from(PATHS), st.sampled_from(KEYS)),
    st.builds(deleted, st.sampled_from(PATHS)),
    st.builds(restored, st.sampled_from(list(FIRST))),
    st.builds(recorded, st.sampled_from(LOCKS)),
    st.builds(configured, st.sampled_from(SETTINGS)),
    st.just(untouched),
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a new folder with the library as it is at first."""

    def make() -> Path:
        root = tmp_path_factory.mktemp("edited")
        for path, text in FIRST.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        return root

    return make


@settings(max_examples=60)
@given(edits=st.lists(EDITS, min_size=1, max_size=8))
def test_edits(edits: list[Edit], folders: Callable[[], Path]) -> None:
    """After any edits, what a reader that stays has read is what it is when read anew, with the same findings."""
    place = Place(folders())
    reader = Reader(lasting=True)
    place.read(reader)
    for edit in edits:
        edit(place)
        expected = place.plainly()
        assert_same(expected, place.read(reader))
    assert_same(expected, place.read(Reader()))


def test_nothing_is_frozen_while_serving(tmp_path: Path) -> None:
    """A reader that stays leaves all to the search for cycles, what an earlier build has taken from it as well."""
    place = Place(tmp_path)
    place.read(Reader())
    frozen = gc.get_freeze_count()
    place.read(Reader(lasting=True))

    assert frozen > gc.get_freeze_count()
