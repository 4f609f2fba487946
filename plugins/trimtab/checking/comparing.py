"""Running the rules that see the whole library, in several processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor

from trimtab.checking.processes import copies, end_with_parent
from trimtab.core.diagnostics import Diagnostic
from trimtab.core.library import Library
from trimtab.rules import LIBRARY_RULES, compare

NEAR_DUPLICATE = "near-duplicate"
"""The rule that looks for near duplicates."""

_library: Library | None = None
"""The library that copies of this process compare."""


def compared(library: Library, jobs: int) -> list[Diagnostic] | None:
    """What the rules of the whole library find, in copies of this process; None where there can't be any.

    The library knows its near duplicates then, which one of them has looked for.
    """
    global _library
    context = copies()
    if jobs < 2 or context is None:
        return None
    _ = library.links  # Most rules need them: made once, before the copies are.
    _library = library
    try:
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=end_with_parent) as pool:
            found = []
            for some in pool.map(_compare_by, LIBRARY_RULES):
                diagnostics, duplicates = pickle.loads(some)  # noqa: S301 - from our own process
                found += diagnostics
                if duplicates is not None:
                    library.know_duplicates(duplicates)
            return found
    finally:
        _library = None


def _compare_by(code: str) -> bytes:
    if _library is None:
        message = "only a copy of the process that has the library can compare"
        raise RuntimeError(message)
    found = list(compare(_library, [code]))
    duplicates = _library.told_duplicates if LIBRARY_RULES[code][0].name == NEAR_DUPLICATE else None
    return pickle.dumps((found, duplicates), protocol=pickle.HIGHEST_PROTOCOL)
