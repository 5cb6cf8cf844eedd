"""What is done now and then: `intake db`, `retention`, `receipt`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from intake.cli.opening import start_public
from intake.core.errors import SetupError
from intake.core.receipt import Verdict
from intake.settings import load as load_settings
from intake.store.engine import open_store
from intake.store.upgrade import upgrade
from intake.vault import load_receipt_keys, read_receipt_keys, verify_receipt
from intake.workflow.retention import erase_expired


@click.command()
def retention() -> None:
    """Erase what has expired: answers never sent, links, sessions, requests. Run it every day; never erases a report."""
    runtime = start_public()
    erased = erase_expired(runtime.window(), now=runtime.now())
    click.echo(
        f"Erased {erased.drafts} drafts, {erased.links} links, {erased.sessions} sessions and "
        f"{erased.requests} requests of programs."
    )


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the schema of this version."""
    settings = load_settings()
    store = open_store(settings.store_url, readers=1)
    upgrade(store)
    store.close()
    click.echo("The database is up to date.")


@click.group()
def receipt() -> None:
    """Receipts."""


@receipt.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Public keys; else our own.")
def receipt_verify(file: Path, keys: Path | None) -> None:
    """Exit 0 when the receipt is genuine, 1 when it was altered, 2 when it is unknown or cannot be read."""
    try:
        known = read_receipt_keys(keys) if keys is not None else load_receipt_keys(load_settings().data / "keys")
    except SetupError as error:
        # 1 would say that somebody altered the receipt; without keys nothing can be said of it.
        click.echo(str(error), err=True)
        sys.exit(2)
    verdict = verify_receipt(file.read_bytes().decode("utf-8", "replace"), known)
    click.echo(verdict.value)
    sys.exit({Verdict.GENUINE: 0, Verdict.ALTERED: 1, Verdict.UNKNOWN: 2}[verdict])


COMMANDS = (retention, db, receipt)
