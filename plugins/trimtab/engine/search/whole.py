"""Pagefind's own index of a whole folder: where there's nothing to merge, or merging isn't known to be right."""

from __future__ import annotations

import subprocess
import sys

from mkdocs.exceptions import PluginError

from trimtab.engine.search.service import PASSED_OVER


def index(site_dir: str, output: str | None = None) -> None:
    """Write `pagefind/` into a folder of HTML files.

    Args:
        site_dir: the folder to index.
        output: where to write instead.

    Raises:
        PluginError: Pagefind failed; what it said is in the message.
    """
    where = ["--output-path", output] if output else []
    done = subprocess.run(  # noqa: S603 - the interpreter that runs this, and folders that we made
        [
            *(sys.executable, "-m", "pagefind", "--site", site_dir, "--quiet"),
            *("--exclude-selectors", PASSED_OVER, *where),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        message = f"trimtab: Pagefind could not index the site:\n{done.stderr or done.stdout}"
        raise PluginError(message)
