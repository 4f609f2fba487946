"""Changes of files as a unified diff that `git apply` reads.

The form is that of https://git-scm.com/docs/diff-format#generate_patch_text_with_p.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ESCAPES = {"\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r"}


def unified(path: str, before: str | None, after: str, old_path: str = "") -> str:
    """The diff of one file, texts as they are with byte order mark and carriage returns.

    Args:
        path: the file's path as the diff is to name it.
        before: its text; None where it is new.
        after: what it is to hold.
        old_path: where it was, if it moves.
    """
    old_path = old_path or path
    lines = [f"diff --git {_name('a/', old_path)} {_name('b/', path)}\n"]
    if before is None:
        lines.append("new file mode 100644\n")
    elif old_path != path:
        lines += [
            f"similarity index {_similarity(before, after)}%\n",
            f"rename from {_name('', old_path)}\n",
            f"rename to {_name('', path)}\n",
        ]
    if (before or "") != after:
        origin = "/dev/null" if before is None else _name("a/", old_path, tab=True)
        lines += [f"--- {origin}\n", f"+++ {_name('b/', path, tab=True)}\n"]
        lines += _hunks(before or "", after)
    elif old_path == path and before is not None:
        return ""
    return "".join(lines)


def _hunks(before: str, after: str) -> Iterator[str]:
    # `str.splitlines` also splits where neither git nor Markdown does.
    old, new = _LINE.findall(before), _LINE.findall(after)
    for index, line in enumerate(unified_diff(old, new)):
        if index >= 2:  # The first two are the names of the files.
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _similarity(before: str, after: str) -> int:
    """How much of a moved file stays, in hundredths of the larger of its two texts, counted by lines."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    if old == new:
        return 100
    blocks = SequenceMatcher(None, old, new).get_matching_blocks()
    same = sum(len(line) for block in blocks for line in old[block.a : block.a + block.size])
    return 100 * same // max(len(before), len(after))


def _name(prefix: str, path: str, *, tab: bool = False) -> str:
    """A path as git writes it: quoted where it holds quotes or control characters, a tab after one with blanks."""
    name = prefix + path
    if any(char in '"\\' or not char.isprintable() for char in name):
        return '"' + "".join(map(_escaped, name)) + '"'
    return f"{name}\t" if tab and " " in name else name


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char in _ESCAPES:
        return _ESCAPES[char]
    return (
        char
        if char.isprintable()
        else "".join(f"\\{byte:03o}" for byte in char.encode(errors="surrogateescape"))
    )
