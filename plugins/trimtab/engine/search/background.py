"""An index brought up to date while the site is already shown."""

from __future__ import annotations

import logging
import threading

from mkdocs.exceptions import PluginError

from trimtab.engine.search.indexing import Cancelled, Index

log = logging.getLogger("mkdocs.plugins.trimtab")


class Background:
    """Finishes indexes one after another; of those that wait, only the last."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._thread: threading.Thread | None = None

    def run(self, index: Index, site_dir: str) -> None:
        """Finish an index without waiting for it. One that is under way is given up.

        Args:
            index: with all pages told.
            site_dir: the site, in its final place.
        """
        self.stop()
        self._index = index
        # It ends with the process; so does what it has started.
        self._thread = threading.Thread(target=_finish, args=(index, site_dir), name="search", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Give up what is under way."""
        if self._index is not None and self._thread is not None and self._thread.is_alive():
            self._index.cancel()
            self._thread.join()
        self._index = self._thread = None

    def wait(self) -> None:
        """Wait until what is under way is done."""
        if self._thread is not None:
            self._thread.join()


def _finish(index: Index, site_dir: str) -> None:
    try:
        index.finish(site_dir)
    except Cancelled:
        return
    except (PluginError, OSError) as error:
        log.error(f"Search is as it was before: {error}")
