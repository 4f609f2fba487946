"""Texts as other places take them: on one line, without what HTML and XML can't hold."""

from __future__ import annotations

import re

_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_NOWHERE = re.compile(f"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
"""Controls that aren't blanks, half surrogates, and what is no character: https://infra.spec.whatwg.org/#noncharacter"""


def plain(text: str) -> str:
    """A text on one line, of characters that can be written anywhere."""
    return " ".join(_NOWHERE.sub("", text).split())
