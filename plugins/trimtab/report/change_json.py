"""A change as JSON, for programs. `schemas/change-v1.json` describes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trimtab.core.change import Change, Moved, Named, PageGone, StatusMoved, Tie, Wanted
from trimtab.core.diagnostics import Diagnostic
from trimtab.report.context import Context, located
from trimtab.report.json import dump

VERSION = 1
"""The version of the form. New properties may join a version; a changed or missing one makes a new version."""


def render(change: Change, context: Context) -> str:
    """The whole change as one JSON object."""
    return dump(_Form(context).change(change))


class _Form:
    def __init__(self, context: Context) -> None:
        self._context = context

    def change(self, change: Change) -> dict[str, Any]:
        """The object that stands for a change."""
        base = change.base
        return {
            "version": VERSION,
            "trimtab": self._context.version,
            "base": base and {"revision": base.revision, "commit": base.commit, "parted": base.parted},
            "notes": list(change.notes),
            "summary": {
                "added": len(change.added),
                "removed": len(change.removed),
                "renamed": len(change.renamed),
                "edited": len(change.edited),
                "pages_gone": len(change.pages_gone),
                "anchors_gone": len(change.anchors_gone),
                "findings_new": len(change.findings_new),
                "findings_cured": len(change.findings_cured),
            },
            "entries": {
                "added": self._entries(change.added),
                "removed": [
                    {"entry": self._entry(gone.entry), "heir": self._entry(gone.heir)}
                    for gone in change.removed
                ],
                "renamed": [
                    {
                        "before": self._entry(each.before),
                        "entry": self._entry(each.entry),
                        "redirected": each.redirected,
                    }
                    for each in change.renamed
                ],
                "edited": self._entries(change.edited),
                "orphaned": self._entries(change.orphans),
            },
            "moved": {
                "title": self._moves(change.retitled),
                "kind": self._moves(change.kinds),
                "status": [
                    {**move, "heir": each.heir}
                    for move, each in zip(self._moves(change.statuses), change.statuses, strict=True)
                ],
                "levels": self._moves(change.levels),
                "confidence": self._moves(change.confidence),
                "vitality": self._moves(change.vitality),
            },
            "relations": {
                "gained": [self._tie(tie) for tie in change.relations_gained],
                "lost": [self._tie(tie) for tie in change.relations_lost],
                "moved": [
                    {"before": self._tie(each.before), "after": self._tie(each.after)}
                    for each in change.relations_moved
                ],
            },
            "wanted": {
                "gained": [self._want(want) for want in change.wanted],
                "lost": [self._want(want) for want in change.unwanted],
            },
            "names_lost": [
                {"name": lost.name, "entry": self._entry(lost.entry), "now": self._entry(lost.now)}
                for lost in change.names_lost
            ],
            "pages_gone": [self._page(gone) for gone in change.pages_gone],
            "anchors_gone": [
                {
                    "address": gone.address,
                    "anchor": gone.anchor,
                    "heading": gone.heading,
                    "path": self._context.prefix + gone.path,
                    "title": gone.title,
                }
                for gone in change.anchors_gone
            ],
            "findings": {
                "new": [self._finding(found) for found in change.findings_new],
                "cured": [self._finding(found) for found in change.findings_cured],
            },
        }

    def _entry(self, entry: Named | None) -> dict[str, str] | None:
        if entry is None:
            return None
        path = self._context.prefix + entry.path
        return {"slug": entry.slug, "kind": entry.kind, "title": entry.title, "path": path}

    def _entries(self, entries: Iterable[Named]) -> list[dict[str, str] | None]:
        return [self._entry(entry) for entry in entries]

    def _moves(self, moves: Iterable[Moved[Any] | StatusMoved]) -> list[dict[str, Any]]:
        return [
            {"entry": self._entry(move.entry), "before": _value(move.before), "after": _value(move.after)}
            for move in moves
        ]

    def _tie(self, tie: Tie) -> dict[str, Any]:
        return {
            "entry": self._entry(tie.entry),
            "type": tie.type,
            "label": tie.label,
            "inverse": tie.inverse,
            "name": tie.name,
            "target": self._entry(tie.target),
            "why": tie.why,
            "weight": tie.weight,
        }

    def _want(self, want: Wanted) -> dict[str, Any]:
        paths = [self._context.prefix + path for path in want.paths]
        return {"name": want.name, "paths": paths, "written": self._entry(want.written)}

    def _page(self, gone: PageGone) -> dict[str, Any]:
        path = self._context.prefix + gone.path
        return {"address": gone.address, "path": path, "title": gone.title, "now": self._entry(gone.now)}

    def _finding(self, found: Diagnostic) -> dict[str, Any]:
        return {
            "code": found.code,
            "name": found.name,
            "severity": found.severity.value,
            "message": found.message,
            "help": found.help,
            "path": located(self._context.prefix, found.path),
            "start": {"line": found.span.start.line, "column": found.span.start.column},
            "end": {"line": found.span.end.line, "column": found.span.end.column},
            "fingerprint": found.fingerprint,
        }


def _value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
