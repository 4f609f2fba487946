"""`--fix`: the safe cures that findings carry, made and verified, as one transaction.

A cure is believed only when the file that it makes has been read again: it mends its finding, brings up no fault and
changes no field but those that it says it changes. One that fails is skipped; the others are made all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from trimtab.core import document as documents
from trimtab.core.diagnostics import Diagnostic, Fix, Report, Severity
from trimtab.core.library import Library
from trimtab.core.project import Project
from trimtab.edit import writing
from trimtab.edit.checking import Check, Checker
from trimtab.edit.texts import EditError, FileText, Replacement, replacements, touches
from trimtab.edit.verifying import difference
from trimtab.edit.writing import Change, Transaction

MAX_PASSES = 20
"""How often findings are looked for anew; cures that overlap, or that others bring up, wait for a later pass."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A safe cure that wasn't made."""

    path: str
    code: str
    reason: str
    """Why not, as one sentence."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What cures would change, and what stays."""

    transaction: Transaction
    mended: tuple[Diagnostic, ...]
    """The findings that are mended, in the order in which they were."""
    skipped: tuple[Skipped, ...]
    remaining: Report
    """All that a check finds once the transaction is written, what the report left out too."""


def fix(library: Library, project: Project, report: Report, check: Check | None = None) -> Fixed:
    """Make all safe cures of a report, pass by pass, until no more can be made. Nothing is written.

    Args:
        library: the library as it was read.
        project: where it lies on disk.
        report: what was found in it. What it leaves out of what `check` finds is not mended, unless a cure
            changes its line.
        check: what finds what is wrong once files have changed; without it, all rules do.

    Returns:
        What is to be written, and what became of each cure. Doing it again changes nothing.
    """
    return _Fixer(library, project, report, check or Checker()).run()


@dataclass(frozen=True, slots=True)
class _Cure:
    """A safe cure of a finding, placed in the text as it is now."""

    finding: Diagnostic
    fix: Fix
    changes: tuple[Replacement, ...]

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What is the same when lines have moved: a cure that failed once isn't tried again."""
        return _key(self.finding, self.fix)


@dataclass(frozen=True)
class _State:
    """A library on the way, with what is wrong in it."""

    library: Library
    report: Report
    texts: dict[str, FileText]
    """The files that are changed, as they are now."""

    @cached_property
    def counts(self) -> Counter[tuple[str, str]]:
        """How many findings of each code each file has."""
        return Counter((found.path, found.code) for found in self.report.diagnostics)

    @cached_property
    def errors(self) -> frozenset[tuple[str, str]]:
        """The files and codes of findings that are errors."""
        wrong = (found for found in self.report.diagnostics if found.severity is Severity.ERROR)
        return frozenset((found.path, found.code) for found in wrong)


class _Fixer:
    def __init__(self, library: Library, project: Project, report: Report, check: Check) -> None:
        found = check(library).diagnostics
        self._start = _State(library, Report([*found, *report.diagnostics]), {})
        self._hidden = {one.fingerprint for one in found} - {one.fingerprint for one in report.diagnostics}
        """Findings that the report leaves out. They count when it is looked whether a cure does harm."""
        self._root = project.docs_dir
        self._check = check
        self._originals: dict[str, FileText] = {}
        self._refused: dict[tuple[str, tuple[str, ...]], str] = {}
        """Cures that failed, with the reason."""
        self._left: set[str] = set()
        """Files that are left as they are, for their cures lead to ever new ones."""

    def run(self) -> Fixed:
        """Make the cures; where those of a file never come to an end, once more without that file."""
        while True:
            state, mended, restless = self._settle()
            if not restless:
                break
            self._left |= restless
        changes = [
            Change(path, self._originals[path].encode(), text.encode())
            for path, text in sorted(state.texts.items())
            if text != self._originals[path]
        ]
        return Fixed(
            Transaction(self._root, tuple(changes)),
            tuple(mended),
            tuple(self._skipped(state)),
            state.report,
        )

    def _settle(self) -> tuple[_State, list[Diagnostic], set[str]]:
        """Pass after pass until no cure is left; the files that still have some after many are told."""
        state = self._start
        mended: list[Diagnostic] = []
        for _ in range(MAX_PASSES):
            cures, state = self._pass(state)
            if not cures:
                return state, mended, set()
            mended += [cure.finding for cure in cures]
        return state, mended, {cure.finding.path for cure in self._pass(state)[0]}

    def _pass(self, state: _State) -> tuple[list[_Cure], _State]:
        """The cures that can be made at once, all verified, and the state that they lead to."""
        while True:
            chosen = self._choose(state)
            cures = [cure for path in sorted(chosen) for cure in self._verified(state, path, chosen[path])]
            made, after = self._sound(state, cures)
            if made or not chosen:
                return made, after

    def _shown(self, state: _State) -> Iterator[Diagnostic]:
        """The findings that the report would show."""
        return (found for found in state.report.diagnostics if found.fingerprint not in self._hidden)

    def _choose(self, state: _State) -> dict[str, list[_Cure]]:
        """Safe cures by file that don't touch each other; the first in the file's order comes first."""
        chosen: dict[str, list[_Cure]] = {}
        for found in self._shown(state):
            fix = found.fix
            if fix is None or not fix.safe or found.path in self._left or _key(found, fix) in self._refused:
                continue
            try:
                if found.path not in state.library.by_path:
                    raise EditError("The file is not one of the library's pages.")
                text = self._text(state, found.path)
                if found.source_line not in ("", text.source.line(found.span.start.line)):
                    raise EditError("The file has changed since it was checked.")
                cure = _Cure(found, fix, replacements(text.source, fix.edits))
            except EditError as error:
                self._refused[_key(found, fix)] = error.message
                continue
            others = chosen.setdefault(found.path, [])
            taken = (change for other in others for change in other.changes)
            if not any(touches(change, other) for other in taken for change in cure.changes):
                others.append(cure)
        return {path: cures for path, cures in chosen.items() if cures}

    def _verified(self, state: _State, path: str, cures: list[_Cure]) -> list[_Cure]:
        """Those of a file's cures that change nothing else; all that can be made at once."""
        good = []
        for cure in cures:
            reason = self._harm(state, path, [cure])
            if reason:
                self._refused[cure.key] = f"{reason[:1].upper()}{reason[1:]}."
            else:
                good.append(cure)
        return good if len(good) < 2 or not self._harm(state, path, good) else good[:1]

    def _harm(self, state: _State, path: str, cures: list[_Cure]) -> str:
        """What cures of one file would do to it besides; empty if nothing."""
        text = self._text(state, path)
        changes = _in_order(cures)
        try:
            changed = text.replace(changes)
        except EditError as error:
            return error.message.rstrip(".")
        if changed == text:
            return "it would change nothing"
        fields = {name for cure in cures for name in cure.fix.fields}
        after = documents.read(changed.source, state.library.settings)
        return difference(state.library.by_path[path], after, changes, fields)

    def _sound(self, state: _State, cures: list[_Cure]) -> tuple[list[_Cure], _State]:
        """Those cures after which their findings are gone and no file has an error more, and that state."""
        if not cures:
            return [], state
        after = self._tried(state, cures)
        if _holds(state, after, cures):
            return cures, after
        if len(cures) == 1:
            self._refused[cures[0].key] = "The finding would still be there, or an error would come up."
            return [], state
        half = len(cures) // 2
        first, with_first = self._sound(state, cures[:half])
        second, with_second = self._sound(state, cures[half:])
        if not (first and second):
            return (first, with_first) if first else (second, with_second)
        both = self._tried(state, first + second)
        # If they don't go together, the second may fit into a later pass.
        return (first + second, both) if _holds(state, both, first + second) else (first, with_first)

    def _tried(self, state: _State, cures: Iterable[_Cure]) -> _State:
        """The library with cures made, read and checked again."""
        by_path: dict[str, list[_Cure]] = {}
        for cure in cures:
            by_path.setdefault(cure.finding.path, []).append(cure)
        made = {path: self._text(state, path).replace(_in_order(some)) for path, some in by_path.items()}
        old = state.library
        library = Library.of(
            old.settings,
            [
                documents.read(made[one.path].source, old.settings) if one.path in made else one
                for one in old.documents
            ],
            old.files,
            old.lock,
            old.others,
        )
        return _State(library, self._check(library), {**state.texts, **made})

    def _text(self, state: _State, path: str) -> FileText:
        """A file of the library as it is now."""
        if path in state.texts:
            return state.texts[path]
        if path not in self._originals:
            self._originals[path] = writing.read(self._root, self._start.library.by_path[path].source)
        return self._originals[path]

    def _skipped(self, state: _State) -> Iterator[Skipped]:
        for found in self._shown(state):
            if found.fix is not None and found.fix.safe:
                reason = self._refused.get(_key(found, found.fix), "")
                if found.path in self._left:
                    reason = "Cures of this file undo each other, or bring up ever new findings."
                yield Skipped(found.path, found.code, reason)


def _holds(before: _State, after: _State, cures: list[_Cure]) -> bool:
    """Whether the findings of cures are gone, and no file has an error more."""
    made = Counter((cure.finding.path, cure.finding.code) for cure in cures)
    gone = all(after.counts[place] <= before.counts[place] - number for place, number in made.items())
    return gone and all(after.counts[place] <= before.counts[place] for place in after.errors)


def _key(found: Diagnostic, fix: Fix) -> tuple[str, tuple[str, ...]]:
    return found.fingerprint, tuple(edit.text for edit in fix.edits)


def _in_order(cures: Iterable[_Cure]) -> tuple[Replacement, ...]:
    changes = [change for cure in cures for change in cure.changes]
    return tuple(sorted(changes, key=lambda change: (change.start, change.end)))
