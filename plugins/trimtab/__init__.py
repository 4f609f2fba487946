"""Trimtab publishes pattern libraries: Markdown with front matter becomes a checked, cross-linked, searchable site.

The public interface is what `__all__` lists; everything else may change between minor versions.
"""

from trimtab.core.diagnostics import Diagnostic, Position, Related, Report, Severity, Span
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.project import Project, load
from trimtab.core.settings import Settings, SettingsError
from trimtab.rules import check
from trimtab.site.markdown import TrimtabExtension

__version__ = "0.1.0"

__all__ = [
    "Diagnostic",
    "Entry",
    "Library",
    "Position",
    "Project",
    "Related",
    "Report",
    "Settings",
    "SettingsError",
    "Severity",
    "Span",
    "TrimtabExtension",
    "__version__",
    "check",
    "load",
]
