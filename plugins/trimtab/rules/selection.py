"""Which rules run where, and how severe they are: as a library's settings say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from trimtab.core.diagnostics import Diagnostic, Severity
from trimtab.core.settings import RuleSettings, SettingsError
from trimtab.rules.registry import RULES, matching


class Selection:
    """The settings for rules, with the rules they name found.

    Raises:
        SettingsError: a setting names a rule that doesn't exist.
    """

    def __init__(self, settings: RuleSettings) -> None:
        chosen = _rules("select", settings.select) if settings.select else frozenset(RULES)
        self.codes: frozenset[str] = chosen - _rules("ignore", settings.ignore)
        """The rules that run."""
        self._per_file = [
            (pattern, _rules(f"per_file_ignores: {pattern}", selectors))
            for pattern, selectors in settings.per_file_ignores.items()
        ]
        self._severity = _severities(settings.severity)

    def runs(self, code: str, path: str) -> bool:
        """Whether a rule counts in a file."""
        return code in self.codes and not any(
            code in codes and fnmatchcase(path, pattern) for pattern, codes in self._per_file
        )

    def apply(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings that count, with the severity that the settings give them."""
        return [
            found
            if self._severity.get(found.code, found.severity) is found.severity
            else replace(found, severity=self._severity[found.code])
            for found in diagnostics
            if self.runs(found.code, found.path)
        ]


def _rules(setting: str, selectors: Iterable[str]) -> frozenset[str]:
    try:
        return matching(selectors)
    except ValueError as error:
        message = f"rules.{setting}: there is no rule `{error}`; `trimtab rule --all` lists them"
        raise SettingsError(message) from None


def _severities(given: Mapping[str, Severity]) -> dict[str, Severity]:
    """The severity of each rule that is named; a more exact selector counts more than a wider one."""
    found: dict[str, Severity] = {}
    for selector in sorted(given, key=lambda selector: -len(_rules("severity", [selector]))):
        found.update(dict.fromkeys(_rules("severity", [selector]), given[selector]))
    return found
