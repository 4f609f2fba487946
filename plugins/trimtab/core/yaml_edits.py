"""Edits of front matter that leave its comments, its order and its style as they are."""

from __future__ import annotations

import re

from trimtab.core.diagnostics import Edit
from trimtab.core.frontmatter import Items, Node
from trimtab.core.source import Source

_DASH = re.compile(r"[ \t]*-[ \t]+")


def without_item(source: Source, items: Items, item: Node) -> Edit | None:
    """The edit that takes an item out of a list, or None where that can't be done without touching something else.

    An item in a block list goes with its lines, unless a comment stands on them; in a flow list it goes with its
    comma. A list that would be empty becomes `[]`.
    """
    index = next((at for at, one in enumerate(items.items) if one is item), None)
    if index is None:
        return None
    if source.text[items.start : items.start + 1] == "[":
        return _from_flow(source, items, index)
    return _from_block(source, items, item)


def _from_flow(source: Source, items: Items, index: int) -> Edit | None:
    nodes = items.items
    if len(nodes) == 1:
        start, end = items.start + 1, items.end - 1
    elif index + 1 < len(nodes):
        start, end = nodes[index].start, nodes[index + 1].start
    else:
        start, end = nodes[index - 1].end, nodes[index].end
    cut = source.text[start:end]
    return None if "#" in cut else Edit(source.span(start, end), "")


def _from_block(source: Source, items: Items, item: Node) -> Edit | None:
    text = source.text
    end = item.start + len(text[item.start : item.end].rstrip())
    if len(items.items) == 1:
        colon = text.rfind(":", 0, items.start)
        bare = colon >= 0 and not text[colon + 1 : items.start].strip() and "#" not in text[colon:end]
        return Edit(source.span(colon + 1, end), " []") if bare else None
    line_end = text.find("\n", end)
    line_start = text.rfind("\n", 0, item.start) + 1
    alone = _DASH.fullmatch(text, line_start, item.start) and text[end:line_end] == "" and line_end >= 0
    if not alone or "#" in text[item.start : end]:
        return None
    return Edit(source.span(line_start, line_end + 1), "")
