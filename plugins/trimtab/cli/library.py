"""`trimtab library`: what other libraries tell of themselves, fetched into files that are kept with this one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import click

from trimtab import Library, Project, SettingsError, __version__
from trimtab.cli.common import config_option, count, fail, nearest, prefix_of, project_of
from trimtab.core.foreign import NAMES, ForeignLibrary, NamesError, parse
from trimtab.core.others import Other, of_project
from trimtab.core.renewal import Renewal, Touched, rendered, renewal, touched
from trimtab.core.settings import Settings
from trimtab.core.settings import parse as parse_settings
from trimtab.edit.configuring import snippet, with_library
from trimtab.edit.texts import EditError
from trimtab.edit.writing import Change, Transaction
from trimtab.linkcheck.library import LibraryError, contents

SHOWN = 20
"""How many entries or names of each sort are shown."""

timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=0.1, max=3600),
    default=20.0,
    show_default=True,
    help="For how many seconds a site may keep us waiting.",
)


@click.group("library")
def library_command() -> None:
    """Name entries of other libraries: fetch what those tell of themselves.

    A reference such as [[commons:open-book-management]] is then resolved and checked like any other. A build fetches
    nothing: it reads the file that these commands write, which belongs into version control.
    """


@library_command.command("add")
@click.argument("prefix")
@click.argument("source")
@config_option
@timeout_option
@click.option("--names", metavar="FILE", help="The file to write; libraries/PREFIX.json if not given.")
@click.option("--url", default="", help="The address of its site, where it tells none or another counts.")
def add_command(
    prefix: str, source: str, config_file: Path, timeout: float, names: str | None, url: str
) -> None:
    """Let PREFIX stand for the library at SOURCE: the address or folder of its site, or of its names.json."""
    project = project_of(config_file)
    if prefix in project.settings.libraries:
        fail(
            f"`{prefix}` is a library here already; `trimtab library update {prefix}` fetches what it tells now"
        )
    source = source if "://" in source else _from(project.root, source)
    options = {
        "names": names or f"libraries/{prefix}.json",
        "source": source,
        **({"url": url} if url else {}),
    }
    settings = _settings(project, prefix, options)
    try:
        data = _fetched(project.root, source, timeout)
        library = ForeignLibrary(prefix, parse(data), url)
    except LibraryError as error:
        fail(error)
    except NamesError as error:
        fail(f"{source}: {error}; is that its site, or the file?")
    if not library.site and "://" in source:
        options["url"] = _top(source)
        settings = _settings(project, prefix, options)
        library = ForeignLibrary(prefix, library.file, options["url"])
    other = Other(prefix, settings.libraries[prefix], "", "")
    changes = [_change(project, other, library)]
    config = config_file.read_bytes()
    text = with_library(config.decode("utf-8-sig"), prefix, options)
    if text is not None:
        bom = b"\xef\xbb\xbf" if config.startswith(b"\xef\xbb\xbf") else b""
        changes.append(Change(config_file.name, config, bom + text.encode()))
    _write(project, [change for change in changes if change is not None])
    entries = f"{len(library.entries)} {'entry' if len(library.entries) == 1 else 'entries'}"
    click.echo(f"“{library.name}”, {entries}: written to {options['names']}; commit it.")
    if text is None:
        click.echo(f"Add this to {config_file.name}, and commit both:\n\n{snippet(prefix, options)}")
    example = next(iter(sorted(library.entries)), "its-slug")
    click.echo(
        f"Name an entry of it in a text, [[{prefix}:{example}]], or in a relation, {prefix}:{example}."
    )
    if not library.site:
        click.echo(
            "note: it doesn't say at which address its site is, so no link can be made; give `--url`",
            err=True,
        )


@library_command.command("update")
@click.argument("prefixes", nargs=-1, metavar="[PREFIX]...")
@config_option
@timeout_option
@click.option(
    "--check", "only_look", is_flag=True, help="Write nothing; exit with 1 if there is something new."
)
def update_command(prefixes: Sequence[str], config_file: Path, timeout: float, only_look: bool) -> None:
    """Fetch what other libraries tell now: all of them, or those of some prefixes.

    Exit codes: 0 done, 1 with --check something is new, 2 a library can't be fetched.
    """
    project = project_of(config_file)
    known = project.settings.libraries
    for prefix in prefixes:
        if prefix not in known:
            cure = nearest(prefix, known) if known else "`trimtab library add` names one"
            fail(f"there is no library `{prefix}` in {config_file.name}; {cure}")
    if not known:
        click.echo(f"{config_file.name} names no other library; `trimtab library add` names one.")
        return
    library = Library.read(project)
    others = of_project(project)
    errors: list[str] = []
    fresh = list(_updates(project, [others[one] for one in prefixes or known], timeout, errors))
    changes = [one.change for one in fresh if one.change is not None]
    if not only_look:
        _write(project, changes)
    for one in fresh:
        _tell(one, library, prefix_of(project.docs_dir), only_look=only_look)
    if errors:
        fail("\n".join(errors))
    sys.exit(int(only_look and bool(changes)))


@dataclass(frozen=True)
class _Update:
    """What a library tells now, beside what is kept of it."""

    other: Other
    library: ForeignLibrary
    change: Change | None
    """What is to be written; None where the file says that already."""


def _updates(
    project: Project, others: Iterable[Other], timeout: float, errors: list[str]
) -> Iterator[_Update]:
    for other in others:
        prefix, settings = other.prefix, other.settings
        if not settings.source:
            errors.append(
                f"{prefix}: the settings don't say where its file comes from;"
                f" write `{prefix}: {{names: {settings.names}, source: https://…}}`"
            )
            continue
        try:
            file = parse(_fetched(project.root, settings.source, timeout))
        except LibraryError as error:
            errors.append(f"{prefix}: {error}")
        except NamesError as error:
            errors.append(f"{prefix}: {settings.source}: {error}{f'; {error.cure}' if error.cure else ''}")
        else:
            library = ForeignLibrary(prefix, file, settings.url)
            yield _Update(other, library, _change(project, other, library))


def _fetched(root: Path, source: str, timeout: float) -> bytes:
    """The `names.json` of a source. A path is relative to the folder of the configuration."""
    if "://" in source:
        from trimtab.linkcheck.fetching import download  # Other commands shouldn't wait for what speaks HTTP.

        return download(source, __version__, timeout=timeout)[0]
    path = root / source
    if path.is_dir():
        path /= NAMES
        if not path.is_file():
            message = f"{source}: the folder of no built site, which has `{NAMES}`"
            raise LibraryError(message)
    return contents(path)


def _settings(project: Project, prefix: str, options: dict[str, str]) -> Settings:
    """The settings with another library; where they can't be, the command ends."""
    kinds = {name: kind.model_dump() for name, kind in project.settings.kinds.items()}
    try:
        return parse_settings({"kinds": kinds, "libraries": {prefix: options}})
    except SettingsError as error:
        fail(error)


def _change(project: Project, other: Other, library: ForeignLibrary) -> Change | None:
    """What is to be written so that the file says what the library tells."""
    name = other.settings.names
    path = project.root / name
    try:
        before = path.read_bytes() if os.path.lexists(path) else None
    except OSError as error:
        fail(f"{name}: {error.strerror}")
    after = rendered(library.file).encode()
    return None if after == before else Change(name, before, after)


def _write(project: Project, changes: Sequence[Change]) -> None:
    try:
        Transaction(project.root, tuple(changes)).write()
    except EditError as error:
        fail(error)


def _tell(one: _Update, library: Library, folder: str, *, only_look: bool) -> None:
    """Say what is new, and which names of this library that touches."""
    other, before = one.other, one.other.known
    title = f"{other.prefix} (“{one.library.name}”)"
    if one.change is None:
        click.echo(f"{title}: nothing is new.")
        return
    found = renewal(before, one.library)
    deed = "is out of date" if only_look else "written"
    click.echo(f"{title}: {other.settings.names} {deed}: {_counts(found)}.")
    if before is not None and before.site != one.library.site:
        click.echo(
            f"  its site is at {one.library.site or 'no known address'}; it was at {before.site or 'none'}"
        )
    _list("gone", found.gone)
    _list("moved", [_move(before, one.library, *pair) for pair in found.moved])
    _list("changed", found.changed)
    if before is not None:
        _list("new", found.new)
    names = list(touched(library, other.prefix, before, one.library))
    if names:
        click.echo(f"  {count(len(names), 'name')} of it here {'is' if len(names) == 1 else 'are'} touched:")
        _show(f"    {_place(folder, name)}" for name in names)


def _counts(found: Renewal) -> str:
    parts = (("new", found.new), ("gone", found.gone), ("moved", found.moved), ("changed", found.changed))
    told = [f"{len(some)} {word}" for word, some in parts if some]
    return ", ".join(told) or "no entry is new, gone or moved"


def _move(before: ForeignLibrary | None, after: ForeignLibrary, old: str, new: str) -> str:
    if old != new:
        return f"{old} → {new}"
    return f"{old}: {before.url(old) if before else ''} → {after.url(new)}"


def _place(folder: str, name: Touched) -> str:
    link = name.link
    place = f"{folder}{link.document.path}:{link.span.start.line}:{link.span.start.column}"
    return f"{place} {link.kind}:{link.name} {name.now}"


def _list(word: str, lines: Sequence[str]) -> None:
    _show(f"  {word}: {line}" for line in lines)


def _show(lines: Iterable[str]) -> None:
    all_lines = ["".join(char if char.isprintable() else "�" for char in line) for line in lines]
    for line in all_lines[:SHOWN]:
        click.echo(line)
    if len(all_lines) > SHOWN:
        indent = all_lines[0][: len(all_lines[0]) - len(all_lines[0].lstrip())]
        click.echo(f"{indent}and {len(all_lines) - SHOWN} more")


def _from(root: Path, path: str) -> str:
    """A path as it is seen from the folder of the configuration."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # Another drive.
        return Path(path).absolute().as_posix()


def _top(url: str) -> str:
    """The address of a site's top, from its own or from that of its `names.json`."""
    parts = urlsplit(url)
    path = parts.path.removesuffix("index.html").removesuffix(NAMES)
    if path.endswith(".json"):
        path = path.rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{path.rstrip('/')}/", "", ""))
