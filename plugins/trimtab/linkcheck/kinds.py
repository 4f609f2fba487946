"""What can be wrong with a link into a library. Codes are permanent and never used again."""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.core.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can be wrong."""

    code: str
    name: str
    """The bad thing's name."""
    severity: Severity
    documentation: str
    """What it is and what to do, as Markdown that starts with one sentence that says what is wrong."""

    @property
    def summary(self) -> str:
        """The documentation's first sentence."""
        return self.documentation.partition("\n")[0]


DEAD = Kind(
    "TTL01",
    "dead-link",
    Severity.ERROR,
    """\
A link leads to an address that the library's site doesn't have.

## Why is this bad?
Whoever follows it meets an error page.

## Use instead
The address of the entry that was meant. Where an entry has a name much like that in the link, the finding says which.
""",
)
REMOVED = Kind(
    "TTL02",
    "removed-entry",
    Severity.ERROR,
    """\
A link leads to an entry that has been removed from the library.

## Why is this bad?
The page says no more than that the entry is gone, and perhaps which one took its place. Then the finding is a warning.

## Use instead
The address of the entry that took its place, if that says what you rely on. `--fix --unsafe-fixes` writes it.
""",
)
MOVED = Kind(
    "TTL03",
    "moved-entry",
    Severity.WARNING,
    """\
A link leads to an address that an entry had before.

## Why is this bad?
It works, as the old address leads on to the new one, but readers and search engines take a detour.

## Use instead
The entry's address as it is now. `--fix` writes it in Markdown and HTML.
""",
)
SUPERSEDED = Kind(
    "TTL04",
    "superseded-entry",
    Severity.WARNING,
    """\
A link leads to an entry whose place another has taken.

## Why is this bad?
The entry is still there to be read, but the library recommends the other one.

## Use instead
The address of the entry that took its place. The link's words may need a change too, so only `--fix --unsafe-fixes`
writes it.
""",
)
DEPRECATED = Kind(
    "TTL05",
    "deprecated-entry",
    Severity.INFO,
    """\
A link leads to an entry that the library no longer recommends, and that no other has replaced.

## Why is this bad?
Readers take for advice what its authors have taken back.

## Use instead
Read the entry, which says why it is deprecated, and decide whether your page should still rely on it.
""",
)
DEAD_ANCHOR = Kind(
    "TTL06",
    "dead-anchor",
    Severity.WARNING,
    """\
A link leads to a section that the entry's page doesn't have.

## Why is this bad?
Whoever follows it lands at the top of the page and looks for what was meant.

## Use instead
The anchor of the section that was meant, or the address without one.
""",
)
NOT_PERMANENT = Kind(
    "TTL07",
    "no-permalink",
    Severity.INFO,
    """\
A link uses an entry's address, where its permanent address was asked for.

## Why is this bad?
An address that changes leads on to the new one; the permanent one, `/p/…/`, never needs to. Reported with
`--prefer-permalinks` alone.

## Use instead
The entry's permanent address. `--fix` writes it in Markdown and HTML.
""",
)
UNREADABLE = Kind(
    "TTL08",
    "unreadable-file",
    Severity.ERROR,
    """\
A file of the export can't be read, or not all of it.

## Why is this bad?
Links in it may be missing from the report.

## Use instead
Export the file anew, or save it as UTF-8.
""",
)
KINDS = (DEAD, REMOVED, MOVED, SUPERSEDED, DEPRECATED, DEAD_ANCHOR, NOT_PERMANENT, UNREADABLE)
"""All of them, in the order of their codes."""
