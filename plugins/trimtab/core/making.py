"""Making an entry of what was gathered from its file."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trimtab.core import frontmatter
from trimtab.core.body import Body
from trimtab.core.diagnostics import FILE_START, Fault
from trimtab.core.explaining import explained, spelled
from trimtab.core.fields import Gathered
from trimtab.core.frontmatter import FrontMatter, Items, Node, Scalar
from trimtab.core.model import Entry
from trimtab.core.source import Source


class Maker:
    """Makes an entry of what was gathered: a field that is wrong is reported and left out, the others stay."""

    def __init__(
        self,
        source: Source,
        front: FrontMatter,
        body: Body,
        gathered: Gathered,
        model: type[Entry],
        kind: str,
    ) -> None:
        self._source = source
        self._front = front
        self._body = body
        self._gathered = gathered
        self._model = model
        self._kind = kind
        self._faults: list[Fault] = []

    def make(self, *, complete: bool) -> tuple[Entry, list[Fault]]:
        """The entry and its faults. `complete` is false where the front matter couldn't be read as a whole."""
        values = self._gathered.data()
        slug = self._source.path.rpartition("/")[2].removesuffix(".md")
        given: dict[str, Any] = {
            "slug": slug,
            "kind": self._kind,
            "path": self._source.path,
            "extra": self._extra(slug),
        }
        if not values.get("title"):
            values["title"] = self._makeshift_title()
            if complete and not first_heading(self._body):
                self._faults.append(
                    Fault(
                        "missing-field",
                        "The entry has no title.",
                        FILE_START,
                        "Add `title: ...` to the front matter.",
                    )
                )
        model = self._model
        for _ in range(3):
            try:
                return model.model_validate({**values, **given}), self._faults
            except ValidationError as error:
                problems = error.errors()
                for problem in problems:
                    self._report(problem)
                self._discard(values, [problem["loc"] for problem in problems])
                values.setdefault("title", self._makeshift_title())
                if any(problem["type"] == "missing" and len(problem["loc"]) == 1 for problem in problems):
                    # Without what its kind can't do without, it has only what every entry has.
                    model = Entry
                    values = {name: value for name, value in values.items() if name in Entry.model_fields}
        return Entry.model_construct(**given, title=values["title"]), self._faults

    def _makeshift_title(self) -> str:
        return first_heading(self._body) or humanised(self._source.path)

    def _extra(self, slug: str) -> dict[str, Any]:
        typed = self._gathered.extra.pop("slug", None)
        if typed not in (None, slug):
            key, value = self._front.root.keys["slug"], self._front.root.values["slug"]
            span = self._source.span(key.start, value.end)
            self._faults.append(
                Fault(
                    "contradicting-slug",
                    f"`slug: {typed}` is not the file's name, `{slug}`, which counts.",
                    span,
                    f"Rename the file to `{typed}.md`, or remove the key.",
                )
            )
        return self._gathered.extra

    def _report(self, problem: ErrorDetails) -> None:
        location = problem["loc"][1:]
        name = str(problem["loc"][0])
        span = FILE_START
        shown = ""
        node = self._gathered.nodes.get(name)
        if node is not None:
            inner = frontmatter.locate(node, location)
            span = frontmatter.span_of(self._source, self._key_of(node, location, problem) or inner)
            shown = inner.text if isinstance(inner, Scalar) else ""
        if problem["type"] == "missing":
            if not location and node is not None:
                return  # It's there, and was reported as invalid.
            message, cure = f"`{spelled(problem['loc'])}` is missing.", f"Add `{problem['loc'][-1]}: ...`."
            kind = "missing-field"
        else:
            message, cure = explained(problem, shown)
            kind = "invalid-field"
        fault = Fault(kind, message, span, cure)
        if fault not in self._faults:
            self._faults.append(fault)

    def _discard(self, values: dict[str, Any], locations: list[tuple[int | str, ...]]) -> None:
        """Take out what is wrong: the items of lists that hold it, else the whole field."""
        wrong: dict[str, set[int]] = {}
        for location in locations:
            name = str(location[0])
            node = self._gathered.nodes.get(name)
            if isinstance(node, Items) and len(location) > 1 and isinstance(location[1], int):
                wrong.setdefault(name, set()).add(location[1])
            else:
                values.pop(name, None)
        for name, indices in wrong.items():
            node = self._gathered.nodes[name]
            if isinstance(node, Items) and name in values:
                # A new node: an alias may have made this one the value of another field too.
                kept = [item for index, item in enumerate(node.items) if index not in indices]
                self._gathered.nodes[name] = Items(node.start, node.end, kept)
                values[name] = frontmatter.data(self._gathered.nodes[name])

    def _key_of(self, node: Node, location: tuple[int | str, ...], problem: ErrorDetails) -> Node | None:
        """The key itself, where it is what's wrong."""
        if problem["type"] != "extra_forbidden" or not location:
            return None
        parent = frontmatter.locate(node, location[:-1])
        return parent.keys.get(str(location[-1])) if isinstance(parent, frontmatter.Mapping) else None


def first_heading(body: Body) -> str:
    """The first heading of the highest level; empty where there is none."""
    return next((heading.text for heading in body.headings if heading.level == 1), "")


def humanised(path: str) -> str:
    """A title made of a file's name."""
    stem = path.rpartition("/")[2].removesuffix(".md")
    return re.sub(r"[-_]+", " ", stem).strip().capitalize() or stem
