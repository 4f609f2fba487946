from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from trimtab.checking import Store, read_and_check
from trimtab.checking.store import pack, unpack
from trimtab.core.diagnostics import Report
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.project import Project, load
from trimtab.core.settings import Settings
from trimtab.rules import check

LIBRARIES = Path(__file__).parents[1] / "libraries"
MANY = 700
"""Enough files for several shards, so that other processes read them."""


def write(root: Path, path: str, text: str) -> None:
    """Write one file of a library."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def pattern(number: int, **more: str) -> str:
    """The text of a pattern that requires the next one."""
    keys = "".join(f"{key}: {value}\n" for key, value in more.items())
    return (
        f"---\ntitle: Pattern Number {number}\nsummary: It is {number}.\n{keys}"
        f"relations: {{requires: [p{number + 1}]}}\n---\n\nSee [[p{number + 2}]].\n"
    )


@pytest.fixture
def large(tmp_path: Path) -> Project:
    """A library of many files, whose last two name entries that aren't there."""
    for number in range(MANY):
        write(tmp_path, f"docs/p{number}.md", pattern(number))
    return Project(root=tmp_path, docs_dir=tmp_path / "docs", settings=Settings())


def plainly(project: Project) -> Report:
    """The report of a library that is read in one process and without anything kept."""
    return check(Library.read(project))


@pytest.mark.parametrize("name", ["broken", "minimal", "dialect", "hostile"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_report(name: str, jobs: int, tmp_path: Path) -> None:
    """Whether documents are read here or kept, the report is the same."""
    project = load(LIBRARIES / name / "mkdocs.yml")
    expected = plainly(project).diagnostics
    store = Store(tmp_path / "store")

    assert expected == read_and_check(project, jobs=jobs).report.diagnostics
    assert expected == read_and_check(project, store, jobs=jobs).report.diagnostics
    assert expected == read_and_check(project, store, jobs=jobs).report.diagnostics


def test_several_processes(large: Project, tmp_path: Path) -> None:
    """Read by several processes, a library has the same findings."""
    expected = plainly(large).diagnostics

    assert 3 == len(expected)
    assert expected == read_and_check(large, jobs=3).report.diagnostics
    assert expected == read_and_check(large, Store(tmp_path / "store"), jobs=3).report.diagnostics


def test_counts_entries(large: Project, tmp_path: Path) -> None:
    """How many entries were checked is known, from what was kept as well."""
    store = Store(tmp_path / "store")

    assert [MANY, MANY] == [read_and_check(large, store).count for _ in range(2)]


def test_progress(large: Project) -> None:
    """Progress goes up to the number of documents and ends with it."""
    told: list[tuple[int, int]] = []
    read_and_check(large, jobs=2, progress=lambda done, total, kept: told.append((done, total)))

    assert sorted(told) == told
    assert (MANY, MANY) == told[-1]
    assert {MANY} == {total for _, total in told}


def change_a_body(root: Path) -> None:
    """Refer to an entry that isn't there."""
    write(root, "docs/p7.md", pattern(7) + "\n[[nobody]]\n")


def delete_a_file(root: Path) -> None:
    """Take away what two others name."""
    (root / "docs/p9.md").unlink()


def add_a_file(root: Path) -> None:
    """Add an entry with another's title."""
    write(root, "docs/another.md", pattern(5))


def move_a_file(root: Path) -> None:
    """Give an entry another slug."""
    (root / "docs/p8.md").rename(root / "docs/q8.md")


def delete_an_image(root: Path) -> None:
    """Take away a file that is no document."""
    (root / "docs/picture.png").unlink()


@pytest.mark.parametrize("change", [change_a_body, delete_a_file, add_a_file, move_a_file, delete_an_image])
def test_a_change_is_noticed(change: Callable[[Path], None], large: Project, tmp_path: Path) -> None:
    """After a change to any file, a run with what was kept finds what a run without finds."""
    write(large.root, "docs/picture.png", "")
    write(large.root, "docs/p3.md", pattern(3) + "\n![](picture.png)\n")
    store = Store(tmp_path / "store")
    before = read_and_check(large, store, jobs=2).report.diagnostics
    change(large.root)
    after = read_and_check(large, store, jobs=2).report.diagnostics

    assert before != after
    assert plainly(large).diagnostics == after


def test_settings_are_noticed(large: Project, tmp_path: Path) -> None:
    """What was kept under other settings doesn't count."""
    store = Store(tmp_path / "store")
    read_and_check(large, store)
    other = large.model_copy(update={"settings": Settings.model_validate({"rules": {"ignore": ["TT301"]}})})

    assert () == read_and_check(other, store).report.diagnostics


def test_the_day_is_noticed(large: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that was kept on another day isn't taken for today's."""
    store = Store(tmp_path / "store")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    read_and_check(large, store)
    first = {path.name for path in (tmp_path / "store").iterdir()}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    read_and_check(large, store)

    assert ["report"] == [
        path.name.partition("-")[0] for path in (tmp_path / "store").iterdir() if path.name not in first
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:40],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data[:20] + b"\x00" + data[21:],
    ],
)
def test_damage(damage: Callable[[bytes], bytes], large: Project, tmp_path: Path) -> None:
    """What is damaged isn't trusted, and is made anew."""
    store = Store(tmp_path / "store")
    expected = read_and_check(large, store).report.diagnostics
    for path in (tmp_path / "store").iterdir():
        path.write_bytes(damage(path.read_bytes()))

    assert expected == read_and_check(large, store).report.diagnostics
    assert expected == read_and_check(large, store).report.diagnostics


class _Trap:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return (os.system, ("touch trapped",))


@pytest.mark.parametrize("value", [_Trap(), Path("x"), print])
def test_nothing_but_our_data_is_unpacked(
    value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kept file that would run something, or make anything but our own data, counts as absent."""
    monkeypatch.chdir(tmp_path)

    assert None is unpack(pickle.dumps((value,)), type(value))
    assert [] == list(tmp_path.iterdir())


def test_a_planted_result(large: Project, tmp_path: Path) -> None:
    """A result with a right checksum that holds something else is not taken."""
    store = Store(tmp_path / "store")
    expected = read_and_check(large, store).report.diagnostics
    for path in (tmp_path / "store").iterdir():
        store.save(path.name, pack("something else"))

    assert expected == read_and_check(large, store).report.diagnostics


def test_a_store_that_cant_be_written(large: Project, tmp_path: Path) -> None:
    """Where nothing can be kept, the check goes on without."""
    (tmp_path / "file").write_text("")

    assert 3 == len(read_and_check(large, Store(tmp_path / "file" / "store")).report.diagnostics)


def test_a_deleted_store(large: Project, tmp_path: Path) -> None:
    """The store may be deleted between two runs."""
    store = Store(tmp_path / "store")
    expected = read_and_check(large, store).report.diagnostics
    shutil.rmtree(tmp_path / "store")

    assert expected == read_and_check(large, store).report.diagnostics


def test_pruning(tmp_path: Path) -> None:
    """What hasn't been used for longest goes first, in the stores of all libraries, until the rest fits."""
    old, new = Store(tmp_path / "old"), Store(tmp_path / "new")
    for age, store in enumerate((new, old)):
        for number in range(3):
            store.save(str(number), bytes(1000))
            path = tmp_path / ("new", "old")[age] / str(number)
            os.utime(path, (10_000 - 100 * age + number,) * 2)
    new.prune(most=4 * 1016)

    assert ["2"] == sorted(path.name for path in (tmp_path / "old").iterdir())
    assert ["0", "1", "2"] == sorted(path.name for path in (tmp_path / "new").iterdir())


def test_a_store_for_each_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two libraries have stores of their own, in the folder that the environment names."""
    monkeypatch.setenv("TRIMTAB_CACHE_DIR", str(tmp_path / "here"))
    for name in "ab":
        (tmp_path / name).mkdir()
        Store.of(tmp_path / name).save("x", b"")

    assert 2 == len(list((tmp_path / "here").iterdir()))


def test_documents_travel(large: Project) -> None:
    """A document that was packed knows what it knew, and reads its text again when it's asked for."""
    (first, *_) = Library.read(large).documents
    (again,) = unpack(pack(first), Document) or ()
    again.read_by(lambda: first.source, large.settings)

    assert (first.path, first.title, first.entry, first.namings, first.targets, first.anchors) == (
        again.path,
        again.title,
        again.entry,
        again.namings,
        again.targets,
        again.anchors,
    )
    assert (first.markdown, first.span("relations", 0, "to"), first.line(2)) == (
        again.markdown,
        again.span("relations", 0, "to"),
        again.line(2),
    )
