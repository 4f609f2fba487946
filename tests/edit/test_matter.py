from __future__ import annotations

from collections.abc import Callable

import pytest

from trimtab.core import document as documents
from trimtab.core.document import Document
from trimtab.core.settings import parse
from trimtab.core.source import Source
from trimtab.edit.matter import Matter
from trimtab.edit.texts import EditError, Replacement, replace

DIALECT = {"fields": {"redirect_from": ["lifecycle.previous", "was"], "title": "naming.title"}}


def changed(text: str, change: Callable[[Matter], Replacement], **options: object) -> tuple[str, Document]:
    """A text with one change made, and the document that it makes."""
    settings = parse(options)
    document = documents.read(Source.decode("a.md", text.encode()), settings)
    assert not document.front.faults
    after = replace(text, [change(Matter(document, settings))])
    return after, documents.read(Source.decode("a.md", after.encode()), settings)


def add_slug(matter: Matter) -> Replacement:
    """What `rename` does."""
    return matter.add("redirect_from", "old", ("aliases", "title"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A new key, after the aliases or else the title, in the style of the file's lists.
        ("title: A\ntags: [x]\n", "title: A\nredirect_from: [old]\ntags: [x]\n"),
        ("title: A\n", "title: A\nredirect_from: [old]\n"),
        ("tags: [x]\n", "tags: [x]\nredirect_from: [old]\n"),
        (
            "title: A\naliases: [B]\ntags: [x]\n",
            "title: A\naliases: [B]\nredirect_from: [old]\ntags: [x]\n",
        ),
        (
            "aliases:\n  - B\n  - C # last\n\n# GROUP\ntitle: A\n",
            "aliases:\n  - B\n  - C # last\nredirect_from:\n  - old\n\n# GROUP\ntitle: A\n",
        ),
        (
            "title: A\naliases:\n- B\nlevels: [9]\n",
            "title: A\naliases:\n- B\nredirect_from:\n- old\nlevels: [9]\n",
        ),
        ("title: A\ntags:\n- x\n", "title: A\nredirect_from:\n- old\ntags:\n- x\n"),
        (
            "title: A\nsources:\n  - {title: X}\ntags: [x]\n",
            "title: A\nredirect_from: [old]\nsources:\n  - {title: X}\ntags: [x]\n",
        ),
        (
            "title: A\nsources:\n  - {title: X}\n",
            "title: A\nredirect_from:\n  - old\nsources:\n  - {title: X}\n",
        ),
        (
            "title: >-\n  A\n  B\n\nsummary: x\n",
            "title: >-\n  A\n  B\nredirect_from: [old]\n\nsummary: x\n",
        ),
        ('title: "A" # name\nsummary: x\n', 'title: "A" # name\nredirect_from: [old]\nsummary: x\n'),
        ("  title: A\n  tags: [x]\n", "  title: A\n  redirect_from: [old]\n  tags: [x]\n"),
        (
            "title: A\naliases: [\n  B, # one\n  C\n] # end\nx: y\n",
            "title: A\naliases: [\n  B, # one\n  C\n] # end\nredirect_from: [old]\nx: y\n",
        ),
        (
            "title: &t A\naliases: &l [B]\ntags: *l\nx: *t\n",
            "title: &t A\naliases: &l [B]\nredirect_from: [old]\ntags: *l\nx: *t\n",
        ),
        (
            "tags: &l [B]\ntitle: A\naliases: *l # c\n",
            "tags: &l [B]\ntitle: A\naliases: *l # c\nredirect_from: [old]\n",
        ),
        ("{title: A, tags: [x]}\n", "{title: A, redirect_from: [old], tags: [x]}\n"),
        ("{title: A}\n", "{title: A, redirect_from: [old]}\n"),
        ("{\n  title: A,\n}\n", "{\n  title: A, redirect_from: [old],\n}\n"),
        ("{}\n", "{redirect_from: [old]}\n"),
        ("", "redirect_from: [old]\n"),
        ("# only a comment\n", "redirect_from: [old]\n# only a comment\n"),
        # A list that is there.
        ("redirect_from: [a]\n", "redirect_from: [a, old]\n"),
        ("redirect_from: ['a'] # c\n", "redirect_from: ['a', 'old'] # c\n"),
        ('redirect_from: ["a", "b",]\n', 'redirect_from: ["a", "b", "old",]\n'),
        ("redirect_from: [\n  a, # one\n  b # two\n]\n", "redirect_from: [\n  a, # one\n  b, old # two\n]\n"),
        ("redirect_from: [ ]\n", "redirect_from: [ old]\n"),
        ("redirect_from: []\n", "redirect_from: [old]\n"),
        ("redirect_from: [ # none\n]\n", "redirect_from: [ # none\nold]\n"),
        ("redirect_from:\n- a\n- b # c\n\n# d\nx: y\n", "redirect_from:\n- a\n- b # c\n- old\n\n# d\nx: y\n"),
        ("redirect_from:\n    -   a\nx: y\n", "redirect_from:\n    -   a\n    -   old\nx: y\n"),
        ("redirect_from:\n  - 'a'\n", "redirect_from:\n  - 'a'\n  - 'old'\n"),
        ("x: &s a\nredirect_from: [*s]\n", "x: &s a\nredirect_from: [*s, old]\n"),
        ("x: &s a\nredirect_from:\n- *s\n", "x: &s a\nredirect_from:\n- *s\n- old\n"),
        ("{redirect_from: [a]}\n", "{redirect_from: [a, old]}\n"),
        ("  title: A\n  tags:\n    - x\n", "  title: A\n  redirect_from:\n    - old\n  tags:\n    - x\n"),
        ("redirect_from:\n-\n", "redirect_from:\n-\n- old\n"),
        ("redirect_from:\n-\n  a\n", "redirect_from:\n-\n  a\n- old\n"),
        ("redirect_from:\n- a\n- - b\n  - c\nx: y\n", "redirect_from:\n- a\n- - b\n  - c\n- old\nx: y\n"),
        # One value, or none.
        ("redirect_from: a\n", "redirect_from: [a, old]\n"),
        ("redirect_from: 'a' # c\n", "redirect_from: ['a', 'old'] # c\n"),
        ("redirect_from: >-\n  a\nx: y\n", "redirect_from: [a, old]\nx: y\n"),
        ("redirect_from: &r a\n", "redirect_from: &r [a, old]\n"),
        ("x: &s a\nredirect_from: *s\n", "x: &s a\nredirect_from: [a, old]\n"),
        ("x: &s [a, b]\nredirect_from: *s\n", "x: &s [a, b]\nredirect_from: [a, b, old]\n"),
        ("redirect_from:\nx: y\n", "redirect_from: [old]\nx: y\n"),
        ("redirect_from: # none yet\nx: y\n", "redirect_from: [old] # none yet\nx: y\n"),
        ("redirect_from: ~\n", "redirect_from: [old]\n"),
        ("redirect_from: null # c\n", "redirect_from: [old] # c\n"),
        # Of a key that is given twice the later counts.
        ("redirect_from: [a]\nredirect_from: [b]\n", "redirect_from: [a]\nredirect_from: [b, old]\n"),
        ("redirect_from: [b]\nx: 1\nx: 2\n", "redirect_from: [b, old]\nx: 1\nx: 2\n"),
        ("redirect_from:\n- b\nx: 1\nx: 2\n", "redirect_from:\n- b\n- old\nx: 1\nx: 2\n"),
        ("title: A\nx: {a: 1,\nb: 2}\nx: 2\n", "title: A\nredirect_from: [old]\nx: {a: 1,\nb: 2}\nx: 2\n"),
    ],
)
def test_add_to_a_list(before: str, after: str) -> None:
    """A value comes to the end of a list, however it's written, and all else stays as it was."""
    document = documents.read(Source.decode("a.md", f"---\n{before}---\nBody\n".encode()), parse({}))
    known = document.entry.redirect_from if document.entry else ()
    text = document.source.text

    made = replace(text, [add_slug(Matter(document, parse({})))])
    result = documents.read(Source.decode("a.md", made.encode()), parse({}))

    assert f"---\n{after}---\nBody\n" == made
    assert result.entry is not None
    assert (*known, "old") == result.entry.redirect_from
    assert [fault.kind for fault in document.faults] == [fault.kind for fault in result.faults]


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("# A\n\nText.\n", "---\nredirect_from: [old]\n---\n\n# A\n\nText.\n"),
        ("\n# A\n", "---\nredirect_from: [old]\n---\n\n# A\n"),
        ("", "---\nredirect_from: [old]\n---\n"),
    ],
)
def test_front_matter_is_made(body: str, after: str) -> None:
    """A file without front matter gets some, and its text keeps an empty line before it."""
    made, document = changed(body, add_slug)

    assert after == made
    assert document.entry is not None
    assert ("old",) == document.entry.redirect_from


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A\n", "title: A\nlifecycle: {previous: [old]}\n"),
        (
            "lifecycle:\n  status: draft # c\ntitle: A\n",
            "lifecycle:\n  status: draft # c\n  previous: [old]\ntitle: A\n",
        ),
        ("lifecycle: {status: draft}\n", "lifecycle: {status: draft, previous: [old]}\n"),
        ("lifecycle:\n  previous: [a]\n", "lifecycle:\n  previous: [a, old]\n"),
        (
            "lifecycle:\n  previous:\n    - a\n  x: y\n",
            "lifecycle:\n  previous:\n    - a\n    - old\n  x: y\n",
        ),
        ("was: [a]\n", "was: [a, old]\n"),
        ("was: [a]\nlifecycle: {previous: }\n", "was: [a, old]\nlifecycle: {previous: }\n"),
        ("{lifecycle: {status: draft}, x: y}\n", "{lifecycle: {status: draft, previous: [old]}, x: y}\n"),
    ],
)
def test_dialects(before: str, after: str) -> None:
    """A field is changed where the library reads it, and made at the first place where it would."""
    made, document = changed(f"---\n{before}---\n", add_slug, **DIALECT)

    assert f"---\n{after}---\n" == made
    assert document.entry is not None
    assert "old" == document.entry.redirect_from[-1]


@pytest.mark.parametrize(
    ("block", "options"),
    [
        ("redirect_from: {a: b}\n", {}),
        ("redirect_from: &r {a: b}\nx: *r\n", {}),
        ("x: &r [{a: b}]\nredirect_from: *r\n", {}),
        ("lifecycle: draft\n", DIALECT),
        ("x: &l {status: draft}\nlifecycle: *l\n", DIALECT),
        ("title: A\n", {"fields": {"redirect_from": "section:Earlier Names"}}),
        ("? title\n: A\n", {}),
    ],
)
def test_forms_that_are_left_alone(block: str, options: dict[str, object]) -> None:
    """What can't be changed with certainty is refused, with what to do instead."""
    with pytest.raises(EditError) as caught:
        changed(f"---\n{block}---\n", add_slug, **options)

    assert caught.value.help


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ("aliases: [A, B, C]\n", 0, "aliases: [B, C]\n"),
        ("aliases: [A, B, C]\n", 1, "aliases: [A, C]\n"),
        ("aliases: [A, B, C]\n", 2, "aliases: [A, B]\n"),
        ("aliases: [A, 'B', ]\n", 1, "aliases: [A, ]\n"),
        ("aliases:\n- A\n- B\n- C\n", 1, "aliases:\n- A\n- C\n"),
        ("aliases:\n  - A\n  - B\nx: y\n", 1, "aliases:\n  - A\nx: y\n"),
        ("aliases:\n  - A # why\n  - B\n", 0, "aliases:\n  # why\n  - B\n"),
        ("aliases:\n  # why\n  - A\n  - B\n", 0, "aliases:\n  # why\n  - B\n"),
        ("aliases:\n  - >-\n    A\n    A\n  - B\n", 0, "aliases:\n  - B\n"),
        ("aliases: [&x A, B]\n", 0, "aliases: [B]\n"),
        ("aliases: [A] # c\n", 0, "aliases: [] # c\n"),
        ("aliases: A # c\n", 0, "aliases: [] # c\n"),
        ("aliases:\n- A\nx: y\n", 0, "aliases:\nx: y\n"),
    ],
)
def test_drop_from_a_list(before: str, index: int, after: str) -> None:
    """A value goes with its mark, and a comment beside it stays."""
    made, _ = changed(f"---\n{before}---\n", lambda matter: matter.drop("aliases", index))

    assert f"---\n{after}---\n" == made


@pytest.mark.parametrize(
    "block", ["title: A\n", "aliases:\n", "aliases: {A: B}\n", "aliases: [A]\n", "aliases: A\n"]
)
def test_what_is_not_there_is_not_dropped(block: str) -> None:
    """A list that lacks the value, or is none, is left alone."""
    with pytest.raises(EditError):
        changed(f"---\n{block}---\n", lambda matter: matter.drop("aliases", 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A # c\nx: y\n", "title: New # c\nx: y\n"),
        ("title: 'A'\n", "title: 'New'\n"),
        ('title: "A"\n', 'title: "New"\n'),
        ("title: >-\n  A\n  B\n# c\nx: y\n", "title: New\n# c\nx: y\n"),
        ("title: A\n  B\n", "title: New\n"),
        ("title:\nx: y\n", "title: New\nx: y\n"),
        ("title: # c\nx: y\n", "title: New # c\nx: y\n"),
        ("title: ~\n", "title: New\n"),
        ("x: &t A\ntitle: *t\n", "x: &t A\ntitle: New\n"),
        ("# head\nsummary: x\n", "# head\ntitle: New\nsummary: x\n"),
        ("  summary: x\n", "  title: New\n  summary: x\n"),
        ("{summary: x}\n", "{title: New, summary: x}\n"),
        ("", "title: New\n"),
    ],
)
def test_put(before: str, after: str) -> None:
    """A text is replaced in its own quotation marks, or becomes the first key."""
    made, document = changed(f"---\n{before}---\n", lambda matter: matter.put("title", "New"))

    assert f"---\n{after}---\n" == made
    assert "New" == document.title


@pytest.mark.parametrize(
    "block",
    [
        "title: A\n",
        "aliases: []\n",
        "aliases:\n",
        "aliases: [X]\n",
        "aliases: X\n",
        "aliases:\n- X\n",
        "title: A\ntags:\n- x\n",
        "{title: A}\n",
    ],
)
@pytest.mark.parametrize("value", ["A, B", "a: b", "[c]", "no", 'it\'s "so"', "x # y"])
def test_any_value_reads_back(block: str, value: str) -> None:
    """A value is quoted as its place wants it, so that it is read as it was meant."""
    _, document = changed(f"---\n{block}---\n", lambda matter: matter.add("aliases", value, ("title",)))

    assert document.entry is not None
    assert value == document.entry.aliases[-1]
    assert [] == [fault for fault in document.faults if fault.kind != "missing-field"]


@pytest.mark.parametrize("block", ["title: [A]\n", "title:\n  -\n", "title: {a: b}\n", "title:\n  - A\n"])
def test_what_is_no_text_is_not_put(block: str) -> None:
    """A list where a text belongs is for a person to mend."""
    with pytest.raises(EditError):
        changed(f"---\n{block}---\n", lambda matter: matter.put("title", "New"))


def test_put_between_brackets() -> None:
    """A text with a comma is quoted where the comma would end it."""
    assert (
        '---\n{title: "A, B", x: y}\n---\n'
        == changed("---\n{title: A, x: y}\n---\n", lambda matter: matter.put("title", "A, B"))[0]
    )
