"""A baseline: findings that an old library has and may keep for now, so that only new ones fail a check.

A baseline gets only shorter. It is written once with all findings; after that, writing it again takes out what is
cured and adds nothing.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from trimtab.core.diagnostics import Diagnostic, Report

_VERSION = 1


class BaselineError(Exception):
    """A baseline that can't be read or written; the message names the file and the cure."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """A report as a baseline sees it."""

    new: Report
    """The findings that the baseline doesn't know."""
    known: int
    """How many findings it does know."""
    cured: int
    """How many of those that it knows aren't there any more."""
    baseline: Baseline
    """The baseline without those."""


class Baseline:
    """Findings by file: for each its code and fingerprint, and how often it's there."""

    def __init__(self, counts: Counter[tuple[str, str]]) -> None:
        self._counts = counts

    @classmethod
    def of(cls, report: Report) -> Baseline:
        """The baseline that knows all findings of a report."""
        return cls(Counter(map(_key, report.diagnostics)))

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """The baseline in a file.

        Raises:
            BaselineError: the file can't be read or isn't a baseline.
        """
        try:
            contents = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            message = f"{path}: {error.strerror}; `--baseline {path} --update-baseline` writes one with all findings"
            raise BaselineError(message) from None
        except ValueError as error:
            message = f"{path}: not JSON: {error}; undo the last change to it, or delete it and write it anew"
            raise BaselineError(message) from None
        if not isinstance(contents, dict) or contents.get("version") != _VERSION:
            message = f"{path}: not a baseline of this version of Trimtab; delete it and write it anew"
            raise BaselineError(message)
        counts: Counter[tuple[str, str]] = Counter()
        try:
            for file, found in contents["findings"].items():
                for name, count in found.items():
                    counts[(str(file), str(name))] += int(count)
        except (KeyError, AttributeError, TypeError, ValueError):
            message = f"{path}: `findings` is not what Trimtab writes; undo the last change to it"
            raise BaselineError(message) from None
        return cls(counts)

    def write(self, path: Path) -> None:
        """Write the baseline, a line a finding and sorted, so that changes to it merge.

        Raises:
            BaselineError: the file can't be written.
        """
        files: dict[str, dict[str, int]] = {}
        for (file, name), count in sorted(self._counts.items()):
            files.setdefault(file, {})[name] = count
        text = json.dumps({"version": _VERSION, "findings": files}, indent=1, ensure_ascii=False) + "\n"
        temporary = path.with_name(f".{path.name}.new")
        try:
            temporary.write_text(text, encoding="utf-8")
            os.replace(temporary, path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            message = f"{path}: the baseline can't be written: {error.strerror}"
            raise BaselineError(message) from None

    def sift(self, report: Report) -> Sifted:
        """Tell the findings of a report that the baseline knows from those that are new."""
        left = self._counts.copy()
        new = []
        for found in report.diagnostics:
            key = _key(found)
            if left[key] > 0:
                left[key] -= 1
            else:
                new.append(found)
        cured = left.total()
        return Sifted(Report(new), len(report.diagnostics) - len(new), cured, Baseline(self._counts - left))


def _key(found: Diagnostic) -> tuple[str, str]:
    return (found.path, f"{found.code} {found.name} {found.fingerprint}")
