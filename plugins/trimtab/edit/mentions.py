"""Where configuration names a file of the library: places that a person has to change when the file moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from trimtab.core.project import Project


def in_configuration(project: Project, path: str) -> Iterator[tuple[str, int]]:
    """The name and line of each place in `mkdocs.yml`, and in what it inherits from, that names a file.

    Args:
        project: the library's project.
        path: the file's path, relative to the library's folder.
    """
    file, seen = project.root / project.config_name, set[Path]()
    while file not in seen:
        seen.add(file)
        try:
            root = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            return  # Then the settings couldn't be read either, and somebody else says so.
        parent = ""
        for key, value in _pairs(root):
            if key == "INHERIT":
                parent = value.value
            for number, line in enumerate(value.value.splitlines()):
                if line.strip().removeprefix("!").removeprefix("/") == path:
                    yield file.name, value.start_mark.line + 1 + number + (value.style in ("|", ">"))
        if not parent:
            return
        file = (file.parent / parent).resolve()


def _pairs(root: yaml.Node | None) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Every scalar of a configuration, keys too, with the key that it stands at."""
    todo: list[tuple[str, yaml.Node]] = [("", root)] if root is not None else []
    while todo:
        key, node = todo.pop()
        if isinstance(node, yaml.ScalarNode):
            yield key, node
        elif isinstance(node, yaml.SequenceNode):
            todo += [(key, item) for item in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            for name, value in reversed(node.value):
                shown = name.value if isinstance(name, yaml.ScalarNode) else ""
                todo += [(shown, value), ("", name)]
