"""What a change does to a library: two states of it, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trimtab.core.change import Base, Change
from trimtab.core.diagnostics import Diagnostic
from trimtab.core.library import Library
from trimtab.history import addresses, entries, ties
from trimtab.history.findings import check_both, cured_findings, new_findings
from trimtab.history.pairs import Pairs, named


def compare(
    before: Library,
    after: Library,
    renames: Mapping[str, str],
    *,
    base: Base | None = None,
    notes: Iterable[str] = (),
    examined: Iterable[Diagnostic] | None = None,
) -> Change:
    """What leads from one state of a library to another.

    Args:
        before: the library as it was.
        after: the library as it is.
        renames: the new path of each `.md` file that has another one now.
        base: what `before` is, to be told with the change.
        notes: what had to be assumed, to be told with the change.
        examined: what `rules.examine` found in each document of `after`, where that is known already.

    Raises:
        SettingsError: a setting names a rule that doesn't exist.
    """
    pairs = Pairs(before, after, renames)
    relations = ties.Relations(pairs)
    found_then, found_now = check_both(before, after, examined)
    return Change(
        base=base,
        notes=tuple(notes),
        added=tuple(map(named, pairs.added)),
        removed=tuple(entries.removed(pairs)),
        renamed=tuple(entries.renamed(pairs)),
        edited=tuple(entries.edited(pairs)),
        retitled=entries.moved(pairs, lambda entry: entry.title),
        kinds=entries.moved(pairs, lambda entry: entry.kind),
        statuses=tuple(entries.statuses(pairs)),
        confidence=entries.moved(pairs, lambda entry: entry.confidence),
        vitality=entries.moved(pairs, entries.vitality),
        levels=entries.moved(pairs, entries.levels),
        relations_gained=tuple(relations.gained()),
        relations_lost=tuple(relations.lost()),
        relations_moved=tuple(relations.moved()),
        orphans=ties.orphans(pairs),
        wanted=ties.wanted(pairs),
        unwanted=ties.unwanted(pairs),
        names_lost=tuple(entries.names_lost(pairs)),
        pages_gone=tuple(addresses.pages_gone(pairs)),
        anchors_gone=tuple(addresses.anchors_gone(pairs)),
        findings_new=new_findings(found_then, found_now, renames).diagnostics,
        findings_cured=cured_findings(found_then, found_now, renames).diagnostics,
    )
