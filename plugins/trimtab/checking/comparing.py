"""Running the rules that see the whole library, in several processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor

from trimtab.checking.processes import copies
from trimtab.core.diagnostics import Diagnostic
from trimtab.core.library import Library
from trimtab.rules import LIBRARY_RULES, compare

_library: Library | None = None
"""The library that copies of this process compare."""


def compared(library: Library, jobs: int) -> list[Diagnostic] | None:
    """What the rules of the whole library find, in copies of this process; None where there can't be any."""
    global _library
    context = copies()
    if jobs < 2 or context is None:
        return None
    _ = library.links  # Most rules need them: made once, before the copies are.
    _library = library
    try:
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            return [found for some in pool.map(_compare_by, LIBRARY_RULES) for found in pickle.loads(some)]  # noqa: S301
    finally:
        _library = None


def _compare_by(code: str) -> bytes:
    if _library is None:
        message = "only a copy of the process that has the library can compare"
        raise RuntimeError(message)
    return pickle.dumps(list(compare(_library, [code])), protocol=pickle.HIGHEST_PROTOCOL)
