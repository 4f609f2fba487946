"""The words of a library's names, for a search that mends misspellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from trimtab.core.model import Entry

MOST = 3000
"""How many words there are at most, so that readers of a large library don't fetch more and more of them."""
_WORD = re.compile(r"[^\W\d_]{3,30}(?:['’][^\W\d_]{1,3})?")


def vocabulary(entries: Iterable[Entry]) -> str:
    """The words of three letters and more in titles and aliases, by the alphabet and with blanks between.

    Where there are too many, those that the most names have.
    """
    names = (name for entry in entries for name in (entry.title, *entry.aliases))
    found = Counter(word for name in names for word in set(_WORD.findall(name.lower())))
    often = sorted(found, key=lambda word: (-found[word], word))
    return " ".join(sorted(often[:MOST]))
