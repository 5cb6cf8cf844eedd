"""The operator's page of deliveries as a value: how much waits, and what was given up and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from intake.core.report import DeliveryFailure, FailedMessage, MessageKind
from intake.i18n import N_
from intake.render import View
from intake.web.views.facts import Wording
from intake.workflow.deliveries import OutboxPage

KINDS: Mapping[MessageKind, str] = {MessageKind.ON_CALL: N_("Urgent mail to whoever is on duty")}
FAILURES: Mapping[DeliveryFailure, str] = {
    DeliveryFailure.UNREACHABLE: N_("The mail server could not be reached."),
    DeliveryFailure.NOT_SAFE: N_("The connection to the mail server could not be made secure."),
    DeliveryFailure.NOT_LET_IN: N_("The mail server did not accept our user name and password."),
    DeliveryFailure.PUT_OFF: N_("The mail server asked us to try later, every time."),
    DeliveryFailure.REFUSED: N_("The mail server refused the message. Check the desk's address."),
    DeliveryFailure.NO_ADDRESS: N_("The desk has no on-call address now."),
    DeliveryFailure.BROKE: N_("Something broke in this program. Its log says more."),
}


@dataclass(frozen=True)
class FailedRow:
    """One message that was given up. `kind` and `failure` are msgids; `desk` None when it is about no desk."""

    id: str
    kind: str
    desk: str | None
    failed_hour: datetime
    attempts: int
    failure: str


@dataclass(frozen=True)
class OutboxView(View):
    """Counts, and what was given up, the latest first. `next_after` is the id to go on from."""

    template: ClassVar[str] = "operator/outbox.html"
    waiting: int
    late: int
    failed: int
    rows: tuple[FailedRow, ...]
    next_after: str | None
    is_first: bool
    may_send: bool

    @classmethod
    def of(cls, found: OutboxPage, wording: Wording, *, is_first: bool, may_send: bool) -> Self:
        """Name desks and reasons in the reader's words."""
        counts = found.counts
        rows = tuple(_row(message, wording) for message in found.failed)
        return cls(counts.waiting, counts.late, counts.failed, rows, found.next_after, is_first, may_send)

    @classmethod
    def example(cls) -> Self:
        """One for a desk, one for none, and more to come."""
        hour = datetime(2026, 11, 24, 18, tzinfo=UTC)
        kind, failures = KINDS[MessageKind.ON_CALL], FAILURES
        first = FailedRow("1" * 32, kind, "CONDUSEF", hour, 1, failures[DeliveryFailure.REFUSED])
        second = FailedRow("0" * 32, kind, None, hour, 30, failures[DeliveryFailure.UNREACHABLE])
        return cls(3, 2, 12, (first, second), "0" * 32, True, True)


def _row(message: FailedMessage, wording: Wording) -> FailedRow:
    desk = wording.content.rules.agencies.get(message.queue or "")
    return FailedRow(
        id=message.id,
        kind=KINDS[message.kind],
        desk=message.queue if desk is None else desk.short.in_(wording.lang),
        failed_hour=message.failed_hour,
        attempts=message.attempts,
        failure=FAILURES[message.failure],
    )
