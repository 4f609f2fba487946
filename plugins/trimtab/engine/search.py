"""The search index: Pagefind's own binary, run once over the built folder."""

from __future__ import annotations

import subprocess
import sys

from mkdocs.exceptions import PluginError


def index(site_dir: str) -> None:
    """Write `pagefind/` into the built site.

    Raises:
        PluginError: Pagefind failed; what it said is in the message.
    """
    done = subprocess.run(  # noqa: S603 - the interpreter that runs this, and a folder that we made
        [sys.executable, "-m", "pagefind", "--site", site_dir, "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        message = f"trimtab: Pagefind could not index the site:\n{done.stderr or done.stdout}"
        raise PluginError(message)
