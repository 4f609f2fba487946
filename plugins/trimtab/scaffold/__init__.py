"""What `trimtab init` writes: a library that is sound from the first minute, and files for the tools around it.

The files are real ones: `library/` is what a new library gets, `tools/` what any library can use. A name that begins
with a dot is written `dot-` here, so that git, GitHub and editors leave it alone in Trimtab's own repository.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from trimtab.core.calendar import today

PROBLEM_MATCHER = Path(__file__).parent / "problem-matcher.json"
"""With this GitHub's runner annotates the lines of a concise report; `::add-matcher::` takes the path."""

_HERE = Path(__file__).parent
_CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
"""The names by which MkDocs finds its configuration: https://www.mkdocs.org/user-guide/configuration/"""
_DOCS = "patterns"
"""Where a new library has its entries."""
_PLACEHOLDER = re.compile("«([a-z:]+)»")
_UNPRINTABLE = {"Cc", "Cn", "Cs", "Zl", "Zp"}
"""Categories that a name can't have: YAML takes most of them in no form, and none has a place in a heading."""
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&#~|$!]")
"""Signs that mean something within a line of GitHub's Markdown: https://github.github.com/gfm/"""


class ScaffoldError(Exception):
    """The files can't be written; the message says why, with the cure."""


@dataclass(frozen=True)
class Written:
    """What became of each file."""

    written: tuple[Path, ...]
    """Files that are new, in order."""
    kept: tuple[Path, ...]
    """Files that were there and were left as they are, in order."""
    advice: str
    """What is left to do by hand in a project that was there before; empty for a new library."""


def name_of(target: Path) -> str:
    """A library's name from its folder's: `our-patterns` is `Our patterns`."""
    words = " ".join(re.split(r"[\s_-]+", target.resolve().name)).strip()
    return words[:1].upper() + words[1:] or "Patterns"


def write(target: Path, name: str | None = None, *, version: str) -> Written:
    """Write a new library, or what an existing MkDocs project lacks.

    A file that is there is never changed. Where there is a `mkdocs.yml`, only the files of `tools/` are written; where
    `patterns/` holds something, no sample entries are. If anything fails, what was written is taken away again.

    Args:
        target: the library's folder; it is made if it isn't there.
        name: the library's name; by default its folder's.
        version: the version of Trimtab that the library is to use, such as `0.1.0`.

    Raises:
        ScaffoldError: the name has characters that a name can't have, or a file can't be written.
    """
    values = _values(name_of(target) if name is None else name, version)
    try:
        config = next((name for name in _CONFIGS if os.path.lexists(target / name)), None)
        files = _rendered("tools", values)
        if config is None:
            own = _rendered("library", values)
            filled = (target / _DOCS).is_dir() and any((target / _DOCS).iterdir())
            files |= {path: data for path, data in own.items() if not (filled and path.parts[0] == _DOCS)}
        kept = sorted(path for path in files if os.path.lexists(target / path))
        fresh = {path: files[path] for path in sorted(files) if path not in kept}
        _place(target, fresh)
    except OSError as error:
        place = error.filename or target
        cure = "Nothing was changed; mend that, or choose another folder."
        message = f"`{place}` can't be written: {error.strerror}. {cure}"
        raise ScaffoldError(message) from None
    advice = _advice(config, version, requirements=Path("requirements.txt") in kept) if config else ""
    return Written(tuple(fresh), tuple(kept), advice)


def _values(name: str, version: str) -> dict[str, str]:
    """What the placeholders in the files stand for.

    Raises:
        ScaffoldError: the name has characters that a name can't have.
    """
    name = " ".join(name.split())
    if not name:
        message = "The name is empty. Give the library one, such as `Our patterns`."
        raise ScaffoldError(message)
    wrong = next((char for char in name if unicodedata.category(char) in _UNPRINTABLE), None)
    if wrong is not None:
        message = f"The name has the character U+{ord(wrong):04X}, which can't be shown. Give one without it."
        raise ScaffoldError(message)
    return {
        "today": today().isoformat(),
        # JSON's strings are strings of YAML as well: https://yaml.org/spec/1.2.2/#chapter-1-introduction-to-yaml
        "name:yaml": json.dumps(name, ensure_ascii=False),
        "name:markdown": _MARKDOWN.sub(r"\\\g<0>", name),
        "version": version,
    }


def _rendered(folder: str, values: Mapping[str, str]) -> dict[Path, bytes]:
    """The files of a folder, by their paths in the library."""
    base = _HERE / folder
    rendered = {}
    for path in sorted(path for path in base.rglob("*") if path.is_file()):
        parts = (re.sub("^dot-", ".", part) for part in path.relative_to(base).parts)
        text = path.read_bytes().decode("utf-8")
        rendered[Path(*parts)] = _PLACEHOLDER.sub(lambda match: values[match[1]], text).encode("utf-8")
    return rendered


def _place(target: Path, files: Mapping[Path, bytes]) -> None:
    """Write files that aren't there, each whole or not at all, and all of them or none.

    Raises:
        OSError: a file can't be written, or a folder's place is taken by a file.
    """
    made: list[Path] = []
    try:
        for folder in _missing_folders(target / path for path in files):
            folder.mkdir()
            made.append(folder)
        for path, data in files.items():
            whole = target / path
            part = whole.with_name(f".{whole.name}.part")
            with part.open("xb") as stream:
                made.append(part)
                stream.write(data)
            part.rename(whole)
            made[-1] = whole
    except BaseException:
        for path in reversed(made):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _missing_folders(paths: Iterable[Path]) -> list[Path]:
    """The folders that files need and that aren't there, each after the one it is in."""
    missing: set[Path] = set()
    for path in paths:
        for folder in path.parents:
            if folder.is_dir():
                break
            missing.add(folder)
    return sorted(missing)


def _advice(config: str, version: str, *, requirements: bool) -> str:
    """What is left to do by hand in a project that was there before."""
    lines = [
        f"`{config}` is as it was. If it doesn't name Trimtab yet, add this, within the keys that are there:",
        "",
        "theme:",
        "  name: material",
        "plugins:",
        "  - trimtab",
    ]
    if requirements:
        lines += [
            "",
            "`requirements.txt` is as it was. If it doesn't name Trimtab yet, add this:",
            "",
            f"trimtab=={version}",
        ]
    return "\n".join(lines) + "\n"
