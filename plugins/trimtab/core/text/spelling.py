"""Keys that are spelt almost like one that exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from trimtab.core.fields import CALLOUT, FOLDER, SECTION, model_fields
from trimtab.core.model import MODELS, Citation, Entry
from trimtab.core.settings import Settings
from trimtab.core.words import fold

Keys = Mapping[str, tuple[str, ...]]
"""The keys that are known somewhere, with the fields of an entry that each gives."""

_LIKE = 83.0
"""How much alike two keys must be, of 100: one slip in a word of six letters."""
_SHORT = 5
"""Up to how many letters a word is so short that one slip makes another word of it."""

SOURCE_KEYS: Keys = dict.fromkeys(Citation.model_fields, ("sources",))
"""The keys of an item of `sources`."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a misspelt key is meant to be."""

    keys: tuple[str, ...]
    """The likeliest first; more than one where several are meant to be as likely."""
    certain: bool
    """Whether nothing else can be meant: one slip of the finger in a long word, or other case and hyphens."""


def spelling(name: str, known: Keys) -> Spelling | None:
    """What a key that isn't known is meant to be; None if it isn't like any.

    A singular for a plural is like it and yet not certain: `source` may well be somebody's own.
    """
    return _spelling(name, tuple(known))


@lru_cache(maxsize=10_000)
def _spelling(name: str, known: tuple[str, ...]) -> Spelling | None:
    likeness = {key: _likeness(name, key) for key in known}
    best = max(likeness.values(), default=0.0)
    if best < _LIKE:
        return None
    keys = sorted((key for key in known if likeness[key] >= _LIKE), key=lambda key: -likeness[key])
    if likeness[keys[0]] == 100.0:
        keys = keys[:1]
    typed, key = name.casefold(), keys[0]
    slip = (
        OSA.distance(typed, key) == 1
        and len(key) > _SHORT
        and typed not in (f"{key}s", key.removesuffix("s"))
    )
    return Spelling(tuple(keys), len(keys) == 1 and (best == 100.0 or slip))


def _likeness(name: str, key: str) -> float:
    """How much alike two keys are, of 100; a transposition in a word of five letters is enough."""
    if fold(name) == fold(key):
        return 100.0
    typed = name.casefold()
    likeness = fuzz.ratio(typed, key, score_cutoff=_LIKE)
    swapped = len(key) >= _SHORT and sorted(typed) == sorted(key) and OSA.distance(typed, key) == 1
    return max(likeness, _LIKE if swapped else 0.0)


def known_keys(settings: Settings, kind: str) -> Keys:
    """The keys at the top of front matter that give a field to entries of a kind, or hold one that does."""
    found: dict[str, tuple[str, ...]] = {}
    for name in model_fields(MODELS.get(kind, Entry)):
        if name != "relations":
            for source in settings.sources_of(name):
                if not source.origin.startswith((SECTION, CALLOUT)) and source.origin != FOLDER:
                    key = source.origin.partition(".")[0]
                    found[key] = (*found.get(key, ()), name)
    for path in settings.relations.containers:
        if path != ".":
            key = path.partition(".")[0]
            found[key] = (*found.get(key, ()), "relations")
    return found
