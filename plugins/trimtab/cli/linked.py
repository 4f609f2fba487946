"""The library that a wiki links to: from the web, from a file, from a built site, or from a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from trimtab import Library, SettingsError, __version__, load
from trimtab.core.scales import RUNGS
from trimtab.linkcheck.library import (
    NAMES,
    LibraryError,
    LinkedLibrary,
    read_file,
    read_site,
    understood,
)
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.names import names


def linked(where: str, timeout: float) -> LinkedLibrary:
    """The library that an address or a path means.

    Raises:
        LibraryError: there is none, or it can't be read.
    """
    if "://" in where:
        from trimtab.linkcheck.fetching import fetch  # Other commands shouldn't wait for what speaks HTTP.

        return fetch(where, __version__, timeout=timeout)
    path = Path(where)
    if path.is_dir():
        site = read_site(path)
        if site is not None:
            return site
        config = next(
            (path / name for name in ("mkdocs.yml", "mkdocs.yaml") if (path / name).is_file()), None
        )
        if config is None:
            message = (
                f"{where}: neither a built site, which has `{NAMES}`, nor a project with a `mkdocs.yml`;"
                " if the site was built by an older Trimtab, build it anew"
            )
            raise LibraryError(message)
        return _of_project(config)
    return _of_project(path) if path.suffix in (".yml", ".yaml") else read_file(path)


def _of_project(config_file: Path) -> LinkedLibrary:
    """The library of a project, read from disk as its site would tell of it."""
    try:
        project = load(config_file)
        library = Library.read(project)
    except SettingsError as error:
        raise LibraryError(str(error)) from None
    catalogue = Catalogue(library, directories=project.directories)
    told = names(catalogue, project.site_name, project.site_url)
    return understood(told, str(config_file), _others(catalogue), whole=False)


def _others(catalogue: Catalogue) -> Iterator[str]:
    """The addresses of the pages and files that a site has besides those of its entries, as far as they're plain."""
    library = catalogue.library
    lists = [urls.HOME, urls.SEARCH, urls.PATTERNS, urls.DOMAINS, urls.TAGS, urls.HEALTH, urls.INSTRUMENTS]
    lists += map(urls.kind_index, library.settings.all_kinds)
    levels = [urls.level(library, number) for number in RUNGS] if library.uses_levels else []
    for path in (*library.files, *lists, *catalogue.by_domain, *catalogue.by_tag, *levels):
        yield catalogue.url(path) if path.endswith(".md") else quote(path, errors="surrogateescape")
