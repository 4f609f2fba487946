"""What a build takes over from the site that the last one wrote: nothing that would be different."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from builds import LIBRARIES, mkdocs, snapshot
from trimtab.engine import moving, output
from trimtab.engine.moving import Moves
from trimtab.engine.output import Output

LIBRARY = LIBRARIES / "third-party"
DATA = ("api/", "assets/previews/", "badge/", "embed/", "p/", "llms", "objects.inv", "feed.xml")
"""What of a site is not a page of the frame."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library that tests may change."""
    shutil.copytree(LIBRARY, tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def build(library: Path, tmp_path: Path) -> Callable[[], Path]:
    """Builds the library into the same folder again, with what is kept between builds."""

    def run() -> Path:
        done = mkdocs(
            library / "mkdocs.yml",
            tmp_path / "public" / "site",
            env={"TRIMTAB_CACHE_DIR": str(tmp_path / "kept")},
        )
        assert 0 == done.code, done.log
        assert ["site"] == os.listdir(tmp_path / "public")
        return tmp_path / "public" / "site"

    return run


def data(site: Path) -> dict[str, bytes]:
    """The files of a site that are not pages of the frame."""
    return {path: content for path, content in snapshot(site).items() if path.startswith(DATA)}


def same_files(site: Path) -> dict[str, int]:
    """What tells for each of them whether it's the same file."""
    return {path: (site / path).stat().st_ino for path in data(site)}


def change(file: Path, old: str, new: str) -> None:
    """Change a text of a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def entries(library: Path) -> Iterator[Path]:
    """The files of some entries."""
    yield from sorted((library / "docs").rglob("*.md"))


def nothing(library: Path) -> None:
    """Nothing."""


def a_body(library: Path) -> None:
    """A paragraph more."""
    with prose(library).open("a", encoding="utf-8") as file:
        file.write("\n\nOne more paragraph, which names nobody.\n")


def a_name(library: Path) -> None:
    """Another name of an entry, which other pages show."""
    path = prose(library)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], "aliases: [Quite Another Name]", *lines[1:]]), encoding="utf-8")


def a_new_entry(library: Path) -> None:
    """An entry more."""
    shutil.copy(prose(library), prose(library).with_name("one-more.md"))


def an_entry_less(library: Path) -> None:
    """An entry less."""
    prose(library).unlink()


def another_slug(library: Path) -> None:
    """An entry's file has another name."""
    prose(library).rename(prose(library).with_name("a-name-of-later.md"))


def a_setting(library: Path) -> None:
    """Another name of the site."""
    change(library / "mkdocs.yml", "site_name: ", "site_name: The New ")


def prose(library: Path) -> Path:
    """The file of an entry."""
    return next(
        path for path in entries(library) if path.name not in ("index.md", "README.md") and _is_entry(path)
    )


def _is_entry(path: Path) -> bool:
    return path.read_text(encoding="utf-8").startswith("---\n")


CHANGES = (nothing, a_body, a_name, a_new_entry, another_slug, an_entry_less, a_setting)


def test_every_build_is_like_a_first_one(library: Path, build: Callable[[], Path], tmp_path: Path) -> None:
    """Whatever has changed since the last build, the data files are to the byte those of a build without a past."""
    build()
    for change_it in CHANGES:
        change_it(library)
        found = data(build())
        done = mkdocs(
            library / "mkdocs.yml",
            tmp_path / change_it.__name__,
            env={"TRIMTAB_CACHE_DIR": str(tmp_path / "none" / change_it.__name__)},
        )
        assert 0 == done.code, done.log
        clean = data(tmp_path / change_it.__name__)
        assert set(clean) == set(found), change_it.__doc__
        assert [] == [path for path in clean if clean[path] != found[path]], change_it.__doc__
        shutil.rmtree(tmp_path / change_it.__name__)


def test_what_is_taken_over(library: Path, build: Callable[[], Path]) -> None:
    """With nothing changed all files are the same ones; with one body changed all but those made of it."""
    site = build()
    before = same_files(site)
    assert before == same_files(build())
    entry = prose(library)
    a_body(library)
    after = same_files(build())
    assert set(before) == set(after)
    new = {path for path in before if before[path] != after[path]}
    assert {f"api/v1/entries/{entry.stem}.md", f"api/v1/entries/{entry.stem}.json", "llms-full.txt"} <= new
    assert [] == [path for path in new if entry.stem not in path and path != "llms-full.txt"]


def test_what_somebody_has_changed(build: Callable[[], Path]) -> None:
    """A file of the site that isn't as it was written, or that is gone, is written again; what was added goes."""
    site = build()
    before = data(site)
    changed, gone, replaced = sorted(path for path in before if path.startswith("badge/"))[:3]
    (site / changed).write_bytes(before[changed][:-1] + b" ")
    (site / gone).unlink()
    (site / replaced).unlink()
    (site / replaced).symlink_to(site / changed)
    (site / "badge" / "added.svg").write_text("added", encoding="utf-8")
    (site / "embed" / "added").mkdir()
    assert before == data(build())
    assert not (site / "embed" / "added").exists()


@pytest.mark.parametrize("content", [b"", b"damaged", None])
def test_records_that_cannot_be_trusted(
    content: bytes | None, build: Callable[[], Path], tmp_path: Path
) -> None:
    """Without the records of the last build, or with damaged ones, all is written again."""
    site = build()
    before, files = data(site), same_files(site)
    (records,) = (tmp_path / "kept").glob("*/written")
    if content is None:
        shutil.rmtree(tmp_path / "kept")
    else:
        records.write_bytes(content)
    assert before == data(build())
    assert files.items().isdisjoint(same_files(site).items())


def test_a_build_that_fails_takes_nothing(library: Path, build: Callable[[], Path], tmp_path: Path) -> None:
    """A build that fails at its end leaves the old site to the byte; the next takes its files over."""
    site = build()
    before, files = snapshot(site), same_files(site)
    strict = library / "strict.yml"
    strict.write_text("INHERIT: mkdocs.yml\nnav: [missing.md]\n", encoding="utf-8")
    done = mkdocs(strict, site, "--strict", env={"TRIMTAB_CACHE_DIR": str(tmp_path / "kept")})
    assert 1 == done.code
    assert before == snapshot(site)
    assert ["site"] == os.listdir(site.parent)
    assert files == same_files(build())


# The folder itself


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    """A configuration of MkDocs, with a folder for the site."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\n", encoding="utf-8")
    return load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "public" / "site"))


def published(
    config: MkDocsConfig, memory: output.Memory | None, files: dict[str, str], along: str = ""
) -> None:
    """Publish a site with some files, whose keys are their contents."""
    made = Output(config, memory)
    for path, content in files.items():
        if not made.keep(
            path, content, lambda path=path, content=content: made.write(path, content.encode())
        ):
            made.write(path, content.encode(), content)
    made.publish(config, along=along)


@pytest.fixture(params=[None, 0, moving.FEW], ids=["once", "again, as wholes", "again"])
def memory(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> output.Memory | None:
    """What a process remembers, if it builds again and again, whether folders move as wholes or one by one."""
    monkeypatch.setenv("TRIMTAB_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setattr(moving, "FEW", request.param or 0)
    return None if request.param is None else {}


def test_another_build_in_between(config: MkDocsConfig, memory: output.Memory | None, tmp_path: Path) -> None:
    """Where another build has replaced the old site, what would have been taken over is made after all."""
    published(config, memory, {"one": "1", "two": "2", "three": "3"})
    slow = Output(config, memory)
    assert slow.keep("one", "1", lambda: slow.write("one", b"1"))
    config.site_dir = str(tmp_path / "public" / "site")
    published(config, memory, {"one": "other", "two": "2", "three": "3"})
    slow.publish(config)
    assert {"one": b"1"} == snapshot(tmp_path / "public" / "site")


def test_all_in_one_place(config: MkDocsConfig, memory: output.Memory | None, tmp_path: Path) -> None:
    """Before it's published, a site can be had whole; what is copied for that is taken over by the next build."""
    files = {f"{number}/index.html": "page" for number in range(3)}
    published(config, memory, files)
    made = Output(config, memory)
    for path in list(files)[1:]:
        assert made.keep(path, "page", lambda: pytest.fail("It is there."))
    made.write("0/index.html", b"another", "another")
    assert [True, False, False] == [made.place(path) == f"{made.path}/{path}" for path in files]
    assert ["another", "page", "page"] == [Path(made.place(path)).read_text() for path in files]
    made.complete()
    assert files.keys() == snapshot(Path(made.path)).keys()
    assert [True] * 3 == [made.place(path) == f"{made.path}/{path}" for path in files]
    made.publish(config)
    assert {**dict.fromkeys(files, b"page"), "0/index.html": b"another"} == snapshot(
        tmp_path / "public" / "site"
    )
    again = Output(config, memory)
    assert all(again.keep(path, "page", lambda: None) for path in list(files)[1:])
    again.discard()


def test_what_comes_along(config: MkDocsConfig, memory: output.Memory | None, tmp_path: Path) -> None:
    """A folder may come along as it is; never in the place of the new site's own, nor where there is none."""
    files = {f"{number}/index.html": "page" for number in range(3)}
    site = tmp_path / "public" / "site"
    published(config, memory, {**files, "changes": "1"}, along="search")
    (site / "search" / "part").mkdir(parents=True)
    (site / "search" / "part" / "index").write_text("found", encoding="utf-8")
    before = (site / "search" / "part" / "index").stat().st_ino
    published(config, memory, {**files, "changes": "2"}, along="search")
    assert {*files, "changes", "search/part/index"} == snapshot(site).keys()
    assert before == (site / "search" / "part" / "index").stat().st_ino
    published(config, memory, {**files, "search/other": "own"}, along="search")
    assert {*files, "search/other"} == snapshot(site).keys()
    (site / "search" / "added").write_text("", encoding="utf-8")
    published(config, memory, files)
    assert files.keys() == snapshot(site).keys()


def test_a_site_that_cannot_be_published(
    config: MkDocsConfig, memory: output.Memory | None, tmp_path: Path
) -> None:
    """Where something can't be moved the old site stays as it was, and so does what would have come along."""
    files = {f"{number}/index.html": "page" for number in range(3)}
    site = tmp_path / "public" / "site"
    published(config, memory, files)
    (site / "search").mkdir()
    (site / "search" / "index").write_text("found", encoding="utf-8")
    failing = Output(config, memory)
    for path in files:
        assert failing.keep(path, "page", lambda: None)
    shutil.rmtree(site / "2")
    before = snapshot(site)
    with pytest.raises(FileNotFoundError):
        failing.publish(config, along="search")
    assert before == snapshot(site)
    assert ["site"] == os.listdir(site.parent)
    assert str(site) == config.site_dir
    published(config, memory, files, along="search")
    assert {*files, "search/index"} == snapshot(site).keys()


def test_what_is_added_while_a_process_builds(
    config: MkDocsConfig, memory: output.Memory | None, tmp_path: Path
) -> None:
    """What somebody adds to the site between two builds of one process goes, as does what no longer belongs to it."""
    files = {f"{top}/{number}/index.html": "page" for top in "ab" for number in range(3)}
    site = tmp_path / "public" / "site"
    published(config, memory, {**files, "a/0/more": "more"})
    for added in ("a/added", "b/1/added", "b/added/index.html", "added"):
        time.sleep(0.05)  # So that the clock of the file system has gone on.
        published(config, memory, files)
        (site / added).parent.mkdir(exist_ok=True)
        (site / added).write_text("added", encoding="utf-8")
        published(config, memory, files)
        assert files.keys() == snapshot(site).keys(), added
        assert not (site / "b" / "added").exists()


def test_what_is_added_within_a_tick(
    config: MkDocsConfig, memory: output.Memory | None, tmp_path: Path
) -> None:
    """What is added so soon after a build that the folder's time doesn't tell goes as well."""
    files = {f"a/{number}/index.html": "page" for number in range(3)}
    site = tmp_path / "public" / "site"
    made = Output(config, memory)
    for path, content in files.items():
        made.write(path, content.encode(), content)
    later = time.time_ns() + 3600 * 10**9
    os.utime(tmp_path / "public" / Path(made.path).name / "a" / "1", ns=(later, later))
    made.publish(config)
    for _ in range(2):
        (site / "a" / "1" / "added").write_text("added", encoding="utf-8")
        os.utime(site / "a" / "1", ns=(later, later))
        published(config, memory, files)
        assert files.keys() == snapshot(site).keys()


def test_leftovers_of_an_interrupted_build(config: MkDocsConfig, tmp_path: Path) -> None:
    """An old site that an interrupted build has left is removed by the next; nothing else that lies beside."""
    names = (".site-abcd0_12-old", ".site-mine-old", ".other-abcd0_12-old", ".site-abcd0_12")
    for name in names:
        (tmp_path / "public" / name).mkdir(parents=True)
    published(config, {}, {"one": "1"})
    assert {"site", *names[1:]} == set(os.listdir(tmp_path / "public"))


def test_a_large_old_site(config: MkDocsConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large old site goes as well, though the build doesn't wait for that."""
    monkeypatch.setattr(output, "MANY", 1)
    memory: output.Memory = {}
    published(config, memory, {"one": "1", "two": "2"})
    published(config, memory, {"one": "1", "two": "3"})
    assert {"one": b"1", "two": b"3"} == snapshot(tmp_path / "public" / "site")
    until = time.monotonic() + 60
    while len(os.listdir(tmp_path / "public")) > 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert ["site"] == os.listdir(tmp_path / "public")


def test_parts(config: MkDocsConfig, tmp_path: Path) -> None:
    """A file in several parts has those that are as they were from the old site; only the others are made."""
    memory: output.Memory = {}
    made: list[str] = []

    def part(text: str) -> tuple[str, Callable[[], bytes]]:
        def make() -> bytes:
            made.append(text)
            return text.encode()

        return text, make

    for texts in (["a", "bb", "", "ccc"], ["ccc", "a", "new", "bb", "a"], ["ccc"]):
        made.clear()
        site = Output(config, memory)
        site.assemble("whole", "".join(texts), map(part, texts))
        site.publish(config)
        assert "".join(texts).encode() == (tmp_path / "public" / "site" / "whole").read_bytes()
        if "new" in texts:
            assert ["new"] == made
    assert [] == made


names = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(lambda parts: "/".join([*parts, "file"]))


@pytest.mark.parametrize("few", [0, moving.FEW])
@given(st.sets(names), st.sets(names), st.booleans(), st.booleans(), st.data())
def test_moving(
    few: int, old: set[str], new: set[str], are_seen: bool, alone: bool, data: st.DataObject
) -> None:
    """Exactly what is taken over moves, whatever else is in both folders; undone, everything is where it was.

    So it is as well where the old folders have been looked into before, and something was added to some of them.
    """
    chosen = data.draw(st.sets(st.sampled_from(sorted(old - new)))) if old - new else set()
    added = data.draw(st.sets(names)) - new - old if are_seen else set()
    whole = data.draw(st.booleans())
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(moving, "FEW", few)
        fill(Path(folder) / "new", new)
        fill(Path(folder) / "old", {*old, *(["along/one/file"] if whole else [])})
        for below in (Path(folder) / "old").rglob(""):
            os.utime(below, (1, 1))
        (Path(folder) / "aside").mkdir()
        seen: moving.Seen = {}
        moves = Moves(f"{folder}/old", f"{folder}/new", f"{folder}/aside", seen, alone=alone)
        if are_seen:
            moves.look(f"{folder}/old")
            fill(Path(folder) / "old", added)
        before = snapshot(Path(folder))
        moves.take_over([*chosen, *(["along"] if whole else [])])
        expected = {path: f"new {path}".encode() for path in new} | {
            path: f"old {path}".encode() for path in {*chosen, *(["along/one/file"] if whole else [])}
        }
        assert expected == snapshot(Path(folder) / "new")
        moves.undo()
        assert before == snapshot(Path(folder))


def fill(folder: Path, paths: set[str]) -> None:
    """Write files whose content tells where they are."""
    folder.mkdir(exist_ok=True)
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"{folder.name} {path}", encoding="utf-8")
