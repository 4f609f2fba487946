"""Another library in the settings of `mkdocs.yml`: written where it belongs, all else as it was."""

from __future__ import annotations

import copy
import json
from typing import Any

import yaml

from trimtab.core import project

_PLUGIN = "trimtab"
_KEY = "libraries"


def with_library(text: str, prefix: str, options: dict[str, str]) -> str | None:
    """A configuration that names another library.

    Args:
        text: the configuration.
        prefix: what stands before the library's names.
        options: its settings.

    Returns:
        The new text; None where the plugin isn't listed in this file, or in a way that isn't understood.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        change = _insertion(root, prefix, _flow(options))
        if change is None:
            return None
        start, end, words = change
        changed = text[:start] + words + text[end:]
        return changed if project.values(changed) == _expected(text, prefix, options) else None
    except yaml.YAMLError:
        return None


def snippet(prefix: str, options: dict[str, str]) -> str:
    """The lines that name another library, for those who write them themselves."""
    return f"plugins:\n  - {_PLUGIN}:\n      {_KEY}:\n        {prefix}: {_flow(options)}\n"


def _flow(options: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(value)}" for name, value in options.items()) + "}"


def _scalar(value: str) -> str:
    plain = value[:1].isalpha() and all(
        char.isascii() and (char.isalnum() or char in "-_./") for char in value
    )
    return value if plain and yaml.safe_load(value) == value else json.dumps(value, ensure_ascii=False)


def _insertion(root: Any, prefix: str, library: str) -> tuple[int, int, str] | None:
    """What to write where: from, to, and the words."""
    plugins = _value(root, "plugins")
    if isinstance(plugins, yaml.SequenceNode):
        for item in plugins.value:
            if isinstance(item, yaml.ScalarNode) and item.value == _PLUGIN:
                start, end = item.start_mark.index, item.end_mark.index
                if plugins.flow_style:
                    return start, end, f"{{{_PLUGIN}: {{{_KEY}: {{{prefix}: {library}}}}}}}"
                return (
                    start,
                    end,
                    f"{_PLUGIN}:{_lines(item.start_mark.column + 2, f'{_KEY}:', f'{prefix}: {library}')}",
                )
            if isinstance(item, yaml.MappingNode) and _pair(item, _PLUGIN) is not None:
                return _in_mapping(item, prefix, library)
        return None
    if isinstance(plugins, yaml.MappingNode) and _pair(plugins, _PLUGIN) is not None:
        return _in_mapping(plugins, prefix, library)
    return None


def _in_mapping(holder: yaml.MappingNode, prefix: str, library: str) -> tuple[int, int, str] | None:
    """In the mapping that holds the plugin's name as a key."""
    pair = _pair(holder, _PLUGIN)
    if pair is None:
        return None
    key, options = pair
    if not isinstance(options, yaml.MappingNode):
        return _below(key, options, holder.flow_style, f"{_KEY}:", f"{prefix}: {library}")
    libraries = _pair(options, _KEY)
    if libraries is None:
        words = f"{_KEY}:\n{' ' * (_column(options) + 2)}{prefix}: {library}"
        return _first(options, words, f"{_KEY}: {{{prefix}: {library}}}")
    key, known = libraries
    if isinstance(known, yaml.MappingNode):
        return _first(known, f"{prefix}: {library}", f"{prefix}: {library}")
    return _below(key, known, options.flow_style, f"{prefix}: {library}")


def _below(key: yaml.ScalarNode, value: Any, flow: bool | None, *words: str) -> tuple[int, int, str] | None:
    """Below a key that has no value yet."""
    if flow or not isinstance(value, yaml.ScalarNode) or value.value:
        return None
    at = key.end_mark.index + 1
    return at, at, _lines(key.start_mark.column + 2, *words)


def _first(mapping: yaml.MappingNode, block: str, flow: str) -> tuple[int, int, str]:
    """Before the first key of a mapping."""
    at = mapping.start_mark.index
    if mapping.flow_style:
        return at + 1, at + 1, f"{flow}, " if mapping.value else flow
    return at, at, f"{block}\n{' ' * _column(mapping)}"


def _lines(column: int, *words: str) -> str:
    """Lines, each a step further in than the one before it."""
    return "".join(f"\n{' ' * (column + 2 * depth)}{line}" for depth, line in enumerate(words))


def _column(mapping: yaml.MappingNode) -> int:
    return int(mapping.start_mark.column)


def _value(node: Any, name: str) -> Any:
    pair = _pair(node, name)
    return pair[1] if pair is not None else None


def _pair(node: Any, name: str) -> tuple[yaml.ScalarNode, Any] | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next(((key, value) for key, value in pairs if key.value == name), None)


def _expected(text: str, prefix: str, options: dict[str, str]) -> Any:
    """What the new configuration is to say."""
    config = copy.deepcopy(project.values(text))
    plugins = config["plugins"]
    if isinstance(plugins, list):
        at = next(
            at
            for at, item in enumerate(plugins)
            if item == _PLUGIN or (isinstance(item, dict) and _PLUGIN in item)
        )
        if plugins[at] == _PLUGIN:
            plugins[at] = {_PLUGIN: None}
        plugins = plugins[at]
    plugins[_PLUGIN] = plugins[_PLUGIN] or {}
    plugins[_PLUGIN][_KEY] = {**(plugins[_PLUGIN].get(_KEY) or {}), prefix: options}
    return config
