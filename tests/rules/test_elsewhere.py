"""What is found wrong with names of other libraries' entries, and with the files that tell of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from foreign import FILE, TOLD, TOP, entry, naming, page
from helpers import mended, place
from trimtab.core.diagnostics import Diagnostic
from trimtab.core.library import Library
from trimtab.rules import check

IGNORED = ("TT501", "TT8")


def findings(library: Library) -> list[Diagnostic]:
    """What is found, but for what entries without sections lack."""
    return [found for found in check(library).diagnostics if not found.code.startswith(IGNORED)]


@pytest.mark.parametrize(
    ("name", "code", "message", "help", "fixed"),
    [
        (
            "open-bok",
            "TT301",
            "“The Commons” has no entry called `open-bok`.",
            "Did you mean `commons:open-book`?",
            "open-book",
        ),
        (
            "loop",
            "TT301",
            "“The Commons” has no entry called `loop`.",
            "Did you mean `commons:loop-a` or `commons:loop-b`?",
            None,
        ),
        (
            "nothing like it",
            "TT301",
            "“The Commons” has no entry called `nothing like it`.",
            "Check the name; `trimtab library update commons` fetches what is new there.",
            None,
        ),
        (
            "arms race",
            "TT302",
            "`arms race` could mean “Arms Race” (arms-race) and “Arms Race” (arms-race-2) of “The Commons”.",
            "Write which one you mean, for instance `commons:arms-race`.",
            "arms-race",
        ),
        (
            "Steps",
            "TT302",
            "`Steps` could mean “Steps” (stairs) and another entry of “The Commons”.",
            "Write which one you mean, for instance `commons:stairs`.",
            "stairs",
        ),
        (
            "big-audit",
            "TT307",
            "“Big Audit” of “The Commons” is deprecated.",
            "Link to its heir, `commons:open-book`.",
            "open-book",
        ),
        (
            "One Page",
            "TT307",
            "“One Page” of “The Commons” is superseded.",
            "Link to its heir, `commons:open-book`.",
            "open-book",
        ),
        (
            "town-hall",
            "TT307",
            "“Town Hall” of “The Commons” is removed.",
            "Take the link away, or say in the text what holds of it still.",
            None,
        ),
        (
            "rings",
            "TT308",
            "`rings` is an earlier name of “Circles” of “The Commons”.",
            "Write `commons:circles`; `trimtab check --fix` does.",
            "circles",
        ),
    ],
)
@pytest.mark.parametrize("where", ["body", "relation"])
def test_names(where: str, name: str, code: str, message: str, help: str, fixed: str | None) -> None:
    """What is wrong with a name is found where it stands, and cured as a name of this library would be."""
    text = f"See [[commons:{name}|it]]." if where == "body" else ""
    fields = {} if where == "body" else {"relations": f'{{requires: [{{to: "commons:{name}", why: So.}}]}}'}
    library = naming({"a.md": page(text, **fields)})
    (found,) = findings(library)

    assert (code, message, help) == (found.code, found.message, found.help)
    source = library.by_path["a.md"].source
    expected = None if fixed is None else source.text.replace(f"commons:{name}", f"commons:{fixed}")
    assert expected == (mended(source, found.fix) if found.fix else None)


@pytest.mark.parametrize(
    "text",
    [
        "[[commons:open-book]]",
        "[[commons:Open Book|text]]",
        "[[commons:glass ledger#Context]]",
        "[[commons:open-book#why-so|text]]",
        "[[commons:ledger]]",
        "[[commons:pat-7]]",
        "[[commons:escalation#any]]",
        "`[[commons:nowhere]]`",
        r"\[[commons:nowhere]]",
    ],
)
def test_sound_names(text: str) -> None:
    """A name that means one entry in good standing is sound, and so is a section where none are told."""
    assert [] == findings(naming({"a.md": page(text)}))


@pytest.mark.parametrize(
    ("anchor", "help", "fixed"),
    [
        ("contekst", "Did you mean `#context`?", "context"),
        ("Nowhere", "Its sections are context, why-so.", None),
    ],
)
def test_sections(anchor: str, help: str, fixed: str | None) -> None:
    """A section that the other page doesn't have is found."""
    library = naming({"a.md": page(f"See [[commons:open-book#{anchor}|it]].")})
    (found,) = findings(library)

    assert ("TT303", f"“Open Book” of “The Commons” has no section `{anchor}`.", help) == (
        found.code,
        found.message,
        found.help,
    )
    source = library.by_path["a.md"].source
    assert fixed is None or mended(source, found.fix) == source.text.replace(anchor, fixed)  # type: ignore[arg-type]


def test_a_page_without_sections() -> None:
    """A page without sections is said to have none."""
    (found,) = findings(naming({"a.md": page("[[commons:circles#x]]")}))

    assert ("TT303", "It has no sections.") == (found.code, found.help)


@pytest.mark.parametrize("field", ["archetypes", "mental_models"])
def test_fields_of_this_library_s_own(field: str) -> None:
    """Archetypes and mental models are this library's own; another's is told once, with what to do instead."""
    (found,) = findings(naming({"a.md": page(**{field: '["commons:escalation"]'})}))

    assert ("TT301", f"`{field}` takes entries of this library alone, and `commons` is another.") == (
        found.code,
        found.message,
    )
    assert "Name it in the text, `[[commons:escalation]]`, or as one of the `relations`." == found.help
    assert found.fix is None


def test_a_slip_in_the_prefix() -> None:
    """A prefix that is like that of a library is cured."""
    library = naming({"a.md": page("[[comons:open-book|it]]")})
    (found,) = findings(library)

    assert ("TT301", "Did you mean `commons:open-book`?") == (found.code, found.help)
    assert found.fix is not None
    assert "[[commons:open-book|it]]" in mended(library.by_path["a.md"].source, found.fix)


def test_another_slip_in_the_prefix() -> None:
    """A word before a colon that is like no library is what it is without any."""
    (found,) = findings(naming({"a.md": page("[[zebra:open-book]]")}))

    assert "There is no zebra called `open-book`." == found.message


@pytest.mark.parametrize("status", ["deprecated", "removed"])
def test_what_the_past_says(status: str) -> None:
    """An entry that is no longer recommended may lead to others that aren't; and an heir is no recommendation."""
    files = {
        "a.md": page("[[commons:big-audit]]", status=status),
        "b.md": page(title="B", status="deprecated", superseded_by="commons:old-audit"),
    }

    assert [] == findings(naming(files))


def test_an_heir_in_another_library() -> None:
    """A link to an entry that moved to another library is cured by naming it there."""
    library = naming(
        {
            "a.md": page("See [[b]] and [that](b.md)."),
            "b.md": page(title="B", status="deprecated", superseded_by="commons:Open Book"),
        }
    )
    named, linked = findings(library)

    assert ["Link to its heir, `commons:open-book`."] * 2 == [named.help, linked.help]
    assert named.fix is not None
    assert "See [[commons:open-book]] and" in mended(library.by_path["a.md"].source, named.fix)
    assert linked.fix is None


def test_a_relation_twice() -> None:
    """The same relation to an entry of another library is found twice, by whichever names."""
    relations = '{requires: ["commons:open-book", "commons:Open Book", "commons:circles"]}'
    (found,) = findings(naming({"a.md": page(relations=relations)}))

    assert ("TT705", "`requires` names “Open Book” a second time.") == (found.code, found.message)


def test_relations_lead_out_of_every_circle() -> None:
    """A relation to another library is part of no circle and contradicts nothing."""
    types = ("requires", "generalizes_from", "specializes_to")
    relations = "{" + ", ".join(f'{name}: ["commons:open-book"]' for name in types) + "}"

    assert [] == findings(
        naming({"a.md": page(relations=relations), "open-book.md": page(title="Open Book")})
    )


BODY = {
    "a.md": page("[[commons:open-book]] [[commons:nowhere#x]]", relations='{requires: ["commons:circles"]}'),
    "b.md": page("[[commons:rings]]", title="B", superseded_by="commons:circles", status="deprecated"),
}


@pytest.mark.parametrize(
    ("told", "source", "at", "message", "help"),
    [
        (
            "The file isn't there.",
            "https://x/",
            (1, 1),
            "Nothing is known of the library `commons`: the file isn't there.",
            "Run `trimtab library update commons`, which fetches it anew, and commit the file.",
        ),
        (
            "The file can't be read: Permission denied.",
            "",
            (1, 1),
            "Nothing is known of the library `commons`: the file can't be read: Permission denied.",
            "Say in the settings where it comes from, `source: https://…`, and run `trimtab library update commons`.",
        ),
        (
            b'{\n<<<<<<< HEAD\n"version": 1',
            "https://x/",
            (2, 1),
            "Nothing is known of the library `commons`: the file is not JSON.",
            "Run `trimtab library update commons`, which fetches it anew, and commit the file.",
        ),
        (
            b'{"version": 7, "entries": {}}',
            "https://x/",
            (1, 1),
            "Nothing is known of the library `commons`: the file is version 7 of `names.json`; "
            "this Trimtab reads version 1.",
            "Update Trimtab, which reads what newer ones write.",
        ),
        (
            b'{"version": 1, "entries": []}',
            "https://x/",
            (1, 1),
            "Nothing is known of the library `commons`: `entries` of the file is not what a library writes there: "
            "Input should be a valid dictionary.",
            "Run `trimtab library update commons`, which fetches it anew, and commit the file.",
        ),
    ],
)
def test_files(told: bytes | str, source: str, at: tuple[int, int], message: str, help: str) -> None:
    """A file that can't be used is told once, where it is wrong, and nothing is said of the names."""
    (found,) = findings(naming(BODY, told, source=source))

    assert ("TT314", f"../{FILE}", at) == (found.code, found.path, place(found.span))
    assert (message, help) == (found.message, found.help)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"site_url": ""}, "“The Commons” doesn't say at which address its site is, so no link can be made."),
        ({"site_url": "javascript:x"}, "`javascript:x`, which “The Commons” gives, is no address of a site."),
        (
            {"entries": {"a": entry("A", "//evil.example/", permalink="p/a/")}},
            f"The address `//evil.example/` of `a` leads out of {TOP}.",
        ),
        (
            {"entries": {"a": entry("A", "//evil.example/", permalink="//evil.example/")}},
            f"The address `//evil.example/` of `a` leads out of {TOP}; so does 1 more.",
        ),
        (
            {"entries": {"a": entry("A", "../"), "b": entry("B", "../")}},
            f"The address `../` of `a` leads out of {TOP}; so do 3 more.",
        ),
    ],
)  # fmt: skip
def test_addresses(change: dict[str, Any], message: str) -> None:
    """Addresses of which no link can be made are told once, at the first."""
    told = {**TOLD, "names": {}, "addresses": {}, **change}
    names = "[[commons:a]] [[commons:b]]" if "entries" in change else "[[commons:circles]]"
    library = naming({"x.md": page(names)}, told)
    (found,) = [found for found in findings(library) if found.code != "TT301"]

    assert ("TT315", message) == (found.code, found.message)
    assert found.source_line


def test_addresses_of_what_is_not_named() -> None:
    """What nobody here names may have any address."""
    told = {**TOLD, "entries": {"a": entry("A", "//evil.example/"), "b": entry("B", "b/")}, "names": {}}

    assert [] == findings(naming({"x.md": page("[[commons:b]]")}, told))
    assert [] == findings(naming({}, {**TOLD, "site_url": ""}))


def test_a_site_in_the_settings() -> None:
    """The address of a site may stand in the settings."""
    files = {"x.md": page("[[commons:circles]]")}

    assert [] == findings(naming(files, {**TOLD, "site_url": ""}, url="https://example.org/"))


@pytest.mark.parametrize("slug", ['a"]]\n', "a]b", "a b", "a|b", "a#b", "'a", "[[a]]"])
def test_no_cure_writes_what_means_something(slug: str) -> None:
    """A slug that would mean something in a file is shown and never written into one."""
    told = {"version": 1, "site_url": TOP, "entries": {slug: entry("Thing", "a/")}, "names": {"old": slug}}
    told["addresses"] = {"p/old/": slug, "a/": slug}
    library = naming({"a.md": page("[[commons:old]] [[commons:thin]]")}, json.dumps(told).encode())

    assert [None] * len(findings(library)) == [found.fix for found in findings(library)]
    assert {"TT308", "TT301"} >= {found.code for found in findings(library)}
