"""One build, from the configuration to the site in its place."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from trimtab.checking.store import Store
from trimtab.core.settings import Settings
from trimtab.engine import assets, templates
from trimtab.engine import config as configuration
from trimtab.engine.minifying import Minifier
from trimtab.engine.output import Output
from trimtab.engine.pages import Pages
from trimtab.engine.reading import Reader
from trimtab.engine.rendering import Memory, Rendering
from trimtab.engine.search import FOLDER, Background, Index, index
from trimtab.engine.steps import Steps

_SELDOM = (20_000, 50, 50)
"""After how many new objects, looks at the newest, and looks at newer ones, Python looks for cycles among the next."""
_TURN = 0.0002
"""How long a thread goes on before another's turn comes, in seconds, while a process builds and serves."""


class Build:
    """What one build knows and has under way. The plugin makes one for each.

    Args:
        config: the configuration of MkDocs; the theme, scripts and Markdown extensions are put into it.
        settings: the library's settings.
        reader: reads the library.
        output: where the site is written; None where MkDocs changes some files of the one that is there.
        memory: what this process has made before, where it goes on to build; such a build shows drafts too.
    """

    def __init__(
        self,
        config: MkDocsConfig,
        settings: Settings,
        reader: Reader,
        *,
        output: Output | None,
        memory: Memory | None = None,
    ) -> None:
        self._config = config
        self._settings = settings
        self._lasts = memory is not None
        self._is_first = memory is None or not memory.laid
        """Whether this process hasn't built before: what later builds keep is little."""
        self._output = output
        self._root = Path(config.config_file_path or ".").parent
        self._steps = Steps()
        self._context = configuration.prepare(config, settings)
        self._store = Store.of(self._root / "pages")
        self.pages = Pages(settings, self._context, reader, drafts=memory is not None)
        self.rendering = Rendering(self.pages, settings, self._store, memory, self._steps, output)
        self._site = Files([])
        self._files: list[File] = []
        self._index: Index | None = None
        self._is_over = False
        gc.set_threshold(*_SELDOM)
        if self._lasts:
            # Nearly all that is there stays: to look for cycles in it again and again would take a third of the time.
            gc.disable()
            # The thread that watches files would hold each of a build's many short waits up for five milliseconds.
            sys.setswitchinterval(_TURN)

    def read(self, files: Files) -> Files:
        """Read the library, and add to the site's files what it calls for."""
        with self._steps.step("Reading", noun="files") as step:
            taken = self.pages.take(files, self._config, step, self._output)
            return assets.pack(taken, self._config, Minifier(Store.of(self._root / "assets")))

    def convert(self, nav: Navigation, files: Files) -> None:
        """Begin to convert pages."""
        self.pages.date(files)
        self._site, self._files = files, self.pages.of(files)
        self.rendering.convert(files, self._files, nav, self._config, self._context)

    def lay_out(self, env: Environment) -> None:
        """Begin to lay pages out: all have been converted."""
        env.auto_reload = False  # Each build has an environment of its own.
        env.globals["tt"] = self.pages.site()
        theirs = self._config.theme.custom_dir
        templates.squeeze(env, (folder for folder in self._config.theme.dirs if folder != theirs))
        if self._settings.search and self._output is not None:
            self._index = Index(self._root, *self.pages.in_turn(self._files))
        self.rendering.lay_out(env, self._site, self._files, self._config, self._index)

    def finish(self, background: Background | None) -> None:
        """Write what isn't pages, and put the site in the old one's place.

        Args:
            background: brings the search up to date after that; None to have it done before.

        Raises:
            PluginError: the search can't be indexed.
            OSError: the site can't be written.
        """
        output, at_once = self._output, self._index if background is None else None
        self.rendering.finish(self._site, self._config)
        if at_once is not None and output is not None:
            at_once.conclude(self._config.site_dir, output.place)
        with self._steps.step("Writing data"):
            if output is not None:
                output.survey()
            self.pages.write_data(self._config, output)
        if at_once is not None and output is not None:
            with self._steps.step("Indexing for search"):
                at_once.finish(self._config.site_dir, output.complete)
        elif self._settings.search and output is None:
            index(self._config.site_dir, self._root)
        if output is not None:
            self._publish(output, background)
        if self._is_first:
            self._store.prune()
        self._steps.summary()
        self._end()

    def give_up(self) -> None:
        """End what is under way, and leave the old site as it is. Nothing happens where the build is over."""
        if self._is_over:
            return
        self.rendering.end()
        self.pages.end()
        self._steps.close()
        if self._index is not None:
            self._index.cancel()
        if self._output is not None:
            self._output.discard()
        self._end()

    def _end(self) -> None:
        self._is_over = True
        if self._lasts:
            gc.enable()

    def _publish(self, output: Output, background: Background | None) -> None:
        if self._index is None or background is None:
            output.publish(self._config)
        # Until its own index is there, the new site has the old one's.
        elif output.publish(self._config, along=FOLDER):
            background.run(self._index, self._config.site_dir)
