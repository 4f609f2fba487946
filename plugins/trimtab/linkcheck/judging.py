"""What a link into a library is: sound, or which of the things that can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from trimtab.core import nearby
from trimtab.core.diagnostics import Severity
from trimtab.linkcheck import kinds
from trimtab.linkcheck.kinds import Kind
from trimtab.linkcheck.library import Known, LinkedLibrary, Presence
from trimtab.linkcheck.links import Link
from trimtab.linkcheck.sites import Reached, Sites, key, plain

_OWN = ("__", "tt-")
"""What the fragments begin with that pages have for their own use."""
_FOLDER = "If it's a page of the site but no entry, give the built site's folder as `--library`, so that it is known."


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing that is wrong with a link."""

    kind: Kind
    message: str
    help: str
    severity: Severity
    start: int
    """The part of the link that it is about: offsets in its `url`."""
    end: int
    cure: Cure | None = None


@dataclass(frozen=True, slots=True)
class Cure:
    """What mends a link."""

    start: int
    """The part of the link that is replaced: offsets in its `url`."""
    end: int
    text: str
    url: str
    """The whole link with that done."""
    safe: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A link into the library."""

    link: Link
    judgements: tuple[Judgement, ...]
    is_known: bool = True
    """Whether it could be judged; not where it leads to a page that is no entry's and nobody told of."""


_Found = tuple[tuple[Judgement, ...], bool]
_SOUND: _Found = ((), True)


class Judge:
    """Judges links; the same link is judged once."""

    def __init__(self, library: LinkedLibrary, sites: Sites, *, prefer_permalinks: bool = False) -> None:
        self.sites = sites
        self._library = library
        self._permanent = prefer_permalinks
        self._done: dict[tuple[str, str], _Found | None] = {}
        self._name = f"“{library.name}”" if library.name else "the library"

    def __call__(self, link: Link) -> Judged | None:
        """What a link is; None if it doesn't lead into the library."""
        known = (link.prefix, link.url)
        if known not in self._done:
            self._done[known] = self._interwiki(link) if link.prefix else self._address(link.url)
        found = self._done[known]
        return None if found is None else Judged(link, *found)

    def _address(self, url: str) -> _Found | None:
        reached = self.sites.reach(url)
        if reached is None:
            return None
        slug = self._library.slug_at(reached.key)
        if slug is not None:
            return tuple(self._of_entry(reached, slug)), True
        presence = self._library.presence(reached.key)
        if presence is Presence.ABSENT:
            return (self._dead(reached),), True
        return (), presence is Presence.THERE

    def _of_entry(self, reached: Reached, slug: str) -> list[Judgement]:
        """What is wrong with a link that leads to an entry."""
        entry = self._library.entries[slug]
        if entry.status == "removed" or entry.heir:
            judged = self._left(entry, slug, reached)
            if judged is not None:
                return [judged]
        found = []
        address = self._best(entry)
        if reached.key not in (key(entry.url), key(entry.permalink or entry.url)):
            message = f"“{entry.title}” has moved to another address."
            found.append(self._mended(kinds.MOVED, message, reached, address))
        elif self._permanent and reached.key != key(address):
            message = f"The link to “{entry.title}” isn't its permanent one."
            found.append(self._mended(kinds.NOT_PERMANENT, message, reached, address))
        if entry.status == "deprecated":
            found.append(_whole(kinds.DEPRECATED, *_deprecated(entry, self._name), len(reached.url)))
        found += self._anchor(reached, entry)
        return found

    def _left(self, entry: Known, slug: str, reached: Reached) -> Judgement | None:
        """What is wrong with a link to an entry that is removed, or whose place another has taken."""
        heir = self._library.heir(slug)
        is_removed = entry.status == "removed"
        kind = kinds.REMOVED if is_removed else kinds.SUPERSEDED
        if heir is None:
            return _whole(kind, *_removed(entry, self._name), len(reached.url)) if is_removed else None
        other = self._library.entries[heir]
        gone = f"was removed from {self._name}; “{other.title}” took its place"
        message = f"“{entry.title}” {gone if is_removed else f'is superseded by “{other.title}”'}."
        return self._mended(kind, message, reached, self._best(other), safe=False)

    def _mended(
        self, kind: Kind, message: str, reached: Reached, address: str, *, safe: bool = True
    ) -> Judgement:
        cure = Cure(reached.start, reached.end, reached.part(address), reached.at(address), safe)
        also = "" if safe else ", if that says what you mean"
        severity = Severity.WARNING if kind is kinds.REMOVED else kind.severity
        return Judgement(kind, message, f"Write `{cure.url}`{also}.", severity, 0, len(reached.url), cure)

    def _dead(self, reached: Reached) -> Judgement:
        message = f"`{reached.url}` leads nowhere: {self._name} has no such page."
        near = [self._library.entries[slug] for slug in self._library.nearest(reached.key)]
        if near:
            listed = " or ".join(f"`{reached.at(self._best(entry))}` (“{entry.title}”)" for entry in near)
            advice = f"Did you mean {listed}?"
        else:
            advice = f"No entry has a name like it; look for what was meant at {self.sites.urls[0]}"
            advice += "." if self._library.is_whole else f". {_FOLDER}"
        return _whole(kinds.DEAD, message, advice, len(reached.url))

    def _anchor(self, reached: Reached, entry: Known) -> list[Judgement]:
        typed = reached.fragment.partition(":~:")[0]
        anchor = unquote(typed)
        if not anchor or entry.anchors is None or anchor.lower() == "top" or anchor.startswith(_OWN):
            return []
        if anchor in entry.anchors or typed in entry.anchors:
            return []
        near = nearby.nearest(anchor.lower(), entry.anchors)
        offer = f"Did you mean `#{near}`?" if near else _sections(entry.anchors)
        message = f"The page of “{entry.title}” has no section `#{anchor}`."
        start = reached.url.index("#")
        end = start + 1 + len(typed)
        return [Judgement(kinds.DEAD_ANCHOR, message, offer, kinds.DEAD_ANCHOR.severity, start, end)]

    def _best(self, entry: Known) -> str:
        """The address to write for an entry."""
        return entry.permalink if self._permanent and entry.permalink else entry.url

    def _interwiki(self, link: Link) -> _Found:
        """What a link such as `[[prefix:slug#section]]` of a wiki is."""
        target, mark, fragment = link.url.partition("#")
        library, page = self._library, key(target.strip().replace(" ", "_"))
        if not page:
            return _SOUND
        slug = page if page in library.entries else library.slug_at(page)
        if slug is None:
            slug = library.slug_before(page)
        if slug is None:
            if library.presence(page) is not Presence.ABSENT:
                return (), library.presence(page) is Presence.THERE
            return (self._dead_name(link, page),), True
        entry = library.entries[slug]
        reached = Reached(link.url, page, 0, len(target), "", fragment)
        current = {slug, key(entry.url), key(entry.permalink), key(entry.permalink).removeprefix("p/")}
        judged = self._left(entry, slug, reached) if entry.status == "removed" or entry.heir else None
        if judged is not None:
            heir = library.heir(slug)
            name = f"{link.prefix}:{self._like(page, heir)}{mark}{fragment}" if heir else ""
            return (_as_name(judged, name),), True
        found = []
        if page not in current:
            now = f"Write `[[{link.prefix}:{self._like(page, slug)}{mark}{fragment}|…]]`."
            message = f"“{entry.title}” has moved to another address."
            found.append(_whole(kinds.MOVED, message, now, len(link.url)))
        if entry.status == "deprecated":
            found.append(_whole(kinds.DEPRECATED, *_deprecated(entry, self._name), len(link.url)))
        return (*found, *self._anchor(reached, entry)), True

    def _like(self, page: str, slug: str) -> str:
        """An entry as an interwiki link names it: by its slug, or by a whole address where that was written."""
        entry = self._library.entries[slug]
        if "/" not in page:
            return plain(slug)
        return plain(key(entry.permalink if page.startswith("p/") and entry.permalink else entry.url))

    def _dead_name(self, link: Link, page: str) -> Judgement:
        message = f"`[[{link.prefix}:{link.url}]]` leads nowhere: {self._name} has no such page."
        near = self._library.nearest(page)
        listed = " or ".join(
            f"`[[{link.prefix}:{slug}|…]]` (“{self._library.entries[slug].title}”)" for slug in near
        )
        advice = (
            f"Did you mean {listed}?"
            if near
            else f"No entry has a name like it; look at {self.sites.urls[0]}."
        )
        return _whole(kinds.DEAD, message, advice, len(link.url))


def _whole(kind: Kind, message: str, help: str, length: int) -> Judgement:
    """A judgement about a link as a whole that no program mends."""
    return Judgement(kind, message, help, kind.severity, 0, length)


def _as_name(judged: Judgement, name: str) -> Judgement:
    """A judgement of an interwiki link, which is mended by hand."""
    advice = f"Write `[[{name}|…]]`, if that says what you mean." if name else judged.help
    return Judgement(judged.kind, judged.message, advice, judged.severity, judged.start, judged.end)


def _deprecated(entry: Known, library: str) -> tuple[str, str]:
    message = f"“{entry.title}” is deprecated: {library} no longer recommends it."
    return message, "Its page says why; decide whether yours should still rely on it."


def _removed(entry: Known, library: str) -> tuple[str, str]:
    return f"“{entry.title}” was removed from {library}.", "Take the link out, or find another source."


def _sections(anchors: tuple[str, ...]) -> str:
    shown = ", ".join(f"`#{anchor}`" for anchor in anchors[:8])
    more = f" and {len(anchors) - 8} more" if len(anchors) > 8 else ""
    return f"It has {shown}{more}." if anchors else "It has none; leave out what follows the address."
