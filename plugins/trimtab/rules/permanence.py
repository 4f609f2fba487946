"""What a library has published and would break: what the rules about it ask of the record."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from trimtab.core.diagnostics import FILE_START, Related
from trimtab.core.document import Document
from trimtab.core.library import Library
from trimtab.core.lock import Lock, What
from trimtab.core.names import Found, Unknown
from trimtab.core.nearby import nearest
from trimtab.core.permalinks import Broken, broken, contradictions
from trimtab.core.routes import Routes
from trimtab.rules.registry import Finding

CODES = ("TT310", "TT311", "TT312", "TT313")
"""The rules that compare a library with its record."""


def vanished_addresses(library: Library) -> Iterator[Finding]:
    """The recorded addresses that lead nowhere."""
    for lock, routes, one in _broken(library):
        if one.line.record.what is What.ANCHOR or (one.line.record.what is What.ID and one.page is not None):
            continue
        record = one.line.record
        shown = unquote(one.address)
        taken = _contested(routes, one.address)
        if taken:
            files = " and ".join(f"`{other.path}`" for other in taken)
            message = f"`{shown}` leads nowhere, for {files} both claim it."
            cure = f"Leave it to the one that had it first, {_code(record.file)}."
        elif one.owner is not None:
            message = f"`{shown}` leads nowhere; it led to `{one.owner.path}`."
            cure = _kept_by(one, one.owner)
        else:
            message = f"`{shown}` leads nowhere; {_code(record.file)}, which had it, isn't there."
            cure = _replaced(library, one)
        yield Finding(lock.source, lock.span(one.line.number), message, cure, _had(one.owner))


def vanished_anchors(library: Library) -> Iterator[Finding]:
    """The recorded headings that the page that is reached doesn't have."""
    for lock, _, one in _broken(library):
        record = one.line.record
        if record.what is not What.ANCHOR or one.page is None:
            continue
        near = nearest(record.anchor, sorted(one.page.anchors))
        perhaps = f", perhaps `#{near}`" if near else ""
        yield Finding(
            lock.source,
            lock.span(one.line.number),
            f"`{record.shown}` leads to `{one.page.path}`, which has no such heading.",
            f"Write `{{ #{record.anchor} }}` behind the heading that says the same now{perhaps}, "
            f'or `<a id="{record.anchor}"></a>` where its words are.',
            (Related(one.page.path, FILE_START, "is the page that it leads to"),),
        )


def reassigned_ids(library: Library) -> Iterator[Finding]:
    """The recorded ids that mean another entry now."""
    for lock, _, one in _broken(library):
        record = one.line.record
        if record.what is not What.ID or one.page is None or one.owner is None:
            continue
        yield Finding(
            lock.source,
            lock.span(one.line.number),
            f"The id `{record.name}` means `{one.page.path}` now; it was published as that of `{one.owner.path}`.",
            f"Give it back: write `id: {record.name}` in `{one.owner.path}`, or `redirect_from: [{record.name}]` "
            "if that has another id, and take it away from the other.",
            (
                Related(one.owner.path, FILE_START, "had it first"),
                Related(one.page.path, FILE_START, "has it now"),
            ),
        )


def unreadable_lines(library: Library) -> Iterator[Finding]:
    """What is wrong with the record itself."""
    lock = library.lock
    if lock is None:
        return
    routes = Routes(library, directories=lock.directories)
    for problem in (*lock.problems, *contradictions(lock, routes)):
        related: tuple[Related, ...] = ()
        if problem.other:
            related = (Related(lock.source.path, lock.span(problem.other), "says something else"),)
        yield Finding(lock.source, problem.span, problem.message, problem.help, related)


def _broken(library: Library) -> Iterator[tuple[Lock, Routes, Broken]]:
    if library.lock is not None:
        routes = Routes.of(library, directories=library.lock.directories)
        yield from ((library.lock, routes, one) for one in broken(library.lock, routes))


def _contested(routes: Routes, url: str) -> tuple[Document, ...]:
    """The pages that both claim an address, so that neither gets it."""
    for contest in routes.contests:
        if routes.url(contest.path) == url:
            return tuple(claimant.document for claimant in contest.claimants)
    return ()


def _kept_by(one: Broken, page: Document) -> str:
    """What to write where the page is there and its address isn't."""
    record = one.line.record
    if record.what is What.ID:
        entry = page.entry
        if entry is None:
            return f"Make `{page.path}` an entry again, or let the entry that takes its place have `id: {record.name}`."
        if entry.id:
            return f"Write `id: {record.name}` in `{page.path}` again, or add `{record.name}` to its `redirect_from`."
        return f"Write `id: {record.name}` in `{page.path}`."
    return f"Add `{_typed(one.address, page)}` to `redirect_from` in `{page.path}`."


def _replaced(library: Library, one: Broken) -> str:
    """What to write where the file is gone."""
    record = one.line.record
    heir = _heir(library, one)
    name = record.name if record.what is What.ID else _typed(one.address, heir)
    of = f"`{heir.path}`, if that took its place" if heir is not None else "the entry that took its place"
    cure = f"Add `{name}` to `redirect_from` of {of}"
    if heir is not None and heir.entry is not None and heir.entry.slug == record.name:
        cure = f"Write `id: {record.name}` in `{heir.path}`, if that is it"
    return f"{cure}; or restore {_code(record.file)} with `status: removed`, so that its page says what became of it."


def _heir(library: Library, one: Broken) -> Document | None:
    """The entry that seems to have taken a page's place: by its names, or the likest."""
    path = unquote(one.address).strip("/").removesuffix(".html")
    named = library.names.resolve(path.rpartition("/")[2])
    if isinstance(named, Unknown) and named.nearest:
        named = library.names.resolve(named.nearest[0])
    return library.document_of(named.entry) if isinstance(named, Found) else None


def _typed(url: str, page: Document | None) -> str:
    """How a page says in `redirect_from` that it was at an address."""
    path = unquote(url).removesuffix("/").removesuffix(".html")
    folder, slug = posixpath.split(path)
    if page is None or posixpath.dirname(page.path) == folder:
        return slug
    return path if folder else f"/{slug}"


def _had(owner: Document | None) -> tuple[Related, ...]:
    return (Related(owner.path, FILE_START, "had it"),) if owner is not None else ()


def _code(file: str) -> str:
    return f"`{file}`" if file else "a file"
