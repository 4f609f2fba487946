"""Workflows, ours and those of a new library, and the action: what they may do, and that their scripts run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from trimtab.scaffold import write

ROOT = Path(__file__).parents[2]
OURS = ROOT / ".github/workflows"
ACTION = ROOT / "action.yml"
NAMES = ("comment.yml", "pages.yml", "pull-request.yml")
SOUND = "---\ntitle: A\nsummary: s\n---\n"
WARNS = "---\ntitle: A\n---\n"
FAILS = "---\ntitle: A\nsummary: s\nconfidence: 7\n---\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new library."""
    folder = tmp_path_factory.mktemp("workflows") / "new"
    write(folder, "Ours", version="1.2.3")
    return folder


@pytest.fixture(params=[*NAMES, *(f"ours/{path.name}" for path in sorted(OURS.glob("*.yml"))), "action.yml"])
def file(request: pytest.FixtureRequest, library: Path) -> Path:
    """Each workflow and the action."""
    if request.param == "action.yml":
        return ACTION
    if request.param.startswith("ours/"):
        return OURS / request.param.removeprefix("ours/")
    return library / ".github/workflows" / request.param


def data(path: Path) -> dict[str, Any]:
    """A workflow, or the action, with the key `on` as it is typed."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - makes nothing but text


def jobs(path: Path) -> list[dict[str, Any]]:
    """The jobs of a workflow; an action counts as one."""
    whole = data(path)
    return [whole["runs"]] if "runs" in whole else list(whole["jobs"].values())


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """All steps of a workflow or the action."""
    for job in jobs(path):
        yield from job["steps"]


def pins(path: Path) -> dict[str, str]:
    """The actions that a file uses, each with its commit and version as written."""
    found = re.findall(r"uses: *([^@\n]+)@(.+)", path.read_text(encoding="utf-8"))
    return dict(found)


# What they may do


def test_a_new_library_has_these(library: Path) -> None:
    """A new library has the three workflows."""
    assert sorted(NAMES) == sorted(path.name for path in (library / ".github/workflows").iterdir())


def test_actions_are_pinned(file: Path) -> None:
    """Other people's actions are named by commit, with the version beside it."""
    used = [step["uses"] for step in steps(file) if "uses" in step]

    assert [] == [action for action in used if not re.search("@[0-9a-f]{40}$", action)]
    assert [] == [
        pin for pin in pins(file).values() if not re.search(r"^[0-9a-f]{40} # v\d+\.\d+\.\d+$", pin)
    ]


def test_pins_agree(library: Path) -> None:
    """An action is used at one commit everywhere."""
    seen: dict[str, set[str]] = {}
    for path in [ACTION, *OURS.glob("*.yml"), *(library / ".github/workflows").glob("*.yml")]:
        for action, pin in pins(path).items():
            seen.setdefault(action, set()).add(pin)

    assert {} == {action: found for action, found in seen.items() if len(found) > 1}


def test_nothing_is_pasted_into_scripts(file: Path) -> None:
    """Scripts get values through their environment; an expression in a script would run what it holds."""
    assert [] == [step["run"] for step in steps(file) if "${{" in step.get("run", "")]


def test_permissions_are_named(file: Path) -> None:
    """A workflow may do nothing, and each job says what it needs beyond that, and for how long."""
    if file == ACTION:
        return
    assert {} == data(file)["permissions"]
    for job in jobs(file):
        assert "permissions" in job
        assert "timeout-minutes" in job


def test_checkouts_leave_no_token(file: Path) -> None:
    """No checkout leaves its token where later steps could read it."""
    for step in steps(file):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert "false" == step["with"]["persist-credentials"]


def test_what_runs_strangers_code_can_only_read(library: Path) -> None:
    """The workflow that runs what a pull request brings has a token that can only read, and no secret."""
    for folder in (OURS, library / ".github/workflows"):
        workflow = data(folder / "pull-request.yml")
        assert {"pull_request": ""} == workflow["on"]
        assert [{"contents": "read"}] == [job["permissions"] for job in workflow["jobs"].values()]
        assert "secrets" not in (folder / "pull-request.yml").read_text(encoding="utf-8").replace(
            "no secrets", ""
        )


def test_what_can_write_runs_no_strangers_code(library: Path) -> None:
    """The workflow that comments takes no other action and no checkout, and follows the one that checks."""
    path = library / ".github/workflows/comment.yml"
    workflow = data(path)
    checks = data(library / ".github/workflows/pull-request.yml")

    assert [checks["name"]] == workflow["on"]["workflow_run"]["workflows"]
    assert [["name", "shell", "env", "run"]] == [list(step) for step in steps(path)]
    assert [{"actions": "read", "pull-requests": "write"}] == [job["permissions"] for job in jobs(path)]


def test_ours_are_those_of_a_library(library: Path) -> None:
    """Our own pull requests are checked and commented on as those of every library; only the installation differs."""
    theirs = {name: (library / ".github/workflows" / name).read_text(encoding="utf-8") for name in NAMES}

    assert theirs["comment.yml"] == (OURS / "comment.yml").read_text(encoding="utf-8")
    expected = theirs["pull-request.yml"].replace("install --requirement requirements.txt", "install .")
    assert expected == (OURS / "pull-request.yml").read_text(encoding="utf-8")


# Their scripts


def test_scripts_parse(file: Path, tmp_path: Path) -> None:
    """Every script is one that its shell can read."""
    for step in steps(file):
        if "run" not in step:
            continue
        if step.get("shell") == "python":
            compile(step["run"], file.name, "exec")
        else:
            subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)


def commit(folder: Path) -> None:
    """Commit all that a folder holds, as somebody."""
    someone = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=More"]):
        subprocess.run(["git", *someone, *command], cwd=folder, check=True, capture_output=True)


def bash(script: str, folder: Path, temp: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub's runner does."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(temp),
        "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
        "GITHUB_OUTPUT": str(temp / "output"),
        "GITHUB_ACTION_PATH": str(ROOT),
        **env,
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def script(path: Path, name: str) -> str:
    """A step's script, by the step's name."""
    (found,) = [step["run"] for step in steps(path) if step.get("name") == name]
    return str(found)


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    """A folder for a library, and one that the runner would keep for temporary files."""
    folder, temp = tmp_path / "library", tmp_path / "temp"
    folder.mkdir()
    temp.mkdir()
    return folder, temp


@pytest.mark.parametrize(("text", "code"), [(SOUND, 0), (FAILS, 1)])
def test_pull_request(place: tuple[Path, Path], text: str, code: int) -> None:
    """A pull request is told what it changes, and fails for its own findings alone."""
    folder, temp = place
    write(folder, "Ours", version="1.2.3")
    (folder / "patterns/old-fault.md").write_text(FAILS.replace("A", "Old fault"), encoding="utf-8")
    commit(folder)
    (folder / "patterns/a-new-one.md").write_text(text.replace("A", "A new one"), encoding="utf-8")
    commit(folder)
    workflow = folder / ".github/workflows/pull-request.yml"

    said = bash(script(workflow, "Say what changes"), folder, temp, NUMBER="5")
    assert 0 == said.returncode, said.stdout
    assert "5\n" == (temp / "report/number").read_text(encoding="utf-8")
    report = (temp / "report/report.md").read_text(encoding="utf-8")
    assert "a-new-one" in report
    assert report == (temp / "summary.md").read_text(encoding="utf-8")

    checked = bash(script(workflow, "Check"), folder, temp)
    assert code == checked.returncode, checked.stdout
    assert (text == FAILS) == ("::error file=patterns/a-new-one.md" in checked.stdout)
    assert "old-fault" not in checked.stdout


# The action


@pytest.fixture
def prepared(place: tuple[Path, Path]) -> tuple[Path, Path]:
    """The same, with a library of one sound entry, and Trimtab where the action installs it."""
    folder, temp = place
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: A\nplugins: [trimtab]\n", encoding="utf-8")
    (folder / "docs/a.md").write_text(SOUND, encoding="utf-8")
    (temp / "trimtab").mkdir()
    (temp / "trimtab/bin").symlink_to(Path(sys.executable).parent)
    return folder, temp


def inputs(**given: str) -> dict[str, str]:
    """The environment of the step that checks: the action's defaults, and what is given."""
    names = {"CONFIG_FILE": "config-file", "NEW_SINCE": "new-since", "FAIL_ON": "fail-on", "FORMAT": "format"}
    defaults = data(ACTION)["inputs"]
    return {name: defaults[key]["default"] for name, key in names.items()} | given


def test_action_passes_its_inputs() -> None:
    """Each input reaches the step through its environment, and each is used."""
    text = ACTION.read_text(encoding="utf-8")

    for name in data(ACTION)["inputs"]:
        assert re.search(rf"inputs\.{name}\b", text), name
    assert set(inputs()) == set(next(step for step in steps(ACTION) if step.get("id") == "check")["env"])


def test_action_is_documented() -> None:
    """The guide has a row for each input, with its default, and for each output."""
    guide = (ROOT / "patterns/guide/in-your-tools.md").read_text(encoding="utf-8")

    for name, given in data(ACTION)["inputs"].items():
        (row,) = re.findall(rf"^\| `{name}` \| .* \| (.*) \|$", guide, re.MULTILINE)
        assert row == (f"`{given['default']}`" if given["default"] else "all findings")
    for name in data(ACTION)["outputs"]:
        assert f"\n| `{name}` |" in guide


@pytest.mark.parametrize(
    ("text", "given", "code", "findings", "log"),
    [
        (SOUND, {}, 0, 0, ""),
        (WARNS, {}, 0, 1, "::warning file=docs/a.md"),
        (WARNS, {"FAIL_ON": "warning"}, 1, 1, "::warning file=docs/a.md"),
        (WARNS, {"FAIL_ON": "never"}, 0, 1, "::warning file=docs/a.md"),
        (FAILS, {}, 1, 1, "::error file=docs/a.md"),
        (FAILS, {"FAIL_ON": "never"}, 0, 1, "::error file=docs/a.md"),
        (FAILS, {"FORMAT": "full"}, 1, 1, "--> docs/a.md:4:13"),
        (FAILS, {"FORMAT": "concise"}, 1, 1, "docs/a.md:4:13: error[TT202]"),
    ],
)
def test_action(
    prepared: tuple[Path, Path], text: str, given: dict[str, str], code: int, findings: int, log: str
) -> None:
    """The action shows the findings, counts them, leaves a report, and fails as it is told to."""
    folder, temp = prepared
    (folder / "docs/a.md").write_text(text, encoding="utf-8")
    done = bash(script(ACTION, "Check"), folder, temp, **inputs(**given))

    assert code == done.returncode, done.stdout
    assert log in done.stdout
    assert f"findings={findings}\nreport={temp}/trimtab.json\n" == (temp / "output").read_text(
        encoding="utf-8"
    )
    assert findings == len(json.loads((temp / "trimtab.json").read_text(encoding="utf-8"))["findings"])


@pytest.mark.parametrize("format", ["github", "concise", "full"])
def test_action_adds_a_matcher(prepared: tuple[Path, Path], format: str) -> None:
    """The problem matcher is there while a concise report is shown, and only then."""
    done = bash(script(ACTION, "Check"), *prepared, **inputs(FORMAT=format))
    commands = [line for line in done.stdout.splitlines() if "matcher" in line]

    matcher = ROOT / "plugins/trimtab/scaffold/problem-matcher.json"
    expected = [
        f"::add-matcher::{matcher}",
        "::remove-matcher owner=trimtab::",
        "::remove-matcher owner=trimtab-info::",
    ]
    assert (expected if format == "concise" else []) == commands
    assert matcher.is_file()


def test_action_looks_at_what_is_new(prepared: tuple[Path, Path]) -> None:
    """With a commit to compare with, findings that it has already don't count."""
    folder, temp = prepared
    (folder / "docs/a.md").write_text(FAILS, encoding="utf-8")
    commit(folder)
    done = bash(script(ACTION, "Check"), folder, temp, **inputs(NEW_SINCE="HEAD"))

    assert 0 == done.returncode, done.stdout
    assert "findings=0\n" in (temp / "output").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "log"),
    [
        ({"FAIL_ON": "sometimes"}, "::error::fail-on must be error, warning or never."),
        ({"FORMAT": "xml"}, "::error::format must be github, concise or full."),
        ({"CONFIG_FILE": "$(touch hit).yml"}, "$(touch hit).yml"),
        ({"NEW_SINCE": "--output=hit"}, "--output=hit"),
        ({"NEW_SINCE": "`touch hit`"}, "touch hit"),
    ],
)
def test_action_refuses(prepared: tuple[Path, Path], given: dict[str, str], log: str) -> None:
    """An input that can't be used ends the step with 2 and a reason, and is never run."""
    folder, temp = prepared
    commit(folder)
    done = bash(script(ACTION, "Check"), folder, temp, **inputs(**given))

    assert 2 == done.returncode, done.stdout
    assert log in done.stdout
    assert [] == [path.name for path in (*folder.iterdir(), *temp.iterdir()) if "hit" in path.name]


@pytest.mark.parametrize("text", [SOUND, FAILS])
def test_action_writes_sarif(prepared: tuple[Path, Path], text: str) -> None:
    """Findings for code scanning don't fail the step that writes them."""
    folder, temp = prepared
    (folder / "docs/a.md").write_text(text, encoding="utf-8")
    done = bash(script(ACTION, "Report to code scanning"), folder, temp, CONFIG_FILE="mkdocs.yml")

    assert 0 == done.returncode, done.stdout
    results = json.loads((temp / "trimtab.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert (text == FAILS) == bool(results)
