"""Settings: what a library says about itself in `mkdocs.yml`, under `plugins: - trimtab:`."""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatchcase
from functools import cache, cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from trimtab.core.body import Phrase
from trimtab.core.diagnostics import Severity
from trimtab.core.model import MODELS, Vitality
from trimtab.core.previews import PreviewSettings

PREFIX = re.compile(r"[a-z][a-z0-9-]*")
"""What may stand before a name and a colon: a kind, or another library."""
SITE = re.compile(r"https?://[^\s/?#@\\<>\"'`]+(?:/[^\s?#\\<>\"'`]*+)?", re.IGNORECASE)
"""The address of a site's top."""


class SettingsError(Exception):
    """Settings that can't be used; the message has a line for each fault, with its cure."""


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldSource(_Settings):
    """One place that a field may come from.

    `from` is a front-matter path (`lifecycle.confidence`), `section:Patlet`, `callout:Confidence Rating` or `folder`;
    `map` turns what stands there into what it means.
    """

    origin: str = Field(alias="from", min_length=1)
    map: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value


class RelationType(_Settings):
    """A relation's two readings. Without an `inverse` the relation is symmetric."""

    label: str
    inverse: str | None = None
    inverse_type: str | None = None
    """The type that says the same when it is written at the other end, where there is one."""
    acyclic: bool = False
    """Whether entries can't be so related in a circle: what needs itself can never begin."""
    meaning: Literal["prerequisite", "tension"] | None = None
    """What it says of entries that are taken together: this one needs that one first, or they pull apart."""
    skos: Literal["broader", "narrower", "related"] = "related"
    """What the other entry is to this one in SKOS, by which vocabularies are exchanged."""


class Folder(_Settings):
    """A folder of entries."""

    kind: str = "pattern"

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"kind": value} if isinstance(value, str) else value


class Kind(_Settings):
    """A kind of entry: its names, and the sections that its entries have."""

    title: str
    plural: str
    sections: tuple[str, ...] = ()


class RelationSettings(_Settings):
    """How relations are written."""

    containers: tuple[str, ...] = ("relations",)
    """Front-matter paths whose keys are relation types; `.` is the front matter itself."""
    target: tuple[str, ...] = ("to", "slug", "id")
    why: tuple[str, ...] = ("why", "description")
    weight: tuple[str, ...] = ("weight",)
    types: dict[str, RelationType] = {}


class PhraseSettings(_Settings):
    """Words in a body that stand for a reference."""

    text: str
    kind: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _compiles(self) -> PhraseSettings:
        _ = self.phrase.pattern
        return self

    @property
    def phrase(self) -> Phrase:
        """The phrase that finds the references."""
        return Phrase(self.text, self.kind)


def _sources(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


FieldSources = Annotated[tuple[FieldSource, ...], BeforeValidator(_sources)]

Selectors = Annotated[tuple[str, ...], BeforeValidator(_sources)]


class RuleSettings(_Settings):
    """Which rules run where. A rule is named by its code, by the beginning of codes (`TT5`), or by its name."""

    select: Selectors = ()
    """The rules that run; all of them where none are named."""
    ignore: Selectors = ()
    """Rules that don't run."""
    per_file_ignores: dict[str, Selectors] = {}
    """Rules that don't count in some files, by patterns of whole paths, such as `archive/*`."""
    severity: dict[str, Severity] = {}
    """How severe rules are, where that differs from what they say of themselves."""


DEFAULT_FOLDERS = {
    ".": "pattern",
    "levels": "level",
    "archetypes": "archetype",
    "mental-models": "mental-model",
    "cases": "case",
    "worksheets": "worksheet",
}

DEFAULT_FIELDS: dict[str, list[str]] = {
    "kind": ["kind", "type"],
    "title": ["title"],
    "aliases": ["aliases", "aliases_list"],
    "levels": ["levels", "level"],
    "vitality": ["vitality", "vitality_score"],
    "confidence": ["confidence", "callout:Confidence Rating"],
}
"""Where fields come from besides the key of their own name: our names, then those of commons-engineering."""

_FIELDS = {name for model in MODELS.values() for name in model.model_fields}
_FIELDS -= {"slug", "path", "extra", "relations"}
_FIELDS |= {f"vitality.{part}" for part in Vitality.model_fields if part != "score"}
"""Fields whose place settings can say."""

DEFAULT_KINDS = {
    "pattern": Kind(title="Pattern", plural="Patterns"),
    "level": Kind(title="Leverage level", plural="The ladder"),
    "archetype": Kind(title="Archetype", plural="Archetypes"),
    "mental-model": Kind(title="Mental model", plural="Mental models"),
    "case": Kind(title="Case", plural="Cases"),
    "worksheet": Kind(title="Worksheet", plural="Worksheets"),
}

DEFAULT_RELATIONS = {
    "requires": RelationType(label="Requires", inverse="Required by", acyclic=True, meaning="prerequisite"),
    "enables": RelationType(label="Enables", inverse="Enabled by"),
    "generalizes_from": RelationType(
        label="Specializes",
        inverse="Specialized by",
        inverse_type="specializes_to",
        acyclic=True,
        skos="broader",
    ),
    "specializes_to": RelationType(
        label="Specialized by",
        inverse="Specializes",
        inverse_type="generalizes_from",
        acyclic=True,
        skos="narrower",
    ),
    "complementary": RelationType(label="Goes well with"),
    "alternatives": RelationType(label="Alternative to"),
    "tensions_with": RelationType(label="In tension with", meaning="tension"),
    "related": RelationType(label="Related to"),
    "part_of": RelationType(label="Part of", inverse="Has parts", acyclic=True, skos="broader"),
    "tools": RelationType(label="Uses the tool", inverse="Tool for"),
}

RESERVED_SLUGS = frozenset(
    {
        "index",
        "search",
        "tags",
        "domains",
        "patterns",
        "levels",
        "archetypes",
        "mental-models",
        "cases",
        "worksheets",
        "assets",
        "pagefind",
        "api",
        "p",
        "embed",
        "badge",
        "link",
        "health",
        "instruments",
        "404",
        "sitemap",
    }
)
"""Names in the site's top folder that generated pages and files have."""


class PermalinkSettings(_Settings):
    """How the addresses that a library has published are kept."""

    lock: str = Field(default="permalinks.lock", min_length=1)
    """The file that records them, relative to the configuration."""
    required: Annotated[bool, BeforeValidator(lambda value: False if value in (None, "") else value)] = False
    """Whether a build fails where the record lacks an address, or one that it has would break."""


class LibrarySettings(_Settings):
    """Another library, whose entries can be named here."""

    names: str = Field(min_length=1)
    """The file that tells of its entries, relative to the configuration."""
    url: str = ""
    """The address of its site, where the file tells none or another counts."""
    source: str = ""
    """Where the file comes from: the address or path of the site, or of its `names.json`."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"names": value} if isinstance(value, str) else value

    @field_validator("url")
    @classmethod
    def _of_a_site(cls, url: str) -> str:
        if url and not SITE.fullmatch(url):
            message = (
                f"`{url}` is not a site's address; write it whole, such as `https://example.org/patterns/`"
            )
            raise ValueError(message)
        return url


class Settings(_Settings):
    """All settings of one library."""

    folders: dict[str, Folder] = Field(
        default_factory=lambda: {name: Folder(kind=kind) for name, kind in DEFAULT_FOLDERS.items()}
    )
    """Folders of entries, relative to `docs_dir`; `.` is its top. Other folders hold ordinary pages."""
    exclude: tuple[str, ...] = ("index.md", "README.md", "*/index.md", "*/README.md")
    """Files in these folders that are ordinary pages, as patterns of whole paths."""
    kinds: dict[str, Kind] = {}
    """Kinds that the library adds, or whose names or sections it changes."""
    fields: dict[str, FieldSources] = {}
    """Where a field comes from, in order; replaces the built-in order of that field."""
    relations: RelationSettings = RelationSettings()
    phrases: Annotated[tuple[PhraseSettings, ...], BeforeValidator(_sources)] = ()
    """Words in bodies that stand for references, such as `See mental model: {name}.`"""
    slugs: str = r"[a-z0-9]+(-[a-z0-9]+)*"
    """The grammar of slugs, as a regular expression that the whole slug matches."""
    rules: RuleSettings = RuleSettings()
    """Which rules run where, and how severe they are."""
    permalinks: PermalinkSettings = PermalinkSettings()
    """Where published addresses are recorded, and whether a build insists on it."""
    libraries: dict[str, LibrarySettings] = {}
    """Other libraries whose entries can be named, each by the prefix that stands before its names."""
    previews: PreviewSettings = PreviewSettings()
    """What shows entries in other places: images, cards and badges."""
    search: bool = True
    """Whether the site gets a search index."""
    remote_images: bool = False
    """Whether pages may load images, and the script that draws Mermaid diagrams, from other hosts; otherwise such an
    image is shown as a link, and such a diagram as text."""

    @field_validator("folders")
    @classmethod
    def _plain_names(cls, folders: dict[str, Folder]) -> dict[str, Folder]:
        return {posixpath.normpath(name): folder for name, folder in folders.items()}

    @model_validator(mode="after")
    def _sound(self) -> Settings:
        for name, folder in self.folders.items():
            if folder.kind not in self.all_kinds:
                known = ", ".join(self.all_kinds)
                message = f"folders: `{name}` has the unknown kind `{folder.kind}`; known are {known}"
                raise ValueError(message)
        for name in self.fields:
            if name not in _FIELDS:
                message = f"fields: there is no field `{name}`; fields are {', '.join(sorted(_FIELDS))}"
                raise ValueError(message)
        for name, kind in self.relation_types.items():
            if kind.inverse_type is not None and kind.inverse_type not in self.relation_types:
                message = f"relations.types: `{name}` has the unknown inverse type `{kind.inverse_type}`"
                raise ValueError(message)
        for prefix in self.libraries:
            fault = self._fault_of_prefix(prefix)
            if fault:
                raise ValueError(f"libraries: `{prefix}` {fault}")
        try:
            re.compile(self.slugs)
        except re.error as error:
            message = f"slugs: `{self.slugs}` is not a regular expression: {error}"
            raise ValueError(message) from None
        return self

    def _fault_of_prefix(self, prefix: str) -> str:
        """Why a prefix can't stand before the names of another library; empty if it can."""
        if prefix in self.all_kinds:
            return f"is a kind of entry, so `{prefix}:` means one of this library's; choose another prefix"
        if prefix == "planned":
            return "marks what is wanted but not written; choose another prefix"
        if not PREFIX.fullmatch(prefix):
            return "can't stand before a name; a prefix is small letters, digits and hyphens, a letter first"
        return ""

    @cached_property
    def all_kinds(self) -> dict[str, Kind]:
        """The built-in kinds and those that the library adds."""
        return {**DEFAULT_KINDS, **self.kinds}

    @cached_property
    def relation_types(self) -> dict[str, RelationType]:
        """The built-in relation types and those that the library adds."""
        return {**DEFAULT_RELATIONS, **self.relations.types}

    def form(self, kind: str) -> tuple[str, ...]:
        """The sections that entries of a kind have, in order."""
        given = self.all_kinds[kind].sections if kind in self.all_kinds else ()
        if given or kind in self.kinds:
            return given
        return MODELS[kind].form if kind in MODELS else ()

    def sources_of(self, field: str) -> tuple[FieldSource, ...]:
        """Where a field comes from, in order: as settings say, else as built in, else the key of its name."""
        if field in self.fields:
            return self.fields[field]
        return _built_in(field)

    def folder_of(self, path: str) -> Folder | None:
        """The folder settings for a file, or None where its folder holds ordinary pages."""
        parent = path.rpartition("/")[0] or "."
        return self.folders.get(parent)

    def excludes(self, path: str) -> bool:
        """Whether a file in a folder of entries is an ordinary page all the same."""
        return any(fnmatchcase(path, pattern) for pattern in self.exclude)


@cache
def _built_in(field: str) -> tuple[FieldSource, ...]:
    return tuple(FieldSource.model_validate(name) for name in DEFAULT_FIELDS.get(field, [field]))


def parse(options: Any) -> Settings:
    """Settings from the options of the plugin.

    Raises:
        SettingsError: an option is unknown or has a value that it can't have.
    """
    try:
        return Settings.model_validate(options or {})
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(fault) for fault in error.errors())) from None


def _explain(fault: Any) -> str:
    place = ".".join(str(step) for step in fault["loc"])
    if fault["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields) if len(fault["loc"]) == 1 else ""
        return f"{place}: there is no such setting" + (f"; settings are {known}" if known else "")
    message = fault["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
