"""Changes of single keys of front matter, as replacements that keep comments, order, quotation marks and style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from trimtab.core import fields, frontmatter
from trimtab.core.document import Document
from trimtab.core.frontmatter import Items, Mapping, Node, Scalar
from trimtab.core.settings import Settings
from trimtab.edit import yaml_text
from trimtab.edit.layout import Layout, Place
from trimtab.edit.texts import EditError, Replacement
from trimtab.edit.yaml_text import Token, written

_NOTHING = ("", "~", "null", "none")
"""What a key says that is there but empty, as the model reads it."""

_Render = Callable[[bool, str], str]
"""Writes what follows a key and its colon; told whether it stands between brackets, and the key's indentation."""


def front_paths(settings: Settings, field: str) -> tuple[str, ...]:
    """The front-matter paths that a field may come from, in order."""
    origins = (source.origin for source in settings.sources_of(field))
    return tuple(
        origin
        for origin in origins
        if origin != fields.FOLDER and not origin.startswith((fields.SECTION, fields.CALLOUT))
    )


@dataclass(frozen=True)
class Matter:
    """The front matter of a document that could be read, or has none, to be changed."""

    document: Document
    settings: Settings

    def add(self, field: str, value: str, after: tuple[str, ...]) -> Replacement:
        """Put a value at the end of a field's list; a field that isn't there is made.

        Args:
            field: the field, which is a list of texts.
            value: one line of text.
            after: fields after which a new key stands; the first that is there counts, else it comes last.

        Raises:
            EditError: the front matter has a form in which that can't be done.
        """
        place = self._place(field)
        if isinstance(place, str):
            return self._made(place, self._as_list(value), after)
        mapping, key = place
        node, tokens = mapping.values[key.text], self._layout.value(mapping, key)
        if _says_nothing(node):
            return self._filled(mapping, key, f"[{written(value, flow=True)}]")
        entries = self._layout.entries(tokens)
        if entries is not None:
            return self._appended(tokens, entries, value)
        if len(tokens) != 1 or tokens[0].kind not in ("Scalar", "Alias"):
            raise self._odd(field, f"`{field}: [{written(value, flow=True)}]`")
        return Replacement(tokens[0].start, tokens[0].end, self._widened(field, tokens[0], node, value))

    def drop(self, field: str, index: int) -> Replacement:
        """Take one value out of a field's list. A comment behind it stays.

        Raises:
            EditError: the front matter has a form in which that can't be done.
        """
        place = self._place(field)
        tokens = () if isinstance(place, str) else self._layout.value(*place)
        entries = self._layout.entries(tokens)
        if entries is None and len(tokens) == 1 and index == 0:
            return Replacement(tokens[0].start, tokens[0].end, "[]")
        if not entries or index >= len(entries):
            raise self._odd(field, "it as a list")
        entry = entries[index]
        if tokens[0].kind == "BlockEntry":
            stop = self._layout.line_end(entry.end)
            rest = self._text[entry.end : stop]
            if rest.strip():
                return Replacement(entry.first, stop - len(rest.lstrip()), "")
            return Replacement(entry.first - len(self._layout.indent(entry.first)), stop + 1, "")
        if index + 1 < len(entries):
            return Replacement(entry.start, entries[index + 1].start, "")
        return Replacement(entries[index - 1].end if index else entry.start, entry.end, "")

    def put(self, field: str, value: str) -> Replacement:
        """Make a field that is one text say something else, or say it at all, as the first key.

        Raises:
            EditError: the front matter has a form in which that can't be done.
        """
        place = self._place(field)
        if isinstance(place, str):
            return self._made(place, lambda flow, _: f" {written(value, flow=flow)}", None)
        mapping, key = place
        flow = self._layout.in_flow(key.start)
        tokens = self._layout.value(mapping, key)
        if not tokens:
            return self._filled(mapping, key, written(value, flow=flow))
        if len(tokens) != 1 or tokens[0].kind not in ("Scalar", "Alias"):
            raise self._odd(field, f"`{field}: {written(value, flow=flow)}`")
        raw = self._text[tokens[0].start : tokens[0].end]
        return Replacement(tokens[0].start, tokens[0].end, written(value, flow=flow, like=raw))

    @property
    def _text(self) -> str:
        return self.document.source.text

    @property
    def _root(self) -> Mapping:
        return self.document.front.root

    @cached_property
    def _layout(self) -> Layout:
        return Layout(self._text, self.document.front)

    def _place(self, field: str) -> tuple[Mapping, Scalar] | str:
        """The mapping and key that give a field, or the path at which it is to be made."""
        paths = front_paths(self.settings, field)
        if not paths:
            message = f"The library's settings read `{field}` from no key of the front matter."
            raise EditError(message, f"Add a key to `fields: {field}:` in the settings.")
        found = []
        for path in paths:
            hit = frontmatter.find(self._root, path)
            above = path.rpartition(".")[0]
            parent = frontmatter.find(self._root, above) if above else None
            mapping = parent[1] if parent else self._root
            if hit is not None and isinstance(mapping, Mapping):
                found.append((mapping, hit[0]))
        given = self.document.gathered.keys.get(field)
        return next((place for place in found if place[1] is given), found[0] if found else paths[0])

    def _as_list(self, value: str) -> _Render:
        """A list of one value, in the style of the file's other lists."""

        def render(flow: bool, indent: str) -> str:
            if flow or self._dash is None:
                return f" [{written(value, flow=True)}]"
            return f"\n{indent}{self._dash}{written(value)}"

        return render

    def _widened(self, field: str, token: Token, node: Node, value: str) -> str:
        """A list in brackets of what one scalar, or an alias, says, and one value more."""
        raw = self._text[token.start : token.end]
        said = frontmatter.data(node)
        values = said if isinstance(said, list) else [said]
        if not all(isinstance(one, str) for one in values):
            raise self._odd(field, f"`{field}: [{written(value, flow=True)}]`")
        return f"[{', '.join(written(yaml_text.one_line(one), flow=True, like=raw) for one in (*values, value))}]"

    def _appended(self, tokens: tuple[Token, ...], entries: tuple[Place, ...], value: str) -> Replacement:
        like = self._text[entries[-1].start : entries[-1].end] if entries else ""
        if tokens[0].kind == "FlowSequenceStart":
            shown = written(value, flow=True, like=like)
            if not entries:
                return Replacement(tokens[-1].start, tokens[-1].start, shown)
            return Replacement(entries[-1].end, entries[-1].end, f", {shown}")
        dash = entries[-1].first
        gap = self._text[dash + 1 : entries[-1].start]
        end = self._layout.line_end(entries[-1].end)
        lead = f"{self._layout.indent(dash)}-{gap if gap and not gap.strip(' ') else ' '}"
        return Replacement(end, end, f"\n{lead}{written(value, like=like)}")

    def _filled(self, mapping: Mapping, key: Scalar, shown: str) -> Replacement:
        """The value of a key that has none, or only a word for nothing."""
        tokens = self._layout.value(mapping, key)
        if tokens:
            return Replacement(tokens[0].start, tokens[-1].end, shown)
        end = self._layout.key(mapping, key)[-1].end
        return Replacement(end, end, f" {shown}")

    def _made(self, path: str, render: _Render, after: tuple[str, ...] | None) -> Replacement:
        """A new key below whatever of its path is there: behind one of the fields `after`; without those, first."""
        if not self.document.front.present:
            gap = "" if self._text.startswith("\n") or not self._text else "\n"
            return Replacement(0, 0, f"---\n{_nested(path, render)}\n---\n{gap}")
        mapping, rest = self._deepest(path)
        if not mapping.keys:
            braces = self._layout.is_flow(mapping)
            start = mapping.start + 1 if braces else self._layout.bounds[0]
            return Replacement(start, start, _nested(rest, render, flow=braces) + "\n" * (not braces))
        keys = sorted(mapping.keys.values(), key=lambda key: key.start)
        flow = self._layout.in_flow(keys[0].start)
        indent = "" if flow else self._layout.indent(keys[0].start)
        if rest.partition(".")[0] in mapping.keys or indent.strip(" "):
            raise self._odd(path)
        new = _nested(rest, render, flow=flow, indent=indent)
        if after is None:
            start = keys[0].start
            return Replacement(start, start, f"{new}, " if flow else f"{new}\n{indent}")
        end = self._layout.key(mapping, self._before(mapping, keys, after))[-1].end
        if flow:
            return Replacement(end, end, f", {new}")
        end = self._layout.line_end(end)
        return Replacement(end, end, f"\n{indent}{new}")

    def _deepest(self, path: str) -> tuple[Mapping, str]:
        """The innermost mapping on a path that can take a key, and the rest of the path."""
        mapping, parts = self._root, path.split(".")
        while len(parts) > 1:
            inner = mapping.values.get(parts[0])
            if not isinstance(inner, Mapping) or not inner.keys or inner.start < mapping.keys[parts[0]].end:
                break
            mapping = inner
            del parts[0]
        return mapping, ".".join(parts)

    def _before(self, mapping: Mapping, keys: list[Scalar], after: tuple[str, ...]) -> Scalar:
        """The key behind which a new one stands."""
        for field in after if mapping is self._root else ():
            given = self.document.gathered.keys.get(field)
            if given is not None:
                return [key for key in keys if key.start <= given.start][-1]
        return keys[-1]

    @cached_property
    def _dash(self) -> str | None:
        """What stands before a value of a list, as in the file's other lists; None where they are in brackets.

        The aliases count, else the first list of the front matter that holds only texts, else the first.
        """
        given = self.document.gathered.keys.get("aliases")
        lists = [
            (key is not given, not all(isinstance(item, Scalar) for item in node.items), key.start, key)
            for key, node in ((key, self._root.values[name]) for name, key in self._root.keys.items())
            if isinstance(node, Items)
        ]
        for *_, key in sorted(lists, key=lambda one: one[:3]):
            tokens = self._layout.value(self._root, key)
            if tokens[0].kind == "BlockEntry":
                pad = max(0, self._layout.column(tokens[0].start) - self._layout.column(key.start))
                return " " * pad + "- "
            if tokens[0].kind == "FlowSequenceStart":
                return None
        return None

    def _odd(self, field: str, example: str = "the key") -> EditError:
        return EditError(
            f"The front matter of `{self.document.path}` has a form in which `{field}` can't be changed.",
            f"Write {example} there by hand first.",
        )


def _says_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text.casefold() in _NOTHING


def _nested(path: str, render: _Render, *, flow: bool = False, indent: str = "") -> str:
    """A key with its value; the parts of its path but the last are mappings in braces."""
    first, _, rest = path.partition(".")
    if rest:
        return f"{written(first)}: {{{_nested(rest, render, flow=True)}}}"
    return f"{written(first)}:{render(flow, indent)}"
