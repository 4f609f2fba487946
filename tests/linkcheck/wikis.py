"""What tests of links share."""

from __future__ import annotations

from pathlib import Path

from trimtab.linkcheck.judging import Judge
from trimtab.linkcheck.library import LinkedLibrary, read_file
from trimtab.linkcheck.sites import Sites

EXPORTS = Path(__file__).parent / "exports"
NAMES = EXPORTS / "names.json"
TOP = "https://notes.example.org/lib/"
SITES = Sites([TOP])


def judge(library: LinkedLibrary | None = None, *, prefer_permalinks: bool = False) -> Judge:
    """What judges links into the library of the exports."""
    return Judge(library or read_file(NAMES), SITES, prefer_permalinks=prefer_permalinks)
