"""A change as a comment on a pull request, in GitHub's Markdown.

What authors wrote is shown as they wrote it and does nothing: it is no markup, no
link or image, no HTML, and it calls nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote

from trimtab.core.change import (
    AnchorGone,
    Change,
    Moved,
    Named,
    NameLost,
    PageGone,
    Removed,
    Renamed,
    StatusMoved,
    Tie,
    TieMoved,
    Wanted,
)
from trimtab.core.diagnostics import Diagnostic, Severity
from trimtab.core.scales import CONFIDENCE, RUNGS, stars, vitality_band
from trimtab.report.context import Context, located
from trimtab.report.text import counts, one_line, place

MARKER = "<!-- trimtab-diff -->"
"""What the comment begins with, so that later runs find it and keep it up to date."""
LONGEST = 55_000
"""How many characters a comment has at most; GitHub takes 65,536, and whoever posts it may add to it."""
_LIMITS = (50, 20, 10, 5, 2, 0)
"""How many rows a list shows: the first of these with which the comment isn't too long."""
_OPEN = 10
"""A list of more rows than this is folded."""
_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_JOINER = "\u2060"
"""An invisible character that parts what GitHub would otherwise make a link or a call of."""


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    show: Callable[[Any], str]
    """Makes a row of an item."""
    items: Sequence[Any]
    header: str = ""
    """The columns, for a table."""


_Move = tuple[str, Moved[Any] | StatusMoved, Callable[[Any], str]]
"""A field's name, how it moved, and what shows a value of it."""


def markdown(change: Change, context: Context) -> str:
    """A change as a comment: a marker, a verdict on one line, then a section for each thing that there is."""
    sections = [section for section in _sections(change, context) if section.items]
    head = [MARKER, f"**{_verdict(change)}**", *(line for told in _basis(change) for line in ("", told))]
    for limit in _LIMITS:
        text = "\n".join([*head, *(line for section in sections for line in _shown(section, limit))]) + "\n"
        if len(text) <= LONGEST:
            break
    return text


def _verdict(change: Change) -> str:
    if change.is_empty:
        return "Nothing changes for entries, names, links, addresses or findings."
    groups = []
    numbers = {
        "added": len(change.added),
        "removed": len(change.removed),
        "renamed": len(change.renamed),
        "edited": len(change.edited),
    }
    deeds = [f"{number} {deed}" for deed, number in numbers.items() if number]
    if deeds:
        number, _, deed = deeds[0].partition(" ")
        groups.append(", ".join([f"{number} {'entry' if number == '1' else 'entries'} {deed}", *deeds[1:]]))
    else:
        groups.append("No entry is added, removed, renamed or edited")
    if change.pages_gone:
        groups.append(f"{_count(len(change.pages_gone), 'URL')} would break")
    if change.anchors_gone:
        groups.append(f"{_count(len(change.anchors_gone), 'link target')} inside pages would break")
    if change.findings_new:
        groups.append(f"{_count(len(change.findings_new), 'new finding')} ({counts(change.findings_new)})")
    if change.findings_cured:
        groups.append(f"{_count(len(change.findings_cured), 'finding')} cured")
    return "; ".join(groups) + "."


def _basis(change: Change) -> Iterator[str]:
    """What the change was compared with, and what was assumed."""
    if change.base is not None:
        revision, commit = _code(change.base.revision), _code(change.base.commit[:10])
        if change.base.parted:
            yield f"Compared with {commit}, where {revision} and this state parted."
        elif change.base.commit.startswith(change.base.revision):
            yield f"Compared with {commit}."
        else:
            yield f"Compared with {revision}, which is {commit}."
    for note in change.notes:
        yield f"Note: {_message(note)}"


def _shown(section: _Section, limit: int) -> Iterator[str]:
    total = len(section.items)
    yield from ("", f"### {section.title}", "")
    folded = total > min(_OPEN, limit)
    if folded and limit:
        which = f"All {total}" if total <= limit else f"The first {limit} of {total}"
        yield from ("<details>", f"<summary>{which}</summary>", "")
    if section.header and limit:
        yield section.header
        yield "|" + "---|" * (section.header.count("|") - 1)
    yield from map(section.show, section.items[:limit])
    if total > limit:
        yield from ("", f"… and {total - limit} more." if limit else f"{total}, too many to be shown here.")
    if folded and limit:
        yield from ("", "</details>")


def _sections(change: Change, context: Context) -> Iterator[_Section]:
    """All sections, in the order of how much they matter."""
    prefix = context.prefix
    ties = "| Entry | reads | Other entry | reads | Why |"
    moved_ties = "| Entry | reads | Other entry | Before | After |"
    yield _Section("URLs that would break", partial(_page_gone, prefix=prefix), change.pages_gone)
    yield _Section("Link targets inside pages that would break", _anchor_gone, change.anchors_gone)
    yield _Section("New findings", partial(_finding, prefix=prefix), change.findings_new)
    yield _Section("Added", _added, change.added)
    yield _Section("Removed", _removed, change.removed)
    yield _Section("Renamed", partial(_renamed, prefix=prefix), change.renamed)
    yield _Section("Fields that move", _move, _moves(change), "| Entry | Field | Before | After |")
    yield _Section("Relations gained", _tie, change.relations_gained, ties)
    yield _Section("Relations lost", _tie, change.relations_lost, ties)
    yield _Section("Relations with another reason or weight", _tie_moved, change.relations_moved, moved_ties)
    yield _Section("Names that no longer mean an entry", _names_lost, _by_entry(change.names_lost))
    yield _Section("Entries that nothing links to", _listed, change.orphans)
    yield _Section("Newly wanted", partial(_wanted, prefix=prefix), change.wanted)
    yield _Section("No longer wanted", _unwanted, change.unwanted)
    yield _Section("Findings cured", partial(_finding, prefix=prefix), change.findings_cured)
    yield _Section("Edited", _listed, change.edited)


def _page_gone(gone: PageGone, prefix: str) -> str:
    line = f"- {_code(gone.address)}, “{_text(gone.title)}”, was {_code(prefix + gone.path)}"
    if gone.now is None:
        return line
    slug = unquote(gone.address.rstrip("/").rpartition("/")[2])
    if gone.now.slug == slug:
        return f"{line}; it is now {_code(prefix + gone.now.path)}"
    return f"{line}; add {_code(slug)} to `redirect_from` of {_entry(gone.now)}"


def _anchor_gone(gone: AnchorGone) -> str:
    return f"- {_code(f'{gone.address}#{gone.anchor}')} on “{_text(gone.title)}”"


def _finding(found: Diagnostic, prefix: str) -> str:
    where = place(located(prefix, found.path), found.span)
    return f"- {_NOUNS[found.severity]} {_code(found.code)} at {_code(where)}: {_message(found.message)}"


def _listed(entry: Named) -> str:
    return f"- {_entry(entry)}"


def _added(entry: Named) -> str:
    return f"- {_entry(entry)}, {_text(entry.kind)}"


def _removed(gone: Removed) -> str:
    return f"- {_entry(gone.entry)}" + (f"; its slug now means {_entry(gone.heir)}" if gone.heir else "")


def _renamed(each: Renamed, prefix: str) -> str:
    before, now = each.before, each.entry
    if before.slug == now.slug:
        return f"- {_entry(now)}: {_code(prefix + before.path)} is now {_code(prefix + now.path)}"
    covered = "the old slug leads to it" if each.redirected else "the old slug leads nowhere"
    return f"- {_entry(now)}: was {_code(before.slug)}; {covered}"


def _moves(change: Change) -> list[_Move]:
    """Every value that moved, field by field."""
    fields: tuple[tuple[str, Iterable[Moved[Any] | StatusMoved], Callable[[Any], str]], ...] = (
        ("title", change.retitled, _text),
        ("kind", change.kinds, _text),
        ("status", change.statuses, _text),
        ("level", change.levels, _levels),
        ("confidence", change.confidence, _confidence),
        ("vitality", change.vitality, _vitality),
    )
    return [(field, move, show) for field, moves, show in fields for move in moves]


def _move(row: _Move) -> str:
    field, move, show = row
    heir = f", heir {_code(move.heir)}" if isinstance(move, StatusMoved) and move.heir else ""
    return f"| {_entry(move.entry)} | {field} | {show(move.before)} | {show(move.after)}{heir} |"


def _levels(levels: tuple[int, ...]) -> str:
    return ", ".join(f"{number} {RUNGS[number].name}" for number in levels) or "none"


def _confidence(confidence: int | None) -> str:
    return "none" if confidence is None else f"{stars(confidence)} {CONFIDENCE[confidence]}"


def _vitality(score: float | None) -> str:
    return "none" if score is None else f"{score:.1f} {vitality_band(score)}"


def _tie(tie: Tie) -> str:
    readings = f"{_text(tie.label)} | {_target(tie)} | {_text(tie.inverse)}"
    return f"| {_entry(tie.entry)} | {readings} | {_reason(tie)} |"


def _tie_moved(move: TieMoved) -> str:
    before, after = (_reason(tie) or "none" for tie in (move.before, move.after))
    tie = move.after
    return f"| {_entry(tie.entry)} | {_text(tie.label)} | {_target(tie)} | {before} | {after} |"


def _reason(tie: Tie) -> str:
    weight = f"(weight {tie.weight:g})" if tie.weight is not None else ""
    return " ".join(filter(None, (_text(tie.why, 200), weight)))


def _target(tie: Tie) -> str:
    return _entry(tie.target) if tie.target else f"{_code(tie.name)}, wanted"


def _by_entry(names: Iterable[NameLost]) -> list[tuple[NameLost, ...]]:
    """Names together that meant the same entry, and mean the same now."""
    found: dict[tuple[Named, Named | None], list[NameLost]] = defaultdict(list)
    for lost in names:
        found[lost.entry, lost.now].append(lost)
    return [tuple(each) for each in found.values()]


def _names_lost(names: tuple[NameLost, ...]) -> str:
    listed = ", ".join(_code(lost.name) for lost in names[:10])
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    instead = f", which now means {_entry(names[0].now)}" if names[0].now else ""
    return f"- {listed}{more}, of {_entry(names[0].entry)}{instead}"


def _wanted(want: Wanted, prefix: str) -> str:
    paths = ", ".join(_code(prefix + path) for path in want.paths[:3])
    more = f" and {len(want.paths) - 3} more" if len(want.paths) > 3 else ""
    written = f"; it is written: {_entry(want.written)}" if want.written else ""
    return f"- {_code(want.name)}, by {paths}{more}{written}"


def _unwanted(want: Wanted) -> str:
    return f"- {_code(want.name)}" + (f", written: {_entry(want.written)}" if want.written else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _entry(entry: Named) -> str:
    return f"“{_text(entry.title)}” ({_code(entry.slug)})"


def _text(text: str, longest: int = 100) -> str:
    """Words on one line, none of which is markup, a link, or a call to somebody.

    A backslash takes its meaning from a sign of Markdown (https://spec.commonmark.org/0.31.2/#backslash-escapes).
    Calls, numbers of issues and bare addresses are found in the text after that, so an invisible character parts them.
    A dollar sign would begin a formula, unless it stands in an element of its own:
    https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
    """
    plain = one_line(" ".join(text.split()), longest)
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = re.sub(r"[\\`*_\[\]{}|~#!]", r"\\\g<0>", plain)
    plain = re.sub(
        r"@|#(?=\d)|:(?=//)|\bwww(?=\.)|\bGH(?=-\d)", rf"\g<0>{_JOINER}", plain, flags=re.IGNORECASE
    )
    return plain.replace("$", "<span>$</span>")


def _code(text: str, longest: int = 200) -> str:
    """Words as code, in which nothing else is found; plain words if they could end the code or pass for the marker."""
    plain = one_line(" ".join(text.split()), longest)
    return f"`{plain}`" if plain and not re.search("[`|]|<!--", plain) else _text(text, longest) or "` `"


def _message(text: str) -> str:
    """A message, in which what stands between backticks is code."""
    parts = one_line(" ".join(text.split()), 400).split("`")
    if len(parts) % 2 == 0:
        return _text(text, 400)
    return "".join(_code(part) if index % 2 else _kept(part) for index, part in enumerate(parts))


def _kept(text: str) -> str:
    """Words with the blanks at their ends."""
    if not text.strip():
        return text
    return " " * text[:1].isspace() + _text(text, 400) + " " * text[-1:].isspace()
