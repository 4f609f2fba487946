"""A check of a whole library from disk: files are read side by side, and what was found in them is kept."""

from __future__ import annotations

from trimtab.checking.baseline import Baseline, BaselineError
from trimtab.checking.run import Checked, Run, Whole, read_and_check
from trimtab.checking.shards import Told
from trimtab.checking.store import Store

__all__ = ["Baseline", "BaselineError", "Checked", "Run", "Store", "Told", "Whole", "read_and_check"]
