"""TT3: names and links that lead nowhere, or to more than one place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from trimtab.core import targets
from trimtab.core.addresses import missing_scheme, without_scheme
from trimtab.core.body import Target
from trimtab.core.diagnostics import FILE_START, Edit, Fix, Related, Severity, Span
from trimtab.core.document import Document
from trimtab.core.library import Library, Link, TargetFault
from trimtab.core.model import Entry
from trimtab.core.names import PLANNED, Ambiguous, Found, Unknown
from trimtab.core.namings import Via
from trimtab.core.nearby import Files, entry_of_file, heir_of, is_clear, nearest
from trimtab.core.scales import RUNGS
from trimtab.core.settings import Settings
from trimtab.core.words import anchor_of, fold
from trimtab.rules import elsewhere, permanence
from trimtab.rules.places import KIND_GIVEN, body_fields, is_phrase, rewritten
from trimtab.rules.registry import Finding, library_rule, rule

_LISTED = 12
"""How many sections of a page a help names."""


@library_rule("TT301", Severity.ERROR)
def unknown_target(library: Library) -> Iterator[Finding]:
    """A reference, a relation or a field names an entry that doesn't exist.

    ## Why is this bad?
    Readers find plain text where the author meant a link, and the entry that should be linked is missing a backlink.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs a [[writen mechanism]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs a [[written mechanism]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---
    ```
    """
    for link in library.links:
        if not isinstance(link.resolution, Unknown) or _is_listed(link):
            continue
        there = elsewhere.unknown(library, link, link.resolution.nearest)
        if there is not None:
            yield there
        else:
            what = f"{link.kind} called" if link.kind else "entry called"
            message = f"There is no {what} `{link.name}`{_role(link)}."
            cure, fix = _known_name(library, link, link.resolution.nearest)
            yield Finding(link.document, link.span, message, cure, fix=fix)


def _known_name(library: Library, link: Link, near: Sequence[str]) -> tuple[str, Fix | None]:
    """What to write instead of an unknown name, as help, and the cure that does it, where it's clear enough."""
    settings = library.settings
    if near:
        fix = rewritten(link, near[0], settings, safe=False) if is_clear(link.name, near) else None
        return f"Did you mean {' or '.join(f'`{slug}`' for slug in near)}?", fix
    if link.kind == "level" and link.name.strip().isdecimal():
        return f"Levels run from {max(RUNGS)}, the weakest, to {min(RUNGS)}, the strongest.", None
    planned = f"{PLANNED}{link.name.strip()}"
    fix = None if is_phrase(link) else rewritten(link, planned, settings, safe=False, kind=True)
    return f"Check the name, or write `{planned}` for an entry that is yet to be written.", fix


def _is_listed(link: Link) -> bool:
    """Whether the name is several in one text, as aliases-as-text says."""
    field = {Via.ARCHETYPE: "archetypes", Via.MENTAL_MODEL: "mental_models"}.get(link.via, "")
    several = "," in link.name or ";" in link.name
    return several and field in link.document.texts


def _role(link: Link) -> str:
    """Where the name stands, unless the line shows it or the kind says it."""
    return f", which `{link.relation}` names" if link.via is Via.RELATION else ""


@library_rule("TT302", Severity.ERROR)
def ambiguous_name(library: Library) -> Iterator[Finding]:
    """A name means more than one entry.

    ## Why is this bad?
    Which one is meant can't be told, so the name links to none.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Beware of [[Escalation]].
    ```
    ```markdown title="escalation-path.md"
    ---
    title: Escalation Path
    aliases: [Escalation]
    summary: Who decides when a team can't.
    ---
    ```
    ```markdown title="archetypes/arms-race.md"
    ---
    title: Arms Race
    aliases: [Escalation]
    summary: Two sides answer each other.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Beware of [[archetype:Escalation]].
    ```
    ```markdown title="escalation-path.md"
    ---
    title: Escalation Path
    aliases: [Escalation]
    summary: Who decides when a team can't.
    ---
    ```
    ```markdown title="archetypes/arms-race.md"
    ---
    title: Arms Race
    aliases: [Escalation]
    summary: Two sides answer each other.
    ---
    ```
    """
    yield from elsewhere.ambiguous(library)
    for link in library.links:
        if isinstance(link.resolution, Ambiguous):
            candidates = link.resolution.candidates
            names = " and ".join(f"“{entry.title}” ({entry.path})" for entry in candidates)
            several_kinds = len({entry.kind for entry in candidates}) == len(candidates)
            wanted = candidates[0]
            cure = f"{wanted.kind}:{link.name}" if several_kinds else wanted.slug
            related = tuple(
                Related(entry.path, FILE_START, f"`{link.name}` could mean this") for entry in candidates
            )
            yield Finding(
                link.document,
                link.span,
                f"`{link.name}` could mean {names}.",
                f"Write which one you mean, for instance `{cure}`.",
                related,
                rewritten(link, cure, library.settings, safe=False, kind=True),
            )


@library_rule("TT303", Severity.ERROR)
def missing_anchor(library: Library) -> Iterator[Finding]:
    """A reference or link names a section that its page doesn't have.

    ## Why is this bad?
    The link opens the page at its top and leaves readers to search.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Begin with [[written-mechanism#Forms]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---

    ### The form

    We believe that ...
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    Begin with [[written-mechanism#The form]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---

    ### The form

    We believe that ...
    ```
    """
    yield from elsewhere.missing_anchors(library)
    for link in library.links:
        if link.target is None or link.reference is None or not link.reference.anchor:
            continue
        anchor = link.reference.anchor
        if not library.has_anchor(link.target.path, anchor_of(anchor)):
            cure, near = _nearest_section(library, link.target.path, anchor_of(anchor))
            start, end = link.reference.start, link.reference.end
            yield Finding(
                link.document,
                link.span,
                f"“{link.target.title}” has no section `{anchor}`.",
                cure,
                fix=_anchor_fix(link.document, library.settings, start, end, anchor, near),
            )
    for fault in _broken(library):
        if fault.anchor:
            cure, near = _nearest_section(library, fault.path, fault.anchor)
            start, end = fault.target.start, fault.target.end
            yield Finding(
                fault.document,
                fault.document.source.span(start, end),
                f"`{fault.path}` has no section `#{fault.anchor}`.",
                cure,
                fix=_anchor_fix(fault.document, library.settings, start, end, fault.anchor, near),
            )


def _nearest_section(library: Library, path: str, anchor: str) -> tuple[str, str]:
    """What to write instead of an anchor that isn't there, as help, and the nearest that is, if any is near."""
    anchors = [heading.anchor for heading in library.by_path[path].headings]
    near = nearest(anchor, anchors)
    if near:
        return f"Did you mean `#{near}`?", near
    if not anchors:
        return "It has no sections.", ""
    rest = len(anchors) - _LISTED
    return f"Its sections are {', '.join(anchors[:_LISTED])}{f' and {rest} more' if rest > 0 else ''}.", ""


def _anchor_fix(
    document: Document, settings: Settings, start: int, end: int, anchor: str, near: str
) -> Fix | None:
    """The cure that writes another anchor, where one is near and the old one stands there as it's named."""
    at = document.source.text.find(f"#{anchor}", start, end)
    if not near or at < 0:
        return None
    span = document.source.span(at + 1, at + 1 + len(anchor))
    return Fix((Edit(span, near),), safe=False, fields=body_fields(settings))


@library_rule("TT304", Severity.WARNING)
def missing_file(library: Library) -> Iterator[Finding]:
    """A relative link or image leads to a file that isn't there.

    ## Why is this bad?
    On the site it would be a dead link; it is shown as plain text instead.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    See [the form](forms/mechanism.md).
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    See [the form](written-mechanism.md).
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    ---
    ```
    """
    files = Files(library.files) if library.broken_targets else Files(())
    for fault in _broken(library):
        if fault.anchor or _missing_scheme(library, fault.document, fault.target):
            continue
        span = fault.document.source.span(fault.target.start, fault.target.end)
        what = "image" if fault.target.image else "file"
        entry = entry_of_file(library, fault.path)
        path = entry.path if entry is not None else files.like(fault.path)
        cure, fix = "Check the path; it is relative to this file's folder.", None
        if path:
            relative = _relative(fault.document, path)
            cure = f"Did you mean `{f'[[{entry.slug}]]' if entry is not None else relative}`?"
            fix = _target_fix(library, fault.document, fault.target, relative)
        yield Finding(fault.document, span, f"The {what} `{fault.path}` isn't there.", cure, fix=fix)


def _broken(library: Library) -> Iterator[TargetFault]:
    """Links and images that lead nowhere, however they are written.

    The paths of HTML aren't changed where a page is made of a file, so one that fits the page's address is right too.
    """
    for fault in library.broken_targets:
        target, path = fault.target, fault.document.path
        place = library.check_target(path, target.address)
        if place is None:
            continue
        if (
            target.html
            and library.check_target(f"{path.removesuffix('.md')}/index.md", target.address) is None
        ):
            continue
        yield TargetFault(fault.document, target, *place)


def _relative(document: Document, path: str) -> str:
    return quote(posixpath.relpath(path, posixpath.dirname(document.path) or "."))


def _target_fix(library: Library, document: Document, target: Target, by: str) -> Fix | None:
    """The cure that writes another target, if the old one has neither fragment nor query."""
    if any(sign in target.url for sign in "#?"):
        return None
    span = document.source.span(target.start, target.end)
    return Fix((Edit(span, by),), safe=False, fields=body_fields(library.settings))


@library_rule("TT305", Severity.INFO)
def self_link(library: Library) -> Iterator[Finding]:
    """A reference or link leads to the page that it stands on.

    Links to a section of the same page are fine.

    ## Why is this bad?
    Readers follow it and find themselves where they were. Often another entry is meant.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    A [[checkpoint]] is no deadline.
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    A checkpoint is no deadline.
    ```
    """
    cure = "Name the entry that you mean, or take the link away."
    for link in library.links:
        names_section = link.reference is None or link.reference.anchor
        if not names_section and link.target is not None and link.target.path == link.document.path:
            yield Finding(link.document, link.span, f"`{link.name}` is this entry itself.", cure)
    for document, target, place in _placed(library):
        if place.path == document.path and not place.anchor:
            span = document.source.span(target.start, target.end)
            yield Finding(document, span, f"`{target.url}` is this page itself.", cure)


def _placed(library: Library) -> Iterator[tuple[Document, Target, targets.Place]]:
    """The targets of ordinary links to files of the library, with the files; `other-entry` is `other-entry.md`."""
    for document in library.documents:
        for target in document.targets:
            place = targets.place(document.path, target.address)
            if place is None or target.address.startswith(("#", "?")):
                continue
            if place.path not in library.files and "." not in place.path.rpartition("/")[2]:
                place = replace(place, path=f"{place.path}.md")
            if place.path in library.files:
                yield document, target, place


@library_rule("TT306", Severity.WARNING)
def schemeless_url(library: Library) -> Iterator[Finding]:
    """An address names a host and doesn't begin with `https://`.

    In links and link definitions, in sources and evidence, and in keys such as `url` or `repository`. Only what can't
    well be the name of a file is found.

    ## Why is this bad?
    Browsers look for a file of this name on the site itself, and the link is dead.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    sources: [{title: A Study, url: www.example.org/study}]
    ---

    See [the study](example.org/study).
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    sources: [{title: A Study, url: "https://www.example.org/study"}]
    ---

    See [the study](https://example.org/study).
    ```
    """
    for document in library.documents:
        for target in document.targets:
            scheme = _missing_scheme(library, document, target)
            if scheme:
                fields = body_fields(library.settings)
                yield _schemeless(document, target.url, target.start, scheme, fields)
        for address in without_scheme(document):
            scheme = missing_scheme(address.text)
            yield _schemeless(document, address.text, address.start, scheme, (address.key,))


def _missing_scheme(library: Library, document: Document, target: Target) -> str:
    scheme = missing_scheme(target.address)
    if not scheme:
        return ""
    place = targets.place(document.path, target.address)
    return "" if place is not None and place.path in library.files else scheme


def _schemeless(document: Document, url: str, start: int, scheme: str, fields: tuple[str, ...]) -> Finding:
    source = document.source
    return Finding(
        document,
        source.span(start, start + len(url)),
        f"`{url}` has no scheme, so that it leads to a file of the site.",
        f"Write `{scheme}{url}`; `trimtab check --fix` does.",
        fix=Fix((Edit(source.span(start, start), scheme),), fields=fields),
    )


@library_rule("TT307", Severity.WARNING)
def link_to_deprecated(library: Library) -> Iterator[Finding]:
    """An entry leads readers to one that is deprecated or removed.

    References, relations, fields and ordinary links count; those of entries that are deprecated or removed themselves
    don't, nor do those of the entry that took the deprecated one's place.

    ## Why is this bad?
    Readers are sent to what nobody should follow any more.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It follows a [[long-review]].
    ```
    ```markdown title="long-review.md"
    ---
    title: Long Review
    summary: Look at everything once a year.
    status: deprecated
    superseded_by: short-review
    ---
    ```
    ```markdown title="short-review.md"
    ---
    title: Short Review
    summary: Look at one thing each month.
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It follows a [[short-review]].
    ```
    ```markdown title="long-review.md"
    ---
    title: Long Review
    summary: Look at everything once a year.
    status: deprecated
    superseded_by: short-review
    ---
    ```
    ```markdown title="short-review.md"
    ---
    title: Short Review
    summary: Look at one thing each month.
    ---
    ```
    """
    yield from elsewhere.superseded(library)
    deprecated = {entry.path: entry for entry in library.entries if not entry.status.is_current}
    if not deprecated:
        return
    heirs = {path: heir_of(library, entry) for path, entry in deprecated.items()}
    for link in library.links:
        if link.target is not None and link.target.path in deprecated and link.via is not Via.HEIR:
            heir = heirs[link.target.path]
            there = elsewhere.heir(library, link.target) if heir is None else ""
            fix = None
            if (heir is not None or there) and not (link.reference and link.reference.anchor):
                fix = (
                    _renamed(library, link, heir, safe=False)
                    if heir
                    else elsewhere.named(library, link, there)
                )
            yield from _to_deprecated(link.document, link.span, link.target, heir, fix, there)
    for document, target, place in _placed(library):
        if place.path in deprecated:
            heir = heirs[place.path]
            fix = _target_fix(library, document, target, _relative(document, heir.path)) if heir else None
            span = document.source.span(target.start, target.end)
            there = elsewhere.heir(library, deprecated[place.path]) if heir is None else ""
            yield from _to_deprecated(document, span, deprecated[place.path], heir, fix, there)


def _to_deprecated(
    document: Document, span: Span, target: Entry, heir: Entry | None, fix: Fix | None, there: str
) -> Iterator[Finding]:
    entry = document.entry
    if entry is not None and (not entry.status.is_current or entry is heir):
        return
    message = f"“{target.title}” is {target.status}."
    if there:
        yield Finding(document, span, message, f"Link to its heir, `{there}`.", fix=fix)
    elif heir is None:
        yield Finding(
            document, span, message, "Take the link away, or say in the text what holds of it still."
        )
    else:
        related = (Related(heir.path, FILE_START, "this took its place"),)
        yield Finding(document, span, message, f"Link to its heir, `{heir.slug}`.", related, fix)


def _renamed(library: Library, link: Link, entry: Entry, *, safe: bool) -> Fix | None:
    """The cure that names an entry by its slug, with its kind where another kind has the same slug."""
    if link.via in KIND_GIVEN and link.kind != entry.kind:
        return None
    alone = library.names.resolve(entry.slug, link.kind)
    name = entry.slug if isinstance(alone, Found) and alone.entry is entry else f"{entry.kind}:{entry.slug}"
    return rewritten(link, name, library.settings, safe=safe, kind=name != entry.slug)


@library_rule("TT308", Severity.INFO)
def link_to_redirect(library: Library) -> Iterator[Finding]:
    """A name is one that its entry had before.

    ## Why is this bad?
    It leads where it should. But whoever searches for links to the entry doesn't find this one, and it will break once
    the earlier name is forgotten.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs a [[mechanism-note]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    redirect_from: [mechanism-note]
    ---
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs a [[written-mechanism]].
    ```
    ```markdown title="written-mechanism.md"
    ---
    title: Written Mechanism
    summary: Say why a change should work.
    redirect_from: [mechanism-note]
    ---
    ```
    """
    yield from elsewhere.earlier(library)
    for link in library.links:
        target = link.target
        if target is None or link.name.strip() not in target.redirect_from:
            continue
        if fold(link.name) not in map(fold, (target.slug, target.title, *target.aliases)):
            yield Finding(
                link.document,
                link.span,
                f"`{link.name}` is an earlier name of “{target.title}”.",
                f"Write `{target.slug}`; `trimtab check --fix` does.",
                fix=_renamed(library, link, target, safe=True),
            )


@rule("TT309", Severity.WARNING)
def undefined_reference_label(document: Document, settings: Settings) -> Iterator[Finding]:
    """A link such as `[text][label]` has a label that is defined nowhere in the file.

    Brackets behind a word, numbers and single letters are taken for something else.

    ## Why is this bad?
    The page shows the brackets instead of a link.

    ## Example
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    See [the study][study-1998].

    [study-1999]: https://example.org/study
    ```

    ## Use instead
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    See [the study][study-1999].

    [study-1999]: https://example.org/study
    ```
    """
    masked, start = document.body.masked, document.body.start
    for label in targets.undefined_labels(masked, start):
        near = nearest(label.text, sorted(targets.labels(masked, start)))
        span = document.source.span(label.start, label.end)
        cure = f"Add a line such as `[{label.text}]: https://...`, or write the address behind the text."
        yield Finding(
            document,
            span,
            f"The label `{label.text}` is defined nowhere in this file.",
            f"Did you mean `{near}`?" if near else cure,
            fix=Fix((Edit(span, near),), safe=False, fields=body_fields(settings)) if near else None,
        )


@library_rule("TT310", Severity.ERROR)
def vanished_address(library: Library) -> Iterator[Finding]:
    """An address that the library has published leads nowhere.

    `permalinks.lock` records what was published. An address is kept by a page, by `redirect_from` or an alias of an
    entry, or by an entry that says `status: removed`.

    ## Why is this bad?
    Others have linked to it from wikis, chats and documents that nobody here can mend. Their readers find an error.

    ## Example
    ```text title="permalinks.lock"
    page early-checkpoint/ early-checkpoint.md
    ```
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```text title="permalinks.lock"
    page early-checkpoint/ early-checkpoint.md
    ```
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    redirect_from: [early-checkpoint]
    ---
    ```
    """
    yield from permanence.vanished_addresses(library)


@library_rule("TT311", Severity.ERROR)
def vanished_anchor(library: Library) -> Iterator[Finding]:
    """A heading that the library has published isn't on its page any more.

    The page that the address leads to now counts: of two entries that were joined, the one that stayed.

    ## Why is this bad?
    Links to the heading open the page at its top and leave readers to search.

    ## Example
    ```text title="permalinks.lock"
    page checkpoint/ checkpoint.md
    anchor checkpoint/#how-soon
    ```
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ### How soon to ask

    After two weeks.
    ```

    ## Use instead
    ```text title="permalinks.lock"
    page checkpoint/ checkpoint.md
    anchor checkpoint/#how-soon
    ```
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    ### How soon to ask { #how-soon }

    After two weeks.
    ```
    """
    yield from permanence.vanished_anchors(library)


@library_rule("TT312", Severity.ERROR)
def reassigned_id(library: Library) -> Iterator[Finding]:
    """An id that was published as one entry's means another now.

    ## Why is this bad?
    Permanent links lead to what their authors didn't mean, and nothing tells them so.

    ## Example
    ```text title="permalinks.lock"
    id review short-checkpoint.md
    ```
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    id: review
    ---
    ```

    ## Use instead
    ```text title="permalinks.lock"
    id review short-checkpoint.md
    ```
    ```markdown title="short-checkpoint.md"
    ---
    title: Short Checkpoint
    summary: Ask soon whether the mechanism worked.
    id: review
    ---
    ```
    ```markdown title="retrospective.md"
    ---
    title: Retrospective
    summary: Look back together.
    ---
    ```
    """
    yield from permanence.reassigned_ids(library)


@library_rule("TT313", Severity.ERROR)
def malformed_lock(library: Library) -> Iterator[Finding]:
    """A line of `permalinks.lock` can't be read, or contradicts another.

    ## Why is this bad?
    What it records isn't kept, and nobody notices when it breaks.

    ## Example
    ```text title="permalinks.lock"
    page checkpoint.md
    ```
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```

    ## Use instead
    ```text title="permalinks.lock"
    page checkpoint/ checkpoint.md
    ```
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---
    ```
    """
    yield from permanence.unreadable_lines(library)


@library_rule("TT314", Severity.ERROR)
def unreadable_names(library: Library) -> Iterator[Finding]:
    """The file that tells of another library isn't there, or can't be used.

    ## Why is this bad?
    What the names of that library mean can't be told, so none of them becomes a link.

    ## Example
    ```text title="mkdocs.yml"
    plugins:
      - trimtab:
          libraries: {commons: libraries/commons.json}
    ```
    ```text title="libraries/commons.json"
    {"version": 1, "entries": }
    ```
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs an [[commons:open-book]].
    ```

    ## Use instead
    ```text title="mkdocs.yml"
    plugins:
      - trimtab:
          libraries: {commons: libraries/commons.json}
    ```
    ```text title="libraries/commons.json"
    {
      "version": 1,
      "site_name": "Commons",
      "site_url": "https://example.org/commons/",
      "entries": {"open-book": {"title": "Open Book", "url": "open-book/"}}
    }
    ```
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs an [[commons:open-book]].
    ```
    """
    yield from elsewhere.unreadable_files(library)


@library_rule("TT315", Severity.WARNING)
def stray_address(library: Library) -> Iterator[Finding]:
    """Another library gives an address that isn't below its own site's.

    Its site's address stands in the file that tells of it, or in the settings as `url`.

    ## Why is this bad?
    Readers who follow a name of that library would land somewhere else, so no link is made.

    ## Example
    ```text title="mkdocs.yml"
    plugins:
      - trimtab:
          libraries: {commons: libraries/commons.json}
    ```
    ```text title="libraries/commons.json"
    {
      "version": 1,
      "site_name": "Commons",
      "site_url": "https://example.org/commons/",
      "entries": {"open-book": {"title": "Open Book", "url": "https://example.com/open-book/"}}
    }
    ```
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs an [[commons:open-book]].
    ```

    ## Use instead
    ```text title="mkdocs.yml"
    plugins:
      - trimtab:
          libraries: {commons: libraries/commons.json}
    ```
    ```text title="libraries/commons.json"
    {
      "version": 1,
      "site_name": "Commons",
      "site_url": "https://example.org/commons/",
      "entries": {"open-book": {"title": "Open Book", "url": "open-book/"}}
    }
    ```
    ```markdown title="checkpoint.md"
    ---
    title: Checkpoint
    summary: Ask whether the mechanism worked.
    ---

    It needs an [[commons:open-book]].
    ```
    """
    yield from elsewhere.strays(library)
