from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trimtab.core.masking import BLANK, mask

MARKDOWN = st.text(st.sampled_from("ab`~ \n\t>-#*[](){}!|:.\\<=1\u2028\x0cÜ★\x00"), max_size=80) | st.text(
    max_size=40
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("", ""),
        ("plain\n", "plain\n"),
        ("a `b` c", "a ··· c"),
        ("a ``b ` c`` d", "a ········· d"),
        ("a `b\nc` d", "a ··\n·· d"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("a ` b", "a ` b"),
        ("a `b`` c", "a `b`` c"),
        ("a \\`b` c `d` e", "a \\`b·····d` e"),
        ("a `b\\` c` d", "a ···· c` d"),
        ("- a `b\n- c` d `e`", "- a `b\n- c·····e`"),
        ("| a `b |\n| c` d |", "| a `b |\n| c` d |"),
        ("a `b\n# c` d\ne` f", "a `b\n# c` d\ne` f"),
        ("\\`a` b `c`", "\\`a·····c`"),
        ("```\nx\n```\ny", "···\n·\n···\ny"),
        ("```python title='a'\nx\n```\ny", "···················\n·\n···\ny"),
        ("~~~\n```\n~~~\ny", "···\n···\n···\ny"),
        ("````\n```\n````\ny", "····\n···\n····\ny"),
        ("```\nx\n``\n```` \ny", "···\n·\n··\n·····\ny"),
        ("```\nx", "···\n·"),
        ("``` a`b\ny", "``` a`b\ny"),
        ("~~~ a`b\nx\n~~~\ny", "·······\n·\n···\ny"),
        ("```\n```x\n```\ny", "···\n····\n···\ny"),
        ("a ``` b `c` d", "a ``` b ··· d"),
        ("`a` `b` `c` d", "··· ··· ··· d"),
        ("> ```\n> x\n> ```\ny", "·····\n···\n·····\ny"),
        ("- a\n  ```\n  x\n  ```\ny", "- a\n·····\n···\n·····\ny"),
        ("    code\n\nx", "········\n\nx"),
        ("x\n\n    code\n    more\ny", "x\n\n········\n········\ny"),
        ("x\n    not code\n", "x\n    not code\n"),
        ("# A\n    code\nx\n", "# A\n········\nx\n"),
        ("- a\n# B\n\n    code\n", "- a\n# B\n\n········\n"),
        ("\tcode\n", "·····\n"),
        ("- a\n\n    in the item\n", "- a\n\n    in the item\n"),
        ("1. a\n\n    in the item\n", "1. a\n\n    in the item\n"),
        ("- a\n\nb\n\n    code\n", "- a\n\nb\n\n········\n"),
        ("- a\nlazy\n\n    in the item\n", "- a\nlazy\n\n    in the item\n"),
        ("a\nb\n\n    code\n", "a\nb\n\n········\n"),
        ("a <!-- b --> c", "a ·········· c"),
        ("a <!-- b\n\nc --> d", "a ······\n\n····· d"),
        ("a <!-- b", "a <!-- b"),
        ("a <!-- b --> c --> d", "a ·········· c --> d"),
        ("a\u2028```\nb", "a\u2028```\nb"),
        ("a\x0c    b\n", "a\x0c    b\n"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    """Code and comments are blanked out, and nothing else is."""
    assert masked.replace("·", BLANK) == mask(text)


@given(MARKDOWN, st.integers(0, 80))
@example("<!-->", 0)
@example("`<!--`-->", 0)
def test_mask_keeps_every_place(text: str, start: int) -> None:
    """The masked text is as long as the text, its lines are the same, and what isn't blanked is unchanged."""
    masked = mask(text, start)

    assert len(text) == len(masked)
    assert text[:start] == masked[:start]
    assert all(was == now or (now == BLANK and was != "\n") for was, now in zip(text, masked, strict=True))
