"""Another library in a configuration, and nothing else changed."""

from __future__ import annotations

import pytest
import yaml

from trimtab.edit.configuring import snippet, with_library

OPTIONS = {"names": "libraries/commons.json", "source": "https://example.org/"}
LINE = 'commons: {names: libraries/commons.json, source: "https://example.org/"}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "plugins:\n  - search\n  - trimtab # mine\n  - tags\n",
            f"plugins:\n  - search\n  - trimtab:\n      libraries:\n        {LINE} # mine\n  - tags\n",
        ),
        ("plugins:\n- trimtab", f"plugins:\n- trimtab:\n    libraries:\n      {LINE}"),
        ("plugins: [search, trimtab]\n", f"plugins: [search, {{trimtab: {{libraries: {{{LINE}}}}}}}]\n"),
        ("plugins:\n  - trimtab:\n", f"plugins:\n  - trimtab:\n      libraries:\n        {LINE}\n"),
        (
            "plugins:\n  - trimtab:   # a\n      # b\n      search: false\n",
            f"plugins:\n  - trimtab:   # a\n      # b\n      libraries:\n        {LINE}\n      search: false\n",
        ),
        (
            "plugins:\n  - trimtab:\n        libraries:\n          a: a.json # c\n",
            f"plugins:\n  - trimtab:\n        libraries:\n          {LINE}\n          a: a.json # c\n",
        ),
        (
            "plugins:\n  - trimtab:\n      libraries:\n      search: true\n",
            f"plugins:\n  - trimtab:\n      libraries:\n        {LINE}\n      search: true\n",
        ),
        (
            "plugins:\n  - trimtab: {search: no}\n",
            f"plugins:\n  - trimtab: {{libraries: {{{LINE}}}, search: no}}\n",
        ),
        (
            "plugins:\n  - trimtab:\n      libraries: {}\n",
            f"plugins:\n  - trimtab:\n      libraries: {{{LINE}}}\n",
        ),
        (
            "plugins:\n  - trimtab:\n      libraries: {a: b}\n",
            f"plugins:\n  - trimtab:\n      libraries: {{{LINE}, a: b}}\n",
        ),
        ("plugins:\n  trimtab:\n", f"plugins:\n  trimtab:\n    libraries:\n      {LINE}\n"),
        (
            "plugins:\n  trimtab:\n    search: true\nx: !!python/name:a.b\n",
            f"plugins:\n  trimtab:\n    libraries:\n      {LINE}\n    search: true\nx: !!python/name:a.b\n",
        ),
        (
            "# é ü 😀\nplugins:\n  - 'trimtab'\nx: !ENV [A, b]\n",
            f"# é ü 😀\nplugins:\n  - trimtab:\n      libraries:\n        {LINE}\nx: !ENV [A, b]\n",
        ),
    ],
)
def test_where_it_is_written(before: str, after: str) -> None:
    """A library is written among the plugin's options, however they are written; comments and order stay."""
    assert after == with_library(before, "commons", OPTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plugins:\n",
        "plugins:\n  - search\n",
        "INHERIT: base.yml\n",
        "plugins: trimtab\n",
        "plugins: [\n",
        "a: &a [trimtab]\nplugins: *b\n",
        "plugins:\n  - trimtab: !ENV OPTIONS\n",
        "plugins:\n  - trimtab: {libraries: }\n",
        "- plugins\n",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    """A configuration that doesn't list the plugin, or in a way that isn't understood, is left to its author."""
    assert with_library(text, "commons", OPTIONS) is None


@pytest.mark.parametrize(
    "value", ["a: b", "it's", '"', "#x", "\u00fc", "no", "https://example.org/?a={b}", "a\nb", "- x"]
)
def test_any_value(value: str) -> None:
    """Whatever a value holds, it's read as it was given."""
    text = with_library("plugins: [trimtab]\n", "c", {"names": value})

    assert text is not None
    assert {"plugins": [{"trimtab": {"libraries": {"c": {"names": value}}}}]} == yaml.safe_load(text)


def test_lines_for_authors() -> None:
    """The lines to write oneself are those of a configuration without other options."""
    assert snippet("commons", OPTIONS) == with_library("plugins:\n  - trimtab\n", "commons", OPTIONS)
