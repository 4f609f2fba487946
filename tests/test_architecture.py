"""The house as DESIGN §4 draws it: who may import whom, what is public, and how large a room may be."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import trimtab

PACKAGE = Path(trimtab.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
MAY_IMPORT = {
    "core": {"core"},
    "rules": {"core", "rules"},
    "checking": {"core", "rules", "checking"},
    "history": {"core", "rules", "history"},
    "edit": {"core", "rules", "edit"},
    "linkcheck": {"core", "edit", "linkcheck"},
    "scaffold": {"core", "scaffold"},
    "report": {"core", "report"},
    "site": {"core", "site"},
    "engine": {"core", "rules", "checking", "report", "site", "engine"},
    "cli": {
        "core",
        "rules",
        "checking",
        "history",
        "edit",
        "linkcheck",
        "scaffold",
        "report",
        "site",
        "cli",
        "",
    },
    # The public interface, and what runs the command.
    "": {"core", "rules", "site"},
    "__main__.py": {"cli"},
}
"""Of our own packages, those that each may import; `` is the package itself."""
ONLY_IN = {
    "mkdocs": {"engine"},
    "properdocs": {"engine"},
    "material": {"engine"},
    "click": {"cli"},
    "rich": {"cli", "report"},
    "markdown": {"engine", "site"},
    "pymdownx": {"site"},
    "nh3": {"site"},
    "pagefind": {"engine"},
    "jinja2": {"engine"},
    "PIL": {"site"},
}
"""Libraries that only some packages may import. Not the core: it knows no engine, command, template or output."""
LONGEST = 400
"""How many lines a module may have."""


def imports(source: str, module: str) -> Iterator[str]:
    """The dotted names that a module imports, at its top or anywhere within, relative ones made whole."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                folder = ["trimtab", *module.split("/")[:-1]]
                base = ".".join([*folder[: len(folder) - node.level + 1], *filter(None, [base])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    """The package of ours that a module belongs to."""
    return module.partition("/")[0] if "/" in module else module if module == "__main__.py" else ""


def ours(name: str) -> str | None:
    """The package of ours that an imported name belongs to, if it's ours."""
    parts = name.split(".")
    if parts[0] != "trimtab":
        return None
    return parts[1] if len(parts) > 1 and (PACKAGE / parts[1]).is_dir() else ""


def faults(source: str, module: str) -> set[str]:
    """The imports of a module that the table forbids."""
    here = room(module)
    wrong = set()
    for name in imports(source, module):
        theirs = ours(name)
        if theirs is not None:
            # `from trimtab.core import x` is also an import of `trimtab` itself to Python, and to us of `core` alone.
            if theirs not in MAY_IMPORT[here] and not (theirs == "" and name == "trimtab" and here == ""):
                wrong.add(name)
        elif here not in ONLY_IN.get(name.partition(".")[0], {here}):
            wrong.add(name)
    return wrong


@pytest.mark.parametrize("module", MODULES)
def test_arrows_point_one_way(module: str) -> None:
    """A module imports only what its package may: the core nothing of ours but the core, and no engine or command."""
    assert set() == faults((PACKAGE / module).read_text(encoding="utf-8"), module)


@pytest.mark.parametrize(
    ("source", "module", "expected"),
    [
        ("import mkdocs", "core/x.py", {"mkdocs"}),
        ("from mkdocs.config import y", "site/x.py", {"mkdocs.config", "mkdocs.config.y"}),
        ("from mkdocs.config import y", "engine/x.py", set()),
        ("def f():\n    import click", "core/x.py", {"click"}),
        ("if x:\n    from jinja2 import y", "core/x.py", {"jinja2", "jinja2.y"}),
        ("from trimtab.site import urls", "core/x.py", {"trimtab.site", "trimtab.site.urls"}),
        ("from trimtab.core import body", "core/x.py", set()),
        ("from ..site import urls", "core/x.py", {"trimtab.site", "trimtab.site.urls"}),
        ("from . import body", "core/x.py", set()),
        ("from trimtab.rules import check", "report/x.py", {"trimtab.rules", "trimtab.rules.check"}),
        ("from trimtab.engine import pages", "cli/x.py", {"trimtab.engine", "trimtab.engine.pages"}),
        ("from trimtab.cli import main", "engine/x.py", {"trimtab.cli", "trimtab.cli.main"}),
        ("import trimtab", "core/x.py", {"trimtab"}),
        ("from trimtab import Library", "core/x.py", {"trimtab", "trimtab.Library"}),
        ("from trimtab import Library", "cli/x.py", set()),
    ],
)
def test_the_table_forbids_what_it_should(source: str, module: str, expected: set[str]) -> None:
    """A forbidden import is found wherever it stands, and an allowed one isn't."""
    assert expected == faults(source, module)


def test_every_package_is_in_the_table() -> None:
    """No package of ours is without a line in the table."""
    packages = {module.partition("/")[0] for module in MODULES if "/" in module}
    assert packages <= set(MAY_IMPORT)


# The public interface


@pytest.mark.parametrize("name", trimtab.__all__)
def test_public_names_are_documented(name: str) -> None:
    """Everything in `__all__` can be imported and says what it is; so do its own public members."""
    found = getattr(trimtab, name)
    if name == "__version__":
        assert found
        return
    assert inspect.getdoc(found)
    if inspect.isclass(found):
        for member, value in vars(found).items():
            if member.startswith("_") or not (
                inspect.isfunction(value) or isinstance(value, (property, classmethod))
            ):
                continue
            assert inspect.getdoc(value), f"{name}.{member}"


def test_no_public_name_is_missing() -> None:
    """What the package holds besides modules is in `__all__`, once, in order."""
    public = {
        name
        for name, value in vars(trimtab).items()
        if not inspect.ismodule(value) and not (name.startswith("_") and name != "__version__")
    }
    assert sorted(public | {"__version__"}) == sorted(trimtab.__all__)
    assert sorted(set(trimtab.__all__)) == sorted(trimtab.__all__)


def test_entry_points_lead_somewhere() -> None:
    """The command, the plugin and the Markdown extension that the package declares are there."""
    from importlib.metadata import entry_points

    names = {"console_scripts", "mkdocs.plugins", "markdown.extensions"}
    declared = [point for group in names for point in entry_points(group=group) if point.name == "trimtab"]
    assert names == {point.group for point in declared}
    assert all(callable(point.load()) for point in declared)


# The rooms


def undocumented(node: ast.Module | ast.ClassDef, name: str) -> Iterator[str]:
    """The public classes, functions and methods below a node that don't say what they are."""
    if ast.get_docstring(node) is None:
        yield name
    for child in node.body:
        if not isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if child.name.startswith("_") or any(
            ast.unparse(one).endswith("overload") for one in child.decorator_list
        ):
            continue
        if isinstance(child, ast.ClassDef):
            yield from undocumented(child, f"{name}.{child.name}")
        elif ast.get_docstring(child) is None:
            yield f"{name}.{child.name}"


@pytest.mark.parametrize("module", MODULES)
def test_everything_public_is_documented(module: str) -> None:
    """Every public module, class, function and method has a docstring."""
    assert [] == list(undocumented(ast.parse((PACKAGE / module).read_text(encoding="utf-8")), module))


@pytest.mark.parametrize("module", MODULES)
def test_no_room_is_too_large(module: str) -> None:
    """No module is longer than a reader keeps in mind; the documentation of rules, which is a book, aside."""
    text = (PACKAGE / module).read_text(encoding="utf-8")
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    books = [ast.get_docstring(node, clean=False) or "" for node in functions if module.startswith("rules/")]
    assert LONGEST >= len(text.splitlines()) - sum(book.count("\n") for book in books)


def test_every_module_can_be_imported_alone() -> None:
    """Every module is importable by its name, and none is outside a package."""
    walked = {info.name for info in pkgutil.walk_packages(trimtab.__path__, "trimtab.")}
    found = {name for name in walked if not name.endswith("__main__")}
    for name in sorted(found):
        assert importlib.import_module(name).__doc__, name
    named = {
        f"trimtab.{module.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
        for module in MODULES
    }
    assert walked == named - {"trimtab.__init__"}


def patterns(source: str) -> Iterator[str]:
    """The regular expressions that a module compiles, or hands to the module `re`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            yield from (part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))


@pytest.mark.parametrize("module", MODULES)
def test_no_group_is_possessive(module: str) -> None:
    """No regular expression repeats a group possessively: Python before 3.11.5 loses its place in one (gh-106052).

    An atomic group around the repetition, `(?>(?:...)+)`, says the same and is right in all versions.
    """
    found = patterns((PACKAGE / module).read_text(encoding="utf-8"))
    assert [] == [one for one in found if re.search(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+", str(one))]
