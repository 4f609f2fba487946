from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import inside, library, mended
from trimtab.core.diagnostics import Diagnostic
from trimtab.rules import check

HEAD = "---\ntitle: A\nsummary: s\n---\n"
BODY = "A sentence.\n\nAnother one.\n"


def found(text: str, path: str = "a.md") -> list[Diagnostic]:
    """The findings about how a file is put together."""
    return [one for one in check(library({path: text})).diagnostics if "TT116" <= one.code <= "TT120"]


def said(text: str, path: str = "a.md") -> list[tuple[str, str, str]]:
    """Code, place and message of each of these findings."""
    return [
        (one.code, f"{one.span.start.line}:{one.span.start.column}", one.message) for one in found(text, path)
    ]


@pytest.mark.parametrize(
    ("body", "place", "fence"),
    [
        ("x\n\n```\ny\n", "7:1", "```"),
        ("x\n\n````python title='a'\ny\n```\n", "7:1", "````"),
        ("- x\n\n  ~~~~\n  y\n", "7:3", "~~~~"),
        ("```\nx\n```\n\n```yaml\n", "9:1", "```"),
    ],
)
def test_unclosed_code_blocks(body: str, place: str, fence: str) -> None:
    """A fence that never closes is found where it opens."""
    assert [("TT116", place, "The code block that begins here is never closed.")] == said(HEAD + body)
    assert [f"Put a line with just {fence} behind the code."] == [one.help for one in found(HEAD + body)]


@pytest.mark.parametrize("body", ["```\nx\n```\n", "````\n```\n````\n", "x ``` y\n", "`````\n", ""])
def test_closed_code_blocks(body: str) -> None:
    """Blocks that close, and backticks in a line, are fine; a lone fence at the end is junk, not code."""
    assert [] == [one for one in said(HEAD + body) if one[0] == "TT116"]


@pytest.mark.parametrize(
    ("end", "shown"),
    [
        ("'''\n", "'''"),
        ('"""', '"""'),
        ("```\n\n", "```"),
        ("\n**\n", "**"),
        ("EOF\n", "EOF"),
        ("<|im_end|>\n", "<|im_end|>"),
        ("'''\n```\n", "''' ```"),
    ],
)
def test_trailing_junk(end: str, shown: str) -> None:
    """Junk at the end is found as one, and the cure leaves a file that ends with its text."""
    (one,) = found(HEAD + BODY + end)

    assert ("TT117", f"The file ends with `{shown}`, which belongs to nothing.") == (one.code, one.message)
    assert one.fix is not None
    assert one.fix.safe
    after = mended(library({"a.md": HEAD + BODY + end}).documents[0].source, one.fix)
    assert HEAD + BODY == after
    assert [] == found(after)


def test_junk_alone() -> None:
    """A body that is only junk is empty afterwards."""
    (one,) = found(f"{HEAD}'''\n")

    assert one.fix is not None
    assert HEAD == mended(library({"a.md": f"{HEAD}'''\n"}).documents[0].source, one.fix)


@pytest.mark.parametrize(
    "end",
    [
        "'''\nq\n'''\n",
        "---\n",
        "***\n",
        "\n---\n",
        "```\nx\n```\n",
        "**b\n**\n",
        "- \n",
        "[a]: https://b.c/\n",
        "THE END\n",
    ],
)
def test_endings_that_are_meant(end: str) -> None:
    """What belongs to the text, or ends it on purpose, is left alone."""
    assert [] == said(HEAD + BODY + end)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{HEAD}---\ntitle: B\n---\n{BODY}", "5:1"),
        (f"{HEAD}\n\n---\ntitle: B\nsummary: t\ntags:\n  - x\n- y\n# z\n\nlevel: 9\n---\n{BODY}", "7:1"),
        (f"{HEAD}title: B\nsummary: t\n---\n{BODY}", "5:1"),
        ("---\ntitle: A\nsummary: s\nowner: x\n---\nowner: y\nother: z\nsummary: t\n---\n", "6:1"),
    ],
)
def test_second_front_matter(text: str, place: str) -> None:
    """A block of keys behind the front matter is found, with a line of dashes before it or not; it isn't deleted."""
    (one,) = found(text)

    assert [
        ("TT118", place, "A second block of front matter begins here, and none of its keys counts.")
    ] == said(text)
    assert one.fix is None


@pytest.mark.parametrize(
    "body",
    [
        "---\n\nText.\n\n---\n",
        "---\nWarning: read on\n---\n",
        "Note: this\n---\n",
        "title: B\n---\n",
        "Note: this\nAnd: that\n---\n",
        "---\ntitle: B\n\nText.\n\n---\n",
        "```yaml\n---\ntitle: B\n---\n```\n",
        "- title: B\n- summary: t\n\n---\n",
        "title: B\n\nText.\n",
        "# title: B\n---\n",
    ],
)
def test_bodies_that_begin_otherwise(body: str) -> None:
    """Lines across the page, words before a colon, and keys shown as code are no front matter."""
    assert [] == said(f"{HEAD}{body}")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("\n---\ntitle: A\n---\n# A\n\nx\n", "2:1"),
        ("\n \n\n---\nsummary: s\nlevel: 9\n---\n# A\n\nx\n", "4:1"),
    ],
)
def test_misplaced_front_matter(text: str, place: str) -> None:
    """Front matter below empty lines counts for nothing, and is found."""
    assert [("TT119", place, "The front matter begins here, and not in the first line.")] == said(text)


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n---\ntitle: A\n---\n",
        "---\ntitle: A\n---\n",
        "\n---\nx: y\n---\n# A\n\nx\n",
        "\ntitle: A\nlevel: 9\n---\n",
    ],
)
def test_front_matter_in_its_place(text: str) -> None:
    """Front matter in the first line, and lines across the page further down, are fine."""
    assert [] == said(text)


def test_broken_off_text() -> None:
    """The last words of a text that breaks off are found, of entries only."""
    text = f"{HEAD}{BODY}\nIf it didn't, say so before anybody asks, and\n"

    assert [("TT120", "9:43", "The text breaks off at `and`.")] == said(text)
    assert [] == said(text, "guide/a.md")


@pytest.mark.parametrize(
    "end",
    [
        "See the study.",
        "- Ann Other",
        "Ann Other",
        "| a |\n|---|",
        "https://example.org/a",
        "## More\n\n*n.n.*",
    ],
)
def test_texts_that_end(end: str) -> None:
    """Sentences with an end, and last lines that are no sentences, are fine."""
    assert [] == said(f"{HEAD}{BODY}\n{end}\n")


@pytest.mark.parametrize(
    ("text", "help"),
    [
        (f"{HEAD}{BODY}EOF\n", "Delete it; `trimtab check --fix` does."),
        (
            f"{HEAD}---\ntitle: B\n---\n",
            "Take over what is right in it into the first block, then delete it.",
        ),
        ("\n---\ntitle: A\n---\n# A\n\nx\n", "Delete the empty lines above it."),
        (
            f"{HEAD}{BODY}\nSay it before anybody asks, and\n",
            "Write the sentence to its end, with a full stop.",
        ),
    ],
)
def test_helps(text: str, help: str) -> None:
    """Each finding says what to do."""
    assert [help] == [one.help for one in found(text)]


@given(
    st.text(st.sampled_from("ab'\"`~*_ \n-:#.EOF>"), max_size=50), st.sampled_from(["", HEAD, "---\n", "\n"])
)
def test_any_text(text: str, head: str) -> None:
    """No file makes the rules fail; findings and cures lie in it, and a cure mends what it's for."""
    source = library({"a.md": head + text}).documents[0].source
    for one in found(head + text):
        assert inside(source, one.span)
        if one.fix is not None:
            assert one.code not in [other.code for other in found(mended(source, one.fix))]
