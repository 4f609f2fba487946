"""The files of a site that aren't pages: what MkDocs knows goes into them, and they are written."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from trimtab.site import urls
from trimtab.site.exports import About, Dates, Exports
from trimtab.site.exports.index import PATHS

log = logging.getLogger("mkdocs.plugins.trimtab")


def about(config: MkDocsConfig, dates: Mapping[str, Dates]) -> About:
    """What exports know of a site beside its library.

    Args:
        config: the configuration of MkDocs.
        dates: those of the library's files.
    """
    return About(
        name=config.site_name,
        url=config.site_url or "",
        description=config.site_description or "",
        author=config.site_author or "",
        copyright=config.copyright or "",
        language=str(config.theme.get("language") or ""),
        dates=dates,
    )


def write(
    exports: Exports, config: MkDocsConfig, lists: Iterable[str], others: Iterable[tuple[str, bytes]]
) -> None:
    """Write all files into the folder of a site, but for those of the exports that are another's.

    Args:
        exports: the library's own.
        config: the configuration of MkDocs.
        lists: the addresses of the pages that the site makes.
        others: more files, by their paths relative to the site's top.
    """
    if not config.site_url:
        log.info(
            "`site_url` isn't set: there is no feed, no sitemap and no description of the search, and addresses in"
            " other files are relative."
        )
    site = Path(config.site_dir)
    for files in (exports.written(_taken(site), lists), others):
        for path, content in files:
            target = site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _taken(site: Path) -> set[str]:
    """The files that another has made: the library itself, or another plugin.

    A build into a folder that was there before finds its own as well; these its index lists.
    """
    try:
        before = json.loads((site / urls.API).read_bytes())
        own = {urls.API, *(file["url"] for file in before["files"])}
    except (OSError, ValueError, LookupError, TypeError):
        own = set()
    return {path for path in PATHS if path not in own and (site / path).exists()}
