"""`--fix`: links rewritten in an export's files, and nothing else in them touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trimtab.core.source import Source
from trimtab.edit import writing
from trimtab.edit.texts import EditError, Replacement
from trimtab.edit.writing import Change, Transaction
from trimtab.linkcheck.export import Checked, check_text, links_of
from trimtab.linkcheck.judging import Cure, Judge
from trimtab.linkcheck.links import Link


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file whose links are left as they are."""

    path: str
    reason: str
    """Why, as one sentence."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What rewriting links would change, and what stays."""

    transaction: Transaction
    mended: int
    """How many links are rewritten."""
    skipped: tuple[Skipped, ...]
    after: tuple[Checked, ...]
    """What is found in each file once the transaction is written."""


def fix(root: Path, checked: Iterable[Checked], judge: Judge, *, unsafe: bool = False) -> Fixed:
    """Rewrite the links that can be mended. Nothing is written.

    A file is believed only when it has been read again: each link must be what it was, or what it was to become.

    Args:
        root: the export's folder.
        checked: what was found in its files.
        judge: what found it.
        unsafe: whether to mend links, too, whose words may need a change.
    """
    changes, skipped, after, mended = [], [], [], 0
    for one in checked:
        chosen = [(link, cure) for link, cure in one.cures if cure.safe or unsafe]
        if one.source is None or not chosen:
            after.append(one)
            continue
        try:
            change, anew = _rewritten(root, one.source, chosen, judge)
        except EditError as error:
            skipped.append(Skipped(one.path, str(error)))
            after.append(one)
            continue
        changes.append(change)
        after.append(anew)
        mended += len(chosen)
    return Fixed(Transaction(root, tuple(changes)), mended, tuple(skipped), tuple(after))


def _rewritten(
    root: Path, source: Source, chosen: list[tuple[Link, Cure]], judge: Judge
) -> tuple[Change, Checked]:
    if not (root / source.path).resolve().is_relative_to(root.resolve()):
        message = "It leads to a file outside the export."
        raise EditError(message, "Change that file where it belongs.")
    before = writing.read(root, source)
    text = before.replace(
        [Replacement(link.places[cure.start], link.places[cure.end], cure.text) for link, cure in chosen]
    )
    wanted = {link.start: cure.url for link, cure in chosen}
    expected = [wanted.get(link.start, link.url) for link in links_of(source, judge.sites)]
    after = text.source
    if expected != [link.url for link in links_of(after, judge.sites)]:
        message = "It would not read as it should with other addresses in it."
        raise EditError(message, "Change it by hand.")
    return Change(source.path, before.encode(), text.encode()), check_text(after, judge)
