from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import inside, library
from trimtab.core.diagnostics import Diagnostic
from trimtab.rules import check


def entry(title: str, more: str = "", summary: str = "") -> str:
    """An entry; its summary is like no other's unless one is given. `more` are further lines of front matter."""
    return f"---\ntitle: {title}\nsummary: {summary or f'For {title[::-1]}.'}\n{more}---\n"


def found(files: dict[str, str], **options: object) -> list[Diagnostic]:
    """The findings about names."""
    return [one for one in check(library(files, **options)).diagnostics if one.code.startswith("TT4")]


def told(files: dict[str, str], **options: object) -> list[tuple[str, str, str]]:
    """Code, place and message of each finding about names."""
    return [
        (one.code, f"{one.path}:{one.span.start.line}:{one.span.start.column}", one.message)
        for one in found(files, **options)
    ]


def related(one: Diagnostic) -> list[str]:
    """The other places that a finding speaks of."""
    return [f"{place.path}:{place.span.start.line} {place.message}" for place in one.related]


# Slugs


def test_one_slug_in_two_kinds() -> None:
    """Entries of different kinds may share a slug, as each has an address of its own; the permanent one needs an id."""
    files = {"rota.md": entry("Rota"), "cases/rota.md": entry("A Case of Rota")}
    message = "The id `rota` is also that of `cases/rota.md`, so neither has a permanent address."

    assert [("TT413", "rota.md:1:1", message)] == told(files)
    files["cases/rota.md"] = entry("A Case of Rota", "id: rota-case\n")
    assert [] == told(files)


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        ("id: pat-1\n", "id: pat-1\n", "b.md:4:5"),
        ("id: b\n", "", "b.md:1:1"),
        ("", "id: a\n", "b.md:4:5"),
        ("id: pat-1\n", "id: pat-2\n", ""),
        ("id: PAT\n", "id: PAT\n", ""),
    ],
)
def test_ids_that_two_entries_have(first: str, second: str, place: str) -> None:
    """Equal ids are found, and an id that is another's slug; ids that can't be addresses aren't compared."""
    files = {"a.md": entry("Andon", first), "b.md": entry("Bulkhead", second)}

    assert [place] * bool(place) == [at for code, at, _ in told(files) if code == "TT413"]


@pytest.mark.parametrize(
    ("ident", "message", "help"),
    [
        ("pat_1", "`pat_1` can't be part of an address, so the permanent one is made of the slug.",
         "Write `pat-1`, or widen `slugs` in the settings."),
        ("日本", "`日本` can't be part of an address, so the permanent one is made of the slug.",
         "Widen `slugs` in the settings."),
        ("pat-1", "", ""),
    ],
)  # fmt: skip
def test_malformed_ids(ident: str, message: str, help: str) -> None:
    """An id that can't be part of an address is told, with one that can be."""
    here = [one for one in found({"a.md": entry("A", f"id: {ident}\n")}) if one.code == "TT412"]

    assert [(message, help)] * bool(message) == [(one.message, one.help) for one in here]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("/b", "`/b` is where `b.md` is, so nothing can redirect from it."),
        ("cases/a", "`cases/a` is where the entry is now."),
        ("/a", ""),
        ("levels/x", ""),
    ],
)
def test_earlier_paths(typed: str, message: str) -> None:
    """An entry that moved to another folder names its earlier path; it can't be where a page is now."""
    files = {"cases/a.md": entry("A", f"redirect_from: [{typed}]\n"), "b.md": entry("B")}

    assert [message] * bool(message) == [text for _, _, text in told(files)]


@pytest.mark.parametrize("path", ["cases/ROTA.md", "cases/\uff52ota.md"])
def test_slugs_are_compared_after_folding(path: str) -> None:
    """Slugs of one kind that differ in case or width only are one slug."""
    files = {"rota.md": entry("Rota"), path: entry("Other", "kind: pattern\n")}

    assert ["TT401"] == [one.code for one in found(files, slugs=r"\w+")]


@pytest.mark.parametrize(
    ("slug", "options", "better"),
    [
        ("Short_Checkpoint", {}, "short-checkpoint"),
        ("a--b", {}, "a-b"),
        ("Caf\u00e9 Ole", {}, "cafe-ole"),
        ("\u65e5\u672c", {}, "a-name-in-words"),
        ("A", {"slugs": "[a-z\u65e5]+"}, "a"),
    ],
)
def test_malformed_slugs(slug: str, options: dict[str, str], better: str) -> None:
    """The help names a slug that follows the grammar."""
    (one,) = found({f"{slug}.md": entry("X")}, **options)

    assert ("TT404", f"`{slug}` is not a slug.") == (one.code, one.message)
    assert f"Rename the file to `{better}.md`, or widen `slugs` in the settings." == one.help


def test_slugs_of_other_scripts() -> None:
    """Settings may widen the grammar of slugs."""
    assert [] == told({"\u65e5\u672c.md": entry("X")}, slugs=r"\w+(-\w+)*")


@pytest.mark.parametrize(
    ("path", "codes"), [("levels.md", ["TT403"]), ("cases/levels.md", []), ("guide/search.md", [])]
)
def test_reserved_slugs(path: str, codes: list[str]) -> None:
    """Only in the top folder can an entry stand in the way of a page of the site."""
    assert codes == [one.code for one in found({path: entry("X")})]


# Names that are shared


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (entry("One", "aliases: [X]\n"), entry("Two", "aliases: [Y, x!]\n"),
         ("TT402", "b.md:4:14", "“x!” is also an alias of “One” (a.md).")),
        (entry("One", "aliases: [Two]\n"), entry("Two"),
         ("TT407", "a.md:4:11", "“Two” is the title of b.md.")),
        (entry("One"), entry("Two", "aliases: [Y, ONE]\n"),
         ("TT407", "b.md:4:14", "“ONE” is the title of a.md.")),
        (entry("One", "aliases: [B]\n"), entry("Two"),
         ("TT407", "a.md:4:11", "“B” is the slug of “Two” (b.md).")),
        (entry("One"), entry("one"),
         ("TT406", "b.md:2:8", "“one” is also the title of a.md.")),
        (entry("One"), entry("\uff2f\uff4e\uff45"),
         ("TT406", "b.md:2:8", "“\uff2f\uff4e\uff45” is also the title of a.md.")),
        (entry("One"), entry("A"),
         ("TT406", "b.md:2:8", "“A” is also the slug of “One” (a.md).")),
        (entry("B"), entry("Two"),
         ("TT406", "a.md:2:8", "“B” is also the slug of “Two” (b.md).")),
    ],
)  # fmt: skip
def test_shared_names(first: str, second: str, expected: tuple[str, str, str]) -> None:
    """A name that two entries of a kind go by is told once, as what it is, where it can be changed."""
    assert [expected] == told({"a.md": first, "b.md": second})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (entry("One", "aliases: [X]\n"), entry("Two", "aliases: [XY]\n")),
        (entry("One", "aliases: [One]\n"), entry("Two", "aliases: [B, b]\n")),
        (entry("A"), entry("B")),
    ],
)
def test_names_of_their_own(first: str, second: str) -> None:
    """Names that one entry alone goes by, in whatever roles, are fine."""
    assert [] == told({"a.md": first, "b.md": second})


@pytest.mark.parametrize("name", ["title: Rota", "title: Turns\naliases: [Rota]"])
def test_names_shared_across_kinds(name: str) -> None:
    """An entry of another kind may go by the same name: references can say which kind they mean."""
    files = {"a.md": entry("Rota"), "cases/b.md": f"---\n{name}\nsummary: How the list fell apart.\n---\n"}

    assert [] == told(files)


def test_every_claimant_is_told() -> None:
    """One alias of many entries is one finding that shows them all."""
    files = {
        f"{name}.md": entry(title, "aliases: [Weekly Review]\n")
        for name, title in zip("abcd", ("Apples", "Bread", "Cider", "Dough"), strict=True)
    }
    (one,) = found(files)

    assert "“Weekly Review” is also an alias of “Apples” (a.md) and of 2 more entries." == one.message
    assert [f"{path}.md:4 has the same alias" for path in "acd"] == related(one)
    del files["d.md"]
    assert (
        "“Weekly Review” is also an alias of “Apples” (a.md) and of 1 more entry." == found(files)[0].message
    )


def test_an_alias_of_several_entries_that_is_a_title() -> None:
    """Each alias that is another's title is told by itself, and not that the aliases are alike."""
    files = {
        "a.md": entry("Apples", "aliases: [Cider]\n"),
        "b.md": entry("Bread", "aliases: [cider]\n"),
        "c.md": entry("Cider"),
    }

    assert [("TT407", "a.md:4:11"), ("TT407", "b.md:4:11")] == [one[:2] for one in told(files)]
    assert {"c.md:2 has it as its title"} == {place for one in found(files) for place in related(one)}


def test_titles_and_a_slug() -> None:
    """Two titles and a slug that are one name are one finding, at the second title, and speak of all."""
    files = {"a.md": entry("Rota"), "b.md": entry("Rota"), "rota.md": entry("Turns")}
    (one,) = found(files)

    assert ("TT406", "b.md", "“Rota” is also the title of a.md.") == (one.code, one.path, one.message)
    assert ["a.md:2 has it as its title", "rota.md:1 has it as its slug"] == related(one)


def test_one_slug_and_one_name() -> None:
    """Two entries with the same slug are told once of the slug, and of each other name that they share."""
    files = {
        "rota.md": entry("Rota", "aliases: [Turns]\n"),
        "cases/rota.md": entry("Other", "kind: pattern\naliases: [turns]\n"),
    }

    assert [("TT401", "rota.md:1:1"), ("TT402", "rota.md:4:11")] == [one[:2] for one in told(files)]
    files["cases/rota.md"] = entry("Rota", "kind: pattern\n")
    assert ["TT401"] == [one.code for one in found(files)]
    files |= {"rota.md": entry("Turns"), "cases/rota.md": entry("Turns", "kind: pattern\n")}
    assert ["TT401", "TT406"] == [one.code for one in found(files)]


# Names that look alike


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("Shared R\u043eta", "U+043E CYRILLIC SMALL LETTER O"),
        ("Shared R\u03bfta", "U+03BF GREEK SMALL LETTER OMICRON"),
        ("SHARED RO\u0422A", "U+0422 CYRILLIC CAPITAL LETTER TE"),
        ("\u0405hared Rota", "U+0405 CYRILLIC CAPITAL LETTER DZE"),
        ("Shared R0ta", "U+0030 DIGIT ZERO"),
    ],
)
def test_lookalikes(name: str, odd: str) -> None:
    """A title that looks like another is told by the letter that makes it another, whichever file comes first."""
    message = f"“{name}” looks like “Shared Rota”, the title of {{}}, and isn't it."
    for here, there in ("ab", "ba"):
        files = {f"{here}.md": entry(name), f"{there}.md": entry("Shared Rota")}
        (one,) = found(files)

        assert [("TT408", f"{here}.md:2:8", message.format(f"{there}.md"))] == told(files)
        assert [f"{there}.md:2 has the title that it looks like"] == related(one)
        assert one.help.startswith(f"It holds {odd}: type it anew if the same is meant")


def test_lookalikes_in_other_roles() -> None:
    """An alias can look like a title, and a slug like an alias; two entries are told once."""
    files = {
        "a.md": entry("Turns", "aliases: [R\u043eta, \u0422urns of All]\n"),
        "b.md": entry("Rota", "aliases: [Turns of All]\n"),
    }

    assert [
        ("TT408", "a.md:4:11", "“R\u043eta” looks like “Rota”, the title of b.md, and isn't it.")
    ] == told(files)
    files = {"r\u043eta.md": entry("Turns"), "b.md": entry("Work", "aliases: [Rota]\n")}
    message = "“r\u043eta” looks like “Rota”, the alias of b.md, and isn't it."
    assert [("TT408", "r\u043eta.md:1:1", message)] == told(files, slugs=r"\w+")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("\u0420\u043e\u0442\u0430", "Turns"),
        ("Resum\u00e9 Rota", "Turns, Resumed"),
        ("Modern Rota", "Modem Rota"),
        ("Type 2", "Type Z"),
        ("Fail Safe", "Fall Safe"),
        ("ADHD Life Architecture", "Expat Life Architecture"),
    ],
)
def test_names_that_do_not_look_alike(first: str, second: str) -> None:
    """Letters of another alphabet are fine by themselves, and so are names that differ to the eye."""
    assert [] == told({"a.md": entry(first), "b.md": entry(second)})


def test_lookalikes_across_kinds() -> None:
    """Entries of different kinds may have names that look alike, as they may have the same."""
    assert [] == told({"a.md": entry("Rota"), "cases/b.md": entry("R\u043eta")})


def test_slugs_that_differ_in_hyphens() -> None:
    """Slugs of one kind that differ in hyphens only are told, unless the titles are one name too."""
    files = {"set-up.md": entry("Before the Work"), "setup.md": entry("A Room Made Ready")}

    assert [
        ("TT408", "setup.md:1:1", "The slug `setup` differs from that of `set-up.md` in hyphens only.")
    ] == told(files)
    files = {"set-up.md": entry("Set-Up"), "setup.md": entry("Setup")}
    assert [("TT406", "setup.md:2:8", "“Setup” is also the title of set-up.md.")] == told(files)


def test_slugs_in_one_folder_that_differ_in_case() -> None:
    """Where addresses or files don't tell case apart, two kinds in one folder get in each other's way."""
    files = {"Rota.md": entry("Rota", "kind: case\n"), "rota.md": entry("Turns")}

    assert [("TT408", "rota.md:1:1", "The slug `rota` differs from that of `Rota.md` in case only.")] == told(
        files, slugs=r"\w+"
    )
    files["Rota.md"] = entry("Rota")
    assert ["TT401"] == [one.code for one in found(files, slugs=r"\w+")]


# Near-duplicates

TOLD_TWICE = "Ask after a fortnight whether the mechanism that you wrote down has worked, and decide."


def test_near_duplicates() -> None:
    """Entries whose names are nearly one are told with their likeness, at the alias if that is what is alike."""
    files = {
        "costing.md": entry("Activity-Based Costing (ABC)"),
        "costs.md": entry("Where Money Goes", "aliases: [X, Activity-Based Costing]\n"),
    }
    (one,) = found(files)

    assert ("TT409", "costs.md:4:14") == told(files)[0][:2]
    assert "“Activity-Based Costing” and “Activity-Based Costing (ABC)” (costing.md) are " in one.message
    assert one.message.endswith(" % alike.")
    assert ["costing.md:2 is probably the same thing"] == related(one)
    assert "Join the two if they are one thing; else say in their names how they differ." == one.help


def test_copied_summaries() -> None:
    """Entries that share only a summary are told by it."""
    files = {"a.md": entry("Lantern", summary=TOLD_TWICE), "b.md": entry("Kettle", summary=TOLD_TWICE)}

    assert [
        ("TT409", "b.md:3:10", "The summaries of “Kettle” and “Lantern” (a.md) are 100 % alike.")
    ] == told(files)


def test_names_and_summaries_alike() -> None:
    """Where both are alike, both are said; summaries that have some words in common are not."""
    files = {
        "a.md": entry("Short Checkpoint", summary=TOLD_TWICE),
        "b.md": entry(
            "Short Checkpoints Practice", summary="Say before a fortnight who wrote the mechanism down."
        ),
    }
    assert told(files)[0][2].endswith(" % alike.")
    files["b.md"] = entry("Short Checkpoints Practice", summary=TOLD_TWICE)
    ((code, place, message),) = told(files)

    assert ("TT409", "b.md:2:8") == (code, place)
    assert message.startswith("“Short Checkpoints Practice” and “Short Checkpoint” (a.md) are ")
    assert message.endswith(" % alike, and so are their summaries.")


def test_relations_do_not_hide_near_duplicates() -> None:
    """Two entries that are one are told though a relation joins them."""
    files = {
        "a.md": entry("Short Checkpoint", "relations: {related: [b]}\n"),
        "b.md": entry("The Practice of Short Checkpoints"),
    }

    assert ["TT409"] == [one.code for one in found(files)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Adaptive Leadership Under Uncertainty", "Adaptive Strategy Under Uncertainty"),
        ("Cholesterol Management Protocol", "Energy Management Protocol"),
        ("Positive Feedback", "Negative Feedback"),
    ],
)
def test_alike_and_not_one(first: str, second: str) -> None:
    """Names that share words and name different things are fine."""
    assert [] == told({"a.md": entry(first), "b.md": entry(second)})


def test_equal_titles_are_told_once() -> None:
    """Entries whose titles are equal are told of that, not also that they are alike."""
    files = {"a.md": entry("Lantern", summary=TOLD_TWICE), "b.md": entry("lantern", summary=TOLD_TWICE)}

    assert ["TT406"] == [one.code for one in found(files)]


# Redirects


@pytest.mark.parametrize(
    ("slugs", "place", "message", "places"),
    [
        ("[x, a]", "a.md:4:20", "`a` is the slug that the entry has now.", []),
        ("[b]", "a.md:4:17", "`b` is the slug of “Bread” (b.md), so nothing can redirect from it.",
         ["b.md:1 has this slug now"]),
        ("b", "a.md:4:16", "`b` is the slug of “Bread” (b.md), so nothing can redirect from it.",
         ["b.md:1 has this slug now"]),
        ("[search]", "a.md:4:17", "The site has a page of its own at `search/`, so nothing can redirect from it.", []),
        ("[old-bread]", "b.md:5:5", "`old-bread` is also an earlier slug of “Apples” (a.md).",
         ["a.md:4 claims it too"]),
    ],
)  # fmt: skip
def test_contradicting_redirects(slugs: str, place: str, message: str, places: list[str]) -> None:
    """An earlier slug that is in use, or that another claims, is told where it stands."""
    files = {
        "a.md": entry("Apples", f"redirect_from: {slugs}\n"),
        "b.md": entry("Bread", "redirect_from:\n  - old-bread\n"),
    }

    assert [("TT410", place, message)] == told(files)
    assert places == related(found(files)[0])


def test_redirects_within_a_folder() -> None:
    """Entries of two kinds that lie in one folder have addresses there, which must differ too."""
    files = {
        "a.md": entry("Apples", "redirect_from: [b, old]\n"),
        "b.md": entry("Bread", "kind: case\nredirect_from: [old]\n"),
    }

    assert [("TT410", "a.md:4:17"), ("TT410", "b.md:5:17")] == [one[:2] for one in told(files)]


@pytest.mark.parametrize(
    ("path", "slugs"),
    [
        ("a.md", "[old-apples, older-apples]"),
        ("a.md", "[old-apples, old-apples]"),
        ("a.md", "[c]"),  # of another kind, and so at another address
        ("cases/a.md", "[b, search]"),
        ("guide/a.md", "[a, b]"),
        ("a.md", "[]"),
    ],
)
def test_sound_redirects(path: str, slugs: str) -> None:
    """An earlier slug that nothing else uses in its kind is fine."""
    files = {
        path: entry("Apples", f"redirect_from: {slugs}\n"),
        "b.md": entry("Bread"),
        "cases/c.md": entry("Cider"),
    }

    assert [] == told(files)


@pytest.mark.parametrize(
    ("typed", "slug", "cure"),
    [
        ("Early_Checkpoint", "Early_Checkpoint", "Write `early-checkpoint`."),
        ("Early Checkpoint", "Early Checkpoint", "Write `early-checkpoint`."),
        ("/patterns/early-checkpoint/", "/patterns/early-checkpoint/", "Write `early-checkpoint`."),
        ("early-checkpoint.md", "early-checkpoint.md", "Write `early-checkpoint`."),
        ("https://example.org/early", "https://example.org/early", "Write `early`."),
        ("'<b>'", "<b>", "Write the file's earlier name without `.md`, or remove it."),
        ("''", "", "Write the file's earlier name without `.md`, or remove it."),
    ],
)
def test_malformed_redirects(typed: str, slug: str, cure: str) -> None:
    """What can't have been a slug is told, with the slug that was probably meant."""
    files = {"a.md": entry("Apples", f"redirect_from: [x, {typed}]\n")}

    assert [("TT411", "a.md:4:20", f"`{slug}` is not a slug, which an earlier one must be.")] == told(files)
    assert cure == found(files)[0].help


def test_redirects_of_other_scripts() -> None:
    """Earlier slugs follow the grammar that settings give."""
    assert [] == told({"a.md": entry("Apples", "redirect_from: [\u65e5\u672c]\n")}, slugs=r"\w+")


# Whatever is written

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Rota", "rota", "R\u043eta", "RO\u0422A", "r0ta", "a", "b", "", "\U0001f3f4"]),
)


@given(st.lists(st.tuples(TEXTS, st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3)), max_size=5))
def test_any_names(entries: list[tuple[str, list[str], list[str]]]) -> None:
    """Whatever entries are called, the rules find what they find in places that are there."""
    files = {
        f"{'abcde'[at]}.md": f"---\ntitle: {title!r}\naliases: {aliases!r}\nredirect_from: {slugs!r}\n---\n"
        for at, (title, aliases, slugs) in enumerate(entries)
    }
    whole = library(files)

    for one in check(whole).diagnostics:
        assert inside(whole.by_path[one.path].source, one.span)
        assert all(inside(whole.by_path[place.path].source, place.span) for place in one.related)
