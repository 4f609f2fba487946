"""What the tests of changes share."""

from __future__ import annotations

from collections.abc import Callable

from trimtab.core.project import Project

MakeProject = Callable[..., Project]
"""Writes `{path: text}` below a folder and gives the project of it; other arguments are the plugin's options."""
Snapshot = Callable[[], dict[str, bytes]]
"""Reads everything below the folder, to see whether anything changed."""
