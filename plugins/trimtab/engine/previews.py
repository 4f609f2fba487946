"""Images, cards and badges as files of a site. An image that was drawn before is taken from where it is kept."""

from __future__ import annotations

import functools
import logging
import multiprocessing
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from trimtab.checking.processes import copies, processors
from trimtab.checking.store import Store, digest
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import About, File
from trimtab.site.previews import Previews, colours, image
from trimtab.site.previews.fonts import FontError, Fonts

FEW = 60
"""Up to so many images it takes longer to start processes than to draw."""
_AT_ONCE = 32

log = logging.getLogger("mkdocs.plugins.trimtab")


def made(catalogue: Catalogue, about: About, config: MkDocsConfig) -> Previews:
    """The previews of a library, in the theme's colour.

    Raises:
        PluginError: the font that settings name can't be read.
    """
    fonts = _fonts(catalogue, config)
    try:
        fonts.check()
    except FontError as error:
        message = f"trimtab: previews.font: {error}"
        raise PluginError(message) from error
    palette = config.theme.get("palette") or {}
    first = palette if isinstance(palette, dict) else palette[0]
    return Previews(catalogue, about, colours.of_theme(str(first.get("primary") or "")), fonts)


class Images:
    """The images of a library: drawn, or taken from where those are kept that were drawn before.

    Args:
        previews: what they show.
        config: the configuration of MkDocs.
    """

    def __init__(self, previews: Previews, config: MkDocsConfig) -> None:
        self._previews = previews
        # A folder of its own beside that of the library's checks: these count as absent where nothing is kept of them.
        self._store = Store.of(Path(config.config_file_path).parent / "previews")
        self.font: bytes = Path(previews.fonts.own).read_bytes() if previews.fonts.own else b""
        """The library's own font."""
        self._has_drawn = False
        """Whether images were drawn, here or, if there were many, perhaps in copies of this process."""
        self._maker = digest(image.VERSION.encode(), self.font).encode()

    def files(self) -> Iterator[File]:
        """All images."""
        return self._previews.images(self._image)

    def draw_ahead(self, paths: Collection[str]) -> None:
        """Draw images in several processes, where there are many and this one can't be copied.

        Args:
            paths: the files that are about to be made.
        """
        if sum(path.endswith(".png") for path in paths) <= FEW:
            return
        self._has_drawn = True
        if copies() is not None:
            return
        pictures = (picture for picture in self._previews.pictured())
        missing = [picture for picture in pictures if self._store.load(self._name(picture)) is None]
        for picture, content in zip(missing, _drawn(missing, self._previews.fonts), strict=True):
            self._store.save(self._name(picture), content)

    def end(self, lacking: Collection[str]) -> None:
        """Say which entries have no image, and let go of what is kept and hasn't been used for long.

        Args:
            lacking: the files that turned out to have no content.
        """
        undrawn = self._previews.undrawn(lacking)
        if undrawn:
            log.info(
                f"{len(undrawn)} entries have no image for link previews, since the font lacks letters of names such"
                f" as “{undrawn[0].title}”; `previews: {{font: …}}` may name one that has them."
            )
        if self._has_drawn:
            self._store.prune()

    def _name(self, picture: image.Picture) -> str:
        return "image-" + digest(self._maker, repr(picture).encode(errors="surrogatepass"))

    def _image(self, picture: image.Picture) -> bytes:
        name = self._name(picture)
        kept = self._store.load(name)
        if kept is None:
            self._has_drawn = True
            kept = image.draw(picture, self._previews.fonts)
            self._store.save(name, kept)
        return kept


def _fonts(catalogue: Catalogue, config: MkDocsConfig) -> Fonts:
    own = catalogue.library.settings.previews.font
    return Fonts(str(Path(config.config_file_path).parent / own) if own else "")


def _drawn(pictures: list[image.Picture], fonts: Fonts) -> Iterable[bytes]:
    draw = functools.partial(image.draw, fonts=fonts)
    jobs = min(processors(), len(pictures) // _AT_ONCE)
    if len(pictures) <= FEW or jobs < 2:
        yield from map(draw, pictures)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(draw, pictures, chunksize=_AT_ONCE)
