"""TT4: slugs and names that can't be told apart, or can't be addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from trimtab.core.diagnostics import FILE_START, Related, Severity, Span
from trimtab.core.document import Document
from trimtab.core.frontmatter import Scalar
from trimtab.core.library import Library
from trimtab.core.likeness import Ground, Likeness
from trimtab.core.model import Entry, LevelEntry, Status
from trimtab.core.routes import Claim, Contest, Routes, earlier_path, is_slug
from trimtab.core.settings import RESERVED_SLUGS, Settings
from trimtab.core.text.characters import name_of
from trimtab.core.text.lookalikes import odd, skeleton
from trimtab.core.words import anchor_of, fold
from trimtab.rules.namesakes import Name, address, names_of, shared_names
from trimtab.rules.registry import Finding, library_rule, rule


@library_rule("TT401", Severity.ERROR)
def duplicate_slug(library: Library) -> Iterator[Finding]:
    """Two entries of one kind have the same slug.

    ## Why is this bad?
    A slug is an entry's identity. Names that use it can't tell the two apart.

    ## Example
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    ---
    ```
    ```markdown title="cases/rota.md"
    ---
    title: The Rota Nobody Kept
    kind: pattern
    summary: How a rota fell apart.
    ---
    ```

    ## Use instead
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    ---
    ```
    ```markdown title="cases/rota-nobody-kept.md"
    ---
    title: The Rota Nobody Kept
    kind: pattern
    summary: How a rota fell apart.
    ---
    ```
    """
    seen: dict[tuple[str, str], Entry] = {}
    for entry in library.entries:
        first = seen.setdefault((entry.kind, address(entry.slug)), entry)
        if first is not entry:
            yield Finding(
                library.document_of(entry),
                FILE_START,
                f"The slug `{entry.slug}` is taken by `{first.path}`.",
                "Rename one of the files.",
                (Related(first.path, FILE_START, "has the same slug"),),
            )


@library_rule("TT402", Severity.WARNING)
def duplicate_alias(library: Library) -> Iterator[Finding]:
    """Several entries of one kind have the same alias.

    ## Why is this bad?
    The name links to none of them, and readers who search for it find entries that seem to be one.

    ## Example
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    aliases: [Weekly Review]
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    aliases: [Weekly review]
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    aliases: [Weekly Review]
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    ---
    ```
    """
    for shared in shared_names(library):
        if not shared.owners:
            first, second, *_ = shared.claimants
            more = len(shared.claimants) - 2
            others = f" and of {more} more {'entries' if more > 1 else 'entry'}" if more else ""
            yield Finding(
                library.document_of(second.entry),
                second.span(library),
                f"“{second.text}” is also an alias of {first.whose}{others}.",
                "Keep it on the entry that readers would expect.",
                tuple(
                    one.related(library, "has the same alias")
                    for one in shared.claimants
                    if one is not second
                ),
            )


@rule("TT403", Severity.ERROR)
def reserved_slug(document: Document, settings: Settings) -> Iterator[Finding]:
    """A slug is the address of a page that Trimtab makes.

    ## Why is this bad?
    Two pages would be written to the same place.

    ## Example
    ```markdown title="search.md"
    ---
    title: Search
    summary: Look before you build.
    ---
    ```

    ## Use instead
    ```markdown title="look-before-you-build.md"
    ---
    title: Search
    summary: Look before you build.
    ---
    ```
    """
    entry = document.entry
    if entry is not None and _is_reserved(entry, entry.slug, settings):
        yield Finding(
            document,
            FILE_START,
            f"The site has a page of its own at `{entry.slug}/`.",
            "Give the file another name.",
        )


def _is_reserved(entry: Entry, slug: str, settings: Settings) -> bool:
    """Whether a slug beside an entry is the address of a page that the site makes."""
    return "/" not in entry.path and slug.casefold() in RESERVED_SLUGS | set(settings.kinds)


@rule("TT404", Severity.ERROR)
def malformed_slug(document: Document, settings: Settings) -> Iterator[Finding]:
    """A file's name doesn't follow the grammar of slugs.

    ## Why is this bad?
    Slugs become addresses. Capitals, blanks and signs make addresses that break when they are pasted or typed.

    ## Example
    ```markdown title="Short_Checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    ---
    ```
    """
    if document.entry is not None and not re.fullmatch(settings.slugs, document.entry.slug):
        slug = document.entry.slug
        yield Finding(
            document,
            FILE_START,
            f"`{slug}` is not a slug.",
            f"Rename the file to `{_better_slug(slug, settings) or 'a-name-in-words'}.md`, "
            "or widen `slugs` in the settings.",
        )


def _better_slug(text: str, settings: Settings) -> str:
    """A slug that says what a text says; empty where there is none."""
    better = anchor_of(text.replace("_", "-"))
    plain = unicodedata.normalize("NFKD", better).encode("ascii", "ignore").decode()
    return next((slug for slug in (better, plain) if re.fullmatch(settings.slugs, slug)), "")


@library_rule("TT405", Severity.ERROR)
def duplicate_level(library: Library) -> Iterator[Finding]:
    """Two level entries have the same number.

    ## Why is this bad?
    The ladder has one rung for each of the twelve levels; the second entry stands nowhere.

    ## Example
    ```markdown title="levels/delays.md"
    ---
    title: Delays
    summary: How long feedback takes.
    number: 9
    ---
    ```
    ```markdown title="levels/waits.md"
    ---
    title: Waits
    summary: How long everything takes.
    number: 9
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
    for entry in library.entries:
        if not isinstance(entry, LevelEntry) or entry.status is Status.REMOVED:
            continue
        first = library.levels[entry.number]
        if first is not entry:
            document = library.document_of(entry)
            yield Finding(
                document,
                document.span("number"),
                f"Level {entry.number} is “{first.title}” ({first.path}).",
                "Give one of them another number.",
                (Related(first.path, FILE_START, "has the same number"),),
            )


@library_rule("TT406", Severity.WARNING)
def duplicate_title(library: Library) -> Iterator[Finding]:
    """Two entries of one kind have the same title, or one's title is the other's slug.

    Case and punctuation don't count.

    ## Why is this bad?
    Lists and search results show the title; readers can't tell which of the two they want. A link by the title means
    neither, or the one whose slug it is, whichever was meant.

    ## Example
    ```markdown title="weekly-checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask each week whether the mechanism worked.
    ---
    ```
    ```markdown title="border-post.md"
    ---
    title: Checkpoint
    summary: Look at what goes in before it goes in.
    ---
    ```

    ## Use instead
    ```markdown title="weekly-checkpoint.md"
    ---
    title: Weekly Checkpoint
    summary: Ask each week whether the mechanism worked.
    ---
    ```
    ```markdown title="border-post.md"
    ---
    title: Border Post
    summary: Look at what goes in before it goes in.
    ---
    ```
    """
    for shared in shared_names(library):
        titles = [name for name in shared.owners if name.role == "title"]
        if len(shared.owners) < 2 or not titles:
            continue
        here = titles[min(1, len(titles) - 1)]
        others = [name for name in shared.owners if name is not here]
        other = next((name for name in titles if name is not here), others[0])
        yield Finding(
            library.document_of(here.entry),
            here.span(library),
            f"“{here.text}” is also the {other.role} of {other.whose}.",
            "Add to one what tells it apart, or join the two.",
            tuple(name.related(library, f"has it as its {name.role}") for name in others),
        )


@library_rule("TT407", Severity.WARNING)
def alias_is_a_title(library: Library) -> Iterator[Finding]:
    """An alias is the title or the slug of another entry of the kind.

    ## Why is this bad?
    A link by that name means the other entry, or neither; the alias never leads here.

    ## Example
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    aliases: [Retrospective]
    ---
    ```
    ```markdown title="looking-back.md"
    ---
    title: Retrospective
    summary: Look back together.
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    aliases: [Early Retrospective]
    ---
    ```
    ```markdown title="looking-back.md"
    ---
    title: Retrospective
    summary: Look back together.
    ---
    ```
    """
    for shared in shared_names(library):
        for alias in shared.claimants if shared.owners else ():
            owner = shared.owners[0]
            yield Finding(
                library.document_of(alias.entry),
                alias.span(library),
                f"“{alias.text}” is the {owner.role} of {owner.whose}.",
                "Remove the alias, or add to it what tells the two apart.",
                tuple(name.related(library, f"has it as its {name.role}") for name in shared.owners),
            )


@library_rule("TT408", Severity.WARNING)
def lookalike_names(library: Library) -> Iterator[Finding]:
    """Two entries have names that look the same and aren't.

    They differ by letters of another alphabet, such as a Cyrillic `о` for a Latin `o`, or by `0` for `o` and `1` for
    `l`; or they are slugs that differ in their hyphens only or, in one folder, in case only.

    ## Why is this bad?
    Readers take one for the other, and a name typed as it looks doesn't lead where it should.

    ## Example
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    ---
    ```
    ```markdown title="turns.md"
    ---
    title: Shared Rоta
    summary: Who is next is written on the wall.
    ---
    ```

    ## Use instead
    ```markdown title="rota.md"
    ---
    title: Shared Rota
    summary: Everyone takes a turn.
    ---
    ```
    ```markdown title="turns.md"
    ---
    title: Turns on the Wall
    summary: Who is next is written on the wall.
    ---
    ```
    """
    texts = {text for entry in library.entries for text in (entry.title, entry.slug, *entry.aliases)}
    suspects = {skeleton(text) for text in texts if skeleton(text) != fold(text)}
    looks: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for entry in library.entries if suspects else ():
        for name in names_of(entry):
            if skeleton(name.text) in suspects:
                looks[entry.kind, skeleton(name.text)].append(name)
    told: set[tuple[str, str]] = set()
    for alike in looks.values():
        if len(alike) > 1:
            best = min(alike, key=lambda name: (len(odd(name.text)), name.entry.path))
            for name in alike:
                pair = (name.entry.path, best.entry.path)
                if name.entry is not best.entry and name.folded != best.folded and pair not in told:
                    told.add(pair)
                    yield _lookalike(library, name, best)
    yield from _lookalike_slugs(library)


def _lookalike(library: Library, name: Name, other: Name) -> Finding:
    telling = [char for char in odd(name.text) if char not in other.text]
    why = f"It holds {name_of(telling[0])}" if telling else "Its characters are others"
    return Finding(
        library.document_of(name.entry),
        name.span(library),
        f"“{name.text}” looks like “{other.text}”, the {other.role} of {other.entry.path}, and isn't it.",
        f"{why}: type it anew if the same is meant, else choose a name that can't be taken for the other.",
        (other.related(library, f"has the {other.role} that it looks like"),),
    )


def _lookalike_slugs(library: Library) -> Iterator[Finding]:
    """Slugs of one kind that differ in hyphens only, and slugs in one folder that differ in case only."""
    for shared in shared_names(library):
        if all(name.role == "slug" for name in shared.owners):
            for name in shared.owners[1:]:
                yield _lookalike_slug(library, name.entry, shared.owners[0].entry, "hyphens")
    seen: dict[tuple[str, str], Entry] = {}
    for entry in library.entries:
        first = seen.setdefault((entry.path.rpartition("/")[0], address(entry.slug)), entry)
        if first.kind != entry.kind:
            yield _lookalike_slug(library, entry, first, "case")


def _lookalike_slug(library: Library, entry: Entry, first: Entry, what: str) -> Finding:
    return Finding(
        library.document_of(entry),
        FILE_START,
        f"The slug `{entry.slug}` differs from that of `{first.path}` in {what} only.",
        "Rename one of the files, so that nobody takes its address for the other's.",
        (Related(first.path, FILE_START, "has the slug that it looks like"),),
    )


@library_rule("TT409", Severity.WARNING)
def near_duplicate(library: Library) -> Iterator[Finding]:
    """Two entries of one kind are probably one thing under two names.

    Their names, or what their summaries say, are alike by four fifths or more; entries that a relation joins are looked
    at too, for whoever wrote it may not have seen that they are one. Equal titles are TT406.

    ## Why is this bad?
    Readers find half of what is known in each, and what is mended in the one stays wrong in the other.

    ## Example
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    ---
    ```
    ```markdown title="short-checkpoints-practice.md"
    ---
    title: The Practice of Short Checkpoints
    summary: Look early at what came of a change.
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    aliases: [The Practice of Short Checkpoints]
    ---
    ```
    """
    for pair in library.near_duplicates:
        first, second = pair.first, pair.second
        told = skeleton(first.title) == skeleton(second.title) or address(first.slug) == address(second.slug)
        if not told:
            yield _near_duplicate(library, pair)


_SAME = 0.5
"""From what likeness on two summaries are said to be alike beside the names, 0 to 1."""


def _near_duplicate(library: Library, pair: Likeness) -> Finding:
    first, second = pair.first, pair.second
    alike = f"{100 * pair.score:.0f} % alike"
    reasons = {reason.ground: reason for reason in pair.because}
    names, summaries = reasons.get(Ground.NAMES), reasons.get(Ground.SUMMARIES)
    if names is None:
        span, there = (library.document_of(entry).span("summary") for entry in (second, first))
        message = f"The summaries of “{second.title}” and “{first.title}” ({first.path}) are {alike}."
    else:
        span, there = _name_span(library, second, names.second), _name_span(library, first, names.first)
        and_so = ", and so are their summaries" if summaries and summaries.score >= _SAME else ""
        message = f"“{names.second}” and “{names.first}” ({first.path}) are {alike}{and_so}."
    return Finding(
        library.document_of(second),
        span,
        message,
        "Join the two if they are one thing; else say in their names how they differ.",
        (Related(first.path, there, "is probably the same thing"),),
    )


def _name_span(library: Library, entry: Entry, name: str) -> Span:
    """Where an entry gives a name; its title where the file doesn't hold it."""
    document = library.document_of(entry)
    return (
        document.span("aliases", entry.aliases.index(name))
        if name in entry.aliases
        else document.span("title")
    )


@library_rule("TT410", Severity.ERROR)
def contradicting_redirect(library: Library) -> Iterator[Finding]:
    """An earlier slug of an entry is in use: an entry has it now, or another claims it too.

    ## Why is this bad?
    An address leads to one page. The redirect can't be made, and old links lead to the wrong entry or to none.

    ## Example
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    redirect_from: [retrospective]
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    redirect_from: [early-checkpoint]
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    ---
    ```
    """
    now = {(scope, address(one.slug)): one for one in reversed(library.entries) for scope in _scopes(one)}
    claimed: dict[tuple[str, str], tuple[Entry, int]] = {}
    for entry in library.entries:
        for index, slug in enumerate(entry.redirect_from):
            if "/" in slug:
                yield from _contradicting_path(library, entry, index, slug)
                continue
            keys = [(scope, address(slug)) for scope in _scopes(entry)]
            owners = [now[key] for key in keys if key in now]
            owner = entry if address(slug) == address(entry.slug) else next(iter(owners), None)
            first, at = next((claimed[key] for key in keys if key in claimed), (entry, index))
            for key in keys:
                claimed.setdefault(key, (entry, index))
            if owner is entry:
                yield _redirect(
                    library, entry, index, f"`{slug}` is the slug that the entry has now.", _REMOVE
                )
            elif owner is not None:
                yield _redirect(
                    library,
                    entry,
                    index,
                    f"`{slug}` is the slug of “{owner.title}” ({owner.path}), so nothing can redirect from it.",
                    "Remove it, or rename the other file.",
                    Related(owner.path, FILE_START, "has this slug now"),
                )
            elif _is_reserved(entry, slug, library.settings):
                message = f"The site has a page of its own at `{slug}/`, so nothing can redirect from it."
                yield _redirect(library, entry, index, message, _REMOVE)
            elif first is not entry:
                yield _redirect(
                    library,
                    entry,
                    index,
                    f"`{slug}` is also an earlier slug of “{first.title}” ({first.path}).",
                    "Keep it on the entry that took the old one's place.",
                    Related(
                        first.path, library.document_of(first).span("redirect_from", at), "claims it too"
                    ),
                )


def _contradicting_path(library: Library, entry: Entry, index: int, typed: str) -> Iterator[Finding]:
    """What is wrong with an earlier path, which tells of another folder: a page is there now."""
    path = earlier_path(entry.path.rpartition("/")[0], typed, library.settings)
    other = library.by_path.get(path)
    if other is not None and other.entry is entry:
        yield _redirect(library, entry, index, f"`{typed}` is where the entry is now.", _REMOVE)
    elif other is not None:
        message = f"`{typed}` is where `{other.path}` is, so nothing can redirect from it."
        related = Related(other.path, FILE_START, "is there now")
        yield _redirect(library, entry, index, message, "Remove it, or move the other file.", related)


def _scopes(entry: Entry) -> tuple[str, str]:
    """Where a slug must be an entry's alone: among those of its kind, and in its folder, whose addresses they share."""
    return entry.kind, entry.path.rpartition("/")[0] + "/"


_REMOVE = "Remove it from `redirect_from`."


def _redirect(
    library: Library, entry: Entry, index: int, message: str, cure: str, *related: Related
) -> Finding:
    document = library.document_of(entry)
    return Finding(document, document.span("redirect_from", index), message, cure, related)


@rule("TT411", Severity.ERROR)
def malformed_redirect(document: Document, settings: Settings) -> Iterator[Finding]:
    """An earlier slug doesn't follow the grammar of slugs.

    ## Why is this bad?
    It was never the slug of an entry, so nothing leads there. A title, a path or an address isn't one either.

    ## Example
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    redirect_from: [/patterns/early_checkpoint.md]
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    redirect_from: [early-checkpoint]
    ---
    ```
    """
    if document.entry is None or not document.entry.redirect_from:
        return
    node = document.gathered.nodes.get("redirect_from")
    if isinstance(node, Scalar) and re.search("[,;]", node.text):
        return  # Several in one text: said by aliases-as-text.
    for index, slug in enumerate(document.entry.redirect_from):
        folder = document.path.rpartition("/")[0]
        fits = earlier_path(folder, slug, settings) if "/" in slug else re.fullmatch(settings.slugs, slug)
        if not fits:
            last = slug.strip("/ ").rpartition("/")[2].removesuffix(".md")
            better = _better_slug(last, settings) if re.fullmatch(r"[\w .-]+", last) else ""
            yield Finding(
                document,
                document.span("redirect_from", index),
                f"`{slug}` is not a slug, which an earlier one must be.",
                f"Write `{better}`."
                if better
                else "Write the file's earlier name without `.md`, or remove it.",
            )


@rule("TT412", Severity.INFO)
def malformed_id(document: Document, settings: Settings) -> Iterator[Finding]:
    """An id doesn't follow the grammar of slugs, so that it can't be part of an address.

    ## Why is this bad?
    The entry's permanent address is `/p/` and its id. Where the id can't stand in an address, the slug does, and the
    address changes with the file's name.

    ## Example
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    id: PAT_0042
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    id: pat-0042
    ---
    ```
    """
    entry = document.entry
    if entry is None or not entry.id or is_slug(entry.id, settings):
        return
    better = _better_slug(entry.id, settings)
    yield Finding(
        document,
        document.span("id"),
        f"`{entry.id}` can't be part of an address, so the permanent one is made of the slug.",
        f"Write `{better}`, or widen `slugs` in the settings."
        if better
        else "Widen `slugs` in the settings.",
    )


@library_rule("TT413", Severity.WARNING)
def contested_id(library: Library) -> Iterator[Finding]:
    """Two entries have the same id, or the slug of one is the id of another.

    An entry without an `id` has its slug as its id.

    ## Why is this bad?
    A permanent address leads to one page. Neither entry gets it.

    ## Example
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    id: pat-0042
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    id: pat-0042
    ---
    ```

    ## Use instead
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    id: pat-0042
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    id: pat-0043
    ---
    ```
    """
    for contest in Routes.of(library).contests:
        if contest.claim is Claim.IDENTITY and not _told(contest):
            first, second, *_ = contest.claimants
            document = second.document
            yield Finding(
                document,
                document.span("id"),
                f"The id `{second.name}` is also that of `{first.document.path}`, so neither has a permanent address.",
                "Give the later one another `id`.",
                tuple(
                    Related(one.document.path, one.document.span("id"), "has the same id")
                    for one in contest.claimants
                    if one is not second
                ),
            )


def _told(contest: Contest) -> bool:
    """Whether another rule says it already: the slugs are the same to it, in one kind or in one folder."""
    entries = [one.document.entry for one in contest.claimants if one.document.entry is not None]
    scopes = [set(_scopes(one)) for one in entries]
    return not any(one.id for one in entries) and bool(set.intersection(*scopes))
