"""Fences of code that open and never close. What closes a fence is what `trimtab.core.masking` takes to close it."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})([^\n]*)", re.MULTILINE)


def unclosed(text: str, start: int) -> tuple[int, int] | None:
    """Where the fence stands that is still open at the end of a body, from its first sign to its line's end.

    Args:
        text: the whole source's text.
        start: offset of the body.
    """
    if not (("`" in text and "```" in text) or ("~" in text and "~~~" in text)):
        return None
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text, start):
        if opened is None:
            if match[1][0] == "~" or "`" not in match[2]:
                opened = match
        elif match[1].startswith(opened[1]) and not match[2].strip(" \t>"):
            opened = None
    return (opened.start(1), opened.end()) if opened else None
