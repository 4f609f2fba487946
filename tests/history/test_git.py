from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from history.repositories import CONFIG, Clone, entry
from trimtab.history.git import HistoryError, Repository

FILES = {"mkdocs.yml": CONFIG, "docs/a.md": entry("A")}


def diverged(top: Path) -> tuple[Clone, str]:
    """A branch that is checked out, and a main branch that others have moved on; with the commit where they parted."""
    clone = Clone.init(top, FILES)
    common = clone.git("rev-parse", "HEAD")
    clone.git("switch", "--quiet", "--create=topic")
    clone.commit({"docs/mine.md": entry("Mine")})
    clone.git("switch", "--quiet", "main")
    clone.commit({"docs/theirs.md": entry("Theirs")})
    clone.git("switch", "--quiet", "topic")
    return clone, common


@pytest.mark.parametrize(
    ("revision", "expected"),
    [
        ("main", "HEAD"),
        ("HEAD", "HEAD"),
        ("HEAD~1", "HEAD~1"),
        ("light", "HEAD~1"),
        ("heavy", "HEAD~1"),
        ("origin/main", "HEAD"),
        ("with/slash ä", "HEAD"),
        ("HEAD^{/x}", "HEAD"),
        ("@", "HEAD"),
    ],
)
def test_revisions(tmp_path: Path, revision: str, expected: str) -> None:
    """A branch, a tag of either sort, a remote's branch, and every way to count back mean their commit."""
    origin = Clone.init(tmp_path / "origin", FILES)
    origin.git("tag", "light")
    origin.git("tag", "--annotate", "--message=x", "heavy")
    origin.commit({"docs/b.md": entry("B")})
    origin.git("clone", "--quiet", str(origin.top), str(tmp_path / "clone"))
    clone = Clone(tmp_path / "clone")
    if "ä" in revision:
        clone.git("tag", revision.replace(" ", "-"))
        revision = revision.replace(" ", "-")

    assert clone.git("rev-parse", expected) == Repository(clone.top).commit(revision)


def test_a_short_hash_is_a_revision(tmp_path: Path) -> None:
    """So is the beginning of a commit's hash, or all of it."""
    clone = Clone.init(tmp_path, FILES)
    commit = clone.git("rev-parse", "HEAD")

    assert [commit, commit] == [Repository(tmp_path).commit(commit[:length]) for length in (8, 40)]


@pytest.mark.parametrize(
    ("revision", "cure"),
    [
        ("maim", "Did you mean `main`?"),
        ("realese-1.0", "Did you mean `release-1.0`?"),
        ("elsewhere", "Check its name, or fetch it first: `git fetch origin`."),
        ("HEAD~9", "Check its name, or fetch it first: `git fetch origin`."),
        ("HEAD:docs", "Check its name, or fetch it first: `git fetch origin`."),
        ("main..HEAD", "Check its name, or fetch it first: `git fetch origin`."),
        ("", "Name a branch, a tag or a commit, such as `origin/main` or `HEAD~3`."),
        ("--all", "Name a branch, a tag or a commit, such as `origin/main` or `HEAD~3`."),
        ("-h", "Name a branch, a tag or a commit, such as `origin/main` or `HEAD~3`."),
        ("main\n", "Name a branch, a tag or a commit, such as `origin/main` or `HEAD~3`."),
        ("main\0", "Name a branch, a tag or a commit, such as `origin/main` or `HEAD~3`."),
    ],
)
def test_unknown_revisions(tmp_path: Path, revision: str, cure: str) -> None:
    """What is no commit is refused with the nearest names or with what may help; nothing is taken for an option."""
    clone = Clone.init(tmp_path, FILES)
    clone.git("tag", "release-1.0")

    with pytest.raises(HistoryError) as caught:
        Repository(tmp_path).commit(revision)
    assert f"There is no revision `{revision}` in this repository. {cure}" == str(caught.value)


def test_the_branch_of_a_remote_is_offered(tmp_path: Path) -> None:
    """Whoever leaves out the remote's name is told it."""
    origin = Clone.init(tmp_path / "origin", FILES)
    origin.git("branch", "trunk")
    origin.git("clone", "--quiet", str(origin.top), str(tmp_path / "clone"))

    with pytest.raises(HistoryError, match="Did you mean `origin/trunk`"):
        Repository(tmp_path / "clone").commit("trunk")


def test_no_repository(tmp_path: Path) -> None:
    """A folder that is in no repository is refused, with what to do."""
    with pytest.raises(HistoryError) as caught:
        Repository(tmp_path)
    assert (
        f"`{tmp_path}` is not in a git repository. Run trimtab in a clone of the library's repository."
        == str(caught.value)
    )


def test_git_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git there is one clear message."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        HistoryError, match=r"The command `git` isn't there\. Install git, or put it on the PATH\."
    ):
        Repository(tmp_path)


def test_a_repository_that_git_refuses(tmp_path: Path) -> None:
    """Where git itself refuses, its reason is told."""
    clone = Clone.init(tmp_path, FILES)
    (clone.top / ".git" / "config").write_text("[core\n")

    with pytest.raises(HistoryError, match=r"git can't read the repository of .*bad config line 1"):
        Repository(tmp_path)


def test_merge_base(tmp_path: Path) -> None:
    """Where main has moved on, a branch is compared with the commit where they parted, and that is said."""
    clone, common = diverged(tmp_path)

    base = Repository(tmp_path).merge_base("main")
    assert ("main", common, True) == (base.revision, base.commit, base.parted)
    ancestor = Repository(tmp_path).merge_base("HEAD~1")
    assert (clone.git("rev-parse", "HEAD~1"), False) == (ancestor.commit, ancestor.parted)


def test_merge_base_of_a_detached_head(tmp_path: Path) -> None:
    """It makes no difference that no branch is checked out."""
    clone, common = diverged(tmp_path)
    clone.git("checkout", "--quiet", "--detach")

    assert common == Repository(tmp_path).merge_base("main").commit


def test_histories_without_a_common_commit(tmp_path: Path) -> None:
    """A revision that shares nothing with the present one is compared with as it is."""
    clone = Clone.init(tmp_path, FILES)
    clone.git("checkout", "--quiet", "--orphan", "other")
    clone.commit({"docs/b.md": entry("B")})

    base = Repository(tmp_path).merge_base("main")
    assert (clone.git("rev-parse", "main"), False) == (base.commit, base.parted)


def test_before_the_first_commit(tmp_path: Path) -> None:
    """A branch that has no commit yet can be compared with another."""
    clone = Clone.init(tmp_path, FILES)
    clone.git("switch", "--quiet", "--orphan", "empty")

    assert clone.git("rev-parse", "main") == Repository(tmp_path).merge_base("main").commit


def test_shallow_clones(tmp_path: Path) -> None:
    """In a clone without its older history, what can't be told is refused with the cure for CI."""
    clone, _ = diverged(tmp_path / "origin")
    url = (tmp_path / "origin").as_uri()
    clone.git(
        "clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=topic", url, str(tmp_path / "clone")
    )
    shallow = Repository(tmp_path / "clone")
    cure = "in GitHub Actions, give `actions/checkout` the setting `fetch-depth: 0`"

    with pytest.raises(HistoryError, match=f"Where `origin/main` and the present commit parted .*{cure}"):
        shallow.merge_base("origin/main")
    with pytest.raises(HistoryError, match=f"There is no revision `HEAD~1` .*{cure}"):
        shallow.merge_base("HEAD~1")


def test_a_merge_commit_and_its_parents(tmp_path: Path) -> None:
    """Two commits of history are enough to compare a pull request's merge commit with its branch."""
    clone, _ = diverged(tmp_path / "origin")
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-ff", "--message=x", "topic")
    url = (tmp_path / "origin").as_uri()
    clone.git("clone", "--quiet", "--depth=2", url, str(tmp_path / "clone"))
    shallow = Clone(tmp_path / "clone")

    base = Repository(shallow.top).merge_base("HEAD^1")
    assert (clone.git("rev-parse", "HEAD^1"), False) == (base.commit, base.parted)
    assert ["Mine"] == [each.title for each in shallow.change("HEAD^1").added]


@pytest.mark.parametrize(
    "name", ["with blank.md", "täglich.md", "日本.md", 'a"quote.md', "tab\there.md", "line\nend.md"]
)
def test_names_of_files(tmp_path: Path, name: str) -> None:
    """Files keep their names, whatever is in them, and their bytes."""
    clone = Clone.init(tmp_path, {f"docs/{name}": b"\x00\xff\n\nend"})
    repository = Repository(tmp_path)
    tree = repository.tree(clone.git("rev-parse", "HEAD"))

    assert [f"docs/{name}"] == list(tree)
    item = tree[f"docs/{name}"]
    assert ("100644", {item.object: b"\x00\xff\n\nend"}) == (item.mode, repository.blobs([item.object]))


def test_no_blobs(tmp_path: Path) -> None:
    """Nothing asked for is nothing read, and the same file asked for twice is read once."""
    clone = Clone.init(tmp_path, {"a": "", "b": "x\n"})
    repository = Repository(tmp_path)
    empty, x = (item.object for item in repository.tree(clone.git("rev-parse", "HEAD")).values())

    assert {} == repository.blobs([])
    assert {empty: b"", x: b"x\n"} == repository.blobs([empty, x, empty])


def test_objects_that_were_not_fetched(tmp_path: Path) -> None:
    """A clone without its files' texts is told how to fetch them."""
    origin = Clone.init(tmp_path / "origin", FILES)
    origin.git("config", "uploadpack.allowFilter", "true")
    commit = origin.git("rev-parse", "HEAD")
    origin.git(
        "clone",
        "--quiet",
        "--filter=blob:none",
        "--no-checkout",
        origin.top.as_uri(),
        str(tmp_path / "clone"),
    )
    clone = Clone(tmp_path / "clone")
    clone.git("config", "--unset", "remote.origin.promisor")
    clone.git("config", "--unset", "remote.origin.partialclonefilter")
    repository = Repository(clone.top)
    objects = [item.object for item in repository.tree(commit).values()]

    with pytest.raises(HistoryError, match=r"isn't in this clone.*git fetch --refetch --no-filter"):
        repository.blobs(objects)


def test_ignored_files(tmp_path: Path) -> None:
    """Ignored files are those on disk that git doesn't track, below one folder; the folder's name is no pattern."""
    clone = Clone.init(
        tmp_path, {".gitignore": "*.log\nmade/\n", ":(top)docs/kept.md": "", "docs/kept.md": ""}
    )
    clone.write(
        {
            ":(top)docs/a.log": "",
            ":(top)docs/made/täglich b.md": "",
            "docs/b.log": "",
            ":(top)docs/new.md": "",
        }
    )
    repository = Repository(tmp_path)

    assert (":(top)docs/a.log", ":(top)docs/made/täglich b.md") == repository.ignored(":(top)docs")
    assert (":(top)docs/a.log", ":(top)docs/made/täglich b.md", "docs/b.log") == repository.ignored("")


def test_another_repository_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a hook of another repository, the library's own is read all the same."""
    other = Clone.init(tmp_path / "other", {"x": ""})
    clone = Clone.init(tmp_path / "library", FILES)
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")

    repository = Repository(clone.top / "docs")
    assert clone.top.resolve() == repository.top
    assert {"docs/a.md", "mkdocs.yml"} == set(repository.tree(repository.commit("HEAD")))


def test_nothing_is_run_and_nothing_is_written(tmp_path: Path) -> None:
    """No hook, filter, monitor, converter or pager of a repository runs, and its index stays as it was."""
    clone = Clone.init(tmp_path / "clone", {**FILES, ".gitattributes": "*.md filter=trap diff=trap\n"})
    trace = tmp_path / "trace"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho ran >> '{trace}'\ncat\n")
    trap.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "post-checkout", "pre-auto-gc", "reference-transaction"):
        shutil.copy(trap, hooks / name)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "diff.trap.textconv",
        "filter.trap.clean",
        "filter.trap.smudge",
    ):
        clone.git("config", name, str(trap))
    clone.git("config", "core.hooksPath", str(hooks))
    clone.write({"docs/a.md": entry("A", "Changed."), "docs/new.md": entry("New")})
    index = (clone.top / ".git" / "index").read_bytes()

    assert ["New"] == [each.title for each in clone.change().added]
    assert not trace.exists()
    assert index == (clone.top / ".git" / "index").read_bytes()
