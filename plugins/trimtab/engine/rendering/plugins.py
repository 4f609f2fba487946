"""Which other plugins take part in the making of pages, and so keep us from leaving it out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mkdocs.plugins import BasePlugin, PluginCollection

_SHARED = ("env", "page_context")
"""Events in which another plugin may change what templates know."""
_LATE = ("pre_template", "template_context", "post_template", "page_context", "post_page", "post_build")
"""Events in which another plugin may see or change a page, or its file, after all pages have been converted."""
_OURS = "trimtab."
_ONLOOKERS = ("mkdocs.contrib.search.", "material.plugins.search.")
"""Plugins that take part in such an event only to see what templates get to know."""


def hindrance(plugins: PluginCollection) -> str:
    """Whose events keep pages from being kept as wholes; empty where there are none."""
    found = (method for method in others(plugins, _SHARED) if not _is_of(method, _ONLOOKERS))
    return next((_name(plugins, method) for method in found), "")


def is_watched(plugins: PluginCollection) -> bool:
    """Whether other plugins see what templates get to know."""
    return bool(others(plugins, _SHARED))


def is_alone(plugins: PluginCollection) -> bool:
    """Whether no other plugin would notice that a page isn't laid out."""
    return not others(plugins, (*_SHARED, *_LATE))


def others(plugins: PluginCollection, events: Iterable[str]) -> list[Any]:
    """What other plugins do in some events."""
    methods = [method for event in events for method in plugins.events[event]]
    return [method for method in methods if not _is_of(method, _OURS)]


def _is_of(method: Any, packages: str | tuple[str, ...]) -> bool:
    """Whether a plugin of some packages does this. A hook's file is no plugin, however it is called."""
    plugin = getattr(method, "__self__", None)
    return isinstance(plugin, BasePlugin) and f"{type(plugin).__module__}.".startswith(packages)


def _name(plugins: PluginCollection, method: Any) -> str:
    return plugins._event_origins.get(method) or str(getattr(method, "__module__", "")) or "another plugin"
