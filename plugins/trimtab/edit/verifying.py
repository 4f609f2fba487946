"""Whether a changed document still says what it said, but for what the change is there to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import yaml

from trimtab.core.diagnostics import Fault
from trimtab.core.document import Document
from trimtab.core.frontmatter import Items, Mapping, Node
from trimtab.edit import yaml_text
from trimtab.edit.texts import Replacement, moved


def difference(
    before: Document, after: Document, changes: Sequence[Replacement], fields: Collection[str]
) -> str:
    """What a change did to a document beyond what it may do, as the end of a sentence; empty if nothing.

    Args:
        before: the document as it was.
        after: the document as it was read once the change was made.
        changes: the replacements in the text of `before`, in order.
        fields: names of fields, and of keys that no field claims, whose values may differ.
    """
    return (
        _new_fault(before.faults, after.faults)
        or changed_field(before, after, fields)
        or _lost_comment(before, after, changes)
        or _moved_key(before.front.root, after.front.root)
        or _moved_body(before, after, changes)
    )


def changed_field(before: Document, after: Document, fields: Collection[str] = ()) -> str:
    """The first field, or unknown key, other than `fields` whose value differs, as the end of a sentence."""
    if before.entry is None or after.entry is None:
        if (before.entry is None) != (after.entry is None):
            return "the file would become, or no longer be, an entry"
        same = "title" in fields or before.title == after.title
        return "" if same else "it would change the page's title"
    allowed = {name.partition(".")[0] for name in fields} | set(fields)
    old, new = before.entry.model_dump(exclude={"extra"}), after.entry.model_dump(exclude={"extra"})
    for name in (*old, *(name for name in new if name not in old)):
        if name not in allowed and old.get(name) != new.get(name):
            return f"it would change `{name}`"
    known, given = before.entry.extra, after.entry.extra
    for name in (*known, *(name for name in given if name not in known)):
        if name not in allowed and (name not in known or name not in given or known[name] != given[name]):
            return f"it would change the key `{name}`"
    return ""


def _new_fault(before: Sequence[Fault], after: Sequence[Fault]) -> str:
    """The first fault that wasn't there; places and numbers of lines don't count, for lines move."""

    def key(fault: Fault) -> tuple[str, str]:
        return fault.kind, "".join(char for char in fault.message if not char.isdigit())

    known = Counter(map(key, before))
    for fault in after:
        known[key(fault)] -= 1
        if known[key(fault)] < 0:
            return (
                f"it would bring up another fault: {fault.message[:1].lower()}{fault.message[1:].rstrip('.')}"
            )
    return ""


def _lost_comment(before: Document, after: Document, changes: Sequence[Replacement]) -> str:
    """A comment of the front matter that is gone, unless a replacement takes just comments out."""
    text = before.source.text
    if all(change.start >= before.front.body_start for change in changes):
        return ""
    meant = [
        change
        for change in changes
        if text[change.start : change.end].lstrip().startswith("#") and not change.text.strip()
    ]
    known = _comments(before)
    kept = [
        text[start:end].rstrip()
        for start, end in known
        if not any(change.start <= start and end <= change.end for change in meant)
    ]
    there = iter(after.source.text[start:end].rstrip() for start, end in _comments(after))
    for comment in kept:
        if comment not in there:  # Consumes what it passes, so the order counts.
            return f"the comment `{comment}` would be lost"
    return ""


def _comments(document: Document) -> tuple[tuple[int, int], ...]:
    """The places of the comments in a document's front matter; none where it isn't YAML."""
    text = document.source.text
    if any(fault.kind == "unterminated-front-matter" for fault in document.front.faults):
        return ()
    start, end = yaml_text.bounds(text, document.front)
    try:
        return yaml_text.comments(text, start, end, yaml_text.tokens(text, start, end))
    except yaml.YAMLError:
        return ()


def _moved_key(before: Node, after: Node) -> str:
    """A key that comes before another that it came after."""
    pairs: list[tuple[Node, Node]] = [(before, after)]
    while pairs:
        old, new = pairs.pop()
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            stayed = [name for name in old.values if name in new.values]
            if stayed != [name for name in new.values if name in old.values]:
                return "keys of the front matter would change places"
            pairs += [(old.values[name], new.values[name]) for name in stayed]
        elif isinstance(old, Items) and isinstance(new, Items) and len(old.items) == len(new.items):
            pairs += list(zip(old.items, new.items, strict=True))
    return ""


def _moved_body(before: Document, after: Document, changes: Sequence[Replacement]) -> str:
    """Whether what stands in the body outside the replacements is still there and means the same."""
    for what, old, new in (
        ("heading", before.body.headings, after.body.headings),
        ("reference", before.body.references, after.body.references),
        ("link", before.body.targets, after.body.targets),
    ):
        there = {one.start for one in new}
        for one in old:
            if any(change.start < one.end and one.start < change.end for change in changes):
                continue
            if moved(one.start, changes) not in there:
                text = before.source.text[one.start : one.end]
                return f"the {what} `{text}` of the text would no longer be read as one"
    return ""
