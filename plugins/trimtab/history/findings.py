"""Findings that a change brings, and those that it cures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from trimtab.core.diagnostics import Diagnostic, Report
from trimtab.core.library import Library
from trimtab.rules import check, examine


def check_both(
    before: Library, after: Library, examined: Iterable[Diagnostic] | None = None
) -> tuple[Report, Report]:
    """What is wrong in two states of a library. Documents that both hold are examined once.

    Args:
        before: the library as it was.
        after: the library as it is.
        examined: what `rules.examine` found in each document of `after`, where that is known already.

    Raises:
        SettingsError: a setting names a rule that doesn't exist.
    """
    if examined is None:
        examined = [found for document in after.documents for found in examine(document, after.settings)]
    now = tuple(examined)
    shared = {document.path for document in before.documents if after.by_path.get(document.path) is document}
    then = [found for found in now if found.path in shared]
    for document in before.documents:
        if document.path not in shared:
            then += examine(document, before.settings)
    return check(before, then), check(after, now)


def new_findings(before: Report, after: Report, renames: Mapping[str, str]) -> Report:
    """The findings of a report that an earlier one doesn't have, in whatever file they are.

    Findings are the same where their fingerprints are, which moved lines don't touch. Of several alike, as many are
    new as there are more than before: the last ones.

    Args:
        before: what was found in the earlier state.
        after: what is found now.
        renames: the new path of each file that has another one now.
    """
    moved = (_moved(found, renames) for found in before.diagnostics)
    return Report(_without(after.diagnostics, Counter(found.fingerprint for found in moved)))


def cured_findings(before: Report, after: Report, renames: Mapping[str, str]) -> Report:
    """The findings of the earlier report that the present one doesn't have, at the places they were at.

    Args:
        before: what was found in the earlier state.
        after: what is found now.
        renames: the new path of each file that has another one now.
    """
    moved = {_moved(found, renames): found for found in before.diagnostics}
    left = _without(tuple(moved), Counter(found.fingerprint for found in after.diagnostics))
    return Report(moved[found] for found in left)


def _without(findings: tuple[Diagnostic, ...], known: Counter[str]) -> Iterator[Diagnostic]:
    for found in findings:
        if known[found.fingerprint]:
            known[found.fingerprint] -= 1
        else:
            yield found


def _moved(found: Diagnostic, renames: Mapping[str, str]) -> Diagnostic:
    """A finding with its file's new path."""
    path = renames.get(found.path)
    return found if path is None else replace(found, path=path)
