from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from trimtab.core import frontmatter
from trimtab.core.source import Source
from trimtab.edit import yaml_text
from trimtab.edit.yaml_text import is_plain, one_line, written


@pytest.mark.parametrize(
    ("value", "block", "flow"),
    [
        ("short-checkpoint", "short-checkpoint", "short-checkpoint"),
        ("Short Checkpoint", "Short Checkpoint", "Short Checkpoint"),
        ("Quit: The Power", '"Quit: The Power"', '"Quit: The Power"'),
        ("one, two", "one, two", '"one, two"'),
        ("a [b]", "a [b]", '"a [b]"'),
        ("[b]", '"[b]"', '"[b]"'),
        ('say "no"', 'say "no"', 'say "no"'),
        ('"no" he said', "'\"no\" he said'", "'\"no\" he said'"),
        ("it's: so", '"it\'s: so"', '"it\'s: so"'),
        ('\'tis "so"', "'''tis \"so\"'", "'''tis \"so\"'"),
        ("C# at 100%", "C# at 100%", "C# at 100%"),
        ("a # b", '"a # b"', '"a # b"'),
        ("no", '"no"', '"no"'),
        ("12", '"12"', '"12"'),
        ("2026-03-01", '"2026-03-01"', '"2026-03-01"'),
        ("12:30", '"12:30"', '"12:30"'),
        ("~", '"~"', '"~"'),
        ("null", '"null"', '"null"'),
        ("", '""', '""'),
        ("- a", '"- a"', '"- a"'),
        ("*a", '"*a"', '"*a"'),
        ("&a b", '"&a b"', '"&a b"'),
        ("!a b", '"!a b"', '"!a b"'),
        ("? a", '"? a"', '"? a"'),
        ("a:", '"a:"', '"a:"'),
        ("back\\slash", "back\\slash", "back\\slash"),
        ("back\\slash: x", "'back\\slash: x'", "'back\\slash: x'"),
        ("größe 日本", "größe 日本", "größe 日本"),
    ],
)
def test_written(value: str, block: str, flow: str) -> None:
    """A text has quotation marks only where YAML, or another reader of it, would take it for something else."""
    assert (block, flow) == (written(value), written(value, flow=True))


@pytest.mark.parametrize(
    ("like", "expected"),
    [("'x'", "'it''s'"), ('"x"', '"it\'s"'), ("x", "it's"), (">-\n  x", "it's"), ("", "it's")],
)
def test_quotation_marks_are_kept(like: str, expected: str) -> None:
    """What replaces a quoted scalar is quoted in the same way."""
    assert expected == written("it's", like=like)


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(one_line)


@given(lines, st.booleans(), st.sampled_from(["", "'", '"']))
@example("- ", False, "")
@example("\u2028", False, "")
def test_what_is_written_reads_back(value: str, flow: bool, like: str) -> None:
    """Whatever a line says, our reader and others read the same text back, in lists and after keys."""
    shown = written(value, flow=flow, like=like)
    block = f"k: [a, {shown}, b]\n" if flow else f"k: {shown}\nl: [b]\n"
    front = frontmatter.read(Source.decode("a.md", f"---\n{block}---\n".encode()))

    expected = {"k": ["a", value, "b"]} if flow else {"k": value, "l": ["b"]}
    assert () == front.faults
    assert expected == frontmatter.data(front.root)
    assert expected == yaml.safe_load(block)


@pytest.mark.parametrize("value", ["a\nb", "a\tb", "a\x07", "", " a", "a "])
def test_what_is_never_plain(value: str) -> None:
    """Blanks at the ends and control characters need quotation marks."""
    assert not is_plain(value)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("# one\na: 1 # two\nb: 2\n", ["# one", "# two"]),
        ("a: x#y\nb: 'z # z' # three\n", ["# three"]),
        ("a: |\n  # text\n  more # text\n# four\nb: 1\n", ["# four"]),
        ('a: ["x # y", # five\n  z] # six\n', ["# five", "# six"]),
        ("a: plain\n  # seven\nb: 1\n", ["# seven"]),
        ("a: >- # in the head\n  x\n# eight\n", ["# eight"]),
        ("a: &x [1] # nine # ten\nb: *x # eleven", ["# nine # ten", "# eleven"]),
        ("a: 'it''s # text' # twelve\n", ["# twelve"]),
        ("#\n\n  #\n", ["#", "#"]),
        ("", []),
    ],
)
def test_comments(block: str, expected: list[str]) -> None:
    """A comment begins at a number sign after a blank, outside of any value."""
    text = f"---\n{block}"
    known = yaml_text.tokens(text, 4, len(text))

    found = yaml_text.comments(text, 4, len(text), known)

    assert expected == [text[start:end].rstrip("\n") for start, end in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nBody\n---\n", "a: 1\n"),
        ("--- \na: 1\n---\t\nBody", "a: 1\n"),
        ("---\n---\n", ""),
        ("---\na: 1\n---", "a: 1\n"),
        ("Body\n---\n", ""),
    ],
)
def test_bounds(text: str, expected: str) -> None:
    """The block of front matter is what stands between its fences."""
    start, end = yaml_text.bounds(text, frontmatter.read(Source.decode("a.md", text.encode())))

    assert expected == text[start:end]
