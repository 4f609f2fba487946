"""Words as they are compared for likeness: without what spelling, number and grammar do to them.

- The plural goes as in Harman's "S" stemmer: D. Harman, "How Effective Is Suffixing?", Journal of the American Society
  for Information Science 42(1), 1991, https://doi.org/10.1002/(SICI)1097-4571(199101)42:1<7::AID-ASI2>3.0.CO;2-P.
- British spelling is turned into American by the endings in which they differ:
  https://en.wikipedia.org/wiki/American_and_British_English_spelling_differences.
- A verb and the noun made of it share a token (`negotiating`, `negotiation`). The endings are those that hardly ever
  join different things; a full stemmer takes `general` for `generation` and `community` for `communication`.
- A word of another alphabet loses up to two letters at its end, where most inflections stand.
- Scripts that put no blanks between words are read as overlapping pairs of characters, as search engines do:
  https://lucene.apache.org/core/9_0_0/analysis/common/org/apache/lucene/analysis/cjk/CJKBigramFilter.html.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA


def word_set(text: str) -> frozenset[str]:
    """The words of a text that has nothing but words."""
    return frozenset(text.split())


STOP_WORDS = word_set(
    "a an and are as at be been by for from i in into is its my of on or our s that the their they this to via vs "
    "versus was we were with you your"
)
"""Words that don't tell one thing from another. No negation and no direction is among them."""

_LONG = 8
"""How many letters a word must have before one wrong letter may be a slip rather than another word."""

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*|[&,]")
_ELISION = re.compile(r"\b(?:[cdjlmn]|qu)'(?=[^\W_])")
_APOSTROPHE = re.compile(r"'s\b|'")
_TYPOGRAPHY = str.maketrans(
    "\u2018\u2019\u02bc\u2010\u2011\u2013\u00a0\u2026\u201c\u201d\u00ab\u00bb\u2122", "'''---       "
) | {0x2014: " - "}
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)
"""Thai, Lao, Burmese, Khmer, and what Chinese and Japanese are written with."""
_PARTICLES = re.compile("[\u7684\u4e4b\u306e\u3068\u548c\u4e0e\u8207]")
"""What `of` and `and` are in Chinese and Japanese."""
_HANGUL_PARTICLES = "\uc740\ub294\uc774\uac00\uc744\ub97c\uc758\uc5d0"
"""What Korean puts at the end of a word to say what it does in the sentence."""
_SPELLINGS = tuple(
    (part, re.compile(pattern), by)
    for part, pattern, by in (
        ("isa", "isation$", "ization"),
        ("is", r"(?<=..)is(e|ed|er|ing)$", r"iz\1"),
        ("ys", "ys(?=(?:e|ed|er|ing)$)", "yz"),
        ("our", "(?<=[a-z]{3})our(?=$|al|able|ed$|ful|hood|ing$|it|ly$)", "or"),
        ("tre", "(?<=..)tre$", "ter"),
        ("vre", "vre$", "ver"),
        ("gue", "ogue$", "og"),
        ("ens", "(?<=def|lic|off)ens(?=[ei])", "enc"),
        ("mme", "mme$", "m"),
        ("ae", "ae", "e"),
        ("oe", "oe", "e"),
    )
)
"""What differs, what it's part of, and what it becomes."""


def normal(text: str) -> str:
    """A text in small letters, without accents, typographic signs and apostrophes; a long dash has blanks around it."""
    if not text.isascii():
        text = text.translate(_TYPOGRAPHY)
    text = text.casefold()
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = unicodedata.normalize(
            "NFKC", "".join(char for char in parts if not "\u0300" <= char <= "\u036f")
        )
    if "'" in text:
        text = _APOSTROPHE.sub("", _ELISION.sub("", text))
    return text


def lexemes(text: str) -> list[str]:
    """The words of a normal text in order; `&` and `,` count as words, for they join."""
    if text.isascii():
        return _WORD.findall(text)
    found: list[str] = []
    run = ""
    for char in f"{text} ":
        if char.isalnum() or unicodedata.category(char).startswith("M"):
            run += char
            continue
        if run:
            found.extend(_parts(run))
            run = ""
        if char in "&,":
            found.append(char)
    return found


def _parts(run: str) -> Iterator[str]:
    at = 0
    for match in _UNSPACED.finditer(run):
        if at < match.start():
            yield run[at : match.start()]
        text = _PARTICLES.sub("", match[0]) or match[0]
        yield from (text[index : index + 2] for index in range(max(1, len(text) - 1)))
        at = match.end()
    if at < len(run):
        yield run[at:]


@lru_cache(maxsize=1 << 16)
def surface(word: str) -> str:
    """A word in the singular and in one spelling."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        word = word[:-3] + "y"
    elif word.endswith("s") and (word[-3] not in "aeo" if word[-2] == "e" else word[-2] not in "us"):
        word = word[:-1]
    if word.startswith("practis"):
        word = "practic" + word[7:]
    for part, pattern, by in _SPELLINGS:
        if part in word:
            word = pattern.sub(by, word)
    return word


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What a surface shares with the other words made of the same verb or noun."""
    if not word.isalpha():
        return word
    if not word.isascii():
        if len(word) > 2 and word[-1] in _HANGUL_PARTICLES:
            return word[:-1]
        return word[: max(4, len(word) - 2)]
    if word.endswith("ification"):
        word = word[:-7]
    elif word.endswith("ion") and len(word) >= 8 and word[-4] in "st":
        word = word[:-3]
    elif word.endswith("ment") and len(word) >= 9:
        word = word[:-4]
    elif word.endswith("ing") and len(word) >= 7:
        word = word[:-3]
    elif word.endswith("ed") and len(word) >= 6 and word[-3] != "e":
        word = word[:-2]
    elif word.endswith("ical") and len(word) >= 10:
        word = word[:-4]
    elif word.endswith("ic") and len(word) >= 8:
        word = word[:-2]
    if word.endswith("e") and len(word) >= 5:
        word = word[:-1]
    if word.endswith("y") and len(word) >= 7:
        word = word[:-1]
    if word.endswith("at") and len(word) >= 7:
        word = word[:-2]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeious":
        word = word[:-1]
    return word


def telling(words: Iterable[str]) -> list[str]:
    """The surfaces of the words that tell something."""
    return [surface(word) for word in words if word not in STOP_WORDS and word not in "&,"]


def slips(words: Mapping[str, int], known: Collection[str]) -> dict[str, str]:
    """Surfaces that are probably slips, each with the surface that was meant.

    A slip is a long word that is written once, a single letter within it apart from one that is written twice: left
    out, put in, changed, or swapped with its neighbour. The first and last letters must agree, for there `inclusive`
    differs from `exclusive` and `employer` from `employee`.

    The neighbours are found by what is left of words when any one letter goes, as in
    https://github.com/wolfgarbe/SymSpell.

    Args:
        words: the surfaces of names, each with the number of times that it's written.
        known: the surfaces of other texts.
    """
    long = sorted(word for word in words if len(word) >= _LONG and word.isascii() and word.isalpha())
    shortened: dict[str, list[str]] = {}
    once = []
    for word in long:
        if words[word] == 1 and word not in known:
            once.append(word)
        else:
            for less in _shortened(word):
                shortened.setdefault(less, []).append(word)
    found = {}
    for word in once:
        near = {other for less in _shortened(word) for other in shortened.get(less, ())}
        meant = min((other for other in near if OSA.distance(word, other, score_cutoff=1) == 1), default=None)
        if meant:
            found[word] = meant
    return found


def _shortened(word: str) -> set[str]:
    """A word, and what is left of it without one of its inner letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(2, len(word) - 2))}
