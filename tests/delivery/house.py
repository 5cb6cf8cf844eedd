"""What tests of delivery arrange with: a clock, urgent reports, and a worker as the command line puts it together."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.core.report import FailedMessage, MessageKind, OutboxCounts, Referral
from intake.delivery.email import MailServer, OnCallSender
from intake.delivery.worker import Outcome, Sender, work
from intake.runtime import Runtime
from intake.store import outbox, referrals
from tests.delivery.postbox import SENDER, Postbox
from tests.running import make_report
from tests.typed import CHILD_MEXICO

URGENT = CHILD_MEXICO


@dataclass
class Clock:
    """Says what a test wants it to say."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.at += by


def urgent_referral(runtime: Runtime, words: str = "Ayuda", want: Mapping[str, str] = URGENT) -> Referral:
    """A report sent as a person sends it, that cannot wait, where it leads."""
    report = make_report(runtime, words, want=want)
    with runtime.store.read() as db:
        return next(found for found in referrals.of_report(db, report.id) if found.queue == report.lead)


def sender(runtime: Runtime, postbox: Postbox) -> OnCallSender:
    """Calls desks through this mail server."""
    server = MailServer.of(f"smtp://127.0.0.1:{postbox.port}", SENDER)
    return OnCallSender(
        runtime.store, server, runtime.renderer, runtime.settings.address, runtime.on_call, runtime.settings.demo
    )


def deliver(runtime: Runtime, send: Sender, clock: Clock) -> Outcome:
    """What `intake deliver --once` does."""
    senders = {MessageKind.ON_CALL: send}
    return work(runtime.store, senders, now=clock, stop=threading.Event(), once=True)


def outbox_of(runtime: Runtime) -> tuple[OutboxCounts, list[FailedMessage]]:
    """What the operator's page is made of."""
    with runtime.store.read() as db:
        return outbox.counts(db, late_since=runtime.now()), outbox.failed(db, after=None, limit=50)
