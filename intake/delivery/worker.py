"""Takes what is due out of the outbox, has it sent, writes down how that went. At least once; knows no way of sending.

A message is held by one worker while it is sent. One that dies lets its lease run out, and another sends it again.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from intake.core.errors import DeliveryError, StoreUnavailable
from intake.core.report import DeliveryFailure, Lease, MessageKind, OutboxMessage
from intake.store import outbox
from intake.store.engine import Store

# Longer than any sender takes: each of its steps has a time limit of its own.
LEASE = timedelta(minutes=5)
IDLE_SECONDS = 2.0
# Half a minute, then twice as long each time, an hour at most: given up after about a day.
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MAX_ATTEMPTS = 30

log = structlog.get_logger()

# Returns None when the message is out, and raises DeliveryError when it is not.
Sender = Callable[[OutboxMessage], None]


@dataclass(frozen=True)
class Outcome:
    """How many attempts ended with the message out, and how many did not."""

    sent: int = 0
    not_sent: int = 0


def work(
    store: Store,
    senders: Mapping[MessageKind, Sender],
    *,
    now: Callable[[], datetime],
    stop: threading.Event,
    once: bool = False,
) -> Outcome:
    """Deliver what is due until `stop` is set, or with `once` until nothing is due. Finishes the message it is at.

    A database that cannot be written is waited for; with `once`, StoreUnavailable is raised.
    """
    sent = not_sent = 0
    while not stop.is_set():
        try:
            attempts = [_deliver_next(store, kind, send, now) for kind, send in senders.items()]
        except StoreUnavailable as error:
            if once:
                raise
            log.warning("store_unavailable", why=error.why)
            attempts = []
        sent += attempts.count(True)
        not_sent += attempts.count(False)
        if set(attempts) <= {None}:
            if once:
                break
            stop.wait(IDLE_SECONDS)
    return Outcome(sent, not_sent)


def wait_before(lease: Lease) -> timedelta:
    """How long to leave a message alone after this attempt: longer each time, and not the same for all that fail together."""
    wait = min(FIRST_WAIT * (1 << min(lease.attempt - 1, 20)), LONGEST_WAIT)
    spread = zlib.crc32(f"{lease.message.id} {lease.attempt}".encode()) / 2**32
    return wait * (1 + spread / 4)


def _deliver_next(store: Store, kind: MessageKind, send: Sender, now: Callable[[], datetime]) -> bool | None:
    """Whether the next message of this kind went out; None when none is due."""
    at = now()
    lease = store.write(partial(outbox.lease_next, kind=kind, now=at, until=at + LEASE))
    if lease is None:
        return None
    error = _failure_of(send, lease.message)
    if error is None:
        store.write(partial(outbox.deliver, lease=lease, now=now()))
        return True
    _record(store, lease, error, now())
    return False


def _failure_of(send: Sender, message: OutboxMessage) -> DeliveryError | None:
    try:
        send(message)
    except DeliveryError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever broke, the other messages deserve their try
        # The kind alone: the text of an error may hold anything.
        log.error("sender_broke", message=message.id, kind=type(error).__name__)
        return DeliveryError(DeliveryFailure.BROKE, permanent=False)
    return None


def _record(store: Store, lease: Lease, error: DeliveryError, at: datetime) -> None:
    is_over = error.permanent or lease.attempt >= MAX_ATTEMPTS
    log.warning(
        "not_delivered", message=lease.message.id, failure=error.message.value, attempt=lease.attempt, given_up=is_over
    )
    if is_over:
        store.write(partial(outbox.give_up, lease=lease, failure=error.message, now=at))
    else:
        store.write(partial(outbox.put_off, lease=lease, failure=error.message, due_at=at + wait_before(lease)))
