"""Templates without their layout: what is left out shows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from trimtab.engine.templates import squeeze


def laid_out(folder: Path, source: str, *, squeezed: Path | None = None) -> str:
    """What a template gives, squeezed where it lies in a certain folder."""
    (folder / "one.html").write_text(source, encoding="utf-8")
    env = Environment(loader=FileSystemLoader(folder), autoescape=True)
    squeeze(env, [str(squeezed or folder)])
    return env.get_template("one.html").render(text="  two\n\n  lines", yes=True)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>\n    one\n    two\n</p>", "<p>\none\ntwo\n</p>"),
        ("one\n  {% if yes %}\n  two\n  {% endif %}\nthree", "one\ntwo\nthree"),
        ("<a\n  {% if yes %}\n    class='b'\n  {% endif %}\n  href='c'>", "<a\nclass='b'\nhref='c'>"),
        ("<li>a</li>\n  <li>b</li>", "<li>a</li>\n<li>b</li>"),
        ("<ul>\n\n  <li>a</li>\n</ul>\n<div>b</div>", "<ul>\n<li>a</li></ul><div>b</div>"),
        ("one\n  {# a note #}\n  {% if yes %}{% set a = 1 %}\n{% endif %}\ntwo", "one\ntwo"),
        ("<a>one</a>\n  {%- if yes %}{% endif %}\n  {{ text }}", "<a>one</a>\n  two\n\n  lines"),
        ("{% if yes %} a {% endif %}\nb", " a \nb"),
    ],
)
def test_layout_is_left_out(source: str, expected: str, tmp_path: Path) -> None:
    """Indentation, empty lines and lines with nothing but tags go; two words never meet."""
    assert expected == laid_out(tmp_path, source)


def test_what_is_put_in_stays(tmp_path: Path) -> None:
    """Blank space in a text that a template shows is the text's own."""
    assert "<pre>  two\n\n  lines</pre>" == laid_out(tmp_path, "<pre>{{ text }}</pre>")


def test_templates_of_others_stay(tmp_path: Path) -> None:
    """A template that lies elsewhere is as its author wrote it."""
    source = "<p>\n\n    one\n</p>"
    assert source == laid_out(tmp_path, source, squeezed=tmp_path / "theme")
