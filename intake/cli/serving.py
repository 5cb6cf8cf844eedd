"""Set up, serve, and fill a demonstration: `intake init`, `serve`, `demo`."""

from __future__ import annotations

import os

import click

from intake.content.demo import read_demo
from intake.demo import send_demo_reports
from intake.runtime import is_demo, prepare, start
from intake.settings import Settings, export
from intake.settings import load as load_settings
from intake.workflow import staffing

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
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


@click.command()
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


@click.command()
@click.option("--count", type=click.IntRange(min=0), default=20, show_default=True)
def demo(count: int) -> None:
    """Send invented reports through the same door as everybody's."""
    settings = load_settings().model_copy(update={"role": "public", "demo": True})
    if not is_demo(settings):
        raise click.ClickException("invented reports go into a demonstration only: start one with intake serve --demo")
    runtime = start(settings)
    for receipt in send_demo_reports(runtime, count):
        click.echo(receipt.reference)


COMMANDS = (init, serve, demo)


def _say_how_to_sign_in(settings: Settings) -> None:
    runtime = start(settings)
    click.echo(f"Ventanilla, DEMO: {settings.address}/es/ and {settings.address}/en/")
    click.echo("Staff sign in with these links, each good once:")
    for member in read_demo(settings.content_root).staff:
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
