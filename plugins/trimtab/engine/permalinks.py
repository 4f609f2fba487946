"""What a build does so that published addresses last: it leads on from them, and may insist that they are recorded."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from trimtab.core.diagnostics import Report
from trimtab.core.lock import Lock, What
from trimtab.core.permalinks import onward, published, unrecorded
from trimtab.core.settings import Settings
from trimtab.engine.folder import Folder
from trimtab.rules.permanence import CODES
from trimtab.site import redirects, urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import File
from trimtab.site.previews import paths

SHOWN = 20
"""How many addresses a message names."""


def recorded(settings: Settings, config: MkDocsConfig) -> Lock | None:
    """What the library has published, as its record says; None where there is none."""
    return Lock.load(
        Path(config.config_file_path or "").parent,
        settings.permalinks.lock,
        Path(config.docs_dir),
        directories=config.use_directory_urls,
    )


def insist(catalogue: Catalogue, report: Report, lists: Collection[str]) -> None:
    """Stop a build that would publish what isn't recorded, or break what is.

    Args:
        catalogue: the library.
        report: what is wrong with it.
        lists: the addresses of the pages that the site makes.

    Raises:
        PluginError: it would; the message says what to do.
    """
    library = catalogue.library
    name = library.settings.permalinks.lock
    would_break = [found.message for found in report.diagnostics if found.code in CODES]
    if would_break:
        message = f"trimtab: this build would break what {name} records:\n{_shown(would_break)}"
        raise PluginError(f"{message}\nRun `trimtab check`, which says what mends it.")
    new = unrecorded(library.lock, published(catalogue.routes, lists))
    if new:
        addresses = [
            f"{unquote(catalogue.routes.permanent(one.name)) if one.what is What.ID else one.shown}"
            for one in new
        ]
        message = f"trimtab: this build would publish what {name} doesn't record:\n{_shown(addresses)}"
        raise PluginError(f"{message}\nRun `trimtab permalinks --update`, and commit {name}.")


def _shown(lines: list[str]) -> str:
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join(f"  {line}" for line in (*lines[:SHOWN], *more))


def files(
    catalogue: Catalogue, lists: Collection[str], config: MkDocsConfig, folder: Folder
) -> Iterator[File]:
    """The files that lead on, where the site has no other file.

    Args:
        catalogue: the library.
        lists: the addresses of the pages that the site makes.
        config: the configuration of MkDocs.
        folder: the site's.
    """
    lock = catalogue.library.lock
    went = [] if lock is None else onward(lock, catalogue.routes, lists)
    hops = redirects.hops(catalogue.routes, ((url, target, config.site_name) for url, target in went))
    hops += redirects.cards(catalogue.routes, urls.beside)
    if catalogue.library.settings.previews.embeds:
        hops += redirects.cards(catalogue.routes, paths.embed)
    own = Path(config.docs_dir) / redirects.RULES
    own_rules = own.read_text(encoding="utf-8") if own.is_file() else ""
    free = [hop for hop in hops if not _is_there(redirects.file_of(hop.url), folder)]
    yield from redirects.files(free, config.site_url or "", own_rules)


def _is_there(path: str, folder: Folder) -> bool:
    """Whether something else has made a file: a build into a folder that was there before finds its own as well."""
    file = os.path.join(folder.path, path)
    return folder.has_taken_over(path) or (
        os.path.isfile(file) and b"data-tt-redirect" not in Path(file).read_bytes()
    )
