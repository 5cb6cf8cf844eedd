"""What leaves the house: `intake deliver` empties the outbox."""

from __future__ import annotations

import signal
import threading

import click

from intake.core.report import MessageKind
from intake.delivery.email import MailServer, OnCallSender
from intake.delivery.worker import work
from intake.runtime import is_demo, start
from intake.settings import load as load_settings


@click.command()
@click.option("--once", is_flag=True, help="Deliver what is due now, and stop.")
def deliver(once: bool) -> None:
    """Empty the outbox until stopped: mail to whoever is on call. Needs no private key."""
    settings = load_settings()
    server = MailServer.of(settings.smtp_url, settings.mail_from)
    runtime = start(settings.model_copy(update={"role": "public", "demo": is_demo(settings)}))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    sender = OnCallSender(
        runtime.store, server, runtime.renderer, settings.address, runtime.on_call, runtime.settings.demo
    )
    done = work(runtime.store, {MessageKind.ON_CALL: sender.send}, now=runtime.now, stop=stop, once=once)
    runtime.store.close()
    click.echo(f"Sent {done.sent}, not sent {done.not_sent}.")


COMMANDS = (deliver,)
