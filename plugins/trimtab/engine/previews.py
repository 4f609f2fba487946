"""Images, cards and badges as files of a site. An image that was drawn before is taken from where it is kept."""

from __future__ import annotations

import functools
import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from trimtab.checking.store import Store, digest
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import About
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


def files(previews: Previews, config: MkDocsConfig) -> Iterator[tuple[str, bytes]]:
    """All files, by their paths relative to the site's top."""
    yield from previews.files()
    yield from _images(previews, Path(config.config_file_path).parent)
    undrawn = previews.undrawn()
    if undrawn:
        log.info(
            f"{len(undrawn)} entries have no image for link previews, since the font lacks letters of names such as"
            f" “{undrawn[0].title}”; `previews: {{font: …}}` may name one that has them."
        )


def _fonts(catalogue: Catalogue, config: MkDocsConfig) -> Fonts:
    own = catalogue.library.settings.previews.font
    return Fonts(str(Path(config.config_file_path).parent / own) if own else "")


def _images(previews: Previews, root: Path) -> Iterator[tuple[str, bytes]]:
    # A folder of its own beside that of the library's checks: these count as absent where nothing is kept of them.
    store = Store.of(root / "previews")
    font = Path(previews.fonts.own).read_bytes() if previews.fonts.own else b""
    maker = digest(image.VERSION.encode(), font).encode()
    missing: list[tuple[str, str, image.Picture]] = []
    for path, picture in previews.pictures():
        name = "image-" + digest(maker, repr(picture).encode(errors="surrogatepass"))
        kept = store.load(name)
        if kept is None:
            missing.append((path, name, picture))
        else:
            yield path, kept
    drawn = _drawn([picture for *_, picture in missing], previews.fonts)
    for (path, name, _), content in zip(missing, drawn, strict=True):
        store.save(name, content)
        yield path, content
    if missing:
        store.prune()


def _drawn(pictures: list[image.Picture], fonts: Fonts) -> Iterable[bytes]:
    draw = functools.partial(image.draw, fonts=fonts)
    jobs = min(_processors(), len(pictures) // _AT_ONCE)
    if len(pictures) <= FEW or jobs < 2:
        yield from map(draw, pictures)
        return
    with ProcessPoolExecutor(jobs, mp_context=_processes()) as pool:
        yield from pool.map(draw, pictures, chunksize=_AT_ONCE)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processes() -> multiprocessing.context.BaseContext:
    """How processes are started: copied where that is safe and cheap, else made anew."""
    copies = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if copies else "spawn")
