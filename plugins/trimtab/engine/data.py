"""The files of a site that aren't pages: what MkDocs knows goes into them, and they are written.

A file that would be the same as in the last build is taken over from it. Many others are written by copies of this
process, side by side.
"""

from __future__ import annotations

import functools
import json
import logging
import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from trimtab.checking.processes import copies, processors, without_collection
from trimtab.checking.store import digest
from trimtab.core.library import Library
from trimtab.engine.beforehand import Written
from trimtab.engine.folder import Folder, Record
from trimtab.engine.rendering import frame
from trimtab.engine.rendering.processes import Ahead
from trimtab.site import urls
from trimtab.site.exports import About, Dates, Exports, File, Of
from trimtab.site.exports.file import Part
from trimtab.site.exports.index import PATHS

Taking = Callable[[Container[str]], Mapping[str, Written]]
"""Has those of some files in a site's folder that have been made already, and says which these are."""

FEW = 200
"""Up to so many files it takes longer to start processes than to write."""
_AT_ONCE = 32
_BACK = 15
"""How far processes stand back behind those of the search, the last part of which can only be done by one."""

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
        icon=str(config.theme.get("favicon") or ""),
    )


class Keys:
    """What files are known by: digests of all that they are made of.

    Args:
        config: the configuration of MkDocs.
        library: the library.
        about: what files know of its site.
        more: what else they depend on.
    """

    def __init__(self, config: MkDocsConfig, library: Library, about: About, more: bytes = b"") -> None:
        self._about = about
        dates = repr(sorted(about.dates.items())).encode(errors="surrogatepass")
        settings = frame.settings(config, library.settings)
        self._common = digest(frame.code(), settings, more).encode()
        self._face = library.face.encode()
        self._known: dict[tuple[Of, str, str], str] = {
            (Of.LIBRARY, "", ""): digest(self._common, self._face, dates)
        }

    def of(self, file: File) -> str:
        """What a file is known by."""
        parts = [self.of_part(part) for part in file.parts]
        return parts[0] if len(parts) == 1 else digest(*map(str.encode, parts))

    def of_part(self, part: Part) -> str:
        """What a part of a file is known by."""
        path, own = (part.document.path, part.document.digest) if part.document is not None else ("", "")
        known = self._known.get((part.of, path, own))
        if known is None:
            known = self._known[part.of, path, own] = digest(self._common, *self._made_of(part))
        return digest(known.encode(), part.more.encode(errors="surrogatepass")) if part.more else known

    def _made_of(self, part: Part) -> list[bytes]:
        if part.document is None:
            return []
        own = part.document.digest.encode()
        if part.of is Of.TEXT:
            return [own]
        return [own, self._face, repr(self._about.dates.get(part.document.path)).encode()]


def write(
    exports: Exports,
    config: MkDocsConfig,
    lists: Iterable[str],
    others: Iterable[File],
    folder: Folder,
    keys: Keys,
    before: Callable[[Sequence[str]], None] = lambda paths: None,
    take: Taking | None = None,
) -> list[str]:
    """Write all files into the folder of a site, but for those of the exports that are another's.

    Args:
        exports: the library's own.
        config: the configuration of MkDocs.
        lists: the addresses of the pages that the site makes.
        others: more files; of two with one path the later counts.
        folder: the site's.
        keys: what files are known by.
        before: told which files are about to be made, by their paths.
        take: has in the folder those of some files that have been made beforehand, and says which these are;
            None where nothing has been.

    Returns:
        The paths of files that turned out to have no content.
    """
    if not config.site_url:
        log.info(
            "`site_url` isn't set: there is no feed, no sitemap and no description of the search, and addresses in"
            " other files are relative."
        )
    with without_collection():
        return _write(exports, lists, others, folder, keys, before, take)


def _write(
    exports: Exports,
    lists: Iterable[str],
    others: Iterable[File],
    folder: Folder,
    keys: Keys,
    before: Callable[[Sequence[str]], None],
    take: Taking | None,
) -> list[str]:
    taken = _taken(Path(folder.path))
    files = {file.path: file for some in (exports.written(taken, lists), others) for file in some}
    named = ((file, keys.of(file)) for file in files.values())
    missing = [
        (file, key)
        for file, key in named
        if not folder.keep(file.path, key, functools.partial(folder.put, file, key, keys.of_part))
    ]
    before([file.path for file, _ in missing])
    made = take({file.path for file, _ in missing}) if take is not None else {}
    for file, key in missing:
        if file.path in made:
            size, modified, sizes = made[file.path]
            parts = zip(map(keys.of_part, file.parts), sizes, strict=True) if sizes else ()
            folder.records[file.path] = Record(key, size, modified, tuple(parts))
    lacking = _make([each for each in missing if each[0].path not in made], folder, keys)
    if urls.LLMS not in taken:
        full = folder.records.get(urls.LLMS_FULL)
        size = os.path.getsize(os.path.join(folder.path, urls.LLMS_FULL)) if full is None else full.size
        overview = exports.overview(size)
        key = keys.of(overview)
        if not folder.keep(overview.path, key, functools.partial(folder.put, overview, key, keys.of_part)):
            folder.put(overview, key, keys.of_part)
    return lacking


def beforehand(files: Iterable[File]) -> list[File]:
    """Those of some files that are made of the library alone, in the order in which they're best made."""
    chosen = {file.path: file for file in files}
    known = [
        file
        for file in chosen.values()
        if all(part.of is not Of.NOTHING and not part.more for part in file.parts)
    ]
    return sorted(known, key=_turn)


_Named = tuple[File, str]
"""A file, and what it's known by."""


def _make(files: Sequence[_Named], folder: Folder, keys: Keys) -> list[str]:
    """Write files, in several processes where there are many; returns the paths of those that have no content."""
    ordered = sorted(files, key=lambda each: _turn(each[0]))
    large = [each for each in ordered if _is_large(each[0])]
    rest = ordered[len(large) :]
    some: list[Sequence[_Named]] = [[each] for each in large]
    some += [rest[start : start + _AT_ONCE] for start in range(0, len(rest), _AT_ONCE)]
    jobs = min(processors(), len(some))
    context = copies()
    if len(files) <= FEW or jobs < 2 or context is None:
        return [path for those in some for path, record in _written(those, folder, keys) if record is None]

    def make(number: int) -> bytes:
        return json.dumps(_written(some[number], folder, keys)).encode()

    ahead = Ahead(context, len(some), make, jobs, nice=_BACK)
    lacking = []
    try:
        for number, those in enumerate(some):
            done = ahead.take(number)
            for path, record in json.loads(done) if done else _written(those, folder, keys):
                if record is None:
                    lacking.append(path)
                else:
                    key, size, modified, parts = record
                    folder.records[path] = Record(key, size, modified, tuple(map(tuple, parts)))
    finally:
        ahead.stop()
    return lacking


def _turn(file: File) -> tuple[bool, int, str]:
    """What takes longest comes first, then the others so that each document is read but once."""
    document = file.parts[0].document
    return not _is_large(file), -len(file.parts), document.path if document is not None else ""


def _is_large(file: File) -> bool:
    return len(file.parts) > 1 or file.parts[0].of is Of.LIBRARY


def _written(files: Iterable[_Named], folder: Folder, keys: Keys) -> list[tuple[str, Record | None]]:
    """Write files one by one; returns what is known of each, None where it turned out to have no content."""
    return [(file.path, folder.put(file, key, keys.of_part)) for file, key in files]


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
