"""`trimtab schema`: the form of front matter, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from trimtab.cli.common import config_option, fail, nearest, project_of, write
from trimtab.core.schema import ENTRY, schemas


@click.command("schema")
@click.argument("kind", required=False)
@config_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the schema of each kind into this folder, as KIND.schema.json.",
)
def schema_command(kind: str | None, config_file: Path, output: Path | None) -> None:
    """Print the JSON Schema of the front matter of a KIND of entries, or of any entry.

    The schema follows the library's settings: its kinds, its types of relations, and where it keeps each field.
    """
    found = schemas(project_of(config_file).settings)
    if kind is not None and kind not in found:
        fail(f"there is no kind `{kind}`; {nearest(kind, found)}")
    if output is None:
        write(_text(found[kind or ENTRY]), None)
        return
    for name in [kind] if kind else found:
        write(_text(found[name]), output / f"{name}.schema.json")


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
