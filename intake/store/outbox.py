"""What must leave the house, as ids: written with what caused it, taken by the worker that delivers."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from intake.core.report import MessageId, OutboxMessage, ReferralId, ReportId
from intake.store.schema import outbox


def add(db: Connection, *new: OutboxMessage) -> None:
    """Put messages in."""
    if new:
        db.execute(insert(outbox), [vars(each) | {"attempts": 0} for each in new])


def for_report(db: Connection, report_id: ReportId, *, limit: int = 100) -> list[OutboxMessage]:
    """The report's messages, in the order they were written."""
    found = db.execute(select(outbox).where(outbox.c.report_id == report_id).order_by(outbox.c.id).limit(limit))
    return [
        OutboxMessage(
            id=MessageId(row.id),
            kind=row.kind,
            report_id=ReportId(row.report_id),
            referral_id=None if row.referral_id is None else ReferralId(row.referral_id),
            created_at=row.created_at,
            due_at=row.due_at,
        )
        for row in found
    ]
