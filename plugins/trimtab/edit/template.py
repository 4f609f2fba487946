"""The text of a draft: front matter with every key to fill in, and a section for each part of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trimtab.core.settings import Settings
from trimtab.core.words import fold
from trimtab.edit import purposes
from trimtab.edit.matter import front_paths
from trimtab.edit.yaml_text import one_line, written

_LISTS = frozenset(
    {
        *("aliases", "levels", "archetypes", "mental_models", "evidence", "sources", "tags", "authors"),
        *("signals", "prerequisites", "risks", "symptoms", "loops", "interventions"),
        *("acts_on", "decision_path", "supporting_levels"),
        *("levels_that_help", "levels_that_worsen"),
    }
)


@dataclass
class _Branch:
    """A mapping of the front matter: each key with its comments, and with a value or a mapping of its own."""

    keys: dict[str, _Branch | str] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)

    def put(self, path: str, value: str, comments: Iterable[str]) -> None:
        """Enter a value, unless another field has the place."""
        first, _, rest = path.partition(".")
        if not rest:
            if first not in self.keys:
                self.keys[first] = value
                self.comments[first] = list(comments)
            return
        inner = self.keys.setdefault(first, _Branch())
        if isinstance(inner, _Branch):
            inner.put(rest, value, comments)

    def lines(self, indent: str = "") -> Iterable[str]:
        """The mapping as lines of YAML."""
        for key, value in self.keys.items():
            yield from (f"{indent}# {comment}" for comment in self.comments.get(key, ()))
            if isinstance(value, _Branch):
                yield f"{indent}{written(key)}:"
                yield from value.lines(indent + "  ")
            else:
                yield f"{indent}{written(key)}: {value}".rstrip()


def front_matter(
    settings: Settings,
    kind: str,
    values: Mapping[str, str],
    wanted: Iterable[str] = (),
) -> str:
    """The front matter of a draft, fences and all.

    Args:
        settings: where the library reads each field.
        kind: the entry's kind.
        values: what is known, as YAML; `title` and `summary` at least. Other fields are left empty, with a hint.
        wanted: who wants the entry, one line each.
    """
    root = _Branch()
    names = ["title", "summary", *purposes.FIELDS_OF.get(kind, purposes.FIELDS_OF["pattern"])]
    names += [name for name in values if name not in names]
    for name in names:
        if name == "relations":
            _relations(root, settings, wanted)
            continue
        path = next(iter(front_paths(settings, name)), None)
        if path is not None:
            hint = purposes.FIELDS.get(name, "")
            root.put(path, values.get(name, "[]" if name in _LISTS else ""), [hint] if hint else [])
    return "\n".join(["---", *root.lines(), "---", ""])


def _relations(root: _Branch, settings: Settings, wanted: Iterable[str]) -> None:
    """The place for relations, with an example in the library's own words, and who wants the entry."""
    forms = settings.relations
    kind = next(iter(settings.relation_types))
    example = f"{kind}: [{{{forms.target[0]}: its-slug, {forms.why[0]}: ...}}]"
    # What others wrote must not become an order to the check.
    reasons = (one_line(reason).replace("trimtab:", "trimtab") for reason in wanted)
    comments = [purposes.FIELDS["relations"], f"For instance {example}.", *reasons]
    container = forms.containers[0]
    if container == ".":
        root.put(kind, "[]", comments)
    else:
        root.put(container, "{}", comments)


def status(settings: Settings, meaning: str) -> str:
    """The word that a library's settings read as a status."""
    path = next(iter(front_paths(settings, "status")), None)
    for source in settings.sources_of("status"):
        for typed, meant in source.map.items() if source.origin == path else ():
            if fold(meant) == fold(meaning):
                return written(typed)
    return meaning


def body(settings: Settings, kind: str, title: str, filled: Mapping[str, str], before: str = "") -> str:
    """The body of a draft.

    Args:
        settings: the forms of kinds, and whether the title is read from front matter.
        kind: the entry's kind.
        title: its title, which becomes a heading where no key of front matter is read for it.
        filled: sections that have a text already.
        before: text before the sections.
    """
    parts = [] if front_paths(settings, "title") else [f"# {title}"]
    parts += [before] if before else []
    for name in settings.form(kind):
        parts += [f"## {name}", f"<!-- Purpose: {purposes.purpose(kind, name)} -->"]
        parts += [filled[name]] if name in filled else []
    return "\n\n".join(parts) + "\n" if parts else ""
