"""The library for language models: what there is, and all of it as one text. The form is that of https://llmstxt.org."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from trimtab.core.model import Entry, LevelEntry
from trimtab.core.routes import quoted
from trimtab.core.scales import CONFIDENCE
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports.about import About
from trimtab.site.exports.escaping import line, markdown, utf8
from trimtab.site.exports.file import Of, Part
from trimtab.site.exports.prose import prose


def index(catalogue: Catalogue, about: About, size: int) -> str:
    """`llms.txt`: every current entry with its summary, by kind.

    Args:
        catalogue: the library.
        about: the site.
        size: how many bytes all texts in one file take.
    """
    count = len(catalogue.library.current)
    lines = [
        *_heading(about),
        f"{count:,} {'entry' if count == 1 else 'entries'}. {_levels(catalogue)}".strip(),
    ]
    if about.rights:
        lines += ["", _rights(about)]
    where = "in brackets behind its summary"
    if not about.url:
        where = f"`permalink` in the file beside its text: `{urls.entry_data('<slug>')}`"
    lines += [
        "",
        "Links lead to the text of an entry as its author wrote it."
        f" Cite an entry by its permanent address, {where}.",
    ]
    for kind in catalogue.library.settings.all_kinds:
        entries = sorted(catalogue.library.of_kind(kind), key=_strongest_first)
        if entries:
            lines += ["", f"## {markdown(catalogue.kind_plural(kind))}", ""]
            lines += [_line(catalogue, about, entry) for entry in entries]
    lines += ["", "## Optional", ""]
    lines += [
        f"- [All texts in one file]({about.absolute(urls.LLMS_FULL)}): {told_size(size)}",
        f"- [All entries as JSON]({about.absolute(urls.ENTRIES_DATA)}): without their texts",
        f"- [All relations as JSON]({about.absolute(urls.GRAPH_DATA)})",
        f"- [All data files]({about.absolute(urls.API)})",
    ]
    return "\n".join([*lines, ""])


def full(catalogue: Catalogue, about: About) -> Iterator[Part]:
    """`llms-full.txt`, part by part: the text of every current entry, with its permanent address."""
    head = ["\n".join(_heading(about)).rstrip(), *([_rights(about)] if about.rights else [])]
    yield Part(lambda: utf8("\n\n".join(head) + "\n"), Of.NOTHING)
    for kind in catalogue.library.settings.all_kinds:
        for entry in sorted(catalogue.library.of_kind(kind), key=_strongest_first):
            content = functools.partial(_whole, catalogue, about, entry)
            yield Part(content, Of.ENTRY, catalogue.library.document_of(entry))


def _whole(catalogue: Catalogue, about: About, entry: Entry) -> bytes:
    return utf8("\n\n".join(["\n---", *filter(None, _text(catalogue, about, entry))]) + "\n")


def _heading(about: About) -> Iterator[str]:
    yield f"# {markdown(about.title)}"
    yield ""
    if line(about.description):
        yield f"> {markdown(about.description)}"
        yield ""


def _rights(about: About) -> str:
    licence = f" ({about.licence})" if about.licence else ""
    return f"Rights: {markdown(about.rights)}{licence}"


def _levels(catalogue: Catalogue) -> str:
    if not catalogue.library.uses_levels:
        return ""
    return "Levels are leverage points, from 12, the weakest, to 1, the strongest."


def _strongest_first(entry: Entry) -> int:
    """Levels in their order; other entries stay in that of their titles."""
    return entry.number if isinstance(entry, LevelEntry) else 0


def _line(catalogue: Catalogue, about: About, entry: Entry) -> str:
    text = about.absolute(quoted(urls.entry_markdown(entry.slug)))
    summary = markdown(catalogue.summary(entry))
    address = f"<{about.absolute(catalogue.permalink(entry))}>" if about.url else ""
    told = " ".join(filter(None, [summary, address and f"({address})"]))
    return f"- [{markdown(entry.title)}]({text})" + (f": {told}" if told else "")


def _text(catalogue: Catalogue, about: About, entry: Entry) -> Iterator[str]:
    yield f"# {markdown(entry.title)}"
    facts = [
        f"Address: {about.absolute(catalogue.permalink(entry))}",
        f"Kind: {line(catalogue.kind_label(entry.kind))}",
        f"Also called: {', '.join(map(markdown, entry.aliases))}" if entry.aliases else "",
        f"Level: {', '.join(f'{number} ({markdown(catalogue.level_name(number))})' for number in entry.levels)}"
        if entry.levels
        else "",
        f"Confidence: {CONFIDENCE[entry.confidence]}" if entry.confidence else "",
        f"Vitality: {entry.vitality.score} of 5" if entry.vitality else "",
        f"Status: {entry.status.value}",
        f"Licence: {about.licence}" if about.licence else "",
    ]
    yield "\n".join(f"- {fact}" for fact in facts if fact)
    yield f"> {markdown(entry.summary)}" if line(entry.summary) else ""
    yield prose(catalogue, about, catalogue.library.document_of(entry))


def told_size(count: int) -> str:
    """A number of bytes in words."""
    for unit, divisor in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= divisor:
            return (
                f"{count / divisor:.1f} {unit}" if count < 10 * divisor else f"{count / divisor:.0f} {unit}"
            )
    return f"{count} bytes"
