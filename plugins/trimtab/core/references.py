"""References: names in a body that stand for entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

REFERENCE = r"\[\[([^\[\]\n\x00\x02\x03]{1,300})\]\]"
"""A reference: two brackets around a name, with `kind:` before it, `#section` and `|text` after it, as wished."""


@dataclass(frozen=True)
class Reference:
    """A name in a body that stands for an entry: `[[kind:name#section|text]]`, or a phrase that settings know."""

    name: str
    kind: str | None
    anchor: str
    text: str
    """The words to show; empty where the entry's title is to be shown."""
    start: int
    end: int


@dataclass(frozen=True)
class Phrase:
    """Words that stand for a reference, such as `See mental model: {name}.`, as settings give them."""

    template: str
    kind: str | None = None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression that finds the phrase; its one group is the name.

        Raises:
            ValueError: the template doesn't hold `{name}` once, or nothing but blanks stands before it.
        """
        before, mark, after = self.template.partition("{name}")
        if not mark or "{name}" in after or not before.strip():
            message = f"`{self.template}` must hold `{{name}}` once, with words before it"
            raise ValueError(message)
        if after:
            pattern = rf"{re.escape(before)}([^\n\x00\x02\x03\[\]]{{1,120}}?){re.escape(after)}(?=\s|$)"
        else:
            pattern = rf"{re.escape(before)}([^\n\x00\x02\x03\[\].;,]{{1,120}})"
        return re.compile(pattern, re.IGNORECASE)

    def find(self, masked: str, start: int = 0) -> Iterator[Reference]:
        """The phrase's references in a masked text; only the name is the reference's span."""
        for match in self.pattern.finditer(masked, start):
            name = match[1].strip()
            at = match.start(1) + match[1].index(name)
            yield Reference(name, self.kind, "", name, at, at + len(name))


def parse_reference(inner: str, start: int = 0, end: int = 0) -> Reference:
    """Read what stands between the double brackets."""
    target, _, text = inner.partition("|")
    target = target.removesuffix("\\")
    name, _, anchor = target.partition("#")
    kind, colon, rest = name.partition(":")
    if not colon or kind.strip() == "planned" or not re.fullmatch(r"[a-z][a-z0-9-]*", kind.strip()):
        kind, rest = "", name
    return Reference(rest.strip(), kind.strip() or None, anchor.strip(), text.strip(), start, end)
