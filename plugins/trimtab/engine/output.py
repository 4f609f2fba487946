"""A site is written beside the old one and takes its place when it is whole."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import CountHandler


class Output:
    """The folder that one build writes to. Points `site_dir` to it until the build is done."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._site = Path(config.site_dir).resolve()
        self._site.parent.mkdir(parents=True, exist_ok=True)
        self._new = Path(tempfile.mkdtemp(prefix=f".{self._site.name}-", dir=self._site.parent))
        self._new.chmod(0o777 & ~_umask())
        self._config = config
        config.site_dir = str(self._new)
        atexit.register(self._remove)

    def publish(self, config: MkDocsConfig) -> None:
        """Put the new site in the old one's place, unless a strict build has warned: then MkDocs is about to stop.

        Raises:
            OSError: the old site can't be moved; it stays as it was.
        """
        if config.strict and _warned():
            self.discard()
            return
        old = self._new.with_name(self._new.name + "-old")
        if self._site.exists():
            self._keep_hidden()
            self._site.rename(old)
        try:
            self._new.rename(self._site)
        except OSError:
            if old.exists():
                old.rename(self._site)
            self.discard()
            raise
        self._finish()
        shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Throw the new site away."""
        self._finish()
        self._remove()

    def _keep_hidden(self) -> None:
        """Hidden files of the site's folder, such as a work tree's `.git`, are not MkDocs' and stay."""
        for item in self._site.iterdir():
            if item.name.startswith(".") and not (self._new / item.name).exists():
                if item.is_dir() and not item.is_symlink():
                    shutil.copytree(item, self._new / item.name, symlinks=True)
                else:
                    shutil.copy2(item, self._new / item.name, follow_symlinks=False)

    def _finish(self) -> None:
        self._config.site_dir = str(self._site)
        atexit.unregister(self._remove)

    def _remove(self) -> None:
        shutil.rmtree(self._new, ignore_errors=True)


def _warned() -> bool:
    """Whether MkDocs, or ProperDocs in its place, has seen warnings: both count them in a strict build."""
    handlers = [handler for name in ("mkdocs", "properdocs") for handler in logging.getLogger(name).handlers]
    return any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    umask = os.umask(0o022)
    os.umask(umask)
    return umask
