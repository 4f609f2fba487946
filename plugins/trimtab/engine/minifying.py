"""Scripts and stylesheets made small.

The minifier is a compiled library of another language's. It has a process of its own, so that its threads are in none
that is copied and its faults end none of ours, and what it made is kept.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from trimtab.checking.store import Store, digest, pack, unpack

_LIBRARY = "tdewolff-minify"
_TYPES = {"css": "text/css", "js": "application/javascript"}
_LONGEST = 60
"""How long it may take, in seconds; it takes a tenth of one."""
_PROGRAM = """
import json, sys
import minify

made = {}
for path, (kind, text) in json.load(sys.stdin).items():
    try:
        made[path] = minify.string(kind, text)
    except minify.MinifyError as error:
        print(f"{path}: {error}", file=sys.stderr)
json.dump(made, sys.stdout)
"""

log = logging.getLogger("mkdocs.plugins.trimtab")


class Minifier:
    """Minifies, and keeps what it made.

    Args:
        store: where it is kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def minify(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Texts made small, by path.

        Those that can't be are left out: where the library has no build for this machine all, else those that it
        doesn't understand.
        """
        try:
            release = version(_LIBRARY)
        except PackageNotFoundError:
            return {}
        given = json.dumps(
            {path: (_TYPES[path.rpartition(".")[2]], text) for path, text in sorted(texts.items())}
        )
        name = f"minified-{digest(release.encode(), given.encode())}"
        kept = self._store.load(name)
        values = unpack(kept, dict) if kept is not None else None
        made: dict[str, str] | None = values[0] if values is not None else _run(given)
        if values is None and made is not None:
            self._store.save(name, pack(made))
        return made or {}


def _run(given: str) -> dict[str, str] | None:
    """What the library makes of some texts, in a process of its own; None where that fails."""
    command = [sys.executable, "-P", "-c", _PROGRAM]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=given.encode(), capture_output=True, timeout=_LONGEST, check=True
        )
        made: dict[str, str] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        log.debug(f"Scripts and styles aren't minified: {error}")
        return None
    if done.stderr:
        log.debug(done.stderr.decode(errors="replace"))
    return made
