"""What a draft can grow from: a worksheet to fill in, or a name that other entries want."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from trimtab.core.document import Document
from trimtab.core.library import Library, Link
from trimtab.core.names import PLANNED, Found, Planned
from trimtab.core.namings import Via
from trimtab.core.words import fold
from trimtab.edit.texts import EditError, Replacement, replace
from trimtab.edit.yaml_text import one_line

TEMPLATE = "Template"
"""The section of a worksheet that is there to be copied."""


@dataclass(frozen=True, slots=True)
class Seed:
    """What a draft begins with."""

    worksheet: Document | None = None
    wanted: tuple[Link, ...] = ()
    """The places that want the entry."""

    @property
    def name(self) -> str:
        """The name that is wanted, if one is."""
        resolution = self.wanted[0].resolution if self.wanted else None
        return resolution.name if isinstance(resolution, Planned) else ""


def find(library: Library, name: str) -> Seed:
    """The worksheet, or the wanted entry, that a name means.

    Raises:
        EditError: it means neither.
    """
    if not name.startswith(PLANNED):
        resolution = library.resolve_name(name.removeprefix("worksheet:"), "worksheet")
        if isinstance(resolution, Found):
            return Seed(worksheet=library.document_of(resolution.entry))
    wanted: dict[str, list[Link]] = {}
    for link in library.links:
        if isinstance(link.resolution, Planned):
            wanted.setdefault(fold(link.resolution.name), []).append(link)
    links = wanted.get(fold(name.removeprefix(PLANNED)))
    if links:
        return Seed(wanted=tuple(links))
    known = [entry.slug for entry in library.of_kind("worksheet")]
    known += [Seed(wanted=tuple(links)).name for links in wanted.values()]
    near = process.extract(name, known, scorer=fuzz.ratio, score_cutoff=60, limit=3)
    cure = (
        f"Did you mean {' or '.join(f'`{found}`' for found, *_ in near)}?"
        if near
        else "Name a worksheet, or an entry that others name with `planned:` before it."
    )
    raise EditError(f"`{name}` is neither a worksheet nor an entry that is wanted.", cure)


def template_of(worksheet: Document, path: str) -> str:
    """What of a worksheet is to be copied: its section Template, or without one its whole body.

    Args:
        worksheet: the worksheet.
        path: where the copy is to stand, relative to the library's folder. Links are changed to lead from there.
    """
    section = worksheet.body.section(TEMPLATE)
    start, end = (section.start, section.end) if section else (worksheet.body.start, len(worksheet.body.text))
    changes = []
    for target in worksheet.body.targets:
        if not (target.is_local and start <= target.start and target.end <= end):
            continue
        cut = min(at for at in (target.url.find("#"), target.url.find("?"), len(target.url)) if at >= 0)
        folder = posixpath.dirname(worksheet.path)
        there = posixpath.join(folder, target.url[:cut]) if cut else worksheet.path
        moved = posixpath.relpath(there, posixpath.dirname(path))
        if cut and target.url[:cut].endswith("/"):
            moved += "/"
        changes.append(Replacement(target.start - start, target.start - start + cut, moved))
    return replace(worksheet.source.text[start:end], changes).strip("\n")


def reasons(seed: Seed) -> Iterator[str]:
    """Who wants an entry and why, one line each."""
    for link in seed.wanted:
        who = f"Wanted by “{link.document.title}” ({link.document.path})"
        if link.via is Via.RELATION:
            why = f": {link.why}" if link.why else "."
            yield one_line(f"{who}, {link.relation}{why}")
        elif link.sentence is not None:
            shown = link.reference.text if link.reference and link.reference.text else seed.name
            yield one_line(f"{who}: {link.sentence.before}{shown}{link.sentence.after}")
        else:
            yield one_line(f"{who}, {link.via}.")


def reminders(seed: Seed) -> Iterator[str]:
    """What to change once the entry is there, one sentence each."""
    for link in seed.wanted:
        place = f"`{link.document.path}`, line {link.span.start.line}"
        yield f"Take `{PLANNED}` away in {place}, once the entry says what is wanted there."
