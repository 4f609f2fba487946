"""The workflow that may write: it posts what a pull request's own run reported, and trusts none of it.

The step is run as it stands in the file, against a server that answers as GitHub's API does.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from trimtab.core.change import Change, Named
from trimtab.report.change import MARKER, markdown
from trimtab.report.context import Context
from trimtab.scaffold import write

BOT = {"login": "github-actions[bot]"}
RUN = {
    "id": 70,
    "head_sha": "a" * 40,
    "head_repository": {"id": 9},
    "html_url": "https://github.com/owner/library/actions/runs/70",
}
PULL = {"state": "open", "head": {"sha": "a" * 40, "repo": {"id": 9}}}


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """An artifact of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            whole.writestr(name, content)
    return buffer.getvalue()


def report(text: str | bytes = "## What changes\n\nOne entry.\n", number: str | bytes = "5\n") -> bytes:
    """An artifact as the first workflow writes it."""
    return archive({"number": number, "report.md": text})


@dataclass
class GitHub:
    """What the server knows, and what was asked of it."""

    artifact: bytes = b""
    artifacts: list[dict[str, Any]] | None = None
    """The run's artifacts, by default one."""
    pulls: dict[str, dict[str, Any]] = field(default_factory=lambda: {"5": PULL})
    comments: list[dict[str, Any]] = field(default_factory=list)
    """The comments of pull request 5."""
    written: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path and body of each request that changes something."""
    read: list[str] = field(default_factory=list)
    """The path of each request that doesn't."""
    trusted: dict[str, bool] = field(default_factory=dict)
    """Whether a path was asked for with the token."""

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Any:
        """What a path holds; None if there's nothing."""
        match path.removeprefix("/repos/owner/library/").split("/"):
            case ["actions", "runs", "70", "artifacts"]:
                one = {"id": 3, "expired": False, "size_in_bytes": len(self.artifact)}
                return {"artifacts": [one] if self.artifacts is None else self.artifacts}
            case ["pulls", number]:
                return self.pulls.get(number)
            case ["issues", "5", "comments"]:
                size, page = int(query["per_page"][0]), int(query["page"][0])
                return self.comments[size * (page - 1) : size * page]
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with data, with the way to the artifact's store, or with the artifact."""
        github, url = self.server.github, urlsplit(self.path)
        github.read.append(url.path)
        github.trusted[url.path] = self.headers.get("Authorization") == "Bearer secret"
        if url.path == "/repos/owner/library/actions/artifacts/3/zip":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/store")
            self.end_headers()
        elif url.path == "/store":
            self.reply(200, github.artifact)
        else:
            found = github.answer(url.path, parse_qs(url.query))
            self.reply(404 if found is None else 200, json.dumps(found).encode())

    def do_POST(self) -> None:
        """Note what is written."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.github.written.append((self.command, self.path, json.loads(body)["body"]))
        self.reply(200, b"{}")

    do_PATCH = do_POST  # noqa: N815 - the name that the base class looks for

    def reply(self, status: int, content: bytes) -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """A server that stands for GitHub's API."""

    github: GitHub


@pytest.fixture
def server() -> Iterator[Server]:
    """A running server."""
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The step's script, in a file as the runner would put it."""
    folder = tmp_path_factory.mktemp("comment")
    write(folder / "library", "Ours", version="1.2.3")
    workflow = yaml.safe_load((folder / "library/.github/workflows/comment.yml").read_text(encoding="utf-8"))
    (step,) = workflow["jobs"]["comment"]["steps"]
    assert "python" == step["shell"]
    (folder / "step.py").write_text(step["run"], encoding="utf-8")
    return folder / "step.py"


def run(script: Path, server: Server, github: GitHub, folder: Path) -> tuple[int, str]:
    """The exit code and the output of the step."""
    server.github = github
    event = folder / "event.json"
    event.write_text(json.dumps({"workflow_run": RUN}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", script],
        cwd=folder,
        env={
            "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
            "GITHUB_REPOSITORY": "owner/library",
            "GITHUB_EVENT_PATH": str(event),
            "GH_TOKEN": "secret",
            "PYTHONUTF8": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert {"event.json"} == {path.name for path in folder.iterdir()}
    return done.returncode, done.stdout.strip()


def comment(number: int, body: str, user: dict[str, str] | None = BOT) -> dict[str, Any]:
    """A comment as the API lists it."""
    return {"id": number, "user": user, "body": body}


def test_first_comment(script: Path, server: Server, tmp_path: Path) -> None:
    """A report becomes a comment, below the hidden marker."""
    github = GitHub(report())

    assert (0, "Commented on #5.") == run(script, server, github, tmp_path)
    expected = f"{MARKER}\n## What changes\n\nOne entry.\n"
    assert [("POST", "/repos/owner/library/issues/5/comments", expected)] == github.written


@pytest.mark.parametrize("before", [0, 99, 100, 250])
def test_one_comment_is_kept_up_to_date(script: Path, server: Server, tmp_path: Path, before: int) -> None:
    """The comment of an earlier run is updated, however many others stand before it."""
    others = [comment(number, "Nice.", {"login": "somebody"}) for number in range(before)]
    github = GitHub(report(), comments=[*others, comment(1000, f"{MARKER}\nOld."), comment(1001, "More.")])

    assert (0, "Updated the comment on #5.") == run(script, server, github, tmp_path)
    expected = f"{MARKER}\n## What changes\n\nOne entry.\n"
    assert [("PATCH", "/repos/owner/library/issues/comments/1000", expected)] == github.written


def test_nothing_new_to_say(script: Path, server: Server, tmp_path: Path) -> None:
    """A comment that says it already is left alone; GitHub drops blanks at its end."""
    github = GitHub(report(), comments=[comment(8, f"{MARKER}\n## What changes\n\nOne entry.")])

    assert (0, "The comment on #5 says it already.") == run(script, server, github, tmp_path)
    assert [] == github.written


@pytest.mark.parametrize("before", [[], [comment(8, f"{MARKER}\nOld.")]])
def test_nothing_changes(script: Path, server: Server, tmp_path: Path, before: list[dict[str, Any]]) -> None:
    """A report that nothing changes is worth no new comment, and corrects one that is there."""
    text = markdown(Change(), Context(version="1.2.3"))
    github = GitHub(report(text), comments=before)

    expected = "Updated the comment on #5." if before else "There is nothing to say."
    assert (0, expected) == run(script, server, github, tmp_path)
    assert [("PATCH", "/repos/owner/library/issues/comments/8", f"{text.strip()}\n")][
        : len(before)
    ] == github.written


def test_own_report(script: Path, server: Server, tmp_path: Path) -> None:
    """What `trimtab diff` writes is posted as it is."""
    added = Named("a.md", "a", "pattern", "By @owner, for #12 & <b>all</b>")
    text = markdown(Change(added=(added,)), Context(version="1.2.3"))
    github = GitHub(report(text))

    assert (0, "Commented on #5.") == run(script, server, github, tmp_path)
    assert [text] == [body for _, _, body in github.written]


@pytest.mark.parametrize(
    "other",
    [
        comment(8, f"{MARKER}\nMine.", {"login": "stranger"}),
        comment(8, f"{MARKER}\nMine.", None),  # whose account is gone
        comment(8, f"See {MARKER}."),
    ],
)
def test_comments_of_others_are_left_alone(
    script: Path, server: Server, tmp_path: Path, other: dict[str, Any]
) -> None:
    """A comment that isn't by the workflow, or only mentions the marker, is never changed."""
    github = GitHub(report(), comments=[other])

    assert (0, "Commented on #5.") == run(script, server, github, tmp_path)
    assert ["POST"] == [method for method, _, _ in github.written]


@pytest.mark.parametrize(
    "pull",
    [
        PULL | {"head": {"sha": "b" * 40, "repo": {"id": 9}}},
        PULL | {"head": {"sha": "a" * 40, "repo": {"id": 10}}},
        PULL | {"head": {"sha": "a" * 40, "repo": None}},
    ],
)
def test_another_pull_request(script: Path, server: Server, tmp_path: Path, pull: dict[str, Any]) -> None:
    """A pull request that isn't at the checked commit of the checked repository gets no comment."""
    github = GitHub(report(), pulls={"5": pull})

    expected = "The pull request isn't, or is no longer, at the commit that was checked."
    assert (0, expected) == run(script, server, github, tmp_path)
    assert [] == github.written


def test_closed_pull_request(script: Path, server: Server, tmp_path: Path) -> None:
    """A pull request that was closed meanwhile gets no comment."""
    github = GitHub(report(), pulls={"5": PULL | {"state": "closed"}})

    assert (0, "The pull request is closed.") == run(script, server, github, tmp_path)
    assert [] == github.written


def test_no_such_pull_request(script: Path, server: Server, tmp_path: Path) -> None:
    """A number that no pull request has fails the step, in one sentence."""
    github = GitHub(report(number="6"))

    assert (1, "GitHub answered 404 to GET /pulls/6.") == run(script, server, github, tmp_path)
    assert [] == github.written


@pytest.mark.parametrize("artifacts", [[], [{"id": 3, "expired": True, "size_in_bytes": 10}]])
def test_no_report(script: Path, server: Server, tmp_path: Path, artifacts: list[dict[str, Any]]) -> None:
    """A run that left no report, or whose report is gone, is no failure."""
    github = GitHub(report(), artifacts=artifacts)

    assert (0, "The run left no report.") == run(script, server, github, tmp_path)
    assert [] == github.written


def test_latest_report(script: Path, server: Server, tmp_path: Path) -> None:
    """Of several attempts of a run, the latest counts."""
    ids = [2, 3, 1]
    artifacts = [{"id": number, "expired": False, "size_in_bytes": 10} for number in ids]
    github = GitHub(report(), artifacts=artifacts)

    assert (0, "Commented on #5.") == run(script, server, github, tmp_path)


@pytest.mark.parametrize(
    ("artifact", "expected"),
    [
        (b"no archive", "The artifact is no archive"),
        (archive({"report.md": "x"}), "The artifact has no readable file `number`"),
        (archive({"number": "5"}), "The artifact has no readable file `report.md`"),
        (report(b"\0" * 20_000_000), "The artifact has a file `report.md` that is too large"),
        (report(number=b"5" * 20_000_000), "The artifact has a file `number` that is too large"),
        *(
            (report(number=number), "The artifact names no pull request")
            for number in [
                "",
                "0",
                "05",
                "-5",
                "5 6",
                "5\n6",
                "5/../6",
                "５",
                "5e0",
                "1234567890",
                "#5",
                b"\xff",
            ]
        ),
    ],
)
def test_what_is_refused(
    script: Path, server: Server, tmp_path: Path, artifact: bytes, expected: str
) -> None:
    """An artifact that isn't what the first workflow writes fails the step, and nothing is posted."""
    github = GitHub(artifact)

    assert (1, f"{expected}, so nothing was posted.") == run(script, server, github, tmp_path)
    assert [] == github.written


def test_too_large_to_fetch(script: Path, server: Server, tmp_path: Path) -> None:
    """An artifact that is too large isn't even fetched."""
    artifacts = [{"id": 3, "expired": False, "size_in_bytes": 1_000_001}]
    github = GitHub(report(), artifacts=artifacts)

    expected = "The artifact is too large, so nothing was posted."
    assert (1, expected) == run(script, server, github, tmp_path)
    assert ["/repos/owner/library/actions/runs/70/artifacts"] == github.read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a\n{MARKER}\nb", "a\n\nb"),
        ("Thanks @owner, @org/team.", "Thanks @\u2060owner, @\u2060org/team."),
        (b"caf\xe9", "caf\ufffd"),
        ("a\x00b\x1b[31mc\r\nd\te", "a b [31mc \nd\te"),
        ("$(id) `id` ${{ secrets.X }} \"'", "$(id) `id` ${{ secrets.X }} \"'"),
        ("é" * 60_000, "é" * 60_000),
        ("é" * 60_001, f"The report is too long for a comment. [The run]({RUN['html_url']}) shows it."),
    ],
)
def test_text_is_data(script: Path, server: Server, tmp_path: Path, text: str | bytes, expected: str) -> None:
    """Whatever the report says is posted as text: it carries no marker, calls nobody and fits into a comment."""
    github = GitHub(report(text))

    assert (0, "Commented on #5.") == run(script, server, github, tmp_path)
    assert [f"{MARKER}\n{expected}\n"] == [body for _, _, body in github.written]


def test_token_stays_with_the_api(script: Path, server: Server, tmp_path: Path) -> None:
    """The token isn't sent on to where artifacts are stored."""
    github = GitHub(report())
    run(script, server, github, tmp_path)

    assert not github.trusted.pop("/store")
    assert all(github.trusted.values())


def test_members_are_never_unpacked(script: Path, server: Server, tmp_path: Path) -> None:
    """Other files of the artifact, wherever their names lead, are left in it."""
    files = {"number": "5", "report.md": "x", "../../escaped.py": "x", "/tmp/escaped.py": "x"}  # noqa: S108
    github = GitHub(archive(files))

    assert (0, "Commented on #5.") == run(script, server, github, tmp_path)
    assert not re.search("escaped", "".join(str(path) for path in tmp_path.parent.rglob("*")))
