"""The command `intake`: every subcommand by its place, and one sentence for whatever goes wrong."""

from __future__ import annotations

import sys

import click

from intake.cli import delivering, folders, judging, learning, misroutes, people, rereading, serving, upkeep
from intake.core.errors import IntakeError


@click.group()
def cli() -> None:
    """Ventanilla: one public window, in Spanish and English, to report a cybercrime."""


for command in (
    *serving.COMMANDS,
    *folders.COMMANDS,
    *judging.COMMANDS,
    *learning.COMMANDS,
    *misroutes.COMMANDS,
    *people.COMMANDS,
    *delivering.COMMANDS,
    *rereading.COMMANDS,
    *upkeep.COMMANDS,
):
    cli.add_command(command)


def main() -> None:
    """Run the command; an error of ours, or of the disk, is a sentence on stderr and exit code 1."""
    try:
        cli(standalone_mode=True)
    except IntakeError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename or 'intake'}: {error.strerror or error}", err=True)
        sys.exit(1)
