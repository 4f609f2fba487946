"""The library is newly written: facts carry over from its sources, sentences don't."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
RUN = 10
"""How many words in a row count as taken over."""


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of words of a text, case and punctuation aside."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


@pytest.fixture(scope="module")
def known() -> set[tuple[str, ...]]:
    """The runs of the texts that the library grows from, and of the samples of other libraries."""
    files = [*SHARED.glob("sources/*"), *SHARED.glob("corpus/**/*.md")]
    if not files:
        pytest.skip("the sources aren't beside the project")
    return set().union(*(runs(file.read_text(encoding="utf-8", errors="replace")) for file in files))


@pytest.mark.parametrize("path", sorted((ROOT / "patterns").rglob("*.md")), ids=lambda path: path.stem)
def test_no_sentence_is_taken_over(path: Path, known: set[tuple[str, ...]]) -> None:
    """No run of ten words of an entry or a page stands in a source or a sample."""
    assert [] == sorted(runs(path.read_text(encoding="utf-8")) & known)
