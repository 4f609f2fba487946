"""TT2: fields that are missing, wrong, or said twice in two ways."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from trimtab.core.diagnostics import FILE_START, Edit, Fix, Related, Severity
from trimtab.core.document import Document
from trimtab.core.frontmatter import Items, Mapping, Node, Scalar, span_of
from trimtab.core.library import Library
from trimtab.core.model import Entry, Relation
from trimtab.core.names import Ambiguous, Found
from trimtab.core.namings import qualified
from trimtab.core.settings import Settings
from trimtab.core.text.spelling import SOURCE_KEYS, Keys, known_keys, spelling
from trimtab.rules.claims import other_scales
from trimtab.rules.registry import Finding, faults, library_rule, rule


@rule("TT201", Severity.ERROR)
def missing_field(document: Document, settings: Settings) -> Iterator[Finding]:
    """A field that an entry can't do without isn't there.

    ## Why is this bad?
    An entry without a title, or a level without its number, can't be listed or linked to.

    ## Example
    ```markdown title="levels/delays.md"
    ---
    title: Delays
    summary: How long feedback takes.
    ---
    ```

    ## Use instead
    ```markdown title="levels/delays.md"
    ---
    title: Delays
    summary: How long feedback takes.
    number: 9
    ---
    ```
    """
    yield from faults(document, "missing-field")


@rule("TT202", Severity.ERROR)
def invalid_field(document: Document, settings: Settings) -> Iterator[Finding]:
    """A field has a value that it can't have.

    ## Why is this bad?
    The value is left out, so the page and the search say less than the author meant.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 7
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 3
    ---
    ```
    """
    elsewhere = other_scales(document)
    yield from (found for found in faults(document, "invalid-field") if found.span not in elsewhere)


@rule("TT203", Severity.WARNING)
def contradicting_field(document: Document, settings: Settings) -> Iterator[Finding]:
    """Two places that give the same field disagree.

    ## Why is this bad?
    Readers see one value at the head of the page and another in its text, and can't tell which is meant.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 1
    ---

    > [!NOTE] Confidence Rating: ★★★ (High)
    > Seen in many places.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 3
    ---

    > [!NOTE] Confidence Rating: ★★★ (High)
    > Seen in many places.
    ```
    """
    elsewhere = other_scales(document)
    for found in faults(document, "contradicting-field"):
        if elsewhere.isdisjoint([found.span, *(place.span for place in found.related)]):
            yield found


@rule("TT204", Severity.WARNING)
def misspelt_key(document: Document, settings: Settings) -> Iterator[Finding]:
    """A key that no field claims is spelt almost like one that exists.

    Keys of the front matter and of its `sources` are looked at; relations, and other records, have rules of their own.

    ## Why is this bad?
    Unknown keys are kept but not used, so a misspelt one is silently without effect.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidance: 2
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 2
    ---
    ```
    """
    if document.entry is None:
        return
    root = document.front.root
    extra = [name for name in document.gathered.extra if name in root.keys]
    if extra:
        known = known_keys(settings, document.entry.kind)
        for name in extra:
            yield from _misspelt(document, root, name, known)
    sources = document.gathered.nodes.get("sources")
    for item in sources.items if isinstance(sources, Items) else (sources,):
        if isinstance(item, Mapping):
            for name in item.keys:
                if name not in SOURCE_KEYS:
                    yield from _misspelt(document, item, name, SOURCE_KEYS)


def _misspelt(document: Document, mapping: Mapping, name: str, known: Keys) -> Iterator[Finding]:
    meant = spelling(name, known)
    if meant is not None:
        key = mapping.keys[name]
        yield Finding(
            document,
            span_of(document.source, key),
            f"`{name}` is not a key that Trimtab knows.",
            _did_you_mean(meant.keys),
            fix=_renamed(document, mapping, key, meant.keys, safe=meant.certain, known=known),
        )


def _did_you_mean(keys: tuple[str, ...]) -> str:
    return f"Did you mean {' or '.join(f'`{key}`' for key in keys)}?"


def _renamed(
    document: Document, mapping: Mapping, key: Scalar, better: tuple[str, ...], *, safe: bool, known: Keys
) -> Fix | None:
    """The cure that writes the key that is meant, where only one can be and it isn't there already."""
    text = document.source.text[key.start : key.end]
    name, fields = better[0], known[better[0]]
    if len(better) > 1 or name in mapping.values or text.strip("\"'") != key.text:
        return None
    if mapping is document.front.root and not document.gathered.nodes.keys().isdisjoint(fields):
        safe = False  # Something else gives the field now.
    return Fix((Edit(document.source.span(key.start, key.end), name),), safe=safe, fields=(*fields, key.text))


@rule("TT205", Severity.WARNING)
def unknown_key(document: Document, settings: Settings) -> Iterator[Finding]:
    """A relation has a key that relations don't have.

    ## Why is this bad?
    What it says reaches neither the page nor any export.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [{to: "planned:mechanism", becuase: Nothing to judge without one.}]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [{to: "planned:mechanism", why: Nothing to judge without one.}]
    ---
    ```
    """
    names = settings.relations
    known: Keys = dict.fromkeys((*names.target, *names.why, *names.weight), ("relations",))
    for found in faults(document, "unknown-key"):
        item, key = _key_at(document.front.root, document.source.offset(found.span.start))
        meant = spelling(key.text, known)
        if meant is None:
            yield found
        else:
            fix = _renamed(document, item, key, meant.keys, safe=False, known=known)
            yield replace(found, help=_did_you_mean(meant.keys), fix=fix)


def _key_at(mapping: Mapping, at: int) -> tuple[Mapping, Scalar]:
    """The key that begins at an offset, which one does, and the mapping that has it."""
    nodes: list[Node] = [mapping]
    while True:
        node = nodes.pop()
        if isinstance(node, Mapping):
            for key in node.keys.values():
                if key.start == at:
                    return node, key
            nodes += node.values.values()
        elif isinstance(node, Items):
            nodes += node.items


@rule("TT206", Severity.WARNING)
def missing_summary(document: Document, settings: Settings) -> Iterator[Finding]:
    """An entry has no summary.

    ## Why is this bad?
    Lists, search results and previews show the summary; without one they show the first words of the body.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked, and decide.
    ---
    ```
    """
    if document.entry is not None and not document.entry.summary and document.front.root.values:
        span = document.span("title") if "title" in document.gathered.nodes else FILE_START
        yield Finding(
            document,
            span,
            "The entry has no summary.",
            "Add `summary: ...`, one or two sentences that say what it is.",
        )


@rule("TT207", Severity.WARNING)
def contradicting_slug(document: Document, settings: Settings) -> Iterator[Finding]:
    """The key `slug` and the file's name disagree.

    ## Why is this bad?
    The file's name is the entry's identity and address; a link that uses the other slug leads nowhere.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    slug: short-checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    slug: checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```
    """
    yield from faults(document, "contradicting-slug")


@rule("TT208", Severity.WARNING)
def aliases_as_text(document: Document, settings: Settings) -> Iterator[Finding]:
    """Several aliases are written as one text. So are tags, archetypes, mental models or earlier slugs.

    ## Why is this bad?
    The whole text, with its commas, is taken for one name, which nobody will ever look for.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    aliases: Short Checkpoint, Early Review
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    aliases: [Short Checkpoint, Early Review]
    ---
    ```
    """
    if document.entry is None:
        return
    for name in _LISTS:
        node, key = document.gathered.nodes.get(name), document.gathered.keys.get(name)
        if isinstance(node, Scalar) and key is not None:
            parts = listed(node.text)
            if len(parts) > 1:
                written = f"[{', '.join(map(_item, parts))}]"
                whole = f", or `[{_quoted(' '.join(node.text.split()))}]` if it is one"
                yield Finding(
                    document,
                    span_of(document.source, node),
                    f"`{key.text}` is one text here, not a list of {len(parts)}.",
                    f"Write `{written}`{whole if name == 'aliases' else ''}.",
                    fix=_as_list(document, name, node, written),
                )


_LISTS = ("aliases", "archetypes", "mental_models", "redirect_from", "tags")
_CONJUNCTION = re.compile(r"\b(?:and|or)\b|&", re.IGNORECASE)
_PLAIN_WORDS = re.compile(r"[^\W\d_][\w'’.()&/+-]*(?: [\w'’.()&/+-]+)*")
_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
"""Words that YAML 1.1 takes for something else: https://yaml.org/type/bool.html, https://yaml.org/type/null.html"""


def _as_list(document: Document, name: str, node: Scalar, written: str) -> Fix | None:
    """The cure that makes a text a list, unless a YAML anchor lets other keys share it."""
    typed = document.source.text[node.start : node.end].rstrip()
    if typed[:1] in "&!*" or not written.isprintable():
        return None
    plain = " ".join(typed.split()) == " ".join(node.text.split())
    phrase = name == "aliases" and _CONJUNCTION.search(node.text) is not None
    span = document.source.span(node.start, node.start + len(typed))
    return Fix((Edit(span, written),), safe=plain and not phrase, fields=(name,))


def listed(text: str) -> tuple[str, ...]:
    """What a text lists: what stands between its semicolons or, if it has none, between its commas."""
    parts = text.split(";" if ";" in text else ",")
    return tuple(filter(None, (" ".join(part.split()) for part in parts)))


def _item(text: str) -> str:
    """A text as an item of a YAML list in brackets, quoted unless any reader takes it for text as it is."""
    plain = _PLAIN_WORDS.fullmatch(text) and text.casefold() not in _NOT_TEXT
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@library_rule("TT212", Severity.WARNING)
def contradicting_target(library: Library) -> Iterator[Finding]:
    """A relation names its target twice, by different keys, and they don't mean the same entry.

    ## Why is this bad?
    One of the two is wrong. The key that settings name first counts, whether it is the right one or not.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [{slug: mechanism, id: p-17}]
    ---
    ```
    ```markdown title="mechanism.md"
    ---
    id: p-12
    title: Written Mechanism
    summary: Say why a change should work.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [{slug: mechanism}]
    ---
    ```
    ```markdown title="mechanism.md"
    ---
    id: p-12
    title: Written Mechanism
    summary: Say why a change should work.
    ---
    ```
    """
    for entry in library.entries:
        for index, relation in enumerate(entry.relations):
            if relation.otherwise:
                yield from _contradictions(library, entry, index, relation)


def _contradictions(library: Library, entry: Entry, index: int, relation: Relation) -> Iterator[Finding]:
    meant = _meaning(library, relation.to)
    if len(meant) != 1:
        return  # What is unknown or ambiguous is said by the rules about links.
    (target,) = meant
    document = library.document_of(entry)
    for at, (key, name) in enumerate(relation.otherwise):
        others = _meaning(library, name)
        if target in others or (not others and key == "id" and not target.id):
            continue
        other = f", but “{others[0].title}” ({others[0].path})" if others else ""
        yield Finding(
            document,
            document.span("relations", index, "otherwise", at, 1),
            f"`{key}: {name}` doesn't mean “{target.title}” ({target.path}), as `{relation.to}` does{other}.",
            "Keep the one that is right.",
            tuple(
                Related(one.path, library.document_of(one).span("title"), f"is what `{typed}` names")
                for typed, one in ((relation.to, target), *((name, one) for one in others))
            ),
        )


def _meaning(library: Library, name: str) -> tuple[Entry, ...]:
    """The entries that a name could mean."""
    kind, rest = qualified(name)
    meant = library.resolve_name(rest, kind)
    return (
        (meant.entry,)
        if isinstance(meant, Found)
        else meant.candidates
        if isinstance(meant, Ambiguous)
        else ()
    )
