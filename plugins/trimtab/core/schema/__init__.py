"""JSON Schema of front matter, for editors: what an author may type in this library, in its own dialect.

The draft is 07, the newest that each tool understands which checks front matter where it is typed. Red Hat's YAML
extension for VS Code and its language server read later drafts since version 1.20 only; remark-lint-frontmatter-schema,
which finds the front matter inside Markdown, refuses a schema of draft 2020-12. Only keywords are used that mean the
same in both drafts. See https://json-schema.org/draft-07,
https://github.com/redhat-developer/yaml-language-server/blob/main/CHANGELOG.md and
https://github.com/JulianCataldo/remark-lint-frontmatter-schema, which hands the schema to Ajv's class for draft 07.

The linter stays the judge. A schema sees one file's front matter, as YAML's values, and differs from the linter thus:

- A title may come from a heading of level 1, which no schema sees: where settings look for it in front matter alone,
  the schema asks for it.
- Of several places for a field the linter reads the first that says something; the schema holds each to the
  field's form.
- To the linter an empty text, list or mapping is no value at all; the schema takes one only where a value of that
  type may stand.
- The linter reads what is typed, an editor what YAML makes of it. `~` is a text to a title and nothing to an editor;
  `+2`, `0x9` and `.nan` are numbers to an editor only; a quoted number is taken in plain decimals only.
- A list of a source's `authors` may hold anything; the schema wants texts.
- A loop's link that breaks the grammar is a finding of its own rule; the schema refuses it.
- Whether names lead somewhere, loops close and evidence bears the confidence takes the whole library.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from trimtab.core.fields import CALLOUT, FOLDER, SECTION, model_fields
from trimtab.core.model import MODELS, Entry
from trimtab.core.schema.fields import ASSESSED, FIELDS, REASONING, RELATIONS, definitions
from trimtab.core.schema.values import Schema, any_case, literal, name, whole
from trimtab.core.settings import FieldSource, Settings
from trimtab.core.words import fold

DRAFT = "http://json-schema.org/draft-07/schema#"
ENTRY = "entry"
"""The name of the schema that an entry of any kind fits."""


def schemas(settings: Settings) -> dict[str, dict[str, Any]]:
    """The schemas of all kinds of a library, and `entry`, which fits them all unless a kind has that name."""
    shared = definitions(settings.relations)
    kinds = {kind: _of_kind(kind, settings) for kind in settings.all_kinds}
    found = {ENTRY: _of_any(kinds), **kinds}
    return {kind: copy.deepcopy({**one, "definitions": shared}) for kind, one in found.items()}


def schema(kind: str, settings: Settings) -> dict[str, Any]:
    """The schema of one kind's front matter.

    Args:
        kind: a kind of the library, or `entry` for all of them in one schema.
        settings: the library's settings, which say where fields come from and what relations there are.

    Raises:
        ValueError: the library has no such kind.
    """
    found = schemas(settings)
    if kind not in found:
        message = f"`{kind}` is not a kind of this library; kinds are {', '.join(settings.all_kinds)}"
        raise ValueError(message)
    return found[kind]


def _of_kind(kind: str, settings: Settings) -> Schema:
    model = MODELS.get(kind, Entry)
    tree = _Tree()
    for path, value in _kind_key(kind, settings):
        tree.put(path, value)
    required: list[str] = []
    further: list[Schema] = []
    for field in model_fields(model):
        if field == "relations":
            continue
        origins = settings.sources_of(field)
        places = [origin for origin in origins if _in_front_matter(origin)]
        needed = model.model_fields[field].is_required() and len(places) == len(origins)
        for origin in places:
            tree.put(origin.origin, _value(field, origin, needed=needed))
        if needed and len(places) == 1 and "." not in places[0].origin:
            required.append(places[0].origin)
        elif needed:
            further.append({"anyOf": [_present(origin.origin) for origin in places]})
    for path, value in (*_parts(settings), *_relations(settings)):
        tree.put(path, value)
    return _whole(
        settings.all_kinds[kind].title,
        f"Front matter of an entry of the kind `{kind}`.",
        tree.properties(),
        required,
        allOf=further,
    )


def _of_any(kinds: dict[str, Schema]) -> Schema:
    """What fits one of the kinds: what they share, so that an editor names a fault in it, and then each kind's own."""
    first, *others = kinds.values()
    properties = {
        key: value
        for key, value in first["properties"].items()
        if all(one["properties"].get(key) == value for one in others)
    }
    required = [key for key in first["required"] if all(key in one["required"] for one in others)]
    own = [
        {
            "title": one["title"],
            "properties": {key: value for key, value in one["properties"].items() if key not in properties},
            "required": [key for key in one["required"] if key not in required],
            **({"allOf": one["allOf"]} if "allOf" in one else {}),
        }
        for one in kinds.values()
    ]
    description = f"Front matter of an entry of any kind: {', '.join(kinds)}."
    return _whole("Entry", description, properties, required, anyOf=own)


def _whole(
    title: str, description: str, properties: Schema, required: list[str], **further: list[Schema]
) -> Schema:
    return {
        "$schema": DRAFT,
        "title": title,
        "description": description,
        "type": "object",
        "properties": properties,
        "required": required,
        **{keyword: parts for keyword, parts in further.items() if parts},
        "additionalProperties": True,
    }


class _Tree:
    """Schemas at dotted paths, nested as the mappings are that hold them."""

    def __init__(self) -> None:
        self._values: list[Schema] = []
        self._children: dict[str, _Tree] = {}

    def put(self, path: str, value: Schema) -> None:
        """Say what stands at a path. Of several schemas for one path all must hold."""
        head, _, rest = path.partition(".")
        child = self._children.setdefault(head, _Tree())
        if rest:
            child.put(rest, value)
        elif value not in child._values:
            child._values.append(value)

    def properties(self) -> Schema:
        """The schemas of the keys at the top."""
        return {key: child._schema() for key, child in self._children.items()}

    def _schema(self) -> Schema:
        parts = [*self._values]
        if self._children:
            parts.append(
                {"description": f"Holds {', '.join(self._children)}.", "properties": self.properties()}
            )
        if len(parts) == 1:
            return parts[0]
        return {"description": " ".join(part["description"] for part in parts), "allOf": parts}


def _in_front_matter(origin: FieldSource) -> bool:
    return origin.origin != FOLDER and not origin.origin.startswith((SECTION, CALLOUT))


def _present(path: str) -> Schema:
    """A condition: there is something at a dotted path."""
    head, _, rest = path.partition(".")
    if not rest:
        return {"required": [head]}
    return {"required": [head], "properties": {head: {"type": "object", **_present(rest)}}}


def _value(field: str, origin: FieldSource, *, needed: bool) -> Schema:
    """What a field may be at one of its places."""
    value = FIELDS[field]
    if needed and field == "title":
        value = {**value, **name()}
    return _known_as(field, _mapped(value, origin), origin)


def _known_as(field: str, value: Schema, origin: FieldSource) -> Schema:
    """The value with the field's own name in its description, where its key is another."""
    if origin.origin == field:
        return value
    return {**value, "description": f"{value['description']} Another key for `{field}`."}


def _mapped(value: Schema, origin: FieldSource) -> Schema:
    """The value, or one of the words to which the settings give a meaning; their case and punctuation don't count."""
    if not origin.map:
        return value
    described: Schema = {key: value[key] for key in ("description", "default", "examples") if key in value}
    form = {key: part for key, part in value.items() if key not in described}
    meanings = [f"Means {meaning}." for meaning in origin.map.values()]
    between = r"[\W_]*"
    spelled = (between.join(["", *map(any_case, fold(word)), ""]) for word in origin.map)
    return {
        **described,
        "anyOf": [
            {"enum": [*origin.map], "enumDescriptions": meanings},
            {"type": "string", "pattern": whole(*spelled)},
            *(form["anyOf"] if set(form) == {"anyOf"} else [form]),
        ],
    }


def _parts(settings: Settings) -> Iterator[tuple[str, Schema]]:
    """Parts of the vitality that stand elsewhere than in it."""
    reasoning = (FieldSource.model_validate("vitality_reasoning"),)
    for part, value, builtin in (("assessed", ASSESSED, ()), ("reasoning", REASONING, reasoning)):
        field = f"vitality.{part}"
        for origin in settings.fields.get(field, builtin):
            if _in_front_matter(origin):
                yield origin.origin, _known_as(field, _mapped(value, origin), origin)


def _relations(settings: Settings) -> Iterator[tuple[str, Schema]]:
    """The containers of relations, or the relations themselves where they stand at the top."""
    names = settings.relations
    types = {}
    for kind, reading in settings.relation_types.items():
        shown = (
            f"“{reading.label}” here and “{reading.inverse}” there"
            if reading.inverse
            else f"“{reading.label}”"
        )
        types[kind] = {"description": f"Entries that this one leads to; the pages say {shown}.", **RELATIONS}
    for path in names.containers:
        if path == ".":
            yield from types.items()
        else:
            yield (
                path,
                {
                    "description": "Typed links to other entries, written on one end only.",
                    "type": ["object", "null"],
                    "properties": types,
                    "additionalProperties": False,
                    "examples": [
                        {next(iter(types)): [{names.target[0]: "written-mechanism", names.why[0]: "…"}]}
                    ],
                },
            )


_KIND = "What the entry is; without it, its folder says so."


def _kind_key(kind: str, settings: Settings) -> Iterator[tuple[str, Schema]]:
    """The keys that may say the kind. In `kind` every other word is a fault; another key may mean other things."""
    others = [other for other in settings.all_kinds if other != kind]
    for origin in settings.sources_of("kind"):
        if not _in_front_matter(origin):
            continue
        words, spelled = _spellings([kind], origin)
        cure = f"Write {kind}, or leave the key out."
        if origin.origin == "kind":
            yield (
                "kind",
                {
                    "description": _KIND,
                    "anyOf": [
                        {"enum": words},
                        {
                            "type": ["string", "null"],
                            "pattern": whole(spelled, r"\s*"),
                            "patternErrorMessage": cure,
                        },
                    ],
                },
            )
        else:
            _, elsewhere = _spellings(others, origin)
            yield (
                origin.origin,
                {
                    "description": _KIND,
                    "pattern": f"^(?!{elsewhere}$)",
                    "patternErrorMessage": cure,
                    "examples": words,
                },
            )


def _spellings(kinds: list[str], origin: FieldSource) -> tuple[list[str], str]:
    """The words at a place that mean one of some kinds, and a pattern for them in any spelling."""
    mapped = [word for word, meaning in origin.map.items() if _spelled(meaning) in kinds]
    patterns = ["".join("[-_ ]" if char == "-" else any_case(char) for char in kind) for kind in kinds]
    patterns += [literal(word) for word in mapped]
    return [*kinds, *mapped], rf"\s*(?:{'|'.join(patterns)})\s*"


def _spelled(kind: str) -> str:
    return kind.casefold().replace(" ", "-").replace("_", "-")
