"""Entries as data: a lean list of them all, and each with everything that is known of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from trimtab.core.model import Archetype, Case, Entry, LevelEntry
from trimtab.core.names import Found, Planned
from trimtab.core.permalinks import headings
from trimtab.core.routes import identity, quoted
from trimtab.core.scales import LADDER, TIERS
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.exports.graph import Ties

VERSION = 1
"""The version of these files; a change that their readers must know of raises it."""


class Entries:
    """Makes the data of entries."""

    def __init__(self, catalogue: Catalogue, about: About) -> None:
        self._catalogue = catalogue
        self._library = catalogue.library
        self._about = about
        self._ties = Ties(catalogue)

    def listing(self) -> dict[str, Any]:
        """All current entries, with the names of their kinds and of the levels."""
        return {
            "version": VERSION,
            "kinds": {kind: self._catalogue.kind_label(kind) for kind in self._kinds()},
            "levels": [
                {
                    "number": rung.number,
                    "name": self._catalogue.level_name(rung.number),
                    "url": self._catalogue.level_url(rung.number),
                    "tier": TIERS[rung.tier],
                    "gist": rung.gist,
                }
                for rung in LADDER
                if self._library.uses_levels
            ],
            "entries": [_present(self.lean(entry)) for entry in self._library.current],
        }

    def _kinds(self) -> list[str]:
        present = {entry.kind for entry in self._library.current}
        return [kind for kind in self._library.settings.all_kinds if kind in present]

    def lean(self, entry: Entry) -> dict[str, Any]:
        """What the list has of an entry."""
        heir = self._catalogue.graph.heir(entry)
        known: dict[str, Any] = {
            "slug": entry.slug,
            "kind": entry.kind,
            "title": entry.title,
            "url": self._catalogue.url(entry.path),
            "id": identity(entry, self._library.settings),
            "permalink": self._catalogue.permalink(entry),
            "summary": self._catalogue.summary(entry),
            "aliases": list(entry.aliases),
            "redirect_from": list(entry.redirect_from),
            "levels": list(entry.levels),
            "confidence": entry.confidence,
            "vitality": entry.vitality.score if entry.vitality else None,
            "status": entry.status.value,
            "superseded_by": heir.slug if heir else None,
            "domain": entry.domain,
            "archetypes": self._slugs(entry.archetypes, "archetype"),
            "mental_models": self._slugs(entry.mental_models, "mental-model"),
            "tags": list(entry.tags),
            "updated": self._about.day(entry.path)[1],
        }
        if isinstance(entry, LevelEntry):
            known |= {"number": entry.number, "signals": list(entry.signals)}
            known |= {"supporting_levels": list(entry.supporting_levels)}
        if isinstance(entry, Archetype):
            known |= {"symptoms": list(entry.symptoms), "decision_path": list(entry.decision_path)}
            known |= {"levels_that_help": list(entry.levels_that_help)}
            known |= {"levels_that_worsen": list(entry.levels_that_worsen)}
        if isinstance(entry, Case):
            known["interventions"] = [done.model_dump() for done in entry.interventions]
        return known

    def whole(self, entry: Entry) -> dict[str, Any]:
        """Everything that is known of an entry."""
        url = self._catalogue.url(entry.path)
        vitality = entry.vitality
        known: dict[str, Any] = {
            "version": VERSION,
            **self.lean(entry),
            "absolute_url": self._about.absolute(url) if self._about.url else None,
            "absolute_permalink": (
                self._about.absolute(self._catalogue.permalink(entry)) if self._about.url else None
            ),
            "markdown": quoted(urls.entry_markdown(entry.slug)),
            "created": self._about.day(entry.path)[0],
            "authors": list(entry.authors),
            "level_why": entry.level_why,
            "vitality_record": vitality
            and _present({"band": vitality.band, **vitality.model_dump(mode="json")}),
            "evidence": [_present(each.model_dump()) for each in entry.evidence],
            "sources": [_present(each.model_dump()) for each in entry.sources],
            "acts_on": self._acts_on(entry),
            "relations": self._ties.of(entry),
            "wanted": self._wanted(entry),
            "backlinks": self._backlinks(entry),
            "sections": [
                {
                    "level": heading.level,
                    "title": heading.text,
                    "anchor": heading.anchor,
                    "url": f"{url}#{quote(heading.anchor, errors='replace')}",
                }
                for heading in headings(self._library.document_of(entry))
            ],
            "extra": dict(entry.extra),
        }
        if isinstance(entry, LevelEntry):
            known |= {"prerequisites": list(entry.prerequisites), "risks": list(entry.risks)}
        if isinstance(entry, Archetype):
            known["loops"] = [loop.model_dump(mode="json") for loop in entry.loops]
            known["simulation"] = entry.simulation and entry.simulation.model_dump(mode="json")
        return _present(known)

    def _slugs(self, names: tuple[str, ...], kind: str) -> list[str]:
        found = (self._library.resolve_name(name, kind) for name in names)
        return list(dict.fromkeys(one.entry.slug for one in found if isinstance(one, Found)))

    def _acts_on(self, entry: Entry) -> list[dict[str, Any]]:
        return [
            _present({**place.model_dump(), "archetype": slug})
            for place in entry.acts_on
            for slug in self._slugs((place.archetype,), "archetype")
        ]

    def _wanted(self, entry: Entry) -> list[str]:
        links = self._ties.links(entry)
        planned = (link.resolution.name for link in links if isinstance(link.resolution, Planned))
        return list(dict.fromkeys(planned))

    def _backlinks(self, entry: Entry) -> list[dict[str, Any]]:
        found = []
        for link in self._catalogue.graph.backlinks(entry):
            other = self._library.by_path[link.path].entry
            known = {
                "slug": other.slug if other else None,
                "title": link.title,
                "url": self._catalogue.url(link.path),
                "before": link.sentence.before if link.sentence else "",
                "text": link.text,
                "after": link.sentence.after if link.sentence else "",
            }
            found.append({key: value for key, value in known.items() if value is not None})
        return found


def _present(known: dict[str, Any]) -> dict[str, Any]:
    """What has a value."""
    return {key: value for key, value in known.items() if value is not None and value not in ("", [], {}, ())}
