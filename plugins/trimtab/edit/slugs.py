"""Which slugs and titles an entry may take, and which entry a name means to someone who types it at a prompt."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from trimtab.core.files import chosen
from trimtab.core.library import Library
from trimtab.core.model import Entry
from trimtab.core.names import Ambiguous, Found, Unknown
from trimtab.core.namings import qualified
from trimtab.core.project import Project
from trimtab.core.settings import RESERVED_SLUGS
from trimtab.core.words import anchor_of, fold
from trimtab.edit.texts import EditError


def find(library: Library, project: Project, name: str) -> Entry:
    """The entry that a slug, title, alias, earlier slug, qualified name or path means.

    Args:
        library: the library.
        project: where it lies, so that a path may be typed as seen from the working folder.
        name: what was typed.

    Raises:
        EditError: it means none, or several.
    """
    if name.endswith(".md"):
        entry = _at_path(library, project, name)
        if entry is not None:
            return entry
    kind, rest = qualified(name)
    resolution = library.resolve_name(rest, kind)
    if isinstance(resolution, Found):
        return resolution.entry
    if isinstance(resolution, Ambiguous):
        names = " and ".join(f"“{entry.title}” ({entry.path})" for entry in resolution.candidates)
        raise EditError(f"`{name}` could mean {names}.", "Give the path of the file that you mean.")
    near = resolution.nearest if isinstance(resolution, Unknown) else ()
    cure = f"Did you mean {' or '.join(f'`{slug}`' for slug in near)}?" if near else "Check the name."
    raise EditError(f"There is no entry called `{name}`.", cure)


def _at_path(library: Library, project: Project, name: str) -> Entry | None:
    """The entry at a path relative to the library's folder, else relative to the working folder."""
    path = posixpath.normpath(name.replace(os.sep, "/"))
    if path not in library.by_path:
        with suppress(ValueError):  # On another drive.
            relative = os.path.relpath(Path(name).resolve(), project.docs_dir.resolve())
            path = relative.replace(os.sep, "/")
    document = library.by_path.get(path)
    if document is None or document.entry is not None:
        return document.entry if document else None
    message = f"`{path}` is an ordinary page, not an entry."
    raise EditError(message, "Move it by hand; only entries have names that others use.")


def of_title(library: Library, title: str) -> str:
    """The slug that a title makes: its words in lower case, without accents where the grammar wants that.

    Raises:
        EditError: no slug can be made of it.
    """
    slug = anchor_of(title)
    for better in (slug, unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().strip("-_")):
        better = re.sub(r"-{2,}", "-", better)
        if better and re.fullmatch(library.settings.slugs, better):
            return better
    message = f"No slug can be made of the title “{title}”."
    raise EditError(
        message, "Choose a title with letters that slugs may have, or widen `slugs` in the settings."
    )


def refuse_slug(
    library: Library, project: Project, folder: str, slug: str, owner: Entry | None = None
) -> None:
    """Refuse a slug that breaks the grammar, or that means something else already.

    Args:
        library: the library.
        project: where it lies.
        folder: where the entry is to be, relative to the library's folder; empty for its top.
        slug: the slug that it is to have.
        owner: the entry that is to have it, whose own names don't stand in its way.

    Raises:
        EditError: the slug is malformed, reserved, or taken.
    """
    path = posixpath.join(folder, f"{slug}.md")
    if not _is_sound(library, slug):
        better = anchor_of(slug.removesuffix(".md").replace("_", "-"))
        sound = better != slug and re.fullmatch(library.settings.slugs, better)
        cure = f"Write `{better}`" if sound else "Write words joined by hyphens"
        raise EditError(f"`{slug}` is not a slug.", f"{cure}, or widen `slugs` in the settings.")
    if _is_reserved(library, folder, slug):
        raise EditError(f"The site has a page of its own at `{slug}/`.", "Choose another name.")
    refuse_name(library, slug, owner)
    if library.settings.excludes(path) or not chosen([path], project.exclude_docs):
        message = f"`{path}` would not be an entry, for the settings leave such files out."
        raise EditError(message, "Choose another name, or mend `exclude` or `exclude_docs`.")
    pages = (path, posixpath.join(folder, slug, "index.md"), posixpath.join(folder, slug, "README.md"))
    there = next((page for page in pages if page in library.files), None)
    if there is None and os.path.lexists(project.docs_dir / path):
        there = path
    # Where case doesn't count in file names, the file that is there may be the one that moves.
    if there is not None and not (owner and there == path and _same_file(project.docs_dir, path, owner.path)):
        raise EditError(f"`{there}` is there already.", "Choose another name.")


def not_kept(library: Library, entry: Entry) -> str:
    """Why an entry's slug can't be one of its earlier slugs when it gets another; empty where it can."""
    if not _is_sound(library, entry.slug):
        return "it doesn't follow the grammar of slugs"
    if _is_reserved(library, posixpath.dirname(entry.path), entry.slug):
        return "the site has a page of its own there"
    for other in library.entries:
        same = {_compared(slug) for slug in (other.slug, *other.redirect_from)}
        if other is not entry and other.kind == entry.kind and _compared(entry.slug) in same:
            return f"“{other.title}” ({other.path}) has it too"
    return ""


def _is_sound(library: Library, slug: str) -> bool:
    return bool(re.fullmatch(library.settings.slugs, slug)) and not set("/\\") & set(slug)


def _is_reserved(library: Library, folder: str, slug: str) -> bool:
    """Whether a page that the site makes has the address."""
    return not folder and slug.casefold() in RESERVED_SLUGS | set(library.settings.kinds)


def _compared(slug: str) -> str:
    """The form in which slugs are compared, for not every disk tells capitals apart."""
    return unicodedata.normalize("NFKC", slug).casefold()


def refuse_name(library: Library, name: str, owner: Entry | None = None) -> None:
    """Refuse a slug or title by which another entry goes already, or went before.

    Raises:
        EditError: it does.
    """
    forms: tuple[Callable[[str], str], ...] = (str, _compared, fold)
    for form in forms:  # The strictest first, so that the role that is told is the one that fits best.
        for entry in library.entries:
            roles = (
                ("the slug", (entry.slug, entry.id)),
                ("an earlier slug", entry.redirect_from),
                ("the title", (entry.title,)),
                ("another name", entry.aliases),
            )
            for role, names in roles if entry is not owner else ():
                if form(name) and form(name) in map(form, names):
                    message = f"`{name}` is {role} of “{entry.title}” ({entry.path})."
                    raise EditError(message, "Choose another name, or change that entry first.")


def _same_file(root: Path, path: str, other: str) -> bool:
    try:
        return (root / path).samefile(root / other) and path.casefold() == other.casefold()
    except OSError:
        return False
