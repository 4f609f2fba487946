"""TT8: what entries claim: confidence, vitality, levels, and what they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from trimtab.core.calendar import months_between, today
from trimtab.core.diagnostics import Related, Severity, Span
from trimtab.core.document import Document
from trimtab.core.frontmatter import Mapping, Node, Scalar, span_of
from trimtab.core.judging import (
    is_stale,
    other_confidence_scale,
    other_vitality_scale,
    supported_confidence,
)
from trimtab.core.library import Library
from trimtab.core.model import MODELS, Archetype, Entry, Pattern, Vitality
from trimtab.core.names import Found
from trimtab.core.settings import Settings
from trimtab.core.words import fold
from trimtab.rules.registry import Finding, library_rule, rule


@library_rule("TT801", Severity.WARNING)
def unsupported_confidence(library: Library) -> Iterator[Finding]:
    """Confidence is higher than the evidence allows.

    Without evidence, or with evidence that names no source, it can be 1; with a source 2; with two different sources 3.
    A library in which no entry lists evidence is left alone.

    ## Why is this bad?
    Readers take the stars for a judgement. Without something to look up they are a wish.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 3
    evidence:
      - {what: Teams stopped sooner., where: Three firms, source: "https://example.org/study"}
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 2
    evidence:
      - {what: Teams stopped sooner., where: Three firms, source: "https://example.org/study"}
    ---
    ```
    """
    if not any(entry.evidence for entry in library.entries):
        return
    for entry in library.current:
        allowed = supported_confidence(entry.evidence)
        if entry.confidence is not None and entry.confidence > allowed:
            grounds = "evidence without a source" if entry.evidence else "no evidence"
            document = library.document_of(entry)
            yield Finding(
                document,
                document.span("confidence"),
                f"Confidence {entry.confidence} rests on {grounds if allowed == 1 else 'one source'}, "
                f"which allows {allowed}.",
                "Add evidence with a source of its own, or lower the confidence.",
            )


@library_rule("TT802", Severity.WARNING)
def unreasoned_vitality(library: Library) -> Iterator[Finding]:
    """A vitality comes without a reason.

    A library in which no vitality has one is left alone: its dialect has no place for it.

    ## Why is this bad?
    The number pretends to be a measurement. Only the sentences behind it can be weighed, and disputed.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    vitality: 4.1
    ---
    ```
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    vitality: {score: 3.2, reasoning: It holds as long as somebody keeps the list.}
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    vitality: {score: 4.1, reasoning: People shorten other waits after it.}
    ---
    ```
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    vitality: {score: 3.2, reasoning: It holds as long as somebody keeps the list.}
    ---
    ```
    """
    marked = tuple(_marked(library))
    if any(vitality.reasoning for _, vitality in marked):
        for entry, vitality in marked:
            if not vitality.reasoning:
                document = library.document_of(entry)
                yield Finding(
                    document,
                    document.span("vitality"),
                    f"Nothing says why the vitality is {vitality.score}.",
                    "Add `reasoning: ...`, one or two sentences.",
                )


@library_rule("TT803", Severity.WARNING)
def undated_vitality(library: Library) -> Iterator[Finding]:
    """A vitality comes without the day on which it was judged.

    A library in which no vitality has one is left alone: its dialect has no place for it.

    ## Why is this bad?
    Settings change, and the older a judgement is, the less it weighs. Without a day nobody knows when to look again.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    vitality: 4.1
    ---
    ```
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    vitality: {score: 3.2, assessed: 2026-03-01}
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    vitality: {score: 4.1, assessed: 2026-03-01}
    ---
    ```
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    vitality: {score: 3.2, assessed: 2026-03-01}
    ---
    ```
    """
    marked = tuple(_marked(library))
    if any(vitality.assessed for _, vitality in marked):
        for entry, vitality in marked:
            if not vitality.assessed:
                document = library.document_of(entry)
                yield Finding(
                    document,
                    document.span("vitality"),
                    f"Nothing says when the vitality {vitality.score} was judged.",
                    "Add `assessed:` with the day, as year-month-day: 2026-03-01.",
                )


@library_rule("TT804", Severity.WARNING)
def stale_vitality(library: Library) -> Iterator[Finding]:
    """A vitality was judged more than eighteen months ago, or on a day that is yet to come.

    The day on which the check runs counts, or the one that `SOURCE_DATE_EPOCH` names.

    ## Why is this bad?
    The place has changed since, and what was full of life may be a habit by now.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    vitality: {score: 4.1, assessed: 2019-03-01}
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    vitality: {score: 3.4, assessed: 2026-03-01}
    ---
    ```
    """
    day = today()
    for entry, vitality in _marked(library):
        assessed = vitality.assessed
        if assessed is None:
            continue
        if (assessed - day).days > 1:  # Where it is a day later than here, it may be tomorrow already.
            message = f"The vitality was judged on {assessed.isoformat()}, which is yet to come."
            cure = "Write the day on which it was judged, as year-month-day."
        elif is_stale(assessed, day):
            more = "" if assessed.day == day.day else "more than "
            months = months_between(assessed, day)
            message = f"The vitality was judged on {assessed.isoformat()}, {more}{months} months ago."
            cure = "Judge it anew, and write the day."
        else:
            continue
        document = library.document_of(entry)
        yield Finding(document, document.span("vitality", "assessed"), message, cure)


@library_rule("TT805", Severity.WARNING)
def uniform_vitality(library: Library) -> Iterator[Finding]:
    """More than two in five entries have one and the same vitality. It is said once for the library.

    Only entries that have a vitality are counted, and only where there are twenty of them.

    ## Why is this bad?
    A mark that nearly everything has tells nobody anything. It was probably given by default, or by rote.

    ## Example
    Nine of twenty entries have the vitality of this one.

    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    vitality: 3.5
    ---
    ```

    ## Use instead
    Each is judged by itself.

    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    vitality: 4.1
    ---
    ```
    """
    marked = tuple(_marked(library))
    scores = Counter(vitality.score for _, vitality in marked)
    score, count = scores.most_common(1)[0] if scores else (0.0, 0)
    if len(marked) < _ENOUGH or count <= _TOO_MANY * len(marked):
        return
    first, *others = (entry for entry, vitality in marked if vitality.score == score)
    document = library.document_of(first)
    yield Finding(
        document,
        document.span("vitality"),
        f"Vitality {score} stands in {count} of {len(marked)} entries ({100 * count / len(marked):.0f} %).",
        "Judge each by itself, and leave the mark out where nobody has.",
        tuple(
            Related(entry.path, library.document_of(entry).span("vitality"), "has it too")
            for entry in others[:_NAMED]
        ),
    )


_ENOUGH = 20
_TOO_MANY = 0.4
_NAMED = 3
"""How many others a finding of the library names."""


@rule("TT806", Severity.WARNING)
def wrong_scale(document: Document, settings: Settings) -> Iterator[Finding]:
    """A confidence or a vitality is on another scale.

    It is looked for under the field's own key and, where that isn't there, under keys such as `confidence_score`.

    ## Why is this bad?
    Confidence goes from 1 to 3, vitality from 0 to 5. What is on another scale can't be compared, and isn't shown.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    confidence: 70%
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
    for claim in (*_claims(document), *_claims_beside(document)):
        yield Finding(
            document,
            claim.span,
            f"`{claim.typed}` seems to be {claim.scale}; {_OURS[claim.field]}.",
            _CURES[claim.field],
        )


class _Claim(NamedTuple):
    """A value that is on another scale."""

    field: str
    typed: str
    """The value, with its key where that isn't the field's own."""
    scale: str
    span: Span


_SCALES = {"confidence": other_confidence_scale, "vitality": other_vitality_scale}
_OURS = {"confidence": "confidence goes from 1 to 3", "vitality": "vitality goes from 0.0 to 5.0"}
_CURES = {
    "confidence": "Write `confidence: 1`, 2 or 3 (★ low, ★★ medium, ★★★ high).",
    "vitality": "Write `vitality:` with a number from 0.0 to 5.0.",
}
_BESIDE = {
    fold(f"{field}_{kind}"): field
    for field in _SCALES
    for kind in ("score", "level", "rating", "value", "percent", "percentage")
}
"""Keys by which other libraries give these fields."""


def other_scales(document: Document) -> frozenset[Span]:
    """The places of fields whose values are on another scale, which is all there is to say about them."""
    return frozenset(claim.span for claim in _claims(document))


def _claims(document: Document) -> Iterator[_Claim]:
    for field in _SCALES:
        node = document.gathered.nodes.get(field)
        score = node.values.get("score") if isinstance(node, Mapping) else node
        yield from _claim(document, field, score, "")


def _claims_beside(document: Document) -> Iterator[_Claim]:
    """Values under keys that no field claims, for fields that nothing else gives."""
    for key in document.gathered.extra:
        field = _BESIDE.get(fold(key))
        if field is not None and field not in document.gathered.nodes:
            yield from _claim(document, field, document.front.root.values.get(key), f"{key}: ")


def _claim(document: Document, field: str, node: Node | None, key: str) -> Iterator[_Claim]:
    scale = _SCALES[field](node.text) if isinstance(node, Scalar) else ""
    if isinstance(node, Scalar) and scale:
        yield _Claim(field, f"{key}{node.text.strip()}", scale, span_of(document.source, node))


@library_rule("TT807", Severity.WARNING)
def unexplained_level(library: Library) -> Iterator[Finding]:
    """A pattern acts at a level that isn't known to help with its archetype, and doesn't say why.

    Its first level isn't among the archetype's `levels_that_help`, or is among its `levels_that_worsen`.

    ## Why is this bad?
    Either the level is a slip, or the pattern knows something that its readers need to hear.

    ## Example
    ```markdown title="shorter-lanes.md"
    ---
    title: Shorter Lanes
    summary: Give the queue less room.
    level: 12
    archetypes: [limits-to-growth]
    ---
    ```
    ```markdown title="archetypes/limits-to-growth.md"
    ---
    title: Limits to Growth
    summary: What drives growth meets what slows it.
    levels_that_help: [10, 8]
    levels_that_worsen: [12]
    ---
    ```

    ## Use instead
    ```markdown title="shorter-lanes.md"
    ---
    title: Shorter Lanes
    summary: Give the queue less room.
    level: 12
    level_why: The limit can't be lifted this year, and less room shows it sooner.
    archetypes: [limits-to-growth]
    ---
    ```
    ```markdown title="archetypes/limits-to-growth.md"
    ---
    title: Limits to Growth
    summary: What drives growth meets what slows it.
    levels_that_help: [10, 8]
    levels_that_worsen: [12]
    ---
    ```
    """
    for entry in library.current:
        patterned = isinstance(entry, Pattern) or entry.kind not in MODELS
        if patterned and entry.levels and entry.archetypes and not entry.level_why:
            level = entry.levels[0]
            archetypes = tuple(_archetypes(library, entry))
            worse = [one for one in archetypes if level in one.levels_that_worsen]
            strange = [
                one
                for one in archetypes
                if one not in worse and one.levels_that_help and level not in one.levels_that_help
            ]
            if worse or strange:
                yield _unexplained(library, entry, worse, strange)


def _archetypes(library: Library, entry: Entry) -> Iterator[Archetype]:
    """The archetypes that an entry names, each once."""
    found = {}
    for name in entry.archetypes:
        meant = library.resolve_name(name, "archetype")
        if isinstance(meant, Found) and isinstance(meant.entry, Archetype):
            found[meant.entry.path] = meant.entry
    yield from found.values()


def _unexplained(library: Library, entry: Entry, worse: list[Archetype], strange: list[Archetype]) -> Finding:
    says = [
        f"{verb} {' and '.join(f'“{one.title}”' for one in some)}"
        for verb, some in (("worsens", worse), ("isn't known to help with", strange))
        if some
    ]
    document = library.document_of(entry)
    return Finding(
        document,
        document.span("levels"),
        f"Level {entry.levels[0]} {', and '.join(says)}, and nothing says why the pattern acts there.",
        "Add `level_why: ...`, one sentence, or choose another level.",
        tuple(
            Related(one.path, library.document_of(one).span(field), "says which levels do")
            for field, some in (("levels_that_worsen", worse), ("levels_that_help", strange))
            for one in some
        ),
    )


def _marked(library: Library) -> Iterator[tuple[Entry, Vitality]]:
    """The entries that have a vitality, with it."""
    for entry in library.current:
        if entry.vitality is not None:
            yield entry, entry.vitality
