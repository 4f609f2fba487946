from __future__ import annotations

from pathlib import Path

import pytest

from history.repositories import Clone
from trimtab.history.git import Repository
from trimtab.history.tree import Tree


def tree(top: Path, files: dict[str, str], links: dict[str, str]) -> Tree:
    """A commit with files, and links to other paths."""
    clone = Clone.init(top)
    clone.write(dict(files))
    for path, target in links.items():
        (clone.top / path).parent.mkdir(parents=True, exist_ok=True)
        (clone.top / path).symlink_to(target)
    return Tree(Repository(clone.top), clone.commit({}))


def shown(tree: Tree, folder: str) -> tuple[list[str], tuple[str, ...]]:
    """The files below a folder, and what isn't the commit's to say."""
    files, elsewhere = tree.files(folder)
    return sorted(files), elsewhere


@pytest.mark.parametrize(
    ("links", "files", "elsewhere"),
    [
        ({}, ["a.md", "sub/b.md"], ()),
        ({"docs/c.md": "a.md"}, ["a.md", "c.md", "sub/b.md"], ()),
        ({"docs/c.md": "../README.md"}, ["a.md", "c.md", "sub/b.md"], ()),
        ({"docs/c.md": "d.md", "docs/d.md": "a.md"}, ["a.md", "c.md", "d.md", "sub/b.md"], ()),
        ({"docs/more": "../more"}, ["a.md", "more/x.md", "more/y/z.md", "sub/b.md"], ()),
        (
            {"docs/more": "../more/", "more/up.md": "../README.md"},
            ["a.md", "more/up.md", "more/x.md", "more/y/z.md", "sub/b.md"],
            (),
        ),
        ({"docs/gone.md": "nowhere.md"}, ["a.md", "sub/b.md"], ("gone.md",)),
        ({"docs/out.md": "/a.md"}, ["a.md", "sub/b.md"], ("out.md",)),
        ({"docs/out.md": "../../outside.md"}, ["a.md", "sub/b.md"], ("out.md",)),
        ({"docs/x.md": "y.md", "docs/y.md": "x.md"}, ["a.md", "sub/b.md"], ("x.md", "y.md")),
        ({"docs/sub/up": ".."}, ["a.md", "sub/b.md"], ()),
        ({"docs/top": ".."}, ["a.md", "sub/b.md"], ()),
    ],
    ids=[
        "none", "file", "file outside", "chain", "folder", "link in folder", "dangling", "absolute", "out", "circle",
        "up", "top",
    ],
)  # fmt: skip
def test_links(tmp_path: Path, links: dict[str, str], files: list[str], elsewhere: tuple[str, ...]) -> None:
    """A link within the commit shows what it leads to; one that leads elsewhere is named, and a circle ends."""
    below = {
        "docs/a.md": "a",
        "docs/sub/b.md": "b",
        "more/x.md": "x",
        "more/y/z.md": "z",
        "README.md": "r",
        "docsy/no.md": "n",
    }

    assert (files, elsewhere) == shown(tree(tmp_path, below, links), "docs")


def test_links_give_the_text_of_their_target(tmp_path: Path) -> None:
    """A link's text is that of the file that it leads to."""
    linked = tree(tmp_path, {"a.md": "one", "b/c.md": "two"}, {"docs/a.md": "../a.md", "docs/b": "../b"})

    assert [b"one", b"two", None, None] == [
        linked.read(path) for path in ("docs/a.md", "docs/b/c.md", "docs/b", "docs/none.md")
    ]


def test_a_folder_that_is_a_link(tmp_path: Path) -> None:
    """The library's folder may be a link, and lie behind one."""
    linked = tree(tmp_path, {"real/docs/a.md": "a"}, {"docs": "real/docs", "site": "real"})

    assert (["a.md"], ()) == shown(linked, "docs")
    assert (["a.md"], ()) == shown(linked, "site/docs")
    assert [True, True, False, False] == [
        linked.is_folder(path) for path in ("docs", "site/docs", "real/docs/a.md", "nowhere")
    ]


def test_the_top_is_a_folder(tmp_path: Path) -> None:
    """The library's folder may be the repository's top."""
    assert (["a.md", "b/c.md"], ()) == shown(tree(tmp_path, {"a.md": "", "b/c.md": ""}, {}), "")


def test_submodules(tmp_path: Path) -> None:
    """A submodule's files are not the commit's to say."""
    part = Clone.init(tmp_path / "part", {"x.md": "x"})
    whole = Clone.init(tmp_path / "whole", {"docs/a.md": "a"})
    whole.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(part.top), "docs/part")
    found = Tree(Repository(whole.top), whole.commit({}))

    assert (["a.md"], ("part",)) == shown(found, "docs")
    assert (None, False) == (found.read("docs/part"), found.is_folder("docs/part"))
