"""Any bytes at all, as a file of an export: nothing crashes, and `--fix` changes addresses alone."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import inside
from linkcheck.wikis import TOP, judge
from trimtab.core.source import Source
from trimtab.linkcheck.export import check, check_text
from trimtab.linkcheck.fixing import fix

JUDGE = judge()
PIECES = [TOP, "stage-gate/", "minutes", "big-review/", "short-checkpoint/", "heroics/", "nothing/"]
PIECES += [
    "levels/purpose/index.html",
    "#x",
    "#problem",
    "?a=1&amp;b=2",
    "&",
    "%2F",
    "..",
    "/",
    "\\",
    "\x00",
    "ü",
    "𝔘",
]
PIECES += [
    "//notes.example.org/lib/",
    "[a](",
    "](",
    ")",
    "[",
    "]",
    "]: ",
    "<",
    ">",
    "`",
    "```\n",
    "\n",
    "\r\n",
    "\r",
]
PIECES += [
    " ",
    "    ",
    "*",
    "_",
    "- ",
    "|",
    "'",
    '"',
    '<a href="',
    "<a href='",
    "<a href=",
    "</a>",
    "<img src=",
]
PIECES += ["<!--", "-->", "<pre>", "</pre>", "<script>", "x=1"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
PAGE = re.compile(
    r"stage(?:\\?-|&#45;)gate|minutes|big-review|levels/purpose|short-checkpoint|decision-log|levels/goals"
)


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.xml"])
@given(data=st.binary(max_size=200) | TEXTS.map(str.encode))
def test_any_bytes(name: str, data: bytes) -> None:
    """Whatever a file holds, it's read, and what is found lies in it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        checked = check(Path(folder), name, JUDGE, ["lib"])
    if name != "a.xml":
        source = Source.decode(name, data)
        assert all(inside(source, found.span) for found in checked.diagnostics)


@pytest.mark.parametrize("name", ["a.md", "a.html"])
@pytest.mark.parametrize("unsafe", [False, True])
@settings(max_examples=300)
@given(text=TEXTS)
def test_fix(name: str, unsafe: bool, text: str) -> None:
    """Rewriting comes to an end at once, and leaves all but the addresses of pages as they were."""
    data = text.encode()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / name).write_bytes(data)
        fixed = fix(root, [check(root, name, JUDGE)], JUDGE, unsafe=unsafe)
        fixed.transaction.write()
        after = (root / name).read_bytes()
        again = fix(root, [check(root, name, JUDGE)], JUDGE, unsafe=unsafe)

    assert () == again.transaction.changes or fixed.skipped
    assert (after != data) == bool(fixed.mended)
    if not fixed.skipped:
        source = Source.decode(name, after)
        left = check_text(source, JUDGE).cures
        assert not [cure for _, cure in left if cure.safe or unsafe]
    assert _rest(text) == _rest(after.decode()) or ".." in text


def _rest(text: str) -> str:
    """A text without the parts of addresses that name pages, and without slashes."""
    return re.sub(r"/|index\.html", "", PAGE.sub("", text))
