"""Every expression of our templates is escaped, for MkDocs' environment does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from trimtab.engine.config import THEME

TEMPLATES = sorted(path.relative_to(THEME).as_posix() for path in THEME.rglob("*.html"))
MACROS = {"link", "stars", "item", "items", "heading", "sample", "crumbs", "ladder", "loops", "backlinks"} | {
    "rest",
    "brief",
    "pager",
    "title",
    "coverage_head",
}
"""What `macros.html` holds; each is proven where it is written."""

NUMBERS = "a number, from a model that checked it"
OURS = "one of our own words: a tier, a mark, an id, a polarity"
UNESCAPED = {
    "toc_item.title": "escaped before, by MkDocs or by us: Material's own template shows it so too",
    "toc_item.typeset.title": "the same",
    "page.content": "the body's HTML, sanitised",
    "svg": "a drawing that we made, its words escaped there",
    "view.neighbourhood": "the same",
    "sim.svg": "the same",
    "run.svg": "the same",
    "one.svg": "the same",
    "view.item.level": NUMBERS,
    "view.item.confidence": NUMBERS,
    "view.vitality.score": NUMBERS,
    "view.vitality.percent": NUMBERS,
    "item.level": NUMBERS,
    "item.vitality": NUMBERS,
    "item.confidence": NUMBERS,
    "rung.number": NUMBERS,
    "rung.kin": NUMBERS,
    "rung.more": NUMBERS,
    "part.more": NUMBERS,
    "row.rung.number": NUMBERS,
    "one.patterns": NUMBERS,
    "pin.number": NUMBERS,
    "level": NUMBERS,
    "rung.tier": OURS,
    "rung.mark": OURS,
    "told.kind": OURS,
    "ident": OURS,
    "class": OURS,
    "page.meta.title": "escaped before it reached the theme, as Material's own templates need it",
    "page.title": "the same",
}
"""What need not be escaped, each with its reason."""


def parse(source: str) -> nodes.Template:
    """A template as Jinja reads it."""
    return Environment(autoescape=True).parse(source)


def dotted(node: nodes.Node) -> str:
    """The name of what an expression shows, such as `view.item.level`; empty for anything more."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        base = dotted(node.node)
        return f"{base}.{node.attr}" if base else ""
    return ""


def faults(node: nodes.Node) -> Iterator[str]:
    """The parts of an expression that are shown as they are and may not be."""
    if isinstance(node, nodes.Filter) and node.name in ("e", "escape", "tojson"):
        return
    if isinstance(node, nodes.CondExpr):
        yield from faults(node.expr1)
        if node.expr2 is not None:
            yield from faults(node.expr2)
    elif isinstance(node, nodes.Or):
        yield from faults(node.left)
        yield from faults(node.right)
    elif isinstance(node, nodes.Neg):
        yield from faults(node.node)
    elif isinstance(node, nodes.Const):
        if isinstance(node.value, str) and re.search(r"[<>&\"']", node.value):
            yield repr(node.value)
    elif isinstance(node, nodes.Call):
        name = dotted(node.node)
        if name.removeprefix("m.") not in MACROS and name not in ("super", "caller"):
            yield f"{name}()"
    elif dotted(node) not in UNESCAPED:
        yield dotted(node) or type(node).__name__


def unescaped(source: str) -> list[str]:
    """The expressions of a template that are shown unescaped, each with its line."""
    return [
        f"line {shown.lineno}: {fault}"
        for output in parse(source).find_all(nodes.Output)
        for shown in output.nodes
        if not isinstance(shown, nodes.TemplateData)
        for fault in faults(shown)
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_expression_is_escaped(template: str) -> None:
    """Each expression ends with `| e`, calls one of our macros, or is on the list with a reason."""
    assert [] == unescaped((THEME / template).read_text(encoding="utf-8"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_attribute_is_quoted(template: str) -> None:
    """No expression is an attribute's value without quotes, where escaping would not help; none is in a script."""
    source = (THEME / template).read_text(encoding="utf-8")
    assert [] == re.findall(r"\s[\w-]+=\s*\{\{.*", source)
    data = r'<script type="application/ld\+json">\{\{ [\w.]+ \| tojson \}\}</script>'
    assert [] == re.findall(r"<(?:script|style)\b(?![^>]*\bsrc=).*", re.sub(data, "", source))
    assert [] == re.findall(r"\son[a-z]+=.*", source)
    assert [] == re.findall(r"\sstyle=.*", source)
    assert [] == re.findall(r"\|\s*safe\b.*|autoescape.*", source)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_address_is_made_relative(template: str) -> None:
    """An address of the site's goes through `| url`; one of an author's is a link only if it is http or https."""
    source = (THEME / template).read_text(encoding="utf-8")
    addresses = re.findall(r"(?:href|src|action)=\"\{\{(.*?)\}\}", source)
    made = [given for given in addresses if re.search(r"\|\s*url\b", given)]
    ours = [
        given
        for given in addresses
        if given.split("|")[0].strip() in ("address", "page.edit_url", "toc_item.url")
    ]
    theirs = [given.split("|")[0].strip() for given in addresses if given not in made + ours]
    for name in theirs:
        assert f'{name}.startswith(("https://", "http://"))' in source, name


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ view.title }}", ["line 1: view.title"]),
        ("{{ view.title | e }}", []),
        ("{{ value.url | url | e }}", []),
        ("{{ value.url | e | url }}", ["line 1: Filter"]),
        ("{{ view.title | upper }}", ["line 1: Filter"]),
        ("\n{% if x %}{{ view.title }}{% endif %}", ["line 2: view.title"]),
        ("{% macro f(x) %}{{ x }}{% endmacro %}", ["line 1: x"]),
        ("{{ a | e if a else b }}", ["line 1: b"]),
        ("{{ a | e ~ b }}", ["line 1: Concat"]),
        ("{{ m.items(x) }}{{ super() }}", []),
        ("{{ other(x) }}", ["line 1: other()"]),
        ("{{ view.titles[0] }}", ["line 1: Getitem"]),
        ("{{ '<b>' }}{{ ', ' if x }}", ["line 1: '<b>'"]),
        ("{{ page.content }}", []),
    ],
)
def test_the_proof_finds_what_it_should(source: str, expected: list[str]) -> None:
    """An expression that isn't escaped is found wherever it stands."""
    assert expected == unescaped(source)


def test_the_list_is_no_longer_than_needed() -> None:
    """Every entry of the list is in use."""
    shown = "".join((THEME / template).read_text(encoding="utf-8") for template in TEMPLATES)
    assert [] == [name for name in UNESCAPED if not re.search(rf"\{{\{{[^}}]*\b{re.escape(name)}\b", shown)]


def test_the_macros_are_those_of_the_file() -> None:
    """The macros that templates may call are all written in `macros.html`."""
    tree = parse((THEME / "trimtab" / "macros.html").read_text(encoding="utf-8"))
    assert {macro.name for macro in tree.find_all(nodes.Macro)} == MACROS


def test_templates_are_where_libraries_can_replace_them() -> None:
    """Every template of ours is below `trimtab/`, or takes the place of one of Material's of the same path."""
    import material

    theirs = Path(material.__file__).parent / "templates"
    strange = [
        name for name in TEMPLATES if not name.startswith("trimtab/") and not (theirs / name).is_file()
    ]
    assert [] == strange
