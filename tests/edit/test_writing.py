from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edit.projects import Snapshot
from trimtab.core.source import Source
from trimtab.edit import writing
from trimtab.edit.texts import EditError
from trimtab.edit.writing import Change, Transaction


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with three files."""
    folder = tmp_path / "docs"
    (folder / "cases").mkdir(parents=True)
    for name in ("a.md", "b.md", "cases/c.md"):
        (folder / name).write_bytes(name.encode())
    return folder


def edited(*names: str) -> list[Change]:
    """A change of each of some files."""
    return [Change(name, name.encode(), name.upper().encode()) for name in names]


EVERYTHING = [
    *edited("a.md"),
    Change("cases/d.md", b"cases/c.md", b"MOVED", "cases/c.md"),
    Change("new/folder/e.md", None, b"NEW"),
    *edited("b.md"),
]
"""A change of each sort."""


def test_all_is_written(docs: Path, snapshot: Snapshot) -> None:
    """Files change, move and come to be, in new folders too, and nothing else is left behind."""
    Transaction(docs, tuple(EVERYTHING)).write()

    assert {
        "docs/a.md": b"A.MD",
        "docs/b.md": b"B.MD",
        "docs/cases/d.md": b"MOVED",
        "docs/new/folder/e.md": b"NEW",
    } == snapshot()


def test_nothing_to_write(docs: Path, snapshot: Snapshot) -> None:
    """A transaction without changes writes nothing and shows nothing."""
    before = snapshot()
    Transaction(docs).write()

    assert before == snapshot()
    assert "" == Transaction(docs).diff()


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o444])
@pytest.mark.parametrize("moved", [False, True])
def test_permissions_are_kept(docs: Path, mode: int, moved: bool) -> None:
    """A file that is changed, or moved, may be read and written by whom it could be before."""
    (docs / "a.md").chmod(mode)

    Transaction(docs, (Change("z.md" if moved else "a.md", b"a.md", b"x", "a.md" if moved else ""),)).write()

    assert mode == stat.S_IMODE((docs / ("z.md" if moved else "a.md")).stat().st_mode)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_owners_are_kept(docs: Path) -> None:
    """Root can change somebody's file without taking it."""
    os.chown(docs / "a.md", 1234, 2345)

    Transaction(docs, tuple(edited("a.md"))).write()

    found = (docs / "a.md").stat()
    assert (1234, 2345) == (found.st_uid, found.st_gid)


def test_new_files_have_the_usual_permissions(docs: Path) -> None:
    """A new file can be read by whomever the system's mask lets read new files."""
    mask = os.umask(0o027)
    try:
        Transaction(docs, (Change("new.md", None, b""),)).write()
    finally:
        os.umask(mask)

    assert 0o640 == stat.S_IMODE((docs / "new.md").stat().st_mode)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change("a.md", b"other", b"x"), "`a.md` has changed on disk since it was read."),
        (Change("z.md", b"other", b"x", "a.md"), "`a.md` has changed on disk since it was read."),
        (Change("z.md", b"z.md", b"x"), "`z.md` can't be written: No such file or directory."),
        (Change("b.md", b"a.md", b"x", "a.md"), "`b.md` is there already."),
        (Change("b.md", None, b"x"), "`b.md` is there already."),
        (Change("cases", None, b"x"), "`cases` is there already."),
        (Change("a.md/b.md", None, b"x"), "`a.md/b.md` can't be written: Not a directory."),
        (Change("cases", b"", b"x"), "`cases` can't be written: Is a directory."),
    ],
)
def test_what_does_not_fit_the_disk_is_refused(
    docs: Path, snapshot: Snapshot, change: Change, message: str
) -> None:
    """A file that changed meanwhile, or is in the way, stops the whole transaction, first or last in it."""
    before = snapshot()
    others = [*edited("cases/c.md"), Change("new/e.md", None, b"")]
    for changes in ((change, *others), (*others, change)):
        with pytest.raises(EditError) as caught:
            Transaction(docs, tuple(changes)).write()

        assert message == caught.value.message
        assert caught.value.help.startswith("Nothing was changed.")
        assert before == snapshot()
    assert not (docs / "new").exists()


class Failing:
    """Does what a function does until the n-th call, which fails."""

    def __init__(
        self, function: Callable[..., Any], call: int, error: BaseException, *, last: bool = True
    ) -> None:
        self.function, self.left, self.error, self.last = function, call, error, last

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """What the function does, or the failure."""
        self.left -= 1
        if self.left == 0 or (self.left < 0 and not self.last):
            raise self.error
        return self.function(*arguments, **named)


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("name", "needed"), [("replace", 4), ("open", 6), ("fsync", 4), ("close", 2), ("link", 0)]
)
@pytest.mark.parametrize("call", range(1, 8))
def test_a_failure_in_the_middle_undoes_everything(
    docs: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, name: str, needed: int, call: int
) -> None:
    """Whatever the system refuses, and whenever, either all is written or nothing is, and nothing is left behind.

    `needed` is how many calls a transaction can't do without; copies stand in for second names.
    """
    before, links = snapshot(), (docs / "a.md").stat().st_nlink
    transaction = Transaction(docs, tuple(EVERYTHING))
    with monkeypatch.context() as patch:
        patch.setattr(os, name, Failing(getattr(os, name), call, FULL))
        if call <= needed:
            with pytest.raises(EditError) as caught:
                transaction.write()
        else:
            transaction.write()

    if call <= needed:
        assert caught.value.message.endswith("can't be written: No space left on device.")
        assert "Nothing was changed. Mend that, and run the command again." == caught.value.help
        assert before == snapshot()
        assert not (docs / "new").exists()
        assert links == (docs / "a.md").stat().st_nlink
    else:
        assert 4 == len(snapshot())
        assert b"MOVED" == (docs / "cases/d.md").read_bytes()


def test_a_stop_by_the_keyboard_undoes_everything(
    docs: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C between two files leaves none of them changed."""
    before = snapshot()
    monkeypatch.setattr(os, "replace", Failing(os.replace, 3, KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        Transaction(docs, tuple(EVERYTHING)).write()

    assert before == snapshot()


def test_a_file_that_comes_to_be_meanwhile_is_not_overwritten(
    docs: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's file that appears between the look and the writing is left alone."""

    def late(*arguments: Any) -> None:
        (docs / "new.md").write_bytes(b"theirs")
        replace(*arguments)

    replace = os.replace
    monkeypatch.setattr(os, "replace", late)
    before = snapshot()

    with pytest.raises(EditError, match=re.escape("`new.md` is there already")):
        Transaction(docs, (*edited("a.md"), Change("new.md", None, b"ours"))).write()

    monkeypatch.undo()
    assert {**before, "docs/new.md": b"theirs"} == snapshot()


def test_a_file_that_changes_meanwhile_is_not_overwritten(
    docs: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an editor saves between the look and the writing is kept, and the rest undone."""

    def late(*arguments: Any) -> None:
        (docs / "b.md").write_bytes(b"theirs")
        replace(*arguments)

    replace = os.replace
    monkeypatch.setattr(os, "replace", late)
    before = snapshot()

    with pytest.raises(EditError, match=re.escape("`b.md` has changed on disk")):
        Transaction(docs, tuple(edited("a.md", "b.md"))).write()

    monkeypatch.undo()
    assert {**before, "docs/b.md": b"theirs"} == snapshot()


def test_what_cannot_be_undone_is_told_and_kept(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When even putting back fails, the error names the files and where their old text is, and that stays there."""
    monkeypatch.setattr(os, "replace", Failing(os.replace, 2, FULL, last=False))

    with pytest.raises(EditError) as caught:
        Transaction(docs, tuple(edited("a.md", "b.md"))).write()

    monkeypatch.undo()
    kept = sorted(path for path in docs.iterdir() if path.name.startswith(".trimtab-"))
    assert b"a.md" in [path.read_bytes() for path in kept]
    assert "`a.md`" in caught.value.help
    assert "could not be put back" in caught.value.help
    assert all(f"`{path}`" in caught.value.help for path in kept)


def test_file_systems_without_second_names(
    docs: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files can't have two names, copies are kept until all is written."""
    (docs / "a.md").chmod(0o640)
    before = snapshot()
    monkeypatch.setattr(os, "link", Failing(os.link, 1, OSError(errno.EPERM, "no"), last=False))
    monkeypatch.setattr(os, "replace", Failing(os.replace, 2, FULL))

    with pytest.raises(EditError):
        Transaction(docs, tuple(edited("a.md", "b.md"))).write()

    assert before == snapshot()
    assert 0o640 == stat.S_IMODE((docs / "a.md").stat().st_mode)


# Links


@pytest.fixture
def outside(tmp_path: Path, docs: Path) -> Path:
    """A file beside the library's folder, to which links in it lead."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "x.md").write_bytes(b"x")
    (docs / "linked.md").symlink_to(folder / "x.md")
    (docs / "folder").symlink_to(folder)
    return folder


@pytest.mark.parametrize(
    "change",
    [
        Change("linked.md", b"x", b"y"),
        Change("folder/x.md", b"x", b"y"),
        Change("y.md", b"x", b"y", "linked.md"),
        Change("folder/y.md", b"a.md", b"y", "a.md"),
        Change("folder/y.md", None, b"y"),
        Change("../y.md", None, b"y"),
        Change("/etc/y.md", None, b"y"),
    ],
)
def test_nothing_outside_the_folder_is_touched(
    docs: Path, outside: Path, snapshot: Snapshot, change: Change
) -> None:
    """No link, and no path, leads a change out of the library's folder."""
    before = snapshot()

    with pytest.raises(EditError, match="leads out of the library's folder"):
        Transaction(docs, (*edited("b.md"), change)).write()

    assert before == snapshot()


def test_reading_outside_the_folder(docs: Path, outside: Path) -> None:
    """A file outside the folder isn't read to be changed, either."""
    with pytest.raises(EditError, match="leads out of the library's folder"):
        writing.read(docs, Source.decode("linked.md", b"x"))


def test_links_within_the_folder_stay_links(docs: Path) -> None:
    """A link to another file of the library is followed: the file changes, and the link stays one."""
    (docs / "link.md").symlink_to("a.md")

    Transaction(docs, (Change("link.md", b"a.md", b"new"),)).write()

    assert (docs / "link.md").is_symlink()
    assert b"new" == (docs / "a.md").read_bytes()
    assert not (docs / "a.md").is_symlink()


def test_one_file_under_two_names(docs: Path) -> None:
    """A file and a link to it can change alike, but not differently."""
    (docs / "link.md").symlink_to("a.md")
    alike = (Change("link.md", b"a.md", b"new"), Change("a.md", b"a.md", b"new"))

    with pytest.raises(EditError, match=re.escape("`a.md` and `link.md` are one file")):
        Transaction(docs, (alike[0], Change("a.md", b"a.md", b"other"))).write()
    Transaction(docs, alike).write()

    assert b"new" == (docs / "a.md").read_bytes()


@pytest.mark.parametrize("there", ["a.md", "nowhere.md"])
def test_a_link_is_in_the_way(docs: Path, snapshot: Snapshot, there: str) -> None:
    """A link is neither renamed nor written through by a new file, even one that leads nowhere."""
    (docs / "link.md").symlink_to(there)

    with pytest.raises(EditError, match=re.escape("`link.md` is there already")):
        Transaction(docs, (Change("link.md", None, b"x"),)).write()
    with pytest.raises(EditError, match=re.escape("`link.md` is there already")):
        Transaction(docs, (Change("link.md", b"b.md", b"x", "b.md"),)).write()

    assert not (docs / "nowhere.md").exists()


def test_links_are_not_renamed(docs: Path) -> None:
    """The name of a link says nothing about the file that it leads to."""
    (docs / "link.md").symlink_to("a.md")

    with pytest.raises(EditError, match=re.escape("`link.md` is a symbolic link")):
        Transaction(docs, (Change("z.md", b"a.md", b"x", "link.md"),)).write()


def test_a_linked_library(docs: Path, tmp_path: Path) -> None:
    """The library's folder itself may be a link."""
    (tmp_path / "link").symlink_to(docs)

    Transaction(tmp_path / "link", tuple(EVERYTHING)).write()

    assert b"A.MD" == (docs / "a.md").read_bytes()


# Reading


@pytest.mark.parametrize("data", [b"text\n", b"\xef\xbb\xbftext\r\n"])
def test_a_file_is_read_with_its_bytes(docs: Path, data: bytes) -> None:
    """The file of a source is the same text, with the mark and the line ends that it has on disk."""
    (docs / "a.md").write_bytes(data)

    assert data == writing.read(docs, Source.decode("a.md", data)).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"other\n", "`a.md` has changed on disk since it was read."),
        (b"te\xe9t\n", "`a.md` is not UTF-8, so it can't be changed without loss."),
        (None, "`a.md` can't be read: No such file or directory."),
    ],
)
def test_a_file_that_is_not_what_was_read(docs: Path, data: bytes | None, message: str) -> None:
    """A file that says something else by now isn't changed by what was found in it before."""
    if data is None:
        (docs / "a.md").unlink()
    else:
        (docs / "a.md").write_bytes(data)

    with pytest.raises(EditError) as caught:
        writing.read(docs, Source.decode("a.md", b"text\n"))

    assert message == caught.value.message
