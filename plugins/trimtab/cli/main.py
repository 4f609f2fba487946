"""The command `trimtab`: its subcommands, and how it ends."""

from __future__ import annotations

import gc
import os
import sys

import click

from trimtab import __version__
from trimtab.cli.check import check_command
from trimtab.cli.diff import diff_command
from trimtab.cli.init import init_command
from trimtab.cli.library import library_command
from trimtab.cli.linkcheck import linkcheck_command
from trimtab.cli.new import new_command
from trimtab.cli.permalinks import permalinks_command
from trimtab.cli.rename import rename_command
from trimtab.cli.rule import rule_command
from trimtab.cli.schema import schema_command

_COMMANDS = (
    check_command,
    rule_command,
    new_command,
    rename_command,
    permalinks_command,
    diff_command,
    schema_command,
    init_command,
    linkcheck_command,
    library_command,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trimtab")
def main() -> None:
    """Check a pattern library, and work on it."""


for command in _COMMANDS:
    main.add_command(command)


def run() -> None:
    """Run the command and leave at once: to take a whole library apart object by object takes long and is no use."""
    gc.disable()
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except BrokenPipeError:
            code = 1
        os._exit(code)
