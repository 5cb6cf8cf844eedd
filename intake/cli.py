"""The command `intake`: set up, serve, and what operators do from a terminal. Says what went wrong in one sentence."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from intake import messages as catalogues
from intake.content import ContentError, load, read_folder
from intake.core.errors import IntakeError, SetupError
from intake.core.receipt import Verdict
from intake.core.report import Role
from intake.demo import read_demo, send_demo_reports
from intake.i18n import COUNTRIES
from intake.runtime import Runtime, is_demo, prepare, start
from intake.settings import Settings, export
from intake.settings import load as load_settings
from intake.store.engine import open_store
from intake.store.upgrade import upgrade
from intake.vault import load_receipt_keys, read_receipt_keys, verify_receipt
from intake.workflow import staffing
from intake.workflow.retention import erase_expired

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def main() -> None:
    """Run the command; an error of ours is a sentence on stderr and exit code 1."""
    try:
        cli(standalone_mode=True)
    except (IntakeError, ContentError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@click.group()
def cli() -> None:
    """Ventanilla: one public window, in Spanish and English, to report a cybercrime."""


@cli.command()
def init() -> None:
    """Make the data folder, the keys of every queue, the database and the first published rules."""
    settings = load_settings()
    recovery = prepare(settings)
    click.echo(f"Ready in {settings.data}.")
    if recovery is not None:
        click.echo(
            "The recovery key opens every dossier when all else is lost. It is shown once and kept nowhere here:"
        )
        click.echo(recovery)


@cli.command()
@click.option("--role", type=click.Choice(["public", "staff", "all"]), default="all", show_default=True)
@click.option("--agency", "agencies", multiple=True, help="Load this agency's private key (with --role staff).")
@click.option("--demo", is_flag=True, help="Invented staff, every desk connected, and DEMO on every page.")
def serve(role: str, agencies: tuple[str, ...], demo: bool) -> None:
    """Answer on the web until stopped."""
    settings = load_settings().model_copy(update={"role": role, "agencies": agencies, "demo": demo})
    if role == "all" and not demo and settings.host not in _LOOPBACK:
        raise click.ClickException("--role all holds every key: it serves a loopback address only, or a --demo")
    if demo:
        prepare(settings)
        _say_how_to_sign_in(settings)
    start(settings).store.close()
    export(settings)
    _serve(settings)


@cli.command()
@click.option("--rules", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another folder to check.")
def check(rules: Path | None) -> None:
    """Check forms/ and routing_rules/: every error with its file, line and column. Exit 0 holds, 1 does not."""
    settings = load_settings()
    files = read_folder(settings.content_root)
    if rules is not None:
        others = {
            f"routing_rules/{path.name}": path.read_text(encoding="utf-8") for path in sorted(rules.glob("*.yaml"))
        }
        files = {file: text for file, text in files.items() if file.startswith("forms/")} | others
    content = load(files, countries=COUNTRIES)
    rules_count = sum(len(table.rules) for table in content.rules.tables.values())
    click.echo(
        f"{rules_count} rules in {len(content.rules.tables)} tables, {len(content.form.pages)} pages: all is well."
    )


@cli.command()
@click.option("--count", default=20, show_default=True)
def demo(count: int) -> None:
    """Send invented reports through the same door as everybody's."""
    settings = load_settings().model_copy(update={"role": "public", "demo": True})
    if not is_demo(settings):
        raise click.ClickException("invented reports go into a demonstration only: start one with intake serve --demo")
    runtime = start(settings)
    for receipt in send_demo_reports(runtime, count):
        click.echo(receipt.reference)


@cli.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when something is left to do.")
def messages(only_check: bool) -> None:
    """Bring translations/ into step with the code and templates, and list what is left to translate."""
    root = load_settings().content_root
    problems = catalogues.check(root) if only_check else catalogues.refresh(root)
    for problem in problems:
        click.echo(str(problem))
    if not problems:
        click.echo("Every sentence is in every catalogue.")
    if only_check and problems:
        sys.exit(1)


@cli.command()
def retention() -> None:
    """Erase what has expired: answers never sent, sign-in links, sessions. Run it every day; never erases a report."""
    runtime = _start()
    erased = erase_expired(runtime.window(), now=runtime.now())
    click.echo(f"Erased {erased.drafts} drafts, {erased.links} links and {erased.sessions} sessions.")


@cli.group()
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


@cli.group()
def staff() -> None:
    """Who may sign in."""


@staff.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--agency", help="The agency whose queue they work.")
def staff_add(name: str, role: str, agency: str | None) -> None:
    """Add somebody; the last word printed is their sign-in link, good once."""
    runtime = _start()
    _check_agency(runtime, Role(role), agency)
    staffing.add(runtime.window(), name, Role(role), agency, now=runtime.now())
    _print_link(runtime, name)


@staff.command("link")
@click.argument("name")
def staff_link(name: str) -> None:
    """Another sign-in link for somebody; the last word printed."""
    _print_link(_start(), name)


@cli.group()
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


def _start() -> Runtime:
    # Nothing here opens a dossier, so no private key is loaded.
    return start(load_settings().model_copy(update={"role": "public"}))


def _check_agency(runtime: Runtime, role: Role, agency: str | None) -> None:
    agencies = runtime.window().content.rules.agencies
    works_a_queue = role in (Role.CLERK, Role.SUPERVISOR)
    known = agencies.get(agency or "")
    if works_a_queue and (known is None or not known.queue):
        raise click.ClickException("--agency must be the code of a queue: see routing_rules/agencies.yaml")
    if not works_a_queue and agency is not None:
        raise click.ClickException(f"a member with the role {role.value} belongs to no agency")


def _print_link(runtime: Runtime, name: str) -> None:
    path = staffing.make_link(runtime.window(), name, now=runtime.now())
    click.echo(f"Sign-in link for {name}, good once within 24 hours: {runtime.settings.address}{path}")


def _say_how_to_sign_in(settings: Settings) -> None:
    runtime = start(settings)
    click.echo(f"Ventanilla, DEMO: {settings.address}/es/ and {settings.address}/en/")
    click.echo("Staff sign in with these links, each good once:")
    for member in read_demo(settings).staff:
        staffing.ensure(runtime.window(), member.name, member.role, member.agency, now=runtime.now())
        path = staffing.make_link(runtime.window(), member.name, now=runtime.now())
        click.echo(f"  {member.name} ({member.agency or member.role.value}): {settings.address}{path}")
    click.echo("Twenty invented reports: .venv/bin/intake demo")
    runtime.store.close()


def _serve(settings: Settings) -> None:
    from granian.constants import Interfaces, Loops
    from granian.server import Server

    os.umask(0o077)
    Server(
        "intake.app:from_environment",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        factory=True,
        loop=Loops.uvloop,
        workers=1,
        workers_kill_timeout=20,
        log_access=False,
        websockets=False,
    ).serve()
