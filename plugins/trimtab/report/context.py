"""What a format needs to know beside the findings."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from trimtab.core.diagnostics import Report, Severity


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule, as far as reports speak of it."""

    code: str
    name: str
    severity: Severity
    """The severity that the rule has by itself; a library's settings may give its findings another."""
    summary: str
    """What is wrong where the rule finds something, in one sentence."""
    documentation: str
    """All that is to be said about the rule, as Markdown that starts with the summary."""
    help_uri: str = ""
    """Where the documentation can be read, if that is known: an `https:` or `http:` address."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a report is read, and what it is about beside its findings."""

    version: str
    """The version of Trimtab."""
    prefix: str = ""
    """Put before each path, such as `patterns/`, so that paths can be opened from where the reader is."""
    colour: bool = False
    """Whether to use terminal colours, in the formats for people."""
    rules: tuple[RuleInfo, ...] = ()
    """The rules that could have found something."""
    hidden: int = 0
    """How many findings are left out because a baseline knows them."""
    entries: int | None = None
    """How many entries were checked, if that is known."""


Renderer = Callable[[Report, Context], str]
"""A format: a report as text that ends with a line feed."""


def located(prefix: str, path: str) -> str:
    """A file of the library's folder, or one beside it that begins with `../`, as seen from where the reader is."""
    return posixpath.normpath(prefix + path) if path.startswith("../") else prefix + path
