"""The operator's verbs for what leaves the house: what did not go out and why, and send it again. Never a reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from intake.core.errors import Conflict, NotFound
from intake.core.report import FailedMessage, MessageId, OutboxCounts, Role, StaffMember
from intake.store import outbox
from intake.workflow.desk import Desk

PAGE_SIZE = 50
# A worker that runs takes a message within seconds.
LATE_AFTER = timedelta(minutes=5)

log = structlog.get_logger()


@dataclass(frozen=True)
class OutboxPage:
    """What was given up, the latest first. `next_after` is the key of the next page, None on the last one."""

    counts: OutboxCounts
    failed: tuple[FailedMessage, ...]
    next_after: MessageId | None


def outbox_page(desk: Desk, operator: StaffMember, *, after: MessageId | None, now: datetime) -> OutboxPage:
    """How much waits or was given up, and the latest of those given up, or those before the one called `after`."""
    if operator.role not in (Role.OPERATOR, Role.AUDITOR):
        raise NotFound("outbox")
    with desk.store.read() as db:
        counts = outbox.counts(db, late_since=now - LATE_AFTER)
        found = outbox.failed(db, after=after, limit=PAGE_SIZE + 1)
    shown = tuple(found[:PAGE_SIZE])
    return OutboxPage(counts, shown, shown[-1].id if len(found) > PAGE_SIZE else None)


def send_again(desk: Desk, operator: StaffMember, message_id: MessageId, *, now: datetime) -> None:
    """Make a message that was given up due now. Raises Conflict when it is not among those: someone was faster."""
    if operator.role is not Role.OPERATOR:
        raise NotFound("outbox")
    if not desk.store.write(lambda db: outbox.send_again(db, message_id, now=now)):
        raise Conflict("outbox")
    log.info("sent_again", message=message_id, operator=operator.id)
