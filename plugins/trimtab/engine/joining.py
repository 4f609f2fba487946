"""One script in place of several modules, and one stylesheet in place of several.

The modules and sheets of a bundle are still files of their own in the theme, and work as such. Together they are
fetched at once, share what compresses well, and their names can be made short.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence, Set

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";\n', re.MULTILINE)
_LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b(?!\().*|\bimport\.meta\b.*", re.MULTILINE)
"""What means something else, or nothing, once a module is part of a script."""
_SHEET = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SHEETS = re.compile(r'(?:\s*@import "[^"]+";)*')
_RELATIVE = re.compile(r"""\burl\(\s*+["']?+(?![a-z]+:|[/#])""", re.IGNORECASE)


class JoinError(ValueError):
    """A module or sheet can't be joined with others.

    One that it imports is missing or imports it in turn, or it says something that would mean something else.
    """


def scripts(entries: tuple[str, ...], modules: Mapping[str, str]) -> dict[str, str]:
    """Join each entry with the modules that it imports.

    What the first entry contains, the others take from it: pages have it always. Modules import names from each other
    by relative paths, one statement a line, and export functions, classes and constants where these are declared.

    What crosses files is bound by name: `shared/say.js` of the first entry is exported as `shared_say`, an object
    of what the module exports. So scripts of two releases, which a cache may bring together, still fit or fail at once.

    Args:
        entries: the paths of the entries; the first is the one that every page has.
        modules: texts by path.

    Returns:
        The texts of the entries, by path.

    Raises:
        JoinError: a module is missing, two import each other, two would be exported under one name, or one imports or
            exports in another way.
    """
    shared, *others = (list(_order(entry, modules, ())) for entry in entries)
    names = {path: f"_{number}" for number, path in enumerate(shared)}
    used = {path for parts in others for part in parts for path in _imported(part, modules) if path in names}
    crossing = _crossing(used, posixpath.dirname(entries[0]))
    joined = {}
    for entry, parts in zip(entries, (shared, *others), strict=True):
        first = entry == entries[0]
        own = [part for part in parts if first or part not in names]
        known = names | {part: f"_{len(names) + number}" for number, part in enumerate(own) if not first}
        lines = []
        if not first and used:
            taken = ", ".join(f"{name} as {names[path]}" for path, name in crossing.items())
            taken_from = posixpath.relpath(entries[0], posixpath.dirname(entry))
            lines.append(f'import {{ {taken} }} from "{_relative(taken_from)}";\n')
        lines += [_scope(part, modules, known, used, posixpath.dirname(entry)) for part in own]
        if first and used:
            given = ", ".join(f"{names[path]} as {name}" for path, name in crossing.items())
            lines.append(f"export {{ {given} }};\n")
        if exported := _EXPORT.findall(modules[entry]):
            lines.append(f"export const {_held(exported, entry in used)} = {known[entry]};\n")
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
        JoinError: a sheet is missing, imports others in turn or where browsers don't look, or names a file by an
            address that is relative to another folder.
    """
    taken = [_place(path, name, sheets) for name in _SHEET.findall(sheets[path])]
    for part in (path, *taken):
        text = _COMMENT.sub("", sheets[part])
        if "@import" in (_SHEETS.sub("", text, count=1) if part == path else text):
            message = f"{part} imports where nothing can be imported once it's joined"
            raise JoinError(message)
        if posixpath.dirname(part) != posixpath.dirname(path) and _RELATIVE.search(text):
            message = f"{part} names a file by an address that would lead elsewhere"
            raise JoinError(message)
    return "".join(sheets[part] for part in taken) + _SHEET.sub("", sheets[path]), taken


def _crossing(paths: set[str], folder: str) -> dict[str, str]:
    """The names under which modules are exported, by path: made from their paths below a folder."""
    names = {
        path: re.sub(r"\W", "_", posixpath.relpath(path, folder).removesuffix(".js"))
        for path in sorted(paths)
    }
    if len(set(names.values())) < len(names):
        message = f"two of {', '.join(names)} would have one name"
        raise JoinError(message)
    return names


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


def _scope(
    path: str, modules: Mapping[str, str], names: Mapping[str, str], crossing: Set[str], folder: str
) -> str:
    """A module as a function that runs at once and returns what it exports: in order, or by name if that crosses."""
    text, here = modules[path], posixpath.dirname(path)
    _refuse_others(path, text)
    heads = []
    for given, name in _IMPORT.findall(text):
        source = _place(path, name, modules)
        exported = _EXPORT.findall(modules[source])
        for one in filter(None, map(str.strip, given.split(","))):
            theirs, _, own = one.partition(" as ")
            if theirs not in exported:
                message = f"{source} has no {theirs}, which {path} imports"
                raise JoinError(message)
            member = f".{theirs}" if source in crossing else f"[{exported.index(theirs)}]"
            heads.append(f"const {own or theirs} = {names[source]}{member};\n")

    def later(found: re.Match[str]) -> str:
        return f'import("{_relative(posixpath.relpath(posixpath.join(here, found[1]), folder))}")'

    body = _LATER.sub(later, _IMPORT.sub("", text))
    exported = _EXPORT.findall(body)
    tail = f"return {_held(exported, path in crossing)};\n" if exported else ""
    head = f"const {names[path]} = " if exported else ""
    return f"{head}(() => {{\n{''.join(heads)}{_EXPORT.sub('', body)}{tail}}})();\n"


def _held(names: Sequence[str], by_name: bool) -> str:
    """Values of some names in an object or a list, or what takes them out of it."""
    return f"{{ {', '.join(names)} }}" if by_name else f"[{', '.join(names)}]"


def _refuse_others(path: str, text: str) -> None:
    """Raise an error where a module imports or exports in a way that isn't understood here."""
    rest = _EXPORT.sub("", _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text))
    if found := _OTHER.search(rest):
        message = f"{path}:{rest.count(chr(10), 0, found.start()) + 1} can't be joined: {found[0]}"
        raise JoinError(message)


def _relative(path: str) -> str:
    return path if path.startswith(".") else f"./{path}"
