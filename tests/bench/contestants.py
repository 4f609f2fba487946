"""The generators that are measured, each as its users would set it up."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

EXTENSIONS: list[Any] = [
    "admonition",
    "attr_list",
    "footnotes",
    "pymdownx.superfences",
    {"pymdownx.highlight": {"anchor_linenums": False, "auto_title": False}},
    {"pymdownx.quotes": {"callouts": True}},
    {"toc": {"permalink": True}},
]
"""What Trimtab turns on for every library: with these the others convert bodies as it does."""
_FIELDS = {
    "domain": ["ontology.domain", "classification.domain"],
    "vitality": "ontology.commons_assessment.vitality",
    "vitality.reasoning": "ontology.commons_assessment.vitality_reasoning",
    "confidence": ["lifecycle.confidence", "callout:Confidence Rating"],
    "status": ["lifecycle.status", "classification.status"],
    "tags": ["ontology.commons_domain", "classification.commons_domain"],
    "authors": "contributors",
}
_RELATIONS = {"containers": ["relationships", "."], "target": ["slug", "id", "to"]}
_OURS = {"trimtab": {"fields": _FIELDS, "relations": _RELATIONS}}
"""Settings in which the real library reads well, and a made one too."""
_PLAIN = {
    "theme": {"name": "material", "font": False},
    "plugins": ["search"],
    "markdown_extensions": EXTENSIONS,
}
_PADDING = re.compile(" {100,}")
_FLOOR = Path(__file__).with_name("floor.py")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A generator, or one way of using it."""

    name: str
    title: str
    """What the tables call it."""
    module: str
    """The package that it is, and that has to be installed."""
    config: Mapping[str, Any]
    """Its `mkdocs.yml`, without what all have."""
    listed: bool = False
    """Whether all entries stand in the navigation."""
    keeps: bool = False
    """Whether it keeps results for the next build, so that a warm one differs from a cold one."""
    sound: bool = False
    """Whether it ends at front matter that isn't YAML and takes quadratic time for padded lines; it gets neither."""
    most: int | None = None
    """Of how many patterns a library may have before this takes too long to wait for."""

    @property
    def missing(self) -> str | None:
        """Why it can't run here, if so."""
        return (
            None
            if importlib.util.find_spec(self.module)
            else f"{self.module} isn't installed (group `bench`)"
        )


CONTESTANTS = (
    Contestant(
        "trimtab",
        "Trimtab: rules, search, exports",
        "mkdocs",
        {"theme": {"name": "material"}, "plugins": [_OURS]},
        keeps=True,
    ),
    Contestant(
        "imageless",
        "Trimtab, no images for link previews",
        "mkdocs",
        {
            "theme": {"name": "material"},
            "plugins": [{"trimtab": {**_OURS["trimtab"], "previews": {"images": False}}}],
        },
        keeps=True,
    ),
    Contestant("plain", "MkDocs Material, entries out of the nav", "mkdocs", _PLAIN),
    Contestant(
        "bare", "MkDocs Material, no Markdown extensions", "mkdocs", {**_PLAIN, "markdown_extensions": []}
    ),
    Contestant("nav", "MkDocs Material, default nav", "mkdocs", _PLAIN, listed=True, most=1000),
    Contestant("properdocs", "ProperDocs Material, entries out of the nav", "properdocs", _PLAIN),
    Contestant(
        "zensical",
        "Zensical, entries out of the nav",
        "zensical",
        {**_PLAIN, "theme": {"name": "material", "variant": "classic", "font": False}},
        keeps=True,
        sound=True,
    ),
)
OURS = ("trimtab", "imageless")
"""The contestants that are Trimtab."""
FLOOR = "floor"
FLOOR_TITLE = "floor: read, load, convert, write"


@dataclass(frozen=True, slots=True)
class Place:
    """A contestant's folder with its configuration and all that it writes."""

    contestant: Contestant
    folder: Path
    docs: Path

    @classmethod
    def make(cls, contestant: Contestant, root: Path, docs: Path) -> Place:
        """Set a contestant up below `root` for the library in `docs`."""
        folder = root / contestant.name
        folder.mkdir()
        if contestant.sound:
            docs = _sound(docs, folder / "docs")
        first = min(path.name for path in docs.iterdir())
        config = {
            "site_name": "Bench",
            "site_url": "https://bench.example/",
            "docs_dir": "docs" if contestant.sound else str(docs),
            **contestant.config,
            # A nav of one page; MkDocs then only has to be told not to list all the others in the log.
            **({} if contestant.listed or contestant.name in OURS else {"nav": [first], "not_in_nav": "*"}),
        }
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        return cls(contestant, folder, docs)

    @property
    def site(self) -> Path:
        """The built site."""
        return self.folder / "site"

    @property
    def environment(self) -> dict[str, str]:
        """Variables that it runs with."""
        return {
            "TRIMTAB_CACHE_DIR": str(self.folder / "kept"),
            "NO_MKDOCS_2_WARNING": "1",
            "DISABLE_MKDOCS_2_WARNING": "true",
        }

    def command(self, verb: str, *arguments: str) -> list[str]:
        """What its users type."""
        return [sys.executable, "-m", self.contestant.module, verb, *arguments]

    def empty(self) -> None:
        """Remove all but what its author has written, so that the next build is the first."""
        for path in self.folder.iterdir():
            if path.name not in ("mkdocs.yml", "docs"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    @property
    def first(self) -> Path:
        """The file of the entry that is edited and read."""
        return min(self.docs.iterdir())

    def edit(self, sentence: str) -> None:
        """Append a sentence to the body of one entry."""
        with self.first.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{sentence}\n")


def floor_command(docs: Path, site: Path | None = None) -> list[str]:
    """The command that does the least, of a check or, with a site to write, of a build."""
    return [sys.executable, str(_FLOOR), str(docs), *([str(site), json.dumps(EXTENSIONS)] if site else [])]


def chosen(names: Sequence[str] | None) -> list[Contestant]:
    """The contestants of these names, or all."""
    return [one for one in CONTESTANTS if names is None or one.name in names]


def _sound(docs: Path, copy: Path) -> Path:
    """A copy of a library without front matter that isn't YAML, and without lines padded with hundreds of blanks."""
    copy.mkdir()
    for path in docs.iterdir():
        text = _PADDING.sub(" ", path.read_text(encoding="utf-8"))
        end = text.find("\n---", 3) if text.startswith("---\n") else -1
        if end > 0 and not _loads(text[4:end]):
            text = text[end + 4 :].lstrip("-")
        (copy / path.name).write_text(text, encoding="utf-8")
    return copy


def _loads(front_matter: str) -> bool:
    try:
        return isinstance(yaml.load(front_matter, yaml.CSafeLoader), dict)
    except yaml.YAMLError:
        return False
