"""One script in place of several modules, and one stylesheet in place of several.

The modules and sheets of a bundle are still files of their own in the theme, and work as such. Together they are
fetched at once, share what compresses well, and their names can be made short.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";\n', re.MULTILINE)
_LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_SHEET = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)


class JoinError(ValueError):
    """A module can't be joined with others: one that it imports is missing, or imports it in turn."""


def scripts(entries: tuple[str, ...], modules: Mapping[str, str]) -> dict[str, str]:
    """Join each entry with the modules that it imports.

    What the first entry contains, the others take from it: pages have it always. Modules import names from each other
    by relative paths, one statement a line, and export functions, classes and constants where these are declared.

    Args:
        entries: the paths of the entries; the first is the one that every page has.
        modules: texts by path.

    Returns:
        The texts of the entries, by path.

    Raises:
        JoinError: a module is missing, or two import each other.
    """
    shared, *others = (list(_order(entry, modules, ())) for entry in entries)
    names = {path: f"_{number}" for number, path in enumerate(shared)}
    used = {path for parts in others for part in parts for path in _imported(part, modules) if path in names}
    joined = {}
    for entry, parts in zip(entries, (shared, *others), strict=True):
        first = entry == entries[0]
        own = [part for part in parts if first or part not in names]
        known = names | {part: f"_{len(names) + number}" for number, part in enumerate(own) if not first}
        lines = []
        if not first and (taken := sorted(used)):
            taken_from = posixpath.relpath(entries[0], posixpath.dirname(entry))
            lines.append(
                f'import {{ {", ".join(names[path] for path in taken)} }} from "{_relative(taken_from)}";\n'
            )
        lines += [_scope(part, modules, known, posixpath.dirname(entry)) for part in own]
        given = [names[path] for path in sorted(used)] if first else []
        if given:
            lines.append(f"export {{ {', '.join(given)} }};\n")
        if exported := _EXPORT.findall(modules[entry]):
            lines.append(f"export const [{', '.join(exported)}] = {known[entry]};\n")
        joined[entry] = "".join(lines)
    return joined


def needed(entries: tuple[str, ...], modules: Mapping[str, str]) -> set[str]:
    """The paths of all modules that some entries import, and of the entries.

    Raises:
        JoinError: a module is missing, or two import each other.
    """
    return {part for entry in entries for part in _order(entry, modules, ())}


def stylesheet(path: str, sheets: Mapping[str, str]) -> tuple[str, list[str]]:
    """A stylesheet with those that it imports in the place of its `@import`s.

    Returns:
        The text, and the paths of the sheets that are now part of it.

    Raises:
        JoinError: a sheet is missing.
    """
    taken = [_place(path, name, sheets) for name in _SHEET.findall(sheets[path])]
    return "".join(sheets[part] for part in taken) + _SHEET.sub("", sheets[path]), taken


def _order(path: str, modules: Mapping[str, str], above: tuple[str, ...]) -> Iterator[str]:
    """The modules that one needs and then itself, in the order in which a browser runs them."""
    if path in above:
        message = f"{path} imports itself by way of others"
        raise JoinError(message)
    seen = set[str]()
    for imported in _imported(path, modules):
        for part in _order(imported, modules, (*above, path)):
            if part not in seen:
                seen.add(part)
                yield part
    yield path


def _imported(path: str, modules: Mapping[str, str]) -> list[str]:
    return [_place(path, name, modules) for _, name in _IMPORT.findall(modules[path])]


def _place(path: str, name: str, files: Mapping[str, str]) -> str:
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    if found not in files:
        message = f"{path} imports {name}, which isn't there"
        raise JoinError(message)
    return found


def _scope(path: str, modules: Mapping[str, str], names: Mapping[str, str], folder: str) -> str:
    """A module as a function that runs at once and returns what the module exports, in order."""
    text, here = modules[path], posixpath.dirname(path)
    heads = []
    for given, name in _IMPORT.findall(text):
        source = _place(path, name, modules)
        exported = _EXPORT.findall(modules[source])
        for one in filter(None, map(str.strip, given.split(","))):
            theirs, _, own = one.partition(" as ")
            if theirs not in exported:
                message = f"{source} has no {theirs}, which {path} imports"
                raise JoinError(message)
            heads.append(f"const {own or theirs} = {names[source]}[{exported.index(theirs)}];\n")

    def later(found: re.Match[str]) -> str:
        return f'import("{_relative(posixpath.relpath(posixpath.join(here, found[1]), folder))}")'

    body = _LATER.sub(later, _IMPORT.sub("", text))
    exported = _EXPORT.findall(body)
    head, tail = (f"const {names[path]} = ", f"return [{', '.join(exported)}];\n") if exported else ("", "")
    return f"{head}(() => {{\n{''.join(heads)}{_EXPORT.sub('', body)}{tail}}})();\n"


def _relative(path: str) -> str:
    return path if path.startswith(".") else f"./{path}"
