"""Scripts and stylesheets are joined: all run as they would apart, in the same order."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from trimtab.engine.joining import JoinError, needed, scripts, stylesheet

MODULES = {
    "main.js": """\
/** Always there. */
import { say } from "./shared/say.js";
import "./start.js";

export const told = say("main");
""",
    "start.js": """\
import { said } from "./shared/say.js";

said.push("start");
export const later = () => import("./parts/one.js");
""",
    "shared/say.js": """\
import { fold } from "../text.js";

const marker = "said";
export const said = [];

/** Say it. */
export function say(text) {
  said.push(`${marker} ${fold(text)}`);
  return said;
}
""",
    "text.js": "export function fold(text) {\n  return text.toUpperCase();\n}\n",
    "only.js": 'export async function only() {\n  return "only";\n}\n\nexport class Mark {\n  name = "mark";\n}\n',
    "parts/one.js": """\
import { Mark, only as alone } from "../only.js";
import { said, say } from "../shared/say.js";

const marker = new Mark().name;
export const parts = { alone, list: () => [...say("one"), marker] };
export const names = said;
""",
    "parts/two.js": 'import { fold } from "../text.js";\n\nexport const two = fold("two");\n',
}
ENTRIES = ("main.js", "parts/one.js", "parts/two.js")
RUN = """\
import { told } from "./main.js";
const { parts, names } = await import("./parts/one.js");
const { two } = await import("./parts/two.js");
console.log(JSON.stringify([parts.list(), await parts.alone(), names === told, two]));
"""


def run(folder: Path, modules: dict[str, str]) -> object:
    """What the modules say when they are run."""
    for path, text in {**modules, "run.js": RUN, "package.json": '{"type": "module"}'}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    command = [shutil.which("node") or "node", "run.js"]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout)


def test_entries() -> None:
    """Each entry is one script. What the first has, the others take from it, whole, and nothing else is imported."""
    joined = scripts(ENTRIES, MODULES)
    assert list(ENTRIES) == list(joined)
    assert [0, 1, 1] == [text.count('from "') for text in joined.values()]
    assert [1, 0, 0] == [text.count("function fold") for text in joined.values()]
    assert [0, 1, 0] == [text.count("class Mark") for text in joined.values()]
    assert 'import("./parts/one.js")' in joined["main.js"]
    assert set(MODULES) == needed(ENTRIES, MODULES)


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node to run them")
def test_they_run_alike(tmp_path: Path) -> None:
    """Joined scripts do what the modules do, and what they share is one."""
    apart = run(tmp_path / "apart", MODULES)
    assert [["start", "said MAIN", "said ONE", "mark"], "only", True, "TWO"] == apart
    assert apart == run(tmp_path / "joined", scripts(ENTRIES, MODULES))


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("text.js", 'import "./start.js";\n', "imports itself"),
        ("text.js", 'import "./gone.js";\n', "isn't there"),
        ("text.js", "const fold = 1;\n", "has no fold"),
        (
            "text.js",
            "export const fold = 1;\n\nconst here = import.meta.url;\n",
            r"text\.js:3 .*import\.meta",
        ),
        ("only.js", 'import * as all from "./text.js";\n', r"only\.js:1 .*import \*"),
        ("only.js", 'import fold from "./text.js";\n', r"only\.js:1 .*import fold"),
        (
            "only.js",
            'import {\n  fold,\n} from "./text.js";\nexport let a = 1;\n',
            r"only\.js:4 .*export let",
        ),
        ("only.js", "const a = 1;\nexport { a };\n", r"only\.js:2 .*export \{"),
        ("only.js", "export function* only() {}\n", r"only\.js:1 .*export function\*"),
        ("only.js", "export default 1;\n", r"only\.js:1 .*export default"),
    ],
)
def test_what_cannot_be_joined(path: str, text: str, said: str) -> None:
    """Modules that go in a circle, name what isn't there, or would mean something else together aren't joined."""
    with pytest.raises(JoinError, match=said):
        scripts(ENTRIES, {**MODULES, path: text})


def test_names_that_cannot_be_told_apart() -> None:
    """Nor are those that would be exported under one name."""
    main = 'import "./shared/say.js";\nimport "./shared_say.js";\n'
    two = 'import "../shared/say.js";\nimport "../shared_say.js";\n'
    with pytest.raises(JoinError, match="one name"):
        scripts(ENTRIES, {**MODULES, "main.js": main, "shared_say.js": "", "parts/two.js": two})


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node to run them")
def test_scripts_of_two_releases(tmp_path: Path) -> None:
    """A script works with a main one of another release, or fails at once where that one lacks what it needs."""
    say = MODULES["shared/say.js"].replace("export const said", "export const more = 0;\nexport const said")
    newer = {
        **MODULES,
        "before.js": "export const before = 1;\n",
        "main.js": 'import "./before.js";\n' + MODULES["main.js"],
        "shared/say.js": say,
    }
    older, now = scripts(ENTRIES, MODULES), scripts(ENTRIES, newer)
    expected = run(tmp_path / "now", now)
    assert expected == run(tmp_path / "older", {**now, "main.js": older["main.js"]})
    assert expected == run(tmp_path / "newer", {**older, "main.js": now["main.js"]})
    newer["parts/two.js"] = 'import "../before.js";\n' + MODULES["parts/two.js"]
    with pytest.raises(subprocess.CalledProcessError) as error:
        run(tmp_path / "lacking", {**scripts(ENTRIES, newer), "main.js": older["main.js"]})
    assert b"SyntaxError" in error.value.stderr
    assert b"'before'" in error.value.stderr


def test_stylesheet() -> None:
    """Imported stylesheets stand in the place of their imports, in order."""
    sheets = {"a/all.css": '/* All. */\n@import "one.css";\n@import "two.css";\nq {}\n'}
    parts = {"a/one.css": "p {}\n", "a/two.css": "b {}\n"}
    text, taken = stylesheet("a/all.css", sheets | parts)
    assert ["p {}", "b {}", "/* All. */", "q {}"] == text.splitlines()
    assert list(parts) == taken
    with pytest.raises(JoinError, match=r"two\.css"):
        stylesheet("a/all.css", sheets | {"a/one.css": "p {}\n"})


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("a/one.css", '@import "two.css";\np {}\n', r"a/one\.css imports"),
        ("a/all.css", '@import "one.css";\nq {}\n@import "two.css";\n', r"a/all\.css imports"),
        ("a/all.css", '@import "one.css";\n@import url(two.css);\n', r"a/all\.css imports"),
        ("b/three.css", "b { background: url(x.png) }\n", r"b/three\.css names a file"),
        ("b/three.css", 'b { background: url( "../x.png") }\n', r"b/three\.css names a file"),
    ],
)
def test_sheets_that_cannot_be_joined(path: str, text: str, said: str) -> None:
    """Sheets that would import or name something else once they are joined aren't."""
    sheets = {
        "a/all.css": '@import "one.css";\n@import "two.css";\n@import "../b/three.css";\n',
        "a/one.css": "/* No @import. */\np { background: url(x.png) }\n",
        "a/two.css": "",
        "b/three.css": "i { background: url(data:x) }\nu { mask: url('#x'), url(/x.png), url(HTTPS://x.example/) }\n",
    }
    text_of_all, _ = stylesheet("a/all.css", sheets)
    assert "url(x.png)" in text_of_all
    with pytest.raises(JoinError, match=said):
        stylesheet("a/all.css", {**sheets, path: text})
