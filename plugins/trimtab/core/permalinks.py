"""What a library publishes, and what of what it has published would lead nowhere now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from trimtab.core.body import Heading
from trimtab.core.document import Document
from trimtab.core.lock import Line, Lock, Problem, Record, What
from trimtab.core.model import Status
from trimtab.core.routes import Claim, Routes
from trimtab.core.settings import RESERVED_SLUGS, Settings
from trimtab.core.words import fold


@dataclass(frozen=True, slots=True)
class Broken:
    """Something recorded that nothing leads to now, or that leads to something else."""

    line: Line
    address: str
    """The address that is meant, relative to the site's top."""
    page: Document | None = None
    """Of an anchor: the page that its address leads to. Of an id: the entry that it means now."""
    owner: Document | None = None
    """What the file that had it is now: itself, or the page that its own address leads on to."""


def published(routes: Routes, lists: Iterable[str] = ()) -> frozenset[Record]:
    """What a library publishes.

    Args:
        routes: its pages, and what leads on to them.
        lists: the addresses of the pages that the site makes.
    """
    found = {Record(What.PAGE, url, document.path) for url, document in routes.pages.items()}
    for url, redirect in routes.redirects.items():
        if redirect.claim in (Claim.EARLIER, Claim.ALIAS):
            found.add(Record(What.PAGE, url, redirect.document.path))
        else:
            found.add(Record(What.ID, redirect.name, redirect.document.path))
    found |= {Record(What.LIST, url) for url in lists if url not in routes.pages}
    for url, document in routes.pages.items():
        found |= {Record(What.ANCHOR, url, anchor=heading.anchor) for heading in headings(document)}
    return frozenset(found)


def headings(document: Document) -> Iterator[Heading]:
    """The headings that a page shows below its title, in order."""
    shown_above = {section.heading.start for section in document.sections_above}
    for index, heading in enumerate(document.headings):
        is_title = (
            document.entry is not None
            and index == 0
            and heading.level == 1
            and fold(heading.text) == fold(document.title)
        )
        if not is_title and heading.start not in shown_above:
            yield heading


def unrecorded(lock: Lock | None, records: Iterable[Record]) -> list[Record]:
    """What is published and not recorded yet, in the order of the file."""
    known = lock.keys if lock is not None else frozenset()
    return sorted((one for one in records if one.key not in known), key=lambda one: one.line)


def broken(lock: Lock, routes: Routes) -> Iterator[Broken]:
    """What is recorded and leads nowhere now, in the order of the file.

    Lists are left out: a build makes those that went lead on to what is above them. A removed entry's page answers for
    all of its headings.
    """
    disputed = _disputed(lock, routes)
    for line in lock.lines:
        record = line.record
        if record.what is What.PAGE:
            if routes.reach(record.name) is None and not is_list(record.name, routes.settings):
                yield Broken(line, record.name, owner=routes.reach(routes.url(record.file)))
        elif record.what is What.ID:
            yield from _id(lock, line, routes, disputed)
        elif record.what is What.ANCHOR:
            page = routes.reach(record.name)
            gone = page is not None and page.entry is not None and page.entry.status is Status.REMOVED
            if page is not None and not gone and record.anchor not in page.anchors:
                yield Broken(line, record.name, page)


def _id(lock: Lock, line: Line, routes: Routes, disputed: Collection[str]) -> Iterator[Broken]:
    record = line.record
    url = routes.permanent(record.name)
    means = routes.reach(url)
    own = routes.url(record.file)
    owner = routes.reach(own)
    if means is None:
        if owner is None and own in lock.files and record.file.rpartition("/")[2] == f"{record.name}.md":
            return  # What leads on from the page leads on from the id, and is told there.
        yield Broken(line, url, owner=owner)
    elif owner not in (None, means) and record.name not in disputed:
        yield Broken(line, url, means, owner)


def contradictions(lock: Lock, routes: Routes) -> Iterator[Problem]:
    """The lines that give an id to an entry while others give it to another, as two branches may have done.

    Files that lead to one page now, since one is the other's earlier name, don't contradict each other.
    """
    first: dict[str, tuple[Line, Document]] = {}
    for line in lock.lines:
        record = line.record
        owner = routes.reach(routes.url(record.file)) if record.what is What.ID else None
        if owner is None:
            continue
        other, theirs = first.setdefault(record.name, (line, owner))
        if theirs is not owner:
            yield Problem(
                line.number,
                lock.span(line.number),
                f"The id `{record.name}` is that of `{owner.path}` here and of `{theirs.path}` in line {other.number}.",
                "Delete the line of the one that was published later, and give that one another `id`.",
                other.number,
            )


def _disputed(lock: Lock, routes: Routes) -> set[str]:
    numbers = {problem.number for problem in contradictions(lock, routes)}
    return {line.record.name for line in lock.lines if line.number in numbers}


def is_list(url: str, settings: Settings) -> bool:
    """Whether an address is that of the home page, or of a list at the site's top that needs no file."""
    name = unquote(url).removesuffix("index.html").strip("./")
    return "/" not in name and (not name or name.casefold() in RESERVED_SLUGS | set(settings.kinds))


def onward(lock: Lock, routes: Routes, there: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The addresses of recorded lists that aren't there any more, each with the one of what is above it.

    Args:
        lock: what was published.
        routes: the library's pages, and what leads on to them.
        there: the addresses of the pages that the site makes.
    """
    made = set(there)
    lists = {line.record.name for line in lock.lines if line.record.what is What.LIST}
    lists |= {
        line.record.name
        for line in lock.lines
        if line.record.what is What.PAGE and is_list(line.record.name, routes.settings)
    }
    for url in sorted(lists - made):
        if routes.reach(url) is None:
            yield url, _above(url, routes, made)


def _above(url: str, routes: Routes, made: set[str]) -> str:
    folder = url.removesuffix("index.html").rstrip("/")
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        index = routes.url(f"{unquote(folder)}/index.md")
        if index in made or routes.reach(index) is not None:
            return index
    return routes.url("index.md")


def updated(
    lock: Lock | None, routes: Routes, records: Iterable[Record], forgotten: Iterable[Record] = ()
) -> list[Record]:
    """What is to be recorded: all that was, and what is new.

    Args:
        lock: what was recorded.
        routes: the library's pages, and what leads on to them.
        records: what is published now; the file that has something takes the place of the one that had it.
        forgotten: what is to be left out.
    """
    now = {record.key: record for record in sorted(records, key=lambda one: one.line)}
    if lock is None:
        return list(now.values())
    gone = set(forgotten)
    as_they_were = {one.line for one in broken(lock, routes)}
    disputed = _disputed(lock, routes)
    as_they_were |= {line for line in lock.lines if line.record.name in disputed}
    kept = [
        line.record if line in as_they_were else now.get(line.record.key, line.record)
        for line in lock.lines
        if line.record not in gone
    ]
    return [*kept, *unrecorded(lock, now.values())]


def matching(lock: Lock, routes: Routes, typed: str) -> list[Record]:
    """The records that an address means, as somebody typed it: a page with its headings, an id, or one heading."""
    url, _, anchor = typed.strip().removeprefix("/").partition("#")
    wanted = {url, f"{url}/"} if not url.endswith(("/", ".html")) else {url}
    found = []
    for line in lock.lines:
        record = line.record
        if record.what is What.ID:
            hit = not anchor and unquote(routes.permanent(record.name)) in wanted
        else:
            hit = bool({record.name, unquote(record.name)} & wanted) and anchor in ("", record.anchor)
        if hit:
            found.append(record)
    return found
