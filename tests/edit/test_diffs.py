from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.edit.diffs import unified
from trimtab.edit.writing import Change, Transaction


def git(folder: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    """Run git in a folder."""
    done = subprocess.run(["git", *arguments], cwd=folder, input=stdin, capture_output=True, check=False)
    assert 0 == done.returncode, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "a\nb\nc\n",
            "a\nB\nc\n",
            "diff --git a/x.md b/x.md\n--- a/x.md\n+++ b/x.md\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
        ),
        (
            "a",
            "b",
            "diff --git a/x.md b/x.md\n--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
            "+b\n\\ No newline at end of file\n",
        ),
        (
            "a\r\n",
            "b\r\n",
            "diff --git a/x.md b/x.md\n--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-a\r\n+b\r\n",
        ),
        (
            None,
            "a\n",
            "diff --git a/x.md b/x.md\nnew file mode 100644\n--- /dev/null\n+++ b/x.md\n@@ -0,0 +1 @@\n+a\n",
        ),
        (None, "", "diff --git a/x.md b/x.md\nnew file mode 100644\n"),
        ("a\n", "a\n", ""),
    ],
)
def test_form(before: str | None, after: str, expected: str) -> None:
    """A diff has the form that git gives it."""
    assert expected == unified("x.md", before, after)


def test_renames() -> None:
    """A moved file is shown as git shows one, with how much of it stayed."""
    expected = (
        "diff --git a/cases/old.md b/cases/new.md\n"
        "similarity index 75%\n"
        "rename from cases/old.md\n"
        "rename to cases/new.md\n"
        "--- a/cases/old.md\n"
        "+++ b/cases/new.md\n"
        "@@ -1,4 +1,4 @@\n"
        " a\n b\n c\n-d\n+e\n"
    )

    assert expected == unified("cases/new.md", "a\nb\nc\nd\n", "a\nb\nc\ne\n", "cases/old.md")
    assert "similarity index 100%\nrename from a.md\nrename to b.md\n" in unified(
        "b.md", "a\n", "a\n", "a.md"
    )


def test_names_with_blanks() -> None:
    """A tab ends a name with blanks, so that tools other than git see where it ends; odd names are quoted."""
    assert "--- a/b c.md\t\n+++ b/b c.md\t\n" in unified("b c.md", "a\n", "b\n")
    assert '--- "a/b\\"c.md"\n+++ "b/b\\"c.md"\n' in unified('b"c.md', "a\n", "b\n")


NAMES = [
    "a.md",
    "with blank.md",
    "C# at 100%.md",
    'quo"te.md',
    "back\\slash.md",
    "tab\there.md",
    "Straße.md",
    "日本.md",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("moved", ["", "moved to.md"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\n", b"a\nB\n"),
        (b"a\r\nb\r\n", b"a\r\nB\r\nc\r\n"),
        (b"\xef\xbb\xbfa\nb", b"\xef\xbb\xbfa\nb\nc"),
        (b"a\nb\n", b"a\nb"),
        (b"-- a\n++ b\n", b"-- a\n"),
        (b"a\x0cb\xe2\x80\xa8c\n", b"a\x0cb\n"),
        (b"", b"a"),
    ],
)
def test_git_applies_it(tmp_path: Path, name: str, moved: str, before: bytes, after: bytes) -> None:
    """What a transaction shows, `git apply` turns into what it would write, for any name and any line ends."""
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "core.autocrlf", "false")
    (tmp_path / name).write_bytes(before)
    change = Change(moved or name, before, after, name if moved else "")
    patch = Transaction(tmp_path, (change,)).diff()

    git(tmp_path, "apply", "--whitespace=nowarn", stdin=patch.encode())

    assert {moved or name: after} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()
    }


def test_git_applies_new_files_in_folders(tmp_path: Path) -> None:
    """A new file, and the folder as seen from where the diff is applied, are understood too."""
    git(tmp_path, "init", "-q")
    changes = (Change("cases/new.md", None, b"a\n"), Change("b.md", None, b""))

    git(tmp_path, "apply", stdin=Transaction(tmp_path, changes).diff("patterns/").encode())

    assert b"a\n" == (tmp_path / "patterns" / "cases" / "new.md").read_bytes()
    assert b"" == (tmp_path / "patterns" / "b.md").read_bytes()


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """However changes were collected, the diff is the same."""
    one, other = Change("a.md", b"a\n", b"b\n"), Change("c.md", b"a\n", b"b\n", "b.md")

    assert Transaction(tmp_path, (one, other)).diff() == Transaction(tmp_path, (other, one)).diff()


texts = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "a\r\n", "d", "\u2028"]), max_size=20).map(
    "".join
)


@settings(max_examples=40)
@given(texts, texts)
def test_git_applies_any_change(before: str, after: str) -> None:
    """Whatever changes between two texts, git makes the one of the other."""
    patch = unified("x.md", before, after)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "x.md")
        file.write_bytes(before.encode())
        if patch:
            git(Path(folder), "apply", "--whitespace=nowarn", stdin=patch.encode())

        assert after.encode() == file.read_bytes()
