"""Names as they are compared for likeness: which of their words tell what, and which are mere additions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from trimtab.core.likeness.words import STOP_WORDS, lexemes, normal, stem, surface, word_set

GENERIC = "~"
"""What stands before the token of a word that only says what sort of thing is named."""

NEGATIONS = word_set("against anti never no non nor not without")

_GENERIC_WORDS = word_set(
    "approach approache concept framework method methodology model pattern practice principle process processe "
    "strategy system technique theory tool"
)
_NEVER_JOINED = STOP_WORDS | NEGATIONS - {"anti", "non"}
_JOINTS = frozenset(("and", "or", "plus", "versus", "vs", "&", ","))
_PREPOSITIONS = word_set(
    "about above across after against along among around as at be before behind below beneath beside between beyond by "
    "despite during for from in inside into is near of off on onto out over since than through throughout to toward "
    "towards under until up upon via when where while with within without"
)
_LONGEST = 200
"""How many characters of a name are read. Nobody needs more, and time grows with the square of a name's segments."""
_SEPARATOR = re.compile(r"\s[-/|~]+\s|[:;|?!]|(?:^|(?<=[\s\u0080-\U0010ffff]))[(\[{]|[)\]}](?=\W|$)")
_CODE = re.compile(r"(?:[A-Z]{2,4}|[A-Z]{1,4}[-_ ]?[0-9]{2,5})(?:\s*[:–—-])?\s+(?=\S)")


class Name(NamedTuple):
    """One name, as it is compared."""

    text: str
    """As it was typed."""
    tokens: frozenset[str]
    """What its words come down to."""
    cores: tuple[frozenset[str], ...]
    """The tokens without what was added: in brackets, after a dash or colon, as a code before it."""
    heads: frozenset[str]
    """The tokens that say what is named: the last before a preposition, and a verb that begins the name."""
    scope: frozenset[str]
    """The tokens after a preposition other than `of`: where, when or for whom it's meant."""
    surfaces: Mapping[str, str]
    """The word that each token stands for, in the singular and in one spelling."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of the words of a library before its names are read."""

    words: Set[str] = frozenset()
    """The words of all names, in small letters, and the same in the singular."""
    slips: Mapping[str, str] = field(default_factory=dict)
    """Words that are probably misspelt, each with the word that was meant."""
    inner: Set[str] = frozenset()
    """The words, in small letters, that stand elsewhere than at the beginning of a name."""


def segments(text: str) -> list[list[str]]:
    """The words of a name, apart where a bracket, a spaced dash, a colon or the like parts them."""
    text = normal(text[:_LONGEST])
    if _SEPARATOR.search(text) is None:
        return [lexemes(text)]
    return [words for words in map(lexemes, _SEPARATOR.split(text)) if words] or [[]]


def read(text: str, parts: list[list[str]], vocabulary: Vocabulary) -> Name:
    """A name, read with what is known of the library's words.

    Args:
        text: the name as typed.
        parts: its segments.
        vocabulary: the library's words.
    """
    found = _Reader(vocabulary)
    spelt, initials = _initials_apart(parts)
    pieces = [piece for piece in map(found.segment, spelt) if piece]
    tokens = frozenset(found.surfaces)
    cores = [frozenset().union(*pieces[:count]) for count in range(1, len(pieces))]
    cores += [frozenset([word]) for word in initials]
    found.surfaces.update(zip(initials, initials, strict=True))
    found.heads.update(initials)
    cores.append(found.without_code(text))
    return Name(
        text,
        tokens,
        tuple(core for core in dict.fromkeys(cores) if 0 < len(core) < len(tokens)),
        frozenset(found.heads),
        frozenset(found.scope),
        found.surfaces,
    )


def _initials_apart(parts: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """The segments, and apart from them the initials of their words: `Customer Acquisition Cost (CAC)`."""
    spelt = [part for part in parts if len(parts) == 1 or not _are_initials(part, parts)]
    if not spelt:
        return parts, []
    return spelt, [part[0] for part in parts if len(part) == 1 and part not in spelt]


def _are_initials(part: list[str], parts: list[list[str]]) -> bool:
    words = [word for word in part if word not in "&,"]
    if not words or not all(1 < len(word) < 7 and word.isalpha() for word in words):
        return False
    others = [word for other in parts if other is not part for word in other if word not in "&,"]
    initials = "".join(word[0] for word in others)
    telling = "".join(word[0] for word in others if word not in STOP_WORDS)
    return all(word in initials or word in telling for word in words)


class _Reader:
    """Reads the segments of one name."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.heads: set[str] = set()
        self.scope: set[str] = set()
        self.surfaces: dict[str, str] = {}

    def segment(self, words: list[str]) -> set[str]:
        """The tokens of a segment."""
        tokens: set[str] = set()
        start = 0
        for at, word in enumerate(words):
            if word in _JOINTS:
                self._piece(words[start:at], tokens)
                start = at + 1
        self._piece(words[start:], tokens)
        return tokens

    def without_code(self, text: str) -> frozenset[str]:
        """The tokens of a name after a code that stands before it; none if there is no code, or next to nothing else.

        A code is in capitals, and nobody uses it as a word: `CE Learning in Public`, but not `AI Ethics` where others
        write of AI.
        """
        code = None if text.isupper() else _CODE.match(text)
        if code is None or not self._vocabulary.inner.isdisjoint(
            word for word in lexemes(normal(code[0])) if word.isalpha()
        ):
            return frozenset()
        rest = _Reader(self._vocabulary)
        tokens = frozenset().union(*map(rest.segment, segments(text[code.end() :])))
        if len(tokens) < 2:
            return frozenset()
        self.surfaces = {**rest.surfaces, **self.surfaces}
        return tokens

    def _piece(self, words: list[str], tokens: set[str]) -> None:
        """Read what stands between two joints."""
        words = self._joined(words)
        if not words:
            return
        last = len(words) - 1
        # A stop word at the end is none: `Opt In`, `Plan A`.
        said = {
            at: surface(word) for at, word in enumerate(words) if word not in STOP_WORDS or 0 < at == last
        }
        said = said or dict(enumerate(words))
        phrases: list[list[int]] = [[]]
        scope = len(words)
        for at, word in enumerate(words):
            if word in _PREPOSITIONS and phrases[0]:
                phrases.append([])
                if word != "of":
                    scope = min(scope, at)
            elif at in said:
                phrases[-1].append(at)
        phrases = [phrase for phrase in phrases if phrase]
        generic = self._generic(words, said, phrases)
        heads = [at for at in phrases[0] if at != generic][-1:] or phrases[1][-1:]
        if len(words[min(said)]) > 5 and words[min(said)].endswith("ing"):
            heads.append(min(said))
        for at, word in said.items():
            token = stem(self._vocabulary.slips.get(word, word))
            if at == generic:
                token = GENERIC + token
            self.surfaces.setdefault(token, word)
            tokens.add(token)
            if at in heads:
                self.heads.add(token)
            if at > scope:
                self.scope.add(token)

    @staticmethod
    def _generic(words: list[str], said: Mapping[int, str], phrases: list[list[int]]) -> int | None:
        """The place of a word that only says what sort of thing it is: `Core Competence Theory`, `Theory of Games`."""
        first, final = phrases[0], phrases[-1]
        if said[first[-1]] in _GENERIC_WORDS and (
            len(first) > 1 or (len(phrases) > 1 and words[first[-1] + 1] in ("of", "for"))
        ):
            return first[-1]
        return final[-1] if said[final[-1]] in _GENERIC_WORDS and len(final) > 1 else None

    def _joined(self, words: list[str]) -> list[str]:
        """The words, two made one where the library writes them as one elsewhere: `start up`, `startup`."""
        known = self._vocabulary.words
        joined: list[str] = []
        for word in words:
            if joined and surface(joined[-1] + word) in known and joined[-1] not in _NEVER_JOINED:
                joined[-1] += word
            else:
                joined.append(word)
        return joined
