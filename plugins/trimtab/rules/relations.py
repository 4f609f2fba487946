"""TT7: relations between entries."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from rapidfuzz import fuzz, process

from trimtab.core import frontmatter
from trimtab.core.diagnostics import Edit, Fix, Related, Severity, Span
from trimtab.core.document import Document
from trimtab.core.frontmatter import Items, Node
from trimtab.core.library import Library, Link
from trimtab.core.namings import Via
from trimtab.core.settings import RelationType, Settings
from trimtab.core.source import Source
from trimtab.core.yaml_edits import without_item
from trimtab.rules.registry import Finding, faults, library_rule, rule


@rule("TT701", Severity.WARNING)
def unknown_relation_type(document: Document, settings: Settings) -> Iterator[Finding]:
    """A relation has a type that the library doesn't know.

    ## Why is this bad?
    The relation has no name to be shown under and no inverse, so it is left out.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      needs: ["planned:mechanism"]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: ["planned:mechanism"]
    ---
    ```
    """
    for found in faults(document, "unknown-relation-type"):
        typed = document.line(found.span.start.line)[found.span.start.column - 1 : found.span.end.column - 1]
        near = process.extractOne(typed, list(settings.relation_types), scorer=fuzz.ratio, score_cutoff=75)
        if near is None:
            yield found
        else:
            fix = Fix((Edit(found.span, near[0]),), safe=False, fields=("relations",))
            yield Finding(document, found.span, found.message, f"Did you mean `{near[0]}`?", fix=fix)


@library_rule("TT702", Severity.WARNING)
def self_relation(library: Library) -> Iterator[Finding]:
    """An entry is related to itself.

    ## Why is this bad?
    The relation says nothing, and is mostly a slip for another entry.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [checkpoint]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: ["planned:mechanism"]
    ---
    ```
    """
    for link in _relations(library):
        if link.target is link.document.entry:
            yield Finding(
                link.document,
                link.span,
                f"`{link.relation}` relates the entry to itself.",
                "Name the entry that you mean, or remove the relation.",
            )


@library_rule("TT703", Severity.ERROR)
def contradicting_relation(library: Library) -> Iterator[Finding]:
    """Two entries are each said to be the more general one.

    The same holds for any type that has an `inverse_type` and is `acyclic`.

    ## Why is this bad?
    Only one of the two can be true. Readers who follow the relation go back and forth between the pages.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      specializes_to: [review]
    ---
    ```
    ```markdown title="review.md"
    ---
    title: Review
    summary: Look at the work together.
    relations:
      specializes_to: [checkpoint]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```
    ```markdown title="review.md"
    ---
    title: Review
    summary: Look at the work together.
    relations:
      specializes_to: [checkpoint]
    ---
    ```
    """
    types = library.settings.relation_types
    seen: dict[tuple[str, str, str], Link] = {}
    for link in _relations(library):
        kind = types[link.relation]
        name, source, target = _step(link, kind)
        if source == target or not kind.acyclic or kind.inverse_type is None:
            continue
        seen.setdefault((name, source, target), link)
        other = seen.get((name, target, source))
        if other is not None:
            yield Finding(
                link.document,
                link.span,
                f"`{link.relation}` contradicts `{other.relation}` in {other.document.path}: "
                f"“{_title(link)}” and “{_title(other)}” can't each be the more general one.",
                "Keep the one that is true.",
                (_related(other, "says the opposite"),),
            )


@library_rule("TT704", Severity.ERROR)
def relation_cycle(library: Library) -> Iterator[Finding]:
    """Entries require one another in a circle.

    The same holds for the other types that are `acyclic`, such as `part_of`.

    ## Why is this bad?
    Whoever wants to begin with one of them must have the others first, and so can begin with none.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [mechanism]
    ---
    ```
    ```markdown title="mechanism.md"
    ---
    title: Mechanism
    summary: Say why a change should work.
    relations:
      requires: [decision-log]
    ---
    ```
    ```markdown title="decision-log.md"
    ---
    title: Decision Log
    summary: Write decisions down.
    relations:
      requires: [checkpoint]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [mechanism]
    ---
    ```
    ```markdown title="mechanism.md"
    ---
    title: Mechanism
    summary: Say why a change should work.
    relations:
      requires: [decision-log]
    ---
    ```
    ```markdown title="decision-log.md"
    ---
    title: Decision Log
    summary: Write decisions down.
    relations:
      enables: [checkpoint]
    ---
    ```
    """
    types = library.settings.relation_types
    steps: dict[str, dict[str, dict[str, Link]]] = defaultdict(lambda: defaultdict(dict))
    for link in _relations(library):
        kind = types[link.relation]
        name, source, target = _step(link, kind)
        if kind.acyclic and source != target:
            steps[name][source].setdefault(target, link)
    for name in sorted(steps):
        paired = types[name].inverse_type is not None
        for circle in _circles(steps[name]):
            if not (paired and len(circle) == 2):  # Said by contradicting-relation.
                yield _circle(library, name, circle, steps[name])


def _step(link: Link, kind: RelationType) -> tuple[str, str, str]:
    """A relation as one of the two types that say the same from its ends: its name, from where, to where."""
    source, target = _ends(link)
    name = min(link.relation, kind.inverse_type or link.relation)
    return (name, source, target) if name == link.relation else (name, target, source)


def _circle(
    library: Library, name: str, circle: list[str], steps: Mapping[str, Mapping[str, Link]]
) -> Finding:
    way = [library.by_path[path].title for path in (*circle, circle[0])]
    links = [steps[here][there] for here, there in pairwise((*circle, circle[0]))]
    first, *others = sorted(links, key=lambda link: (link.document.path != circle[0], links.index(link)))
    return Finding(
        first.document,
        first.span,
        f"`{name}` leads in a circle: {' → '.join(f'“{title}”' for title in way)}.",
        "Take out the step that isn't really needed.",
        tuple(_related(link, f"is the step to “{_title(link)}”") for link in others),
    )


def _circles(steps: Mapping[str, Mapping[str, Link]]) -> Iterator[list[str]]:
    """The shortest circle through each entry that lies on one, unless a circle before it went through it.

    A circle is the entries that it goes through, in the order of its steps.
    """
    told: set[str] = set()
    for start in sorted(_left(steps)):
        if start not in told:
            circle = _shortest(steps, start)
            told.update(circle)
            if circle:
                yield circle


def _left(steps: Mapping[str, Mapping[str, Link]]) -> set[str]:
    """What is left of the entries when all that lead nowhere, or come from nowhere, are taken out again and again."""
    left = set(steps)
    while True:
        reached = {target for source in left for target in steps[source]}
        kept = {source for source in left if source in reached and left.intersection(steps[source])}
        if kept == left:
            return left
        left = kept


def _shortest(steps: Mapping[str, Mapping[str, Link]], start: str) -> list[str]:
    """The entries on the shortest way from one back to it, which comes first; none where there is no way."""
    before: dict[str, str] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for target in steps.get(here, ()):
            if target == start:
                way = [here]
                while way[0] != start:
                    way.insert(0, before[way[0]])
                return way
            if target not in before:
                before[target] = here
                queue.append(target)
    return []


@library_rule("TT705", Severity.WARNING)
def repeated_relation(library: Library) -> Iterator[Finding]:
    """An entry has the same relation to another twice.

    ## Why is this bad?
    Only one of the two is shown, and their reasons or weights may differ.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [mechanism, Mechanism]
    ---
    ```
    ```markdown title="mechanism.md"
    ---
    title: Mechanism
    summary: Say why a change should work.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      requires: [mechanism]
    ---
    ```
    ```markdown title="mechanism.md"
    ---
    title: Mechanism
    summary: Say why a change should work.
    ---
    ```
    """
    seen: dict[tuple[str, str, str], Link] = {}
    for link in library.links:
        if link.via is not Via.RELATION or (link.target is None and link.elsewhere is None):
            continue
        first = seen.setdefault((link.relation, *_ends(link)), link)
        if first is not link:
            loses = (link.why, link.weight) not in (("", None), (first.why, first.weight))
            yield Finding(
                link.document,
                link.span,
                f"`{link.relation}` names “{_title(link)}” a second time.",
                "Keep one of the two.",
                (_related(first, "names it first"),),
                None if loses else _removal(link, library.settings),
            )


@library_rule("TT706", Severity.WARNING)
def typed_inverse(library: Library) -> Iterator[Finding]:
    """A relation is written at both of its ends.

    ## Why is this bad?
    The other end shows a relation by itself. What is written twice sooner or later disagrees.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      complementary: [{to: decision-log, why: The log says what was expected.}]
    ---
    ```
    ```markdown title="decision-log.md"
    ---
    title: Decision Log
    summary: Write decisions down.
    relations:
      complementary: [checkpoint]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      complementary: [{to: decision-log, why: The log says what was expected.}]
    ---
    ```
    ```markdown title="decision-log.md"
    ---
    title: Decision Log
    summary: Write decisions down.
    ---
    ```
    """
    for first, second in _both_ends(library):
        if _agree(first, second):
            poorer = min((second, first), key=lambda link: (link.weight is not None) + bool(link.why))
            other = first if poorer is second else second
            yield Finding(
                poorer.document,
                poorer.span,
                f"`{poorer.relation}` repeats `{other.relation}` in {other.document.path}.",
                "Remove it here: the page shows it all the same.",
                (_related(other, "says the same from the other end"),),
                _removal(poorer, library.settings),
            )


@library_rule("TT707", Severity.WARNING)
def disagreeing_inverse(library: Library) -> Iterator[Finding]:
    """A relation is written at both of its ends, with different weights or reasons.

    ## Why is this bad?
    Each page shows its own, and readers can't tell which is meant.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      complementary: [{to: decision-log, weight: 0.9}]
    ---
    ```
    ```markdown title="decision-log.md"
    ---
    title: Decision Log
    summary: Write decisions down.
    relations:
      complementary: [{to: checkpoint, weight: 0.5}]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    relations:
      complementary: [{to: decision-log, weight: 0.9}]
    ---
    ```
    ```markdown title="decision-log.md"
    ---
    title: Decision Log
    summary: Write decisions down.
    ---
    ```
    """
    for first, second in _both_ends(library):
        if _agree(first, second):
            continue
        differ = (
            f"the weight is {second.weight:g} here and {first.weight:g} there"
            if second.weight is not None and first.weight is not None and second.weight != first.weight
            else "each gives a reason of its own"
        )
        yield Finding(
            second.document,
            second.span,
            f"`{second.relation}` disagrees with `{first.relation}` in {first.document.path}: {differ}.",
            "Keep one of the two; the other page shows it by itself.",
            (_related(first, "is the other end"),),
        )


def _both_ends(library: Library) -> tuple[tuple[Link, Link], ...]:
    """Relations that say the same from two ends: the one whose file comes first, then the other."""
    return library.once("both ends", lambda: tuple(_find_both_ends(library)))


def _find_both_ends(library: Library) -> Iterator[tuple[Link, Link]]:
    types = library.settings.relation_types
    seen: dict[tuple[str, str, str], Link] = {}
    for link in _relations(library):
        source, target = _ends(link)
        kind = types[link.relation]
        inverse = link.relation if kind.inverse is None else kind.inverse_type
        if source == target or inverse is None:
            continue
        known = (link.relation, source, target) in seen
        seen.setdefault((link.relation, source, target), link)
        other = seen.get((inverse, target, source))
        if other is not None and not known:
            yield other, link


def _agree(first: Link, second: Link) -> bool:
    """Whether one of two ends says nothing that the other doesn't."""
    weights, whys = {first.weight, second.weight} - {None}, {first.why, second.why} - {""}
    apart = (bool(first.why) > bool(second.why) and first.weight is None and second.weight is not None) or (
        bool(second.why) > bool(first.why) and second.weight is None and first.weight is not None
    )
    return len(weights) <= 1 and len(whys) <= 1 and not apart


def _relations(library: Library) -> Iterable[Link]:
    """The relations whose target is there."""
    return library.once(
        "relations",
        lambda: [link for link in library.links if link.via is Via.RELATION and link.target is not None],
    )


def _ends(link: Link) -> tuple[str, str]:
    there = link.elsewhere
    if there is not None:
        return link.document.path, f"{there.library.prefix}:{there.slug}"
    return link.document.path, link.target.path if link.target else ""


def _title(link: Link) -> str:
    target = link.target or (link.elsewhere.entry if link.elsewhere else None)
    return target.title if target else link.name


def _related(link: Link, message: str) -> Related:
    return Related(link.document.path, link.span, message)


def _removal(link: Link, settings: Settings) -> Fix | None:
    """The fix that takes a relation out of its list, where that leaves everything else as it is."""
    document, relation, span = link.document, link.relation, link.span
    return document.once(
        ("removal", relation, span), lambda: _removal_from(document, relation, span, settings)
    )


def _removal_from(document: Document, relation: str, span: Span, settings: Settings) -> Fix | None:
    source, root = document.source, document.front.root
    for container in settings.relations.containers:
        path = relation if container == "." else f"{container}.{relation}"
        hit = frontmatter.find(root, path)
        if hit is not None and isinstance(hit[1], Items):
            for item in hit[1].items:
                if _holds(source, item, span):
                    edit = without_item(source, hit[1], item)
                    return None if edit is None else Fix((edit,), fields=("relations",))
    return None


def _holds(source: Source, item: Node, span: Span) -> bool:
    whole = source.span(item.start, item.end)
    return whole.start <= span.start and span.end <= whole.end
