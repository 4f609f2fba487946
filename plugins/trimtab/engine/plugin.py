"""The MkDocs plugin: hooks that hand over to the modules beside it."""

from __future__ import annotations

from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from trimtab.checking.processes import end_at_once
from trimtab.core.settings import Settings, SettingsError, parse
from trimtab.engine.build import Build
from trimtab.engine.output import Memory as Sites
from trimtab.engine.output import Output
from trimtab.engine.reading import Reader
from trimtab.engine.rendering import Memory
from trimtab.engine.search import Background


class TrimtabPlugin(BasePlugin):
    """Builds a pattern library. Its options are the fields of `trimtab.core.settings.Settings`."""

    def __init__(self) -> None:
        self.settings = Settings()
        self._dirty = False
        self._serving = False
        self._reader = Reader()
        self._made = Memory()
        self._sites: Sites = {}
        self._search = Background()
        self._current: Build | None = None

    def load_config(
        self, options: Any, config_file_path: str | None = None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Take the options; what is wrong with them is an error of the configuration."""
        self.config = LegacyConfig(schema=())
        try:
            self.settings = parse(options)
        except SettingsError as error:
            return [("trimtab", ValueError(line)) for line in str(error).splitlines()], []
        return [], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Learn what is asked for. MkDocs then keeps this instance: `on_config` starts anew."""
        self._dirty = dirty
        self._serving = command == "serve"
        self._reader = Reader(lasting=self._serving)
        end_at_once()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the theme, the Markdown extension and the output folder in place."""
        self._search.stop()
        self._current = None  # Should this build fail at once, there is none to give up.
        output = None if self._dirty else Output(config, self._sites if self._serving else None)
        memory = self._made if self._serving else None
        try:
            self._current = Build(config, self.settings, self._reader, output=output, memory=memory)
        except Exception:
            if output is not None:
                output.discard()
            raise
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the library, report what is wrong with it, add the pages that it calls for."""
        return self._build.read(files)

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give pages the dates of their last changes, and begin to convert them."""
        self._build.convert(nav, files)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give every template, MkDocs' own pages included, what the frame needs."""
        self._build.lay_out(env)
        return env

    @event_priority(100)
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Hand MkDocs the body alone: front matter is ours to read."""
        return self._build.pages.body(page)

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Say which page is converted now, and what the theme may know of it."""
        self._build.pages.begin(page)
        return markdown

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make the author's HTML safe, before anybody adds to it."""
        return self._build.rendering.content(html, page)

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Give the template what it lays out."""
        self._build.rendering.describe(context, page)
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Tell the search of the page as it is in the end."""
        self._build.rendering.made(output, page)
        return output

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the data files, index the pages and put the site in the old one's place."""
        self._build.finish(self._search if self._serving else None)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it is."""
        if self._current is not None:
            self._current.give_up()

    def on_shutdown(self) -> None:
        """End what is under way, in the background and in a build that was interrupted."""
        self._search.stop()
        if self._current is not None:
            self._current.give_up()

    @property
    def _build(self) -> Build:
        if self._current is None:
            message = "trimtab: MkDocs called a hook before `on_config`"
            raise PluginError(message)
        return self._current
