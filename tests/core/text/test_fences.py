from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trimtab.core.masking import BLANK, mask
from trimtab.core.text.fences import unclosed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x\n```\ny\n", (2, 5)),
        ("x\n~~~ python\ny\n", (2, 12)),
        ("```\nx\n```\n", None),
        ("```\nx\n````\n", None),
        ("````\nx\n```\n", (0, 4)),
        ("```\n~~~\n", (0, 3)),
        ("> ```\n> x\n", (2, 5)),
        ("- a\n  ```\n", (6, 9)),
        ("```\nx\n```\n\n```\n", (11, 14)),
        ("``` a`b\n", None),
        ("``\n", None),
        ("", None),
    ],
)
def test_unclosed_fences(text: str, expected: tuple[int, int] | None) -> None:
    """A fence that is open at the end is found where it begins."""
    assert expected == unclosed(text, 0)


def test_front_matter_has_no_fences() -> None:
    """Only the body is looked at."""
    assert unclosed("```\n", 4) is None


@given(st.text(st.sampled_from("`~ \n\t>a-"), max_size=40))
@example("> ```\n```")
def test_fences_are_those_of_the_mask(text: str) -> None:
    """A fence is open just where what follows the text counts as code."""
    assert (mask(f"{text}\n\nx")[-1] == BLANK) == (unclosed(text, 0) is not None)
