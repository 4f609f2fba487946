"""Two versions of a library, before and after an entry got another name: nothing may be lost between them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from trimtab.core.diagnostics import Diagnostic, Report
from trimtab.core.library import Library, Link
from trimtab.core.names import Ambiguous, Found, Unknown


@dataclass(frozen=True)
class Versions:
    """A library before and after, and what its files are called now."""

    before: Library
    after: Library
    paths: Mapping[str, str]
    """The new path of each file that moved."""
    names: frozenset[str]
    """Words that mean the same in both: the old and new slug, path and title of what was renamed."""

    def lost_links(self) -> Iterator[str]:
        """Each link that led to an entry or a file and would lead elsewhere or nowhere, as a sentence."""
        old_links, new_links = _by_document(self.before), _by_document(self.after)
        for path, olds in old_links.items():
            news = new_links[self._now(path)]
            if [self._role(link) for link in olds] != [self._role(link) for link in news]:
                yield f"`{path}` would name other entries than it does."
                continue
            for old, new in zip(olds, news, strict=True):
                if not self._same_target(old, new):
                    yield f"`{old.name}` in `{path}`, line {old.span.start.line}, would lead elsewhere."
        broken = {
            (self._now(fault.document.path), self._now(fault.path), fault.anchor)
            for fault in self.before.broken_targets
        }
        for fault in self.after.broken_targets:
            if (fault.document.path, fault.path, fault.anchor) not in broken:
                yield f"The link `{fault.target.url}` in `{fault.document.path}` would lead nowhere."

    def new_findings(self, before: Report, after: Report) -> Iterator[Diagnostic]:
        """What is found after, and not before.

        Findings are told apart by code, by files and by what they say, the names of what was renamed aside. Of one that
        has related places only the files count: which of two alike is the first depends on how they are called.
        """
        known = Counter(self._key(found) for found in before.diagnostics)
        for found in after.diagnostics:
            key = self._key(found)
            known[key] -= 1
            if known[key] < 0:
                yield found

    def _now(self, path: str) -> str:
        return self.paths.get(path, path)

    def _role(self, link: Link) -> tuple[object, ...]:
        """All of a link but the name, which a phrase also shows for its words."""
        reference = link.reference
        words = reference.text if reference and reference.text not in self.names else ""
        anchor = reference.anchor if reference else ""
        return link.via, link.kind, link.relation, link.why, link.weight, anchor, words

    def _same_target(self, old: Link, new: Link) -> bool:
        if isinstance(old.resolution, Found):
            return new.target is not None and new.target.path == self._now(old.resolution.entry.path)
        return isinstance(old.resolution, (Ambiguous, Unknown)) or old.resolution == new.resolution

    def _key(self, found: Diagnostic) -> tuple[str, frozenset[str], str]:
        paths = frozenset(self._now(path) for path in (found.path, *(one.path for one in found.related)))
        message = "" if found.related else self._neutral.sub("", found.message)
        return found.code, paths, message

    @cached_property
    def _neutral(self) -> re.Pattern[str]:
        """What doesn't count in a message: numbers of lines, and names that have changed."""
        names = sorted(filter(None, self.names), key=lambda name: (-len(name), name))
        return re.compile("|".join([r"\bline \d+", *map(re.escape, names)]))


def _by_document(library: Library) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in library.links:
        found[link.document.path].append(link)
    return found
