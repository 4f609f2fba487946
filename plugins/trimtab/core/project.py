"""A project: a library's place on disk, and its settings read from `mkdocs.yml` without MkDocs."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import pathspec
import yaml
from pydantic import BaseModel, ConfigDict
from yaml_env_tag import construct_env_tag

from trimtab.core.settings import Settings, SettingsError, parse


class Project(BaseModel):
    """A library's place on disk, with its settings."""

    model_config = ConfigDict(frozen=True)

    root: Path
    """The folder of the configuration."""
    docs_dir: Path
    settings: Settings
    exclude_docs: tuple[str, ...] = ()
    """Lines of MkDocs' `exclude_docs` and `draft_docs`, in the syntax of gitignore."""
    directories: bool = True
    """MkDocs' `use_directory_urls`."""
    site_name: str = ""
    site_url: str = ""
    """The site's own address; empty where the configuration has none."""
    config_name: str = "mkdocs.yml"
    """The configuration's file name."""


class _Loader(yaml.CSafeLoader):
    """Reads `mkdocs.yml`: `!ENV` as MkDocs does, other tags as the text that stands there."""


def _untagged(loader: Any, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("!", _untagged)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _untagged)


def load(config_file: Path) -> Project:
    """Read a library's settings from its `mkdocs.yml`.

    Raises:
        SettingsError: the file can't be read, is not YAML, doesn't use the plugin, or has a faulty option.
    """
    config = _read_config(config_file)
    plugins = config.get("plugins", [])
    options = _plugin_options(plugins)
    if options is None:
        message = f"{config_file.name}: the plugin `trimtab` is not listed; add it under `plugins:`"
        raise SettingsError(message)
    docs_dir = config_file.parent / str(config.get("docs_dir") or "docs")
    if not docs_dir.is_dir():
        message = f"{config_file.name}: the folder `{docs_dir}` that `docs_dir` names isn't there"
        raise SettingsError(message)
    try:
        settings = parse(options)
    except SettingsError as error:
        message = "\n".join(f"{config_file.name}: trimtab: {line}" for line in str(error).splitlines())
        raise SettingsError(message) from None
    exclude = tuple(
        line for key in ("exclude_docs", "draft_docs") for line in str(config.get(key) or "").splitlines()
    )
    try:
        pathspec.GitIgnoreSpec.from_lines(exclude)
    except (ValueError, re.error) as error:
        message = f"{config_file.name}: exclude_docs: {error}"
        raise SettingsError(message) from None
    return Project(
        root=config_file.parent,
        docs_dir=docs_dir,
        settings=settings,
        exclude_docs=exclude,
        directories=bool(config.get("use_directory_urls", True)),
        site_name=str(config.get("site_name") or ""),
        site_url=str(config.get("site_url") or ""),
        config_name=config_file.name,
    )


def values(text: str | TextIO) -> Any:
    """The values of a configuration's YAML."""
    return yaml.load(text, _Loader)  # noqa: S506 - a safe loader with two tags more


def _read_config(config_file: Path, seen: frozenset[Path] = frozenset()) -> dict[str, Any]:
    try:
        with config_file.open(encoding="utf-8-sig") as stream:
            config = values(stream)
    except OSError as error:
        message = f"{os.fspath(config_file)}: {error.strerror}; run trimtab where `mkdocs.yml` is, or name it with -f"
        raise SettingsError(message) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        message = f"{config_file.name}: not valid YAML: {' '.join(str(error).split())}"
        raise SettingsError(message) from None
    if not isinstance(config, dict):
        message = f"{config_file.name}: holds no settings"
        raise SettingsError(message)
    parent = config.pop("INHERIT", None)
    if parent is None:
        return config
    path = (config_file.parent / str(parent)).resolve()
    if path in seen:
        message = f"{config_file.name}: INHERIT leads back to itself"
        raise SettingsError(message)
    return _merge(_read_config(path, seen | {path}), config)


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _plugin_options(plugins: Any) -> Mapping[str, Any] | None:
    items = (
        plugins.items()
        if isinstance(plugins, dict)
        else (
            pair
            for item in (plugins if isinstance(plugins, list) else ())
            for pair in (item.items() if isinstance(item, dict) else ((item, None),))
        )
    )
    for name, options in items:
        if name == "trimtab":
            return options or {}
    return None
