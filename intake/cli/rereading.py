"""The second reading from the command line: `intake reread`, and the language model, or which extra brings it."""

from __future__ import annotations

import signal
import threading

import click

from intake import semantic
from intake.core.errors import SetupError
from intake.core.rules import Ruleset
from intake.core.second_reading import Embed, SecondReading
from intake.runtime import is_demo, start
from intake.settings import load as load_settings
from intake.workflow import rereading


@click.command()
@click.option("--agency", "agencies", multiple=True, required=True, help="Load this agency's private key; repeatable.")
@click.option("--once", is_flag=True, help="Read what waits now, and stop.")
def reread(agencies: tuple[str, ...], once: bool) -> None:
    """Read again what the words left unclear, until stopped, and tell the clerk what they say. Needs the extra [semantic]."""
    embed, settings = load_model(), load_settings()
    staff = {"role": "staff", "agencies": agencies, "demo": is_demo(settings)}
    runtime = start(settings.model_copy(update=staff))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        rereading.second_reading_of(runtime.desk())
        done = rereading.work(runtime.desk, agencies, embed, now=runtime.now, stop=stop, once=once)
    finally:
        runtime.store.close()
    click.echo(f"Read again {done.read}, told the clerk of {done.flagged}.")


def load_model() -> Embed:
    """The language model. A UsageError, exit code 2, says which extra to install where it is not."""
    try:
        return semantic.load_model()
    except SetupError as error:
        raise click.UsageError(error.message) from None


def learnt_by(rules: Ruleset) -> SecondReading:
    """What these rules read again by. A UsageError where nothing was learnt for it."""
    if rules.second_reading is None:
        raise click.UsageError("these rules have no second reading. Run: intake signals fit --semantic")
    return rules.second_reading


COMMANDS = (reread,)
